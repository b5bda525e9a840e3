//! One person in one programme twice in the same month.

use std::collections::BTreeSet;

use super::listed::is_same_name;
use super::{Question, Reporter, Scene, check, unknown_month};
use crate::field::Field;
use crate::finding::{Direction, Severity};
use crate::lang::Lang;
use crate::roster::Sighting;
use crate::rules::Counted;
use crate::say;

/// So many places are named beside the first.
const SHOWN: usize = 10;

check!("same-person-twice", "same_person_twice", Question::Person(person));

fn person(sightings: &[Sighting], scene: &Scene<'_>, report: &mut Reporter) {
    let dated = |sighting: &Sighting| sighting.months.is_some() || sighting.source == sightings[0].source;
    if !sightings.iter().all(dated) {
        report.cannot_check(unknown_month(report.lang));
    }
    let programme = |sighting: &Sighting| scene.rosters[usize::from(sighting.source)].programme;
    let mut covered: Vec<&Sighting> = sightings.iter().filter(|sighting| sighting.is_covered()).collect();
    covered.sort_by_key(|sighting| programme(sighting));
    for covered in covered.chunk_by(|one, other| programme(one) == programme(other)) {
        in_programme(covered, scene, report);
    }
}

fn in_programme(covered: &[&Sighting], scene: &Scene<'_>, report: &mut Reporter) {
    for (place, first) in covered.iter().enumerate() {
        let earlier = covered[..place].iter().any(|other| is_twice(other, first, scene));
        if earlier {
            continue;
        }
        let again: Vec<&Sighting> =
            covered[place + 1..].iter().copied().filter(|other| is_twice(first, other, scene)).collect();
        if !again.is_empty() {
            find(first, &again, scene, report);
        }
    }
}

fn is_twice(one: &Sighting, other: &Sighting, scene: &Scene<'_>) -> bool {
    // What is paid when prices rise, for the winter or at a feast goes to the same people, beside the month's own.
    let [roster, beside] = [one, other].map(|sighting| scene.roster(sighting));
    // 基本生活费 and 照料护理费 of one month may stand in a sheet each, too.
    if roster.paid_besides != beside.paid_besides || roster.parts_paid.are_others_than(beside.parts_paid) {
        return false;
    }
    // A row may be seen in several stretches of its months; in two of its columns somebody is listed twice.
    let same_cell = one.place() == other.place();
    // A cell that lists people may list one of them twice: in each stretch he is seen as often.
    let listed_again = same_cell && roster.lists_in_cell() && one.months == other.months;
    let together = match (one.months, other.months) {
        (Some(one), Some(other)) => one.overlap(other),
        // Within one sheet the period is the same, even if nobody wrote it down; not if its rows have their own.
        _ => one.source == other.source && !scene.rosters[usize::from(one.source)].has(Field::Period),
    };
    together && (!same_cell || listed_again)
}

/// What several places share; of numbers of which a check character is wrong, that may be all but this.
pub(super) fn one_number(is_sound: bool, lang: Lang) -> String {
    match is_sound {
        true => say!(lang, "同一身份证号", "one identity number"),
        false => say!(lang, "前17位相同的身份证号", "an identity number of the same 17 digits"),
    }
}

fn find(first: &Sighting, again: &[&Sighting], scene: &Scene<'_>, report: &mut Reporter) {
    let programme = scene.programme(first);
    let all = || again.iter().copied().chain([first]);
    let is_sound = all().all(Sighting::is_sound);
    // Somebody may stand in thousands of rows of one roster.
    let sources: BTreeSet<u16> = all().map(|sighting| sighting.source).collect();
    let parts = |source: u16| scene.rosters[usize::from(source)].parts_paid;
    let part = all().find_map(|sighting| {
        let own = parts(sighting.source);
        own.only().filter(|_| sources.iter().any(|other| own.may_be_others_than(parts(*other))))
    });
    let doubtful = !is_sound || !is_same_name(all()) || all().any(Sighting::corrects) || part.is_some();
    let severity = match programme.counted {
        Counted::Stock if !doubtful => Severity::Error,
        _ => Severity::Suspicion,
    };
    let Some(room) = report.asks(CHECK.name, scene.roster(first).programme).room(severity) else { return };
    let lang = room.lang;
    let (name, times) = (programme.name.get(lang), again.len() + 1);
    let when = first.months.map(|months| months.to_string()).unwrap_or_default();
    let number = one_number(is_sound, lang);
    let message =
        say!(lang, "{number}在{name}中{when}出现{times}次", "{number} appears {times} times in {name}, {when}");
    let mut message = message.trim_end_matches([' ', ',']).to_owned();
    if again.len() > SHOWN {
        let listed = SHOWN + 1;
        message += &say!(lang, "，只列前{listed}处", "; the first {listed} places are listed");
    }
    if let Some(part) = part {
        let part = scene.pack.header(part, programme);
        message += &say!(
            lang,
            "，其中有的只发{part}，有的没有写明发的是哪一部分",
            "; some of it pays {part} alone, and some does not say which part it pays"
        );
    }
    let finding = room.find(first.place(), message);
    let elsewhere = again.iter().filter(|other| other.place() != first.place());
    for other in elsewhere.take(SHOWN) {
        finding.at(other.place());
    }
    finding.stakes(Direction::TooMuch, None, first.months.map(|_| 1)).clears(say!(
        lang,
        "核对各处是否同一人：是则只留一处，号码录错则改正",
        "find out whether it is one person: keep one entry if so, correct the number if not"
    ));
}
