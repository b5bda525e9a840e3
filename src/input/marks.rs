//! Bytes go in; the places of two of them come out, eight bytes looked at together.
//!
//! Cells are short: a search begun anew at each mark (`memchr2`) took three times as long to split a roster.

/// The places of either of two bytes, in order.
pub(super) struct Marks<'b> {
    bytes: &'b [u8],
    /// Each of the two, eight times.
    one: u64,
    other: u64,
    /// Where the bytes looked at last begin, and the marks among them yet to be given: the highest bit of each.
    start: usize,
    found: u64,
}

const LOW: u64 = 0x7F7F_7F7F_7F7F_7F7F;

impl<'b> Marks<'b> {
    pub(super) fn new(bytes: &'b [u8], one: u8, other: u8) -> Marks<'b> {
        let (one, other) = (u64::from_le_bytes([one; 8]), u64::from_le_bytes([other; 8]));
        let mut marks = Marks { bytes, one, other, start: 0, found: 0 };
        marks.look();
        marks
    }

    #[inline]
    fn look(&mut self) {
        let rest = &self.bytes[self.start..];
        let eight = match rest.first_chunk() {
            Some(eight) => u64::from_le_bytes(*eight),
            None => padded(rest),
        };
        self.found = zeros(eight ^ self.one) | zeros(eight ^ self.other);
    }
}

/// The last bytes, and behind them zeros: no mark is one.
fn padded(rest: &[u8]) -> u64 {
    let mut eight = [0; 8];
    eight[..rest.len()].copy_from_slice(rest);
    u64::from_le_bytes(eight)
}

/// The highest bit of each byte that is zero, and no other.
#[inline]
fn zeros(eight: u64) -> u64 {
    !(((eight & LOW) + LOW) | eight | LOW)
}

impl Iterator for Marks<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.found == 0 {
            self.start += 8;
            if self.start >= self.bytes.len() {
                return None;
            }
            self.look();
        }
        let place = self.start + self.found.trailing_zeros() as usize / 8;
        self.found &= self.found - 1;
        Some(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mark_is_found_wherever_it_stands() {
        let text = "序号,乡镇\n1,\u{80}\u{ff},,\nab,cdefghijk,lmnopqr,stuvwxyz\n,\n-+.,";
        for start in 0..text.len() {
            let bytes = &text.as_bytes()[start..];
            let one_by_one = (0..bytes.len()).filter(|place| matches!(bytes[*place], b',' | b'\n'));
            assert_eq!(Marks::new(bytes, b',', b'\n').collect::<Vec<_>>(), one_by_one.collect::<Vec<_>>());
        }
        assert_eq!(Marks::new(b"", b',', b'\n').next(), None);
    }
}
