//! Rows of a workbook, kept small: texts in one string, cells in one list.

use chrono::NaiveDate;

use super::{Cell, InputError, Row};

/// Rows of a sheet as the workbook stores them; blank cells and rows take no room.
#[derive(Debug, Default)]
pub struct GridBatch {
    text: String,
    cells: Vec<Stored>,
    rows: Vec<StoredRow>,
    /// Where the text of the last row begins.
    before_row: usize,
}

#[derive(Debug)]
struct StoredRow {
    number: u32,
    cells: std::ops::Range<usize>,
}

#[derive(Debug)]
struct Stored {
    column: u32,
    value: Value,
}

/// Where a text stands among the texts of the batch, of which there are some millions of bytes at most.
#[derive(Debug, Clone, Copy)]
struct Span {
    start: u32,
    end: u32,
}

#[derive(Debug)]
enum Value {
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
const LONGEST_CELL: usize = 4 * 32_767;
/// Bytes of text in a row.
const LONGEST_ROW: usize = 16 << 20;
/// Columns a spreadsheet has.
const COLUMNS: u32 = 16_384;

impl GridBatch {
    /// Gives what has been gathered and makes room for as much again: rows that follow are like those before.
    pub(super) fn take(&mut self) -> GridBatch {
        let like = GridBatch {
            text: String::with_capacity(self.text.len() + self.text.len() / 8),
            cells: Vec::with_capacity(self.cells.len() + self.cells.len() / 8),
            rows: Vec::with_capacity(self.rows.len()),
            before_row: 0,
        };
        std::mem::replace(self, like)
    }

    /// Adds a cell; rows must come in order.
    pub(super) fn push(&mut self, row: u32, column: u32, cell: Cell<'_>) -> Result<(), InputError> {
        let value = match cell {
            Cell::Empty => return Ok(()),
            Cell::Text(text) if text.len() > LONGEST_CELL => return Err(InputError::LongCell { row, column }),
            Cell::Text(text) => Value::Text(self.keep(text)),
            Cell::Error(text) => Value::Error(self.keep(text)),
            Cell::Number(number) => Value::Number(number),
            Cell::Day(day) => Value::Day(day),
            Cell::YesNo(yes) => Value::YesNo(yes),
        };
        let place = self.cells.len();
        if self.rows.last().is_none_or(|last| last.number != row) {
            self.rows.push(StoredRow { number: row, cells: place..place });
            self.before_row = self.text.len();
        }
        if column >= COLUMNS || self.text.len() > self.before_row + LONGEST_ROW {
            return Err(InputError::LongRow { row });
        }
        self.cells.push(Stored { column, value });
        if let Some(last) = self.rows.last_mut() {
            last.cells.end = place + 1;
        }
        Ok(())
    }

    fn keep(&mut self, text: &str) -> Span {
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

    /// Whether a cell of another row would begin a row too many.
    pub(super) fn is_full(&self, row: u32) -> bool {
        let has_enough = self.rows.len() >= ROWS || self.cells.len() >= CELLS || self.text.len() >= BYTES;
        has_enough && self.rows.last().is_some_and(|last| last.number != row)
    }

    pub(super) fn for_each(&self, mut each: impl FnMut(Row<'_>)) {
        let mut cells = Vec::new();
        for row in &self.rows {
            cells.clear();
            for stored in &self.cells[row.cells.clone()] {
                let column = stored.column as usize;
                if cells.len() <= column {
                    cells.resize(column + 1, Cell::Empty);
                }
                cells[column] = self.cell(&stored.value);
            }
            each(Row { number: row.number, cells: &cells });
        }
    }

    fn cell(&self, value: &Value) -> Cell<'_> {
        match value {
            Value::Text(span) => Cell::Text(self.text(*span)),
            Value::Error(span) => Cell::Error(self.text(*span)),
            Value::Number(number) => Cell::Number(*number),
            Value::Day(day) => Cell::Day(*day),
            Value::YesNo(yes) => Cell::YesNo(*yes),
        }
    }
}
