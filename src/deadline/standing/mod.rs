//! A row of somebody on the list goes in; what that makes due besides the steps of a case comes out: notices to stand
//! long enough, payments, reviews, birthdays and cards that run out.

mod notice;
mod payment;
mod review;
mod window;

use std::sync::Arc;

use chrono::{Datelike, Months as MonthsLater, NaiveDate};

use crate::calendar::Calendar;
use crate::day::{Month, Months};
use crate::field::Field;
use crate::lang::Words;
use crate::roster::condition::meets;
use crate::roster::{Record, Value};
use crate::rules::{Basis, Expiry, Programme, When, Yearly};

use super::age::birthdays;
use super::{CannotTell, Status, Term};

/// What something due is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A step of a case.
    Step,
    Notice,
    Payment,
    Review,
    Age,
    Expiry,
    /// What an office does every year or quarter.
    Yearly,
}

impl Kind {
    /// Whether it is due of whoever is on the list, whatever the month.
    pub fn is_of_the_list(self) -> bool {
        matches!(self, Kind::Review | Kind::Age | Kind::Expiry)
    }

    /// Whether it is asked how soon it was done.
    pub fn is_timed(self) -> bool {
        matches!(self, Kind::Step | Kind::Notice | Kind::Payment | Kind::Review)
    }

    /// The word in machine formats.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Step => "step",
            Kind::Notice => "notice",
            Kind::Payment => "payment",
            Kind::Review => "review",
            Kind::Age => "age",
            Kind::Expiry => "expiry",
            Kind::Yearly => "yearly",
        }
    }
}

/// Something due for as long as somebody is on the list.
#[derive(Debug, Clone)]
pub struct Standing<'p> {
    pub kind: Kind,
    pub name: Words,
    pub who: Option<&'p Words>,
    /// The column it is counted from.
    pub field: Field,
    pub started: Option<NaiveDate>,
    pub term: Term,
    pub last_day: Option<NaiveDate>,
    pub provisional: bool,
    pub ended: Option<NaiveDate>,
    pub status: Status,
    /// From when on it is worth showing; at once where it says nothing.
    pub shown_from: Option<NaiveDate>,
    pub unless: Option<&'p Words>,
    /// Its words guide and do not bind: less is a matter to look at.
    pub guides: bool,
    pub basis: &'p Arc<Basis>,
}

/// A row of somebody on the list, and what it is asked by.
struct Entry<'r, 'a, 'p> {
    record: &'r Record<'a>,
    programme: &'p Programme,
    calendar: &'r Calendar,
    months: Option<Months>,
    today: NaiveDate,
    /// What happened after the roster's months is not in it.
    on: NaiveDate,
}

/// Everything due of a row besides steps; `months` are those it is of.
pub fn on_the_list<'p>(
    record: &Record<'_>,
    programme: &'p Programme,
    calendar: &Calendar,
    months: Option<Months>,
    today: NaiveDate,
) -> Vec<Standing<'p>> {
    let on = months.map_or(today, |months| months.last.last_day().min(today));
    let entry = Entry { record, programme, calendar, months, today, on };
    let is_of_case = record.stands_for_case();
    let mut all = Vec::new();
    if is_of_case {
        all.extend(entry.notices());
        all.extend(entry.windows());
    }
    if record.is_refused() || entry.is_undecided() || !record.is_covered() {
        return all;
    }
    if is_of_case {
        all.extend(entry.payment());
        all.extend(entry.reviews());
    }
    all.extend(birthdays(record, programme, on).into_iter().map(|birthday| entry.of_birthday(birthday)));
    let expiries = programme.expiries(on).filter(|(expiry, _)| record.roster.has(expiry.field));
    all.extend(expiries.filter_map(|(expiry, remind)| entry.expiry(expiry, remind)));
    all
}

