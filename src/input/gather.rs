//! The cells of a sheet come in one by one; batches of its rows go out, with what is merged and what is hidden.

use super::grid::{GridBatch, Value};
use super::outline::{Following, Merge, Outline};
use super::owned::Owned;
use super::{Cell, InputError};

/// Merges that reach one row; a roster has its household's columns merged.
const MOST_OPEN: usize = 64;
/// Rows a spreadsheet has.
const ROWS: u32 = 1_048_576;

/// What is gathered of a sheet, and what the rows to come need to know of those before.
#[derive(Debug, Default)]
pub(super) struct Gather {
    batch: GridBatch,
    outline: Following,
    /// Merges that reach the last row.
    open: Vec<Open>,
    /// Whether rows that begin now are hidden.
    hides: bool,
    /// The last row begun, in whichever batch; 0 before the first.
    last: u32,
}

/// A merge with what stands in it, for all its rows.
#[derive(Debug)]
struct Open {
    merge: Merge,
    owned: Owned,
    /// The same in this batch, where one of its rows has needed it.
    kept: Option<Value>,
}

impl Gather {
    /// For the rows of a sheet of which that is known.
    pub(super) fn of(outline: Outline) -> Gather {
        Gather { outline: Following::new(outline), ..Gather::default() }
    }

    /// Whether rows that begin now are hidden.
    pub(super) fn hide(&mut self, hides: bool) {
        self.hides = hides;
    }

    pub(super) fn is_empty(&self) -> bool {
        self.batch.is_empty()
    }

    #[inline]
    pub(super) fn is_full(&self, row: u32) -> bool {
        self.batch.is_full(row)
    }

    /// Gives what has been gathered.
    pub(super) fn take(&mut self) -> GridBatch {
        self.open.iter_mut().for_each(|open| open.kept = None);
        self.batch.take()
    }

    /// Adds a cell made of several, so many columns across and rows down.
    pub(super) fn push_merged(
        &mut self,
        (row, column): (u32, u32),
        (across, down): (u32, u32),
        cell: Cell<'_>,
    ) -> Result<(), InputError> {
        self.push(row, column, cell)?;
        if across > 1 || down > 1 {
            let (bottom, right) = (row.saturating_add(down.max(1) - 1), column.saturating_add(across.max(1) - 1));
            self.join(Merge { top: row, bottom, left: column, right }, cell);
        }
        Ok(())
    }

    /// Adds a cell; rows that go backwards are refused. Under a merged cell nothing is seen, even where something is
    /// left.
    #[inline]
    pub(super) fn push(&mut self, row: u32, column: u32, cell: Cell<'_>) -> Result<(), InputError> {
        if matches!(cell, Cell::Empty) || self.open.iter().any(|open| open.merge.covers(row, column)) {
            return Ok(());
        }
        if self.batch.last_row() != Some(row) {
            self.begin(row)?;
        }
        self.batch.push(row, column, cell)?;
        if let Some(merge) = self.outline.begins(row, column) {
            self.join(merge, cell);
        }
        Ok(())
    }

    /// Begins a row, and notes what reaches it from above.
    fn begin(&mut self, row: u32) -> Result<(), InputError> {
        if row > ROWS {
            return Err(InputError::FarRow { row });
        }
        if row <= self.last {
            return Err(InputError::RowGoesBack { row, after: self.last });
        }
        self.last = row;
        self.batch.begin(row, self.hides || self.outline.hides(row));
        self.open.retain(|open| open.merge.bottom >= row);
        for open in &mut self.open {
            let value = *open.kept.get_or_insert_with(|| self.batch.keep(open.owned.cell()));
            self.batch.merge(&open.merge, Some(value));
        }
        Ok(())
    }

    /// Notes that the cell just added is several.
    fn join(&mut self, merge: Merge, cell: Cell<'_>) {
        let Some(owned) = Owned::of(cell).filter(|_| self.open.len() < MOST_OPEN) else { return };
        self.batch.merge(&merge, None);
        self.open.push(Open { merge, owned, kept: None });
    }
}
