//! Assistance for a month that is more than the standard of that month times the people assisted.

use super::weight::weight;
use super::{Case, Question, Reporter, check, entitlement};
use crate::day::Months;
use crate::field::Field;
use crate::finding::Direction;
use crate::lang::several;
use crate::money::Yuan;
use crate::roster::{Layout, Record};
use crate::rules::Standard;
use crate::say;

check!("above-standard", "above_standard", Question::Money(row));

fn row(record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let Some(monthly) = record.money(Field::MonthlyAmount) else { return };
    let Some(persons) = persons(record) else {
        report.cannot_check_of((), || {
            say!(lang, "有的行没有保障人口", "some rows do not say how many people are assisted")
        });
        return;
    };
    let Some(months) = case.months(record) else {
        case.months_unknown(record, report);
        return;
    };
    for (span, standard) in case.standards(months) {
        let Some(standard) = standard else {
            let (name, month) = (case.programme.name.get(lang), span.first);
            report.cannot_check_of(month, || {
                say!(lang, "不知道{name}{month}的标准", "the standard of {name} for {month} is not known")
            });
            continue;
        };
        if let Some(most) = standard.monthly(persons).filter(|most| monthly > *most) {
            find(monthly, (standard, persons, most), (span, record), case, report);
        }
    }
}

#[cold]
fn find(
    monthly: Yuan,
    (standard, persons, most): (&Standard, u32, Yuan),
    (span, record): (Months, &Record<'_>),
    case: &Case<'_>,
    report: &mut Reporter,
) {
    let lang = report.lang;
    let severity = weight(&standard.basis, None);
    let over = monthly - most;
    let rate = standard.text(lang);
    let mut message = say!(
        lang,
        "月保障金{monthly}元高于标准：{rate}，{persons}人不超过{most}元",
        "{monthly} yuan a month is above the standard: {rate} makes {most} for {persons}"
    );
    let count = entitlement::paid_of(span, record, case);
    let stake = count.and_then(|count| over.times(count));
    let is_of_several = case.months(record).is_some_and(|months| months.count() > 1);
    if let Some((stake, count)) = stake.zip(count).filter(|_| is_of_several) {
        let (span, so_many) = (span.written(lang), several(count, "month"));
        message += &say!(lang, "；{span}共{count}个月，多{stake}元", "; {stake} more in {span}, {so_many}");
    }
    report
        .find(severity, record.place(Field::MonthlyAmount), message)
        .seen(monthly.to_string())
        .because(&standard.basis)
        .stakes(Direction::TooMuch, stake, count)
        .clears(say!(
            lang,
            "核对当地当年标准和保障人口；含分类施保或补发的，分列",
            "check the local standard of the year and the people assisted; list supplements and arrears apart"
        ));
}

/// The people assisted, as written; else as a row of members lists them.
fn persons(record: &Record<'_>) -> Option<u32> {
    // Nobody assisted is a number to correct, not a standard of nothing.
    let written = record.count(Field::CoveredSize).filter(|persons| *persons > 0);
    let listed = (record.roster.layout == Layout::Households && record.lists_members()).then(|| record.listed());
    written.or(listed)
}
