//! People whom a list of deaths names, paid for months after the month of death.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::listed::{self, Matched, written};
use super::lists::{APPROVED, DEATHS, PAYMENTS};
use super::weight::weight;
use super::{Question, Reporter, Scene, check};
use crate::day::Month;
use crate::field::Field;
use crate::finding::{Direction, Severity};
use crate::lang::Lang;
use crate::roster::Sighting;
use crate::rules::{Counted, Entitled, Pair, Verdict};
use crate::say;

check!("dead-and-paid", "dead_and_paid", Question::Person(person), [DEATHS], besides[APPROVED, PAYMENTS]);

fn person(group: &[Sighting], scene: &Scene<'_>, report: &mut Reporter) {
    let rows = listed::rows(group, DEATHS, scene);
    if rows.is_empty() {
        return;
    }
    let death = Death::of(&rows, scene);
    // Nothing in the month of death itself: its money may have been due, or paid before.
    let holds = |month: Month| death.month.is_none_or(|death| month > death);
    for paid in listed::assisted(group, scene) {
        for matched in listed::by_rule((&rows, DEATHS), &paid, &holds, scene, report) {
            find(&matched, &death, scene, report);
        }
    }
}

/// The month of death that a row of the list gives.
fn month_of(row: &Sighting, scene: &Scene<'_>) -> Option<Month> {
    row.months.map(|months| months.first).filter(|_| scene.roster(row).has(Field::Since))
}

/// The latest month in which lists have somebody dead, where number and name leave no doubt whom they mean.
pub(super) fn last_of_life(group: &[Sighting], scene: &Scene<'_>) -> Option<Month> {
    let rows = listed::rows(group, DEATHS, scene);
    let is_sure = listed::is_same_name(group) && group.iter().all(Sighting::is_sound);
    let latest = rows.iter().filter_map(|row| month_of(row, scene)).max();
    let is_day = !rows.iter().any(|row| is_no_day(row, scene));
    latest.filter(|month| is_sure && is_day && !is_before_birth(*month, &rows))
}

/// Whether somebody died, by these rows, in a month before the birth that the number gives.
fn is_before_birth(death: Month, rows: &[&Sighting]) -> bool {
    rows.iter().filter_map(|row| row.birth().and_then(Month::of)).any(|birth| death < birth)
}

/// Whether the day that a row of the list gives is in no calendar.
fn is_no_day(row: &Sighting, scene: &Scene<'_>) -> bool {
    scene.remark_of(row).is_some_and(|remark| remark.has_no_such_day)
}

/// What the list says of when somebody died.
struct Death {
    /// The latest month it gives.
    month: Option<Month>,
    doubts: Vec<Doubt>,
}

/// Why what a list gives is not certainly the day.
enum Doubt {
    /// Its rows give several months.
    Several,
    /// Of several rows some give none.
    Undated,
    /// The month has no such day: 30 February.
    NoSuchDay,
    /// It was drawn up before, on this day.
    AfterList(NaiveDate),
    /// The number has the birth later.
    BeforeBirth,
}

impl Death {
    fn of(rows: &[&Sighting], scene: &Scene<'_>) -> Death {
        let months: Vec<Option<Month>> = rows.iter().map(|row| month_of(row, scene)).collect();
        let given: BTreeSet<Month> = months.iter().flatten().copied().collect();
        let drawn = |row: &&Sighting| scene.list_facts(row).map(|facts| facts.as_of);
        let too_early = rows.iter().zip(&months).filter_map(|(row, month)| {
            let (drawn, month) = drawn(row).zip(*month)?;
            (drawn < month.first_day()).then_some(drawn)
        });
        let doubts = [
            (given.len() > 1).then_some(Doubt::Several),
            months.contains(&None).then_some(Doubt::Undated),
            rows.iter().any(|row| is_no_day(row, scene)).then_some(Doubt::NoSuchDay),
            too_early.max().map(Doubt::AfterList),
            given.last().is_some_and(|month| is_before_birth(*month, rows)).then_some(Doubt::BeforeBirth),
        ];
        Death { month: given.last().copied(), doubts: doubts.into_iter().flatten().collect() }
    }
}

impl Doubt {
    fn text(&self, lang: Lang) -> String {
        match self {
            Doubt::Several => say!(lang, "；名单上的死亡日期不一致", "; the days of the list do not agree"),
            Doubt::Undated => say!(lang, "；名单另有一行没有死亡日期", "; another row of the list gives no day"),
            Doubt::NoSuchDay => say!(
                lang,
                "；名单上写的死亡日期当月没有那一天",
                "; the list gives a day of death that its month does not have"
            ),
            Doubt::AfterList(drawn) => say!(
                lang,
                "；名单截至{drawn}，死亡日期却在其后",
                "; the list was drawn up on {drawn}, before the day of death it gives"
            ),
            Doubt::BeforeBirth => say!(
                lang,
                "；死亡日期早于号码里的出生日期，哪些月份在死亡之后不明",
                "; the death is before the birth in the number: which months are after the death is not known"
            ),
        }
    }
}

