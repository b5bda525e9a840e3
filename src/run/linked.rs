//! A file of families and a file of their people, of one programme: in go both, out come households counted once.
//!
//! The family file says what a household is paid, the person file who is in it.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::day::Months;
use crate::field::Field;
use crate::roster::{AccountSighting, Household, Layout, Roster, Settings, Sighting, Trace};
use crate::sorted::{NoRoom, Sorted};

use super::households::Households;
use super::outcome::Outcome;
use super::seen::Seen;

/// A family file and the person file that belongs to it, by their sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Linked {
    pub families: u16,
    pub persons: u16,
}

impl Linked {
    /// Whether each person is paid on a row of their own, as in a programme of persons: then what a family's row pays is their
    /// sum.
    pub fn is_paid_by_person(self, rosters: &[Roster]) -> bool {
        let people = &rosters[usize::from(self.persons)];
        people.layout == Layout::Persons && people.gives_pay()
    }
}

/// Rosters that may belong together: of one programme, for months that meet, one a row a family and one a row a person,
/// both with the head's number; of a programme of persons that the row of each gives beside their own.
fn candidates(rosters: &[Roster]) -> Vec<Linked> {
    let (mut families, mut persons) = (Vec::new(), Vec::new());
    for roster in rosters.iter().filter(|roster| roster.list.is_none() && roster.has(Field::HeadId)) {
        match roster.layout {
            Layout::Households => families.push(roster),
            Layout::HouseholdRows | Layout::Persons => persons.push(roster),
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
pub(super) fn count_once(outcome: &mut Outcome) -> Result<(), NoRoom> {
    let pairs = candidates(&outcome.rosters);
    if pairs.is_empty() {
        return Ok(());
    }
    let mut heads: FxHashMap<u16, FxHashSet<u64>> = FxHashMap::default();
    let wanted: FxHashSet<u16> = pairs.iter().flat_map(|pair| [pair.families, pair.persons]).collect();
    outcome.households.each(|household| {
        if wanted.contains(&household.source) {
            heads.entry(household.source).or_default().extend(household.head());
        }
        Ok(())
    })?;
    let none = FxHashSet::default();
    let of = |source: u16| heads.get(&source).unwrap_or(&none);
    let linked: Vec<Linked> =
        pairs.into_iter().filter(|pair| belong_together(of(pair.families), of(pair.persons))).collect();
    for pair in &linked {
        match pair.is_paid_by_person(&outcome.rosters) {
            true => give_way(&mut outcome.households, *pair)?,
            false => join(&mut outcome.households, *pair)?,
        }
    }
    outcome.linked = linked;
    Ok(())
}

/// Leaves out the families whose heads have rows of their own for the same months.
fn give_way(households: &mut Households, pair: Linked) -> Result<(), NoRoom> {
    let mut own: FxHashMap<u64, Vec<Option<Months>>> = FxHashMap::default();
    households.each(|person| {
        if let Some(key) = person.head().filter(|_| person.source == pair.persons) {
            own.entry(key).or_default().push(person.months);
        }
        Ok(())
    })?;
    let meets = |family: &Household, months: &Option<Months>| {
        months.zip(family.months).is_none_or(|(one, other)| one.overlap(other))
    };
    let is_paid_by_person = |family: &Household| {
        let own = family.head().and_then(|head| own.get(&head));
        own.is_some_and(|own| own.iter().any(|months| meets(family, months)))
    };
    households.change(|household| {
        let gives_way = household.source == pair.families && is_paid_by_person(&household);
        (!gives_way).then_some(household)
    })
}

fn join(households: &mut Households, pair: Linked) -> Result<(), NoRoom> {
    let mut families: FxHashMap<u64, Vec<Household>> = FxHashMap::default();
    households.each(|household| {
        if let Some(head) = household.head().filter(|_| household.source == pair.families) {
            families.entry(head).or_default().push(household);
        }
        Ok(())
    })?;
    let mut gone = FxHashSet::default();
    households.each(|people| {
        let found = people.head().filter(|_| people.source == pair.persons).and_then(|head| families.get_mut(&head));
        let meet =
            |family: &&mut Household| people.months.zip(family.months).is_none_or(|(one, other)| one.overlap(other));
        for family in found.into_iter().flatten().filter(meet) {
            family.take_people_of(&people);
            gone.insert(people.first_row);
        }
        Ok(())
    })?;
    households.change(|household| match household.source {
        source if source == pair.persons => Some(household).filter(|people| !gone.contains(&people.first_row)),
        source if source == pair.families => Some(family_of(household, &families)),
        _ => Some(household),
    })
}

/// What a family is once it has taken its people.
fn family_of(family: Household, families: &FxHashMap<u64, Vec<Household>>) -> Household {
    let of_head = family.head().and_then(|head| families.get(&head));
    let own = of_head.into_iter().flatten().find(|one| one.first_row == family.first_row);
    own.cloned().unwrap_or(family)
}

/// A head is seen in both files and is on the list once: the sighting in the person file stands, with the months and
/// the money of the family file; where only one of the files has somebody, that one stands.
pub(super) fn see_once(rosters: &[Roster], seen: &mut Seen) -> Result<(), NoRoom> {
    let pairs = candidates(rosters);
    if pairs.is_empty() {
        return Ok(());
    }
    let people = std::mem::take(&mut seen.people).sorted(seen.memory / 2)?;
    let pairs = of_one_list(pairs, &people, &seen.settings)?;
    seen.settings.see_again();
    let mut groups = people.groups()?;
    while let Some(group) = groups.next_group()? {
        let mut person: Vec<Sighting> = group.iter().map(|trace| trace.seen(&seen.settings)).collect();
        person.sort_unstable();
        once(&mut person, &pairs);
        person.iter().for_each(|sighting| seen.people.push(&Trace::of(sighting, &mut seen.settings)));
        seen.people.spill_beyond(seen.memory / 2)?;
    }
    pairs.iter().for_each(|pair| seen.declared.link(pair.persons, pair.families));
    if pairs.is_empty() { Ok(()) } else { paid_once(&pairs, seen) }
}

/// Pairs whose people are the same for the most part: at least half of the smaller file.
fn of_one_list(pairs: Vec<Linked>, people: &Sorted<Trace>, settings: &Settings) -> Result<Vec<Linked>, NoRoom> {
    let mut counts = vec![[0_u64; 3]; pairs.len()];
    let mut groups = people.groups()?;
    while let Some(group) = groups.next_group()? {
        let is_in = |source: u16| group.iter().any(|trace| settings.of(trace.setting).source == source);
        for (count, pair) in counts.iter_mut().zip(&pairs) {
            let (family, person) = (is_in(pair.families), is_in(pair.persons));
            let of_each = [family, person, family && person];
            count.iter_mut().zip(of_each).for_each(|(count, one)| *count += u64::from(one));
        }
    }
    let belong = |[families, persons, both]: [u64; 3]| both * 2 >= families.min(persons) && both > 0;
    Ok(pairs.into_iter().zip(counts).filter(|(_, count)| belong(*count)).map(|(pair, _)| pair).collect())
}

/// The sightings of a person, with those of family files dissolved in those of the person files they belong to.
fn once(person: &mut Vec<Sighting>, pairs: &[Linked]) {
    let (mut families, others): (Vec<Sighting>, Vec<Sighting>) =
        person.drain(..).partition(|seen| pairs.iter().any(|pair| pair.families == seen.source));
    let (people, others): (Vec<Sighting>, Vec<Sighting>) =
        others.into_iter().partition(|seen| pairs.iter().any(|pair| pair.persons == seen.source));
    *person = others;
    let mut taken = Vec::new();
    for one in &people {
        let meets = |family: &&Sighting| {
            pairs.contains(&Linked { families: family.source, persons: one.source }) && one.meets(family)
        };
        let mut own: Vec<Sighting> = Vec::new();
        // What no other row stands for comes first: paid twice is still paid twice.
        for family in families.iter().chain(&taken).filter(meets) {
            if !own.iter().any(|other| other.meets(family)) {
                own.push(*family);
            }
        }
        person.extend(one.standing_for(&own));
        let (of_one, left): (Vec<Sighting>, Vec<Sighting>) = families.into_iter().partition(|of| own.contains(of));
        families = left;
        taken.extend(of_one);
    }
    person.extend(families);
}

/// An account that both files have of a household in the same months is that of the person file.
fn paid_once(pairs: &[Linked], seen: &mut Seen) -> Result<(), NoRoom> {
    let accounts = std::mem::take(&mut seen.accounts).sorted(seen.memory / 2)?;
    let mut groups = accounts.groups()?;
    while let Some(group) = groups.next_group()? {
        let stands_for = |person: &AccountSighting, family: &AccountSighting| {
            pairs.contains(&Linked { families: family.source, persons: person.source })
                && person.household == family.household
                && (family.months.is_none() || family.months == person.months)
        };
        let gone = |family: &AccountSighting| group.iter().any(|person| stands_for(person, family));
        group.iter().filter(|one| !gone(one)).for_each(|one| seen.accounts.push(one));
        seen.accounts.spill_beyond(seen.memory / 2)?;
    }
    Ok(())
}
