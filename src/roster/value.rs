//! Cells become values: money, days, months and identity numbers in files of their own, the rest here; after them
//! nobody reads text again.
//!
//! The column's field decides the type, never the cell: Excel keeps dates and money as the same kind of number.

use chrono::NaiveDate;

use crate::day::Months;
use crate::digits::all_digits;
use crate::field::Kind;
use crate::identity::{IdFault, IdNumber};
use crate::input::{Cell, NOT_WORKED_OUT};
use crate::money::Yuan;
use crate::rules::{Vocabulary, is_one_of};

use super::amount::{Scale, money, plain_money};
use super::date::day;
use super::fold::{ends_with_ink, plain, trimmed};
use super::id_cell::id;
use super::month_text::months;
use crate::numeral;

/// What a cell says, read as its field asks. Words are not here: a record gives them as they stand.
///
/// The tag takes a whole word, so that a value is copied as two words: behind a tag of one byte it is copied in pieces
/// that overlap, and each cell waits for them. Those that cannot be taken as they stand come last, so that one
/// comparison tells them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u64)]
pub enum Value {
    Missing,
    Id(IdNumber),
    /// An identity number among characters that do not belong to it.
    UntidyId(IdNumber),
    /// The identity number that the number of a disability certificate begins with.
    CertificateId(IdNumber),
    Yuan(Yuan),
    /// An amount written with parts of a fen, rounded.
    RoundedYuan(Yuan),
    Day(NaiveDate),
    Months(Months),
    Count(u32),
    YesNo(bool),
    /// Something stands in a field of words.
    Words,
    /// A day whose year is written with two digits.
    ShortYear(NaiveDate),
    /// The same of months.
    ShortYearMonths(Months),
    Unreadable(Unreadable),
}

impl Value {
    /// Whether nothing stands there: told by less than a comparison with [`Value::Missing`].
    #[inline]
    pub fn is_missing(self) -> bool {
        matches!(self, Value::Missing)
    }

    /// Whether something stands there that cannot be read.
    #[inline]
    pub fn is_unreadable(self) -> bool {
        matches!(self, Value::Unreadable(_))
    }

    /// Months, whatever digits their year is written with.
    #[inline]
    pub fn months(self) -> Option<Months> {
        match self {
            Value::Months(months) | Value::ShortYearMonths(months) => Some(months),
            _ => None,
        }
    }

    /// The identity number, tidy or not.
    pub fn id(self) -> Option<IdNumber> {
        match self {
            Value::Id(number) | Value::UntidyId(number) | Value::CertificateId(number) => Some(number),
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
    /// Money for each person, where it is not known for how many.
    ForEachPerson,
    NotADay,
    /// Looks like a date, but the calendar has no such day.
    NoSuchDay,
    /// `4/5/2018`: the year comes last, and either number before it may be the month.
    DayOrMonth,
    /// A month where a day should be.
    OnlyAMonth,
    /// Two days where one should be.
    TwoDays,
    NotMonths,
    NotACount,
    NotYesNo,
    /// `#N/A` and its like.
    CellError,
    /// A formula without the value it has.
    NotWorkedOut,
}

/// What the sheet around a cell says of it.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'w> {
    /// What a number of money is worth.
    pub scale: Scale,
    /// The year of a month that names none.
    pub year: Option<i32>,
    pub of_two: OfTwo,
    pub counts: Counts,
    pub words: &'w Vocabulary,
}

/// What the numbers of a sheet count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Days from 1904 on, and not from 1900.
    pub from_1904: bool,
    /// One person to a row: money for each person is what the row is paid.
    pub one_person: bool,
}

/// Which is meant of two days or months in one cell: 2018.4.1-4.7.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OfTwo {
    /// One alone can be meant, and nobody knows which.
    #[default]
    Neither,
    First,
    Last,
}

/// Of a cell that may hold two days or months, the last; nothing where it holds one, which is the first.
pub(super) fn last_of(cell: Cell<'_>, kind: Kind, reading: &Reading<'_>) -> Value {
    let first = read(cell, kind, &Reading { of_two: OfTwo::First, ..*reading });
    match read(cell, kind, &Reading { of_two: OfTwo::Last, ..*reading }) {
        last if last.months().is_some_and(|months| months.first == months.last) => Value::Missing,
        last @ (Value::Months(_) | Value::ShortYearMonths(_)) => last,
        last if last == first => Value::Missing,
        last => last,
    }
}

