//! Which programmes one person may hold together.

use std::sync::Arc;

use serde::Deserialize;
use toml::Spanned;

use crate::lang::{Lang, Words};
use crate::say;

use super::basis::{Basis, RawBasis};
use super::duty_file::Desk;
use super::programme::Programme;
use super::programme_file::area_code;
use super::span::Span;
use super::version_file::span;
use super::when::{RawWhen, When};
use crate::calendar::TomlDay;
use crate::fault::Fault;

/// The division code of the nation.
const NATION: &str = "000000";

/// Two programmes, and whether one person may hold both in one month.
#[derive(Debug, Clone)]
pub struct Pair {
    /// Ids of programmes.
    pub programmes: [String; 2],
    /// Where these stand among the programmes of the pack.
    pub places: [usize; 2],
    pub verdict: Verdict,
    pub span: Span,
    /// Division code of where it holds: `000000` is the nation.
    pub area: String,
    /// Of a pair with a list: the rows of the list that it is of. Of two programmes: those of the second.
    pub when: When,
    /// What makes it rightful after all: whoever is found is then a question.
    pub unless: Option<Words>,
    /// So many months after the event a list dates, the county is still in time.
    pub grace_months: Option<u32>,
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
    programmes: [Spanned<String>; 2],
    verdict: Verdict,
    from: Spanned<TomlDay>,
    until: Option<Spanned<TomlDay>>,
    area: Option<Spanned<String>>,
    #[serde(default)]
    when: RawWhen,
    unless: Option<Spanned<String>>,
    unless_en: Option<Spanned<String>>,
    grace_months: Option<u32>,
    note: Option<Spanned<String>>,
    note_en: Option<Spanned<String>>,
    basis: RawBasis,
}

/// The pairs of a file; one that names what is neither a programme nor a list is a fault.
pub(super) fn read(desk: Desk<'_>, known: &[Programme]) -> Result<Vec<Pair>, Fault> {
    let file: StackingFile = desk.source.parse()?;
    file.pair.into_iter().map(|raw| raw.read(desk, known)).collect()
}

impl RawPair {
    fn read(self, desk: Desk<'_>, known: &[Programme]) -> Result<Pair, Fault> {
        let Desk { source, documents, .. } = desk;
        let place = |id: &Spanned<String>| {
            let place = known.iter().position(|programme| programme.id == *id.get_ref());
            place.ok_or_else(|| {
                let (span, id) = (id.span(), id.get_ref());
                let zh = format!("没有名为“{id}”的项目或名单");
                let en = format!("there is no programme or list {id:?}");
                Fault::new(source, span, zh, en)
            })
        };
        let [one, other] = &self.programmes;
        let places = [place(one)?, place(other)?];
        if let Some(months) = self.grace_months {
            self.basis.must_say_months(months, source)?;
        }
        Ok(Pair {
            basis: Arc::new(documents.basis(&self.basis, source)?),
            programmes: self.programmes.map(Spanned::into_inner),
            places,
            verdict: self.verdict,
            area: self.area.map_or_else(|| Ok(NATION.to_owned()), |area| area_code(area, source))?,
            when: desk.when(&self.when)?,
            unless: source.both(self.unless, self.unless_en)?,
            grace_months: self.grace_months,
            note: source.both(self.note, self.note_en)?,
            span: span(&self.from, self.until.as_ref(), source)?,
        })
    }
}
