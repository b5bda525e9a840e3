//! Due dates for people and for programs, the most urgent first.

use crate::deadline::Status;
use crate::lang::{Lang, Say};
use crate::rules::Pack;
use crate::run::{DueRow, Outcome};
use crate::say;
use crate::timeliness::Line;

use super::chain::unit_word;
use super::findings::{basis_record, place_record};
use super::timeliness;
use super::totals::town_name;
use super::{Datum, Document, Listing, Record, Table};

/// Overdue first, then by last day; what cannot be told comes last.
pub fn by_urgency(dues: &mut [DueRow]) {
    let rank = |due: &DueRow| match due.status {
        Status::Overdue(_) => 0,
        Status::DueIn(_) => 1,
        Status::Late(_) => 2,
        Status::InTime => 3,
        Status::CannotTell(_) => 4,
    };
    dues.sort_by_key(|due| (rank(due), due.last_day, due.place));
}

pub fn document(dues: &[DueRow], lines: &[Line], outcome: &Outcome, pack: &Pack, lang: Lang) -> Document {
    let mut document = Document::default();
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
    for due in dues {
        table.rows.push(row(due, outcome, pack, lang));
    }
    document.table(table);
    for line in bases(dues, lang) {
        document.paragraph(line);
    }
    let count = |status: fn(&Status) -> bool| dues.iter().filter(|due| status(&due.status)).count();
    let (all, overdue) = (dues.len(), count(|status| matches!(status, Status::Overdue(_))));
    let due = count(|status| matches!(status, Status::DueIn(_)));
    let late = count(|status| matches!(status, Status::Late(_)));
    let unknown = count(|status| matches!(status, Status::CannotTell(_)));
    document.paragraph(say!(lang,
        "共{all}项：已逾期{overdue}，未到期{due}，逾期办结{late}，无法判断{unknown}。开始当日不计；工作日按国务院办公厅放假安排通知。",
        "Steps: {all}; overdue {overdue}, due {due}, done late {late}, not to be told {unknown}. The day of the start is not counted; working days are those of the State Council's notices."));
    if !lines.is_empty() {
        document.table(timeliness::table(lines, outcome, pack, lang));
        document.paragraph(timeliness::legend(lang));
    }
    document
}

/// The words each step's limit rests on, once each.
fn bases(dues: &[DueRow], lang: Lang) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for due in dues {
        let (step, cited, quote) = (due.step.get(lang), due.basis.cited(), &due.basis.quote);
        let line = say!(lang, "{step}：{cited}“{quote}”", "{step}: {cited} “{quote}”");
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}

fn row(due: &DueRow, outcome: &Outcome, pack: &Pack, lang: Lang) -> Vec<String> {
    let roster = &outcome.rosters[usize::from(due.place.source)];
    let programme = pack.programmes[due.programme].name.get(lang);
    let (title, row) = (roster.short_title(), due.place.row);
    let step = due.step.get(lang);
    let (started, limit) = (due.started, due.limit.text(lang));
    let mark = if due.provisional { say!(lang, "（暂定）", " (provisional)") } else { String::new() };
    let last_day = due.last_day.map(|day| format!("{day}{mark}")).unwrap_or_default();
    vec![
        say!(lang, "{title}第{row}行", "{title} row {row}"),
        due.name.clone(),
        town_name(&outcome.towns.name(due.township), lang),
        format!("{programme}·{step}"),
        say!(lang, "{started}起{limit}", "{limit} from {started}"),
        last_day,
        due.status.say(lang),
    ]
}

const COLUMNS: [&str; 18] = [
    "programme",
    "file",
    "sheet",
    "row",
    "column",
    "cell",
    "township",
    "step",
    "started",
    "limit",
    "unit",
    "last_day",
    "provisional",
    "ended",
    "status",
    "days",
    "why",
    "basis",
];

pub fn listing<'l>(
    dues: &'l [DueRow],
    lines: &[Line],
    outcome: &'l Outcome,
    pack: &'l Pack,
    lang: Lang,
) -> Listing<'l> {
    let records = dues.iter().map(move |due| record(due, outcome, pack, lang));
    let summary = vec![("by_township_and_step", timeliness::records(lines, outcome, pack, lang))];
    Listing { schema: "relief.deadlines/1", columns: COLUMNS.to_vec(), records: Box::new(records), summary }
}

pub(super) fn record(due: &DueRow, outcome: &Outcome, pack: &Pack, lang: Lang) -> Record {
    vec![
        ("programme", pack.programmes[due.programme].id.clone().into()),
        ("place", Datum::Record(place_record(&due.place, outcome))),
        ("township", Datum::maybe(Some(outcome.towns.name(due.township)).filter(|town| !town.is_empty()))),
        ("step", due.step.get(lang).into()),
        ("started", due.started.to_string().into()),
        ("limit", Datum::number(due.limit.number)),
        ("unit", unit_word(due.limit.unit).into()),
        ("last_day", Datum::maybe(due.last_day.map(|day| day.to_string()))),
        ("provisional", Datum::YesNo(due.provisional)),
        ("ended", Datum::maybe(due.ended.map(|day| day.to_string()))),
        ("status", due.status.word().into()),
        ("days", Datum::maybe_number(due.status.days())),
        ("why", due.status.say(lang).into()),
        ("basis", Datum::Record(basis_record(&due.basis))),
    ]
}
