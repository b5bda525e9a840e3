//! The clerk's workbook: summary, list of findings, copies of the rosters; written row by row, never held whole.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, Format, FormatAlign, FormatBorder, IgnoreError, Note, Url, Worksheet,
    XlsxError,
};

use crate::finding::Severity;
use crate::report::content::Content;
use crate::report::copies::{Band, CopiedCell, CopySheet, CopyWriter};
use crate::report::workbook::{FindingColumn, FindingRow, Workbook};
use crate::report::{Block, Document, Table};

use super::no_room::in_room;
use super::page;
use super::xlsx::{Styles, fitting, put, save};

/// Notes a sheet carries: more make spreadsheets slow to open.
const NOTES: usize = 10_000;
/// Links a sheet carries: spreadsheets refuse more than 65,530.
const LINKS: u32 = 65_000;
/// The cell of a finding, which links to its copy, and the severity, which is coloured.
const CELL: usize = 9;
const SEVERITY: usize = 3;
/// On paper the list is cut behind what was found; so much smaller, either side is as wide as the page.
const CUT: u32 = 13;
const SCALE: u16 = 70;
/// The widths of the summary's columns.
const SUMMARY: [u16; 9] = [36, 22, 16, 10, 10, 10, 36, 10, 30];

/// Writes the workbook; the rosters are read again for it.
pub fn book(book: &mut Workbook<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut made = Book { workbook: rust_xlsxwriter::Workbook::new(), styles: Styles::new(), sheets: BTreeMap::new() };
    in_room(|| {
        for name in book.sheet_names() {
            made.add(&name)?;
        }
        book.copy(&mut made)?;
        made.finish(book)
    })?;
    save(made.workbook, out)
}

struct Book {
    workbook: rust_xlsxwriter::Workbook,
    styles: Styles,
    /// Copies by name.
    sheets: BTreeMap<String, Copied>,
}

/// What is known of a copy.
struct Copied {
    /// Its place among the sheets.
    index: usize,
    sheet: CopySheet,
    /// Rows so far; of them, those above the header, and those as far as its end, wherever it was written.
    rows: u32,
    titles: u32,
    frozen: u32,
}

impl Copied {
    fn take_notice(&mut self, at: u32, band: Band) {
        self.rows = at + 1;
        if band == Band::Header {
            self.titles = if self.frozen == 0 { at } else { self.titles };
            self.frozen = at + 1;
        }
    }
}

impl Book {
    fn add(&mut self, name: &str) -> Result<&mut Worksheet, XlsxError> {
        self.workbook.add_worksheet_with_constant_memory()?.set_name(name)
    }

    fn last(&mut self) -> Result<&mut Worksheet, XlsxError> {
        let last = self.workbook.worksheets().len() - 1;
        self.workbook.worksheet_from_index(last)
    }

    /// Everything that is known only after the copies.
    fn finish(&mut self, book: &Workbook<'_>) -> Result<(), XlsxError> {
        let bare = self.notes(book)?;
        for copied in self.sheets.values() {
            close(self.workbook.worksheet_from_index(copied.index)?, copied)?;
        }
        findings(self.workbook.worksheet_from_index(1)?, &self.styles, book)?;
        let mut said = book.summary();
        if bare > 0 {
            said.blocks.insert(2, Block::Paragraph(book.without_notes(bare)));
        }
        summary(self.workbook.worksheet_from_index(0)?, &self.styles, &said)
    }

    /// Puts what was found beside its cells; says how many cells had to go without.
    fn notes(&mut self, book: &Workbook<'_>) -> Result<u64, XlsxError> {
        let (mut bare, mut written, mut current) = (0, 0, None);
        for (name, row, column, text) in book.notes() {
            let Some(Copied { index, .. }) = self.sheets.get(name) else { continue };
            if current != Some(*index) {
                (current, written) = (Some(*index), 0);
            }
            written += 1;
            if written > NOTES {
                bare += 1;
                continue;
            }
            let lines = text.chars().count() / 24 + text.lines().count();
            let height = (lines as u32 * 18 + 12).clamp(60, 400);
            let note = Note::new(text).add_author_prefix(false).set_width(320).set_height(height);
            self.workbook.worksheet_from_index(*index)?.insert_note(row, column, &note)?;
        }
        Ok(bare)
    }
}

