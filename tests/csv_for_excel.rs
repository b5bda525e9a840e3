//! CSV that begins with a byte-order mark where it is asked for: by it Excel shows Chinese as Chinese.

mod support;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use support::{Folder, csv, relief, rows, text};

const MARK: &[u8] = "\u{FEFF}".as_bytes();

/// Every command that writes CSV, over the example.
const COMMANDS: [&[&str]; 13] = [
    &["validate", "--as-of", "2018-04-23"],
    &["deadlines", "--as-of", "2018-04-23"],
    &["deadlines", "--programme", "temporary", "--accepted", "2018-04-02"],
    &["arrears", "--as-of", "2018-04-23"],
    &["totals", "--as-of", "2018-04-23"],
    &["report", "--year", "2018", "--as-of", "2018-04-23"],
    &["inspect"],
    &["convert"],
    &["rules", "list"],
    &["rules", "show", "temporary", "--on", "2018-04-23"],
    &["rules", "diff", "2018-01-22", "2018-01-23", "temporary"],
    &["rules", "stacking", "--on", "2018-03-01"],
    &["calendar", "show", "2018"],
];

#[test]
fn every_command_writes_the_same_csv_with_and_without_the_mark() {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/zeku-2018");
    for command in COMMANDS {
        let plain = relief(&example, &[&["--format", "csv"], command].concat());
        let marked = relief(&example, &[&["--format", "csv", "--bom"], command].concat());
        assert!(plain.status.code() < Some(2) && !plain.stdout.is_empty(), "{command:?}: {}", text(&plain.stderr));
        assert_eq!(plain.status, marked.status, "{command:?}");
        assert!(!plain.stdout.starts_with(MARK), "{command:?}");
        assert_eq!(marked.stdout, [MARK, &plain.stdout].concat(), "{command:?}");
    }
}

#[test]
fn a_blank_roster_has_one_mark_asked_or_not() {
    let folder = Folder::new("bom-template");
    let asked = relief(&folder.0, &["template", "temporary", "--on", "2018-04-23", "--bom"]);
    let not_asked = relief(&folder.0, &["template", "temporary", "--on", "2018-04-23"]);
    assert_eq!(asked.stdout, not_asked.stdout);
    assert_eq!(asked.stdout.strip_prefix(MARK).map(|rest| rest.starts_with(MARK)), Some(false));
}

/// The file named with -o, the files of a folder, the rows left out: each begins with the mark and is read again.
#[test]
fn what_is_converted_for_excel_is_read_again() {
    let folder = Folder::new("bom-convert");
    folder.file("甲.csv", csv(&rows(40)));
    let convert = |arguments: &[&str]| {
        let output = relief(&folder.0, &[&["convert", "甲.csv", "--reveal"], arguments].concat());
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    };
    convert(&["-o", "一.csv"]);
    convert(&["-o", "二.csv", "--bom", "--skipped", "三.csv"]);
    convert(&["-o", "记录", "--bom"]);
    convert(&["-o", "四.ndjson", "--bom", "--skipped", "五.csv"]);
    let bytes = |name: &str| std::fs::read(folder.0.join(name)).unwrap();
    for name in ["二.csv", "三.csv", "五.csv", "记录/001-甲.csv"] {
        assert!(bytes(name).starts_with(MARK), "{name}");
    }
    assert!(!bytes("四.ndjson").starts_with(MARK));
    let read = |name: &str| {
        let output = relief(&folder.0, &["totals", name, "--programme", "temporary", "--as-of", "2018-04-23"]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        text(&output.stdout)
    };
    assert_eq!(read("一.csv"), read("二.csv"));
    assert_eq!(read("一.csv"), read("记录/001-甲.csv"));
}

#[test]
fn last_days_of_lines_begin_with_the_mark_and_their_header_is_known_again() {
    let answers = |arguments: &[&str], lines: &[u8]| {
        let mut child = Command::new(env!("CARGO_BIN_EXE_relief"))
            .args(["calendar", "add", "-"])
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(lines).unwrap();
        child.wait_with_output().unwrap().stdout
    };
    let plain = answers(&[], b"2018-04-23,5\n");
    let marked = answers(&["--bom"], b"2018-04-23,5\n");
    assert_eq!(marked, [MARK, &plain].concat());
}
