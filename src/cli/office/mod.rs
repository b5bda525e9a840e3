//! What the commands about rosters share: the workspace, the rules, the calendar, the files, the output.

mod copy;
mod files;
mod notes;
mod standard_input;

pub use files::whole;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, anyhow};
use chrono::NaiveDate;
use tempfile::NamedTempFile;

use super::{Outcome, Shared, Surroundings, UntilClosed, shown};
use crate::calendar::Calendar;
use crate::checks;
use crate::field::Kind;
use crate::input;
use crate::lang::{Lang, Say};
use crate::output::{self, Format};
use crate::report::read::known_of;
use crate::report::{Document, Listing};
use crate::rules::{Pack, are_none_in};
use crate::run::{self, File, Run, Wants};
use crate::say;
use crate::sorted::NoRoom;
use crate::visible::Visible;
use crate::workspace::Workspace;

/// The area whose rules are taken when nobody names one: Qinghai, whose rules are shipped.
const DEFAULT_AREA: &str = "630000";
/// Columns of a table where there is no terminal.
const WIDTH: u16 = 120;
/// Findings listed of each check and severity where nobody says how many.
const LISTED: usize = 200;

/// What every command that reads rosters is told of them.
#[derive(Debug, clap::Args)]
pub struct Rosters {
    /// Rosters to read, CSV or Excel, or - for standard input [default: those of the workspace]
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
    /// The programme asked for by name.
    asked: Option<usize>,
    /// Of a workspace, only rosters of this programme.
    only: Option<usize>,
    /// What came by standard input, where the command line names it.
    spooled: Option<NamedTempFile>,
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
        if let Some(own) = own.as_deref().filter(|own| are_none_in(own)) {
            let own = Kind::Text.shown(&own.display().to_string(), shared.reveal);
            let note = say!(
                lang,
                "{own}里没有规则文件（.toml），只按自带的规定；请核对路径",
                "{own} holds no rule file (.toml): only the rules shipped hold; see whether the path is right"
            );
            writeln!(surroundings.notes, "{note}")?;
        }
        let office = Office {
            lang,
            pack,
            calendar,
            workspace,
            today,
            shared,
            inputs,
            asked: None,
            only: None,
            spooled: None,
            surroundings,
        };
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

    /// Shows them in full though nobody asked for it.
    pub fn reveal(&mut self) {
        self.shared.reveal = true;
    }

    /// The name of a file as people may see it.
    pub fn said(&self, name: &str) -> String {
        Kind::Text.shown(name, self.reveals())
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

    /// Whether CSV is to begin with a byte-order mark.
    pub fn wants_bom(&self) -> bool {
        self.shared.bom
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

    /// Writes what was made of rosters: for programs with what is to be known of it, which people find in the document.
    pub fn write_of<'l>(
        &mut self,
        (outcome, notes): (&run::Outcome, &[String]),
        default: Format,
        document: impl FnOnce() -> Document,
        listing: impl FnOnce() -> Listing<'l>,
    ) -> Result<()> {
        let lang = self.lang;
        let listing = || {
            let mut listing = listing();
            listing.summary.extend(known_of(notes, outcome, lang));
            listing
        };
        self.write(default, document, listing)?;
        self.note_summary(notes)
    }

    /// Writes to the output: the terminal, or a file that appears whole or not at all.
    pub fn write_bytes(&mut self, write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
        self.shared.write_bytes(&self.inputs, self.lang, self.surroundings.out, write)
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
