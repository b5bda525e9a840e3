//! Dates that follow from each other, for people and for programs.

use chrono::NaiveDate;

use crate::calendar::{Unit, Unknown, provisional_mark};
use crate::deadline::{LatestStart, Link, OtherDays, OutOfOrder, Rule};
use crate::lang::{Lang, Say};
use crate::rules::{Deadline, Pack, Programme};
use crate::say;

use super::deadlines::how_counted;
use super::findings::basis_record;
use super::{Datum, Document, Listing, Record, Table};

/// A programme, with what is needed to name its columns.
#[derive(Clone, Copy)]
pub struct Of<'p> {
    pub programme: &'p Programme,
    pub pack: &'p Pack,
    pub lang: Lang,
}

impl Of<'_> {
    fn header(self, field: crate::field::Field) -> String {
        match self.lang {
            Lang::Zh => self.pack.header(field, self.programme),
            Lang::En => field.name().to_owned(),
        }
    }
}

/// The links as a table, their words beneath, what followed on other days, and the steps that no date given starts.
pub fn document(
    links: &[Link<'_>],
    (others, unstarted): (&[OtherDays<'_>], &[&Deadline]),
    order: &[OutOfOrder],
    of: Of<'_>,
) -> Document {
    let lang = of.lang;
    let name = of.programme.name.get(lang);
    let mut document = Document::default();
    document.heading(1, say!(lang, "{name}：以后的日期", "{name}: the dates that follow"));
    if links.is_empty() {
        document.paragraph(say!(
            lang,
            "规则库里没有从所给日期起算的时限。",
            "The rules known set no limit that starts with the dates given."
        ));
    } else {
        document.table(table(links, of));
    }
    for line in out_of_order(order, of) {
        document.paragraph(line);
    }
    for line in bases(links, lang) {
        document.paragraph(line);
    }
    for other in others {
        document.paragraph(of_other_days(other, of));
    }
    for step in unstarted {
        document.paragraph(missing(step, of));
    }
    document.paragraph(closing(links, lang));
    document
}

fn closing(links: &[Link<'_>], lang: Lang) -> String {
    let counted = how_counted(links.iter().any(|link| matches!(link.rule, Rule::Notice(..))), lang);
    match links.iter().all(|link| link.is_given) {
        true => counted,
        false => say!(
            lang,
            "{counted}标“最迟”的起算日，是上一环节的最后一天；提前办结的，以后各日相应提前。",
            "{counted} A start marked \"at the latest\" is the last day of the step before; what is done earlier moves the rest."
        ),
    }
}

/// What followed on other days from a date from which nothing follows.
fn of_other_days(other: &OtherDays<'_>, of: Of<'_>) -> String {
    let OtherDays { deadline, span, day } = other;
    let lang = of.lang;
    let (name, starts, limit) = (deadline.name.get(lang), of.header(deadline.starts), deadline.limit.text(lang));
    let from = span.from;
    let until = span.until.map_or_else(|| say!(lang, "今", "now"), |until| until.to_string());
    say!(
        lang,
        "{starts}{day}：{name}（自{starts}起{limit}）规则库里只有{from}至{until}的，这一天的没有",
        "{starts} {day}: of {name}, {limit} from {starts}, the rules known have {from} to {until} and not this day"
    )
}

/// A step that waits for a date nobody has given.
fn missing(step: &Deadline, of: Of<'_>) -> String {
    let (lang, field) = (of.lang, step.starts.name());
    let (name, starts, limit) = (step.name.get(lang), of.header(step.starts), step.limit.text(lang));
    say!(
        lang,
        "未起算：{name}，自{starts}起{limit}（可加 --from {field}=日期）",
        "Not started: {name}, {limit} from {starts} (add --from {field}=DAY)"
    )
}

fn table(links: &[Link<'_>], of: Of<'_>) -> Table {
    let lang = of.lang;
    let with_who = links.iter().any(|link| !who(link, lang).is_empty());
    let mut headers = vec![
        say!(lang, "环节", "Step"),
        say!(lang, "起算", "Starts"),
        say!(lang, "期限", "Limit"),
        say!(lang, "最后一天", "Last day"),
        say!(lang, "依据", "Basis"),
    ];
    if with_who {
        headers.insert(1, say!(lang, "责任单位", "Who"));
    }
    let mut table = Table::new(&headers, &[]);
    for link in links {
        let mut row = row(link, of);
        if with_who {
            row.insert(1, who(link, lang));
        }
        table.rows.push(row);
    }
    table
}

fn row(link: &Link<'_>, of: Of<'_>) -> Vec<String> {
    let lang = of.lang;
    let (header, started) = (of.header(link.starts), link.started);
    let starts = match link.is_given {
        true => format!("{header} {started}"),
        false => say!(lang, "{header} 最迟{started}", "{header} {started} at the latest"),
    };
    let last_day = match &link.last_day {
        Ok(due) => format!("{}{}", due.last_day, provisional_mark(due.provisional, lang)),
        Err(unknown) => untold(unknown, lang),
    };
    vec![step(link, lang), starts, limit(link, lang), last_day, link.rule.basis().cited()]
}

fn untold(unknown: &Unknown, lang: Lang) -> String {
    if let Unknown::Beyond { unit: Unit::Days | Unit::Months, .. } = unknown {
        return unknown.awaits(lang);
    }
    let why = unknown.say(lang);
    say!(lang, "无法判断：{why}", "cannot tell: {why}")
}

/// What is to be done, and in which cases only.
fn step(link: &Link<'_>, lang: Lang) -> String {
    let (name, when) = match &link.rule {
        Rule::Step(step) => (step.name.get(lang).to_owned(), step.when.text(lang)),
        Rule::Notice(notice, ..) => (notice.name.get(lang).to_owned(), notice.when.text(lang)),
        Rule::Payment(..) => (say!(lang, "首次发放", "First payment"), ""),
    };
    only(&name, when, lang)
}

fn only(name: &str, when: &str, lang: Lang) -> String {
    match when {
        "" => name.to_owned(),
        when => say!(lang, "{name}（仅{when}）", "{name} ({when} only)"),
    }
}

fn limit(link: &Link<'_>, lang: Lang) -> String {
    match &link.rule {
        Rule::Step(step) => {
            let limit = step.limit.text(lang);
            step.extension.as_ref().map_or(limit.clone(), |extension| {
                let longer = extension.limit.text(lang);
                say!(lang, "{limit}（可延长至{longer}）", "{limit} (extended: {longer})")
            })
        }
        Rule::Notice(_, limit, _) => {
            let limit = limit.text(lang);
            say!(lang, "至少{limit}", "at least {limit}")
        }
        Rule::Payment(_, pay_day) => {
            let day = pay_day.day;
            say!(lang, "首个发放月{day}日前", "by day {day} of the first month paid")
        }
    }
}

fn who(link: &Link<'_>, lang: Lang) -> String {
    let who = match &link.rule {
        Rule::Step(step) => step.who.as_deref(),
        Rule::Notice(notice, ..) => notice.who.as_ref(),
        Rule::Payment(_, pay_day) => pay_day.who.as_ref(),
    };
    who.map(|who| who.get(lang).to_owned()).unwrap_or_default()
}

/// The words each limit rests on, once each, and what would make a late step rightful.
fn bases(links: &[Link<'_>], lang: Lang) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for link in links {
        let (step, basis) = (step(link, lang), link.rule.basis());
        let (cited, quote) = (basis.cited(), &basis.quote);
        let line = say!(lang, "{step}：{cited}“{quote}”", "{step}: {cited} “{quote}”") + &unless(link, lang);
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}

fn unless(link: &Link<'_>, lang: Lang) -> String {
    let Rule::Step(step) = &link.rule else { return String::new() };
    let unless = step.unless.as_ref().map_or(String::new(), |unless| {
        let unless = unless.get(lang);
        say!(lang, "；除非{unless}", "; unless {unless}")
    });
    let longer = step.extension.as_ref().map_or(String::new(), |extension| {
        let (cases, limit) = (extension.when.text(lang), extension.limit.text(lang));
        let (cited, quote) = (extension.basis.cited(), &extension.basis.quote);
        let last = link.extended_to.map(|last| say!(lang, "，即{last}", ", so {last}")).unwrap_or_default();
        say!(
            lang,
            "；{cases}的可延长至{limit}{last}（{cited}“{quote}”）",
            "; {cases}: extended to {limit}{last} ({cited} “{quote}”)"
        )
    });
    unless + &longer
}

/// Dates given that cannot be: each before one that it follows.
pub fn out_of_order(order: &[OutOfOrder], of: Of<'_>) -> Vec<String> {
    let said = |out: &OutOfOrder| {
        let ((first, first_day), (then, then_day)) = (out.first, out.then);
        let (first, then) = (of.header(first), of.header(then));
        say!(
            of.lang,
            "先后不对：{then} {then_day}早于{first} {first_day}。从{then}起算的各日无法判断，请核对日期。",
            "Out of order: {then} {then_day} lies before {first} {first_day}. What runs from {then} cannot be told; check the days."
        )
    };
    order.iter().map(said).collect()
}

const COLUMNS: [&str; 14] = [
    "programme",
    "step",
    "kind",
    "who",
    "starts",
    "started",
    "given",
    "limit",
    "unit",
    "last_day",
    "provisional",
    "extended_to",
    "why",
    "basis",
];

pub fn listing<'l>(links: &'l [Link<'_>], of: Of<'l>) -> Listing<'l> {
    let records = links.iter().map(move |link| record(link, of));
    Listing { schema: "relief.chain/1", columns: COLUMNS.to_vec(), records: Box::new(records), summary: Vec::new() }
}

fn record(link: &Link<'_>, of: Of<'_>) -> Record {
    let lang = of.lang;
    let (kind, number, unit) = match &link.rule {
        Rule::Step(step) => ("deadline", step.limit.number, step.limit.unit.word()),
        Rule::Notice(_, limit, _) => ("notice", limit.number, limit.unit.word()),
        Rule::Payment(_, pay_day) => ("pay_day", pay_day.day, "day-of-month"),
    };
    let due = link.last_day.as_ref().ok();
    vec![
        ("programme", of.programme.id.clone().into()),
        ("step", step(link, lang).into()),
        ("kind", kind.into()),
        ("who", Datum::maybe(Some(who(link, lang)).filter(|who| !who.is_empty()))),
        ("starts", link.starts.name().into()),
        ("started", link.started.to_string().into()),
        ("given", Datum::YesNo(link.is_given)),
        ("limit", Datum::number(number)),
        ("unit", unit.into()),
        ("last_day", Datum::maybe(due.map(|due| due.last_day.to_string()))),
        ("provisional", Datum::YesNo(due.is_some_and(|due| due.provisional))),
        ("extended_to", Datum::maybe(link.extended_to.map(|day| day.to_string()))),
        ("why", Datum::maybe(link.last_day.as_ref().err().map(|unknown| unknown.say(lang)))),
        ("basis", Datum::Record(basis_record(link.rule.basis()))),
    ]
}

/// By when each step must start, as a table.
pub fn latest(starts: &[LatestStart<'_>], by: NaiveDate, of: Of<'_>) -> Document {
    let lang = of.lang;
    let name = of.programme.name.get(lang);
    let mut document = Document::default();
    document.heading(1, say!(lang, "{name}：要在{by}前办结，最迟何日起算", "{name}: to be done by {by}, start by"));
    if starts.is_empty() {
        document.paragraph(say!(
            lang,
            "规则库里没有这个项目当时的办理时限。",
            "The rules known set no limit for this programme then."
        ));
        return document;
    }
    let headers = [
        say!(lang, "环节", "Step"),
        say!(lang, "起算", "Starts with"),
        say!(lang, "最迟", "At the latest"),
        say!(lang, "期限", "Limit"),
        say!(lang, "依据", "Basis"),
    ];
    let mut table = Table::new(&headers, &[]);
    for start in starts {
        let step = start.deadline;
        let day = start.day.as_ref().map_or_else(|unknown| untold(unknown, lang), NaiveDate::to_string);
        let name = only(step.name.get(lang), step.when.text(lang), lang);
        table.rows.push(vec![name, of.header(step.starts), day, step.limit.text(lang), step.basis.cited()]);
    }
    document.table(table);
    document.paragraph(say!(
        lang,
        "在此日或以前起算，用足期限也能在{by}当日或以前办结；开始当日不计，工作日按国务院办公厅放假安排通知。",
        "Whoever has the clock may use the whole limit and is done by {by}. The day of the start is not counted; working days are those of the State Council's notices."
    ));
    document
}

pub fn latest_listing<'l>(starts: &'l [LatestStart<'_>], by: NaiveDate, of: Of<'l>) -> Listing<'l> {
    let columns = vec!["programme", "step", "starts", "latest_start", "done_by", "limit", "unit", "why", "basis"];
    let records = starts.iter().map(move |start| latest_record(start, by, of));
    Listing { schema: "relief.latest-start/1", columns, records: Box::new(records), summary: Vec::new() }
}

fn latest_record(start: &LatestStart<'_>, by: NaiveDate, of: Of<'_>) -> Record {
    let step = start.deadline;
    vec![
        ("programme", of.programme.id.clone().into()),
        ("step", only(step.name.get(of.lang), step.when.text(of.lang), of.lang).into()),
        ("starts", step.starts.name().into()),
        ("latest_start", Datum::maybe(start.day.as_ref().ok().map(NaiveDate::to_string))),
        ("done_by", by.to_string().into()),
        ("limit", Datum::number(step.limit.number)),
        ("unit", step.limit.unit.word().into()),
        ("why", Datum::maybe(start.day.as_ref().err().map(|unknown| unknown.say(of.lang)))),
        ("basis", Datum::Record(basis_record(&step.basis))),
    ]
}
