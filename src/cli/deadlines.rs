//! Cases with their dates go in; what is due when comes out, the most urgent first.

use std::path::PathBuf;

use anyhow::Result;
use chrono::NaiveDate;

use super::{Office, Outcome, day};
use crate::deadline::Status;
use crate::output::Format;
use crate::report::deadlines;
use crate::run::Wants;

/// Show what is due when, in official working days, and why
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Rosters with the dates of cases, CSV or Excel [default: those of the workspace]
    files: Vec<PathBuf>,
    /// Only this programme, by id or Chinese name
    #[arg(long)]
    programme: Option<String>,
    /// Day to stand on [default: today]
    #[arg(long, value_name = "DAY", value_parser = day)]
    as_of: Option<NaiveDate>,
    /// Show steps done in time, too
    #[arg(long)]
    all: bool,
    /// Count Monday to Friday in years without a notice, marked provisional
    #[arg(long)]
    provisional: bool,
}

pub fn run(args: &Args, office: &mut Office<'_, '_>) -> Result<Outcome> {
    office.note_default_area()?;
    office.calendar = office.calendar.clone().with_provisional(args.provisional);
    let only = args.programme.as_deref().map(|name| office.programme(name)).transpose()?;
    let files = office.files(&args.files, args.programme.as_deref())?;
    let as_of = args.as_of.unwrap_or(office.today);

    let wants = Wants { dues: true, ..Wants::default() };
    let mut outcome = office.read(&files, as_of, wants, 0);
    let mut dues = std::mem::take(&mut outcome.dues);
    dues.retain(|due| only.is_none_or(|only| due.programme == only));
    dues.retain(|due| args.all || due.status != Status::InTime);
    deadlines::by_urgency(&mut dues);

    let (pack, lang) = (office.pack.clone(), office.lang);
    office.write(
        Format::Table,
        || deadlines::document(&dues, &outcome, &pack, lang),
        || deadlines::listing(&dues, &outcome, &pack, lang),
    )?;
    let incomplete = office.complain(&outcome, false)?;
    let overdue = dues.iter().any(|due| matches!(due.status, Status::Overdue(_)));
    Ok(Outcome::of(overdue, incomplete))
}
