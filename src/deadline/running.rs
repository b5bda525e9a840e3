//! A roster's events and the law of their days go in; the steps they set running come out, worked out once for each
//! day: rows share their days.

use std::cell::{Cell, RefCell};
use std::ops::RangeInclusive;
use std::rc::Rc;

use chrono::{Days, NaiveDate};
use rustc_hash::FxHashMap;

use super::status::surely;
use super::{CannotTell, Due, Extended, Status, way_ends};
use crate::calendar::{self, Calendar, Unit, Unknown};
use crate::day::{Month, Months};
use crate::field::Field;
use crate::roster::condition::meets;
use crate::roster::{Record, Roster, Value};
use crate::rules::{Deadline, Extension, Programme, When};

/// How far a step that excepts another may be excepted itself, so that no two of them go round.
const EXCEPTED_BY: u8 = 2;

/// What the dates of one roster's rows set running; each thread has its own.
pub struct Running<'p> {
    programme: &'p Programme,
    calendar: &'p Calendar,
    today: NaiveDate,
    starts: RefCell<Vec<Start<'p>>>,
    /// The days of the row looked at last whose steps were all done in time, or that set none running. They go with one
    /// reader of rows, whose numbers tell days apart.
    in_time: Cell<Option<u32>>,
}

/// An event that has a column and that some step of some day starts with.
struct Start<'p> {
    field: Field,
    /// What it sets running, by its day.
    steps: FxHashMap<NaiveDate, Rc<[Step<'p>]>>,
    /// The same of the day asked for last: rows that follow each other often share it.
    last: Option<(NaiveDate, Rc<[Step<'p>]>)>,
}

/// Which steps somebody wants to hear of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    All,
    /// Those not done in time, or of which nobody can tell.
    Amiss,
}

/// A step with both its columns, set running on a day.
struct Step<'p> {
    deadline: &'p Deadline,
    started: NaiveDate,
    last_day: Result<calendar::Due, Unknown>,
    /// The day up to which it is in time for certain.
    surely: Option<NaiveDate>,
}

