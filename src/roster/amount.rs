//! Cells of money become yuan.

use rust_decimal::Decimal;

use crate::input::Cell;
use crate::money::Yuan;
use crate::rules::{Vocabulary, is_one_of};

use super::fold::{folded, narrow, plain, trimmed};
use super::value::{Reading, Unreadable, Value};
use crate::numeral;

/// What one unit of a money column is worth, in yuan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scale {
    #[default]
    Yuan,
    Hundred,
    Thousand,
    Wan,
}

/// What a unit of money says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit {
    pub(super) scale: Scale,
    /// Whether it is of what each person is paid: 元/人.
    pub(super) each_person: bool,
}

impl Unit {
    /// What a unit says, also of money for each of something: 万元/户, 元/人·月.
    pub(super) fn named(unit: &str, words: &Vocabulary) -> Option<Unit> {
        let each_person = |of_each: &str| of_each.split(OF_EACH).any(|each| is_one_of(each, &words.each_person));
        let (money, of_each) = unit.split_once('/').unwrap_or((unit, ""));
        let scale = Scale::named(unit, words).or_else(|| Scale::named(money, words))?;
        Some(Unit { scale, each_person: each_person(of_each) })
    }

    /// Whether a line above the header gives a unit of money for each person: 单位：元/人. It may mean two units as well.
    pub(super) fn each_person_above(line: &str, words: &Vocabulary) -> bool {
        let line = folded(line);
        let behind = line.rsplit_once("单位:").map(|(_, units)| units);
        let bracketed = line.split('(').skip(1).filter_map(|rest| rest.split(')').next());
        let mut units = behind.into_iter().chain(bracketed).flat_map(|units| units.split(['、', ',', ')']));
        units.any(|unit| Unit::named(unit, words).is_some_and(|unit| unit.each_person))
    }
}

/// What parts the things a unit is for each of: 元/人·月.
const OF_EACH: [char; 5] = ['/', '·', '.', '・', '•'];

impl Scale {
    /// What a unit of money in brackets says.
    pub(super) fn named(unit: &str, words: &Vocabulary) -> Option<Scale> {
        Scale::all(words).into_iter().find(|(_, named)| is_one_of(unit, named)).map(|(scale, _)| scale)
    }

    fn all(words: &Vocabulary) -> [(Scale, &[String]); 4] {
        [
            (Scale::Yuan, &words.yuan),
            (Scale::Wan, &words.ten_thousand_yuan),
            (Scale::Thousand, &words.thousand_yuan),
            (Scale::Hundred, &words.hundred_yuan),
        ]
    }

    /// The unit that a line above the header gives: 单位：万元, 单位：户、人、万元, 花名册（万元）. 填报单位 is an office.
    pub(super) fn above(line: &str, words: &Vocabulary) -> Option<Scale> {
        let line = folded(line);
        let is_office = |end: usize| words.footer.iter().any(|label| line[..end].ends_with(label.as_str()));
        let ends = line.match_indices("单位:").map(|(place, _)| place + "单位".len());
        let behind = ends.filter(|end| !is_office(*end)).flat_map(|end| listed(&line[end + 1..]));
        let behind: Vec<&str> = behind.collect();
        let bracketed = line.split('(').skip(1).filter_map(|rest| rest.split(')').next()).flat_map(listed);
        let alone: Vec<&str> = bracketed.chain([&*line]).collect();
        // 元、万元: nobody says which column has which.
        if behind.iter().chain(&alone).any(|unit| Scale::named(unit, words) == Some(Scale::Yuan)) {
            return None;
        }
        // 单位:万元统计时间:2018, where a blank stood between.
        let begins = |unit: &str, named: &str| unit.starts_with(named);
        let is = |unit: &str, named: &str| unit == named;
        let behind = behind.into_iter().find_map(|unit| Scale::greater(unit, begins, words));
        behind.or_else(|| alone.into_iter().find_map(|unit| Scale::greater(unit, is, words)))
    }

    /// A unit of more than a yuan, if one of them fits.
    fn greater(unit: &str, fits: impl Fn(&str, &str) -> bool, words: &Vocabulary) -> Option<Scale> {
        let named = |units: &[String]| units.iter().any(|named| named.ends_with('元') && fits(unit, named));
        let units = Scale::all(words).into_iter().skip(1);
        units.filter(|(_, units)| named(units)).map(|(scale, _)| scale).next()
    }