/// Reads one cell as its field asks; a field of words is never missing where something stands.
#[inline(always)]
pub fn read(cell: Cell<'_>, kind: Kind, reading: &Reading<'_>) -> Value {
    let value = match (kind, cell) {
        (_, Cell::Empty) => return Value::Missing,
        (_, Cell::Error(text)) => return error(text),
        (Kind::Id, cell) => id(cell),
        (Kind::Money, cell) => money(cell, reading),
        (Kind::Day, Cell::Text(text)) if reading.of_two == OfTwo::Last && is_open(text, reading.words) => {
            Value::Missing
        }
        (Kind::Day, cell) => day(cell, reading.of_two, reading.counts.from_1904),
        (Kind::Months, cell) => months(cell, reading.year, reading.counts.from_1904),
        (Kind::Count, cell) => count(cell, reading.words),
        (Kind::YesNo, cell) => yes_no(cell, reading.words),
        (Kind::Text | Kind::Account | Kind::Phone | Kind::Certificate, cell) => return words(cell),
    };
    match (value, cell) {
        (Value::Unreadable(why), Cell::Text(text)) => unread(trimmed(text), why, kind, reading.words),
        (value, _) => value,
    }
}

/// Whether the last of two days is written as none: 2012.5.1-长期.
fn is_open(text: &str, words: &Vocabulary) -> bool {
    let text = trimmed(text);
    !text.ends_with(|c: char| c.is_ascii_digit()) && words.nothing.iter().any(|word| text.ends_with(word.as_str()))
}

/// Of a cell of words, whether something stands there.
#[inline]
pub(super) fn words(cell: Cell<'_>) -> Value {
    match cell {
        Cell::Empty => Value::Missing,
        Cell::Text(text) if is_nothing(text) => Value::Missing,
        Cell::Text(text) if text.starts_with('#') && is_error(trimmed(text)) => {
            Value::Unreadable(Unreadable::CellError)
        }
        Cell::Error(text) => error(text),
        _ => Value::Words,
    }
}

#[cold]
fn error(text: &str) -> Value {
    Value::Unreadable(if text == NOT_WORKED_OUT { Unreadable::NotWorkedOut } else { Unreadable::CellError })
}

/// Puts what a text says into a place, where it is written as nearly all of its kind are: telling the others apart
/// takes more than reading these. Whether it is.
#[inline(always)]
pub(super) fn put_at_once(text: &str, kind: Kind, scale: Scale, place: &mut Value) -> bool {
    match (kind, text.as_bytes()) {
        (Kind::Id, _) => match IdNumber::parse(text) {
            Ok(number) => *place = Value::Id(number),
            Err(_) => return false,
        },
        (Kind::Money, digits) => match plain_money(digits, scale) {
            Some(yuan) => *place = Value::Yuan(yuan),
            None => return false,
        },
        (Kind::Count, [digit @ b'0'..=b'9']) => *place = Value::Count(u32::from(digit - b'0')),
        _ => return false,
    }
    true
}

/// What could not be read may be a way of writing nothing, or a spreadsheet's error.
#[cold]
fn unread(text: &str, why: Unreadable, kind: Kind, words: &Vocabulary) -> Value {
    let in_words =
        matches!(kind, Kind::Money | Kind::Count | Kind::Months | Kind::Day) && is_one_of(text, &words.nothing);
    match is_error(text) {
        _ if is_nothing(text) || in_words => Value::Missing,
        true => Value::Unreadable(Unreadable::CellError),
        false => Value::Unreadable(why),
    }
}

/// What a spreadsheet writes into a text file for a cell it could not work out.
pub(super) fn is_error(text: &str) -> bool {
    matches!(text, "#N/A" | "#REF!" | "#VALUE!" | "#DIV/0!" | "#NAME?" | "#NUM!" | "#NULL!" | "#SPILL!")
}

/// Nothing, a stroke put where there is nothing to write, or what programs write for nothing; with white space around
/// it or none.
#[inline]
pub(super) fn is_nothing(text: &str) -> bool {
    !begins_with_something(text) && says_nothing(text)
}

/// Whether a text begins with a digit, a capital or one of the characters nearly all words are written in, as nearly
/// every cell does: nothing is written so.
#[inline]
fn begins_with_something(text: &str) -> bool {
    matches!(text.as_bytes(), [b'0'..=b'9' | b'A'..=b'M' | 0xE4..=0xE9, ..])
}

/// Whether a text is something and has no white space around it, told by its ends.
#[inline]
pub(super) fn is_plainly_something(text: &str) -> bool {
    begins_with_something(text) && ends_with_ink(text)
}

#[cold]
fn says_nothing(text: &str) -> bool {
    matches!(text.trim(), "" | "-" | "--" | "—" | "——" | "/" | "\\" | "－" | "nan" | "NaN" | "null" | "NULL" | "None")
}