impl<'p> Running<'p> {
    pub fn new(roster: &Roster, programme: &'p Programme, calendar: &'p Calendar, today: NaiveDate) -> Running<'p> {
        // A step of which the end has no column is none of this roster.
        let ends_here = |start: Field| programme.ends(start).into_iter().any(|end| roster.has(end));
        let starts = programme.starts().into_iter().filter(|start| roster.has(*start) && ends_here(*start));
        let starts = starts.map(Start::of).collect();
        Running { programme, calendar, today, starts: RefCell::new(starts), in_time: Cell::new(None) }
    }

    /// Whether nothing that is wanted comes of the days of a record, as is known of the row before, which had the same.
    #[inline]
    pub fn has_nothing_for(&self, record: &Record<'_>, wanted: Wanted) -> bool {
        wanted == Wanted::Amiss && self.in_time.get() == Some(record.days_number())
    }

    /// Gives what the dates of a record have set running, each step judged by the rules of the day it started.
    pub fn each(&self, record: &Record<'_>, wanted: Wanted, mut due: impl FnMut(Due<'p>)) {
        let days = Some(record.days_number());
        let mut in_time = true;
        for start in self.starts.borrow_mut().iter_mut() {
            let field = start.field;
            let Some(started) = record.day(field) else {
                in_time = false;
                self.startless(record, field).into_iter().for_each(&mut due);
                continue;
            };
            // What lies after the day of asking has not happened on it.
            if started > self.today {
                continue;
            }
            let mut unruled = None;
            let steps = start.steps(started, || {
                let steps = self.set_running(field, started, record.roster);
                unruled = self.unruled(field, started, &steps, record.roster);
                steps
            });
            for step in steps {
                let is_done_in_time = self.is_done_in_time(step, record);
                in_time &= is_done_in_time;
                let is_asked = (wanted == Wanted::All || !is_done_in_time) && !step.is_left_out(record);
                if is_asked && binds(step.deadline, record, started) {
                    due(self.judged(step, record, EXCEPTED_BY));
                }
            }
            // Said of a day once: it is the same of all rows that share it.
            if let Some((deadline, why)) = unruled.filter(|_| wanted == Wanted::Amiss) {
                due(Due::untold(deadline, None, why));
            }
        }
        self.in_time.set(days.filter(|_| in_time));
    }

    /// The steps that an event of a day sets running, and that the roster has columns for.
    fn set_running(&self, start: Field, started: NaiveDate, roster: &Roster) -> Rc<[Step<'p>]> {
        let deadlines = self.programme.deadlines(start, started).filter(|deadline| roster.has(deadline.ends));
        deadlines.map(|deadline| Step::of(deadline, started, self.calendar)).collect()
    }

    /// A step of other days, with both its columns, that is not asked on this one, and why.
    fn unruled(
        &self,
        start: Field,
        started: NaiveDate,
        steps: &[Step<'p>],
        roster: &Roster,
    ) -> Option<(&'p Deadline, CannotTell)> {
        let is_shown = |other: &&'p Deadline| other.starts == start && other.when.is_empty() && roster.has(other.ends);
        let is_asked = |other: &Deadline| steps.iter().any(|step| step.deadline.ends == other.ends);
        let mut silent = self.of_silent(started).filter(is_shown);
        let unruled = silent.find(|other| !is_asked(other)).map(|other| (other, CannotTell::NoRule));
        unruled.or_else(|| {
            // Of a part of a way that has its limit the whole is asked.
            let is_part = steps.iter().any(|step| step.deadline.when.is_empty());
            let mut dropped = self.of_former(started).filter(|_| !is_part).filter(is_shown);
            let other = dropped.find(|other| !self.limits(other.ends, started, roster))?;
            Some((other, CannotTell::NoLimit))
        })
    }

    /// The steps of layers of which no version says anything on a day.
    fn of_silent(&self, day: NaiveDate) -> impl Iterator<Item = &'p Deadline> + use<'p> {
        let silent = self.programme.layers.iter().filter(move |layer| layer.on(day).is_none());
        silent.flat_map(|layer| &layer.versions).flat_map(|version| &version.deadlines)
    }

    /// The steps of versions that another of their layer has followed by a day.
    fn of_former(&self, day: NaiveDate) -> impl Iterator<Item = &'p Deadline> + use<'p> {
        let followed = self.programme.layers.iter().filter(move |layer| layer.on(day).is_some());
        let versions = followed.flat_map(|layer| &layer.versions);
        let former = versions.filter(move |version| version.span.until.is_some_and(|until| until < day));
        former.flat_map(|version| &version.deadlines)
    }

    /// Whether the law of a day limits some step of every row that ends with an event, and the roster shows it.
    fn limits(&self, end: Field, day: NaiveDate, roster: &Roster) -> bool {
        let starts = self.programme.starts().into_iter().filter(|start| roster.has(*start));
        let mut steps = starts.flat_map(|start| self.programme.deadlines(start, day).collect::<Vec<_>>());
        steps.any(|step| step.ends == end && step.when.is_empty())
    }

    /// Whether a step was done by the end of its ordinary limit: then no longer one matters.
    fn is_done_in_time(&self, step: &Step<'_>, record: &Record<'_>) -> bool {
        let (Some(ended), Some(surely)) = (record.day(step.deadline.ends), step.surely) else { return false };
        ended <= self.today && (step.started..=surely).contains(&ended) && !step.is_within_the_day(ended)
    }

    /// A step of a row, with what its columns say of an extension, and so many steps on of what excepts it.
    fn judged(&self, step: &Step<'p>, record: &Record<'_>, deep: u8) -> Due<'p> {
        let deadline = step.deadline;
        let ended = record.day(deadline.ends).filter(|ended| *ended <= self.today);
        let mut due = Due {
            deadline,
            started: Some(step.started),
            last_day: step.last_day.clone(),
            extended: None,
            ended,
            status: step.status(ended, self.calendar, self.today),
        };
        if let Some(extension) = &deadline.extension {
            self.extend(&mut due, extension, holds(&extension.when, record, step.started));
        }
        if deadline.unless.is_some() {
            due.status = due.status.unless();
        }
        if due.status == Status::CannotTell(CannotTell::EndsBeforeItStarts) && self.may_come_first(step, record) {
            due.status = Status::InTime;
        }
        if deep > 0 && due.status.is_excepted() && self.is_excepted(&due, record, deep - 1) {
            due.status = due.status.excepted();
        }
        if matches!(record.value(deadline.ends), Value::Unreadable(_)) {
            due.status = Status::CannotTell(CannotTell::UnreadableEnd);
        }
        due
    }

    /// Whether a step may be done before what starts it, as in urgent cases.
    fn may_come_first(&self, step: &Step<'_>, record: &Record<'_>) -> bool {
        let free = self.programme.any_time.as_ref().filter(|free| free.steps.contains(&step.deadline.ends));
        free.is_some_and(|free| holds(&free.when, record, step.started) == Some(true))
    }

    /// Whether a row shows that a step done beyond its limit is excepted: those that show it are in time, as many as bind the
    /// row, so is each step that lies within its days, and the whole took no longer than it may.
    fn is_excepted(&self, due: &Due<'_>, record: &Record<'_>, deep: u8) -> bool {
        let (Some(from), Some(until)) = (due.started, due.ended) else { return false };
        let named = &due.deadline.unless_in_time;
        let is_too_long = || Some(until) > way_ends(due.deadline, from, self.calendar);
        if named.is_empty() || !due.deadline.unless_within.is_empty() && is_too_long() {
            return false;
        }
        let within = self.done_within(from..=until, record, named, deep);
        let is_kept = |other: &Due<'_>| matches!(other.status, Status::InTime | Status::Excepted(_));
        let is_shown = |name: &String| within.iter().any(|other| other.deadline.name.zh == *name);
        let binds_it = |name: &&String| {
            let mut steps = self.programme.on(from).flat_map(|version| &version.deadlines);
            steps.any(|step| step.name.zh == **name && is_of(step, record, from))
        };
        let mut asked = named.iter().filter(binds_it).peekable();
        asked.peek().is_some() && asked.all(is_shown) && within.iter().all(is_kept)
    }

    /// The steps of a row that were begun and done within some days, but for those that others except and nobody names.
    fn done_within(
        &self,
        days: RangeInclusive<NaiveDate>,
        record: &Record<'_>,
        named: &[String],
        deep: u8,
    ) -> Vec<Due<'p>> {
        let mut done = Vec::new();
        for start in self.programme.starts() {
            let Some(started) = record.day(start).filter(|day| days.contains(day)) else { continue };
            for step in self.set_running(start, started, record.roster).iter() {
                let ended = record.day(step.deadline.ends).filter(|day| days.contains(day));
                let counts = step.deadline.unless_in_time.is_empty() || named.contains(&step.deadline.name.zh);
                let is_asked = counts && binds(step.deadline, record, started);
                done.extend(ended.filter(|_| is_asked).map(|_| self.judged(step, record, deep)));
            }
        }
        done
    }

    /// Steps that were done, or whose start cannot be read: nobody can say whether they were in time.
    fn startless(&self, record: &Record<'_>, start: Field) -> Vec<Due<'p>> {
        let unreadable = matches!(record.value(start), Value::Unreadable(_));
        let why = if unreadable { CannotTell::UnreadableStart } else { CannotTell::NoStart };
        let mut dues = Vec::new();
        for end in self.programme.ends(start).into_iter().filter(|end| record.roster.has(*end)) {
            let ended = record.day(end).filter(|ended| *ended <= self.today);
            let Some(day) = ended.or(unreadable.then_some(self.today)) else { continue };
            let steps = self.programme.deadlines(start, day).filter(|deadline| deadline.ends == end);
            for deadline in steps.filter(|deadline| binds(deadline, record, day)) {
                dues.push(Due::untold(deadline, ended, why.clone()));
            }
        }
        dues
    }

    /// Judges a step by the longer limit where the row has it; where it does not say, a step beyond the ordinary limit
    /// and within the longer one is late only if the case is not among those.
    fn extend(&self, due: &mut Due<'p>, extension: &'p Extension, holds: Option<bool>) {
        let Some(started) = due.started.filter(|_| holds != Some(false)) else { return };
        let applies = holds == Some(true);
        let is_judged = !matches!(due.status, Status::CannotTell(CannotTell::EndsBeforeItStarts));
        let longer = match self.calendar.add(started, extension.limit.number, extension.limit.unit) {
            Ok(longer) => longer,
            // Nobody knows yet where the longer one ends.
            Err(_) if !applies => {
                due.status = due.status.clone().unless();
                return;
            }
            Err(_) if due.status == Status::InTime || !is_judged => return,
            Err(unknown) => {
                due.last_day = Err(unknown);
                due.status = Status::by(&due.last_day, due.ended, self.calendar, self.today);
                return;
            }
        };
        let extended = Extended { extension, due: longer, applies };
        if applies && is_judged {
            due.status = Status::of(longer.last_day, due.ended, self.calendar, self.today);
            due.extended = Some(extended);
        } else if due.status.is_beyond() && due.ended.unwrap_or(self.today) <= longer.last_day {
            due.status = due.status.clone().unless();
            due.extended = Some(extended);
        }
    }
}

