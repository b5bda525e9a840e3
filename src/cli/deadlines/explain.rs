//! A case and the steps of the rosters go in; the page that gives the reasons for its last days comes out.

use anyhow::{Result, anyhow};

use super::super::Office;
use crate::output::Format;
use crate::report::explained;
use crate::run::{self, DueRow};
use crate::say;

pub fn run(case: &str, outcome: &run::Outcome, office: &mut Office<'_, '_>) -> Result<()> {
    let of_case: Vec<&DueRow> = outcome.dues.iter().filter(|due| is_of(case, due, outcome)).collect();
    if of_case.is_empty() {
        return Err(anyhow!(say!(
            office.lang,
            "没有找到“{case}”的办理环节；请写“文件名:行号”（如 临时救助2018.csv:3）、受理编号或姓名，并核对该行有起算日期",
            "no step of {case:?} was found; write FILE:ROW (such as 临时救助2018.csv:3), a case number or a name, and see that the row has a starting date"
        )));
    }
    let (pack, calendar, lang) = (office.pack.clone(), office.calendar.clone(), office.lang);
    let of = explained::Of { outcome, pack: &pack, calendar: &calendar, lang };
    office.write(Format::Table, || explained::document(&of_case, of), || explained::listing(&of_case, of))
}

/// By the name of its person, its number in a register, or its file and row.
fn is_of(case: &str, due: &DueRow, outcome: &run::Outcome) -> bool {
    if due.name == case || due.case.as_deref() == Some(case) {
        return true;
    }
    let roster = &outcome.rosters[usize::from(due.place.source)];
    let Some((file, row)) = case.rsplit_once([':', '：']) else { return false };
    let base = roster.file.rsplit(['/', '\\']).next().unwrap_or_default();
    // Numbers in names are masked, unless all is revealed.
    let named = [file, &outcome.shown(file)]
        .iter()
        .any(|file| [&roster.short_title(), &roster.title(), &*roster.file, base].contains(file));
    named && row.parse() == Ok(due.place.row)
}
