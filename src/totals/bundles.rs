//! The households of a run go in; bundles come out, and beside each other the households whose head may be met again.

use crate::day::Month;
use crate::roster::Household;
use crate::rules::Pack;
use crate::run::Outcome;
use crate::sorted::{Met, NoRoom, Sorted};

use super::again::{Again, counted_elsewhere};
use super::alike::{Alike, alike};
use super::bundle::{Bundle, Marks, Window};
use super::numbered::Numbered;

/// All bundles of a run, and who may be counted twice.
pub(super) struct Bundles<'t> {
    outcome: &'t Outcome,
    window: Window,
    /// In the order in which they are met.
    all: Numbered<Marks, Bundle<'t>>,
    again: Sorted<Again>,
}

/// A household in its place.
pub(super) struct Entry<'e, 't> {
    /// How many of the run were met before.
    pub place: u32,
    pub household: &'e Household,
    /// The number of its bundle.
    pub number: usize,
    pub bundle: &'e Bundle<'t>,
}

impl<'t> Bundles<'t> {
    /// `named` is the last month that the rosters of a programme are said to be of, by programme.
    pub fn of(
        pack: &'t Pack,
        outcome: &'t Outcome,
        window: Window,
        named: &[Option<Month>],
    ) -> Result<Bundles<'t>, NoRoom> {
        let (mut all, mut met) = (Numbered::default(), Met::new(outcome.households.count()));
        outcome.households.each(|household| {
            let marks = Marks::of(&household, window);
            let bundle: &mut Bundle<'_> = all.of(marks, || Bundle::new(marks, pack, outcome, (window, named)));
            bundle.add(&household);
            if let Some(head) = household.head() {
                bundle.note(head, &mut met);
            }
            Ok(())
        })?;
        let mut bundles = Bundles { outcome, window, all, again: Sorted::default() };
        bundles.again = bundles.met_again(&met)?;
        Ok(bundles)
    }

    /// Households whose head may have been met more than once, by head.
    fn met_again(&self, met: &Met) -> Result<Sorted<Again>, NoRoom> {
        let (mut again, memory) = (Sorted::default(), self.outcome.households.memory / 4);
        self.each(|entry| {
            if let Some(head) = entry.household.head().filter(|head| entry.bundle.may_be_again(*head, met)) {
                again.push(Again::of(head, entry));
                again.spill_beyond(memory)?;
            }
            Ok(())
        })?;
        again.order()?;
        Ok(again)
    }

    /// Each bundle, in the order in which they are met.
    pub fn all(&self) -> impl Iterator<Item = &Bundle<'t>> {
        self.all.all.iter().map(|(_, bundle)| bundle)
    }

    /// Each household, in file order.
    pub fn each(&self, mut visit: impl FnMut(&Entry<'_, 't>) -> Result<(), NoRoom>) -> Result<(), NoRoom> {
        let (mut met, mut number) = (0, 0);
        self.outcome.households.each(|household| {
            let place = met;
            met += 1;
            number = self.all.number_met(&Marks::of(&household, self.window), number);
            let bundle = &self.all.all[number].1;
            visit(&Entry { place, household: &household, number, bundle })
        })
    }

    /// Rosters of which one has nearly all its households in another, too.
    pub fn alike(&self) -> Result<Vec<Alike>, NoRoom> {
        alike(&self.again, &self.all().collect::<Vec<_>>(), self.outcome)
    }

    /// Gives those that count somewhere else in the part they are added up in; by bundle, the part in which it counts,
    /// if any.
    pub fn counted_elsewhere(&self, parts: &[Option<usize>], give: impl FnMut(usize, &Again)) -> Result<(), NoRoom> {
        counted_elsewhere(&self.again, parts, give)
    }
}
