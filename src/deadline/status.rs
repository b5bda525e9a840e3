//! A last day, and when the step was done, go in; how it stands comes out.

use chrono::NaiveDate;

use crate::calendar::{self, Calendar, Unknown};
use crate::lang::{Lang, Say, several};
use crate::say;

/// How a step stands on the day of asking; counts are working days. By how many something is late is not known where the day
/// it was done, or of asking, lies in a year without a notice; that it is late is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    InTime,
    Late(Option<i64>),
    /// Done beyond the limit, in time if a longer one or an exception of the text holds that the row does not speak of.
    LateUnless(Option<i64>),
    /// Done beyond the limit, and the row shows that an exception of the text holds.
    Excepted(Option<i64>),
    /// A notice taken down so many days too early.
    Short(i64),
    DueIn(i64),
    /// Due on a day so far ahead that no notice says which days before it are worked, or even which day it is.
    NotYet(Option<Unknown>),
    Overdue(Option<i64>),
    OverdueUnless(Option<i64>),
    CannotTell(CannotTell),
}

/// What something is counted as: everything that is due is in one class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    InTime,
    /// Done late; a notice that binds, too short.
    Late,
    /// Not done, and not yet due.
    Open,
    /// Not done, and the last day has passed.
    Overdue,
    /// Beyond a limit unless something makes that rightful, or less than words that guide: somebody is to look.
    ToLookAt,
    CannotTell,
}

/// Why nothing can be said about a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotTell {
    Calendar(Unknown),
    /// The step ended before what it follows.
    EndsBeforeItStarts,
    /// Something stands where the date of its end should, but no day can be read from it.
    UnreadableEnd,
    /// The same of its start.
    UnreadableStart,
    /// The same of the day on which something runs out.
    UnreadableExpiry,
    /// It was done, and nothing says when it began.
    NoStart,
    /// It began on a day of which no rule is known.
    NoRule,
    /// The text in force on the day it began sets no limit for it, as an older one did.
    NoLimit,
    /// Its days are over, and nothing says that it ended.
    NoEnd,
    /// A limit in hours ran out on the day it was done.
    WithinTheDay,
    /// What happened after the months of the roster does not stand in it.
    RosterEnds(NaiveDate),
}

impl Say for CannotTell {
    fn say(&self, lang: Lang) -> String {
        match self {
            CannotTell::Calendar(unknown) => unknown.say(lang),
            CannotTell::UnreadableEnd => say!(lang, "办结日期读不出", "the date it ended cannot be read"),
            CannotTell::UnreadableStart => say!(lang, "起算日期读不出", "the date it started cannot be read"),
            CannotTell::UnreadableExpiry => say!(lang, "到期日期读不出", "the date it runs out cannot be read"),
            CannotTell::EndsBeforeItStarts => say!(lang, "办结早于开始", "it ends before it starts"),
            CannotTell::NoStart => say!(lang, "没有起算日期", "there is no date to count from"),
            CannotTell::NoRule => say!(
                lang,
                "开始的那天，规则库里还没有或不再有这一级的规定",
                "the rules known have none of its level for the day it began"
            ),
            CannotTell::NoLimit => say!(
                lang,
                "开始的那天，有效的规定没有写这一步的期限",
                "the text in force on the day it began sets no limit for it"
            ),
            CannotTell::NoEnd => say!(lang, "时间已满，没有结束日期", "its days are over and no end is noted"),
            CannotTell::WithinTheDay => say!(
                lang,
                "期限按小时计，办结当日届满，只有日期没有钟点",
                "the limit is in hours and ran out on the day it was done; no hour is noted"
            ),
            CannotTell::RosterEnds(day) => {
                say!(lang, "名册只到{day}，此后办没办看不出", "the roster ends on {day} and says nothing of later")
            }
        }
    }
}

/// The day up to which something is in time for certain: the last, or the earliest that it can be.
pub(super) fn surely(last: &Result<calendar::Due, Unknown>) -> Option<NaiveDate> {
    match last {
        Ok(due) => Some(due.last_day),
        Err(unknown) => unknown.earliest(),
    }
}

impl Status {
    /// How something stands whose last day a notice may be wanting for: what is done, or asked, by the earliest that it
    /// can be is in time whatever the notice says.
    pub(super) fn by(
        last: &Result<calendar::Due, Unknown>,
        ended: Option<NaiveDate>,
        calendar: &Calendar,
        today: NaiveDate,
    ) -> Status {
        match last {
            Ok(due) => Status::of(due.last_day, ended, calendar, today),
            Err(unknown) if unknown.earliest().is_none_or(|earliest| ended.unwrap_or(today) > earliest) => {
                Status::CannotTell(CannotTell::Calendar(unknown.clone()))
            }
            Err(_) if ended.is_some() => Status::InTime,
            Err(unknown) => Status::NotYet(Some(unknown.clone())),
        }
    }

    /// How something with a last day stands, done or not.
    pub(super) fn of(last: NaiveDate, ended: Option<NaiveDate>, calendar: &Calendar, today: NaiveDate) -> Status {
        let between = |from, to| calendar.working_days_between(from, to).ok();
        match ended {
            Some(day) if day <= last => Status::InTime,
            Some(day) => Status::Late(between(last, day)),
            None if today <= last => between(today, last).map_or(Status::NotYet(None), Status::DueIn),
            None => Status::Overdue(between(last, today)),
        }
    }

