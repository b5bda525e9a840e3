//! Cases with their dates go in; what is due when comes out, the most urgent first.

mod follow;

use anyhow::{Result, anyhow};

use super::office::Rosters;
use super::{Office, Outcome};
use crate::deadline::Status;
use crate::output::Format;
use crate::report::deadlines;
use crate::run::Wants;
use crate::say;

/// Show what is due when, in official working days, and why
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    rosters: Rosters,
    /// Show steps done in time, too
    #[arg(long)]
    all: bool,
    /// Count Monday to Friday in years without a notice, marked provisional
    #[arg(long)]
    provisional: bool,
    #[command(flatten)]
    dates: follow::Dates,
}

pub fn run(args: &Args, office: &mut Office<'_, '_>) -> Result<Outcome> {
    office.note_default_area()?;
    office.calendar = office.calendar.clone().with_provisional(args.provisional);
    if args.dates.any() {
        no_files(args, office)?;
        return follow::run(&args.dates, args.rosters.programme.as_deref(), office);
    }
    let files = office.files(&args.rosters.files, args.rosters.programme.as_deref())?;
    let as_of = args.rosters.as_of.unwrap_or(office.today);

    let wants = Wants { dues: true, ..Wants::default() };
    let mut outcome = office.read(&files, as_of, wants, 0);
    let mut dues = std::mem::take(&mut outcome.dues);
    dues.retain(|due| args.all || due.status != Status::InTime);
    deadlines::by_urgency(&mut dues);

    let (pack, lang) = (office.pack.clone(), office.lang);
    office.write(
        Format::Table,
        || deadlines::document(&dues, &outcome, &pack, lang),
        || deadlines::listing(&dues, &outcome, &pack, lang),
    )?;
    office.note_guesses(&outcome)?;
    let incomplete = office.complain(&outcome, false)?;
    let overdue = dues.iter().any(|due| matches!(due.status, Status::Overdue(_)));
    Ok(Outcome::of(overdue, incomplete))
}

/// Dates on the command line are those of one case, not of a roster's.
fn no_files(args: &Args, office: &Office<'_, '_>) -> Result<()> {
    match args.rosters.files.first() {
        None => Ok(()),
        Some(file) => {
            let file = file.display();
            Err(anyhow!(say!(
                office.lang,
                "命令行已给出日期，不能同时读名册：{file}",
                "dates are given on the command line, so no roster is read: {file}"
            )))
        }
    }
}
