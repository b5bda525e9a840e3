//! The days of a year go in; a line for each festival comes out, and a line for each notice.

use super::width::{padded, width};
use crate::calendar::{DayInfo, Festival, Notice, Reason};
use crate::lang::{Lang, Say};
use crate::say;
use chrono::{Datelike, NaiveDate};
use std::io::{self, Write};

/// Names longer than this stand on a line of their own.
const LONGEST_NAME: usize = 36;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKEND: [&str; 2] = ["周六", "周日"];

/// What one notice says of one festival, within the year.
struct Entry<'a> {
    festival: &'a Festival,
    notice: &'a Notice,
    off: Vec<NaiveDate>,
    work: Vec<NaiveDate>,
}

pub fn write(days: &[DayInfo<'_>], lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let entries = entries(days);
    let rows: Vec<[String; 4]> = entries.iter().map(|entry| entry.row(lang)).collect();
    write_table(&rows, out)?;
    writeln!(out)?;
    for notice in notices(&entries) {
        writeln!(out, "{}", said(notice, lang))?;
    }
    Ok(())
}

/// In the order of their first days.
fn entries<'a>(days: &[DayInfo<'a>]) -> Vec<Entry<'a>> {
    let mut entries: Vec<Entry<'a>> = Vec::new();
    for info in days {
        let (Reason::Off { festival, notice } | Reason::MakeUp { festival, notice }) = info.reason else {
            continue;
        };
        let known = entries.iter().position(|entry| std::ptr::eq(entry.festival, festival));
        let place = known.unwrap_or(entries.len());
        if known.is_none() {
            entries.push(Entry { festival, notice, off: Vec::new(), work: Vec::new() });
        }
        let entry = &mut entries[place];
        if info.is_working() { &mut entry.work } else { &mut entry.off }.push(info.day);
    }
    entries
}

impl Entry<'_> {
    fn row(&self, lang: Lang) -> [String; 4] {
        let off = listed(self.off.chunk_by(|a, b| a.succ_opt() == Some(*b)).map(|days| span(days, lang)), lang);
        let work = listed(self.work.iter().map(|day| weekend_day(*day, lang)), lang);
        [
            self.festival.say(lang),
            if off.is_empty() { off } else { say!(lang, "休 {off}", "off {off}") },
            if work.is_empty() { work } else { say!(lang, "班 {work}", "work {work}") },
            self.notice.cited(lang),
        ]
    }
}

fn notices<'a>(entries: &[Entry<'a>]) -> Vec<&'a Notice> {
    let mut notices: Vec<&Notice> = Vec::new();
    for entry in entries {
        if !notices.iter().any(|notice| std::ptr::eq(*notice, entry.notice)) {
            notices.push(entry.notice);
        }
    }
    notices.sort_by_key(|notice| notice.published);
    notices
}

fn said(notice: &Notice, lang: Lang) -> String {
    let Notice { title, published, .. } = notice;
    let number = notice.cited(lang);
    let url = notice.url.as_deref().unwrap_or_default();
    let text = say!(lang, "{number} {title}，{published}公布 {url}", "{number} {title}, published {published} {url}");
    text.trim_end().to_owned()
}

fn write_table(rows: &[[String; 4]], out: &mut dyn Write) -> io::Result<()> {
    let widest = |column: usize| {
        rows.iter().map(|row| width(&row[column])).filter(|width| column > 0 || *width <= LONGEST_NAME).max()
    };
    let widths = [0, 1, 2, 3].map(|column| widest(column).unwrap_or_default());
    for row in rows {
        let mut cells = row.clone();
        if width(&cells[0]) > widths[0] {
            writeln!(out, "{}", std::mem::take(&mut cells[0]))?;
        }
        let padded: Vec<String> = cells.iter().zip(widths).map(|(cell, width)| padded(cell, width)).collect();
        writeln!(out, "{}", padded.join("  ").trim_end())?;
    }
    Ok(())
}

fn listed(items: impl Iterator<Item = String>, lang: Lang) -> String {
    items.collect::<Vec<_>>().join(if lang == Lang::Zh { "、" } else { ", " })
}

/// Days in a row: 2月15日至21日, 15-21 Feb.
fn span(days: &[NaiveDate], lang: Lang) -> String {
    let [first, .., last] = days else {
        return days.first().map(|day| date(*day, lang)).unwrap_or_default();
    };
    let (from, to, same_month) = (date(*first, lang), date(*last, lang), first.month() == last.month());
    let (first_day, last_day) = (first.day(), last.day());
    if same_month {
        say!(lang, "{from}至{last_day}日", "{first_day}-{to}")
    } else {
        say!(lang, "{from}至{to}", "{from}-{to}")
    }
}

fn date(day: NaiveDate, lang: Lang) -> String {
    let (month, name, day) = (day.month(), MONTHS[day.month0() as usize], day.day());
    say!(lang, "{month}月{day}日", "{day} {name}")
}

fn weekend_day(day: NaiveDate, lang: Lang) -> String {
    let saturday = day.weekday() == chrono::Weekday::Sat;
    let (date, zh) = (date(day, lang), WEEKEND[usize::from(!saturday)]);
    let en = if saturday { "Sat" } else { "Sun" };
    say!(lang, "{date}（{zh}）", "{en} {date}")
}
