//! Amounts that are not what the rates of their months make for this person.

use std::collections::BTreeSet;

use super::entitlement::{self, Scope, Stated, Total};
use super::listed::written;
use super::{Case, Question, Reporter, check, stale_standard};
use crate::day::{Month, Months};
use crate::field::Field;
use crate::finding::Direction;
use crate::lang::{Lang, Words};
use crate::money::Yuan;
use crate::roster::Record;
use crate::say;

check!("amount-by-rule", "amount_by_rule", Question::Row(row), if columns);

/// What was raised so many times over is a slip of the pen.
const RAISED: u32 = 2;

/// Whether any rate is written down. Nothing is wanting where a programme pays the difference to a standard.
fn columns(case: &Case<'_>, report: &mut Reporter) -> bool {
    let is_rated = case.rated.iter().any(|field| *field != Field::ClassifiedAmount);
    if !is_rated && !case.pays_difference {
        let (lang, name) = (report.lang, case.programme.name.get(report.lang));
        report.cannot_check(say!(lang, "规则里没有{name}的发放标准", "the rules hold no rates of {name}"));
    }
    is_rated
}

fn row(record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    if !entitlement::is_paid(record, case) {
        return;
    }
    let Some(months) = case.months(record) else {
        case.months_unknown(record, report);
        return;
    };
    for stated in entitlement::stated(record, case) {
        judge(&stated, months, record, case, report);
    }
}

fn judge(stated: &Stated<'_>, months: Months, record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    let totals = match entitlement::totals(stated, months, record, case) {
        Ok(totals) => totals,
        Err(unknown) => return report.cannot_check(unknown.say(case, report.lang)),
    };
    // Nobody's rate: whether the person may be on the list is another question.
    if totals.is_empty() {
        return;
    }
    let Some(paid) = own_part(stated) else { return };
    let allows = |paid: Yuan| totals.iter().any(|total| total.allows(paid));
    if !allows(paid) {
        // What goes beyond the rate is what the note has of arrears.
        if record.arrears_noted().is_some_and(|arrears| allows(paid - arrears)) {
            return;
        }
        // Said there, with the standard it was paid by.
        if stale_standard::CHECK.is_asked_by(case.programme) && !stale_standard::older(record, case).is_empty() {
            return;
        }
        find(stated, paid, &totals, record, case, report);
    } else if stated.scope == Scope::Monthly && changes(&totals) {
        over_the_change(months, record, case, report);
    }
}

/// The rated part of what is paid.
fn own_part(stated: &Stated<'_>) -> Option<Yuan> {
    let paid = stated.paid - stated.besides;
    (!paid.is_negative()).then_some(paid)
}

