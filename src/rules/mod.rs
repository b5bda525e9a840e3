//! The rule pack: law as data, dated and cited, read from `data-templates/` and from a bureau's own folder.

mod basis;
mod column;
mod fault;
mod identity;
mod programme;
mod programme_file;
mod span;
mod stacking;
mod summary;
mod toml_day;
mod vocabulary;

use std::cell::RefCell;
use std::path::Path;
use std::sync::Arc;

pub use basis::{Basis, Document, Documents, Seen, chinese, says};
pub use column::Column;
pub use fault::{Fault, Faults, Source};
pub use identity::FifteenDigits;
pub use programme::{CheckName, Counted, Deadline, Entitled, Layer, Limit, Per, Programme, Standard, SumRule, Version};
pub use programme_file::PLACEHOLDERS;
pub use span::Span;
pub use stacking::{Pair, Verdict};
pub use summary::{Outline, Section};
pub use vocabulary::{Vocabulary, is_one_of};

use crate::field::Field;

use column::Taken;
use programme::significant;
use programme_file::ProgrammeFile;

macro_rules! shipped {
    ($($path:literal)*) => {
        &[$(($path, include_str!(concat!("../../data-templates/", $path))),)*]
    };
}

const DOCUMENTS: &[(&str, &str)] = shipped!("documents.toml");
const COLUMNS: &[(&str, &str)] = shipped!("columns.toml");
const STACKING: &[(&str, &str)] = shipped!("stacking.toml");
const WORDS: &[(&str, &str)] = shipped!("words.toml");
const IDENTITY: &[(&str, &str)] = shipped!("identity.toml");
const SUMMARY: &[(&str, &str)] = shipped!("summary.toml");

/// The programmes shipped: national files before local ones, in the order reports list them.
const BUILTIN: &[(&str, &str)] = shipped! {
    "rules/cn/dibao-urban.toml"
    "rules/cn/dibao-rural.toml"
    "rules/cn/temporary.toml"
    "rules/cn/medical.toml"
    "rules/cn/destitute.toml"
    "rules/cn/disability-living.toml"
    "rules/cn/disability-nursing.toml"
    "rules/cn/orphan.toml"
    "rules/qinghai/dibao-urban.toml"
    "rules/qinghai/dibao-rural.toml"
    "rules/qinghai/temporary.toml"
    "rules/qinghai/medical.toml"
    "rules/qinghai/destitute.toml"
    "rules/qinghai/disability-living.toml"
    "rules/qinghai/disability-nursing.toml"
    "rules/qinghai/orphan.toml"
};

/// Every rule that holds in one area.
#[derive(Debug, Clone)]
pub struct Pack {
    /// Division code of the bureau, six digits.
    pub area: String,
    pub documents: Documents,
    /// Headers common to all programmes.
    pub columns: Vec<Column>,
    /// Upper headers under which stands somebody who is not the person of the row.
    pub others: Vec<String>,
    pub programmes: Vec<Programme>,
    pub stacking: Vec<Pair>,
    pub vocabulary: Arc<Vocabulary>,
    /// The last one given holds.
    pub fifteen_digits: Option<FifteenDigits>,
    pub outline: Outline,
}

impl Pack {
    /// The shipped rules for an area, such as `632323`, with the files of a bureau's own folder laid over them.
    pub fn load(area: &str, overlay: Option<&Path>) -> Result<Pack, Faults> {
        let mut own = Own::read(overlay)?;
        let mut faults = Vec::new();
        let mut documents = Documents::default();
        for source in sources(DOCUMENTS).chain(own.documents.drain(..)) {
            faults.extend(documents.add(&source).err());
        }
        let mut programmes = Vec::new();
        for source in sources(BUILTIN).chain(own.programmes.drain(..)) {
            let laid = lay(&source, &documents, area, &mut programmes);
            faults.extend(laid.err());
        }
        let taken = RefCell::new(Taken::default());
        let headers = gather(COLUMNS, own.columns, |source| Ok(vec![taken.borrow_mut().read(source)?]), &mut faults);
        let (others, columns): (Vec<_>, Vec<_>) = headers.into_iter().unzip();
        let stacking = gather(STACKING, own.stacking, |source| stacking::read(source, &documents), &mut faults);
        let words = gather(WORDS, own.words, Vocabulary::read, &mut faults);
        let identity = gather(IDENTITY, own.identity, |source| identity::read(source, &documents), &mut faults);
        let outline = gather(SUMMARY, own.summary, summary::read, &mut faults);
        if !faults.is_empty() {
            return Err(Faults(faults));
        }
        Ok(Pack {
            area: area.to_owned(),
            documents,
            columns: columns.concat(),
            others: others.concat(),
            programmes,
            stacking,
            fifteen_digits: identity.into_iter().next_back(),
            vocabulary: Arc::new(words.into_iter().fold(Vocabulary::default(), Vocabulary::join)),
            outline: Outline { sections: outline },
        })
    }

