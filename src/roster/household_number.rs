//! The number a row gives its household, as what is told from others.

use crate::field::Field;

use super::hashed::{hash, hash_of_text};
use super::record::Record;

/// The number a row gives its household.
#[derive(Debug, Clone, Copy)]
pub(super) struct HouseholdNumber {
    pub hash: u64,
    /// A short number, such as 1 or 12, is given anew in each village; a long one is the household's wherever it
    /// stands.
    pub is_short: bool,
}

impl HouseholdNumber {
    /// Of a row.
    #[inline(always)]
    pub(super) fn of(record: &Record<'_>) -> Option<HouseholdNumber> {
        record.text(Field::HouseholdNumber).map(HouseholdNumber::written)
    }

    /// What tells it across rosters.
    #[inline(always)]
    pub(super) fn across(self, record: &Record<'_>) -> u64 {
        if self.is_short { self.of_its_village(record) } else { self.hash }
    }

    #[inline(never)]
    fn of_its_village(self, record: &Record<'_>) -> u64 {
        hash(&(self.hash, record.text(Field::Township), record.text(Field::Village)))
    }

    fn written(number: &str) -> HouseholdNumber {
        HouseholdNumber { hash: hash_of_text(number), is_short: !is_long(number) }
    }
}

/// A number of so many characters is a short one.
const SHORT: usize = 5;

/// Whether a text has more characters than a short number; nearly every one is ASCII and is told by its bytes.
fn is_long(text: &str) -> bool {
    match text.as_bytes().get(..=SHORT) {
        None => false,
        Some(start) => start.is_ascii() || text.chars().nth(SHORT).is_some(),
    }
}
