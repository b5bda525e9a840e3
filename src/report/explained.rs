//! One case's steps go in; the page comes out that a clerk can put before a judge: the rule, the days, the last day.

use crate::calendar::{Calendar, Step, monday_to_friday, weekday};
use crate::deadline::Term;
use crate::lang::{Lang, Say};
use crate::rules::{Deadline, Limit, Pack, Span};
use crate::run::{DueRow, Outcome};
use crate::say;

use super::deadlines::place;
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
        let started = due.started?;
        let versions = layers.iter().filter_map(|layer| Some((layer, layer.on(started)?)));
        let mut laws = versions.flat_map(|(layer, version)| {
            let law = |deadline: &'o Deadline| Law { deadline, span: version.span, area: &layer.area };
            version.deadlines.iter().filter(move |deadline| deadline.span.holds(started)).map(law)
        });
        laws.find(|law| std::sync::Arc::ptr_eq(&law.deadline.basis, &due.basis) && law.deadline.name == due.step)
    }

    /// The limit that is counted day by day: the longer one where the row has it.
    fn limit(self, due: &DueRow) -> Option<Limit> {
        let extended = due.extended.as_ref().filter(|extended| extended.applies).map(|extended| extended.limit);
        extended.or(match due.term {
            Term::Within(limit) | Term::AtLeast(limit) => Some(limit),
            _ => None,
        })
    }

    fn days(self, due: &DueRow) -> Vec<Step<'o>> {
        let counted = due.started.zip(self.limit(due));
        let counted = counted.map(|(started, limit)| self.calendar.explain(started, limit.number, limit.unit));
        counted.and_then(Result::ok).unwrap_or_default()
    }

    /// What a count of Mondays to Fridays would say.
    fn plain(self, due: &DueRow) -> Option<chrono::NaiveDate> {
        let (started, limit) = due.started.zip(self.limit(due))?;
        monday_to_friday(started, limit.number, limit.unit)
    }

    /// The last day by the limit that was counted.
    fn last_day(self, due: &DueRow) -> Option<chrono::NaiveDate> {
        let extended = due.extended.as_ref().filter(|extended| extended.applies);
        extended.map(|extended| extended.last_day).or(due.last_day)
    }
}

