//! A row's total that is not the sum of its parts.

use super::{Case, Question, Reporter, check};
use crate::finding::{Direction, Severity};
use crate::money::Yuan;
use crate::roster::{Record, Value};
use crate::say;

check!("sum-of-parts", "sum_of_parts", Question::Row(row));

fn row(record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    let Some(rule) = &case.programme.sum else { return };
    let Some(total) = record.money(rule.total) else { return };
    // What cannot be read is a finding of its own.
    if rule.parts.iter().any(|part| matches!(record.value(*part), Value::Unreadable(_))) {
        return;
    }
    let parts: Vec<Yuan> = rule.parts.iter().filter_map(|part| record.money(*part)).collect();
    let times = match rule.times {
        Some(times) if record.roster.has(times) => record.count(times),
        _ => Some(1),
    };
    let (false, Some(times)) = (parts.is_empty(), times) else { return };
    let sum = parts.into_iter().sum::<Yuan>().times(times);
    if sum == total {
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
