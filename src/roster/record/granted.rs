//! For which months a record stands, and whether anything is granted by it.

use chrono::NaiveDate;

use crate::day::{Month, Months};
use crate::field::{Field, Kind};
use crate::money::Yuan;

use super::super::month_text::written_months;
use super::super::value::Value;
use super::Record;

/// The code of a decision that grants nothing.
const REFUSED: &str = "refused";

impl<'a> Record<'a> {
    /// The months this row is paid for: its own, else those of its flow date, else its sheet's, else that of a date in their place.
    pub fn months(&self) -> Option<Months> {
        self.months
    }

    #[inline(always)]
    pub(super) fn months_said(&self) -> Option<Months> {
        if let Some(months) = self.value(Field::Period).months() {
            return Some(months);
        }
        match self.roster.month_of.filter(|field| self.roster.has(*field)).map(|field| self.typed(field)) {
            Some(Value::Day(day) | Value::ShortYear(day)) => Month::of(day).map(Months::one),
            // Not decided yet, unless it was paid: the months of the sheet are not its own.
            Some(Value::Missing) => self.day(Field::Paid).and_then(Month::of).map(Months::one),
            _ => match self.roster.months {
                Some(months) if self.says_term() => Some(self.within_term(months)),
                Some(months) => Some(months),
                None => self.roster.dated_by.and_then(|field| self.day(field)).and_then(Month::of).map(Months::one),
            },
        }
    }

    /// Whether a column may say when the row's assistance begins or ends.
    #[inline(always)]
    fn says_term(&self) -> bool {
        self.roster.has(Field::StartMonth) || self.roster.has(Field::EndMonth)
    }

    /// The months of the sheet in which the row's assistance had begun and not ended; all of them where it says
    /// neither, or says that none is.
    #[inline(never)]
    fn within_term(&self, months: Months) -> Months {
        let said = |field: Field| self.value(field).months();
        let first = said(Field::StartMonth).map_or(months.first, |start| start.first.max(months.first));
        let last = said(Field::EndMonth).map_or(months.last, |end| end.last.min(months.last));
        if first <= last { Months { first, last } } else { months }
    }

    /// How many months' pay its sum is, where the sums of its roster are such and no column counts the months: of a row that is
    /// paid fewer than it is of nobody knows which.
    #[inline]
    pub fn months_in_sum(&self) -> Option<u32> {
        if self.roster.money.of_months { self.months_of_pay() } else { None }
    }

    #[inline(never)]
    fn months_of_pay(&self) -> Option<u32> {
        let month = self.money(Field::MonthlyAmount).filter(|month| *month > Yuan::ZERO)?;
        u32::try_from(self.pay(Field::Amount)?.fen() / month.fen()).ok()
    }

    /// The stretches of months its columns of single months pay, each with what, where that is not all from the first to the
    /// last; none otherwise.
    #[inline(never)]
    pub fn stretches(&self) -> Vec<(Months, Yuan)> {
        let by_month = self.roster.money.by_month.as_ref().filter(|_| !self.roster.has(Field::MonthsPaid));
        let is_part = self.count(Field::MonthsPaid).zip(self.months).is_some_and(|(paid, all)| paid < all.count());
        let Some(by_month) = by_month.filter(|_| is_part) else { return Vec::new() };
        by_month.stretches(|column| self.roster.month_cell(self.cell_at(column), column))
    }

    /// The months in which what a row of a list says holds: from the month it begins to the one it ends, open ends
    /// included.
    pub fn listed_months(&self) -> Option<Months> {
        // The month alone is enough: 2024.02, 2023年12月.
        let written = |field: Field| written_months(&self.cell(field).shown()).map(|months| months.first);
        let month = |field: Field| self.day(field).and_then(Month::of).or_else(|| written(field));
        let (since, until) = (month(Field::Since), month(Field::Until));
        Months::between(since, until)
    }

    /// Whether this is a case that its programme has yet to decide: the date that would count it is blank, and so is
    /// that of a payment.
    pub fn is_pending(&self) -> bool {
        let is_blank = |field: Field| self.roster.has(field) && self.typed(field).is_missing();
        self.roster.month_of.is_some_and(is_blank) && self.typed(Field::Paid).is_missing()
    }

    /// The day aid of a flow programme was granted.
    pub fn granted(&self) -> Option<NaiveDate> {
        self.roster.month_of.and_then(|field| self.day(field))
    }

    /// The day that decides by which law what is paid for some months is judged: that of the grant, else their first.
    pub fn granted_in(&self, months: Months) -> NaiveDate {
        let within = |day: &NaiveDate| Month::of(*day).is_some_and(|month| months.contains(month));
        self.granted().filter(within).unwrap_or_else(|| months.first.first_day())
    }

    /// The first day it gives of those on which a case begins.
    pub fn begun(&self) -> Option<NaiveDate> {
        [Field::Applied, Field::Accepted, Field::OpinionReceived].into_iter().filter_map(|field| self.day(field)).min()
    }

    /// Whether the case was decided, and nothing granted.
    #[inline]
    pub fn is_refused(&self) -> bool {
        self.held.is_refused || (self.roster.has(Field::Decision) && self.says_refused())
    }

    #[inline(never)]
    fn says_refused(&self) -> bool {
        let codes = &self.roster.codes;
        let said = self.code(Field::Decision, codes).and_then(|place| codes.code(Field::Decision, place));
        said.is_some_and(|code| code.code == REFUSED)
    }

    /// Whether the row says that it was stopped in the place of what it is paid, or in that of all its months.
    #[inline]
    pub fn is_stopped(&self) -> bool {
        self.held.is_stopped
    }

    /// Whether a word for a stop stands in the place of the money of a field.
    pub fn says_stop_for(&self, field: Field) -> bool {
        let says_more =
            |column: u16| matches!(self.read_as(self.cell(field), column, Kind::Money), Value::Unreadable(_));
        self.is_stopped() && !self.roster.stands_by_month() && self.roster.column(field).is_some_and(says_more)
    }

    /// Whether nothing is to be paid by the row: its case is still to be decided, or was refused, or it was stopped.
    pub fn grants_nothing(&self) -> bool {
        self.is_pending() || self.is_refused() || self.is_stopped()
    }
}
