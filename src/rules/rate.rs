//! Amounts by rule: what one person gets for a month, and what share of a cost is borne.

use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Deserialize;
use toml::Spanned;

use crate::cite::says;
use crate::field::{Field, Kind};
use crate::lang::{Lang, Words};
use crate::money::Yuan;
use crate::say;

use super::basis::{Basis, Documents, RawBasis};
use super::code::{CodeMask, Codes};
use super::column::field;
use super::programme::Named;
use super::programme_file::area_code;
use super::span::Span;
use super::version::Per;
use super::version_file::{span, sure_from, yuan};
use super::when::{self, RawWhen, When};
use crate::calendar::TomlDay;
use crate::fault::{Fault, Source};

/// What one person gets, where a condition holds.
#[derive(Debug, Clone)]
pub struct Rate {
    pub name: Words,
    /// The field that states it.
    pub pays: Field,
    pub when: When,
    pub worth: Worth,
    pub per: Per,
    pub bound: Bound,
    pub span: Span,
    /// As of a standard.
    pub sure_from: NaiveDate,
    pub unless: Option<Words>,
    pub basis: Arc<Basis>,
}

/// A sum, or a multiple of something that has a value of its own each year.
#[derive(Debug, Clone)]
pub enum Worth {
    Yuan(Yuan),
    /// So many times the standard of a programme, by id, or a figure, by name.
    Times(Decimal, Named),
    /// Nobody knows: what was not found.
    Unknown(Words),
}

/// The words the value of a rate rests on: its own, and those of what it is a multiple of.
#[derive(Debug, Clone, Copy)]
pub struct Grounds<'p> {
    pub own: &'p Arc<Basis>,
    pub base: Option<&'p Arc<Basis>>,
}

/// What a rule's amount is to the amount paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Bound {
    #[default]
    Exact,
    Most,
    Least,
}

/// What part of a cost assistance bears.
#[derive(Debug, Clone)]
pub struct Share {
    pub name: Words,
    pub pays: Field,
    pub percent: u32,
    /// The cost, and what others have paid of it.
    pub of: Field,
    pub less: Vec<Field>,
    pub when: When,
    pub bound: Bound,
    pub span: Span,
    pub unless: Option<Words>,
    pub basis: Arc<Basis>,
}

impl Share {
    /// Whether it limits the same aid of the same rows in the same direction, by another cost perhaps.
    pub fn limits_as(&self, other: &Share) -> bool {
        self.pays == other.pays && self.bound == other.bound && self.when == other.when
    }
}

