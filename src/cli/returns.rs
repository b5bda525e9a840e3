//! What statistical returns say and the rosters beside them go in; what differs is added to the findings.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::checks::{self, RETURNS};
use crate::day::Months;
use crate::lang::Lang;
use crate::rules::Pack;
use crate::run::{self, File};
use crate::say;
use crate::sorted::NoRoom;
use crate::totals::{self, Totals};

/// The check that is about statistical returns.
const REPORTED: &str = "reported-figure";

/// Whether a file is a list of returns.
pub fn is_of_returns(file: &File, pack: &Pack) -> bool {
    file.list.is_some() && file.programme.is_some_and(|(list, _)| Some(list) == pack.list(RETURNS))
}

/// Holds what was reported against what the rosters add up to, where totals were wanted.
pub fn hold_returns(outcome: &mut run::Outcome, pack: &Pack, as_of: NaiveDate, lang: Lang) -> Result<(), NoRoom> {
    let mut report = outcome.report.fresh();
    let mut of_periods: BTreeMap<Months, Totals<'_>> = BTreeMap::new();
    let mut without_period: BTreeMap<(u16, usize), Vec<u32>> = BTreeMap::new();
    let mut unknown: BTreeSet<String> = BTreeSet::new();
    for row in &outcome.returns {
        let of_list = outcome.rosters[usize::from(row.place.source)].list.as_ref().and_then(|facts| facts.of);
        let Some(programme) = pack.programme(&row.programme).or(of_list) else {
            unknown.insert(outcome.shown(&row.programme));
            continue;
        };
        let Some(months) = row.months else {
            without_period.entry((row.place.source, programme)).or_default().push(row.place.row);
            continue;
        };
        let totals = match of_periods.entry(months) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(Totals::new(pack, outcome, months, as_of)?),
        };
        checks::ask_of_return(&totals::returned(row, programme, totals, lang)?, pack, &mut report);
    }
    if !unknown.is_empty() {
        report.asks(REPORTED, 0).cannot_check(unknown_programmes(&unknown, lang));
    }
    for ((source, programme), rows) in without_period {
        let title = outcome.rosters[usize::from(source)].title();
        report.asks(REPORTED, programme).cannot_check(no_period(&title, &rows, lang));
    }
    outcome.report.join(report);
    outcome.report.findings.sort_by(|one, other| one.order().cmp(&other.order()));
    Ok(())
}

/// What returns name that is no programme, as people may see it; of much, the first.
fn unknown_programmes(names: &BTreeSet<String>, lang: Lang) -> String {
    let quoted = |name: &String| say!(lang, "“{name}”", "{name}");
    let (named, more) = first_of(names.iter().map(quoted), lang);
    let count = names.len();
    let of = if more { say!(lang, "等{count}个", " and more, {count} in all") } else { String::new() };
    say!(lang, "报表里的项目{named}{of}不认得", "the return names programmes nobody knows: {named}{of}")
}

/// The first few of what is named, and whether there are more.
fn first_of(mut all: impl Iterator<Item = String>, lang: Lang) -> (String, bool) {
    let named: Vec<String> = all.by_ref().take(5).collect();
    (named.join(lang.enumeration_comma()), all.next().is_some())
}

/// Which rows of a return do not say what period they are of; of many, the first.
fn no_period(title: &str, rows: &[u32], lang: Lang) -> String {
    let (named, more) = first_of(rows.iter().map(u32::to_string), lang);
    let count = rows.len();
    let of = if more { say!(lang, "等{count}行", " and more, {count} in all") } else { say!(lang, "行", "") };
    say!(
        lang,
        "{title} 第{named}{of}没有写明期间，或写法读不出，应如2018年4月、2018年1-6月、2018年上半年、2018年度",
        "{title}, row {named}{of}: no period is given, or none that can be read, such as 2018-04, 2018年1-6月 or 2018年上半年"
    )
}
