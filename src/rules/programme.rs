//! A programme: what its rosters hold, which checks they get, and the law of each day, layer upon layer.

use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Deserialize;
use toml::Spanned;

use crate::calendar::Unit;
use crate::day::Month;
use crate::field::Field;
use crate::lang::{Lang, Words};
use crate::money::Yuan;

use super::basis::{Basis, Documents, RawBasis};
use super::column::{Column, RawColumn};
use super::fault::{Fault, Source};
use super::toml_day::TomlDay;

/// One kind of assistance, with all layers of its rules that hold in the bureau's area.
#[derive(Debug, Clone)]
pub struct Programme {
    pub id: String,
    pub name: Words,
    /// Other names, as titles, sheets and files write them.
    pub aliases: Vec<String>,
    pub entitled: Entitled,
    pub counted: Counted,
    /// The date that says in which month a row of a flow programme falls.
    pub month_of: Option<Field>,
    /// Dates that follow each other.
    pub order: Vec<Field>,
    pub sum: Option<SumRule>,
    pub sentence: Option<Words>,
    pub columns: Vec<Column>,
    pub checks: Vec<CheckName>,
    /// National law first, the most local last.
    pub layers: Vec<Layer>,
}

/// Who holds one entitlement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Entitled {
    Household,
    Person,
}

/// How a period is counted: who is on the list at its end, or what was granted within it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Counted {
    Stock,
    Flow,
}

/// A total and the columns it is made of: total = (parts) × months.
#[derive(Debug, Clone)]
pub struct SumRule {
    pub total: Field,
    pub parts: Vec<Field>,
    pub times: Option<Field>,
}

/// A check that a rule file asks for, with the place that asks.
#[derive(Debug, Clone)]
pub struct CheckName {
    pub name: String,
    pub(super) source: Source,
    pub(super) span: std::ops::Range<usize>,
}

/// The rules one level of government adds.
#[derive(Debug, Clone)]
pub struct Layer {
    /// Division code: `000000` is the nation.
    pub area: String,
    pub versions: Vec<Version>,
    pub standards: Vec<Standard>,
}

/// The rules of one stretch of time.
#[derive(Debug, Clone)]
pub struct Version {
    pub from: NaiveDate,
    pub until: Option<NaiveDate>,
    pub basis: Arc<Basis>,
    /// Shown in the summary as the programme's legal basis.
    pub deadlines: Vec<Deadline>,
}

/// A step that must end so long after another event.
#[derive(Debug, Clone)]
pub struct Deadline {
    pub name: Words,
    pub starts: Field,
    pub ends: Field,
    pub limit: Limit,
    /// What would make a late step rightful; where there is such a thing, lateness is a suspicion.
    pub unless: Option<Words>,
    pub basis: Arc<Basis>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    pub number: u32,
    pub unit: Unit,
}

/// What a person may have to live on, by which assistance is measured.
#[derive(Debug, Clone)]
pub struct Standard {
    pub yuan: Yuan,
    pub per: Per,
    pub from: NaiveDate,
    pub until: Option<NaiveDate>,
    pub basis: Arc<Basis>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Per {
    Month,
    Year,
}

impl Programme {
    /// The versions in force on a day, the most local first.
    pub fn on(&self, day: NaiveDate) -> impl Iterator<Item = &Version> {
        let layers = self.layers.iter().rev();
        layers.filter_map(move |layer| layer.on(day))
    }

    /// The deadlines that start with an event of this day; a local one replaces a wider one of the same steps.
    pub fn deadlines(&self, starts: Field, day: NaiveDate) -> impl Iterator<Item = &Deadline> {
        let all = self.on(day).flat_map(|version| &version.deadlines);
        let starting = all.filter(move |deadline| deadline.starts == starts);
        starting.filter(move |deadline| {
            let mut nearer = self
                .on(day)
                .take_while(|version| !version.deadlines.iter().any(|other| std::ptr::eq(other, *deadline)));
            !nearer.any(|version| {
                version.deadlines.iter().any(|other| other.starts == starts && other.ends == deadline.ends)
            })
        })
    }

    /// The events that some deadline of some day starts with.
    pub fn starts(&self) -> Vec<Field> {
        let versions = self.layers.iter().flat_map(|layer| &layer.versions);
        let mut starts: Vec<Field> = versions.flat_map(|version| &version.deadlines).map(|d| d.starts).collect();
        starts.sort_unstable();
        starts.dedup();
        starts
    }

    /// The standard of a pay month, the most local one that is known.
    pub fn standard(&self, month: Month) -> Option<&Standard> {
        let layers = self.layers.iter().rev();
        let mut standards = layers.flat_map(|layer| &layer.standards);
        standards.find(|standard| standard.holds(month))
    }

