//! Items become bytes, block by block; blocks lie in memory or on disk.

use super::disk::{self, Disk};
use super::{Bytes, Item, NoRoom};

/// Blocks of items, and what is of none yet.
#[derive(Debug, Default)]
pub(super) struct Heap {
    pub blocks: Vec<Block>,
    pub open: Vec<u8>,
    pub count: usize,
    /// How many bytes of blocks are in memory.
    in_memory: usize,
}

#[derive(Debug)]
pub(super) enum Block {
    Here(Vec<u8>),
    OnDisk(disk::Block),
}

impl Heap {
    /// Puts an item down, in blocks of so many bytes.
    pub fn push<T: Item>(&mut self, item: &T, block: usize) {
        if self.open.capacity() == 0 {
            self.open.reserve_exact(block);
        }
        item.put(&mut self.open);
        self.count += 1;
        if self.open.len() + T::LONGEST > block {
            self.close();
        }
    }

    fn close(&mut self) {
        self.in_memory += self.open.len();
        self.blocks.push(Block::Here(std::mem::take(&mut self.open)));
    }

    /// Bytes of memory its items take.
    pub fn size(&self) -> usize {
        self.in_memory + self.open.len()
    }

    /// Writes what is in memory to disk.
    pub fn spill(&mut self, disk: &mut Disk) -> Result<(), NoRoom> {
        if !self.open.is_empty() {
            self.close();
        }
        let before = self.blocks.partition_point(|block| matches!(block, Block::OnDisk(_)));
        for block in &mut self.blocks[before..] {
            if let Block::Here(bytes) = block {
                *block = Block::OnDisk(disk.write(bytes)?);
            }
        }
        self.in_memory = 0;
        Ok(())
    }

    /// Takes up each item, in order; what was read takes no memory any more.
    pub fn take_apart<T: Item>(
        self,
        disk: Option<&Disk>,
        visit: &mut impl FnMut(T) -> Result<(), NoRoom>,
    ) -> Result<(), NoRoom> {
        let mut own = Vec::new();
        for block in self.blocks {
            each(block.bytes(disk, &mut own)?, visit)?;
        }
        each(&self.open, visit)
    }
}

impl Block {
    pub fn bytes<'b>(&'b self, disk: Option<&Disk>, own: &'b mut Vec<u8>) -> Result<&'b [u8], NoRoom> {
        match self {
            Block::Here(bytes) => return Ok(bytes),
            Block::OnDisk(block) => disk.map_or(Ok(()), |disk| disk.read(*block, own))?,
        }
        Ok(own)
    }
}

/// Takes up items one after the other.
pub(super) fn each<T: Item>(bytes: &[u8], visit: &mut impl FnMut(T) -> Result<(), NoRoom>) -> Result<(), NoRoom> {
    let mut bytes = Bytes::of(bytes);
    while !bytes.is_empty() {
        visit(T::take(&mut bytes))?;
    }
    Ok(())
}
