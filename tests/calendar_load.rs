//! A notice file with a mistake in it is refused, and the message names the file and the mistake.

use relief::calendar::{Calendar, Problem, iso};
use relief::fault::Source;
use relief::lang::{Lang, Say};

/// A notice for a year whose festival has these days off and these worked.
fn notice(year: i32, off: &str, work: &str) -> String {
    format!(
        r#"
number = "甲〔{year}〕1号"
title = "关于{year}年的通知"
year = {year}
signed = {before}-12-01
published = {before}-12-02
read_at = "a test"

[[festival]]
name = "春节"
name_en = "Spring Festival"
off = [{off}]
work = [{work}]
"#,
        before = year - 1,
    )
}

fn problem(texts: &[&str]) -> Problem {
    let files: Vec<Source> = texts.iter().map(|text| Source::new("wrong.toml", text)).collect();
    let error = Calendar::load(&files).unwrap_err();
    let named = if matches!(error.problem, Problem::Unreadable(_)) {
        ["--> wrong.toml:"; 2]
    } else {
        ["wrong.toml：", "wrong.toml: "]
    };
    for (lang, named) in [Lang::Zh, Lang::En].into_iter().zip(named) {
        assert!(error.say(lang).contains(named), "{}", error.say(lang));
    }
    error.problem
}

fn day(text: &str) -> chrono::NaiveDate {
    iso::parse(text.as_bytes()).unwrap()
}

#[test]
fn days_must_lie_in_the_year_or_the_december_before() {
    assert!(Calendar::load(&[Source::new("", &notice(2018, r#""2017-12-30/2018-01-01""#, ""))]).is_ok());
    for outside in ["2017-11-30", "2019-01-01"] {
        let text = notice(2018, &format!("\"{outside}\""), "");
        assert_eq!(problem(&[&text]), Problem::OutsideYear { day: day(outside), year: 2018 });
    }
}

#[test]
fn make_up_days_must_be_weekend_days() {
    let text = notice(2018, r#""2018-01-01""#, r#""2018-01-02""#);
    assert_eq!(problem(&[&text]), Problem::WorkedWeekday(day("2018-01-02")));
}

#[test]
fn a_notice_names_a_day_once() {
    let text = notice(2018, r#""2018-02-15/2018-02-21", "2018-02-21""#, "");
    assert_eq!(problem(&[&text]), Problem::NamedTwice(day("2018-02-21")));
    let text = notice(2018, r#""2018-02-17""#, r#""2018-02-17""#);
    assert_eq!(problem(&[&text]), Problem::NamedTwice(day("2018-02-17")));
}

#[test]
fn a_notice_names_some_day() {
    assert_eq!(problem(&[&notice(2018, "", "")]), Problem::NamesNoDay);
}

#[test]
fn what_cannot_be_read_is_shown_with_its_line() {
    let good = notice(2018, r#""2018-01-01""#, "");
    for (right, wrong) in [
        ("read_at", "read_in"),
        ("name_en", "english"),
        ("\"2018-01-01\"", "\"2018-1-1\""),
        ("\"2018-01-01\"", "\"2018-02-21/2018-02-15\""),
        ("signed = 2017-12-01", "signed = 2017-12-01T08:00:00"),
        ("signed = 2017-12-01", "signed = \"2017-12-01\""),
    ] {
        let text = good.replace(right, wrong);
        let Problem::Unreadable(reason) = problem(&[&text]) else {
            panic!("{wrong}");
        };
        assert!(text.lines().nth(reason.line() - 1).is_some_and(|line| line.contains(wrong)), "{reason:?}");
    }
}

#[test]
fn years_follow_each_other_each_with_one_notice() {
    let [first, next, later] = [2018, 2019, 2020].map(|year| notice(year, &format!("\"{year}-01-01\""), ""));
    assert!(Calendar::load(&[&next, &first, &later].map(|text| Source::new("", text))).is_ok());
    assert_eq!(problem(&[&first, &later]), Problem::YearLeftOut(2019));
    let second = Problem::SecondNotice { year: 2018, first: "wrong.toml".to_owned() };
    assert_eq!(problem(&[&first, &first]), second);
}

#[test]
fn an_amendment_needs_the_notice_it_amends() {
    let text = notice(2018, r#""2018-01-01""#, "");
    let amendment = text.replace("read_at", "amends = \"乙〔2017〕9号\"\nread_at");
    assert_eq!(problem(&[&text, &amendment]), Problem::NothingToAmend("乙〔2017〕9号".to_owned()));
}

#[test]
fn of_two_notices_the_later_decides() {
    let text = notice(2018, "", r#""2018-02-03""#);
    let amendment = notice(2018, r#""2018-02-03""#, "")
        .replace("甲〔2018〕1号", "甲〔2018〕2号")
        .replace("published = 2017-12-02", "published = 2018-01-20\namends = \"甲〔2018〕1号\"");
    let calendar = Calendar::load(&[Source::new("2", &amendment), Source::new("1", &text)]).unwrap();
    assert!(!calendar.day(day("2018-02-03")).unwrap().is_working());
    let then = calendar.known_on(day("2018-01-19"));
    assert!(then.day(day("2018-02-03")).unwrap().is_working());
}

#[test]
fn a_calendar_without_notices_knows_nothing() {
    let calendar = Calendar::load(&[]).unwrap();
    assert!(calendar.day(day("2018-02-03")).is_err());
    assert!(calendar.with_provisional(true).day(day("2018-02-03")).is_err());
}
