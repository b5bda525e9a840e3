//! Zip archives: which kind of file one is, what it holds, and whether it would swell beyond measure.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use zip::ZipArchive;
use zip::result::ZipError;

use super::measure::check_sheets;
use super::sniff::Encoding;
use super::source::{self, Source, Stream, Unpacked};
use super::xml::{Part, Xml};
use super::{Container, Foreign, InputError};

/// Sheets larger than this that were packed more tightly than any roster are refused: rosters pack 5 to 40 times,
/// one character over and over a thousand times.
const LARGE: u64 = 64 << 20;
const TIGHTEST: u64 = 200;
/// All parts together.
const LARGEST: u64 = 4 << 30;
/// Parts held in memory while the sheets are read: shared texts above all, which take three times their room there.
const LARGEST_IN_MEMORY: u64 = 256 << 20;
const LARGE_IN_MEMORY: u64 = 32 << 20;
const TIGHTEST_IN_MEMORY: u64 = 100;
/// Files in an archive of rosters; a county's are a hundred.
const MOST_FILES: usize = 1000;

pub(super) type Zip = ZipArchive<BufReader<Stream>>;

/// What a zip archive is.
pub(super) enum Kind {
    Workbook(Container),
    /// Files put together by hand.
    Files,
}

pub(super) fn open(source: &Source) -> Result<Zip, InputError> {
    ZipArchive::new(BufReader::new(source.stream()?)).map_err(|error| zip_error(&error))
}

pub(super) fn zip_error(error: &ZipError) -> InputError {
    match error {
        ZipError::InvalidPassword => InputError::Password,
        ZipError::UnsupportedArchive(why) if *why == ZipError::PASSWORD_REQUIRED => InputError::Password,
        other => InputError::Damaged(other.to_string()),
    }
}

/// One entry as the archive's directory describes it.
struct Entry {
    name: String,
    size: u64,
    packed: u64,
    folder: bool,
}

fn parts<R: Read + Seek>(zip: &mut ZipArchive<R>) -> Result<Vec<Entry>, InputError> {
    let count = zip.len();
    let part = |index: usize| {
        let entry = zip.by_index_raw(index).map_err(|error| zip_error(&error))?;
        Ok(Entry {
            name: name(entry.name_raw()),
            size: entry.size(),
            packed: entry.compressed_size(),
            folder: entry.is_dir(),
        })
    };
    (0..count).map(part).collect()
}

/// A name as the archive means it: UTF-8, or what Chinese Windows writes; never leading out of the archive.
fn name(raw: &[u8]) -> String {
    let text = match std::str::from_utf8(raw) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Encoding::Gb18030.decode(raw).0,
    };
    let steps = text.split(['/', '\\']).filter(|step| !matches!(*step, "" | "." | ".."));
    steps.collect::<Vec<_>>().join("/")
}

/// Refuses an archive in which two files have one name: the library keeps one of them and says nothing.
fn check_names<R: Read + Seek>(zip: &ZipArchive<R>, archive: impl Read + Seek) -> Result<(), InputError> {
    let mut archive = BufReader::new(archive);
    let broken_off = |error: std::io::Error| InputError::Read(error.kind());
    archive.seek(SeekFrom::Start(zip.central_directory_start())).map_err(broken_off)?;
    let (mut entries, mut names, mut again) = (0, HashSet::new(), None);
    while let Some(raw) = next_name(&mut archive) {
        let is_folder = raw.ends_with(b"/");
        let before = names.replace(raw);
        // A folder named twice loses nothing.
        entries += usize::from(before.is_none() || !is_folder);
        again = again.or(before.filter(|_| !is_folder));
    }
    match entries > zip.len() {
        true => Err(InputError::FilesOfOneName { name: again.map_or_else(String::new, |raw| name(&raw)) }),
        false => Ok(()),
    }
}

/// The name in the next entry of an archive's directory; `None` at its end.
fn next_name(directory: &mut impl BufRead) -> Option<Vec<u8>> {
    let mut entry = [0; 46];
    directory.read_exact(&mut entry).ok()?;
    let length = |at: usize| u16::from_le_bytes([entry[at], entry[at + 1]]);
    let mut name = vec![0; usize::from(length(28))];
    directory.read_exact(&mut name).ok()?;
    let rest = u64::from(length(30)) + u64::from(length(32));
    std::io::copy(&mut directory.take(rest), &mut std::io::sink()).ok()?;
    entry.starts_with(b"PK\x01\x02").then_some(name)
}

pub(super) fn kind(source: &Source) -> Result<Kind, InputError> {
    let mut zip = open(source)?;
    check_names(&zip, source.stream()?)?;
    let parts = parts(&mut zip)?;
    let within = |folder: &str| parts.iter().any(|part| part.name.starts_with(folder));
    let holds = |name: &str| parts.iter().any(|part| part.name == name);
    let workbook = |container| Ok(Kind::Workbook(container));
    if holds("[Content_Types].xml") {
        return match () {
            () if within("word/") => Err(Foreign::Word.into()),
            () if within("ppt/") => Err(Foreign::Slides.into()),
            () if holds("xl/workbook.bin") => workbook(Container::Xlsb),
            () => workbook(Container::Xlsx),
        };
    }
    if holds("content.xml") {
        return match () {
            () if part_says(&mut zip, "mimetype", "opendocument.text") => Err(Foreign::Word.into()),
            () if part_says(&mut zip, "mimetype", "opendocument.presentation") => Err(Foreign::Slides.into()),
            () if part_says(&mut zip, "META-INF/manifest.xml", "encryption-data") => Err(InputError::Password),
            () => workbook(Container::Ods),
        };
    }
    match () {
        () if part_says(&mut zip, "META-INF/manifest.xml", "encryption-data") => Err(InputError::Password),
        () if holds("OFD.xml") => Err(Foreign::Ofd.into()),
        () if parts.iter().any(|part| part.name.ends_with(".iwa")) => Err(Foreign::Numbers.into()),
        () if source.is_unpacked() => Err(InputError::NestedArchive),
        () if parts.len() > MOST_FILES => Err(InputError::Crowded { files: parts.len() }),
        () => Ok(Kind::Files),
    }
}

