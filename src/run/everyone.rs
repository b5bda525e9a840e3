//! Everyone seen goes in; those who may have been seen again come out beside each other, the others as they came.

use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashSet;

use crate::roster::Trace;
use crate::side_by_side::{shares, side_by_side};
use crate::sorted::{Groups, Met, NoRoom, Part, Parted, Sorted};

use super::sharing::{Named, put_names};

/// Everyone seen.
pub(super) struct Everyone {
    /// In parts by person; nobody where all are together.
    rows: Parted<Trace>,
    /// By person: all, or who may have been seen again.
    pub together: Sorted<Trace>,
    /// All of them by name, where anybody asks; the same names are in the same part of each.
    pub named: Vec<Parted<Named>>,
    pub threads: usize,
}

/// Some of all that was seen.
pub(super) enum Portion<'e> {
    Rows(Part<'e, Trace>),
    Together(Groups<'e, Trace>),
}

/// Who is to be together with all that was seen of them, and how.
pub(super) struct Wanted<'w> {
    /// Not only those seen again.
    pub all: bool,
    /// These as well.
    pub also: &'w FxHashSet<u64>,
    /// And whoever has one of these names.
    pub named: &'w FxHashSet<u32>,
    pub names: bool,
    /// Bytes that may stay in memory.
    pub memory: usize,
    pub threads: usize,
}

impl Everyone {
    pub fn of(rows: Parted<Trace>, wanted: &Wanted<'_>) -> Result<Everyone, NoRoom> {
        let mut everyone = match wanted.all {
            true => Everyone::all_together(rows, wanted)?,
            false => Everyone::parted(rows, wanted)?,
        };
        if wanted.names {
            let mut named = Parted::like(&everyone.rows);
            let mut groups = everyone.together.groups()?;
            while let Some(person) = groups.next_group()? {
                put_names(person, &mut named);
                named.spill_beyond(wanted.memory / 4)?;
            }
            everyone.named.push(named);
        }
        Ok(everyone)
    }

    fn all_together(rows: Parted<Trace>, wanted: &Wanted<'_>) -> Result<Everyone, NoRoom> {
        // Rows make room as they are taken up.
        let memory = wanted.memory.saturating_sub(rows.size() / 2);
        let nobody = Parted::like(&rows);
        let together = rows.sorted(memory)?;
        Ok(Everyone { rows: nobody, together, named: Vec::new(), threads: wanted.threads })
    }

    /// Takes those together who were seen again.
    fn parted(mut rows: Parted<Trace>, wanted: &Wanted<'_>) -> Result<Everyone, NoRoom> {
        rows.spill_rest()?;
        let (threads, memory) = (wanted.threads, wanted.memory / 4);
        let together = Mutex::new(Sorted::default());
        let seen = side_by_side(threads, shares(rows.parts(), threads), |parts| {
            let (mut named, mut room) = (Parted::like(&rows), Vec::new());
            for (count, part) in parts {
                let part = part.at_hand(wanted.memory / 2 / threads, &mut room)?;
                let mut again = look_through(&part, count, wanted, &mut named)?;
                named.spill_beyond(memory / threads)?;
                let mut together = together.lock().unwrap_or_else(PoisonError::into_inner);
                together.append(&mut again);
                together.spill_beyond(memory)?;
            }
            Ok(named)
        });
        let named = seen.into_iter().collect::<Result<_, NoRoom>>()?;
        let mut together = together.into_inner().unwrap_or_else(PoisonError::into_inner);
        together.order()?;
        Ok(Everyone { rows, together, named, threads })
    }

    /// All that was seen, in portions of about as much.
    pub fn portions(&self) -> Result<Vec<Portion<'_>>, NoRoom> {
        if self.rows.count() > 0 {
            return Ok(self.rows.parts().into_iter().map(|(_, part)| Portion::Rows(part)).collect());
        }
        Ok(self.together.parts(self.threads)?.into_iter().map(Portion::Together).collect())
    }
}

/// Who of a part may have been seen again, with all that was seen of them; the names of the others are put down.
fn look_through(
    part: &Part<'_, Trace>,
    count: usize,
    wanted: &Wanted<'_>,
    named: &mut Parted<Named>,
) -> Result<Vec<Trace>, NoRoom> {
    let mut met = Met::new(count);
    part.each(|trace| {
        met.add(trace.key);
        if wanted.also.contains(&trace.key) || wanted.named.contains(&trace.name) {
            met.meet_again(trace.key);
        }
        Ok(())
    })?;
    let (mut again, mut names) = (Vec::new(), Vec::new());
    part.each(|trace| {
        if met.met_again(trace.key) {
            again.push(trace);
        } else if wanted.names {
            names.extend(Named::of(&trace));
        }
        Ok(())
    })?;
    named.extend(&names);
    Ok(again)
}

impl Portion<'_> {
    /// Each sighting, in no order.
    pub fn each(self, mut visit: impl FnMut(Trace) -> Result<(), NoRoom>) -> Result<(), NoRoom> {
        match self {
            Portion::Rows(rows) => rows.each(visit),
            Portion::Together(mut groups) => {
                while let Some(person) = groups.next_group()? {
                    person.iter().try_for_each(|trace| visit(*trace))?;
                }
                Ok(())
            }
        }
    }
}
