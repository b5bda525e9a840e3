//! Traces of households go in; whole households come out, with amounts as the roster as a whole means them.

use rustc_hash::FxHashSet;

use crate::checks::Case;
use crate::field::Field;
use crate::money::Yuan;
use crate::roster::{Amounts, Household};

use super::stretch::Stretch;

/// Households in row order, those found in several places made one; nearly all are found in one place only.
pub(super) fn gathered(mut traces: Vec<Household>) -> Vec<Household> {
    let hashed = (0_u32..).zip(&traces).filter_map(|(place, trace)| Some((trace.hashed()?, place)));
    let mut hashed: Vec<(u64, u32)> = hashed.collect();
    hashed.sort_unstable();
    let mut absorbed = FxHashSet::default();
    for alike in hashed.chunk_by(|one, other| one.0 == other.0).filter(|alike| alike.len() > 1) {
        let mut places: Vec<usize> = alike.iter().map(|(_, place)| *place as usize).collect();
        places.sort_by_key(|place| traces[*place].sorting_key());
        let mut first = places[0];
        for place in places.into_iter().skip(1) {
            let trace = traces[place];
            if traces[first].is_same(&trace) {
                traces[first].absorb(&trace);
                absorbed.insert(place);
            } else {
                first = place;
            }
        }
    }
    let mut place = 0..;
    traces.retain(|_| place.next().is_none_or(|place| !absorbed.contains(&place)));
    traces
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
