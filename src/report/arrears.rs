//! Arrears for people and for programs: what was paid, what was due, and by which words.

use std::sync::Arc;

use crate::arrears::{self, Arrear, Owed};
use crate::day::{Month, Months};
use crate::lang::Lang;
use crate::money::Yuan;
use crate::roster::Roster;
use crate::rules::{Basis, Pack};
use crate::run::Outcome;
use crate::say;

use super::findings::{basis_record, place_record};
use super::read::incomplete;
use super::totals::town_name;
use super::{Block, Datum, Document, Listing, Record, Table};

pub fn document(arrears: &[Arrear], outcome: &Outcome, pack: &Pack, lang: Lang) -> Document {
    let mut document = Document::default();
    document.blocks.extend(incomplete(outcome, lang).map(Block::Paragraph));
    if !arrears.is_empty() {
        document.table(table(arrears, outcome, pack, lang));
    }
    for line in bases(arrears, lang).into_iter().chain(closing(arrears, outcome, pack, lang)) {
        document.paragraph(line);
    }
    document
}

fn table(arrears: &[Arrear], outcome: &Outcome, pack: &Pack, lang: Lang) -> Table {
    let headers = [
        say!(lang, "位置", "Where"),
        say!(lang, "项目", "Programme"),
        say!(lang, "姓名", "Name"),
        say!(lang, "乡镇", "Township"),
        say!(lang, "月份", "Months"),
        say!(lang, "月已发", "Paid a month"),
        say!(lang, "月应发", "Due a month"),
        say!(lang, "月差额", "Short a month"),
        say!(lang, "月数", "Months"),
        say!(lang, "应补发", "Owed"),
    ];
    let mut table = Table::new(&headers, &[5, 6, 7, 8, 9]);
    table.rows = arrears.iter().map(|arrear| row(arrear, outcome, pack, lang)).collect();
    table
}

fn row(arrear: &Arrear, outcome: &Outcome, pack: &Pack, lang: Lang) -> Vec<String> {
    let roster = &outcome.rosters[usize::from(arrear.place.source)];
    let (title, row) = (roster.short_title(), arrear.place.row);
    vec![
        say!(lang, "{title}第{row}行", "{title} row {row}"),
        pack.programmes[arrear.programme].name.get(lang).to_owned(),
        outcome.shown(&arrear.name),
        town_name(&outcome.town(arrear.township), lang),
        written(&arrear.months, lang),
        arrear.paid.to_string(),
        arrear.due.to_string(),
        arrear.difference().to_string(),
        arrear.months.len().to_string(),
        owed(arrear, lang),
    ]
}

/// What is still owed; where some of it was paid later, with that.
fn owed(arrear: &Arrear, lang: Lang) -> String {
    let (owed, made_up) = (arrear.owed(), arrear.made_up);
    match made_up {
        Yuan::ZERO => owed.to_string(),
        _ => say!(lang, "{owed}（已补{made_up}）", "{owed} ({made_up} made up)"),
    }
}

/// Months that follow each other together.
fn written(months: &[Month], lang: Lang) -> String {
    let runs = months.chunk_by(|one, next| one.next() == *next);
    let runs = runs.filter_map(|run| Some(Months { first: *run.first()?, last: *run.last()? }.to_string()));
    runs.collect::<Vec<_>>().join(lang.enumeration_comma())
}

/// The words the newer standards and the older ones rest on, once each.
fn bases(arrears: &[Arrear], lang: Lang) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for arrear in arrears {
        let now = arrear.now.iter().map(|basis| (say!(lang, "新标准", "newer standard"), basis));
        let only_before = arrear.before.iter().filter(|basis| !arrear.now.contains(basis));
        let before = only_before.map(|basis| (say!(lang, "旧标准", "older standard"), basis));
        for (which, basis) in now.chain(before) {
            let line = because(&which, basis, lang);
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
    }
    lines
}

fn because(which: &str, basis: &Arc<Basis>, lang: Lang) -> String {
    let (cited, quote) = (basis.cited(), &basis.quote);
    let issued = basis.document.issued.map(|day| say!(lang, "（{day}印发）", " (issued {day})")).unwrap_or_default();
    say!(lang, "{which}：{cited}{issued}“{quote}”", "{which}: {cited}{issued} “{quote}”")
}

/// By programme and in all; then what could not be told.
pub fn closing(arrears: &[Arrear], outcome: &Outcome, pack: &Pack, lang: Lang) -> Vec<String> {
    let by_programme = arrears::owed(arrears, pack);
    let mut lines: Vec<String> = by_programme
        .iter()
        .map(|(programme, owed)| sum(pack.programmes[*programme].name.get(lang), owed, lang))
        .collect();
    let all: Yuan = by_programme.iter().map(|(_, owed)| owed.yuan).sum();
    match by_programme.len() {
        0 => lines.push(say!(lang, "没有按旧标准发放、应补发的。", "Nothing was paid by an older standard.")),
        1 => {}
        _ => lines.push(say!(lang, "合计应补发{all}元。", "In all {all} yuan are owed.")),
    }
    let uncertain = arrears.iter().filter(|arrear| !arrear.certain).count();
    if uncertain > 0 {
        lines.push(say!(
            lang,
            "其中{uncertain}项须先核实：没有写收入，标准只见于报道，或规定另有例外。补发前核对新标准的执行月份。",
            "Of these, {uncertain} must be verified first: no income is written, a standard is known from the press, or a rule knows an exception. Check from which month the new standard holds before paying."
        ));
    }
    lines.extend(all_arrears(outcome, lang));
    let not_checked = outcome.report.not_checked.iter();
    lines.extend(not_checked.map(|not_checked| {
        let why = &not_checked.why;
        say!(lang, "无法判断：{why}", "Cannot tell: {why}")
    }));
    lines
}

