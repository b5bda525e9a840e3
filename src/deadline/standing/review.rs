//! When somebody on the list is to be looked at again.

use chrono::Months as MonthsLater;

use super::super::{CannotTell, Look, Status, Term, last_look, looked_in, tells};
use super::{Entry, Kind, Standing};
use crate::field::Field;
use crate::roster::Value;
use crate::rules::Review;

impl<'p> Entry<'_, '_, 'p> {
    pub(super) fn reviews(&self) -> Vec<Standing<'p>> {
        let Some(field) = looked_in(self.record.roster, self.programme) else { return Vec::new() };
        let day = self.months.map_or(self.on, |months| months.first.first_day());
        let reviews = self.programme.reviews(day).into_iter().filter(|review| tells(field, review));
        let asked: Vec<&Review> = reviews.filter(|review| self.concerns(&review.when, day)).collect();
        let look = last_look(field, |field| self.day(field));
        if look.is_none() {
            // Of one who was never looked at, the longest interval says it once.
            let longest = asked.into_iter().max_by_key(|review| review.months);
            return longest.map(|review| self.review(review, field, look)).into_iter().collect();
        }
        asked.into_iter().map(|review| self.review(review, field, look)).collect()
    }

    /// Due again so many months after the last look.
    fn review(&self, review: &'p Review, field: Field, look: Option<Look>) -> Standing<'p> {
        let again = look.and_then(|look| look.again(review));
        let status = match again {
            _ if matches!(self.record.value(field), Value::Unreadable(_)) => {
                Status::CannotTell(CannotTell::UnreadableStart)
            }
            None => Status::CannotTell(CannotTell::NoStart),
            Some(again) => self.standing(again, review.unless.is_some()),
        };
        Standing {
            started: look.map(|look| look.day),
            last_day: again,
            shown_from: again.and_then(|again| again.checked_sub_months(MonthsLater::new(1))),
            who: review.who.as_ref(),
            unless: review.excepted(),
            ..self.of(
                Kind::Review,
                &review.name,
                look.map_or(field, |look| look.field),
                Term::Every(review.months),
                status,
                &review.basis,
            )
        }
    }
}
