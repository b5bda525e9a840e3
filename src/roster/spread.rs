//! What rows pay goes in, row by row; how it spreads comes out, and which rows lie farthest out.

use std::ops::RangeInclusive;

use crate::day::Months;
use crate::field::Field;
use crate::money::Yuan;

use super::Layout;
use super::record::Record;

/// What a row pays for its own months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowPay {
    pub row: u32,
    pub yuan: Yuan,
    pub persons: u32,
    pub months: u32,
    /// Fen a person and month, rounded down.
    pub each: i64,
}

/// What the rows of a roster pay a person and month.
#[derive(Debug, Clone, Default)]
pub struct Spread {
    /// How many rows pay an amount of each step; each power of two is four steps, so that any roster takes the same
    /// small room.
    steps: Vec<u64>,
    /// The rows that pay most, and least, the farthest first.
    pub highest: Vec<RowPay>,
    pub lowest: Vec<RowPay>,
    /// What all of these pay who are as many as are kept: nearly every row lies between.
    between: Option<RangeInclusive<i64>>,
}

const STEPS: usize = 4 * 64;
/// Rows at either end of which more is kept than their step.
const FARTHEST: usize = 16;

impl RowPay {
    /// Of a record that pays something by a column, for so many months if that is a sum. Arrears are of other months.
    fn of(record: &Record<'_>, column: Field, months: Option<Months>) -> Option<RowPay> {
        let yuan = record.pay(column).filter(|yuan| *yuan > Yuan::ZERO && !record.makes_up())?;
        let written = || record.count(Field::MonthsPaid).or(months.map(Months::count)).filter(|months| *months > 0);
        let months = if column == Field::Amount { written().unwrap_or(1) } else { 1 };
        // A row without a number of people is compared as one.
        let is_one = record.roster.layout == Layout::Persons;
        let persons = if is_one { 1 } else { record.assisted().unwrap_or(1) };
        let parts = i64::from(persons) * i64::from(months);
        Some(RowPay { row: record.row, yuan, persons, months, each: yuan.fen() / parts })
    }
}

impl Spread {
    /// Takes in what a record pays by a column, for so many months if that is a sum.
    #[inline(never)]
    pub fn add(&mut self, record: &Record<'_>, column: Field, months: Option<Months>) {
        let Some(pay) = RowPay::of(record, column, months) else { return };
        if self.steps.is_empty() {
            self.steps.resize(STEPS, 0);
        }
        self.steps[step(pay.each)] += 1;
        if !self.between.as_ref().is_some_and(|between| between.contains(&pay.each)) {
            self.keep(pay);
        }
    }

    /// Takes in the rows below.
    pub fn join(&mut self, below: &Spread) {
        self.steps.resize(self.steps.len().max(below.steps.len()), 0);
        self.steps.iter_mut().zip(&below.steps).for_each(|(own, more)| *own += more);
        below.highest.iter().chain(&below.lowest).for_each(|pay| self.keep(*pay));
    }

    #[inline(never)]
    fn keep(&mut self, pay: RowPay) {
        keep(&mut self.highest, pay, |pay| (-pay.each, pay.row));
        keep(&mut self.lowest, pay, |pay| (pay.each, pay.row));
        // Of two that pay the same the one above is kept.
        if let (Some(high), Some(low)) = (self.highest.get(FARTHEST - 1), self.lowest.get(FARTHEST - 1)) {
            self.between = Some(low.each..=high.each);
        }
    }

    /// How many rows pay anything.
    pub fn count(&self) -> u64 {
        self.steps.iter().sum()
    }

    /// How many pay so much or more, where a step begins with that.
    pub fn from(&self, each: i64) -> u64 {
        self.steps.iter().skip(step(each)).sum()
    }

    /// The least amount that ends a step, below which nine rows in ten lie; `None` where no row pays anything.
    pub fn high(&self) -> Option<i64> {
        let count = self.count();
        self.step_of(count - count / 10).map(|step| begin(step + 1))
    }

    /// The most that begins a step, which nine in ten reach.
    pub fn low(&self) -> Option<i64> {
        self.step_of(self.count() / 10 + 1).map(begin)
    }

    /// The step of the row of a rank, from 1.
    fn step_of(&self, rank: u64) -> Option<usize> {
        let mut rows = 0;
        self.steps.iter().position(|count| {
            rows += count;
            rows >= rank
        })
    }
}

/// Puts a row among the farthest, if it is one of them and is not there yet.
fn keep(farthest: &mut Vec<RowPay>, pay: RowPay, how_far: impl Fn(&RowPay) -> (i64, u32)) {
    if farthest.len() == FARTHEST && how_far(&farthest[FARTHEST - 1]) <= how_far(&pay) {
        return;
    }
    if let Err(place) = farthest.binary_search_by_key(&how_far(&pay), &how_far) {
        farthest.insert(place, pay);
        farthest.truncate(FARTHEST);
    }
}

/// The step of an amount: four for each power of two.
fn step(each: i64) -> usize {
    // Amounts of a few fen take the first steps.
    let each = each.max(4).cast_unsigned();
    let power = each.ilog2();
    4 * power as usize + (each >> (power - 2)) as usize % 4
}

/// The amount a step begins with.
fn begin(step: usize) -> i64 {
    (4 + step as i64 % 4) << (step / 4 - 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spread(each: impl IntoIterator<Item = i64>) -> Spread {
        let mut spread = Spread { steps: vec![0; STEPS], ..Spread::default() };
        for (each, row) in each.into_iter().zip(1..) {
            spread.steps[step(each)] += 1;
            spread.keep(RowPay { row, yuan: Yuan::from_fen(each), persons: 1, months: 1, each });
        }
        spread
    }

    #[test]
    fn a_step_holds_what_lies_between_its_ends() {
        for each in [4, 5, 7, 8, 9, 100, 30_000, 30_833, 1 << 40, i64::MAX / 2] {
            let (begin, end) = (begin(step(each)), begin(step(each) + 1));
            assert!(begin <= each && each < end, "{begin} {each} {end}");
        }
        assert_eq!([begin(step(8)), begin(step(10)), begin(step(12)), begin(step(14))], [8, 10, 12, 14]);
    }

    #[test]
    fn nine_in_ten_lie_below_and_nine_in_ten_reach() {
        let hundred = spread(1001..=1100);
        // 1024 and 1280 are ends of steps, 896 and 1024 as well.
        assert_eq!((hundred.count(), hundred.high(), hundred.low()), (100, Some(1280), Some(896)));
        assert_eq!((hundred.from(1024), hundred.from(1280)), (77, 0));
        assert_eq!(Spread::default().high(), None);
    }

    #[test]
    fn the_farthest_are_the_same_however_the_rows_are_parted() {
        let amounts: Vec<i64> = (0..1000).map(|n| 1000 + n * 7919 % 977).collect();
        let whole = spread(amounts.iter().copied());
        let mut joined = Spread::default();
        for (part, rows) in amounts.chunks(37).zip(0..) {
            let mut part = spread(part.iter().copied());
            part.highest.iter_mut().chain(&mut part.lowest).for_each(|pay| pay.row += rows * 37);
            joined.join(&part);
        }
        assert_eq!((joined.highest, joined.lowest, joined.steps), (whole.highest, whole.lowest, whole.steps));
    }
}
