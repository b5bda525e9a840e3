//! Due dates for people and for programs, the most urgent first.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::deadline::{self, Class, Kind, Lacking, Status, Term};
use crate::field::Field;
use crate::lang::{Lang, Say, Words};
use crate::roster::Roster;
use crate::rules::{Pack, Programme};
use crate::run::{DueRow, Outcome};
use crate::say;
use crate::timeliness::Line;

use super::findings::{basis_record, place_record};
use super::read::incomplete;
use super::timeliness;
use super::totals::town_name;
use super::{Block, Datum, Document, Listing, Record, Table};

/// Overdue first, then by last day; what cannot be told comes last.
pub fn by_urgency(dues: &mut [DueRow]) {
    let rank = |due: &DueRow| match due.status {
        Status::Overdue(_) => 0,
        Status::OverdueUnless(_) => 1,
        Status::DueIn(_) | Status::NotYet(_) => 2,
        Status::Late(_) | Status::LateUnless(_) | Status::Short(_) => 3,
        Status::InTime | Status::Excepted(_) => 4,
        Status::CannotTell(_) => 5,
    };
    // What is open until a day that nobody knows yet comes after what is open until one that is known.
    let is_far = |due: &DueRow| due.status.is_open() && due.last_day.is_none();
    dues.sort_by_key(|due| (rank(due), is_far(due), due.last_day, due.place));
}

/// What a list of due dates is made from, besides the dates.
#[derive(Clone, Copy)]
pub struct Of<'o> {
    pub outcome: &'o Outcome,
    pub pack: &'o Pack,
    /// Whether what is far off is left out.
    pub near: bool,
    /// The day of asking.
    pub as_of: NaiveDate,
    /// How many are listed; all are counted.
    pub limit: usize,
    /// Of how many townships and steps it is not listed how they went.
    pub lines_left: usize,
    pub lang: Lang,
}

/// The first of them, as many as are listed.
pub fn listed(dues: &[DueRow], limit: usize) -> &[DueRow] {
    &dues[..dues.len().min(limit)]
}

/// How many are not, if any.
pub fn unlisted(dues: &[DueRow], of: Of<'_>) -> Option<String> {
    let unlisted = dues.len().saturating_sub(of.limit);
    (unlisted > 0).then(|| {
        say!(
            of.lang,
            "另有{unlisted}项未列出；加 --limit 0 或用 -o 写入文件可得全部",
            "{unlisted} more are not listed; --limit 0 or a file given with -o lists all"
        )
    })
}

pub fn document(dues: &[DueRow], lines: &[Line], of: Of<'_>) -> Document {
    let Of { outcome, pack, lang, .. } = of;
    let listed = listed(dues, of.limit);
    let mut document = Document::default();
    document.blocks.extend(incomplete(outcome, lang).map(Block::Paragraph));
    let headers = [
        say!(lang, "位置", "Where"),
        say!(lang, "姓名", "Name"),
        say!(lang, "乡镇", "Township"),
        say!(lang, "环节", "Step"),
        say!(lang, "期限", "Limit"),
        say!(lang, "最后一天", "Last day"),
        say!(lang, "状态", "Status"),
    ];
    let mut table = Table::new(&headers, &[]);
    for due in listed {
        table.rows.push(row(due, outcome, pack, lang));
    }
    document.table(table);
    for line in bases(listed, lang) {
        document.paragraph(line);
    }
    document.paragraph(counts(dues, lang));
    if let Some(line) = unlisted(dues, of) {
        document.paragraph(line);
    }
    if of.near {
        document.paragraph(say!(
            lang,
            "在保期间的事项（发放、复核、年龄、证件、定期工作）只列已过和临近的，--all 列全部；多个月的名册，复核、年龄、证件只看最近一个月。",
            "Of what is due while somebody is on the list (payment, review, age, card, yearly work) only what is past or near is listed; --all lists everything. Of several months, review, age and card are asked of the last."
        ));
    }
    for line in lacking(of) {
        document.paragraph(line);
    }
    if !lines.is_empty() {
        document.table(timeliness::table(lines, outcome, pack, lang));
        document.paragraph(timeliness::legend(lang));
        if let Some(line) = timeliness::left_out(of.lines_left, lang) {
            document.paragraph(line);
        }
    }
    document
}

