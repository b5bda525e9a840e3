//! Small fixed-size traces that records leave behind: a household, and a sighting of a person.
//!
//! They are all that grows with the number of rows, so every cross-row question is a walk over sorted groups.

use std::hash::{Hash, Hasher};

use chrono::NaiveDate;
use rustc_hash::FxHasher;

use crate::day::Months;
use crate::field::Field;
use crate::finding::Place;
use crate::input::Cell;
use crate::money::Yuan;

use super::Layout;
use super::fold;
use super::record::{Record, Role};
use super::value::Value;

/// A household of one roster, from one row or from several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Household {
    key: Key,
    pub source: u16,
    /// The rows it takes, as the spreadsheet numbers them.
    pub first_row: u32,
    pub last_row: u32,
    pub township: u16,
    pub months: Option<Months>,
    /// The day that counts it, in a flow programme.
    pub decided: Option<NaiveDate>,
    /// A case still to be decided.
    pub pending: bool,
    /// People its rows list.
    pub listed: u16,
    /// Of these, those assisted.
    pub covered: u16,
    pub heads: u16,
    /// 家庭人口 and 保障人口 as written.
    pub size: Option<u16>,
    pub covered_size: Option<u16>,
    /// Paid in all.
    pub amount: Option<Yuan>,
    /// What its last row gives as the household's amount for a month.
    monthly: Option<Yuan>,
}

/// What holds rows together as one household.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    /// Nothing of its own: it goes on with the household above.
    Above,
    /// The same name of a head in rows that follow each other.
    Neighbours(u64),
    /// A household number or a head's identity number, wherever it stands.
    Known(u64),
}

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

impl Household {
    /// What one record says of its household.
    pub fn of(record: &Record<'_>, month_of: Option<Field>, township: u16) -> Household {
        let heads = match record.roster.layout {
            Layout::HouseholdRows => u16::from(record.is_head()),
            Layout::Households | Layout::Persons => 1,
        };
        let listed = small(record.listed());
        let covered = listed - u16::from(!record.is_covered());
        Household {
            key: key(record),
            source: record.roster.source,
            first_row: record.row,
            last_row: record.row,
            township,
            months: record.months(month_of),
            decided: month_of.and_then(|field| record.day(field)),
            pending: record.is_pending(month_of),
            listed,
            covered,
            heads,
            size: record.count(Field::HouseholdSize).map(small),
            covered_size: record.count(Field::CoveredSize).map(small),
            amount: amount(record),
            monthly: record.money(Field::MonthlyAmount),
        }
    }

    /// Whether a later household of the same roster is this one, going on.
    pub fn continues(&self, next: &Household) -> bool {
        self.source == next.source && (next.key == Key::Above || next.key == self.key)
    }

    /// Whether two traces, wherever they stand, are one household.
    pub fn is_same(&self, other: &Household) -> bool {
        matches!(self.key, Key::Known(_)) && self.source == other.source && self.key == other.key
    }

    pub fn absorb(&mut self, other: &Household) {
        self.first_row = self.first_row.min(other.first_row);
        self.last_row = self.last_row.max(other.last_row);
        self.listed = self.listed.saturating_add(other.listed);
        self.covered = self.covered.saturating_add(other.covered);
        self.heads = self.heads.saturating_add(other.heads);
        self.size = self.size.or(other.size);
        self.covered_size = self.covered_size.or(other.covered_size);
        // A roster that repeats the household's monthly amount on each row repeats what it is paid, too.
        let repeated = self.monthly.is_some() && self.monthly == other.monthly && self.amount == other.amount;
        self.amount = match (self.amount, other.amount) {
            (Some(one), Some(other)) if !repeated => Some(one + other),
            (one, other) => one.or(other),
        };
        self.monthly = self.monthly.or(other.monthly);
    }

    /// Those assisted: as the roster writes it, else as it lists them.
    pub fn persons(&self, lists: bool) -> Option<u32> {
        let written = self.covered_size.or(self.size);
        written.or(lists.then_some(self.covered)).map(u32::from)
    }

    /// What it says of itself as a whole, in fen or people, whether on one of its rows or on each.
    pub fn says(&self, field: Field) -> Option<i64> {
        match field {
            Field::HouseholdSize => self.size.map(i64::from),
            Field::CoveredSize => self.covered_size.map(i64::from),
            Field::MonthlyAmount => self.monthly.map(Yuan::fen),
            Field::Amount => self.amount.map(Yuan::fen),
            _ => None,
        }
    }

    pub fn place(&self) -> Place {
        Place::row(self.source, self.first_row)
    }

    /// Orders households so that the same ones are neighbours.
    pub fn sorting_key(&self) -> (u16, impl Ord + use<>, u32) {
        (self.source, self.key, self.first_row)
    }

    /// What names the household across rosters; one without a key is told apart by where it stands.
    pub fn identity(&self) -> (u64, Option<Place>) {
        match self.key {
            Key::Known(key) => (key, None),
            Key::Neighbours(_) | Key::Above => (0, Some(self.place())),
        }
    }
}

fn small(count: u32) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

/// What a record's own row is paid; the household's monthly amount times its months where no total is given.
fn amount(record: &Record<'_>) -> Option<Yuan> {
    if record.roster.has(Field::Amount) {
        return record.money(Field::Amount);
    }
    let parts = [Field::MonthlyAmount, Field::ClassifiedAmount, Field::OtherAmount];
    let amounts: Vec<Yuan> = parts.iter().filter_map(|field| record.money(*field)).collect();
    let months = match record.roster.has(Field::MonthsPaid) {
        true => record.count(Field::MonthsPaid)?,
        false => 1,
    };
    let sum: Yuan = amounts.iter().copied().sum();
    (!amounts.is_empty()).then(|| sum.times(months))
}

fn key(record: &Record<'_>) -> Key {
    match record.cell(Field::HouseholdNumber) {
        Cell::Number(number) => return Key::Known(hash(&number.to_string().as_str())),
        _ => {
            if let Some(number) = record.text(Field::HouseholdNumber) {
                return Key::Known(hash(&number));
            }
        }
    }
    if let Some(id) = record.id(Field::HeadId) {
        return Key::Known(id.key());
    }
    match record.roster.layout {
        Layout::Persons => {
            record.id(Field::Id).map_or(Key::Neighbours(u64::from(record.row)), |id| Key::Known(id.key()))
        }
        Layout::Households => Key::Neighbours(u64::from(record.row)),
        Layout::HouseholdRows => match record.text(Field::HeadName) {
            Some(name) => Key::Neighbours(hash(&fold::name(name))),
            None if record.is_head() => Key::Neighbours(u64::from(record.row)),
            None => Key::Above,
        },
    }
}

fn hash(of: &impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    of.hash(&mut hasher);
    hasher.finish()
}

impl Sighting {
    /// Every number a record names that can be somebody's: zeros put into a cell that must not be blank are nobody's.
    pub fn of<'r>(record: &'r Record<'_>, months: Option<Months>) -> impl Iterator<Item = Sighting> + 'r {
        record.persons().filter_map(move |person| {
            let id = person.id.id().filter(|id| id.names_somebody())?;
            let covered = person.role == Role::Member || record.is_covered();
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

impl Record<'_> {
    /// The amount this row counts for in the totals.
    pub fn amount(&self) -> Option<Yuan> {
        amount(self)
    }

    /// Whether the value of a field is missing where this row should have one.
    pub fn lacks(&self, field: Field) -> bool {
        self.value(field) == Value::Missing
    }
}
