//! Documents as text for a terminal: Chinese characters take two columns.

use std::io::{self, Write};

use comfy_table::{CellAlignment, ContentArrangement, presets};

use crate::report::{Block, Document, Table};

pub(super) fn write(document: &Document, width: u16, out: &mut dyn Write) -> io::Result<()> {
    for (place, block) in document.blocks.iter().enumerate() {
        match block {
            Block::Heading(_, text) if place == 0 => writeln!(out, "{text}")?,
            Block::Heading(_, text) => writeln!(out, "\n{text}")?,
            Block::Paragraph(text) => writeln!(out, "{text}")?,
            Block::Item(line, more) => {
                writeln!(out, "{line}")?;
                for line in more {
                    writeln!(out, "    {line}")?;
                }
            }
            Block::Table(table) => write_table(table, width, out)?,
            Block::Signature(lines) => {
                writeln!(out)?;
                for line in lines {
                    writeln!(out, "{line}")?;
                }
            }
        }
    }
    Ok(())
}

fn write_table(table: &Table, width: u16, out: &mut dyn Write) -> io::Result<()> {
    let mut drawn = comfy_table::Table::new();
    drawn.load_style(presets::UTF8_FULL_CONDENSED);
    drawn.set_content_arrangement(ContentArrangement::Dynamic);
    drawn.set_width(width);
    drawn.set_header(table.headers.iter().map(String::as_str));
    for row in &table.rows {
        drawn.add_row(row.iter().map(String::as_str));
    }
    for column in &table.figures {
        if let Some(column) = drawn.column_mut(*column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    writeln!(out, "{}", drawn.trim_fmt())
}
