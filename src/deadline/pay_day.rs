//! A month and the day of the month by which money is to be there go in; its last day comes out.

use chrono::Datelike;

use crate::calendar::{self, Calendar, Unit, Unknown};
use crate::day::Month;
use crate::rules::PayDay;

/// The day of the month, or the working day after it where it is a day off.
pub fn last_day_to_pay(month: Month, rule: &PayDay, calendar: &Calendar) -> Result<calendar::Due, Unknown> {
    let before = month.first_day().pred_opt().ok_or(Unknown::NoDate)?;
    calendar.add(before, rule.day.min(month.last_day().day()), Unit::Days)
}