impl<'p> Start<'p> {
    fn of(field: Field) -> Start<'p> {
        Start { field, steps: FxHashMap::default(), last: None }
    }

    /// What it sets running on a day, worked out once.
    #[inline]
    fn steps(&mut self, day: NaiveDate, work_out: impl FnOnce() -> Rc<[Step<'p>]>) -> &[Step<'p>] {
        if self.last.as_ref().is_none_or(|(last, _)| *last != day) {
            let steps = self.steps.entry(day).or_insert_with(work_out);
            self.last = Some((day, Rc::clone(steps)));
        }
        self.last.as_ref().map_or(&[], |(_, steps)| steps)
    }
}

impl<'p> Step<'p> {
    fn of(deadline: &'p Deadline, started: NaiveDate, calendar: &Calendar) -> Step<'p> {
        let last_day = calendar.add(started, deadline.limit.number, deadline.limit.unit);
        Step { deadline, started, surely: surely(&last_day), last_day }
    }

    /// Whether it need not be taken, and was not.
    fn is_left_out(&self, record: &Record<'_>) -> bool {
        self.deadline.optional && matches!(record.value(self.deadline.ends), Value::Missing)
    }

    fn status(&self, ended: Option<NaiveDate>, calendar: &Calendar, today: NaiveDate) -> Status {
        match ended {
            Some(ended) if ended < self.started => Status::CannotTell(CannotTell::EndsBeforeItStarts),
            Some(ended) if self.is_within_the_day(ended) => Status::CannotTell(CannotTell::WithinTheDay),
            _ => Status::by(&self.last_day, ended, calendar, today),
        }
    }

    /// Whether a limit in hours may have ended before or after the step did, on a day that both share.
    fn is_within_the_day(&self, ended: NaiveDate) -> bool {
        let limit = self.deadline.limit;
        let first = || self.started.checked_add_days(Days::new(u64::from(limit.number / 24)));
        let last = || self.surely.is_some_and(|last| ended <= last);
        limit.unit == Unit::Hours && last() && first().is_some_and(|first| first <= ended)
    }
}

/// Whether a deadline is one of this row: one for all, or for rows like it; and it is this event that starts it.
fn binds(deadline: &Deadline, record: &Record<'_>, started: NaiveDate) -> bool {
    !deadline.starts_before(started, |field| record.day(field)) && is_of(deadline, record, started)
}

/// Whether a deadline is one for all rows, or for rows like this one.
fn is_of(deadline: &Deadline, record: &Record<'_>, started: NaiveDate) -> bool {
    let is = |when: &When| holds(when, record, started) == Some(true);
    (deadline.when.is_empty() || is(&deadline.when)) && (deadline.not_when.is_empty() || !is(&deadline.not_when))
}

/// Whether a row is one of some cases on a day; `None` where it does not say.
fn holds(when: &When, record: &Record<'_>, started: NaiveDate) -> Option<bool> {
    Month::of(started).map(Months::one).and_then(|month| meets(when, record, month))
}
