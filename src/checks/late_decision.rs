//! Steps finished after their last day, or unfinished when it has passed.

use std::sync::Arc;

use super::weight::weight_of;
use super::{Case, Question, Reporter, check};
use crate::calendar::{self, provisional_mark};
use crate::deadline::{self, CannotTell, Due, Lacking, Status, Term};
use crate::field::Field;
use crate::finding::Severity;
use crate::lang::{Lang, Say};
use crate::roster::Record;
use crate::rules::{Basis, Programme};
use crate::say;

check!("late-decision", "late_decision", Question::Step(step), if columns);

fn columns(case: &Case<'_>, report: &mut Reporter) -> bool {
    let lang = report.lang;
    half_shown(case).iter().for_each(|step| report.cannot_check(lacking(step, case, lang)));
    if !is_limited(case.programme) && shows_a_decision(case) {
        report.cannot_check(unlimited(case, lang));
    }
    true
}

/// Whether a rule of some day limits a step of every row.
fn is_limited(programme: &Programme) -> bool {
    let mut versions = programme.layers.iter().flat_map(|layer| &layer.versions);
    versions.any(|version| version.deadlines.iter().any(|deadline| deadline.when.is_empty()))
}

/// Whether the roster has the days between which a decision is made.
fn shows_a_decision(case: &Case<'_>) -> bool {
    let begins = [Field::Applied, Field::Accepted, Field::OpinionReceived];
    case.roster.has(Field::Decided) && begins.into_iter().any(|begin| case.roster.has(begin))
}

fn unlimited(case: &Case<'_>, lang: Lang) -> String {
    let name = case.programme.name.get(lang);
    say!(
        lang,
        "规则库里没有{name}一般的办理时限，办得早晚没有查",
        "the rules hold no general time limit for the steps of {name}, so nothing was asked about late ones"
    )
}

fn step(record: &Record<'_>, due: &Due<'_>, report: &mut Reporter) {
    match (&due.status, &due.last_day) {
        (Status::Late(_) | Status::LateUnless(_), Ok(last)) => late(record, due, *last, report),
        (Status::Overdue(_) | Status::OverdueUnless(_), Ok(last)) => overdue(record, due, *last, report),
        (Status::CannotTell(CannotTell::Calendar(unknown)), _) => {
            let why = unknown.say(report.lang);
            report.cannot_check(why);
        }
        (
            Status::CannotTell(
                why @ (CannotTell::NoStart | CannotTell::NoRule | CannotTell::NoLimit | CannotTell::WithinTheDay),
            ),
            _,
        ) => {
            untold(due, why, report);
        }
        _ => {}
    }
}

/// Steps of which the roster has the start or the end, and not both, by the law of the last of its months.
fn half_shown<'c>(case: &Case<'c>) -> Vec<Lacking<'c>> {
    let day = case.roster.months.map_or(case.today, |months| months.last.last_day().min(case.today));
    let steps = deadline::lacking(case.roster, case.programme, day).into_iter();
    // What binds some rows only, or happens seldom, has no column in most rosters.
    steps.filter(|step| step.is_half() && step.deadline.when.is_empty()).collect()
}

/// A step that a roster shows half of.
fn lacking(step: &Lacking<'_>, case: &Case<'_>, lang: Lang) -> String {
    let name = step.deadline.name.get(lang);
    let header = step.columns.first().map_or(String::new(), |field| case.pack.header(*field, case.programme));
    say!(lang, "有的名册没有{header}，{name}没有查", "some rosters have no column {header}, so {name} was not checked")
}

#[cold]
fn untold(due: &Due<'_>, why: &CannotTell, report: &mut Reporter) {
    let (lang, deadline) = (report.lang, due.deadline);
    report.cannot_check_of((std::ptr::from_ref(deadline), std::mem::discriminant(why)), || {
        let (name, why) = (deadline.name.get(lang), why.say(lang));
        say!(lang, "{name}：有的行{why}", "{name}: of some rows {why}")
    });
}

