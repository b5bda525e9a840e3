//! People who hold one benefit and a card, and are absent from the roster of another that should follow.

use std::collections::{BTreeMap, BTreeSet};

use super::law::ByMonth;
use super::listed::{self, written};
use super::lists::{CARDS, DEATHS, WORK_INJURY};
use super::{Question, Reporter, Scene, check, dead_and_paid};
use crate::day::{Month, Months};
use crate::field::Field;
use crate::finding::{Direction, Severity};
use crate::lang::several;
use crate::money::Yuan;
use crate::roster::Sighting;
use crate::roster::condition::has_age;
use crate::rules::{Condition, Pack, Pair, Rate, Verdict, When};
use crate::say;

check!("entitled-unpaid", "entitled_unpaid", Question::Person(person), [CARDS, WORK_INJURY], besides[DEATHS]);

/// What the rules say of a month to whoever may be due a programme.
struct DueLaw {
    conditions: Vec<Condition>,
    /// Whom it pays, and how much.
    rates: Vec<(When, Option<Yuan>)>,
}

/// The same of each programme and month, worked out once for everybody.
pub struct DueLaws(Vec<ByMonth<DueLaw>>);

impl DueLaws {
    pub fn new(pack: &Pack) -> DueLaws {
        DueLaws(pack.programmes.iter().map(|_| ByMonth::default()).collect())
    }

    fn of(&self, target: usize, month: Month, pack: &Pack) -> &DueLaw {
        self.0[target].of(month, || {
            let programme = &pack.programmes[target];
            let rates = programme.rates(Field::MonthlyAmount, month).into_iter();
            let worth = |rate: &Rate| (rate.when.clone(), pack.worth(rate, month).map(|(worth, _)| worth));
            let conditions = programme.conditions(month.first_day()).into_iter().cloned();
            DueLaw { conditions: conditions.collect(), rates: rates.map(worth).collect() }
        })
    }
}

fn person(group: &[Sighting], scene: &Scene<'_>, report: &mut Reporter) {
    let cards = listed::rows(group, CARDS, scene);
    if !scene.has_list(CARDS) {
        return report.lacks_lists(vec![scene.list_name(CARDS, report.lang)]);
    }
    if cards.is_empty() {
        return;
    }
    let is_paid = |pair: &&Pair| !scene.pack.programmes[pair.places[1]].is_list;
    for pair in scene.pack.stacking.iter().filter(|pair| pair.verdict == Verdict::Required).filter(is_paid) {
        due(group, &cards, pair, scene, report);
    }
}

fn due(group: &[Sighting], cards: &[&Sighting], pair: &Pair, scene: &Scene<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let of = |place: usize| -> Vec<&Sighting> {
        group.iter().filter(|sighting| scene.roster(sighting).programme == place && sighting.is_covered()).collect()
    };
    let [first, second] = pair.places;
    let (held, target) = (of(first), &scene.pack.programmes[second]);
    let Some(first_held) = held.first() else { return };
    // What a list says may hold for all time: of that only the months of the roster it is missed on.
    let all = match scene.programme(first_held).is_list {
        true => scene.rostered.get(&second).cloned().unwrap_or_default(),
        false => months(&held),
    };
    let has = months(&of(second));
    let against = against(group, second, scene);
    let last_of_life = dead_and_paid::last_of_life(group, scene);
    let is_due = |month: &Month| {
        pair.span.holds(month.first_day())
            && !has.contains(month)
            && last_of_life.is_none_or(|last| *month <= last)
            && !against.iter().any(|(sighting, pair)| is_against(sighting, pair, *month))
    };
    let accepted: BTreeMap<Month, &Sighting> = all
        .into_iter()
        .filter(is_due)
        .filter_map(|month| Some((month, accepted(cards, month, second, scene)?)))
        .collect();
    let in_run = |month: &Month| scene.rostered.get(&second).is_some_and(|months| months.contains(month));
    let (known, unknown): (BTreeMap<_, _>, BTreeMap<_, _>) = accepted.into_iter().partition(|(month, _)| in_run(month));
    if !unknown.is_empty() {
        let name = target.name.get(lang);
        report.cannot_check(say!(
            lang,
            "有的月份没有{name}的名册，不知道该享受的人享受了没有",
            "for some months there is no roster of {name}: whether those due are on it is not known"
        ));
    }
    if !known.is_empty() {
        find(&held, &known, (pair, second), scene, report);
    }
}

/// What somebody holds that a programme may not be held with in full, by the pairs that say so.
fn against<'g>(group: &'g [Sighting], target: usize, scene: &Scene<'g>) -> Vec<(&'g Sighting, &'g Pair)> {
    let pairs = scene.pack.stacking.iter().filter(|pair| pair.places.contains(&target));
    let pairs = pairs.filter(|pair| !matches!(pair.verdict, Verdict::Allowed | Verdict::Required));
    // What a death leaves due in its own month is due.
    let held = |pair: &'g Pair| {
        let of_pair =
            move |of: &&Sighting| pair.places.contains(&scene.roster(of).programme) && !scene.is_of(of, DEATHS);
        group.iter().filter(of_pair).map(move |of| (of, pair))
    };
    pairs.flat_map(held).collect()
}

