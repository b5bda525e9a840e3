//! Names of townships, each kept once and numbered; the numbers never leave the run.

use std::sync::{PoisonError, RwLock};

/// Townships in the order they were first met, which is of no meaning: lists sort by where they stand in the files.
#[derive(Debug, Default)]
pub struct Towns(RwLock<Vec<String>>);

impl Towns {
    /// The number of a name; the empty name is a township too: none was written.
    pub fn number(&self, name: &str) -> u16 {
        let known = |names: &[String]| names.iter().position(|known| known == name);
        if let Some(place) = known(&self.0.read().unwrap_or_else(PoisonError::into_inner)) {
            return place as u16;
        }
        let mut names = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = known(&names) {
            return place as u16;
        }
        names.push(name.to_owned());
        (names.len() - 1) as u16
    }

    pub fn name(&self, number: u16) -> String {
        let names = self.0.read().unwrap_or_else(PoisonError::into_inner);
        names.get(usize::from(number)).cloned().unwrap_or_default()
    }
}
