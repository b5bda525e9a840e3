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
