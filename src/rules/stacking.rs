//! Which programmes one person may hold together.

use std::sync::Arc;

use serde::Deserialize;

use super::basis::{Basis, Documents, RawBasis};
use super::fault::{Fault, Source};
use super::span::Span;
use super::toml_day::TomlDay;

/// Two programmes, and whether one person may hold both in one month.
#[derive(Debug, Clone)]
pub struct Pair {
    /// Ids of programmes.
    pub programmes: [String; 2],
    pub verdict: Verdict,
    pub span: Span,
    pub basis: Arc<Basis>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The words say so.
    Forbidden,
    /// It follows from the words, which do not say so: whoever is found is a question, not an error.
    Implied,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StackingFile {
    pair: Vec<RawPair>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPair {
    programmes: [String; 2],
    verdict: Verdict,
    from: TomlDay,
    until: Option<TomlDay>,
    basis: RawBasis,
}

pub(super) fn read(source: &Source, documents: &Documents) -> Result<Vec<Pair>, Fault> {
    let file: StackingFile = source.parse()?;
    let pairs = file.pair.into_iter().map(|raw| {
        Ok(Pair {
            basis: Arc::new(documents.basis(&raw.basis, source)?),
            programmes: raw.programmes,
            verdict: raw.verdict,
            span: Span { from: raw.from.0, until: raw.until.map(|day| day.0) },
        })
    });
    pairs.collect()
}
