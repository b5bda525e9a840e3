//! Records and blank rosters as workbooks. The same input gives the same bytes: nothing of the clock goes in.

use std::io::{self, Write};

use rust_xlsxwriter::{DataValidation, DocProperties, ExcelDateTime, Format, Note, Workbook, Worksheet, XlsxError};

use crate::report::form::{Form, FormColumn};
use crate::report::{Datum, Listing};

/// Rows of a blank roster that are ready to be filled in.
const ROWS: u32 = 2000;
/// What Excel takes of a list of choices, in characters.
const CHOICES: usize = 255;

/// The longest name Excel takes of a sheet, in characters.
const SHEET_NAME: usize = 31;

/// Records, one a row under their column names.
pub(super) fn listing(listing: Listing<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let write = |sheet: &mut Worksheet| -> Result<(), XlsxError> {
        let bold = Format::new().set_bold();
        for (column, name) in (0..).zip(&listing.columns) {
            sheet.write_with_format(0, column, *name, &bold)?;
        }
        for (row, record) in (1..).zip(listing.records) {
            for (column, name) in (0..).zip(&listing.columns) {
                let value = record.iter().find(|(field, _)| field == name).map(|(_, value)| value);
                match value {
                    Some(Datum::Number(number)) => sheet.write(row, column, *number)?,
                    Some(Datum::YesNo(yes)) => sheet.write(row, column, *yes)?,
                    Some(Datum::Text(text)) => sheet.write_string(row, column, text)?,
                    Some(Datum::Null | Datum::List(_) | Datum::Record(_)) | None => sheet,
                };
            }
        }
        sheet.set_freeze_panes(1, 0)?;
        Ok(())
    };
    write(sheet).map_err(io::Error::other)?;
    save(book, out)
}

/// A blank roster: headers with notes, choices, text columns, and an example row.
pub fn form(form: &Form, out: &mut dyn Write) -> io::Result<()> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    fill(form, sheet).map_err(io::Error::other)?;
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

fn save(mut book: Workbook, out: &mut dyn Write) -> io::Result<()> {
    let epoch = ExcelDateTime::from_ymd(2018, 4, 23).map_err(io::Error::other)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&epoch));
    let bytes = book.save_to_buffer().map_err(io::Error::other)?;
    out.write_all(&bytes)
}