fn find(matched: &Matched<'_>, death: &Death, scene: &Scene<'_>, report: &mut Reporter) {
    let rule = rule(matched, death, scene);
    if rule.is_some_and(|rule| rule.verdict == Verdict::Allowed) {
        return;
    }
    let lang = report.lang;
    let until = rule.and_then(|rule| rule.grace_months).zip(death.month).map(|(grace, death)| death.later(grace));
    let grace = until.map(|until| Grace { until, runs: matched.months.last().is_some_and(|month| *month <= until) });
    let in_time = grace.is_some_and(|grace| grace.runs);
    let severity = match (in_time, is_certain(matched, death, rule, scene)) {
        (true, _) => Severity::Info,
        (false, true) => Severity::Error,
        (false, false) => Severity::Suspicion,
    };
    let message = message(matched, death, (grace, rule), scene, lang);
    let finding = matched.find(CHECK.name, (severity, rule), message, report);
    let is_impossible = death.doubts.iter().any(|doubt| matches!(doubt, Doubt::BeforeBirth));
    if death.month.is_none() || in_time || is_impossible {
        finding.stakes(Direction::TooMuch, None, None);
    }
    finding.clears(say!(
        lang,
        "向家属和派出所核实死亡及日期；属实的按规定停发，已发的由人决定是否追回；确在世的，更正名单",
        "verify the death and its day with the family and the police: if so, stop it as the rules say, and let people decide on recovery; if the person lives, have the list corrected"
    ));
}

/// The rule of the months; where it counts months from the death and began after that, the rule of the month of death.
fn rule<'s>(matched: &Matched<'_>, death: &Death, scene: &Scene<'s>) -> Option<&'s Pair> {
    let rule = matched.rule(DEATHS, scene)?;
    let is_before =
        |death: &Month| rule.grace_months.is_some() && Month::of(rule.span.from).is_some_and(|from| *death < from);
    match death.month.filter(is_before) {
        Some(month) => listed::rule(&scene.pack.programmes[matched.programme], DEATHS, month, scene),
        None => Some(rule),
    }
}

/// The months the rule leaves for the review.
#[derive(Clone, Copy)]
struct Grace {
    until: Month,
    /// All that was paid was paid within them.
    runs: bool,
}

/// Whether list, person and law leave nothing open.
fn is_certain(matched: &Matched<'_>, death: &Death, rule: Option<&Pair>, scene: &Scene<'_>) -> bool {
    // Aid granted once may answer what came before the death, or the death itself.
    let is_monthly = scene.pack.programmes[matched.programme].counted == Counted::Stock;
    let forbids = |rule: &Pair| {
        rule.verdict == Verdict::Forbidden && weight(&rule.basis, rule.unless.as_ref()) == Severity::Error
    };
    // So may what only puts earlier months right.
    let is_ordinary = matched.paid.iter().any(|sighting| !sighting.corrects());
    // Who draws for a household is not always assisted.
    let is_own = !matched.is_by_lists(scene) || scene.pack.programmes[matched.programme].entitled == Entitled::Person;
    // An account may be somebody else's by now.
    let is_by_account = matched.paid.iter().any(|paid| scene.is_by_account(paid));
    let is_of_one = matched.is_sound() && matched.is_same_name() && !is_by_account;
    // A file of payments that is called by the month in which they were made may pay for the month before.
    let is_next = |of: &Sighting| of.months.map(|months| months.first) <= death.month.map(Month::next);
    let is_late = |of: &&Sighting| is_next(of) && !scene.roster(of).has(Field::Period);
    let is_before = matched.is_by_lists(scene) && matched.paid.iter().copied().all(|of| is_late(&of));
    let is_sure = is_monthly && is_ordinary && !is_before && is_own && is_of_one;
    death.doubts.is_empty() && is_sure && rule.is_some_and(forbids)
}

fn message(
    matched: &Matched<'_>,
    death: &Death,
    (grace, rule): (Option<Grace>, Option<&Pair>),
    scene: &Scene<'_>,
    lang: Lang,
) -> String {
    let name = scene.pack.programmes[matched.programme].name.get(lang);
    let in_all = matched.in_all(lang);
    let (on_roster, by_lists) = matched.months_of_each(scene);
    let mut message = match death.month {
        Some(death) if !on_roster.is_empty() && !by_lists.is_empty() => {
            let (on_roster, by_lists) = (written(&on_roster, lang), written(&by_lists, lang));
            say!(
                lang,
                "死亡名单记{death}死亡，此后{name}名册仍列{on_roster}，发放清单或审批名单列{by_lists}，共{in_all}",
                "the list of deaths has {death}; after it the rosters of {name} have {on_roster}, and payments or approvals {by_lists}: {in_all}"
            )
        }
        Some(death) if matched.is_by_lists(scene) => say!(
            lang,
            "死亡名单记{death}死亡，此后{name}名册上没有，而发放清单或审批名单仍列{in_all}",
            "the list of deaths has {death}; the rosters of {name} of these months do not have this person, and payments or approvals went on for {in_all}"
        ),
        Some(death) => say!(
            lang,
            "死亡名单记{death}死亡，此后{name}名册仍列{in_all}",
            "the list of deaths has {death}, and the rosters of {name} went on for {in_all}"
        ),
        None => say!(
            lang,
            "死亡名单有此人而没有死亡日期，{name}发{in_all}，哪些在死亡之后不明",
            "the list of deaths names this person without a day, and {name} pays {in_all}: which are after the death is not known"
        ),
    };
    message.extend(grace.map(|grace| grace.text(lang)));
    // That there is no day at all has been said.
    let doubts = death.doubts.iter().filter(|_| death.month.is_some());
    message.extend(doubts.map(|doubt| doubt.text(lang)));
    message += &matched.doubts_of_whom(lang);
    if let Some(unless) = rule.and_then(|rule| rule.unless.as_ref()) {
        let unless = unless.get(lang);
        message += &say!(lang, "；{unless}的除外", "; unless {unless}");
    }
    message + &matched.of_household(scene, lang)
}

impl Grace {
    fn text(self, lang: Lang) -> String {
        let last = self.until;
        match self.runs {
            true => say!(
                lang,
                "；核查、停发手续最迟{last}办结",
                "; the review is to be done, and the money adjusted, by {last}"
            ),
            false => say!(
                lang,
                "；核查、停发手续最迟{last}办结，已过",
                "; the review, and the change of the money, were due by {last}"
            ),
        }
    }
}
