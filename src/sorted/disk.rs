//! Blocks of bytes go to a file without a name and come back whole, in any order.

use std::fs::File;
use std::io::{self, ErrorKind, IoSlice, Read, Seek, SeekFrom, Write};
use std::sync::{Mutex, PoisonError};

use super::NoRoom;

/// Blocks in one file, which goes with the program, however that ends.
#[derive(Debug)]
pub(super) struct Disk {
    /// Has one place to read from: whoever reads moves it there first.
    file: Mutex<File>,
    end: u64,
}

/// Where a block stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Block {
    at: u64,
    pub length: usize,
}

impl Block {
    /// Whether another begins behind it.
    pub fn ends_where(&self, other: &Block) -> bool {
        self.at + self.length as u64 == other.at
    }

    /// One that begins at the same place.
    pub fn of_length(&self, length: usize) -> Block {
        Block { length, ..*self }
    }
}

impl Disk {
    pub fn new() -> Result<Disk, NoRoom> {
        let file = tempfile::tempfile().map_err(|error| NoRoom::of(&error, 0))?;
        Ok(Disk { file: Mutex::new(file), end: 0 })
    }

    /// The disk where there is one, else a new one.
    pub fn of(disk: &mut Option<Disk>) -> Result<&mut Disk, NoRoom> {
        match disk {
            Some(disk) => Ok(disk),
            none => Ok(none.insert(Disk::new()?)),
        }
    }

    pub fn write(&mut self, bytes: &[u8]) -> Result<Block, NoRoom> {
        let block = Block { at: self.end, length: bytes.len() };
        self.write_all(&[bytes])?;
        Ok(block)
    }

    /// Writes blocks one behind the other, and all at once: the system takes a large piece with less ado than many
    /// small ones.
    pub fn write_all(&mut self, blocks: &[&[u8]]) -> Result<Vec<Block>, NoRoom> {
        let mut end = self.end;
        let mut place = |bytes: &&[u8]| {
            let block = Block { at: end, length: bytes.len() };
            end += bytes.len() as u64;
            block
        };
        let places = blocks.iter().map(&mut place).collect();
        let file = self.file.get_mut().unwrap_or_else(PoisonError::into_inner);
        let written = file.seek(SeekFrom::Start(self.end)).and_then(|_| put(file, blocks));
        self.end = end;
        written.map_err(|error| NoRoom::of(&error, end))?;
        Ok(places)
    }

    pub fn read(&self, block: Block, bytes: &mut Vec<u8>) -> Result<(), NoRoom> {
        bytes.resize(block.length, 0);
        self.fill(block, bytes).map_err(|error| NoRoom::of(&error, self.end))
    }

    /// Reads a block behind other bytes.
    pub fn append(&self, block: Block, bytes: &mut Vec<u8>) -> Result<(), NoRoom> {
        let start = bytes.len();
        bytes.resize(start + block.length, 0);
        self.fill(block, &mut bytes[start..]).map_err(|error| NoRoom::of(&error, self.end))
    }

    fn fill(&self, block: Block, bytes: &mut [u8]) -> io::Result<()> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(block.at))?;
        file.read_exact(bytes)
    }
}

/// Writes pieces one behind the other, as many at once as the system takes.
fn put(file: &mut File, pieces: &[&[u8]]) -> io::Result<()> {
    let mut slices: Vec<IoSlice<'_>> = pieces.iter().map(|piece| IoSlice::new(piece)).collect();
    let mut rest = &mut slices[..];
    // Pieces of no bytes are not waited for.
    IoSlice::advance_slices(&mut rest, 0);
    while !rest.is_empty() {
        match file.write_vectored(rest) {
            Ok(0) => return Err(ErrorKind::WriteZero.into()),
            Ok(written) => IoSlice::advance_slices(&mut rest, written),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// More than a system takes at once, some of them empty.
    #[test]
    fn pieces_are_read_back_as_they_were_written() {
        let pieces: Vec<Vec<u8>> = (0..3_000_usize).map(|place| vec![place as u8; place * 7 % 5]).collect();
        let pieces: Vec<&[u8]> = pieces.iter().map(Vec::as_slice).collect();
        let mut disk = Disk::new().unwrap();
        let first = disk.write(b"before").unwrap();
        let blocks = disk.write_all(&pieces).unwrap();
        let last = disk.write(b"behind").unwrap();
        let read = |block: Block| {
            let mut bytes = vec![9; 3];
            disk.read(block, &mut bytes).unwrap();
            bytes
        };
        assert!(blocks.iter().zip(&pieces).all(|(block, piece)| read(*block) == **piece));
        assert_eq!((read(first), read(last)), (b"before".to_vec(), b"behind".to_vec()));
        assert!(disk.write_all(&[]).unwrap().is_empty());
        let mut bytes = b"0".to_vec();
        disk.append(blocks[1].of_length(pieces[1..4].concat().len()), &mut bytes).unwrap();
        assert_eq!(bytes, [b"0", &pieces[1..4].concat()[..]].concat());
        assert!(blocks.windows(2).all(|pair| pair[0].ends_where(&pair[1])) && !first.ends_where(&last));
    }
}
