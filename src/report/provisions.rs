//! A programme and a day go in; everything the law of that day says of it comes out, line by line, each with its words.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::calendar::Unit;
use crate::day::Month;
use crate::field::Field;
use crate::lang::{Lang, Words};
use crate::rules::{
    Basis, Condition, Deadline, Layer, Length, Notice, Pack, Per, Programme, Rate, Review, Share, Span, StartMonth,
    Version, When, Worth,
};
use crate::say;

/// One thing the law says.
#[derive(Debug, Clone)]
pub struct Provision<'p> {
    pub kind: Kind,
    /// The same on two days if it is the same thing, whatever it then says.
    pub key: String,
    pub name: String,
    pub says: String,
    pub unless: Option<String>,
    pub basis: &'p Arc<Basis>,
    pub span: Span,
    /// Division code of the level of government that says it.
    pub area: &'p str,
    /// Of a deadline.
    pub deadline: Option<&'p Deadline>,
    /// The columns it is judged by.
    fields: Vec<Field>,
    /// What a multiple comes to on the day: it changes with what it is a multiple of, not with the rule.
    worth: Option<String>,
}

impl Provision<'_> {
    /// What it says without what it comes to.
    fn rule(&self) -> String {
        let worth = self.worth.as_deref().unwrap_or_default();
        if worth.is_empty() { self.says.clone() } else { self.says.replace(worth, "") }
    }

    /// Whether a column has to do with it.
    pub fn concerns(&self, field: Field) -> bool {
        self.fields.contains(&field)
    }
}

/// What a provision is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Condition,
    Deadline,
    Notice,
    Visit,
    KinVisit,
    Start,
    PayDay,
    Standard,
    Rate,
    Share,
    Difference,
    Repeat,
    Review,
    Expiry,
    Yearly,
}

impl Kind {
    /// The word in machine formats: the table of the rule file.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Condition => "condition",
            Kind::Deadline => "deadline",
            Kind::Notice => "notice",
            Kind::Visit => "visit",
            Kind::KinVisit => "kin_visit",
            Kind::Start => "start",
            Kind::PayDay => "pay_day",
            Kind::Standard => "standard",
            Kind::Rate => "rate",
            Kind::Share => "share",
            Kind::Difference => "difference",
            Kind::Repeat => "repeat",
            Kind::Review => "review",
            Kind::Expiry => "expiry",
            Kind::Yearly => "yearly",
        }
    }

    pub fn text(self, lang: Lang) -> String {
        match self {
            Kind::Condition => say!(lang, "对象条件", "Who"),
            Kind::Deadline => say!(lang, "时限", "Time limit"),
            Kind::Notice => say!(lang, "公示", "Public notice"),
            Kind::Visit => say!(lang, "入户抽查", "County visits"),
            Kind::KinVisit => say!(lang, "近亲属入户", "Visits to relatives of staff"),
            Kind::Start => say!(lang, "起发月份", "First month paid"),
            Kind::PayDay => say!(lang, "发放日期", "Day of payment"),
            Kind::Standard => say!(lang, "标准", "Standard"),
            Kind::Rate => say!(lang, "金额", "Amount"),
            Kind::Share => say!(lang, "救助比例", "Share of costs"),
            Kind::Difference => say!(lang, "补差计算", "Difference"),
            Kind::Repeat => say!(lang, "重复救助", "Aid again"),
            Kind::Review => say!(lang, "复核周期", "Review"),
            Kind::Expiry => say!(lang, "证件到期", "Expiry"),
            Kind::Yearly => say!(lang, "定期工作", "Yearly work"),
        }
    }
}

/// Everything in force on a day, national law first, in the order of a case: who, steps, money, afterwards.
pub fn provisions<'p>(programme: &'p Programme, pack: &'p Pack, day: NaiveDate, lang: Lang) -> Vec<Provision<'p>> {
    let mut all: Vec<Provision<'p>> = Vec::new();
    for layer in &programme.layers {
        let version = layer.on(day);
        let heads = Heads { programme, pack, day, lang };
        all.extend(version.into_iter().flat_map(|version| of_version(version, layer, heads)));
        all.extend(of_money(layer, heads));
        all.extend(of_year(layer, heads));
    }
    all.sort_by_key(|provision| provision.kind);
    all
}

/// What columns are called: in Chinese by their headers, in English by the words rule files use.
#[derive(Clone, Copy)]
struct Heads<'p> {
    programme: &'p Programme,
    pack: &'p Pack,
    day: NaiveDate,
    lang: Lang,
}

impl Heads<'_> {
    fn of(self, field: Field) -> String {
        match self.lang {
            Lang::Zh => self.pack.header(field, self.programme),
            Lang::En => field.name().to_owned(),
        }
    }
}

