//! Findings for people and for programs, with the account of every row.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::checks::Check;
use crate::finding::{Finding, NotChecked, Place, Severity};
use crate::lang::Lang;
use crate::roster::Skipped;
use crate::rules::{Basis, Pack, Seen};
use crate::run::Outcome;
use crate::say;

use super::read::{copied, file_lines, hidden, hidden_columns, not_read, reason, remarks, supposed, unworded};
use super::{Datum, Document, Listing, Record, Table, rules};

/// The findings of a run as tables, roster by roster, then what was read and what was not checked.
pub fn tables(outcome: &Outcome, pack: &Pack, lang: Lang) -> Document {
    let mut document = Document::default();
    let headers = [
        say!(lang, "位置", "Where"),
        say!(lang, "程度", "Severity"),
        say!(lang, "检查", "Check"),
        say!(lang, "问题", "Finding"),
        say!(lang, "怎样消除", "What clears it"),
    ];
    for (source, findings) in outcome.by_roster() {
        let roster = &outcome.rosters[usize::from(source)];
        let programme = pack.programmes[roster.programme].name.get(lang);
        document.heading(2, format!("{} — {programme}", roster.title()));
        let mut table = Table::new(&headers, &[]);
        table.rows.extend(findings.into_iter().map(|finding| row(finding, outcome, lang)));
        document.table(table);
    }
    document.heading(2, say!(lang, "小结", "Summary"));
    for line in innocent(outcome, lang).into_iter().chain(summary(outcome, lang)) {
        document.paragraph(line);
    }
    document
}

/// The findings of a run as lines, each with its place, then what was read and what was not checked.
pub fn lines(outcome: &Outcome, lang: Lang) -> Document {
    let mut document = Document::default();
    for finding in &outcome.report.findings {
        let (title, place) = (outcome.roster_of(finding).title(), short(&finding.places[0], lang));
        let (severity, check, message) = (finding.severity.text(lang), finding.check, &finding.message);
        document.item(format!("{title} {place} {severity} [{check}] {message}"), more(finding, outcome, lang));
    }
    for line in innocent(outcome, lang).into_iter().chain(summary(outcome, lang)) {
        document.paragraph(line);
    }
    document
}

/// The innocent explanations of the suspicions listed, once for each check.
fn innocent(outcome: &Outcome, lang: Lang) -> Vec<String> {
    let suspicions = outcome.report.findings.iter().filter(|finding| finding.severity == Severity::Suspicion);
    let suspected: BTreeSet<&str> = suspicions.map(|finding| finding.check).collect();
    let explained = suspected.into_iter().map(|check| {
        let reasons = Check::named(check).map(|check| check.innocent(lang)).unwrap_or_default();
        let reasons = reasons.join(if lang == Lang::Zh { "；" } else { "; " });
        say!(lang, "疑点 [{check}] 可能的正当原因：{reasons}", "Suspicion [{check}] may be innocent: {reasons}")
    });
    explained.collect()
}

/// What stands under a finding's line: other places, the basis, what clears it.
fn more(finding: &Finding, outcome: &Outcome, lang: Lang) -> Vec<String> {
    let mut more = Vec::new();
    let others: Vec<String> =
        finding.places[1..].iter().map(|place| elsewhere(place, finding, outcome, lang)).collect();
    if !others.is_empty() {
        let others = others.join(lang.comma());
        more.push(say!(lang, "另见：{others}", "See also: {others}"));
    }
    more.extend(finding.basis.iter().map(|basis| because(basis, lang)));
    let clears = &finding.clears;
    more.push(say!(lang, "消除：{clears}", "To clear it: {clears}"));
    more
}

/// Another place of a finding; its sheet is named where it is another one.
pub(super) fn elsewhere(place: &Place, finding: &Finding, outcome: &Outcome, lang: Lang) -> String {
    match place.source == finding.places[0].source {
        true => short(place, lang),
        false => format!("{} {}", outcome.rosters[usize::from(place.source)].title(), short(place, lang)),
    }
}

/// `依据：民发〔2012〕220号 第二十六条“…”`, and how well the words were read where not in their own text.
pub(super) fn because(basis: &Basis, lang: Lang) -> String {
    let (cited, quote) = (basis.cited(), &basis.quote);
    let seen = match basis.seen {
        Seen::Original => String::new(),
        other => rules::seen(other, lang),
    };
    match (seen.as_str(), lang) {
        ("", _) => say!(lang, "依据：{cited}“{quote}”", "Basis: {cited} “{quote}”"),
        (seen, Lang::Zh) => format!("依据：{cited}“{quote}”（{seen}）"),
        (seen, Lang::En) => format!("Basis: {cited} “{quote}” ({seen})"),
    }
}

