//! How long something has, or by when it is due, in words and for programs.

use chrono::NaiveDate;

use crate::lang::{Lang, several};
use crate::rules::Limit;
use crate::say;

/// What a last day is counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Term {
    /// Done within so long.
    Within(Limit),
    /// Lasting at least so long.
    AtLeast(Limit),
    /// By this day of the month.
    DayOfMonth(u32),
    /// Again after so many months.
    Every(u32),
    /// When somebody reaches this age.
    Age(u32),
    /// On a day that stands written.
    On,
}

impl Term {
    /// Words that stand alone: `10个工作日`.
    pub fn text(self, lang: Lang) -> String {
        match self {
            Term::Within(limit) => limit.text(lang),
            Term::AtLeast(limit) => {
                let limit = limit.text(lang);
                say!(lang, "至少{limit}", "at least {limit}")
            }
            Term::DayOfMonth(day) => say!(lang, "{day}日前", "by day {day} of the month"),
            Term::Every(months) => {
                let so_many = several(months, "month");
                say!(lang, "每{months}个月一次", "every {so_many}")
            }
            Term::Age(years) => say!(lang, "满{years}周岁", "at the age of {years}"),
            Term::On => say!(lang, "当日为止", "to the day"),
        }
    }

    /// With the day it is counted from: `2018-04-23起10个工作日`.
    pub fn from(self, started: Option<NaiveDate>, lang: Lang) -> String {
        let text = self.text(lang);
        let Some(started) = started else { return text };
        match self {
            Term::Within(_) | Term::AtLeast(_) => say!(lang, "{started}起{text}", "{text} from {started}"),
            Term::DayOfMonth(_) => say!(lang, "{started}后首个发放月{text}", "{text}, first month after {started}"),
            Term::Every(_) => say!(lang, "上次{started}，{text}", "{text}, last on {started}"),
            Term::Age(_) | Term::On => text,
        }
    }

    /// For programs: the number, and its unit.
    pub fn number(self) -> Option<u32> {
        match self {
            Term::Within(limit) | Term::AtLeast(limit) => Some(limit.number),
            Term::DayOfMonth(number) | Term::Every(number) | Term::Age(number) => Some(number),
            Term::On => None,
        }
    }

    pub fn unit(self) -> Option<&'static str> {
        match self {
            Term::Within(limit) | Term::AtLeast(limit) => Some(limit.unit.word()),
            Term::DayOfMonth(_) => Some("day-of-month"),
            Term::Every(_) => Some("months"),
            Term::Age(_) => Some("years"),
            Term::On => None,
        }
    }
}
