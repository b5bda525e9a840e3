//! A bureau's own folder goes in; its rule files come out, each as what it is.

use std::path::{Path, PathBuf};

use crate::fault::{Fault, Faults, Source};
use crate::lang::Lang;
use crate::refusal;

/// The rule files of a bureau's own folder, by the names the shipped ones have; any other `.toml` is a programme.
#[derive(Default)]
pub(super) struct Own {
    pub documents: Vec<Source>,
    pub columns: Vec<Source>,
    pub stacking: Vec<Source>,
    pub words: Vec<Source>,
    pub codes: Vec<Source>,
    pub figures: Vec<Source>,
    pub lists: Vec<Source>,
    pub identity: Vec<Source>,
    pub guardians: Vec<Source>,
    pub mismatches: Vec<Source>,
    pub summary: Vec<Source>,
    pub programmes: Vec<Source>,
}

impl Own {
    pub fn read(folder: Option<&Path>) -> Result<Own, Faults> {
        let mut own = Own::default();
        let Some(folder) = folder else { return Ok(own) };
        let mut paths = toml_files(folder).map_err(|error| unreadable(folder, &error))?;
        paths.sort();
        for path in paths {
            let text = std::fs::read_to_string(&path).map_err(|error| unreadable(&path, &error))?;
            let source = Source::new(&path.display().to_string(), &text);
            let list = match path.file_name().and_then(|name| name.to_str()) {
                Some("documents.toml") => &mut own.documents,
                Some("columns.toml") => &mut own.columns,
                Some("stacking.toml") => &mut own.stacking,
                Some("words.toml") => &mut own.words,
                Some("codes.toml") => &mut own.codes,
                Some("figures.toml") => &mut own.figures,
                Some("lists.toml") => &mut own.lists,
                Some("identity.toml") => &mut own.identity,
                Some("guardians.toml") => &mut own.guardians,
                Some("mismatches.toml") => &mut own.mismatches,
                Some("summary.toml") => &mut own.summary,
                _ => &mut own.programmes,
            };
            list.push(source);
        }
        Ok(own)
    }
}

/// Whether a folder of rules is one with nothing in it, as where its path is wrong.
pub fn are_none_in(folder: &Path) -> bool {
    toml_files(folder).is_ok_and(|files| files.is_empty())
}

fn toml_files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            paths.push(path);
        }
    }
    Ok(paths)
}

fn unreadable(path: &Path, error: &std::io::Error) -> Faults {
    let source = Source::new(&path.display().to_string(), "");
    let why = |lang| refusal::to_read(error.kind(), lang);
    let zh = format!("规则文件打不开：{}", why(Lang::Zh));
    let en = format!("the rules cannot be opened: {}", why(Lang::En));
    Fault::new(&source, 0..0, zh, en).into()
}
