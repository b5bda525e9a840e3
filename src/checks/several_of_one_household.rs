//! Several heads of one registered household, each entitled as a household of its own in one month.

use std::collections::{BTreeMap, BTreeSet};

use super::lists::REGISTER;
use super::register::{is_registered, older_register};
use super::{Question, Reporter, Scene, check, unknown_month};
use crate::day::{Month, Months};
use crate::finding::{Direction, Severity};
use crate::lang::several;
use crate::roster::Sighting;
use crate::rules::{Counted, Entitled};
use crate::say;

check!("several-of-one-household", "several_of_one_household", Question::Register(register), [REGISTER]);

/// Heads of one programme in one month: a person each, with the first entry of theirs.
type Heads<'s> = BTreeMap<u64, &'s Sighting>;

fn register(members: &[&[Sighting]], scene: &Scene<'_>, report: &mut Reporter) {
    let heads = members.iter().flat_map(|member| member.iter()).filter(|of| of.is_head() && of.is_covered());
    let mut programmes: BTreeMap<usize, Vec<&Sighting>> = BTreeMap::new();
    for head in heads.filter(|head| is_of_households(head, scene)) {
        programmes.entry(scene.roster(head).programme).or_default().push(head);
    }
    for (programme, heads) in programmes {
        in_programme(&heads, members, scene, report.asks(CHECK.name, programme));
    }
}

/// Aid given case by case may meet two households under one roof.
fn is_of_households(sighting: &Sighting, scene: &Scene<'_>) -> bool {
    let programme = scene.programme(sighting);
    !programme.is_list && programme.entitled == Entitled::Household && programme.counted == Counted::Stock
}

fn in_programme(heads: &[&Sighting], members: &[&[Sighting]], scene: &Scene<'_>, report: &mut Reporter) {
    let persons: BTreeSet<u64> = heads.iter().map(|head| head.key).collect();
    if persons.len() < 2 {
        return;
    }
    if heads.iter().any(|head| head.months.is_none()) {
        report.cannot_check(unknown_month(report.lang));
    }
    let mut by_month: BTreeMap<Month, Heads<'_>> = BTreeMap::new();
    for head in heads {
        let months = head.months.into_iter().flat_map(Months::each);
        for month in months.filter(|month| is_registered(members, head.key, *month, scene)) {
            by_month.entry(month).or_default().entry(head.key).or_insert(head);
        }
    }
    by_month.retain(|_, heads| heads.len() > 1);
    if let Some((month, most)) = by_month.iter().max_by_key(|(month, heads)| (heads.len(), std::cmp::Reverse(**month)))
    {
        let older = older_register(members, *month, scene, report.lang);
        find(*month, most, (by_month.len() as u32, older), scene, report);
    }
}

fn find(month: Month, heads: &Heads<'_>, (months, older): (u32, String), scene: &Scene<'_>, report: &mut Reporter) {
    let mut entries: Vec<&Sighting> = heads.values().copied().collect();
    entries.sort_by_key(|entry| entry.place());
    let [first, others @ ..] = &entries[..] else { return };
    let (lang, households) = (report.lang, entries.len());
    let (name, so_many) = (scene.programme(first).name.get(lang), several(months, "month"));
    let message = say!(
        lang,
        "户籍名单上同一户的{households}人在{month}各自单独享受{name}，共{months}个月{older}",
        "{households} people of one registered household each hold {name} as a household of their own in {month}, {so_many} in all{older}"
    );
    // What the household would have had with one entry is not known; what the others were paid is.
    let single = |entry: &&Sighting| entry.months.is_some_and(|of| of.count() == 1);
    let stake =
        (months == 1 && entries.iter().all(single)).then(|| others.iter().map(|entry| entry.amount()).sum()).flatten();
    let finding = report.find(Severity::Suspicion, first.place(), message);
    for other in others {
        finding.at(other.place());
    }
    finding.stakes(Direction::TooMuch, stake, Some(months)).clears(say!(
        lang,
        "入户核实是否共同生活：一起过的合并为一户重新核算，确已分家、分户居住的附证明",
        "visit and find out whether they live together: if so make them one household and work it out anew; if they have parted, attach the proof"
    ));
}