/// Whether a pair speaks against a programme in a month in which somebody holds the other of the two.
fn is_against(sighting: &Sighting, pair: &Pair, month: Month) -> bool {
    pair.span.holds(month.first_day()) && sighting.months.is_none_or(|months| months.contains(month))
}

fn months(sightings: &[&Sighting]) -> BTreeSet<Month> {
    sightings.iter().filter_map(|sighting| sighting.months).flat_map(Months::each).collect()
}

/// A card in force in a month whose grade and category the programme's conditions accept.
fn accepted<'g>(cards: &[&'g Sighting], month: Month, target: usize, scene: &Scene<'_>) -> Option<&'g Sighting> {
    let in_force = |card: &&&Sighting| {
        let drawn = scene.list_facts(card).is_none_or(|facts| facts.as_of >= month.first_day());
        let stands = !listed::is_gone(card, scene) && listed::lapsed(card, scene).is_none();
        drawn && stands && card.months.is_none_or(|months| months.contains(month))
    };
    let law = scene.due_laws.of(target, month, scene.pack);
    let meets = |card: &&&Sighting| law.conditions.iter().all(|condition| is_met(condition, card, month));
    cards.iter().filter(in_force).find(meets).copied()
}

/// What the card and the birth date can say of a condition; the rest is for the application to show.
fn is_met(condition: &Condition, card: &Sighting, month: Month) -> bool {
    let asked = condition.only_when.is_empty() || may_meet(&condition.only_when, card, month);
    !asked || condition.any.iter().any(|when| may_meet(when, card, month))
}

fn may_meet(when: &When, card: &Sighting, month: Month) -> bool {
    let (category, grade) = card.disability();
    let has = |place: Option<u8>, mask: u64| place.is_some_and(|place| mask & (1 << place) != 0);
    let codes = when.codes.iter().all(|(field, mask)| match field {
        Field::DisabilityGrade => has(grade, *mask),
        Field::DisabilityCategory => has(category, *mask),
        _ => true,
    });
    let of_age = when.age.is_none_or(|ages| card.birth().is_none_or(|birth| has_age(ages, birth, Months::one(month))));
    codes && of_age
}

/// What the target would have paid in a month, where one rate fits the card.
fn rate(target: usize, card: &Sighting, month: Month, scene: &Scene<'_>) -> Option<Yuan> {
    let law = scene.due_laws.of(target, month, scene.pack);
    let mut fitting = law.rates.iter().filter(|(when, _)| may_meet(when, card, month));
    let (_, worth) = fitting.next().filter(|_| fitting.next().is_none())?;
    *worth
}

fn find(
    held: &[&Sighting],
    known: &BTreeMap<Month, &Sighting>,
    (pair, second): (&Pair, usize),
    scene: &Scene<'_>,
    report: &mut Reporter,
) {
    let target = &scene.pack.programmes[second];
    let Some((last, card)) = known.last_key_value() else { return };
    let lost: BTreeSet<Month> = known.keys().copied().collect();
    let in_lost =
        |row: &&&Sighting| row.months.is_none_or(|months| lost.range(months.first..=months.last).next().is_some());
    let held: Vec<&Sighting> = held.iter().filter(in_lost).copied().collect();
    let Some(first) = held.first() else { return };
    // It is paid on application: whether one was made, no roster shows.
    let Some(room) = report.asks(CHECK.name, second).room(Severity::Suspicion) else { return };
    let lang = room.lang;
    let rates: Option<Vec<Yuan>> = known.iter().map(|(month, card)| rate(second, card, *month, scene)).collect();
    let stake = rates.map(|rates| rates.into_iter().sum::<Yuan>());
    let (one, other) = (scene.programme(first).name.get(lang), target.name.get(lang));
    let grade = card.disability().1.and_then(|place| scene.pack.codes.code(Field::DisabilityGrade, place));
    let grade = grade.map_or("", |code| code.name.get(lang));
    let (count, months) = (lost.len() as u32, written(&lost, lang));
    let so_many = several(count, "month");
    let mut message = match scene.programme(first).is_list {
        true => say!(
            lang,
            "持有{grade}残疾人证，{other}名册里{count}个月没有（{months}）",
            "has a card ({grade}), and for {so_many} is not on {other} ({months})"
        ),
        false => say!(
            lang,
            "在{one}且有{grade}残疾人证，{other}名册里{count}个月没有（{months}）",
            "on {one} with a card ({grade}), and for {so_many} not on {other} ({months})"
        ),
    };
    if let Some(stake) = stake {
        let each = rate(second, card, *last, scene).unwrap_or(Yuan::ZERO);
        message += &say!(lang, "，按每月{each}元计{stake}元", ": at {each} yuan a month {stake} in all");
    }
    if let Some(unless) = &pair.unless {
        let unless = unless.get(lang);
        message += &say!(lang, "；{unless}的除外", "; unless {unless}");
    }
    let finding = room.find(first.place(), message);
    for place in held[1..].iter().map(|row| row.place()).chain([card.place()]).filter(|place| *place != first.place()) {
        finding.at(place);
    }
    finding.because(&pair.basis).stakes(Direction::TooLittle, stake, Some(count)).clears(say!(
        lang,
        "告知本人或监护人可以申请并帮助办理；已申请或不符合条件的，记明原因",
        "tell the person or guardian of the subsidy and help them apply; note why where they applied or are not due"
    ));
}