fn of_version<'p>(version: &'p Version, layer: &'p Layer, heads: Heads<'p>) -> Vec<Provision<'p>> {
    let lang = heads.lang;
    let of = |kind: Kind, key: String, name: String, says: String, basis: &'p Arc<Basis>| Provision {
        kind,
        key,
        name,
        says,
        unless: None,
        basis,
        span: version.span,
        area: &layer.area,
        deadline: None,
        fields: Vec::new(),
        worth: None,
    };
    let except = |unless: &Option<Words>| unless.as_ref().map(|unless| unless.get(lang).to_owned());
    let mut all = Vec::new();
    let day = heads.day;
    let held = heads.programme.conditions(day);
    for rule in version.conditions.iter().filter(|rule| held.iter().any(|held| std::ptr::eq(*held, *rule))) {
        let line = of(Kind::Condition, rule.name.zh.clone(), named(&rule.name, lang), who(rule, lang), &rule.basis);
        let asked = rule.any.iter().chain([&rule.only_when]).flat_map(|when| when.fields());
        all.push(Provision { unless: except(&rule.unless), fields: asked.collect(), ..line });
    }
    let runs = |rule: &Deadline| heads.programme.deadlines(rule.starts, day).any(|held| std::ptr::eq(held, rule));
    for rule in version.deadlines.iter().filter(|rule| runs(rule)) {
        let steps = format!("{} {} {}", rule.starts.name(), rule.ends.name(), rule.when.text(Lang::Zh));
        let line = of(Kind::Deadline, steps, named(&rule.name, lang), limit(rule, heads), &rule.basis);
        let unless = rule.unless.as_ref().map(|unless| unless.get(lang).to_owned());
        all.push(Provision {
            unless,
            deadline: Some(rule),
            fields: [rule.starts, rule.ends].into_iter().chain(extended_by(rule)).collect(),
            ..line
        });
    }
    for rule in &version.notices {
        let key = format!("{} {}", rule.name.zh, rule.binding);
        let line = of(Kind::Notice, key, named(&rule.name, lang), posted(rule, lang), &rule.basis);
        all.push(Provision { fields: vec![Field::PostedFrom, Field::PostedUntil], ..line });
    }
    if let Some(rule) = &version.visit {
        let percent = rule.percent;
        let says = say!(lang, "不低于{percent}%", "at least {percent}%");
        let line = of(Kind::Visit, String::new(), String::new(), says, &rule.basis);
        all.push(Provision { fields: vec![Field::Visited], ..line });
    }
    if let Some(rule) = &version.kin_visit {
        let says = say!(lang, "登记备案的逐户", "every registered case");
        let line = of(Kind::KinVisit, String::new(), String::new(), says, &rule.basis);
        all.push(Provision { fields: vec![Field::KinRecorded, Field::Visited], ..line });
    }
    if let Some(rule) = &version.start {
        let after = heads.of(rule.after);
        let says = match rule.month {
            StartMonth::Same => say!(lang, "当月（{after}）", "the month of {after}"),
            StartMonth::Next => say!(lang, "次月（{after}）", "the month after {after}"),
        };
        let line = of(Kind::Start, String::new(), String::new(), says, &rule.basis);
        all.push(Provision { fields: vec![Field::StartMonth, rule.after], ..line });
    }
    if let Some(rule) = &version.pay_day {
        let by = rule.day;
        let says = say!(lang, "每月{by}日前", "by day {by} of the month");
        let line = of(Kind::PayDay, String::new(), String::new(), says, &rule.basis);
        all.push(Provision { fields: vec![Field::Paid], ..line });
    }
    if let Some(rule) = &version.difference {
        let says = say!(lang, "（标准－人均收入）×人数", "(standard − income per head) × persons");
        let line = of(Kind::Difference, String::new(), String::new(), says, &rule.basis);
        let fields = vec![Field::MonthlyAmount, Field::IncomePerHead];
        all.push(Provision { unless: except(&rule.unless), fields, ..line });
    }
    if let Some(rule) = &version.repeat {
        let months = rule.months;
        let says = say!(lang, "{months}个月内同一事由不重复", "not for one cause within {months} months");
        let line = of(Kind::Repeat, String::new(), String::new(), says, &rule.basis);
        all.push(Provision { unless: except(&rule.unless), ..line });
    }
    for rule in &version.reviews {
        let line = of(Kind::Review, rule.name.zh.clone(), named(&rule.name, lang), cycle(rule, lang), &rule.basis);
        all.push(Provision { unless: except(&rule.unless), fields: vec![Field::Reviewed], ..line });
    }
    all
}

