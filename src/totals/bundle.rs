//! Households of one roster and township, of the same months and as far decided: no figure tells them apart, they go
//! in, and what they add up to comes out.

use std::hash::BuildHasher;

use chrono::NaiveDate;
use rustc_hash::FxBuildHasher;

use crate::day::{Month, Months};
use crate::field::Field;
use crate::money::Yuan;
use crate::roster::{Household, Layout, Roster};
use crate::rules::{Counted, Entitled, Pack, Programme};
use crate::run::Outcome;
use crate::sorted::Met;

use super::arrears;

/// What decides in which figures a household counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Marks {
    source: u16,
    township: u32,
    months: Option<Months>,
    stage: Stage,
}

/// How far a case is on the day of the figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Stage {
    Decided,
    /// The same, and all it says is that money was taken back.
    TakenBack,
    /// Yet to be decided.
    Open,
    /// As before, and begun in this month, after the day or the period.
    BegunLater(Month),
}

/// Where households fall, by the period and the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Falls {
    Inside,
    /// Cases yet to be decided.
    Open,
    /// They are of these months, or began in this one.
    Outside(Months),
}

/// Households of one roster and one township, of the same months, as far decided.
pub(super) struct Bundle<'t> {
    pub roster: &'t Roster,
    pub programme: usize,
    pub rules: &'t Programme,
    pub township: u32,
    /// As their rows, or their roster, say.
    pub months: Option<Months>,
    pub falls: Falls,
    /// The last of their months within the period, and the last that is not after what the rosters of the programme
    /// name.
    pub last: Option<Month>,
    pub last_named: Option<Month>,
    /// What tells a head of these from the same head where it is another household: in the last month, and in the last
    /// that is named where that is another.
    seed: u64,
    seed_named: Option<u64>,
    lists: bool,
    says_visits: bool,
    /// Whether a row of a programme for persons says of how many it is: of a couple in one row 供养人数 is 2.
    says_persons: bool,
    /// Whether their roster pays what was owed of other months, beside rosters of the months.
    pub is_beside: bool,
    /// Whether who stands here is on the list of a stock by it, and not by rows that pay or take back money of other
    /// months.
    pub is_on_list: bool,
    pub tally: Tally,
}

/// What households add up to, whatever figures they count in.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    pub households: u64,
    pub persons: People,
    pub visits: People,
    /// How many have an amount, and all that these have.
    pub paid: u64,
    pub amount: Yuan,
}

/// A number of people, and how many households do not say theirs.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct People {
    pub sum: u64,
    pub unknown: u64,
}

/// What a period and a day make of households.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window {
    pub period: Months,
    pub as_of: NaiveDate,
}

impl Marks {
    #[inline]
    pub fn of(household: &Household, window: Window) -> Marks {
        let Household { source, township, months, .. } = *household;
        Marks { source, township, months, stage: window.stage(household) }
    }
}

impl Window {
    /// Open is what is not decided on the day: no date yet, or a later one.
    #[inline]
    fn stage(self, household: &Household) -> Stage {
        let is_decided = !household.pending && household.decided.is_none_or(|day| day <= self.as_of);
        match (is_decided, household.amount.is_some_and(Yuan::is_negative)) {
            (true, false) => Stage::Decided,
            (true, true) => Stage::TakenBack,
            (false, _) => self.stage_of_open(household),
        }
    }

    #[inline(never)]
    fn stage_of_open(self, household: &Household) -> Stage {
        let is_later = |begun: &NaiveDate| *begun > self.as_of || Month::of(*begun) > Some(self.period.last);
        household.begun.filter(is_later).and_then(Month::of).map_or(Stage::Open, Stage::BegunLater)
    }

    /// Open is what had begun by the day and the end of the period. Of what is decided that is inside of which any
    /// month is, or the year of the roster where it names no month, and that of no known month.
    fn falls(self, marks: Marks, roster: &Roster) -> Falls {
        match (marks.stage, marks.months.or(roster.whole_years)) {
            (Stage::BegunLater(month), _) => Falls::Outside(Months::one(month)),
            (Stage::Open, _) => Falls::Open,
            (Stage::Decided | Stage::TakenBack, Some(months)) if !months.overlap(self.period) => Falls::Outside(months),
            (Stage::Decided | Stage::TakenBack, _) => Falls::Inside,
        }
    }
}

