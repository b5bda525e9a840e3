//! What the commands about rosters share: the workspace, the rules, the calendar, the files, the output.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, anyhow};
use chrono::NaiveDate;

use super::{Outcome, Shared, Surroundings, UntilClosed, shown};
use crate::calendar::Calendar;
use crate::checks;
use crate::input;
use crate::lang::{Lang, Say};
use crate::output::{self, Format};
use crate::report::{Document, Listing};
use crate::roster::{ListFacts, NamedBy, NotARoster, Pin};
use crate::rules::Pack;
use crate::run::{self, File, Run, Wants};
use crate::say;
use crate::sorted::NoRoom;
use crate::visible::Visible;
use crate::workspace::{RosterFile, Workspace};

/// The area whose rules are taken when nobody names one: Qinghai, whose rules are shipped.
const DEFAULT_AREA: &str = "630000";
/// Columns of a table where there is no terminal.
const WIDTH: u16 = 120;
/// Findings listed of each check and severity where nobody says how many.
const LISTED: usize = 200;

/// What every command that reads rosters is told of them.
#[derive(Debug, clap::Args)]
pub struct Rosters {
    /// Rosters to read, CSV or Excel [default: those of the workspace]
    pub files: Vec<PathBuf>,
    /// The programme of the rosters, by id or Chinese name; of a workspace, only its rosters
    #[arg(long)]
    pub programme: Option<String>,
    /// Day to stand on [default: today]
    #[arg(long, value_name = "DAY", value_parser = super::day)]
    pub as_of: Option<NaiveDate>,
}

/// A command's desk: everything it works with.
pub struct Office<'o, 's> {
    pub lang: Lang,
    pub pack: Arc<Pack>,
    pub calendar: Calendar,
    pub workspace: Option<Workspace>,
    pub today: NaiveDate,
    shared: Shared,
    /// The files read, those the workspace names, and the folders of its own rules, none of which is ever written to.
    inputs: Vec<PathBuf>,
    /// Of a workspace, only rosters of this programme.
    only: Option<usize>,
    surroundings: &'o mut Surroundings<'s>,
}

impl<'o, 's> Office<'o, 's> {
    pub fn open(shared: Shared, surroundings: &'o mut Surroundings<'s>) -> Result<Office<'o, 's>> {
        let shared = shared.in_its_folder();
        let workspace = shared.workspace(Workspace::find, surroundings)?;
        let of_workspace = workspace.as_ref().and_then(|workspace| workspace.lang);
        let lang = shared.lang(of_workspace, surroundings);
        let of_workspace = workspace.as_ref().and_then(|workspace| workspace.area.clone());
        let area = shared.area.clone().or(of_workspace).unwrap_or_else(|| DEFAULT_AREA.to_owned());
        let own = shared.rules.clone().or_else(|| workspace.as_ref().and_then(|workspace| workspace.rules.clone()));
        let pack = Arc::new(Pack::load(&area, own.as_deref()).map_err(|faults| shown(&faults, lang))?);
        pack.require_checks(&checks::names()).map_err(|faults| shown(&faults, lang))?;
        let calendar = shared.calendar(&area, workspace.as_ref(), lang, surroundings)?;
        let today = surroundings.today;
        let inputs = shared.inputs(workspace.as_ref());
        let office = Office { lang, pack, calendar, workspace, today, shared, inputs, only: None, surroundings };
        office.require_known_programmes()?;
        Ok(office)
    }

    /// A programme misspelt in `relief.toml` would be passed over in silence.
    fn require_known_programmes(&self) -> Result<()> {
        let Some(workspace) = &self.workspace else { return Ok(()) };
        let rosters = workspace.rosters.iter().filter_map(|roster| roster.programme.as_ref());
        for list in &workspace.lists {
            self.list(&list.kind)
                .with_context(|| workspace.folder.join(crate::workspace::FILE).display().to_string())?;
        }
        for name in workspace.absent.keys().chain(rosters) {
            self.programme(name)
                .with_context(|| workspace.folder.join(crate::workspace::FILE).display().to_string())?;
        }
        Ok(())
    }

