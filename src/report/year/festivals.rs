//! The days of a year go in; a row for each festival comes out, and each notice as it is cited.

use chrono::{Datelike, NaiveDate, Weekday};

use crate::calendar::{DayInfo, Festival, Notice};
use crate::lang::{Lang, Say};
use crate::report::rules;
use crate::say;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A notice in words, and where it is published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cited {
    pub words: String,
    pub url: Option<String>,
}

/// What one notice says of one festival, within the year.
struct Entry<'a> {
    festival: &'a Festival,
    notice: &'a Notice,
    off: Vec<NaiveDate>,
    work: Vec<NaiveDate>,
}

/// Name, days off, days worked and notice of each festival, in the order of their first days.
pub(super) fn rows(days: &[DayInfo<'_>], lang: Lang) -> Vec<[String; 4]> {
    entries(days).iter().map(|entry| entry.row(lang)).collect()
}

/// The notices, earlier publications first.
pub(super) fn notices(days: &[DayInfo<'_>], lang: Lang) -> Vec<Cited> {
    let mut notices: Vec<&Notice> = Vec::new();
    for entry in entries(days) {
        if !notices.iter().any(|notice| std::ptr::eq(*notice, entry.notice)) {
            notices.push(entry.notice);
        }
    }
    notices.sort_by_key(|notice| notice.published);
    notices.into_iter().map(|notice| cited(notice, lang)).collect()
}

fn entries<'a>(days: &[DayInfo<'a>]) -> Vec<Entry<'a>> {
    let mut entries: Vec<Entry<'a>> = Vec::new();
    for info in days {
        let Some((festival, notice)) = info.reason.source() else { continue };
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
        let off = self.off.chunk_by(|a, b| a.succ_opt() == Some(*b)).map(|days| span(days, lang));
        let work = self.work.iter().map(|day| weekend_day(*day, lang));
        [self.festival.say(lang), listed(off, lang), listed(work, lang), self.notice.cited(lang)]
    }
}

fn cited(notice: &Notice, lang: Lang) -> Cited {
    let (number, title, published) = (notice.cited(lang), &notice.title, notice.published);
    let words = say!(lang, "{number} {title}，{published}公布", "{number} {title}, published {published}");
    let words = match &notice.place {
        Some(place) => {
            let seen = rules::seen(place.seen, lang);
            say!(lang, "{words}（{seen}）", "{words} ({seen})")
        }
        None => words,
    };
    Cited { words, url: notice.url.clone() }
}

fn listed(items: impl Iterator<Item = String>, lang: Lang) -> String {
    items.collect::<Vec<_>>().join(lang.enumeration_comma())
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
    let (date, saturday) = (date(day, lang), day.weekday() == Weekday::Sat);
    let (zh, en) = if saturday { ("周六", "Sat") } else { ("周日", "Sun") };
    say!(lang, "{date}（{zh}）", "{en} {date}")
}
