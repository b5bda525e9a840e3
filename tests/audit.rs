//! The audit replay: every published case happens again in a miniature county, beside people who look alike and are
//! innocent. What is planted must be found, and nobody innocent may be accused.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use relief::checks;
use serde::Deserialize;

/// What is planted in one county.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    check: String,
    as_of: toml::value::Datetime,
    #[serde(default)]
    found: Vec<Planted>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Planted {
    file: String,
    row: u64,
    severity: String,
}

/// A finding as the program prints it, as far as this test asks.
#[derive(Deserialize)]
struct Found {
    check: String,
    severity: String,
    places: Vec<Place>,
}

#[derive(Deserialize)]
struct Place {
    file: String,
    row: Option<u64>,
}

/// One line of the table: how a check did in its county.
struct Line {
    check: String,
    planted: usize,
    found: usize,
    false_alarms: Vec<String>,
    false_errors: Vec<String>,
    missed: Vec<String>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/audit")
}

fn counties() -> Vec<PathBuf> {
    let entries = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut counties: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    counties.sort();
    counties
}

fn expected(county: &Path) -> Expected {
    toml::from_str(&fs::read_to_string(county.join("expected.toml")).unwrap())
        .unwrap_or_else(|error| panic!("{}: {error}", county.display()))
}

/// Runs the program over a county as its user would.
fn findings(county: &Path, as_of: &str) -> Vec<Found> {
    let output = Command::new(env!("CARGO_BIN_EXE_relief"))
        .arg("-C")
        .arg(county)
        .args(["validate", "--as-of", as_of, "--format", "ndjson", "--lang", "zh"])
        .output()
        .unwrap();
    let notes = String::from_utf8_lossy(&output.stderr);
    assert_ne!(output.status.code(), Some(2), "{}: {notes}", county.display());
    let lines = String::from_utf8(output.stdout).unwrap();
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn replay(county: &Path) -> Line {
    let expected = expected(county);
    let as_of = expected.as_of.to_string();
    let mut found: BTreeSet<String> = BTreeSet::new();
    let mut others = Vec::new();
    for finding in findings(county, &as_of) {
        let place = &finding.places[0];
        let shown = format!("{} {} {}", place.file, place.row.unwrap_or(0), finding.severity);
        match finding.check == expected.check {
            true => _ = found.insert(shown),
            false if finding.severity == "error" => others.push(format!("{} {shown}", finding.check)),
            false => {}
        }
    }
    let planted: BTreeSet<String> =
        expected.found.iter().map(|planted| format!("{} {} {}", planted.file, planted.row, planted.severity)).collect();
    Line {
        check: expected.check,
        planted: planted.len(),
        found: planted.intersection(&found).count(),
        missed: planted.difference(&found).cloned().collect(),
        false_alarms: found.difference(&planted).cloned().collect(),
        false_errors: others,
    }
}

#[test]
fn every_published_case_is_found_and_nobody_innocent_is_accused() {
    let lines: Vec<Line> = counties().iter().map(|county| replay(county)).collect();
    println!("{:26} {:>7} {:>6} {:>7} {:>12}", "check", "planted", "found", "recall", "false alarms");
    for line in &lines {
        let recall = 100 * line.found / line.planted.max(1);
        let alarms = line.false_alarms.len();
        println!("{:26} {:>7} {:>6} {:>6}% {:>12}", line.check, line.planted, line.found, recall, alarms);
    }
    let mut wrong = Vec::new();
    for line in &lines {
        let say = |what: &str, places: &[String]| {
            places.iter().map(|place| format!("{}: {what} {place}", line.check)).collect::<Vec<_>>()
        };
        wrong.extend(say("missed", &line.missed));
        wrong.extend(say("false alarm", &line.false_alarms));
        wrong.extend(say("false error of another check", &line.false_errors));
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Those of the table in both READMEs: that all are found and nobody is wrongly named is held above.
#[test]
fn the_readmes_give_the_figures_of_the_replay() {
    let counties = counties();
    let planted: Vec<Planted> = counties.iter().flat_map(|county| expected(county).found).collect();
    let of = |kinds: &[&str]| planted.iter().filter(|one| kinds.contains(&one.severity.as_str())).count();
    let (errors, suspicions, others) = (of(&["error"]), of(&["suspicion"]), of(&["warning", "info"]));
    for (name, words, number) in [
        ("README.md", ["errors", "suspicions", "warnings and notes"], format!("\n{} counties,", counties.len())),
        ("README.zh-CN.md", ["错误", "疑点", "警告和提示"], format!("\n共{}个县，", counties.len())),
    ] {
        let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap();
        assert!(readme.contains(&number), "{name}: {number}");
        for (word, planted) in words.into_iter().zip([errors, suspicions, others]) {
            let line = format!("| {word} | {planted} | {planted} | 0 | 100% |");
            assert!(readme.contains(&line), "{name}: {line}");
        }
    }
}

/// A check without a county would be measured by nobody; a county without a finding measures nothing.
#[test]
fn every_check_that_audits_people_has_a_county() {
    let replayed: BTreeSet<String> = counties().iter().map(|county| expected(county).check).collect();
    for check in checks::ALL.iter().filter(|check| !OF_THE_FILE.contains(&check.name)) {
        assert!(replayed.contains(check.name), "{} has no county in {}", check.name, folder().display());
    }
    for county in counties() {
        assert!(!expected(&county).found.is_empty(), "{} plants nothing", county.display());
    }
}

/// Checks of how a file is written: no audit is about them, and tests/cases/validate holds their cases.
const OF_THE_FILE: [&str; 10] = [
    "required-value",
    "unreadable-value",
    "unknown-column",
    "duplicate-column",
    "empty-roster",
    "total-row",
    "sum-of-parts",
    "amount",
    "outlying-amount",
    "date-order",
];
