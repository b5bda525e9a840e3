//! The columns of money of a sheet go in; out come those of single months, and what a row is paid by them.

use crate::day::{Month, Months};
use crate::field::Field;
use crate::money::Yuan;

use super::aliases::Meaning;
use super::fold::folded;
use super::header::{Aside, HeadColumn, Header};
use super::layout::means;
use super::money_columns::set_aside;
use super::money_rows::Rows;
use super::month_cell::MonthCell;
use super::named_months::NamedMonths;
use super::paid::PARTS;
use super::titled::titled_year;
use super::value::Value;

/// The columns of what is paid in each month, in a sheet that has some for several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ByMonth {
    /// Which they are, if that is known, and where they stand.
    pub(super) months: Vec<(Option<Months>, Vec<u16>)>,
    /// Whether they are added up, as no column gives their sum.
    pub(super) added: bool,
    /// Whether they hold no money but marks for a month that was paid: √.
    pub(super) are_marks: bool,
}

/// What a row is paid by the columns of single months.
pub(super) struct PaidByMonth {
    /// In all; not readable where one of them is not.
    pub(super) amount: Value,
    /// From the first month to the last.
    pub(super) months: Option<Months>,
    /// How many they are.
    count: u32,
    /// Whether a month has a word for a stop: 停发.
    has_stop: bool,
}

impl ByMonth {
    /// What a row is paid whose cells say this.
    pub(super) fn paid(&self, cell: impl Fn(u16) -> MonthCell) -> PaidByMonth {
        let mut paid = PaidByMonth::NOTHING;
        for (months, columns) in &self.months {
            let before = paid.sum();
            columns.iter().for_each(|column| paid.add(cell(*column)));
            if let Some(own) = months.filter(|_| paid.sum() != before) {
                let all = paid.months.unwrap_or(own);
                paid.months = Some(Months { first: all.first.min(own.first), last: all.last.max(own.last) });
                paid.count += own.count();
            }
        }
        let is_read = !matches!(paid.amount, Value::Unreadable(_));
        PaidByMonth { months: paid.months.filter(|_| is_read), ..paid }
    }

    /// The stretches of months that a row is paid whose cells say this, and what for each, in order.
    pub(super) fn stretches(&self, cell: impl Fn(u16) -> MonthCell) -> Vec<(Months, Yuan)> {
        let paid = |(months, columns): &(Option<Months>, Vec<u16>)| {
            let mut paid = PaidByMonth::NOTHING;
            columns.iter().for_each(|column| paid.add(cell(*column)));
            months.zip(Some(paid.sum())).filter(|(_, sum)| *sum != Yuan::ZERO)
        };
        let mut paid: Vec<(Months, Yuan)> = self.months.iter().filter_map(paid).collect();
        paid.sort_unstable();
        let runs = paid.chunk_by(|(one, _), (next, _)| one.last.next() >= next.first);
        let joined = |run: &[(Months, Yuan)]| {
            let months = run.iter().map(|(months, _)| *months).reduce(|all, own| Months { last: own.last, ..all })?;
            Some((months, run.iter().map(|(_, sum)| *sum).sum()))
        };
        runs.filter_map(joined).collect()
    }

    /// Whether a column is the sum of all months: in nearly every row, or, if it is called so, in half of those that give it.
    pub(super) fn makes(&self, sum: usize, header: &Header, rows: &Rows<'_>) -> bool {
        let columns: Vec<u16> = self.months.iter().flat_map(|(_, columns)| columns).copied().collect();
        let months = places(header, &columns);
        let [first, others @ ..] = &months[..] else { return false };
        let is_called = rows.is_called_sum(&header.columns[sum]);
        rows.add_up(header, (*first, others), sum) || (is_called && rows.mostly_add_up(header, &months, sum))
    }
}

impl PaidByMonth {
    const NOTHING: PaidByMonth = PaidByMonth { amount: Value::Missing, months: None, count: 0, has_stop: false };

    fn sum(&self) -> Yuan {
        if let Value::Yuan(yuan) | Value::RoundedYuan(yuan) = self.amount { yuan } else { Yuan::ZERO }
    }

    fn add(&mut self, cell: MonthCell) {
        self.has_stop |= cell.is_stop;
        self.amount = match (self.amount, cell.paid) {
            (unreadable @ Value::Unreadable(_), _) | (_, unreadable @ Value::Unreadable(_)) => unreadable,
            (_, Value::Yuan(yuan) | Value::RoundedYuan(yuan)) => Value::Yuan(self.sum() + yuan),
            (amount, _) => amount,
        };
    }