    /// Whether the ordinary limit has been passed.
    pub(super) fn is_beyond(&self) -> bool {
        matches!(self, Status::Late(_) | Status::Overdue(_))
    }

    /// Whether something may yet make it rightful.
    pub fn is_excepted(&self) -> bool {
        matches!(self, Status::LateUnless(_) | Status::OverdueUnless(_))
    }

    /// The same where something may yet make it rightful.
    pub(super) fn unless(self) -> Status {
        match self {
            Status::Late(days) => Status::LateUnless(days),
            Status::Overdue(days) => Status::OverdueUnless(days),
            other => other,
        }
    }

    /// The same where what makes it rightful is shown.
    pub(super) fn excepted(self) -> Status {
        match self {
            Status::LateUnless(days) => Status::Excepted(days),
            other => other,
        }
    }

    /// Its class, where words bind or only guide.
    pub fn class(&self, guides: bool) -> Class {
        match self {
            Status::InTime | Status::Excepted(_) => Class::InTime,
            Status::Short(_) if guides => Class::ToLookAt,
            Status::Late(_) | Status::Short(_) => Class::Late,
            Status::DueIn(_) | Status::NotYet(_) => Class::Open,
            Status::Overdue(_) => Class::Overdue,
            Status::LateUnless(_) | Status::OverdueUnless(_) => Class::ToLookAt,
            Status::CannotTell(_) => Class::CannotTell,
        }
    }

    /// Not done, and not yet due.
    pub fn is_open(&self) -> bool {
        matches!(self, Status::DueIn(_) | Status::NotYet(_))
    }

    /// Not done, and the last day has passed.
    pub fn is_overdue(&self) -> bool {
        matches!(self, Status::Overdue(_) | Status::OverdueUnless(_))
    }

    /// The word in machine formats.
    pub fn word(&self) -> &'static str {
        match self {
            Status::InTime => "in-time",
            Status::Late(_) => "late",
            Status::LateUnless(_) => "late-unless",
            Status::Excepted(_) => "excepted",
            Status::Short(_) => "short",
            Status::DueIn(_) | Status::NotYet(_) => "due",
            Status::Overdue(_) => "overdue",
            Status::OverdueUnless(_) => "overdue-unless",
            Status::CannotTell(_) => "cannot-tell",
        }
    }

    /// Working days left, or over; of a notice, days too few.
    pub fn days(&self) -> Option<i64> {
        match self {
            Status::Late(days) | Status::LateUnless(days) | Status::Excepted(days) => *days,
            Status::Overdue(days) | Status::OverdueUnless(days) => *days,
            Status::Short(days) | Status::DueIn(days) => Some(*days),
            Status::InTime | Status::NotYet(_) | Status::CannotTell(_) => None,
        }
    }
}

impl Say for Status {
    fn say(&self, lang: Lang) -> String {
        let so_many = several(self.days().unwrap_or(0), "working day");
        match self {
            Status::InTime => say!(lang, "按期办结", "done in time"),
            Status::Late(None) => {
                say!(lang, "逾期办结，逾期多少个工作日无法计算", "done late; by how many working days cannot be told")
            }
            Status::Late(Some(0)) => say!(lang, "逾期办结，其间无工作日", "done late, no working day between"),
            Status::Late(Some(days)) => say!(lang, "逾期{days}个工作日办结", "done {so_many} late"),
            Status::LateUnless(None) => {
                say!(lang, "超出期限办结，除非另有情形", "done beyond it, unless excepted")
            }
            Status::LateUnless(Some(days)) => {
                say!(lang, "超出{days}个工作日办结，除非另有情形", "done {so_many} beyond it, unless excepted")
            }
            Status::Excepted(None) => say!(lang, "超出期限办结，属除外情形", "done beyond it, and excepted"),
            Status::Excepted(Some(days)) => {
                say!(lang, "超出{days}个工作日办结，属除外情形", "done {so_many} beyond it, and excepted")
            }
            Status::Short(days) => {
                let so_many = several(*days, "day");
                say!(lang, "少{days}天", "too short by {so_many}")
            }
            Status::DueIn(0) => say!(lang, "今天到期", "due today"),
            Status::DueIn(days) => say!(lang, "还有{days}个工作日", "due in {so_many}"),
            Status::NotYet(None) => say!(lang, "未到期", "not yet due"),
            Status::NotYet(Some(unknown)) => {
                let awaits = unknown.awaits(lang);
                say!(lang, "未到期，{awaits}", "not yet due; {awaits}")
            }
            Status::Overdue(None) => {
                say!(lang, "已逾期，逾期多少个工作日无法计算", "overdue; by how many working days cannot be told")
            }
            Status::Overdue(Some(0)) => say!(lang, "已逾期，其后尚无工作日", "overdue, no working day since"),
            Status::Overdue(Some(days)) => say!(lang, "已逾期{days}个工作日", "overdue by {so_many}"),
            Status::OverdueUnless(None) => {
                say!(lang, "已超出期限，除非另有情形", "beyond it, unless excepted")
            }
            Status::OverdueUnless(Some(days)) => {
                say!(lang, "已超出{days}个工作日，除非另有情形", "beyond it by {so_many}, unless excepted")
            }
            Status::CannotTell(why) => {
                let why = why.say(lang);
                say!(lang, "无法判断：{why}", "cannot tell: {why}")
            }
        }
    }
}
