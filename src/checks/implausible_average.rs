//! Sheets whose averages no roster of real households would have.

use super::{Case, Question, Reporter, Tallied, check};
use crate::field::Field;
use crate::finding::{Direction, Place, Severity};
use crate::money::Yuan;
use crate::rules::Counted;
use crate::say;

check!("implausible-average", "implausible_average", Question::Roster(roster));

/// An average of fewer households says little.
const MANY: u64 = 20;
/// Persons a household, less than which and more than which nobody lives.
const FEWEST: i64 = 1;
const MOST: i64 = 12;
const FEN: i64 = 100;

fn roster(tallied: &Tallied<'_>, case: &Case<'_>, report: &mut Reporter) {
    let Some(households) = tallied.households.filter(|households| *households >= MANY) else { return };
    let sum = |field: Field| sum(field, tallied);
    let amount = sum(Field::Amount).or_else(|| sum(Field::MonthlyAmount));
    let persons = sum(Field::CoveredSize);
    let count = i64::try_from(households).unwrap_or(i64::MAX);
    if let Some(amount) = amount.filter(|amount| *amount > 0 && amount % (FEN * count) == 0) {
        round(amount, count, case, report);
    }
    if let Some(persons) = persons.filter(|persons| *persons < FEWEST * count || *persons > MOST * count) {
        crowded(persons, count, case, report);
    }
    if let (Some(amount), Some(persons)) = (amount, persons.filter(|persons| *persons > 0)) {
        above_standard(amount, persons, case, report);
    }
}

/// The sum of a column over all rows, each household once; `None` where a cell could not be read or nothing was.
fn sum(field: Field, tallied: &Tallied<'_>) -> Option<i64> {
    let slot = tallied.columns.iter().position(|(_, column)| *column == field)?;
    // Where rows repeat what a household is given, the sums of households come second.
    let span = tallied.of_more.get(usize::from(tallied.repeats[slot]))?;
    Some(span.sums[slot]).filter(|sum| sum.unreadable == 0).map(|sum| sum.sum)
}

fn round(amount: i64, households: i64, case: &Case<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let (all, average) = (Yuan::from_fen(amount), Yuan::from_fen(amount / households));
    let message = match case.programme.counted {
        Counted::Stock => say!(
            lang,
            "{households}户共{all}元，户均正好{average}元：逐户核算很少这样",
            "{households} households, {all} yuan: exactly {average} yuan each, which amounts worked out one by one seldom come to"
        ),
        // A household aided twice is there twice.
        Counted::Flow => say!(
            lang,
            "{households}笔共{all}元，平均每笔正好{average}元：逐案核算很少这样",
            "{households} grants, {all} yuan: exactly {average} yuan each, which amounts worked out one by one seldom come to"
        ),
    };
    note(message, case, report);
}

fn crowded(persons: i64, households: i64, case: &Case<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let (whole, part) = (persons / households, persons % households * 100 / households);
    let message = say!(
        lang,
        "{households}户共{persons}人，户均{whole}.{part:02}人",
        "{households} households of {persons} persons: {whole}.{part:02} each"
    );
    note(message, case, report);
}

/// A standing list is given so much a person and month at most, on average too.
fn above_standard(amount: i64, persons: i64, case: &Case<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let Some(months) = case.roster.months.filter(|_| case.programme.counted == Counted::Stock) else { return };
    let count = if case.roster.has(Field::Amount) { months.count() } else { 1 };
    let standards: Option<Vec<_>> = months.each().map(|month| case.programme.standard(month)).collect();
    let Some(highest) = standards.and_then(|of| of.into_iter().max_by_key(|standard| standard.monthly(1))) else {
        return;
    };
    let Some(most) = highest.monthly(1).and_then(|monthly| monthly.times(count)) else { return };
    if amount <= most.fen().saturating_mul(persons) {
        return;
    }
    let (all, average, standard) = (Yuan::from_fen(amount), Yuan::from_fen(amount / persons), highest.text(lang));
    let message = say!(
        lang,
        "{persons}人共{all}元，人均{average}元，高于标准{standard}×{count}个月＝{most}元",
        "{persons} persons, {all} yuan: {average} yuan each, above the standard of {standard} × {count} months = {most} yuan"
    );
    let place = Place::row(case.roster.source, 0);
    report
        .find(Severity::Info, place, message)
        .because(&highest.basis)
        .stakes(Direction::TooMuch, None, None)
        .clears(clears(lang));
}

fn note(message: String, case: &Case<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let place = Place::row(case.roster.source, 0);
    report.find(Severity::Info, place, message).stakes(Direction::Neither, None, None).clears(clears(lang));
}

fn clears(lang: crate::lang::Lang) -> String {
    say!(
        lang,
        "抽查若干户的核算和人口；有定额、补发等原因的，随表注明",
        "look at some households, their members and how their amounts were worked out; say so beside the sheet where a fixed sum or arrears explain it"
    )
}
