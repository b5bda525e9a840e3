//! A record's dates and the law of their day go in; what is due when, and whether it was done, comes out.

mod age;
mod chain;
mod lacking;
mod latest;
mod look;
mod paid_from;
mod pay_day;
mod posting;
mod running;
mod standing;
mod status;
mod term;

pub use chain::{Link, OtherDays, OutOfOrder, Rule, follow, of_other_days, out_of_order, unstarted};
pub use lacking::{Lacking, lacking, shows_none};
pub use latest::{LatestStart, latest_starts};
pub use look::{Look, last_look, looked_in, tells};
pub use paid_from::{NoStart, start_of};
pub use pay_day::last_day_to_pay;
pub use posting::days_posted;
pub use running::{Running, Wanted};
pub use standing::{Kind, Standing, on_the_list, yearly};
pub use status::{CannotTell, Class, Status};
pub use term::Term;

use chrono::NaiveDate;

use crate::calendar::{self, Calendar, Unknown};
use crate::rules::{Deadline, Extension};

/// A step of a case.
#[derive(Debug, Clone)]
pub struct Due<'p> {
    pub deadline: &'p Deadline,
    /// Unknown where the step was done and nothing says when it began.
    pub started: Option<NaiveDate>,
    /// The last day on which the step is in time.
    pub last_day: Result<calendar::Due, Unknown>,
    /// The longer limit of the text, where the row says that it holds, or the step ran beyond the ordinary one.
    pub extended: Option<Extended<'p>>,
    /// When the step was done.
    pub ended: Option<NaiveDate>,
    pub status: Status,
}

/// A longer limit, and where it ends.
#[derive(Debug, Clone, Copy)]
pub struct Extended<'p> {
    pub extension: &'p Extension,
    pub due: calendar::Due,
    /// The row says that it is one of the cases; otherwise nothing is said of it.
    pub applies: bool,
}

/// The last day of the way on which a step is excepted, each limit of it taken whole; `None` where no notice says which days
/// are worked.
fn way_ends(deadline: &Deadline, started: NaiveDate, calendar: &Calendar) -> Option<NaiveDate> {
    let mut way = deadline.unless_within.iter();
    way.try_fold(started, |day, limit| Some(calendar.add(day, limit.number, limit.unit).ok()?.last_day))
}

impl<'p> Due<'p> {
    /// A step of which nobody can say whether it was in time.
    fn untold(deadline: &'p Deadline, ended: Option<NaiveDate>, why: CannotTell) -> Due<'p> {
        let status = Status::CannotTell(why);
        Due { deadline, started: None, last_day: Err(Unknown::NoDate), extended: None, ended, status }
    }

    /// Whether it says of a day that its law has no limit for the step, and nothing of a row.
    pub fn is_of_the_law(&self) -> bool {
        matches!(self.status, Status::CannotTell(CannotTell::NoRule | CannotTell::NoLimit))
    }

    /// Working days the step took, where it is done.
    pub fn used(&self, calendar: &Calendar) -> Option<i64> {
        let (started, ended) = self.started.zip(self.ended)?;
        calendar.working_days_between(started, ended).ok().filter(|days| *days >= 0)
    }
}