    /// Fields no row may lack.
    pub fn required(&self) -> impl Iterator<Item = Field> + '_ {
        let columns = self.columns.iter().filter(|column| column.required);
        columns.map(|column| column.field)
    }

    pub fn is_named(&self, name: &str) -> bool {
        self.id == name || self.name.zh == name || self.aliases.iter().any(|alias| alias == name)
    }

    /// Lays the layer of a smaller area over this programme.
    pub(super) fn lay(&mut self, file: ProgrammeFile) {
        self.aliases.extend(file.aliases);
        self.columns.extend(file.columns);
        self.checks.extend(file.checks);
        self.sum = file.sum.or(self.sum.take());
        self.sentence = file.sentence.or(self.sentence.take());
        self.layers.push(file.layer);
        self.layers.sort_by_key(|layer| significant(&layer.area));
    }
}

impl Layer {
    pub fn on(&self, day: NaiveDate) -> Option<&Version> {
        self.versions.iter().find(|version| version.holds(day))
    }
}

impl Version {
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

impl Standard {
    fn holds(&self, month: Month) -> bool {
        self.from <= month.first_day() && self.until.is_none_or(|until| month.first_day() <= until)
    }

    /// The most that so many persons may have for one month, rounded to the fen.
    pub fn monthly(&self, persons: u32) -> Yuan {
        let all = self.yuan.times(persons).fen();
        match self.per {
            Per::Month => Yuan::from_fen(all),
            Per::Year => Yuan::from_fen((all + 6) / 12),
        }
    }

