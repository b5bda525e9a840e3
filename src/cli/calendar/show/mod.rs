//! A year goes in; twelve months come out, three abreast, and beneath them the festivals and their notices.

mod legend;
mod month;
mod width;

use crate::calendar::{Calendar, DayInfo, Provisional, Unknown};
use crate::lang::{Lang, Say};
use crate::say;
use chrono::{Datelike, NaiveDate};
use std::io::{self, Write};
use width::padded;

const MONTHS_ABREAST: usize = 3;

/// The days of a year, with what the calendar knows of them.
pub struct Year<'a> {
    year: i32,
    days: Vec<DayInfo<'a>>,
    provisional: Provisional,
}

impl<'a> Year<'a> {
    pub fn of(calendar: &'a Calendar, year: i32) -> Result<Year<'a>, Unknown> {
        let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
        let days = first.iter_days().take_while(|day| day.year() == year);
        Ok(Year {
            year,
            days: days.map(|day| calendar.day(day)).collect::<Result<_, _>>()?,
            provisional: calendar.provisional(),
        })
    }

    pub fn write(&self, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{}\n", self.title(lang))?;
        self.write_months(lang, out)?;
        writeln!(out, "{}\n", self.marks(lang))?;
        legend::write(&self.days, lang, out)?;
        if self.is_provisional() {
            writeln!(out, "\n{}", self.provisional.say(lang))?;
        }
        Ok(())
    }

    fn title(&self, lang: Lang) -> String {
        let (year, working_days) = (self.year, working_days(&self.days));
        let days_off = self.days.len() - working_days;
        say!(
            lang,
            "{year}年  工作日{working_days}天，休息日{days_off}天",
            "{year}  {working_days} working days, {days_off} days off",
        )
    }

    fn write_months(&self, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
        let months: Vec<&[DayInfo<'_>]> = self.days.chunk_by(|a, b| a.day.month() == b.day.month()).collect();
        for abreast in months.chunks(MONTHS_ABREAST) {
            let blocks: Vec<Vec<String>> = abreast.iter().map(|days| month::lines(days, lang)).collect();
            let height = blocks.iter().map(Vec::len).max().unwrap_or_default();
            for line in 0..height {
                writeln!(out, "{}", across(&blocks, line))?;
            }
            writeln!(out)?;
        }
        Ok(())
    }

    fn marks(&self, lang: Lang) -> String {
        let marks = say!(lang, "休 放假   班 调休上班", "o day off   w weekend day worked");
        if !self.is_provisional() {
            return marks;
        }
        marks + &say!(lang, "   ? 暂定", "   ? provisional")
    }

    fn is_provisional(&self) -> bool {
        self.days.iter().any(|info| info.provisional)
    }
}

fn across(blocks: &[Vec<String>], line: usize) -> String {
    let lines = blocks.iter().map(|block| block.get(line).map_or("", String::as_str));
    let padded: Vec<String> = lines.map(|line| padded(line, month::WIDTH)).collect();
    padded.join("   ").trim_end().to_owned()
}

fn working_days(days: &[DayInfo<'_>]) -> usize {
    days.iter().filter(|info| info.is_working()).count()
}
