//! Households go in one by one; what each adds to the figures comes out, and the figures.

use crate::day::{Month, Months};
use crate::field::Field;
use crate::money::Yuan;
use crate::roster::{Household, Layout, Roster};
use crate::rules::{Counted, Entitled, Programme};

use super::{Figure, Figures};

/// A household in the place where it is met, and what it is added up with.
pub(super) struct Entry<'t, 'h> {
    /// How many of the run were met before.
    pub place: u32,
    pub household: &'h Household,
    pub roster: &'t Roster,
    pub rules: &'t Programme,
    /// The number of its part.
    pub part: usize,
    pub period: Months,
    /// The month in which it must stand to be on the list.
    pub last: Option<Month>,
    /// Not decided on the day: no date yet, or a later one.
    pub pending: bool,
}

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

/// A number of people, and how many of those added to it are not known.
#[derive(Debug, Clone, Copy, Default)]
struct People {
    sum: u64,
    unknown: u64,
}

impl<'t> Entry<'t, '_> {
    pub fn counts(&self) -> bool {
        self.rules.counted == Counted::Flow || is_of(self.household, self.last)
    }

    /// Its months. What is granted once in a year is of that year; who stands on a list of a year may not in each month.
    fn months(&self) -> Option<Months> {
        let whole_year = self.roster.whole_year.filter(|_| self.rules.counted == Counted::Flow);
        self.household.months.or(whole_year)
    }

    /// Whether its money is for months of which some are not of the period.
    fn is_paid_beyond(&self) -> bool {
        let is_beyond = |months| self.period.within(months) != Some(months);
        self.household.amount.is_some() && self.months().is_some_and(is_beyond)
    }

    /// What names it wherever it is met, if it counts. Without its head's number a household is told from all others by
    /// where it stands.
    pub fn head(&self) -> Option<u64> {
        self.household.head().filter(|_| self.counts() && !self.pending)
    }

    pub fn persons(&self) -> Option<u64> {
        let lists = self.roster.lists_members() || self.roster.layout == Layout::Persons;
        match self.rules.entitled {
            Entitled::Person => Some(1),
            Entitled::Household => self.household.persons(lists).map(u64::from),
        }
    }

    /// How often those it counts were aided: a row may stand for several visits of its person.
    fn visits(&self) -> Option<u64> {
        let says_visits = self.rules.entitled == Entitled::Person && self.roster.has(Field::Visits);
        if says_visits { Some(self.household.visits().into()) } else { self.persons() }
    }

    /// What it adds unless it counts somewhere else.
    pub fn share(&self) -> Share<'t> {
        let counts = self.counts();
        let persons = if counts { self.persons() } else { Some(0) };
        Share {
            roster: self.roster,
            rows: (self.household.first_row, self.household.last_row),
            counts,
            place: self.place,
            households: u64::from(counts),
            persons,
            visits: if counts { self.visits() } else { Some(0) },
            amount: self.household.amount,
        }
    }
}

impl Share<'_> {
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

impl People {
    fn add(&mut self, people: Option<u64>) {
        self.sum += people.unwrap_or(0);
        self.unknown += u64::from(people.is_none());
    }

    fn take_back(&mut self, people: Option<u64>) {
        self.sum -= people.unwrap_or(0);
        self.unknown -= u64::from(people.is_none());
    }

    /// What is known of so many households, if anything is.
    fn known(self, of: u64) -> Option<u64> {
        (self.unknown < of).then_some(self.sum)
    }
}

impl Sum {
    pub fn add(&mut self, entry: &Entry<'_, '_>) {
        if entry.pending {
            self.pending += 1;
            return;
        }
        self.undated += u64::from(entry.months().is_none());
        self.of_no_year += u64::from(entry.household.months.or(entry.roster.whole_year).is_none());
        self.beyond += u64::from(entry.is_paid_beyond());
        self.months = span(self.months, entry.months());
        match entry.household.amount {
            Some(yuan) => self.amount = Some(self.amount.unwrap_or_default() + yuan),
            None => {
                self.without_amount += 1;
                self.has_column |= [Field::Amount, Field::MonthlyAmount].iter().any(|field| entry.roster.has(*field));
            }
        }
        if entry.counts() {
            self.count(entry.persons(), entry.visits());
        }
    }

    fn count(&mut self, persons: Option<u64>, visits: Option<u64>) {
        self.shares += 1;
        self.households += 1;
        self.persons.add(persons);
        self.visits.add(visits);
    }

    /// A household of so many persons that has been added counts somewhere else.
    pub fn take_back(&mut self, persons: Option<u64>) {
        self.households -= 1;
        self.persons.take_back(persons);
    }

    /// The figures of a programme, or of a part of it, that stands in a month. Where some other part is paid an amount, or
    /// a column is there for it, one without any lacks it.
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

/// Whether a household stands in the month; where no month is known at all, every one does.
fn is_of(household: &Household, last: Option<Month>) -> bool {
    match (household.months, last) {
        (Some(months), Some(last)) => months.contains(last),
        (months, last) => months.is_none() && last.is_none(),
    }
}

/// From the first month of both to the last.
pub(super) fn span(one: Option<Months>, other: Option<Months>) -> Option<Months> {
    let (Some(one), Some(other)) = (one, other) else { return one.or(other) };
    Some(Months { first: one.first.min(other.first), last: one.last.max(other.last) })
}
