//! The name of a check goes in; its page comes out.

use anyhow::{Result, anyhow};

use super::{Outcome, Shared, Surroundings};
use crate::checks::{self, Check};
use crate::say;

/// Explain a check: what it asks, why, and what to do
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Name of the check, such as late-decision [default: list all]
    check: Option<String>,
}

pub fn run(args: &Args, shared: &Shared, surroundings: &mut Surroundings<'_>) -> Result<Outcome> {
    let lang = shared.lang_here(surroundings);
    shared.refuse_output("explain", lang)?;
    match &args.check {
        None => {
            for check in checks::ALL {
                writeln!(surroundings.out, "{:30}{}", check.name, check.title(lang))?;
            }
        }
        Some(name) => {
            let known = || checks::names().join(", ");
            let check = Check::named(name).ok_or_else(|| {
                let known = known();
                anyhow!(say!(lang, "没有检查“{name}”；有：{known}", "there is no check {name:?}; there are {known}"))
            })?;
            write!(surroundings.out, "{}", check.page(lang))?;
        }
    }
    Ok(Outcome::Clean)
}
