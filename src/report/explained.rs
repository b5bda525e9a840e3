//! One case's steps go in; the page comes out that a clerk can put before a judge: the rule, the days, the last day.

use crate::calendar::{Calendar, Step, monday_to_friday, weekday};
use crate::lang::{Lang, Say};
use crate::rules::{Deadline, Pack, Span};
use crate::run::{DueRow, Outcome};
use crate::say;

use super::{Datum, Document, Listing, Record, Table, deadlines, local_days, rules};

/// What the reasons are taken from.
#[derive(Clone, Copy)]
pub struct Of<'o> {
    pub outcome: &'o Outcome,
    pub pack: &'o Pack,
    pub calendar: &'o Calendar,
    pub lang: Lang,
}

/// The rule behind a step, with the days it holds and the area that has it.
struct Law<'p> {
    deadline: &'p Deadline,
    span: Span,
    area: &'p str,
}

impl<'o> Of<'o> {
    /// The rule by which a step was judged.
    fn law(self, due: &DueRow) -> Option<Law<'o>> {
        let layers = &self.pack.programmes[due.programme].layers;
        let versions = layers.iter().filter_map(|layer| Some((layer, layer.on(due.started)?)));
        let mut laws = versions.flat_map(|(layer, version)| {
            let law = |deadline| Law { deadline, span: version.span, area: &layer.area };
            version.deadlines.iter().map(law)
        });
        laws.find(|law| std::sync::Arc::ptr_eq(&law.deadline.basis, &due.basis) && law.deadline.name == due.step)
    }

    fn days(self, due: &DueRow) -> Vec<Step<'o>> {
        self.calendar.explain(due.started, due.limit.number, due.limit.unit).unwrap_or_default()
    }
}

pub fn document(dues: &[&DueRow], of: Of<'_>) -> Document {
    let lang = of.lang;
    let mut document = Document::default();
    document.heading(1, say!(lang, "办理期限说明", "How the last day was found"));
    for due in dues {
        let programme = of.pack.programmes[due.programme].name.get(lang);
        let (step, person, place) = (due.step.get(lang), &due.name, place(due, of));
        document.heading(
            2,
            say!(lang, "{programme}·{step}：{person}（{place}）", "{programme}·{step}: {person} ({place})"),
        );
        for line in reasons(due, of) {
            document.paragraph(line);
        }
        let days = of.days(due);
        if !days.is_empty() {
            document.table(table(&days, lang));
        }
        for line in local_days::words(&days, lang) {
            document.paragraph(line);
        }
        for line in results(due, &days, of) {
            document.paragraph(line);
        }
    }
    document
}

fn place(due: &DueRow, of: Of<'_>) -> String {
    let (title, row) = (of.outcome.rosters[usize::from(due.place.source)].short_title(), due.place.row);
    say!(of.lang, "{title}第{row}行", "{title} row {row}")
}

/// The rule and its words, the version and why, the start and where it stands.
fn reasons(due: &DueRow, of: Of<'_>) -> Vec<String> {
    let lang = of.lang;
    let (basis, cited, quote) = (&due.basis, due.basis.document.cited(), &due.basis.quote);
    let (article, seen) = (&basis.article, rules::seen(basis.seen, lang));
    let mut lines =
        vec![say!(lang, "规定：{cited}{article}：“{quote}”（{seen}）", "Rule: {cited} {article}: “{quote}” ({seen})")];
    let law = of.law(due);
    lines.extend(law.as_ref().map(|law| version(due, law, lang)));
    lines.push(start(due, of));
    let limit = due.limit.text(lang);
    let who = law.as_ref().and_then(|law| law.deadline.who.as_ref()).map(|who| who.get(lang));
    lines.push(match who {
        Some(who) => say!(lang, "期限：{who}，{limit}", "Limit: {who}, {limit}"),
        None => say!(lang, "期限：{limit}", "Limit: {limit}"),
    });
    lines
}

fn version(due: &DueRow, law: &Law<'_>, lang: Lang) -> String {
    let (started, from, area) = (due.started, law.span.from, law.area);
    match law.span.until {
        Some(until) => say!(
            lang,
            "适用：按起算日{started}适用{from}至{until}的规定（地区{area}）",
            "Version: the start, {started}, lies within {from} to {until}, when this rule held (area {area})"
        ),
        None => say!(
            lang,
            "适用：按起算日{started}适用{from}起的规定（地区{area}）",
            "Version: the start, {started}, lies after {from}, since when this rule holds (area {area})"
        ),
    }
}

