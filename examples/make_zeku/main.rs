//! A seed goes in; the invented rosters of `examples/zeku-2018/rosters` come out, the same bytes every time.
//!
//! `cargo run --example make_zeku [FOLDER]`. Nobody in them is real. They add up to what the Zeku bureau reported on
//! 2018-04-23, and have a few things wrong with them, listed in the folder's README.

mod amounts;
mod book;
mod chance;
mod dibao;
mod dibao_plants;
mod households;
mod medical;
mod medical_visits;
mod names;
mod people;
mod places;
mod temporary;
mod temporary_cases;
mod working_days;

use std::env;
use std::error::Error;
use std::fs;
use std::path::PathBuf;

use people::Registry;

const SEED: u64 = 20_180_423;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = env::args_os().nth(1).map_or_else(|| PathBuf::from("examples/zeku-2018"), PathBuf::from);
    let rosters = folder.join("rosters");
    fs::create_dir_all(&rosters)?;
    let mut registry = Registry::new(SEED);
    let (households, plants) = dibao::write(&rosters, &mut registry)?;
    temporary::write(&rosters, &mut registry)?;
    medical::write(&rosters, &mut registry, &households, &plants.all())?;
    Ok(())
}
