//! Parse, run, exit code; the only place that knows standard output and today's date.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::process::ExitCode;

use clap::Parser;
use relief::cli::{self, Cli, Notes, Surroundings, UntilClosed};
use relief::field::Kind;
use relief::visible::Visible;

/// The work could not be done.
const FAILED: u8 = 2;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(answer) => return answered(&answer),
    };
    let reveals = cli.shared.reveal;
    let stdout = io::stdout();
    let on_terminal = stdout.is_terminal();
    let mut out = BufWriter::new(stdout.lock());
    let mut notes = Visible(Notes(io::stderr()));
    let mut surroundings = Surroundings {
        today: chrono::Local::now().date_naive(),
        locale: locale(),
        width: terminal_size::terminal_size().filter(|_| on_terminal).map(|(width, _)| width.0),
        colour: on_terminal && wants_colour(),
        out: &mut out,
        notes: &mut notes,
    };
    let outcome = cli::run(cli, &mut surroundings);
    let outcome = outcome.and_then(|outcome| Ok(UntilClosed::new(&mut out).flush().map(|()| outcome)?));
    match outcome {
        Ok(outcome) => ExitCode::from(outcome.code()),
        // Answers to lines without end stop where their reader does.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            // What was typed, and what a file says, stands in it: in either may be somebody's number.
            let _ = writeln!(notes, "relief: {}", Kind::Text.shown(&format!("{error:#}"), reveals));
            ExitCode::from(FAILED)
        }
    }
}

/// The pages of help, or what is wrong with the command line, where somebody's number may stand.
fn answered(answer: &clap::Error) -> ExitCode {
    let said = answer.render().to_string();
    let shown = Kind::Text.shown(&said, false);
    let written = match shown == said {
        true => answer.print(),
        false => Notes(io::stderr()).write_all(shown.as_bytes()),
    };
    match written {
        Err(error) if !answer.use_stderr() && error.kind() != io::ErrorKind::BrokenPipe => ExitCode::from(FAILED),
        _ => ExitCode::from(u8::try_from(answer.exit_code()).unwrap_or(FAILED)),
    }
}

/// The first that is set decides, as POSIX has it.
fn locale() -> Option<String> {
    let names = ["LC_ALL", "LC_MESSAGES", "LANG"];
    let values = names.into_iter().filter_map(|name| std::env::var(name).ok());
    values.into_iter().find(|value| !value.is_empty())
}

/// <https://no-color.org>, and terminals that have none.
fn wants_colour() -> bool {
    let is = |name: &str, word: &str| std::env::var(name).is_ok_and(|value| value == word);
    std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()) && !is("TERM", "dumb")
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let io_error = error.downcast_ref::<io::Error>();
    io_error.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
