//! Somebody a row names: a name, a number, what the number states.

use chrono::NaiveDate;

use crate::identity::{self, IdNumber};

use super::fold::hashed_name;
use super::value::Value;

/// A person as one row names them.
#[derive(Debug, Clone, Copy)]
pub struct Person<'a> {
    pub name: Option<&'a str>,
    /// The same, hashed; 0 where none stands.
    pub(super) hashed: u32,
    pub id: Value,
    /// As the number states it.
    pub birth: Option<NaiveDate>,
    /// Where the number stands, or the name if no column holds numbers.
    pub column: Option<u16>,
    pub role: Role,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The head of a household laid out in one row, or in the row itself.
    Head,
    Member,
    /// The only person of the row.
    Alone,
}

impl<'a> Person<'a> {
    #[inline(always)]
    pub(super) fn new(name: Option<&'a str>, id: Value, column: Option<u16>, role: Role) -> Person<'a> {
        let hashed = name.map_or(0, hashed_name);
        Person { name, hashed, id, birth: id.id().and_then(IdNumber::birth), column, role }
    }

    /// The number, if it can be somebody's who now lives or lately died: zeros put into a cell that must not be blank
    /// are nobody's.
    pub(super) fn somebody(&self) -> Option<IdNumber> {
        self.id.id().filter(|_| self.birth.is_some_and(identity::is_of_our_days))
    }
}