    /// Where the rules come from, when that was nobody's choice.
    pub fn note_default_area(&mut self) -> Result<()> {
        let chosen =
            self.shared.area.is_some() || self.workspace.as_ref().is_some_and(|workspace| workspace.area.is_some());
        if chosen {
            return Ok(());
        }
        let note = say!(
            self.lang,
            "未指定地区，按国家和青海省（630000）的规定审核；可在 relief.toml 写 area，或用 --area",
            "no area named: judged by the rules of the nation and of Qinghai (630000); name one in relief.toml or with --area"
        );
        writeln!(self.surroundings.notes, "{note}")?;
        Ok(())
    }

    /// A path of the command line, meant from the folder of `-C`.
    pub fn within(&self, path: &Path) -> PathBuf {
        match &self.shared.folder {
            Some(folder) if path.is_relative() => folder.join(path),
            _ => path.to_owned(),
        }
    }

    /// For commands that print plain text and nothing else.
    pub fn refuse_output(&self, command: &str) -> Result<()> {
        self.shared.refuse_output(command, self.lang)
    }

    /// A line of plain output.
    pub fn line(&mut self, line: &str) -> Result<()> {
        Ok(writeln!(Visible(UntilClosed::new(self.surroundings.out)), "{line}")?)
    }

    /// A programme by id or name; an unknown one is an error that lists them all.
    pub fn programme(&self, name: &str) -> Result<usize> {
        self.pack.programme(name).ok_or_else(|| {
            let known =
                self.pack.paying().map(|programme| format!("{} {}", programme.id, programme.name.get(self.lang)));
            let known = known.collect::<Vec<_>>().join(", ");
            anyhow!(say!(
                self.lang,
                "没有项目“{name}”；有：{known}",
                "there is no programme {name:?}; there are {known}"
            ))
        })
    }

    /// The files named, or all rosters of the workspace.
    pub fn files(&mut self, named: &[PathBuf], programme: Option<&str>) -> Result<Vec<File>> {
        let decided = programme.map(|name| self.programme(name)).transpose()?;
        let files = match named {
            [] => {
                self.only = decided;
                self.workspace_files(decided)?
            }
            named => named.iter().map(|path| self.named_file(path, decided)).collect::<Result<_>>()?,
        };
        let files = self.once_each(files)?;
        self.inputs.extend(files.iter().map(|file| file.path.clone()));
        Ok(out_of_archives(files))
    }

    /// A file given twice is read once: its people are not on two lists, its money is not paid twice.
    fn once_each(&mut self, files: Vec<File>) -> Result<Vec<File>> {
        let mut seen = BTreeSet::new();
        let mut kept: Vec<File> = Vec::new();
        for mut file in files {
            let path = file.path.canonicalize().unwrap_or_else(|_| file.path.clone());
            if seen.insert(path) {
                kept.push(file);
                continue;
            }
            // Another sheet of a file is described in a [[roster]] of its own.
            let of_sheets = !file.pins.is_empty() && file.pins.iter().all(|pin| pin.sheet.is_some());
            if let Some(first) = kept.iter_mut().find(|kept| of_sheets && kept.path == file.path) {
                first.pins.append(&mut file.pins);
                continue;
            }
            self.note_given_again(&file)?;
        }
        Ok(kept)
    }

    /// A list given twice is read once: what somebody draws by it is not added up twice.
    fn lists_once_each(&mut self, lists: Vec<File>) -> Result<Vec<File>> {
        let mut seen: Vec<PathBuf> = Vec::new();
        let mut kept: Vec<File> = Vec::new();
        for list in lists {
            let path = list.path.canonicalize().unwrap_or_else(|_| list.path.clone());
            if seen.iter().zip(&kept).any(|(known, kept)| *known == path && is_of_the_same(kept, &list)) {
                self.note_given_again(&list)?;
                continue;
            }
            seen.push(path);
            kept.push(list);
        }
        Ok(kept)
    }

    fn note_given_again(&mut self, file: &File) -> Result<()> {
        let name = &file.shown;
        self.note(&say!(self.lang, "{name}给出不止一次，只读一次", "{name} is given more than once and read once"))
    }

