//! Workbooks: .xlsx cell by cell as the file is read, .xls a sheet at a time.

use std::fs::File;
use std::io::BufReader;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Once;

use calamine::{
    Data, DataRef, ExcelDateTime, Range, Reader, SheetType, SheetVisible, Xls, XlsError, Xlsx, XlsxCellReader,
    XlsxError,
};
use chrono::NaiveDate;

use super::grid::GridBatch;
use super::sniff;
use super::{Batch, Cell, Container, FileFacts, InputError, Sheet, SkippedSheet};

type Visit<'v> = &'v mut dyn FnMut(&mut dyn Sheet) -> Result<(), InputError>;

pub(super) fn read(path: &Path, container: Container, visit: Visit<'_>) -> Result<FileFacts, InputError> {
    let skipped = match container {
        Container::Xlsx => read_xlsx(path, visit),
        Container::Xls | Container::Text => read_xls(path, visit),
    }?;
    Ok(FileFacts { container, encoding: None, delimiter: None, skipped })
}

thread_local! {
    /// Whether this thread is inside the library, where a panic means a broken file.
    static CONTAINED: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}
static QUIET: Once = Once::new();

/// A broken workbook may make the library panic; that ends this file, not the run, and prints nothing.
fn contained<T>(work: impl FnOnce() -> Result<T, InputError>) -> Result<T, InputError> {
    QUIET.call_once(|| {
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !CONTAINED.get() {
                hook(panic);
            }
        }));
    });
    CONTAINED.set(true);
    let outcome = catch_unwind(AssertUnwindSafe(work));
    CONTAINED.set(false);
    outcome.unwrap_or_else(|_| Err(InputError::Damaged("panic".to_owned())))
}

type Skipped = Vec<(String, SkippedSheet)>;

/// Splits the sheets of a workbook into those to read and those to name.
fn sheets(metadata: &[calamine::Sheet]) -> (Vec<String>, Skipped) {
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

fn read_xlsx(path: &Path, visit: Visit<'_>) -> Result<Skipped, InputError> {
    let file = BufReader::new(sniff::open(path)?);
    let mut workbook = contained(|| Xlsx::new(file).map_err(xlsx_error))?;
    let (names, skipped) = sheets(workbook.sheets_metadata());
    for name in names {
        let cells = contained(|| workbook.worksheet_cells_reader(&name).map_err(xlsx_error))?;
        visit(&mut XlsxSheet { name, cells, waiting: None, ended: false })?;
    }
    Ok(skipped)
}

struct XlsxSheet<'w> {
    name: String,
    cells: XlsxCellReader<'w, BufReader<File>>,
    /// The first cell of the next batch.
    waiting: Option<calamine::Cell<DataRef<'w>>>,
    /// The reader must not be asked again once it has said that there is no more.
    ended: bool,
}

impl Sheet for XlsxSheet<'_> {
    fn name(&self) -> Option<&str> {
        Some(&self.name)
    }

    fn next_batch(&mut self) -> Result<Option<Batch>, InputError> {
        contained(|| self.batch())
    }
}

impl XlsxSheet<'_> {
    fn batch(&mut self) -> Result<Option<Batch>, InputError> {
        let mut batch = GridBatch::default();
        if let Some(cell) = self.waiting.take() {
            push(&mut batch, &cell);
        }
        while !self.ended {
            let Some(cell) = self.cells.next_cell().map_err(xlsx_error)? else {
                self.ended = true;
                break;
            };
            if batch.is_full(cell.get_position().0 + 1) {
                self.waiting = Some(cell);
                break;
            }
            push(&mut batch, &cell);
        }
        Ok((!batch.is_empty()).then_some(Batch::Grid(batch)))
    }
}

fn push(batch: &mut GridBatch, cell: &calamine::Cell<DataRef<'_>>) {
    let (row, column) = cell.get_position();
    let error;
    let value = match cell.get_value() {
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
    batch.push(row + 1, column, value);
}

/// The day of a date cell; a number merely formatted as one stays a number.
fn date_cell(date: &ExcelDateTime) -> Cell<'static> {
    match day(date) {
        Some(day) => Cell::Day(day),
        None => Cell::Number(date.as_f64()),
    }
}

/// Days up to 1900-03-01 are left as numbers: Excel counts a 29 February 1900 that never was.
fn day(date: &ExcelDateTime) -> Option<NaiveDate> {
    let plausible = date.is_datetime() && date.as_f64() > 60.0;
    plausible.then(|| date.as_datetime())?.map(|moment| moment.date())
}

fn read_xls(path: &Path, visit: Visit<'_>) -> Result<Skipped, InputError> {
    if holds_encrypted_package(path)? {
        return Err(InputError::Password);
    }
    let file = BufReader::new(sniff::open(path)?);
    let mut workbook = contained(|| Xls::new(file).map_err(xls_error))?;
    let (names, skipped) = sheets(workbook.sheets_metadata());
    for name in names {
        let range = contained(|| workbook.worksheet_range(&name).map_err(xls_error))?;
        visit(&mut XlsSheet { name, range, next: 0 })?;
    }
    Ok(skipped)
}

/// Whether an OLE file is an .xlsx behind a password: it then has a stream of this name, in UTF-16.
fn holds_encrypted_package(path: &Path) -> Result<bool, InputError> {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let bytes = std::fs::read(path).map_err(|error| InputError::Read(error.kind()))?;
    Ok(memchr::memmem::find(&bytes, &name).is_some())
}

struct XlsSheet {
    name: String,
    range: Range<Data>,
    next: usize,
}

impl Sheet for XlsSheet {
    fn name(&self) -> Option<&str> {
        Some(&self.name)
    }

    fn next_batch(&mut self) -> Result<Option<Batch>, InputError> {
        let (first_row, first_column) = self.range.start().unwrap_or((0, 0));
        let mut batch = GridBatch::default();
        while self.next < self.range.height() {
            let row = first_row + self.next as u32 + 1;
            if batch.is_full(row) {
                break;
            }
            for column in 0..self.range.width() {
                if let Some(data) = self.range.get((self.next, column)) {
                    push_data(&mut batch, row, first_column + column as u32, data);
                }
            }
            self.next += 1;
        }
        Ok((!batch.is_empty()).then_some(Batch::Grid(batch)))
    }
}

fn push_data(batch: &mut GridBatch, row: u32, column: u32, data: &Data) {
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
    batch.push(row, column, value);
}

fn xlsx_error(error: XlsxError) -> InputError {
    match error {
        XlsxError::Password => InputError::Password,
        XlsxError::Io(error) => InputError::Damaged(error.to_string()),
        XlsxError::FileNotFound(part) => InputError::Damaged(part),
        other => InputError::Damaged(other.to_string()),
    }
}

fn xls_error(error: XlsError) -> InputError {
    match error {
        XlsError::Password => InputError::Password,
        other => InputError::Damaged(other.to_string()),
    }
}
