//! A row and the rates of its months go in; what it should be paid comes out, with the words that say so.

mod older;
mod owed;
mod stated;
mod total;
mod unknown;

use std::sync::Arc;

use super::weight::weight_of;
use crate::finding::Severity;
use crate::rules::Basis;

pub(super) use older::{last_months, last_months_of_standards};
pub(super) use owed::{Owed, owed};
pub(super) use stated::{
    Scope, Stated, is_paid, monthly, months_at_stake, paid_months, paid_of, persons, stated, whole,
};
pub(super) use total::{Total, amounts, totals};
pub(super) use unknown::Unknown;

/// How grave a breach of several rules is: by those of their words that were read least well.
pub(super) fn severity<'b>(basis: impl IntoIterator<Item = &'b Arc<Basis>>, excepted: bool) -> Severity {
    let seen = basis.into_iter().map(|basis| basis.seen).min();
    seen.map_or(Severity::Suspicion, |seen| weight_of(seen, excepted))
}
