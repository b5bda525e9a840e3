//! Rosters with a header and nothing below it.

use super::{Case, Question, Reporter, Tallied, check, required_value};
use crate::finding::Severity;
use crate::say;

check!("empty-roster", "empty_roster", Question::Roster(roster));

fn roster(tallied: &Tallied<'_>, case: &Case<'_>, report: &mut Reporter) {
    if tallied.records > 0 {
        return;
    }
    let lang = report.lang;
    let message = say!(lang, "只有表头，没有一行人", "a header and not one person below it");
    report.find(Severity::Warning, required_value::whole(case.roster), message).clears(say!(
        lang,
        "核对导出是否完整；确实无人的，删去该表",
        "see whether the export is complete; take the sheet out if there is really nobody"
    ));
}
