//! The example county reports what the bureau of Zeku reported on 2018-04-23, and its planted problems are found.

mod support;

use std::path::{Path, PathBuf};

use support::{relief, text};

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/zeku-2018")
}

#[test]
fn the_summary_says_what_the_bureau_said() {
    let output = relief(&example(), &["report", "--year", "2018", "--as-of", "2018-04-23"]);
    let summary = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let said = [
        "1413户",
        "2287人",
        "233.6万元",
        "65户",
        "235人",
        "27.482万元",
        "907人次",
        "140.27万元",
        "民发〔2012〕220号",
        "第二十六条",
        "青政〔2014〕70号",
        "2018年4月23日",
    ];
    for words in said {
        assert!(summary.contains(words), "{words} is missing from\n{summary}");
    }
    for programme in ["农村低保", "特困人员救助供养", "困难残疾人生活补贴", "重度残疾人护理补贴", "孤儿基本生活保障"]
    {
        assert!(summary.contains(&format!("{programme}：未填报")), "{programme} is not said to be missing");
    }
    let zero = summary.match_indices("0户").any(|(place, _)| !summary[..place].ends_with(|c: char| c.is_ascii_digit()));
    assert!(!zero, "missing data is printed as 0户");
}

/// A figure is the sum of the rows its trace lists.
#[test]
fn every_figure_is_the_sum_of_its_rows() {
    let figures = [
        ("dibao-urban.households", "1413"),
        ("dibao-urban.persons", "2287"),
        ("dibao-urban.amount", "233600000"),
        ("temporary.households", "65"),
        ("temporary.persons", "235"),
        ("temporary.amount", "27482000"),
        ("medical.visits", "907"),
        ("medical.persons", "713"),
        ("medical.amount", "140270000"),
    ];
    for (figure, expected) in figures {
        let output = relief(
            &example(),
            &["report", "--year", "2018", "--as-of", "2018-04-23", "--trace", figure, "--format", "csv"],
        );
        let mut reader = csv::Reader::from_reader(output.stdout.as_slice());
        let counted = reader.records().map(|record| record.unwrap()[4].parse::<i64>().unwrap());
        let sum: i64 = counted.sum();
        assert_eq!(sum.to_string(), expected, "{figure}");
    }
}

/// The table in the example's README: where each planted problem is, and the check that finds it.
#[test]
fn every_planted_problem_is_found_and_nothing_else() {
    let planted = [
        ("[1月] Q4", "unknown-column"),
        ("[2月] 第350行", "household"),
        ("[3月] M2277", "total-row"),
        ("[4月] H396", "same-person-twice"),
        ("[4月] H689", "identity-number"),
        ("[4月] 第1398行", "household"),
        ("[4月] K1753", "above-standard"),
        // Not planted: 274,820 yuan to 65 households are what the bureau published.
        ("[发放花名册] 全表", "implausible-average"),
        ("[发放花名册] J19", "date-order"),
        ("[发放花名册] L53", "late-decision"),
        ("[在办] I4", "late-decision"),
        (".csv C153", "identity-number"),
        (".csv E433", "identity-number"),
        (".csv K704", "date-order"),
    ];
    let output = relief(&example(), &["validate", "--as-of", "2018-04-23"]);
    assert_eq!(output.status.code(), Some(1));
    let found = text(&output.stdout);
    let lines: Vec<&str> = found.lines().filter(|line| line.contains(" [") && line.starts_with("rosters/")).collect();
    for (place, check) in planted {
        let hit = lines.iter().any(|line| line.contains(place) && line.contains(&format!("[{check}]")));
        assert!(hit, "{check} at {place} was not found in\n{found}");
    }
    assert_eq!(lines.len(), planted.len(), "{found}");
}

#[test]
fn no_personal_number_is_printed_whole() {
    for command in
        [&["validate"][..], &["validate", "--format", "json"], &["deadlines", "--all"], &["report"], &["inspect"]]
    {
        let output = relief(
            &example(),
            &[command, if command[0] == "inspect" { &[] } else { &["--as-of", "2018-04-23"] }].concat(),
        );
        let printed = text(&output.stdout);
        let longest = printed.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap();
        assert!(longest < 11, "{command:?} prints a number of {longest} digits");
    }
}

/// The generator and the shipped files agree.
#[test]
fn the_rosters_are_what_the_generator_writes() {
    let folder = support::Folder::new("make-zeku");
    let generator = Path::new(env!("CARGO_BIN_EXE_relief")).with_file_name("examples").join("make_zeku");
    let status = std::process::Command::new(generator).arg(&folder.0).status().unwrap();
    assert!(status.success());
    for entry in std::fs::read_dir(example().join("rosters")).unwrap() {
        let shipped = entry.unwrap().path();
        let written = folder.0.join("rosters").join(shipped.file_name().unwrap());
        assert!(std::fs::read(&shipped).unwrap() == std::fs::read(&written).unwrap(), "{} differs", shipped.display());
    }
}

/// A county's own rules, as the example writes them: a standard the province's files lack, and a shorter limit of the same
/// steps, which replaces the wider one on its days alone.
#[test]
fn a_countys_own_rules_are_laid_over_those_shipped() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let checked = relief(root, &["rules", "check", "examples/own-rules", "--area", "632323"]);
    assert_eq!(checked.status.code(), Some(0), "{}", text(&checked.stdout));
    let limit = |day: &str| {
        let own = ["--rules", "examples/own-rules", "--area", "632323", "--format", "csv"];
        let shown = relief(root, &[&["rules", "show", "temporary", "--on", day][..], &own].concat());
        let lines = text(&shown.stdout);
        let deadline = lines.lines().find(|line| line.starts_with("temporary,deadline,")).unwrap_or_default();
        deadline.split(',').nth(6).unwrap_or_default().to_owned()
    };
    assert_eq!([limit("2018-12-31"), limit("2019-03-01"), limit("2020-01-01")], ["10", "7", "10"]);
}
