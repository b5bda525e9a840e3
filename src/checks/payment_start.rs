//! Aid paid from a month other than the first one the law gives after the decision.

use chrono::Datelike;

use super::weight::weight;
use super::{Case, Question, Reporter, check};
use crate::day::{Month, Months};
use crate::deadline::{NoStart, start_of};
use crate::field::Field;
use crate::finding::{Direction, Severity};
use crate::lang::Lang;
use crate::roster::Record;
use crate::rules::{Start, StartMonth};
use crate::say;

check!("payment-start", "payment_start", Question::Row(row), if columns);

/// A first month paid, and where it stands.
struct Paid {
    first: Month,
    field: Field,
    /// The roster says that this is the month it began, not merely one that was paid.
    stated: bool,
}

/// The first month stands in a column of its own; else a case that is new on its very row says it by the month it is
/// paid for.
fn columns(case: &Case<'_>, report: &mut Reporter) -> bool {
    let has = |field: Field| case.roster.has(field);
    let tells = has(Field::StartMonth) || (has(Field::Applied) && has(Field::Period));
    if !tells {
        let lang = report.lang;
        report.cannot_check(say!(
            lang,
            "有的名册没有起始保障年月，看不出从哪个月起发",
            "some rosters do not say from which month their rows are paid"
        ));
    }
    tells
}

fn row(record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    if !record.stands_for_case() {
        return;
    }
    let Some(start) = rule(record, case, report) else { return };
    let Some(event) = record.day(start.after).filter(|event| *event <= case.today) else {
        return unknown_event(start.after, record, case, report);
    };
    let Some(due) = Month::of(event).map(|month| start.first_paid(month)) else { return };
    let Some(paid) = paid(record, report) else { return };
    if paid.first < due {
        early(record, &paid, due, start, report);
    } else if paid.first > due && paid.stated {
        late(record, &paid, due, start, report);
    }
}

/// The rule of the day of the event: of the nearest layer that has one.
fn rule<'c>(record: &Record<'_>, case: &Case<'c>, report: &mut Reporter) -> Option<&'c Start> {
    let Some(event) = [Field::Decided, Field::Applied].into_iter().find_map(|field| record.day(field)) else {
        unknown_event(Field::Decided, record, case, report);
        return None;
    };
    start_of(record, case.programme, event).map_err(|none| no_rule(none, event.year(), case, report)).ok()
}

fn no_rule(none: NoStart<'_>, year: i32, case: &Case<'_>, report: &mut Reporter) {
    let (lang, name) = (report.lang, case.programme.name.get(report.lang));
    match none {
        NoStart::OfNobody => report.cannot_check_of(year, || {
            say!(
                lang,
                "规则库里没有{name}{year}年从哪个月起发放的规定",
                "no rule is known of the first month {name} is paid for in {year}"
            )
        }),
        NoStart::OfOthers => report.cannot_check_of((year, ()), || {
            say!(
                lang,
                "{name}{year}年从哪个月起发放，规则库里只有对一部分人的规定，名册上有的人不在其中",
                "the rules known of the first month {name} is paid for in {year} are of some people only, not of all on the roster"
            )
        }),
        NoStart::Untold(when) => when.fields().for_each(|field| {
            report.cannot_check_of(field, || {
                let header = case.pack.header(field, case.programme);
                say!(
                    lang,
                    "有的行没有可用的{header}，{name}从哪个月起发放因人而异",
                    "some rows give no usable {header}, and {name} is not paid from the same month for all"
                )
            });
        }),
    }
}

fn unknown_event(after: Field, record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    if !record.grants_nothing() {
        let lang = report.lang;
        report.cannot_check_of(after, || {
            let header = case.pack.header(after, case.programme);
            say!(lang, "有的行没有可用的{header}", "some rows give no usable {header}")
        });
    }
}

