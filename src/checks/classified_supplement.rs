//! Supplements for classes of people that are less than those certain make, or more than all persons could.

use std::sync::Arc;

use rust_decimal::{Decimal, RoundingStrategy};

use super::law::{self, MonthLaw, Rated};
use super::{Case, Question, Reporter, check, entitlement, unknown_month};
use crate::day::{Month, Months};
use crate::field::Field;
use crate::finding::{Direction, Place};
use crate::identity::IdNumber;
use crate::lang::Lang;
use crate::money::Yuan;
use crate::roster::{Household, Layout, Record, Role, Supplement, condition};
use crate::rules::{Basis, Bound, Grounds, Rate};
use crate::say;

check!("classified-supplement", "classified_supplement", Question::Household(household));

const FIELD: Field = Field::ClassifiedAmount;

/// A rate in force, worth so much a person and month.
struct Worth<'l> {
    rate: &'l Rate,
    yuan: Decimal,
    least: Yuan,
    basis: Grounds<'l>,
}

impl Worth<'_> {
    /// Whether it may still have been worth less.
    fn is_unsure(&self) -> bool {
        self.least < rounded(self.yuan, RoundingStrategy::ToNegativeInfinity)
    }
}

/// What one row adds to its household's supplement: what it states, and what is certain of the persons it names.
pub fn supplement(record: &Record<'_>, case: &Case<'_>) -> Supplement {
    let mut found = Supplement::stated(record.money(FIELD));
    let Some(months) = case.months(record) else { return found };
    let Ok(law) = law(months, case) else { return found };
    for birth in births(record) {
        let least = worths(law).filter(|worth| is_certain(worth.rate, birth, months, record));
        if let Some(least) = least.map(|worth| worth.least).min() {
            found.persons += 1;
            found.certain += least;
        }
    }
    found
}

/// The birth dates of those assisted whom a row names by number.
fn births(record: &Record<'_>) -> Vec<Option<chrono::NaiveDate>> {
    let covered = record.is_covered();
    let assisted = record.persons().filter(|person| person.role == Role::Member && across(record) || covered);
    assisted.map(|person| person.id.id().filter(|id| id.check_holds()).and_then(IdNumber::birth)).collect()
}

fn across(record: &Record<'_>) -> bool {
    record.roster.layout == Layout::Households
}

/// Whether a rate holds of a person on every day of the months, and did before them. What a row of a whole household
/// says in a column may be said of any of its members, so that only the birth date is certain there.
fn is_certain(rate: &Rate, birth: Option<chrono::NaiveDate>, months: Months, record: &Record<'_>) -> bool {
    let age = rate.when.age.is_none_or(|ages| {
        let has = |day| birth.and_then(|birth| condition::age_on(birth, day)).is_some_and(|age| ages.contains(age));
        // From the month after the birthday: before that it may not have begun.
        months.first.back(1).is_some_and(|before| has(before.last_day())) && has(months.last.last_day())
    });
    let by_columns = !rate.when.codes.is_empty();
    age && (!by_columns || !across(record) && condition::meets(&rate.when, record, months) == Some(true))
}

/// The law of the months as far as rates go; a month of which nothing is known, or the first where the rates change.
fn law<'a, 'p>(months: Months, case: &'a Case<'p>) -> Result<&'a MonthLaw<'p>, Month> {
    let of = |month: Month| {
        let law = case.law(month);
        let known = law.rates(FIELD).iter().all(|rated| rated.worth.is_some());
        if known { Ok(law) } else { Err(month) }
    };
    let first = of(months.first)?;
    let same = months.first == months.last || {
        let last = of(months.last)?;
        worths(first).map(|worth| worth.yuan).eq(worths(last).map(|worth| worth.yuan))
    };
    if first.rates(FIELD).is_empty() || !same { Err(months.first) } else { Ok(first) }
}

/// The rates of a month that are known.
fn worths<'l>(law: &'l MonthLaw<'_>) -> impl Iterator<Item = Worth<'l>> {
    let worth = |rated: &'l Rated<'_>| {
        let (yuan, basis) = rated.worth?;
        Some(Worth { rate: rated.rate, yuan, least: rated.least, basis })
    };
    law.rates(FIELD).iter().filter_map(worth)
}

fn rounded(yuan: Decimal, way: RoundingStrategy) -> Yuan {
    law::rounded(yuan, way).unwrap_or_default()
}

/// The most that so many persons may have together for a month; `None` where the law of the months is not known.
pub(super) fn most(persons: u32, months: Months, case: &Case<'_>) -> Option<Yuan> {
    let largest = worths(law(months, case).ok()?).map(|worth| worth.yuan).max()?;
    Some(all(largest, persons))
}

fn all(largest: Decimal, persons: u32) -> Yuan {
    rounded(largest * Decimal::from(persons), RoundingStrategy::ToPositiveInfinity)
}

