//! The days of a year go in; appointments come out, one a day off or make-up day, and records, one a day.

use chrono::NaiveDate;

use super::{Kind, place};
use crate::calendar::{DayInfo, Notice};
use crate::lang::{Lang, Say};
use crate::report::agenda::{Agenda, Entry};
use crate::report::{Datum, Listing, Record};
use crate::say;

/// Written on the day of the last notice: the same notices give the same bytes.
pub fn agenda(days: &[DayInfo<'_>], year: i32, lang: Lang) -> Agenda {
    let sources = days.iter().filter_map(|info| info.reason.source());
    let written = sources.map(|(_, notice)| notice.published).max();
    let place = place(days, lang).unwrap_or_else(|| say!(lang, "全国", "China"));
    Agenda {
        title: say!(lang, "{year}年放假和调休上班（{place}）", "Days off and days worked of {year} ({place})"),
        written: written.unwrap_or_default(),
        entries: days.iter().filter_map(|info| entry(info, lang)).collect(),
    }
}

fn entry(info: &DayInfo<'_>, lang: Lang) -> Option<Entry> {
    let (festival, notice) = info.reason.source()?;
    let festival = festival.say(lang);
    let off = !info.is_working();
    Some(Entry {
        uid: uid(info.day, off, notice),
        day: info.day,
        summary: match off {
            true => say!(lang, "{festival}放假", "Off: {festival}"),
            false => say!(lang, "{festival}调休上班", "Worked for {festival}"),
        },
        description: format!("{}\n{}", info.because(lang), notice.title),
        category: if off { say!(lang, "放假", "day off") } else { say!(lang, "调休上班", "make-up day") },
        provisional: info.provisional,
    })
}

/// Of the day, what it is, and whose it is: another year's file, or the same again, has no other name for it.
fn uid(day: NaiveDate, off: bool, notice: &Notice) -> String {
    let area = notice.place.as_ref().map_or("000000", |place| &place.area);
    let kind = if off { "off" } else { "make-up" };
    format!("{day}-{kind}-{area}@relief")
}

const COLUMNS: [&str; 7] = ["day", "working", "kind", "festival", "notice", "area", "provisional"];

pub fn listing<'l>(days: &'l [DayInfo<'_>], lang: Lang) -> Listing<'l> {
    let records = days.iter().map(move |info| record(info, lang));
    Listing { schema: "relief.calendar/1", columns: COLUMNS.to_vec(), records: Box::new(records), summary: Vec::new() }
}

fn record(info: &DayInfo<'_>, lang: Lang) -> Record {
    let source = info.reason.source();
    let notice = source.map(|(_, notice)| notice);
    let area = notice.and_then(|notice| notice.place.as_ref()).map(|place| place.area.clone());
    vec![
        ("day", info.day.to_string().into()),
        ("working", Datum::YesNo(info.is_working())),
        ("kind", Kind::of(info.reason).word().into()),
        ("festival", Datum::maybe(source.map(|(festival, _)| festival.say(lang)))),
        ("notice", Datum::maybe(notice.map(|notice| notice.number.clone()))),
        ("area", Datum::maybe(area)),
        ("provisional", Datum::YesNo(info.provisional)),
    ]
}