    fn workspace_files(&self, only: Option<usize>) -> Result<Vec<File>> {
        let Some(workspace) = &self.workspace else {
            return Err(anyhow!(say!(
                self.lang,
                "没有指明文件，这里也没有 relief.toml；请写出文件名，或用 -C 指定工作区文件夹",
                "no file is named and there is no relief.toml here; name files, or a workspace with -C"
            )));
        };
        if workspace.rosters.is_empty() {
            return Err(anyhow!(say!(
                self.lang,
                "relief.toml 没有列出名册；请加 [[roster]] files = \"rosters/*.xlsx\"",
                "relief.toml lists no rosters; add [[roster]] files = \"rosters/*.xlsx\""
            )));
        }
        let mut files = Vec::new();
        for roster in &workspace.rosters {
            let programme = roster.programme.as_ref().map(|name| self.programme(name)).transpose()?;
            // A roster the workspace says is another programme's is not read for this one.
            if only.is_some() && programme.is_some() && programme != only {
                continue;
            }
            files.push(File {
                path: roster.path.clone(),
                shown: Arc::from(roster.shown.as_str()),
                programme: programme.filter(|_| !roster.is_of_one_sheet()).map(|one| (one, NamedBy::Workspace)),
                months: roster.months.filter(|_| !roster.is_of_one_sheet()),
                list: None,
                pins: self.pins(roster)?,
            });
        }
        Ok(files)
    }

    /// What the workspace says of the shape of a file.
    fn pins(&self, roster: &RosterFile) -> Result<Vec<Pin>> {
        let Some(pin) = &roster.pin else { return Ok(Vec::new()) };
        let named = roster.programme.as_ref().filter(|_| pin.sheet.is_some());
        let programme = named.map(|name| self.programme(name)).transpose()?;
        Ok(vec![Pin { programme, months: roster.months, ..pin.clone() }])
    }

    /// The reference lists of the workspace, to be read beside its rosters.
    pub fn lists(&mut self) -> Result<Vec<File>> {
        let Some(workspace) = &self.workspace else { return Ok(Vec::new()) };
        let mut files = Vec::new();
        for list in &workspace.lists {
            let kind = self.list(&list.kind)?;
            let of = list.roster.programme.as_ref().map(|name| self.programme(name)).transpose()?;
            // The programme that a list is held against is not what its sheet is.
            let pins = self.pins(&list.roster)?.into_iter().map(|pin| Pin { programme: None, ..pin });
            files.push(File {
                path: list.roster.path.clone(),
                shown: Arc::from(list.roster.shown.as_str()),
                programme: Some((kind, NamedBy::Workspace)),
                months: list.roster.months,
                list: Some(ListFacts { as_of: list.as_of, source: list.source.clone(), of }),
                pins: pins.collect(),
            });
        }
        let files = self.lists_once_each(files)?;
        self.inputs.extend(files.iter().map(|file| file.path.clone()));
        Ok(out_of_archives(files))
    }

    /// A reference list by id or name; an unknown one is an error that lists them all.
    fn list(&self, name: &str) -> Result<usize> {
        self.pack.list(name).ok_or_else(|| {
            let lists = self.pack.programmes.iter().filter(|list| list.is_list);
            let known: Vec<String> = lists.map(|list| format!("{} {}", list.id, list.name.get(self.lang))).collect();
            let known = known.join(", ");
            anyhow!(say!(self.lang, "没有名单“{name}”；有：{known}", "there is no list {name:?}; there are {known}"))
        })
    }

    /// A file named on the command line; what the workspace knows of it holds too.
    fn named_file(&self, path: &Path, decided: Option<usize>) -> Result<File> {
        let path = self.within(path);
        let whole = path.canonicalize().unwrap_or_else(|_| path.clone());
        let rosters = self.workspace.iter().flat_map(|workspace| &workspace.rosters);
        let mut of_file = rosters.into_iter().filter(|roster| roster.path == whole);
        let (listed, others) = (of_file.next(), of_file.filter(|roster| roster.pin.is_some()));
        let pins = listed.into_iter().chain(others).map(|roster| self.pins(roster));
        let pins = pins.collect::<Result<Vec<_>>>()?.concat();
        let listed = listed.filter(|roster| !roster.is_of_one_sheet());
        let of_workspace =
            listed.and_then(|roster| roster.programme.as_ref()).map(|name| self.programme(name)).transpose()?;
        let decided = decided.map(|programme| (programme, NamedBy::Option));
        Ok(File {
            shown: Arc::from(path.display().to_string().as_str()),
            programme: decided.or(of_workspace.map(|programme| (programme, NamedBy::Workspace))),
            months: listed.and_then(|roster| roster.months),
            list: None,
            pins,
            path,
        })
    }

