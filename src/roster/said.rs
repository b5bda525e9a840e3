//! What a column said in the row above: neighbours share their days and their answers, and what is said again is not read
//! again.

use super::value::Value;

/// The text a column held last that was short, and what was read of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said {
    text: Short,
    pub(super) value: Value,
}

/// A text of one to sixteen bytes: its length, and its two ends, which meet or overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Short {
    length: usize,
    start: u64,
    end: u64,
}

impl Said {
    pub(super) const NOTHING: Said = Said { text: Short { length: 0, start: 0, end: 0 }, value: Value::Missing };

    pub(super) fn new(text: Short, value: Value) -> Said {
        Said { text, value }
    }

    /// Whether a text is the one held last.
    #[inline(always)]
    pub(super) fn is(&self, text: Short) -> bool {
        self.text == text
    }
}

impl Short {
    #[inline(always)]
    pub(super) fn of(text: &str) -> Option<Short> {
        let bytes = text.as_bytes();
        let (start, end) = match bytes {
            [] => return None,
            [one] => (u64::from(*one), 0),
            [one, other] => (u64::from(*one), u64::from(*other)),
            [one, middle, last] => (u64::from(*one) << 8 | u64::from(*middle), u64::from(*last)),
            _ if bytes.len() < 8 => (four(bytes.first_chunk()?), four(bytes.last_chunk()?)),
            _ if bytes.len() <= 16 => (eight(bytes.first_chunk()?), eight(bytes.last_chunk()?)),
            _ => return None,
        };
        Some(Short { length: bytes.len(), start, end })
    }
}

#[inline(always)]
fn four(bytes: &[u8; 4]) -> u64 {
    u64::from(u32::from_le_bytes(*bytes))
}

#[inline(always)]
fn eight(bytes: &[u8; 8]) -> u64 {
    u64::from_le_bytes(*bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_the_same_only_if_they_are() {
        let days = ["2018-04-23", "2018-04-24", "2018-04-2", "3018-04-23"];
        let texts = ["是", "否", "1", "11", "111", "1111", "11111"].into_iter().chain(days).collect::<Vec<&str>>();
        for (one, other) in texts.iter().flat_map(|one| texts.iter().map(move |other| (one, other))) {
            assert_eq!(Short::of(one) == Short::of(other), one == other, "{one} {other}");
        }
        assert_eq!((Short::of(""), Short::of("11111111111111111")), (None, None));
        assert!(Short::of("1111111111111111").is_some());
    }
}
