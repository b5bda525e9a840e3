//! What an item is, byte by byte: whole numbers of a fixed length, or as long as they are large.

/// The bytes of items, taken one number after the other.
#[derive(Clone, Copy)]
pub struct Bytes<'b>(&'b [u8]);

impl<'b> Bytes<'b> {
    #[inline]
    pub fn of(bytes: &'b [u8]) -> Bytes<'b> {
        Bytes(bytes)
    }

    #[inline]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many are left.
    #[inline]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// So many of them; zeros where there are fewer.
    #[inline]
    pub fn array<const N: usize>(&mut self) -> [u8; N] {
        *self.chunk()
    }

    /// The same, to be read where they are.
    #[inline]
    pub fn chunk<const N: usize>(&mut self) -> &'b [u8; N] {
        let (next, rest) = self.0.split_first_chunk().unwrap_or((&[0; N], &[]));
        self.0 = rest;
        next
    }

    /// So many numbers of four bytes; zeros where there are fewer. One question whether they are there is enough for
    /// all.
    #[inline]
    pub fn words<const N: usize>(&mut self) -> [u32; N] {
        let words = self.0.as_chunks().0.first_chunk().unwrap_or(&[[0; 4]; N]);
        self.0 = self.0.get(4 * N..).unwrap_or_default();
        words.map(u32::from_le_bytes)
    }

    #[inline]
    pub fn u8(&mut self) -> u8 {
        u8::from_le_bytes(self.array())
    }

    #[inline]
    pub fn u16(&mut self) -> u16 {
        u16::from_le_bytes(self.array())
    }

    #[inline]
    pub fn u32(&mut self) -> u32 {
        u32::from_le_bytes(self.array())
    }

    #[inline]
    pub fn u64(&mut self) -> u64 {
        u64::from_le_bytes(self.array())
    }

    /// A number put by [`put_short`].
    #[inline]
    pub fn short(&mut self) -> u64 {
        match self.u8() {
            byte if byte < 128 => u64::from(byte),
            byte => self.longer(u64::from(byte & 127)),
        }
    }

    fn longer(&mut self, mut number: u64) -> u64 {
        let mut shift = 7;
        loop {
            let byte = self.u8();
            number |= u64::from(byte & 127) << shift;
            shift += 7;
            if byte < 128 || shift > 63 {
                return number;
            }
        }
    }
}

/// Puts bytes at the beginning of what is left of some room, which then begins behind them.
#[inline]
pub fn put_next<const N: usize>(room: &mut &mut [u8], bytes: [u8; N]) {
    debug_assert!(room.len() >= N);
    if let Some((place, rest)) = std::mem::take(room).split_first_chunk_mut() {
        *place = bytes;
        *room = rest;
    }
}

/// A number that is mostly small: seven bits a byte, the lowest first, and the highest bit set where more follow.
#[inline]
pub fn put_short(bytes: &mut Vec<u8>, mut number: u64) {
    while number > 127 {
        bytes.push(number as u8 | 128);
        number >>= 7;
    }
    bytes.push(number as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_numbers_are_read_back() {
        let numbers = [0, 1, 127, 128, 300, u64::from(u32::MAX), u64::MAX];
        let mut bytes = Vec::new();
        numbers.iter().for_each(|number| put_short(&mut bytes, *number));
        let mut read = Bytes::of(&bytes);
        assert!(numbers.iter().all(|number| read.short() == *number));
        assert!(read.is_empty());
    }
}
