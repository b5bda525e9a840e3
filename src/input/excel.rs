//! Workbooks of Excel 2007 and after (.xlsx, .xlsm, .xlsb): cell by cell as the file is read.

use std::io::BufReader;

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsb, XlsbError, Xlsx, XlsxError};
use chrono::NaiveDate;

use super::contain::contained;
use super::grid::GridBatch;
use super::source::Source;
use super::{Batch, Cell, Container, FileFacts, InputError, NOT_WORKED_OUT, Sheet, SkippedSheet, Visit, archive};

type Skipped = Vec<(String, SkippedSheet)>;

/// Splits the sheets of a workbook into those to read and those to name.
pub(super) fn sheets(metadata: &[calamine::Sheet]) -> (Vec<String>, Skipped) {
    let (mut read, mut skipped) = (Vec::new(), Vec::new());
    for sheet in metadata {
        let name = sheet.name.clone();
        match (sheet.typ, sheet.visible) {
            (SheetType::WorkSheet, SheetVisible::Visible) => read.push(name),
            (SheetType::WorkSheet, _) => skipped.push((name, SkippedSheet::Hidden)),
            _ => skipped.push((name, SkippedSheet::NotCells)),
        }
    }
    (read, skipped)
}

pub(super) fn read_xlsx(source: &Source, visit: Visit<'_>) -> Result<FileFacts, InputError> {
    archive::check(source)?;
    let file = BufReader::new(source.stream()?);
    let mut workbook = contained(|| Xlsx::new(file).map_err(xlsx_error))?;
    let (names, skipped) = sheets(workbook.sheets_metadata());
    for name in names {
        let mut reader = contained(|| workbook.worksheet_cells_reader(&name).map_err(xlsx_error))?;
        // The record with the formula costs no more than the cell alone, where there is none.
        let cells = || {
            let cell = reader.next_cell_with_formula_metadata().map_err(xlsx_error)?;
            Ok(cell.map(|cell| Found { position: cell.pos, value: cell.value, has_formula: cell.formula.is_some() }))
        };
        visit(&mut CellSheet { name, cells, batch: GridBatch::default(), waiting: None, ended: false })?;
    }
    Ok(FileFacts { skipped, ..FileFacts::of(Container::Xlsx) })
}

pub(super) fn read_xlsb(source: &Source, visit: Visit<'_>) -> Result<FileFacts, InputError> {
    archive::check(source)?;
    let file = BufReader::new(source.stream()?);
    let mut workbook = contained(|| Xlsb::new(file).map_err(xlsb_error))?;
    let (names, skipped) = sheets(workbook.sheets_metadata());
    for name in names {
        let mut reader = contained(|| workbook.worksheet_cells_reader(&name).map_err(xlsb_error))?;
        let cells = || {
            let cell = reader.next_cell().map_err(xlsb_error)?;
            Ok(cell.map(|cell| {
                let (position, value) = (cell.get_position(), cell.get_value().clone());
                Found { position, value, has_formula: false }
            }))
        };
        visit(&mut CellSheet { name, cells, batch: GridBatch::default(), waiting: None, ended: false })?;
    }
    Ok(FileFacts { skipped, ..FileFacts::of(Container::Xlsb) })
}

/// A cell as the library gives it.
struct Found<'w> {
    position: (u32, u32),
    value: DataRef<'w>,
    has_formula: bool,
}

struct CellSheet<'w, C> {
    name: String,
    /// Gives the next cell.
    cells: C,
    batch: GridBatch,
    /// The first cell of the next batch.
    waiting: Option<Found<'w>>,
    /// The reader must not be asked again once it has said that there is no more.
    ended: bool,
}

impl<'w, C: FnMut() -> Result<Option<Found<'w>>, InputError>> Sheet for CellSheet<'w, C> {
    fn name(&self) -> Option<&str> {
        Some(&self.name)
    }

    fn next_batch(&mut self) -> Result<Option<Batch>, InputError> {
        if let Some(cell) = self.waiting.take() {
            push(&mut self.batch, &cell)?;
        }
        while !self.ended {
            let Some(cell) = (self.cells)()? else {
                self.ended = true;
                break;
            };
            if self.batch.is_full(cell.position.0 + 1) {
                self.waiting = Some(cell);
                break;
            }
            push(&mut self.batch, &cell)?;
        }
        Ok((!self.batch.is_empty()).then(|| Batch::Grid(self.batch.take())))
    }
}

fn push(batch: &mut GridBatch, cell: &Found<'_>) -> Result<(), InputError> {
    let (row, column) = cell.position;
    let error;
    let value = match &cell.value {
        DataRef::Empty if cell.has_formula => Cell::Error(NOT_WORKED_OUT),
        DataRef::Empty => Cell::Empty,
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cell::Text(text),
        DataRef::SharedString(text) => Cell::Text(text),
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::Bool(yes) => Cell::YesNo(*yes),
        DataRef::DateTime(date) => date_cell(date),
        DataRef::Error(kind) => {
            error = kind.to_string();
            Cell::Error(&error)
        }
    };
    batch.push(row + 1, column, value)
}

/// The day of a date cell; a number merely formatted as one stays a number.
pub(super) fn date_cell(date: &ExcelDateTime) -> Cell<'static> {
    match day(date) {
        Some(day) => Cell::Day(day),
        None => Cell::Number(date.as_f64()),
    }
}

/// Days up to 1900-03-01 are left as numbers: Excel counts a 29 February 1900 that never was.
fn day(date: &ExcelDateTime) -> Option<NaiveDate> {
    let plausible = date.is_datetime() && date.as_f64() >= 61.0;
    plausible.then(|| date.as_datetime())?.map(|moment| moment.date())
}

fn xlsx_error(error: XlsxError) -> InputError {
    match error {
        XlsxError::Password => InputError::Password,
        XlsxError::Io(error) => InputError::Damaged(error.to_string()),
        XlsxError::FileNotFound(part) => InputError::Damaged(part),
        other => InputError::Damaged(other.to_string()),
    }
}

fn xlsb_error(error: XlsbError) -> InputError {
    match error {
        XlsbError::Password => InputError::Password,
        other => InputError::Damaged(other.to_string()),
    }
}
