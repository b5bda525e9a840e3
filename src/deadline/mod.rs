//! A record's dates and the law of their day go in; what is due when, and whether it was done, comes out.

mod chain;
mod latest;

pub use chain::{Link, Rule, follow, unstarted};
pub use latest::{LatestStart, latest_starts};

use chrono::NaiveDate;

use crate::calendar::{self, Calendar, Unknown};
use crate::day::{Month, Months};
use crate::field::Field;
use crate::lang::{Lang, Say};
use crate::roster::condition::meets;
use crate::roster::{Record, Value};
use crate::rules::{Deadline, Programme};
use crate::say;

/// A step that a record's own date has set running.
#[derive(Debug, Clone)]
pub struct Due<'p> {
    pub deadline: &'p Deadline,
    pub started: NaiveDate,
    /// The last day on which the step is in time.
    pub last_day: Result<calendar::Due, Unknown>,
    /// When the step was done.
    pub ended: Option<NaiveDate>,
    /// Working days it took, where it is done.
    pub used: Option<i64>,
    pub status: Status,
}

/// How a step stands on the day of asking; counts are working days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    InTime,
    Late(i64),
    DueIn(i64),
    Overdue(i64),
    CannotTell(CannotTell),
}

/// Why nothing can be said about a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotTell {
    Calendar(Unknown),
    /// The step ended before what it follows.
    EndsBeforeItStarts,
    /// Something stands where the date of its end should, but no day can be read from it.
    UnreadableEnd,
}

impl Say for CannotTell {
    fn say(&self, lang: Lang) -> String {
        match self {
            CannotTell::Calendar(unknown) => unknown.say(lang),
            CannotTell::UnreadableEnd => say!(lang, "办结日期读不出", "the date it ended cannot be read"),
            CannotTell::EndsBeforeItStarts => say!(lang, "办结早于开始", "it ends before it starts"),
        }
    }
}

impl Status {
    /// The word in machine formats.
    pub fn word(&self) -> &'static str {
        match self {
            Status::InTime => "in-time",
            Status::Late(_) => "late",
            Status::DueIn(_) => "due",
            Status::Overdue(_) => "overdue",
            Status::CannotTell(_) => "cannot-tell",
        }
    }

    /// Working days left, or over.
    pub fn days(&self) -> Option<i64> {
        match self {
            Status::Late(days) | Status::DueIn(days) | Status::Overdue(days) => Some(*days),
            Status::InTime | Status::CannotTell(_) => None,
        }
    }
}

impl Say for Status {
    fn say(&self, lang: Lang) -> String {
        match self {
            Status::InTime => say!(lang, "按期办结", "done in time"),
            Status::Late(0) => say!(lang, "逾期办结，其间无工作日", "done late, no working day between"),
            Status::Late(days) => say!(lang, "逾期{days}个工作日办结", "done {days} working days late"),
            Status::DueIn(0) => say!(lang, "今天到期", "due today"),
            Status::DueIn(days) => say!(lang, "还有{days}个工作日", "due in {days} working days"),
            Status::Overdue(0) => say!(lang, "已逾期，其后尚无工作日", "overdue, no working day since"),
            Status::Overdue(days) => say!(lang, "已逾期{days}个工作日", "overdue by {days} working days"),
            Status::CannotTell(why) => {
                let why = why.say(lang);
                say!(lang, "无法判断：{why}", "cannot tell: {why}")
            }
        }
    }
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
        let Some(started) = record.day(*start).filter(|started| *started <= today) else { continue };
        for deadline in programme.deadlines(*start, started) {
            // A roster without the column says nothing about the step, and a row it does not bind has none.
            let binds = deadline.when.is_empty() || binds(deadline, record, started);
            if binds && record.roster.has(deadline.ends) {
                let ended = record.day(deadline.ends).filter(|ended| *ended <= today);
                let mut due = due(deadline, started, ended, calendar, today);
                if matches!(record.value(deadline.ends), Value::Unreadable(_)) {
                    due.status = Status::CannotTell(CannotTell::UnreadableEnd);
                }
                dues.push(due);
            }
        }
    }
    dues
}

/// Whether a deadline for some rows only is one of this row.
fn binds(deadline: &Deadline, record: &Record<'_>, started: NaiveDate) -> bool {
    let month = Month::of(started).map(Months::one);
    month.and_then(|month| meets(&deadline.when, record, month)) == Some(true)
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
        Ok(due) => status(due.last_day, ended, calendar, today),
    };
    let used = ended.and_then(|ended| calendar.working_days_between(started, ended).ok()).filter(|days| *days >= 0);
    Due { deadline, started, last_day, ended, used, status }
}

fn status(last: NaiveDate, ended: Option<NaiveDate>, calendar: &Calendar, today: NaiveDate) -> Status {
    let between = |from, to, status: fn(i64) -> Status| match calendar.working_days_between(from, to) {
        Ok(days) => status(days),
        Err(unknown) => Status::CannotTell(CannotTell::Calendar(unknown)),
    };
    match ended {
        Some(day) if day <= last => Status::InTime,
        Some(day) => between(last, day, Status::Late),
        None if today <= last => between(today, last, Status::DueIn),
        None => between(last, today, Status::Overdue),
    }
}
