//! Rosters go in; every problem comes out, with its place, its article and what clears it.

use anyhow::Result;
use chrono::NaiveDate;

use super::office::Rosters;
use super::returns::{hold_returns, is_of_returns};
use super::{Office, Outcome};
use crate::finding::Severity;
use crate::output::{self, Format};
use crate::report::findings;
use crate::report::workbook::Workbook;
use crate::run::{self, File, Wants};

/// Check rosters against the rules of their programmes
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    rosters: Rosters,
    /// Count Monday to Friday in years without a notice, marked provisional
    #[arg(long)]
    provisional: bool,
    /// Exit with 1 from this severity on: error, suspicion, warning or info
    #[arg(long, default_value = "error", value_parser = severity)]
    fail_on: Severity,
    /// List at most so many findings of each check and severity, 0 for all [default: 200 for people, all in a file and
    /// for programs]
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

pub fn run(args: &Args, office: &mut Office<'_, '_>) -> Result<Outcome> {
    office.note_default_area()?;
    office.calendar = office.calendar.clone().with_provisional(args.provisional);
    let mut files = office.files_by_month(&args.rosters.files, args.rosters.programme.as_deref())?;
    files.extend(office.lists()?);
    let as_of = args.rosters.as_of.unwrap_or(office.today);

    let returns = files.iter().any(|file| is_of_returns(file, &office.pack));
    // The workbook reads the rosters again, and people see them in their order.
    let format = office.format(office.default_format());
    let townships = format.is_for_programs() && format != Format::Xlsx;
    let wants = Wants { findings: true, totals: returns, townships, ..Wants::default() };
    let mut outcome = office.read(&files, as_of, wants, office.limit(args.limit))?;

    let (pack, lang) = (office.pack.clone(), office.lang);
    office.kept(hold_returns(&mut outcome, &pack, as_of, lang))?;
    write(&outcome, &files, as_of, office)?;
    office.note_summary(&findings::summary(&outcome, lang))?;
    let said = office.is_read_by_people() || office.format(Format::Table) != Format::Json;
    let incomplete = office.complain(&outcome, said)?;
    let found =
        Severity::ALL.iter().any(|severity| *severity >= args.fail_on && outcome.report.tally.of(*severity) > 0);
    Ok(Outcome::of(found, incomplete))
}

/// For people a table or lines, for programs records, as .xlsx the workbook a clerk works through.
fn write(outcome: &run::Outcome, files: &[File], as_of: NaiveDate, office: &mut Office<'_, '_>) -> Result<()> {
    let (pack, lang) = (office.pack.clone(), office.lang);
    let default = office.default_format();
    let format = office.format(default);
    if format == Format::Xlsx {
        let mut workbook = Workbook::new(outcome, &pack, files, lang, (as_of, office.reveals()));
        return office.write_bytes(|out| Ok(output::book(&mut workbook, out)?));
    }
    office.write(
        default,
        || if format == Format::Text { findings::lines(outcome, lang) } else { findings::tables(outcome, &pack, lang) },
        || findings::listing(outcome, &pack, lang),
    )
}

fn severity(text: &str) -> Result<Severity, String> {
    let found = Severity::ALL.iter().find(|severity| severity.word() == text);
    found.copied().ok_or_else(|| Severity::ALL.map(Severity::word).join(", "))
}
