//! Everyone of each village and programme, by month.

use crate::checks::{Question, Reporter};
use crate::roster::{Setting, Sighting, Trace};
use crate::sorted::{Bytes, Item, Keyed, NoRoom, Sorted};

use super::everyone::Everyone;
use super::outlines::Outlines;
use super::people::Asking;

/// A sighting beside those of the same village; instead of its setting it has the setting's rank.
#[derive(Debug, Clone, Copy)]
struct Villager(Trace);

/// Settings that stand in a village, those of one village and programme beside each other.
struct Ranked {
    /// By rank: the number of a setting, and its village.
    settings: Vec<(u32, u32)>,
    /// By number of a setting: its rank.
    ranks: Vec<Option<u32>>,
}

pub(super) fn villages(everyone: &Everyone, asking: &Asking<'_>, report: &mut Reporter) -> Result<(), NoRoom> {
    let questions = asking.questions(|question| match question {
        Question::Village { could_find, ask } => Some((could_find, ask)),
        _ => None,
    });
    if questions.is_empty() {
        return Ok(());
    }
    let is_asked = |setting: &Setting| {
        let named = !asking.scene.place_name(setting.village).is_empty();
        named && questions.iter().any(|(asked, _)| asked.is_asked_by(setting.source))
    };
    let outlines = Outlines::of(asking, is_asked);
    let ranked = Ranked::of(asking.settings.all(), |number, setting| {
        let (village, outline) = outlines.village(number)?;
        let mut asked_of = questions.iter().filter(|(asked, _)| asked.is_asked_by(setting.source));
        asked_of.any(|(_, (could_find, _))| could_find(outline)).then_some(village)
    });
    if ranked.settings.is_empty() {
        return Ok(());
    }
    let mut villagers = Sorted::default();
    for portion in everyone.portions()? {
        portion.each(|trace| {
            ranked.villager(trace).into_iter().for_each(|villager| villagers.push(villager));
            villagers.spill_beyond(asking.memory)
        })?;
    }
    villagers.order()?;
    let mut groups = villagers.groups()?;
    let (mut village, mut people) = (0, Vec::new());
    let mut ask = |people: &mut Vec<Sighting>| {
        // Of one period in any order: the questions ask who is there and which place is first.
        people.sort_unstable_by_key(|sighting| sighting.months);
        let Some(first) = people.first() else { return };
        let programme = asking.scene.roster(first).programme;
        for (asked, (_, ask)) in questions.iter().filter(|(asked, _)| asked.is_asked_by(first.source)) {
            ask(people, asking.scene, report.asks(asked.check.name, programme));
        }
        people.clear();
    };
    while let Some(group) = groups.next_group()? {
        let (setting, of) = ranked.settings[group[0].0.setting as usize];
        if of != village {
            ask(&mut people);
        }
        village = of;
        people.extend(group.iter().map(|Villager(trace)| trace.with(setting).seen(asking.settings)));
    }
    ask(&mut people);
    Ok(())
}

impl Ranked {
    /// Of the settings that have a village, villages in the order of their numbers.
    fn of(all: &[Setting], village: impl Fn(u32, &Setting) -> Option<u32>) -> Ranked {
        let numbered = (0..).zip(all);
        let mut settings: Vec<(u32, u32)> =
            numbered.filter_map(|(number, setting)| Some((number, village(number, setting)?))).collect();
        settings.sort_by_key(|(_, village)| *village);
        let mut ranks = vec![None; all.len()];
        for (rank, (number, _)) in (0..).zip(&settings) {
            ranks[*number as usize] = Some(rank);
        }
        Ranked { settings, ranks }
    }

    fn villager(&self, trace: Trace) -> Option<Villager> {
        let setting = self.ranks[trace.setting as usize]?;
        Some(Villager(trace.with(setting)))
    }
}

/// By rank.
impl Keyed for Villager {
    fn sort_key(&self) -> u64 {
        u64::from(self.0.setting)
    }
}

impl Item for Villager {
    const LONGEST: usize = Trace::LONGEST;

    fn put(&self, bytes: &mut Vec<u8>) {
        self.0.put(bytes);
    }

    fn take(bytes: &mut Bytes<'_>) -> Villager {
        Villager(Trace::take(bytes))
    }
}
