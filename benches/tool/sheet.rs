//! Rows of text go in; a CSV file or a workbook comes out.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use encoding_rs::GB18030;
use rust_xlsxwriter::{Format, Workbook};

pub enum Sheet {
    Text { out: BufWriter<File>, gb18030: bool, line: String },
    Book { book: Box<Workbook>, day: Format, path: PathBuf, row: u32 },
}

impl Sheet {
    pub fn create(path: &Path, gb18030: bool) -> io::Result<Sheet> {
        if path.extension().is_some_and(|ending| ending == "xlsx") {
            let mut book = Box::new(Workbook::new());
            book.add_worksheet();
            let day = Format::new().set_num_format("yyyy-mm-dd");
            return Ok(Sheet::Book { book, day, path: path.to_owned(), row: 0 });
        }
        Ok(Sheet::Text { out: BufWriter::new(File::create(path)?), gb18030, line: String::new() })
    }

    pub fn row<S: AsRef<str>>(&mut self, cells: &[S]) -> io::Result<()> {
        match self {
            Sheet::Text { out, gb18030, line } => {
                line.clear();
                for cell in cells {
                    line.push_str(cell.as_ref());
                    line.push(',');
                }
                line.pop();
                line.push('\n');
                match gb18030 {
                    true => out.write_all(&GB18030.encode(line).0),
                    false => out.write_all(line.as_bytes()),
                }
            }
            Sheet::Book { book, day, row, .. } => {
                let sheet = book.worksheet_from_index(0).map_err(io::Error::other)?;
                for (column, cell) in (0..).zip(cells) {
                    cell_of(sheet, (*row, column), cell.as_ref(), day).map_err(io::Error::other)?;
                }
                *row += 1;
                Ok(())
            }
        }
    }

    pub fn finish(self) -> io::Result<()> {
        match self {
            Sheet::Text { mut out, .. } => out.flush(),
            Sheet::Book { mut book, path, .. } => book.save(path).map_err(io::Error::other),
        }
    }
}

/// Days and short numbers as a clerk's spreadsheet has them, long numbers as text.
fn cell_of(
    sheet: &mut rust_xlsxwriter::Worksheet,
    (row, column): (u32, u16),
    text: &str,
    day: &Format,
) -> Result<(), rust_xlsxwriter::XlsxError> {
    if text.is_empty() {
        return Ok(());
    }
    if let Ok(date) = text.parse::<NaiveDate>() {
        return sheet.write_with_format(row, column, &date, day).map(drop);
    }
    match text.parse::<f64>().ok().filter(|_| text.len() < 10) {
        Some(number) => sheet.write(row, column, number).map(drop),
        None => sheet.write(row, column, text).map(drop),
    }
}
