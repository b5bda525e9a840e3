//! Items go in, in any order; groups of one key come out, in the order of keys. What has no room in memory waits on disk.
//!
//! On disk stand runs, each sorted, in a file without a name: it goes with the program, however that ends.

mod disk;
mod no_room;
mod pile;

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;

pub use disk::Bytes;
use disk::{Cursor, Disk};
pub use no_room::NoRoom;
pub use pile::Pile;

/// What can be put in order: as many bytes on disk as any other of its kind.
pub trait Item {
    const SIZE: usize;

    /// What holds a group together.
    fn sort_key(&self) -> u64;
    fn put(&self, bytes: &mut Vec<u8>);
    fn take(bytes: &mut Bytes<'_>) -> Self;
}

/// Items in the order of their keys.
#[derive(Debug)]
pub struct Sorted<T>(Pile<T>);

impl<T> Default for Sorted<T> {
    fn default() -> Sorted<T> {
        Sorted(Pile::default())
    }
}

impl<T: Item> Sorted<T> {
    /// With room for so many bytes of items; what is not used takes no memory.
    pub fn with_room(bytes: usize) -> Sorted<T> {
        Sorted(Pile::with_room(bytes))
    }

    pub fn push(&mut self, item: T) {
        self.0.items.push(item);
    }

    /// Takes all items of a list.
    pub fn append(&mut self, items: &mut Vec<T>) {
        self.0.append(items);
    }

    /// How many items there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Bytes of memory its items take.
    pub fn size(&self) -> usize {
        self.0.size()
    }

    /// Writes what is in memory to disk, where it takes more than so many bytes, and more than reading it again beside the
    /// runs that are there.
    pub fn spill_beyond(&mut self, bytes: usize) -> Result<(), NoRoom> {
        let blocks = self.0.disk.as_ref().map_or(0, Disk::least_to_read);
        if self.size() > bytes.max(blocks) { self.spill() } else { Ok(()) }
    }

    /// Writes what is in memory to disk, in order.
    pub fn spill(&mut self) -> Result<(), NoRoom> {
        self.0.items.sort_unstable_by_key(T::sort_key);
        self.0.spill()
    }

    /// Each group of one key, in order. What lies in memory is put in order there; if some lies on disk, all goes there.
    pub fn groups(&mut self) -> Result<Groups<'_, T>, NoRoom> {
        if self.0.disk.is_some() && !self.0.items.is_empty() {
            self.spill()?;
            self.0.items = Vec::new();
        }
        let Pile { items, disk, .. } = &mut self.0;
        items.sort_unstable_by_key(T::sort_key);
        let runs = disk.as_ref().map_or(Vec::new(), |disk| disk.cursors());
        let mut groups = Groups { rest: items, runs, heads: BinaryHeap::new(), group: Vec::new() };
        for run in 0..groups.runs.len() {
            let first = groups.advance(run)?;
            groups.heads.extend(first.map(|key| Reverse((key, run))));
        }
        Ok(groups)
    }

    /// Each item, in any order.
    pub fn each(&self, visit: impl FnMut(&T)) -> Result<(), NoRoom> {
        self.0.each(visit)
    }

    /// Makes other items of these, in an order of their own; within so many bytes.
    pub fn turned<U: Item>(self, bytes: usize, turn: impl FnMut(T) -> Option<U>) -> Result<Sorted<U>, NoRoom> {
        self.0.sorted(bytes, turn)
    }
}

impl<T: Item> Pile<T> {
    /// Makes other items of these and puts them in order; within so many bytes.
    pub fn sorted<U: Item>(self, bytes: usize, mut turn: impl FnMut(T) -> Option<U>) -> Result<Sorted<U>, NoRoom> {
        let mut turned = Sorted::default();
        for mut run in self.disk.iter().flat_map(Disk::cursors) {
            while let Some(item) = run.next()? {
                turned.0.items.extend(turn(item));
                turned.spill_beyond(bytes)?;
            }
        }
        // Where all lies in memory, the new items take the place of the old.
        let mut rest: Vec<U> = self.items.into_iter().filter_map(turn).collect();
        match turned.is_empty() {
            true => turned.0.items = rest,
            false => turned.append(&mut rest),
        }
        Ok(turned)
    }
}

/// Groups of one key, in the order of keys.
pub struct Groups<'s, T> {
    rest: &'s [T],
    runs: Vec<Cursor<'s, T>>,
    /// The next key of each run that has one.
    heads: BinaryHeap<Reverse<(u64, usize)>>,
    group: Vec<T>,
}

