//! Amounts that cannot be paid: below zero, zero, or with parts of a fen; and those of rows that say that they have
//! ended.

use super::lists::DEATHS;
use super::{Case, Question, Reporter, check};
use crate::day::{Month, Months};
use crate::field::{Field, Kind};
use crate::finding::{Direction, Severity};
use crate::money::Yuan;
use crate::roster::{DueBeside, EndNoted, Layout, MOST_KEPT, PARTS, Record, Value, WHOLE};
use crate::rules::{Counted, Entitled};
use crate::say;

check!("amount", "amount", Question::Row(row));

/// Columns that are paid out, unlike incomes and costs.
const PAID: [Field; 4] = [Field::Amount, Field::MonthlyAmount, Field::ClassifiedAmount, Field::OtherAmount];

fn row(record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    blank(record, case, report);
    if record.is_stopped() {
        stopped(record, report);
    }
    if !record.gives(Kind::Money) {
        return;
    }
    ended(record, case, report);
    if let Some(due) = record.due_beside() {
        held_against(record, due, report);
    }
    for field in &case.amounts {
        match record.typed(*field) {
            Value::RoundedYuan(yuan) => rounded(record, *field, yuan, report),
            Value::Yuan(yuan) if yuan.is_negative() => negative(record, *field, report),
            Value::Yuan(yuan) if yuan > MOST_KEPT && PAID.contains(field) => beyond(record, *field, report),
            Value::Yuan(Yuan::ZERO) if WHOLE.contains(field) && !is_known(record) => zero(record, *field, report),
            _ => {}
        }
    }
}

/// Whether the row says why it is paid nothing.
fn is_known(record: &Record<'_>) -> bool {
    record.is_refused() || record.is_stopped()
}

/// The word of codes.toml for an entry that no longer holds.
const STOPPED: &str = "stopped";

/// A row that is paid though it says that its aid was stopped, or ended before the months it is paid for.
fn ended(record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    let says_end = record.typed(Field::EndMonth).months().is_some();
    // Of aid granted once a death may be the cause.
    let noted = if case.programme.counted == Counted::Stock { record.end_noted() } else { None };
    let says_more = [Field::EntryState, Field::StopReason].iter().any(|field| record.roster.has(*field));
    if !says_end && noted.is_none() && !says_more {
        return;
    }
    let is_paid = PAID.iter().any(|field| record.money(*field).is_some_and(|yuan| yuan > Yuan::ZERO));
    if !is_paid || case.programme.is_list || record.makes_up() || record.grants_nothing() {
        return;
    }
    let state = record.code(Field::EntryState, &case.pack.codes);
    let code = state.and_then(|place| case.pack.codes.code(Field::EntryState, place));
    match (code, record.typed(Field::EndMonth).months(), record.months()) {
        (Some(code), ..) if code.code == STOPPED => paid_on(record, Field::EntryState, report),
        (_, Some(end), Some(paid)) if end.last < paid.first => paid_on(record, Field::EndMonth, report),
        _ if noted.is_some_and(|noted| is_over(noted, record, case)) => paid_on(record, Field::Note, report),
        _ if gives_reason(record, case) => paid_on(record, Field::StopReason, report),
        (None, ..) if record.text(Field::EntryState).is_some() => {
            let lang = report.lang;
            report.cannot_check_of((), || {
                say!(
                    lang,
                    "有的行写的状态看不懂，不知是否已停发",
                    "some rows say how they stand in words nobody knows: whether they were stopped"
                )
            });
        }
        _ => {}
    }
}

/// Whether all that a row is paid for has ended by its note. What became of one member of a household ends nothing.
fn is_over(noted: EndNoted, record: &Record<'_>, case: &Case<'_>) -> bool {
    let is_before = |since: Month| record.months().is_some_and(|paid| over(since, noted, paid, case) < paid.first);
    (!noted.is_death || is_of_one(record, case)) && noted.since.is_none_or(is_before)
}

/// Whether a row is for one person alone.
fn is_of_one(record: &Record<'_>, case: &Case<'_>) -> bool {
    case.programme.entitled == Entitled::Person || record.assisted() == Some(1)
}

/// The code of codes.toml for a stop because somebody died.
const DEATH: &str = "death";

/// Whether the row gives a reason for its stop that is known as one; that somebody died is none for a household of others.
fn gives_reason(record: &Record<'_>, case: &Case<'_>) -> bool {
    let codes = &case.pack.codes;
    let code = record.code(Field::StopReason, codes).and_then(|place| codes.code(Field::StopReason, place));
    code.is_some_and(|code| code.code != DEATH || is_of_one(record, case))
}

