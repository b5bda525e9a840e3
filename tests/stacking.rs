//! Who may hold what together: every pair known has its verdict on the day, or is written down as not known.

use std::fs;
use std::path::Path;

use relief::rules::Verdict::{self, Allowed, ChooseHigher, Forbidden, Implied, Required, TopUp};
use relief::rules::{Pack, Pair};

/// The pairs of the facts sheet, with the verdict on two days: 2018-04-23 and 2026-11-23. Where there is none, one of
/// the two did not exist, or `rules/README.md` says that it is not known. `prison`, `deaths`, `work-injury` and
/// `nursing-allowance` are lists.
const TOGETHER: &[(&str, &str, [Option<Verdict>; 2])] = &[
    // A household may be split by registration, a person may not; the text of 2021 has no such sentence.
    ("dibao-urban", "dibao-rural", [Some(Forbidden), Some(Implied)]),
    // 纳入特困不再适用低保.
    ("destitute", "dibao-urban", [Some(Forbidden); 2]),
    ("destitute", "dibao-rural", [Some(Forbidden); 2]),
    ("destitute", "orphan", [Some(Forbidden); 2]),
    // The child's subsidy is of 2019, and fills up what destitute support leaves; who chooses it in full is no longer 特困.
    ("destitute", "unattended-child", [None, Some(TopUp)]),
    ("destitute", "disability-living", [Some(Forbidden); 2]),
    ("destitute", "disability-nursing", [Some(Forbidden); 2]),
    ("orphan", "disability-living", [Some(Forbidden); 2]),
    ("orphan", "disability-nursing", [Some(Allowed); 2]),
    // In full it is forbidden, filled up it is not.
    ("disability-living", "unattended-child", [None, Some(TopUp)]),
    ("disability-nursing", "unattended-child", [None, Some(Allowed)]),
    ("dibao-urban", "unattended-child", [None, Some(TopUp)]),
    ("dibao-rural", "unattended-child", [None, Some(TopUp)]),
    ("disability-living", "disability-nursing", [Some(Allowed); 2]),
    ("work-injury", "disability-living", [Some(Forbidden); 2]),
    ("work-injury", "disability-nursing", [Some(Forbidden); 2]),
    ("nursing-allowance", "disability-nursing", [Some(ChooseHigher); 2]),
    ("nursing-allowance", "disability-living", [None, None]),
    ("disability-living", "elderly", [Some(Allowed); 2]),
    ("disability-nursing", "elderly", [Some(Allowed); 2]),
    // The base class of the subsidy.
    ("dibao-urban", "disability-living", [Some(Required); 2]),
    ("dibao-rural", "disability-living", [Some(Required); 2]),
    // Three classes, each for those outside the one before; single persons of the second may be on the first.
    ("dibao-urban", "low-income-edge", [None, Some(Implied)]),
    ("dibao-rural", "low-income-edge", [None, Some(Implied)]),
    ("dibao-urban", "rigid-expenditure", [None, Some(Forbidden)]),
    ("dibao-rural", "rigid-expenditure", [None, Some(Forbidden)]),
    ("low-income-edge", "rigid-expenditure", [None, Some(Forbidden)]),
    ("dibao-urban", "temporary", [Some(Allowed); 2]),
    ("dibao-rural", "temporary", [Some(Allowed); 2]),
    ("destitute", "temporary", [Some(Allowed); 2]),
    // No income.
    ("dibao-urban", "elderly", [None, None]),
    ("dibao-rural", "elderly", [None, None]),
    ("destitute", "elderly", [Some(Allowed); 2]),
    ("dibao-urban", "veteran", [Some(Allowed); 2]),
    ("dibao-rural", "veteran", [None, Some(Allowed)]),
    ("destitute", "veteran", [None, Some(Allowed)]),
    // 特困 ends in prison, a prisoner is no member of a dibao household, 抚恤 is suspended.
    ("prison", "destitute", [Some(Forbidden); 2]),
    ("prison", "dibao-urban", [Some(Forbidden); 2]),
    ("prison", "dibao-rural", [Some(Forbidden); 2]),
    ("prison", "veteran", [None, Some(Forbidden)]),
    ("prison", "disability-living", [None, None]),
    ("prison", "disability-nursing", [None, None]),
    ("prison", "orphan", [None, None]),
    ("prison", "unattended-child", [None, None]),
    ("prison", "elderly", [None, None]),
    ("deaths", "destitute", [Some(Implied), Some(Forbidden)]),
    ("deaths", "dibao-urban", [Some(Implied); 2]),
    ("deaths", "dibao-rural", [Some(Implied); 2]),
    ("deaths", "disability-living", [Some(Forbidden); 2]),
    ("deaths", "disability-nursing", [Some(Forbidden); 2]),
    ("deaths", "unattended-child", [None, Some(Forbidden)]),
    ("deaths", "veteran", [Some(Implied); 2]),
    ("deaths", "orphan", [Some(Forbidden); 2]),
    ("deaths", "elderly", [Some(Forbidden); 2]),
];

