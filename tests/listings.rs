//! Records as a workbook say what the same records say as CSV, cell by cell, read back with other readers.

mod support;

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
