//! A programme and a day go in; the law of that day comes out, with its words. A folder of rules goes in; its faults
//! come out.

use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};
use chrono::NaiveDate;

use super::{Office, Outcome, day};
use crate::checks;
use crate::lang::Lang;
use crate::output::Format;
use crate::report::provisions::{Provision, changes, provisions};
use crate::report::{Datum, Listing, Record, rules};
use crate::rules::{Faults, Pack, Programme, are_none_in};
use crate::say;

/// Show the rules: all programmes, one on a day, what changed between two days, who may hold what together
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
    /// List the programmes and the documents in force
    List,
    /// Show one programme: what is in force, each rule with its words, its history, its checks
    Show {
        /// By id or Chinese name
        programme: String,
    },
    /// Show what the rules of a second day say differently from those of a first
    Diff {
        #[arg(value_parser = day)]
        first: NaiveDate,
        #[arg(value_parser = day)]
        second: NaiveDate,
        /// Only this programme, by id or Chinese name
        programme: Option<String>,
    },
    /// Show which programmes one person may hold together [default: the rules of every day]
    Stacking,
    /// Check a folder of the bureau's own rules
    Check {
        /// The folder, laid over the shipped rules
        #[arg(value_name = "DIR")]
        own: PathBuf,
    },
}

pub fn run(args: &Args, office: &mut Office<'_, '_>) -> Result<Outcome> {
    let day = args.on.unwrap_or(office.today);
    let (pack, lang) = (office.pack.clone(), office.lang);
    match &args.command {
        None | Some(Command::List) => {
            let all: Vec<&Programme> = pack.paying().collect();
            office.write(Format::Table, || rules::list(&pack, day, lang), || listing(&all, &pack, day, lang))?;
        }
        Some(Command::Show { programme }) => {
            let programme = &pack.programmes[office.programme(programme)?];
            office.write(
                Format::Table,
                || rules::show(programme, &pack, day, lang),
                || listing(&[programme], &pack, day, lang),
            )?;
        }
        Some(Command::Diff { first, second, programme }) => {
            let chosen = programme.as_ref().map(|name| office.programme(name)).transpose()?;
            let all: Vec<&Programme> = match chosen {
                Some(index) => vec![&pack.programmes[index]],
                None => pack.paying().collect(),
            };
            let days = [*first, *second];
            office.write(
                Format::Table,
                || rules::diff(&all, &pack, days, lang),
                || changed(&all, &pack, days, lang),
            )?;
        }
        Some(Command::Stacking) => {
            office.write(Format::Table, || rules::stacking(&pack, args.on, lang), || pairs(&pack, args.on, lang))?;
        }
        Some(Command::Check { own }) => return check(own, office),
    }
    Ok(Outcome::Clean)
}

/// Lays a folder over the shipped rules and prints its faults, or what it holds.
fn check(folder: &Path, office: &mut Office<'_, '_>) -> Result<Outcome> {
    let lang = office.lang;
    office.refuse_output("rules check")?;
    let folder = office.within(folder);
    if !folder.is_dir() {
        let folder = folder.display();
        return Err(anyhow!(say!(lang, "{folder}不是文件夹", "{folder} is no folder")));
    }
    if are_none_in(&folder) {
        let folder = folder.display();
        return Err(anyhow!(say!(
            lang,
            "{folder}里没有规则文件（.toml），没有可检查的；请核对路径",
            "{folder} holds no rule file (.toml), so there is nothing to check; see whether the path is right"
        )));
    }
    let checked = Pack::load(&office.pack.area, Some(&folder)).and_then(|pack| {
        pack.require_checks(&checks::names())?;
        Ok(())
    });
    match checked {
        Ok(()) => {
            office.line(&say!(lang, "没有发现问题。", "Nothing wrong."))?;
            Ok(Outcome::Clean)
        }
        Err(Faults(faults)) => {
            for fault in &faults {
                office.line(&fault.render(lang))?;
                office.line("")?;
            }
            let count = faults.len();
            office.line(&say!(lang, "{count}处问题。", "Faults: {count}."))?;
            Ok(Outcome::Found)
        }
    }
}

const COLUMNS: [&str; 19] = [
    "programme",
    "kind",
    "name",
    "says",
    "starts",
    "ends",
    "limit",
    "unit",
    "who",
    "area",
    "from",
    "until",
    "unless",
    "document",
    "number",
    "title",
    "article",
    "quote",
    "seen",
];

