//! One person aided twice for the same cause within so many months: as the rule has it, or where it names none, as
//! places do.

use super::weight::{or_unless, weight};
use super::{Question, Reporter, Scene, check, unknown_month};
use crate::finding::{Direction, Severity};
use crate::roster::{Causes, Sighting};
use crate::rules::Repeat;
use crate::say;

check!("same-cause-again", "same_cause_again", Question::Person(person));

fn person(sightings: &[Sighting], scene: &Scene<'_>, report: &mut Reporter) {
    if sightings.iter().any(|sighting| sighting.cause == 0) {
        let lang = report.lang;
        report.cannot_check(say!(
            lang,
            "有的人受助几次，有的行没有写救助原因",
            "some people were aided more than once and some of their rows give no cause"
        ));
    }
    let mut grants: Vec<&Sighting> = sightings.iter().filter(|sighting| asked(sighting)).collect();
    if grants.iter().any(|sighting| sighting.months.is_none()) {
        report.cannot_check(unknown_month(report.lang));
    }
    if grants.iter().any(|sighting| sighting.cause == Causes::ONE_OF_MANY) {
        let lang = report.lang;
        report.cannot_check(say!(
            lang,
            "救助原因的写法太多，后面的分不清",
            "causes are written in so many ways that the later ones are not told apart"
        ));
    }
    let programme = |sighting: &Sighting| scene.roster(sighting).programme;
    grants.retain(|sighting| sighting.months.is_some() && sighting.cause != Causes::ONE_OF_MANY);
    grants.sort_by_key(|sighting| (programme(sighting), sighting.cause, sighting.months, sighting.place()));
    let of_one = |one: &&Sighting, other: &&Sighting| programme(one) == programme(other) && one.cause == other.cause;
    for grants in grants.chunk_by(of_one) {
        for pair in grants.windows(2) {
            again(pair[0], pair[1], scene, report);
        }
    }
}

/// Whether a row is a grant of this person: as its head, or alone, for a cause.
fn asked(sighting: &Sighting) -> bool {
    sighting.cause != 0 && sighting.is_covered() && sighting.is_head()
}

fn again(earlier: &Sighting, later: &Sighting, scene: &Scene<'_>, report: &mut Reporter) {
    let (Some(before), Some(after)) = (earlier.months, later.months) else { return };
    let same_row = earlier.source == later.source && earlier.row == later.row;
    let lang = report.lang;
    let Some(rule) = scene.programme(later).says(after.first.first_day(), |version| version.repeat.as_ref()) else {
        let (name, year) = (scene.programme(later).name.get(lang), after.first.year());
        report.cannot_check(say!(
            lang,
            "规则库里没有{name}{year}年同一原因再次救助的规定",
            "no rule is known on aid for one cause again by {name} in {year}"
        ));
        return;
    };
    let apart = u32::from(after.first.index().saturating_sub(before.first.index()));
    if !same_row && apart < rule.months {
        find((earlier, later), apart, rule, scene, report);
    }
}

fn find((earlier, later): (&Sighting, &Sighting), apart: u32, rule: &Repeat, scene: &Scene<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let (name, months) = (scene.programme(later).name.get(lang), rule.months);
    let when = |sighting: &Sighting| sighting.months.map(|months| months.first.to_string()).unwrap_or_default();
    let (first, second) = (when(earlier), when(later));
    let sums = match (earlier.amount(), later.amount()) {
        (Some(one), Some(other)) => say!(lang, "，先后{one}元、{other}元", ", {one} and {other} yuan"),
        _ => String::new(),
    };
    let practice = match rule.says_months {
        true => String::new(),
        false => say!(
            lang,
            "（依据没有写几个月，{months}个月是有的地方的做法）",
            " (the basis names no number; {months} is what some places do in practice)"
        ),
    };
    let message = say!(
        lang,
        "同一人以同一原因在{first}和{second}两次得到{name}，相隔{apart}个月，不满{months}个月{practice}{sums}",
        "one person had {name} for one cause in {first} and in {second}, months between: {apart}, under {months}{practice}{sums}"
    );
    let clears = say!(
        lang,
        "核对两次的原因和材料；长期困难的，转介低保等，不再一次次救急",
        "compare the causes and the papers of both; if the hardship lasts, refer the household to dibao instead of aid time after time"
    );
    let programme = scene.roster(later).programme;
    // One cause may be written of two events: never more than a question.
    let severity = weight(&rule.basis, rule.unless.as_ref()).min(Severity::Suspicion);
    report
        .asks(CHECK.name, programme)
        .find(severity, later.place(), message)
        .at(earlier.place())
        .because(&rule.basis)
        .stakes(Direction::Neither, later.amount(), Some(apart))
        .clears(or_unless(clears, rule.unless.as_ref(), lang));
}
