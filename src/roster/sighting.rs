//! What rows leave behind of a person: sorted by number, so that every cross-roster question is a walk over groups.

use crate::day::Months;
use crate::finding::Place;

use super::Layout;
use super::record::{Record, Role};

/// One appearance of one identity number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sighting {
    /// Seventeen digits: the same for a number of 15 and of 18 characters.
    pub key: u64,
    pub source: u16,
    /// `u16::MAX` stands for no column.
    column: u16,
    pub row: u32,
    pub months: Option<Months>,
    flags: u8,
}

const CHECK_FAILS: u8 = 1;
const COVERED: u8 = 2;

impl Sighting {
    /// Every number a record names that can be somebody's: zeros put into a cell that must not be blank are nobody's.
    pub fn of<'r>(record: &'r Record<'_>, months: Option<Months>) -> impl Iterator<Item = Sighting> + 'r {
        let across = record.roster.layout == Layout::Households;
        record.persons().filter_map(move |person| {
            let id = person.id.id().filter(|id| id.names_somebody())?;
            // What a row of a household says of cover is said of its head.
            let covered = (across && person.role == Role::Member) || record.is_covered();
            let flags = u8::from(!id.check_holds()) * CHECK_FAILS + u8::from(covered) * COVERED;
            Some(Sighting {
                key: id.key(),
                source: record.roster.source,
                column: person.column.unwrap_or(u16::MAX),
                row: record.row,
                months,
                flags,
            })
        })
    }

    /// Whether the check character is right: a number that fails may be somebody else's.
    pub fn is_sound(&self) -> bool {
        self.flags & CHECK_FAILS == 0
    }

    /// Whether the person is assisted, not merely named.
    pub fn is_covered(&self) -> bool {
        self.flags & COVERED != 0
    }

    pub fn place(&self) -> Place {
        Place { source: self.source, row: self.row, column: Some(self.column).filter(|column| *column != u16::MAX) }
    }
}
