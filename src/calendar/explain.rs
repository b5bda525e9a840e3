//! A period goes in; its days come out one by one, each counted or not, and why.

use super::{Calendar, DayInfo, Due, Festival, Notice, Reason, Unit, Unknown, provisional_mark};
use crate::lang::{Lang, Say};
use crate::say;
use chrono::NaiveDate;

/// One day of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step<'a> {
    pub info: DayInfo<'a>,
    pub count: Count,
}

/// What a day of a period counts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// The day the period starts, which is not counted.
    Start,
    /// Counted, as the day of this number.
    Counted(u32),
    /// Not counted: no working day.
    Skipped,
    /// The day on which so many months or hours end; the days before it are not numbered.
    Reached(u32, Unit),
    /// Not counted: the last day was off, and the period moves on over this one, or to it.
    MovedOn,
}

impl Step<'_> {
    /// The number under which the day is counted, if it is.
    #[must_use]
    pub fn number(&self) -> Option<u32> {
        match self.count {
            Count::Counted(number) => Some(number),
            Count::Start | Count::Skipped | Count::MovedOn | Count::Reached(..) => None,
        }
    }
}

/// The days from `start` to the last of the period.
pub(super) fn steps<'a>(
    calendar: &'a Calendar,
    start: NaiveDate,
    n: u32,
    unit: Unit,
    due: Due,
) -> Result<Vec<Step<'a>>, Unknown> {
    let mut counted = 0;
    let ends = due.rolled_from.unwrap_or(due.last_day);
    let days = start.iter_days().take_while(|day| *day <= due.last_day);
    let numbered = matches!(unit, Unit::WorkingDays | Unit::Days);
    let days = days.filter(|day| numbered || *day == start || *day >= ends);
    days.map(|day| {
        let info = calendar.day(day)?;
        let count = match day {
            _ if day == start => Count::Start,
            _ if numbered => count(&info, counted, n, unit),
            _ if day == ends => Count::Reached(n, unit),
            _ => Count::MovedOn,
        };
        counted += u32::from(matches!(count, Count::Counted(_)));
        Ok(Step { info, count })
    })
    .collect()
}

fn count(info: &DayInfo<'_>, counted: u32, n: u32, unit: Unit) -> Count {
    match unit {
        Unit::WorkingDays if !info.is_working() => Count::Skipped,
        Unit::Days if counted == n => Count::MovedOn,
        _ => Count::Counted(counted + 1),
    }
}

/// Why a day is the one on which months or hours end.
fn reached(n: u32, unit: Unit, lang: Lang) -> String {
    match unit {
        Unit::Hours => say!(
            lang,
            "{n}小时最迟在本日内届满（只有日期、没有钟点，日内不能判断）",
            "{n} hours end within this day at the latest (with dates and no hours, nothing is told within the day)"
        ),
        _ => say!(
            lang,
            "第{n}个月的对应日，没有对应日的为月末日",
            "the corresponding day of month {n}, or the last of the month where it has none"
        ),
    }
}

impl Say for Step<'_> {
    /// Why the day counts as it does.
    fn say(&self, lang: Lang) -> String {
        let reason = self.info.because(lang);
        let text = match self.count {
            Count::Start => {
                say!(lang, "起算当日不计入；{reason}", "the day it starts is not counted; {reason}")
            }
            Count::Reached(n, unit) => {
                let reached = reached(n, unit, lang);
                say!(lang, "{reached}；{reason}", "{reached}; {reason}")
            }
            Count::Counted(_) | Count::Skipped => reason,
            Count::MovedOn if self.info.is_working() => {
                say!(lang, "顺延至本日；{reason}", "moved on to this day; {reason}")
            }
            Count::MovedOn => say!(lang, "末日不上班，顺延；{reason}", "moved on past a day off; {reason}"),
        };
        text + provisional_mark(self.info.provisional, lang)
    }
}

/// The local notices that days of a period rest on, or go against, festival by festival, each once.
#[must_use]
pub fn local_sources<'a>(steps: &[Step<'a>]) -> Vec<(&'a Festival, &'a Notice)> {
    let mut sources: Vec<(&Festival, &Notice)> = Vec::new();
    let reasons = steps.iter().flat_map(|step| [Some(step.info.reason), step.info.against]).flatten();
    for source in reasons.filter(|reason| reason.is_local()).filter_map(Reason::source) {
        if !sources.iter().any(|(festival, _)| std::ptr::eq(*festival, source.0)) {
            sources.push(source);
        }
    }
    sources
}
