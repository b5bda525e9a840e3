//! The words in which a row of a list names its programme go in; which one it is comes out.

use crate::rules::Pack;

use super::fold::folded;
use super::naming::{Named, named_in};

/// What a row of payments, approvals or stops says of the programme it is of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// Nothing: it is of what its sheet is of.
    #[default]
    OfSheet,
    /// Index into the pack.
    Of(u16),
    /// Something that is no programme's name, or several.
    Unknown,
}

impl Purpose {
    pub fn named(words: &str, pack: &Pack) -> Purpose {
        match named_in(&folded(words), pack) {
            Named::One(programme) => u16::try_from(programme).map_or(Purpose::Unknown, Purpose::Of),
            Named::Several | Named::Nothing => Purpose::Unknown,
        }
    }
}
