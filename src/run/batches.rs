//! The batches of a sheet, read by whoever takes the next one: what a thread has read it finds in its own cache.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::input::{Batch, Block, InputError, Sheet, Unread};
use crate::roster::{SEARCHED, TopRow};

/// Batches yet to be taken, in the order of the sheet.
pub(super) struct Batches<'s> {
    /// Those read while the sheet was recognised.
    first: VecDeque<Batch>,
    sheet: &'s mut dyn Sheet,
    place: usize,
    /// How many blocks have been given to be read, and how many of them have been cut.
    given: usize,
    cut: usize,
    has_ended: bool,
    read: Result<(), InputError>,
}

/// Batches that several threads take: each reads its own block, and they wait for each other only to cut them.
pub(super) struct Shared<'s> {
    batches: Mutex<Batches<'s>>,
    /// A block has been cut, or none will be any more.
    moved: Condvar,
}

impl<'s> Shared<'s> {
    pub fn of(batches: Batches<'s>) -> Shared<'s> {
        Shared { batches: Mutex::new(batches), moved: Condvar::new() }
    }

    /// The next batch, and its place among all.
    pub fn next(&self) -> Option<(usize, Batch)> {
        loop {
            let mut batches = self.locked();
            let Some((number, unread)) = batches.give() else { return batches.next() };
            drop(batches);
            let block = unread.read();
            let is_early = |batches: &mut Batches<'_>| batches.cut < number && !batches.has_ended;
            let turn = self.moved.wait_while(self.locked(), is_early);
            let mut batches = turn.unwrap_or_else(PoisonError::into_inner);
            let next = batches.cut(block);
            self.moved.notify_all();
            if next.is_some() {
                return next;
            }
        }
    }

    /// Nothing more is wanted.
    pub fn end(&self) {
        self.locked().end();
        self.moved.notify_all();
    }

    /// How reading went.
    pub fn end_of_reading(self) -> Result<(), InputError> {
        self.batches.into_inner().unwrap_or_else(PoisonError::into_inner).read
    }

    fn locked(&self) -> MutexGuard<'_, Batches<'s>> {
        self.batches.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<'s> Batches<'s> {
    pub fn of(sheet: &'s mut dyn Sheet) -> Batches<'s> {
        Batches { first: VecDeque::new(), sheet, place: 0, given: 0, cut: 0, has_ended: false, read: Ok(()) }
    }

    /// The rows at the top of the sheet as text; they are still to be taken.
    pub fn top(&mut self) -> Vec<TopRow> {
        let mut rows = Vec::new();
        while rows.len() < SEARCHED {
            let Some(batch) = self.read_next() else { break };
            batch.for_each(|row| {
                if rows.len() < SEARCHED {
                    rows.push(TopRow::of(row));
                }
            });
            self.first.push_back(batch);
        }
        rows
    }

    pub fn counts_from_1904(&self) -> bool {
        self.sheet.counts_from_1904()
    }

    /// Columns that are hidden, of a sheet whose top has been read.
    pub fn hidden_columns(&self) -> &[(u32, u32)] {
        self.sheet.hidden_columns()
    }

    /// The next batch, and its place among all.
    pub fn next(&mut self) -> Option<(usize, Batch)> {
        let batch = self.first.pop_front().or_else(|| self.read_next())?;
        self.place += 1;
        Some((self.place - 1, batch))
    }

    fn read_next(&mut self) -> Option<Batch> {
        if self.has_ended {
            return None;
        }
        let next = self.sheet.next_batch().unwrap_or_else(|error| self.fail(error));
        self.has_ended = next.is_none();
        next
    }

    /// The next block to be read, and its number, of a sheet that is read in blocks.
    fn give(&mut self) -> Option<(usize, Unread)> {
        if self.has_ended || !self.first.is_empty() {
            return None;
        }
        let unread = self.sheet.next_block()?;
        self.given += 1;
        Some((self.given - 1, unread))
    }

    /// The batch that a block makes, if it makes one.
    fn cut(&mut self, block: Result<Block, InputError>) -> Option<(usize, Batch)> {
        self.cut += 1;
        if self.has_ended {
            return None;
        }
        let batch = block.and_then(|block| self.sheet.cut(block)).unwrap_or_else(|error| self.fail(error))?;
        self.place += 1;
        Some((self.place - 1, batch))
    }

    fn fail(&mut self, error: InputError) -> Option<Batch> {
        self.read = Err(error);
        self.has_ended = true;
        None
    }

    /// How many rows are left, of a sheet that is not used.
    pub fn rows(mut self) -> Result<u64, InputError> {
        let mut rows = 0;
        while let Some((_, batch)) = self.next() {
            batch.for_each(|_| rows += 1);
        }
        self.read.map(|()| rows)
    }

    /// Nothing more is wanted.
    fn end(&mut self) {
        self.first.clear();
        self.has_ended = true;
    }
}

#[cfg(test)]
mod tests {
    use std::io::{ErrorKind, Write};

    use super::*;
    use crate::input;

    /// Gives some batches, then an error, and is not to be asked again.
    struct Failing {
        batches: std::vec::IntoIter<Batch>,
        has_failed: bool,
    }

    impl Sheet for Failing {
        fn name(&self) -> Option<&str> {
            None
        }

        fn next_batch(&mut self) -> Result<Option<Batch>, InputError> {
            assert!(!self.has_failed, "asked again");
            let next = self.batches.next();
            self.has_failed = next.is_none();
            next.map(Some).ok_or(InputError::Read(ErrorKind::Other))
        }
    }

    /// Five of a row each.
    fn batches() -> Vec<Batch> {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all("甲,1\n".repeat(5).as_bytes()).unwrap();
        let mut batches = Vec::new();
        let read = input::read_by(6, file.path(), &mut |sheet| {
            while let Some(batch) = sheet.next_batch()? {
                batches.push(batch);
            }
            Ok(())
        });
        assert!(read.is_ok());
        batches
    }

    #[test]
    fn what_was_read_before_an_error_is_given() {
        let mut sheet = Failing { batches: batches().into_iter(), has_failed: false };
        let mut batches = Batches::of(&mut sheet);
        assert_eq!(batches.top().len(), 5);
        let batches = Shared::of(batches);
        let places: Vec<usize> = std::iter::from_fn(|| batches.next()).map(|(place, _)| place).collect();
        assert_eq!(places, [0, 1, 2, 3, 4]);
        assert!(batches.next().is_none());
        assert!(matches!(batches.end_of_reading(), Err(InputError::Read(ErrorKind::Other))));
    }

    #[test]
    fn several_threads_take_each_batch_once_and_number_its_rows_as_the_file_does() {
        let lines: String = (1..=500).map(|row| format!("{row},{}\n", "甲".repeat(row % 7))).collect();
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(lines.as_bytes()).unwrap();
        let read = input::read_by(64, file.path(), &mut |sheet| {
            let mut batches = Batches::of(sheet);
            // The first have been read to tell what the sheet is.
            assert!(!batches.top().is_empty());
            let batches = Shared::of(batches);
            let take = || std::iter::from_fn(|| batches.next()).collect::<Vec<_>>();
            let mut taken = std::thread::scope(|scope| {
                let threads: Vec<_> = (0..4).map(|_| scope.spawn(take)).collect();
                threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
            });
            taken.sort_by_key(|(place, _)| *place);
            let mut numbers = Vec::new();
            for (expected, (place, batch)) in taken.iter().enumerate() {
                assert_eq!(*place, expected);
                batch.for_each(|row| numbers.push((row.number, row.cells[0].shown())));
            }
            assert_eq!(numbers, (1..=500).map(|row| (row, row.to_string())).collect::<Vec<_>>());
            batches.end_of_reading()
        });
        assert!(read.is_ok());
    }

    #[test]
    fn who_waits_for_a_block_that_will_not_come_is_let_go() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all("甲,1\n".repeat(5).as_bytes()).unwrap();
        let read = input::read_by(6, file.path(), &mut |sheet| {
            let batches = Shared::of(Batches::of(sheet));
            let never_cut = batches.locked().give();
            assert!(never_cut.is_some());
            std::thread::scope(|scope| {
                let waits = scope.spawn(|| batches.next());
                batches.end();
                assert!(waits.join().unwrap().is_none());
            });
            batches.end_of_reading()
        });
        assert!(read.is_ok());
    }

    #[test]
    fn nothing_is_read_once_nothing_is_wanted() {
        let mut sheet = Failing { batches: batches().into_iter(), has_failed: false };
        let batches = Shared::of(Batches::of(&mut sheet));
        assert!(batches.next().is_some());
        batches.end();
        assert!(batches.next().is_none());
        assert!(batches.end_of_reading().is_ok());
    }
}
