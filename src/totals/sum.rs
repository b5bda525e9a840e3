//! Bundles go in; what each household of them adds to the figures comes out, and the figures.

use crate::day::{Month, Months};
use crate::money::Yuan;
use crate::roster::Roster;
use crate::rules::{Counted, Entitled, Programme};

use super::bundle::{Bundle, Falls, People};
use super::bundles::Entry;
use super::{Figure, Figures};

/// What one household of one roster adds to each figure; a figure is the sum of its shares and nothing else.
#[derive(Debug, Clone, Copy)]
pub struct Share<'t> {
    pub roster: &'t Roster,
    /// The rows it takes.
    pub rows: (u32, u32),
    /// Whether it is among those counted: in a stock, whether it stands in the month.
    counts: bool,
    /// How many of the run were met before.
    pub(super) place: u32,
    households: u64,
    /// `None` where the rosters do not say how many.
    persons: Option<u64>,
    visits: Option<u64>,
    amount: Option<Yuan>,
}

/// What the households of a part add up to.
#[derive(Debug, Default)]
pub(super) struct Sum {
    months: Option<Months>,
    pending: u64,
    /// Of no known month.
    undated: u64,
    /// Of these, those of no known year.
    of_no_year: u64,
    /// With money for months of which some are not of the period.
    beyond: u64,
    amount: Option<Yuan>,
    without_amount: u64,
    /// Whether the roster of one without an amount has a column for it.
    has_column: bool,
    /// Shares of those that count, and what they add up to.
    shares: u64,
    households: u64,
    persons: People,
    visits: People,
}

impl<'t> Share<'t> {
    /// What a household adds to what stands in a month, unless it counts somewhere else.
    pub(super) fn of_entry(entry: &Entry<'_, 't>, in_month: Option<Month>) -> Share<'t> {
        let Entry { place, household, bundle, .. } = *entry;
        let counts = bundle.counts(in_month);
        Share {
            roster: bundle.roster,
            rows: (household.first_row, household.last_row),
            counts,
            place,
            households: u64::from(counts),
            persons: if counts { bundle.persons(household) } else { Some(0) },
            visits: if counts { bundle.visits(household) } else { Some(0) },
            amount: household.amount,
        }
    }

    /// Its household and people are counted where they are met again.
    pub(super) fn counts_elsewhere(&mut self) {
        (self.households, self.persons) = (0, Some(0));
    }

    /// What is added to a figure: people, households, or fen.
    pub fn of(&self, figure: Figure) -> Option<i64> {
        let count = |count: Option<u64>| count.and_then(|count| i64::try_from(count).ok());
        match figure {
            Figure::Households => count(Some(self.households)),
            Figure::Persons => count(self.persons),
            Figure::Visits => count(self.visits),
            Figure::Amount => self.amount.map(Yuan::fen),
        }
    }

    /// Whether it is one of the rows behind a figure.
    pub(super) fn is_behind(&self, figure: Figure) -> bool {
        if figure == Figure::Amount { self.amount.is_some() } else { self.counts }
    }
}

impl Sum {
    /// Adds households to those of a part, which stands in a month, in a period.
    pub fn add(&mut self, bundle: &Bundle<'_>, in_month: Option<Month>, period: Months) {
        let tally = &bundle.tally;
        if bundle.falls == Falls::Open {
            self.pending += tally.households;
            return;
        }
        let (months, without) = (bundle.months(), tally.households - tally.paid);
        self.undated += if months.is_none() { tally.households } else { 0 };
        self.of_no_year += if bundle.names_a_year() { 0 } else { tally.households };
        self.beyond += if bundle.reaches_beyond(period) { tally.paid } else { 0 };
        self.months = span(self.months, months);
        if tally.paid > 0 {
            self.amount = Some(self.amount.unwrap_or_default() + tally.amount);
        }
        self.without_amount += without;
        self.has_column |= without > 0 && bundle.has_amounts();
        if bundle.counts(in_month) {
            self.shares += tally.households;
            self.households += tally.households;
            self.persons.join(tally.persons);
            self.visits.join(tally.visits);
        }
    }

    /// A household of so many persons that has been added counts somewhere else.
    pub fn take_back(&mut self, persons: Option<u64>) {
        self.households -= 1;
        self.persons.take_back(persons);
    }

    /// The figures of a programme, or of a part of it, that stands in a month. Where some other part is paid an amount,
    /// or a column is there for it, one without any lacks it.
    pub fn figures(&self, rules: &Programme, last: Option<Month>, is_paid: bool) -> Figures {
        // Nobody on the list is nothing known, not zero.
        let known = |sum: Option<u64>| sum.filter(|_| self.shares > 0);
        let persons = self.persons.known(self.households);
        let is_stock = rules.counted == Counted::Stock;
        Figures {
            households: known(Some(self.households)).filter(|_| rules.entitled == Entitled::Household),
            persons,
            visits: self.visits.known(self.shares).filter(|_| !is_stock),
            without_persons: if persons.is_some() { self.persons.unknown } else { 0 },
            without_amount: if self.amount.is_some() || is_paid || self.has_column { self.without_amount } else { 0 },
            amount: self.amount,
            stock_of: last.filter(|_| is_stock),
            months: self.months,
            pending: self.pending,
            undated: if is_stock && last.is_none() { 0 } else { self.undated },
            of_no_year: self.of_no_year,
            beyond: self.beyond,
            ..Figures::default()
        }
    }
}

/// From the first month of both to the last.
pub(super) fn span(one: Option<Months>, other: Option<Months>) -> Option<Months> {
    let (Some(one), Some(other)) = (one, other) else { return one.or(other) };
    Some(Months { first: one.first.min(other.first), last: one.last.max(other.last) })
}
