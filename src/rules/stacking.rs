//! Which programmes one person may hold together.

use std::sync::Arc;

use serde::Deserialize;

use crate::lang::{Lang, Words};
use crate::say;

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
    /// What makes it rightful after all: whoever is found is then a question.
    pub unless: Option<Words>,
    /// A sentence for those who read the table.
    pub note: Option<Words>,
    pub basis: Arc<Basis>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The words say that nobody holds both.
    Forbidden,
    /// It follows from the words, which do not say so: whoever is found is a question, not an error.
    Implied,
    /// One of the two, the higher.
    ChooseHigher,
    /// Of the second, only what the first leaves up to the second's level.
    TopUp,
    /// Both, in full.
    Allowed,
    /// Whoever holds the first and meets the conditions of the second is due the second.
    Required,
}

impl Verdict {
    /// The word in rule files and machine formats.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Forbidden => "forbidden",
            Verdict::Implied => "implied",
            Verdict::ChooseHigher => "choose-higher",
            Verdict::TopUp => "top-up",
            Verdict::Allowed => "allowed",
            Verdict::Required => "required",
        }
    }

    pub fn text(self, lang: Lang) -> String {
        match self {
            Verdict::Forbidden => say!(lang, "不得同时享受", "forbidden"),
            Verdict::Implied => say!(lang, "推定不得同时享受", "forbidden by inference"),
            Verdict::ChooseHigher => say!(lang, "择高享受", "the higher of the two"),
            Verdict::TopUp => say!(lang, "补差享受", "top-up only"),
            Verdict::Allowed => say!(lang, "可以同时享受", "allowed"),
            Verdict::Required => say!(lang, "应当享受", "due"),
        }
    }
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
    unless: Option<String>,
    unless_en: Option<String>,
    note: Option<String>,
    note_en: Option<String>,
    basis: RawBasis,
}

pub(super) fn read(source: &Source, documents: &Documents) -> Result<Vec<Pair>, Fault> {
    let file: StackingFile = source.parse()?;
    let pairs = file.pair.into_iter().map(|raw| {
        Ok(Pair {
            basis: Arc::new(documents.basis(&raw.basis, source)?),
            programmes: raw.programmes,
            verdict: raw.verdict,
            unless: raw.unless.zip(raw.unless_en).map(|(zh, en)| Words { zh, en }),
            note: raw.note.zip(raw.note_en).map(|(zh, en)| Words { zh, en }),
            span: Span { from: raw.from.0, until: raw.until.map(|day| day.0) },
        })
    });
    pairs.collect()
}
