//! Cells of dates become days.

use chrono::NaiveDate;

use crate::digits;
use crate::input::Cell;

use super::date_number::{is_numeral, numbers};
use super::fold::{narrow, trimmed};
use super::value::{OfTwo, Unreadable, Value};

/// The day a cell gives; two days in one cell are none where neither is asked for.
#[inline(always)]
pub(super) fn day(cell: Cell<'_>, of_two: OfTwo, from_1904: bool) -> Value {
    match cell {
        Cell::Day(day) => Value::Day(day),
        Cell::Number(number) if from_1904 => day_from_1904(number),
        Cell::Number(number) => numeric_day(number),
        Cell::Text(text) => match iso_day(trimmed(text).as_bytes()) {
            Some(day) => Value::Day(day),
            None => match (days_between(text), of_two) {
                (None, _) => written_day(text),
                (Some((start, _)), OfTwo::First) => Value::Day(start),
                (Some((_, end)), OfTwo::Last) => Value::Day(end),
                (Some(_), OfTwo::Neither) => Value::Unreadable(Unreadable::TwoDays),
            },
        },
        _ => Value::Unreadable(Unreadable::NotADay),
    }
}

/// Two days in one cell: `2018.4.1-2018.4.7`, `2018年4月1日至7日`, `2018/4/1—4/7`, `20180401-20180407`, or one below the
/// other.
pub(super) fn days_between(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    if let Some((first, last)) = text.trim().split_once('\n').filter(|(_, last)| !last.contains('\n'))
        && let (Value::Day(first), Value::Day(last)) = (written_day(first), written_day(last))
    {
        return (first <= last).then_some((first, last));
    }
    let text: String = text.chars().map(narrow).filter(|c| !c.is_whitespace()).collect();
    let (start, end) = text.split_once(['至', '到', '~', '—', '–']).or_else(|| {
        let strokes = text.matches('-').count();
        match (text.contains(['年', '.', '/']), strokes) {
            (true, 1) => text.split_once('-'),
            // 20180401-20180407
            (false, 1) => text.split_once('-').filter(|(first, last)| first.len() == 8 && last.len() == 8),
            // 2018-4-1-2018-4-7
            (false, 5) => text.match_indices('-').nth(2).map(|(place, _)| (&text[..place], &text[place + 1..])),
            _ => None,
        }
    })?;
    let day = |year: u32, month: u32, day: u32| NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day);
    let parts = |numbers: Vec<u32>| match *numbers.as_slice() {
        [whole @ 19_000_000..=29_991_231] => vec![whole / 10_000, whole / 100 % 100, whole % 100],
        _ => numbers,
    };
    let (from, to) = (parts(numbers(start)), parts(numbers(end.trim_start_matches(['-', '—']))));
    let [year @ 1900..=2999, month, first] = *from.as_slice() else { return None };
    let end = match *to.as_slice() {
        [year @ 1900..=2999, month, last] => day(year, month, last)?,
        // 12.28-1.3
        [1, last] if month == 12 => day(year + 1, 1, last)?,
        [month, last] => day(year, month, last)?,
        [last] => day(year, month, last)?,
        _ => return None,
    };
    let start = day(year, month, first)?;
    (start <= end).then_some((start, end))
}

/// `2018-04-23`: with noughts for its strokes the first eight characters write the year, then the month tenfold.
fn iso_day(text: &[u8]) -> Option<NaiveDate> {
    let [a, b, c, d, b'-', e, f, b'-', tens @ b'0'..=b'9', ones @ b'0'..=b'9'] = text else { return None };
    let start = u64::from_le_bytes([*a, *b, *c, *d, b'0', *e, *f, b'0']);
    if !digits::are_digits(start) {
        return None;
    }
    let start = digits::number(start, 10) as u32;
    if start < 1900 * 10_000 {
        return None;
    }
    let day = u32::from(tens - b'0') * 10 + u32::from(ones - b'0');
    NaiveDate::from_ymd_opt((start / 10_000) as i32, start % 10_000 / 10, day)
}

/// An Excel serial day, with or without a time of day, or a date typed as eight digits.
pub(super) fn numeric_day(number: f64) -> Value {
    let timed = (20_000.0..80_000.0).contains(&number);
    if !(60.0..1e8).contains(&number) || (number.fract() != 0.0 && !timed) {
        return Value::Unreadable(Unreadable::NotADay);
    }
    let number = number as u32;
    match number {
        // Excel counts a 29 February 1900.
        60 => Value::Unreadable(Unreadable::NoSuchDay),
        61..=80_000 => serial_day(number),
        19_000_000..=29_991_231 => eight_digits(number),
        _ if is_month(number) => Value::Unreadable(Unreadable::OnlyAMonth),
        _ => Value::Unreadable(Unreadable::NotADay),
    }
}

