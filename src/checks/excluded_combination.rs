//! One person in two programmes that may not be held together.

use std::collections::BTreeSet;

use super::{Question, Reporter, Scene, check, unknown_month};
use crate::day::{Month, Months};
use crate::finding::{Direction, Severity};
use crate::roster::Sighting;
use crate::rules::{Pair, Seen, Verdict};
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
        if ones.is_empty() || others.is_empty() {
            continue;
        }
        if ones.iter().chain(&others).any(|sighting| sighting.months.is_none()) {
            report.cannot_check(unknown_month(report.lang));
        }
        let (in_one, in_other) = (months(&ones), months(&others));
        let together = in_one.intersection(&in_other).filter(|month| pair.span.holds(month.first_day()));
        let together: BTreeSet<Month> = together.copied().collect();
        let meet = |one: &Sighting, other: &Sighting| match (one.months, other.months) {
            (Some(one), Some(other)) if one.overlap(other) => {
                together.range(one.first.max(other.first)..=one.last.min(other.last)).next().is_some()
            }
            _ => false,
        };
        let Some(one) = ones.iter().find(|one| meet(one, one)) else { continue };
        if let Some(other) = others.iter().find(|other| meet(one, other)) {
            find((one, other), together.len() as u32, pair, scene, report);
        }
    }
}

/// Every month some sighting is of.
fn months(sightings: &[&Sighting]) -> BTreeSet<Month> {
    let spans: BTreeSet<Months> = sightings.iter().filter_map(|sighting| sighting.months).collect();
    let each = |span: Months| {
        std::iter::successors(Some(span.first), |month| Some(month.next())).take_while(move |month| *month <= span.last)
    };
    spans.into_iter().flat_map(each).collect()
}

fn find((first, second): (&Sighting, &Sighting), months: u32, pair: &Pair, scene: &Scene<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let certain = first.is_sound() && pair.verdict == Verdict::Forbidden && pair.basis.seen >= Seen::Quoted;
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
