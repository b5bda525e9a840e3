//! Open steps go in; entries for a calendar of appointments come out, one a last day.

use chrono::NaiveDate;

use crate::deadline::Status;
use crate::lang::{Lang, Say};
use crate::rules::Pack;
use crate::run::{DueRow, Outcome};
use crate::say;

use super::deadlines;

/// Entries of whole days, written on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agenda {
    pub title: String,
    pub written: NaiveDate,
    pub entries: Vec<Entry>,
}

/// One last day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The same step of the same row has the same every time; nothing of a person is in it.
    pub uid: String,
    pub day: NaiveDate,
    pub summary: String,
    pub description: String,
    pub category: String,
    /// A notice yet to come may move the day.
    pub provisional: bool,
}

pub fn agenda(dues: &[DueRow], outcome: &Outcome, pack: &Pack, written: NaiveDate, lang: Lang) -> Agenda {
    let open = dues.iter().filter(|due| due.status.is_open() || due.status.is_overdue());
    let entries = open.filter_map(|due| entry(due, outcome, pack, lang)).collect();
    Agenda { title: say!(lang, "救助办理期限", "Assistance: last days"), written, entries }
}

fn entry(due: &DueRow, outcome: &Outcome, pack: &Pack, lang: Lang) -> Option<Entry> {
    let programme = &pack.programmes[due.programme];
    let (name, step, person) = (programme.name.get(lang), due.step.get(lang), deadlines::person(due, outcome));
    let mark = if due.provisional { say!(lang, "（暂定）", " (provisional)") } else { String::new() };
    let of = match person.is_empty() {
        true => String::new(),
        false => say!(lang, "：{person}", ": {person}"),
    };
    let extended = due.extended.as_ref().filter(|extended| extended.applies).map(|extended| extended.last_day);
    Some(Entry {
        uid: uid(due, outcome, &programme.id),
        day: extended.or(due.last_day)?,
        summary: format!("{name}·{step}{of}{mark}"),
        description: description(due, outcome, lang),
        category: name.to_owned(),
        provisional: due.provisional,
    })
}

fn description(due: &DueRow, outcome: &Outcome, lang: Lang) -> String {
    let (place, limit) = (deadlines::place(due, outcome, lang), deadlines::term(due).from(due.started, lang));
    let who = due.who.as_ref().map_or(String::new(), |who| {
        let who = who.get(lang);
        say!(lang, "{who}：", "{who}: ")
    });
    let place = match deadlines::town(due, outcome, lang) {
        town if town.is_empty() => place,
        town => say!(lang, "{town}，{place}", "{town}, {place}"),
    };
    let (cited, quote) = (due.basis.cited(), &due.basis.quote);
    say!(lang, "{place}\n{who}{limit}\n{cited}“{quote}”", "{place}\n{who}{limit}\n{cited} “{quote}”")
}

/// Programme and start, and a number made of the place and the step: files of other folders may go by the same name.
fn uid(due: &DueRow, outcome: &Outcome, programme: &str) -> String {
    let roster = &outcome.rosters[usize::from(due.place.source)];
    let (title, row) = (roster.title(), due.place.row);
    let started = due.started.or(due.last_day).unwrap_or_default();
    let number = fnv(format!("{title}\n{row}\n{}\n{started}", due.step.zh).as_bytes());
    format!("{programme}-{started}-{number:016x}@relief")
}

/// FNV-1a, which is the same in every version of every library.
fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// What a due row says of itself beside its day.
pub fn closing(agenda: &Agenda, dues: &[DueRow], lang: Lang) -> Vec<String> {
    let (written, all) = (agenda.entries.len(), dues.len());
    let is_dayless = |due: &DueRow| due.status.is_open() && due.last_day.is_none();
    let untold = dues.iter().filter(|due| matches!(due.status, Status::CannotTell(_)) || is_dayless(due));
    let mut lines = vec![say!(
        lang,
        "写入{written}项未办结的期限（共{all}项）",
        "last days of open steps written: {written} of {all}"
    )];
    lines.extend(untold.map(|due| {
        let (step, row, why) = (due.step.get(lang), due.place.row, due.status.say(lang));
        say!(lang, "未写入：第{row}行 {step}，{why}", "not written: row {row} {step}, {why}")
    }));
    lines
}
