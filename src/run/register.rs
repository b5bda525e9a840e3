//! Everyone of each registered household, with all that was seen of them.

use crate::checks::{Question, REGISTER, Reporter, Scene};
use crate::roster::{Sighting, Trace};
use crate::sorted::{Bytes, Item, Keyed, NoRoom, Sorted};

use super::people::{Asking, programme_of};

/// A sighting of somebody of a registered household.
#[derive(Debug, Clone, Copy)]
pub(super) struct Member {
    pub household: u32,
    pub trace: Trace,
}

/// The household a person is registered in; of several, the one of the lowest number.
pub(super) fn registered_in(person: &[Sighting], scene: &Scene<'_>) -> Option<u32> {
    let household = person.iter().filter(|sighting| scene.is_of(sighting, REGISTER)).map(|of| of.household);
    household.filter(|household| *household != 0).min()
}

pub(super) fn register(members: &Sorted<Member>, asking: &Asking<'_>, report: &mut Reporter) -> Result<(), NoRoom> {
    let questions = asking.questions(|question| if let Question::Register(ask) = question { Some(ask) } else { None });
    let mut households = members.groups()?;
    while let Some(household) = households.next_group()? {
        let all = asking.seen(household.iter().map(|member| &member.trace));
        for (asked, ask) in &questions {
            let persons = all.chunk_by(|one, other| one.key == other.key);
            let persons: Vec<Vec<Sighting>> = persons.map(|person| asked.looked_at(person)).collect();
            let members: Vec<&[Sighting]> = persons.iter().map(Vec::as_slice).collect();
            if let Some(programme) = programme_of(&persons.concat(), asking.scene) {
                ask(&members, asking.scene, report.asks(asked.check.name, programme));
            }
        }
    }
    Ok(())
}

/// By registered household.
impl Keyed for Member {
    fn sort_key(&self) -> u64 {
        u64::from(self.household)
    }
}

impl Item for Member {
    const LONGEST: usize = 4 + Trace::LONGEST;

    fn put(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&self.household.to_le_bytes());
        self.trace.put(bytes);
    }

    fn take(bytes: &mut Bytes<'_>) -> Member {
        Member { household: bytes.u32(), trace: Trace::take(bytes) }
    }
}
