//! Townships where the county visited fewer homes than the share the law asks, or left out relatives of staff.

use super::{Case, Question, Reporter, Tallied, Visited, check};
use crate::day::Month;
use crate::field::{Field, Kind};
use crate::finding::{Place, Severity};
use crate::rules::{KinVisit, Visit};
use crate::say;

check!("spot-check", "spot_check", Question::Roster(roster));

fn roster(tallied: &Tallied<'_>, case: &Case<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let day = case.roster.months.map_or(case.today, |months| months.first.first_day());
    let share = share(case);
    let every = case.programme.says(day, |version| version.kin_visit.as_ref());
    if share.is_none() {
        let name = case.programme.name.get(lang);
        let month = Month::of(day).map(|month| month.to_string()).unwrap_or_default();
        report.cannot_check(say!(
            lang,
            "规则库里没有{name}{month}县级入户抽查比例的规定",
            "no share of visits is known for {name} in {month}"
        ));
    }
    if share.is_none() && every.is_none() {
        return;
    }
    if !case.roster.has(Field::Visited) {
        let header = case.pack.header(Field::Visited, case.programme);
        report.cannot_check(say!(lang, "有的名册没有{header}", "some rosters have no column {header}"));
        return;
    }
    if every.is_some() && !case.roster.has(Field::KinRecorded) {
        let header = case.pack.header(Field::KinRecorded, case.programme);
        report.cannot_check(say!(
            lang,
            "有的名册没有{header}，近亲属是否都入户看不出",
            "some rosters have no column {header}: whether all relatives were visited cannot be seen"
        ));
    }
    let mut towns: Vec<&(String, Visited)> = tallied.visited.iter().collect();
    towns.sort_by(|one, other| one.0.cmp(&other.0));
    for (town, visited) in towns {
        if let Some(rule) = share {
            short(town, visited, rule, case, report);
        }
        if let Some(rule) = every {
            kin(town, visited, rule, case, report);
        }
    }
}

/// The share of the cases of a roster's months.
pub fn share<'c>(case: &Case<'c>) -> Option<&'c Visit> {
    let day = case.roster.months.map_or(case.today, |months| months.first.first_day());
    case.programme.says(day, |version| version.visit.as_ref())
}

/// The least whole number of visits that is the share.
fn least(cases: u32, percent: u32) -> u32 {
    let share = (u64::from(cases) * u64::from(percent)).div_ceil(100);
    u32::try_from(share).unwrap_or(u32::MAX)
}

fn short(town: &str, seen: &Visited, rule: &Visit, case: &Case<'_>, report: &mut Reporter) {
    let least = least(seen.cases, rule.percent);
    if seen.visited >= least {
        return;
    }
    let lang = report.lang;
    let (town, cases, visited, percent) = (named(town, report), seen.cases, seen.visited, rule.percent);
    let message = say!(
        lang,
        "{town}{cases}件中县级入户{visited}件，按{percent}%至少{least}件",
        "{town}: the county visited {visited} of {cases} cases; {percent}% is at least {least}"
    );
    report.find(Severity::Warning, sheet(case), message).because(&rule.basis).clears(say!(
        lang,
        "补填抽查日期；确实不足的，按规定补做入户抽查",
        "fill in the days of visits; if there were too few, make the rest"
    ));
}

fn kin(town: &str, seen: &Visited, rule: &KinVisit, case: &Case<'_>, report: &mut Reporter) {
    if seen.kin_visited >= seen.kin {
        return;
    }
    let lang = report.lang;
    let (town, kin, left) = (named(town, report), seen.kin, seen.kin - seen.kin_visited);
    let message = say!(
        lang,
        "{town}近亲属备案{kin}件，其中{left}件没有入户抽查日期",
        "{town}: {left} of {kin} cases recorded as relatives of staff give no day of a visit"
    );
    report.find(Severity::Warning, sheet(case), message).because(&rule.basis).clears(say!(
        lang,
        "近亲属备案的逐件入户；已入户的补填日期",
        "visit every case recorded as a relative of staff; fill in the days of those visited"
    ));
}

fn named(town: &str, report: &Reporter) -> String {
    match town {
        "" => say!(report.lang, "（未写乡镇）", "(no township)"),
        town => Kind::Text.shown(town, report.reveal),
    }
}

/// The head of the column of visits: the finding is about all of it.
fn sheet(case: &Case<'_>) -> Place {
    Place { source: case.roster.source, row: case.roster.header.first_row, column: case.roster.column(Field::Visited) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_of_cases_is_rounded_up() {
        assert_eq!(least(10, 30), 3);
        assert_eq!(least(11, 30), 4);
        assert_eq!(least(1, 30), 1);
        assert_eq!(least(0, 30), 0);
    }
}
