//! Cells and texts that name months become months.

use std::borrow::Cow;

use crate::day::{Month, Months};
use crate::input::Cell;

use super::date::{day_from_1904, four_digits, is_dated, is_month, numeric_day};
use super::date_number::{is_digit, is_numeral, number, numbers};
use super::fold::narrow;
use super::value::{Unreadable, Value};

/// Words for parts of a year, with their first month and their last; the halves first.
pub(super) const PARTS_OF_YEAR: [(&str, u32, u32); 4] =
    [("上半年", 1, 6), ("下半年", 7, 12), ("全年", 1, 12), ("年度", 1, 12)];

/// What stands between the months of a list.
pub(super) const LISTED: [char; 7] = ['、', ',', '，', ';', '；', '和', '及'];

pub(super) fn months(cell: Cell<'_>, year: Option<i32>, from_1904: bool) -> Value {
    let months = match cell {
        Cell::Day(day) => Month::of(day).map(Months::one),
        Cell::Number(number @ 20_000.0..80_000.0) if from_1904 => month_of(day_from_1904(number)),
        Cell::Number(number) if number.fract() == 0.0 => numeric_month(number, year),
        Cell::Number(number) => pointed_month(number),
        // A number of months says not which.
        Cell::Text(text) if text.contains("个月") => None,
        Cell::Text(text) => {
            let text = &*usual_names(text);
            let written = written_months(text).or_else(|| part_of_year(text, year));
            if written.is_none()
                && let Some(months) = short_year_months(text)
            {
                return Value::ShortYearMonths(months);
            }
            let written = written.or_else(|| yearless_months(text, year?));
            written.or_else(|| month_of_day(text.trim().parse().ok()?))
        }
        _ => None,
    };
    months.map_or(Value::Unreadable(Unreadable::NotMonths), Value::Months)
}

/// `18年4月`, `18年1-3月`, `17年12月-18年2月`: as those of a year of four digits.
#[cold]
fn short_year_months(text: &str) -> Option<Months> {
    let text = with_whole_years(text)?;
    written_months(&text).or_else(|| part_of_year(&text, None))
}

/// A text with four digits for the years it writes with two; `None` where it writes none so. 满18年 is no year, and of
/// 17-18年 one begins before.
pub(super) fn with_whole_years(text: &str) -> Option<String> {
    let text: String = text.chars().map(narrow).filter(|c| !c.is_whitespace()).collect();
    let (mut whole, mut rest, mut any) = (String::new(), &*text, false);
    while let Some((before, behind)) = rest.split_once('年') {
        let stem = before.trim_end_matches(is_digit);
        let digits = &before[stem.len()..];
        let goes_on = stem.trim_end_matches(['-', '~', '—', '–', '至', '.', '/', '、']).ends_with(is_digit);
        let is_short = digits.chars().count() == 2 && !goes_on && !stem.ends_with(['满', '第', '近', '共', '约', '达']);
        match number(digits).filter(|_| is_short) {
            Some(year) => {
                whole.push_str(&format!("{stem}{}年", four_digits(year)));
                any = true;
            }
            None => whole.push_str(&format!("{before}年")),
        }
        rest = behind;
    }
    any.then(|| whole + rest)
}

/// A text with the usual names of January and of the quarters: 1月 for 元月, where that stands for a month and not for
/// yuan a month, 1季 for 首季 and for Q1.
pub(super) fn usual_names(text: &str) -> Cow<'_, str> {
    if let Some(rest) = text.strip_prefix("元月") {
        return Cow::Owned(format!("1月{rest}"));
    }
    if text.contains("年元月") {
        return Cow::Owned(text.replace("年元月", "年1月"));
    }
    if text.contains("首季") {
        return Cow::Owned(text.replace("首季", "1季"));
    }
    quarter_of_letter(text).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// `2018年1季` for `2018年Q1`, where the letter stands alone.
