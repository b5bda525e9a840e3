//! The XML of a sheet goes in, its cells come out one after the other, and what it says before them of its columns.
//!
//! Nearly all cells of nearly all writers look alike: those are taken apart at a look. The others go the long way, tag
//! by tag.

use std::io::Read;
use std::sync::Arc;

use super::escapes::unescaped;
use super::excel::Rows;
use super::markup::{Markup, Tag, Token, damaged};
use super::outline::Outline;
use super::plain::{self, Plain};
use super::texts::{said, text_of};
use super::workbook::Shared;
use super::{Cell, InputError, NOT_WORKED_OUT};

/// A sheet while it is read.
pub(super) struct Cells<R> {
    markup: Markup<R>,
    shared: Arc<Shared>,
    /// Where a cell stands that does not say it: rows from 1, columns from 0.
    row: u32,
    column: u32,
    /// What the cell says.
    text: String,
}

/// What the tag of a cell says.
struct Said {
    row: u32,
    column: u32,
    form: Option<usize>,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Number,
    Shared,
    YesNo,
    Error,
    Day,
    /// What a formula gives.
    Result,
    Inline,
    Unknown,
}

/// Which element a cell's value stands in.
#[derive(Clone, Copy, PartialEq)]
enum Value {
    Nothing,
    /// `<v>`.
    Plain,
    /// `<is>`.
    Inline,
}

impl<R: Read> Cells<R> {
    /// Goes on to the first row of a sheet, of which the start may be unpacked already; notes columns that are hidden.
    pub(super) fn open(
        start: Vec<u8>,
        rest: R,
        shared: Arc<Shared>,
        outline: &mut Outline,
    ) -> Result<Cells<R>, InputError> {
        let mut markup = Markup::after(start, rest);
        loop {
            match markup.next()? {
                Token::Open(tag) if tag.name == b"col" => hide_columns(&tag, outline)?,
                Token::Open(tag) if tag.name == b"sheetData" => break,
                Token::End => return Err(damaged(b"sheetData")),
                _ => {}
            }
        }
        Ok(Cells { markup, shared, row: 1, column: 0, text: String::new() })
    }

    /// Puts the next cell to the rows, or goes on to the next row; `None` at the end.
    #[inline]
    pub(super) fn step(&mut self, rows: &mut Rows) -> Result<Option<()>, InputError> {
        if let Some((plain, rest)) = plain::cell(self.markup.ahead()) {
            let left = rest.len();
            self.markup.leave(left);
            return self.plain(plain, rows).map(Some);
        }
        match self.markup.next()? {
            Token::Open(tag) if tag.name == b"c" => {
                let said = Said::of(&tag, (self.row, self.column))?;
                self.cell(said, rows)?;
            }
            Token::Open(tag) if tag.name == b"row" => {
                let [row, hidden] = tag.values([b"r", b"hidden"])?;
                if let Some(row) = row {
                    self.row = plain::place(row).map(|(row, _)| row).ok_or_else(|| damaged(row))?;
                }
                rows.gather.hide(matches!(hidden, Some(b"1" | b"true")));
            }
            Token::Close(b"row") => {
                self.row = self.row.saturating_add(1);
                self.column = 0;
                rows.gather.hide(false);
            }
            Token::Close(b"sheetData") => return Ok(None),
            Token::End => return Err(damaged(b"sheetData")),
            _ => {}
        }
        Ok(Some(()))
    }

    #[inline]
    fn plain(&mut self, plain: Plain, rows: &mut Rows) -> Result<(), InputError> {
        let (row, column) = plain.place.unwrap_or((self.row, self.column));
        self.column = column.saturating_add(1);
        let cell = match plain.value {
            plain::Value::Nothing => return Ok(()),
            plain::Value::Number(number) => self.shared.forms.cell(number, plain.form, &mut self.text),
            plain::Value::Text(number) => Cell::Text(shared_text(&self.shared, number)?),
        };
        rows.put(row, column, cell)
    }

    /// A cell whose tag is read already.
    fn cell(&mut self, said: Said, rows: &mut Rows) -> Result<(), InputError> {
        self.column = said.column.saturating_add(1);
        let (value, has_formula) = self.value(said.kind)?;
        let (written_out, mut shown);
        let cell = match (value, said.kind) {
            (Value::Nothing, _) => Cell::Empty,
            (Value::Inline, _) => Cell::Text(&self.text),
            (Value::Plain, Kind::Result) => {
                written_out = unescaped(&self.text);
                Cell::Text(written_out.as_deref().unwrap_or(&self.text))
            }
            (Value::Plain, kind) => {
                shown = String::new();
                of_value(&self.text, (kind, said.form), &self.shared, &mut shown)?
            }
        };
        match cell {
            Cell::Empty if has_formula => rows.put(said.row, said.column, Cell::Error(NOT_WORKED_OUT)),
            Cell::Empty => Ok(()),
            cell => rows.put(said.row, said.column, cell),
        }
    }

