//! Items go in; those of one key come out in one part, small enough that a look at any of it is quick. What has no room
//! in memory waits on disk.

use std::marker::PhantomData;

use super::disk::Disk;
use super::heap::Heap;
use super::{Keyed, NoRoom, Part, SPREAD, Sorted};

/// In so many parts, as powers of two: of few items, and of many, where a part of the first would be too large for a
/// processor's own memory.
const FEW: u32 = 6;
const MANY: u32 = 8;
/// The blocks of all parts that are not full have room for so many bytes together, of which those not yet filled take
/// no memory.
const OPEN: usize = 4 << 20;

/// Items in parts by their keys, in each in the order in which they came.
#[derive(Debug)]
pub struct Parted<T> {
    heaps: Vec<Heap>,
    /// How many these are, as a power of two.
    parts: u32,
    disk: Option<Disk>,
    kind: PhantomData<T>,
}

impl<T> Default for Parted<T> {
    fn default() -> Parted<T> {
        Parted::in_parts(FEW)
    }
}

impl<T> Parted<T> {
    /// For many items, tens of millions, or for fewer.
    pub fn of(many: bool) -> Parted<T> {
        Parted::in_parts(if many { MANY } else { FEW })
    }

    /// An empty one in as many parts as another.
    pub fn like<U>(other: &Parted<U>) -> Parted<T> {
        Parted::in_parts(other.parts)
    }

    fn in_parts(parts: u32) -> Parted<T> {
        let heaps = (0..1 << parts).map(|_| Heap::default()).collect();
        Parted { heaps, parts, disk: None, kind: PhantomData }
    }
}

impl<T: Keyed> Parted<T> {
    pub fn push(&mut self, item: &T) {
        let part = self.part_of(item);
        self.heaps[part].push(item, OPEN >> self.parts);
    }

    #[inline]
    fn part_of(&self, item: &T) -> usize {
        (item.sort_key().wrapping_mul(SPREAD) >> (u64::BITS - self.parts)) as usize
    }

    /// Puts items down part by part, as [`Parted::push`] would one by one: the room of each part is far from that of
    /// the next, and going there once for several items costs less.
    pub fn extend(&mut self, items: &[T]) {
        if items.is_empty() {
            return;
        }
        let mut ends = vec![0; self.heaps.len()];
        items.iter().for_each(|item| ends[self.part_of(item)] += 1);
        let mut before = 0;
        for end in &mut ends {
            // Where a part begins, until its items are put in order.
            (*end, before) = (before, before + *end);
        }
        let mut order = vec![0_u32; items.len()];
        for (place, item) in (0..).zip(items) {
            let end = &mut ends[self.part_of(item)];
            order[*end] = place;
            *end += 1;
        }
        let mut rest = &order[..];
        let mut before = 0;
        for (heap, end) in self.heaps.iter_mut().zip(ends) {
            let (own, others) = rest.split_at(end - before);
            own.iter().for_each(|place| heap.push(&items[*place as usize], OPEN >> self.parts));
            (rest, before) = (others, end);
        }
    }

    /// How many items there are.
    pub fn count(&self) -> usize {
        self.heaps.iter().map(|heap| heap.count).sum()
    }

    /// Bytes of memory its items take.
    pub fn size(&self) -> usize {
        self.heaps.iter().map(Heap::size).sum()
    }

    /// Writes what is in memory to disk.
    pub fn spill(&mut self) -> Result<(), NoRoom> {
        let disk = Disk::of(&mut self.disk)?;
        self.heaps.iter_mut().try_for_each(|heap| heap.spill(disk))
    }

    /// The same, where that takes more than so many bytes.
    pub fn spill_beyond(&mut self, bytes: usize) -> Result<(), NoRoom> {
        if self.size() > bytes { self.spill() } else { Ok(()) }
    }

    /// The same, where some lies on disk already: then memory is free for who looks through it.
    pub fn spill_rest(&mut self) -> Result<(), NoRoom> {
        if self.disk.is_some() { self.spill() } else { Ok(()) }
    }

    /// How many items each part has, and the part.
    pub fn parts(&self) -> Vec<(usize, Part<'_, T>)> {
        self.heaps.iter().map(|heap| (heap.count, Part::of(heap, self.disk.as_ref()))).collect()
    }

    /// All of them, in the order of their keys, within so many bytes.
    pub fn sorted(self, bytes: usize) -> Result<Sorted<T>, NoRoom> {
        let mut sorted = Sorted::with_room(self.count(), bytes);
        for heap in self.heaps {
            heap.take_apart(self.disk.as_ref(), &mut |item| {
                sorted.push(item);
                sorted.spill_beyond(bytes)
            })?;
        }
        sorted.order()?;
        Ok(sorted)
    }
}
