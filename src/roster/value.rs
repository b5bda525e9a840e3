//! Cells become values: the one place where text turns into money, days, counts and identity numbers.
//!
//! The column's field decides the type, never the cell: Excel keeps dates and money as the same kind of number.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::day::{Month, Months};
use crate::field::Kind;
use crate::identity::{IdFault, IdNumber};
use crate::input::Cell;
use crate::money::Yuan;
use crate::rules::{Vocabulary, is_one_of};

use super::fold::{narrow, plain, trimmed};

/// What a cell says, read as its field asks. Words are not here: a record gives them as they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    Missing,
    Id(IdNumber),
    /// An identity number among characters that do not belong to it.
    UntidyId(IdNumber),
    Yuan(Yuan),
    /// An amount written with parts of a fen, rounded.
    RoundedYuan(Yuan),
    Day(NaiveDate),
    Months(Months),
    Count(u32),
    YesNo(bool),
    /// Something stands in a field of words.
    Words,
    Unreadable(Unreadable),
}

impl Value {
    /// The identity number, tidy or not.
    pub fn id(self) -> Option<IdNumber> {
        match self {
            Value::Id(number) | Value::UntidyId(number) => Some(number),
            _ => None,
        }
    }
}

/// Why a cell cannot be read as its field asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// Excel kept fifteen digits of it and made the rest zeros.
    IdStoredAsNumber,
    Id(IdFault),
    NotMoney,
    NotADay,
    /// Looks like a date, but the calendar has no such day.
    NoSuchDay,
    NotMonths,
    NotACount,
    NotYesNo,
    /// `#N/A` and its like.
    CellError,
}

/// What one unit of a money column is worth, in yuan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scale {
    #[default]
    Yuan,
    Wan,
}

impl Scale {
    fn factor(self) -> Decimal {
        match self {
            Scale::Yuan => Decimal::ONE,
            Scale::Wan => Decimal::from(10_000),
        }
    }
}

/// Reads one cell as its field asks; a field of words is never missing where something stands.
pub fn read(cell: Cell<'_>, kind: Kind, scale: Scale, words: &Vocabulary) -> Value {
    match (kind, cell) {
        (_, Cell::Empty) => Value::Missing,
        (_, Cell::Text(text)) if is_nothing(trimmed(text)) => Value::Missing,
        (_, Cell::Error(_)) => Value::Unreadable(Unreadable::CellError),
        (Kind::Id, cell) => id(cell),
        (Kind::Money, cell) => money(cell, scale),
        (Kind::Day, cell) => day(cell),
        (Kind::Months, cell) => months(cell),
        (Kind::Count, cell) => count(cell),
        (Kind::YesNo, cell) => yes_no(cell, words),
        (Kind::Text | Kind::Account | Kind::Phone, _) => Value::Words,
    }
}

/// Nothing, or a stroke put where there is nothing to write.
fn is_nothing(text: &str) -> bool {
    matches!(text, "" | "-" | "—" | "——" | "/" | "\\" | "－")
}

fn id(cell: Cell<'_>) -> Value {
    let text = match cell {
        Cell::Text(text) => text,
        Cell::Number(number) => return numeric_id(number),
        _ => return Value::Unreadable(Unreadable::Id(IdFault::Length(0))),
    };
    match IdNumber::parse(text) {
        Ok(number) => Value::Id(number),
        Err(fault) => untidy_id(text, fault),
    }
}

/// Fifteen digits survive being stored as a number, eighteen do not.
fn numeric_id(number: f64) -> Value {
    let exact = number.fract() == 0.0 && (0.0..1e15).contains(&number);
    match exact.then(|| IdNumber::parse(&format!("{number:.0}"))) {
        None => Value::Unreadable(Unreadable::IdStoredAsNumber),
        Some(Ok(number)) => Value::Id(number),
        Some(Err(fault)) => Value::Unreadable(Unreadable::Id(fault)),
    }
}

fn untidy_id(text: &str, fault: IdFault) -> Value {
    if is_scientific(text.trim()) {
        return Value::Unreadable(Unreadable::IdStoredAsNumber);
    }
    let belongs = |c: &char| c.is_alphanumeric();
    let tidy: String = text.chars().map(narrow).map(multiplication_sign).filter(belongs).collect();
    match IdNumber::parse(&tidy) {
        Ok(number) if tidy == text.trim() => Value::Id(number),
        Ok(number) => Value::UntidyId(number),
        Err(_) if tidy == text.trim() => Value::Unreadable(Unreadable::Id(fault)),
        Err(fault) => Value::Unreadable(Unreadable::Id(fault)),
    }
}

