//! The dates of somebody on the list go in; when somebody last looked at their circumstances, and when again, comes
//! out.

use chrono::{Datelike, Months, NaiveDate};

use crate::field::Field;
use crate::roster::Roster;
use crate::rules::{Programme, Review};

/// The last time somebody looked, and the column that says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    pub day: NaiveDate,
    pub field: Field,
}

impl Look {
    /// The day by which a review is due again.
    pub fn again(self, review: &Review) -> Option<NaiveDate> {
        let from = review.since.map_or(self.day, |since| since.max(self.day));
        let due = from.checked_add_months(Months::new(review.months))?;
        if review.by_year { NaiveDate::from_ymd_opt(due.year(), 12, 31) } else { Some(due) }
    }
}

/// The column of reviews; where there is none, that of proofs of life, and else that of decisions, if some review runs
/// from them.
pub fn looked_in(roster: &Roster, programme: &Programme) -> Option<Field> {
    let by_column = [Field::Reviewed, Field::Recertified].into_iter().find(|field| roster.has(*field));
    let from_decision = || roster.has(Field::Decided) && programme.all_reviews().any(|review| review.from_decision);
    by_column.or_else(|| from_decision().then_some(Field::Decided))
}

/// Whether that column tells when a review is due: of decisions alone only where its term runs from them, for of other
/// reviews they leave open whether there was one since.
pub fn tells(field: Field, review: &Review) -> bool {
    field != Field::Decided || review.from_decision
}

/// The later of the last review and the decision: whoever was admitted was looked at.
pub fn last_look(field: Field, day: impl Fn(Field) -> Option<NaiveDate>) -> Option<Look> {
    let looks = [field, Field::Decided].into_iter().filter_map(|field| Some(Look { day: day(field)?, field }));
    looks.max_by_key(|look| look.day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_later_of_review_and_decision_counts_and_of_one_day_the_decision() {
        let day = |text: &str| text.parse::<NaiveDate>().ok();
        let look = |reviewed: &str, decided: &str| {
            let (reviewed, decided) = (day(reviewed), day(decided));
            last_look(Field::Reviewed, |field| if field == Field::Reviewed { reviewed } else { decided })
        };
        let said = [look("2018-04-01", "2017-12-05"), look("", "2018-04-01"), look("2018-04-01", "2018-04-01")];
        assert_eq!(
            said.map(|look| look.map(|look| look.field)),
            [Field::Reviewed, Field::Decided, Field::Decided].map(Some)
        );
        assert_eq!(look("", ""), None);
    }
}
