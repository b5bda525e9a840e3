//! Sorted items go to a file without a name, run after run; each run comes back block by block.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};

use super::{Item, NoRoom};

/// The bytes of an item, taken one number after the other.
pub struct Bytes<'b>(&'b [u8]);

/// Sorted runs in one file.
#[derive(Debug)]
pub(super) struct Disk {
    file: File,
    /// Where each run begins and ends, in bytes.
    runs: Vec<(u64, u64)>,
}

/// So many bytes are read of all runs together at a time, but of each at least, and at most.
const READ: usize = 4 << 20;
const LEAST: usize = 4 << 10;
const MOST: usize = 64 << 10;

/// A run that is read once more.
pub(super) struct Cursor<'d, T> {
    file: &'d File,
    at: u64,
    end: u64,
    block: Vec<u8>,
    /// How many bytes are read at a time: whole items.
    size: usize,
    taken: usize,
    /// The item that waits for its turn.
    pub head: Option<T>,
}

impl Disk {
    pub fn new() -> Result<Disk, NoRoom> {
        let file = tempfile::tempfile().map_err(|error| NoRoom::of(&error, 0))?;
        Ok(Disk { file, runs: Vec::new() })
    }

    /// Adds a run, of items in order.
    pub fn write<T: Item>(&mut self, items: &[T]) -> Result<(), NoRoom> {
        let before = self.runs.last().map_or(0, |(_, end)| *end);
        let needed = before + (items.len() * T::SIZE) as u64;
        self.write_all(items).map_err(|error| NoRoom::of(&error, needed))?;
        self.runs.push((before, needed));
        Ok(())
    }

    fn write_all<T: Item>(&mut self, items: &[T]) -> io::Result<()> {
        self.file.seek(SeekFrom::End(0))?;
        let mut block = Vec::with_capacity(MOST + T::SIZE);
        for item in items {
            item.put(&mut block);
            if block.len() >= MOST {
                self.file.write_all(&block)?;
                block.clear();
            }
        }
        self.file.write_all(&block)
    }

    /// How many bytes of memory it takes to read all runs at once.
    pub fn least_to_read(&self) -> usize {
        self.runs.len() * LEAST
    }

    /// Each run from its beginning.
    pub fn cursors<T: Item>(&self) -> Vec<Cursor<'_, T>> {
        let size = (READ / self.runs.len().max(1)).clamp(LEAST, MOST) / T::SIZE * T::SIZE;
        let cursor = |(start, end): &(u64, u64)| Cursor {
            file: &self.file,
            at: *start,
            end: *end,
            block: Vec::new(),
            size,
            taken: 0,
            head: None,
        };
        self.runs.iter().map(cursor).collect()
    }
}

impl<T: Item> Cursor<'_, T> {
    pub fn next(&mut self) -> Result<Option<T>, NoRoom> {
        if self.taken == self.block.len() && !self.fill().map_err(|error| NoRoom::of(&error, self.end))? {
            return Ok(None);
        }
        let bytes = &self.block[self.taken..self.taken + T::SIZE];
        self.taken += T::SIZE;
        Ok(Some(T::take(&mut Bytes::of(bytes))))
    }

    /// Whether there was more to read.
    fn fill(&mut self) -> io::Result<bool> {
        let left = usize::try_from(self.end - self.at).unwrap_or(usize::MAX);
        self.block.resize(self.size.min(left), 0);
        let mut file = self.file;
        file.seek(SeekFrom::Start(self.at))?;
        file.read_exact(&mut self.block)?;
        self.at += self.block.len() as u64;
        self.taken = 0;
        Ok(!self.block.is_empty())
    }
}

impl<'b> Bytes<'b> {
    pub fn of(bytes: &'b [u8]) -> Bytes<'b> {
        Bytes(bytes)
    }

    fn next<const N: usize>(&mut self) -> [u8; N] {
        let (next, rest) = self.0.split_first_chunk().unwrap_or((&[0; N], &[]));
        self.0 = rest;
        *next
    }

    pub fn u8(&mut self) -> u8 {
        u8::from_le_bytes(self.next())
    }

    pub fn u16(&mut self) -> u16 {
        u16::from_le_bytes(self.next())
    }

    pub fn u32(&mut self) -> u32 {
        u32::from_le_bytes(self.next())
    }

    pub fn u64(&mut self) -> u64 {
        u64::from_le_bytes(self.next())
    }
}
