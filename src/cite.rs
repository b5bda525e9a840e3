//! What a citation is made of: how well the words were read, and whether they state a number.

use std::borrow::Cow;

use serde::Deserialize;

/// How well the words were read; it bounds what may be said on their strength.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Seen {
    /// Nobody here has read it: it may warn, never accuse.
    Unread,
    /// In a newspaper or on an office's page about it.
    Press,
    /// Quoted in another official document.
    Quoted,
    /// In its own text.
    Original,
}

impl Seen {
    /// The word in rule files and machine formats.
    pub fn word(self) -> &'static str {
        match self {
            Seen::Unread => "unread",
            Seen::Press => "press",
            Seen::Quoted => "quoted",
            Seen::Original => "original",
        }
    }
}

/// Whether a text states a number on its own, not as part of another.
pub fn says(text: &str, number: u64) -> bool {
    says_digits(text, &number.to_string())
        || chinese(number).is_some_and(|word| stands_alone(text, &word, is_chinese_digit))
}

/// Whether a text states a number that is written in digits, such as 520.50, on its own.
pub fn says_digits(text: &str, number: &str) -> bool {
    stands_alone(text, number, |c| c.is_ascii_digit() || c == '.')
}

/// Whether a word stands somewhere without a part of a number beside it: 20 is not said by 520, 20.5 or 20万.
fn stands_alone(text: &str, word: &str, part: fn(char) -> bool) -> bool {
    let grouped = if text.contains(',') { Cow::Owned(text.replace(',', "")) } else { Cow::Borrowed(text) };
    grouped.match_indices(word).any(|(start, _)| {
        let before = grouped[..start].chars().next_back();
        let mut after = grouped[start + word.len()..].chars();
        let (next, second) = (after.next(), after.next());
        // A point ends a sentence, too.
        let goes_on = match next {
            Some('.') => second.is_some_and(|c| c.is_ascii_digit()),
            next => next.is_some_and(|c| part(c) || matches!(c, '万' | '亿')),
        };
        !before.is_some_and(part) && !goes_on
    })
}

const CHINESE_DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

pub fn is_chinese_digit(c: char) -> bool {
    "零一二三四五六七八九十百千".contains(c)
}

/// Whether a text is a number in digits, or looks like one in Chinese numerals.
pub fn is_numeral(text: &str) -> bool {
    !text.is_empty() && (text.chars().all(is_chinese_digit) || text.bytes().all(|byte| byte.is_ascii_digit()))
}

/// 1 to 9,999 in Chinese numerals.
pub fn chinese(number: u64) -> Option<String> {
    if !(1..=9999).contains(&number) {
        return None;
    }
    let mut numeral = String::new();
    for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        match number / unit % 10 {
            // One zero stands for any between two digits; none ends a number.
            0 if !numeral.is_empty() && !numeral.ends_with('零') && !number.is_multiple_of(unit) => numeral.push('零'),
            0 => {}
            1 if unit == 10 && numeral.is_empty() => numeral.push('十'),
            digit => numeral.extend([CHINESE_DIGITS[digit as usize], name]),
        }
    }
    Some(numeral)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_in_digits_and_in_numerals() {
        assert!(says("在10个工作日内组织核查", 10));
        assert!(says("应当在十个工作日内办结", 10));
        assert!(says("年保障标准3,700元", 3700));
        assert!(says("每人每月五百二十元", 520));
        assert!(says("at most 30 days, then 10.", 10));
        assert!(says_digits("每人每月520.50元", "520.50"));
    }

    #[test]
    fn part_of_a_longer_number_is_not_that_number() {
        assert!(!says("在10个工作日内", 1));
        assert!(!says("在15个工作日内", 5));
        assert!(!says("第二十六条", 6));
        assert!(!says("每人每月520.5元", 520) && !says("每人每月1.520元", 520) && !says("共520万元", 520));
        assert!(!says("每人每月一千五百二十元", 520) && !says("五百二十一元", 520) && !says("五百二十万元", 520));
    }

    #[test]
    fn numerals_are_written_as_they_are_read_out() {
        let numerals =
            [(7, "七"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九"), (100, "一百"), (101, "一百零一")];
        let larger =
            [(110, "一百一十"), (520, "五百二十"), (1005, "一千零五"), (1050, "一千零五十"), (9999, "九千九百九十九")];
        for (number, numeral) in numerals.into_iter().chain(larger) {
            assert_eq!(chinese(number).as_deref(), Some(numeral));
        }
        assert_eq!((chinese(0), chinese(10_000)), (None, None));
    }
}
