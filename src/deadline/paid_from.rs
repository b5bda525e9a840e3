//! A row and the law of the day of its decision go in; the rule of the month it is first paid for comes out.

use chrono::NaiveDate;

use crate::day::{Month, Months};
use crate::roster::Record;
use crate::roster::condition::meets;
use crate::rules::{Programme, Start, When};

/// Why nobody can say from which month a row is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoStart<'p> {
    /// No rule of the day is known, of anybody.
    OfNobody,
    /// The rules known of the day are of others.
    OfOthers,
    /// A rule is of some people, and the row does not say whether it is of them.
    Untold(&'p When),
}

/// The first rule of the day of an event that holds of a row.
pub fn start_of<'p>(record: &Record<'_>, programme: &'p Programme, event: NaiveDate) -> Result<&'p Start, NoStart<'p>> {
    let month = Month::of(event).map(Months::one);
    let mut none = NoStart::OfNobody;
    for start in programme.paid_from(event) {
        let binds = match start.when.is_empty() {
            true => Some(true),
            false => month.and_then(|month| meets(&start.when, record, month)),
        };
        match binds {
            Some(true) => return Ok(start),
            Some(false) if none == NoStart::OfNobody => none = NoStart::OfOthers,
            Some(false) => {}
            None => none = NoStart::Untold(&start.when),
        }
    }
    Err(none)
}
