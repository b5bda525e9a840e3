//! What a command wants of the pass over its files.

use chrono::NaiveDate;

use crate::deadline::{self, Class, Status};

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
}

/// Which of what is due is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Steps {
    All,
    /// What is not done yet.
    Open,
    /// All but what was done in time.
    NotInTime,
    /// What is not done and due within so many working days, or overdue, or both.
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
    pub(super) fn keep(self, status: &Status, ended: Option<NaiveDate>) -> bool {
        match self {
            Steps::All => true,
            Steps::Open => ended.is_none(),
            Steps::NotInTime => status.class(false) != Class::InTime,
            Steps::Pressing { within, overdue } => match status {
                Status::DueIn(days) => within.is_some_and(|within| *days <= i64::from(within)),
                status => overdue && status.is_overdue(),
            },
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
