//! OpenDocument workbooks (.ods, and .fods without an archive around it): the content is read as it is unpacked, and repeated cells are given as often as they stand.

use std::collections::HashSet;
use std::io::{BufRead, BufReader};

use chrono::NaiveDate;
use quick_xml::events::BytesStart;

use super::contain::contained;
use super::decoded::decoded;
use super::grid::GridBatch;
use super::source::Source;
use super::xml::{self, Part, Xml, attribute, number};
use super::{Batch, Cell, Container, FileFacts, InputError, NOT_WORKED_OUT, Sheet, SkippedSheet, Visit, archive};

/// Cells written once for several, all told: ten in each of 800,000 rows. One row may say thousands of millions.
const MOST_REPEATED: u64 = 8_000_000;

pub(super) fn read(source: &Source, visit: Visit<'_>) -> Result<FileFacts, InputError> {
    if !source.sample()?.starts_with(b"PK") {
        let (content, encoding) = decoded(source)?;
        return Ok(FileFacts { encoding: Some(encoding), ..read_content(BufReader::new(content), visit)? });
    }
    archive::check(source)?;
    let mut zip = archive::open(source)?;
    let content = zip.by_name("content.xml").map_err(|error| archive::zip_error(&error))?;
    read_content(BufReader::new(content), visit)
}

fn read_content(content: impl BufRead, visit: Visit<'_>) -> Result<FileFacts, InputError> {
    let mut xml = Xml::new(content);
    let mut facts = FileFacts::of(Container::Ods);
    let mut hidden = HashSet::new();
    while let Some(found) = contained(|| next_sheet(&mut xml, &mut hidden))? {
        let is_hidden = hidden.contains(&found.style);
        let mut sheet = OdsSheet::new(&mut xml, found.name);
        if is_hidden {
            while contained(|| sheet.next_batch())?.is_some() {}
            facts.skipped.push((sheet.name, SkippedSheet::Hidden));
        } else {
            visit(&mut sheet)?;
            while contained(|| sheet.next_batch())?.is_some() {}
        }
    }
    Ok(facts)
}

struct FoundSheet {
    name: String,
    style: String,
}

/// Goes on to the next sheet; on the way come the styles, of which some hide what has them.
fn next_sheet<R: BufRead>(xml: &mut Xml<R>, hidden: &mut HashSet<String>) -> Result<Option<FoundSheet>, InputError> {
    let mut style = String::new();
    loop {
        match xml.next()? {
            Part::Open(element) => match element.local_name().into_inner() {
                "style" => style = attribute(&element, "name").unwrap_or_default(),
                "table-properties" if attribute(&element, "display").as_deref() == Some("false") => {
                    hidden.insert(style.clone());
                }
                "table" => {
                    let name = attribute(&element, "name").unwrap_or_default();
                    let style = attribute(&element, "style-name").unwrap_or_default();
                    return Ok(Some(FoundSheet { name, style }));
                }
                _ => {}
            },
            Part::End => return Ok(None),
            _ => {}
        }
    }
}

struct OdsSheet<'x, R> {
    xml: &'x mut Xml<R>,
    name: String,
    /// The row to come, from 1.
    row: u32,
    cells: Vec<Stored>,
    /// How often the cells just read stand below each other, still to be given.
    repeats: u32,
    repeated: u64,
    ended: bool,
}

struct Stored {
    column: u32,
    repeats: u32,
    value: Value,
}

enum Value {
    Text(String),
    Number(f64),
    Day(NaiveDate),
    YesNo(bool),
    Error(String),
}

/// A cell while it is read.
#[derive(Default)]
struct Reading {
    repeats: u32,
    kind: Option<String>,
    is_error: bool,
    value: Option<String>,
    has_formula: bool,
    paragraphs: u32,
    text: String,
}

impl<R: BufRead> Sheet for OdsSheet<'_, R> {
    fn name(&self) -> Option<&str> {
        Some(&self.name)
    }

    fn next_batch(&mut self) -> Result<Option<Batch>, InputError> {
        let mut batch = GridBatch::default();
        while !batch.is_full(u32::MAX) {
            if self.repeats > 0 {
                self.give_row(&mut batch)?;
                continue;
            }
            if self.ended {
                break;
            }
            self.read_row()?;
        }
        Ok((!batch.is_empty()).then_some(Batch::Grid(batch)))
    }
}

