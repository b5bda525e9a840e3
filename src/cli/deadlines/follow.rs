//! A programme and some dates of a case go in; every date that follows comes out, without any roster.

use anyhow::{Result, anyhow};
use chrono::NaiveDate;

use super::super::{Office, Outcome, day};
use crate::deadline::{follow, of_other_days, out_of_order, unstarted};
use crate::field::{Field, Kind};
use crate::output::Format;
use crate::report::chain::{self, Of};
use crate::say;

/// Dates of one case, on the command line.
#[derive(Debug, clap::Args)]
pub struct Dates {
    /// Day of application: show what follows from it, without any file
    #[arg(long, value_name = "DAY", value_parser = day)]
    applied: Option<NaiveDate>,
    /// Day the application was accepted
    #[arg(long, value_name = "DAY", value_parser = day)]
    accepted: Option<NaiveDate>,
    /// Day the county received the township's opinion
    #[arg(long, value_name = "DAY", value_parser = day)]
    received: Option<NaiveDate>,
    /// Another date, such as surveyed=2018-04-23 or 调查日期=2018-04-23
    #[arg(long, value_name = "FIELD=DAY")]
    from: Vec<String>,
}

impl Dates {
    pub fn any(&self) -> bool {
        !self.from.is_empty() || self.applied.or(self.accepted).or(self.received).is_some()
    }

    /// Each with its field.
    fn given(&self, programme: usize, office: &Office<'_, '_>) -> Result<Vec<(Field, NaiveDate)>> {
        let of_case =
            [(Field::Applied, self.applied), (Field::Accepted, self.accepted), (Field::OpinionReceived, self.received)];
        let mut given: Vec<(Field, NaiveDate)> =
            of_case.into_iter().filter_map(|(field, day)| Some((field, day?))).collect();
        for text in &self.from {
            let (field, day) = dated(text, programme, office)?;
            match given.iter().find(|(known, _)| *known == field) {
                None => given.push((field, day)),
                Some((_, other)) if *other == day => {}
                Some((_, other)) => {
                    let name = office.pack.header(field, &office.pack.programmes[programme]);
                    return Err(anyhow!(say!(
                        office.lang,
                        "{name}给了两个日期：{other}和{day}；只留一个",
                        "{name} is given twice: {other} and {day}; leave one of them"
                    )));
                }
            }
        }
        Ok(given)
    }
}

/// `surveyed=2018-04-23`.
fn dated(text: &str, programme: usize, office: &Office<'_, '_>) -> Result<(Field, NaiveDate)> {
    let lang = office.lang;
    let Some((name, of_day)) = text.split_once('=') else {
        return Err(anyhow!(say!(
            lang,
            "--from {text}：应为“栏目=日期”，如 surveyed=2018-04-23",
            "--from {text}: write a field and a day, such as surveyed=2018-04-23"
        )));
    };
    let programme = &office.pack.programmes[programme];
    let days = || Field::ALL.iter().copied().filter(|field| field.kind() == Kind::Day);
    let field = days().find(|field| field.name() == name || office.pack.header(*field, programme) == name);
    let Some(field) = field else {
        let known = programme.starts().iter().map(|field| field.name()).collect::<Vec<_>>().join(", ");
        return Err(anyhow!(say!(
            lang,
            "--from {text}：没有日期栏目“{name}”；起算日期有：{known}",
            "--from {text}: there is no date {name:?}; steps start with {known}"
        )));
    };
    let day = day(of_day).map_err(|why| anyhow!("--from {text}: {why}"))?;
    Ok((field, day))
}

pub fn run(dates: &Dates, programme: Option<&str>, office: &mut Office<'_, '_>) -> Result<Outcome> {
    let programme = required(programme, office)?;
    let given = dates.given(programme, office)?;
    let (pack, calendar, lang) = (office.pack.clone(), office.calendar.clone(), office.lang);
    let programme = &pack.programmes[programme];

    let order = out_of_order(&given, programme);
    // What runs from a date that cannot be is not worked out.
    let sound = given.iter().filter(|date| !order.iter().any(|out| out.then == **date));
    let sound: Vec<(Field, NaiveDate)> = sound.copied().collect();
    let links = follow(&sound, programme, &calendar);
    let first = given.iter().map(|(_, day)| *day).min().unwrap_or(office.today);
    let mut waiting = unstarted(&links, programme, first);
    waiting.retain(|step| !given.iter().any(|(field, _)| *field == step.starts));

    let others = of_other_days(&sound, &links, programme);
    let of = Of { programme, pack: &pack, lang };
    let document = || chain::document(&links, (&others, &waiting), &order, of);
    office.write(Format::Table, document, || chain::listing(&links, of))?;
    let in_table = office.format(Format::Table) == Format::Table;
    for line in chain::out_of_order(&order, of).iter().filter(|_| !in_table) {
        office.note(line)?;
    }
    let untold = !order.is_empty() || links.iter().any(|link| link.last_day.is_err());
    Ok(if untold { Outcome::Incomplete } else { Outcome::Clean })
}

/// The programme, which no roster tells here.
pub fn required(programme: Option<&str>, office: &Office<'_, '_>) -> Result<usize> {
    let Some(name) = programme else {
        return Err(anyhow!(say!(
            office.lang,
            "没有名册时要写明项目：--programme temporary",
            "without a roster name the programme: --programme temporary"
        )));
    };
    office.programme(name)
}
