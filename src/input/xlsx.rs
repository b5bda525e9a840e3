//! Workbooks of Excel 2007 and after in XML (.xlsx, .xlsm): sheet by sheet, each unpacked while it is taken apart.

use std::io::{self, BufReader, Read};
use std::sync::Arc;

use calamine::{Reader, Xlsx, XlsxError};

use super::ahead::Ahead;
use super::cells::Cells;
use super::contain::contained;
use super::excel::{CellSheet, Rows, Skipped, sheets};
use super::merges::Foreseen;
use super::outline::Outline;
use super::source::Source;
use super::workbook::{Shared, Workbook};
use super::{Container, FileFacts, InputError, Visit, archive};

pub(super) fn read(source: &Source, visit: Visit<'_>) -> Result<FileFacts, InputError> {
    archive::check(source)?;
    let skipped = match contained(|| Workbook::open(source))? {
        Some(workbook) => each_sheet(source, workbook, visit),
        None => by_library(source, visit),
    }?;
    Ok(FileFacts { skipped, ..FileFacts::of(Container::Xlsx) })
}

/// The first sheet is looked through while the shared texts are read: both are needed before the first row.
fn each_sheet(source: &Source, mut workbook: Workbook, visit: Visit<'_>) -> Result<Skipped, InputError> {
    let sheets = std::mem::take(&mut workbook.sheets);
    // Opened once: its directory may be as long as all sheets together.
    let mut zip = contained(|| archive::open(source))?;
    let mut look = |place: usize| contained(|| Foreseen::of(&mut zip, place));
    let (mut foreseen, shared) = std::thread::scope(|scope| {
        let foreseen = scope.spawn(|| sheets.first().map(|(_, place)| look(*place)));
        let shared = contained(|| workbook.shared(source));
        (foreseen.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), shared)
    });
    let shared = Arc::new(shared?);
    for (name, place) in sheets {
        let foreseen = foreseen.take().unwrap_or_else(|| look(place))?;
        sheet(source, (name, place), foreseen, &shared, visit)?;
    }
    Ok(workbook.skipped)
}

/// Only a sheet that is too large to be kept whole is unpacked again.
fn sheet(
    source: &Source,
    (name, place): (String, usize),
    Foreseen { mut outline, whole }: Foreseen,
    shared: &Arc<Shared>,
    visit: Visit<'_>,
) -> Result<(), InputError> {
    outline.counts_from_1904 = shared.forms.is_1904;
    std::thread::scope(|scope| {
        let rest: Box<dyn Read + Send> = match whole {
            Some(_) => Box::new(io::empty()),
            None => Box::new(Ahead::spawn(scope, source, place)),
        };
        let start = whole.unwrap_or_default();
        let mut cells = contained(|| Cells::open(start, rest, shared.clone(), &mut outline))?;
        visit(&mut CellSheet::new(name, outline, |rows: &mut Rows| cells.step(rows)))
    })
}

/// Workbooks of an unusual make, with what the library makes of them: cells alone.
fn by_library(source: &Source, visit: Visit<'_>) -> Result<Skipped, InputError> {
    let file = BufReader::new(source.stream()?);
    let mut workbook = contained(|| Xlsx::new(file).map_err(xlsx_error))?;
    let (names, skipped) = sheets(workbook.sheets_metadata())?;
    for name in names {
        let mut reader = contained(|| workbook.worksheet_cells_reader(&name).map_err(xlsx_error))?;
        let next = |rows: &mut Rows| {
            let cell = reader.next_cell_with_formula_metadata().map_err(xlsx_error)?;
            cell.map(|cell| rows.push(cell.pos, &cell.value, cell.formula.is_some())).transpose()
        };
        visit(&mut CellSheet::new(name, Outline::default(), next))?;
    }
    Ok(skipped)
}

fn xlsx_error(error: XlsxError) -> InputError {
    match error {
        XlsxError::Password => InputError::Password,
        XlsxError::Io(error) => InputError::Damaged(error.to_string()),
        XlsxError::FileNotFound(part) => InputError::Damaged(part),
        other => InputError::Damaged(other.to_string()),
    }
}
