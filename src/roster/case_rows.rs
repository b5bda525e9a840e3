//! A roster's columns go in; which of its rows speak for the case of their household comes out.

use crate::field::{Field, Kind};

use super::Layout;
use super::record::Record;

/// Which rows have dates that are those of a case. Of a household in several rows all have the same: it is judged once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CaseRows {
    Every,
    /// Those of heads.
    Heads,
    /// Those that say what is paid, where nothing tells heads.
    Paid,
}

impl CaseRows {
    pub(super) fn of(layout: Layout, by_field: &[Option<u16>; Field::COUNT], hides_heads: bool) -> CaseRows {
        let has = |field: &Field| by_field[field.index()].is_some();
        let pairs = [(Field::Id, Field::HeadId), (Field::Name, Field::HeadName)];
        let relations_tell = has(&Field::Relation) && !hides_heads;
        let tells_heads = relations_tell || pairs.iter().any(|(own, head)| has(own) && has(head));
        let gives_money = || Field::ALL.iter().any(|field| field.kind() == Kind::Money && has(field));
        match layout {
            Layout::HouseholdRows if tells_heads => CaseRows::Heads,
            Layout::HouseholdRows if gives_money() => CaseRows::Paid,
            _ => CaseRows::Every,
        }
    }
}

impl Record<'_> {
    /// Whether its dates are those of a case, and not of one that another row of its household speaks for.
    #[inline]
    pub fn stands_for_case(&self) -> bool {
        match self.roster.case_rows {
            CaseRows::Every => true,
            CaseRows::Heads => self.is_head,
            CaseRows::Paid => self.gives(Kind::Money),
        }
    }
}
