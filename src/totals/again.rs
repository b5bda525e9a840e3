//! Households met again go in; those that count somewhere else come out: each counts where it is largest, the first of
//! several.

use std::cmp::Reverse;

use crate::sorted::{Bytes, Item, Keyed, NoRoom, Sorted};

use super::sum::Entry;

/// A household that may be met again within what it is added up with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Again {
    head: u64,
    part: u32,
    pub place: u32,
    persons: u32,
}

/// Not known how many.
const UNKNOWN: u32 = u32::MAX;

impl Again {
    pub fn of(head: u64, entry: &Entry<'_, '_>) -> Again {
        let persons = entry.persons().map_or(UNKNOWN, |persons| persons as u32);
        Again { head, part: entry.part as u32, place: entry.place, persons }
    }

    pub fn part(&self) -> usize {
        self.part as usize
    }

    pub fn persons(&self) -> Option<u64> {
        (self.persons != UNKNOWN).then_some(self.persons.into())
    }
}

/// Gives all but the largest of each.
pub(super) fn counted_elsewhere(mut again: Sorted<Again>, mut give: impl FnMut(&Again)) -> Result<(), NoRoom> {
    again.order()?;
    let mut groups = again.groups()?;
    while let Some(group) = groups.next_group()? {
        if group.len() < 2 {
            continue;
        }
        let mut group = group.to_vec();
        group.sort_unstable_by_key(|one| (one.part, Reverse(one.persons().unwrap_or(0)), one.place));
        for same in group.chunk_by(|one, other| one.part == other.part) {
            same.iter().skip(1).for_each(&mut give);
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
    const LONGEST: usize = 20;

    fn put(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&self.head.to_le_bytes());
        let numbers = [self.part, self.place, self.persons];
        bytes.extend_from_slice(numbers.map(u32::to_le_bytes).as_flattened());
    }

    fn take(bytes: &mut Bytes<'_>) -> Again {
        let head = bytes.u64();
        let [part, place, persons] = bytes.words();
        Again { head, part, place, persons }
    }
}
