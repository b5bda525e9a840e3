//! A day and a number of days go in; the last day comes out as it would be if no notice were known, Monday to Friday.

use chrono::{Datelike, NaiveDate, Weekday};

use super::Unit;

/// What a count of Mondays to Fridays says: for comparison, never for a judgement.
#[must_use]
pub fn monday_to_friday(start: NaiveDate, n: u32, unit: Unit) -> Option<NaiveDate> {
    let weekdays = |after: NaiveDate| after.iter_days().skip(1).filter(|day| is_weekday(*day));
    match unit {
        Unit::WorkingDays => n.checked_sub(1).map_or(Some(start), |further| weekdays(start).nth(further as usize)),
        Unit::Days => {
            let ends = start.checked_add_days(chrono::Days::new(n.into()))?;
            if is_weekday(ends) { Some(ends) } else { weekdays(ends).next() }
        }
    }
}

fn is_weekday(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}