    /// Whether the row was stopped before its first month: it is paid in none, and some say so.
    pub(super) fn is_stopped(&self) -> bool {
        self.has_stop && self.amount == Value::Yuan(Yuan::ZERO)
    }

    /// How many months are paid, where these are not all from the first to the last.
    pub(super) fn fewer(&self) -> Option<u32> {
        let all = self.months.map_or(0, Months::count);
        (self.count < all).then_some(self.count)
    }

    /// What all months come to; `None` where none gives any, or one cannot be read.
    pub(super) fn together(&self) -> Option<Yuan> {
        matches!(self.amount, Value::Yuan(_)).then(|| self.sum())
    }
}

/// Columns of several months: their sum is what is paid, whether a column gives it or not.
pub(super) fn of(header: &mut Header, rows: &Rows<'_>) -> Option<ByMonth> {
    let paid = Paid::of(header);
    let months = paid.months(header, rows);
    if months.len() < 2 || !is_pay(header, rows, &places(header, &columns_of(&months))) {
        return None;
    }
    let known = |named: NamedMonths| named.of_sheet(rows.months, rows.reading.year);
    let is_of_sheet = |named: NamedMonths| rows.months.is_none() || known(named).is_some();
    let of_sheet: Vec<_> = months.iter().filter(|(named, _)| is_of_sheet(*named)).cloned().collect();
    set_less_aside(header, rows, &of_sheet);
    take_sum_of_months(header, rows, &places(header, &columns_of(&months)));
    let added = !header.columns.iter().any(is_sum);
    let are_marks = paid == Paid::Unsaid && !rows.give_money(header, &months);
    if are_marks && (added || !rows.give_marks(header, &places(header, &columns_of(&months)))) {
        if added && rows.months.is_some() && is_marked_in_part(header, rows, &of_sheet) {
            say_nothing_of_months(header);
        }
        return None;
    }
    let last = last_on_the_list(header, rows, &months);
    let known = |named: NamedMonths| known(named).filter(|months| last.is_none_or(|last| months.last <= last));
    let of_sheet = months.into_iter().filter(|(named, _)| !added || is_of_sheet(*named));
    let months: Vec<(Option<Months>, Vec<u16>)> = of_sheet.map(|(named, columns)| (known(named), columns)).collect();
    let in_amount: Vec<u16> = months.iter().filter(|_| added).flat_map(|(_, columns)| columns).copied().collect();
    for head in header.columns.iter_mut().filter(|head| is_of_month(head) && paid.is_told_by_month(head)) {
        set_aside(head, if in_amount.contains(&head.index) { Aside::Added } else { Aside::OfMonth });
        if in_amount.first() == Some(&head.index) {
            head.meaning = Some(Meaning { field: Field::Amount, member: None });
        }
    }
    (!months.is_empty()).then_some(ByMonth { months, added, are_marks })
}

/// In a sheet of several months an amount that is less than that of all together, and no more than that of one, is not their sum:
/// mostly it is the standard. What is more than that of one may be what is left of the sum.
fn set_less_aside(header: &mut Header, rows: &Rows<'_>, months: &[(NamedMonths, Vec<u16>)]) {
    if rows.months.is_none_or(|months| months.count() < 2) {
        return;
    }
    let months: Vec<Vec<usize>> = months.iter().map(|(_, columns)| places(header, columns)).collect();
    let is_less = |place: &usize| is_sum(&header.columns[*place]) && rows.is_of_one(header, *place, &months);
    let less: Vec<usize> = (0..header.columns.len()).filter(is_less).collect();
    less.into_iter().for_each(|place| set_aside(&mut header.columns[place], Aside::Standard));
}

/// A column that no word says to be the amount is it if it is the sum of all months, and no other is: 全年合计.
fn take_sum_of_months(header: &mut Header, rows: &Rows<'_>, months: &[usize]) {
    let [first, others @ ..] = months else { return };
    if header.columns.iter().any(is_sum) {
        return;
    }
    let is_unknown = |head: &HeadColumn| head.meaning.is_none() && head.months.is_none() && !head.pinned;
    let mut unknown = (0..header.columns.len()).filter(|place| is_unknown(&header.columns[*place]));
    if let Some(sum) = unknown.find(|sum| rows.add_up(header, (*first, others), *sum)) {
        let head = &mut header.columns[sum];
        (head.meaning, head.guess, head.aside) = (Some(Meaning { field: Field::Amount, member: None }), None, None);
    }
}

