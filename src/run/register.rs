//! Everyone of each household, as registered or as a roster has it, with all that was seen of them.

use std::collections::BTreeSet;
use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use crate::checks::{Question, REGISTER, Reporter, Scene};
use crate::roster::{Sighting, Trace};
use crate::rules::Entitled;
use crate::sorted::{Bytes, Item, Keyed, NoRoom, Sorted};

use super::people::{Asked, Asking, programme_of};

/// Asks about everyone of a household.
pub(super) type Ask = fn(&[&[Sighting]], &Scene<'_>, &mut Reporter);

/// People to be asked about beside others of their household.
#[derive(Default)]
pub(super) struct Members {
    pub registered: Sorted<Member>,
    /// Of households as rosters have them, those of whom a list says something.
    pub listed: Sorted<Member>,
}

/// A sighting of somebody of a household.
#[derive(Debug, Clone, Copy)]
pub(super) struct Member {
    pub household: u64,
    pub trace: Trace,
}

/// The household a person is registered in; of several, the one of the lowest number.
pub(super) fn registered_in(person: &[Sighting], scene: &Scene<'_>) -> Option<u64> {
    let household = person.iter().filter(|sighting| scene.is_of(sighting, REGISTER)).map(|of| of.household);
    household.filter(|household| *household != 0).min().map(u64::from)
}

/// The households of rosters that a person is assisted in, by their numbers, where a list says something of the person
/// that is asked about; none where nothing is asked.
pub(super) fn listed_in(person: &[Sighting], questions: &[(&Asked, Ask)], asking: &Asking<'_>) -> BTreeSet<u64> {
    let scene = asking.scene;
    let is_asked_of = |of: &Sighting| {
        let list = scene.programme(of);
        list.is_list && questions.iter().any(|(asked, _)| asked.check.works_with(list))
    };
    if !person.iter().any(is_asked_of) {
        return BTreeSet::new();
    }
    person.iter().filter_map(|of| household_of(of, asking)).collect()
}

/// The number of the household that a sighting on a roster is assisted in: hashed of what its township and its village
/// are called, as their numbers are others in every run.
fn household_of(of: &Sighting, asking: &Asking<'_>) -> Option<u64> {
    let scene = asking.scene;
    let programme = scene.programme(of);
    let is_of_household = of.household != 0 && of.is_covered() && programme.entitled == Entitled::Household;
    (is_of_household && !programme.is_list).then(|| {
        let mut hasher = FxHasher::default();
        let places = [of.township, of.village].map(|place| asking.places.get(place as usize));
        (scene.roster(of).programme, of.household, places).hash(&mut hasher);
        hasher.finish()
    })
}

impl Members {
    /// Adds what was seen of somebody in the households they are registered or assisted in, with what lists say of
    /// them.
    pub fn add(&mut self, group: &[Trace], (registered, listed): (Option<u64>, BTreeSet<u64>), asking: &Asking<'_>) {
        if let Some(household) = registered {
            group.iter().for_each(|trace| self.registered.push(Member { household, trace: *trace }));
        }
        for household in listed {
            let belongs = |trace: &&Trace| {
                let seen = trace.seen(asking.settings);
                let is_list = asking.scene.programme(&seen).is_list;
                is_list || household_of(&seen, asking) == Some(household)
            };
            group.iter().filter(belongs).for_each(|trace| self.listed.push(Member { household, trace: *trace }));
        }
    }

    pub fn join(&mut self, later: Members, memory: usize) -> Result<(), NoRoom> {
        for (all, part) in [(&mut self.registered, later.registered), (&mut self.listed, later.listed)] {
            part.each(|member| all.push(*member))?;
            all.spill_beyond(memory)?;
        }
        Ok(())
    }

    pub fn spill_beyond(&mut self, memory: usize) -> Result<(), NoRoom> {
        self.registered.spill_beyond(memory)?;
        self.listed.spill_beyond(memory)
    }

    pub fn order(&mut self) -> Result<(), NoRoom> {
        self.registered.order()?;
        self.listed.order()
    }

    /// Asks about each household.
    pub fn ask(&self, asking: &Asking<'_>, report: &mut Reporter) -> Result<(), NoRoom> {
        let of_register = |question| if let Question::Register(ask) = question { Some(ask) } else { None };
        households(&self.registered, &asking.questions(of_register), asking, report)?;
        households(&self.listed, &asking.questions(of_listed), asking, report)
    }
}

/// What is asked of those of whom a list says something.
pub(super) fn of_listed(question: Question) -> Option<Ask> {
    if let Question::Listed(ask) = question { Some(ask) } else { None }
}

fn households(
    members: &Sorted<Member>,
    questions: &[(&Asked, Ask)],
    asking: &Asking<'_>,
    report: &mut Reporter,
) -> Result<(), NoRoom> {
    let mut households = members.groups()?;
    while let Some(household) = households.next_group()? {
        let all = asking.seen(household.iter().map(|member| &member.trace));
        for (asked, ask) in questions {
            let persons = all.chunk_by(|one, other| one.key == other.key);
            let persons: Vec<Vec<Sighting>> = persons.map(|person| asked.looked_at(person).into_owned()).collect();
            let members: Vec<&[Sighting]> = persons.iter().map(Vec::as_slice).collect();
            if let Some(programme) = programme_of(&persons.concat(), asking.scene) {
                ask(&members, asking.scene, report.asks(asked.check.name, programme));
            }
        }
    }
    Ok(())
}

/// By household.
impl Keyed for Member {
    fn sort_key(&self) -> u64 {
        self.household
    }
}

impl Item for Member {
    const LONGEST: usize = 8 + Trace::LONGEST;

    fn put(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&self.household.to_le_bytes());
        self.trace.put(bytes);
    }

    fn take(bytes: &mut Bytes<'_>) -> Member {
        Member { household: bytes.u64(), trace: Trace::take(bytes) }
    }
}
