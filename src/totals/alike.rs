//! Households met again go in; which rosters list nearly the same people for the same months and money comes out: a
//! corrected file beside the one it corrects.

use std::collections::{BTreeMap, BTreeSet};

use crate::day::Months;
use crate::run::{Copied, Outcome};
use crate::sorted::{NoRoom, Sorted};

use super::again::Again;
use super::bundle::{Bundle, Falls};

/// Two rosters of one programme of which one has nearly all its households in the other, too: by number, months and
/// amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alike {
    pub programme: usize,
    /// By their numbers among all rosters.
    pub one: usize,
    pub other: usize,
    /// The households of each, and those that both have.
    pub of_one: u64,
    pub of_other: u64,
    pub both: u64,
}

/// Fewer may be met twice for a reason of their own.
const FEWEST: u64 = 3;

/// Of the smaller of two, all but a tenth.
fn is_nearly_all(both: u64, of_smaller: u64) -> bool {
    both >= FEWEST && both * 10 >= of_smaller * 9
}

/// What tells the households of a head apart that no copy would have: programme, what is paid beside the month's own,
/// months and money.
type Same = (usize, Option<usize>, Months, u32);

/// The two rosters, and what both have. Those that were found to be the same row by row are not among them.
pub(super) fn alike(again: &Sorted<Again>, bundles: &[&Bundle<'_>], outcome: &Outcome) -> Result<Vec<Alike>, NoRoom> {
    let mut both: BTreeMap<(u16, u16), u64> = BTreeMap::new();
    let mut groups = again.groups()?;
    while let Some(group) = groups.next_group()? {
        let met: BTreeSet<(Same, u16)> = group.iter().filter_map(|one| same(one, bundles[one.number()])).collect();
        let met: Vec<(Same, u16)> = met.into_iter().collect();
        for same in met.chunk_by(|(one, _), (other, _)| one == other) {
            let pairs = same
                .iter()
                .enumerate()
                .flat_map(|(place, one)| same[place + 1..].iter().map(move |other| (one.1, other.1)));
            pairs.for_each(|pair| *both.entry(pair).or_default() += 1);
        }
    }
    if both.is_empty() {
        return Ok(Vec::new());
    }
    let mut households: BTreeMap<u16, u64> = BTreeMap::new();
    for bundle in bundles.iter().filter(|bundle| bundle.falls == Falls::Inside) {
        *households.entry(bundle.roster.source).or_default() += bundle.tally.households;
    }
    let alike = both.into_iter().map(|((one, other), both)| {
        let programme = outcome.rosters[usize::from(one)].programme;
        let (of_one, of_other) = (households[&one], households[&other]);
        Alike { programme, one: one.into(), other: other.into(), of_one, of_other, both }
    });
    let is_copied = |alike: &Alike| {
        let is_of = |copied: &Copied, roster: usize| copied.one == roster || copied.others.contains(&roster);
        outcome.copied.iter().any(|copied| is_of(copied, alike.one) && is_of(copied, alike.other))
    };
    Ok(alike.filter(|alike| is_nearly_all(alike.both, alike.of_one.min(alike.of_other)) && !is_copied(alike)).collect())
}

/// A household that counts, in months that are known and with money.
fn same(one: &Again, bundle: &Bundle<'_>) -> Option<(Same, u16)> {
    let is_meant = bundle.falls == Falls::Inside && !bundle.is_beside;
    let same = (bundle.programme, bundle.roster.paid_besides, bundle.months?, one.paid()?);
    is_meant.then_some((same, bundle.roster.source))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearly_all_is_all_of_a_few_and_nine_of_ten() {
        let nearly: Vec<bool> =
            [(2, 2), (3, 3), (8, 9), (9, 10), (19, 20)].map(|(both, of)| is_nearly_all(both, of)).into();
        assert_eq!(nearly, [false, true, false, true, true]);
    }
}
