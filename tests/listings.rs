//! Records as a workbook say what the same records say as CSV, cell by cell, read back with other readers.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};
use support::{Folder, csv, relief, rows, text};

type Table = Vec<Vec<String>>;

/// What a command writes about records in each of the two formats.
fn both(folder: &Folder, place: &str, arguments: &[&str]) -> (Table, Table) {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join(place);
    let written = |name: &str| {
        let path = folder.0.join(name);
        let _ = std::fs::remove_file(&path);
        let output = relief(&place, &[arguments, &["-o", path.to_str().unwrap()]].concat());
        assert!(path.exists(), "{}", text(&output.stderr));
        path
    };
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(written("records.csv")).unwrap();
    let in_csv = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    let mut book: Xlsx<_> = open_workbook(written("records.xlsx")).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    let (last_row, last_column) = range.end().unwrap();
    let cell = |row, column| range.get_value((row, column)).map(Data::to_string).unwrap_or_default();
    let in_xlsx = (0..=last_row).map(|row| (0..=last_column).map(|column| cell(row, column)).collect()).collect();
    (in_csv, in_xlsx)
}

/// Asks for the same cells in both, and for something in every row of some columns.
fn same(name: &str, place: &str, arguments: &[&str], filled: &[&str]) {
    let folder = Folder::new(&format!("listings-{name}"));
    let (in_csv, in_xlsx) = both(&folder, place, arguments);
    assert!(in_csv.len() > 1, "{name} has records");
    assert_eq!(in_xlsx, in_csv, "{name}");
    for header in filled {
        let column = in_xlsx[0].iter().position(|known| known == header).unwrap();
        assert!(in_xlsx[1..].iter().all(|row| !row[column].is_empty()), "{name}: {header}");
    }
}

#[test]
fn what_is_due_says_where_and_on_what_basis() {
    let arguments = ["deadlines", "rosters/临时救助2018.xlsx", "--as-of", "2018-04-23"];
    same("deadlines", "examples/zeku-2018", &arguments, &["file", "sheet", "row", "cell", "basis"]);
}

#[test]
fn one_case_says_where_and_how_it_was_counted() {
    let arguments = ["deadlines", "rosters/临时救助2018.xlsx", "--as-of", "2018-04-23", "--explain", "陈文宝"];
    same("explain", "examples/zeku-2018", &arguments, &["file", "row", "cell", "count"]);
}

#[test]
fn every_date_that_follows_says_its_basis() {
    let arguments = ["deadlines", "--programme", "temporary", "--received", "2018-04-23", "--area", "632323"];
    same("chain", ".", &arguments, &["basis"]);
}

#[test]
fn what_is_owed_says_where_and_on_what_basis() {
    let arguments = ["arrears", "--as-of", "2018-06-30"];
    let place = "tests/cases/arrears/standard-issued-late.in";
    same("arrears", place, &arguments, &["file", "row", "cell", "owed_fen", "basis"]);
}

#[test]
fn the_screen_shows_the_first_two_hundred_due_and_a_file_has_all() {
    let folder = Folder::new("listings-limit");
    folder.file("临时救助2018.csv", csv(&rows(201)));
    let arguments = ["deadlines", "临时救助2018.csv", "--as-of", "2018-04-23", "--area", "632323", "--all"];
    let steps = |document: &str| document.matches("2018-03-12起10个工作日").count();
    let screen = text(&relief(&folder.0, &arguments).stdout);
    assert_eq!(steps(&screen), 200);
    assert!(screen.contains("共201项") && screen.contains("另有1项未列出"), "{screen}");
    assert_eq!(steps(&text(&relief(&folder.0, &[&arguments[..], &["--limit", "0"]].concat()).stdout)), 201);

    relief(&folder.0, &[&arguments[..], &["-o", "期限.md"]].concat());
    let file = std::fs::read_to_string(folder.0.join("期限.md")).unwrap();
    assert_eq!(steps(&file), 201);
    assert!(!file.contains("未列出"));
}

/// How many of each severity a run counts, and how many of each check and severity it lists.
fn found(place: &Path, files: &[&str], limit: &str) -> (serde_json::Value, BTreeMap<(String, String), usize>) {
    let fixed = ["validate", "--as-of", "2024-06-30", "--format", "json", "--limit", limit];
    let output = relief(place, &[&fixed, files].concat());
    let said: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut listed = BTreeMap::new();
    for finding in said["records"].as_array().unwrap() {
        let word = |key: &str| finding[key].as_str().unwrap().to_owned();
        *listed.entry((word("check"), word("severity"))).or_default() += 1;
    }
    (said["summary"]["findings"].clone(), listed)
}

/// Checks that find most count what is not listed without putting it into words.
#[test]
fn what_is_not_listed_is_as_grave_as_what_is() {
    let folder = Folder::new("listings-grave");
    folder.file(
        "重度残疾人护理补贴2023年4月.csv",
        "姓名,残疾等级,月补贴标准,合计,申请日期,审批日期\n\
         甲,一级,100,250,2023-03-20,2023-03-01\n乙,一级,100,250,2023-03-20,2023-03-01\n\
         丙,一级,一百多,100,2023-03-01,2023-03-20\n丁,一级,一百多,100,2023-03-01,2023-03-20\n",
    );
    let audit = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/audit");
    let counties = std::fs::read_dir(audit).unwrap().map(|county| county.unwrap().path()).filter(|path| path.is_dir());
    let own = (folder.0.clone(), ["重度残疾人护理补贴2023年4月.csv"].as_slice());
    let mut several = BTreeSet::new();
    for (place, files) in counties.map(|county| (county, [].as_slice())).chain([own]) {
        let ((all, listed), (counted, first)) = (found(&place, files, "0"), found(&place, files, "1"));
        assert_eq!(counted, all, "{}", place.display());
        assert!(first.values().all(|listed| *listed == 1) && first.keys().eq(listed.keys()), "{}", place.display());
        several.extend(listed.into_iter().filter(|(_, count)| *count > 1).map(|((check, _), _)| check));
    }
    for check in [
        "amount-by-rule",
        "date-order",
        "entitled-unpaid",
        "household",
        "identity-number",
        "late-decision",
        "names-differ",
        "same-person-twice",
        "sum-of-parts",
        "unreadable-value",
    ] {
        assert!(several.contains(check), "nowhere two of {check}");
    }
}
