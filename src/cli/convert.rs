//! Rosters of any form go in; records of one form come out, with where each comes from, and nothing is lost.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};

use super::{CSV, Office, Outcome, in_words};
use crate::field::Kind;
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
    /// Rosters to read, CSV or Excel, or - for standard input [default: those of the workspace]
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
        bom: office.wants_bom(),
        format: office.format(CSV),
        inputs: office.inputs().to_vec(),
        aside: args.skipped.as_ref().map(|path| office.within(path)),
    };
    if let Some(output) = office.output() {
        job.require_apart(output)?;
    }
    let mut account = Account::default();
    match office.output_folder() {
        Some(folder) => {
            job.require_no_input_in(&folder)?;
            account = job.run(To::Folder(&folder)).map_err(|error| in_words(error, job.lang))?;
            if let Some(left) = job.others_in(&folder) {
                office.note(&left)?;
            }
        }
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

impl Args {
    /// Whether the rows that are no records are written as CSV.
    pub fn skips_to_csv(&self) -> bool {
        self.skipped.as_deref().is_some_and(|path| matches!(format_aside(path), Format::Csv { .. }))
    }
}

/// The format of the rows that are no records.
fn format_aside(path: &Path) -> Format {
    Format::of_file(path).unwrap_or(CSV)
}

/// How many files of others are named.
const NAMED: usize = 10;

/// What is converted, and how.
struct Job<'j> {
    files: &'j [File],
    outcome: &'j run::Outcome,
    pack: &'j Pack,
    headers: Headers,
    reveal: bool,
    lang: Lang,
    bom: bool,
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
        let in_folder = converting.folder.is_some();
        let (account, aside) = converting.finish()?;
        // Rows of the first reading and of the second are the same, unless somebody has changed the files.
        if !lost.is_empty() || !account.agrees_with(&self.outcome.account()) {
            return Err(self.changed(in_folder));
        }
        aside.map_or(Ok(()), |aside| self.keep(aside))?;
        Ok(account)
    }

    /// Of a folder the files stand there already, each since it was whole: there may be more than can be held back.
    fn changed(&self, in_folder: bool) -> anyhow::Error {
        match in_folder {
            true => anyhow!(say!(
                self.lang,
                "文件在读取期间被改动，写到文件夹里的不能用；请关闭正在编辑它的程序后重新转换",
                "the files were changed while they were read: do not use what stands in the folder; close what edits them and convert again"
            )),
            false => anyhow!(say!(
                self.lang,
                "文件在读取期间被改动，没有转换；请关闭正在编辑它的程序后重试",
                "the files were changed while they were read, so nothing was converted; close what edits them and try again"
            )),
        }
    }

    fn keep(&self, file: NewFile) -> Result<()> {
        file.keep().map_err(|error| anyhow!(error.say(self.lang)))
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
        let format = format_aside(path).with_bom(self.bom);
        self.rows(whole.skipped_columns(), format, self.file(path)?)
    }

    /// Records beside the rosters they are of would be read with them the next time.
    fn require_no_input_in(&self, folder: &Path) -> Result<()> {
        let there = folder.canonicalize().ok();
        // A file in an archive is read from that.
        let read_from = |file: &File| file.path.ancestors().find(|path| path.is_file())?.canonicalize().ok();
        let is_in = |file: &File| read_from(file).is_some_and(|path| path.parent() == there.as_deref());
        if !self.files.iter().any(is_in) {
            return Ok(());
        }
        let folder = folder.display();
        Err(anyhow!(say!(
            self.lang,
            "{folder}里有要读的名册，不能写在那里：下次会连同写出的一起读；请换一个文件夹",
            "{folder} holds rosters that are read, and what is written there would be read with them the next time; choose another folder"
        )))
    }

    /// What lies in the folder and is not of this run, such as files of an earlier one: nothing is deleted.
    fn others_in(&self, folder: &Path) -> Option<String> {
        let mut written: BTreeSet<String> = self.outcome.rosters.iter().map(|roster| self.file_name(roster)).collect();
        let aside =
            self.aside.as_ref().filter(|aside| aside.parent().is_some_and(|parent| is_one_file(parent, folder)));
        written.extend(aside.and_then(|aside| Some(aside.file_name()?.to_string_lossy().into_owned())));
        let there = std::fs::read_dir(folder).ok()?.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        let others: BTreeSet<String> = there.filter(|name| !written.contains(name)).collect();
        let named = others.iter().take(NAMED).map(|name| Kind::Text.shown(name, self.reveal));
        let named = named.collect::<Vec<String>>().join(self.lang.enumeration_comma());
        let folder = Kind::Text.shown(&folder.display().to_string(), self.reveal);
        let count = others.len();
        let said = say!(
            self.lang,
            "{folder}里另有{count}个不是这次写的文件，没有动：{named}",
            "{folder} holds files that are not of this run, left as they are: {count}, {named}"
        );
        (count > 0).then_some(said)
    }

    fn file_name(&self, roster: &Roster) -> String {
        let ending = match self.format {
            Format::Ndjson => "ndjson",
            Format::Xlsx => "xlsx",
            _ => "csv",
        };
        convert::file_name(roster, ending)
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
        let path = folder.join(job.file_name(roster));
        job.require_apart(&path)?;
        let file = job.file(&path)?;
        let rows = job.rows(conversion.columns(), job.format, file)?;
        self.own = Some((conversion, rows));
        Ok(())
    }

    /// Puts the table of the last roster in its place.
    fn end(&mut self) -> Result<()> {
        let Some((_, rows)) = self.own.take() else { return Ok(()) };
        let file = self.whole_file(rows)?;
        self.job.keep(file)
    }

    fn whole_file(&mut self, rows: Rows<NewFile>) -> Result<NewFile> {
        let (file, marked) = rows.finish()?;
        self.account.marked += marked;
        Ok(file)
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

    /// What was written, and the file of the rows that are no records, which is yet to be put in its place.
    fn finish(mut self) -> Result<(Account, Option<NewFile>)> {
        self.end()?;
        if let Some(rows) = self.shared.take() {
            self.account.marked += rows.finish()?.1;
        }
        let aside = self.aside.take().map(|rows| self.whole_file(rows)).transpose()?;
        Ok((self.account, aside))
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
