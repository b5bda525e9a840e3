//! A column goes in; the codes in it come out, where its cells are nothing else: 01, 20.

use std::collections::BTreeSet;

use crate::digits::all_digits;
use crate::field::Field;
use crate::rules::{Vocabulary, is_one_of};

use super::fold::folded;
use super::header::{Header, TopRow};
use super::layout::column;

/// A code has so many digits at most.
const LONGEST: usize = 3;

/// The codes in the rows at the top; none where any cell says something else.
pub(super) fn codes(column: u16, (header, top): (&Header, &[TopRow])) -> BTreeSet<String> {
    let below = top.iter().filter(|row| row.number > header.last_row);
    let cells = below.filter_map(|row| row.cells.get(usize::from(column))).map(|cell| folded(cell));
    let said: BTreeSet<String> = cells.filter(|cell| !cell.is_empty()).collect();
    let are_codes = said.iter().all(|cell| cell.len() <= LONGEST && all_digits(cell.as_bytes()));
    if are_codes { said } else { BTreeSet::new() }
}

/// Whether relations are written as codes, and none is a word for the head: who is head they do not tell.
pub(super) fn hides_heads(header: &Header, top: &[TopRow], words: &Vocabulary) -> bool {
    let Some(relation) = column(header, Field::Relation) else { return false };
    let codes = codes(relation, (header, top));
    !codes.is_empty() && !codes.iter().any(|code| is_one_of(code, &words.head))
}
