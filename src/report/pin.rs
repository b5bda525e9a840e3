//! How files were understood goes in; `[[roster]]` blocks for relief.toml come out, ready to be confirmed.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::field::Field;
use crate::lang::Lang;
use crate::roster::{HeadColumn, Meaning, NOT_READ, NamedBy, Roster};
use crate::rules::Pack;
use crate::run::Outcome;
use crate::say;
use crate::visible::controls;

/// A block for every roster read, in the order of the files, each with the pattern that names it alone.
pub fn blocks(outcome: &Outcome, patterns: &[String], pack: &Pack, lang: Lang) -> String {
    let mut rosters = outcome.rosters.iter();
    let mut blocks = String::new();
    for (file, pattern) in outcome.files.iter().zip(patterns) {
        for roster in rosters.by_ref().take(file.rosters).filter(|roster| roster.list.is_none()) {
            // Writing to a string cannot fail.
            let _ = block(&mut blocks, pattern, roster, pack, lang);
        }
    }
    blocks
}

/// A block for the roster, and one for each other programme that has money in a column of it.
fn block(out: &mut String, pattern: &str, roster: &Roster, pack: &Pack, lang: Lang) -> std::fmt::Result {
    let own = &pack.programmes[roster.programme];
    let mut said = BTreeSet::new();
    let others = roster.money_of_others(pack).map(|(_, other)| other.id.as_str());
    let others: Vec<&str> = others.filter(|other| said.insert(*other)).collect();
    let by_header = if roster.named_by == NamedBy::Header { guessed(lang) } else { String::new() };
    shape(out, pattern, roster, &format!("{}{by_header}", quoted(&own.id)))?;
    columns(out, roster, !others.is_empty(), lang)?;
    for other in others {
        let again =
            say!(lang, "   # 同一张表，另按这个项目读一遍", "   # the same sheet, read for this programme as well");
        shape(out, pattern, roster, &format!("{}{again}", quoted(other)))?;
    }
    Ok(())
}

fn shape(out: &mut String, pattern: &str, roster: &Roster, programme: &str) -> std::fmt::Result {
    if !out.is_empty() {
        out.push('\n');
    }
    writeln!(out, "[[roster]]")?;
    writeln!(out, "files      = {}", quoted(pattern))?;
    if let Some(sheet) = &roster.sheet {
        writeln!(out, "sheet      = {}", quoted(sheet))?;
    }
    writeln!(out, "programme  = {programme}")?;
    if let Some(months) = roster.months {
        writeln!(out, "months     = {}", quoted(&months.written(Lang::Zh)))?;
    }
    match (roster.header.first_row, roster.header.last_row) {
        (first, last) if first == last => writeln!(out, "header_row = {first}"),
        (first, last) => writeln!(out, "header_row = [{first}, {last}]"),
    }
}

/// What its columns mean where that was confirmed or guessed. What may be paid of several programmes together is the
/// amount of none.
fn columns(out: &mut String, roster: &Roster, is_of_several: bool, lang: Lang) -> std::fmt::Result {
    let is_of_all =
        |column: &HeadColumn| is_of_several && column.guess.is_some_and(|guess| guess.field == Field::Amount);
    let is_pinned = |column: &&HeadColumn| column.pinned || (column.guess.is_some() && !is_of_all(column));
    let pinned: Vec<&HeadColumn> = roster.header.columns.iter().filter(is_pinned).collect();
    if !pinned.is_empty() {
        writeln!(out, "\n[roster.columns]")?;
    }
    for column in pinned {
        let meaning = column.meaning.or(column.guess).map_or_else(|| NOT_READ.to_owned(), Meaning::shown);
        let note = if column.guess.is_some() { guessed(lang) } else { String::new() };
        writeln!(out, "{} = {}{note}", quoted(&name(roster, column)), quoted(&meaning))?;
    }
    Ok(())
}

/// The header of a column, or its letter where another is called the same or part of it may not be seen.
fn name(roster: &Roster, column: &HeadColumn) -> String {
    let alike = roster.header.columns.iter().filter(|other| other.words == column.words).count();
    if alike == 1 && column.shown == column.words {
        column.words.clone()
    } else {
        crate::input::letters(usize::from(column.index))
    }
}

fn guessed(lang: Lang) -> String {
    say!(lang, "   # 猜的，请核对", "   # guessed: see whether it is so")
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() || controls(c) => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
