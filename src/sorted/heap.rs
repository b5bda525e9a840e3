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
    #[inline]
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

    #[inline(never)]
    fn close(&mut self) {
        self.in_memory += self.open.len();
        self.blocks.push(Block::Here(std::mem::take(&mut self.open)));
    }

    /// What is put down next begins a block of its own: which.
    pub fn begin(&mut self) -> usize {
        if !self.open.is_empty() {
            self.open.shrink_to_fit();
            self.close();
        }
        self.blocks.len()
    }

    /// Bytes of memory its items take.
    pub fn size(&self) -> usize {
        self.in_memory + self.open.len()
    }

    /// Writes what is in memory to disk.
    pub fn spill(&mut self, disk: &mut Disk) -> Result<(), NoRoom> {
        self.begin();
        let before = self.blocks.partition_point(|block| matches!(block, Block::OnDisk(_)));
        let here: Vec<&[u8]> = self.blocks[before..].iter().map(Block::here).collect();
        let written = disk.write_all(&here)?;
        self.blocks.truncate(before);
        self.blocks.extend(written.into_iter().map(Block::OnDisk));
        self.in_memory = 0;
        Ok(())
    }

    /// Puts what becomes of each item, if anything does, in its place, from a block on. Of a block that changes on disk
    /// the old bytes stay there, behind nobody.
    pub fn change<T: Item>(
        &mut self,
        from: usize,
        disk: &mut Option<Disk>,
        become_of: &mut impl FnMut(T) -> Result<Option<T>, NoRoom>,
    ) -> Result<(), NoRoom> {
        self.begin();
        let (mut own, mut changed) = (Vec::new(), Vec::new());
        for block in &mut self.blocks[from..] {
            changed.clear();
            let bytes = block.bytes(disk.as_ref(), &mut own)?;
            each(bytes, &mut |item| {
                match become_of(item)? {
                    Some(item) => item.put(&mut changed),
                    None => self.count -= 1,
                }
                Ok(())
            })?;
            if changed != bytes {
                block.replace(&changed, disk.as_mut())?;
            }
        }
        self.in_memory = self.blocks.iter().map(|block| block.here().len()).sum();
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

    fn replace(&mut self, bytes: &[u8], disk: Option<&mut Disk>) -> Result<(), NoRoom> {
        match (self, disk) {
            (Block::Here(own), _) => *own = bytes.to_vec(),
            (Block::OnDisk(block), Some(disk)) => *block = disk.write(bytes)?,
            // What lies on disk has one.
            (Block::OnDisk(_), None) => {}
        }
        Ok(())
    }

    /// How many bytes it has.
    pub fn size(&self) -> usize {
        match self {
            Block::Here(bytes) => bytes.len(),
            Block::OnDisk(block) => block.length,
        }
    }

    /// What lies in memory of it.
    fn here(&self) -> &[u8] {
        if let Block::Here(bytes) = self { bytes } else { &[] }
    }
}

/// Puts the bytes of blocks behind others; what lies side by side on disk is read at once.
pub(super) fn gather(blocks: &[Block], bytes: &mut Vec<u8>, disk: Option<&Disk>) -> Result<(), NoRoom> {
    let is_at_once = |one: &Block, other: &Block| match (one, other) {
        (Block::OnDisk(one), Block::OnDisk(other)) => one.ends_where(other),
        _ => false,
    };
    for neighbours in blocks.chunk_by(is_at_once) {
        match (neighbours, disk) {
            ([Block::OnDisk(first), ..], Some(disk)) => {
                let length = neighbours.iter().map(Block::size).sum();
                disk.append(first.of_length(length), bytes)?;
            }
            _ => neighbours.iter().for_each(|block| bytes.extend_from_slice(block.here())),
        }
    }
    Ok(())
}

/// Takes up items one after the other.
pub(super) fn each<T: Item>(bytes: &[u8], visit: &mut impl FnMut(T) -> Result<(), NoRoom>) -> Result<(), NoRoom> {
    let mut bytes = Bytes::of(bytes);
    while !bytes.is_empty() {
        visit(T::take(&mut bytes))?;
    }
    Ok(())
}
