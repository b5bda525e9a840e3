//! Readers who have gone, and notes with nowhere to go: the work is done all the same, and its exit code is its own.

mod support;

use std::io::pipe;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use support::{Folder, csv, rows};

/// A pipe that nobody reads.
fn closed() -> Stdio {
    let (_, writer) = pipe().unwrap();
    writer.into()
}

/// The program with one of its outputs, or both, as given.
fn relief(folder: &Path, arguments: &[&str], out: Stdio, notes: Stdio) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_relief"));
    command.current_dir(folder).args(arguments).stdout(out).stderr(notes).output().unwrap()
}

/// Two rosters, of which the second has an amount no program can read.
fn folder(name: &str) -> Folder {
    let folder = Folder::new(&format!("closed-pipes-{name}"));
    folder.file("sound.csv", csv(&rows(1)));
    folder.file("unsound.csv", csv(&rows(1)).replace("1000.5", "若干"));
    folder
}

const VALIDATE: [&str; 4] = ["validate", "--as-of", "2018-04-30", "--limit=0"];

fn code(folder: &Folder, file: &str, out: Stdio, notes: Stdio) -> Option<i32> {
    relief(&folder.0, &[&VALIDATE[..], &[file]].concat(), out, notes).status.code()
}

#[test]
fn output_that_nobody_reads_changes_no_exit_code() {
    let folder = folder("output");
    for (file, expected) in [("sound.csv", 0), ("unsound.csv", 1), ("nowhere.csv", 2)] {
        assert_eq!(code(&folder, file, closed(), Stdio::null()), Some(expected), "{file}");
        assert_eq!(code(&folder, file, closed(), closed()), Some(expected), "{file}");
    }
    let output = relief(&folder.0, &["explain", "no-such-check"], closed(), closed());
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn output_longer_than_any_buffer_changes_none_either() {
    let folder = folder("long");
    folder.file("long.csv", csv(&rows(2000)).replace(".5\n", "若干\n"));
    assert_eq!(code(&folder, "long.csv", closed(), Stdio::null()), Some(1));
}

#[test]
fn notes_that_nobody_reads_stop_no_work() {
    let folder = folder("notes");
    let arguments = [&VALIDATE[..], &["unsound.csv", "-o", "发现.csv"]].concat();
    let output = relief(&folder.0, &arguments, Stdio::piped(), closed());
    assert_eq!(output.status.code(), Some(1));
    assert!(std::fs::read_to_string(folder.0.join("发现.csv")).unwrap().contains("unreadable-value"));
}

#[test]
fn rows_set_aside_are_written_though_nobody_reads_the_records() {
    let folder = folder("aside");
    let output = relief(&folder.0, &["convert", "sound.csv", "--skipped", "跳过.csv"], closed(), Stdio::piped());
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(csv::Reader::from_path(folder.0.join("跳过.csv")).unwrap().records().count(), 2);
}

/// A disk without room, as Linux plays it.
#[cfg(target_os = "linux")]
#[test]
fn notes_without_room_stop_no_work_and_output_without_room_does() {
    let full = || Stdio::from(std::fs::File::create("/dev/full").unwrap());
    let folder = folder("full");
    for (file, expected) in [("sound.csv", 0), ("unsound.csv", 1), ("nowhere.csv", 2)] {
        assert_eq!(code(&folder, file, Stdio::null(), full()), Some(expected), "{file}");
    }
    assert_eq!(code(&folder, "sound.csv", full(), full()), Some(2));
}

/// The rows of a workbook wait in the temporary folder before they are put together.
#[test]
fn a_workbook_without_room_is_no_crash() {
    let folder = folder("no-room-for-book");
    let nowhere = folder.0.join("gone");
    for arguments in [["validate", "sound.csv"], ["totals", "sound.csv"], ["convert", "sound.csv"]] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_relief"));
        let command = command.current_dir(&folder.0).env("TMPDIR", &nowhere).args(arguments);
        let output = command.args(["-o", "book.xlsx", "--lang", "zh"]).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        let expected = format!("临时文件夹{}放不下正在写的工作簿：没有这个文件夹", nowhere.display());
        assert!(said.contains(&expected), "{arguments:?}: {said}");
        assert!(!folder.0.join("book.xlsx").exists());
    }
}

#[test]
fn answers_without_end_stop_where_their_reader_does() {
    let folder = folder("endless");
    let (lines, mut endless) = pipe().unwrap();
    let writer =
        std::thread::spawn(move || while std::io::Write::write_all(&mut endless, b"2018-04-23,5\n").is_ok() {});
    let mut command = Command::new(env!("CARGO_BIN_EXE_relief"));
    let command = command.current_dir(&folder.0).args(["calendar", "add", "-"]).stdin(lines).stdout(closed());
    assert_eq!(command.status().unwrap().code(), Some(0));
    // The command still holds the other end of its lines.
    command.stdin(Stdio::null());
    writer.join().unwrap();
}
