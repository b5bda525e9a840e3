//! Notices go in; a table comes out in which the n-th working day after any day is two look-ups away.

use super::notice::{NamedDay, Notice};
use chrono::{Datelike, Days, NaiveDate, Weekday};
use std::collections::BTreeMap;

/// A notice for the year to come has named days as early as 29 December (in 2018); none may go further back
/// than 26 December without this number being mended.
const YEAR_END_DAYS: u64 = 6;

/// How many years after the last notice Monday to Friday is counted, where the user asks for it.
const PROVISIONAL_YEARS: i32 = 10;

/// What a notice, by its place in the list, says of a day.
pub type Saying = (usize, NamedDay);

/// A day that some notice names.
#[derive(Debug, Clone, Copy)]
pub struct Named {
    /// What holds.
    pub holds: Saying,
    /// What the notice of the nation or of the place says otherwise.
    pub against: Option<Saying>,
}

/// Each day from the first year with a notice to the end of the last one, working or not.
#[derive(Debug, Clone)]
pub struct Table {
    first: NaiveDate,
    /// For each day, the working days from `first` up to and including it.
    through: Vec<u32>,
    /// For each working day in turn, its place in `through`.
    working: Vec<u32>,
    named: BTreeMap<NaiveDate, Named>,
    provisional_from: NaiveDate,
}

impl Table {
    /// The table of the notices known; `beyond` adds years of Monday to Friday after the last of them.
    pub fn new(notices: &[Notice], known: impl Fn(&Notice) -> bool, beyond: bool) -> Table {
        let national = notices.iter().filter(|notice| notice.place.is_none());
        let first_year = national.map(|notice| notice.year).min().unwrap_or_default();
        let last_year = last_year(notices, &known, first_year);
        let mut table = Table {
            first: new_year(first_year),
            through: Vec::new(),
            working: Vec::new(),
            named: named(notices, known),
            provisional_from: new_year(last_year + 1) - Days::new(YEAR_END_DAYS),
        };
        let beyond = beyond && !notices.is_empty();
        table.fill(new_year(last_year + 1 + if beyond { PROVISIONAL_YEARS } else { 0 }));
        table
    }

    fn fill(&mut self, end: NaiveDate) {
        let mut named = self.named.range(self.first..).peekable();
        let days = self.first.iter_days().take_while(|day| *day < end);
        for (place, day) in (0..).zip(days) {
            let works = match named.next_if(|(of, _)| **of == day) {
                Some((_, named)) => named.holds.1.working,
                None => !matches!(day.weekday(), Weekday::Sat | Weekday::Sun),
            };
            if works {
                self.working.push(place);
            }
            self.through.push(self.working.len() as u32);
        }
    }

    /// The first day of the table.
    pub fn first(&self) -> NaiveDate {
        self.first
    }

    /// The place of a day in the table, unless it lies outside.
    pub fn place(&self, day: NaiveDate) -> Option<usize> {
        let place = usize::try_from((day - self.first).num_days()).ok()?;
        (place < self.through.len()).then_some(place)
    }

    /// The day at a place.
    pub fn day(&self, place: usize) -> NaiveDate {
        self.first + Days::new(place as u64)
    }

    /// The first day after the last of the table.
    pub fn end(&self) -> NaiveDate {
        self.day(self.through.len())
    }

    /// The n-th working day after a place; the place itself for 0.
    pub fn nth_working_after(&self, place: usize, n: u32) -> Option<usize> {
        let Some(further) = n.checked_sub(1) else {
            return Some(place);
        };
        let next = self.through[place] as usize;
        self.working.get(next + further as usize).map(|place| *place as usize)
    }

    /// The place itself if it is a working day, or else that of the next one.
    pub fn working_from(&self, place: usize) -> Option<usize> {
        let through = *self.through.get(place)?;
        let before = if place == 0 { 0 } else { self.through[place - 1] };
        if through > before { Some(place) } else { self.nth_working_after(place, 1) }
    }

    /// Working days after one place up to and including another; negative if that lies before.
    pub fn working_between(&self, from: usize, to: usize) -> i64 {
        i64::from(self.through[to]) - i64::from(self.through[from])
    }

    /// What notices say of a day, if one names it.
    pub fn named(&self, day: NaiveDate) -> Option<Named> {
        self.named.get(&day).copied()
    }

    /// The first day about which a notice yet to come may say otherwise.
    pub fn provisional_from(&self) -> NaiveDate {
        self.provisional_from
    }
}

/// The days named: by the nation, and over it by the notices of a place, each day by the last notice that names it.
fn named(notices: &[Notice], known: impl Fn(&Notice) -> bool) -> BTreeMap<NaiveDate, Named> {
    let known = notices.iter().enumerate().filter(|(_, notice)| known(notice));
    let (local, national): (Vec<_>, Vec<_>) = known.partition(|(_, notice)| notice.place.is_some());
    let alone = |saying| Named { holds: saying, against: None };
    let mut named: BTreeMap<_, _> = sayings(&national).into_iter().map(|(day, saying)| (day, alone(saying))).collect();
    for (day, saying) in sayings(&local) {
        named.entry(day).and_modify(|named| named.meet(saying)).or_insert(alone(saying));
    }
    named
}

fn sayings(notices: &[(usize, &Notice)]) -> BTreeMap<NaiveDate, Saying> {
    let of = |(place, notice): &(usize, &'_ Notice)| {
        let place = *place;
        notice.named_days().map(move |named| (named.day, (place, named))).collect::<Vec<_>>()
    };
    notices.iter().flat_map(of).collect()
}

impl Named {
    /// A place may give a day off that the nation has worked, but not have worked a day off that the nation gives.
    fn meet(&mut self, local: Saying) {
        match (self.holds.1.working, local.1.working) {
            (true, false) => *self = Named { holds: local, against: Some(self.holds) },
            (false, true) => self.against = Some(local),
            (true, true) | (false, false) => {}
        }
    }
}

/// The last year up to which no notice is missing; the year before the first if that one is.
fn last_year(notices: &[Notice], known: impl Fn(&Notice) -> bool, first_year: i32) -> i32 {
    let yearly = notices.iter().filter(|notice| notice.is_yearly() && known(notice));
    let years: Vec<i32> = yearly.map(|notice| notice.year).collect();
    (first_year..).take_while(|year| years.contains(year)).last().unwrap_or(first_year - 1)
}

fn new_year(year: i32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default()
}
