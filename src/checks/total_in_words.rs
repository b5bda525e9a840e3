//! What totals say in words beside the rows they may stand for: 合计：3户5人，1300元.

use super::{Case, PrintedTotal, Reporter, Span, Tallied};
use crate::field::{Field, Kind};
use crate::finding::{Place, Severity};
use crate::lang::Lang;
use crate::money::Yuan;
use crate::roster::{CountOf, Layout, Worded};
use crate::rules::Counted;
use crate::say;

/// Compares what a total says in words with the rows; whether anything it says could be.
pub(super) fn compare(total: &PrintedTotal, tallied: &Tallied<'_>, case: &Case<'_>, report: &mut Reporter) -> bool {
    let mut any = false;
    // Of subtotals of categories each has a part of the rows.
    for worded in total.worded.iter().filter(|_| total.together.is_none()) {
        let spans = || total.spans.iter().chain(tallied.of_more);
        let counted: Vec<i64> = spans().flat_map(|span| counted(worded.of, span, tallied, case)).collect();
        let Some(nearest) = counted.iter().copied().min_by_key(|number| (number - worded.number).abs()) else {
            continue;
        };
        any = true;
        let is_below = is_of_distinct(worded.of, case) && counted.iter().any(|number| worded.number < *number);
        if is_below || (nearest - worded.number).abs() <= worded.within {
            continue;
        }
        let is_unreadable = spans().any(|span| span.sums.iter().any(|sum| sum.unreadable > 0));
        let is_certain = is_told(worded.of, case) && !is_unreadable;
        differs((total.row, worded), nearest, is_certain, case, report);
    }
    any
}

/// What may be meant of some rows: nothing where they do not tell.
fn counted(of: CountOf, span: &Span, tallied: &Tallied<'_>, case: &Case<'_>) -> Vec<i64> {
    let whole = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let sums = |kind: Kind| {
        let columns = tallied.columns.iter().zip(&span.sums);
        columns.filter(move |((_, field), _)| field.kind() == kind).map(|(_, sum)| sum.sum)
    };
    let records = whole(span.records);
    let households = || match case.roster.layout {
        Layout::Households => vec![records],
        Layout::HouseholdRows => {
            Some(span.heads).filter(|heads| *heads > 0).into_iter().chain(tallied.households).map(whole).collect()
        }
        Layout::Persons => Vec::new(),
    };
    let persons = || match case.roster.layout {
        Layout::Households => sums(Kind::Count).collect::<Vec<i64>>(),
        Layout::HouseholdRows | Layout::Persons => sums(Kind::Count).chain([records]).collect(),
    };
    match of {
        CountOf::Households => households(),
        CountOf::Persons => persons(),
        CountOf::Listed => [households(), persons()].concat(),
        CountOf::Visits => vec![records],
        CountOf::Fen => sums(Kind::Money).collect(),
    }
}

/// Whether rows may be more than what is counted: of somebody helped twice there are two.
fn is_of_distinct(of: CountOf, case: &Case<'_>) -> bool {
    let may_repeat = case.roster.counted == Counted::Flow || case.roster.has(Field::Period);
    may_repeat && matches!(of, CountOf::Households | CountOf::Persons | CountOf::Listed)
}

/// Whether the rows tell beyond doubt what is meant.
fn is_told(of: CountOf, case: &Case<'_>) -> bool {
    match of {
        CountOf::Households => case.roster.layout == Layout::Households,
        CountOf::Persons => case.roster.layout == Layout::Persons,
        CountOf::Visits | CountOf::Fen => true,
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
    report.find(severity, place, message).seen(printed).clears(say!(
        lang,
        "查漏行、隐藏行和改过的行，改正合计",
        "look for rows left out, hidden or changed, and correct the total"
    ));
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
