//! A year of a calendar goes in; its page comes out in words: months, weeks, days with their marks, festivals, notices.

mod days;
mod festivals;

use chrono::{Datelike, NaiveDate, Weekday};

use crate::calendar::{Calendar, DayInfo, Reason, Unknown};
use crate::lang::{Lang, Say};
use crate::say;

pub use days::{agenda, listing};
pub use festivals::Cited;

const MONTHS: [&str; 12] = [
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

/// A year as it hangs on a wall.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Year {
    pub lang: Lang,
    /// `2026年`, with the name of the place if it has days of its own.
    pub title: String,
    pub summary: String,
    pub weekdays: [&'static str; 7],
    pub months: Vec<Month>,
    /// The marks that occur, each with what it means.
    pub key: Vec<(&'static str, String)>,
    /// What a day that is framed means, if one is.
    pub local: Option<String>,
    /// Name, days off, days worked, notice.
    pub festivals: Vec<[String; 4]>,
    pub notices: Vec<Cited>,
    /// What a notice yet to come may change.
    pub reserve: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Month {
    pub name: String,
    pub summary: String,
    /// Monday first; days of other months are left out.
    pub weeks: Vec<[Option<Cell>; 7]>,
}

/// One day on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    pub day: u32,
    pub kind: Kind,
    /// Named by the place's own notice.
    pub local: bool,
    pub provisional: bool,
    /// 休, 班 or ?; empty for ordinary days.
    pub mark: &'static str,
    /// Why it is off or worked; empty for ordinary days.
    pub why: String,
}

/// What sort of day it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Weekday,
    Weekend,
    Off,
    MakeUp,
}

impl Kind {
    fn of(reason: Reason<'_>) -> Kind {
        match reason {
            Reason::Weekday => Kind::Weekday,
            Reason::Weekend => Kind::Weekend,
            Reason::Off { .. } => Kind::Off,
            Reason::MakeUp { .. } => Kind::MakeUp,
        }
    }

    /// The word in machine formats.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Weekday => "weekday",
            Kind::Weekend => "weekend",
            Kind::Off => "off",
            Kind::MakeUp => "make-up",
        }
    }
}

/// The days of a year, with what the calendar knows of them.
pub fn days_of(calendar: &Calendar, year: i32) -> Result<Vec<DayInfo<'_>>, Unknown> {
    let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
    let days = first.iter_days().take_while(|day| day.year() == year);
    days.map(|day| calendar.day(day)).collect()
}

pub fn page(calendar: &Calendar, year: i32, lang: Lang) -> Result<Year, Unknown> {
    let days = days_of(calendar, year)?;
    let months = days.chunk_by(|a, b| a.day.month() == b.day.month()).map(|days| month(days, lang));
    let provisional = days.iter().any(|info| info.provisional);
    Ok(Year {
        lang,
        title: title(&days, year, lang),
        summary: summary(&days, lang),
        weekdays: weekdays(lang),
        months: months.collect(),
        key: key(&days, lang),
        local: days.iter().any(|info| info.reason.is_local()).then(|| say!(lang, "本地安排", "local notice")),
        festivals: festivals::rows(&days, lang),
        notices: festivals::notices(&days, lang),
        reserve: provisional.then(|| calendar.provisional().say(lang)),
    })
}

fn title(days: &[DayInfo<'_>], year: i32, lang: Lang) -> String {
    let title = say!(lang, "{year}年", "{year}");
    match place(days, lang) {
        Some(place) => format!("{title} {place}"),
        None => title,
    }
}

/// The most local place whose notice names one of the days.
fn place(days: &[DayInfo<'_>], lang: Lang) -> Option<String> {
    let sources = days.iter().filter_map(|info| info.reason.source());
    let places = sources.filter_map(|(_, notice)| notice.place.as_ref());
    places.max_by_key(|place| place.depth()).map(|place| place.say(lang))
}

fn summary(days: &[DayInfo<'_>], lang: Lang) -> String {
    let working_days = working_days(days);
    let days_off = days.len() - working_days;
    say!(lang, "工作日{working_days}天，休息日{days_off}天", "{working_days} working days, {days_off} days off")
}

fn working_days(days: &[DayInfo<'_>]) -> usize {
    days.iter().filter(|info| info.is_working()).count()
}

fn weekdays(lang: Lang) -> [&'static str; 7] {
    match lang {
        Lang::Zh => ["一", "二", "三", "四", "五", "六", "日"],
        Lang::En => ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"],
    }
}

fn key(days: &[DayInfo<'_>], lang: Lang) -> Vec<(&'static str, String)> {
    let mut key = vec![
        (mark_of(Kind::Off, lang), say!(lang, "放假", "day off")),
        (mark_of(Kind::MakeUp, lang), say!(lang, "调休上班", "weekend day worked")),
    ];
    if days.iter().any(|info| info.provisional) {
        key.push(("?", say!(lang, "暂定", "provisional")));
    }
    key
}

fn mark_of(kind: Kind, lang: Lang) -> &'static str {
    match (kind, lang) {
        (Kind::Off, Lang::Zh) => "休",
        (Kind::Off, Lang::En) => "o",
        (Kind::MakeUp, Lang::Zh) => "班",
        (Kind::MakeUp, Lang::En) => "w",
        (Kind::Weekday | Kind::Weekend, _) => "",
    }
}

fn month(days: &[DayInfo<'_>], lang: Lang) -> Month {
    let month = days.first().map_or(1, |info| info.day.month());
    let (name, working_days) = (MONTHS[month as usize - 1], working_days(days));
    Month {
        name: say!(lang, "{month}月", "{name}"),
        summary: say!(lang, "{working_days}个工作日", "{working_days} working days"),
        weeks: weeks(days, lang),
    }
}

fn weeks(days: &[DayInfo<'_>], lang: Lang) -> Vec<[Option<Cell>; 7]> {
    let mut weeks: Vec<[Option<Cell>; 7]> = Vec::new();
    for info in days {
        if weeks.is_empty() || info.day.weekday() == Weekday::Mon {
            weeks.push(Default::default());
        }
        if let Some(week) = weeks.last_mut() {
            week[info.day.weekday().num_days_from_monday() as usize] = Some(cell(info, lang));
        }
    }
    weeks
}

fn cell(info: &DayInfo<'_>, lang: Lang) -> Cell {
    let kind = Kind::of(info.reason);
    let mark = mark_of(kind, lang);
    Cell {
        day: info.day.day(),
        kind,
        local: info.reason.is_local(),
        provisional: info.provisional,
        mark: if mark.is_empty() && info.provisional { "?" } else { mark },
        why: info.reason.source().map(|_| info.because(lang)).unwrap_or_default(),
    }
}
