//! What is known of things that are told apart by a key, in the order in which these were met.

use std::hash::Hash;

use rustc_hash::FxHashMap;

/// Each key once, in the order in which they were met, and what is known of it.
#[derive(Debug)]
pub(super) struct Numbered<K, T> {
    pub all: Vec<(K, T)>,
    numbers: FxHashMap<K, usize>,
    last: usize,
}

impl<K, T> Default for Numbered<K, T> {
    fn default() -> Numbered<K, T> {
        Numbered { all: Vec::new(), numbers: FxHashMap::default(), last: 0 }
    }
}

impl<K: Copy + Eq + Hash, T> Numbered<K, T> {
    /// What is known of a key; as much as of a new one where it is met first.
    #[inline]
    pub fn of(&mut self, key: K, new: impl FnOnce() -> T) -> &mut T {
        let number = self.number(key, new);
        &mut self.all[number].1
    }

    /// The number of a key.
    #[inline]
    pub fn number(&mut self, key: K, new: impl FnOnce() -> T) -> usize {
        if !self.is_at(&key, self.last) {
            self.last = self.numbers.get(&key).copied().unwrap_or_else(|| self.begin(key, new()));
        }
        self.last
    }

    /// The number of a key that was met, looked for first in one place: neighbours mostly have one.
    ///
    /// # Panics
    ///
    /// If it was not met.
    #[inline]
    pub fn number_met(&self, key: &K, first: usize) -> usize {
        if self.is_at(key, first) { first } else { self.numbers[key] }
    }

    #[inline]
    fn is_at(&self, key: &K, number: usize) -> bool {
        self.all.get(number).is_some_and(|(own, _)| own == key)
    }

    #[inline(never)]
    fn begin(&mut self, key: K, new: T) -> usize {
        let number = self.all.len();
        self.numbers.insert(key, number);
        self.all.push((key, new));
        number
    }
}
