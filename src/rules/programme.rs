//! A programme: what its rosters hold, which checks they get, and the law of each day, layer upon layer.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::Deserialize;
use toml::Spanned;

use crate::day::Month;
use crate::field::Field;
use crate::lang::Words;

use super::basis::Basis;
use super::column::Column;
use super::duty::{Below, Condition, Expiry, NotIncome, Notice, Review, RunsOut, Start, Yearly};
use super::programme_file::ProgrammeFile;
use super::rate::{Rate, Share};
use super::span::Span;
use super::version::{Deadline, Limit, Standard, Version};
use super::when::When;
use crate::fault::{Fault, Source};

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
    /// The dates that say so, the first that a roster has, where it has no column of that and its sheet names no month.
    pub or_month_of: Vec<Field>,
    /// Of a programme for persons: whether a row is of as many as its number of people assisted says.
    pub rows_of_several: bool,
    /// Dates that follow each other.
    pub order: Vec<Field>,
    /// What of it may come before the dates ahead of it in some rows.
    pub any_time: Option<AnyTime>,
    pub sum: Option<SumRule>,
    pub sentence: Option<Words>,
    pub columns: Vec<Column>,
    pub checks: Vec<Named>,
    /// National law first, the most local last.
    pub layers: Vec<Layer>,
    /// Whether this is no programme but a reference list held against the rosters: nobody is paid by it.
    pub is_list: bool,
    /// Of a reference list: the programmes that are only for people who stand on it.
    pub only_for: Vec<Named>,
    /// Of a reference list: whether whoever stands on it is in hardship.
    pub shows_hardship: bool,
}

/// Steps that in some rows come when they come.
#[derive(Debug, Clone)]
pub struct AnyTime {
    pub steps: Vec<Field>,
    /// The rows.
    pub when: When,
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

/// The name of a check or a programme in a rule file, with the place that names it.
#[derive(Debug, Clone)]
pub struct Named {
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
    pub rates: Vec<Rate>,
    pub shares: Vec<Share>,
    pub expiries: Vec<Expiry>,
    pub yearly: Vec<Yearly>,
    pub not_income: Vec<NotIncome>,
    pub laws: Vec<Law>,
}

/// A law above the versions of its days: it founds the programme and changes none of their rules.
#[derive(Debug, Clone)]
pub struct Law {
    pub span: Span,
    pub basis: Arc<Basis>,
}

impl Programme {
    /// The versions in force on a day, the most local first.
    pub fn on(&self, day: NaiveDate) -> impl Iterator<Item = &Version> {
        let layers = self.layers.iter().rev();
        layers.filter_map(move |layer| layer.on(day))
    }

    /// The rules of a kind in force on a day, of every layer, the most local first: one of a nearer layer replaces the
    /// same of a wider. Every kind that has several of a version is decided here.
    fn in_force<'p, T>(
        &'p self,
        day: NaiveDate,
        of: impl Fn(&'p Version) -> &'p [T],
        is_same: impl Fn(&T, &T) -> bool,
    ) -> Vec<&'p T> {
        let mut rules: Vec<&'p T> = Vec::new();
        for version in self.on(day) {
            let nearer = rules.len();
            for rule in of(version) {
                if !rules[..nearer].iter().any(|near| is_same(near, rule)) {
                    rules.push(rule);
                }
            }
        }
        rules
    }

    /// The deadlines that start with an event of this day; a local one replaces a wider one of the same steps.
    pub fn deadlines(&self, starts: Field, day: NaiveDate) -> impl Iterator<Item = &Deadline> {
        let is_same = |near: &Deadline, rule: &Deadline| near.span.holds(day) && near.is_of_the_same_rows(rule);
        let all = self.in_force(day, |version| &version.deadlines, is_same);
        all.into_iter().filter(move |deadline| deadline.starts == starts && deadline.span.holds(day))
    }

    /// The conditions of a day; a local one replaces a wider one of the same name.
    pub fn conditions(&self, day: NaiveDate) -> Vec<&Condition> {
        self.in_force(day, |version| &version.conditions, |one, other| one.name.zh == other.name.zh)
    }

    /// The reviews of a day; a local one replaces a wider one of the same name.
    pub fn reviews(&self, day: NaiveDate) -> Vec<&Review> {
        self.in_force(day, |version| &version.reviews, |one, other| one.name.zh == other.name.zh)
    }

