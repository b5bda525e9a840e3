//! Arguments go in, text and an exit code come out: one file a command.

pub mod arrears;
pub mod calendar;
mod closed;
pub mod convert;
pub mod deadlines;
pub mod explain;
pub mod inspect;
mod local_days;
mod office;
pub mod report;
mod returns;
pub mod rules;
pub mod template;
pub mod totals;
pub mod validate;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};
use chrono::NaiveDate;
use clap::Parser;

use crate::lang::{Lang, Say};
use crate::output::{BrokenOff, FileError, Format, NewFile, NoRoomForBook};
use crate::rules::Faults;
use crate::workspace::{self, Workspace, WorkspaceError};
use crate::{refusal, say};

pub use closed::{Notes, UntilClosed};
pub use office::Office;

/// Audit a county's social-assistance rosters before the money goes out.
///
/// Exit code 0: nothing found at or above --fail-on; 1: something found; 2: something could not be read or done.
#[derive(Debug, Parser)]
#[command(name = "relief", version)]
pub struct Cli {
    #[command(flatten)]
    pub shared: Shared,
    #[command(subcommand)]
    pub command: Command,
}

/// A million rows leave this much behind, about; more of it in memory is hardly faster.
const MEMORY: u32 = 56;

/// CSV as programs want it; [`Shared::format_or`] adds the mark for Excel.
const CSV: Format = Format::Csv { bom: false };

/// Options every command takes.
#[derive(Debug, clap::Args)]
pub struct Shared {
    /// Work in this folder, or in the workspace it belongs to
    #[arg(short = 'C', value_name = "DIR", global = true)]
    pub folder: Option<PathBuf>,
    /// Language: zh or en [default: relief.toml, then the locale, then en]
    #[arg(long, global = true, value_parser = language)]
    pub lang: Option<Lang>,
    /// Format: table, text, md, json, ndjson, csv, xlsx, ics (deadlines, calendar show), svg or html (calendar show)
    /// [default: the ending of -o, else for people]
    #[arg(long, global = true, value_parser = format)]
    pub format: Option<Format>,
    /// Write to this file; it appears whole or not at all
    #[arg(short, long, value_name = "FILE", global = true)]
    pub output: Option<PathBuf>,
    /// Begin CSV with a byte-order mark (UTF-8 BOM), so that Excel shows its Chinese when it is opened by a double click
    #[arg(long, global = true)]
    pub bom: bool,
    /// Division code of the bureau, such as 632323 [default: relief.toml, then 630000]
    #[arg(long, value_name = "CODE", global = true, value_parser = area)]
    pub area: Option<String>,
    /// Folder of the bureau's own rules, laid over those shipped [default: relief.toml]
    #[arg(long, value_name = "DIR", global = true)]
    pub rules: Option<PathBuf>,
    /// File or folder of local days off and days worked, which hold only in their own area [default: relief.toml]
    #[arg(long, value_name = "PATH", global = true)]
    pub local_days: Option<PathBuf>,
    /// Threads that read and check rows [default: all cores]
    #[arg(long, value_name = "N", global = true, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub threads: Option<u16>,
    /// MB of memory for what rows leave behind; the rest goes to the temporary folder
    #[arg(long, value_name = "MB", global = true, default_value_t = MEMORY)]
    pub memory: u32,
    /// Show personal numbers in full
    #[arg(long, global = true)]
    pub reveal: bool,
}

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    Validate(validate::Args),
    Deadlines(deadlines::Args),
    Arrears(arrears::Args),
    Totals(totals::Args),
    Report(report::Args),
    Inspect(inspect::Args),
    Convert(convert::Args),
    Rules(rules::Args),
    Template(template::Args),
    Explain(explain::Args),
    Calendar(calendar::Args),
}

type FindWorkspace = fn(&Path) -> Result<Option<Workspace>, WorkspaceError>;

