//! What relief.toml says of the shape of a sheet: it goes before anything the program would recognise.

use std::ops::Range;

use crate::day::Months;
use crate::field::Field;
use crate::input::letters;

use super::aliases::Meaning;
use super::fold::folded;
use super::header::{HeadColumn, Header, TopRow};
use super::paid::PAID;

/// The shape of one sheet, or of every sheet of a file, as somebody confirmed it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pin {
    /// The only sheet it is of; none for all.
    pub sheet: Option<String>,
    /// The first and the last row of the header, from 1; 0 and 0 where the sheet has none.
    pub header: Option<(u32, u32)>,
    /// Headers, or letters of columns, and what they mean; none for a column that is not to be read.
    pub columns: Vec<(String, Option<Meaning>)>,
    /// The programme of this sheet, where others of the file are of others; index into the pack.
    pub programme: Option<usize>,
    pub months: Option<Months>,
}

/// What a column that is not to be read is called in relief.toml.
pub const NOT_READ: &str = "none";

impl Meaning {
    /// As inspect shows it: `amount`, `member-name 3`.
    pub fn shown(self) -> String {
        match self.member {
            Some(n) => format!("{} {n}", self.field.name()),
            None => self.field.name().to_owned(),
        }
    }

    /// The meaning of a name shown so; `Some(None)` for a column that is not to be read.
    pub fn named(name: &str) -> Option<Option<Meaning>> {
        if name == NOT_READ {
            return Some(None);
        }
        let (field, member) = match name.split_once(' ') {
            Some((field, n)) => (field, Some(n.trim().parse().ok().filter(|n| (1..=9).contains(n))?)),
            None => (name, None),
        };
        let field = Field::named(field)?;
        let is_member = matches!(field, Field::MemberName | Field::MemberId);
        (is_member || member.is_none()).then_some(Some(Meaning { field, member }))
    }
}

impl Pin {
    /// Whether it is of a sheet.
    pub fn is_of(&self, sheet: Option<&str>) -> bool {
        self.sheet.is_none() || self.sheet.as_deref() == sheet
    }

    /// The header at the rows it names, if it names any and they are there; `read` is given their places.
    pub(super) fn header(&self, rows: &[TopRow], read: impl Fn(Range<usize>) -> Header) -> Option<Header> {
        let (first, last) = self.header?;
        if last == 0 {
            return Some(self.without_header());
        }
        let before = |row: u32| rows.partition_point(|above| above.number < row);
        let block = before(first)..before(last.saturating_add(1));
        (!block.is_empty()).then(|| Header { first_row: first, last_row: last, ..read(block) })
    }

    /// A sheet of nothing but rows: its columns are named by their letters.
    fn without_header(&self) -> Header {
        let mut columns: Vec<HeadColumn> =
            self.columns.iter().filter_map(|(name, _)| Some(HeadColumn::bare(index(name)?, name))).collect();
        columns.sort_by_key(|column| column.index);
        Header { first_row: 0, last_row: 0, columns }
    }

    /// The columns it says are what is paid.
    pub fn pay(&self) -> Vec<String> {
        let is_pay = |meaning: &Option<Meaning>| meaning.is_some_and(|meaning| PAID.contains(&meaning.field));
        self.columns.iter().filter(|(_, meaning)| is_pay(meaning)).map(|(name, _)| name.clone()).collect()
    }

    /// How many of its columns a header has.
    pub(super) fn names(&self, header: &Header) -> usize {
        self.columns.iter().filter(|(name, _)| header.columns.iter().any(|column| is_called(column, name))).count()
    }

    /// Gives the columns it names the meanings it says.
    pub(super) fn apply(&self, header: &mut Header) {
        for (name, meaning) in &self.columns {
            // Another column with this meaning gives way.
            let taken = header.columns.iter_mut().filter(|column| !column.pinned && column.meaning == *meaning);
            taken.for_each(|column| column.meaning = None);
            let words = header.columns.iter().position(|column| has_words(column, name));
            let place = words.or_else(|| header.columns.iter().position(|column| is_called(column, name)));
            if let Some(column) = place.and_then(|place| header.columns.get_mut(place)) {
                (column.meaning, column.pinned, column.of_another) = (*meaning, true, false);
            }
        }
    }

    /// Columns it names that a header does not have.
    pub(super) fn missing(&self, header: &Header) -> Vec<String> {
        let missing =
            self.columns.iter().filter(|(name, _)| !header.columns.iter().any(|column| is_called(column, name)));
        missing.map(|(name, _)| name.clone()).collect()
    }
}

/// By its words, else by its letter.
pub(super) fn is_called(column: &HeadColumn, name: &str) -> bool {
    has_words(column, name) || name == letters(usize::from(column.index))
}

fn has_words(column: &HeadColumn, name: &str) -> bool {
    column.words == folded(name)
}

/// The column of a letter, from 0.
fn index(letter: &str) -> Option<u16> {
    (0..16_384_u16).find(|index| letters(usize::from(*index)) == letter)
}
