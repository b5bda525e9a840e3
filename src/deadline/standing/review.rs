//! When somebody on the list is to be looked at again.

use chrono::{Months as MonthsLater, NaiveDate};

use super::super::{CannotTell, Status, Term};
use super::{Entry, Kind, Standing};
use crate::field::Field;
use crate::roster::Value;
use crate::rules::Review;

impl<'p> Entry<'_, '_, 'p> {
    pub(super) fn reviews(&self) -> Vec<Standing<'p>> {
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
}