/// How a command ended, when it could do its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Exit code 0.
    Clean,
    /// Exit code 1: findings at or above `--fail-on`, overdue steps, arrears, faults of rules, lines without an answer.
    Found,
    /// Exit code 2: some input could not be read, or some day not be told; the rest was.
    Incomplete,
}

/// What a command may use besides its arguments.
pub struct Surroundings<'s> {
    pub today: NaiveDate,
    /// `LC_ALL`, `LC_MESSAGES` or `LANG`.
    pub locale: Option<String>,
    /// Columns of the terminal, if there is one.
    pub width: Option<u16>,
    /// Whether that terminal shows colours and they are wanted.
    pub colour: bool,
    pub out: &'s mut dyn Write,
    /// For what is not the output: notes and complaints.
    pub notes: &'s mut dyn Write,
}

/// Carries out one command line.
pub fn run(cli: Cli, surroundings: &mut Surroundings<'_>) -> Result<Outcome> {
    let Cli { shared, command } = cli;
    refuse_stroke(&shared, surroundings)?;
    let into_folder = matches!(command, Command::Convert(_)) && shared.is_for_folder();
    if !into_folder {
        require_known_ending(&shared, surroundings)?;
    }
    command.refuse_format(&shared, surroundings)?;
    command.refuse_bom(&shared, surroundings)?;
    match command {
        Command::Calendar(args) => calendar::command(args, shared, surroundings),
        Command::Explain(args) => explain::run(&args, &shared, surroundings),
        Command::Validate(args) => validate::run(&args, &mut Office::open(shared, surroundings)?),
        Command::Deadlines(args) => deadlines::run(&args, &mut Office::open(shared, surroundings)?),
        Command::Arrears(args) => arrears::run(&args, &mut Office::open(shared, surroundings)?),
        Command::Totals(args) => totals::run(&args, &mut Office::open(shared, surroundings)?),
        Command::Report(args) => report::run(&args, &mut Office::open(shared, surroundings)?),
        Command::Inspect(args) => inspect::run(&args, &mut Office::open(shared, surroundings)?),
        Command::Convert(args) => convert::run(&args, &mut Office::open(shared, surroundings)?),
        Command::Template(args) => template::run(&args, &mut Office::open(shared, surroundings)?),
        Command::Rules(args) => rules::run(&args, &mut Office::open(shared, surroundings)?),
    }
}

impl Command {
    /// Appointments are made of last days and of days off, pages to look at of a year, and of nothing else.
    fn refuse_format(&self, shared: &Shared, surroundings: &Surroundings<'_>) -> Result<()> {
        let (zh, en) = match (shared.format_asked(), self) {
            (Some(Format::Ics | Format::Svg | Format::Html), Command::Calendar(_)) => return Ok(()),
            (Some(Format::Ics), Command::Deadlines(args)) if args.are_of_rosters() => return Ok(()),
            (Some(Format::Ics), _) => (
                "只有读名册的 relief deadlines 和 relief calendar show 能写 ics 日历",
                "only relief deadlines over rosters and relief calendar show write an ics calendar",
            ),
            (Some(Format::Svg | Format::Html), _) => {
                ("只有 relief calendar show 能写 svg 和 html", "only relief calendar show writes svg and html")
            }
            _ => return Ok(()),
        };
        Err(anyhow!(say!(shared.lang_here(surroundings), "{zh}", "{en}")))
    }

    /// Only CSV begins with a mark; whoever asks for one and gets none would look for it in vain.
    fn refuse_bom(&self, shared: &Shared, surroundings: &Surroundings<'_>) -> Result<()> {
        if !shared.bom || self.writes_csv(shared) {
            return Ok(());
        }
        Err(anyhow!(say!(
            shared.lang_here(surroundings),
            "--bom 只用于 CSV，这里没有写 CSV；请用 -o 文件.csv 或 --format csv",
            "--bom is for CSV, and none is written here; use -o FILE.csv or --format csv"
        )))
    }

