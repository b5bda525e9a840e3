//! A programme goes in; a blank roster comes out, with the choices, formats and rules of its columns.

use anyhow::{Result, anyhow};
use chrono::NaiveDate;

use super::{CSV, Office, Outcome, day};
use crate::output::{self, Format};
use crate::report::form;
use crate::say;

/// Print a blank roster for a programme: a CSV header, or with -o x.xlsx a workbook with choices, notes and an example
/// row
#[derive(Debug, clap::Args)]
pub struct Args {
    /// By id or Chinese name
    programme: String,
    /// Day whose rules the columns and notes follow [default: today]
    #[arg(long, value_name = "DAY", value_parser = day)]
    on: Option<NaiveDate>,
}

pub fn run(args: &Args, office: &mut Office<'_, '_>) -> Result<Outcome> {
    let programme = office.programme(&args.programme)?;
    let day = args.on.unwrap_or(office.today);
    let form = form::form(&office.pack.programmes[programme], &office.pack, day, office.lang);
    let headers: Vec<&str> = form.columns.iter().map(|column| column.header.as_str()).collect();
    let format = office.format(CSV);
    let lang = office.lang;
    office.write_bytes(|out| match format {
        Format::Xlsx => Ok(output::form(&form, out)?),
        Format::Csv { .. } => Ok(output::header(&headers, out)?),
        _ => Err(anyhow!(say!(
            lang,
            "空白名册写成 .csv 或 .xlsx；请用 -o 名册.xlsx",
            "a blank roster is written as .csv or .xlsx; use -o roster.xlsx"
        ))),
    })?;
    Ok(Outcome::Clean)
}
