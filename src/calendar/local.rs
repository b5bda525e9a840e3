//! A place's own file of days off goes in; a notice of that place comes out, each day held against the words quoted.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

use super::load::{self, CalendarError, Problem};
use super::notice::{Festival, Notice, Quoted, Span, toml_day};
use crate::cite::{Seen, says};
use crate::fault::Source;

/// The place whose notice it is: it holds there and nowhere else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Division code, six digits.
    pub area: String,
    pub name: String,
    pub name_en: String,
    pub seen: Seen,
}

impl Place {
    /// Whether it is, or contains, the place of that code: 513400 holds in 513401.
    #[must_use]
    pub fn holds_in(&self, area: &str) -> bool {
        holds_in(&self.area, area)
    }

    /// How far down it lies: the more local of two notices decides.
    #[must_use]
    pub fn depth(&self) -> usize {
        prefix(&self.area).len()
    }
}

/// Whether what holds in one area holds in another.
pub(super) fn holds_in(area: &str, inner: &str) -> bool {
    inner.starts_with(prefix(area))
}

/// The digits of a code that count: 51 of 510000, 5134 of 513400.
fn prefix(area: &str) -> &str {
    let province = area.strip_suffix("0000");
    province.or_else(|| area.strip_suffix("00")).unwrap_or(area)
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LocalFile {
    area: String,
    place: String,
    place_en: String,
    number: Option<String>,
    title: String,
    year: i32,
    #[serde(deserialize_with = "toml_day")]
    signed: NaiveDate,
    #[serde(deserialize_with = "toml_day")]
    published: NaiveDate,
    url: Option<String>,
    read_at: String,
    seen: Seen,
    festival: Vec<LocalFestival>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LocalFestival {
    name: String,
    name_en: String,
    #[serde(default)]
    off: Vec<Span>,
    #[serde(default)]
    work: Vec<Span>,
    article: String,
    quote: String,
}

/// A file, or every `.toml` file of a folder, in the order of their names; each with its text.
pub fn local_files(path: &Path) -> io::Result<Vec<(PathBuf, String)>> {
    let mut paths = vec![path.to_owned()];
    if path.is_dir() {
        paths = fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
        paths.sort();
    }
    let read = |path: PathBuf| fs::read_to_string(&path).map(|text| (path, text));
    paths.into_iter().map(read).collect()
}

/// Reads and checks the notice of a place.
pub fn local_notice(source: &Source) -> Result<Notice, CalendarError> {
    parse(source).map_err(|problem| CalendarError { file: source.name.to_string(), problem })
}

fn parse(source: &Source) -> Result<Notice, Problem> {
    let file: LocalFile = source.parse()?;
    require_area(&file.area)?;
    for festival in &file.festival {
        require_quoted(festival)?;
    }
    load::checked(file.into_notice())
}

fn require_area(area: &str) -> Result<(), Problem> {
    let digits = area.len() == 6 && area.bytes().all(|byte| byte.is_ascii_digit());
    if digits && !area.starts_with("00") { Ok(()) } else { Err(Problem::NoPlace(area.to_owned())) }
}

/// The day of the month on which each span begins and ends stands in the words quoted.
fn require_quoted(festival: &LocalFestival) -> Result<(), Problem> {
    let spans = festival.off.iter().chain(&festival.work);
    let mut ends = spans.flat_map(|span| [span.first, span.last]);
    match ends.find(|day| !says(&festival.quote, day.day().into())) {
        Some(day) => Err(Problem::NotQuoted(day)),
        None => Ok(()),
    }
}

impl LocalFile {
    fn into_notice(self) -> Notice {
        Notice {
            number: self.number.unwrap_or_else(|| format!("《{}》", self.title)),
            title: self.title,
            year: self.year,
            signed: self.signed,
            published: self.published,
            url: self.url,
            read_at: self.read_at,
            amends: None,
            festivals: self.festival.into_iter().map(LocalFestival::into_festival).collect(),
            place: Some(Place { area: self.area, name: self.place, name_en: self.place_en, seen: self.seen }),
        }
    }
}

impl LocalFestival {
    fn into_festival(self) -> Festival {
        let LocalFestival { name, name_en, off, work, article, quote } = self;
        Festival { name, name_en, off, work, quoted: Some(Quoted { article, quote }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_holds_in_what_lies_within_it_and_nowhere_else() {
        assert!(holds_in("513400", "513400") && holds_in("513400", "513437") && holds_in("630000", "632323"));
        assert!(!holds_in("513400", "510000") && !holds_in("513400", "513301") && !holds_in("513400", ""));
        assert!(!holds_in("632323", "632300") && !holds_in("632323", "632324"));
    }
}
