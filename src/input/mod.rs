//! Files come in, rows go out, each knowing its sheet and its number; nothing here knows about assistance.
//!
//! A file is read once, in batches. They are cut and numbered one after the other, by whoever wants the next, and taken
//! apart side by side.

mod ahead;
mod archive;
mod biff;
mod block;
mod cells;
mod contain;
mod copy;
mod decoded;
mod error;
mod escapes;
mod excel;
mod foreign;
mod form_units;
mod gather;
mod grid;
mod html;
mod html_columns;
mod markup;
mod measure;
mod merges;
mod ods;
mod ole;
mod outline;
mod owned;
mod package;
mod plain;
mod quoted;
mod room;
mod shared_texts;
mod sniff;
mod source;
mod spreadsheetml;
mod text;
mod texts;
mod walk;
mod workbook;
mod xls;
mod xlsb;
mod xlsx;
mod xml;

use std::path::Path;

use chrono::NaiveDate;

use measure::{Measure, Measured};
use source::Source;

pub use block::{Block, Unread};
pub use copy::are_the_same;
pub use error::InputError;
pub use foreign::Foreign;
pub use sniff::{Container, Encoding};

/// What a cell holds. Excel gives dates and money as the same kind of number; the column decides which it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    Empty,
    Text(&'a str),
    /// As the workbook stores it; `roster::value` alone turns it into money or a count.
    Number(f64),
    Day(NaiveDate),
    YesNo(bool),
    /// `#N/A` and its like.
    Error(&'a str),
}

/// A row as a spreadsheet shows it.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// From 1.
    pub number: u32,
    pub cells: &'a [Cell<'a>],
    /// Columns that are one cell here, with each other or with the row above; blank cells are not noted.
    pub merged: &'a [Merged<'a>],
    /// A filter or a hand has hidden it.
    pub hidden: bool,
    /// Whether any of its cells may be an error of the spreadsheet; of a text file, whether one of the rows around it
    /// may.
    pub errors: bool,
}

/// Columns of a row, from the first to the last, that are one cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Merged<'a> {
    pub first: usize,
    pub last: usize,
    /// What stands in it, where it begins in a row above.
    pub above: Option<Cell<'a>>,
}

/// Some thousand rows, not yet taken apart.
#[derive(Debug)]
pub enum Batch {
    Text(text::TextBatch),
    Grid(grid::GridBatch),
}

/// One sheet of a file, to be read from its first row to its last, by whichever thread wants the next rows.
pub trait Sheet: Send {
    /// The sheet's name; none in a text file.
    fn name(&self) -> Option<&str>;

    /// Columns that are hidden, from the first to the last of each stretch, known once rows have been given.
    fn hidden_columns(&self) -> &[(u32, u32)] {
        &[]
    }

    /// The next block of a text file, to be read by whoever takes it; of a sheet that has to be read in one go there is
    /// none, nor is there behind the last.
    fn next_block(&mut self) -> Option<Unread> {
        None
    }

    /// The batch a block makes, if any record ends in it; blocks are cut in the order in which they were given.
    fn cut(&mut self, _block: Block) -> Result<Option<Batch>, InputError> {
        Ok(None)
    }

    /// Whether its days are counted from 1904 on, and not from 1900.
    fn counts_from_1904(&self) -> bool {
        false
    }

    /// `None` when all rows have been given.
    fn next_batch(&mut self) -> Result<Option<Batch>, InputError>;
}

/// What is known of a file besides its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileFacts {
    pub container: Container,
    pub encoding: Option<Encoding>,
    pub delimiter: Option<char>,
    /// Sheets not read, each with why.
    pub skipped: Vec<(String, SkippedSheet)>,
    /// The ending of its name, where that claims another kind of file than it is.
    pub misnamed: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SkippedSheet {
    Hidden,
    /// A chart, a macro, a dialog.
    NotCells,
}

impl FileFacts {
    fn of(container: Container) -> FileFacts {
        FileFacts { container, encoding: None, delimiter: None, skipped: Vec::new(), misnamed: None }
    }
}

/// What a cell shows whose formula was never worked out: the program that wrote the file left that to a spreadsheet.
pub const NOT_WORKED_OUT: &str = "=…";

type Visit<'v> = &'v mut dyn FnMut(&mut dyn Sheet) -> Result<(), InputError>;

/// As many columns as a spreadsheet has.
const COLUMNS: usize = 16_384;
/// A row of more bytes is no person's.
const LONGEST_ROW: usize = 2 << 20;

