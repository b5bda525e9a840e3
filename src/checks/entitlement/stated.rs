//! A row goes in; what it states of its pay comes out: which column, of what, for which months and persons.

use super::super::Case;
use super::super::case::LONGEST;
use crate::day::Months;
use crate::field::Field;
use crate::money::Yuan;
use crate::roster::{Layout, PartsPaid, Record};
use crate::rules::{Counted, Entitled};

/// What a row states of its pay: the column it stands in, and the rated fields it is made of.
#[derive(Debug, Clone)]
pub(in crate::checks) struct Stated<'c> {
    pub column: Field,
    pub of: &'c [Field],
    pub paid: Yuan,
    /// What other parts, which no rate says anything of, and arrears add to it.
    pub besides: Yuan,
    pub scope: Scope,
}

/// What a stated amount is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::checks) enum Scope {
    /// Each month of the row.
    Monthly,
    /// All months of the row together.
    Whole,
    /// One grant, however long it is to last.
    Once,
}

/// Whether a row's pay can be asked about at all.
#[inline]
pub(in crate::checks) fn is_paid(record: &Record<'_>, case: &Case<'_>) -> bool {
    let own_row = record.roster.layout != Layout::HouseholdRows || record.is_head;
    let covered = case.programme.entitled == Entitled::Household || record.is_covered();
    own_row && covered && !record.grants_nothing()
}

/// The rated fields that stand for a month of one person's pay, supplements for classes apart; in a sheet of one part, that part.
pub(in crate::checks) fn monthly(rated: &[Field], parts: PartsPaid) -> Vec<Field> {
    let is_of_sheet = |field: Field| parts.only().is_none_or(|part| part == field);
    let is_monthly = |field: Field| ![Field::Amount, Field::ClassifiedAmount].contains(&field);
    rated.iter().copied().filter(|field| is_monthly(*field) && is_of_sheet(*field)).collect()
}

/// What a row states: its rated columns, else their sum for a month, else their sum for all its months.
#[inline]
pub(in crate::checks) fn stated<'c>(record: &Record<'_>, case: &'c Case<'_>) -> impl Iterator<Item = Stated<'c>> {
    let is_rated = !case.monthly.is_empty() || case.rated.contains(&Field::Amount);
    is_rated.then(|| stated_of_rates(record, case)).into_iter().flatten()
}

fn stated_of_rates<'c>(record: &Record<'_>, case: &'c Case<'_>) -> impl Iterator<Item = Stated<'c>> {
    let monthly = &case.monthly[..];
    let as_is = |column: Field, of: &'c [Field], scope: Scope| {
        let paid = record.pay(column)?;
        Some(Stated { column, of, paid, besides: Yuan::ZERO, scope })
    };
    let is_own = |field: &&Field| record.roster.has(**field);
    let one = move |field: &'c Field| as_is(*field, std::slice::from_ref(field), Scope::Monthly);
    let is_together = !monthly.is_empty() && !monthly.iter().any(|field| is_own(&field));
    let together = || as_is(Field::MonthlyAmount, monthly, Scope::Monthly).or_else(|| whole(record, case));
    let is_granted_once = case.rated.contains(&Field::Amount);
    let once = || as_is(Field::Amount, &[Field::Amount], Scope::Once);
    let (together, once) = (is_together.then(together).flatten(), is_granted_once.then(once).flatten());
    monthly.iter().filter(is_own).filter_map(one).chain(together).chain(once)
}

/// What a row is paid in all, and of what.
pub(in crate::checks) fn whole<'c>(record: &Record<'_>, case: &'c Case<'_>) -> Option<Stated<'c>> {
    let (paid, of) = (record.pay(Field::Amount)?, &case.monthly[..]);
    let parts = case.programme.sum.iter().flat_map(|sum| &sum.parts);
    let others = parts.filter(|part| !of.contains(part) && **part != Field::MonthlyAmount);
    let other: Yuan = others.filter_map(|part| record.money(*part)).sum();
    let arrears = record.arrears_in_sum().unwrap_or(Yuan::ZERO);
    let besides = other.times(paid_months(record, case)?.count())? + arrears;
    Some(Stated { column: Field::Amount, of, paid, besides, scope: Scope::Whole })
}

/// The months a row pays: as many as it says, the last of them its own last.
#[inline]
pub(in crate::checks) fn paid_months(record: &Record<'_>, case: &Case<'_>) -> Option<Months> {
    let months = case.months(record)?;
    let Some(paid) = record.count(Field::MonthsPaid).filter(|paid| (1..=LONGEST).contains(paid)) else {
        return Some(months);
    };
    let first = months.last.back(paid - 1)?;
    Some(Months { first, last: months.last })
}

/// How many months a row pays, of some of its months; `None` where it pays fewer than it is of, and these are not all
/// of them.
pub(in crate::checks) fn paid_of(span: Months, record: &Record<'_>, case: &Case<'_>) -> Option<u32> {
    let all = case.months(record)?.count();
    let paid = paid_months(record, case).map_or(all, Months::count);
    match span.count() {
        own if own == all => Some(paid),
        own => (paid >= all).then_some(own),
    }
}

/// How many persons a row's amount is for.
pub(in crate::checks) fn persons(record: &Record<'_>, case: &Case<'_>) -> Option<u32> {
    if case.programme.entitled == Entitled::Person {
        return Some(1);
    }
    record.assisted().or_else(|| record.count(Field::HouseholdSize).filter(|persons| *persons > 0))
}

/// Months an amount of this kind is at stake for.
pub(in crate::checks) fn months_at_stake(stated: &Stated<'_>, record: &Record<'_>, case: &Case<'_>) -> u32 {
    match (stated.scope, record.roster.counted) {
        (Scope::Monthly, Counted::Stock) => paid_months(record, case).map_or(1, Months::count),
        _ => 1,
    }
}
