//! Bytes go in; the places of two of them come out, sixty-four looked at together.
//!
//! Cells are short: a search begun anew at each mark (`memchr2`) took three times as long to split a roster.

/// The places of either of two bytes, in order, and last the end.
pub(super) struct Marks<'b> {
    bytes: &'b [u8],
    one: u8,
    other: u8,
    /// Where the bytes looked at last begin, and which of them are marks yet to be given: a bit each, the first the lowest.
    start: usize,
    found: u64,
    ended: bool,
}

/// How many bytes are looked at together.
const LOOK: usize = 64;

impl<'b> Marks<'b> {
    pub(super) fn new(bytes: &'b [u8], one: u8, other: u8) -> Marks<'b> {
        let mut marks = Marks { bytes, one, other, start: 0, found: 0, ended: false };
        marks.look();
        marks
    }

    #[inline]
    fn look(&mut self) {
        let rest = &self.bytes[self.start..];
        self.found = match rest.first_chunk() {
            Some(bytes) => places(bytes, self.one, self.other),
            None => places(&padded(rest), self.one, self.other) & !(u64::MAX << rest.len()),
        };
    }
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

impl Iterator for Marks<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.found == 0 {
            if self.bytes.len() - self.start <= LOOK {
                return (!std::mem::replace(&mut self.ended, true)).then_some(self.bytes.len());
            }
            self.start += LOOK;
            self.look();
        }
        let place = self.start + self.found.trailing_zeros() as usize;
        self.found &= self.found - 1;
        Some(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mark_is_found_wherever_it_stands() {
        let text = "序号,乡镇\n1,\u{80}\u{ff},,\nab,cdefghijk,lmnopqr,stuvwxyz\n,\n-+.,".repeat(4);
        for start in 0..text.len() {
            let bytes = &text.as_bytes()[start..];
            let one_by_one = (0..bytes.len()).filter(|place| matches!(bytes[*place], b',' | b'\n'));
            let expected: Vec<usize> = one_by_one.chain([bytes.len()]).collect();
            assert_eq!(Marks::new(bytes, b',', b'\n').collect::<Vec<_>>(), expected);
        }
        assert_eq!(Marks::new(b"\0,", 0, b',').collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!(Marks::new(b"", b',', b'\n').collect::<Vec<_>>(), [0]);
    }
}