/// How many bytes of a text file are read at a time, unless somebody asks for more or fewer.
pub const BLOCK: usize = 256 * 1024;

/// How many bytes a file has; `None` where it cannot be told, as of what lies in an archive.
pub fn size(path: &Path) -> Option<u64> {
    std::fs::metadata(path).ok().map(|facts| facts.len())
}

/// Reads a file sheet by sheet, giving each to the visitor; the file is opened for reading only.
///
/// A path may lead into an archive, as [`members`] gives it.
pub fn read(
    path: &Path,
    visit: &mut dyn FnMut(&mut dyn Sheet) -> Result<(), InputError>,
) -> Result<FileFacts, InputError> {
    read_by(BLOCK, path, visit)
}

/// The same, a text file by blocks of so many bytes, which become batches.
pub fn read_by(
    block: usize,
    path: &Path,
    visit: &mut dyn FnMut(&mut dyn Sheet) -> Result<(), InputError>,
) -> Result<FileFacts, InputError> {
    let source = Source::open(path)?;
    let container = contain::contained(|| sniff::container(&source))?;
    let mut measure = Measure::default();
    let visit: Visit<'_> = &mut |sheet| visit(&mut Measured { sheet, measure: &mut measure });
    let facts = match container {
        Container::Text => text::read(&source, block, visit),
        Container::Xlsx => xlsx::read(&source, visit),
        Container::Xlsb => excel::read_xlsb(&source, visit),
        Container::Xls => xls::read(&source, visit),
        Container::Ods => ods::read(&source, visit),
        Container::Html => html::read(&source, visit),
        Container::SpreadsheetMl => spreadsheetml::read(&source, visit),
    }?;
    let misnamed = container.misnamed(source.ending.as_deref());
    Ok(FileFacts { misnamed, ..facts })
}

/// The files in an archive of rosters, each a path to be read like any other; `None` where the path is no such archive.
pub fn members(path: &Path) -> Option<Vec<String>> {
    archive::members(path)
}

impl Batch {
    /// Gives each row in order, blank ones included; says whether all characters could be decoded.
    pub fn for_each(&self, each: impl FnMut(Row<'_>)) -> bool {
        match self {
            Batch::Text(batch) => batch.for_each(each),
            Batch::Grid(batch) => {
                batch.for_each(each);
                true
            }
        }
    }
}

impl<'a> Row<'a> {
    /// What a cell above shows in a column, where both are merged.
    pub fn above(&self, column: usize) -> Cell<'a> {
        let found = self.merged.iter().find(|merged| merged.first == column);
        found.and_then(|merged| merged.above).unwrap_or(Cell::Empty)
    }
}

/// Blanks, what controls a printer or ends a file of old (^Z), and what takes no room at all.
fn shows_nothing(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

#[cold]
fn all_show_nothing(text: &str) -> bool {
    text.chars().all(shows_nothing)
}

impl Cell<'_> {
    #[inline]
    pub fn is_blank(&self) -> bool {
        match self {
            Cell::Empty => true,
            Cell::Text(text) => !begins_with_ink(text) && all_show_nothing(text),
            _ => false,
        }
    }

    /// The cell as a person would read it.
    pub fn shown(&self) -> String {
        match self {
            Cell::Empty => String::new(),
            Cell::Text(text) | Cell::Error(text) => text.trim().to_owned(),
            Cell::Number(number) => number.to_string(),
            Cell::Day(day) => day.to_string(),
            Cell::YesNo(yes) => if *yes { "TRUE" } else { "FALSE" }.to_owned(),
        }
    }
}

/// Whether a text begins with what is printed of ASCII or with a hanzi, as nearly every text does: told by its first
/// byte.
#[inline]
fn begins_with_ink(text: &str) -> bool {
    matches!(text.as_bytes(), [b'!'..=b'~' | 0xE4..=0xE9, ..])
}

/// A column's letters as a spreadsheet shows them: 0 is `A`, 26 is `AA`.
pub fn letters(column: usize) -> String {
    let mut rest = column;
    let mut letters = Vec::new();
    loop {
        letters.push(b'A' + (rest % 26) as u8);
        match rest / 26 {
            0 => break,
            more => rest = more - 1,
        }
    }
    letters.iter().rev().map(|letter| char::from(*letter)).collect()
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_are_lettered_as_in_a_spreadsheet() {
        let shown: Vec<String> = [0, 7, 25, 26, 701, 702, 16_383].map(letters).into();
        assert_eq!(shown, ["A", "H", "Z", "AA", "ZZ", "AAA", "XFD"]);
    }
}
