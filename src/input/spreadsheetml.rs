//! Excel's XML of 2003, which many systems export as .xls: elements go in, rows come out.

use std::io::{BufRead, BufReader};

use quick_xml::events::BytesStart;

use super::contain::contained;
use super::decoded::decoded;
use super::gather::Gather;
use super::measure::check_sheets;
use super::outline::Stretch;
use super::source::Source;
use super::xml::{self, LONGEST, Part, Xml, attribute, number};
use super::{Batch, Cell, Container, FileFacts, InputError, NOT_WORKED_OUT, Sheet, SkippedSheet, Visit};

pub(super) fn read(source: &Source, visit: Visit<'_>) -> Result<FileFacts, InputError> {
    // Whether a sheet is hidden stands behind its rows.
    let hidden = contained(|| hidden(&mut Xml::new(BufReader::new(decoded(source)?.0))))?;
    let (reader, encoding) = decoded(source)?;
    let mut xml = Xml::new(BufReader::new(reader));
    let mut facts = FileFacts { encoding: Some(encoding), ..FileFacts::of(Container::SpreadsheetMl) };
    let mut place = 0;
    while let Some(name) = contained(|| next_sheet(&mut xml))? {
        let mut sheet = XmlSheet {
            xml: &mut xml,
            name,
            row: 0,
            column: 0,
            hidden_columns: Vec::new(),
            batch: Gather::default(),
            ended: false,
        };
        if hidden.contains(&place) {
            while contained(|| sheet.next_batch())?.is_some() {}
            facts.skipped.push((sheet.name, SkippedSheet::Hidden));
        } else {
            visit(&mut sheet)?;
            while contained(|| sheet.next_batch())?.is_some() {}
        }
        place += 1;
    }
    Ok(facts)
}

/// Which sheets are hidden, by their place; reads the file to its end, and so finds whether it has one.
fn hidden<R: BufRead>(xml: &mut Xml<R>) -> Result<Vec<usize>, InputError> {
    let (mut hidden, mut sheets, mut text) = (Vec::new(), 0_usize, String::new());
    loop {
        match xml.next()? {
            Part::Open(_) => text.clear(),
            Part::Text(more) if text.len() < 32 => text.push_str(&more),
            Part::Text(_) | Part::LongText => {}
            Part::Close(name) if name == "Worksheet" => {
                sheets += 1;
                check_sheets(sheets)?;
            }
            Part::Close(name) if name == "Visible" && text.trim() != "SheetVisible" => hidden.push(sheets),
            Part::Close(_) => {}
            Part::End => return Ok(hidden),
        }
    }
}

/// Goes on to the next sheet and gives its name.
fn next_sheet<R: BufRead>(xml: &mut Xml<R>) -> Result<Option<String>, InputError> {
    loop {
        match xml.next()? {
            Part::Open(element) if element.local_name().into_inner() == "Worksheet" => {
                return Ok(Some(attribute(&element, "Name").unwrap_or_default()));
            }
            Part::End => return Ok(None),
            _ => {}
        }
    }
}

struct XmlSheet<'x, R> {
    xml: &'x mut Xml<R>,
    name: String,
    /// The row being read, from 1.
    row: u32,
    /// The column to be described, from 0.
    column: u32,
    hidden_columns: Vec<Stretch>,
    batch: Gather,
    ended: bool,
}

/// A cell while it is read.
#[derive(Default)]
struct Reading {
    column: u32,
    /// Columns it covers to its right, and rows below.
    across: u32,
    down: u32,
    has_formula: bool,
    kind: Option<String>,
    text: String,
}

impl<R: BufRead + Send> Sheet for XmlSheet<'_, R> {
    fn name(&self) -> Option<&str> {
        Some(&self.name)
    }

    fn hidden_columns(&self) -> &[Stretch] {
        &self.hidden_columns
    }

    fn next_batch(&mut self) -> Result<Option<Batch>, InputError> {
        // A row more than full: what follows the last whole row is not known before it is read.
        while !self.ended && !self.batch.is_full(u32::MAX) {
            self.read_row()?;
        }
        Ok((!self.batch.is_empty()).then(|| Batch::Grid(self.batch.take())))
    }
}

impl<R: BufRead> XmlSheet<'_, R> {
    /// Reads to the end of a row, or of the sheet.
    fn read_row(&mut self) -> Result<(), InputError> {
        let (mut cell, mut next, mut taking, mut remark) = (Reading::default(), 0, false, false);
        let mut span = 0;
        loop {
            match self.xml.next()? {
                Part::Open(element) => match element.local_name().into_inner() {
                    "Column" => {
                        let first = number(&element, "Index").map_or(self.column, |index: u32| index.saturating_sub(1));
                        let last = first.saturating_add(number(&element, "Span").unwrap_or(0));
                        self.column = last.saturating_add(1);
                        self.hidden_columns.extend(is_hidden(&element).then_some((first, last)));
                    }
                    "Row" => {
                        self.row = number(&element, "Index").unwrap_or(self.row.saturating_add(1));
                        span = number(&element, "Span").unwrap_or(0);
                        self.batch.hide(is_hidden(&element));
                    }
                    "Cell" => {
                        let index = number::<u32>(&element, "Index").and_then(|index| index.checked_sub(1));
                        cell = Reading {
                            column: index.unwrap_or(next),
                            across: number(&element, "MergeAcross").unwrap_or(0),
                            down: number(&element, "MergeDown").unwrap_or(0),
                            has_formula: attribute(&element, "Formula").is_some(),
                            ..Reading::default()
                        };
                    }
                    "Comment" => remark = true,
                    "Data" if !remark => {
                        cell.kind = attribute(&element, "Type");
                        taking = true;
                    }
                    _ => {}
                },
                Part::Text(text) if taking && cell.text.len() < LONGEST => cell.text.push_str(&text),
                Part::Text(_) | Part::LongText if taking => {
                    return Err(InputError::LongCell { row: self.row, column: cell.column });
                }
                Part::Text(_) | Part::LongText => {}
                Part::Close(name) => match name.as_str() {
                    "Data" => taking = false,
                    "Comment" => remark = false,
                    "Cell" => {
                        cell.push(self.row, &mut self.batch)?;
                        next = cell.column.saturating_add(cell.across).saturating_add(1);
                    }
                    "Row" => {
                        self.row = self.row.saturating_add(span);
                        return Ok(());
                    }
                    "Worksheet" => {
                        self.ended = true;
                        return Ok(());
                    }
                    _ => {}
                },
                Part::End => return Err(InputError::Damaged("Worksheet".to_owned())),
            }
        }
    }
}

impl Reading {
    fn push(&self, row: u32, batch: &mut Gather) -> Result<(), InputError> {
        let text = self.text.as_str();
        let value = match self.kind.as_deref() {
            None if self.has_formula => Cell::Error(NOT_WORKED_OUT),
            None => Cell::Empty,
            Some("Number") => text.trim().parse().map_or(Cell::Text(text), Cell::Number),
            Some("DateTime") => xml::day(text).map_or(Cell::Text(text), Cell::Day),
            Some("Boolean") => Cell::YesNo(text.trim() == "1"),
            Some("Error") => Cell::Error(text),
            Some(_) => Cell::Text(text),
        };
        let merged = (self.across.saturating_add(1), self.down.saturating_add(1));
        batch.push_merged((row, self.column), merged, value)
    }
}

fn is_hidden(element: &BytesStart<'_>) -> bool {
    attribute(element, "Hidden").is_some_and(|hidden| hidden.trim() == "1")
}
