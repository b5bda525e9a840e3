//! The text of one notice file goes in; a `Notice` comes out, its days read but not yet weighed against other notices.

use super::toml_day::TomlDay;
use super::{Place, iso};
use chrono::NaiveDate;
use serde::{Deserialize, Deserializer};

/// What the State Council told the country about one year's days off, or about a change to them; or a place its people.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// The number (文号) by which it is cited.
    pub number: String,
    pub title: String,
    /// The year in the title; days of the December before may be named too.
    pub year: i32,
    #[serde(deserialize_with = "toml_day")]
    pub signed: NaiveDate,
    /// The day it was made public; of two notices the later one decides.
    #[serde(deserialize_with = "toml_day")]
    pub published: NaiveDate,
    pub url: Option<String>,
    /// Where the text was read by whoever wrote the file.
    pub read_at: String,
    /// The number of the notice that this one changes.
    pub amends: Option<String>,
    #[serde(rename = "festival")]
    pub festivals: Vec<Festival>,
    /// The place that gave it; `None` for the nation.
    #[serde(skip)]
    pub place: Option<Place>,
}

/// One festival of a notice: the days off, and the weekend days worked for them.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Festival {
    pub name: String,
    pub name_en: String,
    #[serde(default)]
    pub off: Vec<Span>,
    #[serde(default)]
    pub work: Vec<Span>,
    /// The words of a place's notice.
    #[serde(skip)]
    pub quoted: Option<Quoted>,
}

/// Words of a notice, and where in it they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quoted {
    pub article: String,
    pub quote: String,
}

/// A day, or an interval of days with both ends included: `2018-02-15/2018-02-21`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Span {
    pub(super) first: NaiveDate,
    pub(super) last: NaiveDate,
}

impl Span {
    pub fn days(self) -> impl Iterator<Item = NaiveDate> {
        self.first.iter_days().take_while(move |day| *day <= self.last)
    }
}

impl TryFrom<String> for Span {
    type Error = String;

    fn try_from(text: String) -> Result<Span, String> {
        let (first, last) = text.split_once('/').unwrap_or((&text, &text));
        match (iso::parse(first.as_bytes()), iso::parse(last.as_bytes())) {
            (Some(first), Some(last)) if first <= last => Ok(Span { first, last }),
            (Some(_), Some(_)) => Err(format!("“{text}”起止颠倒 / {text:?} ends before it begins")),
            _ => Err(format!("“{text}”不是日期或起止日期 / {text:?} is neither a day nor an interval of days")),
        }
    }
}

/// One day that a festival of a notice names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NamedDay {
    pub day: NaiveDate,
    pub working: bool,
    /// The place of the festival in `Notice::festivals`.
    pub festival: usize,
}

impl Notice {
    /// Whether it is the nation's own for its year, and no change to it.
    pub(super) fn is_yearly(&self) -> bool {
        self.amends.is_none() && self.place.is_none()
    }

    /// Every day the notice names, off and worked, in the order written.
    pub fn named_days(&self) -> impl Iterator<Item = NamedDay> {
        self.festivals.iter().enumerate().flat_map(|(festival, named)| {
            let named_day = move |working| move |day| NamedDay { day, working, festival };
            let off = named.off.iter().flat_map(|span| span.days()).map(named_day(false));
            let work = named.work.iter().flat_map(|span| span.days()).map(named_day(true));
            off.chain(work)
        })
    }
}

pub(super) fn toml_day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    TomlDay::deserialize(deserializer).map(|day| day.0)
}
