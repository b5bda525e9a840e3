//! Assistance that is not the difference between the standard and the household's own income a head, or that none is due as
//! the income is not below the standard.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::entitlement;
use super::{Case, Question, Reporter, check, stale_standard};
use crate::day::{Month, Months};
use crate::field::Field;
use crate::finding::Direction;
use crate::lang::Lang;
use crate::money::Yuan;
use crate::roster::{Record, Roster};
use crate::rules::{Basis, Below, Difference, Per, Standard};
use crate::say;

check!("difference", "difference", Question::Money(row), if columns);

/// Income of a member and month, parts of a fen included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Income(Decimal);

/// What the difference is taken from.
struct Measure<'p> {
    standard: Decimal,
    /// Where the row does not write its own.
    basis: Option<&'p Arc<Basis>>,
}

/// The code of the calculation in bands, in the set of the column `method`.
const BANDS: &str = "bands";

/// Whether an income is stated. Few rosters do, and nothing is wanting in the others.
fn columns(case: &Case<'_>, _: &mut Reporter) -> bool {
    has_income(case.roster)
}

fn row(record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    let Some(paid) = record.money(Field::MonthlyAmount) else { return };
    if !entitlement::is_paid(record, case) {
        return;
    }
    let Some(months) = case.months(record) else { return case.months_unknown(record, report) };
    case.standards(months).for_each(|(span, _)| judge(paid, span, record, case, report));
}

/// Judges what is paid for months of one standard.
fn judge(paid: Yuan, span: Months, record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    let (lang, month) = (report.lang, span.first);
    let Some(rule) = case.programme.says(month.first_day(), |version| version.difference.as_ref()) else { return };
    let name = case.programme.name.get(lang);
    let Some(measure) = measure(month, record, case) else {
        return report.cannot_check_of(month, || {
            say!(lang, "不知道{name}{month}的标准", "the standard of {name} for {month} is not known")
        });
    };
    let Some(income) = income(record) else {
        return report.cannot_check_of((), || say!(lang, "有的行没有收入", "some rows do not state the income"));
    };
    // Bands are ways to pay those who lack something.
    if let Some(below) = rule.below.as_ref().filter(|_| paid > Yuan::ZERO && !lacks(&measure, income, month, case)) {
        return find_not_below(paid, (&measure, income), below, span, record, report, case);
    }
    if is_by_band(record) {
        return;
    }
    let Some(persons) = entitlement::persons(record, case) else {
        return report.cannot_check_of((), || entitlement::Unknown::Persons.say(case, lang));
    };
    let said_there =
        || stale_standard::CHECK.is_asked_by(case.programme) && !stale_standard::older(record, case).is_empty();
    // A column that still holds an older standard does not make a right amount wrong.
    let in_force = || case.law(month).standard.map(|standard| Measure { standard: standard.exact(), basis: None });
    let made_in_force = || in_force().is_some_and(|measure| is_made(paid, &measure, income, persons));
    if is_made(paid, &measure, income, persons) || made_in_force() || said_there() {
        return;
    }
    find(paid, (&measure, income, persons), rule, span, record, report, case);
}

/// Whether an income is below the standard: the row's, or the one in force where the row's column still holds an older one.
fn lacks(measure: &Measure<'_>, income: Income, month: Month, case: &Case<'_>) -> bool {
    let in_force = case.law(month).standard.map(|standard| standard.exact());
    income.0 < in_force.map_or(measure.standard, |in_force| measure.standard.max(in_force))
}

/// Whether the amount is the difference, rounded once or for each head.
fn is_made(paid: Yuan, measure: &Measure<'_>, income: Income, persons: u32) -> bool {
    let by_head = Yuan::from_decimal(measure.standard)
        .zip(Yuan::from_decimal(income.0))
        .and_then(|(standard, income)| (standard - income).max(Yuan::ZERO).times(persons));
    due(measure.standard, income, persons) == Some(paid) || by_head == Some(paid)
}

