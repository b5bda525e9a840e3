//! Records and blank rosters as workbooks. The same input gives the same bytes: nothing of the clock goes in.
//!
//! Text is always written as text: nothing a roster says can become a formula.

use std::borrow::Cow;
use std::io::{self, Write};

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatUnderline, Note, Workbook, Worksheet,
    XlsxError,
};

use crate::finding::Severity;
use crate::report::content::{Content, Part};
use crate::report::copies::Band;
use crate::report::form::{Form, FormColumn};
use crate::report::{Datum, Listing, Record};

use super::book::colour;
use super::flat::{cell, flat, text};
use super::no_room::in_room;

/// Rows of a blank roster that are ready to be filled in.
const ROWS: u32 = 2000;
/// What Excel takes of a list of choices, in characters.
const CHOICES: usize = 255;

/// Rows a sheet holds under its header.
pub(super) const SHEET_ROWS: u32 = 1_048_575;
/// The longest name Excel takes of a sheet, in characters.
const SHEET_NAME: usize = 31;
/// What one cell holds, in characters.
const CELL: usize = 32_767;

/// Records, one a row under their column names, on as many sheets as they need.
pub(super) fn listing(listing: Listing<'_>, out: &mut dyn Write) -> io::Result<()> {
    save(in_room(|| sheets(listing, SHEET_ROWS))?, out)
}

fn sheets(listing: Listing<'_>, rows: u32) -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    let mut sheet = begin(&mut book, &listing.columns)?;
    let mut row = 0;
    for record in listing.records {
        if row == rows {
            (sheet, row) = (begin(&mut book, &listing.columns)?, 0);
        }
        row += 1;
        write(sheet, row, &listing.columns, &record)?;
    }
    Ok(book)
}

/// Another sheet, which goes to the disk row by row: a million records would take gigabytes of memory.
fn begin<'b>(book: &'b mut Workbook, columns: &[&str]) -> Result<&'b mut Worksheet, XlsxError> {
    let bold = Format::new().set_bold();
    let sheet = book.add_worksheet_with_constant_memory()?;
    for (column, name) in (0..).zip(columns) {
        sheet.write_with_format(0, column, *name, &bold)?;
    }
    sheet.set_freeze_panes(1, 0)
}

fn write(sheet: &mut Worksheet, row: u32, columns: &[&str], record: &Record) -> Result<(), XlsxError> {
    let cells = flat(record);
    for (column, name) in (0..).zip(columns) {
        match cell(&cells, name) {
            Some(Datum::Number(number)) => sheet.write(row, column, *number)?,
            Some(Datum::YesNo(yes)) => sheet.write(row, column, *yes)?,
            Some(Datum::Null) | None => &mut *sheet,
            Some(words) => sheet.write_string(row, column, fitting(&text(words)))?,
        };
    }
    Ok(())
}

/// A blank roster: headers with notes, choices, text columns, and an example row.
pub fn form(form: &Form, out: &mut dyn Write) -> io::Result<()> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    in_room(|| fill(form, sheet))?;
    save(book, out)
}

fn fill(form: &Form, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_name(form.name.chars().take(SHEET_NAME).collect::<String>())?;
    let title = Format::new().set_bold().set_font_size(14);
    sheet.write_with_format(0, 0, &form.title, &title)?;
    for (place, column) in (0..).zip(&form.columns) {
        self::column(place, column, sheet)?;
    }
    let grey = Format::new().set_italic().set_font_color("#808080").set_num_format("@");
    for (place, column) in (0..).zip(&form.columns) {
        sheet.write_string_with_format(2, place, &column.example, &grey)?;
    }
    sheet.write_string_with_format(2, 0, &form.example, &grey)?;
    sheet.set_freeze_panes(2, 0)?;
    Ok(())
}

