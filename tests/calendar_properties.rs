//! What must hold of every period, whatever the notices say.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use relief::calendar::{Calendar, Unit};
use std::sync::LazyLock;

static CALENDAR: LazyLock<Calendar> = LazyLock::new(Calendar::builtin);

/// A day from 2004 to 2025, so that 200 working days more are still known.
fn start() -> impl Strategy<Value = NaiveDate> {
    let first = NaiveDate::from_ymd_opt(2004, 1, 1).unwrap();
    (0_u64..8036).prop_map(move |days| first + Days::new(days))
}

fn unit() -> impl Strategy<Value = Unit> {
    prop_oneof![Just(Unit::WorkingDays), Just(Unit::Days)]
}

fn last_day(start: NaiveDate, n: u32, unit: Unit) -> NaiveDate {
    CALENDAR.add(start, n, unit).unwrap().last_day
}

fn works(day: NaiveDate) -> bool {
    CALENDAR.day(day).unwrap().is_working()
}

proptest! {
    #[test]
    fn the_days_to_a_last_day_are_the_days_of_the_period(start in start(), n in 0_u32..200) {
        let last = last_day(start, n, Unit::WorkingDays);
        prop_assert_eq!(CALENDAR.working_days_between(start, last).unwrap(), i64::from(n));
        prop_assert_eq!(CALENDAR.working_days_between(last, start).unwrap(), -i64::from(n));
    }

    #[test]
    fn counting_to_a_later_day_and_adding_leads_to_the_last_working_day_by_then(start in start(), days in 1_u64..250) {
        let to = start + Days::new(days);
        let n = CALENDAR.working_days_between(start, to).unwrap();
        prop_assume!(n > 0);
        let last = last_day(start, u32::try_from(n).unwrap(), Unit::WorkingDays);
        prop_assert!(last <= to);
        prop_assert_eq!(last == to, works(to));
    }

    #[test]
    fn a_last_day_is_a_working_day(start in start(), n in 1_u32..200, unit in unit()) {
        prop_assert!(works(last_day(start, n, unit)));
    }

    #[test]
    fn a_longer_period_never_ends_earlier(start in start(), n in 0_u32..200, more in 0_u32..20, unit in unit()) {
        prop_assert!(last_day(start, n, unit) <= last_day(start, n + more, unit));
    }

    #[test]
    fn a_later_start_never_ends_earlier(start in start(), later in 0_u64..20, n in 0_u32..200, unit in unit()) {
        prop_assert!(last_day(start, n, unit) <= last_day(start + Days::new(later), n, unit));
    }

    #[test]
    fn an_explanation_ends_where_the_sum_does(start in start(), n in 1_u32..60, unit in unit()) {
        let steps = CALENDAR.explain(start, n, unit).unwrap();
        prop_assert_eq!(steps.last().unwrap().info.day, last_day(start, n, unit));
        prop_assert_eq!(steps.iter().filter_map(|step| step.number()).max(), Some(n));
    }
}
