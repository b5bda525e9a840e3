//! Disabled people on a roster meet the list of their cards: none, expired, or of another grade.

use std::collections::BTreeSet;

use super::listed::{self, Matched, written};
use super::lists::CARDS;
use super::{Question, Reporter, Scene, check};
use crate::day::{Month, Months};
use crate::field::Field;
use crate::finding::{Direction, Severity};
use crate::lang::{Lang, several};
use crate::roster::Sighting;
use crate::say;

check!("certificate", "certificate", Question::Person(person), [CARDS]);

fn person(group: &[Sighting], scene: &Scene<'_>, report: &mut Reporter) {
    let listed = listed::rows(group, CARDS, scene);
    let cards: Vec<&Sighting> = listed.iter().filter(|card| !listed::is_gone(card, scene)).copied().collect();
    for paid in listed::assisted(group, scene) {
        // Where a programme is not only for holders of cards, a row is asked about if it states a grade or a category.
        let concerned = |row: &&Sighting| row.disability() != (None, None) || scene.is_only_for(row, CARDS);
        let paid: Vec<&Sighting> = paid.into_iter().filter(concerned).collect();
        if cards.is_empty() {
            let cancelled = cancelled(&listed, scene);
            let without = |month: Month| cancelled.is_none_or(|cancelled| month > cancelled);
            if let Some(matched) = Matched::of(&listed, &paid, &without, scene, report) {
                no_card(&matched, cancelled, scene, report);
            }
            continue;
        }
        not_yet(&cards, &paid, scene, report);
        expired(&cards, &paid, scene, report);
        lapsed(&cards, &paid, scene, report);
        differs(&cards, &paid, scene, report);
    }
}

/// The month in which the last of somebody's cards was cancelled. A later day than the list was drawn up on is that to which the
/// card would have been valid.
fn cancelled(cards: &[&Sighting], scene: &Scene<'_>) -> Option<Month> {
    let day = |card: &&Sighting| {
        let ended = card.months.and_then(Months::ended)?;
        scene.list_facts(card).is_none_or(|facts| ended.first_day() <= facts.as_of).then_some(ended)
    };
    cards.iter().map(day).collect::<Option<Vec<Month>>>()?.into_iter().max()
}

fn no_card(matched: &Matched<'_>, cancelled: Option<Month>, scene: &Scene<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let name = scene.pack.programmes[matched.programme].name.get(lang);
    let in_all = matched.in_all(lang);
    let mut message = match (matched.rows.is_empty(), cancelled) {
        (true, _) => say!(
            lang,
            "残疾人证名单里没有此人，{name}发{in_all}",
            "the list of cards does not have this person, and {name} pays {in_all}"
        ),
        (false, Some(cancelled)) => say!(
            lang,
            "残疾人证名单记证于{cancelled}注销，此后{name}发{in_all}",
            "the list has the card as cancelled in {cancelled}, and since then {name} pays {in_all}"
        ),
        (false, None) => say!(
            lang,
            "残疾人证名单记证已注销，{name}发{in_all}",
            "the list has the card as cancelled, and {name} pays {in_all}"
        ),
    };
    let drawn = scene.rosters.iter().filter_map(|roster| {
        let list = &scene.pack.programmes[roster.programme];
        roster.list.as_ref().filter(|_| list.id == CARDS).map(|facts| facts.as_of)
    });
    let last = matched.months.last().map(|month| month.first_day());
    if let Some((drawn, _)) = drawn.max().zip(last).filter(|(drawn, last)| drawn < last) {
        message += &say!(
            lang,
            "；名单截至{drawn}，此后办证的不在内",
            "; the list was drawn up on {drawn}, cards since are not in it"
        );
    }
    matched.find(CHECK.name, (Severity::Suspicion, None), message, report).clears(say!(
        lang,
        "请本人或监护人出示残疾人证，向残联核对；证在别处办的，补进名单",
        "ask for the card and check it with the disabled persons' federation; add it to the list if it was issued elsewhere"
    ));
}

