//! Rows that give numbers and name nobody: totals whose word was forgotten, what explains one, and rows a formula
//! filled with noughts.

use crate::field::{Field, Kind};
use crate::input::Cell;

use super::fold::plain;
use super::hashed::hash;
use super::value::Value;
use super::{Record, Roster};

/// What the numbers of a row say that names nobody: it may be a total, or explain one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bare {
    pub row: u32,
    /// By column, of those that add up.
    pub values: Vec<(u16, Value)>,
    /// A number of people or households where a name should stand: 2, 2人, 共2户.
    pub listed: Option<u64>,
    /// Whether words stand in the row, too: then it is no total, but below one it explains it, unless it is like a
    /// record.
    pub worded: bool,
    /// Whether the only words stand where its number in the list should: 5户, 实发.
    pub labelled: bool,
    /// What [`Record::likeness`] says of it, where words stand in it.
    pub likeness: u64,
}

/// Digits that a sum may have; what is longer is the number of something.
const LONGEST: usize = 12;

impl Record<'_> {
    /// The numbers of the row, if it names nobody.
    #[inline]
    pub fn bare(&self) -> Option<Bare> {
        let is_somebody = [Field::Id, Field::HeadId].into_iter().any(|field| !self.typed(field).is_missing());
        if is_somebody || !self.is_of_people() {
            return None;
        }
        self.numbers_alone().or_else(|| self.numbers_and_words())
    }

    /// Whether the rows of its roster have a place for anybody's name or number: those of a statistical return do not.
    fn is_of_people(&self) -> bool {
        [Field::Id, Field::HeadId, Field::Name, Field::HeadName].into_iter().any(|field| self.roster.has(field))
    }

    /// The numbers of a row that has no name, no number in a list and nothing else that is somebody's.
    fn numbers_and_words(&self) -> Option<Bare> {
        let is_named = |field| self.text(field).is_some_and(|name| people(Cell::Text(name)).is_none());
        if [Field::Name, Field::HeadName].into_iter().any(is_named) {
            return None;
        }
        let mut values = Vec::new();
        for (column, cell) in self.filled() {
            match self.roster.field_at(column).map(|field| (field, field.kind())) {
                // A total may add up what each person is paid.
                Some((field, Kind::Money)) if self.roster.is_multiplied(field) => {}
                Some((field, Kind::Money | Kind::Count)) => values.push((column, self.value(field))),
                Some((Field::Sequence, _)) if self.is_number(cell, column) => return None,
                Some((_, Kind::Text)) => {}
                Some(_) => return None,
                None if self.roster.has_member_at(column) => return None,
                None => {}
            }
        }
        Some(Bare { row: self.row, values, listed: None, worded: true, labelled: false, likeness: self.likeness() })
    }

    /// Where the row stands and what numbers it gives, hashed: the same for neighbours of one village who are paid the
    /// same; 0 where it names no place.
    pub fn likeness(&self) -> u64 {
        let places = [Field::Township, Field::Region, Field::Village].map(|field| self.text(field).map(plain));
        if places.iter().all(Option::is_none) {
            return 0;
        }
        let is_number = |field: Field| matches!(field.kind(), Kind::Money | Kind::Count);
        let numbers = self.roster.fields().filter(|(field, _)| is_number(*field));
        let numbers: Vec<(u16, Option<i64>)> =
            numbers.map(|(field, column)| (column, self.value(field).number())).collect();
        hash(&(places, numbers)).max(1)
    }

    fn numbers_alone(&self) -> Option<Bare> {
        let (mut values, mut listed, mut labelled) = (Vec::new(), None, false);
        for (column, cell) in self.filled() {
            let field = self.roster.field_at(column);
            match field.map(|field| (field, field.kind())) {
                // A stroke says nothing.
                Some((field, _)) if self.value(field).is_missing() => {}
                Some((Field::Sequence, _)) if !self.is_number(cell, column) => labelled = true,
                // A total may add up what each person is paid.
                Some((field, Kind::Money)) if self.roster.is_multiplied(field) => {}
                Some((field, Kind::Money | Kind::Count)) => {
                    let value = self.value(field);
                    value.number()?;
                    values.push((column, value));
                }
                Some((Field::Name | Field::HeadName, _)) => listed = Some(people(cell)?),
                Some(_) => return None,
                None if self.roster.has_member_at(column) || !self.is_number(cell, column) => return None,
                None => {}
            }
        }
        (values.iter().any(|(_, value)| value.number() != Some(0))).then_some(Bare {
            row: self.row,
            values,
            listed,
            worded: labelled,
            labelled,
            likeness: if labelled { self.likeness() } else { 0 },
        })
    }

    /// Whether a number of households or people stands where a name should (2户), beside their place: what the row gives
    /// is theirs together.
    pub(super) fn is_of_several(&self) -> bool {
        let counts = |field: &Field| {
            let shown = self.cell(*field).shown();
            shown.trim().ends_with(['户', '人', '名']) && people(self.cell(*field)).is_some()
        };
        [Field::Name, Field::HeadName].iter().any(counts) && self.numbers_alone().is_none_or(|bare| bare.labelled)
    }

    /// Whether its cells are none but what is drawn down a column before anybody is written in: numbering, places,
    /// months.
    pub(super) fn is_left_over(&self) -> bool {
        self.filled().all(|(column, _)| match self.roster.field_at(column) {
            Some(Field::Sequence | Field::County | Field::Township | Field::Village | Field::Region) => true,
            Some(field) => matches!(field.kind(), Kind::Money | Kind::Count | Kind::Months),
            None => false,
        })
    }

    /// The columns in which something stands.
    fn filled(&self) -> impl Iterator<Item = (u16, Cell<'_>)> + '_ {
        (0..=u16::MAX).zip(self.cells.iter().copied()).filter(|(_, cell)| !cell.is_blank())
    }

    fn is_number(&self, cell: Cell<'_>, column: u16) -> bool {
        cell.shown().len() <= LONGEST && self.read_as(cell, column, Kind::Money).number().is_some()
    }
}

impl Value {
    /// Money in fen, or a number of people.
    pub fn number(self) -> Option<i64> {
        match self {
            Value::Yuan(yuan) | Value::RoundedYuan(yuan) => Some(yuan.fen()),
            Value::Count(count) => Some(i64::from(count)),
            _ => None,
        }
    }
}

impl Roster {
    /// The field whose values stand in a column.
    fn field_at(&self, column: u16) -> Option<Field> {
        self.fields().find(|(_, at)| *at == column).map(|(field, _)| field)
    }

    fn has_member_at(&self, column: u16) -> bool {
        self.members.iter().any(|member| member.name == Some(column) || member.id == Some(column))
    }
}

/// How many people or households a cell says, that has no other word.
fn people(cell: Cell<'_>) -> Option<u64> {
    let shown = cell.shown();
    shown.trim_start_matches('共').trim_end_matches(['户', '人', '名']).trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_people_is_no_name() {
        assert_eq!(people(Cell::Number(2.0)), Some(2));
        assert_eq!(people(Cell::Text("共12户 ")), Some(12));
        assert_eq!(people(Cell::Text("扎西")), None);
        assert_eq!(people(Cell::Text("户")), None);
    }
}
