//! Everyone of each name who may share more than that with somebody else, by birth date.

use crate::checks::{Question, Reporter};
use crate::roster::Trace;
use crate::sorted::{Bytes, Item, NoRoom, Sorted};

use super::met::Met;
use super::people::{Asking, programme_of};

/// A sighting beside those of the same name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Namesake(pub Trace);

/// Names met again with the same birth in the number, and with the same rest of it; the sightings of one person count once.
pub(super) struct Shared {
    birth: Met,
    rest: Met,
    waiting: Vec<Trace>,
}

/// Those who share, as one person after the other is looked at.
pub(super) struct Sharing {
    /// `None` where nobody asks.
    shared: Option<Shared>,
    waiting: Vec<Trace>,
    found: Sorted<Namesake>,
    /// Bytes of them that may stay in memory.
    memory: usize,
}

/// So many are looked up together: what is known of each lies far from the others, and none waits for the one before.
const TOGETHER: usize = 256;

impl Shared {
    /// Of so many sightings, about.
    pub fn new(count: usize) -> Shared {
        Shared { birth: Met::new(count), rest: Met::new(count), waiting: Vec::with_capacity(TOGETHER) }
    }

    /// Takes in all sightings of a person.
    pub fn add(&mut self, person: &[Trace]) {
        let is_first = |place: usize, trace: &Trace| {
            trace.name != 0 && person[..place].iter().all(|before| before.name != trace.name)
        };
        let firsts = person.iter().enumerate().filter(|(place, trace)| is_first(*place, trace));
        self.waiting.extend(firsts.map(|(_, trace)| *trace));
        if self.waiting.len() >= TOGETHER {
            self.settle();
        }
    }

    fn settle(&mut self) {
        self.waiting.iter().for_each(|trace| self.birth.add(trace.name_and_birth()));
        self.waiting.iter().for_each(|trace| self.rest.add(trace.name_and_rest()));
        self.waiting.clear();
    }

    fn holds(&self, trace: &Trace) -> bool {
        let met_again = || self.birth.met_again(trace.name_and_birth()) || self.rest.met_again(trace.name_and_rest());
        trace.name != 0 && met_again()
    }
}

impl Sharing {
    /// Looks for those of whom everyone was taken in.
    pub fn new(mut shared: Option<Shared>, memory: usize) -> Sharing {
        shared.iter_mut().for_each(Shared::settle);
        Sharing { shared, waiting: Vec::with_capacity(TOGETHER), found: Sorted::default(), memory }
    }

    /// Takes in all sightings of a person.
    pub fn add(&mut self, person: &[Trace]) -> Result<(), NoRoom> {
        self.waiting.extend_from_slice(person);
        if self.waiting.len() < TOGETHER { Ok(()) } else { self.settle() }
    }

    fn settle(&mut self) -> Result<(), NoRoom> {
        let shared = self.shared.as_ref();
        let held = self.waiting.drain(..).filter(|trace| shared.is_some_and(|shared| shared.holds(trace)));
        held.for_each(|trace| self.found.push(Namesake(trace)));
        self.found.spill_beyond(self.memory)
    }

    pub fn found(mut self) -> Result<Sorted<Namesake>, NoRoom> {
        self.settle()?;
        Ok(self.found)
    }
}

pub(super) fn namesakes(mut alike: Sorted<Namesake>, asking: &Asking<'_>, report: &mut Reporter) -> Result<(), NoRoom> {
    let questions = asking.questions(|question| if let Question::Namesakes(ask) = question { Some(ask) } else { None });
    let mut names = alike.groups()?;
    while let Some(named) = names.next_group()? {
        if named.iter().all(|Namesake(trace)| trace.key == named[0].0.key) {
            continue;
        }
        let mut group = asking.seen(named.iter().map(|Namesake(trace)| trace));
        group.sort_by_key(|sighting| sighting.birth_digits());
        for (asked, ask) in &questions {
            let looked_at = asked.looked_at(&group);
            if let (true, Some(programme)) = (looked_at.len() > 1, programme_of(&looked_at, asking.scene)) {
                ask(&looked_at, asking.scene, report.asks(asked.check.name, programme));
            }
        }
    }
    Ok(())
}

/// By name.
impl Item for Namesake {
    const SIZE: usize = Trace::SIZE;

    fn sort_key(&self) -> u64 {
        u64::from(self.0.name)
    }

    fn put(&self, bytes: &mut Vec<u8>) {
        self.0.put(bytes);
    }

    fn take(bytes: &mut Bytes<'_>) -> Namesake {
        Namesake(Trace::take(bytes))
    }
}
