//! A birth date and the rules of a day go in; the birthdays come out on which something ends or begins by law.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};

use crate::day::{Month, Months};
use crate::lang::Words;
use crate::roster::Record;
use crate::roster::condition::meets;
use crate::rules::{Basis, Condition, Programme, Rate, When};

/// A birthday that changes what somebody is due.
pub(super) struct Birthday<'p> {
    pub years: u32,
    pub day: NaiveDate,
    pub name: Words,
    pub unless: Option<&'p Words>,
    pub basis: &'p Arc<Basis>,
}

/// The birthdays of a row's person that matter: those on which somebody first grows out of a condition of the list, and
/// the next on which an amount changes.
pub(super) fn birthdays<'p>(record: &Record<'_>, programme: &'p Programme, on: NaiveDate) -> Vec<Birthday<'p>> {
    let Some(birth) = record.birth().filter(|birth| *birth <= on) else { return Vec::new() };
    let mut found: Vec<Birthday<'p>> = Vec::new();
    found.extend(programme.conditions(on).into_iter().filter_map(|condition| outgrown(record, birth, condition, on)));
    let rates = programme.rated().into_iter().filter(|pays| record.roster.has(*pays));
    let rates = rates.flat_map(|pays| Month::of(on).map_or(Vec::new(), |month| programme.rates(pays, month)));
    // What begins is worth more than what ends on the same day.
    let begins = |birthday: &Birthday<'_>, rate: &Rate| rate.when.age.is_some_and(|ages| ages.from == birthday.years);
    let next = rates.filter_map(|rate| Some((next_of_rate(birth, rate, on)?, rate)));
    let next =
        next.min_by_key(|(birthday, rate)| (birthday.day, !begins(birthday, rate))).map(|(birthday, _)| birthday);
    found.extend(next);
    found
}

/// The first birthday, past or to come, on which a row that met a condition by its age alone meets it no longer.
fn outgrown<'p>(
    record: &Record<'_>,
    birth: NaiveDate,
    condition: &'p Condition,
    on: NaiveDate,
) -> Option<Birthday<'p>> {
    let by_age = condition.any.iter().filter_map(|when| when.age).filter(|ages| ages.has_end());
    let ends: BTreeSet<u32> = by_age.map(|ages| ages.until + 1).collect();
    let asked = |day: NaiveDate| Month::of(day).map(Months::one);
    if !condition.only_when.is_empty() && meets(&condition.only_when, record, asked(on)?) != Some(true) {
        return None;
    }
    let met = |day: NaiveDate| -> Option<bool> {
        let month = asked(day)?;
        let any: Vec<Option<bool>> = condition.any.iter().map(|when| meets(when, record, month)).collect();
        if any.contains(&Some(true)) { Some(true) } else { any.iter().all(Option::is_some).then_some(false) }
    };
    let after = |day: NaiveDate| Month::of(day).map(|month| month.next().first_day());
    let falls = |years: &u32| -> Option<NaiveDate> {
        let day = birthday(birth, *years)?;
        // What the person may still meet by another column is for that column to say.
        let later = met(after(day)?);
        let out = if day <= on { later == Some(false) } else { later != Some(true) && met(on) == Some(true) };
        out.then_some(day)
    };
    let (years, day) = ends.iter().find_map(|years| Some((*years, falls(years)?)))?;
    let name = &condition.name;
    let name = Words { zh: format!("满{years}周岁：{}", name.zh), en: format!("Turns {years}: {}", name.en) };
    Some(Birthday { years, day, name, unless: condition.unless.as_ref(), basis: &condition.basis })
}

/// The next birthday on which a rate begins or ends for a person.
fn next_of_rate<'p>(birth: NaiveDate, rate: &'p Rate, on: NaiveDate) -> Option<Birthday<'p>> {
    let (years, day) = bounds(&rate.when).into_iter().find_map(|years| {
        let day = birthday(birth, years).filter(|day| *day > on)?;
        Some((years, day))
    })?;
    let name =
        Words { zh: format!("满{years}周岁：{}", rate.name.zh), en: format!("Turns {years}: {}", rate.name.en) };
    Some(Birthday { years, day, name, unless: rate.unless.as_ref(), basis: &rate.basis })
}

/// The ages at which a condition begins and ends to hold, the lower first.
fn bounds(when: &When) -> Vec<u32> {
    let Some(ages) = when.age else { return Vec::new() };
    let begins = (ages.from > 0).then_some(ages.from);
    begins.into_iter().chain(ages.has_end().then_some(ages.until + 1)).collect()
}

/// The day on which somebody reaches an age; of 29 February, 1 March in other years.
fn birthday(birth: NaiveDate, years: u32) -> Option<NaiveDate> {
    let year = birth.year().checked_add(i32::try_from(years).ok()?)?;
    birth.with_year(year).or_else(|| NaiveDate::from_ymd_opt(year, 3, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_born_on_29_february_is_of_age_on_1_march() {
        let birth = NaiveDate::from_ymd_opt(2008, 2, 29).unwrap();
        assert_eq!(birthday(birth, 18), NaiveDate::from_ymd_opt(2026, 3, 1));
        assert_eq!(birthday(birth, 20), NaiveDate::from_ymd_opt(2028, 2, 29));
    }
}
