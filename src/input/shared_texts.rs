//! The texts that the cells of an .xls share, as records one after another; out comes how much room each will take.

/// Bytes a character may take once it is read: of those stored in two bytes, and in one.
const WIDE: usize = 3;
const NARROW: usize = 2;

/// The bytes of each text, in their order; none from where the records break off.
pub(super) fn sizes(parts: &[&[u8]]) -> Vec<u32> {
    let mut texts = Texts { part: &[], rest: parts };
    let mut sizes = Vec::new();
    // How many cells and texts there are.
    if texts.skip(8).is_some() {
        sizes.extend(std::iter::from_fn(|| texts.size()));
    }
    sizes
}

struct Texts<'r> {
    part: &'r [u8],
    rest: &'r [&'r [u8]],
}

impl<'r> Texts<'r> {
    /// Goes on to the next record.
    fn turn(&mut self) -> Option<()> {
        let (part, rest) = self.rest.split_first()?;
        (self.part, self.rest) = (part, rest);
        Some(())
    }

    /// So many bytes, which no record's end parts.
    fn take(&mut self, count: usize) -> Option<&'r [u8]> {
        while self.part.is_empty() {
            self.turn()?;
        }
        let (taken, part) = self.part.split_at_checked(count)?;
        self.part = part;
        Some(taken)
    }

    /// Passes over bytes that may go on in the next record.
    fn skip(&mut self, mut count: usize) -> Option<()> {
        while count > self.part.len() {
            count -= self.part.len();
            self.turn()?;
        }
        self.part = &self.part[count..];
        Some(())
    }

    fn number(&mut self, bytes: usize) -> Option<usize> {
        let taken = self.take(bytes)?;
        Some(taken.iter().rev().fold(0, |number, byte| number << 8 | usize::from(*byte)))
    }

    /// One text: how many characters, how they are stored, and what else is said of it behind them.
    fn size(&mut self) -> Option<u32> {
        let (length, flags) = (self.number(2)?, self.number(1)?);
        let runs = if flags & 8 != 0 { self.number(2)? } else { 0 };
        let extended = if flags & 4 != 0 { self.number(4)? } else { 0 };
        let size = self.characters(length, flags & 1 != 0)?;
        self.skip(runs * 4 + extended)?;
        u32::try_from(size).ok()
    }

    /// Characters; where a record ends among them, the next says anew how they are stored.
    fn characters(&mut self, mut length: usize, mut wide: bool) -> Option<usize> {
        let mut size = 0;
        loop {
            let here = length.min(self.part.len() / (1 + usize::from(wide)));
            size += here * if wide { WIDE } else { NARROW };
            self.part = &self.part[here * (1 + usize::from(wide))..];
            length -= here;
            if length == 0 {
                return Some(size);
            }
            self.turn()?;
            wide = self.number(1)? & 1 != 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_text_is_measured_also_where_a_record_ends_within_it() {
        let first = [&[9, 0, 0, 0, 3, 0, 0, 0][..], &[2, 0, 1, 0x4E, 0x62, 0x7F, 0x89], &[3, 0, 0, b'a']].concat();
        let second = [&[0, b'b', b'c'][..], &[1, 0, 0x0D, 1, 0, 2, 0, 0, 0, 0x4E, 0x62, 0, 0, 0, 0, 0, 0]].concat();
        assert_eq!(sizes(&[&first, &second]), [6, 6, 3]);
        assert_eq!(sizes(&[&first]), [6]);
        assert_eq!(sizes(&[&[1, 2]]), [0_u32; 0]);
    }
}