impl CopyWriter<XlsxError> for Book {
    fn begin(&mut self, sheet: &CopySheet) -> Result<(), XlsxError> {
        self.add(&sheet.name)?;
        let index = self.workbook.worksheets().len() - 1;
        let copied = Copied { index, sheet: sheet.clone(), rows: 0, titles: 0, frozen: 0 };
        self.sheets.insert(sheet.name.clone(), copied);
        let page = self.last()?;
        for (column, width) in (0..).zip(&sheet.widths) {
            page.set_column_width(column, f64::from(*width))?;
        }
        Ok(())
    }

    fn row(&mut self, at: u32, band: Band, cells: &[CopiedCell]) -> Result<(), XlsxError> {
        let last = self.workbook.worksheets().len() - 1;
        let page = self.workbook.worksheet_from_index(last)?;
        if let Some(copied) = self.sheets.values_mut().find(|copied| copied.index == last) {
            copied.take_notice(at, band);
            if band == Band::Header {
                let width = |cell: &CopiedCell| copied.sheet.widths.get(usize::from(cell.column)).copied().unwrap_or(8);
                page::fit(page, at, cells.iter().map(|cell| (page::words(&cell.content), width(cell))))?;
            }
        }
        for cell in cells {
            let format = self.styles.copied(&cell.content, cell.severity, band);
            put(page, (at, cell.column), &cell.content, format)?;
        }
        Ok(())
    }
}

/// What is set once a copy has all its rows.
fn close(page: &mut Worksheet, copied: &Copied) -> Result<(), XlsxError> {
    let Copied { sheet, rows, titles, frozen, .. } = copied;
    let (rows, titles, frozen) = (*rows, *titles, *frozen);
    // A header further down would fill the window.
    if frozen > 0 && frozen <= 12 {
        page.set_freeze_panes(frozen, 0)?;
    }
    let columns = sheet.widths.len() as u16;
    if frozen > 0 && rows > frozen && columns > 0 {
        page.autofilter(frozen - 1, 0, rows - 1, columns - 1)?;
    }
    for column in sheet.long_numbers.iter().filter(|_| rows > 0) {
        page.ignore_error_range(0, *column, rows - 1, *column, IgnoreError::NumberStoredAsText)?;
    }
    let header = (frozen > titles).then(|| (titles, frozen - 1));
    page::across(page.set_print_gridlines(true), &sheet.widths, header)
}

fn findings(page: &mut Worksheet, styles: &Styles, book: &Workbook<'_>) -> Result<(), XlsxError> {
    let columns = book.columns();
    for (place, column) in (0..).zip(&columns) {
        page.set_column_width(place, f64::from(column.width))?;
        page.write_string_with_format(0, place, &column.header, &styles.header)?;
    }
    page::fit(page, 0, columns.iter().map(|column| (column.header.as_str(), column.width)))?;
    let mut row = 0;
    for finding in book.findings() {
        row += 1;
        let words = finding.cells.iter().map(page::words);
        page::fit(page, row, words.zip(columns.iter().map(|column| column.width)))?;
        finding_row(page, styles, row, &finding, columns.len())?;
    }
    for (place, column) in (0..).zip(&columns) {
        choices(page, place, column, row)?;
    }
    page.autofilter(0, 0, row, columns.len() as u16 - 1)?;
    page.set_freeze_panes(1, 2)?;
    page::cut(page, CUT, SCALE)
}