/// How many are in each class, those done in time and those to look at where there are any.
fn counts(dues: &[DueRow], lang: Lang) -> String {
    let count = |class: Class| dues.iter().filter(|due| due.class() == class).count();
    let (all, overdue, due, late) = (dues.len(), count(Class::Overdue), count(Class::Open), count(Class::Late));
    let in_time = match count(Class::InTime) {
        0 => String::new(),
        in_time => say!(lang, "按期{in_time}，", "in time {in_time}, "),
    };
    let to_look_at = match count(Class::ToLookAt) {
        0 => String::new(),
        to_look_at => say!(lang, "待核实{to_look_at}，", "to look at {to_look_at}, "),
    };
    let unknown = count(Class::CannotTell);
    say!(
        lang,
        "共{all}项：已逾期{overdue}，未到期{due}，{in_time}逾期办结{late}，{to_look_at}无法判断{unknown}。",
        "Steps: {all}; overdue {overdue}, due {due}, {in_time}done late {late}, {to_look_at}not to be told {unknown}. "
    ) + &how_counted(dues.iter().any(|due| due.kind == Kind::Notice), lang)
}

/// Which days are counted; a notice is planned as periods are, and found too short by less.
pub(super) fn how_counted(has_notices: bool, lang: Lang) -> String {
    let counted = say!(
        lang,
        "开始当日不计；工作日按国务院办公厅放假安排通知。",
        "The day of the start is not counted; working days are those of the State Council's notices."
    );
    match has_notices {
        true => say!(
            lang,
            "{counted}公示的最后一天也这样算，最稳妥；首尾两日都计、天数已够的，算按期。",
            "{counted} The last day of a notice is counted so, too, to be safe; one that is long enough with both ends counted is in time."
        ),
        false => counted,
    }
}

/// The steps no row of a roster can be judged by, a line for rosters that lack the same.
pub fn lacking(of: Of<'_>) -> Vec<String> {
    let lang = of.lang;
    let mut lines: Vec<(String, Vec<String>)> = Vec::new();
    for roster in of.outcome.rosters.iter().filter(|roster| roster.list.is_none()) {
        let Some(what) = lacking_words(roster, of) else { continue };
        match lines.iter_mut().find(|(known, _)| *known == what) {
            Some((_, titles)) => titles.push(roster.short_title()),
            None => lines.push((what, vec![roster.short_title()])),
        }
    }
    let said = |(what, titles): (String, Vec<String>)| {
        let titles = titles.join(lang.enumeration_comma());
        say!(lang, "{titles}：{what}。", "{titles}: {what}.")
    };
    lines.into_iter().map(said).collect()
}

fn lacking_words(roster: &Roster, of: Of<'_>) -> Option<String> {
    let lang = of.lang;
    let programme = &of.pack.programmes[roster.programme];
    let steps = deadline::lacking(roster, programme, day_of(roster, of));
    if steps.is_empty() {
        return None;
    }
    if deadline::shows_none(&steps, programme, day_of(roster, of)) {
        return Some(say!(
            lang,
            "没有办理日期的栏目，办理环节都没有计",
            "no columns for the days of steps, so none is counted"
        ));
    }
    let named = |step: &Lacking<'_>| {
        let (name, columns) = (step.deadline.name.get(lang), columns(step, programme, of));
        let columns = columns.join(lang.enumeration_comma());
        say!(lang, "{name}（缺{columns}）", "{name} (no {columns})")
    };
    let steps: Vec<String> = steps.iter().map(named).collect();
    let steps = steps.join(&say!(lang, "、", "; "));
    Some(say!(lang, "缺栏，没有计{steps}", "columns are lacking, so not counted: {steps}"))
}

/// The last of the roster's months, or the day of asking.
fn day_of(roster: &Roster, of: Of<'_>) -> NaiveDate {
    roster.months.map_or(of.as_of, |months| months.last.last_day().min(of.as_of))
}

