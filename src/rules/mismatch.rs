//! Ages and what rosters say of people that do not go together.

use std::sync::Arc;

use chrono::NaiveDate;
use serde::Deserialize;
use toml::Spanned;

use crate::lang::Words;

use super::basis::{Basis, Documents, RawBasis};
use super::code::Codes;
use super::span::Span;
use super::version_file::span;
use super::when::{self, RawWhen, When};
use crate::calendar::TomlDay;
use crate::fault::{Fault, Source};

/// Something said of a person whose age speaks against it.
#[derive(Debug, Clone)]
pub struct Mismatch {
    pub name: Words,
    pub when: When,
    /// Such a thing does occur: it is worth knowing, and not yet a mistake.
    pub occurs: bool,
    /// What makes it right after all.
    pub unless: Option<Words>,
    pub span: Span,
    pub basis: Arc<Basis>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MismatchesFile {
    mismatch: Vec<RawMismatch>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMismatch {
    name: String,
    name_en: String,
    when: RawWhen,
    #[serde(default)]
    occurs: bool,
    unless: Option<Spanned<String>>,
    unless_en: Option<Spanned<String>>,
    from: Spanned<TomlDay>,
    until: Option<Spanned<TomlDay>>,
    basis: RawBasis,
}

pub(super) fn read(source: &Source, documents: &Documents, codes: &Codes) -> Result<Vec<Mismatch>, Fault> {
    let file: MismatchesFile = source.parse()?;
    file.mismatch.into_iter().map(|raw| raw.read(source, documents, codes)).collect()
}

impl RawMismatch {
    fn read(self, source: &Source, documents: &Documents, codes: &Codes) -> Result<Mismatch, Fault> {
        let when = when::read(&self.when, codes, source)?;
        if let Some(ages) = when.age {
            self.basis.must_say_age(ages.from, ages.until, source)?;
        }
        Ok(Mismatch {
            name: Words { zh: self.name, en: self.name_en },
            when,
            occurs: self.occurs,
            unless: source.both(self.unless, self.unless_en)?,
            span: span(&self.from, self.until.as_ref(), source)?,
            basis: Arc::new(documents.basis(&self.basis, source)?),
        })
    }
}

impl Mismatch {
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.span.holds(day)
    }
}
