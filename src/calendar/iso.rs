//! Days as ten bytes, `2018-04-23`, read and written without a format string: lists run to millions of lines.

use chrono::{Datelike, NaiveDate};

/// The day written as `2018-04-23`; anything else, blanks included, is `None`.
#[must_use]
pub fn parse(text: &[u8]) -> Option<NaiveDate> {
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text else {
        return None;
    };
    let year = 100 * pair(y1, y2)? + pair(y3, y4)?;
    NaiveDate::from_ymd_opt(year.cast_signed(), pair(m1, m2)?, pair(d1, d2)?)
}

/// The day as `2018-04-23`; for years 0 to 9999.
#[must_use]
pub fn bytes(day: NaiveDate) -> [u8; 10] {
    let [y1, y2] = digits(day.year().unsigned_abs() / 100);
    let [y3, y4] = digits(day.year().unsigned_abs());
    let [m1, m2] = digits(day.month());
    let [d1, d2] = digits(day.day());
    [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2]
}

fn pair(tens: u8, units: u8) -> Option<u32> {
    if !tens.is_ascii_digit() || !units.is_ascii_digit() {
        return None;
    }
    Some(10 * u32::from(tens - b'0') + u32::from(units - b'0'))
}

fn digits(number: u32) -> [u8; 2] {
    let number = (number % 100) as u8;
    [b'0' + number / 10, b'0' + number % 10]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_a_century_is_read_back_as_written() {
        let first = NaiveDate::from_ymd_opt(1980, 1, 1).unwrap();
        for day in first.iter_days().take(36_525) {
            assert_eq!(bytes(day), *day.to_string().as_bytes());
            assert_eq!(parse(&bytes(day)), Some(day));
        }
    }

    #[test]
    fn days_that_never_were_and_other_spellings_are_refused() {
        for text in ["2018-02-29", "2018-4-23", "2018/04/23", "20180423", " 2018-04-23", "2018-04-2x", ""] {
            assert_eq!(parse(text.as_bytes()), None, "{text}");
        }
    }
}