    fn writes_csv(&self, shared: &Shared) -> bool {
        let is_csv = |format: Format| matches!(format, Format::Csv { .. });
        match self {
            Command::Convert(args) => is_csv(shared.format_or(CSV)) || args.skips_to_csv(),
            Command::Template(_) => is_csv(shared.format_or(CSV)),
            Command::Calendar(args) if args.reads_lines() => true,
            Command::Inspect(args) if args.pins() => false,
            _ => shared.format_asked().is_some_and(is_csv),
        }
    }
}

/// Elsewhere `-` is standard output; here it would be a file of that name, and a pipe would wait in vain.
fn refuse_stroke(shared: &Shared, surroundings: &Surroundings<'_>) -> Result<()> {
    if shared.output.as_deref() != Some(Path::new("-")) {
        return Ok(());
    }
    Err(anyhow!(say!(
        shared.lang_here(surroundings),
        "“-”不是文件名；不写 -o 就输出到标准输出",
        "“-” names no file; without -o the output goes to standard output"
    )))
}

/// A file whose ending names no format would be written in another than its name says.
fn require_known_ending(shared: &Shared, surroundings: &Surroundings<'_>) -> Result<()> {
    let Some(output) = shared.output.as_ref().filter(|_| shared.format.is_none()) else { return Ok(()) };
    if Format::of_file(output).is_some() {
        return Ok(());
    }
    let ending = output.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let (lang, known) = (shared.lang_here(surroundings), Format::ENDINGS.join(", "));
    if ending.is_empty() {
        let output = output.display();
        return Err(anyhow!(say!(
            lang,
            "“{output}”没有后缀，看不出写成什么格式；可用的后缀：{known}，或用 --format 指明格式",
            "nothing tells the format of “{output}”, which has no ending; endings are {known}, or name a format with --format"
        )));
    }
    Err(anyhow!(say!(
        lang,
        "不能写成“.{ending}”；可用的后缀：{known}，或用 --format 指明格式",
        "nothing is written as \".{ending}\"; endings are {known}, or name a format with --format"
    )))
}

impl Outcome {
    pub fn code(self) -> u8 {
        match self {
            Outcome::Clean => 0,
            Outcome::Found => 1,
            Outcome::Incomplete => 2,
        }
    }
}

impl Shared {
    /// The language asked for, else the locale's, else English.
    pub fn lang(&self, of_workspace: Option<Lang>, surroundings: &Surroundings<'_>) -> Lang {
        let locale = surroundings.locale.as_deref().unwrap_or_default();
        let of_locale = if locale.starts_with("zh") { Lang::Zh } else { Lang::En };
        self.lang.or(of_workspace).unwrap_or(of_locale)
    }

    /// For commands that print plain text and nothing else.
    fn refuse_output(&self, command: &str, lang: Lang) -> Result<()> {
        if self.output.is_none() && self.format.is_none() {
            return Ok(());
        }
        Err(anyhow!(say!(
            lang,
            "{command} 只输出文本，不用 -o 和 --format；请用 > 写入文件",
            "{command} prints text: -o and --format are not for it; redirect it with >"
        )))
    }

    /// The format asked for, by name or by the ending of the output file.
    fn format_asked(&self) -> Option<Format> {
        self.format.or(self.output.as_deref().and_then(Format::of_file))
    }

    /// The format asked for, else another.
    fn format_or(&self, default: Format) -> Format {
        self.format_asked().unwrap_or(default).with_bom(self.bom)
    }

    /// Writes to the output: the terminal, or a file that appears whole or not at all and is none of the inputs.
    fn write_bytes(
        &self,
        inputs: &[PathBuf],
        lang: Lang,
        out: &mut dyn Write,
        write: impl FnOnce(&mut dyn Write) -> Result<()>,
    ) -> Result<()> {
        let Some(path) = &self.output else {
            return write(&mut UntilClosed::new(out)).map_err(|error| in_words(error, lang));
        };
        let mut file = NewFile::create(path, inputs).map_err(|error| anyhow!(error.say(lang)))?;
        write(&mut file).map_err(|error| in_words(error, lang))?;
        file.keep().map_err(|error| anyhow!(error.say(lang)))
    }

