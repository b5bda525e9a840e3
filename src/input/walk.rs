//! A text without quotation marks goes in; the cells of its rows come out: every separator separates.
//!
//! Cells are short: a search begun anew at each mark (`memchr2`) took three times as long to split a roster. Sixty-four
//! bytes are looked at together instead, and the places of marks among them are the bits of two words: separators and
//! line ends.

use super::Cell;

/// Goes through a text from row to row.
pub(super) struct Walk<'t> {
    text: &'t str,
    /// An ASCII character.
    delimiter: Mark,
    /// Where the next cell begins.
    start: usize,
    /// Where the bytes looked at last begin, and which of them are marks yet to be passed.
    looked: usize,
    marks: Marks,
    /// The cells of the row at hand, and room for more.
    cells: Vec<Cell<'t>>,
}

/// Which of some bytes separate cells, and which end rows: a bit each, the first the lowest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Marks {
    delimiters: u64,
    ends: u64,
}

/// A byte that is looked for, as often as others are compared with it at once: made once, and not at each look.
type Mark = [u8; 16];

const LINE_END: Mark = [b'\n'; 16];

/// How many bytes are looked at together.
const LOOK: usize = 64;

impl<'t> Walk<'t> {
    pub(super) fn new(text: &'t str, delimiter: u8) -> Walk<'t> {
        assert!(delimiter.is_ascii());
        let (delimiter, marks) = ([delimiter; 16], Marks { delimiters: 0, ends: 0 });
        let mut walk = Walk { text, delimiter, start: 0, looked: 0, marks, cells: Vec::new() };
        walk.marks = walk.look(0);
        walk
    }

    /// The cells of the next row, if there is one. Kept apart from what is done with the row, so that the loop over its
    /// cells has the registers to itself.
    #[inline(never)]
    pub(super) fn row(&mut self) -> Option<&[Cell<'t>]> {
        let text = self.text;
        let (mut start, mut looked, mut marks, mut count) = (self.start, self.looked, self.marks, 0);
        let end = loop {
            self.make_room(count + LOOK);
            let cells = &mut self.cells[..];
            let (mut within, beyond) = marks.up_to_end();
            while within != 0 {
                let mark = looked + within.trailing_zeros() as usize;
                within &= within - 1;
                cells[count] = cell(between(text, start, mark));
                count += 1;
                start = mark + 1;
            }
            marks = beyond;
            if let Some(end) = marks.pass_end() {
                break looked + end;
            }
            if looked + LOOK >= text.len() {
                break text.len();
            }
            looked += LOOK;
            marks = self.look(looked);
        };
        (self.looked, self.marks) = (looked, marks);
        self.end(start, end, count)
    }

    /// Ends a row of so many cells with one more; nothing behind the last line end is no row.
    fn end(&mut self, start: usize, end: usize, count: usize) -> Option<&[Cell<'t>]> {
        let is_over = start > end || (start == end && end == self.text.len() && count == 0);
        if is_over {
            return None;
        }
        let last = between(self.text, start, end);
        self.make_room(count + 1);
        self.cells[count] = cell(last.strip_suffix('\r').unwrap_or(last));
        self.start = end + 1;
        Some(&self.cells[..=count])
    }

    #[inline]
    fn make_room(&mut self, count: usize) {
        if self.cells.len() < count {
            self.make_more_room(count);
        }
    }

    #[cold]
    fn make_more_room(&mut self, count: usize) {
        self.cells.resize(count + count / 2, Cell::Empty);
    }

    /// The marks among the bytes from a place on.
    #[inline(never)]
    fn look(&self, from: usize) -> Marks {
        let rest = &self.text.as_bytes()[from..];
        match rest.first_chunk() {
            Some(bytes) => Marks::among(bytes, &self.delimiter),
            None => self.look_last(rest),
        }
    }

    /// The same of fewer bytes, the last.
    #[cold]
    #[inline(never)]
    fn look_last(&self, rest: &[u8]) -> Marks {
        Marks::among(&padded(rest), &self.delimiter).within(rest.len())
    }
}

impl Marks {
    #[inline]
    fn among(bytes: &[u8; LOOK], delimiter: &Mark) -> Marks {
        Marks { delimiters: places(bytes, delimiter), ends: places(bytes, &LINE_END) }
    }

    /// Those among the first bytes.
    fn within(self, length: usize) -> Marks {
        let within = !(u64::MAX << length);
        Marks { delimiters: self.delimiters & within, ends: self.ends & within }
    }

    /// The separators before the first end of a row, and what is left without them.
    #[inline]
    fn up_to_end(self) -> (u64, Marks) {
        let before_end = self.ends.wrapping_sub(1) & !self.ends;
        (self.delimiters & before_end, Marks { delimiters: self.delimiters & !before_end, ..self })
    }

