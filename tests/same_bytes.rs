//! The same files give the same bytes, whatever the number of threads; inputs are never touched.

mod support;

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use support::{Folder, csv, relief, rows};

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/zeku-2018")
}

fn hashes(folder: &Path) -> BTreeMap<PathBuf, u64> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let hash = |path: PathBuf| {
        let mut hasher = DefaultHasher::new();
        std::fs::read(&path).unwrap().hash(&mut hasher);
        (path, hasher.finish())
    };
    entries.filter(|path| path.is_file()).map(hash).collect()
}

const COMMANDS: [&[&str]; 6] = [
    &["validate", "--as-of", "2018-04-23"],
    &["validate", "--as-of", "2018-04-23", "--format", "json"],
    &["deadlines", "--as-of", "2018-04-23", "--all"],
    &["totals", "--as-of", "2018-04-23", "--by", "township"],
    &["report", "--year", "2018", "--as-of", "2018-04-23"],
    &["report", "--year", "2018", "--as-of", "2018-04-23", "--trace", "dibao-urban.households"],
];

#[test]
fn threads_do_not_change_a_byte() {
    let before = hashes(&example().join("rosters"));
    for command in COMMANDS {
        let with = |threads: &str| {
            let output = relief(&example(), &[command, &["--threads", threads]].concat());
            (output.status.code(), output.stdout, output.stderr)
        };
        let once = with("1");
        assert!(!once.1.is_empty());
        for threads in ["1", "2", "8"] {
            assert_eq!(with(threads), once, "{command:?} with {threads} threads");
        }
    }
    assert_eq!(hashes(&example().join("rosters")), before);
}

/// Large enough for several batches, with households, duplicates and totals across their borders.
#[test]
fn borders_of_batches_do_not_show() {
    let folder = Folder::new("borders");
    let mut rows = rows(30_000);
    for row in rows.iter_mut().step_by(97) {
        row[6] = "2018-05-16".to_owned();
    }
    for place in (0..rows.len()).step_by(1009) {
        rows[place][3] = rows[(place + 15_000) % 30_000][3].clone();
    }
    folder.file("roster.csv", csv(&rows));
    let with = |threads: &str| {
        relief(
            &folder.0,
            &["validate", "roster.csv", "--as-of", "2018-06-30", "--format", "json", "--threads", threads],
        )
        .stdout
    };
    let once = with("1");
    assert!(once.len() > 100_000);
    assert_eq!(with("2"), once);
    assert_eq!(with("8"), once);
}

#[test]
fn an_input_is_never_written_to() {
    let folder = Folder::new("input");
    let path = folder.file("roster.csv", csv(&rows(3)));
    let before = std::fs::read(&path).unwrap();
    let output = relief(&folder.0, &["validate", "roster.csv", "--as-of", "2018-04-30", "-o", "roster.csv"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn a_file_written_appears_whole_and_alone() {
    let folder = Folder::new("output");
    folder.file("roster.csv", csv(&rows(3)));
    let output = relief(&folder.0, &["validate", "roster.csv", "--as-of", "2018-04-30", "-o", "findings.json"]);
    assert_eq!(output.status.code(), Some(0));
    let names: Vec<_> = std::fs::read_dir(&folder.0).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    let written: serde_json::Value =
        serde_json::from_slice(&std::fs::read(folder.0.join("findings.json")).unwrap()).unwrap();
    assert_eq!(written["schema"], "relief.findings/1");
    assert_eq!(written["summary"]["rows_used"], 3);
}
