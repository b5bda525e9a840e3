//! The batches of a sheet, read by whoever takes the next one: what a thread has read it finds in its own cache.

use crate::input::{Batch, InputError, Sheet};

/// Batches yet to be taken, in the order of the sheet.
pub(super) struct Batches<'s> {
    /// Those read while the sheet was recognised.
    first: std::vec::IntoIter<Batch>,
    sheet: &'s mut dyn Sheet,
    place: usize,
    has_ended: bool,
    read: Result<(), InputError>,
}

impl<'s> Batches<'s> {
    pub fn new(first: Vec<Batch>, sheet: &'s mut dyn Sheet) -> Batches<'s> {
        Batches { first: first.into_iter(), sheet, place: 0, has_ended: false, read: Ok(()) }
    }

    /// The next batch, and its place among all.
    pub fn next(&mut self) -> Option<(usize, Batch)> {
        let batch = self.first.next().or_else(|| self.read_next())?;
        self.place += 1;
        Some((self.place - 1, batch))
    }

    fn read_next(&mut self) -> Option<Batch> {
        if self.has_ended {
            return None;
        }
        let next = self.sheet.next_batch().unwrap_or_else(|error| {
            self.read = Err(error);
            None
        });
        self.has_ended = next.is_none();
        next
    }

    /// How reading went.
    pub fn end_of_reading(self) -> Result<(), InputError> {
        self.read
    }

    /// Nothing more is wanted.
    pub fn end(&mut self) {
        self.first = Vec::new().into_iter();
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
        let mut first = batches();
        let rest = first.split_off(2);
        let mut sheet = Failing { batches: rest.into_iter(), has_failed: false };
        let mut batches = Batches::new(first, &mut sheet);
        let places: Vec<usize> = std::iter::from_fn(|| batches.next()).map(|(place, _)| place).collect();
        assert_eq!(places, [0, 1, 2, 3, 4]);
        assert!(batches.next().is_none());
        assert!(matches!(batches.end_of_reading(), Err(InputError::Read(ErrorKind::Other))));
    }

    #[test]
    fn nothing_is_read_once_nothing_is_wanted() {
        let mut sheet = Failing { batches: batches().into_iter(), has_failed: false };
        let mut batches = Batches::new(batches(), &mut sheet);
        assert!(batches.next().is_some());
        batches.end();
        assert!(batches.next().is_none());
        assert!(batches.end_of_reading().is_ok());
    }
}
