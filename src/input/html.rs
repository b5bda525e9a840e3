//! Web pages with tables, which many systems export as .xls: tags go in, rows come out.
//!
//! All tables of a page are one sheet, one below the other, as spreadsheets open them; a table within a cell gives rows
//! of its own, and words outside tables are rows of one cell, for the title often stands there.

use std::collections::VecDeque;
use std::io::Read;

use html5gum::emitters::default::{DefaultEmitter, StartTag};
use html5gum::{IoReader, Token, Tokenizer};

use super::decoded::decoded;
use super::gather::Gather;
use super::grid::LONGEST_CELL;
use super::html_columns::HiddenColumns;
use super::outline::Stretch;
use super::source::Source;
use super::{Batch, Cell, Container, FileFacts, Foreign, InputError, Sheet, Visit};

/// Columns and rows a cell may span, as browsers have it.
const WIDEST: u32 = 1000;
const TALLEST: u32 = 65_534;
/// Tables within tables.
const DEEPEST: usize = 64;
/// Rows of words above the first table.
const MOST_WAITING: usize = 200;

pub(super) fn read(source: &Source, visit: Visit<'_>) -> Result<FileFacts, InputError> {
    let (reader, encoding) = decoded(source)?;
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let tokens = Tokenizer::new_with_emitter(IoReader::new(reader), emitter);
    let mut sheet = HtmlSheet { tokens, page: Page::default(), ended: false };
    visit(&mut sheet)?;
    match sheet.page.has_table {
        true => Ok(FileFacts { encoding: Some(encoding), ..FileFacts::of(Container::Html) }),
        false => Err(Foreign::WebPage.into()),
    }
}

struct HtmlSheet<R: Read> {
    tokens: Tokenizer<IoReader<R>, DefaultEmitter>,
    page: Page,
    ended: bool,
}

impl<R: Read + Send> Sheet for HtmlSheet<R> {
    fn name(&self) -> Option<&str> {
        None
    }

    fn hidden_columns(&self) -> &[Stretch] {
        self.page.columns.hidden()
    }

    fn next_batch(&mut self) -> Result<Option<Batch>, InputError> {
        while !self.ended && !self.page.rows.is_full(u32::MAX) {
            match self.tokens.next() {
                Some(Ok(token)) => self.page.take(token)?,
                Some(Err(error)) => return Err(InputError::Read(error.kind())),
                None => {
                    self.page.end()?;
                    self.ended = true;
                }
            }
        }
        self.page.columns.settle();
        Ok((!self.page.rows.is_empty()).then(|| Batch::Grid(self.page.rows.take())))
    }
}

/// The page as far as it has been read.
#[derive(Default)]
struct Page {
    rows: Gather,
    columns: HiddenColumns,
    /// The last row given.
    row: u32,
    has_table: bool,
    /// Words before the first table, which are rows only if one comes; of many, the last.
    waiting: VecDeque<String>,
    /// Tables open, the innermost last.
    tables: Vec<Table>,
    /// The words of the cell being read, or outside any.
    words: String,
    /// The element whose words are no words of the page.
    unread: Option<Vec<u8>>,
}

#[derive(Default)]
struct Table {
    /// The cells of the row being read, by column.
    cells: Vec<(Place, String)>,
    cell: Option<Place>,
    /// Rows to come in which a column is covered by a cell above.
    covered: Vec<u32>,
    /// Columns covered from the next row on, and for how many rows.
    covering: Vec<(u32, u32, u32)>,
    next: u32,
    in_row: bool,
    /// Whether the row being read is hidden, and whether all are.
    hidden: bool,
    all_hidden: bool,
}

/// Where the cell being read stands.
#[derive(Clone, Copy)]
struct Place {
    column: u32,
    across: u32,
    down: u32,
}

impl Page {
    fn take(&mut self, token: Token) -> Result<(), InputError> {
        match token {
            Token::StartTag(tag) if self.unread.is_none() => self.open(&tag),
            Token::EndTag(tag) => match &self.unread {
                Some(unread) if **unread == *tag.name => {
                    self.unread = None;
                    Ok(())
                }
                Some(_) => Ok(()),
                None => self.close(&tag.name),
            },
            Token::String(text) if self.unread.is_none() => self.say(&String::from_utf8_lossy(&text)),
            _ => Ok(()),
        }
    }

