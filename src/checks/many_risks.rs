//! Registered households that several lists of hardship name, and no roster does.

use std::collections::BTreeSet;

use super::lists::{DEATHS, REGISTER};
use super::register::older;
use super::{Question, Reporter, Scene, check};
use crate::day::Month;
use crate::finding::{Direction, Severity};
use crate::roster::Sighting;
use crate::say;

check!("many-risks", "many_risks", Question::Register(register), [REGISTER, DEATHS]);

/// From so many marks on, a household with nothing is worth a visit.
const MANY: usize = 2;

/// A list that tells of hardship, and where it names somebody.
type Mark<'g> = (usize, &'g Sighting);

fn register(members: &[&[Sighting]], scene: &Scene<'_>, report: &mut Reporter) {
    let assisted =
        members.iter().flat_map(|member| member.iter()).any(|of| !scene.programme(of).is_list && of.is_covered());
    if assisted {
        return;
    }
    let living = members.iter().filter(|member| !member.iter().any(|of| scene.is_of(of, DEATHS)));
    let told = living.flat_map(|member| member.iter()).filter(|of| scene.programme(of).shows_hardship);
    let mut marks: Vec<Mark<'_>> = Vec::new();
    let mut known = BTreeSet::new();
    for of in told.filter(|of| holds(of, scene)) {
        let list = scene.roster(of).programme;
        // A card renewed stands on the list twice and is one.
        if known.insert((of.key, list)) {
            marks.push((list, of));
        }
    }
    if marks.len() >= MANY {
        find(members, &marks, scene, report);
    }
}

/// Whether what a list says holds on the day of the audit.
fn holds(of: &Sighting, scene: &Scene<'_>) -> bool {
    let today = Month::of(scene.today);
    of.months.is_none_or(|months| today.is_none_or(|today| months.contains(today)))
}

fn find(members: &[&[Sighting]], marks: &[Mark<'_>], scene: &Scene<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let persons = members.len();
    let lists: BTreeSet<usize> = marks.iter().map(|(list, _)| *list).collect();
    let said = lists.into_iter().map(|list| {
        let count = marks.iter().filter(|(mark, _)| *mark == list).count();
        let name = scene.pack.programmes[list].name.get(lang);
        say!(lang, "{name}{count}人", "{name} {count}")
    });
    let said = said.collect::<Vec<_>>().join(lang.enumeration_comma());
    let mut places: Vec<_> = marks.iter().map(|(_, of)| of.place()).collect();
    places.sort_unstable();
    let [first, others @ ..] = &places[..] else { return };
    let today = Month::of(scene.today);
    let older = today.map_or_else(String::new, |today| older(marks[0].1, today, scene, lang));
    let message = say!(
        lang,
        "户籍名单上的一户{persons}人，{said}，本次名册里没有任何救助{older}",
        "a registered household of {persons}: {said}; no roster of this run assists any of them{older}"
    );
    let finding = report.find(Severity::Info, *first, message);
    for other in others {
        finding.at(*other);
    }
    finding.stakes(Direction::TooLittle, None, None).clears(say!(
        lang,
        "入户走访，符合条件的告知并协助申请；不符合或不愿申请的记下原因",
        "visit; tell those who qualify and help them apply, and note why where they do not or do not want to"
    ));
}