/// A value many rules refer to, such as the minimum wage.
#[derive(Debug, Clone)]
pub struct Figure {
    pub name: String,
    /// What people call it.
    pub called: Option<Words>,
    /// Division code of where it holds.
    pub area: String,
    pub yuan: Yuan,
    pub per: Per,
    pub span: Span,
    /// What was not found, where it may have been raised since: who is paid more is accused of nothing.
    pub unknown: Option<Words>,
    pub basis: Arc<Basis>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRate {
    name: String,
    name_en: String,
    pays: Spanned<String>,
    #[serde(default)]
    when: RawWhen,
    yuan: Option<Spanned<String>>,
    times: Option<Spanned<String>>,
    of: Option<Spanned<String>>,
    unknown: Option<Spanned<String>>,
    unknown_en: Option<Spanned<String>>,
    per: Per,
    #[serde(default)]
    bound: Bound,
    from: Spanned<TomlDay>,
    until: Option<Spanned<TomlDay>>,
    sure_from: Option<Spanned<TomlDay>>,
    unless: Option<Spanned<String>>,
    unless_en: Option<Spanned<String>>,
    basis: RawBasis,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawShare {
    name: String,
    name_en: String,
    pays: Spanned<String>,
    percent: u32,
    of: Spanned<String>,
    #[serde(default)]
    less: Vec<Spanned<String>>,
    #[serde(default)]
    when: RawWhen,
    #[serde(default)]
    bound: Bound,
    from: Spanned<TomlDay>,
    until: Option<Spanned<TomlDay>>,
    unless: Option<Spanned<String>>,
    unless_en: Option<Spanned<String>>,
    basis: RawBasis,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FiguresFile {
    figure: Vec<RawFigure>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFigure {
    name: String,
    called: Option<Spanned<String>>,
    called_en: Option<Spanned<String>>,
    area: Spanned<String>,
    yuan: Spanned<String>,
    per: Per,
    from: Spanned<TomlDay>,
    until: Option<Spanned<TomlDay>>,
    unknown: Option<Spanned<String>>,
    unknown_en: Option<Spanned<String>>,
    basis: RawBasis,
}

/// The figures of a file.
pub(super) fn figures(source: &Source, documents: &Documents) -> Result<Vec<Figure>, Fault> {
    let file: FiguresFile = source.parse()?;
    let figures = file.figure.into_iter().map(|raw| {
        Ok(Figure {
            yuan: yuan(&raw.yuan, &raw.basis, source)?,
            name: raw.name,
            called: source.both(raw.called, raw.called_en)?,
            area: area_code(raw.area, source)?,
            per: raw.per,
            span: span(&raw.from, raw.until.as_ref(), source)?,
            unknown: source.both(raw.unknown, raw.unknown_en)?,
            basis: Arc::new(documents.basis(&raw.basis, source)?),
        })
    });
    figures.collect()
}

impl RawRate {
    pub fn read(self, source: &Source, documents: &Documents, codes: &Codes) -> Result<Rate, Fault> {
        let unknown = source.both(self.unknown, self.unknown_en)?;
        let worth = match (&self.yuan, &self.times, self.of, unknown) {
            (Some(written), None, None, None) => Worth::Yuan(yuan(written, &self.basis, source)?),
            (None, Some(times), Some(of), None) => {
                Worth::Times(multiple(times, &self.basis, source)?, Named::read(of, source))
            }
            (None, None, None, Some(what)) => Worth::Unknown(what),
            _ => {
                let zh = "金额写 yuan，或写 times 和 of，没有查到的写 unknown".to_owned();
                let en = "a rate takes `yuan`, or `times` and `of`, or `unknown`".to_owned();
                return Err(Fault::new(source, self.pays.span(), zh, en));
            }
        };
        let span = span(&self.from, self.until.as_ref(), source)?;
        Ok(Rate {
            name: Words { zh: self.name, en: self.name_en },
            pays: money_field(&self.pays, source)?,
            when: when::read(&self.when, codes, source)?,
            worth,
            per: self.per,
            bound: self.bound,
            span,
            sure_from: sure_from(self.sure_from.as_ref(), span, source)?,
            unless: source.both(self.unless, self.unless_en)?,
            basis: Arc::new(documents.basis(&self.basis, source)?),
        })
    }
}

impl RawShare {
    pub fn read(self, source: &Source, documents: &Documents, codes: &Codes) -> Result<Share, Fault> {
        // All of a cost is said without a number.
        if self.percent != 100 {
            self.basis.must_say(u64::from(self.percent), source)?;
        }
        Ok(Share {
            name: Words { zh: self.name, en: self.name_en },
            pays: money_field(&self.pays, source)?,
            percent: self.percent,
            of: money_field(&self.of, source)?,
            less: self.less.iter().map(|name| money_field(name, source)).collect::<Result<_, _>>()?,
            when: when::read(&self.when, codes, source)?,
            bound: self.bound,
            span: span(&self.from, self.until.as_ref(), source)?,
            unless: source.both(self.unless, self.unless_en)?,
            basis: Arc::new(documents.basis(&self.basis, source)?),
        })
    }
}

fn money_field(name: &Spanned<String>, source: &Source) -> Result<Field, Fault> {
    let field = field(name, source)?;
    if field.kind() == Kind::Money {
        return Ok(field);
    }
    let zh = format!("{} 不是金额", field.name());
    let en = format!("{} is no amount", field.name());
    Err(Fault::new(source, name.span(), zh, en))
}

/// A multiple that stands in the quoted words: 1.5, or as a percentage, 15%.
fn multiple(times: &Spanned<String>, basis: &RawBasis, source: &Source) -> Result<Decimal, Fault> {
    let number = times.get_ref().parse::<Decimal>().ok().filter(|times| times.is_sign_positive() && !times.is_zero());
    let Some(number) = number else {
        let zh = "倍数应为大于零的数，如 \"1.5\"".to_owned();
        let en = "a multiple is a number above zero, such as \"1.5\"".to_owned();
        return Err(Fault::new(source, times.span(), zh, en));
    };
    let plain = number.normalize().to_string();
    let percent = (number * Decimal::ONE_HUNDRED).normalize();
    let fraction = !number.fract().is_zero() && basis.quote().contains(&plain);
    let said = fraction
        || basis.quote().contains(&format!("{percent}%"))
        || (number.fract().is_zero() && u64::try_from(number).is_ok_and(|whole| says(basis.quote(), whole)))
        || number == Decimal::ONE;
    if said {
        return Ok(number);
    }
    let zh = format!("引文里没有{plain}倍或{percent}%");
    let en = format!("the quoted words do not say {plain} or {percent}%");
    Err(Fault::new(source, times.span(), zh, en))
}

impl Rate {
    /// Whether it is a ceiling for a kind of case that none of the nearer rates speaks of, and so holds beside them.
    pub(super) fn is_ceiling_beside(&self, nearer: &[&Rate]) -> bool {
        let speaks_of = |rate: &&Rate, (field, mask): &(Field, CodeMask)| {
            rate.when.codes.iter().any(|(own, codes)| own == field && codes & mask != 0)
        };
        let is_new = |kind: &(Field, CodeMask)| !nearer.iter().any(|rate| speaks_of(rate, kind));
        self.bound == Bound::Most && self.when.codes.iter().any(is_new)
    }
}

impl<'p> Grounds<'p> {
    pub fn all(self) -> impl Iterator<Item = &'p Arc<Basis>> {
        std::iter::once(self.own).chain(self.base)
    }
}

impl Bound {
    /// Whether an amount paid keeps to the amount of the rule.
    pub fn allows(self, paid: Yuan, rule: Yuan) -> bool {
        match self {
            Bound::Exact => paid == rule,
            Bound::Most => paid <= rule,
            Bound::Least => paid >= rule,
        }
    }

    pub fn text(self, lang: Lang) -> String {
        match self {
            Bound::Exact => say!(lang, "应为", "exactly"),
            Bound::Most => say!(lang, "不超过", "at most"),
            Bound::Least => say!(lang, "不低于", "at least"),
        }
    }
}
