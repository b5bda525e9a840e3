//! People assisted meet lists of vehicles, firms, housing and housing funds: each match is a question.

use std::collections::BTreeSet;

use super::listed::{self, Matched};
use super::lists::{FIRMS, FUND, HOUSING, VEHICLES};
use super::{Question, Reporter, Scene, check};
use crate::day::{Month, Months};
use crate::field::Field;
use crate::finding::Severity;
use crate::lang::Lang;
use crate::roster::{Sighting, folded};
use crate::say;

check!("asset-match", "asset_match", Question::Person(person), [VEHICLES, FIRMS, HOUSING, FUND]);

fn person(group: &[Sighting], scene: &Scene<'_>, report: &mut Reporter) {
    for list in CHECK.lists {
        let rows = entries(group, list, scene);
        if rows.is_empty() {
            continue;
        }
        // Everybody lives somewhere: one home in a list says nothing.
        let least = if *list == HOUSING { 2 } else { 1 };
        let holds = |month: Month| held(&rows, month, scene) >= least;
        for paid in listed::assisted(group, scene) {
            for mut matched in listed::by_rule((&rows, list), &paid, &holds, scene, report) {
                matched.rows.retain(|row| matched.months.iter().any(|month| is_held(row, *month)));
                find(&matched, list, scene, report);
            }
        }
    }
}

/// What a list says somebody holds. Of what was struck off without a day nobody can say in which months it was still
/// held.
pub(super) fn entries<'g>(group: &'g [Sighting], list: &str, scene: &Scene<'_>) -> Vec<&'g Sighting> {
    let mut rows = listed::rows(group, list, scene);
    rows.retain(|row| !listed::is_gone(row, scene) || is_dated(row));
    rows
}

/// How many things are held in a month: one is listed again for each owner, each change of its entry.
pub(super) fn held(rows: &[&Sighting], month: Month, scene: &Scene<'_>) -> usize {
    let in_month = rows.iter().filter(|row| is_held(row, month));
    let (named, unnamed): (Vec<_>, Vec<_>) =
        in_month.map(|row| scene.said(row, Field::Asset).map(folded)).partition(Option::is_some);
    named.into_iter().collect::<BTreeSet<_>>().len() + unnamed.len()
}

/// Whether what a row says holds in a month; without days it is held all the time.
pub(super) fn is_held(row: &Sighting, month: Month) -> bool {
    row.months.is_none_or(|months| months.contains(month))
}

/// Whether the row gives the day it ends.
fn is_dated(row: &Sighting) -> bool {
    row.months.and_then(Months::ended).is_some()
}

fn find(matched: &Matched<'_>, list: &str, scene: &Scene<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let held: Vec<String> = matched.rows.iter().map(|row| asset(row, scene, lang)).collect();
    let held = held.join(if lang == Lang::Zh { "；" } else { "; " });
    let list_name = matched.rows.first().map_or("", |row| scene.programme(row).name.get(lang));
    let name = scene.pack.programmes[matched.programme].name.get(lang);
    let (count, months) = (matched.count(), listed::written(&matched.months, lang));
    let mut message = say!(
        lang,
        "{list_name}有此人：{held}；{name}同期在册{count}个月（{months}）",
        "{list_name}: {held}; on {name} for {count} of these months ({months})"
    );
    message += &matched.weakness(scene, lang);
    let rule = matched.rule(list, scene);
    // Only a person who has looked may conclude anything: never more than a suspicion.
    let finding = matched.find(CHECK.name, (Severity::Suspicion, rule), message, report);
    finding.stake = None;
    finding.clears(say!(
        lang,
        "入户核实是不是本人的、还在不在、值多少；被冒名登记的，帮助向登记机关更正。核实前不停发",
        "verify at home whether it is theirs, still there, and worth what; where their name was misused, help have the entry corrected. Stop nothing before"
    ));
}

/// What is held, as what, since when.
pub(super) fn asset(row: &Sighting, scene: &Scene<'_>, lang: Lang) -> String {
    let remark = match scene.remark(row, lang) {
        said if said.is_empty() => say!(lang, "未写明何物", "what it is is not said"),
        said => said,
    };
    match row.months.and_then(Months::begun) {
        Some(since) => say!(lang, "{remark}，自{since}起", "{remark}, since {since}"),
        None => say!(lang, "{remark}，起始日期不明", "{remark}, since when is not known"),
    }
}
