//! A programme and a day go in; everything the law of that day says of it comes out, line by line, each with its words.

mod lines;
mod says;

use std::sync::Arc;

use chrono::NaiveDate;

use crate::field::Field;
use crate::lang::Lang;
use crate::rules::{Basis, Deadline, Pack, Programme, Span};
use crate::say;

use lines::Page;

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
    Law,
    Text,
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
    NotIncome,
    Repeat,
    Review,
    Expiry,
    Yearly,
}

impl Kind {
    /// The word in machine formats: the table of the rule file.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Law => "law",
            Kind::Text => "version",
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
            Kind::NotIncome => "not_income",
            Kind::Repeat => "repeat",
            Kind::Review => "review",
            Kind::Expiry => "expiry",
            Kind::Yearly => "yearly",
        }
    }

    pub fn text(self, lang: Lang) -> String {
        match self {
            Kind::Law => say!(lang, "上位法", "Law above"),
            Kind::Text => say!(lang, "依据", "Basis"),
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
            Kind::NotIncome => say!(lang, "不计收入", "Not income"),
            Kind::Repeat => say!(lang, "重复救助", "Aid again"),
            Kind::Review => say!(lang, "复核周期", "Review"),
            Kind::Expiry => say!(lang, "到期", "Expiry"),
            Kind::Yearly => say!(lang, "定期工作", "Yearly work"),
        }
    }
}

/// Everything in force on a day, national law first, in the order of a case: who, steps, money, afterwards.
pub fn provisions<'p>(programme: &'p Programme, pack: &'p Pack, day: NaiveDate, lang: Lang) -> Vec<Provision<'p>> {
    let pages = programme.layers.iter().map(|layer| Page { layer, programme, pack, day, lang });
    let mut all: Vec<Provision<'p>> = pages.flat_map(Page::lines).collect();
    all.sort_by_key(|provision| provision.kind);
    all
}

/// What two days say differently of a programme: what ended, what began, what changed, and with it the text they rest on,
/// which `rules show` has in its headings.
pub fn changes<'p>(programme: &'p Programme, pack: &'p Pack, days: [NaiveDate; 2], lang: Lang) -> Vec<Change<'p>> {
    let [before, after] = days.map(|day| {
        let pages = programme.layers.iter().map(|layer| Page { layer, programme, pack, day, lang });
        pages.filter_map(Page::text).chain(provisions(programme, pack, day, lang)).collect()
    });
    between(before, after)
}

fn between<'p>(before: Vec<Provision<'p>>, after: Vec<Provision<'p>>) -> Vec<Change<'p>> {
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
