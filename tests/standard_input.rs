//! What comes by standard input is read as a file with the same bytes is, and named `-`.

mod support;

use std::io::Write;
use std::process::{Command, Output, Stdio};

use support::containers::zip;
use support::{Folder, csv, gb18030, rows, text};

/// The program with some bytes coming in.
fn relief(folder: &Folder, arguments: &[&str], bytes: &[u8]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_relief"));
    command.current_dir(&folder.0).args(arguments).args(["--lang", "zh"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A command that refuses its arguments reads nothing.
    let _ = child.stdin.take().unwrap().write_all(bytes);
    child.wait_with_output().unwrap()
}

const VALIDATE: [&str; 4] = ["validate", "--as-of", "2018-04-30", "--limit=0"];

#[test]
fn it_is_read_as_a_file_is_whatever_its_form() {
    let folder = Folder::new("standard-input");
    let unsound = csv(&rows(3)).replace("1000.5", "若干");
    let archive = zip(&[("名册.csv", unsound.as_bytes())]);
    for (name, bytes, within) in
        [("a.csv", unsound.clone().into_bytes(), ""), ("b.csv", gb18030(&unsound), ""), ("c.zip", archive, "/名册.csv")]
    {
        folder.file(name, &bytes);
        let of_file = relief(&folder, &[&VALIDATE[..], &[name]].concat(), b"");
        let of_input = relief(&folder, &[&VALIDATE[..], &["-"]].concat(), &bytes);
        let expected = text(&of_file.stdout).replace(&format!("{name}{within}"), &format!("-{within}"));
        assert!(expected.contains(&format!("-{within} ")), "{expected}");
        assert_eq!(text(&of_input.stdout), expected, "{name}");
        assert_eq!((of_file.status.code(), of_input.status.code()), (Some(1), Some(1)), "{name}");
    }
}

#[test]
fn it_stands_beside_files_and_is_read_once() {
    let folder = Folder::new("standard-input-beside");
    // Three visits in each.
    let [march, april] = ["3", "4"].map(|month| csv(&rows(2)).replace("2018年", &format!("2018年{month}月")));
    folder.file("三月.csv", march);
    let output = relief(&folder, &["totals", "三月.csv", "-", "-", "--format", "json"], april.as_bytes());
    let (totals, notes) = (text(&output.stdout), text(&output.stderr));
    assert!(totals.contains("\"visits\":6,"), "{totals}");
    assert!(notes.contains("-给出不止一次"), "{notes}");
}

#[test]
fn nothing_of_it_is_left_behind() {
    let folder = Folder::new("standard-input-left");
    let temporary = Folder::new("standard-input-temporary");
    let mut command = Command::new(env!("CARGO_BIN_EXE_relief"));
    command.current_dir(&folder.0).args(VALIDATE).arg("-").env("TMPDIR", &temporary.0).stdin(Stdio::piped());
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(csv(&rows(1)).as_bytes()).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(std::fs::read_dir(&temporary.0).unwrap().count(), 0);
}

#[test]
fn where_it_cannot_be_kept_is_said() {
    let folder = Folder::new("standard-input-nowhere");
    let mut command = Command::new(env!("CARGO_BIN_EXE_relief"));
    command.current_dir(&folder.0).args(VALIDATE).args(["-", "--lang", "zh"]);
    let output = command.env("TMPDIR", folder.0.join("不存在")).stdin(Stdio::null()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("标准输入（-）没有读完，它先存到临时文件夹：没有这个文件夹"), "{output:?}");
}
