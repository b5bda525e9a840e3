//! A day and a number of days go in; the last day of the period comes out, by the State Council's notices.
//!
//! A working day is a Monday to Friday that no notice names as off, or a weekend day that one names as worked. The
//! day a period starts is not counted, and a period of calendar days that would end on a day off ends on the next
//! working day: Civil Code 201 and 203, and the laws before it. Months end on the corresponding day (202); hours run
//! from an hour nobody has written down, so only the day within which they end is told.

mod builtin;
mod day_info;
mod explain;
pub mod iso;
mod load;
mod local;
mod notice;
mod plain;
mod table;
mod toml_day;
mod unknown;

pub use builtin::{LOCAL, NOTICES};
pub use day_info::{DayInfo, Reason, weekday};
pub use explain::{Count, Step, local_sources};
pub use load::{CalendarError, Problem};
pub use local::{Place, local_files, local_notice};
pub use notice::{Festival, Notice, Quoted};
pub use plain::monday_to_friday;
pub use toml_day::TomlDay;
pub use unknown::{Provisional, Unknown, provisional_mark};

use crate::fault::Source;
use chrono::{Datelike, Days, Months, NaiveDate};
use std::sync::Arc;
use table::{Saying, Table};

/// The working days of China, or of a place in it, as far as notices have been published. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Calendar {
    /// The nation's, earlier publications first, then those of places, the more local later.
    notices: Arc<[Notice]>,
    known_on: Option<NaiveDate>,
    provisional: bool,
    table: Arc<Table>,
}

/// What a period is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// 工作日
    WorkingDays,
    /// 日, calendar days; the last day moves on to a working day.
    Days,
    /// 月; they end on the corresponding day, or the last of the month, which moves on to a working day.
    Months,
    /// 小时; the day within which they end at the latest, working or not.
    Hours,
}

impl Unit {
    /// The word in machine formats.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Unit::WorkingDays => "working-days",
            Unit::Days => "days",
            Unit::Months => "months",
            Unit::Hours => "hours",
        }
    }

    /// The day on which a period ends before it moves on; working days are not counted so.
    fn plain_end(self, start: NaiveDate, n: u32) -> Option<NaiveDate> {
        match self {
            Unit::WorkingDays => None,
            Unit::Days => start.checked_add_days(Days::new(n.into())),
            Unit::Months => start.checked_add_months(Months::new(n)),
            Unit::Hours => start.checked_add_days(Days::new(n.div_ceil(24).into())),
        }
    }
}

/// The last day of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    pub last_day: NaiveDate,
    /// A notice yet to come may move the day.
    pub provisional: bool,
    /// The day off on which the period would have ended.
    pub rolled_from: Option<NaiveDate>,
}

impl Calendar {
    /// The calendar of the notices that come with relief.
    ///
    /// # Panics
    /// If a file under `data-templates/calendar` is wrong, which the tests would have shown.
    #[must_use]
    pub fn builtin() -> Calendar {
        let sources: Vec<Source> = NOTICES.iter().map(Source::shipped).collect();
        Calendar::load(&sources).unwrap_or_else(|error| panic!("{error}"))
    }

    /// The calendar of these notices.
    pub fn load(sources: &[Source]) -> Result<Calendar, CalendarError> {
        Ok(Calendar::of(load::read(sources)?.into(), None, false))
    }

    /// The calendar of an area: the nation's, the local days shipped for it, and those of the bureau's own that hold
    /// there.
    ///
    /// # Panics
    /// If a file under `data-templates/calendar` is wrong, which the tests would have shown.
    #[must_use]
    pub fn of_area(area: &str, own: Vec<Notice>) -> Calendar {
        let here = LOCAL.iter().filter(|(of, _)| local::holds_in(of, area)).map(|(_, file)| Source::shipped(file));
        let shipped = here.map(|source| local_notice(&source).unwrap_or_else(|error| panic!("{error}")));
        let own = own.into_iter().filter(|notice| notice.place.as_ref().is_some_and(|place| place.holds_in(area)));
        Calendar::builtin().with_local(shipped.chain(own).collect())
    }

    /// Lays notices of places over the nation's; those of the same place in the order of their publication.
    #[must_use]
    pub fn with_local(self, mut local: Vec<Notice>) -> Calendar {
        if local.is_empty() {
            return self;
        }
        local.sort_by_key(|notice| (notice.place.as_ref().map(Place::depth), notice.published));
        let notices = self.notices.iter().cloned().chain(local).collect();
        Calendar::of(notices, self.known_on, self.provisional)
    }

    fn of(notices: Arc<[Notice]>, known_on: Option<NaiveDate>, provisional: bool) -> Calendar {
        let known = |notice: &Notice| known_on.is_none_or(|day| notice.published <= day);
        let table = Arc::new(Table::new(&notices, known, provisional));
        Calendar { notices, known_on, provisional, table }
    }

    /// The calendar as it stood on that day: only notices published on or before it.
    #[must_use]
    pub fn known_on(&self, day: NaiveDate) -> Calendar {
        Calendar::of(Arc::clone(&self.notices), Some(day), self.provisional)
    }