    /// Takes away the first end of a row: where it is.
    #[inline]
    fn pass_end(&mut self) -> Option<usize> {
        let end = (self.ends != 0).then(|| self.ends.trailing_zeros() as usize);
        self.ends &= self.ends.wrapping_sub(1);
        end
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

/// The part of a text between two marks, or between a mark and either end. Asking each time whether a character begins
/// there took one instruction in seven of splitting a roster.
#[inline]
fn between(text: &str, start: usize, end: usize) -> &str {
    debug_assert!(text.get(start..end).is_some());
    // SAFETY: a cell begins at 0 or one behind a mark and ends at a later mark or with the text, which its callers see
    // to; marks are the places of ASCII characters, so both are on boundaries.
    unsafe { text.get_unchecked(start..end) }
}

/// The last bytes, and zeros behind them.
fn padded(rest: &[u8]) -> [u8; LOOK] {
    let mut bytes = [0; LOOK];
    bytes[..rest.len()].copy_from_slice(rest);
    bytes
}

/// The places of a byte among some, a bit each.
#[inline]
fn places(bytes: &[u8; LOOK], mark: &Mark) -> u64 {
    let (sixteens, _) = bytes.as_chunks();
    sixteens.iter().rev().fold(0, |found, sixteen| found << 16 | u64::from(of_sixteen(sixteen, mark)))
}

/// The same of sixteen bytes.
#[cfg(target_arch = "x86_64")]
#[inline]
fn of_sixteen(bytes: &[u8; 16], mark: &Mark) -> u16 {
    // SAFETY: no processor of this kind is without SSE2.
    unsafe { of_sixteen_at_once(bytes, mark) }
}

/// The same by instructions that compare sixteen bytes: eight by eight took a fourth of splitting a roster.
#[cfg(target_arch = "x86_64")]
#[inline]
#[target_feature(enable = "sse2")]
fn of_sixteen_at_once(bytes: &[u8; 16], mark: &Mark) -> u16 {
    use std::arch::x86_64::{_mm_cmpeq_epi8, _mm_movemask_epi8, _mm_set_epi64x};
    let [bytes, mark] = [bytes, mark].map(|bytes| {
        let whole = u128::from_le_bytes(*bytes);
        _mm_set_epi64x((whole >> 64) as i64, whole as i64)
    });
    _mm_movemask_epi8(_mm_cmpeq_epi8(bytes, mark)) as u16
}

#[cfg(not(target_arch = "x86_64"))]
use of_sixteen_by_eights as of_sixteen;

/// The same eight by eight: the product moves the lowest bit of byte `i` from place `8 * i` to `56 + i`.
#[cfg(any(test, not(target_arch = "x86_64")))]
fn of_sixteen_by_eights(bytes: &[u8; 16], mark: &Mark) -> u16 {
    let is_mark = bytes.map(|byte| u8::from(byte == mark[0]));
    let (eights, _) = is_mark.as_chunks();
    let bits = eights.iter().map(|eight| u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56);
    bits.rev().fold(0, |found, bits| found << 8 | bits as u16)
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
        let (mut walk, mut rows) = (Walk::new(text, b','), Vec::new());
        while let Some(cells) = walk.row() {
            rows.push(cells.iter().map(|cell| if let Cell::Text(text) = cell { *text } else { "" }).collect());
        }
        assert!(walk.row().is_none());
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
    fn the_marks_among_sixteen_are_the_same_on_every_processor() {
        for (place, byte) in (0..16).flat_map(|place| (0..=u8::MAX).map(move |byte| (place, byte))) {
            let mut bytes = *b",ab\ncdefghij,\xE6\x9D\x8E";
            bytes[place] = byte;
            let expected = (0..16).filter(|place| bytes[*place] == b',').map(|place| 1 << place).sum();
            let mark = [b','; 16];
            assert_eq!((of_sixteen(&bytes, &mark), of_sixteen_by_eights(&bytes, &mark)), (expected, expected));
        }
    }

    #[test]
    fn a_row_has_more_cells_than_there_was_room_for() {
        let long = ["1,".repeat(10 * LOOK), ",".repeat(LOOK + 1), "2\n3".to_owned()].concat();
        assert_eq!(rows(&long), expected(&long));
    }

    #[test]
    fn a_returned_line_end_belongs_to_no_cell() {
        assert_eq!(rows("1,甲\r\n2,\r\n"), [["1", "甲"], ["2", ""]]);
        assert_eq!(rows(&"x".repeat(LOOK)), [["x".repeat(LOOK).as_str()]]);
        assert_eq!(rows(&format!("{}\n", "x".repeat(LOOK - 1))), [["x".repeat(LOOK - 1).as_str()]]);
    }
}
