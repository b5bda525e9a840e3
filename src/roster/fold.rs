//! Text made comparable: full-width forms, stray spaces and invisible characters folded away.

use std::borrow::Cow;

use crate::rules::{Vocabulary, is_one_of};

use super::amount::Unit;
use super::hashed::hash_of_text;

/// A full-width letter, digit or mark as its plain form.
pub fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '\u{3000}' | '\u{A0}' => ' ',
        '〔' | '【' | '〈' => '(',
        '〕' | '】' | '〉' => ')',
        _ => c,
    }
}

/// Characters that show nothing: byte-order marks, zero-width spaces and joiners, controls.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{FEFF}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}') || c.is_control()
}

/// Whether a text holds nothing but hanzi and what is printed of ASCII, as nearly every text does. Told by its bytes:
/// U+4000 to U+9FFF take three, of which the first is E4 to E9, and none of them is a space or invisible.
fn is_usual(text: &str) -> bool {
    is_hanzi_or(text, |byte| byte.is_ascii_graphic())
}

/// The same, of ASCII only what is allowed.
#[inline]
fn is_hanzi_or(text: &str, allowed: impl Fn(u8) -> bool) -> bool {
    match text.as_bytes() {
        // Names are two hanzi or three.
        [0xE4..=0xE9, _, _, 0xE4..=0xE9, _, _] => true,
        [0xE4..=0xE9, _, _, 0xE4..=0xE9, _, _, 0xE4..=0xE9, _, _] => true,
        other => is_mixed(other, allowed),
    }
}

fn is_mixed(mut rest: &[u8], allowed: impl Fn(u8) -> bool) -> bool {
    loop {
        rest = match rest {
            [] => return true,
            [0xE4..=0xE9, _, _, rest @ ..] => rest,
            [byte, rest @ ..] if allowed(*byte) => rest,
            _ => return false,
        }
    }
}

/// Whether two texts are the same. Those of four to sixteen bytes, as names of places and people have, are told so by
/// their ends, which meet or overlap: calling for each what compares long ones took longer than comparing.
#[inline(always)]
pub(super) fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    match one.len() {
        length if length != other.len() => false,
        8..=16 => same_ends::<8>(one, other),
        4..8 => same_ends::<4>(one, other),
        _ => one == other,
    }
}

#[inline(always)]
fn same_ends<const N: usize>(one: &[u8], other: &[u8]) -> bool {
    one.first_chunk::<N>() == other.first_chunk() && one.last_chunk::<N>() == other.last_chunk()
}

/// Narrowed, without anything invisible and without any space.
pub fn folded(text: &str) -> String {
    let kept = text.chars().filter(|c| !is_invisible(*c)).map(narrow);
    kept.filter(|c| !c.is_whitespace()).collect()
}

/// The text without white space around it, as `str::trim` has it; nearly every cell has none and is told so at once.
#[inline]
pub fn trimmed(text: &str) -> &str {
    let begins = matches!(text.as_bytes(), [b'!'..=b'~' | 0xE4..=0xE9, ..]);
    if begins && ends_with_ink(text) { text } else { trimmed_at_last(text) }
}

/// Whether a text ends with what is printed of ASCII or with a hanzi.
#[inline]
pub fn ends_with_ink(text: &str) -> bool {
    matches!(text.as_bytes(), [.., b'!'..=b'~'] | [.., 0xE4..=0xE9, _, _])
}

#[cold]
fn trimmed_at_last(text: &str) -> &str {
    text.trim()
}

/// Like [`folded`], but free where there is nothing to fold.
pub fn plain(text: &str) -> Cow<'_, str> {
    let text = trimmed(text);
    if is_usual(text) { Cow::Borrowed(text) } else { Cow::Owned(folded(text)) }
}

/// A header without its marks, and the unit of money it names in brackets at its end.
///
/// `*户月保障金额（元）：` is `户月保障金额` and yuan; of `（元）`, as it stands in a row of units, no words are left.
pub(super) fn header(text: &str, words: &Vocabulary) -> (String, Option<Unit>) {
    let unmarked = unmarked(plain(text));
    let (mut bare, mut unit) = (unmarked.trim_end_matches(':'), None);
    while let Some((stem, remark)) = bare.strip_suffix(')').and_then(|inner| inner.rsplit_once('(')) {
        let remark = remark.strip_prefix("单位:").unwrap_or(remark);
        let of_money = Unit::named(remark, words);
        let is_remark = is_one_of(remark, &words.units) || is_hint(remark);
        if of_money.is_none() && !is_remark {
            break;
        }
        (bare, unit) = (stem.trim_end_matches(':'), unit.or(of_money));
    }
    let short = bare.strip_suffix('码').filter(|stem| stem.ends_with('号'));
    (short.unwrap_or(bare).to_owned(), unit)
}