    fn yuan(self) -> i64 {
        match self {
            Scale::Yuan => 1,
            Scale::Hundred => 100,
            Scale::Thousand => 1_000,
            Scale::Wan => 10_000,
        }
    }
}

/// How many months the money is for that a folded header gives, where its unit says so: 补助标准(元/季), 金额(元/人·月).
pub(super) fn months_of_unit(header: &str, words: &Vocabulary) -> Option<u32> {
    let (_, unit) = header.strip_suffix(')')?.rsplit_once('(')?;
    let (money, of_each) = unit.split_once('/')?;
    Scale::named(money, words)?;
    of_each.split(OF_EACH).find_map(|each| match each.trim_matches('人') {
        "月" => Some(1),
        "季" | "季度" => Some(3),
        "年" => Some(12),
        _ => None,
    })
}

/// 户、人、万元
fn listed(units: &str) -> impl Iterator<Item = &str> {
    units.split(['、', ',', '/', '(', ')'])
}

#[inline(always)]
pub(super) fn money(cell: Cell<'_>, reading: &Reading<'_>) -> Value {
    match cell {
        Cell::Text(text) => match simple_fen(trimmed(text).as_bytes()) {
            Some(fen) if reading.scale == Scale::Yuan => Value::Yuan(Yuan::from_fen(fen)),
            _ => written_money(text, reading),
        },
        Cell::Number(number) => match Decimal::try_from(number) {
            Ok(decimal) => yuan(decimal, reading.scale),
            Err(_) => Value::Unreadable(Unreadable::NotMoney),
        },
        _ => Value::Unreadable(Unreadable::NotMoney),
    }
}

/// The amount a text is, if it is nothing but digits, and a point among them.
#[inline(always)]
pub(super) fn plain_money(text: &[u8], scale: Scale) -> Option<Yuan> {
    let fen = if scale == Scale::Yuan { simple_fen(text) } else { None };
    fen.map(Yuan::from_fen)
}

/// Half of what the last digit of an amount counts, in fen, where its unit is more than a yuan; 0 where it is not, for
/// no sum of yuan is rounded.
pub(super) fn rounding(cell: Cell<'_>, reading: &Reading<'_>) -> i64 {
    if reading.scale == Scale::Yuan {
        return 0;
    }
    let places = match cell {
        Cell::Number(number) => Decimal::try_from(number).map_or(0, |decimal| decimal.normalize().scale()),
        Cell::Text(text) => {
            let text = plain(text);
            let (digits, unit) = text.split_at(text.find(|c: char| c.is_alphabetic()).unwrap_or(text.len()));
            let is_of_column = unit.is_empty() || Scale::named(unit, reading.words) == Some(reading.scale);
            if !is_of_column || !digits.contains(|c: char| c.is_ascii_digit()) {
                return 0;
            }
            digits.split_once('.').map_or(0, |(_, part)| part.bytes().filter(u8::is_ascii_digit).count() as u32)
        }
        _ => return 0,
    };
    reading.scale.yuan() * 100 / 10_i64.pow(places.min(6)) / 2
}

/// At most nine digits, and at most two more behind a point: what nearly every cell holds.
fn simple_fen(text: &[u8]) -> Option<i64> {
    let (mut number, mut point) = (0_i64, None);
    for (place, byte) in text.iter().take(13).enumerate() {
        match byte {
            b'0'..=b'9' => number = number * 10 + i64::from(byte - b'0'),
            b'.' if point.is_none() => point = Some(place),
            _ => return None,
        }
    }
    let whole = point.unwrap_or(text.len());
    match text.len() - whole {
        _ if !(1..=9).contains(&whole) => None,
        0 => Some(number * 100),
        2 => Some(number * 10),
        3 => Some(number),
        _ => None,
    }
}

/// What may stand before an amount.
const CURRENCY: [&str; 4] = ["¥", "￥", "人民币", "RMB"];

