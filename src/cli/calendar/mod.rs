//! A date and a number of days go in, or a year; a last day comes out, or the year on a page.

mod explain;
mod list;
mod show;

use super::{Shared, Surroundings, day};
use crate::calendar::{Calendar, Provisional, Unit, Unknown, provisional_mark};
use crate::lang::{Lang, Say};
use crate::output;
use crate::say;
use crate::visible::Visible;
use crate::workspace::Workspace;
use anyhow::{Result, anyhow};
use chrono::NaiveDate;
use std::io::Write;

/// The working days of China: count them, or look at a year
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Show a year with its days off and its make-up days: on the terminal, or with --format ics, svg, html, csv …
    Show(ShowArgs),
    #[command(flatten)]
    Count(Question),
}

#[derive(Debug, clap::Subcommand)]
enum Question {
    /// Print the last day of a period; its first day is not counted
    Add(AddArgs),
    /// Print the number of working days after one day, up to and including another
    #[command(visible_alias = "count")]
    Between(BetweenArgs),
    /// Print the next working day after a day
    Next(NextArgs),
}

#[derive(Debug, clap::Args)]
struct ShowArgs {
    /// Year, such as 2018
    year: u16,
    #[command(flatten)]
    knowledge: Knowledge,
}

#[derive(Debug, clap::Args)]
struct AddArgs {
    /// Day the period starts, such as 2018-04-23, or `-` to read lines `date,n[,unit]`
    #[arg(value_parser = start)]
    date: Start,
    /// Number of working days
    n: Option<u32>,
    /// Count calendar days; a last day that is off moves on to the next working day
    #[arg(long)]
    days: bool,
    /// Print every day, counted or not, and why
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    knowledge: Knowledge,
}

#[derive(Debug, clap::Args)]
struct BetweenArgs {
    /// Day after which to count
    #[arg(value_parser = day)]
    from: NaiveDate,
    /// Last day to count
    #[arg(value_parser = day)]
    to: NaiveDate,
    #[command(flatten)]
    knowledge: Knowledge,
}

#[derive(Debug, clap::Args)]
struct NextArgs {
    /// Day after which to look [default: today]
    #[arg(value_parser = day)]
    day: Option<NaiveDate>,
    #[command(flatten)]
    knowledge: Knowledge,
}

/// Which notices to count by.
#[derive(Debug, clap::Args)]
struct Knowledge {
    /// Use only notices published on or before this day
    #[arg(long, value_name = "DAY", value_parser = day)]
    known_on: Option<NaiveDate>,
    /// Count Monday to Friday where no notice is held
    #[arg(long)]
    provisional: bool,
}

#[derive(Debug, Clone, Copy)]
enum Start {
    Day(NaiveDate),
    Lines,
}

impl Args {
    /// Whether lines go in and CSV comes out.
    pub fn reads_lines(&self) -> bool {
        matches!(
            self.command,
            Command::Count(Question::Add(AddArgs { date: Start::Lines, n: None, explain: false, .. }))
        )
    }
}

impl Question {
    /// As the command line has it.
    fn command(&self) -> &'static str {
        match self {
            Question::Add(_) => "calendar add",
            Question::Between(_) => "calendar between",
            Question::Next(_) => "calendar next",
        }
    }
}

/// What there is to tell besides what was printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Outcome {
    /// Lines of a list that had no answer.
    pub problems: u64,
    /// Why the answer is marked provisional, if it is.
    pub provisional: Option<Provisional>,
}

/// The command as `main` calls it: what is not the answer goes to the notes.
pub fn command(args: Args, shared: Shared, surroundings: &mut Surroundings<'_>) -> Result<super::Outcome> {
    let shared = shared.in_its_folder();
    let workspace = shared.workspace(Workspace::find_bare, surroundings)?;
    let lang = shared.lang(workspace.as_ref().and_then(|workspace| workspace.lang), surroundings);
    let of_workspace = workspace.as_ref().and_then(|workspace| workspace.area.clone());
    let area = shared.area.clone().or(of_workspace).unwrap_or_default();
    let calendar = shared.calendar(&area, workspace.as_ref(), lang, surroundings)?;
    match args.command {
        Command::Show(args) => {
            // Its rosters are not read, and so may be missing; where they are there, they are not written to either.
            let named = shared.workspace(Workspace::find, surroundings).ok().flatten().or(workspace);
            let inputs = shared.inputs(named.as_ref());
            show::run(&args, &args.knowledge.of(calendar), (&shared, &inputs), lang, surroundings)
        }
        Command::Count(question) => {
            shared.refuse_output(question.command(), lang)?;
            // Where it is asked for, lines are read.
            output::begin(shared.bom, &mut *surroundings.out)?;
            answer(question, calendar, (lang, shared.reveal), surroundings)
        }
    }
}

