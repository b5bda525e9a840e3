//! Cases with their dates go in; what is due when comes out, the most urgent first.

mod explain;
mod follow;
mod latest;

use std::collections::BTreeSet;

use anyhow::{Result, anyhow};
use chrono::NaiveDate;

use super::office::Rosters;
use super::{Office, Outcome, day};
use crate::output::{self, Format};
use crate::report::agenda::{self, agenda};
use crate::report::read::incomplete;
use crate::report::{deadlines, timeliness as said};
use crate::run::{self, DueRow, Horizon, Steps, Wants};
use crate::say;
use crate::timeliness::{by_township_and_step, list};

/// Show what is due when, in official working days, and why
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    rosters: Rosters,
    /// Show steps done in time, too, and of those on the list what is far off
    #[arg(long)]
    all: bool,
    /// Only this township
    #[arg(long, value_name = "NAME", conflicts_with_all = ["Dates", "explain"])]
    township: Option<String>,
    /// Only steps not done that are due within so many working days, and those of which that cannot be told
    #[arg(long, value_name = "N", conflicts_with_all = ["Dates", "explain"])]
    within: Option<u32>,
    /// Only steps not done whose last day has passed; with --within, those, too
    #[arg(long, conflicts_with_all = ["Dates", "explain"])]
    overdue: bool,
    /// List at most so many steps, 0 for all [default: 200 for people, all in a file and for programs]
    #[arg(long, value_name = "N", conflicts_with_all = ["Dates", "explain"])]
    limit: Option<usize>,
    /// Count by the notices published on or before this day
    #[arg(long, value_name = "DAY", value_parser = day)]
    known_on: Option<NaiveDate>,
    /// Count Monday to Friday in years without a notice, marked provisional
    #[arg(long)]
    provisional: bool,
    /// Explain one case day by day: FILE:ROW, a case number, or a name
    #[arg(long, value_name = "CASE", conflicts_with = "Dates")]
    explain: Option<String>,
    #[command(flatten)]
    dates: follow::Dates,
    /// Show by when each step of --programme must start to be done by this day, without any file
    #[arg(long, value_name = "DAY", value_parser = day, conflicts_with_all = ["Dates", "explain", "township", "within", "overdue", "limit"])]
    latest_start: Option<NaiveDate>,
}

impl Args {
    /// Whether it lists the steps of rosters.
    pub fn are_of_rosters(&self) -> bool {
        !self.dates.any() && self.latest_start.is_none() && self.explain.is_none()
    }

    /// What is listed of all that is due.
    fn steps(&self) -> Steps {
        match (self.within, self.overdue) {
            _ if self.explain.is_some() => Steps::All,
            (None, false) if self.all => Steps::All,
            (None, false) => Steps::NotInTime,
            (within, overdue) => Steps::Pressing { within, overdue },
        }
    }

    /// How far ahead to look for what is due of those on the list.
    fn horizon(&self) -> Horizon {
        if self.all || self.within.is_some() || self.explain.is_some() { Horizon::All } else { Horizon::Near }
    }
}

pub fn run(args: &Args, office: &mut Office<'_, '_>) -> Result<Outcome> {
    office.note_default_area()?;
    let calendar = office.calendar.clone().with_provisional(args.provisional);
    office.calendar = args.known_on.map_or(calendar.clone(), |day| calendar.known_on(day));
    let programme = args.rosters.programme.as_deref();
    if args.dates.any() || args.latest_start.is_some() {
        no_files(args, office)?;
        return match args.latest_start {
            Some(by) => latest::run(by, programme, office),
            None => follow::run(&args.dates, programme, office),
        };
    }
    let files = office.files(&args.rosters.files, programme)?;
    let as_of = args.rosters.as_of.unwrap_or(office.today);

    let wants = Wants {
        dues: Some(args.steps()),
        timeliness: args.explain.is_none(),
        standing: args.horizon(),
        ..Wants::default()
    };
    let mut outcome = office.read(&files, as_of, wants, 0)?;
    if let Some(case) = &args.explain {
        explain::run(case, &outcome, office)?;
        return Ok(Outcome::of(false, office.complain(&outcome, false)?));
    }
    if let Some(township) = &args.township {
        only(township, &mut outcome, office)?;
    }
    let mut dues = std::mem::take(&mut outcome.dues);
    deadlines::by_urgency(&mut dues);
    write(args, &dues, &outcome, as_of, office)?;
    office.note_columns(&outcome)?;
    let incomplete = office.complain(&outcome, false)?;
    let overdue = outcome.timeliness.iter().flat_map(|of| of.lines()).any(|line| line.overdue > 0);
    Ok(Outcome::of(overdue, incomplete))
}

/// What is asked for of what is due, and beneath it how all of it went.
fn write(
    args: &Args,
    dues: &[DueRow],
    outcome: &run::Outcome,
    as_of: NaiveDate,
    office: &mut Office<'_, '_>,
) -> Result<()> {
    let mut lines = by_township_and_step(outcome.timeliness.iter().flat_map(|of| of.lines()));
    let (pack, lang, limit) = (office.pack.clone(), office.lang, office.limit(args.limit));
    let lines_left = list(&mut lines, limit);
    if office.format(Format::Table) == Format::Ics {
        let agenda = agenda(deadlines::listed(dues, limit), outcome, &pack, as_of, lang);
        office.write_bytes(|out| Ok(output::agenda(&agenda, out)?))?;
        for line in agenda::closing(&agenda, dues, lang) {
            office.note(&line)?;
        }
        return Ok(());
    }
    let near = args.horizon() == Horizon::Near;
    let of = deadlines::Of { outcome, pack: &pack, near, as_of, limit, lines_left, lang };
    let (document, listing) = (|| deadlines::document(dues, &lines, of), || deadlines::listing(dues, &lines, of));
    office.write_of((outcome, incomplete(outcome, lang).as_slice()), Format::Table, document, listing)?;
    let mut notes = said::lines(&lines, outcome, &pack, lang);
    notes.extend(said::left_out(lines_left, lang));
    notes.extend(deadlines::unlisted(dues, of));
    notes.extend(deadlines::lacking(of));
    office.note_summary(&notes)
}

/// Keeps what is due in one township, written whole or by its beginning (泽曲 for 泽曲镇).
fn only(township: &str, outcome: &mut run::Outcome, office: &Office<'_, '_>) -> Result<()> {
    let names = outcome.towns.names();
    let lines = outcome.timeliness.iter().flat_map(|of| of.lines());
    let numbers: BTreeSet<u32> = lines.filter_map(|line| line.township).collect();
    let is_it = |town: u32| names.get(town as usize).is_some_and(|name| name.starts_with(township));
    outcome.dues.retain(|due| is_it(due.township));
    for of in &mut outcome.timeliness {
        of.retain(|line| line.township.is_some_and(is_it));
    }
    if outcome.timeliness.iter().any(|of| !of.lines().is_empty()) {
        return Ok(());
    }
    let known = numbers.iter().filter_map(|number| names.get(*number as usize)).filter(|name| !name.is_empty());
    let known: BTreeSet<String> = known.map(|name| outcome.shown(name)).collect();
    let known = known.into_iter().collect::<Vec<_>>().join(", ");
    Err(anyhow!(match known.is_empty() {
        true => say!(
            office.lang,
            "没有乡镇“{township}”的办理环节，也没有别的乡镇的",
            "no step of a township {township:?}, nor of any other"
        ),
        false => say!(
            office.lang,
            "没有乡镇“{township}”的办理环节；名册里有：{known}",
            "no step of a township {township:?}; the rosters name {known}"
        ),
    }))
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
