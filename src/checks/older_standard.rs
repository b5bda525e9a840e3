//! A month of a row goes in; whether an older rate or standard makes what it is paid comes out.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::entitlement::{self, Owed, Scope, Stated, Unknown};
use super::stale_standard::Stale;
use super::{Case, difference};
use crate::day::{Month, Months};
use crate::field::Field;
use crate::money::Yuan;
use crate::roster::Record;
use crate::rules::{Bound, Rate, Standard, Worth};

/// What an older standard makes of some months, where the row pays `paid`, and why of the first of the others nothing
/// can be said by a rate.
pub(super) fn in_months(
    months: Months,
    paid: Months,
    record: &Record<'_>,
    case: &Case<'_>,
) -> (Vec<Stale>, Option<Unknown>) {
    let by_rates = (!case.monthly.is_empty()).then(|| by_rates(months, paid, record, case));
    let (mut found, unknown) = by_rates.unwrap_or_default();
    for month in months.each() {
        if let Some(stale) = by_standard(month, record, case) {
            found.push(stale);
        }
    }
    (found, unknown)
}

#[inline(never)]
fn by_rates(months: Months, paid: Months, record: &Record<'_>, case: &Case<'_>) -> (Vec<Stale>, Option<Unknown>) {
    let (mut found, mut unknown) = (Vec::new(), None);
    for stated in entitlement::stated(record, case).filter(|stated| stated.scope != Scope::Once) {
        for month in months.each() {
            match entitlement::owed(stated.of, (month, month), record, case) {
                Ok(now) => found.extend(by_rate(&stated, &now, (month, paid), record, case)),
                Err(why) => unknown = unknown.or(Some(why)),
            }
        }
    }
    (found, unknown)
}

/// What a stated amount is for one month.
fn a_month(stated: &Stated<'_>, months: Months) -> Option<Yuan> {
    let count = i64::from(months.count());
    match stated.scope {
        Scope::Monthly => Some(stated.paid),
        _ => {
            let own = (stated.paid - stated.besides).fen();
            (own % count == 0).then(|| Yuan::from_fen(own / count))
        }
    }
}

/// What an older rate makes of a month that `now` is owed for.
fn by_rate(
    stated: &Stated<'_>,
    now: &[Owed<'_>],
    (month, months): (Month, Months),
    record: &Record<'_>,
    case: &Case<'_>,
) -> Option<Stale> {
    let paid = a_month(stated, months)?;
    let lowest = now.iter().min_by_key(|owed| owed.exact)?;
    let due = lowest.yuan()?;
    let capped = lowest.choices.iter().any(|choice| choice.rate.bound == Bound::Most);
    if capped || paid >= due {
        return None;
    }
    let older = entitlement::last_months(stated.of, month, case);
    let then = |law: Month| {
        let owed = entitlement::owed(stated.of, (law, month), record, case).ok()?;
        owed.into_iter().find(|owed| owed.yuan() == Some(paid)).map(|owed| (law, owed))
    };
    let (then, before) = older.into_iter().find_map(then)?;
    let mut rates = lowest.choices.iter().chain(&before.choices).map(|choice| choice.rate);
    let excepted = rates.clone().any(|rate| rate.unless.is_some());
    // What excepts a sum of its own is that a place pays more; what excepts a multiple is what it is counted from.
    let of_multiple = |rate: &Rate| rate.unless.clone().filter(|_| matches!(rate.worth, Worth::Times(..)));
    let unless = rates.find_map(of_multiple);
    let all =
        |owed: &Owed<'_>| owed.choices.iter().flat_map(|choice| choice.basis.all()).map(Arc::clone).collect::<Vec<_>>();
    Some(Stale {
        month,
        column: stated.column,
        then,
        paid,
        due,
        persons: lowest.choices.first().map_or(0, |choice| choice.persons),
        is_paid: true,
        now: all(lowest),
        before: all(&before),
        certain: !excepted,
        unless,
        sure_from: lowest.choices.iter().map(|choice| case.pack.sure_from(choice.rate, month)).max()?,
    })
}

/// A programme that pays the difference: by the standard the row writes, or by what the row is paid.
fn by_standard(month: Month, record: &Record<'_>, case: &Case<'_>) -> Option<Stale> {
    let law = case.law(month);
    let now = law.standard?;
    match record.money(Field::Standard) {
        Some(written) if !is_standard(written, now) => written_standard(written, month, now, &law.lower, record, case),
        // The column may have been brought up to date before the amounts were.
        _ => paid_standard(month, now, &law.lower, record, case),
    }
}

/// Whether a figure is a standard, as it was set or as a month of it.
fn is_standard(written: Yuan, standard: &Standard) -> bool {
    written == standard.yuan || Yuan::from_decimal(standard.exact()) == Some(written)
}

fn written_standard(
    written: Yuan,
    month: Month,
    now: &Standard,
    older: &[(Month, &Standard)],
    record: &Record<'_>,
    case: &Case<'_>,
) -> Option<Stale> {
    let (then, before) = *older.iter().find(|(_, standard)| is_standard(written, standard))?;
    let stale = |paid, due, is_paid, certain| Stale {
        month,
        column: Field::Standard,
        then,
        paid,
        due,
        persons: entitlement::persons(record, case).unwrap_or(0),
        is_paid,
        now: vec![Arc::clone(&now.basis)],
        before: vec![Arc::clone(&before.basis)],
        certain,
        unless: None,
        sure_from: now.sure_from,
    };
    let (Some(paid), Some(persons), false) =
        (record.money(Field::MonthlyAmount), entitlement::persons(record, case), difference::is_by_band(record))
    else {
        return Some(stale(Yuan::from_decimal(before.exact())?, Yuan::from_decimal(now.exact())?, false, true));
    };
    let due = match difference::income(record) {
        Some(income) => difference::due(now.exact(), income, persons)?,
        None => paid + Yuan::from_decimal((now.exact() - before.exact()) * Decimal::from(persons))?,
    };
    // The column is old, and what is paid is right.
    (paid < due).then(|| stale(paid, due, true, difference::income(record).is_some()))
}

fn paid_standard(
    month: Month,
    now: &Standard,
    older: &[(Month, &Standard)],
    record: &Record<'_>,
    case: &Case<'_>,
) -> Option<Stale> {
    let (paid, persons) = (record.money(Field::MonthlyAmount)?, entitlement::persons(record, case)?);
    if paid.fen() <= 0 || difference::is_by_band(record) {
        return None;
    }
    let income = difference::income(record);
    let made = |standard: &Standard| match income {
        Some(income) => difference::due(standard.exact(), income, persons),
        None => standard.monthly(persons),
    };
    // Nearly every row is paid what is due.
    let due = made(now).filter(|due| paid < *due)?;
    // Without the income only the last standard before this one says something: older ones may be hit by chance.
    let told = if income.is_some() { older } else { &older[..older.len().min(1)] };
    let (then, before) = *told.iter().find(|(_, standard)| made(standard) == Some(paid))?;
    Some(Stale {
        month,
        column: Field::MonthlyAmount,
        then,
        paid,
        due,
        persons,
        is_paid: true,
        now: vec![Arc::clone(&now.basis)],
        before: vec![Arc::clone(&before.basis)],
        certain: income.is_some(),
        unless: None,
        sure_from: now.sure_from,
    })
}
