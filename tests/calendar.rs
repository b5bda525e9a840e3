//! Days off and last days as notices, statutes and other calendars give them: none of them is relief's own output.

use chrono::{Datelike, NaiveDate};
use relief::calendar::{Calendar, NOTICES, Reason, Unit, Unknown, iso};
use relief::lang::{Lang, Say};

fn day(text: &str) -> NaiveDate {
    iso::parse(text.as_bytes()).unwrap()
}

fn works(calendar: &Calendar, text: &str) -> bool {
    calendar.day(day(text)).unwrap().is_working()
}

fn last_day(calendar: &Calendar, start: &str, n: u32, unit: Unit) -> String {
    calendar.add(day(start), n, unit).unwrap().last_day.to_string()
}

fn days_of(year: i32) -> impl Iterator<Item = NaiveDate> {
    let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
    first.iter_days().take_while(move |day| day.year() == year)
}

#[test]
fn periods_end_where_the_statutes_sheet_says() {
    let calendar = Calendar::builtin();
    for (start, n, unit, last) in [
        ("2018-04-23", 5, Unit::WorkingDays, "2018-04-28"),
        ("2018-04-23", 3, Unit::WorkingDays, "2018-04-26"),
        ("2018-04-23", 10, Unit::WorkingDays, "2018-05-08"),
        ("2018-02-09", 5, Unit::WorkingDays, "2018-02-22"),
        ("2018-09-26", 5, Unit::WorkingDays, "2018-10-08"),
        ("2018-09-26", 10, Unit::WorkingDays, "2018-10-15"),
        ("2018-04-23", 7, Unit::Days, "2018-05-02"),
        ("2026-02-12", 3, Unit::WorkingDays, "2026-02-24"),
        ("2026-02-12", 15, Unit::WorkingDays, "2026-03-11"),
        ("2026-04-29", 5, Unit::WorkingDays, "2026-05-09"),
        ("2026-07-01", 30, Unit::WorkingDays, "2026-08-12"),
        ("2026-09-21", 10, Unit::WorkingDays, "2026-10-12"),
        ("2026-09-30", 7, Unit::Days, "2026-10-08"),
    ] {
        assert_eq!(last_day(&calendar, start, n, unit), last, "{start} {n} {unit:?}");
    }
}

#[test]
fn a_period_of_calendar_days_says_from_which_day_off_it_moved_on() {
    let calendar = Calendar::builtin();
    let moved = calendar.add(day("2018-04-23"), 7, Unit::Days).unwrap();
    assert_eq!(moved.rolled_from, Some(day("2018-04-30")));
    let stayed = calendar.add(day("2018-04-23"), 3, Unit::Days).unwrap();
    assert_eq!(stayed.rolled_from, None);
}

#[test]
fn no_days_at_all_end_on_the_start_or_if_calendar_days_on_the_next_working_day() {
    let calendar = Calendar::builtin();
    assert_eq!(last_day(&calendar, "2018-05-01", 0, Unit::WorkingDays), "2018-05-01");
    assert_eq!(last_day(&calendar, "2018-05-01", 0, Unit::Days), "2018-05-02");
    assert_eq!(last_day(&calendar, "2018-05-02", 0, Unit::Days), "2018-05-02");
}

#[test]
fn every_file_of_the_template_folder_is_a_notice_relief_knows() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data-templates/calendar/cn");
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(NOTICES.iter().any(|file| file.name.ends_with(&format!("/{name}"))), "{name}");
    }
    assert_eq!(NOTICES.len(), 26);
}

/// Year of the notice, days off it names, weekend days worked, amendments applied.
const COUNTS: [(i32, usize, usize); 23] = [
    (2004, 22, 6),
    (2005, 24, 6),
    (2006, 24, 7),
    (2007, 24, 8),
    (2008, 29, 6),
    (2009, 27, 6),
    (2010, 29, 8),
    (2011, 29, 5),
    (2012, 27, 7),
    (2013, 29, 12),
    (2014, 22, 5),
    (2015, 26, 5),
    (2016, 24, 6),
    (2017, 24, 5),
    (2018, 23, 6),
    (2019, 24, 7),
    (2020, 30, 6),
    (2021, 31, 7),
    (2022, 31, 7),
    (2023, 27, 7),
    (2024, 28, 8),
    (2025, 28, 5),
    (2026, 33, 6),
];