fn multiplication_sign(c: char) -> char {
    if matches!(c, '×' | '✕' | '╳') { 'X' } else { c }
}

/// `5.10322E+17`: what Excel shows of a long number.
fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else { return false };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    digits(mantissa) && digits(exponent.trim_start_matches('+'))
}

fn money(cell: Cell<'_>, scale: Scale) -> Value {
    match cell {
        Cell::Text(text) => match simple_fen(trimmed(text).as_bytes()) {
            Some(fen) if scale == Scale::Yuan => Value::Yuan(Yuan::from_fen(fen)),
            _ => written_money(text, scale),
        },
        Cell::Number(number) => match Decimal::try_from(number) {
            Ok(decimal) => yuan(decimal, scale),
            Err(_) => Value::Unreadable(Unreadable::NotMoney),
        },
        _ => Value::Unreadable(Unreadable::NotMoney),
    }
}

/// Digits, and at most two more behind a point: what nearly every cell holds.
fn simple_fen(text: &[u8]) -> Option<i64> {
    let (whole, part) = match text.iter().position(|byte| *byte == b'.') {
        Some(point) => (&text[..point], &text[point + 1..]),
        None => (text, &[][..]),
    };
    if whole.is_empty() || whole.len() > 9 || part.len() > 2 {
        return None;
    }
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0_i64, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + i64::from(digit - b'0')))
    };
    let fen = match part {
        [] if text.len() == whole.len() => 0,
        [] => return None,
        [_] => number(part)? * 10,
        _ => number(part)?,
    };
    Some(number(whole)? * 100 + fen)
}

/// Money as people write it: `￥1,234.50元`, `2.5万元`, `(300)`, in full-width digits or not.
fn written_money(text: &str, scale: Scale) -> Value {
    let text = plain(text);
    let (text, negative) = match text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) => (inner, true),
        None => (&*text, false),
    };
    let (text, scale) = match text.strip_suffix("万元").or_else(|| text.strip_suffix('万')) {
        Some(rest) => (rest, Scale::Wan),
        None => (text.strip_suffix('元').unwrap_or(text), scale),
    };
    let text = text.trim_start_matches(['¥', '￥']);
    let digits: String = text.chars().filter(|c| !matches!(c, ',' | '，' | '\'')).collect();
    let sound = digits.strip_prefix(['-', '+']).unwrap_or(&digits);
    let points = sound.bytes().filter(|byte| *byte == b'.').count();
    let grammatical = points <= 1
        && sound.starts_with(|c: char| c.is_ascii_digit())
        && sound.ends_with(|c: char| c.is_ascii_digit())
        && sound.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    match digits.parse::<Decimal>() {
        Ok(decimal) if grammatical => yuan(if negative { -decimal } else { decimal }, scale),
        _ => Value::Unreadable(Unreadable::NotMoney),
    }
}

fn yuan(decimal: Decimal, scale: Scale) -> Value {
    let Some(exact) = decimal.checked_mul(scale.factor()) else {
        return Value::Unreadable(Unreadable::NotMoney);
    };
    match Yuan::from_decimal(exact) {
        Some(yuan) if exact.normalize().scale() > 2 => Value::RoundedYuan(yuan),
        Some(yuan) => Value::Yuan(yuan),
        None => Value::Unreadable(Unreadable::NotMoney),
    }
}

fn count(cell: Cell<'_>) -> Value {
    let number = match cell {
        Cell::Number(number) if number.fract() == 0.0 && (0.0..1e6).contains(&number) => Some(number as u32),
        Cell::Text(text) => {
            if let [digit @ b'0'..=b'9'] = text.as_bytes() {
                return Value::Count(u32::from(digit - b'0'));
            }
            let text = plain(text);
            let digits = text.trim_end_matches(['人', '户', '个', '月']);
            let digits = digits.strip_suffix(".0").unwrap_or(digits);
            digits.parse().ok().filter(|number| *number < 1_000_000)
        }
        _ => None,
    };
    number.map_or(Value::Unreadable(Unreadable::NotACount), Value::Count)
}