    /// Reads the files by the rules of this office.
    pub fn read(&self, files: &[File], as_of: NaiveDate, wants: Wants, limit: usize) -> Result<run::Outcome> {
        let run = Run {
            pack: &self.pack,
            calendar: &self.calendar,
            today: as_of,
            lang: self.lang,
            reveal: self.shared.reveal,
            threads: self.threads(),
            block: input::BLOCK,
            memory: (self.shared.memory as usize).saturating_mul(1 << 20),
            limit,
            wants,
            only: self.only,
        };
        self.kept(run.over(files))
    }

    /// What was made of what rows leave behind, if there was room for that.
    pub fn kept<T>(&self, made: Result<T, NoRoom>) -> Result<T> {
        made.map_err(|no_room| anyhow!(no_room.say(self.lang)))
    }

    /// Whether personal numbers are shown in full.
    pub fn reveals(&self) -> bool {
        self.shared.reveal
    }

    /// The files read, which are never written to.
    pub fn inputs(&self) -> &[PathBuf] {
        &self.inputs
    }

    /// A line beside the output.
    pub fn note(&mut self, line: &str) -> Result<()> {
        Ok(writeln!(self.surroundings.notes, "{line}")?)
    }

    /// What is named with -o.
    pub fn output(&self) -> Option<&Path> {
        self.shared.output.as_deref()
    }

    /// The folder named with -o, for what is written as several files.
    pub fn output_folder(&self) -> Option<PathBuf> {
        self.shared.output.clone().filter(|path| is_folder(path))
    }

    fn threads(&self) -> usize {
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        self.shared.threads.map_or_else(cores, usize::from)
    }

    /// The format asked for: by name, by the ending of the output file, else a table.
    pub fn format(&self, default: Format) -> Format {
        self.shared.format_or(default)
    }

    /// Tables on a terminal, lines elsewhere.
    pub fn default_format(&self) -> Format {
        match self.surroundings.width {
            Some(_) => Format::Table,
            None => Format::Text,
        }
    }

    /// How many findings of a kind are kept: all for programs and files, some for eyes, as many as asked; 0 is all.
    pub fn limit(&self, asked: Option<usize>) -> usize {
        match asked {
            Some(0) => usize::MAX,
            Some(limit) => limit,
            None if self.is_read_by_people() => LISTED,
            None => usize::MAX,
        }
    }

