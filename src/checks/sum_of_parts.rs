//! A row's total that is not the sum of its parts.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::law::Rated;
use super::{Case, Question, Reporter, check, entitlement};
use crate::day::{Month, Months};
use crate::field::{Field, Kind};
use crate::finding::{Direction, Place, Severity};
use crate::lang::Lang;
use crate::money::Yuan;
use crate::roster::{HeadColumn, Record, Value};
use crate::rules::{Per, Rate, SumRule, is_one_of};
use crate::say;

check!("sum-of-parts", "sum_of_parts", Question::Money(row));

fn row(record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    // Amounts of single months may differ from one to the next: no part of them is asked about.
    if record.roster.pays_by_month() {
        return by_month(record, report);
    }
    if !record.roster.sums_paid_parts() || of_paid(record, report) {
        by_rule(record, case, report);
    }
}

/// Of a roster that says what a month of each part is worth.
#[inline]
fn by_rule(record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    let Some(rule) = &case.programme.sum else { return };
    if !record.roster.tells_all_parts() {
        let lang = report.lang;
        return report.cannot_check_of((), || untold(lang));
    }
    let Some(total) = whole(rule, record) else { return };
    // What cannot be read is a finding of its own.
    let Some(parts) = record.money_together(&rule.parts) else { return };
    let mut sums = times(record, rule, case).filter_map(|months| Some((months, parts.times(months)?))).peekable();
    let Some((_, sum)) = sums.peek().copied() else { return };
    let is_one =
        |(months, sum): (u32, Yuan)| is_sum(total, sum, record) || is_rounded(total, (months, sum), rule, record, case);
    if !sums.any(is_one) {
        apart((rule, total, sum), record, case, report);
    }
}

/// Whether a total of several months is their sum but for what a month's parts were rounded by, where they are parts of a
/// yearly standard or were written with parts of a fen: 3,700 a year are 308.33 a month, and 925 a quarter.
#[inline(never)]
fn is_rounded(total: Yuan, (months, sum): (u32, Yuan), rule: &SumRule, record: &Record<'_>, case: &Case<'_>) -> bool {
    let is_yearly = |span: Months| case.standards(span).any(|(_, of)| of.is_some_and(|of| of.per == Per::Year));
    let is_cut = |part: &Field| matches!(record.typed(*part), Value::RoundedYuan(_));
    if months == 1 || !(rule.parts.iter().any(is_cut) || case.months(record).is_some_and(is_yearly)) {
        return false;
    }
    let parts = rule.parts.iter().filter(|part| record.money(**part).is_some()).count() as i64;
    let (arrears, most) = (record.money(Field::Arrears).unwrap_or(Yuan::ZERO), parts * i64::from(months) / 2);
    [sum, sum + arrears].into_iter().any(|sum| (total - sum).fen().abs() <= most)
}

/// What the parts should come to: all that is paid where it is the sum of what is paid of each, else what is for the row's own months.
fn whole(rule: &SumRule, record: &Record<'_>) -> Option<Yuan> {
    if record.roster.sums_paid_parts() { record.money(rule.total) } else { record.pay(rule.total) }
}

#[cold]
fn untold(lang: Lang) -> String {
    say!(
        lang,
        "有的项目写了发多少，没有写一个月多少，合计没有和各项的月标准核对",
        "of some part it is told what is paid and not what a month is worth: totals were not held against the parts"
    )
}

/// Of a roster of which each month has columns, and whose sum is what a row is paid.
#[inline(never)]
fn by_month(record: &Record<'_>, report: &mut Reporter) {
    let (Some(total), Some(sum)) = (record.pay(Field::Amount), record.months_together()) else { return };
    if !is_sum(total, sum, record) {
        let parts = say!(report.lang, "各月", "its months");
        find((record.pay_place(Field::Amount), total), (&parts, sum), record, report);
    }
}

/// Of a roster that gives what is paid of each part, and their sum: whether it is that.
#[inline(never)]
fn of_paid(record: &Record<'_>, report: &mut Reporter) -> bool {
    let Some((total, sum)) = record.money(Field::Amount).zip(record.paid_of_parts()) else { return true };
    let is_sum = is_sum(total, sum, record);
    if !is_sum {
        let parts = parts(report.lang);
        find((record.place(Field::Amount), total), (&parts, sum), record, report);
    }
    is_sum
}

/// Whether a total is a sum, with arrears or without.
fn is_sum(total: Yuan, sum: Yuan, record: &Record<'_>) -> bool {
    let arrears = record.money(Field::Arrears).unwrap_or(Yuan::ZERO);
    [sum, sum + arrears].contains(&total)
}

fn parts(lang: Lang) -> String {
    say!(lang, "各项", "its parts")
}

