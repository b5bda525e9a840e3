//! What of lists of payments cannot be held against anybody, said once a run.

use std::collections::{BTreeMap, BTreeSet};

use super::ledger::LEDGER;
use super::listed::written;
use super::lists::{PAYMENTS, STOPS};
use super::{Held, Reporter, Scene, approved_unpaid};
use crate::day::Month;
use crate::field::Field;
use crate::lang::Lang;
use crate::roster::{Roster, tells_nothing_of_payment};
use crate::rules::Counted;
use crate::say;

/// So many words are shown.
const SHOWN: usize = 10;

/// Says it where some roster is held against payments.
pub fn say_unheld(scene: &Scene<'_>, report: &mut Reporter) {
    let asks = |roster: &&Roster| approved_unpaid::CHECK.is_asked_by(&scene.pack.programmes[roster.programme]);
    let Some(asking) = scene.rosters.iter().find(asks) else { return };
    report.asks(approved_unpaid::CHECK.name, asking.programme);
    let id = |roster: &Roster| scene.pack.programmes[roster.programme].id.as_str();
    for list in scene.rosters.iter().filter(|roster| roster.list.is_some() && LEDGER.contains(&id(roster))) {
        unnumbered(list, scene, report);
        of_others(list, scene, report);
    }
    for list in scene.rosters.iter().filter(|roster| roster.list.is_some() && id(roster) == PAYMENTS) {
        unread(list, scene, report);
    }
    behind(scene, report);
    without_payments(scene, report);
}

/// Payments that are called by the month in which they were made, as the rosters show.
fn behind(scene: &Scene<'_>, report: &mut Reporter) {
    for (programme, told) in scene.behind {
        let (lang, name) = (report.lang, scene.pack.programmes[*programme].name.get(report.lang));
        report.cannot_check(say!(
            lang,
            "{name}的发放清单写的是发放的月份：两个月名册不同的人里{told}人次都照上个月的名册发，因此都和上个月的名册比；不是这样的，在relief.toml里写明每份清单的months",
            "payments of {name} are called by the month in which they were made: of those whose months differ, {told} were paid by the roster of the month before, so all were held against that; where it is not so, give the months of each list in relief.toml"
        ));
    }
}

/// Rows that give no identity number, as a file of names and accounts: some of payments were held by the account.
fn unnumbered(list: &Roster, scene: &Scene<'_>, report: &mut Reporter) {
    let held = scene.by_account.lists.get(&list.source).copied().unwrap_or_default();
    let (lang, title, why) = (report.lang, list.title(), why_unheld(&held, report.lang));
    if list.gives_numbers() && held.beside_numbers > 0 {
        let rows = held.beside_numbers;
        report.cannot_check(say!(
            lang,
            "{title}有{rows}行没有能用的身份证号，没有和任何人比对",
            "{rows} rows of {title} give no identity number that can be used, and were held against nobody"
        ));
    } else if !list.gives_numbers() && held.held == 0 {
        let why = if why.is_empty() { why } else { say!(lang, "：{why}", ": {why}") };
        report.cannot_check(say!(
            lang,
            "{title}没有身份证号，没有和任何人比对{why}",
            "{title} gives no identity numbers and was held against nobody{why}"
        ));
    } else if !list.gives_numbers() && !why.is_empty() {
        let held = held.held;
        report.cannot_check(say!(
            lang,
            "{title}没有身份证号，按账号对上{held}笔；没有和任何人比对的：{why}",
            "{title} gives no identity numbers: {held} payments were held by their accounts; held against nobody: {why}"
        ));
    }
}

/// Why payments were not held by their accounts, and how many; empty where all were.
fn why_unheld(held: &Held, lang: Lang) -> String {
    let reasons = [
        (
            held.on_no_roster,
            say!(lang, "账号不在名册上或没有写清", "whose account stands on no roster, or is not given"),
        ),
        (
            held.of_several,
            say!(lang, "账号在名册上不止一人（户）", "whose account is that of several people or households"),
        ),
        (
            held.of_other_name,
            say!(lang, "姓名与名册上该账号的人不符", "under a name that is not that of the account on the roster"),
        ),
    ];
    let some = reasons.iter().filter(|(count, _)| *count > 0);
    let told = some.map(|(count, why)| say!(lang, "{why}的{count}笔", "{count} {why}"));
    told.collect::<Vec<_>>().join(lang.comma())
}

