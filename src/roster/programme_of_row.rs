//! The cells in which rows name their programme go in; which rows are of another than the one they are read as comes
//! out.

use std::collections::BTreeSet;

use crate::field::Field;
use crate::input::{Cell, Row};
use crate::rules::{Pack, Programme, Vocabulary, is_one_of};

use super::coded;
use super::fold::{self, folded};
use super::header::{HeadColumn, Header, TopRow};
use super::layout::means;
use super::naming::{named_by, names};
use super::several::ReadBeside;

/// The column of a roster of several programmes that says of which each row is: 低保类别, 补贴类别.
#[derive(Debug, Clone)]
pub(super) struct ProgrammeOfRow {
    pub(super) column: u16,
    /// What its cells leave out: 低保 behind 城市.
    pub(super) rest: String,
    /// What says where somebody is registered and no more: 农村 on a roster of 特困.
    registered: Vec<String>,
    pub(super) own: Vec<String>,
    pub(super) others: Vec<String>,
    /// The names of those the sheet is read for as well: then only rows that name this one are its own, for the rest
    /// would be of all.
    beside: Vec<String>,
    /// Whether only rows that name this one are its own although the sheet is read for no other: some name one, and it is not
    /// called so.
    must_name: bool,
    /// Whether its cells are codes of which nobody says what they stand for: 01, 02.
    pub(super) is_coded: bool,
    /// What else it is called, with others (低保金), and what kinds of its own people the column tells (散居).
    own_kinds: OwnKinds,
}

/// Words that are of a programme and not its name.
#[derive(Debug, Clone, Default)]
struct OwnKinds {
    within: Vec<String>,
    whole: Vec<String>,
}

/// So many digits a code of a kind of aid has.
const CODE: usize = 2;

/// What stands between several programmes in one cell: 生活+护理.
const BETWEEN: [char; 7] = ['+', '、', ',', ';', '/', '和', '及'];

impl ProgrammeOfRow {
    pub(super) fn of<'h>(
        (header, top): (&'h Header, &[TopRow]),
        own: usize,
        (beside, is_called): (&[ReadBeside], bool),
        pack: &Pack,
    ) -> Option<ProgrammeOfRow> {
        let read: Vec<usize> = beside.iter().map(|other| other.programme).chain([own]).collect();
        let registered = registered(&read, pack);
        let by_header = |head: &'h HeadColumn| Some((head, rest(head, &read, pack)?.clone()));
        let by_cells = |head: &&HeadColumn| names_programmes(head, (header, top), (own, &registered), pack);
        let called = header.columns.iter().find_map(by_header);
        let named = called.or_else(|| Some((header.columns.iter().find(by_cells)?, String::new())));
        let words = &pack.vocabulary;
        let is_own = |head: &HeadColumn| is_called || tells_kinds(head, &pack.programmes[own], words);
        let by_code = |head: &&HeadColumn| !is_own(head) && is_coded(head, (header, top));
        let coded = header.columns.iter().find(by_code);
        let is_coded = coded.is_some_and(|coded| named.as_ref().is_none_or(|(head, _)| head.index == coded.index));
        let (head, rest) = named.or_else(|| Some((coded?, String::new())))?;
        let own = &pack.programmes[own];
        let others = pack.paying().filter(|other| other.id != own.id);
        let mut of_row = ProgrammeOfRow {
            column: head.index,
            rest,
            registered,
            own: names(own).cloned().collect(),
            others: others.flat_map(names).cloned().collect(),
            beside: beside.iter().flat_map(|other| names(&pack.programmes[other.programme])).cloned().collect(),
            must_name: false,
            is_coded,
            own_kinds: OwnKinds::of(head, own, pack),
        };
        let is_named = || of_row.is_named(of_row.own.iter().chain(&of_row.others), (header, top));
        of_row.must_name = is_coded || !is_called && !tells_kinds(head, own, words) && is_named();
        Some(of_row)
    }

    /// Whether some row at the top has one of some names.
    pub(super) fn is_named<'n>(
        &self,
        names: impl IntoIterator<Item = &'n String> + Clone,
        (header, top): (&Header, &[TopRow]),
    ) -> bool {
        let below = top.iter().filter(|row| row.number > header.last_row);
        let mut cells = below.filter_map(|row| row.cells.get(usize::from(self.column))).map(|cell| folded(cell));
        let is_name = |part: String| named_by(&part, names.clone()).1;
        cells.any(|cell| self.parts(&cell).any(is_name))
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
        let mut parts = self.parts(&said).peekable();
        let of_nobody = !self.beside.is_empty() && parts.peek().is_none();
        of_nobody || parts.any(|part| self.is_of_another(&part))
    }

    /// The names that folded words give.
    pub(super) fn parts<'s>(&'s self, said: &'s str) -> impl Iterator<Item = String> + 's {
        let is_name = |part: &&str| !part.is_empty() && !is_one_of(part, &self.registered);
        said.split(BETWEEN).filter(is_name).map(|part| self.whole(part))
    }

    fn is_of_another(&self, part: &str) -> bool {
        let (own, others) = (named_by(part, &self.own), named_by(part, &self.others));
        let is_unnamed = || own.0 == 0 && !self.own_kinds.tell(part);
        others > own
            || (!self.beside.is_empty() && named_by(part, &self.beside) >= own)
            || (self.must_name && is_unnamed())
    }

    fn whole(&self, part: &str) -> String {
        if part.contains(self.rest.as_str()) { part.to_owned() } else { format!("{part}{}", self.rest) }
    }
}

