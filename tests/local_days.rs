//! Days off of places, as their notices give them, laid over the nation's.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use relief::calendar::{Calendar, LOCAL, Notice, Problem, Unit, iso, local_notice};
use relief::fault::Source;
use relief::lang::{Lang, Say};

fn day(text: &str) -> NaiveDate {
    iso::parse(text.as_bytes()).unwrap()
}

/// The (invented) notice of a place for 2018, with the days it has off and worked.
fn text(area: &str, published: &str, off: &str, work: &str) -> String {
    let quote = format!("放假{off}，上班{work}").replace(['"', '-'], " ");
    format!(
        r#"
area = "{area}"
place = "甲地"
place_en = "Jia"
number = "甲〔2018〕{area}号"
title = "甲地2018年放假的通知"
year = 2018
signed = 2017-12-01
published = {published}
read_at = "a test"
seen = "original"

[[festival]]
name = "甲节"
name_en = "Jia Day"
off = [{off}]
work = [{work}]
article = "一"
quote = "{quote} 1 2 3 4 5 6 7 8 9"
"#
    )
}

fn notice(area: &str, off: &str, work: &str) -> Notice {
    local_notice(&Source::new("jia.toml", &text(area, "2017-12-02", off, work))).unwrap()
}

fn works(calendar: &Calendar, text: &str) -> bool {
    calendar.day(day(text)).unwrap().is_working()
}

fn problem(text: &str) -> Problem {
    let error = local_notice(&Source::new("jia.toml", text)).unwrap_err();
    let of_the_file = ["jia.toml：", "--> jia.toml:"].iter().any(|named| error.say(Lang::Zh).contains(named));
    assert!(of_the_file, "{}", error.say(Lang::Zh));
    error.problem
}