fn changes(totals: &[Total<'_>]) -> bool {
    totals.windows(2).any(|pair| pair[0].exact != pair[1].exact)
}

/// Where the rate changes within a row's months, one column cannot say both: its sum is added up month by month.
fn over_the_change(months: Months, record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    if months.count() == 1 || !record.roster.has(Field::Amount) {
        return;
    }
    if let Some(whole) = entitlement::whole(record, case) {
        judge(&whole, months, record, case, report);
    }
}

#[cold]
fn find(
    stated: &Stated<'_>,
    paid: Yuan,
    totals: &[Total<'_>],
    record: &Record<'_>,
    case: &Case<'_>,
    report: &mut Reporter,
) {
    let gap = |total: &Total<'_>| (paid - total.yuan()).fen().abs();
    let Some(nearest) = totals.iter().min_by_key(|total| gap(total)) else { return };
    let Some(bound) = nearest.bound() else { return };
    let may_be_raised = paid > nearest.yuan() && nearest.yuan().times(RAISED).is_some_and(|most| paid <= most);
    if let Some(unknown) = nearest.unknown(case).filter(|_| may_be_raised) {
        return perhaps_raised(nearest, unknown, stated, case, report);
    }
    let unsure = nearest.unsure(case).filter(|_| paid < nearest.yuan());
    if let Some(month) = unsure.filter(|month| !knows_older(stated, *month, record, case)) {
        return perhaps_older(month, stated, case, report);
    }
    let severity = entitlement::severity(nearest.basis(), nearest.unless().is_some());
    let Some(room) = report.room(severity) else { return };
    let lang = room.lang;
    let (header, seen, bound) = (header(stated.column, record, case), stated.paid, bound.text(lang));
    let (span, due) = (written(&span(nearest), lang), due(stated, totals, nearest));
    let (how, besides) = (nearest.text(case, lang), besides(stated, lang));
    let message = say!(
        lang,
        "{header}{seen}元，{span}按规定{bound}{due}元（{how}{besides}）",
        "{header} {seen} yuan; for {span} it is {bound} {due} ({how}{besides})"
    );
    let direction = if paid > nearest.yuan() { Direction::TooMuch } else { Direction::TooLittle };
    let months = entitlement::months_at_stake(stated, record, case);
    let stake = Yuan::from_fen(gap(nearest)).times(months);
    let finding = room.find(record.pay_place(stated.column), message);
    finding.seen(stated.paid.to_string()).stakes(direction, stake, Some(stake_months(stated, nearest, months)));
    nearest.basis().into_iter().for_each(|basis| {
        finding.because(basis);
    });
    finding.clears(clears(nearest, lang));
}

/// More than by a figure that may have been raised since is no fault that anybody knows of.
fn perhaps_raised(total: &Total<'_>, unknown: &Words, stated: &Stated<'_>, case: &Case<'_>, report: &mut Reporter) {
    let lang = report.lang;
    report.cannot_check_of((stated.column.index(), total.yuan().fen()), || {
        let (header, how) = (case.pack.header(stated.column, case.programme), total.text(case, lang));
        let unknown = unknown.get(lang);
        say!(
            lang,
            "{header}：有的行高于{how}；{unknown}，高出的没有判断",
            "{header}: some rows are above {how}; {unknown}, so what is more is not judged"
        )
    });
}

/// Whether it is known what was paid before the rates of a month.
fn knows_older(stated: &Stated<'_>, month: Month, record: &Record<'_>, case: &Case<'_>) -> bool {
    let owed = |law: Month| entitlement::owed(stated.of, (law, month), record, case);
    let older = entitlement::last_months(stated.of, month, case);
    older.into_iter().any(|law| owed(law).is_ok_and(|owed| !owed.is_empty()))
}

/// Less than a rate is no fault that anybody knows of while it is not known to have held, nor what held before it.
fn perhaps_older(month: Month, stated: &Stated<'_>, case: &Case<'_>, report: &mut Reporter) {
    let lang = report.lang;
    report.cannot_check_of((stated.column.index(), month), || {
        let header = case.pack.header(stated.column, case.programme);
        say!(
            lang,
            "{header}：新标准从哪个月起执行、以前是多少都没有查到，{month}低于新标准的没有判断",
            "{header}: neither the month from which the rate held nor the one before it was found; what is below it in {month} is not judged"
        )
    });
}

/// What the column is called; the one a sum begins with by its own words, since the sum is called as it should be.
fn header(field: Field, record: &Record<'_>, case: &Case<'_>) -> String {
    let before_sum = record.roster.pay_column(field).filter(|column| record.roster.column(field) != Some(*column));
    before_sum.map_or_else(
        || case.pack.header(field, case.programme).to_owned(),
        |column| record.roster.words(column).to_owned(),
    )
}

fn stake_months(stated: &Stated<'_>, total: &Total<'_>, months: u32) -> u32 {
    if stated.scope == Scope::Whole { total.months.len() as u32 } else { months }
}

/// The months the amount is for.
fn span(total: &Total<'_>) -> BTreeSet<Month> {
    total.months.iter().map(|(month, _)| *month).collect()
}

/// What it should be; in the month of a birthday one of two.
fn due(stated: &Stated<'_>, totals: &[Total<'_>], nearest: &Total<'_>) -> String {
    let same_months = |total: &&Total<'_>| span(total) == span(nearest);
    let mut all: Vec<Yuan> = totals.iter().filter(same_months).map(|total| total.yuan() + stated.besides).collect();
    all.sort_unstable();
    all.dedup();
    all.iter().map(Yuan::to_string).collect::<Vec<_>>().join(" / ")
}

fn besides(stated: &Stated<'_>, lang: Lang) -> String {
    match stated.besides {
        Yuan::ZERO => String::new(),
        other => say!(lang, "；另有其他项目{other}元", "; {other} of other parts besides"),
    }
}

fn clears(total: &Total<'_>, lang: Lang) -> String {
    match total.unless() {
        Some(unless) => {
            let unless = unless.get(lang);
            say!(
                lang,
                "核对档次、年龄和当月标准；{unless}的，不算",
                "check grade, age and the month's rate; it is right if {unless}"
            )
        }
        None => say!(
            lang,
            "核对档次、年龄和当月标准；补发、扣回的，分列",
            "check grade, age and the month's rate; list arrears and money taken back apart"
        ),
    }
}
