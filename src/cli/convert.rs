//! Rosters of any form go in; records of one form come out, with where each comes from, and nothing is lost.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};

use super::{Office, Outcome, in_words};
use crate::input::Row;
use crate::lang::{Lang, Say};
use crate::output::{Format, NewFile, Rows, is_one_file};
use crate::report::convert::{self, Account, Conversion, Headers};
use crate::roster::{Record, Roster, Skipped, Taken};
use crate::rules::Pack;
use crate::run::{self, File, Reread, SheetAgain, Wants, again};
use crate::say;

/// Rewrite rosters of any form as records of one form: CSV, NDJSON or xlsx; with -o FOLDER a file for each roster
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Rosters to read, CSV or Excel [default: those of the workspace]
    files: Vec<PathBuf>,
    /// The programme of the rosters, by id or Chinese name; of a workspace, only its rosters
    #[arg(long)]
    programme: Option<String>,
    /// Head the columns with the words of the rules (field) or with the programme's Chinese headers (zh)
    #[arg(long, value_name = "WORDS", default_value = "field", value_parser = headers)]
    headers: Headers,
    /// Write the rows that are no records to this file, each with its reason
    #[arg(long, value_name = "FILE")]
    skipped: Option<PathBuf>,
}

pub fn run(args: &Args, office: &mut Office<'_, '_>) -> Result<Outcome> {
    let files = office.files(&args.files, args.programme.as_deref())?;
    let outcome = office.read(&files, office.today, Wants::default(), 0)?;

    let pack = office.pack.clone();
    let job = Job {
        files: &files,
        outcome: &outcome,
        pack: &pack,
        headers: args.headers,
        reveal: office.reveals(),
        lang: office.lang,
        format: office.format(Format::Csv),
        inputs: office.inputs().to_vec(),
        aside: args.skipped.as_ref().map(|path| office.within(path)),
    };
    if let Some(output) = office.output() {
        job.require_apart(output)?;
    }
    let mut account = Account::default();
    match office.output_folder() {
        Some(folder) => account = job.run(To::Folder(&folder)).map_err(|error| in_words(error, job.lang))?,
        None => office.write_bytes(|out| {
            account = job.run(To::Table(out))?;
            Ok(())
        })?,
    }

    for line in account.lines(job.reveal, job.lang) {
        office.note(&line)?;
    }
    office.note_unmatched(&outcome)?;
    let incomplete = office.complain(&outcome, false)?;
    Ok(Outcome::of(false, incomplete))
}

/// What is converted, and how.
struct Job<'j> {
    files: &'j [File],
    outcome: &'j run::Outcome,
    pack: &'j Pack,
    headers: Headers,
    reveal: bool,
    lang: Lang,
    format: Format,
    /// Never written to.
    inputs: Vec<PathBuf>,
    /// Where rows that are no records go.
    aside: Option<PathBuf>,
}

