//! Households of all rosters go in; they come out in the order of the files, as often as somebody adds them up.

use crate::roster::Household;
use crate::sorted::{NoRoom, Pile, Start};

/// The households of a run, in memory or on disk.
#[derive(Debug, Default)]
pub struct Households {
    all: Pile<Household>,
    /// Bytes that what is found out about them may take in memory.
    pub memory: usize,
}

impl Households {
    pub(super) fn of(all: Pile<Household>, memory: usize) -> Households {
        Households { all, memory }
    }

    pub fn count(&self) -> usize {
        self.all.count()
    }

    /// Each of them, in file order.
    pub fn each(&self, visit: impl FnMut(Household) -> Result<(), NoRoom>) -> Result<(), NoRoom> {
        self.all.each(visit)
    }

    /// Puts what becomes of each, if anything does, in its place.
    pub(super) fn change(&mut self, mut become_of: impl FnMut(Household) -> Option<Household>) -> Result<(), NoRoom> {
        self.all.change(Start::default(), |household| Ok(become_of(household)))
    }
}
