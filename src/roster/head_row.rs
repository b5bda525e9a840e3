//! A row at the top of a sheet goes in; out come its words, made ready to be read as part of a header.

use crate::input::{Cell, Row};
use crate::rules::is_one_of;

use super::aliases::{Aliases, Meaning};
use super::amount::Unit;
use super::fold;
use super::named_months::NamedMonths;

/// A row of the top of a sheet, as text.
#[derive(Debug, Clone)]
pub struct TopRow {
    pub number: u32,
    pub cells: Vec<String>,
    /// First and last column of the cells of this row that are several, where the file says so.
    pub merged: Vec<(usize, usize)>,
    /// How many of its cells are one with a cell above.
    pub continued: usize,
}

impl TopRow {
    pub fn of(row: Row<'_>) -> TopRow {
        let own = row.merged.iter().filter(|merged| merged.above.is_none());
        let continued = row.merged.len() - own.clone().count();
        TopRow {
            number: row.number,
            cells: row.cells.iter().map(Cell::shown).collect(),
            merged: own.map(|merged| (merged.first, merged.last)).collect(),
            continued,
        }
    }

    /// Whether some cell is a number of somebody: then it is no part of a header.
    pub(super) fn gives_number(&self) -> bool {
        // Identity numbers have 15 or 18 characters, and accounts no more than 19.
        let is_number = |text: &str| {
            let digits = text.strip_suffix(['X', 'x']).unwrap_or(text);
            (15..=19).contains(&text.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
        };
        self.cells.iter().any(|cell| is_number(cell.trim()))
    }

    /// The last column of the cell that begins in this one, where the file says that it is several.
    fn reach(&self, column: usize) -> Option<usize> {
        self.merged.iter().find(|(first, _)| *first == column).map(|(_, last)| *last)
    }
}

/// A row of the top with its words made ready once: it is read as a part of several headers.
pub(super) struct HeadRow<'r> {
    pub row: &'r TopRow,
    /// By column; `None` where nothing stands.
    words: Vec<Option<Words>>,
    /// Whether it is the header of what `relief convert` writes, whose words are those of fields.
    pub converted: bool,
}

/// What stands over the first columns of what `relief convert` writes.
const CONVERTED: [&str; 4] = ["file", "sheet", "row", "programme"];

/// What stands in one cell of a header.
pub(super) struct Words {
    pub shown: String,
    /// In the form that aliases have.
    pub folded: String,
    pub unit: Option<Unit>,
    /// What they mean alone.
    pub meaning: Option<Meaning>,
    /// They name somebody who is not the person of the row.
    pub of_another: bool,
    /// Months they name and nothing else.
    pub months: Option<NamedMonths>,
}

impl HeadRow<'_> {
    pub fn of<'r>(row: &'r TopRow, aliases: &Aliases<'_>) -> HeadRow<'r> {
        let ready = |cell: &String| {
            let (folded, unit) = fold::header(cell, aliases.words);
            let meaning = aliases.get(&folded);
            let of_another = aliases.others.iter().any(|other| folded.contains(other.as_str()));
            let months = if meaning.is_none() { NamedMonths::of(&folded) } else { None };
            Words { shown: fold::folded(cell), folded, unit, meaning, of_another, months }
        };
        let converted = row.cells.iter().map(String::as_str).take(CONVERTED.len()).eq(CONVERTED);
        let words = row.cells.iter().map(|cell| (!cell.trim().is_empty()).then(|| ready(cell)));
        HeadRow { row, words: words.collect(), converted }
    }

    fn words(&self, column: usize) -> Option<&Words> {
        self.words.get(column)?.as_ref()
    }
}

/// Whether the uppermost of several rows is one cell alone, over all the columns below: a title is nobody's parent.
pub(super) fn begins_with_title(block: &[HeadRow<'_>]) -> bool {
    let [first, second, ..] = block else { return false };
    let mut filled = first.words.iter().enumerate().filter(|(_, words)| words.is_some()).map(|(column, _)| column);
    let (Some(column), None) = (filled.next(), filled.next()) else { return false };
    second.words.iter().position(Option::is_some).is_some_and(|below| column <= below)
}

/// Whether a row names the parts of what the one above stands over: 低保金, 物价补贴, 合计 below 发放金额 and the blank cells right
/// of it, and nothing below what stands left of that.
pub(super) fn is_parted(upper: &HeadRow<'_>, lower: &HeadRow<'_>) -> bool {
    let Some(parent) = lower.words.iter().position(Option::is_some).filter(|parent| *parent > 0) else { return false };
    let (is_named, has_part) = (|column| upper.words(column).is_some(), |column| lower.words(column).is_some());
    is_named(parent) && !is_named(parent + 1) && has_part(parent + 1) && (0..parent).any(is_named)
}

/// Whether the row below a block is nothing but the parts of what the block's last row stands over: below cells that are merged over
/// several columns, or have blank ones right of them, two or more words, 合计 among them, and not one number. It is no row of sums.
pub(super) fn is_of_parts(block: &[HeadRow<'_>], lower: &HeadRow<'_>, sum: &[String]) -> bool {
    let Some(upper) = block.last() else { return false };
    let parts = || lower.words.iter().enumerate().filter_map(|(column, words)| Some((column, words.as_ref()?)));
    let (is_named, has_part) = (|column| upper.words(column).is_some(), |column| lower.words(column).is_some());
    let has_parent = |column: usize| !is_named(column) || (has_part(column + 1) && !is_named(column + 1));
    let is_word = |words: &Words| !words.shown.contains(|c: char| c.is_ascii_digit());
    let is_sum = |words: &Words| is_one_of(&words.folded, sum);
    let is_left_of = |column: usize| block.iter().any(|row| (0..column).any(|column| row.words(column).is_some()));
    parts().count() > 1
        && parts().any(|(_, words)| is_sum(words))
        && parts().all(|(column, words)| is_left_of(column) && has_parent(column) && is_word(words))
}

/// The words over each column. A parent merged over several columns stands only over the first: the cells it reaches
/// take it over, or, where nothing says how far that is, the blank ones right of it; each must have a child of its own.
pub(super) fn stacks<'r>(rows: &'r [HeadRow<'_>]) -> Vec<Vec<&'r Words>> {
    let width = rows.iter().map(|row| row.words.len()).max().unwrap_or(0);
    let mut stacks: Vec<Vec<&Words>> = vec![Vec::new(); width];
    for (level, row) in rows.iter().enumerate() {
        let below = rows.get(level + 1);
        let has_child = |column: usize| below.is_some_and(|below| below.words(column).is_some());
        let (mut parent, mut last) = (None, None);
        for (column, stack) in stacks.iter_mut().enumerate() {
            if let Some(own) = row.words(column) {
                parent = has_child(column).then_some(own);
                last = row.row.reach(column);
                stack.push(own);
            } else {
                parent = parent.filter(|_| has_child(column) && last.is_none_or(|last| column <= last));
                stack.extend(parent);
            }
        }
    }
    stacks
}