/// Everything in force on a day, one record each.
fn listing<'l>(programmes: &[&'l Programme], pack: &'l Pack, day: NaiveDate, lang: Lang) -> Listing<'l> {
    let all = programmes.iter().flat_map(|programme| {
        let provisions = provisions(programme, pack, day, lang);
        provisions.into_iter().map(|provision| record(programme, &provision, lang))
    });
    Listing {
        schema: "relief.rules/2",
        columns: COLUMNS.to_vec(),
        records: Box::new(all.collect::<Vec<_>>().into_iter()),
        summary: Vec::new(),
    }
}

fn record(programme: &Programme, provision: &Provision<'_>, lang: Lang) -> Record {
    let deadline = provision.deadline;
    let unit = deadline.map(|deadline| deadline.limit.unit.word());
    let document = &provision.basis.document;
    vec![
        ("programme", programme.id.clone().into()),
        ("kind", provision.kind.word().into()),
        ("name", provision.name.clone().into()),
        ("says", provision.says.clone().into()),
        ("starts", Datum::maybe(deadline.map(|deadline| deadline.starts.name()))),
        ("ends", Datum::maybe(deadline.map(|deadline| deadline.ends.name()))),
        ("limit", Datum::maybe_number(deadline.map(|deadline| deadline.limit.number))),
        ("unit", Datum::maybe(unit)),
        ("who", Datum::maybe(deadline.and_then(|deadline| Some(deadline.who.as_ref()?.get(lang).to_owned())))),
        ("area", provision.area.to_owned().into()),
        ("from", provision.span.from.to_string().into()),
        ("until", Datum::maybe(provision.span.until.map(|until| until.to_string()))),
        ("unless", Datum::maybe(provision.unless.clone())),
        ("document", document.id.clone().into()),
        ("number", Datum::maybe(document.number.clone())),
        ("title", document.title.clone().into()),
        ("article", provision.basis.article.clone().into()),
        ("quote", provision.basis.quote.clone().into()),
        ("seen", provision.basis.seen.word().into()),
    ]
}

const CHANGED: [&str; 7] = ["programme", "kind", "name", "before", "before_basis", "after", "after_basis"];

/// What two days say differently, one record a difference.
fn changed<'l>(programmes: &[&'l Programme], pack: &'l Pack, days: [NaiveDate; 2], lang: Lang) -> Listing<'l> {
    let mut records = Vec::new();
    for programme in programmes {
        for change in changes(programme, pack, days, lang) {
            let Some(one) = change.after.as_ref().or(change.before.as_ref()) else { continue };
            let says = |side: &Option<Provision<'_>>| Datum::maybe(side.as_ref().map(|side| side.says.clone()));
            let basis = |side: &Option<Provision<'_>>| Datum::maybe(side.as_ref().map(|side| side.basis.cited()));
            records.push(vec![
                ("programme", programme.id.clone().into()),
                ("kind", one.kind.word().into()),
                ("name", one.name.clone().into()),
                ("before", says(&change.before)),
                ("before_basis", basis(&change.before)),
                ("after", says(&change.after)),
                ("after_basis", basis(&change.after)),
            ]);
        }
    }
    Listing {
        schema: "relief.rules-diff/1",
        columns: CHANGED.to_vec(),
        records: Box::new(records.into_iter()),
        summary: Vec::new(),
    }
}

const PAIRS: [&str; 13] = [
    "one", "other", "verdict", "from", "until", "unless", "note", "document", "article", "quote", "seen", "area",
    "when",
];

/// Who may hold what together, one record a pair.
fn pairs(pack: &Pack, day: Option<NaiveDate>, lang: Lang) -> Listing<'static> {
    let pairs = pack.stacking.iter().filter(|pair| day.is_none_or(|day| pair.span.holds(day)));
    let records = pairs.map(|pair| {
        let [one, other] = pair.programmes.clone();
        vec![
            ("one", one.into()),
            ("other", other.into()),
            ("verdict", pair.verdict.word().into()),
            ("from", pair.span.from.to_string().into()),
            ("until", Datum::maybe(pair.span.until.map(|until| until.to_string()))),
            ("unless", Datum::maybe(pair.unless.as_ref().map(|unless| unless.get(lang).to_owned()))),
            ("note", Datum::maybe(pair.note.as_ref().map(|note| note.get(lang).to_owned()))),
            ("document", pair.basis.document.id.clone().into()),
            ("article", pair.basis.article.clone().into()),
            ("quote", pair.basis.quote.clone().into()),
            ("seen", pair.basis.seen.word().into()),
            ("area", pair.area.clone().into()),
            ("when", Datum::maybe(Some(pair.when.text(lang).to_owned()).filter(|when| !when.is_empty()))),
        ]
    });
    Listing {
        schema: "relief.stacking/1",
        columns: PAIRS.to_vec(),
        records: Box::new(records.collect::<Vec<_>>().into_iter()),
        summary: Vec::new(),
    }
}