fn row(finding: &Finding, outcome: &Outcome, lang: Lang) -> Vec<String> {
    let others = finding.places[1..].iter().map(|place| elsewhere(place, finding, outcome, lang));
    let places: Vec<String> = std::iter::once(short(&finding.places[0], lang)).chain(others).collect();
    let bases = finding.basis.iter().map(|basis| because(basis, lang));
    let message: Vec<String> = std::iter::once(finding.message.clone()).chain(bases).collect();
    vec![
        places.join("\n"),
        finding.severity.text(lang).to_owned(),
        finding.check.to_owned(),
        message.join("\n"),
        finding.clears.clone(),
    ]
}

/// A place within its sheet: `H217`, or the row.
fn short(place: &Place, lang: Lang) -> String {
    let row = place.row;
    if row == 0 {
        return say!(lang, "全表", "sheet");
    }
    place.cell().unwrap_or_else(|| say!(lang, "第{row}行", "row {row}"))
}

/// What was read, what was found, what could not be checked: one line each.
pub fn summary(outcome: &Outcome, lang: Lang) -> Vec<String> {
    let account = outcome.account();
    let (files, rosters) = (outcome.files_read(), outcome.rosters.len());
    let (rows, used) = (account.rows(), account.used);
    let skipped = rows - used;
    let mut reasons = account
        .skipped
        .iter()
        .map(|(why, count)| format!("{}{count}", reason(*why, lang)))
        .collect::<Vec<_>>()
        .join(lang.comma());
    if reasons.is_empty() {
        reasons = say!(lang, "无", "none");
    }
    let mut lines = vec![say!(
        lang,
        "读取：{files}个文件，{rosters}份名册，{rows}行＝使用{used}行＋跳过{skipped}行（{reasons}）",
        "Read: files {files}, rosters {rosters}, rows {rows} = {used} used + {skipped} skipped ({reasons})"
    )];
    let counts: Vec<String> = Severity::ALL
        .iter()
        .map(|severity| format!("{} {}", severity.text(lang), outcome.report.tally.of(*severity)))
        .collect();
    let counts = counts.join(lang.comma());
    lines.push(say!(lang, "发现：{counts}", "Found: {counts}"));
    if let unlisted @ 1.. = outcome.report.unlisted() {
        lines.push(say!(
            lang,
            "另有{unlisted}条未列出；加 --limit 0 或用 -o 写入文件可得全部",
            "{unlisted} more are not listed; --limit 0 or a file given with -o lists all"
        ));
    }
    // A file that is read for several programmes has the same to say each time.
    let mut said = BTreeSet::new();
    let of_files = outcome.files.iter().flat_map(|file| file_lines(file, lang));
    lines.extend(of_files.filter(|line| said.insert(line.clone())));
    for (roster, account) in outcome.rosters.iter().zip(&outcome.accounts) {
        let title = roster.title();
        let said = hidden(account, lang).into_iter().chain(hidden_columns(roster, lang)).chain(unworded(roster, lang));
        lines.extend(said.map(|said| say!(lang, "{title}：{said}", "{title}: {said}")));
        lines.extend(supposed(roster, lang));
    }
    lines.extend(copied(outcome, lang));
    // What several checks lack is said once.
    let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
    let (no_list, others): (Vec<&NotChecked>, Vec<&NotChecked>) =
        outcome.report.not_checked.iter().partition(|not_checked| !not_checked.lists.is_empty());
    for not_checked in others {
        match reasons.iter_mut().find(|(why, _)| *why == not_checked.why) {
            Some((_, checks)) => checks.push(not_checked.check),
            None => reasons.push((&not_checked.why, vec![not_checked.check])),
        }
    }
    for (why, checks) in reasons {
        let checks = checks.join(", ");
        lines.push(say!(lang, "未检查 [{checks}]：{why}", "Not checked [{checks}]: {why}"));
    }
    lines.extend(without_lists(&no_list, lang));
    lines
}

/// The lists that were not given and the checks that would have used them, in one line.
fn without_lists(not_checked: &[&NotChecked], lang: Lang) -> Option<String> {
    let mut lists: Vec<(&str, Vec<&str>)> = Vec::new();
    for (list, check) in not_checked.iter().flat_map(|not| not.lists.iter().map(|list| (list.as_str(), not.check))) {
        match lists.iter_mut().find(|(known, _)| *known == list) {
            Some((_, checks)) => checks.push(check),
            None => lists.push((list, vec![check])),
        }
    }
    let lists: Vec<String> = lists.iter().map(|(list, checks)| format!("{list} [{}]", checks.join(", "))).collect();
    let lists = lists.join(if lang == Lang::Zh { "；" } else { "; " });
    (!lists.is_empty()).then(|| {
        say!(
            lang,
            "没有给出名单（relief.toml 的 [[list]]），因而未检查：{lists}",
            "Not checked for want of a list ([[list]] in relief.toml): {lists}"
        )
    })
}

