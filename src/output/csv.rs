//! Records as CSV; no cell can start a formula.

use std::borrow::Cow;
use std::io::{self, Write};

use crate::report::Listing;

use super::flat::{cell, flat, text};

/// By this a spreadsheet, Excel above all, knows that a file is UTF-8.
const BYTE_ORDER_MARK: &str = "\u{FEFF}";

/// Begins CSV, with that mark where it is wanted.
pub fn begin<W: Write>(bom: bool, mut out: W) -> io::Result<W> {
    if bom {
        out.write_all(BYTE_ORDER_MARK.as_bytes())?;
    }
    Ok(out)
}

pub(super) fn write(listing: Listing<'_>, bom: bool, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(begin(bom, out)?);
    writer.write_record(&listing.columns).map_err(stopped)?;
    for record in listing.records {
        let cells = flat(&record);
        let words = |column: &str| cell(&cells, column).map_or(Cow::Borrowed(""), text);
        for column in &listing.columns {
            writer.write_field(&*guarded(words(column))).map_err(stopped)?;
        }
        writer.write_record(None::<&[u8]>).map_err(stopped)?;
    }
    writer.flush()
}

/// The header row of a blank roster, which is to be filled in with a spreadsheet: always with the mark.
pub fn header(columns: &[&str], out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(begin(true, out)?);
    writer.write_record(columns.iter().map(|column| guarded(*column).into_owned())).map_err(stopped)?;
    writer.flush()
}

/// What stopped the writing: a broken pipe must be seen to be one.
pub fn stopped(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// Spreadsheets take a cell that starts so for a formula; a number does no harm.
pub fn guarded<'c>(cell: impl Into<Cow<'c, str>>) -> Cow<'c, str> {
    let cell = cell.into();
    // Some spreadsheets take the wide ones for the others.
    let starts = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    let number = cell.strip_prefix('-').is_some_and(is_number);
    if starts && !number { format!("'{cell}").into() } else { cell }
}

/// `300`, `300.5`
fn is_number(text: &str) -> bool {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    [whole, part].iter().all(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::guarded;

    #[test]
    fn no_cell_starts_a_formula() {
        assert_eq!(guarded("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(guarded("＝1+1"), "'＝1+1");
        assert_eq!(guarded("-12"), "-12");
        assert_eq!(guarded("-300.5"), "-300.5");
        assert_eq!(guarded("-300.5+A1"), "'-300.5+A1");
        assert_eq!(guarded("-.5."), "'-.5.");
        assert_eq!(guarded("-12+A1"), "'-12+A1");
        assert_eq!(guarded("才让"), "才让");
    }
}
