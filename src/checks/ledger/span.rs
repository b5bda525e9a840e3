//! What is due and what is paid over months that nothing divides go in; whether and how far the sums meet comes out.

use std::collections::BTreeSet;

use super::{Entry, Ledger, gives, is_in};
use crate::checks::Scene;
use crate::day::{Month, Months};
use crate::field::Field;
use crate::money::Yuan;
use crate::roster::{Layout, Roster, Sighting};

/// Months that neither an entry nor a payment divides; of aid granted once, all there are.
pub(in crate::checks) struct Span<'s> {
    /// Entries that are to be paid: of households, only those of heads.
    pub due: Vec<&'s Sighting>,
    pub paid: Vec<&'s Sighting>,
}

/// What is due and paid, apart where neither side joins the months.
pub(super) fn spans<'s>(
    due: &[&'s Sighting],
    paid: &[&'s Sighting],
    months: &BTreeSet<Month>,
    is_flow: bool,
) -> Vec<Span<'s>> {
    let (Some(first), Some(last)) = (months.first(), months.last()) else { return Vec::new() };
    let known = Months { first: *first, last: *last };
    let is_known = |of: &&&Sighting| of.months.is_some_and(|own| own.overlap(known));
    if is_flow {
        let due = due.iter().filter(is_known).copied().collect();
        return vec![Span { due, paid: paid.to_vec() }];
    }
    let dated = |of: &&'s Sighting, is_due: bool| Some((of.months?, is_due, *of));
    let all = due.iter().map(|of| dated(of, true)).chain(paid.iter().map(|of| dated(of, false)));
    let mut all: Vec<(Months, bool, &Sighting)> = all.flatten().filter(|(own, ..)| own.overlap(known)).collect();
    all.sort_by_key(|(own, ..)| *own);
    let (mut spans, mut until): (Vec<Span<'_>>, Option<Month>) = (Vec::new(), None);
    for (own, is_due, of) in all {
        if until.is_none_or(|until| own.first > until) {
            spans.push(Span { due: Vec::new(), paid: Vec::new() });
        }
        until = until.max(Some(own.last));
        if let Some(span) = spans.last_mut() {
            if is_due { &mut span.due } else { &mut span.paid }.push(of);
        }
    }
    spans
}

impl Span<'_> {
    /// Whether something was paid for what is due in a month, be it under another month: amounts tell whether enough,
    /// and without them nobody knows of how many months a single payment is.
    pub(super) fn pays_for(&self, month: Month, (ledger, scene): (&Ledger<'_>, &Scene<'_>)) -> bool {
        let paid: BTreeSet<Months> = self.paid.iter().filter(|of| gives(of)).filter_map(|of| of.months).collect();
        let is_weighed = || self.is_comparable(ledger) && self.sums(false, scene).is_some();
        is_in(&self.due, month) && (paid.len() == 1 || (paid.len() > 1 && is_weighed()))
    }

    /// Whether what is due in a month may not have been owed or may have been paid: nobody compares amounts then.
    pub(super) fn is_explained(&self, ledger: &Ledger<'_>) -> bool {
        let concerns = |of: &&Entry| ledger.is_flow || is_in(&self.due, of.month);
        ledger.months.iter().filter(concerns).any(|of| of.unclear || of.stopped || of.after_death)
    }

    /// Whether all that is due is of months whose payments are known, and all that is paid of months in which something
    /// is due.
    pub(super) fn is_comparable(&self, ledger: &Ledger<'_>) -> bool {
        let months = |of: &Sighting| of.months.into_iter().flat_map(Months::each).collect::<Vec<Month>>();
        let is_known = |month: &Month| ledger.months.iter().any(|of| of.month == *month);
        ledger.is_flow
            || (self.due.iter().flat_map(|of| months(of)).all(|month| is_known(&month))
                && self.paid.iter().flat_map(|of| months(of)).all(|month| is_in(&self.due, month)))
    }

    /// Whether nothing was taken back or made up for, and nobody is due twice for a month but what was owed of others.
    pub(super) fn is_plain(&self) -> bool {
        let due: Vec<Months> = self.due.iter().filter(|of| !of.corrects()).filter_map(|of| of.months).collect();
        let twice = |place: usize| due[..place].iter().any(|other| other.overlap(due[place]));
        self.paid.iter().all(|of| gives(of) && !of.corrects()) && !(0..due.len()).any(twice)
    }

    /// What is due and what is paid in all; `None` where an amount is wanting, they are not of one kind, or they differ
    /// and some of it is of months nobody names.
    pub(super) fn sums(&self, is_flow: bool, scene: &Scene<'_>) -> Option<(Yuan, Yuan)> {
        self.is_of_one_kind(scene).then_some(())?;
        let total = |of: &&Sighting| if is_flow { of.amount() } else { total(of, scene) };
        let due = self.due.iter().map(total).sum::<Option<Yuan>>()?;
        let paid = self.paid.iter().map(total).sum::<Option<Yuan>>()?;
        let is_dated = || !self.due.iter().chain(&self.paid).any(|of| of.is_of_more_months());
        (due == paid || is_dated()).then_some((due, paid))
    }

    pub(super) fn is_of_one_kind(&self, scene: &Scene<'_>) -> bool {
        let is_alike = |due: &&Sighting| {
            let with = |paid: &&Sighting| is_of_one_kind(scene.roster(due), scene.roster(paid));
            self.paid.iter().all(with)
        };
        self.due.iter().all(is_alike)
    }

    pub(super) fn months(&self) -> u32 {
        let all = self.due.iter().filter_map(|of| of.months).flat_map(Months::each);
        all.collect::<BTreeSet<Month>>().len() as u32
    }
}

/// What an entry gives for all its months.
fn total(entry: &Sighting, scene: &Scene<'_>) -> Option<Yuan> {
    let amount = entry.amount()?;
    if scene.roster(entry).has(Field::Amount) { Some(amount) } else { amount.times(entry.months?.count()) }
}

/// Whether the amounts of two sheets mean the same.
fn is_of_one_kind(due: &Roster, paid: &Roster) -> bool {
    let parts = [Field::ClassifiedAmount, Field::OtherAmount].iter().any(|part| due.has(*part));
    due.layout != Layout::HouseholdRows && (due.has(Field::Amount) || !paid.has(Field::Amount) || !parts)
}
