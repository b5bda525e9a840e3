//! A row and the rates of its months go in; what it should be paid comes out, with the words that say so.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use super::law::Rated;
use super::{Case, facts};
use crate::day::{Month, Months};
use crate::field::Field;
use crate::finding::Severity;
use crate::lang::{Lang, Words};
use crate::money::Yuan;
use crate::roster::{Layout, Record};
use crate::rules::{Basis, Bound, Counted, Entitled, Programme, Rate, Seen, Span, Standard, Worth};
use crate::say;

/// What a row states of its pay: the column it stands in, and the rated fields it is made of.
#[derive(Debug, Clone)]
pub(super) struct Stated<'c> {
    pub column: Field,
    pub of: &'c [Field],
    pub paid: Yuan,
    /// What other parts, which no rate says anything of, add to it.
    pub besides: Yuan,
    pub scope: Scope,
}

/// What a stated amount is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// Each month of the row.
    Monthly,
    /// All months of the row together.
    Whole,
    /// One grant, however long it is to last.
    Once,
}

/// One amount that the rates of a month allow.
#[derive(Debug, Clone)]
pub(super) struct Owed<'p> {
    pub exact: Decimal,
    pub choices: Vec<Choice<'p>>,
}

/// A rate that holds of a row, and what it is worth to it.
#[derive(Debug, Clone)]
pub(super) struct Choice<'p> {
    pub rate: &'p Rate,
    /// For all persons of the row.
    pub exact: Decimal,
    pub month: Month,
    pub persons: u32,
    pub basis: Vec<&'p Arc<Basis>>,
}

/// One way the months of a row may add up.
#[derive(Debug, Clone)]
pub(super) struct Total<'p> {
    pub exact: Decimal,
    /// With each month rounded to the fen before it is added.
    pub by_month: Yuan,
    pub months: Vec<(Month, Owed<'p>)>,
}

/// Why nothing can be said of what a row should be paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unknown {
    Rates(Month),
    Worth(Words, Month),
    Birth,
    Column(Field),
    Words(Field),
    Persons,
    /// How many months the row pays, and which, where the rate changes.
    MonthsPaid,
}

/// How many ways of adding up are looked at: a row of a birthday has two.
const WAYS: usize = 32;

/// How far back an older standard is looked for, in months.
const BACK: u32 = 60;

/// More months than this are a slip of the pen, not what a row pays.
const LONGEST: u32 = 120;

/// Whether a row's pay can be asked about at all.
pub(super) fn is_paid(record: &Record<'_>, case: &Case<'_>) -> bool {
    let own_row = record.roster.layout != Layout::HouseholdRows || record.is_head;
    let covered = case.programme.entitled == Entitled::Household || record.is_covered();
    own_row && covered && !record.is_pending(case.programme.month_of)
}

/// The rated fields that stand for a month of one person's pay, supplements for classes apart.
pub(super) fn monthly(rated: &[Field]) -> Vec<Field> {
    rated.iter().copied().filter(|field| ![Field::Amount, Field::ClassifiedAmount].contains(field)).collect()
}

/// What a row states: its rated columns, else their sum for a month, else their sum for all its months.
pub(super) fn stated<'c>(record: &Record<'_>, case: &'c Case<'_>) -> Vec<Stated<'c>> {
    let monthly = &case.monthly[..];
    if monthly.is_empty() && !case.rated.contains(&Field::Amount) {
        return Vec::new();
    }
    let as_is = |column: Field, of: &'c [Field], scope: Scope| {
        let paid = record.money(column)?;
        Some(Stated { column, of, paid, besides: Yuan::ZERO, scope })
    };
    let own = || monthly.iter().filter(|field| record.roster.has(**field));
    let one = |field: &'c Field| as_is(*field, std::slice::from_ref(field), Scope::Monthly);
    let mut stated: Vec<Stated<'_>> = own().filter_map(one).collect();
    if own().next().is_none() && !monthly.is_empty() {
        let together = as_is(Field::MonthlyAmount, monthly, Scope::Monthly);
        stated.extend(together.or_else(|| whole(record, case)));
    }
    if case.rated.contains(&Field::Amount) {
        stated.extend(as_is(Field::Amount, &[Field::Amount], Scope::Once));
    }
    stated
}

