//! Rosters go in; 户, 人, 人次 and money come out.

use anyhow::{Result, anyhow};
use chrono::{Datelike, NaiveDate};
use clap::ValueEnum;

use super::office::Rosters;
use super::{Office, Outcome};
use crate::day::{Month, Months};
use crate::output::Format;
use crate::report::totals;
use crate::run::Wants;
use crate::say;
use crate::totals::{By, Totals};

/// Add up households, persons, visits and money
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    rosters: Rosters,
    /// Break the figures down
    #[arg(long, value_enum)]
    by: Option<Part>,
    /// Only the months of this year
    #[arg(long)]
    year: Option<i32>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Part {
    Township,
    Month,
}

pub fn run(args: &Args, office: &mut Office<'_, '_>) -> Result<Outcome> {
    let files = office.files(&args.rosters.files, args.rosters.programme.as_deref())?;
    let as_of = args.rosters.as_of.unwrap_or(office.today);

    let wants = Wants { totals: true, ..Wants::default() };
    let outcome = office.read(&files, as_of, wants, 0)?;
    let period = period(args.year, as_of)
        .ok_or_else(|| anyhow!(say!(office.lang, "年份应在1900至2999之间", "a year is 1900 to 2999")))?;

    let (pack, lang) = (office.pack.clone(), office.lang);
    let sums = office.kept(Totals::new(&pack, &outcome, period, as_of))?;
    let by = match args.by {
        None => By::Programme,
        Some(Part::Township) => By::Township,
        Some(Part::Month) => By::Month,
    };
    let lines = office.kept(sums.by(by))?;
    let listing = || totals::listing(&sums, &lines, by);
    office.write(Format::Table, || totals::document(&sums, &lines, by, lang), listing)?;
    office.note_columns(&outcome)?;
    office.note_money_not_used(&outcome)?;
    let incomplete = office.complain(&outcome, false)?;
    Ok(Outcome::of(false, incomplete))
}

/// A year's months, or all, up to the month of a day.
pub(super) fn period(year: Option<i32>, as_of: NaiveDate) -> Option<Months> {
    let whole = match year {
        Some(year) => Months::of_year(year)?,
        None => Months { first: Month::new(1900, 1)?, last: Month::new(as_of.year().max(1900), 12)? },
    };
    let last = Month::of(as_of)?.min(whole.last).max(whole.first);
    Some(Months { first: whole.first, last })
}
