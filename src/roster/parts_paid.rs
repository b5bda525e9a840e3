//! What a sheet is called and its columns of money go in; out comes of which parts of the pay it is: 照料护理费 alone, in a sheet
//! beside that of 基本生活费.

use crate::field::{Field, Kind};
use crate::rules::{Pack, Programme, Vocabulary};

use super::fold::folded;
use super::header::{HeadColumn, Header};
use super::layout::{column, means};
use super::naming::Called;
use super::paid::{PARTS, WHOLE};

/// The parts of the pay that a sheet pays, a bit each in the order of [`PARTS`]; none where nothing says which.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PartsPaid(u8);

impl PartsPaid {
    /// By the columns where several are of parts. One is that of the sheet where no other money stands beside it and its words say
    /// so, which those of 供养金 do not; else where the sheet is called so. One that is called by another part than it has is of neither.
    pub(super) fn of(header: &Header, called: &Called, own: &Programme, pack: &Pack) -> PartsPaid {
        let parts = own.sum.iter().flat_map(|sum| &sum.parts).filter(|part| !WHOLE.contains(part));
        let parts: Vec<(Field, Vec<String>)> = parts.map(|part| (*part, words_of(*part, own, pack))).collect();
        let in_columns = parts.iter().filter(|(part, _)| column(header, *part).is_some());
        let in_columns = in_columns.fold(PartsPaid::default(), |all, (part, _)| all.with(*part));
        if in_columns.0.count_ones() > 1 {
            return in_columns;
        }
        let whole = || WHOLE.into_iter().find_map(|field| column(header, field));
        let is_all = || whole().is_some() || !gives_other_money(header, &pack.vocabulary);
        let over_amount = heads(header, Field::Amount);
        match (called.part_alone(over_amount, &parts, &pack.vocabulary), in_columns.only()) {
            (Some(Some(part)), None) => PartsPaid::default().with(part),
            (Some(Some(part)), Some(own)) if part == own && is_all() => in_columns,
            (None, Some(own)) if whole().is_none() && is_all() && is_told(own, header, &parts) => in_columns,
            _ => PartsPaid::default(),
        }
    }

    fn is_unsaid(self) -> bool {
        self.0 == 0
    }

    /// Nothing of what is paid beside the month's own.
    pub(super) fn unless(self, is_besides: bool) -> PartsPaid {
        if is_besides { PartsPaid::default() } else { self }
    }

    fn with(self, part: Field) -> PartsPaid {
        let place = PARTS.iter().position(|field| *field == part);
        PartsPaid(self.0 | place.map_or(0, |place| 1 << place))
    }

    /// The only part, where it is one.
    pub fn only(self) -> Option<Field> {
        PARTS.into_iter().find(|part| PartsPaid::default().with(*part) == self)
    }

    /// Whether two sheets surely pay nothing that is the same part.
    pub fn are_others_than(self, other: PartsPaid) -> bool {
        !self.is_unsaid() && !other.is_unsaid() && self.0 & other.0 == 0
    }

    /// Whether one of two is of a single part, and nothing says of which the other is.
    pub fn may_be_others_than(self, other: PartsPaid) -> bool {
        let is_open = |one: PartsPaid, other: PartsPaid| one.only().is_some() && other.is_unsaid();
        is_open(self, other) || is_open(other, self)
    }
}

/// The words that columns of a part go by; not those of its standard, of which titles of all kinds write: 提高供养标准.
fn words_of(part: Field, own: &Programme, pack: &Pack) -> Vec<String> {
    let columns = pack.columns.iter().chain(&own.columns).filter(|column| column.field == part);
    let words = columns.flat_map(|column| column.header.iter().chain(&column.aliases));
    let is_standard = |word: &String| pack.vocabulary.standard.iter().any(|standard| word.contains(standard.as_str()));
    words.filter(|word| !is_standard(word)).map(|word| folded(word)).collect()
}

/// The words over the columns of a field.
fn heads(header: &Header, field: Field) -> impl Iterator<Item = String> {
    header.columns.iter().filter(move |head| means(head, field)).map(|head| folded(&head.words))
}

/// Whether the words over a part have some of its own in them.
fn is_told(part: Field, header: &Header, parts: &[(Field, Vec<String>)]) -> bool {
    let mut words = parts.iter().filter(|(of, _)| *of == part).flat_map(|(_, words)| words);
    words.any(|word| heads(header, part).any(|head| head.contains(word.as_str())))
}

/// Whether a column that is not used may be of money, too.
fn gives_other_money(header: &Header, words: &Vocabulary) -> bool {
    let is_guess = |head: &HeadColumn| head.guess.is_some_and(|guess| guess.field.kind() == Kind::Money);
    let is_unused = |head: &&HeadColumn| head.meaning.is_none() && head.aside.is_none();
    header.columns.iter().filter(is_unused).any(|head| is_guess(head) || head.says_one_of(&words.money))
}
