//! The first day and the last of a notice go in; how many days it was up comes out.

use chrono::NaiveDate;

use crate::calendar::{Calendar, Unit, Unknown};

/// Days of a notice, both ends counted, in the unit of the rule. Whoever plans does not count the first and moves on over days
/// off, as the law counts periods: a notice that is up longer breaks no rule. Nobody is accused who counted both.
pub fn days_posted(from: NaiveDate, until: NaiveDate, unit: Unit, calendar: &Calendar) -> Result<i64, Unknown> {
    match (unit, from.pred_opt()) {
        (Unit::WorkingDays, Some(before)) => calendar.working_days_between(before, until),
        _ => Ok((until - from).num_days() + 1),
    }
}
