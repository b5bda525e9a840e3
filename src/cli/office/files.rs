//! What the command line and the workspace name goes in; the files to read come out, each once, archives unpacked.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Result, anyhow};

use super::Office;
use super::copy::is_copy;
use super::standard_input;
use crate::input;
use crate::roster::{ListFacts, NamedBy, Pin, titled_months};
use crate::run::{File, ReadFor};
use crate::say;
use crate::workspace::{self, RosterFile};

impl Office<'_, '_> {
    /// The files named, or all rosters of the workspace.
    pub fn files(&mut self, named: &[PathBuf], programme: Option<&str>) -> Result<Vec<File>> {
        let decided = programme.map(|name| self.programme(name)).transpose()?;
        self.asked = decided;
        let files = match named {
            [] => {
                self.only = decided;
                self.workspace_files()?
            }
            named => {
                let files = named.iter().map(|path| match standard_input::is_meant(path) {
                    true => Ok(vec![File::bare(self.standard_input()?, "-")]),
                    false => self.named_files(path),
                });
                files.collect::<Result<Vec<_>>>()?.concat()
            }
        };
        self.inputs.extend(files.iter().map(|file| file.path.clone()));
        let (files, given_again) = once_each(out_of_archives(files));
        given_again.iter().try_for_each(|file| self.note_given_again(file))?;
        Ok(match decided {
            Some(programme) => of_one(files, programme, named.is_empty()),
            None => files,
        })
    }

    /// The same for what is said of several files together, and stands at the first: whatever the order in which a shell
    /// names them, the earliest month comes first.
    pub fn files_by_month(&mut self, named: &[PathBuf], programme: Option<&str>) -> Result<Vec<File>> {
        let mut files = self.files(named, programme)?;
        if !named.is_empty() {
            files.sort_by_cached_key(in_time);
        }
        Ok(files)
    }

    /// A list given twice is read once, and so is one beside its copy: what somebody draws by it is not added up twice.
    fn lists_once_each(&mut self, lists: Vec<File>) -> Result<Vec<File>> {
        let mut seen: Vec<PathBuf> = Vec::new();
        let mut kept: Vec<File> = Vec::new();
        for list in lists {
            let path = whole(&list.path);
            if seen.iter().zip(&kept).any(|(known, kept)| *known == path && is_of_the_same(kept, &list)) {
                self.note_given_again(&list)?;
                continue;
            }
            if let Some(original) = kept.iter().find(|kept| is_of_the_same(kept, &list) && is_copy(kept, &list)) {
                self.note_copy(&list, original)?;
                continue;
            }
            seen.push(path);
            kept.push(list);
        }
        Ok(kept)
    }

    fn note_given_again(&mut self, file: &File) -> Result<()> {
        let name = self.said(&file.shown);
        self.note(&say!(self.lang, "{name}给出不止一次，只读一次", "{name} is given more than once and read once"))
    }

    fn note_copy(&mut self, file: &File, original: &File) -> Result<()> {
        let (name, original) = (self.said(&file.shown), self.said(&original.shown));
        self.note(&say!(
            self.lang,
            "{name}和{original}一字不差，当作副本，没有读；不是副本的，换一个名称",
            "{name} is the same to the byte as {original}: taken for a copy and not read; if it is none, give it a name of its own"
        ))
    }

    fn workspace_files(&self) -> Result<Vec<File>> {
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
        workspace.rosters.iter().map(|roster| self.workspace_file(roster)).collect()
    }

    /// A file with all that a block of the workspace says of it.
    fn workspace_file(&self, roster: &RosterFile) -> Result<File> {
        let programme = roster.programme.as_ref().map(|name| self.programme(name)).transpose()?;
        Ok(File {
            path: roster.path.clone(),
            shown: Arc::from(roster.shown.as_str()),
            programme: programme.filter(|_| !roster.is_of_one_sheet()).map(|one| (one, NamedBy::Workspace)),
            months: roster.months.filter(|_| !roster.is_of_one_sheet()),
            list: None,
            pins: self.pins(roster)?,
            beside: Vec::new(),
        })
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
                beside: Vec::new(),
            });
        }
        self.inputs.extend(files.iter().map(|file| file.path.clone()));
        self.lists_once_each(out_of_archives(files))
    }

    /// A reference list by id or name; an unknown one is an error that lists them all.
    pub(super) fn list(&self, name: &str) -> Result<usize> {
        self.pack.list(name).ok_or_else(|| {
            let lists = self.pack.programmes.iter().filter(|list| list.is_list);
            let known: Vec<String> = lists.map(|list| format!("{} {}", list.id, list.name.get(self.lang))).collect();
            let known = known.join(", ");
            anyhow!(say!(self.lang, "没有名单“{name}”；有：{known}", "there is no list {name:?}; there are {known}"))
        })
    }

    /// A file named on the command line; what the workspace knows of it holds too, and where that is of several
    /// programmes the file is read for each.
    fn named_files(&self, named: &Path) -> Result<Vec<File>> {
        let (path, shown) = (self.within(named), Arc::from(named.display().to_string().as_str()));
        let whole = whole(&path);
        let rosters = self.workspace.iter().flat_map(|workspace| &workspace.rosters);
        let of_file = rosters.filter(|roster| self::whole(&roster.path) == whole);
        let blocks = of_file.map(|roster| self.workspace_file(roster)).collect::<Result<Vec<_>>>()?;
        let (mut files, given_again) = once_each(blocks);
        match files.first_mut() {
            // Whatever else is said of its sheets holds as well.
            Some(first) => first.pins.extend(given_again.into_iter().flat_map(|file| file.pins)),
            None => files.push(File::bare(&path, Arc::clone(&shown))),
        }
        Ok(files.into_iter().map(|file| File { path: path.clone(), shown: Arc::clone(&shown), ..file }).collect())
    }

    /// What names a file alone in `relief.toml`: from the workspace where it lies in one, else as it was given.
    pub fn pattern(&self, file: &File) -> String {
        let whole = whole(&file.path);
        let path = match &self.workspace {
            Some(workspace) if !standard_input::is_meant(Path::new(&*file.shown)) => {
                workspace::from_folder(&whole, &workspace.folder)
            }
            _ => file.shown.to_string(),
        };
        workspace::literal(&path.replace('\\', "/"))
    }
}

