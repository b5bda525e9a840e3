//! A day and the law before it go in; the last day on which each step may start and still be done by then comes out.

use chrono::NaiveDate;

use crate::calendar::{Calendar, Unknown};
use crate::field::Field;
use crate::rules::{Deadline, Programme};

/// How far back a start is looked for: no step known takes as long.
const DAYS: usize = 400;

/// The last day on which a step may start.
#[derive(Debug, Clone)]
pub struct LatestStart<'p> {
    pub deadline: &'p Deadline,
    pub day: Result<NaiveDate, Unknown>,
}

/// For each step, the latest start whose last day is not after the day given. The law is that of the start: where it
/// changed in between, each version's steps are looked at on the days it holds.
pub fn latest_starts<'p>(by: NaiveDate, programme: &'p Programme, calendar: &Calendar) -> Vec<LatestStart<'p>> {
    let starts = programme.starts();
    if let Err(unknown) = calendar.day(by) {
        let all = starts.into_iter().flat_map(|field| programme.deadlines(field, by));
        return all.map(|deadline| LatestStart { deadline, day: Err(unknown.clone()) }).collect();
    }
    starts.into_iter().flat_map(|field| of_event(field, by, programme, calendar)).collect()
}

fn of_event<'p>(field: Field, by: NaiveDate, programme: &'p Programme, calendar: &Calendar) -> Vec<LatestStart<'p>> {
    let mut found: Vec<LatestStart<'p>> = Vec::new();
    for start in std::iter::successors(Some(by), |day| day.pred_opt()).take(DAYS) {
        for deadline in programme.deadlines(field, start) {
            if found.iter().any(|known| known.deadline.is_of_the_same_rows(deadline)) {
                continue;
            }
            // A period that runs beyond the notices known does not end by a day they cover.
            let last_day = calendar.add(start, deadline.limit.number, deadline.limit.unit);
            if last_day.is_ok_and(|due| due.last_day <= by) {
                found.push(LatestStart { deadline, day: Ok(start) });
            }
        }
    }
    found
}