fn yes_no(cell: Cell<'_>, words: &Vocabulary) -> Value {
    let answer = match cell {
        Cell::YesNo(yes) => Some(yes),
        Cell::Number(number) if number == 0.0 || number == 1.0 => Some(number == 1.0),
        Cell::Text(text) if is_one_of(&plain(text), &words.yes) => Some(true),
        Cell::Text(text) if is_one_of(&plain(text), &words.no) => Some(false),
        _ => None,
    };
    answer.map_or(Value::Unreadable(Unreadable::NotYesNo), Value::YesNo)
}

fn day(cell: Cell<'_>) -> Value {
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

fn months(cell: Cell<'_>) -> Value {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn day_of(text: &str) -> Value {
        read(Cell::Text(text), Kind::Day, Scale::Yuan, &Vocabulary::default())
    }

    fn money_of(text: &str) -> Value {
        read(Cell::Text(text), Kind::Money, Scale::Yuan, &Vocabulary::default())
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
            "43213",
        ];
        for form in forms {
            assert_eq!(day_of(form), expected, "{form}");
        }
        assert_eq!(read(Cell::Number(43213.0), Kind::Day, Scale::Yuan, &Vocabulary::default()), expected);
        assert_eq!(read(Cell::Number(20_180_423.0), Kind::Day, Scale::Yuan, &Vocabulary::default()), expected);
    }

    #[test]
    fn what_is_no_day_is_not_guessed() {
        assert_eq!(day_of("2018-02-30"), Value::Unreadable(Unreadable::NoSuchDay));
        assert_eq!(day_of("18-04-23"), Value::Unreadable(Unreadable::NotADay));
        assert_eq!(day_of("2018年4月"), Value::Unreadable(Unreadable::NotADay));
        assert_eq!(day_of("待定"), Value::Unreadable(Unreadable::NotADay));
    }

    #[test]
    fn money_is_read_in_every_usual_form() {
        let expected = Value::Yuan(Yuan::from_fen(123_450));
        for form in ["1234.5", "1234.50", "1,234.50", "￥1,234.50元", "１２３４．５０", "0.12345万元", "+1234.5"]
        {
            assert_eq!(money_of(form), expected, "{form}");
        }
        assert_eq!(money_of("(300)"), Value::Yuan(Yuan::from_fen(-30_000)));
        assert_eq!(read(Cell::Number(1234.5), Kind::Money, Scale::Yuan, &Vocabulary::default()), expected);
        assert_eq!(
            read(Cell::Text("27.482"), Kind::Money, Scale::Wan, &Vocabulary::default()),
            Value::Yuan(Yuan::from_fen(27_482_000))
        );
    }

    #[test]
    fn what_is_no_money_is_not_zero() {
        for form in ["三百", "1.2.3", "12a", "1e3", "."] {
            assert_eq!(money_of(form), Value::Unreadable(Unreadable::NotMoney), "{form}");
        }
        assert_eq!(money_of("—"), Value::Missing);
        assert_eq!(money_of("0.005"), Value::RoundedYuan(Yuan::from_fen(1)));
    }

    #[test]
    fn an_id_stored_as_a_number_is_not_repaired() {
        let stored = Cell::Number(990_101_197_001_010_000.0);
        assert_eq!(
            read(stored, Kind::Id, Scale::Yuan, &Vocabulary::default()),
            Value::Unreadable(Unreadable::IdStoredAsNumber)
        );
        let shown = Cell::Text("9.90101E+17");
        assert_eq!(
            read(shown, Kind::Id, Scale::Yuan, &Vocabulary::default()),
            Value::Unreadable(Unreadable::IdStoredAsNumber)
        );
    }

    #[test]
    fn an_id_among_noise_is_read_and_said_to_be_untidy() {
        let number = IdNumber::parse("11010519491231002X").unwrap();
        for noisy in [" 110105 19491231 002×", "'11010519491231002x", "１１０１０５１９４９１２３１００２Ｘ"]
        {
            assert_eq!(
                read(Cell::Text(noisy), Kind::Id, Scale::Yuan, &Vocabulary::default()),
                Value::UntidyId(number),
                "{noisy}"
            );
        }
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
}
