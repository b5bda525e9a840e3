//! Rosters go in; who was paid by an older standard comes out, with what is owed.

use anyhow::Result;

use super::office::Rosters;
use super::{Office, Outcome};
use crate::arrears;
use crate::output::Format;
use crate::report::arrears as said;
use crate::report::read::incomplete;
use crate::run::Wants;

/// List who was paid by an older standard after the new one was in force, and what is owed
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    rosters: Rosters,
}

pub fn run(args: &Args, office: &mut Office<'_, '_>) -> Result<Outcome> {
    office.note_default_area()?;
    let files = office.files_by_month(&args.rosters.files, args.rosters.programme.as_deref())?;
    let as_of = args.rosters.as_of.unwrap_or(office.today);

    let wants = Wants { arrears: true, ..Wants::default() };
    let outcome = office.read(&files, as_of, wants, 0)?;
    let arrears = arrears::arrears(&outcome, as_of);

    let (pack, lang) = (office.pack.clone(), office.lang);
    office.write_of(
        (&outcome, incomplete(&outcome, lang).as_slice()),
        Format::Table,
        || said::document(&arrears, &outcome, &pack, lang),
        || said::listing(&arrears, &outcome, &pack),
    )?;
    office.note_summary(&said::closing(&arrears, &outcome, &pack, lang))?;
    let incomplete = office.complain(&outcome, false)?;
    Ok(Outcome::of(!arrears.is_empty(), incomplete))
}
