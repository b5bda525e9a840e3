//! Months, and days as people write them; a single day is chrono's `NaiveDate`.

use std::fmt;
use std::num::NonZeroU16;

use chrono::{Datelike, NaiveDate};

use crate::lang::Lang;
use crate::say;

/// A calendar month, counted from January of the year 0 so that months subtract; never that month itself, so that no
/// month takes no room of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(NonZeroU16);

impl Month {
    /// January 1900 and December 2999: the ends of stretches that are open.
    const FIRST: Month = Month(NonZeroU16::new(1900 * 12).unwrap());
    const LAST: Month = Month(NonZeroU16::new(2999 * 12 + 11).unwrap());

    /// `None` when the month is not 1–12 or the year not 1900–2999.
    pub fn new(year: i32, month: u32) -> Option<Month> {
        let plausible = (1900..3000).contains(&year) && (1..=12).contains(&month);
        plausible.then(|| NonZeroU16::new((year as u16) * 12 + month as u16 - 1).map(Month))?
    }

    /// The month of a day; `None` when its year is not 1900–2999.
    pub fn of(day: NaiveDate) -> Option<Month> {
        Month::new(day.year(), day.month())
    }

    pub fn year(self) -> i32 {
        i32::from(self.0.get() / 12)
    }

    /// 1 to 12.
    pub fn number(self) -> u32 {
        u32::from(self.0.get() % 12) + 1
    }

    pub fn next(self) -> Month {
        Month(self.0.saturating_add(1))
    }

    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year(), self.number(), 1).unwrap_or(NaiveDate::MIN)
    }

    /// So many months earlier; `None` before 1900.
    pub fn back(self, months: u32) -> Option<Month> {
        let index = u32::from(self.index()).checked_sub(months)?;
        Month::new((index / 12) as i32, index % 12 + 1)
    }

    /// So many months later; December 2999 at most.
    pub fn later(self, months: u32) -> Month {
        let index = u32::from(self.index()).saturating_add(months);
        Month::new((index / 12) as i32, index % 12 + 1).unwrap_or(Month::LAST)
    }

    pub fn last_day(self) -> NaiveDate {
        self.next().first_day().pred_opt().unwrap_or(NaiveDate::MAX)
    }

    /// Months since January of the year 0: what a sighting stores.
    pub fn index(self) -> u16 {
        self.0.get()
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.number())
    }
}

/// A first and a last month, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Months {
    pub first: Month,
    pub last: Month,
}

impl Months {
    pub fn one(month: Month) -> Months {
        Months { first: month, last: month }
    }

    /// The whole of a year; `None` when the year is not 1900–2999.
    pub fn of_year(year: i32) -> Option<Months> {
        let (first, last) = (Month::new(year, 1)?, Month::new(year, 12)?);
        Some(Months { first, last })
    }

    /// From one month to another, either of them open; `None` when both are, or the first is after the last.
    pub fn between(since: Option<Month>, until: Option<Month>) -> Option<Months> {
        let (first, last) = (since.unwrap_or(Month::FIRST), until.unwrap_or(Month::LAST));
        ((since.is_some() || until.is_some()) && first <= last).then_some(Months { first, last })
    }

    /// The first month, where it is not open.
    pub fn begun(self) -> Option<Month> {
        Some(self.first).filter(|first| *first != Month::FIRST)
    }

    /// The last month, where it is not open.
    pub fn ended(self) -> Option<Month> {
        Some(self.last).filter(|last| *last != Month::LAST)
    }

    /// Both months in one number; 0 for none.
    pub fn number(months: Option<Months>) -> u32 {
        months.map_or(0, |months| u32::from(months.first.index()) << 16 | u32::from(months.last.index()))
    }

    /// The months of such a number.
    pub fn numbered(number: u32) -> Option<Months> {
        let month = |index: u32| NonZeroU16::new(index as u16).map(Month);
        Some(Months { first: month(number >> 16)?, last: month(number)? })
    }

    pub fn overlap(self, other: Months) -> bool {
        self.first <= other.last && other.first <= self.last
    }

    /// How many months these are.
    pub fn count(self) -> u32 {
        u32::from(self.last.index().saturating_sub(self.first.index())) + 1
    }

    /// Each of them, in order.
    pub fn each(self) -> impl Iterator<Item = Month> {
        (self.first.index()..self.last.next().index()).filter_map(|index| NonZeroU16::new(index).map(Month))
    }

    /// Those that are also in another stretch.
    pub fn within(self, other: Months) -> Option<Months> {
        let (first, last) = (self.first.max(other.first), self.last.min(other.last));
        (first <= last).then_some(Months { first, last })
    }

    pub fn contains(self, month: Month) -> bool {
        self.first <= month && month <= self.last
    }

    /// Those before and those after another stretch.
    pub fn without(self, other: Months) -> impl Iterator<Item = Months> {
        let before = other.first.back(1).map(|last| Months { first: self.first, last: self.last.min(last) });
        let after = Months { first: self.first.max(other.last.next()), last: self.last };
        [before, Some(after)].into_iter().flatten().filter(|months| months.first <= months.last)
    }
}

impl Months {
    /// As a sentence has it: `2018年1—4月`, or `2018-01..2018-04` in English.
    pub fn written(self, lang: Lang) -> String {
        let (first, last) = (self.first, self.last);
        let (year, from, to) = (first.year(), first.number(), last.number());
        match (lang, first == last, year == last.year()) {
            (Lang::En, ..) => self.to_string(),
            (Lang::Zh, true, _) => format!("{year}年{from}月"),
            (Lang::Zh, false, true) => format!("{year}年{from}—{to}月"),
            (Lang::Zh, false, false) => format!("{year}年{from}月—{}年{to}月", last.year()),
        }
    }
}

impl fmt::Display for Months {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            return self.first.fmt(f);
        }
        write!(f, "{}..{}", self.first, self.last)
    }
}

/// A day as a report writes it: `2018年4月23日`, or `2018-04-23` in English.
pub fn written(day: NaiveDate, lang: Lang) -> String {
    let (year, month, number) = (day.year(), day.month(), day.day());
    say!(lang, "{year}年{month}月{number}日", "{year}-{month:02}-{number:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn december_is_followed_by_january() {
        let december = Month::new(2018, 12).unwrap();
        assert_eq!(december.next(), Month::new(2019, 1).unwrap());
        assert_eq!(december.last_day().to_string(), "2018-12-31");
    }

    #[test]
    fn what_is_left_of_a_stretch_lies_before_and_after() {
        let month = |month: u32| Month::new(2018, month).unwrap();
        let months = |first: u32, last: u32| Months { first: month(first), last: month(last) };
        let left = |one: Months, other: Months| one.without(other).collect::<Vec<_>>();
        assert_eq!(left(months(1, 12), months(4, 5)), [months(1, 3), months(6, 12)]);
        assert_eq!(left(months(4, 5), months(1, 12)), []);
        assert_eq!(left(months(4, 6), months(1, 4)), [months(5, 6)]);
        assert_eq!(left(months(4, 6), months(6, 9)), [months(4, 5)]);
        assert_eq!(left(months(1, 2), months(4, 5)), [months(1, 2)]);
        assert_eq!(left(months(4, 5), months(1, 2)), [months(4, 5)]);
    }

    #[test]
    fn a_month_that_does_not_exist_is_none() {
        assert_eq!(Month::new(2018, 13), None);
        assert_eq!(Month::new(2018, 0), None);
    }
}
