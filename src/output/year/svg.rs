//! The page of a year as a drawing: an A4 sheet in millimetres, to print or to hang into another document.

use std::io::{self, Write};

use super::width::width;
use super::{classes, escaped};
use crate::lang::Lang;
use crate::report::year::{Cell, Month, Year};

const STYLE: &str = include_str!("svg.css");

/// The sheet, the edges of what is drawn on it, and where its three parts begin.
const SHEET: (f64, f64) = (210.0, 297.0);
const LEFT: f64 = 12.0;
const RIGHT: f64 = SHEET.0 - LEFT;
const MONTHS: f64 = 34.0;
const FESTIVALS: f64 = 233.0;
const BOTTOM: f64 = 290.0;

const MONTHS_ABREAST: usize = 3;
const GUTTER: f64 = 8.0;
const MONTH: (f64, f64) = ((RIGHT - LEFT - 2.0 * GUTTER) / 3.0, 49.0);
const DAY: (f64, f64) = (MONTH.0 / 7.0, 5.8);
/// From the top of a month to its first week.
const HEAD: f64 = 10.5;

/// Between the festivals and their notices.
const GAP: f64 = 2.0;
/// Lines of the notices, and the largest type of the festivals.
const LINE: f64 = 3.4;
const FESTIVAL_TYPE: f64 = 3.1;

pub fn svg(year: &Year, out: &mut dyn Write) -> io::Result<()> {
    let ((wide, high), title) = (SHEET, escaped(&year.title));
    let lang = if year.lang == Lang::Zh { "zh-CN" } else { "en" };
    writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide}mm\" height=\"{high}mm\" viewBox=\"0 0 {wide} {high}\" \
         xml:lang=\"{lang}\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n<rect class=\"sheet\" width=\"{wide}\" height=\"{high}\"/>"
    )?;
    header(year, out)?;
    for (place, month) in year.months.iter().enumerate() {
        let (column, row) = ((place % MONTHS_ABREAST) as f64, (place / MONTHS_ABREAST) as f64);
        write_month(month, year, (LEFT + column * (MONTH.0 + GUTTER), MONTHS + row * MONTH.1), out)?;
    }
    let notices = notices(year);
    let below = BOTTOM - notices.len() as f64 * LINE;
    festivals(year, below - GAP - FESTIVALS, out)?;
    for (place, line) in notices.iter().enumerate() {
        text(out, "notice", (LEFT, below + (place + 1) as f64 * LINE), line)?;
    }
    writeln!(out, "</svg>")
}

fn text(out: &mut dyn Write, class: &str, (x, y): (f64, f64), words: &str) -> io::Result<()> {
    writeln!(out, "<text class=\"{class}\" x=\"{x:.2}\" y=\"{y:.2}\">{}</text>", escaped(words))
}

fn header(year: &Year, out: &mut dyn Write) -> io::Result<()> {
    text(out, "title", (LEFT, 23.0), &year.title)?;
    text(out, "summary", (RIGHT, 16.5), &year.summary)?;
    let classes = ["off", "work", ""].into_iter();
    let key = year
        .key
        .iter()
        .zip(classes)
        .map(|((mark, meaning), class)| format!("<tspan class=\"{class}\">{mark}</tspan> {}", escaped(meaning)));
    let local = year.local.iter().map(|meaning| format!("▢ {}", escaped(meaning)));
    let key = key.chain(local).collect::<Vec<_>>().join("\u{2003}");
    writeln!(out, "<text class=\"key\" x=\"{RIGHT}\" y=\"22.5\">{key}</text>")?;
    writeln!(out, "<path class=\"rule\" d=\"M{LEFT} 27H{RIGHT}\"/>")
}

fn write_month(month: &Month, year: &Year, (x, y): (f64, f64), out: &mut dyn Write) -> io::Result<()> {
    text(out, "month", (x + 0.8, y + 3.8), &month.name)?;
    text(out, "days", (x + MONTH.0 - 0.8, y + 3.8), &month.summary)?;
    let middle = |column: usize| x + (column as f64 + 0.5) * DAY.0;
    for (column, name) in year.weekdays.iter().enumerate() {
        let class = if column < 5 { "weekday" } else { "weekday sunday" };
        text(out, class, (middle(column), y + 8.6), name)?;
    }
    for (row, week) in month.weeks.iter().enumerate() {
        for (column, cell) in week.iter().enumerate() {
            if let Some(cell) = cell {
                day(cell, (middle(column), y + HEAD + row as f64 * DAY.1), out)?;
            }
        }
    }
    Ok(())
}

/// A day around its middle and down from its top.
fn day(cell: &Cell, (middle, top): (f64, f64), out: &mut dyn Write) -> io::Result<()> {
    let (x, wide, high) = (middle - DAY.0 / 2.0 + 0.25, DAY.0 - 0.5, DAY.1 - 0.5);
    writeln!(out, "<g class=\"{}\">", classes(cell))?;
    if !cell.why.is_empty() {
        writeln!(out, "<title>{}</title>", escaped(&cell.why))?;
    }
    writeln!(out, "<rect x=\"{x:.2}\" y=\"{top:.2}\" width=\"{wide:.2}\" height=\"{high:.2}\" rx=\"1.2\"/>")?;
    let aside = if cell.mark.is_empty() { 0.0 } else { 0.7 };
    text(out, "number", (middle - aside, top + 3.95), &cell.day.to_string())?;
    if !cell.mark.is_empty() {
        text(out, "mark", (x + wide - 0.35, top + 2.0), cell.mark)?;
    }
    writeln!(out, "</g>")
}

/// As large as the widest row and the room below allow.
fn festivals(year: &Year, room: f64, out: &mut dyn Write) -> io::Result<()> {
    let widest = |column: usize| year.festivals.iter().map(|row| width(&row[column])).max().unwrap_or_default() as f64;
    let widths = [0, 1, 2, 3].map(widest);
    // A character that takes one column on a terminal is about half as wide as its type is large.
    let columns = widths.iter().sum::<f64>() + 12.0;
    let line = (room / year.festivals.len().max(1) as f64).min(1.5 * FESTIVAL_TYPE);
    let size = FESTIVAL_TYPE.min(line / 1.25).min(2.0 * (RIGHT - LEFT) / columns);
    writeln!(out, "<g class=\"festivals\" font-size=\"{size:.2}\">")?;
    for (place, row) in year.festivals.iter().enumerate() {
        let y = FESTIVALS + (place + 1) as f64 * line;
        let mut x = LEFT;
        for ((class, cell), width) in ["name", "off", "work", "cited"].into_iter().zip(row).zip(widths) {
            text(out, class, (x, y), cell)?;
            x += (width + 4.0) * size / 2.0;
        }
    }
    writeln!(out, "</g>")
}

/// Each notice, its address on a line of its own, and what is not settled yet.
fn notices(year: &Year) -> Vec<String> {
    let notices = year.notices.iter().flat_map(|notice| [Some(notice.words.clone()), notice.url.clone()]);
    notices.chain([year.reserve.clone()]).flatten().collect()
}
