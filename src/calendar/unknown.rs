//! A day without a notice goes in; a sentence comes out that names the notice wanting, and what to do.

use super::{Notice, Unit};
use crate::lang::{Lang, Say};
use crate::say;
use chrono::NaiveDate;
use std::fmt;

/// Why a question about working days has no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unknown {
    /// No file holds the notice for this year.
    NoNotice { year: i32 },
    /// On the day the calendar is asked to stand on, the notice was still to come.
    NotYetPublished { year: i32, number: String, published: NaiveDate, known_on: NaiveDate },
    /// The year lies before the first notice.
    TooEarly { year: i32, first_year: i32 },
    /// Further ahead than Monday to Friday is counted provisionally.
    TooFar { last: NaiveDate },
    /// A period that ends beyond the notices known: on this day at the earliest, whatever the one wanting says.
    Beyond { earliest: NaiveDate, unit: Unit, why: Box<Unknown> },
    /// No day was given to count from.
    NoDate,
}

impl Unknown {
    pub(super) fn unpublished(notice: &Notice, known_on: NaiveDate) -> Unknown {
        Unknown::NotYetPublished {
            year: notice.year,
            number: notice.number.clone(),
            published: notice.published,
            known_on,
        }
    }

    /// The same of a period, with the earliest day on which it can end.
    pub(super) fn of_period(self, unit: Unit, earliest: Option<NaiveDate>) -> Unknown {
        match (earliest, self) {
            (Some(earliest), why @ (Unknown::NoNotice { .. } | Unknown::NotYetPublished { .. })) => {
                Unknown::Beyond { earliest, unit, why: Box::new(why) }
            }
            (_, why) => why,
        }
    }

    /// The earliest day on which the period asked for can end, where that is known.
    #[must_use]
    pub fn earliest(&self) -> Option<NaiveDate> {
        match self {
            Unknown::Beyond { earliest, .. } => Some(*earliest),
            _ => None,
        }
    }

    /// What a last day waits for, of something not yet due.
    #[must_use]
    pub fn awaits(&self, lang: Lang) -> String {
        let Unknown::Beyond { earliest, unit, why } = self else { return self.say(lang) };
        let (Unknown::NoNotice { year } | Unknown::NotYetPublished { year, .. }) = **why else { return self.say(lang) };
        match unit {
            Unit::WorkingDays => {
                say!(lang, "最后一天待{year}年的放假安排通知", "the last day awaits the notice on days off in {year}")
            }
            _ => say!(
                lang,
                "最早{earliest}，遇休息日是否顺延待{year}年的放假安排通知",
                "{earliest} at the earliest; whether a day off puts it later awaits the notice on days off in {year}"
            ),
        }
    }

    /// That a notice is wanting, and what that leaves open.
    fn wanting(&self, open: &str, lang: Lang) -> String {
        let wanting = match self {
            Unknown::NoNotice { year } => say!(
                lang,
                "{year}年的放假安排通知（国务院办公厅关于{year}年部分节假日安排的通知）尚未收录",
                "the notice on days off in {year} (国务院办公厅关于{year}年部分节假日安排的通知) is not among those held",
            ),
            Unknown::NotYetPublished { year, number, published, known_on } => say!(
                lang,
                "截至{known_on}，{year}年的放假安排通知（{number}，{published}公布）尚未公布",
                "on {known_on} the notice on days off in {year} ({number}, published {published}) was still to come",
            ),
            _ => return self.say(lang),
        };
        say!(
            lang,
            "{wanting}，{open}；可加 --provisional 按周一至周五暂算",
            "{wanting}, so {open}; --provisional counts Monday to Friday for the time being"
        )
    }
}

impl Say for Unknown {
    fn say(&self, lang: Lang) -> String {
        match self {
            Unknown::NoNotice { .. } | Unknown::NotYetPublished { .. } => {
                self.wanting(&say!(lang, "无法计算工作日", "working days cannot be counted"), lang)
            }
            Unknown::Beyond { unit: Unit::WorkingDays, why, .. } => why.say(lang),
            Unknown::Beyond { earliest, why, .. } => {
                let open = say!(
                    lang,
                    "最早{earliest}，遇休息日是否顺延不能确定",
                    "it is {earliest} at the earliest, and whether a day off puts it later cannot be told"
                );
                why.wanting(&open, lang)
            }
            Unknown::TooEarly { year, first_year } => say!(
                lang,
                "工作日历自{first_year}年起；{year}年的放假安排通知没有收录，各来源也不一致（如2003年“五一”因非典改为5天），不予推算",
                "the calendar begins in {first_year}; the notice for {year} is not held and sources contradict each other (in May 2003 SARS cut seven days off to five), so nothing is inferred",
            ),
            Unknown::NoDate => say!(lang, "没有起算日期", "there is no date to count from"),
            Unknown::TooFar { last } => say!(
                lang,
                "没有放假安排通知的年份最多暂算到{last}，请改用更近的日期",
                "without notices Monday to Friday is counted no further than {last}; ask about an earlier day",
            ),
        }
    }
}

impl fmt::Display for Unknown {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.say(Lang::Zh))
    }
}

/// From which day on answers are provisional, and for want of which year's notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Provisional {
    pub from: NaiveDate,
    /// The year whose notice is wanting.
    pub year: i32,
    /// The day the calendar stands on, if the notice is held but was published later.
    pub known_on: Option<NaiveDate>,
}

impl Say for Provisional {
    fn say(&self, lang: Lang) -> String {
        let Provisional { from, year, known_on } = self;
        match known_on {
            None => say!(
                lang,
                "自{from}起为暂定：{year}年的放假安排通知尚未收录，可能另有安排",
                "provisional from {from} on: the notice on days off in {year} is not among those held and may say otherwise",
            ),
            Some(day) => say!(
                lang,
                "自{from}起为暂定：截至{day}，{year}年的放假安排通知尚未公布，可能另有安排",
                "provisional from {from} on: on {day} the notice on days off in {year} was still to come and might say otherwise",
            ),
        }
    }
}

/// What is written behind an answer that a notice yet to come may change; nothing behind others.
#[must_use]
pub fn provisional_mark(provisional: bool, lang: Lang) -> &'static str {
    match (provisional, lang) {
        (false, _) => "",
        (true, Lang::Zh) => "（暂定）",
        (true, Lang::En) => " (provisional)",
    }
}