fn of_money<'p>(layer: &'p Layer, heads: Heads<'p>) -> Vec<Provision<'p>> {
    let Heads { pack, day, lang, .. } = heads;
    let of = |kind: Kind, key: String, name: String, says: String, basis: &'p Arc<Basis>, span: Span| Provision {
        kind,
        key,
        name,
        says,
        unless: None,
        basis,
        span,
        area: &layer.area,
        deadline: None,
        fields: Vec::new(),
        worth: None,
    };
    let except = |unless: &Option<Words>| unless.as_ref().map(|unless| unless.get(lang).to_owned());
    let mut all = Vec::new();
    for rule in layer.standards.iter().filter(|rule| rule.span.holds(day)) {
        let line = of(Kind::Standard, String::new(), String::new(), rule.text(lang), &rule.basis, rule.span);
        all.push(Provision { fields: vec![Field::Standard], ..line });
    }
    for rule in layer.rates.iter().filter(|rule| rule.span.holds(day)) {
        let key = format!("{} {} {}", rule.name.zh, rule.pays.name(), rule.when.text(Lang::Zh));
        let line = of(Kind::Rate, key, named(&rule.name, lang), amount(rule, pack, day, lang), &rule.basis, rule.span);
        let fields = rule.when.fields().chain([rule.pays]).collect();
        let worth = matches!(rule.worth, Worth::Times(..)).then(|| worth(rule, pack, day, lang));
        all.push(Provision { unless: except(&rule.unless), fields, worth, ..line });
    }
    for rule in layer.shares.iter().filter(|rule| rule.span.holds(day)) {
        let key = format!("{} {}", rule.name.zh, rule.when.text(Lang::Zh));
        let line = of(Kind::Share, key, named(&rule.name, lang), share(rule, heads), &rule.basis, rule.span);
        let fields = rule.less.iter().copied().chain([rule.of, rule.pays]).collect();
        all.push(Provision { unless: except(&rule.unless), fields, ..line });
    }
    all
}

/// What runs out, and what is done every year.
fn of_year<'p>(layer: &'p Layer, heads: Heads<'p>) -> Vec<Provision<'p>> {
    let Heads { day, lang, .. } = heads;
    let of = |kind: Kind, name: &Words, says: String, basis: &'p Arc<Basis>, span: Span| Provision {
        kind,
        key: name.zh.clone(),
        name: named(name, lang),
        says,
        unless: None,
        basis,
        span,
        area: &layer.area,
        deadline: None,
        fields: Vec::new(),
        worth: None,
    };
    let mut all = Vec::new();
    for rule in layer.expiries.iter().filter(|rule| rule.span.holds(day)) {
        let (field, months) = (heads.of(rule.field), rule.remind);
        let says =
            say!(lang, "以{field}为准，提前{months}个月提醒", "on the day of {field}, with {months} months' notice");
        let unless = rule.unless.as_ref().map(|unless| unless.get(lang).to_owned());
        let line = of(Kind::Expiry, &rule.name, by(rule.who.as_ref(), says, lang), &rule.basis, rule.span);
        all.push(Provision { unless, fields: vec![rule.field], ..line });
    }
    for rule in layer.yearly.iter().filter(|rule| rule.span.holds(day)) {
        let days: Vec<String> = rule.by.iter().map(|(month, day)| format!("{month:02}-{day:02}")).collect();
        let days = days.join(&say!(lang, "、", ", "));
        let says = say!(lang, "每年{days}前", "every year by {days}");
        all.push(of(Kind::Yearly, &rule.name, by(rule.who.as_ref(), says, lang), &rule.basis, rule.span));
    }
    all
}

/// What is said, after whose it is to do.
fn by(who: Option<&Words>, says: String, lang: Lang) -> String {
    match who.map(|who| who.get(lang)) {
        Some(who) => say!(lang, "{who}，{says}", "{who}, {says}"),
        None => says,
    }
}

/// The columns that say whether a limit is extended.
fn extended_by(rule: &Deadline) -> impl Iterator<Item = Field> + '_ {
    rule.extension.iter().flat_map(|extension| extension.when.fields())
}

fn named(words: &Words, lang: Lang) -> String {
    words.get(lang).to_owned()
}

fn limit(rule: &Deadline, heads: Heads<'_>) -> String {
    let lang = heads.lang;
    let (limit, starts, ends) = (rule.limit.text(lang), heads.of(rule.starts), heads.of(rule.ends));
    let longer = rule.extension.as_ref().map_or(String::new(), |extension| {
        let (longer, cases) = (extension.limit.text(lang), extension.when.text(lang));
        say!(lang, "，可延长至{longer}：{cases}", ", extended to {longer} for {cases}")
    });
    let says = say!(lang, "{limit}（{starts} → {ends}）{longer}", "{limit} ({starts} → {ends}){longer}");
    guarded(&rule.when, by(rule.who.as_deref(), says, lang), lang)
}

