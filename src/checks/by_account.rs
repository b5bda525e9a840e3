//! What became of payments whose rows give no identity number: held against the rows of rosters that name their
//! accounts.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

/// Payments without identity numbers.
#[derive(Debug, Default)]
pub struct ByAccount {
    /// How many of each list were held against somebody, by its source.
    pub lists: BTreeMap<u16, Held>,
    /// The programmes and names of rows without a number on lists that give numbers: held against nobody.
    pub names: FxHashSet<(usize, u32)>,
}

/// How many payments of a list were held against somebody, and why the others were not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Held {
    pub held: u64,
    /// Their list gives the numbers of others.
    pub beside_numbers: u64,
    /// No roster has their account, or the row gives none.
    pub on_no_roster: u64,
    /// Their account is that of several people or households.
    pub of_several: u64,
    /// They name neither the person of the account nor the head or the payee.
    pub of_other_name: u64,
}
