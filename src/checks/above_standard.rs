//! Assistance that is more than the standards of its months times the people assisted.

use super::case::LONGEST;
use super::weight::weight_of;
use super::{Case, Question, Reporter, check, classified_supplement, entitlement, unknown_month};
use crate::day::Months;
use crate::field::Field;
use crate::finding::{Direction, Finding, Place, Severity};
use crate::lang::{Lang, several};
use crate::money::Yuan;
use crate::roster::{Household, Record};
use crate::rules::Standard;
use crate::say;

check!("above-standard", "above_standard", Question::Pay { row, household });

/// What some people are paid together.
#[derive(Debug, Clone, Copy)]
struct Paid {
    yuan: Yuan,
    column: Field,
    place: Place,
    persons: u32,
    /// Whether these were counted, where nobody has written how many they are.
    counted: bool,
}

fn row(record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    let column = column(case);
    let Some(yuan) = record.pay(column) else { return };
    let Some(persons) = record.assisted() else { return persons_unknown(report) };
    let Some(months) = case.months(record) else { return case.months_unknown(record, report) };
    let paid = Paid { yuan, column, place: record.pay_place(column), persons, counted: false };
    if column == Field::MonthlyAmount {
        each_month(paid, months, |span| entitlement::paid_of(span, record, case), case, report);
    } else if !record.makes_up() {
        let months = entitlement::paid_months(record, case).unwrap_or(months);
        let besides = entitlement::whole(record, case).map_or(Yuan::ZERO, |whole| whole.besides);
        together(Paid { yuan: yuan - besides, ..paid }, months, case, report);
    }
}

/// The same of a household of which the people are those that its rows list.
fn household(household: &Household, case: &Case<'_>, report: &mut Reporter) {
    let (roster, column) = (case.roster, column(case));
    let says_month = column == Field::MonthlyAmount;
    let has_more = BESIDES.iter().any(|field| roster.has(*field));
    let is_month = says_month && (has_more || roster.has(Field::Amount));
    let yuan = if is_month { household.monthly } else { household.amount };
    // Nobody could part so many into households.
    let Some(yuan) = yuan.filter(|_| household.listed <= Household::LARGEST) else { return };
    let is_told = case.lists_members && household.covered > 0 && (says_month || !has_more);
    let Some(persons) = is_told.then(|| household.covered.into()) else { return persons_unknown(report) };
    let Some(months) = household.months.filter(|months| months.count() <= LONGEST) else {
        let lang = report.lang;
        return report.cannot_check_of((), || unknown_month(lang));
    };
    let place = Place { column: roster.column(column), ..household.place() };
    let paid = Paid { yuan, column, place, persons, counted: true };
    if is_month {
        let count = |span: Months| (!roster.has(Field::MonthsPaid)).then(|| span.count());
        each_month(paid, months, count, case, report);
    } else if !roster.pays_arrears_alone() {
        together(paid, months, case, report);
    }
}

/// What else may be in an amount, or says for how many months it is.
const BESIDES: [Field; 4] = [Field::ClassifiedAmount, Field::OtherAmount, Field::Arrears, Field::MonthsPaid];

/// The column that says what is paid: a month, or in all where none does.
fn column(case: &Case<'_>) -> Field {
    if case.roster.has(Field::MonthlyAmount) { Field::MonthlyAmount } else { Field::Amount }
}

fn persons_unknown(report: &mut Reporter) {
    let lang = report.lang;
    report
        .cannot_check_of((), || say!(lang, "有的行没有保障人口", "some rows do not say how many people are assisted"));
}

/// Holds what is paid for each of some months against the standard of each.
#[inline]
fn each_month(
    paid: Paid,
    months: Months,
    paid_of: impl Fn(Months) -> Option<u32>,
    case: &Case<'_>,
    report: &mut Reporter,
) {
    for (span, standard) in case.standards(months) {
        let Some(standard) = standard else {
            standard_unknown(span, case, report);
            continue;
        };
        if let Some(most) = standard.monthly(paid.persons).filter(|most| paid.yuan > *most) {
            let (count, is_of_several) = (paid_of(span), months.count() > 1);
            month_above(paid, (span, standard, most), (count, is_of_several), report);
        }
    }
}