/// The last month that may be paid after an end: after a death some programmes have months in which to stop.
fn over(since: Month, noted: EndNoted, paid: Months, case: &Case<'_>) -> Month {
    let rule = case.pack.coupled(&case.programme.id, DEATHS, paid.first).filter(|_| noted.is_death);
    since.later(rule.and_then(|rule| rule.grace_months).unwrap_or(0))
}

#[cold]
fn paid_on(record: &Record<'_>, field: Field, report: &mut Reporter) {
    let (lang, seen) = (report.lang, record.seen(field, report.reveal));
    let words = record.roster.column(field).map_or("", |column| record.roster.words(column));
    let message =
        say!(lang, "{words}写“{seen}”，却有金额", "{words} says “{seen}”, and an amount is given all the same");
    let paid = PAID.into_iter().find(|field| record.money(*field).is_some_and(|yuan| yuan > Yuan::ZERO));
    let finding = report.find(Severity::Suspicion, record.place(field), message);
    finding.seen(seen).stakes(Direction::TooMuch, paid.and_then(|paid| record.money(paid)), None);
    if let Some(paid) = paid {
        finding.at(record.place(paid));
    }
    finding.clears(say!(
        lang,
        "查停发手续：已停发的从名册移出；补发以前月份的注明；状态没有更新的，改正",
        "see the papers of the stop: take who was stopped off the list; note arrears of earlier months as such; correct a state that was not kept up"
    ));
}

/// What is paid beside what is due by a column of its own: with arrears or without, it should be that.
fn held_against(record: &Record<'_>, beside: DueBeside, report: &mut Reporter) {
    let (Some(due), Some(paid)) = (beside.yuan, record.money(Field::Amount)) else { return };
    let arrears = record.money(Field::Arrears).unwrap_or(Yuan::ZERO);
    let is_due = [due, due + arrears].contains(&paid);
    if !is_due && !record.grants_nothing() && !record.begins_cell(Field::Amount) {
        apart_from_due(record, (beside, due), paid, report);
    }
}

#[cold]
fn apart_from_due(record: &Record<'_>, (beside, due): (DueBeside, Yuan), paid: Yuan, report: &mut Reporter) {
    let Some(room) = report.room(Severity::Suspicion) else { return };
    let (apart, direction) = match paid > due {
        true => (paid - due, Direction::TooMuch),
        false => (due - paid, Direction::TooLittle),
    };
    let (lang, words, column) = (room.lang, record.roster.words(beside.column), beside.column);
    let message = match beside.is_less {
        true => say!(
            lang,
            "{words}减去扣款为{due}元，实发{paid}元，相差{apart}元",
            "{words} less what is held back is {due} yuan, and {paid} are paid: {apart} apart"
        ),
        false => say!(
            lang,
            "{words}{due}元，实发{paid}元，相差{apart}元",
            "{words} is {due} yuan, and {paid} are paid: {apart} apart"
        ),
    };
    let finding = room.find(record.place(Field::Amount), message);
    finding.at(record.place_at(Some(column))).seen(paid.to_string()).stakes(direction, Some(apart), None);
    finding.clears(say!(
        lang,
        "查差额去向：漏发的补发；暂扣、分次发放的，在备注写明原因和批准文件",
        "find out where the rest is: pay what was left out; where some was held back or is paid in parts, note why and on what paper"
    ));
}

#[cold]
fn rounded(record: &Record<'_>, field: Field, yuan: Yuan, report: &mut Reporter) {
    let (lang, seen) = (report.lang, record.seen(field, report.reveal));
    let message =
        say!(lang, "金额{seen}不足一分的部分按{yuan}元计", "{seen} has parts of a fen; {yuan} yuan was counted");
    report.find(Severity::Warning, record.place(field), message).seen(seen).clears(say!(
        lang,
        "金额写到分为止",
        "write amounts to the fen"
    ));
}

#[cold]
fn negative(record: &Record<'_>, field: Field, report: &mut Reporter) {
    let (lang, seen) = (report.lang, record.seen(field, report.reveal));
    // Money taken back is often written as a payment below zero.
    let severity = if PAID.contains(&field) { Severity::Error } else { Severity::Suspicion };
    let message = say!(lang, "金额{seen}小于零", "the amount {seen} is below zero");
    report.find(severity, record.place(field), message).seen(seen).clears(say!(
        lang,
        "追回款另列，不与发放相抵",
        "enter money taken back apart, not against payments"
    ));
}

