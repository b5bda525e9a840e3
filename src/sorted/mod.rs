//! Items go in, in any order; groups of one key come out, in the order of keys. What has no room in memory waits on
//! disk.

mod bytes;
mod disk;
mod groups;
mod heap;
mod met;
mod no_room;
mod parted;
mod pile;

pub use bytes::{Bytes, put_next, put_short};
use disk::{Block, Disk};
pub use groups::Groups;
pub use met::Met;
pub use no_room::NoRoom;
pub use parted::Parted;
pub use pile::{Part, Pile, Start};

/// Odd, and without a pattern of its own: the highest bits of a product with it depend on all bits of the other number.
pub(crate) const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

/// So many bytes of items make a block of a run, about: one of each run is in memory while they are read.
const OF_RUN: usize = 16 << 10;

/// What can be put down and taken up again.
pub trait Item {
    /// The most bytes one takes.
    const LONGEST: usize;

    fn put(&self, bytes: &mut Vec<u8>);
    fn take(bytes: &mut Bytes<'_>) -> Self;
}

/// What can be put in order.
pub trait Keyed: Item {
    /// What holds a group together.
    fn sort_key(&self) -> u64;
}

/// Items in the order of their keys: in memory, and on disk in runs that are each in order.
#[derive(Debug)]
pub struct Sorted<T> {
    items: Vec<T>,
    runs: Vec<Vec<Block>>,
    disk: Option<Disk>,
    /// How many items lie on disk.
    spilled: usize,
}

impl<T> Default for Sorted<T> {
    fn default() -> Sorted<T> {
        Sorted { items: Vec::new(), runs: Vec::new(), disk: None, spilled: 0 }
    }
}

impl<T: Keyed> Sorted<T> {
    /// With room for so many items, within so many bytes; what is not used takes no memory.
    fn with_room(count: usize, bytes: usize) -> Sorted<T> {
        Sorted { items: Vec::with_capacity(count.min(bytes / size_of::<T>())), ..Sorted::default() }
    }

    pub fn push(&mut self, item: T) {
        self.items.push(item);
    }

    /// Takes all items of another.
    pub fn append(&mut self, items: &mut Vec<T>) {
        self.items.append(items);
    }

    /// How many items there are.
    pub fn count(&self) -> usize {
        self.spilled + self.items.len()
    }

    /// Writes what is in memory to disk, where it takes more than so many bytes, and more than reading it again beside
    /// the runs that are there.
    pub fn spill_beyond(&mut self, bytes: usize) -> Result<(), NoRoom> {
        let taken = self.items.len() * size_of::<T>();
        if taken > bytes.max(self.runs.len() * OF_RUN) { self.spill() } else { Ok(()) }
    }

    /// Writes what is in memory to disk, in order.
    fn spill(&mut self) -> Result<(), NoRoom> {
        self.items.sort_unstable_by_key(T::sort_key);
        let disk = Disk::of(&mut self.disk)?;
        let (mut run, mut block) = (Vec::new(), Vec::with_capacity(OF_RUN));
        for item in &self.items {
            item.put(&mut block);
            if block.len() + T::LONGEST > OF_RUN {
                run.push(disk.write(&block)?);
                block.clear();
            }
        }
        if !block.is_empty() {
            run.push(disk.write(&block)?);
        }
        self.runs.push(run);
        self.spilled += self.items.len();
        self.items.clear();
        Ok(())
    }

    /// Puts all items in order. What lies in memory is put in order there; if some lies on disk, all goes there.
    pub fn order(&mut self) -> Result<(), NoRoom> {
        if !self.runs.is_empty() && !self.items.is_empty() {
            self.spill()?;
            self.items = Vec::new();
        }
        self.items.sort_unstable_by_key(T::sort_key);
        Ok(())
    }

    /// Each group of one key, in order, once all are in order.
    pub fn groups(&self) -> Result<Groups<'_, T>, NoRoom> {
        match &self.disk {
            None => Ok(Groups::of_list(&self.items)),
            Some(disk) => Groups::of_runs(&self.runs, disk),
        }
    }

