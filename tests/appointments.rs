//! The calendar of last days, read back by another reader than the one that wrote it: RFC 5545 taken line by line.

mod support;

use std::collections::BTreeSet;
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