/// What an office does next by a day of the year.
pub fn yearly<'p>(programme: &'p Programme, calendar: &Calendar, today: NaiveDate) -> Vec<Standing<'p>> {
    let next = |duty: &Yearly| {
        let years = [today.year(), today.year() + 1].into_iter();
        let days = years.flat_map(|year| duty.by.iter().map(move |(month, day)| (year, *month, *day)));
        let mut days = days.filter_map(|(year, month, day)| NaiveDate::from_ymd_opt(year, month, day));
        days.find(|day| *day >= today && duty.span.holds(*day))
    };
    let duties = programme.yearly(today).filter_map(|duty| Some((duty, next(duty)?)));
    let due = |(duty, day): (&'p Yearly, NaiveDate)| Standing {
        kind: Kind::Yearly,
        name: duty.name.clone(),
        who: duty.who.as_ref(),
        field: Field::PostedFrom,
        started: None,
        term: Term::On,
        last_day: Some(day),
        provisional: false,
        ended: None,
        status: Status::of(day, None, calendar, today),
        shown_from: day.checked_sub_months(MonthsLater::new(1)),
        unless: None,
        guides: false,
        basis: &duty.basis,
    };
    duties.map(due).collect()
}

impl<'p> Entry<'_, '_, 'p> {
    /// A case on its way: nobody is on the list yet.
    fn is_undecided(&self) -> bool {
        let begun = [Field::Applied, Field::Accepted, Field::OpinionReceived];
        let has_decision = self.record.roster.has(Field::Decided);
        has_decision && self.day(Field::Decided).is_none() && begun.into_iter().any(|field| self.day(field).is_some())
    }

    /// A date of the row that has come by the day of asking.
    fn day(&self, field: Field) -> Option<NaiveDate> {
        self.record.day(field).filter(|day| *day <= self.today)
    }

    fn concerns(&self, when: &When, day: NaiveDate) -> bool {
        let month = || Month::of(day).map(Months::one);
        when.is_empty() || month().and_then(|month| meets(when, self.record, month)) == Some(true)
    }

    /// How something stands that no column says the end of: beyond the months of the roster nothing is known.
    fn standing(&self, last: NaiveDate, excepted: bool) -> Status {
        if last > self.on && last < self.today {
            return Status::CannotTell(CannotTell::RosterEnds(self.on));
        }
        let today = if last >= self.today { self.today } else { self.on };
        let status = Status::of(last, None, self.calendar, today);
        if excepted { status.unless() } else { status }
    }

    fn of_birthday(&self, birthday: super::age::Birthday<'p>) -> Standing<'p> {
        let status = self.standing(birthday.day, birthday.unless.is_some());
        let column = [Field::Id, Field::HeadId, Field::Birth].into_iter().find(|field| self.record.roster.has(*field));
        Standing {
            last_day: Some(birthday.day),
            shown_from: birthday.day.checked_sub_months(MonthsLater::new(1)),
            unless: birthday.unless,
            ..self.of(
                Kind::Age,
                &birthday.name,
                column.unwrap_or(Field::Birth),
                Term::Age(birthday.years),
                status,
                birthday.basis,
            )
        }
    }

    fn expiry(&self, expiry: &'p Expiry, remind: u32) -> Option<Standing<'p>> {
        let until = self.record.day(expiry.field);
        let status = match until {
            None if self.record.value(expiry.field) == Value::Missing => return None,
            None => Status::CannotTell(CannotTell::UnreadableExpiry),
            Some(until) => self.standing(until, expiry.unless.is_some()),
        };
        Some(Standing {
            last_day: until,
            shown_from: until.and_then(|until| until.checked_sub_months(MonthsLater::new(remind))),
            who: expiry.who.as_ref(),
            unless: expiry.unless.as_ref(),
            ..self.of(Kind::Expiry, &expiry.name, expiry.field, Term::On, status, &expiry.basis)
        })
    }

    /// What all have; the rest is added to it.
    fn of(
        &self,
        kind: Kind,
        name: &Words,
        field: Field,
        term: Term,
        status: Status,
        basis: &'p Arc<Basis>,
    ) -> Standing<'p> {
        Standing {
            kind,
            name: name.clone(),
            who: None,
            field,
            started: None,
            term,
            last_day: None,
            provisional: false,
            ended: None,
            status,
            shown_from: None,
            unless: None,
            guides: false,
            basis,
        }
    }
}
