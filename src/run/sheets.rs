//! The sheets of a file go in; which of them are rosters comes out, each by itself and beside the others.

use std::sync::Arc;

use crate::field::Kind;
use crate::input::{self, FileFacts, InputError};
use crate::roster::{Glossary, NamedBy, NotARoster, Roster, SheetOf, Shown, TopRow};
use crate::sorted::NoRoom;

use super::batches::Batches;
use super::outcome::{FileOutcome, Outcome, PassedOver};
use super::printed::Book;
use super::seen::Seen;
use super::{File, Run};

/// A sheet to be recognised: its number among all rosters if it is one, its name, whether its workbook counts days from
/// 1904, and whether the file holds no other roster.
#[derive(Clone, Copy)]
struct Candidate<'s> {
    number: Option<u16>,
    name: Option<&'s str>,
    counts_from_1904: bool,
    is_last_resort: bool,
}

/// What became of the sheets of a file.
struct Sheets {
    passed_over: Vec<PassedOver>,
    facts: Result<FileFacts, InputError>,
    /// Which of them are rosters, from 0.
    places: Vec<usize>,
}

impl Run<'_> {
    pub(super) fn file(
        &self,
        of: (&File, &Glossary<'_>),
        shown: &Shown,
        outcome: &mut Outcome,
        seen: &mut Seen,
    ) -> Result<(), NoRoom> {
        let before = outcome.rosters.len();
        let mut sheets = self.sheets(of, false, shown, (outcome, seen))?;
        let waits = |passed: &PassedOver| passed.why.waits_for_others();
        if outcome.rosters.len() == before && sheets.passed_over.iter().any(waits) {
            sheets = self.sheets(of, true, shown, (outcome, seen))?;
        }
        outcome.files.push(FileOutcome {
            path: of.0.path.clone(),
            shown: Arc::from(self.said(&of.0.shown)),
            passed_over: sheets.passed_over,
            facts: sheets.facts,
            rosters: outcome.rosters.len() - before,
            places: sheets.places,
        });
        Ok(())
    }

    /// Reads the sheets of a file that are rosters; as a last resort those, too, that are none beside others.
    fn sheets(
        &self,
        (file, glossary): (&File, &Glossary<'_>),
        is_last_resort: bool,
        shown: &Shown,
        (outcome, seen): (&mut Outcome, &mut Seen),
    ) -> Result<Sheets, NoRoom> {
        let before = outcome.rosters.len();
        let mut book = Book::default();
        let (mut passed_over, mut no_room) = (Vec::new(), None);
        let (mut sheets, mut places) = (0.., Vec::new());
        let facts = input::read_by(self.block, &file.path, &mut |sheet| {
            let (place, name) = (sheets.next(), sheet.name().map(str::to_owned));
            let mut batches = Batches::of(sheet);
            let number = u16::try_from(outcome.rosters.len()).ok();
            let top = batches.top();
            let counts_from_1904 = batches.counts_from_1904();
            let candidate = Candidate { number, name: name.as_deref(), counts_from_1904, is_last_resort };
            let recognised = self.recognise(file, candidate, &top, glossary);
            let others = &outcome.rosters[before..];
            match recognised.or_else(|why| self.beside_others(why, (file, candidate), &top, (others, glossary))) {
                Ok(mut roster) => {
                    places.extend(place);
                    roster.header.hide(batches.hidden_columns());
                    roster.is_alone = seen.files == 1 && name.is_none();
                    roster.read_as = (!file.read_beside(name.as_deref()).is_empty()).then(|| self.name_of(&roster));
                    if self.reveal {
                        roster.header.reveal();
                    }
                    roster.file = Arc::from(self.said(&roster.file));
                    roster.sheet = roster.sheet.map(|name| self.said(&name));
                    let read = self.sheet((roster, shown), batches, (outcome, &mut *seen, &mut book));
                    read.unwrap_or_else(|error| {
                        no_room = Some(error);
                        Ok(())
                    })
                }
                Err(why) => {
                    let rows = batches.rows()?;
                    passed_over.push(PassedOver { sheet: name.map(|name| self.said(&name)), why, rows });
                    Ok(())
                }
            }
        });
        let facts = facts.map(|facts| self.facts(facts));
        self.rosters(before, &book, shown, outcome);
        no_room.map_or(Ok(Sheets { passed_over, facts, places }), Err)
    }

    /// What a file is, with the names of the sheets that are not read as people may see them.
    fn facts(&self, facts: FileFacts) -> FileFacts {
        let skipped = facts.skipped.iter().map(|(name, why)| (self.said(name), *why)).collect();
        FileFacts { skipped, ..facts }
    }

    /// The name of a file or a sheet as people may see it; it is found by its own.
    fn said(&self, name: &str) -> String {
        Kind::Text.shown(name, self.reveal)
    }

    fn name_of(&self, roster: &Roster) -> String {
        self.pack.programmes[roster.programme].name.get(self.lang).to_owned()
    }

    /// The roster that a sheet is, by its name and its top; or why it is not used.
    fn recognise(
        &self,
        file: &File,
        candidate: Candidate<'_>,
        top: &[TopRow],
        glossary: &Glossary<'_>,
    ) -> Result<Roster, NotARoster> {
        let pin = file.pins.iter().find(|pin| pin.is_of(candidate.name));
        let beside = file.read_beside(candidate.name);
        if pin.is_none() && !file.pins.is_empty() {
            return Err(if beside.is_empty() { NotARoster::NotNamed } else { NotARoster::OtherProgramme });
        }
        let of_pin = pin.and_then(|pin| pin.programme).map(|programme| (programme, NamedBy::Workspace));
        let of = SheetOf {
            source: candidate.number.unwrap_or(u16::MAX),
            file: &file.shown,
            sheet: candidate.name,
            programme: file.programme.filter(|(_, by)| *by == NamedBy::Option).or(of_pin).or(file.programme),
            months: pin.and_then(|pin| pin.months).or(file.months),
            list: file.list.as_ref(),
            counts_from_1904: candidate.counts_from_1904,
            pin,
            beside: &beside,
            is_last_resort: candidate.is_last_resort,
        };
        let roster = Roster::recognise(&of, top, glossary)?;
        match self.only {
            Some(only) if only != roster.programme && roster.list.is_none() => Err(NotARoster::OtherProgramme),
            _ if candidate.number.is_none() => Err(NotARoster::TooMany),
            _ => Ok(roster),
        }
    }

    /// What a sheet that is no roster by itself is beside the rosters before it in its file: one of the same programme
    /// where its header says the same words, and a part of one where it has no header and its rows look the same.
    fn beside_others(
        &self,
        why: NotARoster,
        (file, candidate): (&File, Candidate<'_>),
        top: &[TopRow],
        (others, glossary): (&[Roster], &Glossary<'_>),
    ) -> Result<Roster, NotARoster> {
        if file.list.is_some() || !file.pins.is_empty() {
            return Err(why);
        }
        match why {
            NotARoster::NoProgramme | NotARoster::NamesAlone => {
                let like = |other: &Roster| {
                    let programme = Some((other.programme, NamedBy::SameHeader));
                    let file = File { programme, months: file.months.or(other.months), ..file.clone() };
                    let roster = self.recognise(&file, candidate, top, glossary).ok()?;
                    roster.has_header_of(other).then_some(roster)
                };
                let is_free = |other: &&Roster| !other.is_called_otherwise(candidate.name, glossary.pack);
                others.iter().rev().filter(is_free).find_map(like).ok_or(why)
            }
            NotARoster::NoHeader if others.iter().any(|other| other.goes_on_with(top)) => Err(NotARoster::GoesOn),
            _ => Err(why),
        }
    }
}
