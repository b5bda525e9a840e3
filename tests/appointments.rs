//! The calendar of last days, read back by another reader than the one that wrote it: RFC 5545 taken line by line.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use support::ics::{events, unfolded};
use support::{Folder, relief};

/// 甲's name holds every character that has to be escaped, and is long enough to be folded.
const NAME: &str = "甲; 乙, 丙\\丁（户主姓名很长很长很长很长很长很长很长很长很长很长很长很长很长很长）";
const NUMBER: &str = "99010119700101001X";

fn roster() -> String {
    format!(
        "乡镇,申请人姓名,申请人身份证号,救助人数,收到审核意见日期,审批日期,救助金额（元）\n\
         泽曲镇,\"{NAME}\",{NUMBER},3,2018-04-23,,\n\
         麦秀镇,乙,99010119800202002X,2,2018-04-10,,\n\
         泽曲镇,丙,990101199003030035,1,2018-04-10,2018-04-12,500\n"
    )
}

fn written(folder: &Path, format: &[&str]) -> Vec<u8> {
    let arguments = ["deadlines", "临时救助2018.csv", "--as-of", "2018-04-23", "--area", "632323"];
    let output = relief(folder, &[&arguments, format].concat());
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

#[test]
fn open_steps_become_appointments_that_another_reader_understands() {
    let folder = Folder::new("appointments");
    folder.file("临时救助2018.csv", roster());
    let bytes = written(&folder.0, &["--format", "ics"]);
    let lines = unfolded(&bytes);
    assert_eq!((lines[0].as_str(), lines[1].as_str()), ("BEGIN:VCALENDAR", "VERSION:2.0"));
    assert_eq!(lines.last().unwrap(), "END:VCALENDAR");

    // 丙's step is done. 乙's ten working days: 11–13, 16–20, 23, 24 April; 甲's last day is that of statutes.md §2.3.
    let events = events(&lines);
    let days: Vec<_> = events.iter().map(|event| event["DTSTART;VALUE=DATE"].as_str()).collect();
    assert_eq!(days, ["20180424", "20180508"]);
    let ends: Vec<_> = events.iter().map(|event| event["DTEND;VALUE=DATE"].as_str()).collect();
    assert_eq!(ends, ["20180425", "20180509"]);
    assert_eq!(events[1]["SUMMARY"], format!("临时救助·县级审批：{NAME}"));
    assert!(events[1]["DESCRIPTION"].contains("在10个工作日内组织核查，并办结审批手续"));
    assert_eq!(events[1]["DESCRIPTION"].lines().count(), 3);
    assert!(events.iter().all(|event| event["DTSTAMP"] == "20180423T000000Z"));
    let names: BTreeSet<_> = events.iter().map(|event| event["UID"].as_str()).collect();
    assert_eq!(names.len(), 2);

    assert!(!String::from_utf8(bytes).unwrap().contains("19700101"), "a personal number");
}

#[test]
fn the_same_roster_gives_the_same_bytes_and_the_ending_chooses_the_format() {
    let folder = Folder::new("appointments-again");
    folder.file("临时救助2018.csv", roster());
    let first = written(&folder.0, &["--format", "ics"]);
    assert!(written(&folder.0, &["-o", "due.ics"]).is_empty());
    assert_eq!(fs::read(folder.0.join("due.ics")).unwrap(), first);
}

#[test]
fn files_of_one_name_in_two_folders_have_appointments_of_their_own() {
    let folder = Folder::new("appointments-folders");
    for town in ["泽曲镇", "麦秀镇"] {
        fs::create_dir(folder.0.join(town)).unwrap();
        folder.file(&format!("{town}/临时救助2018.csv"), roster());
    }
    let files = ["泽曲镇/临时救助2018.csv", "麦秀镇/临时救助2018.csv"];
    let names = || {
        let arguments = ["--as-of", "2018-04-23", "--area", "632323", "--format", "ics"];
        let output = relief(&folder.0, &[&["deadlines"], &files[..], &arguments].concat());
        let events = events(&unfolded(&output.stdout));
        events.into_iter().map(|event| event["UID"].clone()).collect::<Vec<_>>()
    };
    let first = names();
    assert_eq!((first.len(), first.iter().collect::<BTreeSet<_>>().len()), (4, 4));
    assert_eq!(names(), first);
}

/// A case extended, one that is not, and the office's own year. 30 working days from 21 September 2026 end on 9 November, 45 on
/// the 30th (tests/cases/deadlines/chain-dibao-2026.md).
const REGISTER: &str = "受理编号,乡镇,户主姓名,户主身份证号,保障人口,受理日期,审批日期,延长期限情形\n\
    1号,泽曲镇,甲,99010119700101001X,1,2026-09-21,,人户分离\n\
    2号,泽曲镇,乙,99010119800202002X,1,2026-09-21,,\n";

const DISASTER: &str =
    "泽库县2026年受灾人员救助花名册\n乡镇,姓名,身份证号,救助金额（元）\n泽曲镇,丙,990101199003030035,500\n";

/// What icalendar 7.3.0 (Python) read of `due.ics` as this test writes it: for each VEVENT `decoded("DTSTART")`,
/// `decoded("DTEND")`, SUMMARY, STATUS and the lines of DESCRIPTION; it noted no error.
const READ_BY_ICALENDAR: [(&str, &str, &str, &str, usize); 3] = [
    ("20261109", "20261110", "农村低保·受理至审核确认：乙 2号", "CONFIRMED", 3),
    ("20261031", "20261101", "自然灾害救助·冬春救助需求统计评估", "CONFIRMED", 3),
    ("20261130", "20261201", "农村低保·受理至审核确认：甲 1号", "CONFIRMED", 3),
];

#[test]
fn another_program_reads_the_same() {
    let folder = Folder::new("appointments-icalendar");
    folder.file("农村低保办件登记2026.csv", REGISTER);
    folder.file("受灾救助2026.csv", DISASTER);
    let arguments =
        ["deadlines", "农村低保办件登记2026.csv", "受灾救助2026.csv", "--as-of", "2026-10-26", "--area", "632323"];
    let output = relief(&folder.0, &[&arguments[..], &["--format", "ics"]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let events = events(&unfolded(&output.stdout));
    let read = |event: &BTreeMap<String, String>| {
        let property = |name: &str| event[name].clone();
        let days = (property("DTSTART;VALUE=DATE"), property("DTEND;VALUE=DATE"));
        (days.0, days.1, property("SUMMARY"), property("STATUS"), event["DESCRIPTION"].lines().count())
    };
    let mut ours: Vec<_> = events.iter().map(read).collect();
    let mut theirs: Vec<_> = READ_BY_ICALENDAR
        .iter()
        .map(|(from, to, summary, status, lines)| {
            (from.to_string(), to.to_string(), summary.to_string(), status.to_string(), *lines)
        })
        .collect();
    ours.sort();
    theirs.sort();
    assert_eq!(ours, theirs);
}
