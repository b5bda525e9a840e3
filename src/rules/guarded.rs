//! Who has a guardian, so that nobody wonders whose account their aid goes to.

use chrono::NaiveDate;
use serde::Deserialize;
use toml::Spanned;

use super::basis::{Basis, Documents, RawBasis};
use super::code::Codes;
use super::span::Span;
use super::version_file::span;
use super::when::{self, RawWhen, When};
use crate::calendar::TomlDay;
use crate::fault::{Fault, Source};

/// Whoever a condition holds of, in a stretch of time, by some words.
#[derive(Debug, Clone)]
pub struct Guarded {
    pub when: When,
    pub span: Span,
    pub basis: Basis,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct GuardiansFile {
    guarded: Vec<RawGuarded>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawGuarded {
    when: RawWhen,
    from: Spanned<TomlDay>,
    until: Option<Spanned<TomlDay>>,
    basis: RawBasis,
}

pub(super) fn read(source: &Source, documents: &Documents, codes: &Codes) -> Result<Vec<Guarded>, Fault> {
    let file: GuardiansFile = source.parse()?;
    file.guarded.into_iter().map(|raw| raw.read(source, documents, codes)).collect()
}

impl RawGuarded {
    fn read(self, source: &Source, documents: &Documents, codes: &Codes) -> Result<Guarded, Fault> {
        let when = when::read(&self.when, codes, source)?;
        if let Some(ages) = when.age {
            self.basis.must_say_age(ages.from, ages.until, source)?;
        }
        let span = span(&self.from, self.until.as_ref(), source)?;
        Ok(Guarded { when, span, basis: documents.basis(&self.basis, source)? })
    }
}

impl Guarded {
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.span.holds(day)
    }
}