impl<'x, R: BufRead> OdsSheet<'x, R> {
    fn new(xml: &'x mut Xml<R>, name: String) -> OdsSheet<'x, R> {
        OdsSheet { xml, name, row: 1, cells: Vec::new(), repeats: 0, repeated: 0, ended: false }
    }

    fn give_row(&mut self, batch: &mut GridBatch) -> Result<(), InputError> {
        for stored in &self.cells {
            for further in 0..stored.repeats {
                batch.push(self.row, stored.column.saturating_add(further), stored.cell())?;
            }
        }
        self.row = self.row.saturating_add(1);
        self.repeats -= 1;
        Ok(())
    }

    /// Refuses a row before it is given, if what it repeats is too much.
    fn count_repeated(&mut self) -> Result<(), InputError> {
        let rows = u64::from(self.repeats);
        let repeated = self.cells.iter().filter(|cell| cell.repeats > 1 || rows > 1);
        let cells: u64 = repeated.map(|cell| u64::from(cell.repeats)).sum();
        self.repeated = self.repeated.saturating_add(cells.saturating_mul(rows));
        match self.repeated > MOST_REPEATED {
            true => Err(InputError::Strewn { rows: self.repeats, columns: u32::try_from(cells).unwrap_or(u32::MAX) }),
            false => Ok(()),
        }
    }

    /// Reads to the end of a row, or of the sheet; blank rows are only counted.
    fn read_row(&mut self) -> Result<(), InputError> {
        self.cells.clear();
        let (mut cell, mut column, mut repeats) = (Reading::default(), 0_u32, 1);
        // Remarks and drawings within a cell have paragraphs of their own.
        let (mut beside, mut within) = (0_u32, false);
        loop {
            match self.xml.next()? {
                Part::Open(element) => match element.local_name().into_inner() {
                    _ if beside > 0 => beside += 1,
                    "annotation" | "frame" | "custom-shape" | "shapes" | "control" | "g" => beside = 1,
                    "table-row" => {
                        repeats = number(&element, "number-rows-repeated").unwrap_or(1);
                    }
                    "table-cell" | "covered-table-cell" => cell = Reading::new(&element),
                    "p" | "h" => {
                        within = true;
                        cell.paragraphs += 1;
                        if cell.paragraphs > 1 {
                            cell.text.push('\n');
                        }
                    }
                    "s" => {
                        let blanks = number::<usize>(&element, "c").unwrap_or(1).min(256);
                        cell.text.extend(std::iter::repeat_n(' ', blanks));
                    }
                    "tab" => cell.text.push('\t'),
                    "line-break" => cell.text.push('\n'),
                    _ => {}
                },
                Part::Text(text) if within && beside == 0 => cell.text.push_str(&text),
                Part::Text(_) => {}
                Part::Close(_) if beside > 0 => beside -= 1,
                Part::Close(name) => match name.as_str() {
                    "p" | "h" => within = false,
                    "table-cell" => {
                        let after = column.saturating_add(cell.repeats);
                        let repeats = cell.repeats;
                        let value = std::mem::take(&mut cell).value();
                        self.cells.extend(value.map(|value| Stored { column, repeats, value }));
                        column = after;
                    }
                    // Under a merged cell nothing is seen, even where something is left.
                    "covered-table-cell" => column = column.saturating_add(cell.repeats),
                    "table-row" => {
                        match self.cells.is_empty() {
                            true => self.row = self.row.saturating_add(repeats),
                            false => self.repeats = repeats,
                        }
                        return self.count_repeated();
                    }
                    "table" => {
                        self.ended = true;
                        return Ok(());
                    }
                    _ => {}
                },
                Part::End => return Err(InputError::Damaged("content.xml".to_owned())),
            }
        }
    }
}

impl Reading {
    fn new(element: &BytesStart<'_>) -> Reading {
        let mut cell = Reading { repeats: 1, ..Reading::default() };
        for attribute in element.attributes().with_checks(false).flatten() {
            let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).unwrap_or_default();
            match attribute.key.local_name().into_inner() {
                // The second is LibreOffice's own, and knows errors.
                "value-type" if value == "error" => cell.is_error = true,
                "value-type" if cell.kind.is_none() => cell.kind = Some(value.into_owned()),
                "value" | "date-value" | "boolean-value" | "string-value" => cell.value = Some(value.into_owned()),
                "formula" => cell.has_formula = true,
                "number-columns-repeated" => cell.repeats = value.trim().parse().unwrap_or(1),
                _ => {}
            }
        }
        cell
    }

    fn value(self) -> Option<Value> {
        let said = self.value.as_deref().unwrap_or_default();
        let known = match self.kind.as_deref() {
            _ if self.is_error => return Some(Value::Error(self.text)),
            Some("float" | "percentage" | "currency") => said.trim().parse().ok().map(Value::Number),
            Some("date") => xml::day(said).map(Value::Day),
            Some("boolean") => Some(Value::YesNo(said == "true")),
            None if self.has_formula && self.text.is_empty() => Some(Value::Error(NOT_WORKED_OUT.to_owned())),
            _ => None,
        };
        let text = if self.text.is_empty() { self.value.unwrap_or_default() } else { self.text };
        known.or_else(|| (!text.is_empty()).then_some(Value::Text(text)))
    }
}

impl Stored {
    fn cell(&self) -> Cell<'_> {
        match &self.value {
            Value::Text(text) => Cell::Text(text),
            Value::Number(number) => Cell::Number(*number),
            Value::Day(day) => Cell::Day(*day),
            Value::YesNo(yes) => Cell::YesNo(*yes),
            Value::Error(text) => Cell::Error(text),
        }
    }
}