pub fn document(dues: &[&DueRow], of: Of<'_>) -> Document {
    let lang = of.lang;
    let mut document = Document::default();
    document.heading(1, say!(lang, "办理期限说明", "How the last day was found"));
    for due in dues {
        let programme = of.pack.programmes[due.programme].name.get(lang);
        let (step, place) = (due.step.get(lang), place(due, of.outcome, lang));
        let person = deadlines::person(due, of.outcome);
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
    let (limit, who) = (due.term.text(lang), due.who.as_ref().map(|who| who.get(lang)));
    lines.push(match who {
        Some(who) => say!(lang, "期限：{who}，{limit}", "Limit: {who}, {limit}"),
        None => say!(lang, "期限：{limit}", "Limit: {limit}"),
    });
    lines.extend(longer(due, lang));
    lines.extend(uninterrupted(due, lang));
    lines
}

/// The longer limit of the text, its words, and whether it was used.
fn longer(due: &DueRow, lang: Lang) -> Option<String> {
    let extended = due.extended.as_ref()?;
    let (basis, limit, cases) = (&extended.basis, extended.limit.text(lang), extended.cases.get(lang));
    let (cited, quote) = (basis.cited(), &basis.quote);
    let last = extended.last_day;
    Some(match extended.applies {
        true => say!(
            lang,
            "延长：本件注明了延长期限情形，按{limit}计（{cited}“{quote}”）",
            "Extension: the row says why the limit is longer, so {limit} are counted ({cited} “{quote}”)"
        ),
        false => say!(
            lang,
            "延长：{cases}的可延长至{limit}，即{last}（{cited}“{quote}”）；延长期限情形一栏没有写，所以按原期限计",
            "Extension: {cases}: {limit}, so {last} ({cited} “{quote}”); the row says nothing of it, so the ordinary limit is counted"
        ),
    })
}

/// Asking for papers does not stop the clock where the words do not say so.
fn uninterrupted(due: &DueRow, lang: Lang) -> Option<String> {
    let (asked, brought) = due.supplement?;
    let until = brought.map_or(String::new(), |day| say!(lang, "至{day}", " to {day}"));
    Some(say!(
        lang,
        "补正：{asked}{until}要求补齐材料。上引规定没有写补正期间可以扣除，所以照常计算",
        "Papers asked for: {asked}{until}. The words above leave out no such time, so the days are counted all the same"
    ))
}

fn version(due: &DueRow, law: &Law<'_>, lang: Lang) -> String {
    let started = due.started.map(|day| day.to_string()).unwrap_or_default();
    let (from, area) = (law.span.from, law.area);
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
    let lang = of.lang;
    let started = due.started.map_or_else(|| say!(lang, "没有日期", "no date"), |day| day.to_string());
    let roster = &of.outcome.rosters[usize::from(due.place.source)];
    let words = due.place.column.map(|column| roster.words(column)).unwrap_or_default();
    let cell = due.place.cell().unwrap_or_default();
    let file = &roster.file;
    let sheet = roster.sheet.as_ref().map_or(String::new(), |sheet| say!(lang, "“{sheet}”表", " sheet “{sheet}”"));
    let written = due.written.as_ref().map(|text| of.outcome.shown(text));
    let written = written.map_or(String::new(), |text| say!(lang, "，原文写“{text}”", ", written “{text}”"));
    say!(
        lang,
        "起算：“{words}”（{file}{sheet} {cell}）{started}{written}",
        "Start: “{words}” ({file}{sheet} {cell}) {started}{written}"
    )
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
    if let Some(last) = of.last_day(due) {
        lines.push(say!(lang, "最后一天：{last}", "Last day: {last}"));
        lines.extend(plain(due, last, of).filter(|_| !days.is_empty()));
    }
    let status = due.status.say(lang);
    lines.push(match due.ended {
        Some(ended) => say!(lang, "办结：{ended}，{status}", "Done: {ended}, {status}"),
        None => say!(lang, "未办结：{status}", "Not done: {status}"),
    });
    let unless = due.unless.as_ref().map(|unless| unless.get(lang));
    lines.extend(unless.map(|unless| say!(lang, "除外：{unless}", "Unless {unless}")));
    lines
}

fn plain(due: &DueRow, last: chrono::NaiveDate, of: Of<'_>) -> Option<String> {
    let (lang, plain) = (of.lang, of.plain(due)?);
    Some(match plain == last {
        true => say!(lang, "只按周一至周五数：也是{plain}", "Monday to Friday alone would say the same: {plain}"),
        false => say!(
            lang,
            "只按周一至周五数会得出{plain}：不看放假和调休通知，是错的",
            "Monday to Friday alone would say {plain}: wrong, for it sees no notice of days off and days worked"
        ),
    })
}

/// What stands beside the columns of `relief deadlines`.
const REASONS: [&str; 5] = ["monday_to_friday", "rule_from", "rule_until", "rule_area", "count"];

pub fn listing<'l>(dues: &'l [&'l DueRow], of: Of<'l>) -> Listing<'l> {
    let records = dues.iter().map(move |due| record(due, of));
    let columns = [&deadlines::COLUMNS[..], &REASONS].concat();
    Listing { schema: "relief.deadline/2", columns, records: Box::new(records), summary: Vec::new() }
}

/// What `relief deadlines` says of the step, and the reasons.
fn record(due: &DueRow, of: Of<'_>) -> Record {
    let law = of.law(due);
    let span = law.as_ref().map(|law| law.span);
    let plain = due.last_day.and_then(|_| of.plain(due));
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
