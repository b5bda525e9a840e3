//! Printed totals that are not the sum of the rows they stand for.

use super::{Case, PrintedTotal, Question, Reporter, Rounded, Tallied, check, total_in_words};
use crate::field::{Field, Kind};
use crate::finding::{Place, Severity};
use crate::lang::Lang;
use crate::money::Yuan;
use crate::say;

check!("total-row", "total_row", Question::Roster(roster));

fn roster(tallied: &Tallied<'_>, case: &Case<'_>, report: &mut Reporter) {
    if tallied.of_others > 0 && case.roster.shares_columns() {
        return of_several(tallied, report);
    }
    let mut any_words = false;
    for total in tallied.totals {
        any_words |= total_in_words::compare(total, tallied, case, report);
        for (slot, (column, field)) in tallied.columns.iter().enumerate() {
            let printed = total.printed.iter().find(|(printed, _)| printed == column);
            let is_of_all = tallied.of_others > 0 && field.kind() == Kind::Count;
            let Some(printed) = printed.and_then(|(_, printed)| printed.rounded()).filter(|_| !is_of_all) else {
                continue;
            };
            compare((total, tallied), slot, (*column, *field, printed), case, report);
        }
    }
    let gives_numbers = |total: &PrintedTotal| total.printed.iter().any(|(_, printed)| printed.number().is_some());
    if !tallied.totals.is_empty() && !any_words && !tallied.totals.iter().any(gives_numbers) {
        report.cannot_check(say!(
            report.lang,
            "有的名册的合计没有可以和各行相加比的数：写的文字看不懂，没有算出来，或写在没有使用的列里",
            "the total of some rosters gives nothing to hold against the rows: its words are not understood, it was not calculated, or it stands in a column that is not used"
        ));
    }
    tallied.unlike.iter().for_each(|row| nameless(row, tallied, case, report));
}

/// A total of rows some of which are of other programmes.
fn of_several(tallied: &Tallied<'_>, report: &mut Reporter) {
    if !tallied.totals.is_empty() {
        report.cannot_check(say!(
            report.lang,
            "有的名册的合计是几个项目一起的，没有和本项目各行相加的比",
            "the total of some rosters is of several programmes together, and was not held against the rows of one"
        ));
    }
}

/// A row at the end of a list that names nobody and is no sum: a person without a name, or a total that is wrong.
fn nameless(row: &PrintedTotal, tallied: &Tallied<'_>, case: &Case<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let differs = tallied.columns.iter().enumerate().find_map(|(slot, (column, field))| {
        let number = row.printed.iter().find(|of| of.0 == *column)?.1.number()?;
        let nearest = row.spans.iter().map(|span| span.sums[slot].sum).min_by_key(|sum| (sum - number).abs())?;
        (nearest != number).then(|| (*column, shown(*field, number), shown(*field, nearest)))
    });
    let Some((column, number, sum)) = differs else { return };
    let words = case.roster.words(column);
    let place = Place { source: case.roster.source, row: row.row, column: Some(column) };
    let message = say!(
        lang,
        "这一行只有数字，没有姓名和证件号，按名册的一行计入；如果是合计，{words}写{number}，以上各行相加为{sum}，不相等",
        "this row gives numbers and names nobody; it was counted as a row of the roster; if it is a total, {words} says {number} and the rows above add up to {sum}"
    );
    report.find(Severity::Suspicion, place, message).seen(number).clears(say!(
        lang,
        "是一户或一个人的，补上姓名和证件号；是合计的，写上“合计”并改正数字",
        "add name and number if it is a household or a person; if it is a total, write 合计 in the row and correct it"
    ));
}

fn shown(field: Field, number: i64) -> String {
    match field.kind() {
        Kind::Money => Yuan::from_fen(number).to_string(),
        _ => number.to_string(),
    }
}

fn compare(
    (total, tallied): (&PrintedTotal, &Tallied<'_>),
    slot: usize,
    (column, field, printed): (u16, Field, Rounded),
    case: &Case<'_>,
    report: &mut Reporter,
) {
    let sums = total.spans.iter().chain(tallied.of_more).map(|span| span.sums[slot]);
    if total.fits(column, printed, sums.clone()) {
        return;
    }
    let printed = printed.number;
    let nearest = sums.min_by_key(|sum| (sum.sum - printed).abs()).unwrap_or_default();
    let (lang, words) = (report.lang, case.roster.words(column));
    let place = Place { source: case.roster.source, row: total.row, column: Some(column) };
    let shown = |number: i64| shown(field, number);
    let (printed_shown, sum, apart) = (shown(printed), shown(nearest.sum), shown((nearest.sum - printed).abs()));
    // Cells that could not be read may make up the difference, and so may what a roster repeats on each row of a household; and
    // somebody may be of several categories, or of none; and of people in several rows a total may count each once.
    let is_of_distinct = field.kind() == Kind::Count && printed < nearest.sum && total_in_words::may_repeat(case);
    let certain = nearest.unreadable == 0 && !tallied.repeats[slot] && total.together.is_none() && !is_of_distinct;
    let severity = if certain { Severity::Error } else { Severity::Suspicion };
    let message = say!(
        lang,
        "{words}栏合计写{printed_shown}，各行相加为{sum}，相差{apart}",
        "the total of {words} says {printed_shown}, the rows add up to {sum}: {apart} apart"
    );
    report.find(severity, place, message).seen(printed_shown).clears(correct(lang));
}

/// What clears a total that is not the sum of its rows.
pub(super) fn correct(lang: Lang) -> String {
    say!(lang, "查漏行、隐藏行和改过的行，改正合计", "look for rows left out, hidden or changed, and correct the total")
}
