//! A sheet that is read for several programmes goes in; which of its columns of money are whose comes out.

use crate::field::Field;
use crate::rules::Programme;

use super::Glossary;
use super::aliases::Meaning;
use super::fold::folded;
use super::header::{Aside, HeadColumn, Header};
use super::layout::means;
use super::money_columns::{Rows, set_aside};
use super::naming::names;
use super::paid::PAID;
use super::pin::is_called;

/// Another programme that a sheet is read for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadBeside {
    /// Index into the pack.
    pub programme: usize,
    /// The columns that relief.toml says are its pay, by their headers or letters.
    pub columns: Vec<String>,
}

/// Whose the money of a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    /// The programme's, by whose name it is called and nothing else.
    Own,
    Others,
    /// Of several together.
    All,
}

/// Sets aside what is other programmes' pay, and the sums of several; a column that is called as the programme is what it pays.
pub(super) fn part(
    header: &mut Header,
    rows: &Rows<'_>,
    (own, beside): (usize, &[ReadBeside]),
    glossary: &Glossary<'_>,
) {
    let whose: Vec<Option<Whose>> =
        header.columns.iter().map(|head| whose(head, (header, rows), (own, beside), glossary)).collect();
    if !whose.contains(&Some(Whose::Others)) {
        return;
    }
    let columns = || (0..whose.len()).zip(&whose);
    for (place, _) in columns().filter(|(_, whose)| matches!(whose, Some(Whose::Others | Whose::All))) {
        set_aside(&mut header.columns[place], Aside::ReadBeside);
    }
    let called = columns().filter(|(_, whose)| **whose == Some(Whose::Own)).map(|(place, _)| place);
    let shortest = called.min_by_key(|place| header.columns[*place].words.len());
    let has_own = header.columns.iter().any(|head| PAID.iter().any(|field| means(head, *field)));
    if let Some(place) = shortest.filter(|_| !has_own) {
        header.columns[place].meaning = Some(Meaning { field: Field::Amount, member: None });
    }
}

fn whose(
    head: &HeadColumn,
    (header, rows): (&Header, &Rows<'_>),
    (own, beside): (usize, &[ReadBeside]),
    glossary: &Glossary<'_>,
) -> Option<Whose> {
    if head.of_another || (head.pinned && head.meaning.is_some()) {
        return None;
    }
    if beside.iter().flat_map(|other| &other.columns).any(|name| is_called(head, name)) {
        return Some(Whose::Others);
    }
    let is_pay = |field: Field| PAID.contains(&field) || matches!(field, Field::Standard | Field::MonthsPaid);
    if head.pinned || head.meaning.is_some_and(|meaning| !is_pay(meaning.field)) {
        return None;
    }
    let words = folded(&head.words);
    let pack = glossary.pack;
    let others = || beside.iter().map(|other| other.programme).filter(|other| *other != own);
    let of_own = called(&words, &pack.programmes[own]);
    let of_others = others().map(|other| called(&words, &pack.programmes[other])).max().unwrap_or(0);
    let is_word_of = |other: usize| {
        let meaning = glossary.of_one(other).get(&head.folded);
        meaning.is_some_and(|meaning| PAID.contains(&meaning.field))
    };
    let is_money = || head.meaning.is_some() || rows.are_pay(header, head);
    match head.meaning {
        _ if of_own < of_others => is_money().then_some(Whose::Others),
        None if of_own > of_others => is_money().then_some(Whose::Own),
        None if others().any(is_word_of) => Some(Whose::Others),
        Some(meaning) if of_own == of_others && meaning.field == Field::Amount => Some(Whose::All),
        _ => None,
    }
}

/// How much of a name of a programme the words over a column have: all of it, or all of theirs as a part of it (护理补贴 of
/// 重度残疾人护理补贴).
fn called(words: &str, programme: &Programme) -> usize {
    let of_name = |level: &str, name: &str| match (level.contains(name), name.contains(level)) {
        (true, _) => name.len(),
        (_, true) if level.chars().count() > 2 => level.len(),
        _ => 0,
    };
    let of_level = |level: &str| names(programme).map(|name| of_name(level, name)).max().unwrap_or(0);
    words.split('/').map(of_level).max().unwrap_or(0)
}
