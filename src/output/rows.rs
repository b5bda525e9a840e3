//! Typed rows of one table as CSV, NDJSON or a workbook, written as they come.

use std::borrow::Cow;
use std::io::{self, Write};

use rust_xlsxwriter::{IgnoreError, Workbook, Worksheet, XlsxError};
use serde_json::{Map, Value};

use crate::report::content::{Content, Part};
use crate::report::copies::Band;

use super::Format;
use super::csv::{begin, guarded, stopped};
use super::no_room::in_room;
use super::xlsx::{SHEET_ROWS, Styles, put, save};

/// A table being written.
pub struct Rows<W: Write> {
    columns: Vec<String>,
    sink: Sink<W>,
    /// Cells that were written with a mark before them, so that no spreadsheet takes them for a formula.
    marked: u64,
}

enum Sink<W: Write> {
    Csv(Box<csv::Writer<W>>),
    Ndjson(W),
    Xlsx(Box<Book>, W),
}

/// A workbook of one table, of several sheets where one is too short.
struct Book {
    workbook: Workbook,
    styles: Styles,
    /// Rows on the last sheet, and columns that hold numbers that are names.
    rows: u32,
    long_numbers: Vec<bool>,
}

impl<W: Write> Rows<W> {
    /// Begins a table; `None` for formats that are not for rows.
    pub fn begin(format: Format, columns: Vec<String>, out: W) -> io::Result<Option<Rows<W>>> {
        let sink = match format {
            Format::Csv { bom } => {
                let mut writer = csv::Writer::from_writer(begin(bom, out)?);
                writer.write_record(&columns).map_err(stopped)?;
                Sink::Csv(Box::new(writer))
            }
            Format::Ndjson => Sink::Ndjson(out),
            Format::Xlsx => Sink::Xlsx(Box::new(in_room(|| Book::new(&columns))?), out),
            Format::Table
            | Format::Text
            | Format::Markdown
            | Format::Json
            | Format::Ics
            | Format::Svg
            | Format::Html => return Ok(None),
        };
        Ok(Some(Rows { columns, sink, marked: 0 }))
    }

    pub fn row(&mut self, cells: &[Content]) -> io::Result<()> {
        match &mut self.sink {
            Sink::Csv(writer) => {
                for cell in cells {
                    let (text, marked) = field(cell);
                    self.marked += u64::from(marked);
                    writer.write_field(&*text).map_err(stopped)?;
                }
                writer.write_record(None::<&[u8]>).map_err(stopped)
            }
            Sink::Ndjson(out) => {
                let members = self.columns.iter().zip(cells).map(|(name, cell)| (name.clone(), value(cell)));
                serde_json::to_writer(&mut *out, &Value::Object(members.collect::<Map<_, _>>()))?;
                out.write_all(b"\n")
            }
            Sink::Xlsx(book, _) => in_room(|| book.row(&self.columns, cells)),
        }
    }

    /// Ends the table; gives back what it was written to, and how many cells were marked.
    pub fn finish(self) -> io::Result<(W, u64)> {
        let out = match self.sink {
            Sink::Csv(writer) => writer.into_inner().map_err(|error| error.into_error())?,
            Sink::Ndjson(mut out) => {
                out.flush()?;
                out
            }
            Sink::Xlsx(mut book, mut out) => {
                in_room(|| book.close())?;
                save(book.workbook, &mut out)?;
                out
            }
        };
        Ok((out, self.marked))
    }
}

/// A cell of CSV, and whether it had to be marked.
fn field(cell: &Content) -> (Cow<'_, str>, bool) {
    let words = match cell {
        Content::Text(text) | Content::LongNumber(text) => Cow::Borrowed(text.as_str()),
        Content::Several(parts) => parts.iter().map(Part::line).collect::<Vec<_>>().join("; ").into(),
        Content::Blank => return (Cow::Borrowed(""), false),
        Content::Number(number) => return (number.to_string().into(), false),
        Content::Count(count) => return (count.to_string().into(), false),
        Content::Money(yuan) => return (yuan.to_string().into(), false),
        Content::Day(day) => return (day.to_string().into(), false),
        Content::YesNo(yes) => return (yes.to_string().into(), false),
    };
    let length = words.len();
    let safe = guarded(words);
    let marked = safe.len() != length;
    (safe, marked)
}

/// A cell of NDJSON; money is a text, so that no reader makes a binary fraction of it.
fn value(cell: &Content) -> Value {
    match cell {
        Content::Blank => Value::Null,
        Content::Text(text) | Content::LongNumber(text) => Value::from(text.as_str()),
        Content::Number(number) => Value::from(*number),
        Content::Count(count) => Value::from(*count),
        Content::Money(yuan) => Value::from(yuan.to_string()),
        Content::Day(day) => Value::from(day.to_string()),
        Content::YesNo(yes) => Value::from(*yes),
        Content::Several(parts) => Value::Array(parts.iter().map(part).collect()),
    }
}

fn part(part: &Part) -> Value {
    let mut members = Map::new();
    members.insert("column".to_owned(), Value::from(part.column.as_str()));
    if let Some(why) = part.why {
        members.insert("why".to_owned(), Value::from(why));
    }
    members.insert("text".to_owned(), Value::from(part.text.as_str()));
    Value::Object(members)
}

impl Book {
    fn new(columns: &[String]) -> Result<Book, XlsxError> {
        let long_numbers = vec![false; columns.len()];
        let mut book = Book { workbook: Workbook::new(), styles: Styles::new(), rows: 0, long_numbers };
        book.sheet(columns)?;
        Ok(book)
    }

    fn sheet(&mut self, columns: &[String]) -> Result<(), XlsxError> {
        self.rows = 0;
        let sheet = self.workbook.add_worksheet_with_constant_memory()?;
        for (place, column) in (0..).zip(columns) {
            sheet.write_string_with_format(0, place, column, &self.styles.header)?;
            sheet.set_column_width(place, 14)?;
        }
        sheet.set_freeze_panes(1, 0)?;
        Ok(())
    }

    fn row(&mut self, columns: &[String], cells: &[Content]) -> Result<(), XlsxError> {
        if self.rows == SHEET_ROWS {
            self.close()?;
            self.sheet(columns)?;
        }
        self.rows += 1;
        let last = self.workbook.worksheets().len() - 1;
        let sheet = self.workbook.worksheet_from_index(last)?;
        for (place, cell) in cells.iter().enumerate().filter(|(_, cell)| **cell != Content::Blank) {
            self.long_numbers[place] |= matches!(cell, Content::LongNumber(_));
            put(sheet, (self.rows, place as u16), cell, self.styles.copied(cell, None, Band::Body))?;
        }
        Ok(())
    }

    /// What is set once a sheet has all its rows.
    fn close(&mut self) -> Result<(), XlsxError> {
        let (rows, last) = (self.rows, self.workbook.worksheets().len() - 1);
        let sheet: &mut Worksheet = self.workbook.worksheet_from_index(last)?;
        sheet.autofilter(0, 0, rows, self.long_numbers.len() as u16 - 1)?;
        for (column, _) in (0..).zip(&self.long_numbers).filter(|(_, long)| **long) {
            sheet.set_column_width(column, 22)?;
            sheet.ignore_error_range(0, column, rows, column, IgnoreError::NumberStoredAsText)?;
        }
        Ok(())
    }
}
