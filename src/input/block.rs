//! A text file is read block by block, each by whoever takes it; the batch a block makes is cut when those before it
//! have been.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::sync::Arc;

use memchr::{memchr, memchr_iter, memrchr};

use super::InputError;
use super::room::Room;
use super::source::Unpacked;

/// Room before a block for the beginning of its first record, which the block before has.
const BEFORE: usize = 4096;

/// Bytes that may be read from any place on, by several at once.
pub(super) enum Whole {
    File(File),
    Unpacked(Unpacked),
}

/// A block of a text file that is yet to be read.
pub struct Unread {
    pub(super) whole: Arc<Whole>,
    pub(super) from: u64,
    pub(super) size: usize,
    /// Whether its bytes are yet to be decoded: only then can its line ends be told.
    pub(super) is_coded: bool,
    pub(super) room: Arc<Room>,
}

/// A block of a text file as it was read.
pub struct Block {
    bytes: Vec<u8>,
    /// Where in them it stands.
    place: Range<usize>,
    lines: Lines,
    /// Whether the file ends with it.
    pub(super) is_last: bool,
}

/// What is told of some bytes without those before them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lines {
    /// Whether a quotation mark stands in them: then a line end may be no record's.
    pub quoted: bool,
    /// Where the last line ends, and how many do.
    pub last_end: Option<usize>,
    pub count: usize,
}

impl Lines {
    pub fn of(bytes: &[u8]) -> Lines {
        let last_end = memrchr(b'\n', bytes).map(|place| place + 1);
        let count = memchr_iter(b'\n', &bytes[..last_end.unwrap_or(0)]).count();
        Lines { quoted: memchr(b'"', bytes).is_some(), last_end, count }
    }
}

/// Has every line end with a line feed, alone or behind a carriage return: what was joined from files of several
/// systems ends lines in several ways. In a cell either of the two is as good.
pub(super) fn end_lines(bytes: &mut [u8]) {
    let mut from = 0;
    while let Some(at) = memchr(b'\r', &bytes[from..]) {
        from += at + 1;
        if bytes.get(from) != Some(&b'\n') {
            bytes[from - 1] = b'\n';
        }
    }
}

impl Unread {
    /// Reads it into room that an earlier one has left.
    pub fn read(self) -> Result<Block, InputError> {
        let mut bytes = self.room.take();
        // One byte more, which tells whether a line that ends with the block ends there.
        let most = BEFORE + self.size + 1;
        // What an earlier one has left there is overwritten: only new room is filled with zeros.
        if bytes.len() < most {
            bytes.resize(most, 0);
        }
        let read = self.whole.read_at(&mut bytes[BEFORE..most], self.from);
        let read = read.map_err(|error| InputError::Read(error.kind()))?;
        if !self.is_coded {
            end_lines(&mut bytes[BEFORE..BEFORE + read]);
        }
        let place = BEFORE..BEFORE + read.min(self.size);
        let lines = Lines::of(&bytes[place.clone()]);
        Ok(Block { bytes, place, lines, is_last: read <= self.size })
    }
}

impl Block {
    pub(super) fn text(&self) -> &[u8] {
        &self.bytes[self.place.clone()]
    }

    /// The same with other bytes, what a decoder makes of them.
    pub(super) fn decoded(self, bytes: Vec<u8>) -> Block {
        Block { place: 0..bytes.len(), lines: Lines::of(&bytes), bytes, is_last: self.is_last }
    }

    /// Its bytes behind those left of the blocks before it: all of them, where they stand, and what is told of its
    /// lines there. The bytes before have no line end, or there are quotation marks.
    pub(super) fn behind(mut self, before: &[u8]) -> (Vec<u8>, Range<usize>, Lines) {
        let Block { place, lines, .. } = &self;
        let quoted = lines.quoted || memchr(b'"', before).is_some();
        let last_end = lines.last_end.map(|end| before.len() + end);
        let lines = Lines { quoted, last_end, ..*lines };
        match place.start.checked_sub(before.len()) {
            Some(start) => {
                self.bytes[start..self.place.start].copy_from_slice(before);
                (self.bytes, start..self.place.end, lines)
            }
            None => {
                let bytes = [before, self.text()].concat();
                let place = 0..bytes.len();
                (bytes, place, lines)
            }
        }
    }
}

impl Whole {
    /// Fills room with what stands from a place on; how much of it, where the file ends before.
    fn read_at(&self, into: &mut [u8], from: u64) -> io::Result<usize> {
        match self {
            Whole::File(file) => fill(file, into, from),
            Whole::Unpacked(Unpacked(bytes)) => {
                let rest = usize::try_from(from).ok().and_then(|from| bytes.get(from..)).unwrap_or_default();
                let length = rest.len().min(into.len());
                into[..length].copy_from_slice(&rest[..length]);
                Ok(length)
            }
        }
    }
}

fn fill(file: &File, into: &mut [u8], from: u64) -> io::Result<usize> {
    let mut filled = 0;
    while filled < into.len() {
        match read_once(file, &mut into[filled..], from + filled as u64) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

#[cfg(unix)]
fn read_once(file: &File, into: &mut [u8], from: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, into, from)
}

#[cfg(windows)]
fn read_once(file: &File, into: &mut [u8], from: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, into, from)
}