fn column(place: u16, column: &FormColumn, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let header = Format::new().set_bold().set_text_wrap().set_background_color("#E8EEF4");
    let words = if column.required { format!("{}*", column.header) } else { column.header.clone() };
    sheet.write_with_format(1, place, words, &header)?;
    sheet.insert_note(1, place, &Note::new(&column.note).add_author_prefix(false).set_width(320).set_height(160))?;
    if column.is_text {
        sheet.set_column_format(place, &Format::new().set_num_format("@"))?;
    }
    let width = if column.is_text { 22.0 } else { 12.0 };
    sheet.set_column_width(place, width)?;
    let length = column.choices.iter().map(|choice| choice.chars().count() + 1).sum::<usize>();
    if !column.choices.is_empty() && length <= CHOICES {
        let validation = DataValidation::new().allow_list_strings(&column.choices)?;
        sheet.add_data_validation(2, place, ROWS, place, &validation)?;
    }
    Ok(())
}

/// The formats of a workbook, made once.
pub(super) struct Styles {
    pub title: Format,
    pub bold: Format,
    /// Sentences, which take as many lines as they need.
    pub text: Format,
    pub header: Format,
    pub link: Format,
    /// Cells left for answers.
    pub answer: Format,
    /// In lists: words, money.
    words: Format,
    money: Format,
    severities: Vec<Format>,
    /// In copies and tables: by what was found, nothing first, then by content.
    copied: Vec<[Format; KINDS]>,
    /// The same in headers, and in the titles above them, which run on over the cells beside them.
    headers: Vec<[Format; KINDS]>,
    titles: Vec<[Format; KINDS]>,
}

/// Formats that contents need: as it comes, text, day, money.
const KINDS: usize = 4;

impl Styles {
    pub fn new() -> Styles {
        let listed = Styles::bordered(Format::new());
        let marked = |base: &Format| {
            let coloured = Severity::ALL.map(|severity| base.clone().set_background_color(colour(severity)));
            std::iter::once(base.clone()).chain(coloured).map(by_kind).collect()
        };
        let bold = Format::new().set_bold();
        let header = Styles::bordered(bold.clone()).set_background_color("#E8EEF4");
        let severity = |severity| listed.clone().set_background_color(colour(severity));
        Styles {
            title: Format::new().set_bold().set_font_size(14),
            text: Format::new().set_text_wrap().set_align(FormatAlign::Top),
            link: listed.clone().set_font_color("#0563C1").set_underline(FormatUnderline::Single),
            answer: listed.clone().set_background_color("#FFFFE8"),
            money: listed.clone().set_num_format("#,##0.00"),
            severities: Severity::ALL.map(severity).to_vec(),
            copied: marked(&Format::new()),
            headers: marked(&header),
            titles: marked(&bold),
            words: listed,
            bold,
            header,
        }
    }

    pub fn severity(&self, severity: Severity) -> &Format {
        let place = Severity::ALL.iter().position(|known| *known == severity).unwrap_or(0);
        &self.severities[place]
    }

    /// For a cell of a list.
    pub fn listed(&self, content: &Content) -> &Format {
        if matches!(content, Content::Money(_)) { &self.money } else { &self.words }
    }

    /// For a cell of a copy or a table.
    pub fn copied(&self, content: &Content, found: Option<Severity>, band: Band) -> &Format {
        let place = found.and_then(|found| Severity::ALL.iter().position(|known| *known == found));
        let formats = match band {
            Band::Title => &self.titles,
            Band::Header => &self.headers,
            Band::Body => &self.copied,
        };
        let kind = match content {
            Content::LongNumber(_) => 1,
            Content::Day(_) => 2,
            Content::Money(_) => 3,
            _ => 0,
        };
        &formats[place.map_or(0, |place| place + 1)][kind]
    }
}

fn by_kind(base: Format) -> [Format; KINDS] {
    let with = |format: &str| base.clone().set_num_format(format);
    [base.clone(), with("@"), with("yyyy-mm-dd"), with("0.00")]
}

