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
