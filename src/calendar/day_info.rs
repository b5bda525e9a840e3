//! A day goes in with the notice that names it, if one does; whether it is worked comes out, and why.

use super::notice::NamedDay;
use super::{Festival, Notice, provisional_mark};
use crate::lang::{Lang, Say};
use crate::say;
use chrono::{Datelike, NaiveDate, Weekday};

/// A day, whether it is worked, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayInfo<'a> {
    pub day: NaiveDate,
    pub reason: Reason<'a>,
    /// A notice yet to come may say otherwise.
    pub provisional: bool,
}

/// Why a day is worked or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason<'a> {
    Weekday,
    Weekend,
    /// A day off that a notice names.
    Off {
        festival: &'a Festival,
        notice: &'a Notice,
    },
    /// A weekend day worked for a festival: 调休上班.
    MakeUp {
        festival: &'a Festival,
        notice: &'a Notice,
    },
}

impl DayInfo<'_> {
    #[must_use]
    pub fn is_working(&self) -> bool {
        matches!(self.reason, Reason::Weekday | Reason::MakeUp { .. })
    }
}

impl<'a> Reason<'a> {
    pub(super) fn named(notice: &'a Notice, named: NamedDay) -> Reason<'a> {
        let festival = &notice.festivals[named.festival];
        if named.working { Reason::MakeUp { festival, notice } } else { Reason::Off { festival, notice } }
    }

    pub(super) fn ordinary(day: NaiveDate) -> Reason<'a> {
        match day.weekday() {
            Weekday::Sat | Weekday::Sun => Reason::Weekend,
            _ => Reason::Weekday,
        }
    }
}

impl Say for DayInfo<'_> {
    fn say(&self, lang: Lang) -> String {
        let (day, weekday, reason) = (self.day, weekday(self.day, lang), self.reason.say(lang));
        format!("{day} {weekday} {reason}{}", provisional_mark(self.provisional, lang))
    }
}

impl Say for Reason<'_> {
    fn say(&self, lang: Lang) -> String {
        match self {
            Reason::Weekday => say!(lang, "平日", "ordinary weekday"),
            Reason::Weekend => say!(lang, "周末", "weekend"),
            Reason::Off { festival, notice } => {
                let (name, number) = (festival.say(lang), &notice.number);
                say!(lang, "{name}放假（{number}）", "off for {name} ({number})")
            }
            Reason::MakeUp { festival, notice } => {
                let (name, number) = (festival.say(lang), &notice.number);
                say!(lang, "{name}调休上班（{number}）", "worked in exchange for {name} ({number})")
            }
        }
    }
}

impl Say for Festival {
    fn say(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.name.clone(),
            Lang::En => self.name_en.clone(),
        }
    }
}

/// The day of the week: 星期六, Sat.
#[must_use]
pub fn weekday(day: NaiveDate, lang: Lang) -> &'static str {
    const NAMES: [(&str, &str); 7] = [
        ("星期一", "Mon"),
        ("星期二", "Tue"),
        ("星期三", "Wed"),
        ("星期四", "Thu"),
        ("星期五", "Fri"),
        ("星期六", "Sat"),
        ("星期日", "Sun"),
    ];
    let (zh, en) = NAMES[day.weekday().num_days_from_monday() as usize];
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}
