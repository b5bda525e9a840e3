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
        Unit::Months => {
            let ends = start.checked_add_months(chrono::Months::new(n))?;
            if is_weekday(ends) { Some(ends) } else { weekdays(ends).next() }
        }
        Unit::Hours => None,
    }
}

fn is_weekday(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn mondays_to_fridays_are_counted_whatever_a_notice_says() {
        // 24–27, 30 April, 1–4, 7 May 2018.
        let plain = |n| monday_to_friday(day("2018-04-23"), n, Unit::WorkingDays);
        assert_eq!(plain(10), Some(day("2018-05-07")));
        assert_eq!(plain(0), Some(day("2018-04-23")));
        // 7 days from Saturday the 28th end on a Saturday, so on Monday, 7 May.
        assert_eq!(monday_to_friday(day("2018-04-28"), 7, Unit::Days), Some(day("2018-05-07")));
        assert_eq!(monday_to_friday(NaiveDate::MAX, 7, Unit::Days), None);
    }
}
