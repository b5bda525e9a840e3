//! Text goes in; the columns it takes on a terminal come out: a Chinese character takes two.

/// The columns that a text takes.
pub fn width(text: &str) -> usize {
    text.chars().map(|character| if is_wide(character) { 2 } else { 1 }).sum()
}

/// The text with blanks behind it up to a width.
pub fn padded(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// Chinese characters and their punctuation; the page uses no characters whose width terminals dispute.
fn is_wide(character: char) -> bool {
    matches!(character, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF01}'..='\u{FF60}' | '\u{20000}'..='\u{3FFFF}')
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
