//! What a column said in the row above: neighbours share their days and their answers, and what is said again is not
//! read again.

use super::value::Value;
use crate::sorted::SPREAD;

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

/// What was answered of short texts that come again and again: 配偶, 女. One that takes the place of another is asked
/// about again.
#[derive(Debug)]
pub(super) struct Answers([(Short, bool); 1 << PLACES]);

/// So many places, as a power of two.
const PLACES: u32 = 8;

impl Answers {
    pub(super) fn none() -> Answers {
        Answers([(Said::NOTHING.text, false); 1 << PLACES])
    }

    /// What a question is answered of a text.
    #[inline]
    pub(super) fn of(&mut self, text: &str, question: impl Fn(&str) -> bool) -> bool {
        let Some(short) = Short::of(text) else { return question(text) };
        match &self.0[short.place()] {
            (known, answer) if *known == short => *answer,
            _ => self.ask((short, text), question),
        }
    }

    #[cold]
    fn ask(&mut self, (short, text): (Short, &str), question: impl Fn(&str) -> bool) -> bool {
        let answer = question(text);
        self.0[short.place()] = (short, answer);
        answer
    }
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

    #[inline(always)]
    fn place(self) -> usize {
        ((self.start ^ self.end.rotate_left(32)).wrapping_mul(SPREAD) >> (u64::BITS - PLACES)) as usize
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
    fn what_is_answered_of_a_text_is_answered_of_no_other() {
        let (mut answers, relations) = (Answers::none(), ["户主", "配偶", "子", "女", "", "户主的父亲和他的母亲"]);
        for relation in (0..3).flat_map(|_| relations).chain(["甲", "乙", "丙", "户主"]) {
            assert_eq!(answers.of(relation, |text| text == "户主"), relation == "户主", "{relation}");
        }
    }

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
