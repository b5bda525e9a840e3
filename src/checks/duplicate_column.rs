//! Two columns of one meaning, of which only the first is used.

use super::{Case, Question, Reporter, Tallied, check};
use crate::finding::{Place, Severity};
use crate::say;

check!("duplicate-column", "duplicate_column", Question::Roster(roster));

fn roster(_: &Tallied<'_>, case: &Case<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let roster = case.roster;
    for column in &roster.repeated {
        let place = Place { source: roster.source, row: roster.header.last_row, column: Some(*column) };
        let words = roster.words(*column);
        report
            .find(
                Severity::Warning,
                place,
                say!(
                    lang,
                    "“{words}”与前面的一列含义相同，没有使用",
                    "column {words:?} means the same as one before it and was not used"
                ),
            )
            .seen(words)
            .clears(say!(lang, "只留一列，或改名区分", "keep one, or give them different headers"));
    }
}
