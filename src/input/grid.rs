//! Rows of a workbook, kept small: texts in one string, cells in one list.

use chrono::NaiveDate;

use super::{Cell, Row};

/// Rows of a sheet as the workbook stores them; blank cells and rows take no room.
#[derive(Debug, Default)]
pub struct GridBatch {
    text: String,
    cells: Vec<Stored>,
    rows: Vec<StoredRow>,
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

#[derive(Debug)]
enum Value {
    Text(std::ops::Range<usize>),
    Error(std::ops::Range<usize>),
    Number(f64),
    Day(NaiveDate),
    YesNo(bool),
}

/// Rows in a batch: enough to share out, few enough to stay in the cache.
const ROWS: usize = 2048;

impl GridBatch {
    /// Adds a cell; rows must come in order.
    pub(super) fn push(&mut self, row: u32, column: u32, cell: Cell<'_>) {
        let value = match cell {
            Cell::Empty => return,
            Cell::Text(text) => Value::Text(self.keep(text)),
            Cell::Error(text) => Value::Error(self.keep(text)),
            Cell::Number(number) => Value::Number(number),
            Cell::Day(day) => Value::Day(day),
            Cell::YesNo(yes) => Value::YesNo(yes),
        };
        let place = self.cells.len();
        if self.rows.last().is_none_or(|last| last.number != row) {
            self.rows.push(StoredRow { number: row, cells: place..place });
        }
        self.cells.push(Stored { column, value });
        if let Some(last) = self.rows.last_mut() {
            last.cells.end = place + 1;
        }
    }

    fn keep(&mut self, text: &str) -> std::ops::Range<usize> {
        let start = self.text.len();
        self.text.push_str(text);
        start..self.text.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether a cell of another row would begin a row too many.
    pub(super) fn is_full(&self, row: u32) -> bool {
        self.rows.len() >= ROWS && self.rows.last().is_some_and(|last| last.number != row)
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
            Value::Text(range) => Cell::Text(&self.text[range.clone()]),
            Value::Error(range) => Cell::Error(&self.text[range.clone()]),
            Value::Number(number) => Cell::Number(*number),
            Value::Day(day) => Cell::Day(*day),
            Value::YesNo(yes) => Cell::YesNo(*yes),
        }
    }
}