/// The pairs of two ids in force on a day, in whichever order they stand.
fn pairs<'p>(pack: &'p Pack, (one, other): (&str, &str), day: &str) -> Vec<&'p Pair> {
    let day = day.parse().unwrap();
    let of = |pair: &&Pair| [[one, other], [other, one]].iter().any(|ids| pair.programmes == *ids);
    pack.stacking.iter().filter(of).filter(|pair| pair.span.holds(day) && !is_of_some_rows(pair, pack)).collect()
}

/// Whether a pair of two programmes is of some rows of the second only.
fn is_of_some_rows(pair: &Pair, pack: &Pack) -> bool {
    !pair.when.is_empty() && !pack.programmes[pair.places[0]].is_list
}

/// In full the child's subsidy stands beside nothing that it fills up: in words, or as follows from them.
#[test]
fn in_full_the_childs_subsidy_is_no_top_up() {
    let pack = Pack::load("632323", None).unwrap();
    let in_full = [
        ("destitute", [Some(Implied), Some(Forbidden)]),
        ("disability-living", [Some(Forbidden); 2]),
        ("dibao-urban", [Some(Implied); 2]),
        ("dibao-rural", [Some(Implied); 2]),
    ];
    for (one, verdicts) in in_full {
        for (day, verdict) in ["2021-06-30", "2021-07-01"].into_iter().zip(verdicts) {
            let day = day.parse().unwrap();
            let of = |pair: &&Pair| pair.programmes == [one, "unattended-child"] && is_of_some_rows(pair, &pack);
            let found = pack.stacking.iter().filter(of).find(|pair| pair.span.holds(day));
            assert_eq!(found.map(|pair| pair.verdict), verdict, "{one} on {day}");
        }
    }
}

/// Whether `rules/README.md` lists a pair as not known: the two ids stand in backticks on either side of “beside”.
fn is_not_known(one: &str, other: &str) -> bool {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data-templates/rules/README.md");
    let page = fs::read_to_string(path).unwrap();
    let rows = page.split("## Who may not hold what together").nth(1).unwrap().lines();
    let mut pairs = rows.filter_map(|row| row.strip_prefix('|')?.split('|').next()?.split_once(" beside "));
    pairs.any(|(left, right)| {
        let named = |side: &str, id: &str| side.contains(&format!("`{id}`"));
        (named(left, one) && named(right, other)) || (named(left, other) && named(right, one))
    })
}

#[test]
fn who_may_hold_what_together_is_as_the_texts_say() {
    let pack = Pack::load("632323", None).unwrap();
    let missing = |id: &str, day: &str| {
        let programme = pack.programme(id).map(|programme| &pack.programmes[programme]);
        programme.is_some_and(|programme| programme.on(day.parse().unwrap()).next().is_none())
    };
    for (one, other, verdicts) in TOGETHER {
        for (day, verdict) in ["2018-04-23", "2026-11-23"].into_iter().zip(verdicts) {
            let found = pairs(&pack, (one, other), day);
            let said: Vec<Verdict> = found.iter().map(|pair| pair.verdict).collect();
            assert_eq!(said, verdict.iter().copied().collect::<Vec<_>>(), "{one} beside {other} on {day}");
            let known = verdict.is_some() || missing(one, day) || missing(other, day) || is_not_known(one, other);
            assert!(known, "{one} beside {other} on {day}: neither a pair nor in rules/README.md");
            // These two are not the same read backwards.
            if matches!(verdict, Some(TopUp | Required)) {
                assert_eq!(found[0].programmes, [*one, *other], "{day}");
            }
        }
    }
}

/// Qinghai's own living subsidy of 2012 to 2015 went to those with neither dibao nor 五保; today's is due to dibao.
#[test]
fn qinghais_subsidy_of_2012_to_2015_excluded_dibao() {
    let pack = Pack::load("632323", None).unwrap();
    for other in ["dibao-urban", "dibao-rural", "destitute"] {
        for (day, there) in [("2011-12-31", false), ("2012-01-01", true), ("2015-12-31", true)] {
            let found = pairs(&pack, ("disability-living", other), day);
            assert_eq!(found.iter().any(|pair| pair.verdict == Forbidden), there, "{other} on {day}");
        }
    }
}

/// A pair misspelt would be passed over in silence, and two of one day would contradict each other.
#[test]
fn pairs_name_what_there_is_and_agree() {
    let pack = Pack::load("632323", None).unwrap();
    for pair in &pack.stacking {
        let [one, other] = &pair.programmes;
        for id in [one, other] {
            assert!(pack.programmes.iter().any(|programme| programme.id == *id), "there is no {id}");
        }
        assert!(pair.span.until.is_none_or(|until| until >= pair.span.from), "{one} beside {other}");
        let first = pair.span.from.to_string();
        assert_eq!(pairs(&pack, (one, other), &first).len(), 1, "{one} beside {other} on {first}");
    }
}
