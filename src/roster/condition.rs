//! Whether a row meets a condition of the rules, by its own columns and its person's birth date.

use chrono::NaiveDate;

use crate::day::Months;
use crate::field::Field;
use crate::rules::{Ages, When};

use super::record::Record;

/// Whether all of a condition holds of a row in its months; `None` where a column it asks about is absent, blank or
/// holds a word no code set knows.
///
/// An age is met if the person has it on any day of the months: a child of seventeen who turns eighteen in a month is
/// both in that month.
pub fn meets(when: &When, record: &Record<'_>, months: Months) -> Option<bool> {
    let age = when.age.map(|ages| record.birth().map(|birth| has_age(ages, birth, months)));
    let codes = when.codes.iter().map(|(field, mask)| {
        let place = record.code(*field, &record.roster.codes)?;
        Some(mask & (1 << place) != 0)
    });
    let mut all_known = true;
    for test in age.into_iter().chain(codes) {
        match test {
            // One test that fails settles it, whatever is not known of the others.
            Some(false) => return Some(false),
            Some(true) => {}
            None => all_known = false,
        }
    }
    all_known.then_some(true)
}

/// Whether somebody has one of these ages on some day of these months.
pub fn has_age(ages: Ages, birth: NaiveDate, months: Months) -> bool {
    let (first, last) = (months.first.first_day(), months.last.last_day());
    let (youngest, oldest) = (age_on(birth, first), age_on(birth, last));
    oldest.is_some_and(|oldest| oldest >= ages.from) && youngest.unwrap_or(0) <= ages.until
}

/// Whole years on a day; `None` before the birth.
pub fn age_on(birth: NaiveDate, day: NaiveDate) -> Option<u32> {
    day.years_since(birth)
}

/// The columns a condition asks about that a roster does not have.
pub fn lacking(when: &When, record: &Record<'_>) -> Vec<Field> {
    when.fields().filter(|field| !record.roster.has(*field)).collect()
}
