//! Amounts that cannot be paid: below zero, zero, or with parts of a fen.

use super::{Case, Question, Reporter, check};
use crate::field::{Field, Kind};
use crate::finding::{Direction, Severity};
use crate::money::Yuan;
use crate::roster::{Layout, Record, Value};
use crate::say;

check!("amount", "amount", Question::Row(row));

/// Columns that are paid out, unlike incomes and costs.
const PAID: [Field; 4] = [Field::Amount, Field::MonthlyAmount, Field::ClassifiedAmount, Field::OtherAmount];
/// Columns of which a row with nothing in it should not be on the list.
const WHOLE: [Field; 2] = [Field::Amount, Field::MonthlyAmount];

fn row(record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    blank(record, case, report);
    let amounts = if record.gives(Kind::Money) { &case.amounts[..] } else { &[] };
    for field in amounts {
        match record.value(*field) {
            Value::RoundedYuan(yuan) => rounded(record, *field, yuan, report),
            Value::Yuan(yuan) if yuan.is_negative() => negative(record, *field, report),
            Value::Yuan(Yuan::ZERO) if WHOLE.contains(field) && !is_known(record) => zero(record, *field, report),
            _ => {}
        }
    }
}

/// Whether the row says why it is paid nothing.
fn is_known(record: &Record<'_>) -> bool {
    record.is_refused() || record.is_stopped()
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

/// A row that has a column for what it is paid and nothing in it counts for nothing in the totals; a merged cell is paid to all
/// its rows together.
fn blank(record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    let is_blank = record.roster.has(Field::Amount) && record.typed(Field::Amount).is_missing();
    let elsewhere =
        || (record.roster.layout == Layout::HouseholdRows && !record.is_head) || record.shares_cell(Field::Amount);
    if is_blank && !elsewhere() && !record.grants_nothing() && !case.required.contains(&Field::Amount) {
        uncounted(record, report);
    }
}

#[cold]
fn uncounted(record: &Record<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let words = record.roster.column(Field::Amount).map_or("", |column| record.roster.words(column));
    let message = say!(lang, "{words}空白，没有计入合计", "{words} is blank and counts for nothing in the totals");
    report
        .find(Severity::Warning, record.place(Field::Amount), message)
        .stakes(Direction::TooLittle, None, None)
        .clears(say!(
            lang,
            "补填金额；是公式的，用表格软件打开、重新计算后保存",
            "fill in the amount; if it is a formula, open, recalculate and save the workbook"
        ));
}
