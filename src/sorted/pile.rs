//! Items go in, and come out again in the order in which they went, whole or in parts. What has no room in memory waits on
//! disk.

use std::marker::PhantomData;

use super::disk::Disk;
use super::heap::{Block, Heap, each};
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

    /// Bytes of memory its items take.
    pub fn size(&self) -> usize {
        self.heap.size()
    }

    /// Writes what is in memory to disk.
    pub fn spill(&mut self) -> Result<(), NoRoom> {
        self.heap.spill(Disk::of(&mut self.disk)?)
    }

    /// All of it in so many parts, or fewer.
    pub fn parts(&self, count: usize) -> Vec<Part<'_, T>> {
        let of_each = self.heap.blocks.len().div_ceil(count.max(1)).max(1);
        let part = |blocks| Part { blocks, open: &[], disk: self.disk.as_ref(), kind: PhantomData };
        let mut parts: Vec<Part<'_, T>> = self.heap.blocks.chunks(of_each).map(part).collect();
        match parts.last_mut() {
            Some(last) => last.open = &self.heap.open,
            None => parts.push(Part::of(&self.heap, None)),
        }
        parts
    }
}

impl<'p, T: Item> Part<'p, T> {
    pub(super) fn of(heap: &'p Heap, disk: Option<&'p Disk>) -> Part<'p, T> {
        Part { blocks: &heap.blocks, open: &heap.open, disk, kind: PhantomData }
    }

    pub fn each(&self, mut visit: impl FnMut(T) -> Result<(), NoRoom>) -> Result<(), NoRoom> {
        let mut own = Vec::new();
        for block in self.blocks {
            each(block.bytes(self.disk, &mut own)?, &mut visit)?;
        }
        each(self.open, &mut visit)
    }
}
