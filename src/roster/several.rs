//! A sheet that is read for several programmes goes in; which of its columns of money are whose comes out.

use crate::field::Field;
use crate::rules::Programme;

use super::Glossary;
use super::aliases::Meaning;
use super::fold::folded;
use super::header::{Aside, HeadColumn, Header};
use super::layout::means;
use super::money_columns::set_aside;
use super::money_rows::Rows;
use super::naming::{named_by, names};
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
    /// The programme's, by its name or by relief.toml.
    Own,
    /// The programme's, as only its rules make what is paid of such: 分类施保金.
    Part,
    Others,
    /// Nobody's by name: the programme's where no column is called as it is and this one is no sum.
    Any,
    /// Money that nobody knows: the programme's where nothing else can be.
    Unknown,
}

/// Sets aside what is other programmes' pay, and the sums of several; a column that is called as the programme is what it pays.
pub(super) fn part(
    header: &mut Header,
    rows: &Rows<'_>,
    (own, beside): (usize, &[ReadBeside]),
    glossary: &Glossary<'_>,
) {
    let mut whose: Vec<Option<Whose>> =
        header.columns.iter().map(|head| whose(head, (header, rows), (own, beside), glossary)).collect();
    let is_sum = |head: &HeadColumn| means(head, Field::Amount);
    let is_left = |(head, whose): (&HeadColumn, &Option<Whose>)| *whose == Some(Whose::Any) && !is_sum(head);
    let has_others = whose.contains(&Some(Whose::Others));
    if has_others && !whose.contains(&Some(Whose::Own)) && !header.columns.iter().zip(&whose).any(is_left) {
        let mut unknown = whose.iter_mut().filter(|whose| **whose == Some(Whose::Unknown));
        if let (Some(only), None) = (unknown.next(), unknown.next()) {
            *only = Some(Whose::Own);
        }
    }
    let has_own = whose.contains(&Some(Whose::Own));
    for (head, whose) in header.columns.iter_mut().zip(&whose) {
        match whose {
            Some(Whose::Others) => set_aside(head, Aside::ReadBeside),
            Some(Whose::Any) if has_own || (has_others && is_sum(head)) => set_aside(head, Aside::ReadBeside),
            Some(Whose::Unknown) if has_own => set_aside(head, Aside::ReadBeside),
            _ => {}
        }
    }
    let own = header.columns.iter_mut().zip(&whose).filter(|(_, whose)| **whose == Some(Whose::Own));
    let own: Vec<&mut HeadColumn> = own.map(|(head, _)| head).collect();
    let is_paid = own.iter().any(|head| PAID.iter().any(|field| means(head, *field)));
    let called = own.into_iter().filter(|head| head.meaning.is_none()).min_by_key(|head| head.words.len());
    if let Some(head) = called.filter(|_| !is_paid) {
        // Beside a part it is another.
        let field = if whose.contains(&Some(Whose::Part)) { Field::MonthlyAmount } else { Field::Amount };
        head.meaning = Some(Meaning { field, member: None });
    }
}

/// Whether a column of what is paid is the programme's by its name or by relief.toml.
pub(super) fn has_own(header: &Header, own: &Programme) -> bool {
    let is_own = |head: &HeadColumn| head.pinned || called(&folded(&head.words), own).0 > 0;
    header.columns.iter().any(|head| PAID.iter().any(|field| means(head, *field)) && is_own(head))
}

fn whose(
    head: &HeadColumn,
    (header, rows): (&Header, &Rows<'_>),
    (own, beside): (usize, &[ReadBeside]),
    glossary: &Glossary<'_>,
) -> Option<Whose> {
    let is_pay = |field: Field| PAID.contains(&field) || matches!(field, Field::Standard | Field::MonthsPaid);
    let field = head.meaning.map(|meaning| meaning.field);
    if head.of_another || field.is_some_and(|field| !is_pay(field)) {
        return None;
    }
    if head.pinned && field.is_some() {
        return Some(Whose::Own);
    }
    if beside.iter().flat_map(|other| &other.columns).any(|name| is_called(head, name)) {
        return Some(Whose::Others);
    }
    let words = folded(&head.words);
    let pack = glossary.pack;
    let others = || beside.iter().map(|other| other.programme).filter(|other| *other != own);
    let of_own = called(&words, &pack.programmes[own]);
    let of_others = others().map(|other| called(&words, &pack.programmes[other])).max().unwrap_or_default();
    let is_word_of = |other: usize| {
        let meaning = glossary.of_one(other).get(&head.folded);
        meaning.is_some_and(|meaning| PAID.contains(&meaning.field))
    };
    let has_part = |of: usize, field: Field| pack.programmes[of].sum.iter().any(|sum| sum.parts.contains(&field));
    let is_money = || field.is_some() || rows.are_pay(header, head);
    let whose = match field {
        _ if head.pinned => return None,
        _ if of_own < of_others => Whose::Others,
        _ if of_own > of_others => Whose::Own,
        None if others().any(is_word_of) => return Some(Whose::Others),
        None => return rows.give(header, head).then_some(Whose::Unknown),
        Some(field) => match (has_part(own, field), others().any(|other| has_part(other, field))) {
            (true, false) => Whose::Part,
            (false, true) => Whose::Others,
            _ => Whose::Any,
        },
    };
    is_money().then_some(whose)
}

/// How much of a name of a programme the words over a column have, and whether all of it; one or two characters (金额, 补贴) are a part of too many.
fn called(words: &str, programme: &Programme) -> (usize, bool) {
    let is_name = |level: &str| level.chars().count() > 2 || names(programme).any(|name| level.contains(name.as_str()));
    let levels = words.split('/').filter(|level| is_name(level));
    levels.map(|level| named_by(level, names(programme))).max().unwrap_or_default()
}
