//! What a command wants of the pass over its files.

use chrono::NaiveDate;

use crate::deadline::{self, Class, Status, Term};

/// What a command needs of the pass; what it does not need is not worked out.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wants {
    pub findings: bool,
    pub totals: bool,
    /// Which of what is due is kept, with its last days.
    pub dues: Option<Steps>,
    /// How all of it went.
    pub timeliness: bool,
    /// What is due of those on the list besides.
    pub standing: Horizon,
    pub arrears: bool,
    /// Under which township each row stands, for what is found in it.
    pub townships: bool,
}

/// Which of what is due is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Steps {
    All,
    /// What is not done yet.
    Open,
    /// All but what was done in time.
    NotInTime,
    /// What is not done and due within so many working days, as far as that can be told, or overdue, or both.
    Pressing {
        within: Option<u32>,
        overdue: bool,
    },
}

impl Wants {
    /// Whether steps done in time are of any use.
    pub(super) fn steps_in_time(self) -> bool {
        self.timeliness || self.dues == Some(Steps::All)
    }
}

impl Steps {
    /// Whether something is kept that stands so, by when its time ends and the day it was done, if it was.
    pub(super) fn keep(self, status: &Status, (ends, ended): (Ends, Option<NaiveDate>), today: NaiveDate) -> bool {
        match self {
            Steps::All => true,
            Steps::Open => ended.is_none(),
            Steps::NotInTime => status.class(false) != Class::InTime,
            Steps::Pressing { within, overdue } => match status {
                Status::DueIn(days) => within.is_some_and(|within| *days <= i64::from(within)),
                Status::NotYet(_) | Status::CannotTell(_) if ended.is_none() => {
                    within.is_some_and(|within| ends.may_be_within(within, today))
                }
                status => overdue && status.is_overdue(),
            },
        }
    }
}

/// When the time for something ends, as far as that is known.
#[derive(Debug, Clone, Copy)]
pub(super) enum Ends {
    On(NaiveDate),
    NotBefore(NaiveDate),
    Unknown,
}

impl Ends {
    /// By a last day, or else by what it is counted from: days off only put it off.
    pub(super) fn of(last_day: Option<NaiveDate>, started: Option<NaiveDate>, term: Term) -> Ends {
        match (last_day, started, term) {
            (Some(day), ..) => Ends::On(day),
            (None, Some(day), Term::Within(limit) | Term::AtLeast(limit)) => Ends::NotBefore(limit.soonest(day)),
            _ => Ends::Unknown,
        }
    }

    /// Whether that may be within so many working days where no notice tells: these have never taken longer than with
    /// two days off for each five and the longest of holidays.
    fn may_be_within(self, within: u32, today: NaiveDate) -> bool {
        let farthest = i64::from(within) * 2 + 14;
        match self {
            Ends::On(day) => (0..=farthest).contains(&(day - today).num_days()),
            Ends::NotBefore(day) => (day - today).num_days() <= farthest,
            Ends::Unknown => true,
        }
    }
}

/// How far ahead something that is due for as long as somebody is on the list is looked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Horizon {
    /// Not at all.
    #[default]
    Nowhere,
    /// What is near or past.
    Near,
    /// Everything.
    All,
}

impl Horizon {
    /// Whether something due is to be shown.
    pub(super) fn reaches(self, due: &deadline::Standing<'_>, today: NaiveDate) -> bool {
        match self {
            Horizon::Nowhere => false,
            Horizon::Near => !due.status.is_open() || due.shown_from.is_none_or(|from| from <= today),
            Horizon::All => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Unit;
    use crate::rules::Limit;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Told on 28 October 2026: sixty days, and the six months of a suit, end in a year without a notice.
    #[test]
    fn what_no_notice_tells_is_kept_unless_it_is_surely_further_off() {
        let ends = |number, unit| Ends::of(None, Some(day("2026-10-28")), Term::Within(Limit { number, unit }));
        let today = day("2026-12-20");
        assert!(ends(60, Unit::Days).may_be_within(5, today));
        assert!(!ends(6, Unit::Months).may_be_within(5, today));
        assert!(ends(6, Unit::Months).may_be_within(60, today));
        assert!(Ends::of(None, None, Term::On).may_be_within(5, today));
        assert!(Ends::On(day("2027-01-03")).may_be_within(5, today));
        assert!(!Ends::On(day("2026-12-19")).may_be_within(5, today));
        assert!(!Ends::On(day("2027-03-01")).may_be_within(5, today));
    }
}
