//! Files go in; how they are understood comes out.

use std::path::PathBuf;

use anyhow::Result;

use super::{Office, Outcome};
use crate::output::Format;
use crate::report::inspect;
use crate::run::Wants;

/// Show how files are understood: sheets, headers, columns, rows used and skipped
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files to look at [default: those of the workspace]
    files: Vec<PathBuf>,
    /// The programme of the rosters, by id or Chinese name
    #[arg(long)]
    programme: Option<String>,
}

pub fn run(args: &Args, office: &mut Office<'_, '_>) -> Result<Outcome> {
    let files = office.files(&args.files, args.programme.as_deref())?;
    let outcome = office.read(&files, office.today, Wants::default(), 0);
    let (pack, lang) = (office.pack.clone(), office.lang);
    office.write(Format::Table, || inspect::document(&outcome, &pack, lang), || inspect::listing(&outcome, &pack))?;
    let incomplete = office.complain(&outcome, office.is_read_by_people())?;
    Ok(Outcome::of(false, incomplete))
}
