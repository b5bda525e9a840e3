//! Documents as Markdown.

use std::io::{self, Write};

use crate::report::{Block, Document, Table};

pub(super) fn write(document: &Document, out: &mut dyn Write) -> io::Result<()> {
    for (place, block) in document.blocks.iter().enumerate() {
        if place > 0 {
            writeln!(out)?;
        }
        match block {
            Block::Heading(level, text) => writeln!(out, "{} {}", "#".repeat(usize::from(*level)), begun(text))?,
            Block::Paragraph(text) => writeln!(out, "{}", begun(text))?,
            Block::Item(line, more) => {
                writeln!(out, "- {}", begun(line))?;
                for line in more {
                    writeln!(out, "  - {}", begun(line))?;
                }
            }
            Block::Table(table) => write_table(table, out)?,
            // A line break within one paragraph: two blanks at the end of the line.
            Block::Signature(lines) => {
                writeln!(out, "{}", lines.iter().map(|line| begun(line)).collect::<Vec<_>>().join("  \n"))?
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

/// Text at the beginning of a block: of its own lines none begins a heading, a quotation or a list.
fn begun(text: &str) -> String {
    let lines = text.split('\n').map(|line| match line.trim_start() {
        bare if bare.starts_with(['#', '>']) || bare.starts_with("- ") || bare.starts_with("+ ") => {
            format!("\\{}", escaped(bare))
        }
        _ => escaped(line),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// What a roster says must not become markup: not bold, code, a page's element or struck out; nor a link or an image,
/// which need a bracket that closes before another sign: in `表.xlsx[3月]` it says nothing.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let links = c == ']' && matches!(chars.peek(), Some('(' | '[' | ':'));
        if links || matches!(c, '*' | '_' | '`' | '<' | '~' | '\\') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_roster_says_does_not_become_markup() {
        let cases = [
            ("![图](http://x/a.png)", r"![图\](http://x/a.png)"),
            ("[点此](http://x)", r"[点此\](http://x)"),
            ("[点此][一]", r"[点此\][一]"),
            ("[一]: http://x", r"[一\]: http://x"),
            ("表.xlsx[3月] M2277", "表.xlsx[3月] M2277"),
            ("~~麦秀镇~~ 1~4月", r"\~\~麦秀镇\~\~ 1\~4月"),
            ("# 麦秀镇", r"\# 麦秀镇"),
            ("麦秀镇\n # 一", "麦秀镇\n\\# 一"),
            ("> 一", r"\> 一"),
            ("- 一", r"\- 一"),
            ("5#楼", "5#楼"),
            ("-5.00", "-5.00"),
        ];
        for (text, expected) in cases {
            assert_eq!(begun(text), expected, "{text}");
        }
    }
}
