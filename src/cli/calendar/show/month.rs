//! The days of a month go in; its page comes out as lines, a week each, Monday first.

use super::{width::padded, working_days};
use crate::calendar::{DayInfo, Reason};
use crate::lang::Lang;
use crate::say;
use chrono::Datelike;

/// A day takes two columns, its mark the next one or two.
const DAY_WIDTH: usize = 4;
pub const WIDTH: usize = 7 * DAY_WIDTH;

const NAMES: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The title, the names of the days, and the weeks.
pub fn lines(days: &[DayInfo<'_>], lang: Lang) -> Vec<String> {
    let mut lines = vec![title(days, lang), weekdays(lang)];
    let mut week = String::new();
    for info in days {
        week = padded(&week, info.day.weekday().num_days_from_monday() as usize * DAY_WIDTH);
        week += &padded(&format!("{:>2}{}", info.day.day(), mark(info, lang)), DAY_WIDTH);
        if info.day.weekday() == chrono::Weekday::Sun {
            lines.push(std::mem::take(&mut week));
        }
    }
    if !week.is_empty() {
        lines.push(week);
    }
    lines
}

fn title(days: &[DayInfo<'_>], lang: Lang) -> String {
    let Some(first) = days.first() else {
        return String::new();
    };
    let (month, working_days) = (first.day.month(), working_days(days));
    let name = NAMES[first.day.month0() as usize];
    say!(lang, "{month}月  {working_days}个工作日", "{name}  {working_days} working days")
}

fn weekdays(lang: Lang) -> String {
    let names = match lang {
        Lang::Zh => ["一", "二", "三", "四", "五", "六", "日"],
        Lang::En => ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"],
    };
    names.map(|name| padded(name, DAY_WIDTH)).concat()
}

fn mark(info: &DayInfo<'_>, lang: Lang) -> &'static str {
    match (info.reason, lang) {
        (Reason::Off { .. }, Lang::Zh) => "休",
        (Reason::Off { .. }, Lang::En) => "o",
        (Reason::MakeUp { .. }, Lang::Zh) => "班",
        (Reason::MakeUp { .. }, Lang::En) => "w",
        _ if info.provisional => "?",
        _ => "",
    }
}
