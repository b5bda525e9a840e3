//! A programme and a day go in; by when each step must start to be done by that day comes out, without any roster.

use anyhow::Result;
use chrono::NaiveDate;

use super::super::{Office, Outcome};
use super::follow::required;
use crate::deadline::latest_starts;
use crate::output::Format;
use crate::report::chain::{self, Of};

pub fn run(by: NaiveDate, programme: Option<&str>, office: &mut Office<'_, '_>) -> Result<Outcome> {
    let programme = required(programme, office)?;
    let (pack, calendar, lang) = (office.pack.clone(), office.calendar.clone(), office.lang);
    let programme = &pack.programmes[programme];
    let starts = latest_starts(by, programme, &calendar);
    let of = Of { programme, pack: &pack, lang };
    office.write(Format::Table, || chain::latest(&starts, by, of), || chain::latest_listing(&starts, by, of))?;
    let untold = starts.iter().any(|start| start.day.is_err());
    Ok(if untold { Outcome::Incomplete } else { Outcome::Clean })
}