    /// Reads a cell to its end: where its value stands, and whether it has a formula.
    fn value(&mut self, kind: Kind) -> Result<(Value, bool), InputError> {
        let (mut value, mut has_formula) = (Value::Nothing, false);
        loop {
            match self.markup.next()? {
                Token::Open(tag) if tag.name == b"v" && kind != Kind::Inline => {
                    self.text.clear();
                    said(&mut self.markup, b"v", &mut self.text)?;
                    value = Value::Plain;
                }
                Token::Open(tag) if tag.name == b"is" => {
                    self.text.clear();
                    text_of(&mut self.markup, b"is", &mut self.text)?;
                    value = Value::Inline;
                }
                Token::Open(tag) if tag.name == b"f" => {
                    self.pass_over(b"f")?;
                    has_formula = true;
                }
                Token::Close(b"c") => return Ok((value, has_formula)),
                Token::Open(tag) if matches!(tag.name, b"c" | b"row") => return Err(damaged(b"c")),
                Token::Close(b"row" | b"sheetData") | Token::End => return Err(damaged(b"c")),
                _ => {}
            }
        }
    }

    /// Goes on behind an element in which nothing but text stands.
    fn pass_over(&mut self, closing: &[u8]) -> Result<(), InputError> {
        loop {
            match self.markup.next()? {
                Token::Text(_) | Token::Verbatim(_) => {}
                Token::Close(name) if name == closing => return Ok(()),
                _ => return Err(damaged(closing)),
            }
        }
    }
}

impl Said {
    fn of(tag: &Tag<'_>, next: (u32, u32)) -> Result<Said, InputError> {
        let [place, form, kind] = tag.values([b"r", b"s", b"t"])?;
        let (row, column) = match place {
            Some(place) => place_of(place).ok_or_else(|| damaged(place))?,
            None => next,
        };
        // A number that is none stands for the first form.
        let form = form.map(|form| std::str::from_utf8(form).ok().and_then(|form| form.parse().ok()).unwrap_or(0));
        Ok(Said { row, column, form, kind: Kind::of(kind) })
    }
}

impl Kind {
    fn of(kind: Option<&[u8]>) -> Kind {
        match kind {
            None | Some(b"n") => Kind::Number,
            Some(b"s") => Kind::Shared,
            Some(b"b") => Kind::YesNo,
            Some(b"e") => Kind::Error,
            Some(b"d") => Kind::Day,
            Some(b"str") => Kind::Result,
            Some(b"inlineStr" | b"is") => Kind::Inline,
            Some(_) => Kind::Unknown,
        }
    }
}

fn place_of(place: &[u8]) -> Option<(u32, u32)> {
    let (row, column) = plain::place(place)?;
    Some((row, column?))
}

/// A cell by what stands in its `<v>`; a number that is none is text.
fn of_value<'t>(
    text: &'t str,
    (kind, form): (Kind, Option<usize>),
    shared: &'t Shared,
    shown: &'t mut String,
) -> Result<Cell<'t>, InputError> {
    let trimmed = text.trim();
    Ok(match kind {
        Kind::Day => Cell::Text(text),
        _ if trimmed.is_empty() && (text.is_empty() || kind != Kind::Number) => Cell::Empty,
        Kind::Number => text.parse().map_or(Cell::Text(text), |number| shared.forms.cell(number, form, shown)),
        Kind::Shared => Cell::Text(shared_text(shared, trimmed.parse().map_err(|_| damaged(text.as_bytes()))?)?),
        Kind::YesNo if trimmed == "1" || trimmed.eq_ignore_ascii_case("true") => Cell::YesNo(true),
        Kind::YesNo if trimmed == "0" || trimmed.eq_ignore_ascii_case("false") => Cell::YesNo(false),
        Kind::YesNo => Cell::Text(text),
        Kind::Error => Cell::Error(text),
        Kind::Result | Kind::Inline | Kind::Unknown => return Err(damaged(b"t=")),
    })
}

#[inline]
fn shared_text(shared: &Shared, number: usize) -> Result<&str, InputError> {
    shared.texts.get(number).ok_or_else(|| InputError::Damaged(format!("sharedStrings {number}")))
}

fn hide_columns(tag: &Tag<'_>, outline: &mut Outline) -> Result<(), InputError> {
    let [first, last, hidden] = tag.values([b"min", b"max", b"hidden"])?;
    let number = |said: Option<&[u8]>| std::str::from_utf8(said?).ok()?.parse::<u32>().ok()?.checked_sub(1);
    if let (Some(first), Some(last), Some(b"1" | b"true")) = (number(first), number(last), hidden) {
        outline.hide_columns((first, last));
    }
    Ok(())
}
