//! Rosters go in; 户, 人, 人次 and money come out.

use anyhow::{Result, anyhow};
use chrono::NaiveDate;
use clap::ValueEnum;

use super::office::Rosters;
use super::{Office, Outcome};
use crate::day::{Month, Months};
use crate::lang::Lang;
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
    let period = period(args.year, as_of, office.lang)?;

    let wants = Wants { totals: true, ..Wants::default() };
    let outcome = office.read(&files, as_of, wants, 0)?;

    let (pack, lang) = (office.pack.clone(), office.lang);
    let sums = office.kept(Totals::new(&pack, &outcome, period, as_of))?;
    let by = match args.by {
        None => By::Programme,
        Some(Part::Township) => By::Township,
        Some(Part::Month) => By::Month,
    };
    let lines = office.kept(sums.by(by))?;
    let listing = || totals::listing(&sums, &lines, by);
    let notes = totals::cautions(&sums, by, lang);
    office.write_of((&outcome, &notes), Format::Table, || totals::document(&sums, &lines, by, lang), listing)?;
    office.note_columns(&outcome)?;
    office.note_money_not_used(&outcome)?;
    let incomplete = office.complain(&outcome, false)?;
    Ok(Outcome::of(false, incomplete))
}

/// A year's months, or all, up to the month of a day; a year that has not begun by then has none.
pub(super) fn period(year: Option<i32>, as_of: NaiveDate, lang: Lang) -> Result<Months> {
    let whole = match year {
        Some(year) => Months::of_year(year),
        None => Month::new(1900, 1).zip(Month::of(as_of)).map(|(first, last)| Months { first, last }),
    };
    let Some((whole, last)) = whole.zip(Month::of(as_of)) else {
        return Err(anyhow!(say!(lang, "年份应在1900至2999之间", "a year is 1900 to 2999")));
    };
    if last < whole.first {
        let year = whole.first.year();
        return Err(anyhow!(say!(
            lang,
            "{as_of}时{year}年还没有开始；请改 --year 或 --as-of",
            "{year} has not begun on {as_of}; change --year or --as-of"
        )));
    }
    Ok(Months { first: whole.first, last: last.min(whole.last) })
}
