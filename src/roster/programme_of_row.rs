//! The cells in which rows name their programme go in; which rows are of another than the one they are read as comes
//! out.

use std::collections::BTreeSet;

use crate::field::Field;
use crate::input::{Cell, Row};
use crate::rules::{Pack, is_one_of};

use super::fold::folded;
use super::header::{HeadColumn, Header, TopRow};
use super::layout::means;
use super::naming::{named_by, names};
use super::several::ReadBeside;

/// The column of a roster of several programmes that says of which each row is: 低保类别, 补贴类别.
#[derive(Debug, Clone)]
pub(super) struct ProgrammeOfRow {
    column: u16,
    /// What its cells leave out: 低保 behind 城市.
    rest: String,
    own: Vec<String>,
    others: Vec<String>,
    /// The names of those the sheet is read for as well: then only rows that name this one are its own, for the rest
    /// would be of all.
    beside: Vec<String>,
}

/// What stands between several programmes in one cell: 生活+护理.
const BETWEEN: [char; 7] = ['+', '、', ',', ';', '/', '和', '及'];

impl ProgrammeOfRow {
    pub(super) fn of(
        (header, top): (&Header, &[TopRow]),
        own: usize,
        beside: &[ReadBeside],
        pack: &Pack,
    ) -> Option<ProgrammeOfRow> {
        let rest = |head: &HeadColumn| {
            pack.vocabulary.programme_of_row.get(lowest(head)).map(|rest| (head.index, rest.clone()))
        };
        let by_cells = |head: &&HeadColumn| names_programmes(head, (header, top), own, pack);
        let called = header.columns.iter().find_map(rest);
        let (column, rest) =
            called.or_else(|| header.columns.iter().find(by_cells).map(|head| (head.index, String::new())))?;
        let own = &pack.programmes[own];
        let others = pack.paying().filter(|other| other.id != own.id);
        Some(ProgrammeOfRow {
            column,
            rest,
            own: names(own).cloned().collect(),
            others: others.flat_map(names).cloned().collect(),
            beside: beside.iter().flat_map(|other| names(&pack.programmes[other.programme])).cloned().collect(),
        })
    }

    /// The words in which a row names its programme, or those above with which they are one cell.
    pub(super) fn said<'a>(&self, row: Row<'a>) -> Option<&'a str> {
        let column = usize::from(self.column);
        let own = row.cells.get(column).copied().filter(|cell| !cell.is_blank());
        match own.unwrap_or_else(|| row.above(column)) {
            Cell::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whether such words name another programme, alone or with this one, or do not name this one where they must;
    /// nothing is said by none.
    pub(super) fn is_another(&self, said: Option<&str>) -> bool {
        let said = said.map(folded).unwrap_or_default();
        let mut parts = said.split(BETWEEN).filter(|part| !part.is_empty()).map(|part| self.whole(part)).peekable();
        let of_nobody = !self.beside.is_empty() && parts.peek().is_none();
        of_nobody || parts.any(|part| self.is_of_another(&part))
    }

    fn is_of_another(&self, part: &str) -> bool {
        let (own, others) = (named_by(part, &self.own), named_by(part, &self.others));
        others > own || (!self.beside.is_empty() && named_by(part, &self.beside) >= own)
    }

    fn whole(&self, part: &str) -> String {
        if part.contains(self.rest.as_str()) { part.to_owned() } else { format!("{part}{}", self.rest) }
    }
}

fn lowest(head: &HeadColumn) -> &str {
    head.words.rsplit('/').next().unwrap_or_default()
}

/// Whether the cells of a column that may say what kind somebody is of (人员类别) name programmes: this one and another, or in a
/// column that is none of its own only others that nobody may have beside it.
fn names_programmes(head: &HeadColumn, (header, top): (&Header, &[TopRow]), own: usize, pack: &Pack) -> bool {
    if !is_one_of(lowest(head), &pack.vocabulary.may_name_programme) {
        return false;
    }
    let below = top.iter().filter(|row| row.number > header.last_row);
    let cells = below.filter_map(|row| row.cells.get(usize::from(head.index)));
    let named: BTreeSet<usize> = cells.filter_map(|cell| begun_by(&folded(cell), pack)).collect();
    let is_common = head.meaning.is_none() || means(head, Field::Class);
    let excludes_all = || named.iter().all(|other| *other == own || pack.excludes(own, *other));
    match named.contains(&own) {
        true => named.len() > 1,
        false => is_common && !named.is_empty() && excludes_all(),
    }
}

/// The only programme a text is a name of, or a name's beginning (特困), or begins with the name of (孤儿助养).
fn begun_by(text: &str, pack: &Pack) -> Option<usize> {
    let is_of = |name: &String| text.starts_with(name.as_str()) || name.starts_with(text);
    let paying = pack.programmes.iter().enumerate().filter(|(_, programme)| !programme.is_list);
    let mut named = paying.filter(|(_, programme)| names(programme).any(is_of)).map(|(place, _)| place);
    let only = named.next().filter(|_| text.chars().count() > 1)?;
    named.next().is_none().then_some(only)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_of_another_programme_only_if_it_names_one() {
        let list = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let of = |rest: &str, own: &[&str], others: &[&str]| ProgrammeOfRow {
            column: 0,
            rest: rest.to_owned(),
            own: list(own),
            others: list(others),
            beside: Vec::new(),
        };
        let urban = of("低保", &["城市低保", "城镇低保"], &["农村低保", "生活补贴", "护理补贴"]);
        for (said, is_another) in
            [("城市", false), ("农村", true), ("城镇低保", false), ("A类", false), ("低保", false), ("", false)]
        {
            assert_eq!(urban.is_another(Some(said)), is_another, "{said}");
        }
        let living = of("补贴", &["困难残疾人生活补贴"], &["重度残疾人护理补贴"]);
        for (said, is_another) in [("生活", false), ("护理", true), ("生活+护理", true), ("生活补贴、护理补贴", true)]
        {
            assert_eq!(living.is_another(Some(said)), is_another, "{said}");
        }
        let read_beside = ProgrammeOfRow { beside: list(&["重度残疾人护理补贴"]), ..living };
        for (said, is_another) in [(Some("生活"), false), (Some("护理"), true), (Some("两项"), true), (None, true)]
        {
            assert_eq!(read_beside.is_another(said), is_another, "{said:?}");
        }
    }
}