/// So much that no row of a person or a household is paid it.
#[cold]
fn beyond(record: &Record<'_>, field: Field, report: &mut Reporter) {
    let (lang, seen) = (report.lang, record.seen(field, report.reveal));
    let message = say!(
        lang,
        "金额{seen}大得不像一人或一户所得；按人比对的检查不把它计入涉及金额",
        "the amount {seen} is more than a person or a household is paid; checks of one person in several rows do not count it as money at stake"
    );
    report.find(Severity::Suspicion, record.place(field), message).seen(seen).clears(say!(
        lang,
        "核对是否多写了位数、错了单位，或把合计写在了一行里",
        "see whether it has digits too many or another unit, or is a sum of several rows"
    ));
}

/// The row says that it is paid nothing any more, in the place of what it is paid.
#[cold]
fn stopped(record: &Record<'_>, report: &mut Reporter) {
    let Some(field) = WHOLE.into_iter().find(|field| record.says_stop_for(*field)) else { return };
    let (lang, seen) = (report.lang, record.seen(field, report.reveal));
    let message = say!(
        lang,
        "金额栏写“{seen}”，这一行不计入在册的户和人",
        "the amount says {seen:?}: the row counts as no household and no person of the list"
    );
    report.find(Severity::Warning, record.place(field), message).seen(seen).clears(say!(
        lang,
        "已停发的从名册中移出并写明原因；没有停的，补填金额",
        "take who is no longer paid off the list and say why; fill the amount in if it was not stopped"
    ));
}

#[cold]
fn zero(record: &Record<'_>, field: Field, report: &mut Reporter) {
    let (lang, seen) = (report.lang, record.seen(field, report.reveal));
    let message = say!(lang, "金额为零", "the amount is zero");
    report
        .find(Severity::Warning, record.place(field), message)
        .seen(seen)
        .stakes(Direction::TooLittle, None, None)
        .clears(say!(
            lang,
            "补填金额；已停发的从名册中移出并写明原因",
            "fill it in; take who is no longer paid off the list and say why"
        ));
}

/// A row that has a column for what it is paid and nothing in it counts for nothing in the totals; a merged cell is
/// paid to all its rows together.
fn blank(record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    let Some(field) = WHOLE.into_iter().find(|field| record.roster.has(*field)) else { return };
    if record.typed(field).is_missing() && !is_said_elsewhere(record, field) && is_wanting(record, field, case) {
        uncounted(record, field, report);
    }
}

/// Whether the row is one of several of a household, another of which may say what it is paid a month.
#[inline]
fn is_said_elsewhere(record: &Record<'_>, field: Field) -> bool {
    record.roster.layout == Layout::HouseholdRows && (field != Field::Amount || !record.is_head)
}

/// Whether a row that leaves out what it is paid should say it: not where that is required and asked for already, where a
/// cell above or a part says it, nor where nothing is granted by it, or not yet.
#[cold]
fn is_wanting(record: &Record<'_>, field: Field, case: &Case<'_>) -> bool {
    let is_part = |part: &Field| !record.typed(*part).is_missing();
    // Beside another programme's money somebody may be paid that alone.
    let of_others = || field != Field::Amount && case.roster.money_of_others(case.pack).next().is_some();
    let gives_part = field != Field::Amount && PARTS.iter().chain(&[Field::Arrears]).any(is_part);
    let is_blank = |field: Field| record.typed(field).is_missing();
    let is_open = record.begun().is_some() && is_blank(Field::Decided) && is_blank(Field::Paid);
    !case.required.contains(&field)
        && !gives_part
        && !is_open
        && !of_others()
        && !record.shares_cell(field)
        && !record.grants_nothing()
}

#[cold]
fn uncounted(record: &Record<'_>, field: Field, report: &mut Reporter) {
    let lang = report.lang;
    let words = record.roster.column(field).map_or("", |column| record.roster.words(column));
    let message = say!(lang, "{words}空白，没有计入合计", "{words} is blank and counts for nothing in the totals");
    report.find(Severity::Warning, record.place(field), message).stakes(Direction::TooLittle, None, None).clears(say!(
        lang,
        "补填金额；是公式的，用表格软件打开、重新计算后保存",
        "fill in the amount; if it is a formula, open, recalculate and save the workbook"
    ));
}