    /// The reviews of any day.
    pub fn all_reviews(&self) -> impl Iterator<Item = &Review> {
        self.layers.iter().flat_map(|layer| &layer.versions).flat_map(|version| &version.reviews)
    }

    /// The public notices of a day; a local one replaces a wider one of the same name.
    pub fn notices(&self, day: NaiveDate) -> Vec<&Notice> {
        self.in_force(day, |version| &version.notices, |one, other| one.name.zh == other.name.zh)
    }

    /// From which month is paid after an event of a day, by the most local version that says anything of it.
    pub fn paid_from(&self, day: NaiveDate) -> &[Start] {
        self.on(day).map(|version| version.starts.as_slice()).find(|starts| !starts.is_empty()).unwrap_or_default()
    }

    /// The events that some deadline of some day starts with.
    pub fn starts(&self) -> Vec<Field> {
        let versions = self.layers.iter().flat_map(|layer| &layer.versions);
        let mut starts: Vec<Field> = versions.flat_map(|version| &version.deadlines).map(|d| d.starts).collect();
        starts.sort_unstable();
        starts.dedup();
        starts
    }

    /// The limits of all steps that start with an event, of whatever day.
    pub fn limits(&self, starts: Field) -> Vec<Limit> {
        let versions = self.layers.iter().flat_map(|layer| &layer.versions);
        let steps = versions.flat_map(|version| &version.deadlines);
        steps.filter(|step| step.starts == starts).map(|step| step.limit).collect()
    }

    /// The events that steps starting with one of them end with, of whatever day.
    pub fn ends(&self, starts: Field) -> BTreeSet<Field> {
        let versions = self.layers.iter().flat_map(|layer| &layer.versions);
        let steps = versions.flat_map(|version| &version.deadlines);
        steps.filter(|step| step.starts == starts).map(|step| step.ends).collect()
    }

    /// The standard of a pay month, the most local one that is known.
    pub fn standard(&self, month: Month) -> Option<&Standard> {
        self.standard_on(month.first_day())
    }

    pub fn standard_on(&self, day: NaiveDate) -> Option<&Standard> {
        let layers = self.layers.iter().rev();
        let mut standards = layers.flat_map(|layer| &layer.standards);
        standards.find(|standard| standard.span.holds(day))
    }

    /// The rates of a pay month for what a field states: those of the most local layer that has any, and before them,
    /// for the first that holds of a row decides, the ceilings of wider layers for kinds of cases that no nearer one
    /// speaks of.
    pub fn rates(&self, pays: Field, month: Month) -> Vec<&Rate> {
        self.rates_on(pays, month.first_day())
    }

    /// The same of a day: of aid granted once, that of the grant.
    pub fn rates_on(&self, pays: Field, day: NaiveDate) -> Vec<&Rate> {
        let mut rates: Vec<&Rate> = Vec::new();
        for layer in self.layers.iter().rev() {
            let of_layer = layer.rates.iter().filter(|rate| rate.pays == pays && rate.span.holds(day));
            let staying = of_layer.filter(|rate| rates.is_empty() || rate.is_ceiling_beside(&rates));
            rates = staying.chain(rates.iter().copied()).collect();
        }
        rates
    }

    /// The days of a month, its first apart, from which other rates hold than the day before.
    pub fn turns(&self, month: Month) -> Vec<NaiveDate> {
        let spans = self.layers.iter().flat_map(|layer| &layer.rates).map(|rate| rate.span);
        let days = spans.flat_map(|span| [Some(span.from), span.until.and_then(|until| until.succ_opt())]);
        let within = |day: &NaiveDate| *day > month.first_day() && *day <= month.last_day();
        let mut turns: Vec<NaiveDate> = days.flatten().filter(within).collect();
        turns.sort_unstable();
        turns.dedup();
        turns
    }

    /// The shares of costs borne on a day, of all layers.
    pub fn shares(&self, day: NaiveDate) -> impl Iterator<Item = &Share> {
        let shares = self.layers.iter().rev().flat_map(|layer| &layer.shares);
        shares.filter(move |share| share.span.holds(day))
    }

    /// What runs out on the day of a column, and how many months before to speak of it, of all layers.
    pub fn expiries(&self, day: NaiveDate) -> impl Iterator<Item = (&Expiry, u32)> {
        let all = self.layers.iter().rev().flat_map(|layer| &layer.expiries);
        all.filter(move |expiry| expiry.span.holds(day)).filter_map(|expiry| match expiry.runs_out {
            RunsOut::On { remind } => Some((expiry, remind)),
            RunsOut::After(_) => None,
        })
    }

