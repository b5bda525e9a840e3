//! Rosters go in; every problem comes out, with its place, its article and what clears it.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use anyhow::Result;
use chrono::NaiveDate;

use super::office::Rosters;
use super::{Office, Outcome};
use crate::checks::{self, RETURNS};
use crate::day::Months;
use crate::finding::Severity;
use crate::lang::Lang;
use crate::output::{self, Format};
use crate::report::findings;
use crate::report::workbook::Workbook;
use crate::rules::Pack;
use crate::run::{self, File, Wants};
use crate::say;
use crate::sorted::NoRoom;
use crate::totals::{self, Totals};

/// The check that is about statistical returns.
const REPORTED: &str = "reported-figure";

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
    /// List at most so many findings of each check and severity, 0 for all [default: 200 for people, all in a file and for programs]
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

pub fn run(args: &Args, office: &mut Office<'_, '_>) -> Result<Outcome> {
    office.note_default_area()?;
    office.calendar = office.calendar.clone().with_provisional(args.provisional);
    let mut files = office.files(&args.rosters.files, args.rosters.programme.as_deref())?;
    files.extend(office.lists()?);
    let as_of = args.rosters.as_of.unwrap_or(office.today);

    let returns = files.iter().any(|file| file.list.is_some() && is_of_returns(file, &office.pack));
    let wants = Wants { findings: true, totals: returns, ..Wants::default() };
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

fn is_of_returns(file: &File, pack: &Pack) -> bool {
    file.programme.is_some_and(|(list, _)| Some(list) == pack.list(RETURNS))
}

/// Holds what was reported against what the rosters add up to.
fn hold_returns(outcome: &mut run::Outcome, pack: &Pack, as_of: NaiveDate, lang: Lang) -> Result<(), NoRoom> {
    let mut report = outcome.report.fresh();
    let mut of_periods: BTreeMap<Months, Totals<'_>> = BTreeMap::new();
    let mut without_period: BTreeMap<(u16, usize), Vec<u32>> = BTreeMap::new();
    for row in &outcome.returns {
        let of_list = outcome.rosters[usize::from(row.place.source)].list.as_ref().and_then(|facts| facts.of);
        let Some(programme) = pack.programme(&row.programme).or(of_list) else {
            let name = &row.programme;
            report.asks(REPORTED, 0).cannot_check(say!(
                lang,
                "报表里的项目“{name}”不认得",
                "the return names a programme nobody knows: {name}"
            ));
            continue;
        };
        let Some(months) = row.months else {
            without_period.entry((row.place.source, programme)).or_default().push(row.place.row);
            continue;
        };
        let totals = match of_periods.entry(months) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(Totals::new(pack, outcome, months, as_of)?),
        };
        checks::ask_of_return(&totals::returned(row, programme, totals, lang)?, pack, &mut report);
    }
    for ((source, programme), rows) in without_period {
        let title = outcome.rosters[usize::from(source)].title();
        report.asks(REPORTED, programme).cannot_check(no_period(&title, &rows, lang));
    }
    outcome.report.join(report);
    outcome.report.findings.sort_by(|one, other| one.order().cmp(&other.order()));
    Ok(())
}

/// Which rows of a return do not say what period they are of; of many, the first.
fn no_period(title: &str, rows: &[u32], lang: Lang) -> String {
    let named: Vec<String> = rows.iter().take(5).map(u32::to_string).collect();
    let (count, more) = (rows.len(), rows.len() > named.len());
    let named = named.join(if lang == Lang::Zh { "、" } else { ", " });
    let of = if more { say!(lang, "等{count}行", " and more, {count} in all") } else { say!(lang, "行", "") };
    say!(
        lang,
        "{title} 第{named}{of}没有写明期间，或写法读不出，应如2018年4月、2018年1-6月、2018年上半年、2018年度",
        "{title}, row {named}{of}: no period is given, or none that can be read, such as 2018-04, 2018年1-6月 or 2018年上半年"
    )
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
