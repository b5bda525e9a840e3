//! The batches of a sheet, read by whoever takes the next one: what a thread has read it finds in its own cache.

use crate::input::{Batch, InputError, Sheet};

/// Batches yet to be taken, in the order of the sheet.
pub(super) struct Batches<'s> {
    /// Those read while the sheet was recognised.
    first: std::vec::IntoIter<Batch>,
    sheet: &'s mut dyn Sheet,
    place: usize,
    has_ended: bool,
    /// How reading went.
    pub read: Result<(), InputError>,
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

    /// Nothing more is wanted.
    pub fn end(&mut self) {
        self.first = Vec::new().into_iter();
        self.has_ended = true;
    }
}
