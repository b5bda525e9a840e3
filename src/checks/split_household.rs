//! Members of one registered household in several assisted households at once, or taking turns on the roster.

use std::collections::{BTreeMap, BTreeSet};

use super::lists::REGISTER;
use super::register::{is_registered, older_register};
use super::{Question, Reporter, Scene, check};
use crate::day::{Month, Months};
use crate::finding::{Direction, Severity};
use crate::lang::several;
use crate::roster::Sighting;
use crate::rules::Entitled;
use crate::say;

check!("split-household", "split_household", Question::Register(register), [REGISTER]);

/// One change of members has its reasons; from the second on they take turns.
const TURNS: usize = 2;

fn register(members: &[&[Sighting]], scene: &Scene<'_>, report: &mut Reporter) {
    let of_households =
        |of: &&&Sighting| !scene.programme(of).is_list && scene.programme(of).entitled == Entitled::Household;
    let all = members.iter().flat_map(|member| member.iter()).filter(|of| of.is_covered());
    let entries: Vec<&Sighting> = all.collect::<Vec<_>>().iter().filter(of_households).copied().collect();
    split(&entries, members, scene, report);
    let programmes: BTreeSet<usize> = entries.iter().map(|of| scene.roster(of).programme).collect();
    for programme in programmes {
        let of_one: Vec<&Sighting> =
            entries.iter().filter(|of| scene.roster(of).programme == programme).copied().collect();
        turns(&of_one, programme, scene, report);
    }
}

/// Assisted households as rosters write them, with the members of the registered one that stand in each.
type Households<'s> = BTreeMap<(usize, u32), Vec<&'s Sighting>>;

fn split(entries: &[&Sighting], members: &[&[Sighting]], scene: &Scene<'_>, report: &mut Reporter) {
    let mut by_month: BTreeMap<Month, Households<'_>> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.household != 0) {
        let months = entry.months.into_iter().flat_map(Months::each);
        for month in months.filter(|month| is_registered(members, entry.key, *month, scene)) {
            let household = (scene.roster(entry).programme, entry.household);
            by_month.entry(month).or_default().entry(household).or_default().push(entry);
        }
    }
    by_month.retain(|_, households| is_split(households));
    let Some((month, households)) = by_month.first_key_value() else { return };
    let mut first_of_each: Vec<&Sighting> =
        households.values().filter_map(|entries| entries.first().copied()).collect();
    first_of_each.sort_by_key(|entry| entry.place());
    let [first, others @ ..] = &first_of_each[..] else { return };
    let (lang, count, months) = (report.lang, first_of_each.len(), by_month.len() as u32);
    let (older, so_many) = (older_register(members, *month, scene, lang), several(months, "month"));
    let message = say!(
        lang,
        "户籍名单上的一户，{month}分在{count}个保障户里，共{months}个月{older}",
        "one registered household stands in {count} assisted households in {month}, {so_many} in all{older}"
    );
    let programme = scene.roster(first).programme;
    let finding = report.asks(CHECK.name, programme).find(Severity::Suspicion, first.place(), message);
    for other in others {
        finding.at(other.place());
    }
    finding.stakes(Direction::TooMuch, None, Some(months)).clears(say!(
        lang,
        "入户核实共同生活的人口：一起过的并为一户核算，已分家的附证明",
        "visit and find out who lives together: make them one household if they do, attach the proof if they have parted"
    ));
}

/// Several heads of one programme are another check's; here at least one stands in a household that is not their own,
/// or the households are of different programmes.
fn is_split(households: &Households<'_>) -> bool {
    let persons: BTreeSet<u64> = households.values().flatten().map(|entry| entry.key).collect();
    let programmes: BTreeSet<usize> = households.keys().map(|(programme, _)| *programme).collect();
    let all_heads = households.values().all(|entries| entries.iter().all(|entry| entry.is_head()));
    // One person on two rosters is the business of the checks about one person.
    households.len() > 1 && persons.len() > 1 && !(programmes.len() == 1 && all_heads)
}

fn turns(entries: &[&Sighting], programme: usize, scene: &Scene<'_>, report: &mut Reporter) {
    let mut present: BTreeMap<Month, BTreeSet<u64>> = BTreeMap::new();
    for month in covered(programme, scene) {
        present.insert(month, BTreeSet::new());
    }
    for entry in entries {
        for month in entry.months.into_iter().flat_map(Months::each) {
            present.entry(month).or_default().insert(entry.key);
        }
    }
    let sets: Vec<(&Month, &BTreeSet<u64>)> = present.iter().collect();
    let changes: Vec<Month> = sets
        .windows(2)
        .filter(|pair| {
            pair[0].1.difference(pair[1].1).next().is_some() && pair[1].1.difference(pair[0].1).next().is_some()
        })
        .map(|pair| *pair[1].0)
        .collect();
    let back: Vec<Month> = entries
        .iter()
        .map(|entry| entry.key)
        .collect::<BTreeSet<u64>>()
        .into_iter()
        .flat_map(|key| returns(key, &sets))
        .collect();
    let turned = if changes.len() >= TURNS { changes } else { back };
    if turned.len() >= TURNS
        && let Some(first) = entries.iter().min_by_key(|entry| entry.place())
    {
        rotation(first, entries, &turned, report.asks(CHECK.name, programme));
    }
}

/// The months a roster of the programme is of.
fn covered(programme: usize, scene: &Scene<'_>) -> BTreeSet<Month> {
    let rosters = scene.rosters.iter().filter(|roster| roster.programme == programme);
    rosters.filter_map(|roster| roster.months).flat_map(Months::each).collect()
}

/// The months in which somebody is there again after being gone, if that is more than once.
fn returns(key: u64, sets: &[(&Month, &BTreeSet<u64>)]) -> Vec<Month> {
    let since_first = sets.iter().skip_while(|(_, present)| !present.contains(&key));
    let since_first: Vec<_> = since_first.collect();
    let again = since_first.windows(2).filter(|pair| !pair[0].1.contains(&key) && pair[1].1.contains(&key));
    let months: Vec<Month> = again.map(|pair| *pair[1].0).collect();
    if months.len() >= TURNS { months } else { Vec::new() }
}

fn rotation(first: &Sighting, entries: &[&Sighting], turned: &[Month], report: &mut Reporter) {
    let lang = report.lang;
    let months: Vec<String> = turned.iter().map(Month::to_string).collect();
    let (times, months) = (months.len(), months.join(lang.enumeration_comma()));
    let message = say!(
        lang,
        "户籍名单上的一户轮流进出名册，{times}次：{months}",
        "one registered household comes and goes on the roster in turns, {times} times: {months}"
    );
    let finding = report.find(Severity::Warning, first.place(), message);
    let mut seen = BTreeSet::from([first.key]);
    for entry in entries.iter().filter(|entry| seen.insert(entry.key)) {
        finding.at(entry.place());
    }
    finding.stakes(Direction::Neither, None, None).clears(say!(
        lang,
        "查每次增减的审批材料：有据的注明，无据轮换的按家庭实际情况一次核定",
        "see the papers of each change: note the reason, or decide once by how the household really lives"
    ));
}
