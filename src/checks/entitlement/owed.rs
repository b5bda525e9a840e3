//! The rates of a month and a row go in; what the row should be paid for the month comes out.

use chrono::Datelike;
use rust_decimal::Decimal;

use super::super::Case;
use super::super::law::Rated;
use super::Unknown;
use super::stated::persons;
use crate::day::{Month, Months};
use crate::field::Field;
use crate::lang::Lang;
use crate::money::Yuan;
use crate::roster::{Record, condition};
use crate::rules::{Bound, Grounds, Rate, Worth};
use crate::say;

/// How many ways of adding up are looked at: a row of a birthday has two.
pub(super) const WAYS: usize = 32;

/// One amount that the rates of a month allow.
#[derive(Debug, Clone)]
pub(in crate::checks) struct Owed<'p> {
    pub exact: Decimal,
    pub choices: Vec<Choice<'p>>,
}

/// A rate that holds of a row, and what it is worth to it.
#[derive(Debug, Clone)]
pub(in crate::checks) struct Choice<'p> {
    pub rate: &'p Rate,
    /// For all persons of the row.
    pub exact: Decimal,
    pub month: Month,
    pub persons: u32,
    pub basis: Grounds<'p>,
}

/// What the rates of a month allow a row, one amount or, where a birthday parts the month, several.
pub(in crate::checks) fn owed<'p>(
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
        if all.is_empty() {
            all.reserve_exact(choices.len());
            all.extend(choices.into_iter().take(WAYS).map(Owed::of));
            continue;
        }
        let with = |owed: &Owed<'p>| {
            let owed = owed.clone();
            choices.clone().into_iter().map(move |choice| owed.clone().and(choice))
        };
        all = all.iter().flat_map(with).take(WAYS).collect();
    }
    Ok(all)
}

/// The first rate that holds of a row; where it holds on some days of the month only, the next one too. Where nobody
/// can tell whether it does, and a ceiling for every case stands behind it, the looser of the two.
fn choices<'p>(
    field: Field,
    (law, facts): (Month, Month),
    record: &Record<'_>,
    case: &Case<'p>,
) -> Result<Vec<Choice<'p>>, Unknown> {
    let of_month = case.law_of(law, record).ok_or(Unknown::Day(law))?;
    let rates = of_month.rates(field);
    if rates.is_empty() {
        // A ceiling, or a rate of a programme that pays the difference, that is not there is not missing.
        return if is_always_there(field, case) { Err(Unknown::Rates(law)) } else { Ok(Vec::new()) };
    }
    let (mut found, mut may_hold) = (Vec::with_capacity(1), Vec::new());
    for (place, rated) in rates.iter().enumerate() {
        let rate = rated.rate;
        match condition::meets(&rate.when, record, Months::one(facts)) {
            Some(false) if !held_until(rate, record, facts) => continue,
            Some(false) => found.push(choice(rated, law, record, case)?),
            None if is_ceiling_of_all(&rates[place + 1..]) => {
                may_hold.push(choice(rated, law, record, case)?);
                continue;
            }
            None => return Err(unmet(rate, record)),
            Some(true) => found.push(choice(rated, law, record, case)?),
        }
        if holds_throughout(rate, record, facts) {
            break;
        }
    }
    let highest = found.iter().map(|choice: &Choice<'_>| choice.exact).max();
    found.extend(may_hold.into_iter().filter(|choice| Some(choice.exact) > highest));
    Ok(found)
}

/// Whether some rate is a ceiling for whatever case.
fn is_ceiling_of_all(rates: &[Rated<'_>]) -> bool {
    rates.iter().any(|rated| rated.rate.bound == Bound::Most && rated.rate.when.is_empty())
}

/// Whether a field is one the programme always pays by some rate.
fn is_always_there(field: Field, case: &Case<'_>) -> bool {
    let layers = || case.programme.layers.iter();
    let mut rates = layers().flat_map(|layer| &layer.rates).filter(|rate| rate.pays == field);
    rates.any(|rate| rate.bound != Bound::Most) && layers().all(|layer| layer.standards.is_empty())
}

fn choice<'p>(rated: &Rated<'p>, month: Month, record: &Record<'_>, case: &Case<'p>) -> Result<Choice<'p>, Unknown> {
    let rate = rated.rate;
    let unknown = || match &rate.worth {
        Worth::Unknown(what) => Unknown::NotFound(rate.name.clone(), month, what.clone()),
        _ => Unknown::Worth(rate.name.clone(), month),
    };
    let (each, basis) = rated.worth.ok_or_else(unknown)?;
    let persons = persons(record, case).ok_or(Unknown::Persons)?;
    let exact = each.checked_mul(Decimal::from(persons)).ok_or_else(unknown)?;
    Ok(Choice { rate, exact, month, persons, basis })
}

/// Whether a rate of an age held until the day before a month: who has a birthday on the first day has it in the month,
/// and the new band may begin with the month or after it.
fn held_until(rate: &Rate, record: &Record<'_>, month: Month) -> bool {
    let birthday = record.birth().is_some_and(|birth| (birth.month(), birth.day()) == (month.number(), 1));
    let before = month.back(1).and_then(|before| condition::meets(&rate.when, record, Months::one(before)));
    birthday && rate.when.age.is_some() && before == Some(true)
}

/// Whether the person has the age of a rate on every day of a month.
pub(in crate::checks) fn holds_throughout(rate: &Rate, record: &Record<'_>, month: Month) -> bool {
    let Some(ages) = rate.when.age else { return true };
    let has =
        |day| record.birth().and_then(|birth| condition::age_on(birth, day)).is_some_and(|age| ages.contains(age));
    has(month.first_day()) && has(month.last_day())
}

/// What of a rate's condition is not known of a row.
fn unmet(rate: &Rate, record: &Record<'_>) -> Unknown {
    if let Some(field) = condition::lacking(&rate.when, record).into_iter().next() {
        return Unknown::Column(field);
    }
    let unread = rate.when.fields().find(|field| record.code(*field, &record.roster.codes).is_none());
    unread.map_or(Unknown::Birth, Unknown::Words)
}

impl<'p> Owed<'p> {
    fn of(choice: Choice<'p>) -> Owed<'p> {
        Owed { exact: choice.exact, choices: vec![choice] }
    }

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
            Worth::Times(times, of) => case.pack.value_of(&of.name, self.month).map(|(base, _)| (shown(base), *times)),
            Worth::Yuan(_) | Worth::Unknown(_) => None,
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
