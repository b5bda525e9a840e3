//! The working days from 2018-01-02 to 2018-04-23, by the notice of the State Council's office for 2018.

use chrono::{Datelike, NaiveDate, Weekday};

pub fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2018, month, day).expect("the day is in the calendar of 2018")
}

/// The day the rosters were handed in.
pub fn last_day() -> NaiveDate {
    day(4, 23)
}

pub fn all() -> Vec<NaiveDate> {
    day(1, 2).iter_days().take_while(|day| *day <= last_day()).filter(|day| is_worked(*day)).collect()
}

fn is_worked(date: NaiveDate) -> bool {
    let festival = (day(2, 15)..=day(2, 21)).contains(&date) || (day(4, 5)..=day(4, 7)).contains(&date);
    let made_up = [day(2, 11), day(2, 24), day(4, 8)].contains(&date);
    let weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
    made_up || (!weekend && !festival)
}
