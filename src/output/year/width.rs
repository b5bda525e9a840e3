//! Text goes in; the columns it takes on a terminal come out: a Chinese character takes two.

use unicode_width::UnicodeWidthStr;

/// The columns that a text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// The text with blanks behind it up to a width.
pub fn padded(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chinese_character_is_two_columns_wide_and_a_digit_one() {
        assert_eq!(width("2月15日（周四）、国办发明电〔2017〕12号"), 7 + 10 + 22);
        assert_eq!(padded("班", 4), "班  ");
        assert_eq!(padded("国庆节", 4), "国庆节");
    }
}
