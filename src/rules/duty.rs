//! What else a version of the law asks for: who may be on the list, from when paid, by when, how often reviewed, how
//! long posted.

use std::sync::Arc;

use chrono::NaiveDate;

use serde::Deserialize;

use crate::day::Month;
use crate::field::Field;
use crate::lang::Words;

use super::basis::Basis;
use super::span::Span;
use super::version::Limit;
use super::when::When;

/// Who may be on the roster: a row must meet one of the alternatives.
#[derive(Debug, Clone)]
pub struct Condition {
    pub name: Words,
    /// Rows it does not ask about fail this.
    pub only_when: When,
    pub any: Vec<When>,
    pub unless: Option<Words>,
    /// The reference list, by its id, that shows who `unless` speaks of.
    pub unless_list: Option<String>,
    /// The rows of that list that show it.
    pub unless_when: When,
    pub basis: Arc<Basis>,
}

/// The first month that is paid for.
#[derive(Debug, Clone)]
pub struct Start {
    pub month: StartMonth,
    /// The event it follows.
    pub after: Field,
    /// Rows it does not bind fail this.
    pub when: When,
    pub basis: Arc<Basis>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StartMonth {
    /// The month of the event.
    Same,
    /// The month after it.
    Next,
}

impl Start {
    /// The first month paid for, after an event of a month.
    pub fn first_paid(&self, event: Month) -> Month {
        match self.month {
            StartMonth::Same => event,
            StartMonth::Next => event.next(),
        }
    }
}

/// The day of the month by which money is paid.
#[derive(Debug, Clone)]
pub struct PayDay {
    pub day: u32,
    /// Who pays.
    pub who: Option<Words>,
    pub basis: Arc<Basis>,
}

/// How often circumstances are looked at again.
#[derive(Debug, Clone)]
pub struct Review {
    pub name: Words,
    pub when: When,
    pub months: u32,
    /// Whether it runs from the decision where a roster has no column of reviews: a term of validity.
    pub from_decision: bool,
    /// When the duty began: who was looked at before is counted from then.
    pub since: Option<NaiveDate>,
    /// Whether it is of calendar years: due by the end of the one in which the months are over.
    pub by_year: bool,
    /// What the text lets put it off: it stays a warning that names this.
    pub put_off: Option<Words>,
    /// Who looks.
    pub who: Option<Words>,
    pub unless: Option<Words>,
    pub basis: Arc<Basis>,
}

impl Review {
    /// What would make it rightful that it was not done yet.
    pub fn excepted(&self) -> Option<&Words> {
        self.unless.as_ref().or(self.put_off.as_ref())
    }
}

/// What runs out by the day that a column states.
#[derive(Debug, Clone)]
pub struct Expiry {
    pub name: Words,
    /// The column of that day.
    pub field: Field,
    pub runs_out: RunsOut,
    pub span: Span,
    pub who: Option<Words>,
    pub unless: Option<Words>,
    pub basis: Arc<Basis>,
}

/// How something runs out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunsOut {
    /// On the day of the column; so many months before it somebody is to be reminded.
    On { remind: u32 },
    /// So long after it: until then somebody may act, who need not.
    After(Limit),
}

/// What an office does by a day of each year, or by the end of each quarter.
#[derive(Debug, Clone)]
pub struct Yearly {
    pub name: Words,
    /// Months and days, in the order of the year.
    pub by: Vec<(u32, u32)>,
    pub who: Option<Words>,
    pub span: Span,
    pub basis: Arc<Basis>,
}

/// Money that does not count as a household's income.
#[derive(Debug, Clone)]
pub struct NotIncome {
    pub name: Words,
    /// The rows of a list of incomes that are of it and nothing else.
    pub when: When,
    /// Those it is a part of.
    pub part_of: When,
    /// What was not found, where nobody can tell from the law held whether it counts.
    pub unknown: Option<Words>,
    pub span: Span,
    pub basis: Arc<Basis>,
}

/// Public notice: at least so long, or none at all.
#[derive(Debug, Clone)]
pub struct Notice {
    pub name: Words,
    pub when: When,
    pub length: Length,
    /// Another text says otherwise; a shorter notice is then a matter to look at.
    pub binding: bool,
    /// Whether it is the township's: of a roster that has days of its round, these alone.
    pub is_townships: bool,
    /// Who posts it.
    pub who: Option<Words>,
    pub basis: Arc<Basis>,
}

/// The columns of one round of notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posting {
    pub from: Field,
    pub until: Field,
}

impl Posting {
    pub const TOWNSHIPS: Posting = Posting { from: Field::TownshipPostedFrom, until: Field::TownshipPostedUntil };
    /// The county's, or the only one.
    pub const LAST: Posting = Posting { from: Field::PostedFrom, until: Field::PostedUntil };
    pub const ALL: [Posting; 2] = [Posting::TOWNSHIPS, Posting::LAST];
}

impl Notice {
    /// Whether it asks about a round, in a roster that has columns of the township's or not.
    pub fn is_of(&self, posting: Posting, has_townships: bool) -> bool {
        !self.is_townships || (posting == Posting::TOWNSHIPS) == has_townships
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    AtLeast(Limit),
    /// Never posted.
    Forbidden,
}

/// What part of the cases the county itself visits.
#[derive(Debug, Clone)]
pub struct Visit {
    pub percent: u32,
    /// The cases that are none of the county's.
    pub not_when: When,
    pub basis: Arc<Basis>,
}

/// That a household is covered whole: where not all who live in it are, a roster seldom says who else there is and why.
#[derive(Debug, Clone)]
pub struct Whole {
    pub name: Words,
    /// Who may be covered alone, or is none of those covered.
    pub unless: Words,
    pub basis: Arc<Basis>,
}

/// Cases registered as of relatives of staff: the county visits every one.
#[derive(Debug, Clone)]
pub struct KinVisit {
    pub basis: Arc<Basis>,
}

/// Aid for one cause again so soon.
#[derive(Debug, Clone)]
pub struct Repeat {
    pub months: u32,
    /// Whether the words it rests on name so many months; else they are what places do in practice.
    pub says_months: bool,
    pub unless: Option<Words>,
    pub basis: Arc<Basis>,
}

/// Paid is the difference between the standard and income.
#[derive(Debug, Clone)]
pub struct Difference {
    pub unless: Option<Words>,
    pub basis: Arc<Basis>,
    /// Who has it at all, however the amount is made.
    pub below: Option<Below>,
}

/// Nothing is paid to those whose income is not below the standard.
#[derive(Debug, Clone)]
pub struct Below {
    pub unless: Option<Words>,
    pub basis: Arc<Basis>,
}