fn part_says(zip: &mut Zip, name: &str, word: &str) -> bool {
    let mut text = Vec::new();
    let read = zip.by_name(name).map(|part| part.take(1 << 20).read_to_end(&mut text));
    read.is_ok() && memchr::memmem::find(&text, word.as_bytes()).is_some()
}

/// Whether the parts of a workbook are of a size that can be read; a part larger than the directory says breaks off.
pub(super) fn check(source: &Source) -> Result<(), InputError> {
    let mut zip = open(source)?;
    let (mut total, mut sheets) = (0_u64, 0);
    for (index, part) in parts(&mut zip)?.into_iter().enumerate() {
        total = total.saturating_add(part.size);
        let is_sheet = part.name.contains("/worksheets/") || part.name == "content.xml";
        let (large, tightest, largest) = match is_sheet {
            true => (LARGE, TIGHTEST, LARGEST),
            false => (LARGE_IN_MEMORY, TIGHTEST_IN_MEMORY, LARGEST_IN_MEMORY),
        };
        sheets += usize::from(part.name.contains("/worksheets/sheet"));
        check_sheets(sheets)?;
        let is_tight = part.size / part.packed.max(1) > tightest;
        if total > LARGEST || part.size > largest || (part.size > large && is_tight) {
            return Err(InputError::Swelling { megabytes: part.size >> 20 });
        }
        if part.name.to_ascii_lowercase().ends_with("sharedstrings.xml") {
            let unpacked = zip.by_index(index).map_err(|error| zip_error(&error))?;
            check_promise(unpacked, part.size)?;
        }
    }
    Ok(())
}

/// Room is made for shared texts before they come, for as many as the part says it holds.
fn check_promise(unpacked: impl Read, size: u64) -> Result<(), InputError> {
    match promised(&mut Xml::new(BufReader::new(unpacked)))? {
        // Each text takes at least the room of its mark.
        texts if texts > size / 5 => Err(InputError::Damaged(format!("uniqueCount={texts}"))),
        _ => Ok(()),
    }
}

/// How many shared texts a part says it holds. It is looked for as the library will, in whatever encoding and behind
/// whatever remark it stands: the start of the part alone does not show it.
fn promised<R: BufRead>(xml: &mut Xml<R>) -> Result<u64, InputError> {
    loop {
        match xml.next()? {
            Part::Open(element) if element.local_name().into_inner() == "sst" => {
                let said = element.attributes_raw().split("uniqueCount").skip(1).map(first_number);
                return Ok(said.max().unwrap_or(0));
            }
            Part::End => return Ok(0),
            _ => {}
        }
    }
}

fn first_number(text: &str) -> u64 {
    let digits = text.split(|c: char| !c.is_ascii_digit()).find(|digits| !digits.is_empty());
    digits.map_or(0, |digits| digits.parse().unwrap_or(u64::MAX))
}

/// Files that systems leave in archives, which nobody put there.
fn is_litter(name: &str) -> bool {
    let last = name.rsplit('/').next().unwrap_or(name);
    name.starts_with("__MACOSX/") || last.starts_with(['.', '~']) || matches!(last, "Thumbs.db" | "desktop.ini")
}

/// The files of an archive with their place in it; of two with one name the later is numbered.
fn files<R: Read + Seek>(zip: &mut ZipArchive<R>) -> Result<Vec<(String, usize)>, InputError> {
    let mut files: Vec<(String, usize)> = Vec::new();
    for (index, part) in parts(zip)?.into_iter().enumerate() {
        if part.folder || part.name.is_empty() || is_litter(&part.name) {
            continue;
        }
        let alike = files.iter().filter(|(name, _)| *name == part.name).count();
        let name = if alike == 0 { part.name } else { format!("{}#{}", part.name, alike + 1) };
        files.push((name, index));
    }
    Ok(files)
}

/// The names of the files in an archive of rosters; `None` where the file is anything else.
pub(super) fn members(path: &Path) -> Option<Vec<String>> {
    let source = Source::open(path).ok().filter(|source| !source.is_unpacked())?;
    if !source.sample().ok()?.starts_with(b"PK") || !matches!(kind(&source), Ok(Kind::Files)) {
        return None;
    }
    let files = files(&mut open(&source).ok()?).ok()?;
    Some(files.into_iter().map(|(name, _)| name).collect())
}

/// One file of an archive, unpacked.
pub(super) fn member(archive: File, member: &Path) -> Result<Unpacked, InputError> {
    let mut zip = ZipArchive::new(BufReader::new(&archive)).map_err(|error| zip_error(&error))?;
    check_names(&zip, &archive)?;
    let wanted = member.components().map(|step| step.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
    let files = files(&mut zip)?;
    let Some((_, index)) = files.into_iter().find(|(name, _)| *name == wanted) else {
        return Err(InputError::Open(std::io::ErrorKind::NotFound));
    };
    let encrypted = zip.by_index_raw(index).is_ok_and(|entry| entry.encrypted());
    if encrypted {
        return Err(InputError::LockedArchive);
    }
    source::unpacked(zip.by_index(index).map_err(|error| zip_error(&error))?)
}
