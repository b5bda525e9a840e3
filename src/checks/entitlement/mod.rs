//! A row and the rates of its months go in; what it should be paid comes out, with the words that say so.

mod older;
mod owed;
mod stated;
mod total;
mod unknown;

use std::sync::Arc;

use crate::finding::Severity;
use crate::rules::{Basis, Seen};

pub(super) use older::{last_months, last_months_of_standards};
pub(super) use owed::{Owed, owed};
pub(super) use stated::{
    Scope, Stated, is_paid, monthly, months_at_stake, paid_months, paid_of, persons, stated, whole,
};
pub(super) use total::{Total, amounts, totals};
pub(super) use unknown::Unknown;

/// What is certain by words that were read, and which know no exception, is an error.
pub(super) fn severity<'b>(basis: impl IntoIterator<Item = &'b Arc<Basis>>, excepted: bool) -> Severity {
    match basis.into_iter().map(|basis| basis.seen).min() {
        Some(Seen::Unread) => Severity::Warning,
        Some(Seen::Quoted | Seen::Original) if !excepted => Severity::Error,
        _ => Severity::Suspicion,
    }
}