    pub fn text(&self, lang: Lang) -> String {
        let yuan = Decimal::new(self.yuan.fen(), 2).normalize();
        match self.per {
            Per::Month => crate::say!(lang, "{yuan}元/人·月", "{yuan} yuan a person and month"),
            Per::Year => crate::say!(lang, "{yuan}元/人·年", "{yuan} yuan a person and year"),
        }
    }
}

impl Limit {
    pub fn text(self, lang: Lang) -> String {
        let number = self.number;
        match self.unit {
            Unit::WorkingDays => crate::say!(lang, "{number}个工作日", "{number} working days"),
            Unit::Days => crate::say!(lang, "{number}日", "{number} calendar days"),
        }
    }
}

impl CheckName {
    /// The fault of naming a check that does not exist.
    pub fn unknown(&self) -> Fault {
        let name = &self.name;
        let zh = format!("没有名为“{name}”的检查");
        let en = format!("there is no check named {name:?}");
        Fault::new(&self.source, self.span.clone(), zh, en)
    }
}

/// How many digits of a division code say something: 0 for the nation, 2, 4, 6 below.
pub(super) fn significant(area: &str) -> usize {
    let digits = area.trim_end_matches('0').len();
    digits.next_multiple_of(2)
}

/// A programme file, checked; laid over others by [`Programme::lay`].
pub(super) struct ProgrammeFile {
    pub id: Spanned<String>,
    pub name: Option<Words>,
    pub aliases: Vec<String>,
    pub entitled: Option<Entitled>,
    pub counted: Option<Counted>,
    pub month_of: Option<Field>,
    pub order: Vec<Field>,
    pub sum: Option<SumRule>,
    pub sentence: Option<Words>,
    pub columns: Vec<Column>,
    pub checks: Vec<CheckName>,
    pub layer: Layer,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawProgramme {
    id: Spanned<String>,
    area: Spanned<String>,
    name: Option<String>,
    name_en: Option<String>,
    #[serde(default)]
    aliases: Vec<String>,
    entitled: Option<Entitled>,
    counted: Option<Counted>,
    month_of: Option<Spanned<String>>,
    #[serde(default)]
    order: Vec<Spanned<String>>,
    sum: Option<RawSum>,
    sentence: Option<RawSentence>,
    #[serde(default)]
    column: Vec<RawColumn>,
    #[serde(default)]
    check: Vec<RawCheck>,
    #[serde(default)]
    version: Vec<RawVersion>,
    #[serde(default)]
    standard: Vec<RawStandard>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSum {
    total: Spanned<String>,
    parts: Vec<Spanned<String>>,
    times: Option<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSentence {
    zh: Spanned<String>,
    en: Spanned<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCheck {
    name: Spanned<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawVersion {
    from: Spanned<TomlDay>,
    until: Option<Spanned<TomlDay>>,
    basis: RawBasis,
    #[serde(default)]
    deadline: Vec<RawDeadline>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDeadline {
    name: Spanned<String>,
    name_en: String,
    starts: Spanned<String>,
    ends: Spanned<String>,
    working_days: Option<u32>,
    days: Option<u32>,
    unless: Option<String>,
    unless_en: Option<String>,
    basis: RawBasis,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStandard {
    yuan: Spanned<String>,
    per: Per,
    from: Spanned<TomlDay>,
    until: Option<Spanned<TomlDay>>,
    basis: RawBasis,
}

/// What a sentence may fill in.
pub const PLACEHOLDERS: [&str; 6] = ["day", "name", "households", "persons", "visits", "amount"];

impl ProgrammeFile {
    pub fn read(source: &Source, documents: &Documents) -> Result<ProgrammeFile, Fault> {
        let raw: RawProgramme = source.parse()?;
        let area = raw.area.get_ref();
        if area.len() != 6 || !area.bytes().all(|byte| byte.is_ascii_digit()) {
            let zh = "行政区划代码应为六位数字".to_owned();
            let en = "a division code has six digits".to_owned();
            return Err(Fault::new(source, raw.area.span(), zh, en));
        }
        let layer = Layer {
            area: area.clone(),
            versions: versions(raw.version, source, documents)?,
            standards: standards(raw.standard, source, documents)?,
        };
        let columns = raw.column.into_iter();
        let checks = raw.check.into_iter();
        let month_of = raw.month_of.as_ref();
        Ok(ProgrammeFile {
            id: raw.id,
            name: raw.name.zip(raw.name_en).map(|(zh, en)| Words { zh, en }),
            aliases: raw.aliases,
            entitled: raw.entitled,
            counted: raw.counted,
            month_of: month_of.map(|name| field(name, source)).transpose()?,
            order: fields(&raw.order, source)?,
            sum: raw.sum.map(|sum| sum.read(source)).transpose()?,
            sentence: raw.sentence.map(|words| words.read(source)).transpose()?,
            columns: columns.map(|column| column.read(source)).collect::<Result<_, _>>()?,
            checks: checks.map(|check| check.read(source)).collect(),
            layer,
        })
    }

    /// The programme this file founds; only a file that names it can.
    pub fn found(self, source: &Source) -> Result<Programme, Fault> {
        let id = self.id.get_ref().clone();
        let (Some(name), Some(entitled), Some(counted)) = (self.name, self.entitled, self.counted) else {
            let zh = format!("项目“{id}”尚未定义：第一个规则文件须写 name、name_en、entitled 和 counted");
            let en = format!(
                "programme {id:?} is not defined yet: its first file must give name, name_en, entitled and counted"
            );
            return Err(Fault::new(source, self.id.span(), zh, en));
        };
        Ok(Programme {
            id,
            name,
            aliases: self.aliases,
            entitled,
            counted,
            month_of: self.month_of,
            order: self.order,
            sum: self.sum,
            sentence: self.sentence,
            columns: self.columns,
            checks: self.checks,
            layers: vec![self.layer],
        })
    }
}

pub(super) fn field(name: &Spanned<String>, source: &Source) -> Result<Field, Fault> {
    let word = name.get_ref();
    Field::named(word).ok_or_else(|| {
        let zh = format!("没有名为“{word}”的字段");
        let en = format!("there is no field named {word:?}");
        Fault::new(source, name.span(), zh, en)
    })
}

fn fields(names: &[Spanned<String>], source: &Source) -> Result<Vec<Field>, Fault> {
    names.iter().map(|name| field(name, source)).collect()
}

impl RawSum {
    fn read(self, source: &Source) -> Result<SumRule, Fault> {
        let times = self.times.as_ref();
        Ok(SumRule {
            total: field(&self.total, source)?,
            parts: fields(&self.parts, source)?,
            times: times.map(|name| field(name, source)).transpose()?,
        })
    }
}

impl RawCheck {
    fn read(self, source: &Source) -> CheckName {
        CheckName { span: self.name.span(), source: source.clone(), name: self.name.into_inner() }
    }
}

impl RawSentence {
    fn read(self, source: &Source) -> Result<Words, Fault> {
        for sentence in [&self.zh, &self.en] {
            for inside in sentence.get_ref().split('{').skip(1) {
                let name = inside.split('}').next().unwrap_or_default();
                if !PLACEHOLDERS.contains(&name) {
                    let known = PLACEHOLDERS.join("、");
                    let zh = format!("句子里不能填“{name}”；可填：{known}");
                    let en = format!("a sentence cannot fill in {name:?}, only {PLACEHOLDERS:?}");
                    return Err(Fault::new(source, sentence.span(), zh, en));
                }
            }
        }
        Ok(Words { zh: self.zh.into_inner(), en: self.en.into_inner() })
    }
}

fn versions(raw: Vec<RawVersion>, source: &Source, documents: &Documents) -> Result<Vec<Version>, Fault> {
    let spans: Vec<_> = raw.iter().map(|version| version.from.span()).collect();
    let versions = raw.into_iter().map(|version| version.read(source, documents));
    let versions: Vec<Version> = versions.collect::<Result<_, _>>()?;
    for (pair, span) in versions.windows(2).zip(spans.iter().skip(1)) {
        let expected = pair[0].until.and_then(|until| until.succ_opt());
        if expected != Some(pair[1].from) {
            let from = pair[1].from;
            let zh = format!("各版本须首尾相接：前一版本止于{}，这一版本却始于{from}", end(pair[0].until, "未定"));
            let en = format!(
                "versions must join: the one before ends on {}, this one starts on {from}",
                end(pair[0].until, "no day")
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
    fn read(self, source: &Source, documents: &Documents) -> Result<Version, Fault> {
        let until = until_after(&self.from, self.until.as_ref(), source)?;
        let deadlines = self.deadline.into_iter();
        let deadlines = deadlines.map(|deadline| deadline.read(source, documents));
        Ok(Version {
            from: self.from.get_ref().0,
            until,
            basis: Arc::new(documents.basis(&self.basis, source)?),
            deadlines: deadlines.collect::<Result<_, _>>()?,
        })
    }
}

fn until_after(
    from: &Spanned<TomlDay>,
    until: Option<&Spanned<TomlDay>>,
    source: &Source,
) -> Result<Option<NaiveDate>, Fault> {
    let Some(until) = until else { return Ok(None) };
    if until.get_ref() < from.get_ref() {
        let zh = "until 早于 from".to_owned();
        let en = "`until` is before `from`".to_owned();
        return Err(Fault::new(source, until.span(), zh, en));
    }
    Ok(Some(until.get_ref().0))
}

impl RawDeadline {
    fn read(self, source: &Source, documents: &Documents) -> Result<Deadline, Fault> {
        let limit = match (self.working_days, self.days) {
            (Some(number), None) => Limit { number, unit: Unit::WorkingDays },
            (None, Some(number)) => Limit { number, unit: Unit::Days },
            _ => {
                let zh = "期限须写 working_days（工作日）或 days（日）之一".to_owned();
                let en = "a deadline takes one of `working_days` and `days`".to_owned();
                return Err(Fault::new(source, self.name.span(), zh, en));
            }
        };
        self.basis.must_say(u64::from(limit.number), source)?;
        Ok(Deadline {
            name: Words { zh: self.name.get_ref().clone(), en: self.name_en },
            starts: field(&self.starts, source)?,
            ends: field(&self.ends, source)?,
            limit,
            unless: self.unless.zip(self.unless_en).map(|(zh, en)| Words { zh, en }),
            basis: Arc::new(documents.basis(&self.basis, source)?),
        })
    }
}

fn standards(raw: Vec<RawStandard>, source: &Source, documents: &Documents) -> Result<Vec<Standard>, Fault> {
    let spans: Vec<_> = raw.iter().map(|standard| standard.from.span()).collect();
    let standards = raw.into_iter().map(|standard| standard.read(source, documents));
    let standards: Vec<Standard> = standards.collect::<Result<_, _>>()?;
    for (pair, span) in standards.windows(2).zip(spans.iter().skip(1)) {
        if pair[0].until.is_none_or(|until| until >= pair[1].from) {
            let zh = "两个标准的时间重叠".to_owned();
            let en = "two standards overlap in time".to_owned();
            return Err(Fault::new(source, span.clone(), zh, en));
        }
    }
    Ok(standards)
}

impl RawStandard {
    fn read(self, source: &Source, documents: &Documents) -> Result<Standard, Fault> {
        let decimal = self.yuan.get_ref().parse::<Decimal>().ok();
        let Some(yuan) = decimal.and_then(Yuan::from_decimal).filter(|yuan| yuan.fen() > 0) else {
            let zh = "标准应为大于零的元数，如 \"500\"".to_owned();
            let en = "a standard is a number of yuan above zero, such as \"500\"".to_owned();
            return Err(Fault::new(source, self.yuan.span(), zh, en));
        };
        if yuan.fen() % 100 == 0 {
            self.basis.must_say(yuan.fen().unsigned_abs() / 100, source)?;
        }
        Ok(Standard {
            yuan,
            per: self.per,
            from: self.from.get_ref().0,
            until: until_after(&self.from, self.until.as_ref(), source)?,
            basis: Arc::new(documents.basis(&self.basis, source)?),
        })
    }
}