/// What a row is paid in all, and of what.
pub(super) fn whole<'c>(record: &Record<'_>, case: &'c Case<'_>) -> Option<Stated<'c>> {
    let (paid, of) = (record.money(Field::Amount)?, &case.monthly[..]);
    let parts = case.programme.sum.iter().flat_map(|sum| &sum.parts);
    let others = parts.filter(|part| !of.contains(part) && **part != Field::MonthlyAmount);
    let other: Yuan = others.filter_map(|part| record.money(*part)).sum();
    let besides = other.times(paid_months(record, case)?.count())?;
    Some(Stated { column: Field::Amount, of, paid, besides, scope: Scope::Whole })
}

/// The months a row pays: as many as it says, the last of them its own last.
pub(super) fn paid_months(record: &Record<'_>, case: &Case<'_>) -> Option<Months> {
    let months = case.months(record).filter(|months| months.count() <= LONGEST)?;
    let Some(paid) = record.count(Field::MonthsPaid).filter(|paid| (1..=LONGEST).contains(paid)) else {
        return Some(months);
    };
    let first = months.last.back(paid - 1)?;
    Some(Months { first, last: months.last })
}

/// How many persons a row's amount is for.
pub(super) fn persons(record: &Record<'_>, case: &Case<'_>) -> Option<u32> {
    if case.programme.entitled == Entitled::Person {
        return Some(1);
    }
    let listed = (record.roster.layout == Layout::Households && record.lists_members()).then(|| record.listed());
    let written = |field: Field| record.count(field).filter(|persons| *persons > 0);
    written(Field::CoveredSize).or(listed).or_else(|| written(Field::HouseholdSize))
}

/// What the rates of a month allow a row, one amount or, where a birthday parts the month, several.
pub(super) fn owed<'p>(
    fields: &[Field],
    (law, facts): (Month, Month),
    record: &Record<'_>,
    case: &Case<'p>,
) -> Result<Vec<Owed<'p>>, Unknown> {
    let mut all: Vec<Owed<'p>> = Vec::new();
    for field in fields {
        let choices = choices(*field, (law, facts), record, case)?;
        if choices.is_empty() {
            continue;
        }
        let before = if all.is_empty() { vec![Owed { exact: Decimal::ZERO, choices: Vec::new() }] } else { all };
        let with = |owed: &Owed<'p>| {
            let owed = owed.clone();
            choices.clone().into_iter().map(move |choice| owed.clone().and(choice))
        };
        all = before.iter().flat_map(with).take(WAYS).collect();
    }
    Ok(all)
}

/// The first rate that holds of a row; where it holds on some days of the month only, the next one too.
fn choices<'p>(
    field: Field,
    (law, facts): (Month, Month),
    record: &Record<'_>,
    case: &Case<'p>,
) -> Result<Vec<Choice<'p>>, Unknown> {
    let of_month = case.law(law);
    let rates = of_month.rates(field);
    if rates.is_empty() {
        // A ceiling, or a rate of a programme that pays the difference, that is not there is not missing.
        return if is_always_there(field, case) { Err(Unknown::Rates(law)) } else { Ok(Vec::new()) };
    }
    let mut found = Vec::new();
    for rated in rates {
        let rate = rated.rate;
        match facts::meets(&rate.when, record, Months::one(facts)) {
            Some(false) if !held_until(rate, record, facts) => continue,
            Some(false) => found.push(choice(rated, law, record, case)?),
            None => return Err(unmet(rate, record)),
            Some(true) => found.push(choice(rated, law, record, case)?),
        }
        if holds_throughout(rate, record, facts) {
            break;
        }
    }
    Ok(found)
}

/// Whether a field is one the programme always pays by some rate.
fn is_always_there(field: Field, case: &Case<'_>) -> bool {
    let layers = || case.programme.layers.iter();
    let mut rates = layers().flat_map(|layer| &layer.rates).filter(|rate| rate.pays == field);
    rates.any(|rate| rate.bound != Bound::Most) && layers().all(|layer| layer.standards.is_empty())
}

fn choice<'p>(rated: &Rated<'p>, month: Month, record: &Record<'_>, case: &Case<'p>) -> Result<Choice<'p>, Unknown> {
    let rate = rated.rate;
    let unknown = || Unknown::Worth(rate.name.clone(), month);
    let (each, basis) = rated.worth.clone().ok_or_else(unknown)?;
    let persons = persons(record, case).ok_or(Unknown::Persons)?;
    let exact = each.checked_mul(Decimal::from(persons)).ok_or_else(unknown)?;
    Ok(Choice { rate, exact, month, persons, basis })
}

