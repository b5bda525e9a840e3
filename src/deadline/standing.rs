//! A row of somebody on the list goes in; what that makes due besides the steps of a case comes out: notices to stand long
//! enough, payments, reviews, birthdays and cards that run out.

use std::sync::Arc;

use chrono::{Datelike, Months as MonthsLater, NaiveDate};

use crate::calendar::{Calendar, Unit};
use crate::day::{Month, Months};
use crate::field::Field;
use crate::lang::Words;
use crate::roster::condition::meets;
use crate::roster::{Record, Value};
use crate::rules::{Basis, Expiry, Length, Limit, Notice, PayDay, Programme, Review, Start, StartMonth, When, Yearly};

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

/// What a row is asked about by.
struct Scene<'r, 'a, 'p> {
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
    let scene = Scene { record, programme, calendar, months, today, on };
    let mut all = scene.notices();
    if scene.is_refused() || scene.is_undecided() || !record.is_covered() {
        return all;
    }
    all.extend(scene.payment());
    all.extend(scene.reviews());
    all.extend(birthdays(record, programme, on).into_iter().map(|birthday| scene.of_birthday(birthday)));
    let expiries = programme.expiries(on).filter(|expiry| record.roster.has(expiry.field));
    all.extend(expiries.filter_map(|expiry| scene.expiry(expiry)));
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

impl<'p> Scene<'_, '_, 'p> {
    fn is_refused(&self) -> bool {
        let codes = &self.record.roster.codes;
        let said = self.record.code(Field::Decision, codes);
        said.is_some_and(|place| codes.code(Field::Decision, place).is_some_and(|code| code.code == "refused"))
    }

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

