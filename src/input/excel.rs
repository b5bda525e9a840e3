//! Workbooks of Excel 2007 and after, cell by cell as the file is read: what .xlsx and .xlsb share, and .xlsb.

use std::collections::HashSet;
use std::io::BufReader;

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsb, XlsbError};
use chrono::NaiveDate;

use super::contain::contained;
use super::gather::Gather;
use super::grid::GridBatch;
use super::measure::check_sheets;
use super::outline::{Outline, Stretch};
use super::source::Source;
use super::{Batch, Cell, Container, FileFacts, InputError, NOT_WORKED_OUT, Sheet, SkippedSheet, Visit, archive, xlsb};

pub(super) type Skipped = Vec<(String, SkippedSheet)>;

/// Splits the sheets of a workbook into those to read and those to name. No two may have one name: the library knows
/// sheets by it, and would read one of them twice.
pub(super) fn sheets(metadata: &[calamine::Sheet]) -> Result<(Vec<String>, Skipped), InputError> {
    check_sheets(metadata.len())?;
    let (mut read, mut skipped, mut names) = (Vec::new(), Vec::new(), HashSet::new());
    for sheet in metadata {
        let name = sheet.name.clone();
        if !names.insert(&sheet.name) {
            return Err(InputError::SheetsOfOneName { name });
        }
        match (sheet.typ, sheet.visible) {
            (SheetType::WorkSheet, SheetVisible::Visible) => read.push(name),
            (SheetType::WorkSheet, _) => skipped.push((name, SkippedSheet::Hidden)),
            _ => skipped.push((name, SkippedSheet::NotCells)),
        }
    }
    Ok((read, skipped))
}

pub(super) fn read_xlsb(source: &Source, visit: Visit<'_>) -> Result<FileFacts, InputError> {
    archive::check(source)?;
    let mended = contained(|| xlsb::mended(source))?;
    let source = mended.as_ref().unwrap_or(source);
    let mut outlines = contained(|| xlsb::outlines(source))?;
    let file = BufReader::new(source.stream()?);
    let mut workbook = contained(|| Xlsb::new(file).map_err(xlsb_error))?;
    let (names, skipped) = sheets(workbook.sheets_metadata())?;
    for name in names {
        let outline = outlines.remove(&name).unwrap_or_default();
        let mut reader = contained(|| workbook.worksheet_cells_reader(&name).map_err(xlsb_error))?;
        let next = |rows: &mut Rows| {
            let cell = reader.next_cell().map_err(xlsb_error)?;
            cell.map(|cell| rows.push(cell.get_position(), cell.get_value(), false)).transpose()
        };
        visit(&mut CellSheet::new(name, outline, next))?;
    }
    Ok(FileFacts { skipped, ..FileFacts::of(Container::Xlsb) })
}

/// Rows while they are put together.
pub(super) struct Rows {
    pub(super) gather: Gather,
    /// A batch that the last cell did not fit in.
    full: Option<GridBatch>,
}

pub(super) struct CellSheet<N> {
    name: String,
    hidden_columns: Vec<Stretch>,
    counts_from_1904: bool,
    /// Puts the next cell to the rows, if there is one.
    next: N,
    rows: Rows,
    /// The reader must not be asked again once it has said that there is no more.
    ended: bool,
}

impl<N: FnMut(&mut Rows) -> Result<Option<()>, InputError>> CellSheet<N> {
    pub(super) fn new(name: String, outline: Outline, next: N) -> CellSheet<N> {
        let hidden_columns = outline.hidden_columns.clone();
        let counts_from_1904 = outline.counts_from_1904;
        CellSheet {
            name,
            hidden_columns,
            counts_from_1904,
            next,
            rows: Rows { gather: Gather::of(outline), full: None },
            ended: false,
        }
    }
}

impl<N: FnMut(&mut Rows) -> Result<Option<()>, InputError> + Send> Sheet for CellSheet<N> {
    fn name(&self) -> Option<&str> {
        Some(&self.name)
    }

    fn hidden_columns(&self) -> &[Stretch] {
        &self.hidden_columns
    }

    fn counts_from_1904(&self) -> bool {
        self.counts_from_1904
    }

    fn next_batch(&mut self) -> Result<Option<Batch>, InputError> {
        while !self.ended {
            self.ended = (self.next)(&mut self.rows)?.is_none();
            if let Some(full) = self.rows.full.take() {
                return Ok(Some(Batch::Grid(full)));
            }
        }
        let rest = &mut self.rows.gather;
        Ok((!rest.is_empty()).then(|| Batch::Grid(rest.take())))
    }
}

impl Rows {
    #[inline]
    pub(super) fn push(
        &mut self,
        (row, column): (u32, u32),
        value: &DataRef<'_>,
        has_formula: bool,
    ) -> Result<(), InputError> {
        let error;
        let value = match value {
            DataRef::Empty if has_formula => Cell::Error(NOT_WORKED_OUT),
            DataRef::Empty => return Ok(()),
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
        // Numbered from 1; no sheet has as many rows as would overflow.
        self.put(row.saturating_add(1), column, value)
    }

    #[inline]
    pub(super) fn put(&mut self, row: u32, column: u32, value: Cell<'_>) -> Result<(), InputError> {
        if self.gather.is_full(row) {
            self.full = Some(self.gather.take());
        }
        self.gather.push(row, column, value)
    }
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

fn xlsb_error(error: XlsbError) -> InputError {
    match error {
        XlsbError::Password => InputError::Password,
        other => InputError::Damaged(other.to_string()),
    }
}
