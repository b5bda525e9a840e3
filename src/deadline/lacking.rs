//! A roster goes in; the steps come out whose columns it has not, so that nobody takes silence for timeliness.

use chrono::NaiveDate;

use crate::field::Field;
use crate::roster::Roster;
use crate::rules::{Deadline, Programme};

/// A step that no row of a roster can be judged by.
#[derive(Debug, Clone)]
pub struct Lacking<'p> {
    pub deadline: &'p Deadline,
    /// The columns wanting: of its start, of its end, or both.
    pub columns: Vec<Field>,
}

impl Lacking<'_> {
    /// Whether the roster has one of the two days, and the other is wanting.
    pub fn is_half(&self) -> bool {
        self.columns.len() == 1
    }
}

/// Whether a roster shows no step at all, as one of payments does not.
pub fn shows_none(lacking: &[Lacking<'_>], programme: &Programme, day: NaiveDate) -> bool {
    let steps = programme.starts().into_iter().flat_map(|start| programme.deadlines(start, day).collect::<Vec<_>>());
    steps.count() == lacking.len() && lacking.iter().all(|step| !step.is_half())
}

/// The steps of a day's law that a roster cannot show, in the order of their starts.
pub fn lacking<'p>(roster: &Roster, programme: &'p Programme, day: NaiveDate) -> Vec<Lacking<'p>> {
    let starts = programme.starts().into_iter();
    let steps = starts.flat_map(|start| programme.deadlines(start, day).collect::<Vec<_>>());
    let columns = |deadline: &Deadline| -> Vec<Field> {
        [deadline.starts, deadline.ends].into_iter().filter(|field| !roster.has(*field)).collect()
    };
    let steps = steps.map(|deadline| Lacking { columns: columns(deadline), deadline });
    steps.filter(|step| !step.columns.is_empty()).collect()
}