fn quarter_of_letter(text: &str) -> Option<String> {
    let (before, after) = text.split_once(['Q', 'q'])?;
    let quarter = after.chars().next().filter(|c| matches!(c, '1'..='4'))?;
    let rest = &after[1..];
    let is_alone =
        !before.ends_with(|c: char| c.is_ascii_alphabetic()) && !rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    let rest = rest.strip_prefix("季度").or(rest.strip_prefix('季')).unwrap_or(rest);
    // 2018Q1
    let year = if before.ends_with(|c: char| c.is_ascii_digit()) { "年" } else { "" };
    is_alone.then(|| format!("{before}{year}{quarter}季{rest}"))
}

/// A month typed as a day of it, as Excel counts days from the year 1954 on: a column of dates stored as numbers.
fn month_of_day(number: f64) -> Option<Months> {
    month_of(numeric_day(number)).filter(|_| number >= 20_000.0)
}

fn month_of(day: Value) -> Option<Months> {
    if let Value::Day(day) = day { Month::of(day).map(Months::one) } else { None }
}

/// 201804, or 4 in a sheet of a known year, or a day of the month.
fn numeric_month(number: f64, year: Option<i32>) -> Option<Months> {
    let whole = number as u32;
    let month = match whole {
        1..=12 => Month::new(year?, whole),
        _ if is_month(whole) => Month::new((whole / 100) as i32, whole % 100),
        _ => return month_of_day(number),
    };
    month.map(Months::one)
}

/// 2018.4 and 2018.04, typed as a number; 2018.1 may be meant for October and says nothing.
fn pointed_month(number: f64) -> Option<Months> {
    let (year, hundredths) = (number.trunc(), (number.fract() * 100.0).round() as u32);
    let month = match hundredths {
        1..=9 | 11 | 12 => hundredths,
        20 | 30 | 40 | 50 | 60 | 70 | 80 | 90 => hundredths / 10,
        _ => return None,
    };
    let close = (number.fract() * 100.0 - f64::from(hundredths)).abs() < 1e-6;
    Month::new(year as i32, month).filter(|_| close && (1900.0..3000.0).contains(&year)).map(Months::one)
}

/// The months a cell or a setting names: `2018年4月`, `2018-04`, `201804`, `2018年1-4月`, `2018年1、2、3月`, `2018年1月至3月`,
/// `2018年一季度`.
pub fn written_months(text: &str) -> Option<Months> {
    let numbers = numbers(text);
    if let [year @ 1900..=2999, ref listed @ ..] = *numbers.as_slice()
        && is_list(text, listed)
    {
        return listed_months(text, year, listed);
    }
    if text.contains('季') {
        return match *numbers.as_slice() {
            [year @ 1900..=2999, quarter] => self::quarter(year as i32, quarter),
            _ => None,
        };
    }
    match *numbers.as_slice() {
        [joined @ 190_001..=299_912] => span((joined / 100, joined % 100), (joined / 100, joined % 100)),
        [year @ 1900..=2999, one] => span((year, one), (year, one)),
        // A third number is a last month, unless it is a day.
        [year @ 1900..=2999, first, _] if is_dated(text) => span((year, first), (year, first)),
        [year @ 1900..=2999, first, last] => span((year, first), (year, last)),
        [first @ 190_001..=299_912, last @ 190_001..=299_912] => {
            from_to(text, (first / 100, first % 100), (last / 100, last % 100))
        }
        [first_year @ 1900..=2999, first, _, last_year @ 1900..=2999, last, _] => {
            span((first_year, first), (last_year, last))
        }
        [year @ 1900..=2999, first, _, last, _] if text.contains('日') => span((year, first), (year, last)),
        [first_year @ 1900..=2999, first, last_year @ 1900..=2999, last] => {
            from_to(text, (first_year, first), (last_year, last))
        }
        _ => None,
    }
}

/// From one month to another, unless the two are listed and do not follow each other: `2017年12月、2018年1月` are a stretch,
/// `2018-01,2018-03` are none.
fn from_to(text: &str, first: (u32, u32), last: (u32, u32)) -> Option<Months> {
    span(first, last).filter(|months| !lists_numbers(text) || months.count() <= 2)
}

