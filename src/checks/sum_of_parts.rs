//! A row's total that is not the sum of its parts.

use super::{Case, Question, Reporter, check};
use crate::day::Months;
use crate::field::Field;
use crate::finding::{Direction, Severity};
use crate::money::Yuan;
use crate::roster::{Record, Value};
use crate::rules::SumRule;
use crate::say;

check!("sum-of-parts", "sum_of_parts", Question::Money(row));

fn row(record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    let Some(rule) = &case.programme.sum else { return };
    let Some(total) = record.money(rule.total) else { return };
    let Some(parts) = parts(record, rule) else { return };
    let mut sums = times(record, rule, case).filter_map(|months| parts.times(months)).peekable();
    let Some(sum) = sums.peek().copied() else { return };
    let arrears = record.money(Field::Arrears).unwrap_or(Yuan::ZERO);
    if !sums.any(|sum| sum == total || sum + arrears == total) {
        apart((rule, total, sum), record, case, report);
    }
}

#[cold]
fn apart((rule, total, sum): (&SumRule, Yuan, Yuan), record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    if rate_changes(rule, record, case) {
        return;
    }
    // A column nobody recognised may be one of the parts.
    let certain = record.roster.unknown().next().is_none();
    let severity = if certain { Severity::Error } else { Severity::Suspicion };
    let (more, direction) = match total > sum {
        true => (total - sum, Direction::TooMuch),
        false => (sum - total, Direction::TooLittle),
    };
    let lang = report.lang;
    let message = say!(
        lang,
        "合计{total}元，各项相加为{sum}元，相差{more}元",
        "the total is {total} yuan, its parts add up to {sum}: {more} apart"
    );
    report
        .find(severity, record.place(rule.total), message)
        .seen(total.to_string())
        .stakes(direction, Some(more), None)
        .clears(say!(
            lang,
            "重算本行，改正合计或漏列的项目",
            "work the row out again and correct the total or the part left out"
        ));
}

/// Whether the rate of a part changes within the months of a row: one column cannot say both, and amount-by-rule adds up.
fn rate_changes(rule: &SumRule, record: &Record<'_>, case: &Case<'_>) -> bool {
    let Some(months) = case.months(record).filter(|months| months.count() > 1) else { return false };
    let at =
        |part: Field, month| case.programme.rates(part, month).into_iter().map(std::ptr::from_ref).collect::<Vec<_>>();
    rule.parts.iter().any(|part| at(*part, months.first) != at(*part, months.last))
}

/// What the parts add up to; `None` where there are none, or one cannot be read, which is a finding of its own.
fn parts(record: &Record<'_>, rule: &SumRule) -> Option<Yuan> {
    let mut sum = None;
    for part in &rule.parts {
        match record.value(*part) {
            Value::Yuan(yuan) | Value::RoundedYuan(yuan) => sum = Some(sum.unwrap_or(Yuan::ZERO) + yuan),
            Value::Unreadable(_) => return None,
            _ => {}
        }
    }
    sum
}

/// By how many months the parts may be multiplied: as the row says; else by one, or by those its roster is of.
fn times(record: &Record<'_>, rule: &SumRule, case: &Case<'_>) -> impl Iterator<Item = u32> {
    let written = rule.times.filter(|times| record.roster.has(*times));
    let months = case.months(record).map_or(1, Months::count);
    let (first, second) = match written {
        Some(times) => (record.count(times), None),
        None => (Some(1), (months > 1).then_some(months)),
    };
    first.into_iter().chain(second)
}
