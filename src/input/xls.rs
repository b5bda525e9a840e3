//! Workbooks of Excel 5 to 2003, and WPS's .et: a whole file at a time, for the library cannot read less.

use calamine::{Data, Range, Reader, Xls, XlsError, XlsOptions};

use super::contain::contained;
use super::excel::{date_cell, sheets};
use super::gather::Gather;
use super::outline::Stretch;
use super::source::Source;
use super::{Batch, Cell, Container, FileFacts, InputError, NOT_WORKED_OUT, Sheet, Visit, biff, ole};

pub(super) fn read(source: &Source, visit: Visit<'_>) -> Result<FileFacts, InputError> {
    let mut options = XlsOptions::default();
    let (file, outlines) = contained(|| {
        let records = ole::workbook(source)?;
        let known = biff::look_through(&records)?;
        options.force_codepage = known.codepage;
        Ok((ole::with_workbook(&records)?, known.outlines))
    })?;
    let mut workbook = contained(|| Xls::new_with_options(file, options).map_err(xls_error))?;
    let order: Vec<String> = workbook.sheets_metadata().iter().map(|sheet| sheet.name.clone()).collect();
    let (names, skipped) = sheets(workbook.sheets_metadata())?;
    for name in names {
        let range = contained(|| workbook.worksheet_range(&name).map_err(xls_error))?;
        let place = order.iter().position(|known| *known == name).filter(|_| order.len() == outlines.len());
        let outline = place.map(|place| outlines[place].clone()).unwrap_or_default();
        let hidden_columns = outline.hidden_columns.clone();
        let counts_from_1904 = outline.counts_from_1904;
        let not_worked_out = outline.not_worked_out.clone();
        let batch = Gather::of(outline);
        visit(&mut XlsSheet { name, hidden_columns, counts_from_1904, not_worked_out, range, next: 0, batch })?;
    }
    Ok(FileFacts { skipped, ..FileFacts::of(Container::Xls) })
}

struct XlsSheet {
    name: String,
    hidden_columns: Vec<Stretch>,
    counts_from_1904: bool,
    /// Formulas without the value they have.
    not_worked_out: Vec<(u32, u32)>,
    range: Range<Data>,
    next: usize,
    batch: Gather,
}

impl Sheet for XlsSheet {
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
        let (first_row, first_column) = self.range.start().unwrap_or((0, 0));
        while self.next < self.range.height() {
            let row = first_row + self.next as u32 + 1;
            if self.batch.is_full(row) {
                break;
            }
            for column in 0..self.range.width() {
                let place = (row, first_column + column as u32);
                if self.not_worked_out.binary_search(&place).is_ok() {
                    self.batch.push(row, place.1, Cell::Error(NOT_WORKED_OUT))?;
                } else if let Some(data) = self.range.get((self.next, column)) {
                    push(&mut self.batch, row, place.1, data)?;
                }
            }
            self.next += 1;
        }
        Ok((!self.batch.is_empty()).then(|| Batch::Grid(self.batch.take())))
    }
}

fn push(batch: &mut Gather, row: u32, column: u32, data: &Data) -> Result<(), InputError> {
    let error;
    let value = match data {
        Data::Empty => Cell::Empty,
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => Cell::Text(text),
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Float(number) => Cell::Number(*number),
        Data::Bool(yes) => Cell::YesNo(*yes),
        Data::DateTime(date) => date_cell(date),
        Data::Error(kind) => {
            error = kind.to_string();
            Cell::Error(&error)
        }
    };
    batch.push(row, column, value)
}

fn xls_error(error: XlsError) -> InputError {
    match error {
        XlsError::Password => InputError::Password,
        other => InputError::Damaged(other.to_string()),
    }
}