/// `2018年上半年`, `2018年度`, `2018年全年`; without its number in a sheet of a known year.
fn part_of_year(text: &str, year: Option<i32>) -> Option<Months> {
    let year = match *numbers(text).as_slice() {
        [] => u32::try_from(year?).ok()?,
        [year @ 1900..=2999] => year,
        _ => return None,
    };
    let mut parts = PARTS_OF_YEAR.iter().filter(|(word, ..)| text.contains(word));
    match (parts.next(), parts.next()) {
        (Some((_, first, last)), None) => span((year, *first), (year, *last)),
        _ => None,
    }
}

/// Whether the numbers of a text are those of months or quarters in a list: 1、2、3月.
fn is_list(text: &str, numbers: &[u32]) -> bool {
    numbers.len() > 1 && numbers.iter().all(|number| *number <= 12) && lists_numbers(text) && !is_dated(text)
}

/// Whether numbers of a text, or months and quarters, stand in a list. What stands behind a comma may be a remark.
fn lists_numbers(text: &str) -> bool {
    if !text.contains(LISTED) {
        return false;
    }
    let text: String = text.chars().map(narrow).filter(|c| !c.is_whitespace()).collect();
    text.match_indices(LISTED).any(|(place, sign)| {
        let (before, behind) = (text[..place].trim_end_matches(['月', '份', '季', '度']), &text[place + sign.len()..]);
        let number = behind.trim_start_matches('第');
        let rest = number.trim_start_matches(is_numeral);
        let is_year = number.len() - rest.len() == 4 && rest.starts_with(['-', '.', '/']);
        let is_counted = rest.is_empty() || rest.starts_with(['年', '月', '季']) || rest.starts_with(LISTED) || is_year;
        before.ends_with(is_numeral) && rest.len() < number.len() && is_counted
    })
}

/// The months or quarters of a list, which are a span where they follow each other; 1、3月 are none.
#[cold]
fn listed_months(text: &str, year: u32, listed: &[u32]) -> Option<Months> {
    let follow = listed.windows(2).all(|pair| pair[1] == pair[0].saturating_add(1));
    let (first, last) = (*listed.first()?, *listed.last()?);
    let months = match text.contains('季') {
        true => span((year, first.saturating_mul(3).checked_sub(2)?), (year, last.saturating_mul(3))),
        false => span((year, first), (year, last)),
    };
    months.filter(|_| follow)
}

/// `4月`, `1-3月`, `1、2、3月`, `一季度`, `4`, in a sheet of a known year.
fn yearless_months(text: &str, year: i32) -> Option<Months> {
    let (numbers, year_number) = (numbers(text), u32::try_from(year).ok()?);
    if text.contains(['月', '季']) && is_list(text, &numbers) {
        return listed_months(text, year_number, &numbers);
    }
    match *numbers.as_slice() {
        [one] if text.contains('季') => quarter(year, one),
        _ if text.contains('季') => None,
        [one] => span((year_number, one), (year_number, one)),
        [first, last] if text.contains(['月', '-', '—', '至']) => span((year_number, first), (year_number, last)),
        _ => None,
    }
}

pub(super) fn quarter(year: i32, quarter: u32) -> Option<Months> {
    let year = u32::try_from(year).ok()?;
    (1..=4).contains(&quarter).then(|| span((year, quarter * 3 - 2), (year, quarter * 3)))?
}

