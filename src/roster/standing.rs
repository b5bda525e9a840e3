//! Where a record stands: where it says, else where the one above does; another township is another village.

use crate::field::Field;

use super::Roster;
use super::fold::folded;
use super::record::Record;

/// Township and village met last, as they are written: neighbours usually share them, and where they are merged do not name
/// them.
#[derive(Debug)]
pub struct Standing {
    pub township: String,
    pub village: String,
    /// The field whose column names townships.
    townships: Field,
}

/// What a record writes otherwise than the one above it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    pub township: bool,
    pub village: bool,
}

impl Standing {
    /// Under no place of a roster yet.
    pub fn of(roster: &Roster) -> Standing {
        Standing { township: String::new(), village: String::new(), townships: roster.townships }
    }

    /// Forgets the places met so far.
    pub fn clear(&mut self) {
        self.township.clear();
        self.village.clear();
    }

    /// Goes where a record says it stands.
    #[inline(always)]
    pub fn follow(&mut self, record: &Record<'_>) -> Moved {
        Moved {
            township: !record.says(self.townships, &self.township) && self.takes_township(record),
            village: !record.says(Field::Village, &self.village) && self.takes_village(record),
        }
    }

    fn takes_township(&mut self, record: &Record<'_>) -> bool {
        if record.holds_error(self.townships) {
            // Which it is nobody knows: not the one above.
            self.clear();
            return true;
        }
        let Some(name) = record.text(self.townships).filter(|name| self.township != **name) else { return false };
        if folded(name) != folded(&self.township) {
            self.village.clear();
        }
        name.clone_into(&mut self.township);
        true
    }

    fn takes_village(&mut self, record: &Record<'_>) -> bool {
        if record.holds_error(Field::Village) {
            self.village.clear();
            return true;
        }
        let Some(name) = record.text(Field::Village).filter(|name| self.village != **name) else { return false };
        name.clone_into(&mut self.village);
        true
    }
}
