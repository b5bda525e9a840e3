//! Lists that show an exception of the law go in first; what they say of somebody in a month comes out.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::day::Month;

use super::remark::Remark;
use super::sighting::Sighting;

/// Who stands on the lists that row checks ask of: by the list's id and the person's number.
#[derive(Debug, Default)]
pub struct Shown(BTreeMap<String, FxHashMap<u64, Vec<(Sighting, Remark)>>>);

impl Shown {
    /// Adds a list of the run; nobody stands on it yet.
    pub fn list(&mut self, id: &str) {
        self.0.entry(id.to_owned()).or_default();
    }

    pub fn add(&mut self, id: &str, row: Sighting, remark: Remark) {
        self.0.entry(id.to_owned()).or_default().entry(row.key).or_default().push((row, remark));
    }

    pub fn has(&self, id: &str) -> bool {
        self.0.contains_key(id)
    }

    /// All that a list says of somebody.
    pub fn rows(&self, id: &str, key: u64) -> &[(Sighting, Remark)] {
        self.0.get(id).and_then(|people| people.get(&key)).map_or(&[], Vec::as_slice)
    }

    /// What a list says of somebody in a month; a row without days says it of every month.
    pub fn of(&self, id: &str, key: u64, month: Month) -> impl Iterator<Item = &Remark> {
        let held = self.rows(id, key).iter().filter(move |(row, _)| row.months.is_none_or(|of| of.contains(month)));
        held.map(|(_, remark)| remark)
    }
}