#[cold]
fn find(
    paid: Yuan,
    (measure, income, persons): (&Measure<'_>, Income, u32),
    rule: &Difference,
    span: Months,
    record: &Record<'_>,
    report: &mut Reporter,
    case: &Case<'_>,
) {
    let lang = report.lang;
    let Some(due) = due(measure.standard, income, persons) else { return };
    let bases = || std::iter::once(&rule.basis).chain(measure.basis);
    let severity = entitlement::severity(bases(), rule.unless.is_some());
    let (standard, income) = (shown(measure.standard, true), shown(income.0, is_of_year(record)));
    let message = say!(
        lang,
        "月保障金{paid}元，按差额应为{due}元：（标准{standard}－人均月收入{income}）×{persons}人",
        "{paid} yuan a month; the difference makes {due}: (standard {standard} − income a head {income}) × {persons}"
    );
    let direction = if paid > due { Direction::TooMuch } else { Direction::TooLittle };
    let gap = Yuan::from_fen((paid - due).fen().abs());
    let at_stake = entitlement::paid_of(span, record, case);
    let message = of_months(span, message, record, case, lang);
    let finding = report.find(severity, record.place(Field::MonthlyAmount), message);
    finding.seen(paid.to_string()).stakes(direction, at_stake.and_then(|months| gap.times(months)), at_stake);
    bases().for_each(|basis| {
        finding.because(basis);
    });
    finding.clears(clears(rule, lang));
}

#[cold]
fn find_not_below(
    paid: Yuan,
    (measure, income): (&Measure<'_>, Income),
    rule: &Below,
    span: Months,
    record: &Record<'_>,
    report: &mut Reporter,
    case: &Case<'_>,
) {
    let lang = report.lang;
    let basis = case.programme.basis_of(rule, span.first.first_day());
    let bases = || std::iter::once(basis).chain(measure.basis);
    let severity = entitlement::severity(bases(), rule.unless.is_some());
    let (standard, income) = (shown(measure.standard, true), shown(income.0, is_of_year(record)));
    let message = say!(
        lang,
        "人均月收入{income}，不低于标准{standard}，月保障金{paid}元",
        "income a head {income} is not below the standard of {standard}, and {paid} yuan are paid a month"
    );
    let at_stake = entitlement::paid_of(span, record, case);
    let message = of_months(span, message, record, case, lang);
    let finding = report.find(severity, record.place(Field::MonthlyAmount), message);
    let stake = at_stake.and_then(|months| paid.times(months));
    finding.seen(paid.to_string()).stakes(Direction::TooMuch, stake, at_stake);
    bases().for_each(|basis| {
        finding.because(basis);
    });
    let unless = rule.unless.as_ref().map_or("", |unless| unless.get(lang));
    finding.clears(match unless {
        "" => say!(lang, "核对收入和标准，重新核定", "check income and standard, and reckon again"),
        unless => say!(
            lang,
            "核对收入和标准；{unless}的，不算，注明；其他的重新核定，不要未经核实就停发",
            "check income and standard; it is right if {unless}: note it; else reckon again, and stop nothing unverified"
        ),
    });
}

/// A message with the months it is of, where they are not all of the row.
fn of_months(span: Months, message: String, record: &Record<'_>, case: &Case<'_>, lang: Lang) -> String {
    match case.months(record).is_some_and(|months| months != span) {
        true => say!(lang, "{span}：{message}", "{span}: {message}"),
        false => message,
    }
}

/// Whether what a row states of its income is a year's.
fn is_of_year(record: &Record<'_>) -> bool {
    record.money(Field::IncomePerHead).is_none() && record.money(Field::IncomePerHeadYear).is_some()
}

fn clears(rule: &Difference, lang: Lang) -> String {
    match &rule.unless {
        Some(unless) => {
            let unless = unless.get(lang);
            say!(
                lang,
                "核对收入、保障人口和标准；{unless}的，不算",
                "check income, people assisted and standard; it is right if {unless}"
            )
        }
        None => say!(
            lang,
            "核对收入、保障人口和标准，改正其一",
            "check income, people assisted and standard, and correct what is wrong"
        ),
    }
}

/// A month's, so that what is worked out with it comes to what is said: with parts of a fen as the year's over twelve, or with
/// more digits.
fn shown(month: Decimal, of_year: bool) -> String {
    let Some(yuan) = Yuan::from_decimal(month) else { return String::new() };
    let twelve = Decimal::from(12);
    match Yuan::from_decimal(month * twelve) {
        _ if Decimal::new(yuan.fen(), 2) == month => yuan.to_string(),
        Some(year) if of_year && Decimal::new(year.fen(), 2) / twelve == month => format!("{year}÷12"),
        _ => month.round_dp(6).to_string(),
    }
}

/// What so many persons get who each lack the difference, rounded to the fen once; nothing where they lack nothing.
pub(super) fn due(standard: Decimal, income: Income, persons: u32) -> Option<Yuan> {
    let lacking = (standard - income.0).max(Decimal::ZERO);
    Yuan::from_decimal(lacking.checked_mul(Decimal::from(persons))?)
}

/// The same of a row, by the standard in force in a month; `None` where it does not tell.
pub(super) fn due_in(month: Month, record: &Record<'_>, case: &Case<'_>) -> Option<Yuan> {
    let standard = case.law(month).standard.filter(|_| case.pays_difference && !is_by_band(record))?;
    due(standard.exact(), income(record)?, entitlement::persons(record, case)?)
}

/// Whether a standard that a roster writes lies as far above a month of the one in force as only a year's can.
pub(super) fn is_of_a_year(own: Decimal, known: &Standard) -> bool {
    own > known.exact() * Decimal::from(4)
}

/// The standard the row writes, a month's; else the one in force.
fn measure<'p>(month: Month, record: &Record<'_>, case: &Case<'p>) -> Option<Measure<'p>> {
    let known = case.law(month).standard;
    let Some(written) = record.money(Field::Standard).filter(|standard| *standard > Yuan::ZERO) else {
        return known.map(|standard| Measure { standard: standard.exact(), basis: Some(&standard.basis) });
    };
    let own = Decimal::new(written.fen(), 2);
    let yearly = match known {
        Some(known) => is_of_a_year(own, known),
        None => !record.roster.has(Field::IncomePerHead) && record.roster.has(Field::IncomePerHeadYear),
    };
    let standard = if yearly { a_month(own, Per::Year) } else { own };
    let as_known = known.filter(|known| Yuan::from_decimal(known.exact()) == Yuan::from_decimal(standard));
    Some(match as_known {
        Some(known) => Measure { standard: known.exact(), basis: Some(&known.basis) },
        None => Measure { standard, basis: None },
    })
}

pub(super) fn a_month(yuan: Decimal, per: Per) -> Decimal {
    match per {
        Per::Month => yuan,
        Per::Year => yuan / Decimal::from(12),
    }
}

/// Income of a member and month: as written, else of a year, else the household's over its members.
pub(super) fn income(record: &Record<'_>) -> Option<Income> {
    let written = |field: Field| record.money(field).map(|yuan| Decimal::new(yuan.fen(), 2));
    let a_head = written(Field::IncomePerHead);
    let a_year = || written(Field::IncomePerHeadYear).map(|yuan| a_month(yuan, Per::Year));
    let of_all = || {
        let size = record.count(Field::HouseholdSize).filter(|size| *size > 0)?;
        let column = record.roster.column(Field::Income)?;
        // One field for both: only the words over the column tell a year's income from a month's.
        let per = if record.roster.words(column).contains('年') { Per::Year } else { Per::Month };
        Some(a_month(written(Field::Income)?, per) / Decimal::from(size))
    };
    a_head.or_else(a_year).or_else(of_all).map(Income)
}

/// Whether a roster has a column of income.
pub(super) fn has_income(roster: &Roster) -> bool {
    let has = |field: Field| roster.has(field);
    has(Field::IncomePerHead) || has(Field::IncomePerHeadYear) || has(Field::Income)
}

/// Whether the row says it is paid by a band, not by the difference.
pub(super) fn is_by_band(record: &Record<'_>) -> bool {
    let codes = &record.roster.codes;
    let code = record.code(Field::Method, codes).and_then(|place| codes.code(Field::Method, place));
    code.is_some_and(|code| code.code == BANDS)
}
