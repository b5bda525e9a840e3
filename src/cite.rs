//! What a citation is made of: how well the words were read, and whether they state a number.

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

/// Whether a text states a number on its own, not as part of a longer one.
pub fn says(text: &str, number: u64) -> bool {
    stands_alone(text, &number.to_string(), |c| c.is_ascii_digit())
        || chinese(number).is_some_and(|word| stands_alone(text, &word, is_chinese_digit))
}

fn stands_alone(text: &str, word: &str, part: fn(char) -> bool) -> bool {
    let grouped: String = text.chars().filter(|c| *c != ',').collect();
    grouped.match_indices(word).any(|(start, _)| {
        let before = grouped[..start].chars().next_back();
        let after = grouped[start + word.len()..].chars().next();
        !before.is_some_and(part) && !after.is_some_and(part)
    })
}

const CHINESE_DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

fn is_chinese_digit(c: char) -> bool {
    "一二三四五六七八九十百千".contains(c)
}

/// 1 to 99 in Chinese numerals.
pub fn chinese(number: u64) -> Option<String> {
    let (tens, ones) = (number / 10, number % 10);
    let ones = CHINESE_DIGITS[ones as usize];
    match tens {
        0 if number > 0 => Some(ones.to_owned()),
        1 => Some(format!("十{ones}")),
        2..=9 => Some(format!("{}十{ones}", CHINESE_DIGITS[tens as usize])),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_in_digits_and_in_numerals() {
        assert!(says("在10个工作日内组织核查", 10));
        assert!(says("应当在十个工作日内办结", 10));
        assert!(says("年保障标准3,700元", 3700));
    }

    #[test]
    fn part_of_a_longer_number_is_not_that_number() {
        assert!(!says("在10个工作日内", 1));
        assert!(!says("在15个工作日内", 5));
        assert!(!says("第二十六条", 6));
    }
}