impl<T: Item> Groups<'_, T> {
    /// The next group, if there is one.
    pub fn next_group(&mut self) -> Result<Option<&[T]>, NoRoom> {
        if !self.runs.is_empty() {
            return self.merged();
        }
        let Some(first) = self.rest.first() else { return Ok(None) };
        let alike = self.rest.iter().take_while(|item| item.sort_key() == first.sort_key()).count();
        let (group, rest) = self.rest.split_at(alike);
        self.rest = rest;
        Ok(Some(group))
    }

    fn merged(&mut self) -> Result<Option<&[T]>, NoRoom> {
        self.group.clear();
        while let Some(Reverse((key, run))) = self.heads.peek().copied() {
            if self.group.first().is_some_and(|first| first.sort_key() != key) {
                break;
            }
            self.group.extend(self.runs[run].head.take());
            let next = self.advance(run)?;
            let Some(mut head) = self.heads.peek_mut() else { break };
            match next {
                Some(key) => *head = Reverse((key, run)),
                None => drop(PeekMut::pop(head)),
            }
        }
        Ok(Some(&self.group[..]).filter(|group| !group.is_empty()))
    }

    /// Takes the next item of a run to its head: what its key is.
    fn advance(&mut self, run: usize) -> Result<Option<u64>, NoRoom> {
        let next = self.runs[run].next()?;
        let key = next.as_ref().map(T::sort_key);
        self.runs[run].head = next;
        Ok(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A key, and what tells items of one key apart.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    struct Pair(u64, u32);

    impl Item for Pair {
        const SIZE: usize = 12;

        fn sort_key(&self) -> u64 {
            self.0
        }

        fn put(&self, bytes: &mut Vec<u8>) {
            bytes.extend_from_slice(&self.0.to_le_bytes());
            bytes.extend_from_slice(&self.1.to_le_bytes());
        }

        fn take(bytes: &mut Bytes<'_>) -> Pair {
            Pair(bytes.u64(), bytes.u32())
        }
    }

    /// Ten thousand, of about three thousand keys, in no order.
    fn pairs() -> Vec<Pair> {
        (0..10_000_u32)
            .map(|number| Pair(u64::from(number).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40 & 4095, number))
            .collect()
    }

    /// What a list holds, where so many bytes may stay in memory.
    fn within(bytes: usize) -> Sorted<Pair> {
        let mut sorted = Sorted::default();
        for pair in pairs() {
            sorted.push(pair);
            sorted.spill_beyond(bytes).unwrap();
        }
        sorted
    }

    /// Its groups, each in order.
    fn groups(mut sorted: Sorted<Pair>) -> Vec<Vec<Pair>> {
        let (mut all, mut groups) = (Vec::new(), sorted.groups().unwrap());
        while let Some(group) = groups.next_group().unwrap() {
            let mut group = group.to_vec();
            group.sort_unstable();
            all.push(group);
        }
        all
    }

    #[test]
    fn groups_are_the_same_whatever_went_to_disk() {
        let mut expected = pairs();
        expected.sort_unstable();
        let expected: Vec<Vec<Pair>> = expected.chunk_by(|one, other| one.0 == other.0).map(<[_]>::to_vec).collect();
        for bytes in [usize::MAX, 100_000, 20_000, 1_000] {
            assert_eq!(groups(within(bytes)), expected, "{bytes}");
        }
        assert!(groups(Sorted::default()).is_empty());
    }

    #[test]
    fn every_item_is_visited_and_turned_once() {
        for bytes in [usize::MAX, 20_000] {
            let (sorted, mut seen) = (within(bytes), Vec::new());
            assert_eq!(sorted.len(), 10_000);
            sorted.each(|pair| seen.push(*pair)).unwrap();
            seen.sort_unstable_by_key(|pair| pair.1);
            assert_eq!(seen, pairs());
            let odd =
                sorted.turned(bytes, |Pair(key, number)| (key % 2 == 1).then_some(Pair(key / 2, number))).unwrap();
            let odd: Vec<Pair> = groups(odd).concat();
            let mut expected: Vec<Pair> = pairs().into_iter().filter(|pair| pair.0 % 2 == 1).collect();
            expected.iter_mut().for_each(|pair| pair.0 /= 2);
            expected.sort_unstable();
            assert_eq!(odd, expected);
        }
    }
}