pub(super) fn span(first: (u32, u32), last: (u32, u32)) -> Option<Months> {
    let month = |(year, number): (u32, u32)| Month::new(year as i32, number);
    let months = Months { first: month(first)?, last: month(last)? };
    (months.first <= months.last).then_some(months)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_typed_as_a_number_is_read_where_it_can_only_be_one() {
        let month = |number: f64| match months(Cell::Number(number), None, false) {
            Value::Months(months) => Some((months.first.year(), months.first.number())),
            _ => None,
        };
        assert_eq!(month(2018.4), Some((2018, 4)));
        assert_eq!(month(2018.11), Some((2018, 11)));
        assert_eq!(month(2018.1), None);
        assert_eq!(month(201_804.0), Some((2018, 4)));
        // Days, as Excel counts them and in eight digits.
        assert_eq!(month(42_370.0), Some((2016, 1)));
        assert_eq!(month(20_160_131.0), Some((2016, 1)));
        assert_eq!(months(Cell::Text("42370"), None, false), months(Cell::Number(42_370.0), None, false));
        assert_eq!(month(2018.0), None);
        assert_eq!(month(19_999.0), None);
        assert_eq!(month(201_813.0), None);
    }

    #[test]
    fn months_are_read_from_titles_and_cells() {
        let months = |first, last| {
            let (first, last) = (Month::new(2018, first).unwrap(), Month::new(2018, last).unwrap());
            Some(Months { first, last })
        };
        assert_eq!(written_months("泽库县2018年4月城市低保金发放花名册"), months(4, 4));
        assert_eq!(written_months("201804"), months(4, 4));
        assert_eq!(written_months("2018年1-4月"), months(1, 4));
        assert_eq!(written_months("2018年1月至3月"), months(1, 3));
        assert_eq!(written_months("2018年第二季度"), months(4, 6));
        assert_eq!(written_months("2018-04-23"), months(4, 4));
        assert_eq!(written_months("4月"), None);
    }

    #[test]
    fn halves_and_years_are_read_from_cells() {
        let read = |text: &str, year: Option<i32>| match months(Cell::Text(text), year, false) {
            Value::Months(months) => Some((months.first.number(), months.last.number())),
            _ => None,
        };
        assert_eq!(read("2018年上半年", None), Some((1, 6)));
        assert_eq!(read("二〇一八年下半年", None), Some((7, 12)));
        assert_eq!(read("2018年度", None), Some((1, 12)));
        assert_eq!(read("2018年全年", None), Some((1, 12)));
        assert_eq!(read("2018年度4月", None), Some((4, 4)));
        assert_eq!(read("上半年", Some(2018)), Some((1, 6)));
        assert_eq!(read("上半年", None), None);
        assert_eq!(read("2018年上半年、下半年", None), None);
    }

    #[test]
    fn months_of_a_list_are_read_where_they_follow_each_other() {
        let read = |text: &str| match months(Cell::Text(text), Some(2018), false) {
            Value::Months(months) => Some((months.first.number(), months.last.number())),
            _ => None,
        };
        for text in [
            "2018年1、2、3月",
            "1、2、3月",
            "1月，2月，3月",
            "1-2、3月",
            "一季度",
            "1-3月",
            "1月-3月，补发",
            "2018Q1",
            "Q1",
            "2018年1月至3月",
        ] {
            assert_eq!(read(text), Some((1, 3)), "{text}");
        }
        assert_eq!(read("2018年一、二季度"), Some((1, 6)));
        assert_eq!(read("2017年10月-2018年1月，补发"), Some((10, 1)));
        assert_eq!(read("2017年12月、2018年1月"), Some((12, 1)));
        assert_eq!(read("一季度和二季度"), Some((1, 6)));
        assert_eq!(read("2018-01,2018-02"), Some((1, 2)));
        assert_eq!(read("201801-201803"), Some((1, 3)));
        for text in
            ["1、3月", "2018年1、3月", "1月、3月", "1月；3月", "2017年10月、2018年1月", "一、三季度", "四、五季度"]
        {
            assert_eq!(read(text), None, "{text}");
        }
        for text in ["2018-01,2018-03", "2018-01;2018-03", "2018.01，2018.03", "2018/1、2018/3", "201801,201803"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn months_of_a_year_of_two_digits_are_read_and_said_to_be() {
        let read = |text: &str| match months(Cell::Text(text), Some(2020), false) {
            Value::ShortYearMonths(months) => Some(months.to_string()),
            _ => None,
        };
        for (text, months) in [
            ("18年4月", "2018-04"),
            ("08年11月", "2008-11"),
            ("98年4月", "1998-04"),
            ("18年1-3月", "2018-01..2018-03"),
            ("18年1、2月", "2018-01..2018-02"),
            ("17年12月-18年2月", "2017-12..2018-02"),
            ("18年一季度", "2018-01..2018-03"),
        ] {
            assert_eq!(read(text).as_deref(), Some(months), "{text}");
        }
        for text in ["18年1、3月", "满18年4月", "17-18年4月", "2018年4月", "18年", "4月", "18年4个月"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
