//! The numbers that dates are written with, in digits of any width or in Chinese numerals.

use super::fold::narrow;

/// The numbers in a text, in digits of any width or in Chinese numerals; one too large for any date is the largest.
pub(super) fn numbers(text: &str) -> Vec<u32> {
    let mut numbers = Vec::new();
    let mut run = String::new();
    for c in text.chars().map(narrow).chain([' ']) {
        if is_numeral(c) {
            run.push(c);
        } else if !run.is_empty() {
            numbers.extend(number(&run));
            run.clear();
        }
    }
    numbers
}

pub(super) fn number(run: &str) -> Option<u32> {
    if run.is_ascii() {
        return Some(run.parse().unwrap_or(u32::MAX));
    }
    let Some((tens, ones)) = run.split_once('十') else {
        return run.chars().try_fold(0_u32, |sum, c| Some(sum.saturating_mul(10).saturating_add(chinese_digit(c)?)));
    };
    let digit = |part: &str, none: u32| match part {
        "" => Some(none),
        part => part.chars().next().and_then(chinese_digit),
    };
    Some(digit(tens, 1)? * 10 + digit(ones, 0)?)
}

pub(super) fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || chinese_digit(c).is_some()
}

/// A digit, or 十.
pub(super) fn is_numeral(c: char) -> bool {
    is_digit(c) || c == '十'
}

pub(super) fn chinese_digit(c: char) -> Option<u32> {
    let digit = "〇一二三四五六七八九".chars().position(|digit| digit == c);
    match c {
        '零' | '○' => Some(0),
        _ => digit.map(|digit| digit as u32),
    }
}