/// The same in a workbook whose days are counted from 1904 on: four years and a day later than from 1900 on. From March
/// 1904 on, as there from March 1900 on: lesser numbers are no days.
#[cold]
pub(super) fn day_from_1904(number: f64) -> Value {
    numeric_day(if (60.0..80_000.0).contains(&number) { number + 1462.0 } else { number })
}

/// 201804
pub(super) fn is_month(number: u32) -> bool {
    (190_001..=299_912).contains(&number) && (1..=12).contains(&(number % 100))
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

/// Of 23/4/2018 and 4/23/2018 only one number can be the month; of 4/5/2018 either.
fn year_last(one: u32, other: u32, year: u32) -> Value {
    match (made_day(&[year, one, other]), made_day(&[year, other, one])) {
        (Value::Day(day), Value::Day(other)) if day != other => Value::Unreadable(Unreadable::DayOrMonth),
        (Value::Day(day), _) | (_, Value::Day(day)) => Value::Day(day),
        (neither, _) => neither,
    }
}

/// A year of two digits comes first here, and last in what Excel shows of a date in English: 3/20/18 can only be that,
/// and 3/5/18, with such strokes, either.
fn short_year([one, two, three]: [u32; 3], has_strokes: bool) -> Value {
    let last =
        if three > 99 { Value::Unreadable(Unreadable::NotADay) } else { made_day(&[four_digits(three), one, two]) };
    match (made_day(&[four_digits(one), two, three]), last) {
        (Value::Day(first), Value::Day(last)) if has_strokes && first != last => {
            Value::Unreadable(Unreadable::DayOrMonth)
        }
        (Value::Day(day), _) | (_, Value::Day(day)) => Value::ShortYear(day),
        (neither, _) => neither,
    }
}

/// The year meant by its last two digits.
pub(super) fn four_digits(year: u32) -> u32 {
    if year < 50 { year + 2000 } else { year + 1900 }
}

/// `2018.4.23`, `23/4/2018`, `2018/04/23 10:30`, `2018年4月23日`, `二〇一八年四月二十三日`, `20180423`, `18.4.23`.
fn written_day(text: &str) -> Value {
    let text = text.trim();
    if let Some(serial) = text.parse::<f64>().ok().filter(|_| text.contains('.')).filter(|serial| *serial >= 20_000.0) {
        return numeric_day(serial);
    }
    let numbers = numbers(text);
    match *numbers.as_slice() {
        [whole] if is_month(whole) => Value::Unreadable(Unreadable::OnlyAMonth),
        // A year, or a number among words, gives no day as Excel counts them: 2017, 2017年, 第200批.
        [1900..=2100] => Value::Unreadable(Unreadable::NotADay),
        [60..100_000] if !text.chars().all(|c| narrow(c).is_ascii_digit()) => Value::Unreadable(Unreadable::NotADay),
        [whole] if (60..100_000_000).contains(&whole) => numeric_day(f64::from(whole)),
        // 20180423 10:30
        [whole @ 19_000_000..=29_991_231, _, _] | [whole @ 19_000_000..=29_991_231, _, _, _] => eight_digits(whole),
        // 2018年1-3月
        [1900..=2999, 1..=12, 1..=12] if ends_with_months(text) => Value::Unreadable(Unreadable::OnlyAMonth),
        [year @ 1900..=2999, month, day] => made_day(&[year, month, day]),
        // What else is counted may be hours or the day of the week, but no more of the date (2018.4.2.3) and no other.
        [year @ 1900..=2999, month, day, ref more @ ..] if is_timed(text) && more.iter().all(|more| *more < 1900) => {
            made_day(&[year, month, day])
        }
        [1900..=2999, 1..=12] => Value::Unreadable(Unreadable::OnlyAMonth),
        [one, other, year @ 1900..=2999, ref more @ ..] if is_dated(text) && (more.is_empty() || is_timed(text)) => {
            year_last(one, other, year)
        }
        // 3月13日-19日 gives no year.
        [0..=99, ..] if text.contains('月') && !text.contains('年') => Value::Unreadable(Unreadable::NotADay),
        [one @ 0..=99, two, three] if is_dated(text) => short_year([one, two, three], text.contains('/')),
        _ => Value::Unreadable(Unreadable::NotADay),
    }
}

/// Whether the last number of a text is that of a month.
fn ends_with_months(text: &str) -> bool {
    let last = text.rfind(|c: char| is_numeral(narrow(c)));
    !text.contains('日') && text.rfind('月').zip(last).is_some_and(|(month, last)| month > last)
}

/// Whether a text says more than a date: hours, the day of the week, a remark.
fn is_timed(text: &str) -> bool {
    text.contains([':', '：', '时', '点', 'T', '周', '(', '（']) || text.contains("星期")
}

pub(super) fn is_dated(text: &str) -> bool {
    // 2018.4.23 is a day; 2018.1-3 is three months.
    let twice = |separator: char| text.matches(separator).count() >= 2;
    text.contains('日') || ['-', '/', '.'].into_iter().any(twice)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day_of(text: &str) -> Value {
        day(Cell::Text(text), OfTwo::First, false)
    }

    #[test]
    fn a_day_is_read_in_every_usual_form() {
        let expected = Value::Day(NaiveDate::from_ymd_opt(2018, 4, 23).unwrap());
        let forms = [
            "2018-04-23",
            "2018-4-23",
            "2018/4/23",
            "2018.4.23",
            "20180423",
            "2018年4月23日",
            "2018年04月23日",
            "二〇一八年四月二十三日",
            "２０１８－０４－２３",
            "2018-04-23 00:00:00",
            "2018年4月23号",
            "2018、4、23",
            "20180423 10:30:00",
            "23/4/2018",
            "4/23/2018 10:30",
            "43213",
            "43213.5",
        ];
        for form in forms {
            assert_eq!(day_of(form), expected, "{form}");
        }
        assert_eq!(day(Cell::Number(43213.0), OfTwo::First, false), expected);
        assert_eq!(day(Cell::Number(20_180_423.0), OfTwo::First, false), expected);
    }

    #[test]
    fn what_is_no_day_is_not_guessed() {
        assert_eq!(day_of("2018-02-30"), Value::Unreadable(Unreadable::NoSuchDay));
        for month in ["2018年4月", "2018-4", "2018.4", "201804", "2018年1-3月"] {
            assert_eq!(day_of(month), Value::Unreadable(Unreadable::OnlyAMonth), "{month}");
        }
        for either in ["4/5/2018", "04.05.2018", "4-5-2018", "4/5/2018 10:30"] {
            assert_eq!(day_of(either), Value::Unreadable(Unreadable::DayOrMonth), "{either}");
        }
        for neither in ["31/4/2018", "13/13/2018"] {
            assert_eq!(day_of(neither), Value::Unreadable(Unreadable::NoSuchDay), "{neither}");
        }
        for none in [
            "3月13日-19日",
            "3月13日至20日",
            "3月1日-10日",
            "待定",
            "2017年",
            "2017",
            "2017年已批",
            "第200批",
            "13897001234 2018-4-23",
        ] {
            assert_eq!(day_of(none), Value::Unreadable(Unreadable::NotADay), "{none}");
        }
        // The leap day of 1900 that Excel counts.
        assert_eq!(day(Cell::Number(60.0), OfTwo::First, false), Value::Unreadable(Unreadable::NoSuchDay));
        assert_eq!(day_of("1900-02-29"), Value::Unreadable(Unreadable::NoSuchDay));
    }

    #[test]
    fn a_year_of_two_digits_is_read_and_said() {
        let expected = Value::ShortYear(NaiveDate::from_ymd_opt(2018, 4, 23).unwrap());
        for form in ["18-04-23", "18.4.23", "18年4月23日"] {
            assert_eq!(day_of(form), expected, "{form}");
        }
        assert_eq!(day_of("58/4/23"), Value::ShortYear(NaiveDate::from_ymd_opt(1958, 4, 23).unwrap()));
    }

    #[test]
    fn one_cell_may_hold_two_days() {
        let on = |month, day| NaiveDate::from_ymd_opt(2018, month, day);
        for form in [
            "2018.4.1-2018.4.7",
            "2018.4.1-4.7",
            "2018年4月1日至7日",
            "2018年4月1日-4月7日",
            "2018-04-01至2018-04-07",
            "2018-4-1-2018-4-7",
            "2018/4/1——4/7",
        ] {
            assert_eq!(days_between(form), on(4, 1).zip(on(4, 7)), "{form}");
            assert_eq!(Some(day_of(form)), on(4, 1).map(Value::Day), "{form}");
        }
        assert_eq!(days_between("2018-04-23"), None);
    }
}
