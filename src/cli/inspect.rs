//! Files go in; how they are understood comes out.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};

use super::office::whole;
use super::{Office, Outcome};
use crate::output::Format;
use crate::report::{inspect, pin};
use crate::run::Wants;
use crate::say;
use crate::workspace;

/// Show how files are understood: sheets, headers, columns, rows used and skipped
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files or folders to look at [default: the rosters of the workspace]
    files: Vec<PathBuf>,
    /// The programme of the rosters, by id or Chinese name
    #[arg(long)]
    programme: Option<String>,
    /// Write [[roster]] blocks for relief.toml that pin what was recognised and what was guessed
    #[arg(long)]
    pin: bool,
}

impl Args {
    /// Whether blocks for `relief.toml` are written, and no records.
    pub fn pins(&self) -> bool {
        self.pin
    }
}

pub fn run(args: &Args, office: &mut Office<'_, '_>) -> Result<Outcome> {
    let mut named = Vec::new();
    for path in &args.files {
        named.append(&mut within(path, office, &mut Vec::new())?);
    }
    if let (true, Some(folder)) = (named.is_empty(), args.files.first()) {
        let folder = folder.display();
        return Err(anyhow!(say!(office.lang, "{folder}里没有文件", "there are no files in {folder}")));
    }
    if args.pin {
        // What is pinned is found by its own name, whatever numbers are in it.
        office.reveal();
    }
    let files = office.files(&named, args.programme.as_deref())?;
    let outcome = office.read(&files, office.today, Wants { totals: true, ..Wants::default() }, 0)?;
    let (pack, lang) = (office.pack.clone(), office.lang);
    if args.pin {
        let patterns: Vec<String> = files.iter().map(|file| office.pattern(file)).collect();
        let blocks = pin::blocks(&outcome, &patterns, &pack, lang);
        office.write_bytes(|out| Ok(out.write_all(blocks.as_bytes())?))?;
        let incomplete = office.complain(&outcome, false)?;
        return Ok(Outcome::of(false, incomplete));
    }
    office.write(
        Format::Table,
        || inspect::document(&outcome, &pack, lang),
        || inspect::listing(&outcome, &pack, lang),
    )?;
    let incomplete = office.complain(&outcome, office.is_read_by_people())?;
    Ok(Outcome::of(false, incomplete))
}

/// The file itself, or every file within a folder, in the order of their names; `above` are the folders it lies in, which
/// a link may lead back to.
fn within(path: &Path, office: &Office<'_, '_>, above: &mut Vec<PathBuf>) -> Result<Vec<PathBuf>> {
    let folder = office.within(path);
    if !folder.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let itself = whole(&folder);
    if above.contains(&itself) {
        return Ok(Vec::new());
    }
    above.push(itself);
    let entries = std::fs::read_dir(&folder).with_context(|| folder.display().to_string())?;
    let names = entries.map(|entry| entry.map(|entry| entry.file_name())).collect::<Result<Vec<_>, _>>();
    let mut names = names.with_context(|| folder.display().to_string())?;
    names.sort_unstable();
    // Hidden files, the locks of open workbooks and the workspace's own file are no rosters.
    names.retain(|name| {
        let name = name.to_string_lossy();
        !name.starts_with('.') && !name.starts_with("~$") && name != workspace::FILE
    });
    let path = if path == Path::new(".") { Path::new("") } else { path };
    let inside = names.into_iter().map(|name| within(&path.join(name), office, above)).collect::<Result<Vec<_>>>()?;
    above.pop();
    Ok(inside.concat())
}
