//! A record's dates and the law of their day go in; what is due when, and whether it was done, comes out.

mod age;
mod chain;
mod lacking;
mod latest;
mod standing;
mod status;
mod term;

pub use chain::{Link, OutOfOrder, Rule, follow, out_of_order, unstarted};
pub use lacking::{Lacking, lacking, shows_none};
pub use latest::{LatestStart, latest_starts};
pub use standing::{Kind, Standing, on_the_list, yearly};
pub use status::{CannotTell, Status};
pub use term::Term;

use chrono::{Days, NaiveDate};

use crate::calendar::{self, Calendar, Unit, Unknown};
use crate::day::{Month, Months};
use crate::field::Field;
use crate::roster::condition::meets;
use crate::roster::{Record, Value};
use crate::rules::{Deadline, Extension, Programme};

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
    /// Working days it took, where it is done.
    pub used: Option<i64>,
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

/// Everything the dates of a record have set running, each step judged by the rules of the day it started.
pub fn dues<'p>(
    record: &Record<'_>,
    starts: &[Field],
    programme: &'p Programme,
    calendar: &Calendar,
    today: NaiveDate,
) -> Vec<Due<'p>> {
    let mut dues = Vec::new();
    for start in starts {
        // What lies after the day of asking has not happened on it.
        let Some(started) = record.day(*start).filter(|started| *started <= today) else {
            if record.roster.has(*start) && record.day(*start).is_none() {
                dues.extend(startless(record, *start, programme, today));
            }
            continue;
        };
        for deadline in programme.deadlines(*start, started) {
            if binds(deadline, record, started) && record.roster.has(deadline.ends) {
                dues.push(of_row(deadline, started, record, calendar, today));
            }
        }
    }
    dues
}

/// A step of a row, with what its columns say of an extension.
fn of_row<'p>(
    deadline: &'p Deadline,
    started: NaiveDate,
    record: &Record<'_>,
    calendar: &Calendar,
    today: NaiveDate,
) -> Due<'p> {
    let ended = record.day(deadline.ends).filter(|ended| *ended <= today);
    let mut due = due(deadline, started, ended, calendar, today);
    if let Some(extension) = &deadline.extension {
        extend(&mut due, extension, holds(extension, record, started), calendar, today);
    }
    if matches!(record.value(deadline.ends), Value::Unreadable(_)) {
        due.status = Status::CannotTell(CannotTell::UnreadableEnd);
    }
    due
}

/// Steps that were done, or whose start cannot be read: nobody can say whether they were in time.
fn startless<'p>(record: &Record<'_>, start: Field, programme: &'p Programme, today: NaiveDate) -> Vec<Due<'p>> {
    let unreadable = matches!(record.value(start), Value::Unreadable(_));
    let why = if unreadable { CannotTell::UnreadableStart } else { CannotTell::NoStart };
    let mut dues = Vec::new();
    for end in programme.ends(start).into_iter().filter(|end| record.roster.has(*end)) {
        let ended = record.day(end).filter(|ended| *ended <= today);
        let Some(day) = ended.or(unreadable.then_some(today)) else { continue };
        let steps = programme.deadlines(start, day).filter(|deadline| deadline.ends == end);
        for deadline in steps.filter(|deadline| binds(deadline, record, day)) {
            let status = Status::CannotTell(why.clone());
            let last_day = Err(Unknown::NoDate);
            dues.push(Due { deadline, started: None, last_day, extended: None, ended, used: None, status });
        }
    }
    dues
}

/// Whether a deadline is one of this row: one for all, or for rows like it.
fn binds(deadline: &Deadline, record: &Record<'_>, started: NaiveDate) -> bool {
    let month = || Month::of(started).map(Months::one);
    deadline.when.is_empty() || month().and_then(|month| meets(&deadline.when, record, month)) == Some(true)
}

/// Whether a row is one of the cases that get longer; `None` where it does not say.
fn holds(extension: &Extension, record: &Record<'_>, started: NaiveDate) -> Option<bool> {
    Month::of(started).map(Months::one).and_then(|month| meets(&extension.when, record, month))
}

/// One step, set running on a day.
pub fn due<'p>(
    deadline: &'p Deadline,
    started: NaiveDate,
    ended: Option<NaiveDate>,
    calendar: &Calendar,
    today: NaiveDate,
) -> Due<'p> {
    let last_day = calendar.add(started, deadline.limit.number, deadline.limit.unit);
    let status = match &last_day {
        _ if ended.is_some_and(|ended| ended < started) => Status::CannotTell(CannotTell::EndsBeforeItStarts),
        Err(unknown) => Status::CannotTell(CannotTell::Calendar(unknown.clone())),
        Ok(due) if ended.is_some_and(|ended| is_within_the_day(deadline, started, ended, due.last_day)) => {
            Status::CannotTell(CannotTell::WithinTheDay)
        }
        Ok(due) => Status::of(due.last_day, ended, calendar, today),
    };
    let used = ended.and_then(|ended| calendar.working_days_between(started, ended).ok()).filter(|days| *days >= 0);
    Due { deadline, started: Some(started), last_day, extended: None, ended, used, status }
}

/// Whether a limit in hours may have ended before or after the step did, on a day that both share.
fn is_within_the_day(deadline: &Deadline, started: NaiveDate, ended: NaiveDate, last: NaiveDate) -> bool {
    let limit = deadline.limit;
    let first = started.checked_add_days(Days::new(u64::from(limit.number / 24)));
    limit.unit == Unit::Hours && first.is_some_and(|first| first <= ended) && ended <= last
}

/// Judges a step by the longer limit where the row has it; where it does not say, a step beyond the ordinary limit and
/// within the longer one is late only if the case is not among those.
fn extend<'p>(due: &mut Due<'p>, extension: &'p Extension, holds: Option<bool>, calendar: &Calendar, today: NaiveDate) {
    let Some(started) = due.started.filter(|_| holds != Some(false)) else { return };
    let longer = match calendar.add(started, extension.limit.number, extension.limit.unit) {
        Ok(longer) => longer,
        Err(_) if holds.is_none() && !due.status.is_beyond() => return,
        Err(unknown) => {
            due.status = Status::CannotTell(CannotTell::Calendar(unknown));
            return;
        }
    };
    let extended = Extended { extension, due: longer, applies: holds == Some(true) };
    let is_judged = !matches!(due.status, Status::CannotTell(CannotTell::EndsBeforeItStarts));
    if extended.applies && is_judged {
        due.status = Status::of(longer.last_day, due.ended, calendar, today);
        due.extended = Some(extended);
    } else if due.status.is_beyond() && due.ended.unwrap_or(today) <= longer.last_day {
        due.status = due.status.clone().unless();
        due.extended = Some(extended);
    }
}
