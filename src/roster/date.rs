//! Cells of dates become days and months.

use chrono::NaiveDate;

use crate::day::{Month, Months};
use crate::input::Cell;

use super::fold::{narrow, trimmed};
use super::value::{Unreadable, Value};

pub(super) fn day(cell: Cell<'_>) -> Value {
    match cell {
        Cell::Day(day) => Value::Day(day),
        Cell::Number(number) => numeric_day(number),
        Cell::Text(text) => match iso_day(trimmed(text).as_bytes()) {
            Some(day) => Value::Day(day),
            None => written_day(text),
        },
        _ => Value::Unreadable(Unreadable::NotADay),
    }
}

/// `2018-04-23`, read digit by digit.
fn iso_day(text: &[u8]) -> Option<NaiveDate> {
    let [a, b, c, d, b'-', e, f, b'-', g, h] = text else { return None };
    let number = |digits: &[&u8]| {
        digits.iter().try_fold(0_u32, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + u32::from(**digit - b'0')))
    };
    let year = number(&[a, b, c, d])?;
    NaiveDate::from_ymd_opt(year as i32, number(&[e, f])?, number(&[g, h])?)
}

/// An Excel serial day, or a date typed as eight digits.
fn numeric_day(number: f64) -> Value {
    if number.fract() != 0.0 || !(61.0..1e8).contains(&number) {
        return Value::Unreadable(Unreadable::NotADay);
    }
    let number = number as u32;
    match number {
        61..=80_000 => serial_day(number),
        19_000_000..=29_991_231 => eight_digits(number),
        _ => Value::Unreadable(Unreadable::NotADay),
    }
}

/// Days since 1899-12-30, as Excel counts them from March 1900 on.
fn serial_day(serial: u32) -> Value {
    let epoch = NaiveDate::from_ymd_opt(1899, 12, 30);
    let day = epoch.and_then(|epoch| epoch.checked_add_days(chrono::Days::new(u64::from(serial))));
    day.map_or(Value::Unreadable(Unreadable::NotADay), Value::Day)
}

fn eight_digits(number: u32) -> Value {
    made_day(&[number / 10_000, number / 100 % 100, number % 100])
}

fn made_day(parts: &[u32; 3]) -> Value {
    let [year, month, day] = *parts;
    match NaiveDate::from_ymd_opt(year as i32, month, day) {
        Some(day) => Value::Day(day),
        None => Value::Unreadable(Unreadable::NoSuchDay),
    }
}

/// `2018.4.23`, `2018/04/23 10:30`, `2018年4月23日`, `二〇一八年四月二十三日`, `20180423`.
fn written_day(text: &str) -> Value {
    let date = text.trim().split([' ', 'T']).next().unwrap_or_default();
    let numbers = numbers(date);
    match numbers.as_slice() {
        [whole] if date.len() == 8 => numeric_day(f64::from(*whole)),
        [whole] if date.len() == 5 => numeric_day(f64::from(*whole)),
        [year @ 1900..=2999, month, day] => made_day(&[*year, *month, *day]),
        _ => Value::Unreadable(Unreadable::NotADay),
    }
}

pub(super) fn months(cell: Cell<'_>) -> Value {
    let months = match cell {
        Cell::Day(day) => Month::of(day).map(Months::one),
        Cell::Number(number) if number.fract() == 0.0 && (190_001.0..=299_912.0).contains(&number) => {
            let number = number as u32;
            Month::new((number / 100) as i32, number % 100).map(Months::one)
        }
        Cell::Text(text) => written_months(text),
        _ => None,
    };
    months.map_or(Value::Unreadable(Unreadable::NotMonths), Value::Months)
}

/// The months a text names: `2018年4月`, `2018-04`, `201804`, `2018年1-4月`, `2018年1月至3月`, `2018年一季度`.
pub fn written_months(text: &str) -> Option<Months> {
    let numbers = numbers(text);
    let month = |year: u32, number: u32| Month::new(year as i32, number);
    if let ([year @ 1900..=2999, quarter @ 1..=4], true) = (numbers.as_slice(), text.contains('季')) {
        let first = month(*year, quarter * 3 - 2)?;
        return Some(Months { first, last: month(*year, quarter * 3)? });
    }
    let (first, last) = match *numbers.as_slice() {
        [joined @ 190_001..=299_912] => (month(joined / 100, joined % 100)?, month(joined / 100, joined % 100)?),
        [year @ 1900..=2999, one] => (month(year, one)?, month(year, one)?),
        // A third number is a last month, unless it is a day.
        [year @ 1900..=2999, first, _] if is_dated(text) => (month(year, first)?, month(year, first)?),
        [year @ 1900..=2999, first, last] => (month(year, first)?, month(year, last)?),
        [first_year @ 1900..=2999, first, last_year @ 1900..=2999, last] => {
            (month(first_year, first)?, month(last_year, last)?)
        }
        _ => return None,
    };
    (first <= last).then_some(Months { first, last })
}

fn is_dated(text: &str) -> bool {
    let separators = text.chars().filter(|c| matches!(c, '-' | '/' | '.')).count();
    text.contains('日') || separators >= 2
}

/// The numbers in a text, in digits of any width or in Chinese numerals.
fn numbers(text: &str) -> Vec<u32> {
    let mut numbers = Vec::new();
    let mut run = String::new();
    for c in text.chars().map(narrow).chain([' ']) {
        if c.is_ascii_digit() || chinese_digit(c).is_some() || c == '十' {
            run.push(c);
        } else if !run.is_empty() {
            numbers.extend(number(&run));
            run.clear();
        }
    }
    numbers
}

fn number(run: &str) -> Option<u32> {
    if run.is_ascii() {
        return run.parse().ok();
    }
    let Some((tens, ones)) = run.split_once('十') else {
        return run.chars().try_fold(0_u32, |sum, c| sum.checked_mul(10)?.checked_add(chinese_digit(c)?));
    };
    let digit = |part: &str, none: u32| match part {
        "" => Some(none),
        part => part.chars().next().and_then(chinese_digit),
    };
    Some(digit(tens, 1)? * 10 + digit(ones, 0)?)
}

fn chinese_digit(c: char) -> Option<u32> {
    let digit = "〇一二三四五六七八九".chars().position(|digit| digit == c);
    match c {
        '零' | '○' => Some(0),
        _ => digit.map(|digit| digit as u32),
    }
}
