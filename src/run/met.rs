//! Numbers go in; which of them came more than once comes out, for a few bits a number instead of a sort of all.

/// Numbers that surely came more than once, and about one in twelve of the others: whoever needs to know holds these few
/// beside each other.
pub(super) struct Met {
    words: Vec<Word>,
    shift: u32,
}

/// Which of sixty-four places were met, and which again: beside each other, for of many numbers each is far from the last.
#[derive(Debug, Clone, Copy, Default)]
struct Word {
    once: u64,
    again: u64,
}

/// Odd, and without a pattern of its own: the highest bits of a product with it depend on all bits of the other number.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

impl Met {
    /// Of so many numbers, about.
    pub fn new(count: usize) -> Met {
        let bits = (count.max(8) * 8).next_power_of_two();
        Met { words: vec![Word::default(); bits / 64], shift: u64::BITS - bits.trailing_zeros() }
    }

    pub fn add(&mut self, number: u64) {
        let (place, bit) = self.place(number);
        let word = &mut self.words[place];
        word.again |= word.once & bit;
        word.once |= bit;
    }

    pub fn met_again(&self, number: u64) -> bool {
        let (place, bit) = self.place(number);
        self.words[place].again & bit != 0
    }

    fn place(&self, number: u64) -> (usize, u64) {
        let place = number.wrapping_mul(SPREAD) >> self.shift;
        ((place / 64) as usize, 1 << (place % 64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_twice_is_met_again_and_little_else() {
        let mut met = Met::new(1000);
        (0..1000).chain(500..600).for_each(|number| met.add(number * 7919));
        assert!((500..600).all(|number| met.met_again(number * 7919)));
        assert!((0..500).filter(|number| met.met_again(number * 7919)).count() < 100);
    }
}
