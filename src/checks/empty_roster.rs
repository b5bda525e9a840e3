//! Rosters with a header and nothing below it.

use super::{Case, Question, Reporter, Tallied, check, required_value};
use crate::finding::Severity;
use crate::say;

check!("empty-roster", "empty_roster", Question::Roster(roster));

fn roster(tallied: &Tallied<'_>, case: &Case<'_>, report: &mut Reporter) {
    if tallied.records > 0 {
        return;
    }
    let (lang, others) = (report.lang, tallied.of_others);
    if others > 0 {
        return all_of_others(others, case, report);
    }
    let message = say!(lang, "只有表头，没有一行人", "a header and not one person below it");
    report.find(Severity::Warning, required_value::whole(case.roster), message).clears(say!(
        lang,
        "核对导出是否完整；确实无人的，删去该表",
        "see whether the export is complete; take the sheet out if there is really nobody"
    ));
}

/// Every row says that it is of another programme: the people are there, and nobody has read them.
fn all_of_others(rows: u64, case: &Case<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let name = case.programme.name.get(lang);
    let message = say!(
        lang,
        "没有一行算作{name}：{rows}行写的是别的项目，或者没有写明，都没有使用",
        "not one row counts for {name}: {rows} name another programme, or not this one, and none was used"
    );
    report.find(Severity::Warning, required_value::whole(case.roster), message).clears(say!(
        lang,
        "看各行写的项目：是别的项目的名册，用 --programme 指明那个项目再审；就是本项目的，改正写项目的那一栏",
        "see what the rows say: if the roster is of another programme, name that with --programme; if it is of this one, correct the column"
    ));
}