#[test]
fn each_year_has_the_days_off_and_make_up_days_counted_in_its_notices() {
    let calendar = Calendar::builtin();
    let days: Vec<_> = (2004..=2026).flat_map(days_of).map(|day| calendar.day(day).unwrap()).collect();
    for (year, off, work) in COUNTS {
        let named_off = |reason| matches!(reason, Reason::Off { notice, .. } if notice.year == year);
        let named_work = |reason| matches!(reason, Reason::MakeUp { notice, .. } if notice.year == year);
        assert_eq!(days.iter().filter(|info| named_off(info.reason)).count(), off, "{year}");
        assert_eq!(days.iter().filter(|info| named_work(info.reason)).count(), work, "{year}");
    }
}

#[test]
fn the_working_days_of_2018_to_2026_are_as_many_as_employers_were_told() {
    let calendar = Calendar::builtin();
    let counts = (2018..=2026).map(|year| {
        let last_of_year_before = NaiveDate::from_ymd_opt(year - 1, 12, 31).unwrap();
        let last = NaiveDate::from_ymd_opt(year, 12, 31).unwrap();
        calendar.working_days_between(last_of_year_before, last).unwrap()
    });
    assert_eq!(counts.collect::<Vec<_>>(), [250, 250, 249, 250, 249, 249, 251, 248, 248]);
}

#[test]
fn an_amendment_changes_the_calendar_from_its_publication_on() {
    let changes = [
        ("2015-05-13", &[("2015-09-03", false), ("2015-09-04", false), ("2015-09-06", true)][..]),
        ("2019-03-22", &[("2019-04-28", true), ("2019-05-02", false), ("2019-05-03", false), ("2019-05-05", true)]),
        ("2020-01-27", &[("2020-01-31", false), ("2020-02-01", false)]),
    ];
    for (published, days) in changes {
        let published = day(published);
        let after = Calendar::builtin().known_on(published);
        let before = after.known_on(published.pred_opt().unwrap());
        for (text, working) in days {
            assert_eq!(works(&after, text), *working, "{text} after");
            assert_eq!(works(&before, text), !working, "{text} before");
        }
    }
}

#[test]
fn an_amended_day_cites_the_notice_in_force() {
    let number = |calendar: &Calendar, text| calendar.day(day(text)).unwrap().say(Lang::Zh);
    let now = Calendar::builtin();
    let then = now.known_on(day("2019-03-21"));
    assert_eq!(number(&now, "2019-05-01"), "2019-05-01 星期三 劳动节放假（国办发明电〔2019〕3号）");
    assert_eq!(number(&then, "2019-05-01"), "2019-05-01 星期三 劳动节放假（国办发明电〔2018〕15号）");
    assert_eq!(number(&then, "2019-02-02"), "2019-02-02 星期六 春节调休上班（国办发明电〔2018〕15号）");
}

#[test]
fn disputed_days_are_settled_by_the_text_of_the_notices() {
    let calendar = Calendar::builtin();
    for worked in [
        "2005-12-31",
        "2006-02-05",
        "2006-10-08",
        "2013-04-07",
        "2013-10-12",
        "2016-10-09",
        "2016-12-30",
        "2019-04-28",
        "2019-05-05",
        "2020-02-03",
        "2020-02-13",
        "2024-02-09",
        "2024-03-08",
        "2021-05-08",
        "2022-06-01",
        "2022-08-01",
    ] {
        assert!(works(&calendar, worked), "{worked}");
    }
    for off in [
        "2007-05-02",
        "2007-05-03",
        "2007-05-04",
        "2014-04-06",
        "2019-04-06",
        "2019-04-07",
        "2015-09-05",
        "2019-05-02",
        "2019-05-03",
        "2020-01-31",
        "2020-02-01",
        "2026-01-02",
        "2026-02-23",
        "2026-09-27",
    ] {
        assert!(!works(&calendar, off), "{off}");
    }
    assert!(works(&calendar, "2026-09-20"));
    let named = |text| matches!(calendar.day(day(text)).unwrap().reason, Reason::Off { .. });
    assert!(named("2015-09-05"));
    assert!(!named("2014-04-06") && !named("2019-04-06") && !named("2019-04-07"));
}