fn columns(step: &Lacking<'_>, programme: &Programme, of: Of<'_>) -> Vec<String> {
    let header = |field: &Field| match of.lang {
        Lang::Zh => of.pack.header(*field, programme),
        Lang::En => field.name().to_owned(),
    };
    step.columns.iter().map(header).collect()
}

/// The same for programs, a record for each step of each roster.
fn lacking_records(of: Of<'_>) -> Datum {
    let mut records = Vec::new();
    for roster in of.outcome.rosters.iter().filter(|roster| roster.list.is_none()) {
        let programme = &of.pack.programmes[roster.programme];
        for step in deadline::lacking(roster, programme, day_of(roster, of)) {
            let columns = step.columns.iter().map(|field| Datum::from(field.name()));
            records.push(Datum::Record(vec![
                ("file", roster.file.to_string().into()),
                ("sheet", Datum::maybe(roster.sheet.clone())),
                ("programme", programme.id.clone().into()),
                ("step", step.deadline.name.get(of.lang).to_owned().into()),
                ("columns", Datum::List(columns.collect())),
            ]));
        }
    }
    Datum::List(records)
}

/// Who has each step, the words its limit rests on, what would make a breach rightful and what the longer limit is:
/// once each.
fn bases(dues: &[DueRow], lang: Lang) -> Vec<String> {
    let mut lines: Vec<(String, String)> = Vec::new();
    for due in dues {
        let line = basis(due, lang);
        let place = lines.iter().position(|(known, _)| *known == line).unwrap_or(lines.len());
        if place == lines.len() {
            lines.push((line, String::new()));
        }
        if lines[place].1.is_empty() {
            lines[place].1 = extended(due, lang);
        }
    }
    lines.into_iter().map(|(line, extended)| line + &extended).collect()
}

fn basis(due: &DueRow, lang: Lang) -> String {
    let (step, cited, quote) = (due.step.get(lang), due.basis.cited(), &due.basis.quote);
    let who = due.who.as_ref().map_or(String::new(), |who| {
        let who = who.get(lang);
        say!(lang, "（{who}）", " ({who})")
    });
    let unless = due.unless.as_ref().map_or(String::new(), |unless| {
        let unless = unless.get(lang);
        say!(lang, "；除非{unless}", "; unless {unless}")
    });
    say!(lang, "{step}{who}：{cited}“{quote}”{unless}", "{step}{who}: {cited} “{quote}”{unless}")
}

/// The longer limit of the text.
fn extended(due: &DueRow, lang: Lang) -> String {
    let Some(extended) = &due.extended else { return String::new() };
    let (limit, cases, cited) = (extended.limit.text(lang), extended.cases.get(lang), extended.basis.cited());
    say!(lang, "；{cases}的可延长至{limit}（{cited}）", "; {cases}: extended to {limit} ({cited})")
}

fn row(due: &DueRow, outcome: &Outcome, pack: &Pack, lang: Lang) -> Vec<String> {
    let programme = pack.programmes[due.programme].name.get(lang);
    let step = due.step.get(lang);
    let mark = if due.provisional { say!(lang, "（暂定）", " (provisional)") } else { String::new() };
    let extended = due.extended.as_ref().map_or(String::new(), |extended| {
        let day = extended.last_day;
        match extended.applies {
            true => say!(lang, "，延长至{day}", ", extended to {day}"),
            false => say!(lang, "，可延长的至{day}", ", if extended {day}"),
        }
    });
    let last_day = due.last_day.map(|day| format!("{day}{mark}{extended}")).unwrap_or_default();
    let guides =
        if due.guides { say!(lang, "（指引，不强制）", " (guidance, not binding)") } else { String::new() };
    vec![
        place(due, outcome, lang),
        person(due, outcome),
        town(due, outcome, lang),
        format!("{programme}·{step}"),
        due.term.from(due.started, lang),
        last_day,
        due.status.say(lang) + &guides,
    ]
}