/// The last months of what was before: those in which some rate of these fields, or what it is a multiple of, was about to
/// change, the latest first.
pub(super) fn last_months(fields: &[Field], before: Month, case: &Case<'_>) -> Vec<Month> {
    let layers = || case.programme.layers.iter();
    let rates: Vec<&Rate> =
        layers().flat_map(|layer| &layer.rates).filter(|rate| fields.contains(&rate.pays)).collect();
    let mut spans: Vec<Span> = rates.iter().map(|rate| rate.span).collect();
    for rate in rates {
        let Worth::Times(_, of) = &rate.worth else { continue };
        let figures = case.pack.figures.iter().filter(|figure| figure.name == *of);
        spans.extend(figures.map(|figure| figure.span));
        let programme = case.pack.programme(of).map(|index| &case.pack.programmes[index]);
        spans.extend(programme.into_iter().flat_map(standards).map(|standard| standard.span));
    }
    ends(spans, before)
}

/// The same of the standards a programme pays the difference to.
pub(super) fn last_months_of_standards(before: Month, programme: &Programme) -> Vec<Month> {
    ends(standards(programme).map(|standard| standard.span).collect(), before)
}

fn standards(programme: &Programme) -> impl Iterator<Item = &Standard> {
    programme.layers.iter().flat_map(|layer| &layer.standards)
}

/// Where spans end, and the months before others begin, as far back as anything is looked for.
fn ends(spans: Vec<Span>, before: Month) -> Vec<Month> {
    let first = |from: NaiveDate| {
        let month = Month::of(from)?;
        if from.day() == 1 { month.back(1) } else { Some(month) }
    };
    let ends = spans.into_iter().flat_map(|span| [span.until.and_then(Month::of), first(span.from)]);
    let near = |month: &Month| *month < before && before.back(BACK).is_some_and(|earliest| earliest <= *month);
    let mut ends: Vec<Month> = ends.flatten().filter(near).collect();
    ends.sort_unstable_by(|one, other| other.cmp(one));
    ends.dedup();
    ends
}

/// Whether a rate of an age held until the day before a month: who has a birthday on the first day has it in the month, and
/// the new band may begin with the month or after it.
fn held_until(rate: &Rate, record: &Record<'_>, month: Month) -> bool {
    let birthday = record.birth().is_some_and(|birth| (birth.month(), birth.day()) == (month.number(), 1));
    let before = month.back(1).and_then(|before| facts::meets(&rate.when, record, Months::one(before)));
    birthday && rate.when.age.is_some() && before == Some(true)
}

/// Whether the person has the age of a rate on every day of a month.
pub(super) fn holds_throughout(rate: &Rate, record: &Record<'_>, month: Month) -> bool {
    let Some(ages) = rate.when.age else { return true };
    let has = |day| record.birth().and_then(|birth| facts::age_on(birth, day)).is_some_and(|age| ages.contains(age));
    has(month.first_day()) && has(month.last_day())
}

/// What of a rate's condition is not known of a row.
fn unmet(rate: &Rate, record: &Record<'_>) -> Unknown {
    if let Some(field) = facts::lacking(&rate.when, record).into_iter().next() {
        return Unknown::Column(field);
    }
    let unread = rate.when.fields().find(|field| record.code(*field, &record.roster.codes).is_none());
    unread.map_or(Unknown::Birth, Unknown::Words)
}

/// Every way the months of a stated amount may add up to what it should be.
pub(super) fn totals<'p>(
    stated: &Stated<'_>,
    months: Months,
    record: &Record<'_>,
    case: &Case<'p>,
) -> Result<Vec<Total<'p>>, Unknown> {
    if months.count() > LONGEST {
        return Err(Unknown::MonthsPaid);
    }
    let each = |month: Month| owed(stated.of, (month, month), record, case);
    match stated.scope {
        Scope::Once => Ok(singly(months.last, each(months.last)?)),
        Scope::Monthly => {
            let mut all = Vec::new();
            for month in months.each() {
                all.extend(singly(month, each(month)?));
            }
            Ok(all)
        }
        Scope::Whole => {
            let paid = paid_months(record, case).ok_or(Unknown::MonthsPaid)?;
            let by_month: Vec<(Month, Vec<Owed<'p>>)> =
                paid.each().map(|month| Ok((month, each(month)?))).collect::<Result<_, _>>()?;
            // Which months a row pays is known only where it pays all of its own.
            let same = by_month.windows(2).all(|pair| amounts(&pair[0].1) == amounts(&pair[1].1));
            if paid.count() != months.count() && !same {
                return Err(Unknown::MonthsPaid);
            }
            Ok(sums(by_month))
        }
    }
}

