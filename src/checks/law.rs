//! A month goes in; the law that holds in it comes out, looked up and worked out once for all rows of that month.

use chrono::NaiveDate;
use rust_decimal::{Decimal, RoundingStrategy};
use std::collections::BTreeSet;
use std::sync::OnceLock;

use super::entitlement;
use super::excluded_class::{Excluded, excluded};
use crate::day::Month;
use crate::field::Field;
use crate::money::Yuan;
use crate::roster::Roster;
use crate::rules::{Condition, Counted, Grounds, Mismatch, Pack, Programme, Rate, Standard};

/// What is worked out of months, once for each that is asked for.
pub(super) struct ByMonth<T> {
    /// The year that was asked for first, nearly always the only one.
    first: OnceLock<(i32, Box<Year<T>>)>,
    /// The others, by number.
    others: OnceLock<Vec<OnceLock<Box<Year<T>>>>>,
}

/// Its twelve months.
type Year<T> = [OnceLock<Box<T>>; 12];

/// As many years as months are counted of.
const YEARS: usize = u16::MAX as usize / 12 + 1;

/// What the rules of a programme say for one month.
pub(super) struct MonthLaw<'c> {
    pub standard: Option<&'c Standard>,
    /// Lower standards of before, with the last month of each, the latest first.
    pub lower: Vec<(Month, &'c Standard)>,
    pub conditions: Vec<&'c Condition>,
    /// What an age speaks against, as far as the roster has the columns for it.
    pub mismatches: Vec<&'c Mismatch>,
    /// The columns it has not.
    pub lacking: BTreeSet<Field>,
    /// What the rules let nobody be who is on the roster.
    pub excluded: Vec<Excluded<'c>>,
    rates: Vec<(Field, Vec<Rated<'c>>)>,
    /// Where aid is granted once: the law from a day within the month on which a rate begins or ends.
    later: Vec<(NaiveDate, MonthLaw<'c>)>,
}

/// A rate, and what it is worth a person and month; not known where it is a multiple of what is not known.
#[derive(Debug, Clone)]
pub(super) struct Rated<'c> {
    pub rate: &'c Rate,
    pub worth: Option<(Decimal, Grounds<'c>)>,
    /// The same without parts of a fen, for less than half a fen a head is nobody's complaint, and by the standard
    /// before where it is not known that this one held already.
    pub least: Yuan,
}

impl<T> Default for ByMonth<T> {
    fn default() -> ByMonth<T> {
        ByMonth { first: OnceLock::new(), others: OnceLock::new() }
    }
}

impl<T> ByMonth<T> {
    #[inline]
    pub fn of(&self, month: Month, work_out: impl FnOnce() -> T) -> &T {
        let (first, year) = self.first.get_or_init(|| (month.year(), year()));
        let year = if *first == month.year() { year } else { self.other(month) };
        year[month.number() as usize - 1].get_or_init(|| Box::new(work_out()))
    }

    #[inline(never)]
    fn other(&self, month: Month) -> &Year<T> {
        let others = self.others.get_or_init(|| std::iter::repeat_with(OnceLock::new).take(YEARS).collect());
        others[usize::from(month.index() / 12)].get_or_init(year)
    }
}

fn year<T>() -> Box<Year<T>> {
    Box::new(std::array::from_fn(|_| OnceLock::new()))
}

impl<'c> MonthLaw<'c> {
    pub fn new(month: Month, pack: &'c Pack, roster: &'c Roster) -> MonthLaw<'c> {
        let programme = &pack.programmes[roster.programme];
        let turns = if programme.counted == Counted::Flow { programme.turns(month) } else { Vec::new() };
        let later = turns.into_iter().map(|day| (day, MonthLaw::from(day, month, pack, roster))).collect();
        MonthLaw { later, ..MonthLaw::from(month.first_day(), month, pack, roster) }
    }

    /// The law from a day of a month.
    fn from(day: NaiveDate, month: Month, pack: &'c Pack, roster: &'c Roster) -> MonthLaw<'c> {
        let programme = &pack.programmes[roster.programme];
        let standard = programme.standard(month);
        let rated = |rate: &'c Rate| {
            let worth = pack.exact_worth(rate, month);
            let least = pack.sure_worth(rate, month);
            let least = least.and_then(|yuan| rounded(yuan, RoundingStrategy::ToNegativeInfinity));
            Rated { rate, least: least.unwrap_or_default(), worth }
        };
        let rates = |pays: Field| (pays, programme.rates_on(pays, day).into_iter().map(rated).collect());
        let mismatches = pack.mismatches.iter().filter(|mismatch| mismatch.holds_on(day));
        let lacks = |mismatch: &&Mismatch| mismatch.when.fields().any(|field| !roster.has(field));
        let (unasked, mismatches): (Vec<&Mismatch>, Vec<&Mismatch>) = mismatches.partition(lacks);
        let looked_at = unasked.into_iter().flat_map(|mismatch| mismatch.when.fields());
        MonthLaw {
            standard,
            lower: standard.map_or_else(Vec::new, |standard| lower(standard, month, programme)),
            conditions: programme.conditions(day),
            mismatches,
            lacking: looked_at.filter(|field| !roster.has(*field)).collect(),
            excluded: excluded(month, pack, roster),
            rates: programme.rated().into_iter().map(rates).collect(),
            later: Vec::new(),
        }
    }

    /// Whether it is another at the end of the month than at its beginning.
    pub fn changes(&self) -> bool {
        !self.later.is_empty()
    }

    /// The law of a day of the month.
    pub fn on(&self, day: NaiveDate) -> &MonthLaw<'c> {
        let mut begun = self.later.iter().rev().filter(|(from, _)| *from <= day);
        begun.next().map_or(self, |(_, law)| law)
    }

    /// The rates for what a field states.
    pub fn rates(&self, pays: Field) -> &[Rated<'c>] {
        self.rates.iter().find(|(field, _)| *field == pays).map_or(&[], |(_, rates)| rates)
    }
}

/// In whole fen.
pub(super) fn rounded(yuan: Decimal, way: RoundingStrategy) -> Option<Yuan> {
    Yuan::from_decimal(yuan.round_dp_with_strategy(2, way))
}

fn lower<'c>(standard: &Standard, month: Month, programme: &'c Programme) -> Vec<(Month, &'c Standard)> {
    let before = entitlement::last_months_of_standards(month, programme).into_iter();
    let older = before.filter_map(|then| Some((then, programme.standard(then)?)));
    older.filter(|(_, older)| older.exact() < standard.exact()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_month_is_worked_out_once() {
        let (by_month, worked_out) = (ByMonth::default(), std::cell::RefCell::new(Vec::new()));
        let months = [(2018, 4), (2019, 4), (2018, 12), (2018, 4), (2019, 4), (2018, 12), (2019, 1)];
        for (year, number) in months {
            let month = Month::new(year, number).unwrap();
            let of = by_month.of(month, || {
                worked_out.borrow_mut().push((year, number));
                month
            });
            assert_eq!(*of, month);
        }
        assert_eq!(*worked_out.borrow(), [(2018, 4), (2019, 4), (2018, 12), (2019, 1)]);
    }
}
