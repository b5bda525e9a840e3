//! Traces of households go in; whole households come out, with amounts as the roster as a whole means them.

use crate::checks::Case;
use crate::field::Field;
use crate::money::Yuan;
use crate::roster::{Amounts, Household};

use super::stretch::Stretch;

/// Households in row order, those found in several places made one.
pub(super) fn gathered(mut traces: Vec<Household>) -> Vec<Household> {
    traces.sort_by_key(Household::sorting_key);
    let mut households: Vec<Household> = Vec::with_capacity(traces.len());
    for trace in traces {
        match households.last_mut() {
            Some(last) if last.is_same(&trace) => last.absorb(&trace),
            _ => households.push(trace),
        }
    }
    households.sort_by_key(|household| household.first_row);
    households
}

/// The printed total knows; else different amounts within a household are each paid; `None` where nothing tells.
pub(super) fn amounts_by_evidence(case: &Case<'_>, whole: &Stretch) -> Option<Amounts> {
    let households = &whole.households;
    let column = case.roster.column(Field::Amount).or(case.roster.column(Field::MonthlyAmount));
    let closings = whole.segments.iter().filter_map(|segment| segment.closed_by.as_ref());
    let printed: Vec<i64> = closings.filter_map(|closing| closing.printed_in(column?)).collect();
    let sum = |amount: fn(&Household) -> Option<Yuan>| households.iter().filter_map(amount).sum::<Yuan>().fen();
    let (each, once) = (sum(|household| household.amount), sum(Household::once));
    match (printed.contains(&each), printed.contains(&once)) {
        (true, false) => Some(Amounts::Each),
        (false, true) => Some(Amounts::Once),
        _ if households.iter().any(Household::varies) => Some(Amounts::Each),
        _ if households.iter().all(|household| household.repeated().is_none()) => Some(Amounts::Each),
        _ => None,
    }
}