fn amounts(owed: &[Owed<'_>]) -> BTreeSet<Decimal> {
    owed.iter().map(|owed| owed.exact).collect()
}

fn singly(month: Month, owed: Vec<Owed<'_>>) -> Vec<Total<'_>> {
    owed.into_iter().filter_map(|owed| Total::nothing().and(month, owed)).collect()
}

/// The sums over the months, each month by each of its amounts.
fn sums<'p>(months: Vec<(Month, Vec<Owed<'p>>)>) -> Vec<Total<'p>> {
    let mut sums = vec![Total::nothing()];
    for (month, owed) in months {
        if owed.is_empty() {
            return Vec::new();
        }
        let longer = sums.iter().flat_map(|sum: &Total<'p>| {
            owed.iter().filter_map(|owed| sum.clone().and(month, owed.clone())).collect::<Vec<_>>()
        });
        sums = longer.take(WAYS).collect();
    }
    sums
}

impl<'p> Owed<'p> {
    fn and(mut self, choice: Choice<'p>) -> Owed<'p> {
        self.exact += choice.exact;
        self.choices.push(choice);
        self
    }

    pub fn yuan(&self) -> Option<Yuan> {
        Yuan::from_decimal(self.exact)
    }

    /// `672.00元×1.5＝1008.00元`, the parts joined by a plus.
    pub fn text(&self, case: &Case<'_>, lang: Lang) -> String {
        let parts: Vec<String> = self.choices.iter().map(|choice| choice.text(case, lang)).collect();
        parts.join(if lang == Lang::Zh { "＋" } else { " + " })
    }
}

impl Choice<'_> {
    fn text(&self, case: &Case<'_>, lang: Lang) -> String {
        let name = self.rate.name.get(lang);
        let worth = shown(self.exact);
        let persons = match (self.persons, lang) {
            (1, _) => String::new(),
            (persons, Lang::Zh) => format!("×{persons}人"),
            (persons, Lang::En) => format!(" × {persons} persons"),
        };
        let base = match &self.rate.worth {
            Worth::Times(times, of) => case.pack.value_of(of, self.month).map(|(base, _)| (shown(base), *times)),
            Worth::Yuan(_) => None,
        };
        match base {
            Some((base, times)) => {
                let times = times.normalize();
                say!(lang, "{name}{base}元×{times}{persons}＝{worth}元", "{name} {base} × {times}{persons} = {worth}")
            }
            None => say!(lang, "{name}{worth}元{persons}", "{name} {worth}{persons}"),
        }
    }
}

/// Rounded to the fen, as people see it.
fn shown(yuan: Decimal) -> String {
    Yuan::from_decimal(yuan).map_or_else(String::new, |yuan| yuan.to_string())
}

