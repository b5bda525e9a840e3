//! Notice files go in; checked notices come out, in the order of their publication.

use super::notice::{NamedDay, Notice};
use crate::fault::{Fault, Source};
use crate::lang::{Lang, Say};
use crate::say;
use chrono::{Datelike, NaiveDate, Weekday};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A notice file that cannot be used, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct CalendarError {
    pub file: String,
    pub problem: Problem,
}

/// What can be wrong with a notice file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// Not TOML, a key unknown or missing, or a day that is none.
    Unreadable(Box<Fault>),
    /// Nothing in it: neither a day off nor a day worked.
    NamesNoDay,
    /// A day outside the year of the notice and the December before.
    OutsideYear {
        day: NaiveDate,
        year: i32,
    },
    /// A day off from Monday to Friday given as worked.
    WorkedWeekday(NaiveDate),
    NamedTwice(NaiveDate),
    /// An amendment of a notice that no file holds.
    NothingToAmend(String),
    /// A second notice for a year that does not say which notice it amends.
    SecondNotice {
        year: i32,
        first: String,
    },
    /// No notice for this year, though later years have theirs.
    YearLeftOut(i32),
    /// A local notice whose area is no division code of a place.
    NoPlace(String),
    /// A local notice names a day that is not in the words it quotes.
    NotQuoted(NaiveDate),
}

/// Reads and checks every notice; earlier publications first.
pub fn read(sources: &[Source]) -> Result<Vec<Notice>, CalendarError> {
    let mut notices = sources
        .iter()
        .map(|source| Ok((&*source.name, parse(source).map_err(|problem| at(&source.name, problem))?)))
        .collect::<Result<Vec<_>, CalendarError>>()?;
    together(&notices)?;
    notices.sort_by_key(|(_, notice)| (notice.published, notice.year, notice.amends.is_some()));
    Ok(notices.into_iter().map(|(_, notice)| notice).collect())
}

fn at(file: &str, problem: Problem) -> CalendarError {
    CalendarError { file: file.to_owned(), problem }
}

fn parse(source: &Source) -> Result<Notice, Problem> {
    checked(source.parse()?)
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Problem {
        Problem::Unreadable(Box::new(fault))
    }
}

/// The notice, if its days are such as a notice can name.
pub(super) fn checked(notice: Notice) -> Result<Notice, Problem> {
    let mut seen = BTreeSet::new();
    for named in notice.named_days() {
        in_year(named.day, notice.year)?;
        on_weekend_if_worked(named)?;
        if !seen.insert(named.day) {
            return Err(Problem::NamedTwice(named.day));
        }
    }
    if seen.is_empty() { Err(Problem::NamesNoDay) } else { Ok(notice) }
}

fn in_year(day: NaiveDate, year: i32) -> Result<(), Problem> {
    let december_before = day.year() == year - 1 && day.month() == 12;
    if day.year() == year || december_before {
        return Ok(());
    }
    Err(Problem::OutsideYear { day, year })
}

fn on_weekend_if_worked(named: NamedDay) -> Result<(), Problem> {
    let weekend = matches!(named.day.weekday(), Weekday::Sat | Weekday::Sun);
    if named.working && !weekend {
        return Err(Problem::WorkedWeekday(named.day));
    }
    Ok(())
}

/// One notice a year, no year left out, and amendments only of what is there.
fn together(notices: &[(&str, Notice)]) -> Result<(), CalendarError> {
    let mut yearly: BTreeMap<i32, &str> = BTreeMap::new();
    for (file, notice) in notices {
        match &notice.amends {
            None => one_a_year(&mut yearly, file, notice)?,
            Some(number) if notices.iter().any(|(_, other)| other.number == *number) => {}
            Some(number) => return Err(at(file, Problem::NothingToAmend(number.clone()))),
        }
    }
    for ((before, _), (year, file)) in yearly.iter().zip(yearly.iter().skip(1)) {
        if before + 1 != *year {
            return Err(at(file, Problem::YearLeftOut(before + 1)));
        }
    }
    Ok(())
}

fn one_a_year<'a>(yearly: &mut BTreeMap<i32, &'a str>, file: &'a str, notice: &Notice) -> Result<(), CalendarError> {
    match yearly.insert(notice.year, file) {
        None => Ok(()),
        Some(first) => Err(at(file, Problem::SecondNotice { year: notice.year, first: first.to_owned() })),
    }
}

impl fmt::Display for CalendarError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.say(Lang::Zh))
    }
}

impl Say for CalendarError {
    fn say(&self, lang: Lang) -> String {
        let (file, problem) = (&self.file, self.problem.say(lang));
        match &self.problem {
            // It is shown in its file.
            Problem::Unreadable(_) => problem,
            _ => say!(lang, "{file}：{problem}", "{file}: {problem}"),
        }
    }
}

impl Say for Problem {
    fn say(&self, lang: Lang) -> String {
        match self {
            Problem::Unreadable(fault) => fault.render(lang),
            Problem::NamesNoDay => {
                say!(lang, "没有列出任何一天；请核对通知", "names no day at all; check the notice",)
            }
            Problem::OutsideYear { day, year } => say!(
                lang,
                "{day}不在{year}年，也不在上一年12月；请核对通知",
                "{day} is neither in {year} nor in the December before; check the notice",
            ),
            Problem::WorkedWeekday(day) => say!(
                lang,
                "{day}是周一至周五，本来上班，不能列为调休上班；请核对通知",
                "{day} is a Monday to Friday, worked anyway, and cannot be a make-up day; check the notice",
            ),
            Problem::NamedTwice(day) => {
                say!(lang, "{day}列了两次；请删去一处", "{day} is named twice; take one of them out",)
            }
            Problem::NothingToAmend(number) => say!(
                lang,
                "所修改的通知{number}没有收录；请先收录",
                "amends {number}, which no file holds; add that first",
            ),
            Problem::SecondNotice { year, first } => say!(
                lang,
                "{year}年已有通知（{first}）；修改它的通知须写明 amends",
                "{year} has its notice already ({first}); one that changes it must say what it `amends`",
            ),
            Problem::YearLeftOut(year) => say!(
                lang,
                "前面缺{year}年的通知；各年须连续",
                "the notice for {year} before it is missing; leave no year out",
            ),
            Problem::NoPlace(area) => say!(
                lang,
                "area“{area}”不是地方的行政区划代码；应为六位数字，如 513400",
                "area {area:?} is no place's division code; it has six digits, such as 513400",
            ),
            Problem::NotQuoted(day) => say!(
                lang,
                "引文里没有{day}的日子；请照通知原文引全",
                "the words quoted do not state the day of {day}; quote the notice in full",
            ),
        }
    }
}