    fn open(&mut self, tag: &StartTag<()>) -> Result<(), InputError> {
        match tag.name.as_slice() {
            b"script" | b"style" | b"title" | b"noscript" | b"xml" if !tag.self_closing => {
                self.unread = Some(tag.name.to_vec());
            }
            b"table" => {
                self.words_outside()?;
                self.interrupt()?;
                self.has_table = true;
                self.columns.begin_table();
                self.tables.push(Table { all_hidden: is_hidden(tag), ..Table::default() });
                if self.tables.len() > DEEPEST {
                    return Err(InputError::Damaged("table".to_owned()));
                }
                for words in std::mem::take(&mut self.waiting) {
                    self.row += 1;
                    self.rows.push(self.row, 0, Cell::Text(&words))?;
                }
            }
            b"tr" => {
                self.end_row()?;
                if let Some(table) = self.tables.last_mut() {
                    table.in_row = true;
                    table.hidden = table.all_hidden || is_hidden(tag);
                }
            }
            b"td" | b"th" => self.begin_cell(tag)?,
            b"col" => self.columns.describe(span(tag, b"span").clamp(1, WIDEST), is_hidden(tag)),
            b"br" => self.break_line()?,
            name if is_block(name) => self.break_block()?,
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, name: &[u8]) -> Result<(), InputError> {
        match name {
            b"table" => {
                self.end_row()?;
                self.tables.pop();
            }
            b"tr" => self.end_row()?,
            b"td" | b"th" => self.end_cell(),
            name if is_block(name) => self.break_block()?,
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), InputError> {
        while !self.tables.is_empty() {
            self.end_row()?;
            self.tables.pop();
        }
        self.words_outside()
    }

    fn in_cell(&self) -> bool {
        self.tables.last().is_some_and(|table| table.cell.is_some())
    }

    /// Adds words, as many as a cell may hold; line ends and blanks in the source are one blank on the page.
    fn say(&mut self, text: &str) -> Result<(), InputError> {
        for character in text.chars() {
            if self.words.len() > LONGEST_CELL {
                // Where no table has come none may: it is the page that is none of ours then.
                if !self.has_table {
                    return Ok(());
                }
                let cell = self.tables.last().and_then(|table| table.cell);
                return Err(InputError::LongCell { row: self.row + 1, column: cell.map_or(0, |cell| cell.column) });
            }
            match character {
                ' ' | '\t' | '\r' | '\n' | '\u{c}' if self.words.ends_with([' ', '\n']) || self.words.is_empty() => {}
                ' ' | '\t' | '\r' | '\n' | '\u{c}' => self.words.push(' '),
                other => self.words.push(other),
            }
        }
        Ok(())
    }

    fn break_line(&mut self) -> Result<(), InputError> {
        match self.in_cell() {
            true => {
                self.words.push('\n');
                Ok(())
            }
            false => self.words_outside(),
        }
    }

    fn break_block(&mut self) -> Result<(), InputError> {
        match self.in_cell() {
            true if self.words.is_empty() || self.words.ends_with('\n') => Ok(()),
            _ => self.break_line(),
        }
    }

    /// Words outside any cell are a row of their own.
    fn words_outside(&mut self) -> Result<(), InputError> {
        if self.in_cell() {
            return Ok(());
        }
        let words = std::mem::take(&mut self.words);
        let words = words.trim();
        match () {
            () if words.is_empty() => Ok(()),
            () if self.has_table => {
                self.row += 1;
                self.rows.push(self.row, 0, Cell::Text(words))
            }
            () => {
                // Titles stand right above their table.
                if self.waiting.len() == MOST_WAITING {
                    self.waiting.pop_front();
                    self.row += 1;
                }
                self.waiting.push_back(words.to_owned());
                Ok(())
            }
        }
    }

    /// A table begins within a cell: what the row holds so far is a row of its own.
    fn interrupt(&mut self) -> Result<(), InputError> {
        let Some(place) = self.tables.last().and_then(|table| table.cell) else { return Ok(()) };
        self.end_cell();
        let Some(table) = self.tables.last_mut() else { return Ok(()) };
        let below = |(place, words)| (Place { down: 1, ..place }, words);
        let cells: Vec<(Place, String)> =
            table.cells.drain(..).filter(|(_, words)| !words.trim().is_empty()).map(below).collect();
        table.cell = Some(Place { across: 1, down: 1, ..place });
        self.give(&cells)
    }

    fn give(&mut self, cells: &[(Place, String)]) -> Result<(), InputError> {
        if cells.is_empty() {
            return Ok(());
        }
        self.row += 1;
        self.rows.hide(self.tables.last().is_some_and(|table| table.hidden));
        for (place, words) in cells {
            let words = words.trim();
            let cell = if words.is_empty() { Cell::Empty } else { Cell::Text(words) };
            self.rows.push_merged((self.row, place.column), (place.across, place.down), cell)?;
        }
        self.rows.hide(false);
        Ok(())
    }

    fn begin_cell(&mut self, tag: &StartTag<()>) -> Result<(), InputError> {
        match self.in_cell() {
            true => self.end_cell(),
            false => self.words_outside()?,
        }
        let Some(table) = self.tables.last_mut() else { return Ok(()) };
        table.in_row = true;
        while table.covered.get(table.next as usize).is_some_and(|rows| *rows > 0) {
            table.next += 1;
        }
        let across = span(tag, b"colspan").clamp(1, WIDEST);
        let down = match span(tag, b"rowspan") {
            0 => TALLEST,
            rows => rows.min(TALLEST),
        };
        table.cell = Some(Place { column: table.next, across, down });
        self.columns.see((table.next, across), is_hidden(tag));
        table.next += across;
        match table.next > 20_000 {
            true => Err(InputError::LongRow { row: self.row + 1 }),
            false => Ok(()),
        }
    }

    fn end_cell(&mut self) {
        let Some(table) = self.tables.last_mut() else { return };
        let Some(place) = table.cell.take() else { return };
        table.cells.push((place, std::mem::take(&mut self.words)));
        if place.down > 1 {
            table.covering.push((place.column, place.across, place.down - 1));
        }
    }

    fn end_row(&mut self) -> Result<(), InputError> {
        self.words_outside()?;
        self.end_cell();
        let Some(table) = self.tables.last_mut() else { return Ok(()) };
        if !std::mem::take(&mut table.in_row) {
            return Ok(());
        }
        let cells = std::mem::take(&mut table.cells);
        table.next_row();
        match cells.is_empty() {
            true => self.row += 1,
            false => self.give(&cells)?,
        }
        Ok(())
    }
}

impl Table {
    fn next_row(&mut self) {
        self.next = 0;
        for rows in &mut self.covered {
            *rows = rows.saturating_sub(1);
        }
        for (column, across, down) in self.covering.drain(..) {
            let (first, last) = (column as usize, (column + across) as usize);
            self.covered.resize(self.covered.len().max(last), 0);
            self.covered[first..last].fill(down);
        }
    }
}

fn attribute<'t>(tag: &'t StartTag<()>, name: &[u8]) -> Option<&'t str> {
    let (_, value) = tag.attributes.iter().find(|(known, _)| known.as_slice() == name)?;
    std::str::from_utf8(value).ok()
}

