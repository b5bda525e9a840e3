//! OpenDocument workbooks (.ods, and .fods without an archive around it): the content is read as it is unpacked, and
//! repeated cells are given as often as they stand.

use std::collections::HashSet;
use std::io::{BufRead, BufReader};

use quick_xml::events::BytesStart;

use super::contain::contained;
use super::decoded::decoded;
use super::gather::Gather;
use super::measure::check_sheets;
use super::outline::Stretch;
use super::owned::Owned;
use super::source::Source;
use super::xml::{self, LONGEST, Part, Xml, attribute, number};
use super::{Batch, Container, FileFacts, InputError, NOT_WORKED_OUT, Sheet, SkippedSheet, Visit, archive};

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

fn read_content(content: impl BufRead + Send, visit: Visit<'_>) -> Result<FileFacts, InputError> {
    let mut xml = Xml::new(content);
    let mut facts = FileFacts::of(Container::Ods);
    let (mut hidden, mut sheets) = (HashSet::new(), 0);
    while let Some(found) = contained(|| next_sheet(&mut xml, &mut hidden))? {
        sheets += 1;
        check_sheets(sheets)?;
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
    /// The column to be described, from 0.
    column: u32,
    hidden_columns: Vec<Stretch>,
    batch: Gather,
    ended: bool,
}

struct Stored {
    column: u32,
    repeats: u32,
    /// Columns and rows it is made of.
    span: (u32, u32),
    value: Owned,
}

/// A cell while it is read.
#[derive(Default)]
struct Reading {
    repeats: u32,
    span: (u32, u32),
    kind: Option<String>,
    is_error: bool,
    value: Option<String>,
    has_formula: bool,
    paragraphs: u32,
    text: String,
}

impl<R: BufRead + Send> Sheet for OdsSheet<'_, R> {
    fn name(&self) -> Option<&str> {
        Some(&self.name)
    }

    fn hidden_columns(&self) -> &[Stretch] {
        &self.hidden_columns
    }

    fn next_batch(&mut self) -> Result<Option<Batch>, InputError> {
        while !self.batch.is_full(u32::MAX) {
            if self.repeats > 0 {
                self.give_row()?;
                continue;
            }
            if self.ended {
                break;
            }
            self.read_row()?;
        }
        Ok((!self.batch.is_empty()).then(|| Batch::Grid(self.batch.take())))
    }
}

impl<'x, R: BufRead> OdsSheet<'x, R> {
    fn new(xml: &'x mut Xml<R>, name: String) -> OdsSheet<'x, R> {
        OdsSheet {
            xml,
            name,
            row: 1,
            cells: Vec::new(),
            repeats: 0,
            repeated: 0,
            column: 0,
            hidden_columns: Vec::new(),
            batch: Gather::default(),
            ended: false,
        }
    }

    fn give_row(&mut self) -> Result<(), InputError> {
        for stored in &self.cells {
            for further in 0..stored.repeats {
                let place = (self.row, stored.column.saturating_add(further));
                self.batch.push_merged(place, stored.span, stored.value.cell())?;
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
                    "table-column" => {
                        let last = self.column.saturating_add(number(&element, "number-columns-repeated").unwrap_or(1));
                        let hidden = is_hidden(&element).then_some((self.column, last.saturating_sub(1)));
                        self.hidden_columns.extend(hidden);
                        self.column = last;
                    }
                    "table-row" => {
                        repeats = number(&element, "number-rows-repeated").unwrap_or(1);
                        self.batch.hide(is_hidden(&element));
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
                Part::Text(text) if within && beside == 0 && cell.text.len() < LONGEST => cell.text.push_str(&text),
                Part::Text(_) | Part::LongText if within && beside == 0 => {
                    return Err(InputError::LongCell { row: self.row, column });
                }
                Part::Text(_) | Part::LongText => {}
                Part::Close(_) if beside > 0 => beside -= 1,
                Part::Close(name) => match name.as_str() {
                    "p" | "h" => within = false,
                    "table-cell" => {
                        let after = column.saturating_add(cell.repeats);
                        let (repeats, span) = (cell.repeats, cell.span);
                        let value = std::mem::take(&mut cell).value();
                        self.cells.extend(value.map(|value| Stored { column, repeats, span, value }));
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
        let mut cell = Reading { repeats: 1, span: (1, 1), ..Reading::default() };
        for attribute in element.attributes().with_checks(false).flatten() {
            let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).unwrap_or_default();
            match attribute.key.local_name().into_inner() {
                // The second is LibreOffice's own, and knows errors.
                "value-type" if value == "error" => cell.is_error = true,
                "value-type" if cell.kind.is_none() => cell.kind = Some(value.into_owned()),
                "value" | "date-value" | "boolean-value" | "string-value" => cell.value = Some(value.into_owned()),
                "formula" => cell.has_formula = true,
                "number-columns-spanned" => cell.span.0 = value.trim().parse().unwrap_or(1),
                "number-rows-spanned" => cell.span.1 = value.trim().parse().unwrap_or(1),
                "number-columns-repeated" => cell.repeats = value.trim().parse().unwrap_or(1),
                _ => {}
            }
        }
        cell
    }

    fn value(self) -> Option<Owned> {
        let said = self.value.as_deref().unwrap_or_default();
        let known = match self.kind.as_deref() {
            _ if self.is_error => return Some(Owned::Error(self.text)),
            Some("float" | "percentage" | "currency") => said.trim().parse().ok().map(Owned::Number),
            Some("date") => xml::day(said).map(Owned::Day),
            Some("boolean") => Some(Owned::YesNo(said == "true")),
            None if self.has_formula && self.text.is_empty() => Some(Owned::Error(NOT_WORKED_OUT.to_owned())),
            _ => None,
        };
        let text = if self.text.is_empty() { self.value.unwrap_or_default() } else { self.text };
        known.or_else(|| (!text.is_empty()).then_some(Owned::Text(text)))
    }
}

fn is_hidden(element: &BytesStart<'_>) -> bool {
    matches!(attribute(element, "visibility").as_deref(), Some("collapse" | "filter"))
}
