//! The tables of a rule file that ask for more than steps go in; what they ask for, checked against their words, comes
//! out.

use std::sync::Arc;

use chrono::NaiveDate;
use serde::Deserialize;
use toml::Spanned;

use crate::calendar::Unit;
use crate::lang::Words;

use super::basis::{Basis, Documents, RawBasis};
use super::code::Codes;
use super::column::day_field;
use super::duty::{
    Below, Condition, Difference, Expiry, KinVisit, Length, NotIncome, Notice, PayDay, Repeat, Review, RunsOut, Start,
    StartMonth, Visit, Whole, Yearly,
};
use super::programme::{Law, Programme};
use super::version::Limit;
use super::version_file::span;
use super::when::{self, RawWhen, When};
use crate::calendar::TomlDay;
use crate::fault::{Fault, Source};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCondition {
    name: String,
    name_en: String,
    #[serde(default)]
    only_when: RawWhen,
    any: Vec<RawWhen>,
    unless: Option<Spanned<String>>,
    unless_en: Option<Spanned<String>>,
    unless_list: Option<Spanned<String>>,
    #[serde(default)]
    unless_when: RawWhen,
    basis: RawBasis,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawStart {
    month: StartMonth,
    after: Spanned<String>,
    #[serde(default)]
    when: RawWhen,
    basis: RawBasis,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPayDay {
    day: u32,
    who: Option<Spanned<String>>,
    who_en: Option<Spanned<String>>,
    basis: RawBasis,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawReview {
    name: String,
    name_en: String,
    #[serde(default)]
    when: RawWhen,
    months: Spanned<u32>,
    #[serde(default)]
    from_decision: bool,
    since: Option<Spanned<TomlDay>>,
    #[serde(default)]
    by_year: bool,
    put_off: Option<Spanned<String>>,
    put_off_en: Option<Spanned<String>>,
    who: Option<Spanned<String>>,
    who_en: Option<Spanned<String>>,
    unless: Option<Spanned<String>>,
    unless_en: Option<Spanned<String>>,
    basis: RawBasis,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawExpiry {
    name: String,
    name_en: String,
    field: Spanned<String>,
    remind_months: Option<u32>,
    days: Option<u32>,
    months: Option<u32>,
    from: Spanned<TomlDay>,
    until: Option<Spanned<TomlDay>>,
    who: Option<Spanned<String>>,
    who_en: Option<Spanned<String>>,
    unless: Option<Spanned<String>>,
    unless_en: Option<Spanned<String>>,
    basis: RawBasis,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawYearly {
    name: String,
    name_en: String,
    by: Spanned<Vec<String>>,
    from: Spanned<TomlDay>,
    until: Option<Spanned<TomlDay>>,
    who: Option<Spanned<String>>,
    who_en: Option<Spanned<String>>,
    basis: RawBasis,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawNotIncome {
    name: String,
    name_en: String,
    when: RawWhen,
    part_of: RawWhen,
    unknown: Option<Spanned<String>>,
    unknown_en: Option<Spanned<String>>,
    from: Spanned<TomlDay>,
    until: Option<Spanned<TomlDay>>,
    basis: RawBasis,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLaw {
    from: Spanned<TomlDay>,
    until: Option<Spanned<TomlDay>>,
    basis: RawBasis,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawNotice {
    name: Spanned<String>,
    name_en: String,
    #[serde(default)]
    when: RawWhen,
    days: Option<u32>,
    working_days: Option<u32>,
    #[serde(default)]
    forbidden: bool,
    #[serde(default = "binding")]
    binding: bool,
    round: Option<Round>,
    who: Option<Spanned<String>>,
    who_en: Option<Spanned<String>>,
    basis: RawBasis,
}

/// Whose round of notice a rule is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Round {
    Township,
}

fn binding() -> bool {
    true
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawVisit {
    percent: u32,
    #[serde(default)]
    not_when: RawWhen,
    basis: RawBasis,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawWhole {
    name: String,
    name_en: String,
    unless: String,
    unless_en: String,
    basis: RawBasis,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawKinVisit {
    basis: RawBasis,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRepeat {
    months: Spanned<u32>,
    unless: Option<Spanned<String>>,
    unless_en: Option<Spanned<String>>,
    basis: RawBasis,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDifference {
    unless: Option<Spanned<String>>,
    unless_en: Option<Spanned<String>>,
    basis: RawBasis,
    below: Option<RawBelow>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBelow {
    unless: Option<Spanned<String>>,
    unless_en: Option<Spanned<String>>,
    basis: RawBasis,
}

/// What the raw tables are read with.
#[derive(Clone, Copy)]
pub(super) struct Desk<'d> {
    pub source: &'d Source,
    pub documents: &'d Documents,
    pub codes: &'d Codes,
    pub lists: &'d [Programme],
}

impl Desk<'_> {
    fn basis(self, raw: &RawBasis) -> Result<Arc<Basis>, Fault> {
        self.documents.basis(raw, self.source).map(Arc::new)
    }

    /// The id of a reference list that there is.
    fn list(self, id: Spanned<String>) -> Result<String, Fault> {
        if self.lists.iter().any(|list| list.id == *id.get_ref()) {
            return Ok(id.into_inner());
        }
        let named = id.get_ref();
        let zh = format!("没有名单“{named}”（见 lists.toml）");
        let en = format!("there is no list {named:?} (see lists.toml)");
        Err(Fault::new(self.source, id.span(), zh, en))
    }

    pub fn when(self, raw: &RawWhen) -> Result<When, Fault> {
        when::read(raw, self.codes, self.source)
    }
}

impl RawCondition {
    pub fn read(self, desk: Desk<'_>) -> Result<Condition, Fault> {
        let any: Vec<When> = self.any.iter().map(|raw| desk.when(raw)).collect::<Result<_, _>>()?;
        for ages in any.iter().filter_map(|when| when.age) {
            self.basis.must_say_age(ages.from, ages.until, desk.source)?;
        }
        Ok(Condition {
            name: Words { zh: self.name, en: self.name_en },
            only_when: desk.when(&self.only_when)?,
            any,
            unless: desk.source.both(self.unless, self.unless_en)?,
            unless_list: self.unless_list.map(|list| desk.list(list)).transpose()?,
            unless_when: desk.when(&self.unless_when)?,
            basis: desk.basis(&self.basis)?,
        })
    }
}

impl RawStart {
    pub fn read(self, desk: Desk<'_>) -> Result<Start, Fault> {
        let after = day_field(&self.after, desk.source)?;
        Ok(Start { month: self.month, after, when: desk.when(&self.when)?, basis: desk.basis(&self.basis)? })
    }
}

impl RawPayDay {
    pub fn read(self, desk: Desk<'_>) -> Result<PayDay, Fault> {
        self.basis.must_say(u64::from(self.day), desk.source)?;
        let who = desk.source.both(self.who, self.who_en)?;
        Ok(PayDay { day: self.day, who, basis: desk.basis(&self.basis)? })
    }
}

impl RawReview {
    pub fn read(self, desk: Desk<'_>) -> Result<Review, Fault> {
        let months = *self.months.get_ref();
        self.basis.must_say_months(months, desk.source)?;
        Ok(Review {
            name: Words { zh: self.name, en: self.name_en },
            when: desk.when(&self.when)?,
            months,
            from_decision: self.from_decision,
            since: self.since.map(|day| day.get_ref().0),
            by_year: self.by_year,
            put_off: desk.source.both(self.put_off, self.put_off_en)?,
            who: desk.source.both(self.who, self.who_en)?,
            unless: desk.source.both(self.unless, self.unless_en)?,
            basis: desk.basis(&self.basis)?,
        })
    }
}

impl RawExpiry {
    pub fn read(self, desk: Desk<'_>) -> Result<Expiry, Fault> {
        let (number, runs_out) = match (self.remind_months, self.days, self.months) {
            (Some(remind), None, None) => (remind, RunsOut::On { remind }),
            (None, Some(number), None) => (number, RunsOut::After(Limit { number, unit: Unit::Days })),
            (None, None, Some(number)) => (number, RunsOut::After(Limit { number, unit: Unit::Months })),
            _ => {
                let zh = "到期须写 remind_months、days 或 months 之一".to_owned();
                let en = "an expiry takes one of `remind_months`, `days` and `months`".to_owned();
                return Err(Fault::new(desk.source, self.field.span(), zh, en));
            }
        };
        self.basis.must_say(u64::from(number), desk.source)?;
        Ok(Expiry {
            name: Words { zh: self.name, en: self.name_en },
            field: day_field(&self.field, desk.source)?,
            runs_out,
            span: span(&self.from, self.until.as_ref(), desk.source)?,
            who: desk.source.both(self.who, self.who_en)?,
            unless: desk.source.both(self.unless, self.unless_en)?,
            basis: desk.basis(&self.basis)?,
        })
    }
}

impl RawYearly {
    pub fn read(self, desk: Desk<'_>) -> Result<Yearly, Fault> {
        let by: Option<Vec<_>> = self.by.get_ref().iter().map(|text| day_of_year(text)).collect();
        let Some(by) = by.filter(|by| !by.is_empty() && by.is_sorted()) else {
            let zh = "by 应为按先后排列的月-日，如 [\"10-31\"]".to_owned();
            let en = "`by` is a list of months and days in order, such as [\"10-31\"]".to_owned();
            return Err(Fault::new(desk.source, self.by.span(), zh, en));
        };
        match by.as_slice() {
            [(month, _)] => self.basis.must_say(u64::from(*month), desk.source)?,
            all => self.basis.must_say_months(12 / u32::try_from(all.len()).unwrap_or(12), desk.source)?,
        }
        Ok(Yearly {
            name: Words { zh: self.name, en: self.name_en },
            by,
            span: span(&self.from, self.until.as_ref(), desk.source)?,
            who: desk.source.both(self.who, self.who_en)?,
            basis: desk.basis(&self.basis)?,
        })
    }
}

impl RawNotIncome {
    pub fn read(self, desk: Desk<'_>) -> Result<NotIncome, Fault> {
        Ok(NotIncome {
            name: Words { zh: self.name, en: self.name_en },
            when: desk.when(&self.when)?,
            part_of: desk.when(&self.part_of)?,
            unknown: desk.source.both(self.unknown, self.unknown_en)?,
            span: span(&self.from, self.until.as_ref(), desk.source)?,
            basis: desk.basis(&self.basis)?,
        })
    }
}

impl RawLaw {
    pub fn read(self, desk: Desk<'_>) -> Result<Law, Fault> {
        Ok(Law { span: span(&self.from, self.until.as_ref(), desk.source)?, basis: desk.basis(&self.basis)? })
    }
}

/// `10-31`, a day that every year has.
fn day_of_year(text: &str) -> Option<(u32, u32)> {
    let (month, day) = text.split_once('-')?;
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    NaiveDate::from_ymd_opt(2019, month, day)?;
    Some((month, day))
}

impl RawNotice {
    pub fn read(self, desk: Desk<'_>) -> Result<Notice, Fault> {
        let limit = |number, unit| {
            self.basis.must_say(u64::from(number), desk.source)?;
            Ok(Length::AtLeast(Limit { number, unit }))
        };
        let length = match (self.days, self.working_days, self.forbidden) {
            (Some(number), None, false) => limit(number, Unit::Days)?,
            (None, Some(number), false) => limit(number, Unit::WorkingDays)?,
            (None, None, true) => Length::Forbidden,
            _ => {
                let zh = "公示须写 days、working_days 或 forbidden = true 之一".to_owned();
                let en = "a notice takes one of `days`, `working_days` and `forbidden = true`".to_owned();
                return Err(Fault::new(desk.source, self.name.span(), zh, en));
            }
        };
        Ok(Notice {
            name: Words { zh: self.name.into_inner(), en: self.name_en },
            when: desk.when(&self.when)?,
            length,
            binding: self.binding,
            is_townships: self.round == Some(Round::Township),
            who: desk.source.both(self.who, self.who_en)?,
            basis: desk.basis(&self.basis)?,
        })
    }
}

impl RawKinVisit {
    pub fn read(self, desk: Desk<'_>) -> Result<KinVisit, Fault> {
        Ok(KinVisit { basis: desk.basis(&self.basis)? })
    }
}

impl RawVisit {
    pub fn read(self, desk: Desk<'_>) -> Result<Visit, Fault> {
        self.basis.must_say(u64::from(self.percent), desk.source)?;
        let (percent, not_when) = (self.percent, desk.when(&self.not_when)?);
        Ok(Visit { percent, not_when, basis: desk.basis(&self.basis)? })
    }
}

impl RawWhole {
    pub fn read(self, desk: Desk<'_>) -> Result<Whole, Fault> {
        Ok(Whole {
            name: Words { zh: self.name, en: self.name_en },
            unless: Words { zh: self.unless, en: self.unless_en },
            basis: desk.basis(&self.basis)?,
        })
    }
}

impl RawRepeat {
    pub fn read(self, desk: Desk<'_>) -> Result<Repeat, Fault> {
        let months = self.months.into_inner();
        Ok(Repeat {
            months,
            says_months: self.basis.must_say_months(months, desk.source).is_ok(),
            unless: desk.source.both(self.unless, self.unless_en)?,
            basis: desk.basis(&self.basis)?,
        })
    }
}

impl RawDifference {
    pub fn read(self, desk: Desk<'_>) -> Result<Difference, Fault> {
        let below = self.below.map(|raw| raw.read(desk)).transpose()?;
        let unless = desk.source.both(self.unless, self.unless_en)?;
        Ok(Difference { unless, basis: desk.basis(&self.basis)?, below })
    }
}

impl RawBelow {
    fn read(self, desk: Desk<'_>) -> Result<Below, Fault> {
        Ok(Below { unless: desk.source.both(self.unless, self.unless_en)?, basis: desk.basis(&self.basis)? })
    }
}