/// What files are ordered by: the months that the workspace or their name gives them, those without behind; then by name,
/// its numbers as numbers, 2月 before 10月.
fn in_time(file: &File) -> impl Ord + use<> {
    let name = file.shown.rsplit(['/', '\\']).next().unwrap_or_default();
    let months = file.months.or_else(|| titled_months(name));
    let mut by_name: Vec<(char, u64)> = Vec::new();
    for c in file.shown.chars() {
        match (c.to_digit(10).map(u64::from), by_name.last_mut()) {
            (Some(digit), Some(('0', number))) => *number = number.saturating_mul(10).saturating_add(digit),
            (Some(digit), _) => by_name.push(('0', digit)),
            (None, _) => by_name.push((c, 0)),
        }
    }
    (months.is_none(), months, by_name, Arc::clone(&file.shown))
}

/// Each file once, and those given again: the people of a file given twice are not on two lists, its money is not paid
/// twice. Only where each time another programme is named it is read for each.
fn once_each(files: Vec<File>) -> (Vec<File>, Vec<File>) {
    let mut places: BTreeMap<PathBuf, Vec<usize>> = BTreeMap::new();
    let (mut kept, mut given_again): (Vec<File>, Vec<File>) = (Vec::new(), Vec::new());
    for mut file in files {
        let before = places.entry(whole(&file.path)).or_default();
        // Another sheet of a file is described in a [[roster]] of its own.
        let is_beside = |kept: &File| kept.names_sheets() && file.names_sheets() && !kept.names_sheet_of(&file);
        let beside = before.iter().find(|place| is_beside(&kept[**place]));
        match beside {
            Some(place) => kept[*place].pins.append(&mut file.pins),
            None if before.iter().all(|place| kept[*place].is_of_another_than(&file)) => {
                before.push(kept.len());
                kept.push(file);
            }
            None => given_again.push(file),
        }
    }
    for places in places.values().filter(|places| places.len() > 1) {
        let said: Vec<Vec<ReadFor>> = places.iter().map(|place| kept[*place].said()).collect();
        for (own, place) in places.iter().enumerate() {
            let others = said.iter().enumerate().filter(|(other, _)| *other != own);
            kept[*place].beside = others.flat_map(|(_, said)| said.clone()).collect();
        }
    }
    (kept, given_again)
}

/// What of some files is read for one programme alone: a file that is said to be of others is not, where the workspace
/// names it; where the command line does, it is read as the one that was decided on, whatever else is said of it.
fn of_one(mut files: Vec<File>, programme: usize, of_workspace: bool) -> Vec<File> {
    if of_workspace {
        files.retain(|file| file.said().is_empty() || file.is_said_to_be(programme));
        return files;
    }
    let mut of_path: BTreeMap<PathBuf, bool> = BTreeMap::new();
    for file in &files {
        *of_path.entry(file.path.clone()).or_default() |= file.is_said_to_be(programme);
    }
    files.retain(|file| !of_path[&file.path] || file.is_said_to_be(programme));
    let mut seen = BTreeSet::new();
    files.retain(|file| seen.insert(file.path.clone()));
    for file in &mut files {
        file.programme = Some((programme, NamedBy::Option));
        match of_path[&file.path] {
            true => file.pins.retain(|pin| pin.programme.is_none_or(|said| said == programme)),
            false => file.beside.clear(),
        }
    }
    files
}

/// Whether two lists of one file are one list: of one kind, of the same programme, of the same sheet or one of them of
/// all.
fn is_of_the_same(one: &File, other: &File) -> bool {
    let kind = |list: &File| (list.programme.map(|(kind, _)| kind), list.list.as_ref().and_then(|facts| facts.of));
    let sheet = |list: &File| list.pins.first().and_then(|pin| pin.sheet.clone());
    let in_one_sheet = match (sheet(one), sheet(other)) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    };
    kind(one) == kind(other) && in_one_sheet
}

/// A path as the system knows it, and of a file in an archive, the archive's with its own name behind.
pub fn whole(path: &Path) -> PathBuf {
    let known = path.ancestors().find_map(|outer| Some((outer, outer.canonicalize().ok()?)));
    let within = known.map(|(outer, known)| known.join(path.strip_prefix(outer).unwrap_or(Path::new(""))));
    workspace::usual(within.unwrap_or_else(|| path.to_owned()))
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
