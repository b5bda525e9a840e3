//! The page of a year as lines: twelve months, three abreast, and beneath them the festivals and their notices.

use std::io::{self, Write};

use super::width::{padded, width};
use crate::lang::Lang;
use crate::report::year::{Cell, Cited, Kind, Month, Year};
use crate::say;
use crate::visible::Visible;

const BOLD: &str = "1";
const DIM: &str = "2";
const RED: &str = "1;31";
const BLUE: &str = "1;34";

const MONTHS_ABREAST: usize = 3;
/// A day takes two columns, its mark the next one or two.
const DAY_WIDTH: usize = 4;
const MONTH_WIDTH: usize = 7 * DAY_WIDTH;
/// Names longer than this stand on a line of their own.
const LONGEST_NAME: usize = 36;

pub fn text(year: &Year, colour: bool, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}  {}\n", painted(&year.title, BOLD, colour), year.summary)?;
    for abreast in year.months.chunks(MONTHS_ABREAST) {
        write_months(abreast, year, colour, out)?;
    }
    let key: Vec<String> = year.key.iter().map(|(mark, meaning)| format!("{mark} {meaning}")).collect();
    writeln!(out, "{}\n", key.join("   "))?;
    let out = &mut Visible(out);
    write_festivals(year, out)?;
    writeln!(out)?;
    for Cited { words, url } in &year.notices {
        writeln!(out, "{}", format!("{words} {}", url.as_deref().unwrap_or_default()).trim_end())?;
    }
    match &year.reserve {
        Some(reserve) => writeln!(out, "\n{reserve}"),
        None => Ok(()),
    }
}

fn write_months(abreast: &[Month], year: &Year, colour: bool, out: &mut dyn Write) -> io::Result<()> {
    let blocks: Vec<Vec<String>> = abreast.iter().map(|month| month_lines(month, year, colour)).collect();
    let height = blocks.iter().map(Vec::len).max().unwrap_or_default();
    let blank = " ".repeat(MONTH_WIDTH);
    for line in 0..height {
        let lines: Vec<&str> = blocks.iter().map(|block| block.get(line).unwrap_or(&blank).as_str()).collect();
        writeln!(out, "{}", lines.join("   ").trim_end())?;
    }
    writeln!(out)
}

/// The name, the names of the days, and the weeks, all of one width.
fn month_lines(month: &Month, year: &Year, colour: bool) -> Vec<String> {
    let name = padded(&format!("{}  {}", month.name, month.summary), MONTH_WIDTH);
    let weekdays = year.weekdays.map(|name| padded(name, DAY_WIDTH)).concat();
    let week = |week: &[Option<Cell>; 7]| week.iter().map(|cell| day(cell.as_ref(), colour)).collect::<String>();
    let heads = [painted(&name, BOLD, colour), painted(&weekdays, DIM, colour)];
    heads.into_iter().chain(month.weeks.iter().map(week)).collect()
}

fn day(cell: Option<&Cell>, colour: bool) -> String {
    let Some(cell) = cell else { return " ".repeat(DAY_WIDTH) };
    let written = padded(&format!("{:>2}{}", cell.day, cell.mark), DAY_WIDTH);
    match cell.kind {
        Kind::Weekday => written,
        Kind::Weekend => painted(&written, DIM, colour),
        Kind::Off => painted(&written, RED, colour),
        Kind::MakeUp => painted(&written, BLUE, colour),
    }
}

/// Between the codes by which terminals change their pen (ECMA-48), if it is to be changed.
fn painted(text: &str, pen: &str, colour: bool) -> String {
    if colour { format!("\x1b[{pen}m{text}\x1b[0m") } else { text.to_owned() }
}

fn write_festivals(year: &Year, out: &mut dyn Write) -> io::Result<()> {
    let rows: Vec<[String; 4]> = year.festivals.iter().map(|row| marked(row, year.lang)).collect();
    let widest = |column: usize| {
        rows.iter().map(|row| width(&row[column])).filter(|width| column > 0 || *width <= LONGEST_NAME).max()
    };
    let widths = [0, 1, 2, 3].map(|column| widest(column).unwrap_or_default());
    for mut cells in rows {
        if width(&cells[0]) > widths[0] {
            writeln!(out, "{}", std::mem::take(&mut cells[0]))?;
        }
        let padded: Vec<String> = cells.iter().zip(widths).map(|(cell, width)| padded(cell, width)).collect();
        writeln!(out, "{}", padded.join("  ").trim_end())?;
    }
    Ok(())
}

/// The mark of the days before each list of them.
fn marked([name, off, work, notice]: &[String; 4], lang: Lang) -> [String; 4] {
    let off = if off.is_empty() { String::new() } else { say!(lang, "休 {off}", "off {off}") };
    let work = if work.is_empty() { String::new() } else { say!(lang, "班 {work}", "work {work}") };
    [name.clone(), off, work, notice.clone()]
}
