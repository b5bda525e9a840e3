//! Documents as Markdown.

use std::io::{self, Write};

use crate::report::{Block, Document, Table};

pub(super) fn write(document: &Document, out: &mut dyn Write) -> io::Result<()> {
    for (place, block) in document.blocks.iter().enumerate() {
        if place > 0 {
            writeln!(out)?;
        }
        match block {
            Block::Heading(level, text) => writeln!(out, "{} {}", "#".repeat(usize::from(*level)), escaped(text))?,
            Block::Paragraph(text) => writeln!(out, "{}", escaped(text))?,
            Block::Item(line, more) => {
                writeln!(out, "- {}", escaped(line))?;
                for line in more {
                    writeln!(out, "  - {}", escaped(line))?;
                }
            }
            Block::Table(table) => write_table(table, out)?,
            // A line break within one paragraph: two blanks at the end of the line.
            Block::Signature(lines) => {
                writeln!(out, "{}", lines.iter().map(|line| escaped(line)).collect::<Vec<_>>().join("  \n"))?
            }
        }
    }
    Ok(())
}

fn write_table(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    write_row(&table.headers, out)?;
    let rules: Vec<String> = (0..table.headers.len()).map(|column| rule(table.figures.contains(&column))).collect();
    writeln!(out, "|{}|", rules.join("|"))?;
    for row in &table.rows {
        write_row(row, out)?;
    }
    Ok(())
}

fn rule(figures: bool) -> String {
    if figures { " ---: " } else { " --- " }.to_owned()
}

fn write_row(row: &[String], out: &mut dyn Write) -> io::Result<()> {
    let cells: Vec<String> = row.iter().map(|cell| escaped(cell).replace('|', "\\|").replace('\n', "<br>")).collect();
    writeln!(out, "| {} |", cells.join(" | "))
}

/// What a roster says must not become markup.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '*' | '_' | '`' | '<' | '\\') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}
