//! What totals say in words beside the rows they may stand for: 合计：3户5人，1300元.

use super::{Case, PrintedTotal, Reporter, Span, Tallied, total_row};
use crate::field::{Field, Kind};
use crate::finding::{Place, Severity};
use crate::lang::Lang;
use crate::money::Yuan;
use crate::roster::{CountOf, Layout, PARTS, WHOLE, Worded};
use crate::rules::Counted;
use crate::say;

/// Compares what a total says in words with the rows; whether anything it says could be.
pub(super) fn compare(total: &PrintedTotal, tallied: &Tallied<'_>, case: &Case<'_>, report: &mut Reporter) -> bool {
    let mut any = false;
    // Of subtotals of categories each has a part of the rows; and of what other programmes have in the sheet it says
    // nothing.
    let is_of_rows = total.together.is_none() && tallied.of_others == 0;
    let is_alone = |worded: &&Worded| {
        let mut alike = total.worded.iter().filter(|other| other.of == worded.of);
        alike.all(|other| other.number == worded.number)
    };
    for worded in total.worded.iter().filter(is_alone).filter(|_| is_of_rows) {
        let spans = || total.spans.iter().chain(tallied.of_more).filter(|span| span.records > 0);
        let counted: Vec<i64> = spans().flat_map(|span| counted(worded.of, span, tallied, case)).collect();
        let Some(nearest) = counted.iter().copied().min_by_key(|number| (number - worded.number).abs()) else {
            continue;
        };
        any = true;
        if (nearest - worded.number).abs() <= worded.within || is_of_distinct(worded, &counted, tallied, case) {
            continue;
        }
        let is_unreadable = spans().any(|span| span.sums.iter().any(|sum| sum.unreadable > 0));
        let is_certain = is_told(worded.of, tallied, case) && !is_unreadable;
        differs((total.row, worded), nearest, is_certain, case, report);
    }
    any
}

/// What may be meant of some rows: nothing where they do not tell.
fn counted(of: CountOf, span: &Span, tallied: &Tallied<'_>, case: &Case<'_>) -> Vec<i64> {
    let whole = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let households = || match case.roster.layout {
        Layout::Households => vec![whole(span.records)],
        Layout::HouseholdRows => {
            Some(span.heads).filter(|heads| *heads > 0).into_iter().chain(tallied.households).map(whole).collect()
        }
        Layout::Persons => Vec::new(),
    };
    let people = || sums(Kind::Count, span, tallied);
    let persons = || match case.roster.layout {
        Layout::Households => people(),
        Layout::HouseholdRows | Layout::Persons => [people(), vec![whole(span.records), whole(span.covered)]].concat(),
    };
    match of {
        CountOf::Households => households(),
        CountOf::Persons => persons(),
        CountOf::Listed => [households(), persons()].concat(),
        CountOf::Visits if case.roster.counted == Counted::Flow => [people(), vec![whole(span.records)]].concat(),
        // Of somebody on a list nobody counts how often.
        CountOf::Visits => Vec::new(),
        // Without a column of what is paid, or beside other programmes' money, a sum may be of more.
        CountOf::Fen if !pays(case) => Vec::new(),
        CountOf::Fen => {
            let parts = tallied.columns.iter().zip(&span.sums).filter(|((_, field), _)| PARTS.contains(field));
            let parts: Vec<i64> = parts.map(|(_, sum)| sum.sum).collect();
            let together = Some(parts.iter().sum()).filter(|_| parts.len() > 1);
            sums(Kind::Money, span, tallied).into_iter().chain(together).collect()
        }
    }
}

/// Whether the roster gives what is paid, and nothing that others pay.
fn pays(case: &Case<'_>) -> bool {
    let has_pay = WHOLE.iter().any(|field| case.roster.has(*field));
    let has_parts = [Field::BasicAmount, Field::CareAmount].iter().all(|field| case.roster.has(*field));
    (has_pay || has_parts) && case.roster.money_of_others(case.pack).next().is_none()
}

/// What the columns of a kind come to, each by itself.
fn sums(kind: Kind, span: &Span, tallied: &Tallied<'_>) -> Vec<i64> {
    let columns = tallied.columns.iter().zip(&span.sums);
    columns.filter(|((_, field), _)| field.kind() == kind).map(|(_, sum)| sum.sum).collect()
}

/// Whether a number may be of those who are in several rows: of somebody helped twice, or in the sheets of two months.
fn is_of_distinct(worded: &Worded, counted: &[i64], tallied: &Tallied<'_>, case: &Case<'_>) -> bool {
    if !matches!(worded.of, CountOf::Households | CountOf::Persons | CountOf::Listed) {
        return false;
    }
    let is_below = || counted.iter().any(|number| worded.number < *number);
    let most =
        |span: Option<&Span>| span.and_then(|span| self::counted(worded.of, span, tallied, case).into_iter().max());
    let (sheet, all) = (most(tallied.of_more.first()), most(tallied.of_more.last()));
    let is_of_sheets =
        || sheet.zip(all).is_some_and(|(sheet, all)| sheet < all && (sheet..=all).contains(&worded.number));
    (may_repeat(case) && is_below()) || is_of_sheets()
}

/// Whether somebody may be in several rows: helped twice, or paid in each of several months.
pub(super) fn may_repeat(case: &Case<'_>) -> bool {
    case.roster.counted == Counted::Flow || case.roster.has(Field::Period)
}

/// Whether the rows tell beyond doubt what is meant.
fn is_told(of: CountOf, tallied: &Tallied<'_>, case: &Case<'_>) -> bool {
    let columns = |kind: Kind| tallied.columns.iter().filter(|(_, field)| field.kind() == kind).count();
    match of {
        CountOf::Households => case.roster.layout == Layout::Households,
        CountOf::Persons => case.roster.layout == Layout::Persons && columns(Kind::Count) == 0,
        CountOf::Visits => columns(Kind::Count) == 0,
        CountOf::Fen => columns(Kind::Money) == 1 && case.roster.unknown().next().is_none(),
        CountOf::Listed => false,
    }
}

fn differs((row, worded): (u32, &Worded), nearest: i64, is_certain: bool, case: &Case<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let shown = |number: i64| shown(worded.of, number, lang);
    let (printed, rows, apart) = (shown(worded.number), shown(nearest), shown((nearest - worded.number).abs()));
    let place = Place { source: case.roster.source, row, column: Some(worded.column) };
    let severity = if is_certain { Severity::Error } else { Severity::Suspicion };
    let message = say!(
        lang,
        "合计用文字写{printed}，各行为{rows}，相差{apart}",
        "the total says {printed} in words, the rows are {rows}: {apart} apart"
    );
    report.find(severity, place, message).seen(printed).clears(total_row::correct(lang));
}

/// `3户`, `households 3`.
fn shown(of: CountOf, number: i64, lang: Lang) -> String {
    match of {
        CountOf::Households => say!(lang, "{number}户", "households {number}"),
        CountOf::Persons => say!(lang, "{number}人", "persons {number}"),
        CountOf::Visits => say!(lang, "{number}人次", "visits {number}"),
        CountOf::Listed => number.to_string(),
        CountOf::Fen => {
            let yuan = Yuan::from_fen(number);
            say!(lang, "{yuan}元", "yuan {yuan}")
        }
    }
}
