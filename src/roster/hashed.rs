//! What is only told from others, and never shown again, is kept as a number.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

/// The same for what is equal, in every run.
#[inline]
pub(super) fn hash<T: Hash + ?Sized>(of: &T) -> u64 {
    let mut hasher = FxHasher::default();
    of.hash(&mut hasher);
    hasher.finish()
}

/// The same of a text, which stands for itself alone: no mark ends it.
#[inline]
pub(super) fn hash_of_text(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    hasher.finish()
}
