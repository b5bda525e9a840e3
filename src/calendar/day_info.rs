//! A day goes in with the notice that names it, if one does; whether it is worked comes out, and why.

use super::notice::NamedDay;
use super::{Festival, Notice, Place, provisional_mark};
use crate::lang::{Lang, Say};
use crate::say;
use chrono::{Datelike, NaiveDate, Weekday};

/// A day, whether it is worked, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayInfo<'a> {
    pub day: NaiveDate,
    pub reason: Reason<'a>,
    /// What the nation's notice says against a local one that holds, or a local one against the nation's.
    pub against: Option<Reason<'a>>,
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

    /// Why the day is worked or not, and which notice says otherwise.
    #[must_use]
    pub fn because(&self, lang: Lang) -> String {
        let reason = self.reason.say(lang);
        let Some(against) = self.against else { return reason };
        let other = against.say(lang);
        match against.is_local() {
            false => say!(
                lang,
                "{reason}；全国安排为{other}，以本地安排为准",
                "{reason}; nationally {other}, but the local notice holds"
            ),
            true => say!(
                lang,
                "{reason}；本地安排为{other}，以全国放假为准",
                "{reason}; locally {other}, but a day off of the nation stays one"
            ),
        }
    }
}

impl<'a> Reason<'a> {
    pub(super) fn named(notice: &'a Notice, named: NamedDay) -> Reason<'a> {
        let festival = &notice.festivals[named.festival];
        if named.working { Reason::MakeUp { festival, notice } } else { Reason::Off { festival, notice } }
    }

    /// The festival and the notice that name the day, if one does.
    #[must_use]
    pub fn source(self) -> Option<(&'a Festival, &'a Notice)> {
        match self {
            Reason::Off { festival, notice } | Reason::MakeUp { festival, notice } => Some((festival, notice)),
            Reason::Weekday | Reason::Weekend => None,
        }
    }

    /// Whether a place's own notice names the day.
    #[must_use]
    pub fn is_local(self) -> bool {
        self.source().is_some_and(|(_, notice)| notice.place.is_some())
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
        let (day, weekday, reason) = (self.day, weekday(self.day, lang), self.because(lang));
        format!("{day} {weekday} {reason}{}", provisional_mark(self.provisional, lang))
    }
}

impl Say for Reason<'_> {
    fn say(&self, lang: Lang) -> String {
        match self {
            Reason::Weekday => say!(lang, "平日", "ordinary weekday"),
            Reason::Weekend => say!(lang, "周末", "weekend"),
            Reason::Off { festival, notice } => {
                let (name, number) = (festival.say(lang), notice.cited(lang));
                say!(lang, "{name}放假（{number}）", "off for {name} ({number})")
            }
            Reason::MakeUp { festival, notice } => {
                let (name, number) = (festival.say(lang), notice.cited(lang));
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

impl Notice {
    /// The number, behind the name of the place if it is not the nation's.
    #[must_use]
    pub fn cited(&self, lang: Lang) -> String {
        match &self.place {
            Some(place) => format!("{} {}", place.say(lang), self.number),
            None => self.number.clone(),
        }
    }
}

impl Say for Place {
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