/// Writes one cell: text as text, whatever it begins with, cut where no cell holds more.
pub(super) fn put(
    page: &mut Worksheet,
    (row, column): (u32, u16),
    content: &Content,
    format: &Format,
) -> Result<(), XlsxError> {
    match content {
        Content::Blank => page.write_blank(row, column, format)?,
        Content::Text(text) | Content::LongNumber(text) => {
            page.write_string_with_format(row, column, fitting(text), format)?
        }
        Content::Number(number) => page.write_number_with_format(row, column, *number, format)?,
        Content::Count(count) => page.write_number_with_format(row, column, *count as f64, format)?,
        Content::Money(yuan) => page.write_number_with_format(row, column, yuan.fen() as f64 / 100.0, format)?,
        Content::Day(day) => match day_cell(*day) {
            Some(cell) => page.write_datetime_with_format(row, column, cell, format)?,
            None => page.write_string_with_format(row, column, day.to_string(), format)?,
        },
        Content::YesNo(yes) => page.write_boolean_with_format(row, column, *yes, format)?,
        Content::Several(parts) => {
            let lines: Vec<String> = parts.iter().map(Part::line).collect();
            page.write_string_with_format(row, column, fitting(&lines.join("\n")), format)?
        }
    };
    Ok(())
}

/// A day as spreadsheets count; those before March 1900 they count wrongly.
fn day_cell(day: NaiveDate) -> Option<ExcelDateTime> {
    if day < NaiveDate::from_ymd_opt(1900, 3, 1)? {
        return None;
    }
    ExcelDateTime::from_ymd(u16::try_from(day.year()).ok()?, day.month() as u8, day.day() as u8).ok()
}

/// As much of a text as a cell holds, in units of UTF-16; that it goes on is seen at its end.
pub(super) fn fitting(text: &str) -> Cow<'_, str> {
    if text.len() <= CELL || text.encode_utf16().count() <= CELL {
        return Cow::Borrowed(text);
    }
    let mut units = 0;
    let fits = |c: &char| {
        units += c.len_utf16();
        units < CELL
    };
    Cow::Owned(text.chars().take_while(fits).chain(['…']).collect())
}

pub(super) fn save(mut book: Workbook, out: &mut dyn Write) -> io::Result<()> {
    let bytes = in_room(|| {
        let epoch = ExcelDateTime::from_ymd(2018, 4, 23)?;
        book.set_properties(&DocProperties::new().set_creation_datetime(&epoch));
        book.save_to_buffer()
    })?;
    out.write_all(&bytes)
}

#[cfg(test)]
mod tests {
    use calamine::{Data, Reader, Xlsx};

    use super::*;

    #[test]
    fn records_beyond_a_sheet_stand_on_the_next_under_the_same_header() {
        let records = (1..=5).map(|row| vec![("row", Datum::number(row))]);
        let listing =
            Listing { schema: "test/1", columns: vec!["row"], records: Box::new(records), summary: Vec::new() };
        let bytes = sheets(listing, 2).unwrap().save_to_buffer().unwrap();
        let mut book: Xlsx<_> = Xlsx::new(io::Cursor::new(bytes)).unwrap();
        let read =
            book.worksheets().into_iter().map(|(_, range)| range.rows().flatten().map(Data::to_string).collect());
        let read: Vec<Vec<String>> = read.collect();
        assert_eq!(read, [vec!["row", "1", "2"], vec!["row", "3", "4"], vec!["row", "5"]]);
    }

    /// A character beyond the first plane takes two of the units that a cell has 32,767 of.
    #[test]
    fn a_text_is_cut_by_the_units_a_cell_is_measured_in() {
        let (long, units) = ("𠮷".repeat(17_000), |text: &str| text.encode_utf16().count());
        let cut = fitting(&long);
        assert!(cut.ends_with('…') && (CELL - 1..=CELL).contains(&units(&cut)), "{}", units(&cut));
        let whole = "镇".repeat(CELL);
        assert_eq!(fitting(&whole), whole);
    }
}