const COLUMNS: [&str; 18] = [
    "check",
    "severity",
    "direction",
    "programme",
    "file",
    "sheet",
    "row",
    "column",
    "cell",
    "more_places",
    "seen",
    "message",
    "basis",
    "months",
    "stake_fen",
    "clears",
    "innocent",
    "township",
];

/// The findings as records; the schema is documented in the README.
pub fn listing<'l>(outcome: &'l Outcome, pack: &'l Pack, lang: Lang) -> Listing<'l> {
    // Of a check's page they are read once.
    let mut innocents = BTreeMap::new();
    let records = outcome.report.findings.iter().map(move |finding| {
        let innocent = innocents.entry((finding.check, finding.severity)).or_insert_with(|| innocent_of(finding, lang));
        record(finding, innocent, (outcome, pack))
    });
    Listing {
        schema: "relief.findings/1",
        columns: COLUMNS.to_vec(),
        records: Box::new(records),
        summary: summary_record(outcome, lang),
    }
}

fn record(finding: &Finding, innocent: &[&'static str], (outcome, pack): (&Outcome, &Pack)) -> Record {
    let places = finding.places.iter().map(|place| Datum::Record(place_record(place, outcome)));
    vec![
        ("check", finding.check.into()),
        ("severity", finding.severity.word().into()),
        ("direction", finding.direction.word().into()),
        ("programme", pack.programmes[finding.programme].id.clone().into()),
        ("places", Datum::List(places.collect())),
        ("township", Datum::maybe(outcome.township_of(finding))),
        ("seen", finding.seen.clone().into()),
        ("message", finding.message.clone().into()),
        ("basis", Datum::List(finding.basis.iter().map(|basis| Datum::Record(basis_record(basis))).collect())),
        ("months", Datum::maybe_number(finding.months)),
        ("stake_fen", Datum::maybe_number(finding.stake.map(|stake| stake.fen()))),
        ("clears", finding.clears.clone().into()),
        ("innocent", Datum::List(innocent.iter().map(|innocent| Datum::from(*innocent)).collect())),
    ]
}

/// What may explain a suspicion; nothing of what is certain.
pub(super) fn innocent_of(finding: &Finding, lang: Lang) -> Vec<&'static str> {
    match (finding.severity, Check::named(finding.check)) {
        (Severity::Suspicion, Some(check)) => check.innocent(lang),
        _ => Vec::new(),
    }
}

pub(super) fn place_record(place: &Place, outcome: &Outcome) -> Record {
    let roster = &outcome.rosters[usize::from(place.source)];
    let column = place.column.map(|column| roster.words(column).to_owned());
    vec![
        ("file", roster.file.to_string().into()),
        ("sheet", Datum::maybe(roster.sheet.clone())),
        ("row", Datum::number(place.row)),
        ("column", Datum::maybe(column)),
        ("cell", Datum::maybe(place.cell())),
    ]
}

pub(super) fn basis_record(basis: &Arc<Basis>) -> Record {
    vec![
        ("number", Datum::maybe(basis.document.number.clone())),
        ("title", basis.document.title.clone().into()),
        ("article", basis.article.clone().into()),
        ("quote", basis.quote.clone().into()),
        ("seen", basis.seen.word().into()),
    ]
}

fn summary_record(outcome: &Outcome, lang: Lang) -> Record {
    let account = outcome.account();
    let skipped = Skipped::ALL.iter().filter_map(|why| Some((why.word(), Datum::number(*account.skipped.get(why)?))));
    let counts =
        Severity::ALL.iter().map(|severity| (severity.word(), Datum::number(outcome.report.tally.of(*severity))));
    let [unread, passed_over] = not_read(outcome, lang);
    let not_checked = outcome.report.not_checked.iter().map(|not_checked| {
        Datum::Record(vec![("check", not_checked.check.into()), ("why", not_checked.why.clone().into())])
    });
    vec![
        ("files", Datum::number(outcome.files_read())),
        ("rosters", Datum::number(outcome.rosters.len())),
        ("rows", Datum::number(account.rows())),
        ("rows_used", Datum::number(account.used)),
        ("rows_hidden", Datum::number(account.hidden)),
        ("rows_skipped", Datum::Record(skipped.collect())),
        ("findings", Datum::Record(counts.collect())),
        unread,
        passed_over,
        ("not_checked", Datum::List(not_checked.collect())),
        ("remarks", Datum::List(remarks(outcome, lang).map(Datum::from).collect())),
    ]
}
