//! A cell kept beyond the row it was read in.

use chrono::NaiveDate;

use super::Cell;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Owned {
    Text(String),
    Number(f64),
    Day(NaiveDate),
    YesNo(bool),
    Error(String),
}

impl Owned {
    /// What stands in a cell; `None` where nothing does.
    pub(super) fn of(cell: Cell<'_>) -> Option<Owned> {
        Some(match cell {
            Cell::Empty => return None,
            Cell::Text(text) => Owned::Text(text.to_owned()),
            Cell::Number(number) => Owned::Number(number),
            Cell::Day(day) => Owned::Day(day),
            Cell::YesNo(yes) => Owned::YesNo(yes),
            Cell::Error(text) => Owned::Error(text.to_owned()),
        })
    }

    pub(super) fn cell(&self) -> Cell<'_> {
        match self {
            Owned::Text(text) => Cell::Text(text),
            Owned::Number(number) => Cell::Number(*number),
            Owned::Day(day) => Cell::Day(*day),
            Owned::YesNo(yes) => Cell::YesNo(*yes),
            Owned::Error(text) => Cell::Error(text),
        }
    }
}