/// Rosters of which all that is paid was taken off what is owed, for they are called so.
fn all_arrears(outcome: &Outcome, lang: Lang) -> Option<String> {
    let named = taken_as_arrears(outcome).collect::<Vec<String>>().join(lang.enumeration_comma());
    let say = say!(
        lang,
        "按标题或名称整份作为补发，从应补发中减去：{named}",
        "Taken off as arrears in whole, as their title or name says: {named}"
    );
    (!named.is_empty()).then_some(say)
}

fn taken_as_arrears(outcome: &Outcome) -> impl Iterator<Item = String> + '_ {
    outcome.rosters.iter().filter(|roster| roster.pays_arrears_alone()).map(Roster::title)
}

fn sum(name: &str, owed: &Owed, lang: Lang) -> String {
    let Owed { households, persons, months, yuan } = owed;
    let who = match (households, lang) {
        (0, Lang::Zh) => format!("{persons}人"),
        (0, Lang::En) => format!("persons {persons}"),
        (_, Lang::Zh) => format!("{households}户{persons}人"),
        (_, Lang::En) => format!("households {households}, persons {persons}"),
    };
    say!(lang, "{name}：{who}，{months}个月次，应补发{yuan}元。", "{name}: {who}, months {months}, owed {yuan} yuan.")
}

const COLUMNS: [&str; 21] = [
    "programme",
    "file",
    "sheet",
    "row",
    "column",
    "cell",
    "township",
    "name",
    "id",
    "persons",
    "months",
    "months_count",
    "paid_fen",
    "due_fen",
    "difference_fen",
    "made_up_fen",
    "owed_fen",
    "certain",
    "then",
    "basis",
    "before",
];

pub fn listing<'l>(arrears: &'l [Arrear], outcome: &'l Outcome, pack: &'l Pack) -> Listing<'l> {
    let records = arrears.iter().map(move |arrear| record(arrear, outcome, pack));
    let by_programme = arrears::owed(arrears, pack);
    let programmes = by_programme.iter().map(|(programme, owed)| Datum::Record(owed_record(*programme, owed, pack)));
    let not_checked = outcome.report.not_checked.iter().map(|not_checked| Datum::from(not_checked.why.clone()));
    Listing {
        schema: "relief.arrears/1",
        columns: COLUMNS.to_vec(),
        records: Box::new(records),
        summary: vec![
            ("programmes", Datum::List(programmes.collect())),
            ("owed_fen", Datum::number(by_programme.iter().map(|(_, owed)| owed.yuan.fen()).sum::<i64>())),
            ("taken_as_arrears", Datum::List(taken_as_arrears(outcome).map(Datum::from).collect())),
            ("not_checked", Datum::List(not_checked.collect())),
        ],
    }
}

fn owed_record(programme: usize, owed: &Owed, pack: &Pack) -> Record {
    vec![
        ("programme", pack.programmes[programme].id.clone().into()),
        ("households", Datum::maybe_number(Some(owed.households).filter(|households| *households > 0))),
        ("persons", Datum::number(owed.persons)),
        ("months", Datum::number(owed.months)),
        ("owed_fen", Datum::number(owed.yuan.fen())),
    ]
}

fn record(arrear: &Arrear, outcome: &Outcome, pack: &Pack) -> Record {
    let town = Some(outcome.town(arrear.township)).filter(|town| !town.is_empty());
    let months = arrear.months.iter().map(|month| Datum::from(month.to_string()));
    let bases = |bases: &[Arc<Basis>]| bases.iter().map(|basis| Datum::Record(basis_record(basis))).collect();
    vec![
        ("programme", pack.programmes[arrear.programme].id.clone().into()),
        ("place", Datum::Record(place_record(&arrear.place, outcome))),
        ("township", Datum::maybe(town)),
        ("name", outcome.shown(&arrear.name).into()),
        ("id", arrear.id.clone().into()),
        ("persons", Datum::number(arrear.persons)),
        ("months", Datum::List(months.collect())),
        ("months_count", Datum::number(arrear.months.len())),
        ("paid_fen", Datum::number(arrear.paid.fen())),
        ("due_fen", Datum::number(arrear.due.fen())),
        ("difference_fen", Datum::number(arrear.difference().fen())),
        ("made_up_fen", Datum::number(arrear.made_up.fen())),
        ("owed_fen", Datum::number(arrear.owed().fen())),
        ("certain", Datum::YesNo(arrear.certain)),
        ("then", arrear.then.to_string().into()),
        ("basis", Datum::List(bases(&arrear.now))),
        ("before", Datum::List(bases(&arrear.before))),
    ]
}