#[test]
fn days_of_december_named_by_the_next_notice_count_by_it() {
    let calendar = Calendar::builtin();
    for (text, working) in [
        ("2005-12-31", true),
        ("2006-12-30", true),
        ("2006-12-31", true),
        ("2007-12-29", true),
        ("2007-12-30", false),
        ("2007-12-31", false),
        ("2011-12-31", true),
        ("2018-12-29", true),
        ("2018-12-30", false),
        ("2018-12-31", false),
        ("2022-12-31", false),
    ] {
        assert_eq!(works(&calendar, text), working, "{text}");
    }
}

#[test]
fn a_year_without_a_notice_is_refused_and_the_notice_named() {
    let calendar = Calendar::builtin();
    let unknown = calendar.day(day("2027-01-04")).unwrap_err();
    assert_eq!(unknown, Unknown::NoNotice { year: 2027 });
    assert_eq!(
        unknown.say(Lang::Zh),
        "2027年的放假安排通知（国务院办公厅关于2027年部分节假日安排的通知）尚未收录，无法计算工作日；可加 --provisional 按周一至周五暂算"
    );
    assert!(unknown.say(Lang::En).contains("国务院办公厅关于2027年部分节假日安排的通知"));
    assert_eq!(calendar.working_days_between(day("2026-12-25"), day("2027-01-01")), Err(unknown.clone()));
    let beyond = calendar.add(day("2026-12-25"), 5, Unit::WorkingDays).unwrap_err();
    assert_eq!(beyond.say(Lang::Zh), unknown.say(Lang::Zh));
}

/// 28–31 December are four working days of 2026; what January has, its notice says.
#[test]
fn a_period_into_a_year_without_a_notice_has_an_earliest_last_day() {
    let calendar = Calendar::builtin();
    let earliest = |start, n, unit| calendar.add(day(start), n, unit).unwrap_err().earliest().unwrap().to_string();
    assert_eq!(earliest("2026-12-25", 5, Unit::WorkingDays), "2027-01-01");
    assert_eq!(earliest("2026-12-25", 14, Unit::WorkingDays), "2027-01-10");
    assert_eq!(earliest("2027-01-04", 3, Unit::WorkingDays), "2027-01-07");
    assert_eq!(earliest("2026-11-26", 60, Unit::Days), "2027-01-25");
    assert_eq!(earliest("2026-11-30", 3, Unit::Months), "2027-02-28");
    // Only of days off does a notice say something, and hours end on them, too.
    let hours = calendar.add(day("2026-12-31"), 24, Unit::Hours).unwrap();
    assert_eq!((hours.last_day, hours.provisional), (day("2027-01-01"), false));
    let days = calendar.add(day("2026-12-25"), 7, Unit::Days).unwrap_err();
    assert_eq!(
        days.say(Lang::Zh),
        "2027年的放假安排通知（国务院办公厅关于2027年部分节假日安排的通知）尚未收录，最早2027-01-01，遇休息日是否顺延不能确定；可加 --provisional 按周一至周五暂算"
    );
}

#[test]
fn years_before_the_first_notice_are_refused_with_or_without_provisional() {
    for provisional in [false, true] {
        let calendar = Calendar::builtin().with_provisional(provisional);
        let unknown = calendar.add(day("2003-12-31"), 1, Unit::WorkingDays).unwrap_err();
        assert_eq!(unknown, Unknown::TooEarly { year: 2003, first_year: 2004 });
        assert!(calendar.day(day("2004-01-01")).is_ok());
    }
}

