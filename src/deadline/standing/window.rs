//! How long somebody may still act after a day of the row, such as the day of being told: a guide to them, no step of
//! the office.

use chrono::NaiveDate;

use super::super::{Status, Term};
use super::{Entry, Kind, Standing};
use crate::rules::{Expiry, Limit};

impl<'p> Entry<'_, '_, 'p> {
    /// Windows still open; once closed there is nothing left to say.
    pub(super) fn windows(&self) -> Vec<Standing<'p>> {
        let opened = self.programme.windows().filter_map(|(window, limit)| {
            let day = self.day(window.field).filter(|day| window.span.holds(*day))?;
            Some(self.window(window, limit, day))
        });
        opened.filter(|window| window.last_day.is_none_or(|last| last >= self.today)).collect()
    }

    fn window(&self, window: &'p Expiry, limit: Limit, opened: NaiveDate) -> Standing<'p> {
        let due = self.calendar.add(opened, limit.number, limit.unit);
        let status = Status::by(&due, None, self.calendar, self.today);
        Standing {
            started: Some(opened),
            last_day: due.as_ref().ok().map(|due| due.last_day),
            provisional: due.is_ok_and(|due| due.provisional),
            who: window.who.as_ref(),
            unless: window.unless.as_ref(),
            guides: true,
            ..self.of(Kind::Expiry, &window.name, window.field, Term::Within(limit), status, &window.basis)
        }
    }
}
