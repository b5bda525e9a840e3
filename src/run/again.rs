//! The rows of a finished run once more, in the order of the files: each with the roster it belongs to.
//!
//! Rows are not kept while they are checked; what shows or rewrites them reads them again.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use crate::input::{self, InputError, Row, Sheet};
use crate::roster::{Roster, RowReader, Taken};

use super::{File, Outcome};

/// A sheet that is read once more.
pub struct SheetAgain<'o> {
    /// As messages name it.
    pub file: &'o Arc<str>,
    pub name: Option<String>,
    /// `None` for one that is no roster.
    pub roster: Option<&'o Roster>,
}

/// What asks for rows once more.
pub trait Reread<'o, E> {
    /// Whether the rows of a sheet are wanted.
    fn wants(&mut self, sheet: &SheetAgain<'o>) -> Result<bool, E>;

    /// A row of it, and what it is in its roster.
    fn row(&mut self, sheet: &SheetAgain<'o>, row: Row<'_>, taken: Option<Taken<'_, '_>>) -> Result<(), E>;
}

/// Files that could not be read once more though they were read before, and why.
pub type Lost = Vec<(Arc<str>, InputError)>;

/// Reads the files of a run again; an error of whoever asks ends it.
pub fn again<'o, E>(files: &[File], outcome: &'o Outcome, asker: &mut dyn Reread<'o, E>) -> Result<Lost, E> {
    let mut lost = Lost::new();
    let mut rosters = &outcome.rosters[..];
    let mut used: BTreeMap<&Path, BTreeSet<usize>> = BTreeMap::new();
    outcome.files.iter().for_each(|read| used.entry(&read.path).or_default().extend(&read.places));
    let mut seen = BTreeSet::new();
    for (file, read) in files.iter().zip(&outcome.files) {
        let (own, others) = rosters.split_at(read.rosters.min(rosters.len()));
        rosters = others;
        let mut own = read.places.iter().zip(own).peekable();
        let (mut sheets, mut stopped) = (0.., None);
        // Of a file that is read for several programmes a sheet that is no roster of any comes once.
        let (is_first, used) = (seen.insert(&read.path), &used[&*read.path]);
        let facts = input::read(&file.path, &mut |sheet| {
            let (place, name) = (sheets.next(), sheet.name().map(|name| outcome.shown(name)));
            let own = own.next_if(|(own, roster)| Some(**own) == place && roster.sheet == name);
            let roster = own.map(|(_, roster)| roster);
            if roster.is_none() && (!is_first || place.is_some_and(|place| used.contains(&place))) {
                return Ok(());
            }
            let again = SheetAgain { file: &read.shown, name, roster };
            match asker.wants(&again) {
                Ok(true) => rows(&again, sheet, asker, &mut stopped),
                Ok(false) => Ok(()),
                Err(error) => {
                    stopped.get_or_insert(error);
                    Ok(())
                }
            }
        });
        if let Some(error) = stopped {
            return Err(error);
        }
        if let (Err(error), Ok(_)) = (facts, &read.facts) {
            lost.push((Arc::clone(&read.shown), error));
        }
    }
    Ok(lost)
}

fn rows<'o, E>(
    again: &SheetAgain<'o>,
    sheet: &mut dyn Sheet,
    asker: &mut dyn Reread<'o, E>,
    stopped: &mut Option<E>,
) -> Result<(), InputError> {
    let mut reader = again.roster.map(RowReader::new);
    while stopped.is_none() {
        let Some(batch) = sheet.next_batch()? else { break };
        batch.for_each(|row| {
            if stopped.is_none() {
                let answer = match &mut reader {
                    Some(reader) => reader.take(row, |taken| asker.row(again, row, Some(taken))),
                    None => asker.row(again, row, None),
                };
                *stopped = answer.err();
            }
        });
    }
    Ok(())
}
