//! Households met again go in; those that count somewhere else come out: each counts where it is largest, the first of
//! several.

use std::cmp::Reverse;

use crate::sorted::{Bytes, Item, Keyed, NoRoom, Sorted};

use super::bundles::Entry;

/// A household that may be met again within what it is added up with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Again {
    head: u64,
    /// The number of its bundle.
    number: u32,
    pub place: u32,
    persons: u32,
    /// The fen it is paid, as far as they go: of two that differ in no other way.
    paid: u32,
}

/// Not known how many, or how much.
const UNKNOWN: u32 = u32::MAX;

impl Again {
    pub fn of(head: u64, entry: &Entry<'_, '_>) -> Again {
        let persons = entry.bundle.persons(entry.household).map_or(UNKNOWN, |persons| persons as u32);
        let paid = entry.household.amount.map_or(UNKNOWN, |amount| amount.fen() as u32);
        Again { head, number: entry.number as u32, place: entry.place, persons, paid }
    }

    pub fn number(&self) -> usize {
        self.number as usize
    }

    pub fn paid(&self) -> Option<u32> {
        Some(self.paid).filter(|paid| *paid != UNKNOWN)
    }

    pub fn persons(&self) -> Option<u64> {
        (self.persons != UNKNOWN).then_some(self.persons.into())
    }
}

/// Gives all but the largest of each head in each part, which is known by bundle; of those that count in none, nobody.
pub(super) fn counted_elsewhere(
    again: &Sorted<Again>,
    parts: &[Option<usize>],
    mut give: impl FnMut(usize, &Again),
) -> Result<(), NoRoom> {
    let mut groups = again.groups()?;
    while let Some(group) = groups.next_group()? {
        if group.len() < 2 {
            continue;
        }
        let in_part = |one: &Again| Some((parts[one.number as usize]?, *one));
        let mut group: Vec<(usize, Again)> = group.iter().filter_map(in_part).collect();
        group.sort_unstable_by_key(|(part, one)| (*part, Reverse(one.persons().unwrap_or(0)), one.place));
        for same in group.chunk_by(|(one, _), (other, _)| one == other) {
            same.iter().skip(1).for_each(|(part, one)| give(*part, one));
        }
    }
    Ok(())
}

/// By head.
impl Keyed for Again {
    fn sort_key(&self) -> u64 {
        self.head
    }
}

impl Item for Again {
    const LONGEST: usize = 24;

    fn put(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&self.head.to_le_bytes());
        let numbers = [self.number, self.place, self.persons, self.paid];
        bytes.extend_from_slice(numbers.map(u32::to_le_bytes).as_flattened());
    }

    fn take(bytes: &mut Bytes<'_>) -> Again {
        let head = bytes.u64();
        let [number, place, persons, paid] = bytes.words();
        Again { head, number, place, persons, paid }
    }
}
