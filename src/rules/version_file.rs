//! Versions and standards of a programme file as TOML go in; what they say, checked, comes out.

use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Deserialize;
use toml::Spanned;

use crate::calendar::{TomlDay, Unit};
use crate::lang::Words;
use crate::money::Yuan;

use super::basis::{Documents, RawBasis};
use super::column::day_field;
use super::duty::{Length, Notice};
use super::duty_file::{
    Desk, RawCondition, RawDifference, RawKinVisit, RawNotice, RawPayDay, RawRepeat, RawReview, RawStart, RawVisit,
    RawWhole,
};
use super::per_month;
use super::span::Span;
use super::version::{Deadline, Extension, Limit, Per, Standard, Version};
use super::when::RawWhen;
use crate::fault::{Fault, Source};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawVersion {
    from: Spanned<TomlDay>,
    until: Option<Spanned<TomlDay>>,
    basis: RawBasis,
    #[serde(default)]
    deadline: Vec<RawDeadline>,
    #[serde(default)]
    condition: Vec<RawCondition>,
    #[serde(default)]
    start: Vec<RawStart>,
    pay_day: Option<RawPayDay>,
    #[serde(default)]
    review: Vec<RawReview>,
    #[serde(default)]
    notice: Vec<RawNotice>,
    visit: Option<RawVisit>,
    kin_visit: Option<RawKinVisit>,
    whole: Option<RawWhole>,
    repeat: Option<RawRepeat>,
    difference: Option<RawDifference>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDeadline {
    name: Spanned<String>,
    name_en: String,
    from: Option<Spanned<TomlDay>>,
    until: Option<Spanned<TomlDay>>,
    starts: Spanned<String>,
    ends: Spanned<String>,
    working_days: Option<u32>,
    days: Option<u32>,
    months: Option<u32>,
    hours: Option<u32>,
    not_before: Option<Spanned<String>>,
    #[serde(default)]
    when: RawWhen,
    #[serde(default)]
    not_when: RawWhen,
    #[serde(default)]
    optional: bool,
    who: Option<Spanned<String>>,
    who_en: Option<Spanned<String>>,
    unless: Option<Spanned<String>>,
    unless_en: Option<Spanned<String>>,
    #[serde(default)]
    unless_in_time: Vec<Spanned<String>>,
    #[serde(default)]
    unless_within: Vec<Spanned<String>>,
    extension: Option<RawExtension>,
    basis: RawBasis,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawExtension {
    working_days: Option<u32>,
    days: Option<u32>,
    when: Spanned<RawWhen>,
    basis: RawBasis,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawStandard {
    yuan: Spanned<String>,
    per: Per,
    from: Spanned<TomlDay>,
    until: Option<Spanned<TomlDay>>,
    sure_from: Option<Spanned<TomlDay>>,
    basis: RawBasis,
}

pub(super) fn versions(raw: Vec<RawVersion>, desk: Desk<'_>) -> Result<Vec<Version>, Fault> {
    let source = desk.source;
    let spans: Vec<_> = raw.iter().map(|version| version.from.span()).collect();
    let versions = raw.into_iter().map(|version| version.read(desk));
    let versions: Vec<Version> = versions.collect::<Result<_, _>>()?;
    for (pair, span) in versions.windows(2).zip(spans.iter().skip(1)) {
        let (before, from) = (pair[0].span.until, pair[1].span.from);
        if before.and_then(|until| until.succ_opt()) != Some(from) {
            let zh = format!("各版本须首尾相接：前一版本止于{}，这一版本却始于{from}", end(before, "未定"));
            let en = format!(
                "versions must join: the one before ends on {}, this one starts on {from}",
                end(before, "no day")
            );
            return Err(Fault::new(source, span.clone(), zh, en));
        }
    }
    Ok(versions)
}

fn end(until: Option<NaiveDate>, open: &str) -> String {
    until.map_or_else(|| open.to_owned(), |day| day.to_string())
}

impl RawVersion {
    fn read(self, desk: Desk<'_>) -> Result<Version, Fault> {
        let Desk { source, documents, .. } = desk;
        let places: Vec<_> = self.deadline.iter().map(|deadline| deadline.name.span()).collect();
        named_in_time(&self.deadline, source)?;
        let whole = span(&self.from, self.until.as_ref(), source)?;
        let ways: Vec<_> = self.deadline.iter().map(|deadline| deadline.unless_within.clone()).collect();
        let deadlines = self.deadline.into_iter().map(|deadline| deadline.read(whole, desk));
        let mut deadlines: Vec<Deadline> = deadlines.collect::<Result<_, _>>()?;
        let notices: Vec<Notice> = self.notice.into_iter().map(|raw| raw.read(desk)).collect::<Result<_, _>>()?;
        for (place, way) in ways.into_iter().enumerate() {
            deadlines[place].goes_on = way.first().is_some_and(|first| *first.get_ref() == deadlines[place].name.zh);
            deadlines[place].unless_within = limits_of(&way, &deadlines[place], &deadlines, &notices, source)?;
        }
        for (place, deadline) in deadlines.iter().enumerate() {
            if deadlines[..place].iter().any(|earlier| earlier.doubles(deadline)) {
                let zh = "同一版本里，这一环节已有期限（starts、ends、when 都相同）".to_owned();
                let en = "this version already has a limit of the same `starts`, `ends` and `when`".to_owned();
                return Err(Fault::new(source, places[place].clone(), zh, en));
            }
        }
        Ok(Version {
            span: whole,
            basis: Arc::new(documents.basis(&self.basis, source)?),
            deadlines,
            conditions: self.condition.into_iter().map(|raw| raw.read(desk)).collect::<Result<_, _>>()?,
            starts: self.start.into_iter().map(|raw| raw.read(desk)).collect::<Result<_, _>>()?,
            pay_day: self.pay_day.map(|raw| raw.read(desk)).transpose()?,
            reviews: self.review.into_iter().map(|raw| raw.read(desk)).collect::<Result<_, _>>()?,
            notices,
            visit: self.visit.map(|raw| raw.read(desk)).transpose()?,
            kin_visit: self.kin_visit.map(|raw| raw.read(desk)).transpose()?,
            whole: self.whole.map(|raw| raw.read(desk)).transpose()?,
            repeat: self.repeat.map(|raw| raw.read(desk)).transpose()?,
            difference: self.difference.map(|raw| raw.read(desk)).transpose()?,
        })
    }
}

/// What shows that an exception holds is another step of the same version.
fn named_in_time(deadlines: &[RawDeadline], source: &Source) -> Result<(), Fault> {
    for deadline in deadlines {
        let is_other = |name: &str| {
            let mut others = deadlines.iter().filter(|other| !std::ptr::eq(*other, deadline));
            others.any(|other| other.name.get_ref() == name)
        };
        let mut named = deadline.unless_in_time.iter();
        if let Some(name) = named.find(|name| deadline.unless.is_none() || !is_other(name.get_ref())) {
            let zh = "unless_in_time 只与 unless 一起写，写同一版本中其他环节的名称".to_owned();
            let en = "`unless_in_time` stands beside `unless` and names other steps of the same version".to_owned();
            return Err(Fault::new(source, name.span(), zh, en));
        }
    }
    Ok(())
}

/// The limits of the way on which a step is excepted: of steps and notices of its version, by their names.
fn limits_of(
    way: &[Spanned<String>],
    excepted: &Deadline,
    deadlines: &[Deadline],
    notices: &[Notice],
    source: &Source,
) -> Result<Vec<Limit>, Fault> {
    let of_notice = |notice: &Notice| match notice.length {
        Length::AtLeast(limit) => Some(limit),
        Length::Forbidden => None,
    };
    let limit = |name: &Spanned<String>| {
        let step = deadlines.iter().find(|step| step.name.zh == *name.get_ref()).map(|step| step.limit);
        let notice = || notices.iter().find(|notice| notice.name.zh == *name.get_ref()).and_then(of_notice);
        step.or_else(notice).filter(|_| !excepted.unless_in_time.is_empty()).ok_or_else(|| {
            let zh = "unless_within 与 unless_in_time 一起写，依次写同一版本中环节和公示的名称".to_owned();
            let en = "`unless_within` stands beside `unless_in_time` and names steps and notices of the same version, in order"
                .to_owned();
            Fault::new(source, name.span(), zh, en)
        })
    };
    way.iter().map(limit).collect()
}

pub(super) fn span(from: &Spanned<TomlDay>, until: Option<&Spanned<TomlDay>>, source: &Source) -> Result<Span, Fault> {
    if let Some(until) = until.filter(|until| until.get_ref() < from.get_ref()) {
        let zh = "until 早于 from".to_owned();
        let en = "`until` is before `from`".to_owned();
        return Err(Fault::new(source, until.span(), zh, en));
    }
    Ok(Span { from: from.get_ref().0, until: until.map(|until| until.get_ref().0) })
}

/// The first day on which a rule is known to have held: that of its span, or a later one within it.
pub(super) fn sure_from(stated: Option<&Spanned<TomlDay>>, span: Span, source: &Source) -> Result<NaiveDate, Fault> {
    let Some(day) = stated else { return Ok(span.from) };
    if span.holds(day.get_ref().0) {
        return Ok(day.get_ref().0);
    }
    let zh = "sure_from 应在 from 与 until 之间".to_owned();
    let en = "`sure_from` lies between `from` and `until`".to_owned();
    Err(Fault::new(source, day.span(), zh, en))
}

impl RawDeadline {
    fn read(self, whole: Span, desk: Desk<'_>) -> Result<Deadline, Fault> {
        let Desk { source, documents, .. } = desk;
        let stated = [
            (self.working_days, Unit::WorkingDays),
            (self.days, Unit::Days),
            (self.months, Unit::Months),
            (self.hours, Unit::Hours),
        ];
        let Some(limit) = limit(&stated) else {
            let zh = "期限须写 working_days（工作日）、days（日）、months（月）或 hours（小时）之一".to_owned();
            let en = "a deadline takes one of `working_days`, `days`, `months` and `hours`".to_owned();
            return Err(Fault::new(source, self.name.span(), zh, en));
        };
        self.basis.must_say(u64::from(limit.number), source)?;
        let extension = self.extension.map(|raw| raw.read(limit, desk)).transpose()?;
        Ok(Deadline {
            span: within(whole, self.from.as_ref(), self.until.as_ref(), source)?,
            name: Arc::new(Words { zh: self.name.get_ref().clone(), en: self.name_en }),
            starts: day_field(&self.starts, source)?,
            ends: day_field(&self.ends, source)?,
            limit,
            not_before: self.not_before.map(|field| day_field(&field, source)).transpose()?,
            when: desk.when(&self.when)?,
            not_when: desk.when(&self.not_when)?,
            optional: self.optional,
            who: source.both(self.who, self.who_en)?.map(Arc::new),
            unless: source.both(self.unless, self.unless_en)?.map(Arc::new),
            unless_in_time: self.unless_in_time.into_iter().map(Spanned::into_inner).collect(),
            unless_within: Vec::new(),
            goes_on: false,
            extension,
            basis: Arc::new(documents.basis(&self.basis, source)?),
        })
    }
}

/// A part of a version's time, or all of it.
fn within(
    whole: Span,
    from: Option<&Spanned<TomlDay>>,
    until: Option<&Spanned<TomlDay>>,
    source: &Source,
) -> Result<Span, Fault> {
    if let Some(day) = from.into_iter().chain(until).find(|day| !whole.holds(day.get_ref().0)) {
        let zh = "环节的 from、until 应在其版本的时间之内".to_owned();
        let en = "the `from` and `until` of a step lie within its version's time".to_owned();
        return Err(Fault::new(source, day.span(), zh, en));
    }
    let until = until.map(|day| day.get_ref().0).or(whole.until);
    Ok(Span { from: from.map_or(whole.from, |day| day.get_ref().0), until })
}

/// The one limit stated, in its unit.
fn limit(stated: &[(Option<u32>, Unit)]) -> Option<Limit> {
    let mut stated = stated.iter().filter_map(|(number, unit)| Some(Limit { number: (*number)?, unit: *unit }));
    stated.next().filter(|_| stated.next().is_none())
}

impl RawExtension {
    /// A limit longer than the ordinary one, in the same unit, for cases a column names.
    fn read(self, ordinary: Limit, desk: Desk<'_>) -> Result<Extension, Fault> {
        let Desk { source, documents, .. } = desk;
        let longer = limit(&[(self.working_days, Unit::WorkingDays), (self.days, Unit::Days)]);
        let longer = longer.filter(|longer| longer.unit == ordinary.unit && longer.number > ordinary.number);
        let when = desk.when(self.when.get_ref())?;
        let Some(limit) = longer.filter(|_| when.fields().next().is_some()) else {
            let zh = "延长期限须与原期限单位相同（working_days 或 days 之一）、比原期限长，并在 when 里写明看哪一栏"
                .to_owned();
            let en = "an extension has the unit of its limit (`working_days` or `days`), is longer, and names a column in `when`"
                .to_owned();
            return Err(Fault::new(source, self.when.span(), zh, en));
        };
        self.basis.must_say(u64::from(limit.number), source)?;
        Ok(Extension { limit, when, basis: Arc::new(documents.basis(&self.basis, source)?) })
    }
}

pub(super) fn standards(raw: Vec<RawStandard>, source: &Source, documents: &Documents) -> Result<Vec<Standard>, Fault> {
    let spans: Vec<_> = raw.iter().map(|standard| standard.from.span()).collect();
    let standards = raw.into_iter().map(|standard| standard.read(source, documents));
    let standards: Vec<Standard> = standards.collect::<Result<_, _>>()?;
    for (pair, span) in standards.windows(2).zip(spans.iter().skip(1)) {
        if pair[0].span.until.is_none_or(|until| until >= pair[1].span.from) {
            let zh = "两个标准的时间重叠".to_owned();
            let en = "two standards overlap in time".to_owned();
            return Err(Fault::new(source, span.clone(), zh, en));
        }
    }
    Ok(standards)
}

impl RawStandard {
    fn read(self, source: &Source, documents: &Documents) -> Result<Standard, Fault> {
        let yuan = yuan(&self.yuan, &self.basis, source)?;
        let span = span(&self.from, self.until.as_ref(), source)?;
        Ok(Standard {
            yuan,
            per: self.per,
            exact: per_month(yuan, self.per),
            span,
            sure_from: sure_from(self.sure_from.as_ref(), span, source)?,
            basis: Arc::new(documents.basis(&self.basis, source)?),
        })
    }
}

/// A sum of yuan that stands in the quoted words.
pub(super) fn yuan(written: &Spanned<String>, basis: &RawBasis, source: &Source) -> Result<Yuan, Fault> {
    let decimal = written.get_ref().parse::<Decimal>().unwrap_or_default();
    let Some(yuan) = Yuan::from_decimal(decimal).filter(|yuan| yuan.fen() > 0) else {
        let zh = "标准应为大于零的元数，如 \"500\"".to_owned();
        let en = "a standard is a number of yuan above zero, such as \"500\"".to_owned();
        return Err(Fault::new(source, written.span(), zh, en));
    };
    match yuan.fen() % 100 {
        0 => basis.must_say(yuan.fen().unsigned_abs() / 100, source)?,
        _ => basis.must_say_yuan(decimal, source)?,
    }
    Ok(yuan)
}