/// Without marks, in the usual spelling; most headers are so as they stand.
fn unmarked(header: Cow<'_, str>) -> Cow<'_, str> {
    if !header.contains(['*', '★', '☆', '帐', '薄']) {
        return header;
    }
    header.chars().filter(|c| !matches!(c, '*' | '★' | '☆')).map(usual_spelling).collect()
}

/// 帐 and 薄 stand in many a header for 账 and 簿.
fn usual_spelling(c: char) -> char {
    match c {
        '帐' => '账',
        '薄' => '簿',
        _ => c,
    }
}

/// What brackets say of how to fill a column in: 18位, 集中/分散.
fn is_hint(remark: &str) -> bool {
    let digits = remark.strip_suffix('位').is_some_and(|digits| digits.chars().all(|c| c.is_ascii_digit()));
    digits || remark.contains('/')
}

/// A person's name as names are compared, hashed: separators as the standard asks (U+00B7), no spaces.
#[inline]
pub(super) fn hashed_name(text: &str) -> u32 {
    let hash = if is_name(text) { hash_of_text(text) } else { hash_of_text(&folded_name(text)) };
    hash as u32
}

/// Whether two names are one as names are compared: most are written alike, or are not.
#[inline]
pub(super) fn same_name(one: &str, other: &str) -> bool {
    one == other || ((!is_name(one) || !is_name(other)) && folded_name(one) == folded_name(other))
}

/// Whether a name is written as names are compared, as nearly every one is.
#[inline]
fn is_name(text: &str) -> bool {
    is_hanzi_or(text, |byte| byte.is_ascii_graphic() && byte != b'.')
}

#[cold]
pub(super) fn folded_name(text: &str) -> String {
    let separator = |c: char| match c {
        '•' | '．' | '.' | '‧' | '・' | '●' | '∙' | '⋅' | '･' | '﹒' | '᛫' | '⸱' | '。' => '·',
        other => other,
    };
    let visible = text.chars().filter(|c| !is_invisible(*c) && !c.is_whitespace());
    visible.map(separator).collect()
}

#[cfg(test)]
mod tests {
    use super::super::amount::Scale;
    use super::*;

    #[test]
    fn headers_lose_marks_and_keep_their_unit() {
        let list = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let words = Vocabulary {
            yuan: list(&["元"]),
            ten_thousand_yuan: list(&["万元"]),
            units: list(&["必填"]),
            ..Vocabulary::default()
        };
        let header = |text| header(text, &words);
        let unit = |scale: Scale| Some(Unit { scale, each_person: false });
        assert_eq!(header("*户月保障金额（元）："), ("户月保障金额".into(), unit(Scale::Yuan)));
        assert_eq!(header("金额（单位：万元）（必填）"), ("金额".into(), unit(Scale::Wan)));
        assert_eq!(header("身份证\n号码"), ("身份证号".into(), None));
        assert_eq!(header("身份证号码（18位）"), ("身份证号".into(), None));
        assert_eq!(header("供养方式（集中/分散）"), ("供养方式".into(), None));
        assert_eq!(header("银行帐号"), ("银行账号".into(), None));
        assert_eq!(header("村(社区)"), ("村(社区)".into(), None));
    }

    #[test]
    fn trimming_is_trimming() {
        let edges = ["", " ", "a", "汉", "\u{3000}", "é", "·", "汉字", "\u{a0}", "\t"];
        for (before, after) in edges.iter().flat_map(|before| edges.iter().map(move |after| (before, after))) {
            let text = format!("{before}x汉{after}");
            assert_eq!(trimmed(&text), text.trim());
            let text = format!("{before}{after}");
            assert_eq!(trimmed(&text), text.trim());
        }
    }

    #[test]
    fn names_agree_whatever_separates_their_parts() {
        assert_eq!(hashed_name("才让•卓玛 "), hashed_name("才让·卓玛"));
        assert_ne!(hashed_name("才让卓玛"), hashed_name("才让·卓玛"));
        assert!(same_name("才让•卓玛", "才让·卓玛") && same_name("张　三", "张三") && same_name("张三", "张三"));
        assert!(!same_name("才让卓玛", "才让·卓玛") && !same_name("张　三", "张四") && !same_name("张三", "张四"));
    }

    #[test]
    fn texts_are_the_same_only_if_they_are() {
        let texts: Vec<String> = (0..20).flat_map(|length| ["x".repeat(length), "x".repeat(length) + "y"]).collect();
        let turned = texts.iter().map(|text| text.chars().rev().collect());
        let within = (1..8).map(|place| format!("{}y{}", "x".repeat(place), "x".repeat(8 - place)));
        let all: Vec<String> = texts.iter().cloned().chain(turned).chain(within).collect();
        for (one, other) in all.iter().flat_map(|one| all.iter().map(move |other| (one, other))) {
            assert_eq!(is_same(one, other), one == other, "{one} {other}");
        }
    }
}
