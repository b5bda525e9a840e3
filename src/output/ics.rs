//! Entries go in; an iCalendar file (RFC 5545) comes out that calendars of mail programs and telephones import.

use std::io::{self, Write};

use chrono::NaiveDate;

use crate::report::agenda::{Agenda, Entry};
use crate::visible::controls;

/// Octets a line may have without its end.
const LINE: usize = 75;

pub fn agenda(agenda: &Agenda, out: &mut dyn Write) -> io::Result<()> {
    line(out, "BEGIN:VCALENDAR")?;
    line(out, "VERSION:2.0")?;
    line(out, "PRODID:-//relief//relief//EN")?;
    line(out, "CALSCALE:GREGORIAN")?;
    line(out, "METHOD:PUBLISH")?;
    line(out, &format!("X-WR-CALNAME:{}", escaped(&agenda.title)))?;
    for entry in &agenda.entries {
        event(entry, agenda.written, out)?;
    }
    line(out, "END:VCALENDAR")
}

/// A whole day, during which its owner is not busy.
fn event(entry: &Entry, written: NaiveDate, out: &mut dyn Write) -> io::Result<()> {
    let (first, after) = (entry.day, entry.day.succ_opt().unwrap_or(entry.day));
    line(out, "BEGIN:VEVENT")?;
    line(out, &format!("UID:{}", escaped(&entry.uid)))?;
    line(out, &format!("DTSTAMP:{}T000000Z", written.format("%Y%m%d")))?;
    line(out, &format!("DTSTART;VALUE=DATE:{}", first.format("%Y%m%d")))?;
    line(out, &format!("DTEND;VALUE=DATE:{}", after.format("%Y%m%d")))?;
    line(out, &format!("SUMMARY:{}", escaped(&entry.summary)))?;
    line(out, &format!("DESCRIPTION:{}", escaped(&entry.description)))?;
    line(out, &format!("CATEGORIES:{}", escaped(&entry.category)))?;
    line(out, if entry.provisional { "STATUS:TENTATIVE" } else { "STATUS:CONFIRMED" })?;
    line(out, "TRANSP:TRANSPARENT")?;
    line(out, "END:VEVENT")
}

fn escaped(text: &str) -> String {
    let text: String = text.chars().filter(|c| !controls(*c)).collect();
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

/// A line folded where it is longer than allowed, never within a character.
fn line(out: &mut dyn Write, text: &str) -> io::Result<()> {
    let mut rest = text;
    let mut room = LINE;
    while rest.len() > room {
        let fold = (0..=room).rev().find(|place| rest.is_char_boundary(*place)).unwrap_or(room);
        write!(out, "{}\r\n ", &rest[..fold])?;
        rest = &rest[fold..];
        room = LINE - 1;
    }
    write!(out, "{rest}\r\n")
}
