//! A text of a header goes in; out come the months it names, if it names nothing else.

use crate::day::Months;

use super::date_number::is_digit;
use super::month_text::{span, usual_names, written_months};
use super::titled::{months_of_year, year_before};

/// Months of a year that may not be named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NamedMonths {
    year: Option<i32>,
    first: u32,
    last: u32,
}

impl NamedMonths {
    /// Those a folded text names that says nothing else: `1月`, `1月份`, `2018年1月`, `1-3月`, `第一季度`, `2018-01-01`.
    pub(super) fn of(text: &str) -> Option<NamedMonths> {
        NamedMonths::of_words(text).or_else(|| NamedMonths::of_day(text))
    }

    /// The month of a year that a number is: `1`, `12`.
    pub(super) fn of_number(text: &str) -> Option<NamedMonths> {
        let number = text.parse().ok().filter(|number| (1..=12).contains(number) && text.len() <= 2)?;
        Some(NamedMonths { year: None, first: number, last: number })
    }

    /// The month whose first day a text is: what Excel keeps of a month typed over a column.
    fn of_day(text: &str) -> Option<NamedMonths> {
        let month = text.strip_suffix("-01").filter(|month| month.len() == "2018-01".len())?;
        let months = written_months(month)?;
        let first = months.first;
        Some(NamedMonths { year: Some(first.year()), first: first.number(), last: first.number() })
    }

    fn of_words(text: &str) -> Option<NamedMonths> {
        let part = |c: char| matches!(c, '十' | '第' | '月' | '季' | '-' | '至') || is_digit(c);
        let stem = text.strip_suffix("季度").map(|stem| format!("{stem}季")).or_else(|| {
            let stem = text.strip_suffix('份').unwrap_or(text);
            stem.ends_with('月').then(|| usual_names(stem).into_owned())
        })?;
        let (year, rest) = match stem.split_once('年') {
            Some((year, rest)) => (Some(year_before(year).filter(|_| year.chars().all(is_digit))?), rest),
            None => (None, &*stem),
        };
        let months = months_of_year(rest, year.unwrap_or(LEAP_YEAR)).filter(|_| rest.chars().all(part))?;
        Some(NamedMonths { year, first: months.first.number(), last: months.last.number() })
    }

    /// The same of a year that is looked for, if they name none.
    pub(super) fn or_of(self, year: impl Fn() -> Option<i32>) -> NamedMonths {
        NamedMonths { year: self.year.or_else(year), ..self }
    }

    /// The months meant in a sheet of some months, or of a year.
    pub(super) fn of_sheet(self, months: Option<Months>, year: Option<i32>) -> Option<Months> {
        let of_year = |year: Option<i32>| {
            let year = u32::try_from(self.year.or(year)?).ok()?;
            span((year, self.first), (year, self.last))
        };
        let is_within = |own: &Months| months.is_none_or(|months| own.within(months) == Some(*own));
        let years = months.map_or([year; 2], |months| [months.first, months.last].map(|month| Some(month.year())));
        years.into_iter().filter_map(of_year).find(is_within)
    }
}

/// Stands for a year that is not known.
const LEAP_YEAR: i32 = 2000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_names_months_and_nothing_else() {
        let named = |text: &str| {
            let months = NamedMonths::of(text)?.of_sheet(None, Some(2018))?;
            Some((months.first.year(), months.first.number(), months.last.number()))
        };
        for text in ["1月", "1月份", "一月", "元月", "2018年1月", "2018年1月份"] {
            assert_eq!(named(text), Some((2018, 1, 1)), "{text}");
        }
        assert_eq!(named("2017年12月"), Some((2017, 12, 12)));
        assert_eq!(named("第一季度"), Some((2018, 1, 3)));
        assert_eq!(named("1-3月"), Some((2018, 1, 3)));
        assert_eq!(named("2018-03-01"), Some((2018, 3, 3)));
        for text in ["月份", "月", "1月金额", "3个月", "13月", "1月1日", "最初享受月", "2018年", "每月", "2018-03-02"]
        {
            assert_eq!(named(text), None, "{text}");
        }
        let winter = span((2017, 12), (2018, 2));
        let december = NamedMonths::of("12月").and_then(|months| months.of_sheet(winter, Some(2018)));
        assert_eq!(december, span((2017, 12), (2017, 12)));
    }
}
