//! A day and the law before it go in; the last day on which each step may start and still be done by then comes out.

use chrono::NaiveDate;

use crate::calendar::{Calendar, Unknown};
use crate::field::Field;
use crate::rules::{Deadline, Limit, Programme};

/// The last day on which a step may start.
#[derive(Debug, Clone)]
pub struct LatestStart<'p> {
    pub deadline: &'p Deadline,
    pub day: Result<NaiveDate, Unknown>,
}

/// For each step, the latest start whose last day is not after the day given. The law is that of the start: where it
/// changed in between, each version's steps are looked at on the days it holds. A step the law gave up so long ago that
/// no limit of its start can still be running is none.
pub fn latest_starts<'p>(by: NaiveDate, programme: &'p Programme, calendar: &Calendar) -> Vec<LatestStart<'p>> {
    let starts = programme.starts();
    if let Err(unknown) = calendar.day(by) {
        let all = starts.into_iter().flat_map(|field| programme.deadlines(field, by));
        return all.map(|deadline| LatestStart { deadline, day: Err(unknown.clone()) }).collect();
    }
    starts.into_iter().flat_map(|field| of_event(field, by, programme, calendar)).collect()
}

fn of_event<'p>(field: Field, by: NaiveDate, programme: &'p Programme, calendar: &Calendar) -> Vec<LatestStart<'p>> {
    let limits = programme.limits(field);
    let ends_in_time = |start, limit: Limit| {
        // A period that runs beyond the notices known does not end by a day they cover.
        calendar.add(start, limit.number, limit.unit).is_ok_and(|due| due.last_day <= by)
    };
    let mut found: Vec<LatestStart<'p>> = Vec::new();
    for start in std::iter::successors(Some(by), |day| day.pred_opt()) {
        let begun = calendar.day(start).map(|_| start);
        for deadline in programme.deadlines(field, start) {
            let is_known = found.iter().any(|known| known.deadline.is_of_the_same_rows(deadline));
            // Before the first notice nothing can be counted: a limit as long as that has no latest start that is
            // known.
            if !is_known && (begun.is_err() || ends_in_time(start, deadline.limit)) {
                found.push(LatestStart { deadline, day: begun.clone() });
            }
        }
        // Even the longest of them would be over: no step is left that an earlier day could be the latest for.
        if begun.is_err() || limits.iter().all(|limit| ends_in_time(start, *limit)) {
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Pack;

    /// Started then, each step is done by the day; started a day later, under the same rule, it need not be.
    #[test]
    fn a_day_later_would_be_too_late() {
        let (pack, calendar) = (Pack::load("632323", None).unwrap(), Calendar::builtin());
        let mut seen = 0;
        for programme in pack.paying() {
            for by in NaiveDate::from_ymd_opt(2018, 1, 1).unwrap().iter_days().take(730).step_by(3) {
                for latest in latest_starts(by, programme, &calendar) {
                    let (start, limit) = (latest.day.unwrap(), latest.deadline.limit);
                    let last_day = |start| calendar.add(start, limit.number, limit.unit).unwrap().last_day;
                    assert!(last_day(start) <= by, "{} {by}", programme.id);
                    assert!(last_day(start.succ_opt().unwrap()) > by, "{} {by}", programme.id);
                    seen += 1;
                }
            }
        }
        assert!(seen > 1000, "{seen}");
    }

    /// The survey within ten working days ended with 民发〔2012〕220号 on 30 June 2021; of acceptance the longest limit is
    /// then 45.
    #[test]
    fn a_step_given_up_long_ago_is_none() {
        let (pack, calendar) = (Pack::load("632323", None).unwrap(), Calendar::builtin());
        let programme = &pack.programmes[pack.programme("dibao-urban").unwrap()];
        let surveyed_by = |month, day| {
            let by = NaiveDate::from_ymd_opt(2021, month, day).unwrap();
            let starts = latest_starts(by, programme, &calendar);
            let of_survey = starts.into_iter().find(|latest| latest.deadline.name.en == "Township survey");
            of_survey.map(|latest| latest.day.unwrap().to_string())
        };
        assert_eq!(surveyed_by(7, 5).as_deref(), Some("2021-06-21"));
        assert_eq!(surveyed_by(12, 20), None);
    }
}
