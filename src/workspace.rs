//! A folder with `relief.toml` goes in; the bureau, its area and its rosters come out.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde::Deserialize;
use toml::Spanned;

use crate::calendar::TomlDay;
use crate::day::Months;
use crate::input;
use crate::lang::{Lang, Say};
use crate::roster::{Meaning, NOT_READ, Pin, SEARCHED, written_months};
use crate::rules::{Fault, Source};
use crate::{refusal, say};

/// The file that makes a folder a workspace.
pub const FILE: &str = "relief.toml";

/// What `relief.toml` says, its paths made whole.
#[derive(Debug, Clone)]
pub struct Workspace {
    pub folder: PathBuf,
    /// The bureau, as reports sign it.
    pub bureau: Option<String>,
    /// Division code, six digits.
    pub area: Option<String>,
    pub lang: Option<Lang>,
    /// A folder of the bureau's own rules.
    pub rules: Option<PathBuf>,
    /// A file or folder of local days off.
    pub local_days: Option<PathBuf>,
    pub rosters: Vec<RosterFile>,
    /// Reference lists held against the rosters.
    pub lists: Vec<ListFile>,
    /// Programmes without a roster, and why, by what `relief.toml` calls them.
    pub absent: BTreeMap<String, String>,
}

/// A file the workspace lists, in the order it lists them.
#[derive(Debug, Clone)]
pub struct RosterFile {
    pub path: PathBuf,
    /// Relative to the workspace.
    pub shown: String,
    pub programme: Option<String>,
    pub months: Option<Months>,
    /// What is said of its shape.
    pub pin: Option<Pin>,
}

/// A reference list: what it is of, the day it was drawn up, and by whom.
#[derive(Debug, Clone)]
pub struct ListFile {
    pub kind: String,
    pub as_of: NaiveDate,
    pub source: String,
    /// Its file; the programme is the one that payments, approvals or stops are of.
    pub roster: RosterFile,
}

impl RosterFile {
    /// Whether what is said of it is said of one sheet alone.
    pub fn is_of_one_sheet(&self) -> bool {
        self.pin.as_ref().is_some_and(|pin| pin.sheet.is_some())
    }
}

/// Why a workspace cannot be used.
#[derive(Debug, Clone)]
pub enum WorkspaceError {
    Unreadable { file: PathBuf, why: std::io::ErrorKind },
    Wrong(Box<Fault>),
}

