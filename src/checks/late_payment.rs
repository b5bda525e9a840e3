//! Aid that reached its household after the day of the month by which it was due, or has not yet.

use chrono::NaiveDate;

use super::{Case, Question, Reporter, check};
use crate::day::Month;
use crate::deadline::last_day_to_pay;
use crate::field::Field;
use crate::finding::{Direction, Severity};
use crate::lang::{Lang, Say};
use crate::money::Yuan;
use crate::roster::{Record, Value};
use crate::rules::{PayDay, Programme};
use crate::say;

check!("late-payment", "late_payment", Question::Row(row), if columns);

/// Months that were late, with the last day and the rule of the first of them.
struct Late<'p> {
    first: Month,
    due: NaiveDate,
    months: u32,
    rule: &'p PayDay,
}

fn columns(case: &Case<'_>, report: &mut Reporter) -> bool {
    let is_dated = case.roster.has(Field::Paid);
    if !has_pay_day(case.programme) {
        if is_dated {
            report.cannot_check(unlimited(case, report.lang));
        }
        return false;
    }
    if !is_dated {
        report.lacks_columns(&[Field::Paid], case);
    }
    is_dated || case.roster.has(Field::Arrears)
}

/// Whether a rule of some day says by when a programme is paid.
fn has_pay_day(programme: &Programme) -> bool {
    programme.layers.iter().flat_map(|layer| &layer.versions).any(|version| version.pay_day.is_some())
}

fn unlimited(case: &Case<'_>, lang: Lang) -> String {
    let name = case.programme.name.get(lang);
    say!(
        lang,
        "规则库里没有{name}最迟哪天发放的规定，发得早晚没有查",
        "the rules hold no day by which {name} is to be paid, so nothing was asked about late payment"
    )
}

fn row(record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    held_back(record, report);
    if !record.roster.has(Field::Paid) || !record.stands_for_case() {
        return;
    }
    let paid = match record.value(Field::Paid) {
        Value::Unreadable(_) => return,
        _ => record.day(Field::Paid),
    };
    if record.grants_nothing() {
        return;
    }
    let Some(late) = late(record, paid.unwrap_or(case.today), case, report) else { return };
    match paid {
        Some(paid) => paid_late(record, &late, paid, report),
        None => unpaid(record, &late, case, report),
    }
}

/// The months of a row that were still due on a day.
fn late<'c>(record: &Record<'_>, on: NaiveDate, case: &Case<'c>, report: &mut Reporter) -> Option<Late<'c>> {
    let Some(months) = case.months(record) else {
        case.months_unknown(record, report);
        return None;
    };
    let mut found: Option<Late<'c>> = None;
    for month in months.each() {
        let Some(rule) = case.programme.says(month.first_day(), |version| version.pay_day.as_ref()) else {
            unruled(month, case, report);
            continue;
        };
        let Some(due) = last_day(month, rule, on, case, report).filter(|due| on > *due) else { continue };
        match &mut found {
            Some(late) => late.months += 1,
            None => found = Some(Late { first: month, due, months: 1, rule }),
        }
    }
    found
}

/// The day of the month, or the working day after it where it is a day off; none is asked for on a day that can be no
/// later.
fn last_day(month: Month, rule: &PayDay, on: NaiveDate, case: &Case<'_>, report: &mut Reporter) -> Option<NaiveDate> {
    match last_day_to_pay(month, rule, case.calendar) {
        Ok(due) => Some(due.last_day),
        Err(unknown) if unknown.earliest().is_some_and(|earliest| on <= earliest) => None,
        Err(unknown) => {
            let lang = report.lang;
            report.cannot_check_of(month, || unknown.say(lang));
            None
        }
    }
}

fn unruled(month: Month, case: &Case<'_>, report: &mut Reporter) {
    let (lang, name, year) = (report.lang, case.programme.name.get(report.lang), month.year());
    report.cannot_check_of(year, || {
        say!(
            lang,
            "规则库里没有{name}{year}年每月几日前发放的规定",
            "no rule is known of the day of the month by which {name} is paid in {year}"
        )
    });
}

#[cold]
fn paid_late(record: &Record<'_>, late: &Late<'_>, paid: NaiveDate, report: &mut Reporter) {
    let lang = report.lang;
    let (first, due, months) = (late.first, late.due, late.months);
    let days = (paid - due).num_days();
    let sum = sum(record, months).map_or(String::new(), |sum| say!(lang, "，涉及{sum}元", ", {sum} yuan"));
    let message = say!(
        lang,
        "{first}的钱最迟{due}发到户，{paid}才发，晚{days}日（共{months}个月{sum}）",
        "the money for {first} was due on {due} and paid on {paid}, days late: {days}, months: {months}{sum}"
    );
    report
        .find(Severity::Warning, record.place(Field::Paid), message)
        .seen(paid.to_string())
        .because(&late.rule.basis)
        .stakes(Direction::TooLittle, None, Some(months))
        .clears(say!(
            lang,
            "核对到账日期；按季或补发的写明依据，查明资金停在哪一环",
            "check the day it arrived; note the ground if it is paid by the quarter or in arrears, and find where the money waited"
        ));
}

#[cold]
fn unpaid(record: &Record<'_>, late: &Late<'_>, case: &Case<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let (first, due, months, today) = (late.first, late.due, late.months, case.today);
    let days = (today - due).num_days();
    let message = say!(
        lang,
        "{first}的钱最迟{due}发到户，到{today}没有发放日期，已过{days}日（共{months}个月）",
        "the money for {first} was due on {due}; by {today}, days later: {days}, there is no day of payment (months: {months})"
    );
    report
        .find(Severity::Warning, record.place(Field::Paid), message)
        .because(&late.rule.basis)
        .stakes(Direction::TooLittle, sum(record, months), Some(months))
        .clears(say!(
            lang,
            "没有发的尽快发；已经发的补填发放日期",
            "pay it if it is unpaid; if it is paid, fill in the day"
        ));
}

fn sum(record: &Record<'_>, months: u32) -> Option<Yuan> {
    let monthly = record.money(Field::MonthlyAmount).and_then(|monthly| monthly.times(months));
    monthly.or_else(|| record.money(Field::Amount))
}

/// Arrears of a month or more: some month was not paid when it was due.
fn held_back(record: &Record<'_>, report: &mut Reporter) {
    let Some(arrears) = record.money(Field::Arrears) else { return };
    let Some(monthly) = record.money(Field::MonthlyAmount).filter(|monthly| *monthly > Yuan::ZERO) else { return };
    if arrears < monthly {
        return;
    }
    let lang = report.lang;
    let message = say!(
        lang,
        "补发{arrears}元，不少于一个月的{monthly}元：有的月份没有按时发",
        "arrears of {arrears} yuan are a month's {monthly} or more: some month was not paid in time"
    );
    report
        .find(Severity::Info, record.place(Field::Arrears), message)
        .seen(arrears.to_string())
        .stakes(Direction::TooLittle, None, None)
        .clears(say!(lang, "写明补发哪几个月、为什么", "note which months the arrears are for, and why"));
}
