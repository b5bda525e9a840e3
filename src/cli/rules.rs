//! A programme and a day go in; the law of that day comes out, with its words.

use anyhow::Result;
use chrono::NaiveDate;

use super::{Office, Outcome, day};
use crate::lang::Lang;
use crate::output::Format;
use crate::report::{Datum, Listing, rules};

/// Show the rules: all programmes, or one on a day
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Option<Command>,
    /// Day whose rules to show [default: today]
    #[arg(long, value_name = "DAY", value_parser = day, global = true)]
    on: Option<NaiveDate>,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Show one programme: versions, deadlines and standards in force, each with its words
    Show {
        /// By id or Chinese name
        programme: String,
    },
}

pub fn run(args: &Args, office: &mut Office<'_, '_>) -> Result<Outcome> {
    let day = args.on.unwrap_or(office.today);
    let (pack, lang) = (office.pack.clone(), office.lang);
    match &args.command {
        None => office.write(
            Format::Table,
            || rules::list(&pack, day, lang),
            || listing(&pack, 0..pack.paying().count(), day, lang),
        )?,
        Some(Command::Show { programme }) => {
            let index = office.programme(programme)?;
            office.write(
                Format::Table,
                || rules::show(&pack.programmes[index], day, lang),
                || listing(&pack, index..index + 1, day, lang),
            )?;
        }
    }
    Ok(Outcome::Clean)
}

const COLUMNS: [&str; 14] = [
    "programme",
    "step",
    "starts",
    "ends",
    "limit",
    "unit",
    "from",
    "until",
    "unless",
    "number",
    "title",
    "article",
    "quote",
    "seen",
];

/// The deadlines in force on a day, one record each.
fn listing(pack: &crate::rules::Pack, which: std::ops::Range<usize>, day: NaiveDate, lang: Lang) -> Listing<'static> {
    let mut records = Vec::new();
    for programme in &pack.programmes[which] {
        let dated =
            programme.on(day).flat_map(|version| version.deadlines.iter().map(move |deadline| (version, deadline)));
        for (version, deadline) in dated {
            let unit = match deadline.limit.unit {
                crate::calendar::Unit::WorkingDays => "working-days",
                crate::calendar::Unit::Days => "days",
            };
            records.push(vec![
                ("programme", programme.id.clone().into()),
                ("step", deadline.name.get(lang).into()),
                ("starts", deadline.starts.name().into()),
                ("ends", deadline.ends.name().into()),
                ("limit", Datum::number(deadline.limit.number)),
                ("unit", unit.into()),
                ("from", version.span.from.to_string().into()),
                ("until", Datum::maybe(version.span.until.map(|until| until.to_string()))),
                ("unless", Datum::maybe(deadline.unless.as_ref().map(|unless| unless.get(lang)))),
                ("number", Datum::maybe(deadline.basis.document.number.clone())),
                ("title", deadline.basis.document.title.clone().into()),
                ("article", deadline.basis.article.clone().into()),
                ("quote", deadline.basis.quote.clone().into()),
                ("seen", deadline.basis.seen.word().into()),
            ]);
        }
    }
    Listing {
        schema: "relief.rules/1",
        columns: COLUMNS.to_vec(),
        records: Box::new(records.into_iter()),
        summary: Vec::new(),
    }
}
