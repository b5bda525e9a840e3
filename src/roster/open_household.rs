//! A household that further rows may go on with, and what tells whether they do.

use chrono::NaiveDate;

use crate::day::Months;
use crate::field::Field;

use super::fold::{hashed_name, is_same};
use super::household::{Household, Key, Supplement, decided, head_id, is_of_head, key};
use super::record::Record;

/// A household that the next row may go on with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenHousehold {
    pub household: Household,
    /// Its number, hashed; 0 where no row gives one.
    number: u64,
    /// The name of its head, hashed; 0 where no row gives one.
    head_name: u32,
    /// Whether a row of its own names its months.
    dated: bool,
}

/// What rows say of where they belong: to the household above, or to another.
#[derive(Debug, Clone, Copy)]
pub struct Sign {
    key: Key,
    /// The household's number, hashed; 0 where none stands.
    number: u64,
    /// The name of its head, hashed; 0 where none stands or nobody asks.
    head_name: u32,
    /// Whether a row of its head's is among them.
    of_head: bool,
    /// 0 where no row of the head gives it.
    head_id: u64,
    source: u16,
    place: (u32, u32),
    months: Option<Months>,
    /// Whether a row of its own names the months.
    dated: bool,
    /// The day that counts it, in a flow programme: aid of another day is other aid.
    decided: Option<NaiveDate>,
}

impl Sign {
    #[inline(always)]
    pub fn of(record: &Record<'_>, place: (u32, u32)) -> Sign {
        let key = key(record);
        Sign {
            key,
            number: record.household_number.map_or(0, |number| number.hash),
            // Nothing else tells whether such a row goes on with the household above.
            head_name: if key == Key::Neighbours { head_name(record) } else { 0 },
            of_head: is_of_head(record),
            head_id: head_id(record),
            source: record.roster.source,
            place,
            months: record.months(),
            dated: !record.typed(Field::Period).is_missing(),
            decided: decided(record),
        }
    }
}

impl OpenHousehold {
    /// A household that begins with a record.
    #[inline(always)]
    pub fn begin(record: &Record<'_>, sign: &Sign, supplement: Option<Supplement>) -> OpenHousehold {
        let household = Household::begun(record, sign.key, sign.place);
        let mut open = OpenHousehold { household, number: sign.number, head_name: sign.head_name, dated: sign.dated };
        open.take_row(record, supplement);
        open
    }

    /// Takes what a record says, and the name of its head from it if no earlier one gave it.
    #[inline(always)]
    pub fn take_row(&mut self, record: &Record<'_>, supplement: Option<Supplement>) {
        self.household.take_row(record, supplement);
        if self.head_name == 0 {
            self.head_name = head_name(record);
        }
    }

    /// Whether the next rows of the same roster are this household, going on.
    #[inline]
    pub fn continues(&self, next: &Sign) -> bool {
        let own = &self.household;
        // What is written once for the household need not be written again; what is, must agree.
        let months_agree = next.months == own.months || !next.dated;
        let days_agree = next.decided == own.decided || next.decided.is_none();
        let same_head_name = next.head_name != 0 && next.head_name == self.head_name;
        let same_head = own.head_id != 0 && own.head_id == next.head_id;
        let another_head = own.heads > 0 && next.of_head && !same_head;
        let same_place = (own.township, own.village) == next.place;
        let goes_on = match (own.key, next.key) {
            (_, Key::Above) => true,
            (_, Key::Neighbours) => same_head_name && same_place && !another_head,
            (Key::Head(_), Key::Number(number)) => self.number == number && same_place,
            (one, other) => one == other && same_place,
        };
        own.source == next.source && months_agree && days_agree && goes_on
    }

    /// What its rows say of where they belong.
    pub fn sign(&self) -> Sign {
        let household = &self.household;
        Sign {
            key: household.key,
            number: self.number,
            head_name: self.head_name,
            of_head: household.heads > 0,
            head_id: household.head_id,
            source: household.source,
            place: (household.township, household.village),
            months: household.months,
            dated: self.dated,
            decided: household.decided,
        }
    }

    pub fn absorb(&mut self, next: &OpenHousehold) {
        self.household.absorb(&next.household);
        self.head_name = if self.head_name == 0 { next.head_name } else { self.head_name };
    }
}

/// The name of the head that a row gives, hashed; 0 where it gives none.
#[inline(never)]
fn head_name(record: &Record<'_>) -> u32 {
    let own = record.persons().next();
    match record.text(Field::HeadName) {
        None => 0,
        // In the head's own row it stands twice.
        Some(name) => own
            .filter(|own| own.name.is_some_and(|own| is_same(own, name)))
            .map_or_else(|| hashed_name(name), |own| own.hashed),
    }
}