/// One table for all rosters, or a folder with one for each.
enum To<'t> {
    Table(&'t mut dyn Write),
    Folder(&'t Path),
}

impl Job<'_> {
    fn run(&self, to: To<'_>) -> Result<Account> {
        let whole = self.conversion(&self.outcome.rosters.iter().collect::<Vec<_>>());
        let aside = self.aside.as_ref().map(|path| self.aside(path, &whole)).transpose()?;
        let mut converting =
            Converting { job: self, whole, aside, shared: None, own: None, folder: None, account: Account::default() };
        match to {
            To::Table(out) => converting.shared = Some(self.rows(converting.whole.columns(), self.format, out)?),
            To::Folder(folder) => {
                std::fs::create_dir_all(folder).map_err(|error| anyhow!("{}: {error}", folder.display()))?;
                converting.folder = Some(folder);
            }
        }
        let lost = again(self.files, self.outcome, &mut converting)?;
        let account = converting.finish()?;
        // Rows of the first reading and of the second are the same, unless somebody has changed the files.
        if lost.is_empty() && account.agrees_with(&self.outcome.account()) {
            return Ok(account);
        }
        Err(anyhow!(say!(
            self.lang,
            "文件在读取期间被改动，没有转换；请关闭正在编辑它的程序后重试",
            "the files were changed while they were read, so nothing was converted; close what edits them and try again"
        )))
    }

    fn conversion<'c>(&'c self, rosters: &[&'c Roster]) -> Conversion<'c> {
        Conversion::of(rosters, self.pack, self.headers, self.reveal)
    }

    fn rows<W: Write>(&self, columns: Vec<String>, format: Format, out: W) -> Result<Rows<W>> {
        Rows::begin(format, columns, out)?.ok_or_else(|| {
            anyhow!(say!(
                self.lang,
                "转换写成 .csv、.ndjson 或 .xlsx；请用 -o 名册.csv 或 --format",
                "records are written as .csv, .ndjson or .xlsx; use -o roster.csv or --format"
            ))
        })
    }

    fn aside(&self, path: &Path, whole: &Conversion<'_>) -> Result<Rows<NewFile>> {
        let format = Format::of_file(path).unwrap_or(Format::Csv);
        self.rows(whole.skipped_columns(), format, self.file(path)?)
    }

    /// Two outputs cannot be one file.
    fn require_apart(&self, output: &Path) -> Result<()> {
        let Some(aside) = self.aside.as_ref().filter(|aside| is_one_file(aside, output)) else { return Ok(()) };
        let path = aside.display();
        Err(anyhow!(say!(
            self.lang,
            "{path}已是 -o 的文件；请给 --skipped 换一个文件名",
            "{path} is the file of -o already; name another for --skipped"
        )))
    }

    fn file(&self, path: &Path) -> Result<NewFile> {
        NewFile::create(path, &self.inputs).map_err(|error| anyhow!(error.say(self.lang)))
    }
}

/// Rows on their way.
struct Converting<'c, 't> {
    job: &'c Job<'c>,
    whole: Conversion<'c>,
    aside: Option<Rows<NewFile>>,
    /// The one table of all rosters.
    shared: Option<Rows<&'t mut dyn Write>>,
    folder: Option<&'t Path>,
    /// The table of the roster at hand, where each has its own.
    own: Option<(Conversion<'c>, Rows<NewFile>)>,
    account: Account,
}

impl<'c> Converting<'c, '_> {
    /// A roster of its own table begins.
    fn begin(&mut self, roster: &'c Roster, folder: &Path) -> Result<()> {
        self.end()?;
        let job = self.job;
        let conversion = job.conversion(&[roster]);
        let format = match job.format {
            Format::Ndjson => "ndjson",
            Format::Xlsx => "xlsx",
            _ => "csv",
        };
        let path = folder.join(convert::file_name(roster, format));
        job.require_apart(&path)?;
        let file = job.file(&path)?;
        let rows = job.rows(conversion.columns(), job.format, file)?;
        self.own = Some((conversion, rows));
        Ok(())
    }

    /// Puts the table of the last roster in its place.
    fn end(&mut self) -> Result<()> {
        let Some((_, rows)) = self.own.take() else { return Ok(()) };
        self.keep(rows)
    }

    fn keep(&mut self, rows: Rows<NewFile>) -> Result<()> {
        let (file, marked) = rows.finish()?;
        self.account.marked += marked;
        file.keep().map_err(|error| anyhow!(error.say(self.job.lang)))
    }

    fn record(&mut self, sheet: &SheetAgain<'_>, row: Row<'_>, record: &Record<'_>) -> Result<()> {
        let conversion = self.own.as_ref().map_or(&self.whole, |(conversion, _)| conversion);
        let converted = conversion.record(sheet, row, record);
        self.account.written += 1;
        self.account.problems += converted.problems as u64;
        match (&mut self.own, &mut self.shared) {
            (Some((_, rows)), _) => Ok(rows.row(&converted.cells)?),
            (None, Some(rows)) => Ok(rows.row(&converted.cells)?),
            (None, None) => Ok(()),
        }
    }

    fn finish(mut self) -> Result<Account> {
        self.end()?;
        if let Some(rows) = self.shared.take() {
            self.account.marked += rows.finish()?.1;
        }
        if let Some(aside) = self.aside.take() {
            self.keep(aside)?;
        }
        Ok(self.account)
    }
}

impl<'o> Reread<'o, anyhow::Error> for Converting<'o, '_> {
    fn wants(&mut self, sheet: &SheetAgain<'o>) -> Result<bool> {
        if let (Some(roster), Some(folder)) = (sheet.roster, self.folder) {
            self.begin(roster, folder)?;
        }
        Ok(true)
    }

    fn row(&mut self, sheet: &SheetAgain<'o>, row: Row<'_>, taken: Option<Taken<'_, '_>>) -> Result<()> {
        let why = match taken {
            Some(Taken::Record(record)) => return self.record(sheet, row, record),
            Some(Taken::Total(total)) => Some(total.kind),
            Some(Taken::OfAnother(_)) => Some(Skipped::OtherProgramme),
            Some(Taken::Skipped(why)) => Some(why),
            None => None,
        };
        self.account.skip(why);
        match &mut self.aside {
            Some(aside) => Ok(aside.row(&self.whole.skipped(sheet, row, convert::reason_word(why)))?),
            None => Ok(()),
        }
    }
}

fn headers(text: &str) -> Result<Headers, String> {
    match text {
        "field" => Ok(Headers::Fields),
        "zh" => Ok(Headers::Chinese),
        _ => Err("field or zh".to_owned()),
    }
}
