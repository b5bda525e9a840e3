//! Cases of temporary assistance, from application to payment, each step on a working day.

use chrono::NaiveDate;

use crate::names::Family;
use crate::people::{Person, Registry, Sex};
use crate::places;
use crate::working_days::{self, day};

/// What the bureau reported: households, people, and fen.
const HOUSEHOLDS: usize = 65;
const PERSONS: i64 = 235;
const REPORTED: i64 = 27_482_000;
const HUNDRED_YUAN: i64 = 10_000;

const URGENT: [&str; 4] = ["突发重大疾病", "交通意外受伤", "房屋火灾", "雪灾受困"];
const COSTLY: [&str; 4] = ["长期住院自费支出大", "子女就学费用负担重", "残疾康复费用负担重", "慢性病用药支出大"];
pub const KINDS: [&str; 2] = ["急难型", "支出型"];

/// How a row writes its dates.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Style {
    Date,
    Points,
    Words,
    Slashes,
}

/// The days of a case: 申请, 受理, 收到审核意见, 审批, 发放.
pub type Steps = [NaiveDate; 5];

pub struct Case {
    pub place: (&'static str, &'static str),
    pub applicant: Person,
    pub persons: i64,
    pub kind: &'static str,
    pub cause: &'static str,
    pub steps: Steps,
    pub amount: i64,
    pub account: String,
    pub telephone: String,
    pub style: Style,
}

/// All cases, by the day of application.
pub fn all(registry: &mut Registry) -> Vec<Case> {
    let mut cases: Vec<Case> = (0..HOUSEHOLDS - 2).map(|_| ordinary(registry)).collect();
    cases.sort_by_key(|case| case.steps);
    vary_styles(&mut cases);
    accept_before_application(&mut cases);
    insert_late_and_look_alike(&mut cases, registry);
    share_persons(&mut cases);
    share_amounts(&mut cases);
    cases
}

fn ordinary(registry: &mut Registry) -> Case {
    let steps = steps(registry);
    case(steps, registry)
}

pub fn case(steps: Steps, registry: &mut Registry) -> Case {
    let applicant = applicant(registry);
    let chance = &mut registry.chance;
    let kind = chance.of(&KINDS);
    Case {
        place: places::village(chance),
        persons: chance.between(1, 6),
        kind,
        cause: chance.of(if kind == KINDS[0] { &URGENT[..] } else { &COSTLY }),
        amount: chance.between(15, 70) * HUNDRED_YUAN,
        account: registry.account(),
        telephone: registry.telephone(),
        applicant,
        steps,
        style: Style::Date,
    }
}

pub fn applicant(registry: &mut Registry) -> Person {
    let family = Family::any(&mut registry.chance);
    let sex = Sex::any(&mut registry.chance);
    registry.person(&family, sex, (24, 72))
}

/// The county decides within ten working days, often on the last.
fn steps(registry: &mut Registry) -> Steps {
    let days = working_days::all();
    let waits = [(0, 2), (4, 9), (2, 10), (1, 5)].map(|(least, most)| registry.chance.between(least, most));
    let all: i64 = waits.iter().sum();
    let mut at = registry.chance.between(0, days.len() as i64 - 1 - all);
    let mut step = |wait: i64| {
        at += wait;
        days[at as usize]
    };
    [step(0), step(waits[0]), step(waits[1]), step(waits[2]), step(waits[3])]
}

fn vary_styles(cases: &mut [Case]) {
    for (place, case) in cases.iter_mut().enumerate() {
        case.style = match place % 13 {
            4 => Style::Points,
            7 => Style::Words,
            11 => Style::Slashes,
            _ => Style::Date,
        };
    }
}

/// Planted: a case accepted the working day before it was applied for.
fn accept_before_application(cases: &mut [Case]) {
    let days = working_days::all();
    let case = cases[15..].iter_mut().find(|case| case.style == Style::Date).expect("most rows have real dates");
    let applied = days.iter().position(|day| *day == case.steps[0]).expect("applications come on working days");
    case.steps[1] = days[applied - 1];
}

/// Planted: a decision on the eleventh working day, and after it one on the tenth that a count of weekdays takes for late.
fn insert_late_and_look_alike(cases: &mut Vec<Case>, registry: &mut Registry) {
    let late = [day(3, 8), day(3, 9), day(3, 19), day(4, 3), day(4, 9)];
    let in_time = [day(3, 8), day(3, 12), day(3, 26), day(4, 10), day(4, 16)];
    let place = cases.partition_point(|case| case.steps[0] <= late[0]);
    cases.insert(place, case(late, registry));
    cases.insert(place + 1, case(in_time, registry));
}

fn share_persons(cases: &mut [Case]) {
    let mut missing = PERSONS - cases.iter().map(|case| case.persons).sum::<i64>();
    for place in (0..cases.len()).cycle().step_by(7) {
        if missing == 0 {
            return;
        }
        let persons = &mut cases[place].persons;
        if (1..=7).contains(&(*persons + missing.signum())) {
            *persons += missing.signum();
            missing -= missing.signum();
        }
    }
}

/// Hundreds first, the rest to one case.
fn share_amounts(cases: &mut [Case]) {
    let mut missing = REPORTED - cases.iter().map(|case| case.amount).sum::<i64>();
    for place in (0..cases.len()).cycle().step_by(7) {
        let step = missing.signum() * HUNDRED_YUAN;
        if missing.abs() < HUNDRED_YUAN {
            cases[place].amount += missing;
            return;
        }
        if cases[place].amount + step >= 10 * HUNDRED_YUAN {
            cases[place].amount += step;
            missing -= step;
        }
    }
}
