//! Where a record stands: where it says, else where the one above does; another township is another village.

use crate::field::Field;
use crate::rules::is_one_of;

use super::Roster;
use super::fold::folded;
use super::record::Record;

/// Township and village met last, as they are written: neighbours usually share them, and where they are merged do not
/// name them.
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
    /// Under no place of a roster yet but the township that all of it stands under.
    pub fn of(roster: &Roster) -> Standing {
        Standing { township: roster.above_all().to_owned(), village: String::new(), townships: roster.townships }
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
        let Some(name) = another(record, self.townships, &self.township) else { return false };
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
        let Some(name) = another(record, Field::Village, &self.village) else { return false };
        name.clone_into(&mut self.village);
        true
    }
}

/// What a record names where it is another place than the one above, which 〃 is not.
fn another<'a>(record: &Record<'a>, field: Field, above: &str) -> Option<&'a str> {
    let is_above = |name: &str| name == above || is_one_of(name.trim(), &record.roster.vocabulary.same_as_above);
    record.text(field).filter(|name| !is_above(name))
}