fn household(household: &Household, case: &Case<'_>, report: &mut Reporter) {
    let lang = report.lang;
    if !case.roster.has(FIELD) || household.pending || household.listed > Household::LARGEST {
        return;
    }
    let Some(months) = household.months else { return report.cannot_check_of((), || unknown_month(lang)) };
    let law = match law(months, case) {
        Ok(law) => law,
        Err(month) => {
            let name = case.programme.name.get(lang);
            return report.cannot_check_of(month, || {
                say!(
                    lang,
                    "不知道{name}{month}的分类施保标准",
                    "the supplements for classes of {name} for {month} are not known"
                )
            });
        }
    };
    let stated = household.supplement();
    let has = |bound: Bound| worths(law).any(|worth| worth.rate.bound == bound);
    if stated.all() == Yuan::ZERO && stated.certain > Yuan::ZERO {
        // Nothing there is unpaid or part of the monthly amount; a county that does the one or the other does it
        // everywhere.
        report.cannot_check_of((), || {
            say!(
                lang,
                "有的户按出生日期有人应得分类施保金，这一栏却是0或空白：是没有发，还是并入了月保障金，名册看不出",
                "some households have members due a supplement by their birth dates and nothing in its column: unpaid, or part of the monthly amount, the roster does not say"
            )
        });
    } else if stated.all() < stated.certain && !has(Bound::Most) {
        too_little(household, (law, months), case, report);
    } else if is_less_perhaps(stated, law) {
        report.cannot_check_of((), || {
            let name = case.programme.name.get(lang);
            say!(
                lang,
                "{name}新标准从哪个月起执行没有查到，在此以前不低于原标准、低于新标准的分类施保金没有判断",
                "from which month the newer standard of {name} held was not found; supplements below it and not below the one before are not judged"
            )
        });
    }
    let persons = persons(household);
    // Nearly every household is told so without parts of a fen.
    let surely = worths(law).map(|worth| worth.least).max().and_then(|least| least.times(persons));
    if surely.is_some_and(|surely| stated.once() <= surely) {
        return;
    }
    let Some(largest) = worths(law).map(|worth| worth.yuan).max() else { return };
    let most = all(largest, persons);
    if stated.once() > most && !has(Bound::Least) {
        too_much(household, (law, months), (persons, largest, most), case, report);
    }
}

/// Whether a supplement is too small only if a standard held already of which that is not known.
fn is_less_perhaps(stated: Supplement, law: &MonthLaw<'_>) -> bool {
    let newer = worths(law).filter(Worth::is_unsure).map(|worth| worth.yuan).min();
    newer.is_some_and(|newer| {
        stated.all() < rounded(newer * Decimal::from(stated.persons), RoundingStrategy::ToNegativeInfinity)
    })
}

/// All who could have a supplement.
fn persons(household: &Household) -> u32 {
    let written = [household.size, household.covered_size].into_iter().flatten();
    u32::from(written.chain([household.listed]).max().unwrap_or(household.listed))
}

fn too_little(household: &Household, (law, months): (&MonthLaw<'_>, Months), case: &Case<'_>, report: &mut Reporter) {
    let (lang, stated) = (report.lang, household.supplement());
    let (paid, least, persons) = (stated.all(), stated.certain, stated.persons);
    let classes = classes(law, lang);
    let message = say!(
        lang,
        "分类施保金{paid}元，仅按身份证号就有{persons}人应得，合计不低于{least}元（{classes}）",
        "the supplement is {paid} yuan; {persons} persons are due one by their identity numbers, at least {least} in all ({classes})"
    );
    find(household, (law, months), message, (Direction::TooLittle, least - paid), case, report);
}

fn too_much(
    household: &Household,
    (law, months): (&MonthLaw<'_>, Months),
    (persons, largest, most): (u32, Decimal, Yuan),
    case: &Case<'_>,
    report: &mut Reporter,
) {
    let (lang, paid) = (report.lang, household.supplement().once());
    let each = rounded(largest, RoundingStrategy::ToPositiveInfinity);
    let message = say!(
        lang,
        "分类施保金{paid}元，全户{persons}人都应得也只有{most}元（每人每月{each}元）",
        "the supplement is {paid} yuan; if all {persons} were due one it would be {most} ({each} a person and month)"
    );
    find(household, (law, months), message, (Direction::TooMuch, paid - most), case, report);
}

fn find(
    household: &Household,
    (law, months): (&MonthLaw<'_>, Months),
    message: String,
    (direction, gap): (Direction, Yuan),
    case: &Case<'_>,
    report: &mut Reporter,
) {
    let lang = report.lang;
    let mut bases: Vec<&Arc<Basis>> = Vec::new();
    for basis in worths(law).flat_map(|worth| worth.basis.all()) {
        if !bases.contains(&basis) {
            bases.push(basis);
        }
    }
    let excepted = worths(law).find_map(|worth| worth.rate.unless.as_ref());
    let severity = entitlement::severity(bases.iter().copied(), excepted.is_some());
    let place = Place { column: case.roster.column(FIELD), ..household.place() };
    let count = months.count();
    let finding = report.find(severity, place, message);
    finding.seen(household.supplement().once().to_string()).stakes(direction, gap.times(count), Some(count));
    bases.into_iter().for_each(|basis| {
        finding.because(basis);
    });
    finding.clears(match excepted {
        Some(unless) => {
            let unless = unless.get(lang);
            say!(
                lang,
                "逐人核对年龄、残疾和重病；{unless}的，不算",
                "check age, disability and illness of each; it is right if {unless}"
            )
        }
        None => say!(
            lang,
            "逐人核对年龄、残疾和重病，改正分类施保金",
            "check age, disability and illness of each and correct the supplement"
        ),
    });
}

/// Each class with what a person of it gets.
fn classes(law: &MonthLaw<'_>, lang: Lang) -> String {
    let class = |worth: Worth<'_>| {
        let (name, yuan) = (worth.rate.name.get(lang), rounded(worth.yuan, RoundingStrategy::MidpointAwayFromZero));
        let least = worth.least;
        match worth.is_unsure() {
            true => say!(lang, "{name}{least}元，新标准执行后{yuan}元", "{name} {least}, by the newer standard {yuan}"),
            false => say!(lang, "{name}{yuan}元", "{name} {yuan}"),
        }
    };
    let by_age = worths(law).filter(|worth| worth.rate.when.age.is_some());
    by_age.map(class).collect::<Vec<_>>().join(lang.comma())
}
