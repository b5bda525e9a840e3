//! A year on paper and in other people's calendars, read back by other readers than the writers.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use quick_xml::Reader;
use quick_xml::events::Event;
use support::ics::{events, unfolded};
use support::{Folder, relief, text};

fn shown(arguments: &[&str]) -> Vec<u8> {
    let output = relief(Path::new("."), &[&["calendar", "show"], arguments].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    output.stdout
}

fn appointments(arguments: &[&str]) -> Vec<BTreeMap<String, String>> {
    events(&unfolded(&shown(arguments)))
}

/// `20260214` of every appointment whose summary ends so.
fn days(events: &[BTreeMap<String, String>], ending: &str) -> Vec<String> {
    let of = events.iter().filter(|event| event["SUMMARY"].ends_with(ending));
    of.map(|event| event["DTSTART;VALUE=DATE"].clone()).collect()
}

/// 33 days off and 6 worked, by 国办发明电〔2025〕7号. Python's icalendar 7.3.0 read the same file without an error: 39
/// appointments of one day each, 39 names, those worked on the six days below.
#[test]
fn a_year_becomes_an_appointment_for_each_day_off_and_each_make_up_day() {
    let events = appointments(&["2026", "--format", "ics"]);
    assert_eq!((events.len(), days(&events, "放假").len()), (39, 33));
    let worked = ["20260104", "20260214", "20260228", "20260509", "20260920", "20261010"];
    assert_eq!(days(&events, "调休上班"), worked);
    assert_eq!(events[0]["DTEND;VALUE=DATE"], "20260102");
    assert_eq!(events[0]["SUMMARY"], "元旦放假");
    assert_eq!(events[0]["CATEGORIES"], "放假");
    assert_eq!(
        events[0]["DESCRIPTION"],
        "元旦放假（国办发明电〔2025〕7号）\n国务院办公厅关于2026年部分节假日安排的通知"
    );
    assert!(events.iter().all(|event| event["DTSTAMP"] == "20251104T000000Z"), "the day of the notice, not of the run");
    let names: BTreeSet<&str> = events.iter().map(|event| event["UID"].as_str()).collect();
    assert_eq!(names.len(), 39);
}

/// 凉府办函〔2022〕121号 beside 国办发明电〔2022〕16号: 26 and 42 days off within the year; Saturday, 7 October is worked elsewhere.
#[test]
fn a_places_year_has_its_own_days() {
    let nation = appointments(&["2023", "--format", "ics"]);
    let place = appointments(&["2023", "--format", "ics", "--area", "513400"]);
    assert_eq!((days(&nation, "放假").len(), days(&place, "放假").len()), (26, 42));
    assert_eq!((days(&nation, "调休上班").len(), days(&place, "调休上班").len()), (7, 10));
    let october = |events: &[BTreeMap<String, String>]| {
        events.iter().find(|event| event["DTSTART;VALUE=DATE"] == "20231007").map(|event| event["SUMMARY"].clone())
    };
    assert_eq!(october(&nation).unwrap(), "中秋节、国庆节调休上班");
    assert_eq!(october(&place).unwrap(), "中秋节、国庆节、州庆放假");
}

/// The text of each element of a class, and what is wrong with the markup, if anything.
fn classes(markup: &[u8]) -> BTreeMap<String, Vec<String>> {
    let markup = std::str::from_utf8(markup).unwrap();
    let mut reader = Reader::from_str(markup.trim_start_matches("<!DOCTYPE html>\n"));
    reader.config_mut().check_end_names = false;
    let (mut found, mut open): (BTreeMap<String, Vec<String>>, Vec<String>) = Default::default();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(element) => {
                let class = element.try_get_attribute("class").unwrap();
                open.push(class.map(|class| class.value.into_owned()).unwrap_or_default());
            }
            Event::Text(words) => {
                let class = open.iter().rev().find(|class| !class.is_empty()).cloned().unwrap_or_default();
                found.entry(class).or_default().push(words.to_string());
            }
            Event::End(_) => _ = open.pop(),
            Event::Eof => return found,
            _ => {}
        }
    }
}

#[test]
fn a_drawing_of_a_year_has_every_day_and_marks_as_many_as_the_notice() {
    let svg = shown(&["2026", "--format", "svg"]);
    assert!(text(&svg).starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"210mm\" height=\"297mm\""));
    let drawn = classes(&svg);
    assert_eq!(drawn["number"].len(), 365);
    let marks = |mark: &str| drawn["mark"].iter().filter(|written| *written == mark).count();
    assert_eq!((marks("休"), marks("班"), marks("?")), (33, 6, 6));
    assert_eq!(drawn["month"].len(), 12);
    assert_eq!(drawn["summary"], ["工作日248天，休息日117天"]);
    assert!(drawn["notice"].iter().any(|line| line.contains("国办发明电〔2025〕7号")));
    assert_eq!(drawn["notice"].last().unwrap(), "自2026-12-26起为暂定：2027年的放假安排通知尚未收录，可能另有安排");
}

/// `relief calendar show 2026 --lang zh -o examples/calendar/2026.svg` makes it.
#[test]
fn the_sheet_of_the_readme_is_what_the_program_draws() {
    let sheet = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/calendar/2026.svg")).unwrap();
    assert!(sheet == shown(&["2026", "--format", "svg"]), "examples/calendar/2026.svg is not the sheet of today");
}

#[test]
fn a_page_of_a_year_fetches_nothing_and_frames_local_days() {
    let html = text(&shown(&["2023", "--format", "html", "--area", "513400"]));
    for fetching in ["<script", "<link", "<img", "@import", "url(", "src="] {
        assert!(!html.contains(fetching), "{fetching}");
    }
    let days = |class: &str| html.matches(&format!("<td class=\"{class}\"")).count();
    assert_eq!((days("day off"), days("day off local")), (26, 16));
    assert_eq!((days("day work"), days("day work local")), (6, 4));
    assert_eq!(html.matches("<td class=\"day").count(), 365);
    assert!(html.contains("title=\"中秋节、国庆节、州庆放假（凉山彝族自治州 凉府办函〔2022〕121号）；全国安排为"));
    assert!(html.contains("<h1>2023年 凉山彝族自治州</h1>"));
}

#[test]
fn what_a_place_calls_itself_is_no_markup() {
    let folder = Folder::new("calendar-page");
    let notice = include_str!("../data-templates/calendar/local/622900-2017.toml");
    folder.file("own.toml", notice.replace("\"自治州成立纪念日\"", "\"<b>&'节'\""));
    let page = |format| {
        let arguments =
            ["calendar", "show", "2017", "--area", "622900", "--local-days", "own.toml", "--format", format];
        text(&relief(&folder.0, &arguments).stdout)
    };
    for format in ["svg", "html"] {
        let page = page(format);
        assert!(page.contains("&lt;b&gt;&amp;'节'放假") && !page.contains("<b>"), "{format}");
    }
}

/// A day a record, by the notices; the make-up Saturday is a working day.
#[test]
fn a_year_becomes_records() {
    let csv = text(&shown(&["2018", "--format", "csv"]));
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines.len(), 366);
    assert_eq!(lines[0], "day,working,kind,festival,notice,area,provisional");
    assert!(lines.contains(&"2018-04-28,true,make-up,劳动节,国办发明电〔2017〕12号,,false"));
    assert!(lines.contains(&"2018-05-05,false,weekend,,,,false"));
    assert_eq!(lines.iter().filter(|line| line.contains(",true,")).count(), 250);
}