fn start(due: &DueRow, of: Of<'_>) -> String {
    let (lang, started) = (of.lang, due.started);
    let roster = &of.outcome.rosters[usize::from(due.place.source)];
    let words = due.place.column.map(|column| roster.words(column)).unwrap_or_default();
    let cell = due.place.cell().unwrap_or_default();
    say!(lang, "起算：“{words}”（{cell}）{started}", "Start: “{words}” ({cell}) {started}")
}

fn table(days: &[Step<'_>], lang: Lang) -> Table {
    let headers = [
        say!(lang, "日期", "Day"),
        say!(lang, "星期", "Weekday"),
        say!(lang, "第几天", "Counted as"),
        say!(lang, "理由", "Why"),
    ];
    let mut table = Table::new(&headers, &[2]);
    table.rows = days
        .iter()
        .map(|step| {
            let number = step.number().map_or_else(|| say!(lang, "不计", "—"), |number| number.to_string());
            vec![step.info.day.to_string(), weekday(step.info.day, lang).to_owned(), number, step.say(lang)]
        })
        .collect();
    table
}

/// The last day, what a plain count would have said, how the step stands, and what would make a late one rightful.
fn results(due: &DueRow, days: &[Step<'_>], of: Of<'_>) -> Vec<String> {
    let lang = of.lang;
    let mut lines = Vec::new();
    if let Some(last) = due.last_day.filter(|_| !days.is_empty()) {
        lines.push(say!(lang, "最后一天：{last}", "Last day: {last}"));
        lines.extend(plain(due, last, lang));
    }
    let status = due.status.say(lang);
    lines.push(match due.ended {
        Some(ended) => say!(lang, "办结：{ended}，{status}", "Done: {ended}, {status}"),
        None => say!(lang, "未办结：{status}", "Not done: {status}"),
    });
    let unless = of.law(due).and_then(|law| law.deadline.unless.as_ref()).map(|unless| unless.get(lang));
    lines.extend(unless.map(|unless| say!(lang, "除外：{unless}", "Unless {unless}")));
    lines
}

fn plain(due: &DueRow, last: chrono::NaiveDate, lang: Lang) -> Option<String> {
    let plain = monday_to_friday(due.started, due.limit.number, due.limit.unit)?;
    Some(match plain == last {
        true => say!(lang, "只按周一至周五数：也是{plain}", "Monday to Friday alone would say the same: {plain}"),
        false => say!(
            lang,
            "只按周一至周五数会得出{plain}：不看放假和调休通知，是错的",
            "Monday to Friday alone would say {plain}: wrong, for it sees no notice of days off and days worked"
        ),
    })
}

const COLUMNS: [&str; 12] = [
    "programme",
    "file",
    "row",
    "cell",
    "step",
    "started",
    "last_day",
    "monday_to_friday",
    "rule_from",
    "rule_until",
    "rule_area",
    "count",
];

pub fn listing<'l>(dues: &'l [&'l DueRow], of: Of<'l>) -> Listing<'l> {
    let records = dues.iter().map(move |due| record(due, of));
    Listing { schema: "relief.deadline/1", columns: COLUMNS.to_vec(), records: Box::new(records), summary: Vec::new() }
}

/// What `relief deadlines` says of the step, and the reasons.
fn record(due: &DueRow, of: Of<'_>) -> Record {
    let law = of.law(due);
    let span = law.as_ref().map(|law| law.span);
    let plain = due.last_day.and_then(|_| monday_to_friday(due.started, due.limit.number, due.limit.unit));
    let days = of.days(due);
    let day = |step: &Step<'_>| {
        Datum::Record(vec![
            ("day", step.info.day.to_string().into()),
            ("counted", Datum::maybe_number(step.number())),
            ("why", step.say(of.lang).into()),
        ])
    };
    let mut record = deadlines::record(due, of.outcome, of.pack, of.lang);
    record.extend([
        ("monday_to_friday", Datum::maybe(plain.map(|day| day.to_string()))),
        ("rule_from", Datum::maybe(span.map(|span| span.from.to_string()))),
        ("rule_until", Datum::maybe(span.and_then(|span| span.until).map(|until| until.to_string()))),
        ("rule_area", Datum::maybe(law.map(|law| law.area.to_owned()))),
        ("count", Datum::List(days.iter().map(day).collect())),
    ]);
    record
}
