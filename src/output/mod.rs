//! Documents and records go in; bytes of one format come out. No writer computes.

mod book;
mod csv;
mod file;
mod ics;
mod json;
mod markdown;
mod rows;
mod terminal;
mod xlsx;

use std::io::{self, Write};

use crate::report::{Document, Listing};

pub use book::book;
pub use file::{FileError, NewFile};
pub use ics::agenda;
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
    Csv,
    /// A workbook of records.
    Xlsx,
    /// Appointments, of last days only.
    Ics,
}

impl Format {
    pub const NAMES: [&str; 8] = ["table", "text", "md", "json", "ndjson", "csv", "xlsx", "ics"];

    /// Endings of file names.
    pub const ENDINGS: [&str; 7] = ["md", "txt", "json", "ndjson", "csv", "xlsx", "ics"];

    pub fn named(name: &str) -> Option<Format> {
        match name {
            "table" => Some(Format::Table),
            "text" | "txt" => Some(Format::Text),
            "md" | "markdown" => Some(Format::Markdown),
            "json" => Some(Format::Json),
            "ndjson" | "jsonl" => Some(Format::Ndjson),
            "csv" => Some(Format::Csv),
            "xlsx" => Some(Format::Xlsx),
            "ics" => Some(Format::Ics),
            _ => None,
        }
    }

    /// Whether it is for programs, not for people.
    pub fn is_for_programs(self) -> bool {
        matches!(self, Format::Json | Format::Ndjson | Format::Csv | Format::Xlsx | Format::Ics)
    }
}

/// Writes a document as a table for a terminal of some width, or as Markdown.
pub fn document(document: &Document, format: Format, width: u16, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Markdown => markdown::write(document, out),
        Format::Table | Format::Text | Format::Json | Format::Ndjson | Format::Csv | Format::Xlsx | Format::Ics => {
            terminal::write(document, width, out)
        }
    }
}

/// Writes records for programs.
pub fn listing(listing: Listing<'_>, format: Format, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Ndjson => json::lines(listing, out),
        Format::Csv => csv::write(listing, out),
        Format::Xlsx => xlsx::listing(listing, out),
        // The command line lets last days alone be asked for as appointments, and those are not a listing.
        Format::Json | Format::Table | Format::Text | Format::Markdown | Format::Ics => json::write(listing, out),
    }
}
