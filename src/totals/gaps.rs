//! Months and townships of which the rosters of a stock have none, as far as its other rosters show.

use std::collections::BTreeMap;

use crate::day::{Month, Months};
use crate::field::Field;
use crate::rules::Counted;

use super::Totals;
use super::bundle::Bundle;
use super::covered::{Covered, until};
use super::part::{Of, Part};

/// Months without a roster of these townships, or of none at all where it names none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    pub months: Months,
    /// Their names as people may see them.
    pub towns: Vec<String>,
}

impl Totals<'_> {
    /// What is missing between the first month within the period and the last, and from the last.
    pub fn gaps(&self, programme: usize) -> Vec<Gap> {
        let covered = self.covered(programme, |_| true);
        let first =
            covered.stretches().find_map(|stretch| stretch.within(self.window.period)).map(|months| months.first);
        let (Some(first), Some(last)) = (first, self.last_months[programme]) else { return Vec::new() };
        self.gaps_of(programme, Months { first, last }, self.window.period.first)
    }

    /// What a return of the period would have to be held against and is missing.
    pub(super) fn gaps_of_return(&self, programme: usize, township: &str) -> Vec<Gap> {
        let period = self.window.period;
        if township.is_empty() {
            // A return of the last month is held to what one of the year so far is.
            let january = Month::new(period.last.year(), 1).unwrap_or(period.first);
            return self.gaps_of(programme, period, period.first.min(january));
        }
        if !self.is_stock(programme) {
            return Vec::new();
        }
        let covered = self.covered(programme, |of| self.name(of).as_deref() == Some(township));
        let gap = |months: Months| Gap { months, towns: vec![self.outcome.shown(township)] };
        covered.missing(period).into_iter().map(gap).collect()
    }

    /// Months of which there is no roster at all; then those that leave out townships of the months before and after;
    /// the last month also where it leaves out any that stand in earlier ones, from a first on.
    fn gaps_of(&self, programme: usize, months: Months, since: Month) -> Vec<Gap> {
        if !self.is_stock(programme) {
            return Vec::new();
        }
        let without = self.covered(programme, |_| true).missing(months).into_iter();
        let mut gaps: Vec<Gap> = without.map(|months| Gap { months, towns: Vec::new() }).collect();
        // A month that names no township at all leaves none out.
        let named = self.covered(programme, |of| of != self.unnamed());
        if let Some(before) = until(months.first, months.last) {
            gaps.extend(self.towns_between(programme, &named, before));
        }
        if named.contains(months.last) {
            gaps.extend(self.towns_not_in(programme, &named, months, since));
        }
        gaps
    }

    /// Townships that stand before these months and after them.
    fn towns_between(&self, programme: usize, named: &Covered, months: Months) -> Vec<Gap> {
        let mut towns: BTreeMap<Months, Vec<String>> = BTreeMap::new();
        for (part, covered) in self.towns_of(programme).filter(|(part, _)| part.of != self.unnamed()) {
            let between = covered.all().and_then(|all| all.within(months));
            for hole in between.map(|between| covered.missing(between)).unwrap_or_default() {
                for months in named.stretches().filter_map(|stretch| stretch.within(hole)) {
                    towns.entry(months).or_default().extend(self.shown(part.of));
                }
            }
        }
        towns.into_iter().map(|(months, towns)| Gap { months, towns }).collect()
    }

    /// Townships that do not stand in the last of these months, but before, from a first month on, or both before and
    /// after; with the months since they last stood.
    fn towns_not_in(&self, programme: usize, named: &Covered, months: Months, since: Month) -> Vec<Gap> {
        let last = months.last;
        let stands_before = |covered: &Covered| until(since, last).is_some_and(|before| covered.overlap(before));
        let stands_around = |covered: &Covered| covered.all().is_some_and(|all| all.contains(last));
        let mut towns: BTreeMap<Months, Vec<String>> = BTreeMap::new();
        for (part, covered) in self.towns_of(programme).filter(|(_, covered)| !covered.contains(last)) {
            let stood = covered.all().filter(|_| stands_before(covered) || stands_around(covered));
            let Some(stood) = stood else { continue };
            // What lies between months in which they stand is found apart.
            let first = if stood.contains(last) { last } else { stood.last.next().max(months.first) };
            for months in named.stretches().filter_map(|stretch| stretch.within(Months { first, last })) {
                towns.entry(months).or_default().extend(self.shown(part.of));
            }
        }
        towns.into_iter().map(|(months, towns)| Gap { months, towns }).collect()
    }

    /// The name of a part as people may see it.
    fn shown(&self, of: Of) -> Option<String> {
        self.name(of).map(|name| self.outcome.shown(&name))
    }

    /// Months of which some township has a roster.
    fn covered(&self, programme: usize, is_meant: impl Fn(Of) -> bool) -> Covered {
        let mut all = Covered::default();
        self.towns_of(programme).filter(|(part, _)| is_meant(part.of)).for_each(|(_, covered)| all.join(covered));
        all
    }

    fn towns_of(&self, programme: usize) -> impl Iterator<Item = (Part, &Covered)> {
        let towns = self.towns.iter().filter(move |(part, _)| part.programme == programme);
        towns.map(|(part, town)| (*part, &town.covered))
    }

    fn is_stock(&self, programme: usize) -> bool {
        self.pack.programmes[programme].counted == Counted::Stock
    }

    fn unnamed(&self) -> Of {
        Of::Township(self.outcome.towns.number(""))
    }
}

/// The months of the roster households stand in; their own, where rows give them.
pub(super) fn months_of_roster(bundle: &Bundle<'_>) -> Option<Months> {
    let (own, roster) = (bundle.months?, bundle.roster);
    // Their term may have begun or ended within the roster's months, the roster is there all the same.
    let whole = roster.months.filter(|whole| !roster.has(Field::Period) && own.within(*whole) == Some(own));
    whole.or(Some(own))
}