    /// Writes a document, or its records where the format is for programs.
    pub fn write<'l>(
        &mut self,
        default: Format,
        document: impl FnOnce() -> Document,
        listing: impl FnOnce() -> Listing<'l>,
    ) -> Result<()> {
        let format = self.format(default);
        let width = self.surroundings.width.unwrap_or(WIDTH);
        let write = |out: &mut dyn Write| match format.is_for_programs() {
            true => output::listing(listing(), format, out),
            false => output::document(document(), format, width, out),
        };
        self.write_bytes(|out| Ok(write(out)?))
    }

    /// Writes to the output: the terminal, or a file that appears whole or not at all.
    pub fn write_bytes(&mut self, write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
        self.shared.write_bytes(&self.inputs, self.lang, self.surroundings.out, write)
    }

    /// Whether all files could be read; says on the side which could not, where the output does not.
    pub fn complain(&mut self, outcome: &run::Outcome, said_in_output: bool) -> Result<bool> {
        let tables = self.note_other_tables(outcome)?;
        let incomplete = tables || outcome.unread().next().is_some() || outcome.not_rosters().next().is_some();
        if said_in_output {
            return Ok(incomplete);
        }
        for (file, error) in outcome.unread() {
            let (name, why) = (&file.shown, error.say(self.lang));
            writeln!(self.surroundings.notes, "{}", say!(self.lang, "{name}：{why}", "{name}: {why}"))?;
        }
        for file in &outcome.files {
            let name = &file.shown;
            // Of what was not asked for, and of empty sheets, nothing is missing.
            let is_missing = |why| !matches!(why, NotARoster::OtherProgramme | NotARoster::Empty);
            for passed in file.passed_over.iter().filter(|passed| is_missing(passed.why)) {
                let place = passed.sheet.as_ref().map_or_else(|| name.to_string(), |sheet| format!("{name}[{sheet}]"));
                let why = crate::report::read::not_a_roster(passed.why, self.lang);
                writeln!(self.surroundings.notes, "{}", say!(self.lang, "{place}：{why}", "{place}: {why}"))?;
            }
        }
        Ok(incomplete)
    }

    /// Sheets on which another table stands, of which a part was read by the wrong header or not at all; whether there are any.
    fn note_other_tables(&mut self, outcome: &run::Outcome) -> Result<bool> {
        let mut any = false;
        for (roster, account) in outcome.rosters.iter().zip(&outcome.accounts) {
            let Some(row) = account.other_table else { continue };
            any = true;
            let (title, header) = (roster.title(), roster.header.last_row);
            let note = say!(
                self.lang,
                "{title}：第{row}行是另一张表的，只按第{header}行的表头读了，数字不能用；请把两张表分到不同的工作表",
                "{title}: row {row} is of another table, and only the header of row {header} was read by: its figures are of no use; put each table on a sheet of its own"
            );
            writeln!(self.surroundings.notes, "{note}")?;
        }
        Ok(any)
    }

    /// Columns that were not used before somebody confirms what they look like, for commands that show no findings.
    pub fn note_guesses(&mut self, outcome: &run::Outcome) -> Result<()> {
        for roster in &outcome.rosters {
            let columns = roster.header.columns.iter().filter(|column| column.unconfirmed().is_some());
            let words: Vec<&str> = columns.map(|column| column.shown.as_str()).collect();
            if words.is_empty() {
                continue;
            }
            let (title, words) = (roster.title(), words.join("、"));
            let note = say!(
                self.lang,
                "{title}：这些列像是已知的列，未经确认没有使用：{words}（见 relief inspect）",
                "{title}: columns that look like known ones were not used before somebody confirms them: {words} (see relief inspect)"
            );
            writeln!(self.surroundings.notes, "{note}")?;
        }
        Ok(())
    }

    /// Lines of a summary that the format of the output has no place for go to the notes.
    pub fn note_summary(&mut self, lines: &[String]) -> Result<()> {
        if matches!(self.format(Format::Table), Format::Ndjson | Format::Csv | Format::Xlsx | Format::Ics) {
            for line in lines {
                writeln!(self.surroundings.notes, "{line}")?;
            }
        }
        Ok(())
    }

    /// Whether people read the output on the spot, and so what it says need not be said again.
    pub fn is_read_by_people(&self) -> bool {
        self.shared.output.is_none() && !self.format(Format::Table).is_for_programs()
    }
}

/// Whether a path is meant for a folder: one that is there, or a name without an ending.
pub(super) fn is_folder(path: &Path) -> bool {
    path.is_dir() || (path.extension().is_none() && !path.exists())
}

/// Whether two lists of one file are one list: of one kind, of the same programme, of the same sheet or one of them of all.
fn is_of_the_same(one: &File, other: &File) -> bool {
    let kind = |list: &File| (list.programme.map(|(kind, _)| kind), list.list.as_ref().and_then(|facts| facts.of));
    let sheet = |list: &File| list.pins.first().and_then(|pin| pin.sheet.clone());
    let in_one_sheet = match (sheet(one), sheet(other)) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    };
    kind(one) == kind(other) && in_one_sheet
}

/// An archive of rosters gives way to the files in it, each read as a file of its own.
fn out_of_archives(files: Vec<File>) -> Vec<File> {
    let unpacked = files.into_iter().flat_map(|file| match input::members(&file.path) {
        Some(members) if !members.is_empty() => members.iter().map(|member| member_of(&file, member)).collect(),
        _ => vec![file],
    });
    unpacked.collect()
}

fn member_of(archive: &File, member: &str) -> File {
    let shown = format!("{}/{member}", archive.shown);
    File { path: archive.path.join(member), shown: Arc::from(shown.as_str()), ..archive.clone() }
}

impl Outcome {
    /// What was found, unless something could not be read.
    pub fn of(found: bool, incomplete: bool) -> Outcome {
        match (incomplete, found) {
            (true, _) => Outcome::Incomplete,
            (false, true) => Outcome::Found,
            (false, false) => Outcome::Clean,
        }
    }
}