    fn notices(&self) -> Vec<Standing<'p>> {
        if !self.record.roster.has(Field::PostedUntil) {
            return Vec::new();
        }
        let Some(from) = self.day(Field::PostedFrom) else { return Vec::new() };
        let notices = self.programme.in_force(from, |version| &version.notices, |notice| &notice.name);
        let asked = notices.into_iter().filter(|notice| self.concerns(&notice.when, from));
        let asked = asked.filter_map(|notice| match notice.length {
            Length::AtLeast(limit) => Some(self.notice(notice, limit, from)),
            Length::Forbidden => None,
        });
        asked.collect()
    }

    /// A notice is long enough if its first and last day, both counted, are as many as the rule says; it is safe to take down
    /// after the last day of the period that follows the first.
    fn notice(&self, notice: &'p Notice, limit: Limit, from: NaiveDate) -> Standing<'p> {
        let until = self.day(Field::PostedUntil);
        let due = self.calendar.add(from, limit.number, limit.unit);
        let status = match (&due, until) {
            _ if matches!(self.record.value(Field::PostedUntil), Value::Unreadable(_)) => {
                Status::CannotTell(CannotTell::UnreadableEnd)
            }
            (_, Some(until)) if until < from => Status::CannotTell(CannotTell::EndsBeforeItStarts),
            (Err(unknown), _) => Status::CannotTell(CannotTell::Calendar(unknown.clone())),
            (Ok(_), Some(until)) => self.posted(limit, from, until),
            (Ok(due), None) if self.today <= due.last_day => Status::of(due.last_day, None, self.calendar, self.today),
            (Ok(_), None) => Status::CannotTell(CannotTell::NoEnd),
        };
        Standing {
            started: Some(from),
            last_day: due.as_ref().ok().map(|due| due.last_day),
            provisional: due.is_ok_and(|due| due.provisional),
            ended: until,
            who: notice.who.as_ref(),
            guides: !notice.binding,
            ..self.of(Kind::Notice, &notice.name, Field::PostedFrom, Term::AtLeast(limit), status, &notice.basis)
        }
    }

    fn posted(&self, limit: Limit, from: NaiveDate, until: NaiveDate) -> Status {
        let days = match (limit.unit, from.pred_opt()) {
            (Unit::WorkingDays, Some(before)) => self.calendar.working_days_between(before, until),
            _ => Ok((until - from).num_days() + 1),
        };
        match days {
            Ok(days) if days >= i64::from(limit.number) => Status::InTime,
            Ok(days) => Status::Short(i64::from(limit.number) - days),
            Err(unknown) => Status::CannotTell(CannotTell::Calendar(unknown)),
        }
    }

    /// The first payment after a decision, or that of the first of the row's months.
    fn payment(&self) -> Option<Standing<'p>> {
        if !self.record.roster.has(Field::Paid) || self.record.is_pending(self.programme.month_of) {
            return None;
        }
        let (field, started, month) = self.first_paid()?;
        let rule = self.programme.says(month.first_day(), |version| version.pay_day.as_ref())?;
        let paid = self.day(Field::Paid);
        let before = month.first_day().pred_opt()?;
        let due = self.calendar.add(before, rule.day.min(month.last_day().day()), Unit::Days);
        let status = match &due {
            _ if matches!(self.record.value(Field::Paid), Value::Unreadable(_)) => {
                Status::CannotTell(CannotTell::UnreadableEnd)
            }
            Err(unknown) => Status::CannotTell(CannotTell::Calendar(unknown.clone())),
            Ok(due) => Status::of(due.last_day, paid, self.calendar, self.today),
        };
        let PayDay { day, who, basis } = rule;
        let name = Words { zh: format!("{month}发放"), en: format!("Payment for {month}") };
        Some(Standing {
            started,
            last_day: due.as_ref().ok().map(|due| due.last_day),
            provisional: due.is_ok_and(|due| due.provisional),
            ended: paid,
            who: who.as_ref(),
            ..self.of(Kind::Payment, &name, field, Term::DayOfMonth(*day), status, basis)
        })
    }

    /// The month first paid for, and the column that says so.
    fn first_paid(&self) -> Option<(Field, Option<NaiveDate>, Month)> {
        let decided = [Field::Decided, Field::Applied].into_iter().find_map(|field| {
            let event = self.day(field)?;
            let start = self.programme.says(event, |version| version.start.as_ref());
            start.filter(|start| start.after == field).map(|start| (field, event, start))
        });
        let after = |(field, event, start): (Field, NaiveDate, &Start)| {
            let month = Month::of(event)?;
            let month = if start.month == StartMonth::Next { month.next() } else { month };
            Some((field, Some(event), month))
        };
        let new = decided.and_then(after);
        match (new, self.months) {
            (Some(new), Some(months)) if new.2 < months.first => Some((Field::Paid, None, months.first)),
            (None, Some(months)) => Some((Field::Paid, None, months.first)),
            (new, _) => new,
        }
    }

    fn reviews(&self) -> Vec<Standing<'p>> {
        let columns = [Field::Reviewed, Field::Recertified];
        let Some(field) = columns.into_iter().find(|field| self.record.roster.has(*field)) else { return Vec::new() };
        let day = self.months.map_or(self.on, |months| months.first.first_day());
        let reviews = self.programme.in_force(day, |version| &version.reviews, |review| &review.name);
        let asked: Vec<&Review> = reviews.into_iter().filter(|review| self.concerns(&review.when, day)).collect();
        if self.last_look(field).is_none() {
            // Of one who was never looked at, the longest interval says it once.
            let longest = asked.into_iter().max_by_key(|review| review.months);
            return longest.map(|review| self.review(review, field)).into_iter().collect();
        }
        asked.into_iter().map(|review| self.review(review, field)).collect()
    }

    /// The last time somebody looked; whoever was admitted was looked at.
    fn last_look(&self, field: Field) -> Option<(NaiveDate, Field)> {
        [field, Field::Decided].into_iter().filter_map(|field| Some((self.day(field)?, field))).max()
    }

    /// Due again so many months after the last look.
    fn review(&self, review: &'p Review, field: Field) -> Standing<'p> {
        let last = self.last_look(field);
        let again = last.and_then(|(day, _)| day.checked_add_months(MonthsLater::new(review.months)));
        let status = match again {
            _ if matches!(self.record.value(field), Value::Unreadable(_)) => {
                Status::CannotTell(CannotTell::UnreadableStart)
            }
            None => Status::CannotTell(CannotTell::NoStart),
            Some(again) => self.standing(again, review.unless.is_some()),
        };
        Standing {
            started: last.map(|(day, _)| day),
            last_day: again,
            shown_from: again.and_then(|again| again.checked_sub_months(MonthsLater::new(1))),
            who: review.who.as_ref(),
            unless: review.unless.as_ref(),
            ..self.of(
                Kind::Review,
                &review.name,
                last.map_or(field, |(_, field)| field),
                Term::Every(review.months),
                status,
                &review.basis,
            )
        }
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

    fn expiry(&self, expiry: &'p Expiry) -> Option<Standing<'p>> {
        let until = self.record.day(expiry.field);
        let status = match until {
            None if self.record.value(expiry.field) == Value::Missing => return None,
            None => Status::CannotTell(CannotTell::UnreadableEnd),
            Some(until) => self.standing(until, expiry.unless.is_some()),
        };
        Some(Standing {
            last_day: until,
            shown_from: until.and_then(|until| until.checked_sub_months(MonthsLater::new(expiry.remind))),
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