    /// What somebody may do for so long after the day of a column, of all layers and days.
    pub fn windows(&self) -> impl Iterator<Item = (&Expiry, Limit)> {
        let all = self.layers.iter().rev().flat_map(|layer| &layer.expiries);
        all.filter_map(|expiry| match expiry.runs_out {
            RunsOut::After(limit) => Some((expiry, limit)),
            RunsOut::On { .. } => None,
        })
    }

    /// What an office does every year or quarter, of all layers.
    pub fn yearly(&self, day: NaiveDate) -> impl Iterator<Item = &Yearly> {
        let all = self.layers.iter().rev().flat_map(|layer| &layer.yearly);
        all.filter(move |duty| duty.span.holds(day))
    }

    /// What does not count as income in a month, of all layers.
    pub fn not_income(&self, month: Month) -> impl Iterator<Item = &NotIncome> {
        let all = self.layers.iter().rev().flat_map(|layer| &layer.not_income);
        all.filter(move |rule| rule.span.holds(month.first_day()))
    }

    /// The laws above the versions of a day, of all layers, the nation's first.
    pub fn laws(&self, day: NaiveDate) -> impl Iterator<Item = &Law> {
        let all = self.layers.iter().flat_map(|layer| &layer.laws);
        all.filter(move |law| law.span.holds(day))
    }

    /// The words that say who has it: of the law above on a day, else of the rule itself.
    pub fn basis_of<'p>(&'p self, below: &'p Below, day: NaiveDate) -> &'p Arc<Basis> {
        self.laws(day).next().map_or(&below.basis, |law| &law.basis)
    }

    /// The fields that some rate of some day is stated in.
    pub fn rated(&self) -> Vec<Field> {
        let mut rated: Vec<Field> = self.layers.iter().flat_map(|layer| &layer.rates).map(|rate| rate.pays).collect();
        rated.sort_unstable();
        rated.dedup();
        rated
    }

    /// What the most local version of a day says of something, where any does.
    pub fn says<'p, T>(&'p self, day: NaiveDate, what: impl Fn(&'p Version) -> Option<T>) -> Option<T> {
        self.on(day).find_map(what)
    }

    /// Fields no row may lack.
    pub fn required(&self) -> impl Iterator<Item = Field> + '_ {
        let columns = self.columns.iter().filter(|column| column.required);
        columns.map(|column| column.field)
    }

    pub fn is_named(&self, name: &str) -> bool {
        self.id == name || self.name.zh == name || self.aliases.iter().any(|alias| alias == name)
    }

    /// Whether a programme is only for people who stand on this list.
    pub fn is_only_for(&self, programme: &Programme) -> bool {
        self.only_for.iter().any(|only| only.name == programme.id)
    }

    /// Adds what another file says of this list.
    pub(super) fn add(&mut self, list: Programme) {
        // What it is called there is one more of its names.
        self.aliases.extend(list.aliases);
        self.aliases.push(list.name.zh);
        self.columns.extend(list.columns);
        self.checks.extend(list.checks);
        self.only_for.extend(list.only_for);
        self.shows_hardship |= list.shows_hardship;
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
        self.versions.iter().find(|version| version.span.holds(day))
    }
}

impl Named {
    pub(super) fn read(name: Spanned<String>, source: &Source) -> Named {
        Named { span: name.span(), source: source.clone(), name: name.into_inner() }
    }

    /// The fault of being the id of a list and of a programme.
    pub(super) fn is_no_list(&self) -> Fault {
        let name = &self.name;
        let zh = format!("“{name}”既是名单又是项目；请给其中一个另取 id");
        let en = format!("{name:?} is both a list and a programme; give one of them another id");
        Fault::new(&self.source, self.span.clone(), zh, en)
    }

    /// The fault of naming what does not exist: a check, a programme.
    pub fn unknown(&self, what: (&str, &str)) -> Fault {
        let (name, (zh, en)) = (&self.name, what);
        let zh = format!("没有名为“{name}”的{zh}");
        let en = format!("there is no {en} named {name:?}");
        Fault::new(&self.source, self.span.clone(), zh, en)
    }
}

/// How many digits of a division code say something: 0 for the nation, 2, 4, 6 below.
pub(super) fn significant(area: &str) -> usize {
    let digits = area.trim_end_matches('0').len();
    digits.next_multiple_of(2)
}
