//! A year goes in; its page comes out, as text, a drawing, a web page, appointments or records.

use std::path::PathBuf;

use anyhow::{Result, anyhow};

use super::super::{Outcome, Shared, Surroundings};
use super::{ShowArgs, said};
use crate::calendar::Calendar;
use crate::lang::{Lang, Say};
use crate::output::{self, Format};
use crate::report::year::{self, Year};
use crate::say;

pub fn run(
    args: &ShowArgs,
    calendar: &Calendar,
    (shared, inputs): (&Shared, &[PathBuf]),
    lang: Lang,
    surroundings: &mut Surroundings<'_>,
) -> Result<Outcome> {
    let format = shared.format_or(Format::Text);
    if format == Format::Markdown {
        return Err(anyhow!(say!(
            lang,
            "年历可写成 text、ics、svg、html、json、ndjson、csv、xlsx，不能写成 md",
            "a year is written as text, ics, svg, html, json, ndjson, csv or xlsx, not md"
        )));
    }
    let page = page(args, calendar, lang)?;
    let days = year::days_of(calendar, args.year.into()).map_err(|unknown| said(&unknown, lang))?;
    let colour = surroundings.colour && shared.output.is_none();
    shared.write_bytes(inputs, lang, surroundings.out, |out| match format {
        Format::Svg => Ok(output::year::svg(&page, out)?),
        Format::Html => Ok(output::year::html(&page, out)?),
        Format::Ics => Ok(output::agenda(&year::agenda(&days, args.year.into(), lang), out)?),
        format if format.is_for_programs() => Ok(output::listing(year::listing(&days, lang), format, out)?),
        _ => Ok(output::year::text(&page, colour, out)?),
    })?;
    if format.is_for_programs() && page.reserve.is_some() {
        writeln!(surroundings.notes, "{}", calendar.provisional().say(lang))?;
    }
    Ok(Outcome::Clean)
}

/// The page of the year asked for.
pub fn page(args: &ShowArgs, calendar: &Calendar, lang: Lang) -> Result<Year> {
    year::page(calendar, args.year.into(), lang).map_err(|unknown| said(&unknown, lang))
}
