//! People of an official's registered household who are assisted and not in the register of relatives.

use std::collections::BTreeMap;

use super::lists::{KIN, OFFICIALS, REGISTER};
use super::register::older;
use super::{Question, Reporter, Scene, check};
use crate::day::Months;
use crate::finding::{Direction, Place, Severity};
use crate::roster::Sighting;
use crate::say;

check!("kin-undeclared", "kin_undeclared", Question::Register(register), [OFFICIALS, REGISTER, KIN]);

fn register(members: &[&[Sighting]], scene: &Scene<'_>, report: &mut Reporter) {
    let official = members.iter().find_map(|member| member.iter().find(|of| scene.is_of(of, OFFICIALS)));
    let Some(official) = official else {
        if !scene.has_list(OFFICIALS) {
            lacks(OFFICIALS, scene, report);
        }
        return;
    };
    if !scene.has_list(KIN) {
        lacks(KIN, scene, report);
        return;
    }
    // Whoever declares the head of a household declares the household.
    let declared = |one: &[Sighting]| one.iter().any(|of| scene.is_of(of, KIN));
    let households: Vec<u32> =
        members.iter().filter(|one| declared(one)).flat_map(|one| one.iter()).map(|of| of.household).collect();
    for member in
        members.iter().filter(|member| member[..].iter().all(|of| of.key != official.key) && !declared(member))
    {
        for entries in by_programme(member, scene).into_values() {
            let known = entries.iter().any(|of| of.household != 0 && households.contains(&of.household));
            if let (Some(first), false) = (entries.first(), known) {
                find(first, &entries, official, scene, report);
            }
        }
    }
}

fn lacks(list: &str, scene: &Scene<'_>, report: &mut Reporter) {
    report.lacks_lists(vec![scene.list_name(list, report.lang)]);
}

/// What a member holds, by programme, in the order of the files.
fn by_programme<'s>(member: &'s [Sighting], scene: &Scene<'_>) -> BTreeMap<usize, Vec<&'s Sighting>> {
    let mut held: BTreeMap<usize, Vec<&Sighting>> = BTreeMap::new();
    for entry in member.iter().filter(|of| of.is_covered() && !scene.programme(of).is_list) {
        held.entry(scene.roster(entry).programme).or_default().push(entry);
    }
    held.values_mut().for_each(|entries| entries.sort_by_key(|entry| entry.place()));
    held
}

fn find(first: &Sighting, entries: &[&Sighting], official: &Sighting, scene: &Scene<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let months: Option<Vec<Months>> = entries.iter().map(|entry| entry.months).collect();
    let months = months.map(|mut months| {
        months.sort_unstable();
        months.dedup();
        months.into_iter().map(Months::count).sum::<u32>()
    });
    let name = scene.programme(first).name.get(lang);
    let older = first.months.map_or_else(String::new, |months| older(official, months.first, scene, lang));
    let message = say!(
        lang,
        "与一名经办人员（村干部）同户口，享受{name}，近亲属备案名册里没有{older}",
        "of one registered household with a member of staff or a committee, holds {name} and is not in the register of relatives{older}"
    );
    let programme = scene.roster(first).programme;
    let finding = report.asks(CHECK.name, programme).find(Severity::Suspicion, first.place(), message);
    for place in entries[1..].iter().map(|entry| entry.place()).chain([Place::row(official.source, official.row)]) {
        finding.at(place);
    }
    finding.stakes(Direction::Neither, None, months).clears(say!(
        lang,
        "补办近亲属备案，并由县里入户核查是否符合条件；符合条件的照常享受",
        "declare the relative and have the county visit; whoever meets the conditions keeps the aid"
    ));
}