/// The limit that is counted: the longer one, where the row has it.
pub(super) fn term(due: &DueRow) -> Term {
    let extended = due.extended.as_ref().filter(|extended| extended.applies);
    extended.map_or(due.term, |extended| Term::Within(extended.limit))
}

/// Whose it is: the name, and the number in a register.
pub(super) fn person(due: &DueRow, outcome: &Outcome) -> String {
    let name = outcome.shown(&due.name);
    match &due.case {
        Some(case) => format!("{name} {}", outcome.shown(case)).trim_start().to_owned(),
        None => name,
    }
}

/// The township of a row; an office has none.
pub(super) fn town(due: &DueRow, outcome: &Outcome, lang: Lang) -> String {
    match due.place.row {
        0 => String::new(),
        _ => town_name(&outcome.town(due.township), lang),
    }
}

/// The row it is of, or the whole roster.
pub(super) fn place(due: &DueRow, outcome: &Outcome, lang: Lang) -> String {
    let (title, row) = (outcome.rosters[usize::from(due.place.source)].short_title(), due.place.row);
    match row {
        0 => title,
        row => say!(lang, "{title}第{row}行", "{title} row {row}"),
    }
}

/// Of a list of due dates, and of the reasons behind them.
pub(super) const COLUMNS: [&str; 25] = [
    "programme",
    "file",
    "sheet",
    "row",
    "column",
    "cell",
    "case",
    "township",
    "kind",
    "step",
    "who",
    "started",
    "limit",
    "unit",
    "last_day",
    "provisional",
    "extended_to",
    "extended",
    "ended",
    "status",
    "days",
    "why",
    "unless",
    "basis",
    "name",
];

pub fn listing<'l>(dues: &'l [DueRow], lines: &[Line], of: Of<'l>) -> Listing<'l> {
    let Of { outcome, pack, lang, .. } = of;
    let records = listed(dues, of.limit).iter().map(move |due| record(due, outcome, pack, lang));
    let summary = vec![
        ("by_township_and_step", timeliness::records(lines, outcome, pack, lang)),
        ("lacking", lacking_records(of)),
    ];
    Listing { schema: "relief.deadlines/2", columns: COLUMNS.to_vec(), records: Box::new(records), summary }
}

pub(super) fn record(due: &DueRow, outcome: &Outcome, pack: &Pack, lang: Lang) -> Record {
    let words = |words: &Option<Arc<Words>>| Datum::maybe(words.as_ref().map(|words| words.get(lang).to_owned()));
    let extended = due.extended.as_ref();
    vec![
        ("programme", pack.programmes[due.programme].id.clone().into()),
        ("place", Datum::Record(place_record(&due.place, outcome))),
        ("case", Datum::maybe(due.case.as_ref().map(|case| outcome.shown(case)))),
        ("township", Datum::maybe(Some(outcome.town(due.township)).filter(|town| !town.is_empty()))),
        ("kind", due.kind.word().into()),
        ("step", due.step.get(lang).to_owned().into()),
        ("who", words(&due.who)),
        ("started", Datum::maybe(due.started.map(|day| day.to_string()))),
        ("limit", Datum::maybe_number(due.term.number())),
        ("unit", Datum::maybe(due.term.unit())),
        ("last_day", Datum::maybe(due.last_day.map(|day| day.to_string()))),
        ("provisional", Datum::YesNo(due.provisional)),
        ("extended_to", Datum::maybe(extended.map(|extended| extended.last_day.to_string()))),
        ("extended", extended.map_or(Datum::maybe(None::<String>), |extended| Datum::YesNo(extended.applies))),
        ("ended", Datum::maybe(due.ended.map(|day| day.to_string()))),
        ("status", due.status.word().into()),
        ("days", Datum::maybe_number(due.status.days())),
        ("why", due.status.say(lang).into()),
        ("unless", words(&due.unless)),
        ("basis", Datum::Record(basis_record(&due.basis))),
        ("name", Datum::maybe(Some(outcome.shown(&due.name)).filter(|name| !name.is_empty()))),
    ]
}