#[test]
fn a_place_adds_days_off_adds_make_up_days_and_cancels_the_nations() {
    let own = notice("632323", r#""2018-04-28", "2018-05-07""#, r#""2018-05-05""#);
    let here = Calendar::of_area("632323", vec![own]);
    let nation = Calendar::builtin();
    for (text, in_the_nation, in_the_place) in
        [("2018-04-28", true, false), ("2018-05-07", true, false), ("2018-05-05", false, true)]
    {
        assert_eq!((works(&nation, text), works(&here, text)), (in_the_nation, in_the_place), "{text}");
    }
    let last = |calendar: &Calendar| calendar.add(day("2018-04-23"), 10, Unit::WorkingDays).unwrap().last_day;
    assert_eq!((last(&nation), last(&here)), (day("2018-05-08"), day("2018-05-09")));
    // Seven days of public notice end on 30 April, off nationally, and move on over 1 May; from 30 April they end on 7 May.
    let posted = |calendar: &Calendar, from| calendar.add(day(from), 7, Unit::Days).unwrap().last_day;
    assert_eq!(posted(&here, "2018-04-23"), day("2018-05-02"));
    assert_eq!((posted(&nation, "2018-04-30"), posted(&here, "2018-04-30")), (day("2018-05-07"), day("2018-05-08")));
}

#[test]
fn what_the_nation_says_against_a_place_is_said_with_both_notices() {
    let here = Calendar::of_area("632323", vec![notice("632323", r#""2018-04-28""#, "")]);
    assert_eq!(
        here.day(day("2018-04-28")).unwrap().say(Lang::Zh),
        "2018-04-28 星期六 甲节放假（甲地 甲〔2018〕632323号）；\
         全国安排为劳动节调休上班（国办发明电〔2017〕12号），以本地安排为准"
    );
}

#[test]
fn a_place_cannot_have_worked_a_day_off_that_the_nation_gives() {
    let here = Calendar::of_area("632323", vec![notice("632323", "", r#""2018-04-29""#)]);
    let said = here.day(day("2018-04-29")).unwrap();
    assert!(!said.is_working());
    assert_eq!(
        said.because(Lang::En),
        "off for Labour Day (国办发明电〔2017〕12号); locally worked in exchange for Jia Day (Jia 甲〔2018〕632323号), \
         but a day off of the nation stays one"
    );
}

#[test]
fn local_days_hold_in_the_place_and_what_lies_within_it() {
    for (of, holds, does_not) in [
        ("630000", &["630000", "632300", "632323"][..], &["640000", "513400"][..]),
        ("632300", &["632300", "632323", "632301"], &["630000", "632500"]),
        ("632323", &["632323"], &["632300", "632324", ""]),
    ] {
        let in_area = |area| works(&Calendar::of_area(area, vec![notice(of, r#""2018-05-07""#, "")]), "2018-05-07");
        assert!(holds.iter().all(|area| !in_area(area)), "{of}");
        assert!(does_not.iter().all(|area| in_area(area)), "{of}");
    }
}

#[test]
fn of_two_places_the_more_local_decides_and_of_one_place_the_later_notice() {
    let county = local_notice(&Source::new("", &text("632323", "2017-12-02", "", r#""2018-05-05""#))).unwrap();
    let province = local_notice(&Source::new("", &text("630000", "2018-02-01", r#""2018-05-05""#, ""))).unwrap();
    for order in [vec![county.clone(), province.clone()], vec![province, county.clone()]] {
        assert!(works(&Calendar::of_area("632323", order), "2018-05-05"));
    }
    let later = local_notice(&Source::new("", &text("632323", "2018-03-01", r#""2018-05-05""#, ""))).unwrap();
    let here = Calendar::of_area("632323", vec![later, county]);
    assert!(!works(&here, "2018-05-05"));
    assert!(works(&here.known_on(day("2018-02-28")), "2018-05-05"));
}

#[test]
fn local_notices_neither_begin_nor_lengthen_the_calendar() {
    let text = text("632323", "2027-01-05", r#""2027-05-07""#, "").replace("2018", "2027");
    let here = Calendar::of_area("632323", vec![local_notice(&Source::new("", &text)).unwrap()]);
    assert_eq!(here.day(day("2027-05-07")), Calendar::builtin().day(day("2027-05-07")));
    assert!(here.day(day("2027-05-07")).is_err());
    let empty = Calendar::load(&[]).unwrap().with_local(vec![notice("632323", r#""2018-05-07""#, "")]);
    assert!(empty.day(day("2018-05-07")).is_err());
}

#[test]
fn a_file_with_a_mistake_in_it_is_refused() {
    let sound = text("632323", "2017-12-02", r#""2018-05-07""#, r#""2018-05-05""#);
    assert!(local_notice(&Source::new("", &sound)).is_ok());
    for area in ["6323", "000000", "青海"] {
        assert_eq!(problem(&sound.replace("\"632323\"", &format!("{area:?}"))), Problem::NoPlace(area.to_owned()));
    }
    assert_eq!(problem(&sound.replace("2018-05-05\"]", "2018-05-08\"]")), Problem::WorkedWeekday(day("2018-05-08")));
    assert_eq!(
        problem(&sound.replace("off = [\"2018-05-07", "off = [\"2018-05-17")),
        Problem::NotQuoted(day("2018-05-17"))
    );
    assert_eq!(problem(&sound.replace("2018-05-07\"", "2018-05-05\"")), Problem::NamedTwice(day("2018-05-05")));
    for (right, wrong) in
        [("seen = \"original\"", "seen = \"heard\""), ("article", "paragraph"), ("quote =", "words =")]
    {
        assert!(matches!(problem(&sound.replace(right, wrong)), Problem::Unreadable(_)), "{wrong}");
    }
}

#[test]
fn every_file_of_the_folder_is_shipped_under_its_own_area() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data-templates/calendar/local");
    let there = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let shipped = LOCAL.iter().map(|(_, file)| file.name.rsplit('/').next().unwrap().to_owned());
    assert_eq!(there.collect::<BTreeSet<_>>(), shipped.collect());
    for (area, file) in LOCAL {
        let notice = local_notice(&Source::shipped(file)).unwrap();
        assert_eq!(notice.place.unwrap().area, *area, "{}", file.name);
        assert!(file.name.ends_with(&format!("/{area}-{}.toml", notice.year)), "{}", file.name);
    }
}

/// Days of 凉府办函〔2022〕121号, 凉府办函〔2017〕402号, 凉府办函〔2016〕294号 and Linxia's notice of 2017, read day by day.
#[test]
fn the_places_shipped_have_the_days_their_notices_give() {
    let nation = Calendar::builtin();
    let differ = |area: &str, year: i32| {
        let here = Calendar::of_area(area, Vec::new());
        let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        let days = first.iter_days().take_while(move |day| day.to_string().starts_with(&year.to_string()));
        let of = |calendar: &Calendar, day| calendar.day(day).unwrap().is_working();
        days.filter(|day| of(&here, *day) != of(&nation, *day))
            .map(|day| day.format("%m-%d").to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        differ("513400", 2023).join(" "),
        "08-06 08-09 08-10 08-11 08-14 08-15 08-16 08-19 10-07 11-18 11-19 11-20 11-21 11-22 11-23 11-24"
    );
    assert_eq!(
        differ("513401", 2018).join(" "),
        "08-04 08-06 08-07 08-08 08-09 08-10 08-12 10-08 11-17 11-18 11-20 11-21 11-22 11-23 11-26"
    );
    assert_eq!(
        differ("513400", 2017).join(" "),
        "07-15 07-16 07-17 07-18 07-19 07-20 07-21 10-09 11-18 11-19 11-20 11-21 11-22 11-23 11-24"
    );
    assert_eq!(differ("622900", 2017), ["11-20"]);
    for area in ["", "510000", "513300", "630000", "632323"] {
        assert!((2004..=2026).all(|year| differ(area, year).is_empty()), "{area}");
    }
}
