//! Blank rosters: those shipped are those the rules make, and what is written is read back by another reader.

use std::fs;
use std::path::{Path, PathBuf};

use calamine::{Data, Reader, Xlsx};
use relief::field::Field;
use relief::lang::Lang;
use relief::output;
use relief::report::form::{Form, form};
use relief::rules::Pack;

/// The rules the shipped rosters follow: of the example's county on the day they were made.
const AREA: &str = "632323";
const DAY: &str = "2026-11-23";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data-templates/rosters")
}

fn forms(pack: &Pack) -> Vec<(String, Form)> {
    let day = DAY.parse().unwrap();
    pack.paying().map(|programme| (programme.id.clone(), form(programme, pack, day, Lang::Zh))).collect()
}

fn workbook(form: &Form) -> Vec<u8> {
    let mut bytes = Vec::new();
    output::form(form, &mut bytes).unwrap();
    bytes
}

#[test]
fn the_rosters_shipped_are_those_the_rules_make() {
    let pack = Pack::load(AREA, None).unwrap();
    let forms = forms(&pack);
    for (id, form) in &forms {
        let shipped = fs::read(folder().join(format!("{id}.xlsx"))).unwrap();
        assert!(
            shipped == workbook(form),
            "{id}.xlsx: make it anew with relief template {id} --on {DAY} --area {AREA}"
        );
        let headers: Vec<&str> = form.columns.iter().map(|column| column.header.as_str()).collect();
        let csv = fs::read_to_string(folder().join(format!("{id}.csv"))).unwrap();
        assert_eq!(csv, format!("\u{FEFF}{}\n", headers.join(",")), "{id}.csv");
    }
    let files = fs::read_dir(folder()).unwrap().count();
    assert_eq!(files, 2 * forms.len(), "a roster of no programme lies in {}", folder().display());
}

/// Headers with a star where required, the example row below them, identity numbers and accounts as text.
#[test]
fn a_workbook_reads_back_as_its_form() {
    let pack = Pack::load(AREA, None).unwrap();
    for (id, form) in forms(&pack) {
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(workbook(&form))).unwrap();
        let sheet = book.worksheet_range_at(0).unwrap().unwrap();
        let rows: Vec<&[Data]> = sheet.rows().collect();
        assert_eq!(rows[0][0].to_string(), form.title);
        for (column, cell) in form.columns.iter().zip(rows[1]) {
            let star = if column.required { "*" } else { "" };
            assert_eq!(cell.to_string(), format!("{}{star}", column.header), "{id}");
        }
        assert_eq!(rows[2][0], Data::String("示例".to_owned()), "{id}");
        for (column, cell) in form.columns.iter().zip(rows[2]).skip(1) {
            assert!(!matches!(cell, Data::Float(_) | Data::Int(_)), "{id} {} is a number", column.header);
        }
    }
}

/// No header means two things, none is unknown, and what is a number in a workbook's eyes is kept as text.
#[test]
fn a_form_has_each_column_once_and_hides_no_number() {
    let pack = Pack::load(AREA, None).unwrap();
    for (id, form) in forms(&pack) {
        let mut headers: Vec<&String> = form.columns.iter().map(|column| &column.header).collect();
        let all = headers.len();
        headers.sort();
        headers.dedup();
        assert_eq!(headers.len(), all, "{id} has a header twice");
        let programme = &pack.programmes[pack.programme(&id).unwrap()];
        for field in [Field::Id, Field::Account] {
            let header = pack.header(field, programme);
            let column = form.columns.iter().find(|column| column.header == header);
            assert!(column.is_some_and(|column| column.is_text), "{id}: {header}");
        }
    }
}