fn answer(
    question: Question,
    calendar: Calendar,
    (lang, reveal): (Lang, bool),
    surroundings: &mut Surroundings<'_>,
) -> Result<super::Outcome> {
    let (today, out) = (surroundings.today, &mut *surroundings.out);
    let Outcome { problems, provisional } = match question {
        Question::Add(args) => add(&args, &args.knowledge.of(calendar), (lang, reveal), out)?,
        Question::Between(args) => between(&args, &args.knowledge.of(calendar), lang, out)?,
        Question::Next(args) => next(args.day.unwrap_or(today), &args.knowledge.of(calendar), lang, out)?,
    };
    if let Some(provisional) = provisional {
        writeln!(surroundings.notes, "{}", provisional.say(lang))?;
    }
    if problems == 0 {
        return Ok(super::Outcome::Clean);
    }
    let note = say!(lang, "{problems}行有问题，见末栏", "lines with problems: {problems}, see the last column");
    writeln!(surroundings.notes, "{note}")?;
    Ok(super::Outcome::Found)
}

fn add(args: &AddArgs, calendar: &Calendar, (lang, reveal): (Lang, bool), out: &mut dyn Write) -> Result<Outcome> {
    let unit = if args.days { Unit::Days } else { Unit::WorkingDays };
    match (args.date, args.n) {
        (Start::Day(start), Some(n)) if args.explain => explain::run(calendar, (start, n, unit), lang, out),
        (Start::Day(start), Some(n)) => add_one(calendar, (start, n, unit), lang, out),
        (Start::Day(start), None) => Err(anyhow!(say!(
            lang,
            "缺少天数，如：calendar add {start} 10",
            "the number of days is missing, as in: calendar add {start} 10",
        ))),
        (Start::Lines, None) if !args.explain => {
            list::run(calendar, unit, std::io::stdin().lock(), (lang, reveal), out)
        }
        (Start::Lines, _) => Err(anyhow!(say!(
            lang,
            "用“-”成批读取时，天数写在每行里，也不能加 --explain",
            "with `-` the number of days stands in each line, and --explain cannot be used",
        ))),
    }
}

type Period = (NaiveDate, u32, Unit);

fn add_one(calendar: &Calendar, period: Period, lang: Lang, out: &mut dyn Write) -> Result<Outcome> {
    let (start, n, unit) = period;
    let due = calendar.add(start, n, unit).map_err(|unknown| said(&unknown, lang))?;
    writeln!(out, "{}{}", due.last_day, provisional_mark(due.provisional, lang))?;
    Ok(Outcome::about(calendar, due.provisional))
}

fn between(args: &BetweenArgs, calendar: &Calendar, lang: Lang, out: &mut dyn Write) -> Result<Outcome> {
    let working_days = calendar.working_days_between(args.from, args.to).map_err(|unknown| said(&unknown, lang))?;
    let provisional = calendar.is_provisional(args.from.max(args.to));
    writeln!(out, "{working_days}{}", provisional_mark(provisional, lang))?;
    Ok(Outcome::about(calendar, provisional))
}

/// The next working day, and why it is one.
fn next(day: NaiveDate, calendar: &Calendar, lang: Lang, out: &mut dyn Write) -> Result<Outcome> {
    let due = calendar.add(day, 1, Unit::WorkingDays).map_err(|unknown| said(&unknown, lang))?;
    let info = calendar.day(due.last_day).map_err(|unknown| said(&unknown, lang))?;
    writeln!(Visible(out), "{}", info.say(lang))?;
    Ok(Outcome::about(calendar, due.provisional))
}

impl Knowledge {
    fn of(&self, calendar: Calendar) -> Calendar {
        let calendar = match self.known_on {
            Some(day) => calendar.known_on(day),
            None => calendar,
        };
        if self.provisional { calendar.with_provisional(true) } else { calendar }
    }
}

impl Outcome {
    fn about(calendar: &Calendar, provisional: bool) -> Outcome {
        Outcome { problems: 0, provisional: provisional.then(|| calendar.provisional()) }
    }
}

fn said(unknown: &Unknown, lang: Lang) -> anyhow::Error {
    anyhow!(unknown.say(lang))
}

fn start(text: &str) -> Result<Start, String> {
    if text == "-" { Ok(Start::Lines) } else { day(text).map(Start::Day) }
}
