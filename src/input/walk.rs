//! A text without quotation marks goes in; the cells of its rows come out: every separator separates.
//!
//! Cells are short: a search begun anew at each mark (`memchr2`) took three times as long to split a roster. Sixty-four bytes
//! are looked at together instead, and the places of marks among them are the bits of a word.

use super::Cell;

/// Goes through a text from row to row.
pub(super) struct Walk<'t> {
    text: &'t str,
    /// ASCII characters, both.
    delimiter: u8,
    terminator: u8,
    /// Where the next cell begins.
    start: usize,
    /// Where the bytes looked at last begin, and which of them are marks yet to be passed: a bit each, the first the lowest.
    looked: usize,
    found: u64,
}

/// How many bytes are looked at together.
const LOOK: usize = 64;

impl<'t> Walk<'t> {
    pub(super) fn new(text: &'t str, delimiter: u8, terminator: u8) -> Walk<'t> {
        assert!(delimiter.is_ascii() && terminator.is_ascii());
        let mut walk = Walk { text, delimiter, terminator, start: 0, looked: 0, found: 0 };
        walk.found = walk.look(0);
        walk
    }

    /// Puts the cells of the next row, if there is one. Kept apart from what is done with the row, so that the loop over its
    /// cells has the registers to itself.
    #[inline(never)]
    pub(super) fn row(&mut self, cells: &mut Vec<Cell<'t>>) -> bool {
        cells.clear();
        let bytes = self.text.as_bytes();
        let (mut start, mut looked, mut found) = (self.start, self.looked, self.found);
        let end = loop {
            while found == 0 && looked + LOOK < bytes.len() {
                looked += LOOK;
                found = self.look(looked);
            }
            if found == 0 {
                break bytes.len();
            }
            let mark = looked + found.trailing_zeros() as usize;
            found &= found - 1;
            if bytes[mark] != self.delimiter {
                break mark;
            }
            cells.push(cell(between(self.text, start, mark)));
            start = mark + 1;
        };
        (self.looked, self.found) = (looked, found);
        self.end(start, end, cells)
    }

    /// Ends a row with its last cell; nothing behind the last line end is no row.
    fn end(&mut self, start: usize, end: usize, cells: &mut Vec<Cell<'t>>) -> bool {
        let is_over = start > end || (start == end && end == self.text.len() && cells.is_empty());
        if is_over {
            return false;
        }
        let last = between(self.text, start, end);
        cells.push(cell(last.strip_suffix('\r').unwrap_or(last)));
        self.start = end + 1;
        true
    }

    /// The marks among the bytes from a place on.
    #[inline(never)]
    fn look(&self, from: usize) -> u64 {
        let rest = &self.text.as_bytes()[from..];
        match rest.first_chunk() {
            Some(bytes) => places(bytes, self.delimiter, self.terminator),
            None => places(&padded(rest), self.delimiter, self.terminator) & !(u64::MAX << rest.len()),
        }
    }
}

/// What a cell of a text file holds.
#[inline]
pub(super) fn cell(text: &str) -> Cell<'_> {
    match text {
        "" => Cell::Empty,
        text => Cell::Text(text),
    }
}

/// The part of a text between two marks, or between a mark and either end. Asking each time whether a character begins there
/// took one instruction in seven of splitting a roster.
#[inline]
fn between(text: &str, start: usize, end: usize) -> &str {
    debug_assert!(text.get(start..end).is_some());
    // SAFETY: a row begins at 0 or one behind a mark and ends at a later mark or with the text; marks are the places of ASCII
    // characters, so both are on boundaries, and `start` is not behind `end`.
    unsafe { text.get_unchecked(start..end) }
}

/// The last bytes, and zeros behind them.
fn padded(rest: &[u8]) -> [u8; LOOK] {
    let mut bytes = [0; LOOK];
    bytes[..rest.len()].copy_from_slice(rest);
    bytes
}

/// The places of either of two bytes among some, a bit each. The first loop is one a compiler makes a few instructions of.
#[inline]
fn places(bytes: &[u8; LOOK], one: u8, other: u8) -> u64 {
    let is_mark = bytes.map(|byte| u8::from(byte == one) | u8::from(byte == other));
    let (eights, _) = is_mark.as_chunks();
    let bits = eights.iter().map(|eight| gathered(u64::from_le_bytes(*eight)));
    bits.rev().fold(0, |found, bits| found << 8 | bits)
}

/// The lowest bits of eight bytes side by side: the product moves that of byte `i` from place `8 * i` to `56 + i`.
#[inline]
fn gathered(eight: u64) -> u64 {
    eight.wrapping_mul(0x0102_0408_1020_4080) >> 56
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rows as a split character by character has them.
    fn expected(text: &str) -> Vec<Vec<&str>> {
        let mut rows: Vec<Vec<&str>> = text.split('\n').map(|row| row.split(',').collect()).collect();
        // What follows the last line end is no row if it is nothing.
        rows.pop_if(|last| *last == [""]);
        rows
    }

    fn rows(text: &str) -> Vec<Vec<&str>> {
        let (mut walk, mut cells, mut rows) = (Walk::new(text, b',', b'\n'), Vec::new(), Vec::new());
        while walk.row(&mut cells) {
            rows.push(cells.iter().map(|cell| if let Cell::Text(text) = cell { *text } else { "" }).collect());
        }
        assert!(!walk.row(&mut cells));
        rows
    }

    #[test]
    fn every_mark_is_found_wherever_it_stands() {
        let text = "序号,乡镇\n1,\u{80}\u{ff},,\nab,cdefghijk,lmnopqr,stuvwxyz\n,\n\n-+.,".repeat(4);
        for start in (0..text.len()).filter(|start| text.is_char_boundary(*start)) {
            for end in (start..text.len()).filter(|end| text.is_char_boundary(*end)) {
                assert_eq!(rows(&text[start..end]), expected(&text[start..end]));
            }
        }
    }

    #[test]
    fn a_returned_line_end_belongs_to_no_cell() {
        assert_eq!(rows("1,甲\r\n2,\r\n"), [["1", "甲"], ["2", ""]]);
        assert_eq!(rows(&"x".repeat(LOOK)), [["x".repeat(LOOK).as_str()]]);
        assert_eq!(rows(&format!("{}\n", "x".repeat(LOOK - 1))), [["x".repeat(LOOK - 1).as_str()]]);
    }
}