/// Paid before any card was issued.
fn not_yet(cards: &[&Sighting], paid: &[&Sighting], scene: &Scene<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let before = |month: Month| cards.iter().all(|card| card.months.is_some_and(|months| month < months.first));
    let Some(matched) = Matched::of(cards, paid, &before, scene, report) else { return };
    let first = cards.iter().filter_map(|card| card.months).map(|months| months.first).min();
    let Some(first) = first else { return };
    let name = scene.pack.programmes[matched.programme].name.get(lang);
    let in_all = matched.in_all(lang);
    let message = say!(
        lang,
        "残疾人证{first}才发，此前{name}已发{in_all}",
        "the card was issued in {first}, and {name} pays {in_all} before it"
    );
    matched.find(CHECK.name, (Severity::Suspicion, None), message, report).clears(say!(
        lang,
        "查此前有没有旧证；换证的，把旧证补进名单",
        "look for an older card; where the card was renewed, add the old one to the list"
    ));
}

/// Whether every card begun by a month had run out before it.
fn is_expired(cards: &[&Sighting], month: Month) -> bool {
    let spans: Option<Vec<_>> = cards.iter().map(|card| card.months).collect();
    spans.is_some_and(|spans| {
        spans.iter().any(|months| months.last < month) && !spans.iter().any(|months| months.contains(month))
    })
}

fn expired(cards: &[&Sighting], paid: &[&Sighting], scene: &Scene<'_>, report: &mut Reporter) {
    let ends: BTreeSet<Month> = cards.iter().filter_map(|card| card.months).map(|months| months.last).collect();
    for end in ends {
        // The months after this card ran out, up to where another runs out that was renewed late in its turn.
        let after = |month: Month| is_expired(cards, month) && last_end(cards, month) == Some(end);
        if let Some(matched) = Matched::of(cards, paid, &after, scene, report) {
            find_expired(&matched, (end, renewed(cards, end)), scene, report);
        }
    }
}

/// When the last of the cards ran out that had run out before a month.
fn last_end(cards: &[&Sighting], month: Month) -> Option<Month> {
    let ends = cards.iter().filter_map(|card| card.months).map(|months| months.last);
    ends.filter(|last| *last < month).max()
}

/// When the first card was issued after one ran out.
fn renewed(cards: &[&Sighting], end: Month) -> Option<Month> {
    cards.iter().filter_map(|card| card.months).map(|months| months.first).filter(|first| *first > end).min()
}

fn find_expired(
    matched: &Matched<'_>,
    (end, renewed): (Month, Option<Month>),
    scene: &Scene<'_>,
    report: &mut Reporter,
) {
    let lang = report.lang;
    let (count, months) = (matched.count(), written(&matched.months, lang));
    let so_many = several(count, "month");
    let mut message = match renewed {
        Some(renewed) => say!(
            lang,
            "残疾人证有效期到{end}，{renewed}才换证，其间名册上有{count}个月（{months}）：人仍在册，证已过期",
            "the card ran out in {end} and was renewed in {renewed}, and the roster has {so_many} between ({months}): the person is there, the card had expired"
        ),
        None => say!(
            lang,
            "残疾人证有效期到{end}，名册上此后还有{count}个月（{months}）：人仍在册，证已过期",
            "the card ran out in {end} and the roster goes on for {so_many} ({months}): the person is there, the card has expired"
        ),
    };
    message += &matched.weakness(scene, lang);
    let clears = match renewed {
        Some(_) => say!(
            lang,
            "核对两本证的起止日期，有没有漏录的证；不因换证晚了直接扣回",
            "check the days of both cards, and whether one between is missing; take nothing back merely because it was renewed late"
        ),
        None => say!(
            lang,
            "上门帮助换证或重新评定，行动不便的请残联入户；不因过期直接停发",
            "help renew it, with an assessor who comes to the home if need be; do not stop aid for a date alone"
        ),
    };
    let finding = matched.find(CHECK.name, (Severity::Warning, None), message, report);
    finding.stakes(Direction::TooLittle, None, Some(matched.count())).clears(clears);
}

/// The list says of every card that it has run out or is frozen. Since when it does not say: the months from that
/// before the list on are asked about, unless the dates have told of them.
fn lapsed(cards: &[&Sighting], paid: &[&Sighting], scene: &Scene<'_>, report: &mut Reporter) {
    let states: Option<Vec<&str>> = cards.iter().map(|card| listed::lapsed(card, scene)).collect();
    let drawn = cards.iter().filter_map(|card| scene.list_facts(card)).map(|facts| facts.as_of).max();
    let Some((states, drawn)) = states.zip(drawn) else { return };
    let is_near = |month: Month| month.next().last_day() >= drawn && !is_expired(cards, month);
    let Some(matched) = Matched::of(cards, paid, &is_near, scene, report) else { return };
    let lang = report.lang;
    let (state, months) = (states[0], written(&matched.months, lang));
    let mut message = say!(
        lang,
        "残疾人证名单（{drawn}）记证件状态为“{state}”，从哪天起没有写，{months}仍在册",
        "the list of cards of {drawn} has the card as {state:?}, without the day, and the person is on the roster in {months}"
    );
    message += &matched.weakness(scene, lang);
    let finding = matched.find(CHECK.name, (Severity::Warning, None), message, report);
    finding.stakes(Direction::Neither, None, Some(matched.count())).clears(say!(
        lang,
        "向残联问清原因和日期；到期的上门帮助换证，行动不便的请残联入户；不因证件状态直接停发",
        "ask the disabled persons' federation why and since when; help renew it, with an assessor who comes to the home if need be; do not stop aid for the word alone"
    ));
}