fn who(rule: &Condition, lang: Lang) -> String {
    let any: Vec<&str> = rule.any.iter().map(|when| when.text(lang)).collect();
    let any = any.join(&say!(lang, "；或", "; or "));
    guarded(&rule.only_when, any, lang)
}

/// What is said only of some rows, after whom it is said of.
fn guarded(when: &When, says: String, lang: Lang) -> String {
    match when.is_empty() {
        true => says,
        false => {
            let of = when.text(lang);
            say!(lang, "{of}：{says}", "{of}: {says}")
        }
    }
}

fn posted(rule: &Notice, lang: Lang) -> String {
    let says = match rule.length {
        Length::Forbidden => say!(lang, "不得公示", "never posted"),
        Length::AtLeast(limit) => {
            let (number, binding) = (limit.number, rule.binding);
            let unit = match limit.unit {
                Unit::WorkingDays => say!(lang, "个工作日", " working days"),
                _ => say!(lang, "日", " days"),
            };
            match binding {
                true => say!(lang, "不少于{number}{unit}", "at least {number}{unit}"),
                false => {
                    say!(lang, "不少于{number}{unit}（另一文件的要求）", "at least {number}{unit} (another text)")
                }
            }
        }
    };
    guarded(&rule.when, says, lang)
}

fn cycle(rule: &Review, lang: Lang) -> String {
    let months = rule.months;
    guarded(&rule.when, say!(lang, "每{months}个月", "every {months} months"), lang)
}

fn amount(rule: &Rate, pack: &Pack, day: NaiveDate, lang: Lang) -> String {
    let bound = rule.bound.text(lang);
    let says = match &rule.worth {
        Worth::Yuan(yuan) => match rule.per {
            Per::Month => say!(lang, "{bound}每月{yuan}元", "{bound} {yuan} yuan a month"),
            Per::Year => say!(lang, "{bound}每年{yuan}元", "{bound} {yuan} yuan a year"),
        },
        Worth::Times(times, of) => {
            let worth = worth(rule, pack, day, lang);
            let of = pack.programme(of).map_or(of.as_str(), |programme| pack.programmes[programme].name.get(lang));
            say!(lang, "{bound}{of}标准的{times}倍（{worth}）", "{bound} {times} times {of} ({worth})")
        }
    };
    guarded(&rule.when, says, lang)
}

/// What a multiple comes to on a day.
fn worth(rule: &Rate, pack: &Pack, day: NaiveDate, lang: Lang) -> String {
    let worth = Month::of(day).and_then(|month| pack.worth(rule, month));
    match worth {
        Some((worth, _)) => say!(lang, "{worth}元", "{worth} yuan"),
        None => say!(lang, "当时的标准未知", "the standard of then is not known"),
    }
}

fn share(rule: &Share, heads: Heads<'_>) -> String {
    let lang = heads.lang;
    let (bound, percent) = (rule.bound.text(lang), rule.percent);
    let of: Vec<String> = [rule.of].iter().chain(&rule.less).map(|field| heads.of(*field)).collect();
    let of = of.join(" − ");
    guarded(&rule.when, say!(lang, "{bound}{percent}%（{of}）", "{bound} {percent}% of {of}"), lang)
}

/// What two days say differently: what ended, what began, what changed.
pub fn changes<'p>(before: Vec<Provision<'p>>, after: Vec<Provision<'p>>) -> Vec<Change<'p>> {
    let same = |one: &Provision<'_>, other: &Provision<'_>| {
        one.kind == other.kind && one.key == other.key && one.area == other.area
    };
    let differs = |one: &Provision<'_>, other: &Provision<'_>| {
        one.rule() != other.rule() || one.unless != other.unless || one.basis != other.basis
    };
    let mut changes = Vec::new();
    for old in &before {
        match after.iter().find(|new| same(old, new)) {
            None => changes.push(Change { before: Some(old.clone()), after: None }),
            Some(new) if differs(old, new) => {
                changes.push(Change { before: Some(old.clone()), after: Some(new.clone()) });
            }
            Some(_) => {}
        }
    }
    let begun = after.iter().filter(|new| !before.iter().any(|old| same(old, new)));
    changes.extend(begun.map(|new| Change { before: None, after: Some(new.clone()) }));
    changes.sort_by_key(|change| change.kind());
    changes
}

/// One difference between two days; at least one side is there.
#[derive(Debug, Clone)]
pub struct Change<'p> {
    pub before: Option<Provision<'p>>,
    pub after: Option<Provision<'p>>,
}

impl Change<'_> {
    fn kind(&self) -> Option<Kind> {
        self.before.as_ref().or(self.after.as_ref()).map(|provision| provision.kind)
    }
}