/// Holds what is paid for some months together against the standards of all, and the supplements that may be in it.
fn together(paid: Paid, months: Months, case: &Case<'_>, report: &mut Reporter) {
    let mut standards = Yuan::ZERO;
    for (span, standard) in case.standards(months) {
        let Some(standard) = standard else { return standard_unknown(span, case, report) };
        let of_span = standard.monthly(paid.persons).and_then(|month| month.times(span.count()));
        standards += of_span.unwrap_or(paid.yuan);
    }
    if paid.yuan > standards {
        all_above(paid, months, standards, case, report);
    }
}

fn standard_unknown(span: Months, case: &Case<'_>, report: &mut Reporter) {
    let (lang, month) = (report.lang, span.first);
    let name = case.programme.name.get(lang);
    report.cannot_check_of(month, || {
        say!(lang, "不知道{name}{month}的标准", "the standard of {name} for {month} is not known")
    });
}

#[cold]
fn month_above(
    paid: Paid,
    (span, standard, most): (Months, &Standard, Yuan),
    (count, is_of_several): (Option<u32>, bool),
    report: &mut Reporter,
) {
    let (lang, Paid { yuan, .. }, people) = (report.lang, paid, people(paid, report.lang));
    let (rate, over) = (standard.text(lang), yuan - most);
    let mut message = say!(
        lang,
        "月保障金{yuan}元高于标准：{rate}，{people}不超过{most}元",
        "{yuan} yuan a month is above the standard: {rate} makes {most} for {people}"
    );
    let stake = count.and_then(|count| over.times(count));
    if let Some((stake, count)) = stake.zip(count).filter(|_| is_of_several) {
        let (span, so_many) = (span.written(lang), several(count, "month"));
        message += &say!(lang, "；{span}共{count}个月，多{stake}元", "; {stake} more in {span}, {so_many}");
    }
    let finding = find(paid, weight_of(standard.basis.seen, paid.counted), message, report);
    finding.because(&standard.basis).stakes(Direction::TooMuch, stake, count);
}

/// What is paid in all may hold more than what the standards are of, and is never more than a question.
#[cold]
fn all_above(paid: Paid, months: Months, standards: Yuan, case: &Case<'_>, report: &mut Reporter) {
    let supplements = supplements(paid, months, case);
    let most = standards + supplements;
    if paid.yuan <= most {
        return;
    }
    let (lang, Paid { yuan, .. }, people) = (report.lang, paid, people(paid, report.lang));
    let words = case.roster.column(paid.column).map_or("", |column| case.roster.words(column));
    let (span, count) = (months.written(lang), months.count());
    let bases: Vec<_> = case.standards(months).filter_map(|(_, standard)| standard).collect();
    let rates = bases.iter().map(|standard| standard.text(lang)).collect::<Vec<_>>().join(lang.enumeration_comma());
    let mut message = say!(
        lang,
        "{words}{yuan}元高于标准：{rates}，按{people}算，{span}不超过{standards}元",
        "{words} {yuan} yuan is above the standard: {rates} makes {standards} for {people} in {span}"
    );
    if supplements > Yuan::ZERO {
        message += &say!(
            lang,
            "，加上人人都有的分类施保金也不超过{most}元",
            ", and {most} if everybody has a supplement for classes as well"
        );
    }
    let severity = bases.iter().map(|standard| weight_of(standard.basis.seen, true)).min();
    let finding = find(paid, severity.unwrap_or(Severity::Suspicion), message, report);
    bases.iter().for_each(|standard| {
        finding.because(&standard.basis);
    });
    finding.stakes(Direction::TooMuch, Some(yuan - most), Some(count));
}

/// The most that supplements for classes, which have no column of their own, may add to an amount.
fn supplements(paid: Paid, months: Months, case: &Case<'_>) -> Yuan {
    let may_hold = paid.column == Field::Amount && !case.roster.has(Field::ClassifiedAmount);
    let month = may_hold.then(|| classified_supplement::most(paid.persons, months, case)).flatten();
    month.and_then(|month| month.times(months.count())).unwrap_or_default()
}

fn people(paid: Paid, lang: Lang) -> String {
    let persons = paid.persons;
    match paid.counted {
        true => say!(lang, "列出的{persons}人", "the {persons} people listed"),
        false => say!(lang, "{persons}人", "{persons}"),
    }
}

fn find(paid: Paid, severity: Severity, message: String, report: &mut Reporter) -> &mut Finding {
    let lang = report.lang;
    report.find(severity, paid.place, message).seen(paid.yuan.to_string()).clears(say!(
        lang,
        "核对当地当年标准和保障人口；含分类施保或补发的，分列",
        "check the local standard of the year and the people assisted; list supplements and arrears apart"
    ))
}