    /// Whether years still without a notice are counted Monday to Friday, and the answer marked provisional.
    #[must_use]
    pub fn with_provisional(self, provisional: bool) -> Calendar {
        if provisional == self.provisional {
            return self;
        }
        Calendar::of(self.notices, self.known_on, provisional)
    }

    /// Whether a day is worked, and why.
    pub fn day(&self, day: NaiveDate) -> Result<DayInfo<'_>, Unknown> {
        self.place(day)?;
        let said = |(place, named): Saying| Reason::named(&self.notices[place], named);
        let named = self.table.named(day);
        let reason = named.map_or_else(|| Reason::ordinary(day), |named| said(named.holds));
        let against = named.and_then(|named| named.against).map(said);
        Ok(DayInfo { day, reason, against, provisional: self.is_provisional(day) })
    }

    /// The last day of a period of `n` days, months or hours after `start`, which itself is not counted.
    pub fn add(&self, start: NaiveDate, n: u32, unit: Unit) -> Result<Due, Unknown> {
        if start < self.table.first() {
            return Err(self.unknown(start));
        }
        self.ends(start, n, unit).ok_or_else(|| self.beyond(start, n, unit))
    }

    /// The same, as far as the notices reach; hours need none.
    fn ends(&self, start: NaiveDate, n: u32, unit: Unit) -> Option<Due> {
        if unit == Unit::WorkingDays {
            let last = self.table.nth_working_after(self.table.place(start)?, n)?;
            return Some(self.due(last, None));
        }
        let ends = unit.plain_end(start, n)?;
        if unit == Unit::Hours {
            return Some(Due { last_day: ends, provisional: false, rolled_from: None });
        }
        let ends = self.table.place(ends)?;
        let last = self.table.working_from(ends)?;
        Some(self.due(last, (ends != last).then_some(ends)))
    }

    /// Why a period that ends beyond the notices has no last day, and which it can be at the earliest.
    fn beyond(&self, start: NaiveDate, n: u32, unit: Unit) -> Unknown {
        let end = self.table.end();
        let (earliest, wanting) = match unit {
            Unit::WorkingDays => (self.earliest_working(start, n), start.max(end)),
            _ => {
                let ends = unit.plain_end(start, n).map(|ends| ends.max(end));
                (ends, ends.unwrap_or(end))
            }
        };
        self.unknown(wanting).of_period(unit, earliest)
    }

    /// The earliest day on which so many working days can be over: as if every day beyond the notices were worked.
    fn earliest_working(&self, start: NaiveDate, n: u32) -> Option<NaiveDate> {
        let last = self.table.end().pred_opt()?;
        let known = if start < last { self.working_days_between(start, last).ok()? } else { 0 };
        let further = u64::try_from(i64::from(n) - known).ok()?;
        start.max(last).checked_add_days(Days::new(further))
    }

    fn due(&self, last: usize, rolled_from: Option<usize>) -> Due {
        let last_day = self.table.day(last);
        Due {
            last_day,
            provisional: self.is_provisional(last_day),
            rolled_from: rolled_from.map(|place| self.table.day(place)),
        }
    }

    /// Working days after `from`, up to and including `to`; negative if `to` lies before `from`.
    pub fn working_days_between(&self, from: NaiveDate, to: NaiveDate) -> Result<i64, Unknown> {
        Ok(self.table.working_between(self.place(from)?, self.place(to)?))
    }

    /// Every day from `start` to the last of the period: counted as which, or not counted, and why.
    pub fn explain(&self, start: NaiveDate, n: u32, unit: Unit) -> Result<Vec<Step<'_>>, Unknown> {
        let due = self.add(start, n, unit)?;
        explain::steps(self, start, n, unit, due)
    }

    /// Whether a notice yet to come may say otherwise about a day.
    #[must_use]
    pub fn is_provisional(&self, day: NaiveDate) -> bool {
        day >= self.table.provisional_from()
    }

    /// From which day on answers are provisional, and for want of which notice.
    #[must_use]
    pub fn provisional(&self) -> Provisional {
        let from = self.table.provisional_from();
        let year = from.year() + 1;
        Provisional { from, year, known_on: self.known_on.filter(|_| self.yearly(year).is_some()) }
    }

    /// The yearly notice, whether published by then or not.
    fn yearly(&self, year: i32) -> Option<&Notice> {
        self.notices.iter().find(|notice| notice.year == year && notice.is_yearly())
    }

    fn place(&self, day: NaiveDate) -> Result<usize, Unknown> {
        self.table.place(day).ok_or_else(|| self.unknown(day))
    }

    /// Why nothing can be said about a day outside the table.
    fn unknown(&self, day: NaiveDate) -> Unknown {
        let year = day.year();
        let first_year = self.notices.iter().filter(|notice| notice.is_yearly()).map(|notice| notice.year).min();
        match (first_year, self.known_on, self.yearly(year)) {
            (Some(first_year), ..) if year < first_year => Unknown::TooEarly { year, first_year },
            (Some(_), ..) if self.provisional => Unknown::TooFar { last: self.table.end() - Days::new(1) },
            (_, Some(known_on), Some(notice)) => Unknown::unpublished(notice, known_on),
            _ => Unknown::NoNotice { year },
        }
    }
}