impl Say for WorkspaceError {
    fn say(&self, lang: Lang) -> String {
        match self {
            WorkspaceError::Unreadable { file, why } => {
                let (file, why) = (file.display(), refusal::to_read(*why, lang));
                say!(lang, "{file}打不开：{why}", "{file} cannot be opened: {why}")
            }
            WorkspaceError::Wrong(fault) => fault.render(lang),
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    bureau: Option<String>,
    area: Option<Spanned<String>>,
    lang: Option<Spanned<String>>,
    rules: Option<PathBuf>,
    local_days: Option<PathBuf>,
    #[serde(default)]
    roster: Vec<RawRoster>,
    #[serde(default)]
    list: Vec<RawList>,
    #[serde(default)]
    absent: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRoster {
    files: Spanned<String>,
    programme: Option<String>,
    months: Option<Spanned<String>>,
    sheet: Option<String>,
    header_row: Option<Spanned<HeaderRow>>,
    #[serde(default)]
    columns: BTreeMap<Spanned<String>, Spanned<String>>,
}

/// `header_row = 2`, or `[2, 3]` where it takes more than one; 0 where there is none.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(untagged)]
enum HeaderRow {
    One(u32),
    FirstAndLast(u32, u32),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawList {
    kind: String,
    files: Spanned<String>,
    as_of: TomlDay,
    source: Spanned<String>,
    programme: Option<String>,
    months: Option<Spanned<String>>,
    sheet: Option<String>,
    header_row: Option<Spanned<HeaderRow>>,
    #[serde(default)]
    columns: BTreeMap<Spanned<String>, Spanned<String>>,
}

impl Workspace {
    /// The workspace a folder is in: `relief.toml` there or in a folder above; none is no error.
    pub fn find(from: &Path) -> Result<Option<Workspace>, WorkspaceError> {
        Workspace::above(from, Raw::files)
    }

    /// The same without its rosters and lists, for commands that read none and so need not miss any.
    pub fn find_bare(from: &Path) -> Result<Option<Workspace>, WorkspaceError> {
        Workspace::above(from, |_, _, _| Ok(Files::default()))
    }

    /// Its own file, all files it lists, and where its rules and local days stand.
    pub fn inputs(&self) -> Vec<PathBuf> {
        let listed =
            self.rosters.iter().chain(self.lists.iter().map(|list| &list.roster)).map(|roster| roster.path.clone());
        let own = [Some(self.folder.join(FILE)), self.rules.clone(), self.local_days.clone()];
        own.into_iter().flatten().chain(listed).collect()
    }

    fn above(from: &Path, files: FilesOf) -> Result<Option<Workspace>, WorkspaceError> {
        let mut folders = from.ancestors();
        match folders.find(|folder| folder.join(FILE).is_file()) {
            Some(folder) => Workspace::open(folder, files).map(Some),
            None => Ok(None),
        }
    }

    fn open(folder: &Path, files: FilesOf) -> Result<Workspace, WorkspaceError> {
        let file = folder.join(FILE);
        let text = std::fs::read_to_string(&file);
        let text = text.map_err(|error| WorkspaceError::Unreadable { file: file.clone(), why: error.kind() })?;
        let source = Source::new(&file.display().to_string(), &text);
        Workspace::read(folder, &source, files).map_err(|fault| WorkspaceError::Wrong(Box::new(fault)))
    }

    fn read(folder: &Path, source: &Source, files: FilesOf) -> Result<Workspace, Fault> {
        let mut raw: Raw = source.parse()?;
        let Files { rosters, lists } = files(&mut raw, folder, source)?;
        Ok(Workspace {
            lists,
            folder: folder.to_owned(),
            bureau: raw.bureau,
            area: raw.area.map(|area| area_code(area, source)).transpose()?,
            lang: raw.lang.map(|lang| language(&lang, source)).transpose()?,
            rules: raw.rules.map(|rules| folder.join(rules)),
            local_days: raw.local_days.map(|days| folder.join(days)),
            rosters,
            absent: raw.absent,
        })
    }
}

/// The files a workspace lists.
#[derive(Default)]
struct Files {
    rosters: Vec<RosterFile>,
    lists: Vec<ListFile>,
}

type FilesOf = fn(&mut Raw, &Path, &Source) -> Result<Files, Fault>;

impl Raw {
    fn files(&mut self, folder: &Path, source: &Source) -> Result<Files, Fault> {
        let mut files = Files::default();
        for roster in &self.roster {
            files.rosters.extend(roster.read(folder, source)?);
        }
        for list in std::mem::take(&mut self.list) {
            files.lists.extend(list.read(folder, source)?);
        }
        Ok(files)
    }
}

fn area_code(area: Spanned<String>, source: &Source) -> Result<String, Fault> {
    if is_area(area.get_ref()) {
        return Ok(area.into_inner());
    }
    let zh = "行政区划代码应为六位数字，如 632323".to_owned();
    let en = "a division code has six digits, such as 632323".to_owned();
    Err(Fault::new(source, area.span(), zh, en))
}

/// Whether a text is a division code: six digits.
pub fn is_area(text: &str) -> bool {
    text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn language(lang: &Spanned<String>, source: &Source) -> Result<Lang, Fault> {
    match lang.get_ref().as_str() {
        "zh" => Ok(Lang::Zh),
        "en" => Ok(Lang::En),
        _ => {
            let zh = "语言是 zh 或 en".to_owned();
            let en = "the language is zh or en".to_owned();
            Err(Fault::new(source, lang.span(), zh, en))
        }
    }
}

impl RawRoster {
    /// The files a pattern names, sorted; a pattern that names none is a fault.
    fn read(&self, folder: &Path, source: &Source) -> Result<Vec<RosterFile>, Fault> {
        let pattern = filled(&self.files, source)?;
        let months = self.months.as_ref().map(|months| read_months(months, source)).transpose()?;
        let pin = self.pin(source)?;
        let bad_pattern = |why: String| {
            let zh = format!("文件名的写法不对：{why}");
            let en = format!("the pattern of file names is wrong: {why}");
            Fault::new(source, self.files.span(), zh, en)
        };
        let whole = within(folder, pattern);
        let mut paths = named(&whole).map_err(bad_pattern)?;
        if paths.is_empty() {
            paths = named_in_archives(&whole).map_err(bad_pattern)?;
        }
        if paths.is_empty() {
            let zh = format!("没有文件符合“{pattern}”");
            let en = format!("no file is named {pattern:?}");
            return Err(Fault::new(source, self.files.span(), zh, en));
        }
        let file = |path: PathBuf| RosterFile {
            shown: from_folder(&path, folder),
            programme: self.programme.clone(),
            months,
            pin: pin.clone(),
            path,
        };
        Ok(paths.into_iter().map(file).collect())
    }

    /// What is said of the shape of the files, if anything is.
    fn pin(&self, source: &Source) -> Result<Option<Pin>, Fault> {
        let header = self.header_row.as_ref().map(|row| header_rows(row, source)).transpose()?;
        let column = |(name, meaning): (&Spanned<String>, &Spanned<String>)| {
            let named = Meaning::named(meaning.get_ref()).ok_or_else(|| {
                let word = meaning.get_ref();
                let zh = format!("没有名为“{word}”的字段；字段名见 relief inspect，不用的列写 {NOT_READ}");
                let en = format!(
                    "there is no field named {word:?}; relief inspect shows them, {NOT_READ} leaves a column out"
                );
                Fault::new(source, meaning.span(), zh, en)
            })?;
            Ok((name.get_ref().clone(), named))
        };
        let columns = self.columns.iter().map(column).collect::<Result<Vec<_>, Fault>>()?;
        let said = self.sheet.is_some() || header.is_some() || !columns.is_empty();
        Ok(said.then(|| Pin { sheet: self.sheet.clone(), header, columns, ..Pin::default() }))
    }
}

impl RawList {
    fn read(self, folder: &Path, source: &Source) -> Result<Vec<ListFile>, Fault> {
        let (kind, as_of, from) = (self.kind, self.as_of.0, filled(&self.source, source)?.clone());
        let files = RawRoster {
            files: self.files,
            programme: self.programme,
            months: self.months,
            sheet: self.sheet,
            header_row: self.header_row,
            columns: self.columns,
        };
        let list = |roster| ListFile { kind: kind.clone(), as_of, source: from.clone(), roster };
        Ok(files.read(folder, source)?.into_iter().map(list).collect())
    }
}

/// What must not be left empty.
fn filled<'r>(text: &'r Spanned<String>, source: &Source) -> Result<&'r String, Fault> {
    match text.get_ref().trim() {
        "" => Err(Fault::new(source, text.span(), "不能是空的".to_owned(), "must not be empty".to_owned())),
        _ => Ok(text.get_ref()),
    }
}

/// The files a pattern names, sorted; why it is none, if it is none.
fn named(pattern: &str) -> Result<Vec<PathBuf>, String> {
    // As in a shell, a star names no hidden file: other systems leave such beside rosters.
    let options = glob::MatchOptions { require_literal_leading_dot: true, ..glob::MatchOptions::default() };
    let paths = glob::glob_with(pattern, options).map_err(|error| error.to_string())?.collect::<Result<Vec<_>, _>>();
    let mut paths = paths.map_err(|error| error.to_string())?;
    // A workbook being edited leaves a lock file beside it.
    paths.retain(|path| !path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("~$")));
    Ok(paths)
}

/// The files in archives that a pattern names: 上报/四月.zip/*.csv
fn named_in_archives(pattern: &str) -> Result<Vec<PathBuf>, String> {
    let mut paths = Vec::new();
    for (slash, _) in pattern.match_indices('/').filter(|(slash, _)| *slash > 0) {
        let member = glob::Pattern::new(&pattern[slash + 1..]).map_err(|error| error.to_string())?;
        for archive in named(&pattern[..slash])?.into_iter().filter(|path| path.is_file()) {
            let members = input::members(&archive).unwrap_or_default().into_iter();
            paths.extend(members.filter(|name| member.matches(name)).map(|name| archive.join(name)));
        }
    }
    Ok(paths)
}

/// A path as the system knows it, as people write it and patterns of files may begin: Windows answers with
/// `\\?\C:\bureau`, whose `?` no pattern knows, and `C:\bureau` is the same.
pub fn usual(path: PathBuf) -> PathBuf {
    let is_of_drive = |path: &str| matches!(path.as_bytes(), [drive, b':', b'\\', ..] if drive.is_ascii_alphabetic());
    let Some(bare) = path.to_str().and_then(|path| path.strip_prefix(r"\\?\")) else { return path };
    match bare.strip_prefix(r"UNC\") {
        Some(share) => PathBuf::from(format!(r"\\{share}")),
        None if is_of_drive(bare) => PathBuf::from(bare),
        None => path,
    }
}

/// A path as it is written from a folder, its steps apart by `/` on every system; one that lies elsewhere as the system writes it.
pub fn from_folder(path: &Path, folder: &Path) -> String {
    match path.strip_prefix(folder) {
        Ok(inside) => inside.iter().map(OsStr::to_string_lossy).collect::<Vec<_>>().join("/"),
        Err(_) => path.display().to_string(),
    }
}

/// A pattern of files of a folder, whatever signs of patterns stand in the folder's own path; a whole one stays.
fn within(folder: &Path, pattern: &str) -> String {
    match Path::new(pattern).is_absolute() {
        true => pattern.to_owned(),
        false => format!("{}/{pattern}", literal(&folder.display().to_string())),
    }
}

/// A path as a pattern that names it alone.
pub fn literal(path: &str) -> String {
    glob::Pattern::escape(path)
}

fn header_rows(row: &Spanned<HeaderRow>, source: &Source) -> Result<(u32, u32), Fault> {
    let (first, last) = match *row.get_ref() {
        HeaderRow::One(row) => (row, row),
        HeaderRow::FirstAndLast(first, last) => (first, last),
    };
    let sound = first <= last && last - first < 5 && (first > 0 || last == 0) && last as usize <= SEARCHED;
    sound.then_some((first, last)).ok_or_else(|| {
        let zh = format!("header_row 应如 2 或 [2, 3]，在前{SEARCHED}行以内；没有表头的写 0");
        let en = format!(
            "header_row is written 2 or [2, 3], within the first {SEARCHED} rows, or 0 where there is no header"
        );
        Fault::new(source, row.span(), zh, en)
    })
}

fn read_months(months: &Spanned<String>, source: &Source) -> Result<Months, Fault> {
    written_months(months.get_ref()).ok_or_else(|| {
        let zh = "months 应如 2018-04 或 2018年1-4月".to_owned();
        let en = "months are written 2018-04 or 2018年1-4月".to_owned();
        Fault::new(source, months.span(), zh, en)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_a_folder_is_called_the_same_on_every_system() {
        let folder = Path::new("某县");
        assert_eq!(from_folder(&folder.join("名册").join("4月.xlsx"), folder), "名册/4月.xlsx");
        assert_eq!(from_folder(Path::new("4月.xlsx"), folder), "4月.xlsx");
    }

    #[test]
    fn a_pattern_begins_with_the_folder_as_people_write_it() {
        let pattern = |folder: &str| within(&usual(PathBuf::from(folder)), "名册/*.xlsx");
        assert_eq!(pattern(r"\\?\C:\某县"), r"C:\某县/名册/*.xlsx");
        assert_eq!(pattern(r"\\?\UNC\server\share"), r"\\server\share/名册/*.xlsx");
        assert_eq!(pattern("/home/某县[1]"), "/home/某县[[]1[]]/名册/*.xlsx");
        // Of a volume without a letter there is no other name.
        let volume = PathBuf::from(r"\\?\Volume{1}\某县");
        assert_eq!(usual(volume.clone()), volume);
    }
}
