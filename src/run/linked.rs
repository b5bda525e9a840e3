//! A file of families and a file of their people, of one programme: in go both, out come households counted once.
//!
//! The family file says what a household is paid, the person file who is in it.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::roster::{Household, Layout, Roster};

use super::outcome::Outcome;
use super::people::Seen;
use crate::field::Field;

/// A family file and the person file that belongs to it, by their sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Linked {
    pub families: u16,
    pub persons: u16,
}

/// Rosters that may belong together: of one programme, for months that meet, one a row a family and one a row a person,
/// both with the head's number.
fn candidates(rosters: &[Roster]) -> Vec<Linked> {
    let (mut families, mut persons) = (Vec::new(), Vec::new());
    for roster in rosters.iter().filter(|roster| roster.list.is_none() && roster.has(Field::HeadId)) {
        match roster.layout {
            Layout::Households => families.push(roster),
            Layout::HouseholdRows => persons.push(roster),
            _ => {}
        }
    }
    let meet = |one: &Roster, other: &Roster| match (one.months, other.months) {
        (Some(one), Some(other)) => one.overlap(other),
        _ => true,
    };
    let pairs = families.iter().flat_map(|family| {
        let fitting = persons.iter().filter(|person| person.programme == family.programme && meet(family, person));
        fitting.map(|person| Linked { families: family.source, persons: person.source })
    });
    pairs.collect()
}

/// Whether at least half of the heads of the smaller file are in the larger.
fn belong_together(one: &FxHashSet<u64>, other: &FxHashSet<u64>) -> bool {
    let smaller = one.len().min(other.len());
    smaller > 0 && one.intersection(other).count() * 2 >= smaller
}

/// Counts the households of linked files once: the family file's, with the people of the person file.
pub(super) fn count_once(outcome: &mut Outcome) {
    let mut heads: FxHashMap<u16, FxHashSet<u64>> = FxHashMap::default();
    let pairs = candidates(&outcome.rosters);
    let wanted: FxHashSet<u16> = pairs.iter().flat_map(|pair| [pair.families, pair.persons]).collect();
    for household in outcome.households.iter().filter(|household| wanted.contains(&household.source)) {
        heads.entry(household.source).or_default().extend(household.head());
    }
    let none = FxHashSet::default();
    let of = |source: u16| heads.get(&source).unwrap_or(&none);
    let linked: Vec<Linked> =
        pairs.into_iter().filter(|pair| belong_together(of(pair.families), of(pair.persons))).collect();
    for pair in &linked {
        join(&mut outcome.households, *pair);
    }
    outcome.linked = linked;
}

fn join(households: &mut Vec<Household>, pair: Linked) {
    let families = households.iter().enumerate().filter(|(_, household)| household.source == pair.families);
    let mut by_head: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for (place, household) in families {
        if let Some(head) = household.head() {
            by_head.entry(head).or_default().push(place);
        }
    }
    let mut gone = FxHashSet::default();
    for place in 0..households.len() {
        let people = households[place];
        let found = people.head().filter(|_| people.source == pair.persons).and_then(|head| by_head.get(&head));
        for family in found.into_iter().flatten() {
            let family = &mut households[*family];
            let meet = people.months.zip(family.months).is_none_or(|(one, other)| one.overlap(other));
            if meet {
                family.take_people_of(&people);
                gone.insert(place);
            }
        }
    }
    let mut place = 0;
    households.retain(|_| {
        place += 1;
        !gone.contains(&(place - 1))
    });
}

/// A head is seen in both files and is on the list once: the sighting in the person file stands, with the family's money.
pub(super) fn see_once(rosters: &[Roster], seen: &mut Seen) {
    let pairs = candidates(rosters);
    if pairs.is_empty() {
        return;
    }
    let keys = |seen: &Seen, source: u16| -> FxHashSet<u64> {
        seen.people.iter().filter(|sighting| sighting.source == source).map(|sighting| sighting.key).collect()
    };
    for pair in pairs {
        let (families, persons) = (keys(seen, pair.families), keys(seen, pair.persons));
        if !belong_together(&families, &persons) {
            continue;
        }
        let of_families = seen.people.iter().filter(|sighting| sighting.source == pair.families);
        let paid: FxHashMap<u64, _> = of_families.map(|sighting| (sighting.key, *sighting)).collect();
        for sighting in seen.people.iter_mut().filter(|sighting| sighting.source == pair.persons) {
            if let Some(family) = paid.get(&sighting.key) {
                sighting.take_money_of(family);
            }
        }
        seen.people.retain(|sighting| sighting.source != pair.families || !persons.contains(&sighting.key));
        let of_persons = |source: u16| source == pair.persons;
        let accounts: FxHashSet<u64> =
            seen.accounts.iter().filter(|one| of_persons(one.source)).map(|one| one.account).collect();
        seen.accounts.retain(|one| one.source != pair.families || !accounts.contains(&one.account));
    }
}