/// Rows whose words for their programme tell nothing.
fn of_others(list: &Roster, scene: &Scene<'_>, report: &mut Reporter) {
    let (lang, title) = (report.lang, list.title());
    let of = list.list.as_ref().and_then(|facts| facts.of);
    let is_of_stops = scene.pack.programmes[list.programme].id == STOPS;
    if let Some(of) = of.filter(|of| scene.purposes.names_any(list.source) && !scene.purposes.names(list.source, *of)) {
        let name = scene.pack.programmes[of].name.get(lang);
        report.cannot_check(say!(
            lang,
            "{title}各行写的是别的项目，没有一行写{name}：写了别的项目的行看不出是不是{name}",
            "the rows of {title} name other programmes and never {name}: whether those rows are of it is not known"
        ));
    } else if scene.purposes.leaves_aside(list.source) && !is_of_stops {
        report.cannot_check(say!(
            lang,
            "{title}有的行写的项目不认得，没有计入",
            "some rows of {title} name a programme nobody knows, and were left aside"
        ));
    } else if of.is_none() && !scene.purposes.names_any(list.source) {
        report.cannot_check(say!(
            lang,
            "{title}没有写明是哪个项目的（relief.toml 的 programme，或者各行的项目名称），没有和名册比对",
            "{title} does not say of which programme it is (programme in relief.toml, or a column of it), and was held against no roster"
        ));
    }
}

/// Words for how a payment went that are no code's.
fn unread(list: &Roster, scene: &Scene<'_>, report: &mut Reporter) {
    let rows = scene.remarks.range((list.source, 0)..=(list.source, u32::MAX));
    let said: BTreeSet<&str> = rows.filter_map(|(_, remark)| remark.field(Field::State)).collect();
    let codes = &scene.pack.codes;
    let unread: Vec<&str> = said.into_iter().filter(|words| tells_nothing_of_payment(words, codes)).collect();
    if unread.is_empty() {
        return;
    }
    let (lang, title) = (report.lang, list.title());
    let more = if unread.len() > SHOWN { say!(lang, "等", " and more") } else { String::new() };
    let shown = unread[..unread.len().min(SHOWN)].join(lang.enumeration_comma());
    report.cannot_check(say!(
        lang,
        "{title}的发放结果“{shown}”{more}看不出发了没有，这些行既不算发了也不算没发",
        "how payments of {title} went cannot be told from “{shown}”{more}: they count neither as paid nor as unpaid"
    ));
}

/// Months between those whose payments are known: a batch that was not handed over looks like one that was not paid.
fn without_payments(scene: &Scene<'_>, report: &mut Reporter) {
    let none = BTreeSet::new();
    let stock = |of: &usize| scene.pack.programmes[*of].counted == Counted::Stock;
    for (programme, paid) in scene.paid_in.iter().filter(|(of, _)| stock(of)) {
        let due = [scene.rostered, scene.approved_in].map(|of: &BTreeMap<usize, _>| of.get(programme).unwrap_or(&none));
        let (Some(first), Some(last)) = (paid.first(), paid.last()) else { continue };
        let between = due[0].union(due[1]).filter(|month| (first..=last).contains(month) && !paid.contains(month));
        let between: BTreeSet<Month> = between.copied().collect();
        if !between.is_empty() {
            let lang = report.lang;
            let (name, months) = (scene.pack.programmes[*programme].name.get(lang), written(&between, lang));
            report.cannot_check(say!(
                lang,
                "{months}没有{name}的发放清单，这些月份应发的人发了没有不知道",
                "there are no payments of {name} for {months}: whether those due were paid is not known"
            ));
        }
    }
}
