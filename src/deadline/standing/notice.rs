//! How long a notice has to stand, and whether it did.

use chrono::NaiveDate;

use super::super::{CannotTell, Status, Term, days_posted};
use super::{Entry, Kind, Standing};
use crate::roster::Value;
use crate::rules::{Length, Limit, Notice, Posting};

impl<'p> Entry<'_, '_, 'p> {
    pub(super) fn notices(&self) -> Vec<Standing<'p>> {
        Posting::ALL.into_iter().flat_map(|posting| self.round(posting)).collect()
    }

    fn round(&self, posting: Posting) -> Vec<Standing<'p>> {
        if !self.record.roster.has(posting.until) {
            return Vec::new();
        }
        let Some(from) = self.day(posting.from) else { return Vec::new() };
        let has_townships = self.record.roster.has_townships_notice();
        let notices = self.programme.notices(from).into_iter().filter(|notice| notice.is_of(posting, has_townships));
        let asked = notices.filter(|notice| self.concerns(&notice.when, from));
        let asked = asked.filter_map(|notice| match notice.length {
            Length::AtLeast(limit) => Some(self.notice((notice, limit), posting, from)),
            Length::Forbidden => None,
        });
        asked.collect()
    }

    /// A notice is long enough if its first and last day, both counted, are as many as the rule says; it is safe to
    /// take down after the last day of the period that follows the first.
    fn notice(&self, (notice, limit): (&'p Notice, Limit), posting: Posting, from: NaiveDate) -> Standing<'p> {
        let until = self.day(posting.until);
        let due = self.calendar.add(from, limit.number, limit.unit);
        let status = match (&due, until) {
            _ if matches!(self.record.value(posting.until), Value::Unreadable(_)) => {
                Status::CannotTell(CannotTell::UnreadableEnd)
            }
            (_, Some(until)) if until < from => Status::CannotTell(CannotTell::EndsBeforeItStarts),
            (_, Some(until)) => self.posted(limit, from, until),
            (Ok(due), None) if self.today > due.last_day => Status::CannotTell(CannotTell::NoEnd),
            (_, None) => Status::by(&due, None, self.calendar, self.today),
        };
        Standing {
            started: Some(from),
            last_day: due.as_ref().ok().map(|due| due.last_day),
            provisional: due.is_ok_and(|due| due.provisional),
            ended: until,
            who: notice.who.as_ref(),
            guides: !notice.binding,
            ..self.of(Kind::Notice, &notice.name, posting.from, Term::AtLeast(limit), status, &notice.basis)
        }
    }

    fn posted(&self, limit: Limit, from: NaiveDate, until: NaiveDate) -> Status {
        match days_posted(from, until, limit.unit, self.calendar) {
            Ok(days) if days >= limit.number => Status::InTime,
            Ok(days) => Status::Short(i64::from(limit.number - days)),
            Err(unknown) => Status::CannotTell(CannotTell::Calendar(unknown)),
        }
    }
}