#[cold]
fn apart((rule, total, sum): (&SumRule, Yuan, Yuan), record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    if !rate_changes(rule, record, case) {
        let parts = parts(report.lang);
        let is_all = record.roster.sums_paid_parts();
        let place = if is_all { record.place(rule.total) } else { record.pay_place(rule.total) };
        find((place, total), (&parts, sum), record, report);
    }
}

#[cold]
fn find((place, total): (Place, Yuan), (parts, sum): (&str, Yuan), record: &Record<'_>, report: &mut Reporter) {
    // What was stopped is paid no sum, and a cell over several rows holds that of all. Where the sum is what is due by its
    // own column, `amount` asks where the rest is.
    let is_due = record.due_beside().is_some_and(|due| due.yuan == Some(sum));
    if record.is_stopped() || record.begins_cell(Field::Amount) || is_due || is_unread(total - sum, record) {
        return;
    }
    // A column nobody recognised may be one of the parts, and a note may say what else is in the sum.
    let nothing = &record.roster.vocabulary.nothing;
    let is_noted = record.text(Field::Note).is_some_and(|note| !is_one_of(note, nothing));
    let certain = record.roster.unknown().next().is_none() && !is_noted;
    let severity = if certain { Severity::Error } else { Severity::Suspicion };
    let Some(room) = report.room(severity) else { return };
    let (more, direction) = match total > sum {
        true => (total - sum, Direction::TooMuch),
        false => (sum - total, Direction::TooLittle),
    };
    let lang = room.lang;
    let message = say!(
        lang,
        "合计{total}元，{parts}相加为{sum}元，相差{more}元",
        "the total is {total} yuan, {parts} add up to {sum}: {more} apart"
    );
    room.find(place, message).seen(total.to_string()).stakes(direction, Some(more), None).clears(say!(
        lang,
        "重算本行，改正合计或漏列的项目",
        "work the row out again and correct the total or the part left out"
    ));
}

/// Whether what is left of a total stands in columns nobody recognised: in one of them, in all together, or in those under the same
/// words as the total.
fn is_unread(left: Yuan, record: &Record<'_>) -> bool {
    let read = |head: &HeadColumn| match record.read_as(record.cell_at(head.index), head.index, Kind::Money) {
        Value::Yuan(yuan) if yuan > Yuan::ZERO => Some(yuan),
        _ => None,
    };
    let unread: Vec<Yuan> = record.roster.unknown().filter_map(read).collect();
    let together = (!unread.is_empty()).then(|| unread.iter().copied().sum());
    unread.contains(&left) || together == Some(left) || record.unknown_beside_amount() == Some(left)
}

/// Whether what a part comes to changes within the months of a row, by a new rate, by age or by what the rate is a
/// multiple of: one column cannot say both, and amount-by-rule adds up.
fn rate_changes(rule: &SumRule, record: &Record<'_>, case: &Case<'_>) -> bool {
    // A row of March may pay January to March.
    let spans = [case.months(record), entitlement::paid_months(record, case)];
    let Some(months) = spans.into_iter().flatten().max_by_key(|months| months.count()) else { return false };
    rule.parts.iter().any(|part| {
        let mut by_month = months.each().map(|month| rates(*part, month, record, case));
        let first = by_month.next();
        by_month.any(|other| first.as_ref() != Some(&other))
    })
}

/// A rate, and what it is worth where that is known.
type InForce = (*const Rate, Option<Decimal>);

/// What a part may come to in a month: by the rates of this person; where they are not known, all in force and their
/// worth.
fn rates(part: Field, month: Month, record: &Record<'_>, case: &Case<'_>) -> Result<BTreeSet<Decimal>, Vec<InForce>> {
    let owed = entitlement::owed(&[part], (month, month), record, case);
    let in_force = || case.law(month).rates(part).iter();
    let worth = |rated: &Rated<'_>| rated.worth.as_ref().map(|(yuan, _)| *yuan);
    owed.map(|owed| entitlement::amounts(&owed))
        .map_err(|_| in_force().map(|rated| (std::ptr::from_ref(rated.rate), worth(rated))).collect())
}

/// By how many months the parts may be multiplied: as the row says, or as many as are marked; else by one, or by those its roster is of.
fn times(record: &Record<'_>, rule: &SumRule, case: &Case<'_>) -> impl Iterator<Item = u32> {
    let written = rule.times.filter(|times| record.roster.has(*times));
    let months = case.months(record).map_or(1, Months::count);
    let marked = rule.times.and_then(|times| record.count(times));
    let (first, second) = match written {
        Some(times) => (record.count(times), None),
        None if marked.is_some() => (marked, None),
        None => (Some(1), (months > 1).then_some(months)),
    };
    first.into_iter().chain(second)
}
