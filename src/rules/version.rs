//! The law of one stretch of time: steps with their limits, and what else holds; and standards, each of a time of its
//! own.

use std::sync::Arc;

use chrono::{Days, Months, NaiveDate};
use rust_decimal::Decimal;
use serde::Deserialize;

use crate::calendar::Unit;
use crate::field::Field;
use crate::lang::{Lang, Words, several};
use crate::money::Yuan;

use super::basis::Basis;
use super::duty::{Condition, Difference, KinVisit, Notice, PayDay, Repeat, Review, Start, Visit, Whole};
use super::span::Span;
use super::when::When;

/// The rules of one stretch of time.
#[derive(Debug, Clone)]
pub struct Version {
    pub span: Span,
    /// Shown in the summary as the programme's legal basis.
    pub basis: Arc<Basis>,
    pub deadlines: Vec<Deadline>,
    pub conditions: Vec<Condition>,
    /// Of what is paid for first; a row goes by the first that holds of it.
    pub starts: Vec<Start>,
    pub pay_day: Option<PayDay>,
    pub reviews: Vec<Review>,
    pub notices: Vec<Notice>,
    pub visit: Option<Visit>,
    pub kin_visit: Option<KinVisit>,
    pub whole: Option<Whole>,
    pub repeat: Option<Repeat>,
    pub difference: Option<Difference>,
}

/// A step that must end so long after another event.
#[derive(Debug, Clone)]
pub struct Deadline {
    pub name: Arc<Words>,
    /// Of its version's time, that in which this limit is set.
    pub span: Span,
    pub starts: Field,
    pub ends: Field,
    pub limit: Limit,
    /// An event that comes before the one it starts with: what lies before it is another such event, as the village's notice is
    /// none of the county's.
    pub not_before: Option<Field>,
    /// Rows it does not bind fail this.
    pub when: When,
    /// Nor does it bind those that meet this: of what they do not say it holds.
    pub not_when: When,
    /// Whether the step need not be taken: only one that was is judged.
    pub optional: bool,
    /// Who has the clock.
    pub who: Option<Arc<Words>>,
    /// What would make a late step rightful; where there is such a thing, lateness is a suspicion.
    pub unless: Option<Arc<Words>>,
    /// The steps that show, all in time that bind a row, that `unless` holds, where none that lies between its days is late.
    pub unless_in_time: Vec<String>,
    /// How long the way is on which it holds, limit after limit: a step done beyond all of them took its time elsewhere. Empty
    /// where nothing says.
    pub unless_within: Vec<Limit>,
    /// The way begins with this step itself: more follows before the event it ends with.
    pub goes_on: bool,
    pub extension: Option<Extension>,
    pub basis: Arc<Basis>,
}

/// A longer limit that the text itself gives to some cases.
#[derive(Debug, Clone)]
pub struct Extension {
    pub limit: Limit,
    /// The cases, by a column that says which a row is.
    pub when: When,
    pub basis: Arc<Basis>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    pub number: u32,
    pub unit: Unit,
}

/// What a person may have to live on, by which assistance is measured.
#[derive(Debug, Clone)]
pub struct Standard {
    pub yuan: Yuan,
    pub per: Per,
    /// For one person and month.
    pub(super) exact: Decimal,
    pub span: Span,
    /// From when it is known to have held. Before that day nobody is known to have been paid too little by it, and nobody
    /// too much who was paid no more.
    pub sure_from: NaiveDate,
    pub basis: Arc<Basis>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Per {
    Month,
    Year,
}

impl Deadline {
    /// Whether it sets a limit for the same step of the same rows.
    pub fn is_of_the_same_rows(&self, other: &Deadline) -> bool {
        self.starts == other.starts && self.ends == other.ends && self.when == other.when
    }

    /// The same at some time.
    pub(super) fn doubles(&self, other: &Deadline) -> bool {
        self.is_of_the_same_rows(other) && (self.span.holds(other.span.from) || other.span.holds(self.span.from))
    }

    /// Whether an event of a day is not the one it starts with, by the days of others.
    pub fn starts_before(&self, started: NaiveDate, day: impl Fn(Field) -> Option<NaiveDate>) -> bool {
        self.not_before.and_then(day).is_some_and(|day| started < day)
    }
}

impl Standard {
    /// For one person and month, parts of a fen included.
    pub fn exact(&self) -> Decimal {
        self.exact
    }

    /// The most that so many persons may have for one month, rounded to the fen.
    pub fn monthly(&self, persons: u32) -> Option<Yuan> {
        let all = self.yuan.times(persons)?.fen();
        Some(match self.per {
            Per::Month => Yuan::from_fen(all),
            Per::Year => Yuan::from_fen((all + 6) / 12),
        })
    }

    pub fn text(&self, lang: Lang) -> String {
        let yuan = Decimal::new(self.yuan.fen(), 2).normalize();
        match self.per {
            Per::Month => crate::say!(lang, "{yuan}元/人·月", "{yuan} yuan a person and month"),
            Per::Year => crate::say!(lang, "{yuan}元/人·年", "{yuan} yuan a person and year"),
        }
    }
}

impl Limit {
    /// A day before which nothing that starts on another can end: days off only put it off.
    pub fn soonest(self, start: NaiveDate) -> NaiveDate {
        let ends = match self.unit {
            Unit::WorkingDays | Unit::Days => start.checked_add_days(Days::new(self.number.into())),
            Unit::Months => start.checked_add_months(Months::new(self.number)),
            Unit::Hours => None,
        };
        ends.unwrap_or(start)
    }

    pub fn text(self, lang: Lang) -> String {
        let number = self.number;
        let (zh, noun) = match self.unit {
            Unit::WorkingDays => ("个工作日", "working day"),
            Unit::Days => ("日", "calendar day"),
            Unit::Months => ("个月", "month"),
            Unit::Hours => ("小时", "hour"),
        };
        match lang {
            Lang::Zh => format!("{number}{zh}"),
            Lang::En => several(number, noun),
        }
    }
}