/// Money as people write it: `￥1,234.50元`, `2.5万元`, `(300)`, `叁佰元整`, in full-width digits or not.
#[cold]
fn written_money(text: &str, reading: &Reading<'_>) -> Value {
    let (scale, words) = (reading.scale, reading.words);
    if holds_two(text) {
        return Value::Unreadable(Unreadable::NotMoney);
    }
    let text = plain(text);
    let (text, negative) = match text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) => (inner, true),
        None => (&*text, false),
    };
    let text = CURRENCY.iter().find_map(|mark| text.strip_prefix(mark)).unwrap_or(text);
    // (-300): brackets and sign may both say minus, or one take the other back.
    if negative && text.starts_with(['-', '+']) {
        return Value::Unreadable(Unreadable::NotMoney);
    }
    let unit = text.find(|c: char| c.is_alphabetic()).map_or("", |start| &text[start..]);
    // In a column of 万元, 三百 leaves open what is meant.
    let in_words = unit == text && (scale == Scale::Yuan || text.contains(['元', '圆']));
    if let Some(fen) = Some(text).filter(|_| in_words).and_then(numeral::fen) {
        return Value::Yuan(Yuan::from_fen(if negative { -fen } else { fen }));
    }
    let named = Unit::named(unit, words);
    if named.is_some_and(|unit| unit.each_person) && !reading.counts.one_person {
        return Value::Unreadable(Unreadable::ForEachPerson);
    }
    let (text, scale) = match named {
        Some(unit_of) => (&text[..text.len() - unit.len()], unit_of.scale),
        None => (text, scale),
    };
    let digits: String = text.chars().filter(|c| !matches!(c, ',' | '，' | '\'')).collect();
    let sound = digits.strip_prefix(['-', '+']).unwrap_or(&digits);
    let points = sound.bytes().filter(|byte| *byte == b'.').count();
    let grammatical = points <= 1
        && is_grouped(text)
        && sound.starts_with(|c: char| c.is_ascii_digit())
        && sound.ends_with(|c: char| c.is_ascii_digit())
        && sound.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    match digits.parse::<Decimal>() {
        Ok(decimal) if grammatical => yuan(if negative { -decimal } else { decimal }, scale),
        _ => Value::Unreadable(Unreadable::NotMoney),
    }
}

/// What parts thousands.
const COMMAS: [char; 3] = [',', '，', '\''];

/// Whether commas stand where they part thousands, or 万 (1,2345), or at the end: 12,34 may be short of a digit,
/// 1.000,00 a thousand, and 1000,500 two amounts.
fn is_grouped(text: &str) -> bool {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let parted = |by: usize| {
        let mut groups = whole.trim_end_matches(COMMAS).split(COMMAS);
        let first = groups.next().unwrap_or_default().trim_start_matches(['-', '+']);
        let mut rest = groups.peekable();
        rest.peek().is_none() || (first.len() <= by && rest.all(|group| group.len() == by))
    };
    !part.trim_end_matches(COMMAS).contains(COMMAS) && (parted(3) || parted(4))
}

/// Whether two amounts stand in one text, on two lines or apart (1000 500), which is not how thousands are parted (1
/// 000).
fn holds_two(text: &str) -> bool {
    let digits = |part: &str| part.chars().take_while(|c| narrow(*c).is_ascii_digit()).count();
    let backwards = |part: &str| part.chars().rev().take_while(|c| narrow(*c).is_ascii_digit()).count();
    let parts: Vec<&str> = text.split_whitespace().collect();
    let has_lines = || trimmed(text).contains(['\n', '\r']);
    parts.windows(2).any(|pair| match (backwards(pair[0]), digits(pair[1])) {
        (0, _) | (_, 0) => false,
        (before, after) => before > 3 || after != 3 || has_lines(),
    })
}

fn yuan(decimal: Decimal, scale: Scale) -> Value {
    let Some(exact) = decimal.checked_mul(Decimal::from(scale.yuan())) else {
        return Value::Unreadable(Unreadable::NotMoney);
    };
    match Yuan::from_decimal(exact) {
        Some(yuan) if exact.normalize().scale() > 2 => Value::RoundedYuan(yuan),
        Some(yuan) => Value::Yuan(yuan),
        None => Value::Unreadable(Unreadable::NotMoney),
    }
}
