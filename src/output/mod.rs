//! Documents and records go in; bytes of one format come out. No writer computes.

mod book;
mod csv;
mod file;
mod flat;
mod ics;
mod json;
mod markdown;
mod no_room;
mod page;
mod rows;
mod terminal;
mod xlsx;
pub mod year;

use std::borrow::Cow;
use std::io::{self, Write};
use std::path::Path;

use crate::report::{Block, Document, Listing};
use crate::visible::{visible, visible_line};

pub use self::csv::{begin, guarded, header, stopped};
pub use book::book;
pub use file::{FileError, NewFile, is_one_file};
pub use ics::agenda;
pub use no_room::{BrokenOff, NoRoomForBook};
pub use rows::Rows;
pub use xlsx::form;

/// How output is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Tables for eyes.
    Table,
    /// Lines for eyes and for `grep`; what is a table by nature stays one.
    Text,
    Markdown,
    Json,
    /// One JSON record a line.
    Ndjson,
    Csv {
        /// With the mark in front by which a spreadsheet knows the encoding.
        bom: bool,
    },
    /// A workbook of records.
    Xlsx,
    /// Appointments, of last days and of days off.
    Ics,
    /// A drawing of a year.
    Svg,
    /// A web page of a year.
    Html,
}

impl Format {
    pub const NAMES: [&str; 10] = ["table", "text", "md", "json", "ndjson", "csv", "xlsx", "ics", "svg", "html"];

    /// Endings of file names.
    pub const ENDINGS: [&str; 9] = ["md", "txt", "json", "ndjson", "csv", "xlsx", "ics", "svg", "html"];

    /// That which the ending of a file's name says, in capitals or not.
    pub fn of_file(path: &Path) -> Option<Format> {
        Format::named(&path.extension()?.to_str()?.to_lowercase())
    }

    pub fn named(name: &str) -> Option<Format> {
        match name {
            "table" => Some(Format::Table),
            "text" | "txt" => Some(Format::Text),
            "md" | "markdown" => Some(Format::Markdown),
            "json" => Some(Format::Json),
            "ndjson" | "jsonl" => Some(Format::Ndjson),
            "csv" => Some(Format::Csv { bom: false }),
            "xlsx" => Some(Format::Xlsx),
            "ics" => Some(Format::Ics),
            "svg" => Some(Format::Svg),
            "html" | "htm" => Some(Format::Html),
            _ => None,
        }
    }

    /// The same, CSV with or without the mark in front.
    #[must_use]
    pub fn with_bom(self, bom: bool) -> Format {
        match self {
            Format::Csv { .. } => Format::Csv { bom },
            other => other,
        }
    }

    /// Whether it is for programs, not for people.
    pub fn is_for_programs(self) -> bool {
        matches!(self, Format::Json | Format::Ndjson | Format::Csv { .. } | Format::Xlsx | Format::Ics)
    }
}

/// Writes a document as a table for a terminal of some width, or as Markdown.
pub fn document(mut document: Document, format: Format, width: u16, out: &mut dyn Write) -> io::Result<()> {
    // Here, where no writer can forget it, and before any of them measures its words.
    document.blocks.iter_mut().for_each(make_visible);
    match format {
        Format::Markdown => markdown::write(&document, out),
        Format::Table
        | Format::Text
        | Format::Json
        | Format::Ndjson
        | Format::Csv { .. }
        | Format::Xlsx
        | Format::Ics
        | Format::Svg
        | Format::Html => terminal::write(&document, width, out),
    }
}

/// Takes from the words of files what controls a terminal; only in the cells of tables may lines end.
fn make_visible(block: &mut Block) {
    let line = |text: &mut String| replace(text, visible_line);
    match block {
        Block::Heading(_, text) | Block::Paragraph(text) => line(text),
        Block::Item(text, more) => std::iter::once(text).chain(more).for_each(line),
        Block::Signature(lines) => lines.iter_mut().for_each(line),
        Block::Table(table) => {
            let cells = table.headers.iter_mut().chain(table.rows.iter_mut().flatten());
            cells.for_each(|cell| replace(cell, visible));
        }
    }
}

fn replace(text: &mut String, by: fn(&str) -> Cow<'_, str>) {
    if let Cow::Owned(other) = by(text) {
        *text = other;
    }
}

/// Writes records for programs.
pub fn listing(listing: Listing<'_>, format: Format, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Ndjson => json::lines(listing, out),
        Format::Csv { bom } => csv::write(listing, bom, out),
        Format::Xlsx => xlsx::listing(listing, out),
        // The command line lets appointments and pages of a year be asked for only where they are no listing.
        Format::Json | Format::Table | Format::Text | Format::Markdown | Format::Ics | Format::Svg | Format::Html => {
            json::write(listing, out)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ending_names_a_format_in_capitals_too() {
        let of = |name: &str| Format::of_file(Path::new(name));
        assert_eq!((of("发现.XLSX"), of("发现.csv")), (Some(Format::Xlsx), Some(Format::Csv { bom: false })));
        assert_eq!((of("发现.docx"), of("发现")), (None, None));
    }
}
