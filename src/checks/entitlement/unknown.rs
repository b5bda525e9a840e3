//! Why nothing can be said of what a row should be paid.

use super::super::Case;
use crate::day::Month;
use crate::field::Field;
use crate::lang::{Lang, Words};
use crate::say;

/// Why nothing can be said of what a row should be paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::checks) enum Unknown {
    Rates(Month),
    /// On which day of a month, within which the rates change, aid was granted.
    Day(Month),
    Worth(Words, Month),
    /// What was not found of a rate.
    NotFound(Words, Month, Words),
    Birth,
    Column(Field),
    Words(Field),
    Persons,
    /// How many months the row pays, and which, where the rate changes.
    MonthsPaid,
}

impl Unknown {
    pub fn say(&self, case: &Case<'_>, lang: Lang) -> String {
        let programme = case.programme.name.get(lang);
        let header = |field: &Field| case.pack.header(*field, case.programme);
        match self {
            Unknown::Rates(month) => {
                say!(lang, "不知道{programme}{month}的发放标准", "the rates of {programme} for {month} are not known")
            }
            Unknown::Day(month) => say!(
                lang,
                "{month}当中发放标准有变，有的行看不出是哪一天批的",
                "the rates change within {month}, and some rows do not say on which day they were granted"
            ),
            Unknown::Worth(name, month) => {
                let name = name.get(lang);
                say!(
                    lang,
                    "不知道{programme}{month}“{name}”所依据的标准",
                    "what “{name}” of {programme} is a multiple of is not known for {month}"
                )
            }
            Unknown::NotFound(name, month, what) => {
                let (name, what) = (name.get(lang), what.get(lang));
                say!(lang, "{programme}{month}“{name}”：{what}", "“{name}” of {programme} for {month}: {what}")
            }
            Unknown::Birth => say!(lang, "有的行看不出出生日期", "some rows do not say when the person was born"),
            Unknown::Column(field) => {
                let header = header(field);
                say!(lang, "名册没有“{header}”栏", "some rosters have no column {header}")
            }
            Unknown::Words(field) => {
                let header = header(field);
                say!(lang, "有的行“{header}”空白或看不懂", "some rows leave {header} blank or unclear")
            }
            Unknown::Persons => say!(lang, "有的行没有保障人口", "some rows do not say how many people are assisted"),
            Unknown::MonthsPaid => say!(
                lang,
                "有的行只付一部分月份，其间标准或条件有变，看不出是哪几个月",
                "some rows pay a part of their months while the rate or the conditions change, and do not say which"
            ),
        }
    }
}
