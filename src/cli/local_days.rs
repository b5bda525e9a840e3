//! An area and the bureau's own files of local days go in; the working days of that area come out.

use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};

use super::{Shared, Surroundings};
use crate::calendar::{Calendar, Notice, local_files, local_notice};
use crate::fault::Source;
use crate::lang::{Lang, Say};
use crate::workspace::{Workspace, from_folder};
use crate::{refusal, say};

impl Shared {
    /// The calendar of an area, local days shipped and of the bureau's own laid over the nation's.
    pub(super) fn calendar(
        &self,
        area: &str,
        workspace: Option<&Workspace>,
        lang: Lang,
        surroundings: &mut Surroundings<'_>,
    ) -> Result<Calendar> {
        let of_workspace = workspace.and_then(|workspace| workspace.local_days.as_deref());
        let Some(path) = self.local_days.as_deref().or(of_workspace) else {
            return Ok(Calendar::of_area(area, Vec::new()));
        };
        let own = read(path, workspace.map(|workspace| workspace.folder.as_path()), lang)?;
        for (file, notice) in &own {
            note_elsewhere(file, notice, area, lang, surroundings)?;
        }
        Ok(Calendar::of_area(area, own.into_iter().map(|(_, notice)| notice).collect()))
    }
}

/// Each notice with the name of its file, seen from the workspace.
fn read(path: &Path, workspace: Option<&Path>, lang: Lang) -> Result<Vec<(String, Notice)>> {
    let shown = |path: &Path| match workspace {
        Some(folder) => from_folder(path, folder),
        None => path.display().to_string(),
    };
    let files = local_files(path).map_err(|error| {
        let (path, why) = (shown(path), refusal::to_read(error.kind(), lang));
        anyhow!(say!(
            lang,
            "{path}打不开：{why}；它是 --local-days 或 relief.toml 的 local_days 指定的",
            "{path} cannot be opened: {why}; --local-days or local_days in relief.toml names it"
        ))
    })?;
    let notice = |(file, text): (PathBuf, String)| match local_notice(&Source::new(&shown(&file), &text)) {
        Ok(notice) => Ok((shown(&file), notice)),
        Err(error) => Err(anyhow!(error.say(lang))),
    };
    files.into_iter().map(notice).collect()
}

/// A file named that does not hold here must not be thought to.
fn note_elsewhere(
    file: &str,
    notice: &Notice,
    area: &str,
    lang: Lang,
    surroundings: &mut Surroundings<'_>,
) -> Result<()> {
    let Some(place) = notice.place.as_ref().filter(|place| !place.holds_in(area)) else { return Ok(()) };
    let (of, name) = (&place.area, place.say(lang));
    let note = match area {
        "" => say!(
            lang,
            "{file}是{name}（{of}）的，没有指明地区，没有使用；请加 --area",
            "{file} is of {name} ({of}) and was not used, for no area is named: add --area"
        ),
        area => say!(
            lang,
            "{file}是{name}（{of}）的，不适用于{area}，没有使用",
            "{file} is of {name} ({of}), does not hold in {area} and was not used"
        ),
    };
    Ok(writeln!(surroundings.notes, "{note}")?)
}