#[cold]
fn late(record: &Record<'_>, due: &Due<'_>, last: calendar::Due, report: &mut Reporter) {
    let Some(ended) = due.ended else { return };
    // A notice yet to come may move the last day.
    let most = if last.provisional { Severity::Suspicion } else { Severity::Error };
    let severity = severity(due).min(most);
    let Some(room) = report.room(severity) else { return };
    let lang = room.lang;
    let was_due = was_due(due, last, lang);
    let message = say!(lang, "{was_due}，{ended}才办结", "{was_due} and done on {ended}");
    let finding = room.find(record.place(due.deadline.ends), message);
    finding.at(record.place(due.deadline.starts)).seen(ended.to_string()).because(basis(due));
    let unless = due.deadline.unless.as_ref().map(|unless| unless.get(lang).to_owned());
    let ways: Vec<String> = extended_for(due, lang).into_iter().chain(unless).collect();
    finding.clears(match (!ways.is_empty()).then(|| ways.join(&say!(lang, "，或者", ", or "))) {
        Some(unless) => say!(lang, "核对日期；{unless}的，不算逾期", "check the dates; it is in time if {unless}"),
        None => say!(lang, "核对两个日期；确属逾期的，写明原因存档", "check both dates; if it was late, record why"),
    });
}

/// The words the limit rests on: of the longer one, where the row says that it is one of its cases.
fn basis<'d>(due: &Due<'d>) -> &'d Arc<Basis> {
    match &due.extended {
        Some(extended) if extended.applies => &extended.extension.basis,
        _ => &due.deadline.basis,
    }
}

/// The cases in which a longer limit holds, that the row does not speak of.
fn extended_for(due: &Due<'_>, lang: Lang) -> Option<String> {
    // Without a day where it ends, what else may except the step is not told from it.
    let is_of_it = due.extended.map_or(due.deadline.unless.is_none(), |extended| !extended.applies);
    let may_hold = due.status.is_excepted() && is_of_it;
    let extension = due.deadline.extension.as_ref().filter(|_| may_hold)?;
    let (cases, limit, basis) = (extension.when.text(lang), extension.limit.text(lang), extension.basis.cited());
    Some(say!(lang, "属于{cases}、可延长至{limit}（{basis}）", "it is a case of {cases}, which has {limit} ({basis})"))
}

#[cold]
fn overdue(record: &Record<'_>, due: &Due<'_>, last: calendar::Due, report: &mut Reporter) {
    let lang = report.lang;
    let was_due = was_due(due, last, lang);
    let message = say!(lang, "{was_due}，至今没有办结日期", "{was_due} and has no date yet");
    report
        .find(Severity::Suspicion, record.place(due.deadline.ends), message)
        .at(record.place(due.deadline.starts))
        .because(basis(due))
        .clears(match extended_for(due, lang) {
            Some(unless) => say!(
                lang,
                "尽快办结；{unless}的，补填延长期限情形",
                "decide the case; if {unless}, fill in why it is extended"
            ),
            None => say!(lang, "尽快办结；已办结的补填日期", "decide the case; if it is decided, fill in the date"),
        });
}

fn was_due(due: &Due<'_>, last: calendar::Due, lang: Lang) -> String {
    let extended = due.extended.filter(|extended| extended.applies);
    let last = extended.map_or(last, |extended| extended.due);
    let limit = extended.map_or(due.deadline.limit, |extended| extended.extension.limit);
    let from = Term::Within(limit).from(due.started, lang);
    let (step, mark, last) = (due.deadline.name.get(lang), provisional_mark(last.provisional, lang), last.last_day);
    say!(lang, "{step}最迟{last}{mark}（{from}）", "{step} was due on {last}{mark} ({from})")
}

fn severity(due: &Due<'_>) -> Severity {
    weight_of(basis(due).seen, due.status.is_excepted())
}