impl OwnKinds {
    fn of(head: &HeadColumn, own: &Programme, pack: &Pack) -> OwnKinds {
        let of_several = pack.vocabulary.of_several.iter();
        let within = of_several.filter(|word| names(own).any(|name| name.ends_with(word.as_str()))).cloned().collect();
        let kinds = head.meaning.map(|meaning| pack.codes.set(meaning.field)).unwrap_or_default();
        OwnKinds { within, whole: kinds.iter().flat_map(|code| &code.words).cloned().collect() }
    }

    fn tell(&self, part: &str) -> bool {
        is_one_of(part, &self.whole) || self.within.iter().any(|word| part.contains(word.as_str()))
    }
}

/// Whether a programme's own rules have a column in which it says what kind somebody is of, in whatever words: 困境类型.
fn tells_kinds(head: &HeadColumn, own: &Programme, words: &Vocabulary) -> bool {
    let word = lowest(head, words);
    let mut kinds = own.columns.iter().filter(|column| column.field == Field::Class);
    kinds.any(|column| column.header.iter().chain(&column.aliases).any(|alias| *alias == word))
}

/// The lowest words of a header without their marks: *补贴名称.
fn lowest(head: &HeadColumn, words: &Vocabulary) -> String {
    fold::header(head.words.rsplit('/').next().unwrap_or_default(), words).0
}

/// What the cells of a column leave out whose header says that they name programmes: of 低保, if one that the sheet is read for is
/// called so, for elsewhere 低保类别 says what else the household is paid.
fn rest<'p>(head: &HeadColumn, read: &[usize], pack: &'p Pack) -> Option<&'p String> {
    let words = &pack.vocabulary;
    let rest = words.programme_of_row.get(&lowest(head, words))?;
    let is_read = || read.iter().any(|programme| names(&pack.programmes[*programme]).any(|name| name.ends_with(rest)));
    Some(rest).filter(|_| !is_one_of(rest, &words.of_several) || is_read())
}

/// The words for where somebody is registered, if they name none of the programmes that a sheet is read for: 农村低保 is one that 农村
/// does name.
fn registered(read: &[usize], pack: &Pack) -> Vec<String> {
    let is_several = |name: &String| pack.vocabulary.of_several.iter().any(|word| name.ends_with(word.as_str()));
    if read.iter().any(|programme| names(&pack.programmes[*programme]).any(is_several)) {
        return Vec::new();
    }
    pack.codes.set(Field::Hukou).iter().flat_map(|code| &code.words).cloned().collect()
}

/// Whether the cells of a column that may say what kind somebody is of (人员类别) name programmes: this one and another, or in a
/// column that is none of its own only others that nobody may have beside it.
fn names_programmes(
    head: &HeadColumn,
    (header, top): (&Header, &[TopRow]),
    (own, registered): (usize, &[String]),
    pack: &Pack,
) -> bool {
    let words = &pack.vocabulary;
    let word = lowest(head, words);
    if !is_one_of(&word, &words.may_name_programme) && !words.programme_of_row.contains_key(&word) {
        return false;
    }
    let below = top.iter().filter(|row| row.number > header.last_row);
    let cells = below.filter_map(|row| row.cells.get(usize::from(head.index))).map(|cell| folded(cell));
    let cells = cells.filter(|cell| !is_one_of(cell, registered));
    let named: BTreeSet<usize> = cells.filter_map(|cell| begun_by(&cell, pack)).collect();
    let is_common = head.meaning.is_none() || means(head, Field::Class);
    let excludes_all = || named.iter().all(|other| *other == own || pack.excludes(own, *other));
    match named.contains(&own) {
        true => named.len() > 1,
        false => is_common && !named.is_empty() && excludes_all(),
    }
}

/// Whether the cells of a column of kinds of aid are nothing but codes, and not all the same one. Of one digit they may be classes
/// of one programme.
fn is_coded(head: &HeadColumn, (header, top): (&Header, &[TopRow])) -> bool {
    if !means(head, Field::Class) {
        return false;
    }
    let codes = coded::codes(head.index, (header, top));
    codes.len() > 1 && codes.iter().all(|code| code.len() == CODE)
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
            registered: Vec::new(),
            own: list(own),
            others: list(others),
            beside: Vec::new(),
            must_name: false,
            is_coded: false,
            own_kinds: OwnKinds::default(),
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