impl<'t> Bundle<'t> {
    /// Nobody yet; `named` is the last month that the rosters of a programme are said to be of, by programme.
    pub fn new(
        marks: Marks,
        pack: &'t Pack,
        outcome: &'t Outcome,
        (window, named): (Window, &[Option<Month>]),
    ) -> Bundle<'t> {
        let roster = &outcome.rosters[usize::from(marks.source)];
        let (programme, months) = (roster.programme, marks.months);
        let (rules, falls) = (&pack.programmes[programme], window.falls(marks, roster));
        let is_beside = arrears::is_beside(roster, &outcome.rosters, window.period);
        let last = months.map(|months| months.last.min(window.period.last));
        let says_visits = roster.layout == Layout::Persons && roster.has(Field::Visits);
        let within = |named: Month| Some(months.filter(|months| months.first <= named)?.last.min(named));
        let last_named = named[programme].and_then(within);
        let seed = |month: Option<Month>| {
            let month = month.filter(|_| rules.counted == Counted::Stock);
            FxBuildHasher.hash_one((programme, month))
        };
        Bundle {
            roster,
            programme,
            rules,
            township: marks.township,
            months,
            falls,
            last,
            last_named,
            seed: seed(last),
            seed_named: last_named.filter(|_| last_named != last).map(|named| seed(Some(named))),
            lists: roster.lists_members() || roster.layout == Layout::Persons,
            says_visits,
            says_persons: !says_visits && rules.rows_of_several && roster.has(Field::CoveredSize),
            is_beside,
            is_on_list: !is_beside && marks.stage != Stage::TakenBack,
            tally: Tally::default(),
        }
    }

    #[inline]
    pub fn add(&mut self, household: &Household) {
        let (persons, visits) = (self.persons(household), self.visits(household));
        let tally = &mut self.tally;
        tally.households += 1;
        tally.persons.add(persons);
        tally.visits.add(visits);
        if let Some(amount) = household.amount {
            tally.paid += 1;
            tally.amount += amount;
        }
    }

    /// Whether they stand in a month, where that is asked of their programme; where no month is known at all, they do.
    pub fn counts(&self, in_month: Option<Month>) -> bool {
        let stands = match (self.months, in_month) {
            (Some(months), Some(month)) => months.contains(month),
            (months, month) => months.is_none() && month.is_none(),
        };
        self.falls == Falls::Inside && ((stands && self.is_on_list) || self.rules.counted == Counted::Flow)
    }

    /// Their months. What is granted once in a year is of that year; who stands on a list of a year may not in each
    /// month.
    pub fn months(&self) -> Option<Months> {
        let whole_years = self.roster.whole_years.filter(|_| self.rules.counted == Counted::Flow);
        self.months.or(whole_years)
    }

    /// Whether some of their months are not of a period.
    pub fn reaches_beyond(&self, period: Months) -> bool {
        self.months().is_some_and(|months| period.within(months) != Some(months))
    }

    pub fn names_a_year(&self) -> bool {
        self.months.or(self.roster.whole_years).is_some()
    }

    pub fn has_amounts(&self) -> bool {
        [Field::Amount, Field::MonthlyAmount].iter().any(|field| self.roster.has(*field))
    }

    pub fn persons(&self, household: &Household) -> Option<u64> {
        match self.rules.entitled {
            Entitled::Person if self.says_persons => Some(household.persons(false).map_or(1, u64::from)),
            Entitled::Person => Some(1),
            Entitled::Household => household.persons(self.lists).map(u64::from),
        }
    }

    /// How often those it counts were aided: a row may stand for several visits of its person.
    pub fn visits(&self, household: &Household) -> Option<u64> {
        if self.says_visits { Some(household.visits().into()) } else { self.persons(household) }
    }

    /// Notes the head of one of these: of all households of a head that may be counted as one the same is noted.
    #[inline]
    pub fn note(&self, head: u64, met: &mut Met) {
        if self.falls == Falls::Inside {
            met.add(head ^ self.seed);
            self.seed_named.into_iter().for_each(|seed| met.add(head ^ seed));
        }
    }

    /// Whether a household of a head, one of these, may be counted as one with another.
    #[inline]
    pub fn may_be_again(&self, head: u64, met: &Met) -> bool {
        let is_met = |seed| met.met_again(head ^ seed);
        self.falls == Falls::Inside && (is_met(self.seed) || self.seed_named.is_some_and(is_met))
    }
}

impl People {
    fn add(&mut self, people: Option<u64>) {
        self.sum += people.unwrap_or(0);
        self.unknown += u64::from(people.is_none());
    }

    pub fn join(&mut self, other: People) {
        self.sum += other.sum;
        self.unknown += other.unknown;
    }

    pub fn take_back(&mut self, people: Option<u64>) {
        self.sum -= people.unwrap_or(0);
        self.unknown -= u64::from(people.is_none());
    }

    /// What is known of so many households, if anything is.
    pub fn known(self, of: u64) -> Option<u64> {
        (self.unknown < of).then_some(self.sum)
    }
}
