//! All that rows leave behind of people, accounts and households: in memory while there is room, else on disk.

use std::collections::BTreeMap;

use crate::input;
use crate::roster::{AccountSighting, BillSighting, Causes, Declared, Household, Remark, Settings, Trace, Unnumbered};
use crate::sorted::{NoRoom, Parted, Pile, Start};

use super::File;
use super::gather::Name;

/// All that rows left behind of people, accounts and bills.
#[derive(Debug)]
pub(super) struct Seen {
    /// How many files are read.
    pub files: usize,
    pub people: Parted<Trace>,
    pub settings: Settings,
    /// What people were aided for.
    pub causes: Causes,
    pub accounts: Parted<AccountSighting>,
    /// Payments whose rows give no identity number.
    pub unnumbered: Parted<Unnumbered>,
    pub bills: Parted<BillSighting>,
    /// Those of the sheet at work in row order, behind those of the sheets before it where households are to be
    /// counted.
    pub households: Pile<Household>,
    /// Where those of the sheet at work begin.
    pub sheet: Start,
    /// What may make them one with others of their sheet.
    pub names: Parted<Name>,
    /// What rows of reference lists say besides, by roster and row.
    pub remarks: BTreeMap<(u16, u32), Remark>,
    /// What rosters say households live on.
    pub declared: Declared,
    /// Bytes that may stay in memory.
    pub memory: usize,
}

/// Files of more bytes than this hold many rows, as far as their size tells: workbooks and archives are packed.
const LARGE: u64 = 1 << 30;
/// So do those of more than so many times what may stay in memory.
const TIMES: u64 = 16;

impl Seen {
    /// Nothing yet of some files, of which so many bytes may stay in memory.
    pub fn of(files: &[File], memory: usize) -> Seen {
        let sizes = files.iter().filter_map(|file| input::size(&file.path));
        let many = sizes.sum::<u64>() > LARGE.min((memory as u64).saturating_mul(TIMES));
        Seen {
            files: files.len(),
            people: Parted::of(many),
            settings: Settings::default(),
            causes: Causes::default(),
            accounts: Parted::of(many),
            unnumbered: Parted::of(many),
            bills: Parted::of(many),
            households: Pile::default(),
            sheet: Start::default(),
            names: Parted::of(many),
            remarks: BTreeMap::new(),
            declared: Declared::default(),
            memory,
        }
    }

    /// Sends to disk what has no room in memory: all of one kind, of which there is most.
    pub fn make_room(&mut self) -> Result<(), NoRoom> {
        let Seen { people, accounts, unnumbered, bills, households, names, memory, .. } = self;
        let sizes = [people.size(), accounts.size(), unnumbered.size(), bills.size(), households.size(), names.size()];
        match sizes.iter().max() {
            _ if sizes.iter().sum::<usize>() <= *memory => Ok(()),
            most if most == Some(&people.size()) => people.spill(),
            most if most == Some(&households.size()) => households.spill(),
            most if most == Some(&accounts.size()) => accounts.spill(),
            most if most == Some(&unnumbered.size()) => unnumbered.spill(),
            most if most == Some(&bills.size()) => bills.spill(),
            _ => names.spill(),
        }
    }
}
