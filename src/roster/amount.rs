//! Cells of money become yuan.

use rust_decimal::Decimal;

use crate::input::Cell;
use crate::money::Yuan;
use crate::rules::{Vocabulary, is_one_of};

use super::fold::{plain, trimmed};
use super::numeral;
use super::value::{Unreadable, Value};

/// What one unit of a money column is worth, in yuan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scale {
    #[default]
    Yuan,
    Wan,
}

impl Scale {
    /// What a unit of money in brackets says.
    pub(super) fn named(unit: &str, words: &Vocabulary) -> Option<Scale> {
        match unit {
            unit if is_one_of(unit, &words.ten_thousand_yuan) => Some(Scale::Wan),
            unit if is_one_of(unit, &words.yuan) => Some(Scale::Yuan),
            _ => None,
        }
    }

    fn factor(self) -> Decimal {
        match self {
            Scale::Yuan => Decimal::ONE,
            Scale::Wan => Decimal::from(10_000),
        }
    }
}

#[inline(always)]
pub(super) fn money(cell: Cell<'_>, scale: Scale, words: &Vocabulary) -> Value {
    match cell {
        Cell::Text(text) => match simple_fen(trimmed(text).as_bytes()) {
            Some(fen) if scale == Scale::Yuan => Value::Yuan(Yuan::from_fen(fen)),
            _ => written_money(text, scale, words),
        },
        Cell::Number(number) => match Decimal::try_from(number) {
            Ok(decimal) => yuan(decimal, scale),
            Err(_) => Value::Unreadable(Unreadable::NotMoney),
        },
        _ => Value::Unreadable(Unreadable::NotMoney),
    }
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
fn written_money(text: &str, scale: Scale, words: &Vocabulary) -> Value {
    let text = plain(text);
    let (text, negative) = match text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) => (inner, true),
        None => (&*text, false),
    };
    let text = CURRENCY.iter().find_map(|mark| text.strip_prefix(mark)).unwrap_or(text);
    let unit = text.find(|c: char| c.is_alphabetic()).map_or("", |start| &text[start..]);
    // In a column of 万元, 三百 leaves open what is meant.
    let in_words = unit == text && (scale == Scale::Yuan || text.contains(['元', '圆']));
    if let Some(fen) = Some(text).filter(|_| in_words).and_then(numeral::fen) {
        return Value::Yuan(Yuan::from_fen(if negative { -fen } else { fen }));
    }
    let (text, scale) = match Scale::named(unit, words) {
        Some(named) => (&text[..text.len() - unit.len()], named),
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

/// Whether commas stand where they part thousands, or 万 (1,2345), or at the end: 12,34 may be short of a digit or mean a point.
fn is_grouped(text: &str) -> bool {
    let whole = text.split('.').next().unwrap_or_default().trim_end_matches([',', '，', '\'']);
    let groups = || whole.split([',', '，', '\'']).skip(1);
    groups().all(|group| group.len() == 3) || groups().all(|group| group.len() == 4)
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
