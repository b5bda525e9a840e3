//! The order of a bureau's summary: its sections and the programmes in each.

use serde::Deserialize;
use toml::Spanned;

use crate::lang::{Lang, Words};

use super::programme::Named;
use crate::fault::{Fault, Source};

/// The sections of the summary, in order.
#[derive(Debug, Clone)]
pub struct Outline {
    pub sections: Vec<Section>,
}

/// A heading and the programmes reported under it, by id.
#[derive(Debug, Clone)]
pub struct Section {
    pub title: Words,
    pub programmes: Vec<Named>,
}

impl Section {
    pub fn title(&self, lang: Lang) -> String {
        self.title.get(lang).to_owned()
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SummaryFile {
    section: Vec<RawSection>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSection {
    zh: String,
    en: String,
    programmes: Vec<Spanned<String>>,
}

pub(super) fn read(source: &Source) -> Result<Vec<Section>, Fault> {
    let file: SummaryFile = source.parse()?;
    let sections = file.section.into_iter().map(|raw| Section {
        title: Words { zh: raw.zh, en: raw.en },
        programmes: raw.programmes.into_iter().map(|programme| Named::read(programme, source)).collect(),
    });
    Ok(sections.collect())
}