impl<'p> Total<'p> {
    fn nothing() -> Total<'p> {
        Total { exact: Decimal::ZERO, by_month: Yuan::ZERO, months: Vec::new() }
    }

    /// `None` beyond what any row is paid.
    fn and(mut self, month: Month, owed: Owed<'p>) -> Option<Total<'p>> {
        self.exact = self.exact.checked_add(owed.exact)?;
        self.by_month += owed.yuan()?;
        self.months.push((month, owed));
        Yuan::from_decimal(self.exact).map(|_| self)
    }

    pub fn yuan(&self) -> Yuan {
        Yuan::from_decimal(self.exact).unwrap_or(self.by_month)
    }

    fn choices(&self) -> impl Iterator<Item = &Choice<'p>> {
        self.months.iter().flat_map(|(_, owed)| &owed.choices)
    }

    /// What all its rates together are to the amount paid; `None` where some are floors and some are ceilings.
    pub fn bound(&self) -> Option<Bound> {
        let has = |bound: Bound| self.choices().any(|choice| choice.rate.bound == bound);
        match (has(Bound::Most), has(Bound::Least)) {
            (true, true) => None,
            (true, false) => Some(Bound::Most),
            (false, true) => Some(Bound::Least),
            (false, false) => Some(Bound::Exact),
        }
    }

    /// Whether an amount keeps to it; a yearly rate may be rounded each month or once.
    pub fn allows(&self, paid: Yuan) -> bool {
        let bound = self.bound();
        bound.is_none_or(|bound| bound.allows(paid, self.yuan()) || bound.allows(paid, self.by_month))
    }

    /// The words it rests on, once each.
    pub fn basis(&self) -> Vec<&'p Arc<Basis>> {
        let mut all: Vec<&Arc<Basis>> = Vec::new();
        for basis in self.choices().flat_map(|choice| &choice.basis) {
            if !all.contains(basis) {
                all.push(basis);
            }
        }
        all
    }

    pub fn unless(&self) -> Option<&Words> {
        self.choices().find_map(|choice| choice.rate.unless.as_ref())
    }

    /// How it adds up, months of one amount together.
    pub fn text(&self, case: &Case<'_>, lang: Lang) -> String {
        let runs = self.months.chunk_by(|one, other| one.1.exact == other.1.exact);
        let alone = self.months.len() == 1;
        let runs: Vec<String> = runs.map(|run| run_text(run, alone, case, lang)).collect();
        runs.join(if lang == Lang::Zh { "；" } else { "; " })
    }
}

fn run_text(run: &[(Month, Owed<'_>)], alone: bool, case: &Case<'_>, lang: Lang) -> String {
    let [(first, owed), .., (last, _)] = run else {
        let one = run.first().map(|(month, owed)| (month, owed.text(case, lang)));
        return one.map_or_else(String::new, |(month, text)| if alone { text } else { format!("{month} {text}") });
    };
    let (months, each, count) = (Months { first: *first, last: *last }, owed.text(case, lang), run.len());
    say!(lang, "{months}每月{each}，{count}个月", "{months} {each} a month for {count} months")
}

/// What is certain by words that were read, and which know no exception, is an error.
pub(super) fn severity<'b>(basis: impl IntoIterator<Item = &'b Arc<Basis>>, excepted: bool) -> Severity {
    match basis.into_iter().map(|basis| basis.seen).min() {
        Some(Seen::Unread) => Severity::Warning,
        Some(Seen::Quoted | Seen::Original) if !excepted => Severity::Error,
        _ => Severity::Suspicion,
    }
}

impl Unknown {
    pub fn say(&self, case: &Case<'_>, lang: Lang) -> String {
        let programme = case.programme.name.get(lang);
        let header = |field: &Field| case.pack.header(*field, case.programme);
        match self {
            Unknown::Rates(month) => {
                say!(lang, "不知道{programme}{month}的发放标准", "the rates of {programme} for {month} are not known")
            }
            Unknown::Worth(name, month) => {
                let name = name.get(lang);
                say!(
                    lang,
                    "不知道{programme}{month}“{name}”所依据的标准",
                    "what “{name}” of {programme} is a multiple of is not known for {month}"
                )
            }
            Unknown::Birth => say!(lang, "有的行看不出出生日期", "some rows do not say when the person was born"),
            Unknown::Column(field) => {
                let header = header(field);
                say!(lang, "名册没有“{header}”栏", "some rosters have no column {header}")
            }
            Unknown::Words(field) => {
                let header = header(field);
                say!(lang, "有的行“{header}”空白或看不懂", "some rows leave {header} blank or unclear")
            }
            Unknown::Persons => say!(lang, "有的行没有保障人口", "some rows do not say how many people are assisted"),
            Unknown::MonthsPaid => say!(
                lang,
                "有的行只付一部分月份，其间标准有变，看不出是哪几个月",
                "some rows pay a part of their months while the rate changes, and do not say which"
            ),
        }
    }
}

/// Months an amount of this kind is at stake for.
pub(super) fn months_at_stake(stated: &Stated<'_>, record: &Record<'_>, case: &Case<'_>) -> u32 {
    match (stated.scope, record.roster.counted) {
        (Scope::Monthly, Counted::Stock) => paid_months(record, case).map_or(1, Months::count),
        _ => 1,
    }
}
