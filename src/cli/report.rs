//! The rosters of a workspace go in; the bureau's own summary comes out, or the rows behind one of its figures.

use std::path::PathBuf;

use anyhow::{Result, anyhow};
use chrono::{Datelike, NaiveDate};

use super::returns::hold_returns;
use super::{Office, Outcome, day};
use crate::output::Format;
use crate::report::read::incomplete;
use crate::report::summary::Summary;
use crate::report::{self, trace};
use crate::run::{self, Steps, Wants};
use crate::say;
use crate::totals::{By, Figure, Totals};

/// Write the bureau's summary of a year, every figure traceable to its rows
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Rosters to read, CSV or Excel, or - for standard input [default: those of the workspace]
    files: Vec<PathBuf>,
    /// Year of the summary [default: that of --as-of]
    #[arg(long)]
    year: Option<i32>,
    /// Day the figures stand on [default: today]
    #[arg(long, value_name = "DAY", value_parser = day)]
    as_of: Option<NaiveDate>,
    /// Count Monday to Friday in years without a notice, marked provisional
    #[arg(long)]
    provisional: bool,
    /// List the rows behind one figure instead: temporary.households, .persons, .visits or .amount
    #[arg(long, value_name = "PROGRAMME.FIGURE")]
    trace: Option<String>,
}

pub fn run(args: &Args, office: &mut Office<'_, '_>) -> Result<Outcome> {
    office.calendar = office.calendar.clone().with_provisional(args.provisional);
    let mut files = office.files(&args.files, None)?;
    files.extend(office.lists()?);
    let as_of = args.as_of.unwrap_or(office.today);
    let year = args.year.unwrap_or_else(|| as_of.year());
    let period = super::totals::period(Some(year), as_of, office.lang)?;
    let traced = args.trace.as_deref().map(|figure| figure_named(figure, office)).transpose()?;

    let dues = traced.is_none().then_some(Steps::Open);
    let wants = Wants { findings: traced.is_none(), totals: true, dues, ..Wants::default() };
    let mut outcome = office.read(&files, as_of, wants, 0)?;
    let (pack, lang) = (office.pack.clone(), office.lang);
    if traced.is_none() {
        office.kept(hold_returns(&mut outcome, &pack, as_of, lang))?;
    }
    let totals = office.kept(Totals::new(&pack, &outcome, period, as_of))?;

    match traced {
        Some((programme, figure)) => write_trace(office, &totals, programme, figure)?,
        None => write_summary(office, &totals, &outcome, (year, as_of))?,
    }
    office.note_columns(&outcome)?;
    office.note_money_not_used(&outcome)?;
    let incomplete = office.complain(&outcome, false)?;
    Ok(Outcome::of(false, incomplete))
}

fn write_summary(
    office: &mut Office<'_, '_>,
    totals: &Totals<'_>,
    outcome: &run::Outcome,
    (year, as_of): (i32, NaiveDate),
) -> Result<()> {
    let (workspace, lang) = (office.workspace.clone(), office.lang);
    let summary = Summary { totals, outcome, workspace: workspace.as_ref(), year, as_of, lang };
    let lines = totals.programmes();
    let listing = || report::totals::listing(totals, &lines, By::Programme);
    let notes = report::totals::cautions(totals, By::Programme, lang);
    office.write_of((outcome, &notes), Format::Markdown, || summary.document(), listing)
}

fn write_trace(office: &mut Office<'_, '_>, totals: &Totals<'_>, programme: usize, figure: Figure) -> Result<()> {
    let lang = office.lang;
    let shares = office.kept(totals.trace(programme, figure))?.ok_or_else(|| {
        let (name, figure) = (office.pack.programmes[programme].name.get(lang), figure.name());
        anyhow!(say!(
            lang,
            "{name}没有“{figure}”这个数字：名册没有提供，或该项目不这样统计",
            "{name} has no figure {figure:?}: the rosters do not give it, or it is not counted so"
        ))
    })?;
    let (outcome, document) = (totals.outcome, || trace::document(&shares, figure, totals.outcome, lang));
    let notes = incomplete(outcome, lang);
    office.write_of((outcome, notes.as_slice()), Format::Table, document, || trace::listing(&shares, figure))
}

/// `temporary.households`
fn figure_named(text: &str, office: &Office<'_, '_>) -> Result<(usize, Figure)> {
    let wrong = || {
        anyhow!(say!(
            office.lang,
            "“{text}”不是数字的名称；应如 temporary.households（户）、.persons（人）、.visits（人次）、.amount（金额）",
            "{text:?} names no figure; figures are such as temporary.households, .persons, .visits, .amount"
        ))
    };
    let (programme, figure) = text.rsplit_once('.').ok_or_else(wrong)?;
    let figure = Figure::named(figure).ok_or_else(wrong)?;
    Ok((office.programme(programme)?, figure))
}
