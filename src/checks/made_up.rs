//! A row goes in; what of its money makes up for earlier months comes out.

use super::entitlement::{self, Scope, Stated, Total};
use super::{Case, Reporter, difference, stale_standard};
use crate::day::{Month, Months};
use crate::field::Field;
use crate::money::Yuan;
use crate::roster::Record;
use crate::say;

/// Money that makes up for months paid too little.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MadeUp {
    pub yuan: Yuan,
    /// The months it is for, where the row's note names them.
    pub of: Option<Months>,
    /// The last month of the row.
    pub in_month: Option<Month>,
}

/// What a row pays of what was owed, by its column of arrears or else by its note or what its sheet is called; less
/// what it was short of itself. Says where a note has it pay arrears and nothing tells how much.
pub fn made_up(record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) -> Option<MadeUp> {
    let in_column = record.money(Field::Arrears).filter(|yuan| *yuan > Yuan::ZERO);
    let could_tell = case.pays_difference || !case.monthly.is_empty();
    if in_column.is_none() && !(could_tell && record.makes_up() && entitlement::is_paid(record, case)) {
        return None;
    }
    let Some(yuan) = in_column.or_else(|| noted(record, case)).filter(|yuan| *yuan > Yuan::ZERO) else {
        report.cannot_check(say!(
            report.lang,
            "有的行注明补发，看不出补发了多少",
            "some rows say that they pay arrears, and nothing tells how much"
        ));
        return None;
    };
    let left = yuan - stale_standard::made_up_itself(record, case);
    let in_month = case.months(record).map(|months| months.last);
    (left > Yuan::ZERO).then(|| MadeUp { yuan: left, of: record.made_up_for(), in_month })
}

/// Of a row without a column of arrears: all it pays where it pays nothing else, and else what goes beyond its own
/// months.
fn noted(record: &Record<'_>, case: &Case<'_>) -> Option<Yuan> {
    let months = entitlement::paid_months(record, case)?;
    let own = own_pay(months, record, case);
    let all = record.money(Field::Amount).or(own)?;
    let stated: Vec<Stated<'_>> = entitlement::stated(record, case).collect();
    if record.roster.pays_arrears_alone() || is_less_than_due(&stated, months, record, case) {
        return Some(all);
    }
    match stated.iter().find(|stated| stated.scope == Scope::Whole) {
        Some(whole) => Some(whole.paid - whole.besides - due(whole, months, record, case)?),
        None => Some(all - own.unwrap_or(Yuan::ZERO)),
    }
}

/// What the parts of a row, arrears apart, come to for its months; `None` where none is written.
fn own_pay(months: Months, record: &Record<'_>, case: &Case<'_>) -> Option<Yuan> {
    let parts = case.programme.sum.iter().flat_map(|sum| &sum.parts).filter(|part| **part != Field::Arrears);
    let paid = parts.filter_map(|part| record.money(*part)).reduce(|one, other| one + other);
    paid?.times(months.count())
}

/// Whether a row pays less than its own months make, and not what an older standard made: it is none of their pay.
fn is_less_than_due(stated: &[Stated<'_>], months: Months, record: &Record<'_>, case: &Case<'_>) -> bool {
    let by_rate = |stated: &Stated<'_>| {
        stated.scope != Scope::Once
            && due(stated, months, record, case).is_some_and(|due| stated.paid - stated.besides < due)
    };
    let by_difference = || {
        let due = difference::due_in(months.last, record, case);
        record.money(Field::MonthlyAmount).zip(due).is_some_and(|(paid, due)| paid < due)
    };
    (stated.iter().any(by_rate) || by_difference()) && stale_standard::older(record, case).is_empty()
}

/// The least that a stated amount may come to.
fn due(stated: &Stated<'_>, months: Months, record: &Record<'_>, case: &Case<'_>) -> Option<Yuan> {
    entitlement::totals(stated, months, record, case).ok()?.iter().map(Total::yuan).min()
}