fn span(tag: &StartTag<()>, name: &[u8]) -> u32 {
    attribute(tag, name).and_then(|value| value.trim().parse().ok()).unwrap_or(1)
}

/// As spreadsheets and pages hide rows, columns and cells.
fn is_hidden(tag: &StartTag<()>) -> bool {
    let style = attribute(tag, b"style").unwrap_or_default().to_lowercase();
    let said = |declaration: &str| {
        let declaration: String = declaration.split_whitespace().collect();
        matches!(
            declaration.trim_end_matches("!important"),
            "display:none" | "visibility:collapse" | "visibility:hidden"
        )
    };
    let hidden = tag.attributes.iter().any(|(name, _)| name.as_slice() == b"hidden");
    let has_no_width =
        tag.name.as_slice() == b"col" && attribute(tag, b"width").is_some_and(|width| width.trim() == "0");
    hidden || has_no_width || style.split(';').any(said)
}

/// Elements that begin a line of their own.
fn is_block(name: &[u8]) -> bool {
    matches!(
        name,
        b"p" | b"div"
            | b"h1"
            | b"h2"
            | b"h3"
            | b"h4"
            | b"h5"
            | b"h6"
            | b"li"
            | b"caption"
            | b"center"
            | b"body"
            | b"hr"
    )
}
