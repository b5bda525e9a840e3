//! TOML's own dates as days.

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, de::Error};
use toml::value::Datetime;

/// A bare TOML date: `from = 2012-12-12`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TomlDay(pub NaiveDate);

impl<'de> Deserialize<'de> for TomlDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<TomlDay, D::Error> {
        let written = Datetime::deserialize(deserializer)?;
        let (Some(date), None) = (written.date, written.time) else {
            return Err(D::Error::custom("须为不带时刻的日期，如2012-12-12 / expected a date such as 2012-12-12"));
        };
        let (year, month, day) = (date.year, date.month, date.day);
        NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day))
            .map(TomlDay)
            .ok_or_else(|| D::Error::custom("没有这一天 / there is no such day"))
    }
}
