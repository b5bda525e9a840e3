//! A programme file as TOML goes in; what it says, checked, comes out.

use serde::Deserialize;
use toml::Spanned;

use crate::field::Field;
use crate::lang::Words;

use super::column::{Column, RawColumn, day_field, field};
use super::duty_file::{Desk, RawExpiry, RawLaw, RawNotIncome, RawYearly};
use super::programme::{AnyTime, Counted, Entitled, Layer, Named, Programme, SumRule};
use super::rate::{RawRate, RawShare};
use super::version_file::{RawStandard, RawVersion, standards, versions};
use super::when::RawWhen;
use crate::fault::{Fault, Source};

/// A programme file, checked; laid over others by [`Programme::lay`].
pub(super) struct ProgrammeFile {
    pub id: Spanned<String>,
    /// Which keys it gives that are those of the file that founds a programme.
    pub founding: Vec<&'static str>,
    pub name: Option<Words>,
    pub aliases: Vec<String>,
    pub entitled: Option<Entitled>,
    pub counted: Option<Counted>,
    pub month_of: Option<Field>,
    pub or_month_of: Vec<Field>,
    pub rows_of_several: bool,
    pub order: Vec<Field>,
    pub any_time: Option<AnyTime>,
    pub sum: Option<SumRule>,
    pub sentence: Option<Words>,
    pub columns: Vec<Column>,
    pub checks: Vec<Named>,
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
    or_month_of: Vec<Spanned<String>>,
    #[serde(default)]
    rows_of_several: bool,
    #[serde(default)]
    order: Vec<Spanned<String>>,
    any_time: Option<RawAnyTime>,
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
    #[serde(default)]
    rate: Vec<RawRate>,
    #[serde(default)]
    share: Vec<RawShare>,
    #[serde(default)]
    expiry: Vec<RawExpiry>,
    #[serde(default)]
    yearly: Vec<RawYearly>,
    #[serde(default)]
    not_income: Vec<RawNotIncome>,
    #[serde(default)]
    law: Vec<RawLaw>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAnyTime {
    steps: Vec<Spanned<String>>,
    when: RawWhen,
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
pub(super) struct RawCheck {
    name: Spanned<String>,
}

/// What a sentence may fill in.
pub const PLACEHOLDERS: [&str; 6] = ["day", "name", "households", "persons", "visits", "amount"];

impl ProgrammeFile {
    pub fn read(desk: Desk<'_>) -> Result<ProgrammeFile, Fault> {
        let Desk { source, documents, codes, .. } = desk;
        let raw: RawProgramme = source.parse()?;
        let layer = Layer {
            area: area_code(raw.area, source)?,
            versions: versions(raw.version, desk)?,
            standards: standards(raw.standard, source, documents)?,
            rates: raw.rate.into_iter().map(|rate| rate.read(source, documents, codes)).collect::<Result<_, _>>()?,
            shares: raw
                .share
                .into_iter()
                .map(|share| share.read(source, documents, codes))
                .collect::<Result<_, _>>()?,
            expiries: raw.expiry.into_iter().map(|raw| raw.read(desk)).collect::<Result<_, _>>()?,
            not_income: raw.not_income.into_iter().map(|raw| raw.read(desk)).collect::<Result<_, _>>()?,
            yearly: raw.yearly.into_iter().map(|raw| raw.read(desk)).collect::<Result<_, _>>()?,
            laws: raw.law.into_iter().map(|raw| raw.read(desk)).collect::<Result<_, _>>()?,
        };
        let founding = [
            ("name", raw.name.is_some()),
            ("name_en", raw.name_en.is_some()),
            ("entitled", raw.entitled.is_some()),
            ("counted", raw.counted.is_some()),
            ("month_of", raw.month_of.is_some()),
            ("or_month_of", !raw.or_month_of.is_empty()),
            ("rows_of_several", raw.rows_of_several),
            ("order", !raw.order.is_empty()),
            ("any_time", raw.any_time.is_some()),
        ];
        let columns = raw.column.into_iter();
        let checks = raw.check.into_iter();
        let month_of = raw.month_of.as_ref();
        Ok(ProgrammeFile {
            id: raw.id,
            founding: founding.into_iter().filter(|(_, given)| *given).map(|(key, _)| key).collect(),
            name: raw.name.zip(raw.name_en).map(|(zh, en)| Words { zh, en }),
            aliases: raw.aliases,
            entitled: raw.entitled,
            counted: raw.counted,
            month_of: month_of.map(|name| day_field(name, source)).transpose()?,
            or_month_of: raw.or_month_of.iter().map(|name| day_field(name, source)).collect::<Result<_, _>>()?,
            rows_of_several: raw.rows_of_several,
            order: raw.order.iter().map(|name| day_field(name, source)).collect::<Result<_, _>>()?,
            any_time: raw.any_time.map(|free| free.read(&raw.order, desk)).transpose()?,
            sum: raw.sum.map(|sum| sum.read(source)).transpose()?,
            sentence: raw.sentence.map(|words| words.read(source)).transpose()?,
            columns: columns.map(|column| column.read(source)).collect::<Result<_, _>>()?,
            checks: checks.map(|check| check.read(source)).collect(),
            layer,
        })
    }

    /// A fault if it says again what the file that founds its programme has said: laid over that, it would not hold.
    pub fn founds_nothing(&self, source: &Source) -> Result<(), Fault> {
        if self.founding.is_empty() {
            return Ok(());
        }
        let (id, keys) = (self.id.get_ref(), self.founding.join("、"));
        let zh = format!("“{id}”已由别的规则文件定义，这里的 {keys} 不起作用；请删去");
        let keys = self.founding.join(", ");
        let en = format!("{id:?} is defined by another file, so {keys} would not hold here; take it out");
        Err(Fault::new(source, self.id.span(), zh, en))
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
            or_month_of: self.or_month_of,
            rows_of_several: self.rows_of_several,
            order: self.order,
            any_time: self.any_time,
            sum: self.sum,
            sentence: self.sentence,
            columns: self.columns,
            checks: self.checks,
            layers: vec![self.layer],
            is_list: false,
            only_for: Vec::new(),
            shows_hardship: false,
        })
    }
}

/// A division code, which has six digits.
pub(super) fn area_code(written: Spanned<String>, source: &Source) -> Result<String, Fault> {
    let area = written.get_ref();
    if area.len() == 6 && area.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(written.into_inner());
    }
    let zh = "行政区划代码应为六位数字".to_owned();
    let en = "a division code has six digits".to_owned();
    Err(Fault::new(source, written.span(), zh, en))
}

fn fields(names: &[Spanned<String>], source: &Source) -> Result<Vec<Field>, Fault> {
    names.iter().map(|name| field(name, source)).collect()
}

impl RawAnyTime {
    fn read(self, order: &[Spanned<String>], desk: Desk<'_>) -> Result<AnyTime, Fault> {
        let is_ordered = |step: &&Spanned<String>| order.iter().any(|ordered| ordered.get_ref() == step.get_ref());
        if let Some(other) = self.steps.iter().find(|step| !is_ordered(step)) {
            let zh = "any_time 的 steps 应是 order 里的日期".to_owned();
            let en = "`steps` of `any_time` are dates of `order`".to_owned();
            return Err(Fault::new(desk.source, other.span(), zh, en));
        }
        let steps = self.steps.iter().map(|name| day_field(name, desk.source)).collect::<Result<_, _>>()?;
        Ok(AnyTime { steps, when: desk.when(&self.when)? })
    }
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
    pub(super) fn read(self, source: &Source) -> Named {
        Named::read(self.name, source)
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
