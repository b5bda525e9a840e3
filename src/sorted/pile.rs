//! Items go in, and come out again in the order in which they went, whole, from some place on, or in parts. What has no
//! room in memory waits on disk.

use std::marker::PhantomData;

use super::disk::Disk;
use super::heap::{Block, Heap, each, gather};
use super::{Item, NoRoom};

/// So many bytes of items make a block, about.
const BLOCK: usize = 64 << 10;

/// Items in the order in which they came, and never looked for one by one.
#[derive(Debug)]
pub struct Pile<T> {
    heap: Heap,
    disk: Option<Disk>,
    kind: PhantomData<T>,
}

/// A place in a pile: the first block of what was put down from there on. That of nothing put down yet is the
/// beginning.
#[derive(Debug, Clone, Copy, Default)]
pub struct Start(usize);

/// Neighbours of a pile.
#[derive(Debug)]
pub struct Part<'p, T> {
    blocks: &'p [Block],
    /// What is of no block yet, where it is among them.
    open: &'p [u8],
    disk: Option<&'p Disk>,
    kind: PhantomData<fn() -> T>,
}

impl<T> Default for Pile<T> {
    fn default() -> Pile<T> {
        Pile { heap: Heap::default(), disk: None, kind: PhantomData }
    }
}

impl<T: Item> Pile<T> {
    pub fn push(&mut self, item: &T) {
        self.heap.push(item, BLOCK);
    }

    /// How many items there are.
    pub fn count(&self) -> usize {
        self.heap.count
    }

    /// Where what is put down next begins.
    pub fn begin(&mut self) -> Start {
        Start(self.heap.begin())
    }

    /// Bytes of memory its items take.
    pub fn size(&self) -> usize {
        self.heap.size()
    }

    /// Writes what is in memory to disk.
    pub fn spill(&mut self) -> Result<(), NoRoom> {
        self.heap.spill(Disk::of(&mut self.disk)?)
    }

    /// The same, where that takes more than so many bytes.
    pub fn spill_beyond(&mut self, bytes: usize) -> Result<(), NoRoom> {
        if self.size() > bytes { self.spill() } else { Ok(()) }
    }

    /// All from some place on, in so many parts or fewer.
    pub fn parts(&self, Start(from): Start, count: usize) -> Vec<Part<'_, T>> {
        let blocks = &self.heap.blocks[from..];
        let of_each = blocks.len().div_ceil(count.max(1)).max(1);
        let part = |blocks, open| Part { blocks, open, disk: self.disk.as_ref(), kind: PhantomData };
        let mut parts: Vec<Part<'_, T>> = blocks.chunks(of_each).map(|blocks| part(blocks, &[])).collect();
        match parts.last_mut() {
            Some(last) => last.open = &self.heap.open,
            None => parts.push(part(&[], &self.heap.open)),
        }
        parts
    }

    /// Each item, in order.
    pub fn each(&self, visit: impl FnMut(T) -> Result<(), NoRoom>) -> Result<(), NoRoom> {
        Part::of(&self.heap, self.disk.as_ref()).each(visit)
    }

    /// Puts what becomes of each item, if anything does, in its place, from some place on.
    pub fn change(
        &mut self,
        Start(from): Start,
        mut become_of: impl FnMut(T) -> Result<Option<T>, NoRoom>,
    ) -> Result<(), NoRoom> {
        self.heap.change(from, &mut self.disk, &mut become_of)
    }
}

impl<'p, T: Item> Part<'p, T> {
    pub(super) fn of(heap: &'p Heap, disk: Option<&'p Disk>) -> Part<'p, T> {
        Part { blocks: &heap.blocks, open: &heap.open, disk, kind: PhantomData }
    }

    /// The same with all of it in some room in memory, where that takes no more than so many bytes: for who goes over
    /// it more than once.
    pub fn at_hand<'h>(&self, within: usize, room: &'h mut Vec<u8>) -> Result<Part<'h, T>, NoRoom>
    where
        'p: 'h,
    {
        let on_disk = self.blocks.iter().any(|block| matches!(block, Block::OnDisk(_)));
        let size = self.blocks.iter().map(Block::size).sum::<usize>() + self.open.len();
        if !on_disk || size > within {
            return Ok(Part { blocks: self.blocks, open: self.open, disk: self.disk, kind: PhantomData });
        }
        room.clear();
        room.reserve_exact(size);
        gather(self.blocks, room, self.disk)?;
        room.extend_from_slice(self.open);
        Ok(Part { blocks: &[], open: room, disk: None, kind: PhantomData })
    }

    pub fn each(&self, mut visit: impl FnMut(T) -> Result<(), NoRoom>) -> Result<(), NoRoom> {
        let mut own = Vec::new();
        for block in self.blocks {
            each(block.bytes(self.disk, &mut own)?, &mut visit)?;
        }
        each(self.open, &mut visit)
    }
}
