//! All rosters of a run: what a check about people may look at.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rustc_hash::FxHashSet;

use super::lists::{APPROVED, PAYMENTS};
use super::{ByAccount, DueLaws, Purposes, Whose};
use crate::calendar::Calendar;
use crate::day::Month;
use crate::field::Field;
use crate::lang::Lang;
use crate::roster::{Declared, ListFacts, MeansKey, Remark, Roster, Sighting};
use crate::rules::{Pack, Programme, When};

/// A name, and a household in which somebody of that name is rostered or registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Home {
    pub name: u32,
    pub household: u32,
    pub is_registered: bool,
}

/// What a check about people may look at: all rosters of the run.
pub struct Scene<'s> {
    pub pack: &'s Pack,
    pub rosters: &'s [Roster],
    pub calendar: &'s Calendar,
    pub today: NaiveDate,
    /// What the rows of reference lists say besides, in order.
    pub remarks: &'s BTreeMap<(u16, u32), Remark>,
    /// What rosters say households live on.
    pub declared: &'s Declared,
    /// What lists of income have on members of those households, in the order of their numbers.
    pub incomes: &'s BTreeMap<MeansKey, Vec<Sighting>>,
    /// The months some row of a programme is of, by its index.
    pub rostered: &'s BTreeMap<usize, BTreeSet<Month>>,
    /// The months its lists of payments are of, as a whole or by some row.
    pub paid_in: &'s BTreeMap<usize, BTreeSet<Month>>,
    /// The months approvals of it are of.
    pub approved_in: &'s BTreeMap<usize, BTreeSet<Month>>,
    /// The months of which lists of payments are that were held by accounts alone.
    pub paid_by_account: &'s BTreeMap<usize, BTreeSet<Month>>,
    /// The programmes whose payments are called by the month after the one they pay, and how many payments told it.
    pub behind: &'s BTreeMap<usize, u64>,
    /// What became of payments without identity numbers.
    pub by_account: &'s ByAccount,
    /// The numbers of those who may be one with somebody of their account and name on the other side of the payments.
    pub mistyped: &'s FxHashSet<u64>,
    /// Whose the rows of payments, approvals and stops are.
    pub purposes: &'s Purposes<'s>,
    /// The registered households of those paid into accounts that take the money of several rows, by their numbers.
    pub registered: &'s BTreeMap<u64, u32>,
    /// The households of those who have the name of somebody that holds the account of another.
    pub homes: &'s FxHashSet<Home>,
    /// Of each roster, how many rows name who holds the account, and how many of these other people of whom nothing tells.
    pub held: &'s [(u64, u64)],
    /// What the rules say to whoever may be due something.
    pub due_laws: DueLaws,
    /// The names of townships and villages as people may see them, by number.
    pub places: &'s [String],
}

impl<'s> Scene<'s> {
    pub fn programme(&self, sighting: &Sighting) -> &'s Programme {
        &self.pack.programmes[self.roster(sighting).programme]
    }

    pub fn roster(&self, sighting: &Sighting) -> &'s Roster {
        &self.rosters[usize::from(sighting.source)]
    }

    /// Whether a sighting is one of a reference list, by the list's id.
    pub fn is_of(&self, sighting: &Sighting, list: &str) -> bool {
        let programme = self.programme(sighting);
        programme.is_list && programme.id == list
    }

    /// Whether a payment is the person's by the account it was paid into, and by no number.
    pub fn is_by_account(&self, sighting: &Sighting) -> bool {
        self.is_of(sighting, PAYMENTS) && !self.roster(sighting).gives_numbers()
    }

    /// Whether the programme of a sighting is only for people who stand on a list, by the list's id.
    pub fn is_only_for(&self, sighting: &Sighting, list: &str) -> bool {
        let programme = self.programme(sighting);
        let mut lists = self.pack.programmes.iter().filter(|of| of.is_list && of.id == list);
        lists.any(|of| of.is_only_for(programme))
    }

    /// The name of a township or a village; empty where none is written.
    pub fn place_name(&self, number: u32) -> &'s str {
        self.places.get(number as usize).map_or("", String::as_str)
    }

    /// What the row of a list says besides, as a sentence has it; empty where it says nothing.
    pub fn remark(&self, sighting: &Sighting, lang: Lang) -> String {
        self.remark_of(sighting).map_or_else(String::new, |remark| remark.words(lang))
    }

    /// What one column of a list says on a row.
    pub fn said(&self, sighting: &Sighting, field: Field) -> Option<&'s str> {
        self.remark_of(sighting)?.field(field)
    }

    /// What the row of a list says besides, column by column.
    pub fn remark_of(&self, sighting: &Sighting) -> Option<&'s Remark> {
        self.remarks.get(&(sighting.source, sighting.row))
    }

    /// Whose a row of payments, approvals or stops is.
    pub fn whose(&self, sighting: &Sighting) -> Whose {
        self.purposes.whose(sighting.source, sighting.purpose)
    }

    /// The programme that pays by a row: that of its roster, or of a payment or an approval that of its list.
    pub fn pays(&self, sighting: &Sighting) -> Option<usize> {
        let programme = self.programme(sighting);
        if !programme.is_list {
            return Some(self.roster(sighting).programme);
        }
        match self.whose(sighting) {
            Whose::Of(of) if [PAYMENTS, APPROVED].contains(&programme.id.as_str()) => Some(of),
            _ => None,
        }
    }

    /// Whether the row of a list is one of those a condition speaks of; `None` where it does not say.
    pub fn meets(&self, when: &When, sighting: &Sighting) -> Option<bool> {
        if when.is_empty() {
            return Some(true);
        }
        self.remark_of(sighting)?.meets(when, &self.pack.codes)
    }

    /// The list's title, day and source: what a finding shows of where it comes from.
    pub fn list_facts(&self, sighting: &Sighting) -> Option<&'s ListFacts> {
        self.roster(sighting).list.as_ref()
    }

    /// What a list is called, by its id.
    pub fn list_name(&self, id: &str, lang: Lang) -> String {
        let list = self.pack.list(id).map(|list| &self.pack.programmes[list]);
        list.map_or(id, |list| list.name.get(lang)).to_owned()
    }

    /// Whether some list of the run is this one.
    pub fn has_list(&self, id: &str) -> bool {
        let lists = self.rosters.iter().map(|roster| &self.pack.programmes[roster.programme]);
        lists.into_iter().any(|list| list.is_list && list.id == id)
    }
}