/// The grade or the category of the roster is not that of the cards in force.
fn differs(cards: &[&Sighting], paid: &[&Sighting], scene: &Scene<'_>, report: &mut Reporter) {
    for field in [Field::DisabilityGrade, Field::DisabilityCategory] {
        let all = |rows: &[&Sighting]| rows.iter().filter_map(|row| stated(row, field)).collect::<BTreeSet<u8>>();
        let on_cards = all(cards);
        let pairs = all(paid).into_iter().flat_map(|own| on_cards.iter().map(move |on_card| (own, *on_card)));
        for pair in pairs.filter(|(own, on_card)| own != on_card) {
            differs_by(pair, field, (cards, paid), scene, report);
        }
    }
}

/// Looks for the months in which rows say the one and the cards in force the other.
fn differs_by(
    (own, on_card): (u8, u8),
    field: Field,
    (cards, paid): (&[&Sighting], &[&Sighting]),
    scene: &Scene<'_>,
    report: &mut Reporter,
) {
    let rows: Vec<&Sighting> = paid.iter().filter(|row| stated(row, field) == Some(own)).copied().collect();
    let differs = |month: Month| {
        let listed = in_force(cards, month, field);
        !listed.contains(&own) && listed.first() == Some(&on_card)
    };
    if let Some(matched) = Matched::of(cards, &rows, &differs, scene, report) {
        find_difference(&matched, field, (own, on_card), scene, report);
    }
}

fn stated(sighting: &Sighting, field: Field) -> Option<u8> {
    let (category, grade) = sighting.disability();
    if field == Field::DisabilityGrade { grade } else { category }
}

/// What the cards in force in a month say.
fn in_force(cards: &[&Sighting], month: Month, field: Field) -> BTreeSet<u8> {
    let holds = |card: &&&Sighting| card.months.is_none_or(|months| months.contains(month));
    cards.iter().filter(holds).filter_map(|card| stated(card, field)).collect()
}

fn find_difference(
    matched: &Matched<'_>,
    field: Field,
    (own, on_card): (u8, u8),
    scene: &Scene<'_>,
    report: &mut Reporter,
) {
    let lang = report.lang;
    let word =
        |place: u8| scene.pack.codes.code(field, place).map_or_else(String::new, |code| code.name.get(lang).to_owned());
    let (of_roster, of_card) = (word(own), word(on_card));
    let (what, in_all) = (what(field, lang), written(&matched.months, lang));
    let mut message = say!(
        lang,
        "{what}：名册写{of_roster}，残疾人证名单写{of_card}（{in_all}）",
        "{what}: the roster has {of_roster}, the list of cards {of_card} ({in_all})"
    );
    message += &matched.weakness(scene, lang);
    matched
        .find(CHECK.name, (Severity::Suspicion, None), message, report)
        .stakes(direction(field, own, on_card), None, Some(matched.count()))
        .clears(say!(
            lang,
            "以现行残疾人证为准改正名册；因此应多发或少发的，按规定补发或核减",
            "correct the roster by the card in force, then pay what is due"
        ));
}

/// Grades are listed from the severest: a lesser one on the card may mean that less is due.
pub(super) fn direction(field: Field, own: u8, on_card: u8) -> Direction {
    match field {
        Field::DisabilityGrade if on_card > own => Direction::TooMuch,
        Field::DisabilityGrade => Direction::TooLittle,
        _ => Direction::Neither,
    }
}

pub(super) fn what(field: Field, lang: Lang) -> String {
    match field {
        Field::DisabilityGrade => say!(lang, "残疾等级不一致", "grade of disability differs"),
        _ => say!(lang, "残疾类别不一致", "category of disability differs"),
    }
}
