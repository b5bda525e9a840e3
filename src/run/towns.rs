//! Names of townships and villages, each kept once and numbered; the numbers never leave the run.

use std::sync::{PoisonError, RwLock};

use rustc_hash::FxHashMap;

/// Places in the order they were first met, which is of no meaning: lists sort by where they stand in the files.
#[derive(Debug, Default)]
pub struct Towns(RwLock<Known>);

#[derive(Debug, Default)]
struct Known {
    numbers: FxHashMap<String, u32>,
    names: Vec<String>,
}

impl Towns {
    /// The number of a name; the empty name is a place too: none was written.
    pub fn number(&self, name: &str) -> u32 {
        if let Some(number) = self.0.read().unwrap_or_else(PoisonError::into_inner).numbers.get(name) {
            return *number;
        }
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let next = known.names.len() as u32;
        let number = *known.numbers.entry(name.to_owned()).or_insert(next);
        if number == next {
            known.names.push(name.to_owned());
        }
        number
    }

    /// All names, by number.
    pub fn names(&self) -> Vec<String> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).names.clone()
    }

    pub fn name(&self, number: u32) -> String {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        known.names.get(number as usize).cloned().unwrap_or_default()
    }
}
