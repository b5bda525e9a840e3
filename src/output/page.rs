//! What the sheets of the clerk's workbook are on paper: A4 across, numbered, headers on every page; rows as high as
//! their words.

use rust_xlsxwriter::{Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

use crate::report::content::Content;

/// The number of the paper.
const A4: u8 = 9;
/// In inches; the foot of the page stands in the lower one.
const MARGIN: f64 = 0.4;
const LOWER: f64 = 0.75;
/// A line of text, and the highest row there is, in points.
const LINE: f64 = 16.0;
const HIGHEST: f64 = 409.0;

/// Characters across the paper, about half as large as on the screen; smaller ones nobody reads.
const ACROSS: u32 = 260;

/// As wide as the paper, or as several sheets of it, with these rows, from the first to the last, on every page.
pub(super) fn across(page: &mut Worksheet, widths: &[u16], repeated: Option<(u32, u32)>) -> Result<(), XlsxError> {
    let characters: u32 = widths.iter().map(|width| u32::from(*width)).sum();
    let papers = characters.div_ceil(ACROSS).max(1);
    laid_out(page).set_print_fit_to_pages(u16::try_from(papers).unwrap_or(1), 0);
    if let Some((first, last)) = repeated {
        page.set_repeat_rows(first, last)?;
    }
    Ok(())
}

/// Wider than the paper: cut before a column, with the first row and the first two columns on every page.
pub(super) fn cut(page: &mut Worksheet, before: u32, scale: u16) -> Result<(), XlsxError> {
    laid_out(page).set_print_scale(scale).set_vertical_page_breaks(&[before])?;
    page.set_repeat_rows(0, 0)?.set_repeat_columns(0, 1)?;
    Ok(())
}

fn laid_out(page: &mut Worksheet) -> &mut Worksheet {
    let page = page.set_paper_size(A4).set_landscape();
    page.set_margins(MARGIN, MARGIN, MARGIN, LOWER, MARGIN / 2.0, MARGIN).set_footer("&L&A&R&P / &N")
}

/// Makes a row as high as its highest cell, given by its text and the width of its column in characters.
///
/// Excel does so itself when it opens a file; other programs show the first line only.
pub(super) fn fit<'t>(
    page: &mut Worksheet,
    row: u32,
    cells: impl Iterator<Item = (&'t str, u16)>,
) -> Result<(), XlsxError> {
    let lines = cells.map(|(text, width)| lines(text, width)).max().unwrap_or(1);
    if lines > 1 {
        page.set_row_height(row, (lines as f64 * LINE).min(HIGHEST))?;
    }
    Ok(())
}

/// The lines a text takes; a 汉字 is a little wider than two characters, and a line may not begin with every mark.
fn lines(text: &str, width: u16) -> usize {
    let room = usize::from(width - width / 10).max(2);
    text.lines().map(|line| line.width().div_ceil(room).max(1)).sum()
}

/// The words of a content, as far as they may need several lines.
pub(super) fn words(content: &Content) -> &str {
    if let Content::Text(text) = content { text } else { "" }
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn a_text_takes_as_many_lines_as_its_column_needs() {
        assert_eq!(lines("", 10), 0);
        assert_eq!(lines("泽曲镇", 10), 1);
        assert_eq!(lines("泽曲镇第一村", 10), 2);
        assert_eq!(lines("G7\nH7\n农村低保2018年4月.xlsx", 20), 4);
    }
}
