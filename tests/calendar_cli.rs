//! The command as a clerk would give it, and the text she would see.

use chrono::NaiveDate;
use clap::Parser;
use relief::cli::{Cli, Surroundings, run};
use relief::lang::Lang;

/// What is printed, and the notes beside it.
fn answer(line: &str, lang: Lang) -> anyhow::Result<(String, String)> {
    let lang = if lang == Lang::Zh { "zh" } else { "en" };
    let words = ["relief", "--lang", lang, "calendar"].into_iter().chain(line.split(' '));
    let (mut out, mut notes) = (Vec::new(), Vec::new());
    let mut surroundings = Surroundings {
        today: NaiveDate::from_ymd_opt(2018, 4, 27).unwrap(),
        locale: None,
        width: None,
        colour: false,
        out: &mut out,
        notes: &mut notes,
    };
    run(Cli::try_parse_from(words)?, &mut surroundings)?;
    Ok((String::from_utf8(out)?, String::from_utf8(notes)?))
}

fn text(line: &str) -> String {
    answer(line, Lang::Zh).unwrap().0
}

#[test]
fn add_prints_the_last_day_alone() {
    assert_eq!(text("add 2018-04-23 5"), "2018-04-28\n");
    assert_eq!(text("add 2018-04-23 7 --days"), "2018-05-02\n");
    assert_eq!(text("add 2020-01-23 1"), "2020-02-03\n");
    assert_eq!(text("add 2020-01-23 1 --known-on 2020-01-23"), "2020-01-31\n");
}

#[test]
fn a_provisional_answer_is_marked_and_the_reason_noted() {
    let (zh, notes) = answer("add 2026-12-25 1", Lang::Zh).unwrap();
    assert_eq!(zh, "2026-12-28（暂定）\n");
    assert!(notes.contains("2027年的放假安排通知尚未收录"), "{notes}");
    assert_eq!(answer("add 2026-12-25 1", Lang::En).unwrap().0, "2026-12-28 (provisional)\n");
    assert_eq!(text("add 2026-12-31 1 --provisional"), "2027-01-01（暂定）\n");
}

#[test]
fn explain_prints_a_line_a_day_and_the_result() {
    assert_eq!(
        text("add 2018-04-26 3 --explain"),
        "\
2018-04-26  星期四  -  起算当日不计入；平日
2018-04-27  星期五  1  平日
2018-04-28  星期六  2  劳动节调休上班（国办发明电〔2017〕12号）
2018-04-29  星期日  -  劳动节放假（国办发明电〔2017〕12号）
2018-04-30  星期一  -  劳动节放假（国办发明电〔2017〕12号）
2018-05-01  星期二  -  劳动节放假（国办发明电〔2017〕12号）
2018-05-02  星期三  3  平日
2018-05-02
"
    );
}

#[test]
fn next_is_the_next_working_day_after_today_or_another_day() {
    assert!(text("next").starts_with("2018-04-28"));
    assert!(text("next 2018-04-28").starts_with("2018-05-02"));
}

#[test]
fn between_prints_the_number_alone() {
    assert_eq!(text("between 2018-04-23 2018-05-08"), "10\n");
    assert_eq!(text("between 2018-05-08 2018-04-23"), "-10\n");
    assert_eq!(text("between 2026-12-25 2026-12-31"), "4（暂定）\n");
}

#[test]
fn a_year_is_shown_with_its_marks_and_notices() {
    let year = text("show 2018");
    for part in [
        "2018年  工作日250天，休息日115天",
        "\n 2   3   4   5休 6休 7休 8班    7   8   9",
        "\n春节    休 2月15日至21日    班 2月11日（周日）、2月24日（周六）  国办发明电〔2017〕12号\n",
        "\n元旦    休 12月30日至31日   班 12月29日（周六）                  国办发明电〔2018〕15号\n",
    ] {
        assert!(year.contains(part), "{part}\n{year}");
    }
    let year = answer("show 2018", Lang::En).unwrap().0;
    for part in ["\n 2   3   4   5o  6o  7o  8w     7   8   9", "off 15-21 Feb", "work Sun 11 Feb, Sat 24 Feb"] {
        assert!(year.contains(part), "{part}\n{year}");
    }
}

#[test]
fn a_year_is_shown_as_it_was_known() {
    assert!(text("show 2019").contains("班 4月28日（周日）、5月5日（周日）"));
    assert!(!text("show 2019 --known-on 2019-03-21").contains("4月28日"));
    assert!(text("show 2018 --known-on 2018-12-05").contains("29? 30?"));
}

#[test]
fn what_cannot_be_answered_is_said_in_the_language_asked_for() {
    let said = |line, lang| answer(line, lang).unwrap_err().to_string();
    assert!(said("add 2027-01-04 1", Lang::Zh).starts_with("2027年的放假安排通知"));
    assert!(said("show 2027", Lang::En).starts_with("the notice on days off in 2027"));
    assert!(said("between 2003-12-31 2018-01-01", Lang::Zh).starts_with("工作日历自2004年起"));
    assert!(said("add 2018-04-23", Lang::En).contains("calendar add 2018-04-23 10"));
    assert!(said("add 2018-04-31 1", Lang::Zh).contains("应如2018-04-23"));
}