fn finding_row(
    page: &mut Worksheet,
    styles: &Styles,
    row: u32,
    finding: &FindingRow<'_>,
    width: usize,
) -> Result<(), XlsxError> {
    for (place, content) in finding.cells.iter().enumerate() {
        let column = place as u16;
        match (place, content, finding.spot) {
            (SEVERITY, content, _) => put(page, (row, column), content, styles.severity(finding.severity))?,
            (CELL, Content::Text(text), Some((sheet, to_row, to_column))) if row <= LINKS => {
                page.write_url_with_options(row, column, link(sheet, to_row, to_column), text, "", Some(&styles.link))?;
            }
            _ => put(page, (row, column), content, styles.listed(content))?,
        }
    }
    for column in finding.cells.len()..width {
        page.write_blank(row, column as u16, &styles.answer)?;
    }
    Ok(())
}

/// A cell of a copy, as links name it.
fn link(sheet: &str, row: u32, column: u16) -> Url {
    let cell = format!("{}{}", crate::input::letters(usize::from(column)), row + 1);
    Url::new(format!("internal:'{sheet}'!{cell}"))
}

fn choices(page: &mut Worksheet, place: u16, column: &FindingColumn, rows: u32) -> Result<(), XlsxError> {
    if column.choices.is_empty() || rows == 0 {
        return Ok(());
    }
    let list = DataValidation::new().allow_list_strings(&column.choices)?;
    page.add_data_validation(1, place, rows, place, &list.set_error_style(DataValidationErrorStyle::Warning))?;
    Ok(())
}

fn summary(page: &mut Worksheet, styles: &Styles, document: &Document) -> Result<(), XlsxError> {
    for (column, width) in (0..).zip(SUMMARY) {
        page.set_column_width(column, f64::from(width))?;
    }
    let mut row = 0;
    for (place, block) in document.blocks.iter().enumerate() {
        match block {
            Block::Heading(_, text) if place == 0 => page.write_string_with_format(row, 0, text, &styles.title)?,
            Block::Heading(_, text) => {
                row += 1;
                page.write_string_with_format(row, 0, text, &styles.bold)?
            }
            Block::Paragraph(text) | Block::Item(text, _) => sentence(page, styles, row, text)?,
            Block::Signature(lines) => sentence(page, styles, row, &lines.join(" "))?,
            Block::Table(table) => {
                row = summary_table(page, styles, table, row)?;
                &mut *page
            }
        };
        row += 1;
    }
    page::across(page, &SUMMARY, None)
}

/// Writes a sentence over the whole width.
fn sentence<'p>(
    page: &'p mut Worksheet,
    styles: &Styles,
    row: u32,
    text: &str,
) -> Result<&'p mut Worksheet, XlsxError> {
    page::fit(page, row, std::iter::once((text, SUMMARY.iter().sum())))?;
    page.merge_range(row, 0, row, SUMMARY.len() as u16 - 1, &fitting(text), &styles.text)
}

/// Writes a table from a row on; says its last row.
fn summary_table(page: &mut Worksheet, styles: &Styles, table: &Table, top: u32) -> Result<u32, XlsxError> {
    for (column, header) in (0..).zip(&table.headers) {
        page.write_string_with_format(top, column, fitting(header), &styles.header)?;
    }
    let figures: BTreeSet<usize> = table.figures.iter().copied().collect();
    let mut row = top;
    for cells in &table.rows {
        row += 1;
        page::fit(page, row, cells.iter().map(String::as_str).zip(SUMMARY))?;
        for (column, cell) in cells.iter().enumerate() {
            let number = figures.contains(&column).then(|| cell.parse().ok()).flatten();
            let content = number.map_or_else(|| Content::text(cell.as_str()), Content::Count);
            put(page, (row, column as u16), &content, styles.listed(&content))?;
        }
    }
    Ok(row)
}

/// A colour for each severity, the gravest the reddest.
pub(super) fn colour(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "#FFC7CE",
        Severity::Suspicion => "#FFD8A8",
        Severity::Warning => "#FFF2CC",
        Severity::Info => "#DDEBF7",
    }
}

impl Styles {
    pub(super) fn bordered(format: Format) -> Format {
        format.set_border(FormatBorder::Thin).set_border_color("#BFBFBF").set_align(FormatAlign::Top).set_text_wrap()
    }
}