#[test]
fn last_days_that_a_notice_to_come_may_move_are_provisional() {
    let calendar = Calendar::builtin();
    let provisional = |start, n| calendar.add(day(start), n, Unit::WorkingDays).unwrap().provisional;
    assert!(!provisional("2026-12-21", 4)); // Friday 25 December
    assert!(provisional("2026-12-21", 5)); // Monday 28 December
    let moved = calendar.add(day("2026-12-25"), 1, Unit::Days).unwrap();
    assert_eq!((moved.last_day, moved.provisional), (day("2026-12-28"), true));
    assert!(!calendar.day(day("2026-12-25")).unwrap().provisional);
    assert!(calendar.day(day("2026-12-26")).unwrap().provisional);
}

#[test]
fn what_is_provisional_follows_from_the_notices_known() {
    let before = Calendar::builtin().known_on(day("2018-12-05"));
    let after = before.known_on(day("2018-12-06"));
    let end_of_year = day("2018-12-29");
    assert!(before.day(end_of_year).unwrap().provisional && !before.day(end_of_year).unwrap().is_working());
    assert!(!after.day(end_of_year).unwrap().provisional && after.day(end_of_year).unwrap().is_working());
    let unknown = before.day(day("2019-01-02")).unwrap_err();
    assert!(unknown.say(Lang::Zh).contains("国办发明电〔2018〕15号，2018-12-06公布"), "{unknown}");
    assert!(after.day(day("2019-01-02")).is_ok());
    assert!(Calendar::builtin().known_on(day("2003-12-17")).day(day("2004-01-05")).is_err());
}

#[test]
fn monday_to_friday_is_counted_on_request_and_marked() {
    let calendar = Calendar::builtin().with_provisional(true);
    let due = calendar.add(day("2026-12-31"), 10, Unit::WorkingDays).unwrap();
    assert_eq!((due.last_day, due.provisional), (day("2027-01-14"), true));
    assert!(calendar.day(day("2027-10-01")).unwrap().provisional);
    assert!(!calendar.add(day("2018-04-23"), 5, Unit::WorkingDays).unwrap().provisional);
    let too_far = calendar.add(day("2026-12-31"), 9999, Unit::WorkingDays).unwrap_err();
    assert_eq!(too_far, Unknown::TooFar { last: day("2036-12-31") });
    assert!(calendar.with_provisional(false).day(day("2027-10-01")).is_err());
}

#[test]
fn days_between_are_negative_backwards() {
    let calendar = Calendar::builtin();
    let between = |from, to| calendar.working_days_between(day(from), day(to)).unwrap();
    assert_eq!(between("2018-04-23", "2018-04-28"), 5);
    assert_eq!(between("2018-04-28", "2018-04-23"), -5);
    assert_eq!(between("2018-04-28", "2018-05-01"), 0);
}

#[test]
fn an_explanation_counts_each_day_and_says_why() {
    let calendar = Calendar::builtin();
    let steps = calendar.explain(day("2018-04-26"), 3, Unit::WorkingDays).unwrap();
    let numbers: Vec<_> = steps.iter().map(|step| step.number()).collect();
    assert_eq!(numbers, [None, Some(1), Some(2), None, None, None, Some(3)]);
    assert_eq!(steps[2].say(Lang::Zh), "劳动节调休上班（国办发明电〔2017〕12号）");
    assert_eq!(steps[2].say(Lang::En), "worked in exchange for Labour Day (国办发明电〔2017〕12号)");
}

#[test]
fn an_explanation_of_calendar_days_shows_how_the_last_day_moved_on() {
    let calendar = Calendar::builtin();
    let steps = calendar.explain(day("2018-04-28"), 2, Unit::Days).unwrap();
    let said: Vec<_> = steps.iter().map(|step| (step.number(), step.say(Lang::Zh))).collect();
    let notice = "劳动节放假（国办发明电〔2017〕12号）";
    assert_eq!(
        said[1..],
        [
            (Some(1), notice.to_owned()),
            (Some(2), notice.to_owned()),
            (None, format!("末日不上班，顺延；{notice}")),
            (None, "顺延至本日；平日".to_owned()),
        ]
    );
}
