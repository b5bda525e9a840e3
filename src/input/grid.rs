//! Rows of a workbook, kept small: texts in one string, cells in one list.

use std::ops::Range;

use chrono::NaiveDate;

use super::outline::Merge;
use super::{COLUMNS, Cell, InputError, LONGEST_ROW, Merged, Row};

/// Rows of a sheet as the workbook stores them; blank cells and rows take no room.
#[derive(Debug, Default)]
pub struct GridBatch {
    text: String,
    cells: Vec<Stored>,
    rows: Vec<StoredRow>,
    /// Merges of the rows, one row after the other.
    merged: Vec<StoredMerge>,
    /// Where the text of the last row begins.
    before_row: usize,
    /// Columns of the last row as far as it is filled.
    width: u32,
    /// Blank cells before filled ones, in all rows: they take room while a row is looked at.
    blanks: u64,
}

/// What a batch will take while it is looked at.
pub(super) struct Extent {
    pub(super) cells: u64,
    pub(super) blanks: u64,
    pub(super) words: u64,
}

#[derive(Debug)]
struct StoredRow {
    number: u32,
    /// Where its cells begin; they end where those of the next row do.
    cells: usize,
    merged: Range<usize>,
    hidden: bool,
}

/// Columns of a row that are one cell, and what stands in it if it begins in a row above.
#[derive(Debug)]
struct StoredMerge {
    first: u32,
    last: u32,
    above: Option<Value>,
}

#[derive(Debug)]
struct Stored {
    column: u32,
    value: Value,
}

/// Where a text stands among the texts of the batch, of which there are some millions of bytes at most.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    start: u32,
    end: u32,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Value {
    Empty,
    Text(Span),
    Error(Span),
    Number(f64),
    Day(NaiveDate),
    YesNo(bool),
}

/// Rows in a batch: enough to share out, few enough to stay in the cache.
const ROWS: usize = 2048;
/// Cells in a batch; rows of a roster take a tenth of it.
const CELLS: usize = 512 * 1024;
/// Bytes of text in a batch; rows of a roster take a tenth of it.
const BYTES: usize = 4 << 20;
/// Bytes of a cell: four times the characters a spreadsheet allows.
pub(super) const LONGEST_CELL: usize = 4 * 32_767;

impl GridBatch {
    /// Gives what has been gathered and makes room for as much again: rows that follow are like those before.
    pub(super) fn take(&mut self) -> GridBatch {
        let like = GridBatch {
            text: String::with_capacity(self.text.len() + self.text.len() / 8),
            cells: Vec::with_capacity(self.cells.len() + self.cells.len() / 8),
            rows: Vec::with_capacity(self.rows.len()),
            merged: Vec::with_capacity(self.merged.len()),
            ..GridBatch::default()
        };
        std::mem::replace(self, like)
    }

    #[inline]
    pub(super) fn last_row(&self) -> Option<u32> {
        self.rows.last().map(|last| last.number)
    }

    /// Begins a row; they must come in order.
    pub(super) fn begin(&mut self, number: u32, hidden: bool) {
        let (cells, merged) = (self.cells.len(), self.merged.len());
        self.rows.push(StoredRow { number, cells, merged: merged..merged, hidden });
        self.before_row = self.text.len();
        self.width = 0;
    }

    /// Notes columns of the row just begun that are one cell, and what stands in it where that is a row above.
    pub(super) fn merge(&mut self, merge: &Merge, above: Option<Value>) {
        self.merged.push(StoredMerge { first: merge.left, last: merge.right, above });
        if let Some(last) = self.rows.last_mut() {
            last.merged.end = self.merged.len();
        }
    }

    /// Adds a cell to the row just begun.
    #[inline]
    pub(super) fn push(&mut self, row: u32, column: u32, cell: Cell<'_>) -> Result<(), InputError> {
        if matches!(cell, Cell::Text(text) if text.len() > LONGEST_CELL) {
            return Err(InputError::LongCell { row, column });
        }
        let value = self.keep(cell);
        let cells = self.cells.len() - self.rows.last().map_or(0, |row| row.cells);
        let is_wide = column as usize >= COLUMNS || cells >= COLUMNS;
        if is_wide || self.text.len() > self.before_row + LONGEST_ROW {
            return Err(InputError::LongRow { row });
        }
        if column >= self.width {
            self.blanks += u64::from(column - self.width);
            self.width = column + 1;
        }
        self.cells.push(Stored { column, value });
        Ok(())
    }

    /// What a cell says, its text kept in this batch.
    #[inline]
    pub(super) fn keep(&mut self, cell: Cell<'_>) -> Value {
        match cell {
            Cell::Empty => Value::Empty,
            Cell::Text(text) => Value::Text(self.text_kept(text)),
            Cell::Error(text) => Value::Error(self.text_kept(text)),
            Cell::Number(number) => Value::Number(number),
            Cell::Day(day) => Value::Day(day),
            Cell::YesNo(yes) => Value::YesNo(yes),
        }
    }

    fn text_kept(&mut self, text: &str) -> Span {
        let start = self.text.len() as u32;
        self.text.push_str(text);
        Span { start, end: self.text.len() as u32 }
    }

    fn text(&self, span: Span) -> &str {
        &self.text[span.start as usize..span.end as usize]
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub(super) fn extent(&self) -> Extent {
        Extent { cells: self.cells.len() as u64, blanks: self.blanks, words: self.text.len() as u64 }
    }

    /// How many columns its widest row has.
    pub(super) fn widest(&self) -> u32 {
        self.cells.iter().map(|stored| stored.column + 1).max().unwrap_or(0)
    }

    /// Whether a cell of another row would begin a row too many.
    #[inline]
    pub(super) fn is_full(&self, row: u32) -> bool {
        self.rows.last().is_some_and(|last| last.number != row) && self.has_enough()
    }

    fn has_enough(&self) -> bool {
        self.rows.len() >= ROWS || self.cells.len() >= CELLS || self.text.len() >= BYTES
    }

    pub(super) fn for_each(&self, mut each: impl FnMut(Row<'_>)) {
        let (mut cells, mut merged) = (Vec::new(), Vec::new());
        let ends = self.rows.iter().skip(1).map(|next| next.cells).chain([self.cells.len()]);
        for (row, end) in self.rows.iter().zip(ends) {
            cells.clear();
            merged.clear();
            for stored in &self.cells[row.cells..end] {
                let (column, cell) = (stored.column as usize, self.cell(&stored.value));
                // Nearly always it is the next column.
                match cells.get_mut(column) {
                    Some(place) => *place = cell,
                    None => {
                        cells.resize(column, Cell::Empty);
                        cells.push(cell);
                    }
                }
            }
            merged.extend(self.merged[row.merged.clone()].iter().map(|merge| Merged {
                first: merge.first as usize,
                last: merge.last as usize,
                above: merge.above.as_ref().map(|value| self.cell(value)),
            }));
            each(Row { number: row.number, cells: &cells, merged: &merged, hidden: row.hidden, errors: true });
        }
    }

    fn cell(&self, value: &Value) -> Cell<'_> {
        match value {
            Value::Empty => Cell::Empty,
            Value::Text(span) => Cell::Text(self.text(*span)),
            Value::Error(span) => Cell::Error(self.text(*span)),
            Value::Number(number) => Cell::Number(*number),
            Value::Day(day) => Cell::Day(*day),
            Value::YesNo(yes) => Cell::YesNo(*yes),
        }
    }
}