/// Whether columns of months are of what is paid. Under words that nobody knows (务工收入, 用电量) they are if a sum of the pay is theirs.
fn is_pay(header: &Header, rows: &Rows<'_>, months: &[usize]) -> bool {
    let [first, others @ ..] = months else { return false };
    let is_known = months.iter().all(|place| !is_under_unknown(&header.columns[*place]));
    let is_sum = |place: &usize| {
        let head = &header.columns[*place];
        let is_unknown = head.meaning.is_none() && !head.pinned && rows.is_called_sum(head);
        head.months.is_none() && (is_sum(head) || is_unknown)
    };
    let mut sums = (0..header.columns.len()).filter(is_sum);
    is_known || sums.any(|sum| rows.add_up(header, (*first, others), sum))
}

/// Whether words over a column of a month are neither months nor known, nor 发放月份.
fn is_under_unknown(head: &HeadColumn) -> bool {
    let is_month = |word: &str| {
        let folded = folded(word);
        NamedMonths::of(&folded).is_some() || titled_year(&folded).is_some()
    };
    let is_of_payment = head.lowest == Some(Field::Period);
    head.meaning.is_none() && !is_of_payment && !head.words.split('/').all(is_month)
}

/// Whether cells say of some of the months of a sheet that they were paid, and of others nothing, where no column says how many were.
fn is_marked_in_part(header: &Header, rows: &Rows<'_>, months: &[(NamedMonths, Vec<u16>)]) -> bool {
    let counts = header.columns.iter().any(|head| means(head, Field::MonthsPaid));
    let (filled, all) = rows.filled(header, &places(header, &columns_of(months)));
    months.len() > 1 && !counts && (1..all).contains(&filled)
}

/// The last month that is not paid ahead to some: rows become fewer month by month as people leave, and where more than half are
/// gone at once, the rest are paid ahead.
fn last_on_the_list(header: &Header, rows: &Rows<'_>, months: &[(NamedMonths, Vec<u16>)]) -> Option<Month> {
    let paid = months.iter().filter_map(|(named, columns)| {
        let months = named.of_sheet(rows.months, rows.reading.year)?;
        Some((months.last, rows.paid(header, &places(header, columns))))
    });
    let mut paid: Vec<(Month, usize)> = paid.filter(|(_, rows)| *rows > 0).collect();
    paid.sort_unstable();
    let goes_on = |list: (Month, usize), next: (Month, usize)| if next.1 * 2 >= list.1 { next } else { list };
    paid.into_iter().reduce(goes_on).map(|(month, _)| month)
}

/// Whether a column that is of no month means the amount.
fn is_sum(head: &HeadColumn) -> bool {
    means(head, Field::Amount) && head.months.is_none()
}

fn columns_of(months: &[(NamedMonths, Vec<u16>)]) -> Vec<u16> {
    months.iter().flat_map(|(_, columns)| columns).copied().collect()
}

/// Where some columns stand among those of a header.
pub(super) fn places(header: &Header, columns: &[u16]) -> Vec<usize> {
    (0..header.columns.len()).filter(|place| columns.contains(&header.columns[*place].index)).collect()
}

fn is_of_month(head: &HeadColumn) -> bool {
    head.months.is_some() && !head.pinned && !head.of_another
}

/// Where cells say that something was paid in a month, and not how much, what is paid a month does not say how much in all.
fn say_nothing_of_months(header: &mut Header) {
    let of_month = [Field::MonthlyAmount, Field::ClassifiedAmount, Field::OtherAmount];
    let is_monthly = |head: &HeadColumn| of_month.iter().any(|field| means(head, *field)) && !head.pinned;
    let monthly = header.columns.iter_mut().filter(|head| is_monthly(head));
    monthly.for_each(|head| head.guess = head.meaning.take());
}

/// By what the columns of each month say what is paid in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Paid {
    Amount,
    Parts,
    /// They name the month, and nothing else.
    Unsaid,
}

impl Paid {
    fn of(header: &Header) -> Paid {
        let has = |fields: &[Field]| {
            let mut all = header.columns.iter().filter(|head| is_of_month(head)).filter_map(|head| head.meaning);
            all.any(|meaning| fields.contains(&meaning.field))
        };
        match (has(&[Field::Amount]), has(&PARTS)) {
            (true, _) => Paid::Amount,
            (false, true) => Paid::Parts,
            (false, false) => Paid::Unsaid,
        }
    }

    /// Whether a column of a month says what is paid in it.
    fn is_said_by(self, head: &HeadColumn) -> bool {
        match head.meaning {
            Some(meaning) if self == Paid::Amount => meaning.field == Field::Amount,
            Some(meaning) => self == Paid::Parts && PARTS.contains(&meaning.field),
            None => self == Paid::Unsaid && names_months_last(head),
        }
    }

