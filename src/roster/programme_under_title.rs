//! The rows of a sheet whose title names its programme go in; which of them say that they are of another comes out.

use crate::field::Field;
use crate::rules::{Pack, is_one_of};

use super::fold::folded;
use super::header::{Header, TopRow};
use super::layout::means;
use super::naming::{named_by, names};
use super::programme_of_row::ProgrammeOfRow;
use super::record::Record;

impl ProgrammeOfRow {
    /// Of a sheet whose title names its programme, the column in which rows may name another all the same: only one that nobody may
    /// have beside it, or of its own kind, is another. What somebody is, or where registered, is asked about elsewhere.
    pub(super) fn under_title((header, top): (&Header, &[TopRow]), own: usize, pack: &Pack) -> Option<ProgrammeOfRow> {
        let mut of_row = ProgrammeOfRow::of((header, top), own, (&[], true), pack)?;
        let head = header.columns.iter().find(|head| head.index == of_row.column)?;
        let is_asked = !means(head, Field::Hukou) && !means(head, Field::ClassOfPerson);
        let names_own = || of_row.is_named(&of_row.own, (header, top));
        if !is_asked || (of_row.rest.is_empty() && !names_own()) {
            return None;
        }
        let is_of_kind = |other: usize| {
            let kind = of_row.rest.as_str();
            !kind.is_empty() && names(&pack.programmes[other]).any(|name| name.ends_with(kind))
        };
        let all = pack.programmes.iter().enumerate().filter(|(other, of)| *other != own && !of.is_list);
        let others = all.filter(|(other, _)| pack.excludes(own, *other) || is_of_kind(*other));
        of_row.others = others.flat_map(|(_, other)| names(other)).cloned().collect();
        Some(of_row)
    }

    /// The cell of a record that names other programmes alone, each by all of a name.
    pub(super) fn names_only_others(&self, record: &Record<'_>) -> Option<u16> {
        let said = record.text_at(self.column)?;
        if is_one_of(said, &self.own) {
            return None;
        }
        let said = folded(said);
        let mut parts = self.parts(&said).peekable();
        parts.peek()?;
        let is_other = |part: String| {
            let other = named_by(&part, &self.others);
            other.1 && other > named_by(&part, &self.own)
        };
        parts.all(is_other).then_some(self.column)
    }
}
