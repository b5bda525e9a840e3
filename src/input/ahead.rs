//! A part of an archive goes in; its bytes come out, unpacked by one thread while another takes apart those before.

use std::io::{self, Read};
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::thread::Scope;

use super::contain::contained;
use super::source::Source;
use super::{InputError, archive, workbook};

/// How much is handed over at a time.
const BLOCK: usize = 256 * 1024;
/// How many blocks wait to be taken apart.
const WAITING: usize = 4;

type Block = Result<Vec<u8>, InputError>;

/// Bytes that another thread unpacks.
pub(super) struct Ahead {
    blocks: Receiver<Block>,
    block: Vec<u8>,
    given: usize,
}

impl Ahead {
    /// Begins to unpack a part; the thread ends with it, or when nobody reads on.
    pub(super) fn spawn<'s>(scope: &'s Scope<'s, '_>, source: &'s Source, place: usize) -> Ahead {
        let (sender, blocks) = mpsc::sync_channel(WAITING);
        scope.spawn(move || {
            if let Err(error) = contained(|| unpack(source, place, &sender)) {
                sender.send(Err(error)).unwrap_or_default();
            }
        });
        Ahead { blocks, block: Vec::new(), given: 0 }
    }
}

fn unpack(source: &Source, place: usize, blocks: &SyncSender<Block>) -> Result<(), InputError> {
    let mut zip = archive::open(source)?;
    let mut part = workbook::part(&mut zip, place)?;
    loop {
        let (mut block, mut filled) = (vec![0; BLOCK], 0);
        while filled < BLOCK {
            match part.read(&mut block[filled..]).map_err(|error| InputError::Damaged(error.to_string()))? {
                0 => break,
                read => filled += read,
            }
        }
        block.truncate(filled);
        if blocks.send(Ok(block)).is_err() || filled < BLOCK {
            return Ok(());
        }
    }
}

impl Read for Ahead {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.given == self.block.len() {
            // Without a sender all has been given.
            self.block = self.blocks.recv().unwrap_or(Ok(Vec::new())).map_err(io::Error::other)?;
            self.given = 0;
        }
        let read = (&self.block[self.given..]).read(into)?;
        self.given += read;
        Ok(read)
    }
}
