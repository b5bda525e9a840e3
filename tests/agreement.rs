//! Last days beside those of other people's libraries, on every start from 2004 to 2026 with 1 to 60 working days.
//!
//! `agreement/compare.py` asked the libraries and kept what they answered in `agreement/table.csv`; the days on which one
//! differs stand in `agreement/differences.csv`, with the words of the notice that settle each. Here our side of the table
//! is worked out again, and each library's, which is ours but for those days: so neither can go stale unnoticed.

mod support;

use std::path::{Path, PathBuf};
use std::process::Command;

use chrono::{Datelike, NaiveDate};
use flate2::Crc;
use relief::calendar::{Calendar, Reason, Unit, iso};
use relief::cite::says;
use support::text;

const MOST: usize = 60;
const QUESTIONS: usize = 8401 * MOST;

fn day(text: &str) -> NaiveDate {
    iso::parse(text.as_bytes()).unwrap()
}

fn kept(name: &str) -> Vec<Vec<String>> {
    let path = folder().join(name);
    let mut lines = csv::Reader::from_path(path).unwrap();
    lines.records().map(|line| line.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/agreement")
}

fn days() -> impl Iterator<Item = NaiveDate> {
    let (first, last) = (day("2004-01-01"), day("2026-12-31"));
    first.iter_days().take_while(move |day| *day <= last)
}

type LastDays = Vec<(NaiveDate, [Option<NaiveDate>; MOST])>;

/// The last days of the calendar itself.
fn ours() -> LastDays {
    let calendar = Calendar::builtin();
    let last = |start, n| calendar.add(start, n, Unit::WorkingDays).ok().map(|due| due.last_day);
    days().map(|start| (start, std::array::from_fn(|n| last(start, n as u32 + 1)))).collect()
}

/// The last days of a library, counted on our working days but for those on which it differs.
fn theirs(library: &str) -> LastDays {
    let differ: Vec<NaiveDate> =
        kept("differences.csv").iter().filter(|line| line[0] == library).map(|line| day(&line[1])).collect();
    let calendar = Calendar::builtin();
    let worked: Vec<NaiveDate> =
        days().filter(|day| calendar.day(*day).unwrap().is_working() != differ.contains(day)).collect();
    let after = |start| worked.partition_point(|day| *day <= start);
    days().map(|start| (start, std::array::from_fn(|n| worked.get(after(start) + n).copied()))).collect()
}

/// Questions, how many are answered alike, otherwise and by nobody, and the checksum of the answers of starts in a year.
fn line(source: &str, year: i32, answers: &LastDays, ours: &LastDays) -> Vec<String> {
    let of_year = |all: &LastDays| -> Vec<Option<NaiveDate>> {
        all.iter().filter(|(start, _)| start.year() == year).flat_map(|(_, last)| *last).collect()
    };
    let (answers, ours) = (of_year(answers), of_year(ours));
    let beyond = answers.iter().zip(&ours).filter(|(a, b)| a.is_none() && b.is_none()).count();
    let alike = answers.iter().zip(&ours).filter(|(a, b)| a == b).count() - beyond;
    let mut checksum = Crc::new();
    for answer in &answers {
        checksum.update(answer.map_or("-".to_owned(), |day| day.to_string()).as_bytes());
    }
    let counts = [answers.len(), alike, answers.len() - alike - beyond, beyond].map(|count| count.to_string());
    let checksum = format!("{:08x}", checksum.sum());
    [&[source.to_owned(), year.to_string()], counts.as_slice(), &[checksum]].concat()
}

#[test]
fn the_table_of_agreements_is_what_the_calendars_give() {
    let ours = ours();
    assert_eq!(ours.len() * MOST, QUESTIONS);
    let mut lines = Vec::new();
    for source in ["relief", "chinesecalendar", "holidays", "lunar_python"] {
        let answers = if source == "relief" { ours.clone() } else { theirs(source) };
        lines.extend((2004..=2026).map(|year| line(source, year, &answers, &ours)));
    }
    assert_eq!(lines, kept("table.csv"));
}

/// Two libraries kept by different people; a third, to show what a difference looks like.
#[test]
fn libraries_agree_but_for_days_that_a_notice_settles() {
    let sums = |library: &str, column: usize| -> usize {
        kept("table.csv")
            .iter()
            .filter(|line| line[0] == library)
            .map(|line| line[column].parse::<usize>().unwrap())
            .sum()
    };
    for (library, differ) in [("holidays", 0), ("chinesecalendar", 2490), ("lunar_python", 5689)] {
        assert_eq!((sums(library, 4), sums(library, 5)), (differ, 2513), "{library}");
        assert_eq!(sums(library, 3), QUESTIONS - 2513 - differ, "{library}");
    }
    let calendar = Calendar::builtin();
    for line in kept("differences.csv") {
        let (library, differs, notice_number, quote) = (&line[0], day(&line[1]), &line[3], &line[4]);
        let said = calendar.day(differs).unwrap();
        let Reason::MakeUp { notice, .. } = said.reason else { panic!("{library} {differs}: {said:?}") };
        assert_eq!((line[2].as_str(), &notice.number), ("off", notice_number));
        let stands = says(quote, differs.day().into()) && says(quote, differs.month().into());
        assert!(stands && quote.ends_with("上班"), "{differs}: {quote}");
    }
}

/// Worked out with another library (`holidays`): of the 250 working days of 2018 on which a limit can start.
#[test]
fn monday_to_friday_is_not_a_calendar() {
    let calendar = Calendar::builtin();
    let wrong = |n: u32| {
        // Papers come in on working days.
        let starts = days().filter(|day| day.year() == 2018 && calendar.day(*day).unwrap().is_working());
        let differs = |start: &NaiveDate| {
            let plain = relief::calendar::monday_to_friday(*start, n, Unit::WorkingDays);
            plain != calendar.add(*start, n, Unit::WorkingDays).ok().map(|due| due.last_day)
        };
        starts.filter(differs).count()
    };
    assert_eq!((wrong(5), wrong(10)), (44, 74));
}

/// The libraries themselves, where Python has them.
#[test]
fn the_libraries_still_say_what_is_kept() {
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let has = Command::new(&python).args(["-c", "import chinese_calendar, holidays, lunar_python"]).output();
    if !has.is_ok_and(|output| output.status.success()) {
        eprintln!("not run: {python} lacks chinesecalendar, holidays or lunar_python");
        return;
    }
    let script = folder().join("compare.py");
    let output = Command::new(python).arg(script).arg(env!("CARGO_BIN_EXE_relief")).output().unwrap();
    assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
}
