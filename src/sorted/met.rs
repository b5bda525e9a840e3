//! Numbers go in; which of them came more than once comes out, for a few bits a number instead of a sort of all.

/// Numbers that surely came more than once, and about one in twenty of the others: whoever needs to know holds these
/// few beside each other.
#[derive(Debug)]
pub struct Met {
    words: Vec<Word>,
}

/// Which of sixty-four places were met, and which again: beside each other, for of many numbers each is far from the
/// last.
#[derive(Debug, Clone, Copy, Default)]
struct Word {
    once: u64,
    again: u64,
}

/// Odd, and another than [`super::SPREAD`]: of numbers in one part of what is parted, the products with that begin with
/// the same bits.
const APART: u64 = 0xBF58_476D_1CE4_E5B9;

/// So many numbers share a word, about.
const OF_WORD: usize = 6;

impl Met {
    /// Of so many numbers, about.
    pub fn new(count: usize) -> Met {
        Met { words: vec![Word::default(); count / OF_WORD + 1] }
    }

    pub fn add(&mut self, number: u64) {
        let (word, bits) = self.place(number);
        let word = &mut self.words[word];
        word.again |= if word.once & bits == bits { bits } else { 0 };
        word.once |= bits;
    }

    /// Takes a number for one that came more than once.
    pub fn meet_again(&mut self, number: u64) {
        let (word, bits) = self.place(number);
        self.words[word].again |= bits;
    }

    pub fn met_again(&self, number: u64) -> bool {
        let (word, bits) = self.place(number);
        self.words[word].again & bits == bits
    }

    /// Its word, and three places there.
    fn place(&self, number: u64) -> (usize, u64) {
        let product = u128::from(number) * u128::from(APART);
        let spread = (product >> 64) as u64 ^ product as u64;
        let word = ((u128::from(spread) * self.words.len() as u128) >> 64) as usize;
        // The highest bits have named the word.
        let bits = 1 << (spread & 63) | 1 << (spread >> 6 & 63) | 1 << (spread >> 12 & 63);
        (word, bits)
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
        let others = (0..500).filter(|number| met.met_again(number * 7919)).count();
        assert!(others < 50, "{others}");
    }
}
