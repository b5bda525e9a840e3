//! By when a row is to be paid, and whether it was.

use chrono::NaiveDate;

use super::super::{CannotTell, Status, Term, last_day_to_pay, start_of};
use super::{Entry, Kind, Standing};
use crate::day::Month;
use crate::field::Field;
use crate::lang::Words;
use crate::roster::Value;
use crate::rules::{PayDay, Start};

impl<'p> Entry<'_, '_, 'p> {
    /// The first payment after a decision, or that of the first of the row's months.
    pub(super) fn payment(&self) -> Option<Standing<'p>> {
        if !self.record.roster.has(Field::Paid) || self.record.grants_nothing() {
            return None;
        }
        let (field, started, month) = self.first_paid()?;
        let rule = self.programme.says(month.first_day(), |version| version.pay_day.as_ref())?;
        let paid = self.day(Field::Paid);
        let due = last_day_to_pay(month, rule, self.calendar);
        let status = match self.record.value(Field::Paid) {
            Value::Unreadable(_) => Status::CannotTell(CannotTell::UnreadableEnd),
            _ => Status::by(&due, paid, self.calendar, self.today),
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
            let start = start_of(self.record, self.programme, event).ok()?;
            (start.after == field).then_some((field, event, start))
        });
        let after = |(field, event, start): (Field, NaiveDate, &Start)| {
            Some((field, Some(event), start.first_paid(Month::of(event)?)))
        };
        let new = decided.and_then(after);
        match (new, self.months) {
            (Some(new), Some(months)) if new.2 < months.first => Some((Field::Paid, None, months.first)),
            (None, Some(months)) => Some((Field::Paid, None, months.first)),
            (new, _) => new,
        }
    }
}