    /// Paths given with `-C` are meant from that folder, as if the program had been started there.
    fn in_its_folder(mut self) -> Shared {
        if let Some(folder) = &self.folder {
            self.output = self.output.map(|output| folder.join(output));
            self.rules = self.rules.map(|rules| folder.join(rules));
            self.local_days = self.local_days.map(|days| folder.join(days));
        }
        self
    }

    /// What the command line names besides rosters, and all that a workspace names: none of it is ever written to.
    fn inputs(&self, workspace: Option<&Workspace>) -> Vec<PathBuf> {
        let own = self.rules.iter().chain(&self.local_days).cloned();
        own.chain(workspace.into_iter().flat_map(Workspace::inputs)).collect()
    }

    /// Whether -o names a folder, seen from the folder of `-C`.
    fn is_for_folder(&self) -> bool {
        let from = self.folder.clone().unwrap_or_default();
        self.output.as_ref().is_some_and(|output| office::is_folder(&from.join(output)))
    }

    /// The workspace of the folder of `-C`, or of the current one, as `find` finds it.
    fn workspace(&self, find: FindWorkspace, surroundings: &Surroundings<'_>) -> Result<Option<Workspace>> {
        let from = self.folder.clone().unwrap_or_else(|| PathBuf::from("."));
        let lang = self.lang(None, surroundings);
        let no_folder = |error: io::Error| {
            let (from, why) = (from.display(), refusal::to_enter(error.kind(), lang));
            anyhow!(say!(lang, "{from}打不开：{why}", "{from} cannot be opened: {why}"))
        };
        let from = from.canonicalize().map(workspace::usual).map_err(no_folder)?;
        find(&from).map_err(|error| anyhow!(error.say(lang)))
    }

    /// The language where only that is wanted of the workspace.
    pub fn lang_here(&self, surroundings: &Surroundings<'_>) -> Lang {
        let from = self.folder.clone().unwrap_or_else(|| PathBuf::from("."));
        let from = from.canonicalize().map(workspace::usual);
        let workspace = from.ok().and_then(|from| Workspace::find_bare(&from).ok().flatten());
        self.lang(workspace.and_then(|workspace| workspace.lang), surroundings)
    }
}

/// What stopped the writing: errors of the program's own come back from libraries as the system's.
fn in_words(error: anyhow::Error, lang: Lang) -> anyhow::Error {
    let own = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    let no_room = own.and_then(|own| own.downcast_ref::<NoRoomForBook>()).map(|no_room| no_room.say(lang));
    let broken_off = own.and_then(|own| own.downcast_ref::<BrokenOff>()).map(|broken_off| broken_off.say(lang));
    let unwritten = own.and_then(|own| own.downcast_ref::<FileError>()).map(|unwritten| unwritten.say(lang));
    no_room.or(broken_off).or(unwritten).map_or(error, anyhow::Error::msg)
}

fn language(text: &str) -> Result<Lang, String> {
    match text {
        "zh" => Ok(Lang::Zh),
        "en" => Ok(Lang::En),
        _ => Err("zh or en".to_owned()),
    }
}

fn format(text: &str) -> Result<Format, String> {
    Format::named(text).ok_or_else(|| Format::NAMES.join(", "))
}

fn area(text: &str) -> Result<String, String> {
    match workspace::is_area(text) {
        true => Ok(text.to_owned()),
        false => Err("a division code has six digits, such as 632323".to_owned()),
    }
}

/// A day as arguments give it: `2018-04-23`.
pub(crate) fn day(text: &str) -> Result<NaiveDate, String> {
    let day = crate::calendar::iso::parse(text.as_bytes());
    day.ok_or_else(|| "不是日期，应如2018-04-23 / not a day such as 2018-04-23".to_owned())
}

/// Faults of rule files, shown with their lines.
fn shown(faults: &Faults, lang: Lang) -> anyhow::Error {
    anyhow::Error::msg(faults.render(lang))
}