    /// A programme by its id, its Chinese name or an alias.
    pub fn programme(&self, name: &str) -> Option<usize> {
        self.programmes.iter().position(|programme| programme.is_named(name))
    }

    /// The header a field goes by: the programme's own, else the common one.
    pub fn header(&self, field: Field, programme: &Programme) -> String {
        let columns = programme.columns.iter().chain(&self.columns);
        let mut headers = columns.filter(|column| column.field == field).filter_map(|column| column.header.clone());
        headers.next().unwrap_or_else(|| field.name().to_owned())
    }

    /// Refuses rule files that ask for a check the program does not have.
    pub fn require_checks(&self, known: &[&str]) -> Result<(), Faults> {
        let named = self.programmes.iter().flat_map(|programme| &programme.checks);
        let unknown = named.filter(|check| !known.contains(&check.name.as_str()));
        let faults: Vec<Fault> = unknown.map(CheckName::unknown).collect();
        if faults.is_empty() { Ok(()) } else { Err(Faults(faults)) }
    }
}

fn sources(shipped: &'static [(&'static str, &'static str)]) -> impl Iterator<Item = Source> {
    shipped.iter().map(|(name, text)| Source::new(name, text))
}

fn gather<T>(
    shipped: &'static [(&'static str, &'static str)],
    own: Vec<Source>,
    read: impl Fn(&Source) -> Result<Vec<T>, Fault>,
    faults: &mut Vec<Fault>,
) -> Vec<T> {
    let mut all = Vec::new();
    for source in sources(shipped).chain(own) {
        match read(&source) {
            Ok(some) => all.extend(some),
            Err(fault) => faults.push(fault),
        }
    }
    all
}

/// Founds a programme or lays a layer over it; a file for another area is read, checked and left out.
fn lay(source: &Source, documents: &Documents, area: &str, programmes: &mut Vec<Programme>) -> Result<(), Fault> {
    let file = ProgrammeFile::read(source, documents)?;
    let prefix = significant(&file.layer.area);
    if !area.starts_with(&file.layer.area[..prefix]) {
        return Ok(());
    }
    let id = file.id.get_ref().clone();
    match programmes.iter_mut().find(|programme| programme.id == id) {
        Some(programme) => programme.lay(file),
        None => programmes.push(file.found(source)?),
    }
    Ok(())
}

/// The rule files of a bureau's own folder, by the names the shipped ones have; any other `.toml` is a programme.
#[derive(Default)]
struct Own {
    documents: Vec<Source>,
    columns: Vec<Source>,
    stacking: Vec<Source>,
    words: Vec<Source>,
    identity: Vec<Source>,
    summary: Vec<Source>,
    programmes: Vec<Source>,
}

impl Own {
    fn read(folder: Option<&Path>) -> Result<Own, Faults> {
        let mut own = Own::default();
        let Some(folder) = folder else { return Ok(own) };
        let mut paths = toml_files(folder).map_err(|error| unreadable(folder, &error))?;
        paths.sort();
        for path in paths {
            let text = std::fs::read_to_string(&path).map_err(|error| unreadable(&path, &error))?;
            let source = Source::new(&path.display().to_string(), &text);
            let list = match path.file_name().and_then(|name| name.to_str()) {
                Some("documents.toml") => &mut own.documents,
                Some("columns.toml") => &mut own.columns,
                Some("stacking.toml") => &mut own.stacking,
                Some("words.toml") => &mut own.words,
                Some("identity.toml") => &mut own.identity,
                Some("summary.toml") => &mut own.summary,
                _ => &mut own.programmes,
            };
            list.push(source);
        }
        Ok(own)
    }
}

fn toml_files(folder: &Path) -> std::io::Result<Vec<std::path::PathBuf>> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            paths.push(path);
        }
    }
    Ok(paths)
}

fn unreadable(path: &Path, error: &std::io::Error) -> Faults {
    let source = Source::new(&path.display().to_string(), "");
    let zh = format!("规则文件打不开：{error}");
    let en = format!("the rule file cannot be opened: {error}");
    Fault::new(&source, 0..0, zh, en).into()
}
