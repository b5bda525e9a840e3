//! Cells of dates become days and months.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::day::{Month, Months};
use crate::digits;
use crate::input::Cell;

use super::fold::{narrow, trimmed};
use super::value::{OfTwo, Unreadable, Value};

/// Words for parts of a year, with their first month and their last; the halves first.
pub(super) const PARTS_OF_YEAR: [(&str, u32, u32); 4] =
    [("上半年", 1, 6), ("下半年", 7, 12), ("全年", 1, 12), ("年度", 1, 12)];

/// What stands between the months of a list.
pub(super) const LISTED: [char; 7] = ['、', ',', '，', ';', '；', '和', '及'];

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
fn numeric_day(number: f64) -> Value {
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
fn day_from_1904(number: f64) -> Value {
    numeric_day(if (60.0..80_000.0).contains(&number) { number + 1462.0 } else { number })
}

/// 201804
fn is_month(number: u32) -> bool {
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
fn four_digits(year: u32) -> u32 {
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

fn is_dated(text: &str) -> bool {
    // 2018.4.23 is a day; 2018.1-3 is three months.
    let twice = |separator: char| text.matches(separator).count() >= 2;
    text.contains('日') || ['-', '/', '.'].into_iter().any(twice)
}

/// The numbers in a text, in digits of any width or in Chinese numerals; one too large for any date is the largest.
pub(super) fn numbers(text: &str) -> Vec<u32> {
    let mut numbers = Vec::new();
    let mut run = String::new();
    for c in text.chars().map(narrow).chain([' ']) {
        if is_numeral(c) {
            run.push(c);
        } else if !run.is_empty() {
            numbers.extend(number(&run));
            run.clear();
        }
    }
    numbers
}

pub(super) fn number(run: &str) -> Option<u32> {
    if run.is_ascii() {
        return Some(run.parse().unwrap_or(u32::MAX));
    }
    let Some((tens, ones)) = run.split_once('十') else {
        return run.chars().try_fold(0_u32, |sum, c| Some(sum.saturating_mul(10).saturating_add(chinese_digit(c)?)));
    };
    let digit = |part: &str, none: u32| match part {
        "" => Some(none),
        part => part.chars().next().and_then(chinese_digit),
    };
    Some(digit(tens, 1)? * 10 + digit(ones, 0)?)
}

pub(super) fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || chinese_digit(c).is_some()
}

/// A digit, or 十.
pub(super) fn is_numeral(c: char) -> bool {
    is_digit(c) || c == '十'
}

pub(super) fn chinese_digit(c: char) -> Option<u32> {
    let digit = "〇一二三四五六七八九".chars().position(|digit| digit == c);
    match c {
        '零' | '○' => Some(0),
        _ => digit.map(|digit| digit as u32),
    }
}
