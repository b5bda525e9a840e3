//! All that rows leave behind of people, accounts and households: in memory while there is room, else on disk.

use std::collections::BTreeMap;

use crate::roster::{AccountSighting, Household, Means, MeansKey, Remark, Settings, Trace};
use crate::sorted::{NoRoom, Pile, Sorted};

/// All that rows left behind of people and accounts.
#[derive(Debug)]
pub(super) struct Seen {
    pub people: Sorted<Trace>,
    pub settings: Settings,
    pub accounts: Pile<AccountSighting>,
    /// Of these, the ones that may occur more than once: known when all rows have been read.
    pub paid: Sorted<AccountSighting>,
    /// Those of the sheet at work, where each takes several rows.
    pub households: Sorted<Household>,
    /// What rows of reference lists say besides, by roster and row.
    pub remarks: BTreeMap<(u16, u32), Remark>,
    /// What rosters say households live on.
    pub means: BTreeMap<MeansKey, Means>,
    /// Bytes that may stay in memory.
    pub memory: usize,
}

impl Seen {
    pub fn new(memory: usize) -> Seen {
        Seen {
            people: Sorted::with_room(memory),
            settings: Settings::default(),
            accounts: Pile::default(),
            paid: Sorted::default(),
            households: Sorted::default(),
            remarks: BTreeMap::new(),
            means: BTreeMap::new(),
            memory,
        }
    }

    /// Sends to disk what has no room in memory. Most of it is people's: accounts are looked at once more, and nearly all of
    /// them left there; households come back in the order in which they went.
    pub fn make_room(&mut self) -> Result<(), NoRoom> {
        let Seen { people, accounts, households, memory, .. } = self;
        if accounts.size() > *memory / 8 {
            accounts.spill()?;
        }
        if households.size() > *memory / 8 {
            households.spill()?;
        }
        match people.size() + accounts.size() + households.size() > *memory {
            true => people.spill(),
            false => Ok(()),
        }
    }
}
