//! What the figures in RESULTS.md are measured on and against: invented rosters of any size, and bare readers.

mod bare;
mod county;
mod people;
mod roster;
mod sheet;

use std::path::PathBuf;

use clap::Parser;

/// Write rosters to measure on, or read files and do nothing with them
#[derive(Debug, Parser)]
enum Tool {
    /// One roster of 农村低保; the ending decides whether it is .csv or .xlsx
    Roster {
        file: PathBuf,
        #[arg(long, default_value_t = 1_000_000)]
        rows: u64,
        /// How many rows of a thousand have something wrong
        #[arg(long, default_value_t = 1)]
        wrong: u64,
        /// One row a household, not one a person
        #[arg(long)]
        households: bool,
        #[arg(long)]
        gb18030: bool,
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Many rosters of 农村低保, every other one a workbook
    Folder {
        folder: PathBuf,
        #[arg(long, default_value_t = 92)]
        files: u64,
        #[arg(long, default_value_t = 650_000)]
        rows: u64,
    },
    /// A workspace: 8 programmes, 12 months, a list of the dead and one of disability cards
    County {
        folder: PathBuf,
        #[arg(long, default_value_t = 5_000_000)]
        rows: u64,
        #[arg(long, default_value_t = 200_000)]
        deaths: u64,
        #[arg(long, default_value_t = 300_000)]
        cards: u64,
    },
    /// The bare loop over CSV files: records of bytes, counted
    Csv { files: Vec<PathBuf> },
    /// The bare loop over the cells of workbooks, counted
    Cells { files: Vec<PathBuf> },
    /// Reading alone, as relief reads: the rows of any files, counted
    Rows { files: Vec<PathBuf> },
}

fn main() -> std::io::Result<()> {
    match Tool::parse() {
        Tool::Roster { file, rows, wrong, households, gb18030, seed } => {
            let mut sheet = sheet::Sheet::create(&file, gb18030)?;
            let form = if households { roster::Form::Households } else { roster::Form::People };
            roster::Roster { form, rows, wrong, seed, first: 0, month: 4 }.write(&mut sheet)?;
            sheet.finish()
        }
        Tool::Folder { folder, files, rows } => county::folder(&folder, files, rows),
        Tool::County { folder, rows, deaths, cards } => county::county(&folder, rows, (deaths, cards)),
        Tool::Csv { files } => bare::csv(&files),
        Tool::Cells { files } => bare::cells(&files),
        Tool::Rows { files } => bare::rows(&files),
    }
}