    /// The groups of what is in order, in so many parts or fewer; in one where some lies on disk.
    pub fn parts(&self, count: usize) -> Result<Vec<Groups<'_, T>>, NoRoom> {
        if self.disk.is_some() {
            return Ok(vec![self.groups()?]);
        }
        let of_each = self.items.len().div_ceil(count.max(1)).max(1);
        let (mut parts, mut rest) = (Vec::new(), &self.items[..]);
        while rest.len() > of_each {
            let last = rest[of_each - 1].sort_key();
            let end = rest.partition_point(|item| item.sort_key() <= last);
            let (part, others) = rest.split_at(end);
            parts.push(Groups::of_list(part));
            rest = others;
        }
        parts.push(Groups::of_list(rest));
        Ok(parts)
    }

    /// Each item, in any order.
    pub fn each(&self, mut visit: impl FnMut(&T)) -> Result<(), NoRoom> {
        self.items.iter().for_each(&mut visit);
        let mut own = Vec::new();
        for (block, disk) in self.runs.iter().flatten().flat_map(|block| Some(block).zip(self.disk.as_ref())) {
            disk.read(*block, &mut own)?;
            let mut bytes = Bytes::of(&own);
            while !bytes.is_empty() {
                visit(&T::take(&mut bytes));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A key, and what tells items of one key apart.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    struct Pair(u64, u32);

    impl Item for Pair {
        const LONGEST: usize = 12;

        fn put(&self, bytes: &mut Vec<u8>) {
            bytes.extend_from_slice(&self.0.to_le_bytes());
            bytes.extend_from_slice(&self.1.to_le_bytes());
        }

        fn take(bytes: &mut Bytes<'_>) -> Pair {
            Pair(bytes.u64(), bytes.u32())
        }
    }

    impl Keyed for Pair {
        fn sort_key(&self) -> u64 {
            self.0
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
        sorted.order().unwrap();
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
    fn parts_are_all_of_it_and_part_no_group() {
        let mut sorted = within(usize::MAX);
        sorted.order().unwrap();
        let whole = sorted.count();
        for count in [1, 2, 3, 7, 10_000] {
            let (mut keys, mut items) = (Vec::new(), 0);
            for mut part in sorted.parts(count).unwrap() {
                while let Some(group) = part.next_group().unwrap() {
                    keys.push(group[0].0);
                    items += group.len();
                }
            }
            assert!(keys.is_sorted_by(|one, other| one < other), "{count}");
            assert_eq!(items, whole);
        }
    }

    #[test]
    fn every_item_is_visited_once() {
        for bytes in [usize::MAX, 20_000] {
            let (sorted, mut seen) = (within(bytes), Vec::new());
            assert_eq!(sorted.count(), 10_000);
            sorted.each(|pair| seen.push(*pair)).unwrap();
            seen.sort_unstable_by_key(|pair| pair.1);
            assert_eq!(seen, pairs());
        }
    }

    #[test]
    fn a_pile_comes_back_as_it_went_in() {
        for spills in [usize::MAX, 9_000, 700] {
            let mut pile = Pile::default();
            for (place, pair) in pairs().iter().enumerate() {
                pile.push(pair);
                if place % spills == spills - 1 {
                    pile.spill().unwrap();
                    assert_eq!(pile.size(), 0);
                }
            }
            for parts in [1, 2, 5, 100] {
                let mut seen = Vec::new();
                for part in pile.parts(Start::default(), parts) {
                    part.each(|pair| {
                        seen.push(pair);
                        Ok(())
                    })
                    .unwrap();
                }
                assert_eq!(seen, pairs());
            }
        }
    }

    #[test]
    fn what_is_changed_stands_where_it_stood() {
        for spills in [usize::MAX, 9_000, 700] {
            let (mut pile, mut start) = (Pile::default(), Start::default());
            for (place, pair) in pairs().iter().enumerate() {
                if place == 5_000 {
                    start = pile.begin();
                }
                pile.push(pair);
                if place % spills == spills - 1 {
                    pile.spill().unwrap();
                }
            }
            let becomes = |pair: Pair| match pair.1 % 3 {
                0 => None,
                1 => Some(Pair(pair.0, 0)),
                _ => Some(pair),
            };
            pile.change(start, |pair| Ok(becomes(pair))).unwrap();
            let expected: Vec<Pair> = pairs()
                .into_iter()
                .filter_map(|pair| if pair.1 < 5_000 { Some(pair) } else { becomes(pair) })
                .collect();
            let mut seen = Vec::new();
            pile.each(|pair| {
                seen.push(pair);
                Ok(())
            })
            .unwrap();
            assert_eq!(seen, expected);
            assert_eq!(pile.count(), expected.len());
        }
    }

    #[test]
    fn many_items_go_where_each_would_go() {
        let pairs = pairs();
        for of_each in [1, 7, 1_000, pairs.len()] {
            let (mut one_by_one, mut at_once) = (Parted::default(), Parted::default());
            pairs.iter().for_each(|pair| one_by_one.push(pair));
            pairs.chunks(of_each).for_each(|some| at_once.extend(some));
            at_once.extend(&[]);
            let parts = |parted: &Parted<Pair>| {
                let in_order = |(count, part): (usize, Part<'_, Pair>)| {
                    let mut own = Vec::new();
                    part.each(|pair| {
                        own.push(pair);
                        Ok(())
                    })
                    .unwrap();
                    (count, own)
                };
                parted.parts().into_iter().map(in_order).collect::<Vec<_>>()
            };
            assert_eq!(parts(&at_once), parts(&one_by_one), "{of_each}");
        }
    }

    #[test]
    fn what_has_one_key_is_in_one_part() {
        for (spills, many) in [(usize::MAX, false), (3_000, false), (3_000, true)] {
            let mut parted = Parted::of(many);
            for (place, pair) in pairs().iter().enumerate() {
                parted.push(pair);
                if place % spills == spills - 1 {
                    parted.spill().unwrap();
                }
            }
            let (mut all, mut part_of) = (Vec::new(), std::collections::BTreeMap::new());
            for (place, (count, part)) in parted.parts().into_iter().enumerate() {
                let before = all.len();
                part.each(|pair| {
                    all.push(pair);
                    Ok(())
                })
                .unwrap();
                assert_eq!(all.len() - before, count);
                for within in [0, usize::MAX] {
                    let (mut room, mut again) = (vec![1, 2, 3], Vec::new());
                    let at_hand = part.at_hand(within, &mut room).unwrap();
                    at_hand
                        .each(|pair| {
                            again.push(pair);
                            Ok(())
                        })
                        .unwrap();
                    assert_eq!(again, all[before..], "within {within}");
                }
                assert!(all[before..].iter().all(|pair| *part_of.entry(pair.0).or_insert(place) == place));
            }
            all.sort_unstable_by_key(|pair| pair.1);
            assert_eq!(all, pairs());
            let sorted = parted.sorted(20_000).unwrap();
            assert_eq!(sorted.count(), 10_000);
        }
    }
}