/// `5.10322E+17`: what Excel shows of a long number.
pub(super) fn is_scientific(text: &str) -> bool {
    if all_digits(text.as_bytes()) {
        return false;
    }
    let Some(place) = text.bytes().position(|byte| matches!(byte, b'E' | b'e')) else { return false };
    let (mantissa, exponent) = (&text[..place], &text[place + 1..]);
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    digits(mantissa) && digits(exponent.trim_start_matches('+'))
}

/// Whether a number too long for a spreadsheet's numbers was stored as one, or is written as one shows: only its first
/// fifteen digits are left.
pub fn loses_digits(cell: Cell<'_>) -> bool {
    match cell {
        Cell::Number(number) => number.abs() >= 1e15,
        Cell::Text(text) => is_scientific(trimmed(text)),
        _ => false,
    }
}

#[inline(always)]
fn count(cell: Cell<'_>, words: &Vocabulary) -> Value {
    let number = match cell {
        Cell::Number(number) if number.fract() == 0.0 && (0.0..1e6).contains(&number) => Some(number as u32),
        Cell::Text(text) => {
            let text = plain(text);
            let counted = words.counters.iter().filter_map(|counter| text.strip_suffix(counter.as_str()));
            let digits = counted.min_by_key(|digits| digits.len()).unwrap_or(&text);
            let digits = digits.strip_suffix(".0").unwrap_or(digits);
            digits.parse().ok().or_else(|| numeral::whole_number(digits)).filter(|number| *number < 1_000_000)
        }
        _ => None,
    };
    number.map_or(Value::Unreadable(Unreadable::NotACount), Value::Count)
}

#[inline(always)]
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

#[cfg(test)]
mod tests {
    use super::*;

    fn read_as(cell: Cell<'_>, kind: Kind) -> Value {
        scaled(cell, kind, Scale::Yuan)
    }

    fn scaled(cell: Cell<'_>, kind: Kind, scale: Scale) -> Value {
        let list = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let words = Vocabulary {
            yuan: list(&["元", "元/月"]),
            ten_thousand_yuan: list(&["万元", "万"]),
            counters: list(&["人", "个月"]),
            ..Vocabulary::default()
        };
        read(cell, kind, &Reading { scale, year: None, of_two: OfTwo::First, counts: Counts::default(), words: &words })
    }

    fn money_of(text: &str) -> Value {
        read_as(Cell::Text(text), Kind::Money)
    }

    #[test]
    fn a_count_may_have_its_counter_and_be_in_words() {
        let count_of = |text| read_as(Cell::Text(text), Kind::Count);
        for form in ["12", "12人", "12.0", "１２ 人", "十二", "十二人", "12个月", "拾贰"] {
            assert_eq!(count_of(form), Value::Count(12), "{form}");
        }
        for form in ["人", "十二三", "两三人", "12户", "-1", "1.5"] {
            assert_eq!(count_of(form), Value::Unreadable(Unreadable::NotACount), "{form}");
        }
    }

    #[test]
    fn money_is_read_in_every_usual_form() {
        let expected = Value::Yuan(Yuan::from_fen(123_450));
        for form in [
            "1234.5",
            "1234.50",
            "1,234.50",
            "￥1,234.50元",
            "１２３４．５０",
            "0.12345万元",
            "+1234.5",
            "人民币1234.5元",
            "壹仟贰佰叁拾肆元伍角",
        ] {
            assert_eq!(money_of(form), expected, "{form}");
        }
        assert_eq!(money_of("(300)"), Value::Yuan(Yuan::from_fen(-30_000)));
        assert_eq!(money_of("(-300)"), Value::Unreadable(Unreadable::NotMoney));
        assert_eq!(read_as(Cell::Number(1234.5), Kind::Money), expected);
        assert_eq!(scaled(Cell::Text("27.482"), Kind::Money, Scale::Wan), Value::Yuan(Yuan::from_fen(27_482_000)));
    }

    #[test]
    fn what_is_no_money_is_not_zero() {
        for form in ["三百五", "1.2.3", "12a", "1e3", ".", "3,00", "12,34", "300元、200元"] {
            assert_eq!(money_of(form), Value::Unreadable(Unreadable::NotMoney), "{form}");
        }
        assert_eq!(money_of("—"), Value::Missing);
        assert_eq!(money_of("0.005"), Value::RoundedYuan(Yuan::from_fen(1)));
    }

    /// Then it is handed over in two registers; a third word cost every cell a wait.
    #[test]
    fn a_value_takes_two_words() {
        assert_eq!(size_of::<Value>(), 16);
    }
}
