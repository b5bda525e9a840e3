//! A period goes in; a line for each of its days comes out, and the last day beneath.

use super::{Outcome, Period, add_one, said};
use crate::calendar::{Calendar, Step, weekday};
use crate::lang::{Lang, Say};
use crate::report::local_days;
use crate::visible::Visible;
use anyhow::Result;
use std::io::Write;

pub fn run(calendar: &Calendar, period: Period, lang: Lang, out: &mut dyn Write) -> Result<Outcome> {
    let (start, n, unit) = period;
    let steps = calendar.explain(start, n, unit).map_err(|unknown| said(&unknown, lang))?;
    let (width, lines) = (n.to_string().len(), &mut Visible(&mut *out));
    for step in &steps {
        writeln!(lines, "{}", line(step, width, lang))?;
    }
    for line in local_days::words(&steps, lang) {
        writeln!(lines, "{line}")?;
    }
    add_one(calendar, period, lang, out)
}

fn line(step: &Step<'_>, width: usize, lang: Lang) -> String {
    let day = step.info.day;
    let number = step.number().map_or("-".to_owned(), |number| number.to_string());
    format!("{day}  {}  {number:>width$}  {}", weekday(day, lang), step.say(lang))
}
