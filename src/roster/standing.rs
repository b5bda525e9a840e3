//! Where a record stands: where it says, else where the one above does; another township is another village.

use crate::field::Field;
use crate::rules::is_one_of;

use super::Roster;
use super::fold::folded;
use super::path::Paths;
use super::record::Record;

/// Township and village met last: neighbours usually share them, and where they are merged do not name them.
#[derive(Debug)]
pub struct Standing {
    /// Taken from what is written, which may name the county before it and the village behind.
    pub township: String,
    pub village: String,
    written: String,
    paths: Paths,
    /// Whether villages have no column of their own.
    villages_behind: bool,
    /// The field whose column names townships.
    townships: Field,
}

/// What is another place than that of the record above.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    pub township: bool,
    pub village: bool,
}

impl Standing {
    /// Under no place of a roster yet but the township that all of it stands under.
    pub fn of(roster: &Roster) -> Standing {
        Standing {
            township: roster.above_all().to_owned(),
            village: String::new(),
            written: String::new(),
            paths: Paths::default(),
            villages_behind: !roster.has(Field::Village),
            townships: roster.townships,
        }
    }

    /// Forgets the places met so far.
    pub fn clear(&mut self) {
        self.township.clear();
        self.village.clear();
        self.written.clear();
    }

    /// Goes where a record says it stands.
    #[inline(always)]
    pub fn follow(&mut self, record: &Record<'_>) -> Moved {
        let township = !record.says(self.townships, &self.written) && self.takes_township(record);
        let of_its_column = !record.says(Field::Village, &self.village) && self.takes_village(record);
        Moved { township, village: of_its_column || (township && self.villages_behind) }
    }

    fn takes_township(&mut self, record: &Record<'_>) -> bool {
        if record.holds_error(self.townships) {
            // Which it is nobody knows: not the one above.
            self.clear();
            return true;
        }
        let Some(written) = another(record, self.townships, &self.written) else { return false };
        let path = self.paths.of(written, &record.roster.vocabulary);
        if self.villages_behind {
            path.village.clone_into(&mut self.village);
        } else if folded(&path.township) != folded(&self.township) {
            self.village.clear();
        }
        path.township.clone_into(&mut self.township);
        written.clone_into(&mut self.written);
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
