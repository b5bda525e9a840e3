//! Everyone of each name who may share more than that with somebody else, by birth date.

use crate::checks::{self, Check, Question, Reporter};
use crate::roster::{Roster, Trace};
use crate::rules::Pack;
use crate::side_by_side::side_by_side;
use crate::sorted::{Bytes, Item, Keyed, NoRoom, Sorted};

use super::everyone::Everyone;
use super::people::{Asking, programme_of};
use super::sharing::Sharing;

/// A sighting beside those of the same name.
#[derive(Debug, Clone, Copy)]
struct Namesake(Trace);

/// Those who share, by name.
fn alike(everyone: &Everyone, memory: usize) -> Result<Sorted<Namesake>, NoRoom> {
    let sharing = Sharing::of(everyone, memory)?;
    if sharing.is_empty() {
        return Ok(Sorted::default());
    }
    let found = side_by_side(everyone.threads, everyone.portions()?, |portion| {
        let mut found = Vec::new();
        portion.each(|trace| {
            if sharing.holds(&trace) {
                found.push(Namesake(trace));
            }
            Ok(())
        })?;
        Ok(found)
    });
    let mut alike = Sorted::default();
    for found in found {
        alike.append(&mut found?);
        alike.spill_beyond(memory)?;
    }
    alike.order()?;
    Ok(alike)
}

/// Whether any roster asks for them.
pub(super) fn are_asked_for(rosters: &[Roster], pack: &Pack) -> bool {
    let asked = |check: &Check| rosters.iter().any(|roster| check.is_asked_by(&pack.programmes[roster.programme]));
    checks::ALL.iter().any(|check| matches!(check.question, Question::Namesakes(_)) && asked(check))
}

pub(super) fn namesakes(everyone: &Everyone, asking: &Asking<'_>, report: &mut Reporter) -> Result<(), NoRoom> {
    let questions = asking.questions(|question| if let Question::Namesakes(ask) = question { Some(ask) } else { None });
    if questions.is_empty() {
        return Ok(());
    }
    let alike = alike(everyone, asking.memory)?;
    let reports = side_by_side(everyone.threads, alike.parts(everyone.threads)?, |mut names| {
        let mut report = report.fresh();
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
        Ok(report)
    });
    reports.into_iter().try_for_each(|part| part.map(|part| report.join(part)))
}

/// By name.
impl Keyed for Namesake {
    fn sort_key(&self) -> u64 {
        u64::from(self.0.name)
    }
}

impl Item for Namesake {
    const LONGEST: usize = Trace::LONGEST;

    fn put(&self, bytes: &mut Vec<u8>) {
        self.0.put(bytes);
    }

    fn take(bytes: &mut Bytes<'_>) -> Namesake {
        Namesake(Trace::take(bytes))
    }
}
