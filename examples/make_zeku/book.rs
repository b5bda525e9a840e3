//! What the bureau's sheets have in common: title, unit, boxed cells, a signed foot.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, IntoExcelData, Workbook, Worksheet,
    XlsxError,
};

pub type Written = Result<(), XlsxError>;

pub const BUREAU: &str = "填报单位：泽库县民政局";

/// How cells look.
pub struct Look {
    pub title: Format,
    pub plain: Format,
    pub header: Format,
    pub text: Format,
    pub count: Format,
    pub money: Format,
    pub day: Format,
}

impl Look {
    pub fn new() -> Look {
        let plain = Format::new().set_font_name("宋体").set_font_size(10);
        let boxed = plain.clone().set_border(FormatBorder::Thin).set_align(FormatAlign::Center);
        let boxed = boxed.set_align(FormatAlign::VerticalCenter);
        Look {
            title: Format::new().set_font_name("黑体").set_font_size(16).set_align(FormatAlign::Center),
            header: boxed.clone().set_bold().set_text_wrap(),
            text: boxed.clone().set_num_format("@"),
            count: boxed.clone().set_num_format("0"),
            money: boxed.clone().set_num_format("0.00"),
            day: boxed.set_num_format("yyyy-mm-dd"),
            plain,
        }
    }
}

/// A workbook whose bytes do not depend on the day it is made.
pub fn workbook(title: &str) -> Result<Workbook, XlsxError> {
    let created = ExcelDateTime::from_ymd(2018, 4, 23)?.and_hms(9, 0, 0)?;
    let mut book = Workbook::new();
    book.set_properties(
        &DocProperties::new().set_title(title).set_author("泽库县民政局").set_creation_datetime(&created),
    );
    Ok(book)
}

/// The first two rows, and the page as it is printed.
pub fn open(sheet: &mut Worksheet, title: &str, unit: &str, last_column: u16, look: &Look) -> Written {
    sheet.merge_range(0, 0, 0, last_column, title, &look.title)?;
    sheet.set_row_height(0, 28)?;
    sheet.merge_range(1, 0, 1, 3, BUREAU, &look.plain)?;
    let right = look.plain.clone().set_align(FormatAlign::Right);
    sheet.write_with_format(1, last_column, unit, &right)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    Ok(())
}

pub fn foot(sheet: &mut Worksheet, row: u32, last_column: u16, made: &str, look: &Look) -> Written {
    let signed = format!("制表人：才让卓措        审核人：马占彪        制表时间：{made}");
    sheet.merge_range(row, 0, row, last_column, &signed, &look.plain)?;
    Ok(())
}

/// One value over several rows: merged, if there are several.
pub fn down(
    sheet: &mut Worksheet,
    rows: (u32, u32),
    column: u16,
    value: impl IntoExcelData,
    format: &Format,
) -> Written {
    let (first, last) = rows;
    if first < last {
        sheet.merge_range(first, column, last, column, "", format)?;
    }
    sheet.write_with_format(first, column, value, format)?;
    Ok(())
}

/// The sum of a column from one row to another, with its result as Excel would have kept it.
pub fn sum(column: char, rows: (u32, u32), result: &str) -> Formula {
    Formula::new(format!("=SUM({column}{}:{column}{})", rows.0 + 1, rows.1 + 1)).set_result(result)
}

/// Fen as the number of yuan that a cell holds.
pub fn yuan(fen: i64) -> f64 {
    fen as f64 / 100.0
}

/// Fen in words: `1234.50`.
pub fn written(fen: i64) -> String {
    format!("{}.{:02}", fen / 100, fen % 100)
}
