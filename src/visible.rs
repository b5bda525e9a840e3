//! What files say goes in; the same comes out with nothing in it that controls whatever shows it.

use std::borrow::Cow;
use std::io::{self, Write};

/// Stands where a character stood that cannot be shown.
const SUBSTITUTE: char = '\u{FFFD}';

/// Whether a character moves a cursor, changes a pen or turns round the order of what is read, instead of showing
/// something. The end of a line does what a reader expects.
pub fn controls(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// A text with a substitute for everything that controls; tabs are blanks, and every line ends alike.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(controls) {
        return Cow::Borrowed(text);
    }
    let shown = |c: char| match c {
        '\t' => ' ',
        c if controls(c) => SUBSTITUTE,
        c => c,
    };
    Cow::Owned(text.replace("\r\n", "\n").chars().map(shown).collect())
}

/// The same in one line.
pub fn visible_line(text: &str) -> Cow<'_, str> {
    match visible(text) {
        text if text.contains('\n') => Cow::Owned(text.replace('\n', " ")),
        text => text,
    }
}

/// A writer for people: whatever is written to it comes out visible.
pub struct Visible<W>(pub W);

impl<W: Write> Write for Visible<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // What is formatted comes in whole characters.
        self.0.write_all(visible(&String::from_utf8_lossy(bytes)).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_controls_is_left() {
        assert_eq!(visible("5\u{1B}[31m00\u{7F}\u{9B}2J"), "5\u{FFFD}[31m00\u{FFFD}\u{FFFD}2J");
        assert_eq!(visible("\u{202E}甲\u{2066}乙"), "\u{FFFD}甲\u{FFFD}乙");
        assert_eq!(visible("上\r\n下\t右\r左"), "上\n下 右\u{FFFD}左");
        assert_eq!(visible_line("上\r\n下"), "上 下");
        assert!(matches!(visible("泽曲镇\n2018"), Cow::Borrowed(_)));
    }

    #[test]
    fn what_is_written_comes_out_visible() {
        let mut out = Visible(Vec::new());
        let name = "a\u{1B}[31m.csv";
        writeln!(out, "{name}：3").unwrap();
        assert_eq!(String::from_utf8(out.0).unwrap(), "a\u{FFFD}[31m.csv：3\n");
    }
}