/// The first month as its column states it; else the month the row is paid for, where the case is new: it was applied
/// for and decided on this very row. The month of the sheet is not taken: it may list what was decided, not what was
/// paid.
fn paid(record: &Record<'_>, report: &mut Reporter) -> Option<Paid> {
    if let Some(Months { first, .. }) = record.value(Field::StartMonth).months() {
        return Some(Paid { first, field: Field::StartMonth, stated: true });
    }
    match (record.day(Field::Applied), record.value(Field::Period).months()) {
        (Some(_), Some(Months { first, .. })) => Some(Paid { first, field: Field::Period, stated: false }),
        _ => {
            let lang = report.lang;
            report.cannot_check_of((), || {
                say!(
                    lang,
                    "有的行没有起始保障年月，看不出从哪个月起发",
                    "some rows do not say from which month they are paid"
                )
            });
            None
        }
    }
}

fn early(record: &Record<'_>, paid: &Paid, due: Month, start: &Start, report: &mut Reporter) {
    let months = u32::from(due.index() - paid.first.index());
    // A first month before the application is that of an earlier grant, and the decision a renewal.
    let of_this_case = record.day(Field::Applied).and_then(Month::of).is_some_and(|applied| applied <= paid.first);
    let most = if paid.stated && of_this_case { Severity::Error } else { Severity::Suspicion };
    let severity = weight(&start.basis, None).min(most);
    let lang = report.lang;
    let clears = say!(
        lang,
        "核对审批日期和起始月；审批日期是续保复核的，补填首次审批日期",
        "check the decision and the first month; if the decision renewed an older grant, note the first decision"
    );
    find(record, paid, (due, months, Direction::TooMuch), start, (severity, clears), report);
}

fn late(record: &Record<'_>, paid: &Paid, due: Month, start: &Start, report: &mut Reporter) {
    let months = u32::from(paid.first.index() - due.index());
    let lang = report.lang;
    // A row of a month that it says is not paid yet contradicts itself: one of the two is wrong.
    let of_before = record.months().filter(|own| own.first < paid.first && own.last >= due);
    let (most, clears) = match of_before {
        None => (
            Severity::Error,
            say!(lang, "核对起始月；确实少发的，补发各月", "check the first month; pay the months that were left out"),
        ),
        Some(own) => (
            Severity::Suspicion,
            say!(
                lang,
                "本行是{own}的，起始月却在其后，先核对哪个写错；确实少发的，补发各月",
                "this row is of {own} and says that it is paid from later on: see which is wrong, and pay the months that were left out, if any"
            ),
        ),
    };
    let severity = weight(&start.basis, None).min(most);
    find(record, paid, (due, months, Direction::TooLittle), start, (severity, clears), report);
}

#[cold]
fn find(
    record: &Record<'_>,
    paid: &Paid,
    (due, months, direction): (Month, u32, Direction),
    start: &Start,
    (severity, clears): (Severity, String),
    report: &mut Reporter,
) {
    let lang = report.lang;
    let event = record.seen(start.after, report.reveal);
    let header = record.roster.column(start.after).map_or("", |column| record.roster.words(column));
    let (first, after) = (paid.first, following(start, lang));
    let monthly = record.money(Field::MonthlyAmount);
    let stake = monthly.and_then(|monthly| monthly.times(months));
    let sum = monthly.zip(stake).map(|(monthly, stake)| match lang {
        Lang::Zh => format!("，每月{monthly}元共{stake}元"),
        Lang::En => format!(", at {monthly} yuan a month {stake} in all"),
    });
    let sum = sum.unwrap_or_default();
    let message = match direction {
        Direction::TooMuch => say!(
            lang,
            "从{first}起发，早于应起的{due}（{header}{event}，{after}），多{months}个月{sum}",
            "paid from {first}, before {due} ({header} {event}, {after}); months too many: {months}{sum}"
        ),
        _ => say!(
            lang,
            "从{first}起发，晚于应起的{due}（{header}{event}，{after}），少{months}个月{sum}",
            "paid from {first}, after {due} ({header} {event}, {after}); months too few: {months}{sum}"
        ),
    };
    report
        .find(severity, record.place(paid.field), message)
        .at(record.place(start.after))
        .seen(first.to_string())
        .because(&start.basis)
        .stakes(direction, stake, Some(months))
        .clears(clears);
}

fn following(start: &Start, lang: Lang) -> String {
    match start.month {
        StartMonth::Same => say!(lang, "当月起发", "paid from that month"),
        StartMonth::Next => say!(lang, "下月起发", "paid from the month after"),
    }
}