    /// Whether a column of a month says of it what others say of other months.
    fn is_told_by_month(self, head: &HeadColumn) -> bool {
        let others = [Field::Amount, Field::Standard, Field::MonthsPaid];
        let is_told = |meaning: Meaning| PARTS.contains(&meaning.field) || others.contains(&meaning.field);
        head.meaning.map_or_else(|| self.is_said_by(head), is_told)
    }

    /// The months that have columns of what is paid, and these.
    fn months(self, header: &Header, rows: &Rows<'_>) -> Vec<(NamedMonths, Vec<u16>)> {
        let mut months: Vec<(NamedMonths, Vec<u16>)> = Vec::new();
        for head in header.columns.iter().filter(|head| is_of_month(head) && self.is_said_by(head)) {
            let Some(named) = head.months else { continue };
            match months.iter_mut().find(|(other, _)| *other == named) {
                Some((_, columns)) => columns.push(head.index),
                None => months.push((named, vec![head.index])),
            }
        }
        if self == Paid::Amount {
            months.iter_mut().for_each(|(_, columns)| only_last(columns, header, rows));
        }
        months
    }
}

/// Of several amounts of one month one is what is paid: what is called so or 合计, else the last.
fn only_last(columns: &mut Vec<u16>, header: &Header, rows: &Rows<'_>) {
    let is_called = |head: &&HeadColumn| rows.is_called_sum(head) || rows.says(head, &rows.reading.words.paid_out);
    let called = header.columns.iter().filter(|head| columns.contains(&head.index)).rfind(is_called);
    let kept = called.map(|head| head.index).or(columns.last().copied());
    columns.retain(|column| Some(*column) == kept);
}

/// Whether a column is of nothing but a month and of what is paid in it, where no other is of another.
pub(super) fn is_only_month(head: &HeadColumn) -> bool {
    is_of_month(head) && head.meaning.is_none() && head.aside.is_none() && !is_under_unknown(head)
}

/// Whether the lowest words over a column are a month.
fn names_months_last(head: &HeadColumn) -> bool {
    let is_month = |last: &str| NamedMonths::of(&folded(last)).is_some();
    head.lowest == Some(Field::Period) || head.words.rsplit('/').next().is_some_and(is_month)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::Unreadable;

    #[test]
    fn months_paid_are_those_with_money() {
        let month = |number: u32| Month::new(2018, number).map(Months::one);
        let columns = (1..=3).map(|number| (month(number), vec![number as u16]));
        let by_month = ByMonth { months: columns.collect(), added: true, are_marks: false };
        let yuan = |yuan: i64| Value::Yuan(Yuan::from_fen(yuan * 100));
        let paid = |cells: [Value; 3]| {
            by_month.paid(|column| MonthCell { paid: cells[usize::from(column) - 1], is_stop: false })
        };
        let count = |paid: &PaidByMonth| paid.months.map(Months::count);

        let all = paid([yuan(120), yuan(120), yuan(130)]);
        assert_eq!((all.amount, count(&all), all.fewer()), (yuan(370), Some(3), None));
        let some = paid([yuan(120), Value::Missing, yuan(120)]);
        assert_eq!((some.amount, count(&some), some.fewer()), (yuan(240), Some(3), Some(2)));
        let none = paid([yuan(0), Value::Missing, Value::Missing]);
        assert_eq!((none.amount, count(&none), none.fewer()), (yuan(0), None, None));
        let unread = paid([yuan(120), Value::Unreadable(Unreadable::NotMoney), yuan(120)]);
        assert_eq!((unread.amount, count(&unread)), (Value::Unreadable(Unreadable::NotMoney), None));
    }
    #[test]
    fn who_is_paid_before_a_stop_was_not_stopped_all_along() {
        let columns = (1..=2).map(|number| (Month::new(2018, number).map(Months::one), vec![number as u16]));
        let by_month = ByMonth { months: columns.collect(), added: true, are_marks: false };
        let stop = MonthCell { paid: Value::Yuan(Yuan::ZERO), is_stop: true };
        let is_stopped = |first: Value| {
            let first = MonthCell { paid: first, is_stop: false };
            by_month.paid(|column| if column == 1 { first } else { stop }).is_stopped()
        };
        assert!(is_stopped(Value::Missing));
        assert!(!is_stopped(Value::Yuan(Yuan::from_fen(12000))));
        assert!(!is_stopped(Value::Unreadable(Unreadable::NotMoney)));
    }
}
