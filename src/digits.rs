//! Runs of ASCII digits, looked at eight at a time: the first digit is the lowest byte.

const HIGH_HALVES: u64 = 0xF0F0_F0F0_F0F0_F0F0;
const LOW_HALVES: u64 = 0x0F0F_0F0F_0F0F_0F0F;

/// Whether eight bytes are digits: the high half of each is 3, and stays so when six is added.
#[inline]
pub fn are_digits(eight: u64) -> bool {
    let with_six = eight.wrapping_add(0x0606_0606_0606_0606);
    (eight & HIGH_HALVES) | (with_six & HIGH_HALVES) >> 4 == 0x3333_3333_3333_3333
}

/// What eight digits write to a base of at most ten, none waiting for the one before: neighbours make a number of two
/// digits, these one of four, these the whole.
#[inline]
pub fn number(eight: u64, base: u64) -> u64 {
    let ones = eight & LOW_HALVES;
    let twos = (ones * base + (ones >> 8)) & 0x00FF_00FF_00FF_00FF;
    let fours = (twos * (base * base) + (twos >> 16)) & 0x0000_FFFF_0000_FFFF;
    (fours * base.pow(4) + (fours >> 32)) & 0xFFFF_FFFF
}

/// Whether a text is all digits, and not empty. Looked at from both ends, which may overlap.
#[inline]
pub fn all_digits(text: &[u8]) -> bool {
    if let Some(last) = text.last_chunk() {
        return text.as_chunks().0.iter().chain([last]).all(|eight| are_digits(u64::from_le_bytes(*eight)));
    }
    match (text.first_chunk(), text.last_chunk()) {
        (Some(first), Some(last)) => {
            let [first, last] = [first, last].map(|four| u64::from(u32::from_le_bytes(*four)));
            are_digits(first | last << 32)
        }
        _ => !text.is_empty() && text.iter().all(u8::is_ascii_digit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_told_from_a_digit_in_every_place() {
        for (place, byte) in (0..8).flat_map(|place| (0..=u8::MAX).map(move |byte| (place, byte))) {
            let mut text = *b"01234567";
            text[place] = byte;
            assert_eq!(are_digits(u64::from_le_bytes(text)), byte.is_ascii_digit(), "{byte} at {place}");
            for end in place..8 {
                assert_eq!(all_digits(&text[..=end]), byte.is_ascii_digit(), "{byte} at {place} of {end}");
            }
            let long = [&text[..], b"890"].concat();
            assert_eq!(all_digits(&long), byte.is_ascii_digit());
        }
        assert!(!all_digits(b""));
    }

    #[test]
    fn digits_write_a_number_to_any_base() {
        assert_eq!(number(u64::from_le_bytes(*b"20180423"), 10), 20_180_423);
        assert_eq!(number(u64::from_le_bytes(*b"99999999"), 10), 99_999_999);
        assert_eq!(number(u64::from_le_bytes(*b"10000001"), 2), 0b1000_0001);
        assert_eq!(number(u64::from_le_bytes(*b"00000090"), 2), 18);
    }
}
