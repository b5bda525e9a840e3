//! One person in two programmes that may not be held together.

use super::{Question, Reporter, Scene, check};
use crate::day::Month;
use crate::finding::{Direction, Severity};
use crate::roster::Sighting;
use crate::rules::{Pair, Seen};
use crate::say;

check!("excluded-combination", "excluded_combination", Question::Person(person));

fn person(sightings: &[Sighting], scene: &Scene<'_>, report: &mut Reporter) {
    for pair in &scene.pack.stacking {
        let [one, other] = &pair.programmes;
        let of = |id: &str| {
            let covered = sightings.iter().filter(|sighting| sighting.is_covered());
            covered.filter(|sighting| scene.programme(sighting).id == id).collect::<Vec<_>>()
        };
        let (ones, others) = (of(one), of(other));
        let together: Vec<(&Sighting, &Sighting, u32)> = ones
            .iter()
            .flat_map(|one| others.iter().map(move |other| (*one, *other)))
            .filter_map(|(one, other)| Some((one, other, months(one, other, pair)?)))
            .collect();
        if let Some((first, second, _)) = together.first() {
            let months = together.iter().map(|(.., months)| months).sum();
            find((first, second), months, pair, scene, report);
        }
    }
}

/// How many months both were held while that was forbidden; `None` if not at all or if nobody knows the months.
fn months(one: &Sighting, other: &Sighting, pair: &Pair) -> Option<u32> {
    let (one, other) = (one.months?, other.months?);
    let (first, last) = (one.first.max(other.first), one.last.min(other.last));
    let forbidden = |month: &Month| pair.holds(month.first_day());
    let months = std::iter::successors(Some(first), |month| Some(month.next()));
    let count = months.take_while(|month| *month <= last).filter(forbidden).count();
    u32::try_from(count).ok().filter(|count| *count > 0)
}

fn find((first, second): (&Sighting, &Sighting), months: u32, pair: &Pair, scene: &Scene<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let certain = first.is_sound() && pair.basis.seen >= Seen::Quoted;
    let severity = if certain { Severity::Error } else { Severity::Suspicion };
    let (one, other) = (scene.programme(first).name.get(lang), scene.programme(second).name.get(lang));
    let message = say!(
        lang,
        "同一身份证号同时在{one}和{other}，共{months}个月",
        "one identity number is in {one} and in {other} for {months} months"
    );
    let finding = report.asks(CHECK.name, scene.rosters[usize::from(first.source)].programme).find(
        severity,
        first.place(),
        message,
    );
    finding.at(second.place()).because(&pair.basis).stakes(Direction::TooMuch, None, Some(months)).clears(say!(
        lang,
        "核实户籍和家庭后，只保留应享受的一种",
        "verify registration and household, and keep the one that is due"
    ));
}
