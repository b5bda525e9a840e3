//! Columns no rule knows, and required columns that are not there.

use super::{Case, Question, Reporter, Tallied, check, required_value};
use crate::field::Kind;
use crate::finding::{Place, Severity};
use crate::say;

check!("unknown-column", "unknown_column", Question::Roster(roster));

fn roster(tallied: &Tallied<'_>, case: &Case<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let roster = case.roster;
    for head in roster.unknown() {
        let place = Place { source: roster.source, row: roster.header.last_row, column: Some(head.index) };
        let words = &head.words;
        report
            .find(
                Severity::Info,
                place,
                say!(lang, "不认识“{words}”这一列，没有使用", "column {words:?} is not known and was not used"),
            )
            .seen(words.clone())
            .clears(say!(
                lang,
                "是已知的项目就改用通用列名；否则不必理会",
                "use a known header if it is a known item; otherwise let it be"
            ));
    }
    for field in required_value::absent(roster, case.programme.required()) {
        // A register of open cases has no amounts yet.
        if tallied.all_pending && field.kind() == Kind::Money {
            continue;
        }
        let header = case.pack.header(field, case.programme);
        report
            .find(
                Severity::Error,
                required_value::whole(roster),
                say!(lang, "缺少“{header}”列", "the column {header:?} is missing"),
            )
            .clears(say!(lang, "补上这一列；列名不同的，改为通用列名", "add the column, or call it by a known header"));
    }
}
