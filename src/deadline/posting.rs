//! The first day and the last of a notice go in; how many days it was up comes out.

use chrono::NaiveDate;

use crate::calendar::{Calendar, Unit, Unknown};

/// Days of a notice, both ends counted, in the unit of the rule. Whoever plans does not count the first and moves on
/// over days off, as the law counts periods: a notice that is up longer breaks no rule. Nobody is accused who counted
/// both. 0 where the last lies before the first.
pub fn days_posted(from: NaiveDate, until: NaiveDate, unit: Unit, calendar: &Calendar) -> Result<u32, Unknown> {
    let days = match (unit, from.pred_opt()) {
        (Unit::WorkingDays, Some(before)) => calendar.working_days_between(before, until)?,
        _ => (until - from).num_days() + 1,
    };
    Ok(u32::try_from(days).unwrap_or(0))
}
