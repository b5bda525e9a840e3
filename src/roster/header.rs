//! The first rows of a sheet go in; out come its header rows, and what each column means.

use rustc_hash::FxHashMap;

use crate::field::Field;
use crate::rules::{Column as RuleColumn, chinese};

use super::amount::Scale;
use super::fold;

/// How many rows from the top are searched for a header.
pub const SEARCHED: usize = 30;
/// How many rows a header may take.
const DEEPEST: usize = 3;
/// How many columns must be known before a row is taken for a header.
const FEWEST: usize = 2;

/// A row of the top of a sheet, as text.
#[derive(Debug, Clone)]
pub struct TopRow {
    pub number: u32,
    pub cells: Vec<String>,
}

/// Header words and what they mean.
#[derive(Debug, Default)]
pub struct Aliases {
    meanings: FxHashMap<String, Meaning>,
    /// Upper headers under which stands somebody who is not the person of the row.
    others: Vec<String>,
}

/// A field, or a field of the n-th member listed across the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meaning {
    pub field: Field,
    pub member: Option<u8>,
}

/// Where the header is, and its columns from left to right.
#[derive(Debug, Clone)]
pub struct Header {
    pub first_row: u32,
    pub last_row: u32,
    pub columns: Vec<HeadColumn>,
}

/// One column's header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadColumn {
    /// From 0.
    pub index: u16,
    /// The words over it, upper rows first.
    pub words: String,
    pub meaning: Option<Meaning>,
    /// It is known, but about somebody who is not the person of the row: a guardian's name.
    pub of_another: bool,
    /// What its header says one unit is worth.
    pub scale: Option<Scale>,
}

impl Aliases {
    /// Later columns win over earlier ones: a programme's own over the common ones.
    pub fn new<'c>(columns: impl Iterator<Item = &'c RuleColumn>, others: &[String]) -> Aliases {
        let mut aliases = Aliases { meanings: FxHashMap::default(), others: others.to_vec() };
        for column in columns {
            for alias in column.header.iter().chain(&column.aliases) {
                aliases.add(alias, column.field);
            }
        }
        aliases
    }

    fn add(&mut self, alias: &str, field: Field) {
        if !alias.contains("{n}") {
            self.insert(alias, Meaning { field, member: None });
            return;
        }
        for n in 1..=9_u8 {
            let member = Some(n);
            let numeral = chinese(u64::from(n)).unwrap_or_default();
            for written in [n.to_string(), numeral] {
                self.insert(&alias.replace("{n}", &written), Meaning { field, member });
            }
        }
    }

    fn insert(&mut self, alias: &str, meaning: Meaning) {
        self.meanings.insert(fold::header(alias).0, meaning);
    }

    fn get(&self, words: &str) -> Option<Meaning> {
        self.meanings.get(words).copied()
    }
}

impl HeadColumn {
    fn is_understood(&self) -> bool {
        self.meaning.is_some() || self.of_another
    }
}

/// The header that knows most columns; among equals the smallest, then the first.
pub fn find(rows: &[TopRow], aliases: &Aliases) -> Option<Header> {
    let mut best: Option<(usize, Header)> = None;
    for depth in 1..=DEEPEST {
        for block in rows.windows(depth) {
            let header = read(block, aliases);
            let known = header.columns.iter().filter(|column| column.is_understood()).count();
            if known >= FEWEST && best.as_ref().is_none_or(|(most, _)| known > *most) {
                best = Some((known, header));
            }
        }
    }
    best.map(|(_, header)| header)
}

/// Reads a block of rows as one header.
fn read(rows: &[TopRow], aliases: &Aliases) -> Header {
    let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let stacks = stacks(rows, width);
    let columns = stacks.iter().enumerate().filter(|(_, stack)| !stack.is_empty());
    Header {
        first_row: rows[0].number,
        last_row: rows[rows.len() - 1].number,
        columns: columns.map(|(index, stack)| head(index, stack, aliases)).collect(),
    }
}

/// The words over each column. A parent merged over several columns stands only over the first:
/// the blank cells right of it take it over, as long as each has a child of its own.
fn stacks(rows: &[TopRow], width: usize) -> Vec<Vec<String>> {
    let text = |row: &TopRow, column: usize| row.cells.get(column).map_or("", |cell| cell.trim()).to_owned();
    let mut stacks: Vec<Vec<String>> = vec![Vec::new(); width];
    for (level, row) in rows.iter().enumerate() {
        let below = rows.get(level + 1);
        let has_child = |column: usize| below.is_some_and(|below| !text(below, column).is_empty());
        let mut parent = String::new();
        for (column, stack) in stacks.iter_mut().enumerate() {
            let own = text(row, column);
            if !own.is_empty() {
                parent = if has_child(column) { own.clone() } else { String::new() };
                stack.push(own);
            } else if !parent.is_empty() && has_child(column) {
                stack.push(parent.clone());
            } else {
                parent.clear();
            }
        }
    }
    stacks
}

/// What one column means: by all its words together, or by the lowest alone.
fn head(index: usize, stack: &[String], aliases: &Aliases) -> HeadColumn {
    let folded: Vec<_> = stack.iter().map(|words| fold::header(words)).collect();
    let joined: String = folded.iter().map(|(words, _)| words.as_str()).collect();
    let lowest = folded.last().map_or("", |(words, _)| words.as_str());
    let upper = &folded[..folded.len() - 1];
    let another = upper.iter().any(|(words, _)| aliases.others.iter().any(|other| words.contains(other.as_str())));
    let whole = aliases.get(&joined);
    let alone = aliases.get(lowest);
    let unit = folded.iter().rev().find_map(|(_, unit)| unit.as_deref());
    HeadColumn {
        index: u16::try_from(index).unwrap_or(u16::MAX),
        words: stack.iter().map(|words| fold::folded(words)).collect::<Vec<_>>().join("/"),
        meaning: whole.or(alone.filter(|_| !another)),
        of_another: another && whole.is_none() && alone.is_some(),
        scale: match unit {
            Some("万元") => Some(Scale::Wan),
            Some("元" | "元/月" | "元/年") => Some(Scale::Yuan),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn aliases() -> Aliases {
        let column = |field, aliases: &[&str]| RuleColumn {
            field,
            header: None,
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            required: false,
        };
        let columns = [
            column(Field::HeadName, &["户主姓名"]),
            column(Field::Name, &["姓名", "家庭成员姓名"]),
            column(Field::Relation, &["与户主关系"]),
            column(Field::Id, &["身份证号"]),
            column(Field::MonthlyAmount, &["月保障金"]),
            column(Field::MemberName, &["成员{n}姓名"]),
        ];
        Aliases::new(columns.iter(), &["监护人".to_owned()])
    }

    fn rows(rows: &[&[&str]]) -> Vec<TopRow> {
        let row = |(index, cells): (usize, &&[&str])| TopRow {
            number: index as u32 + 1,
            cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
        };
        rows.iter().enumerate().map(row).collect()
    }

    fn fields(header: &Header) -> Vec<Option<Field>> {
        header.columns.iter().map(|column| column.meaning.map(|meaning| meaning.field)).collect()
    }

    #[test]
    fn the_header_is_found_under_title_and_unit() {
        let top = rows(&[
            &["某县2018年4月城市低保金发放花名册"],
            &["填报单位：某县民政局", "", "", "单位：元"],
            &["户主姓名", "姓名", "身份证号码", "月保障金（元）"],
            &["甲", "甲", "110105", "300"],
        ]);
        let header = find(&top, &aliases()).unwrap();
        assert_eq!((header.first_row, header.last_row), (3, 3));
        assert_eq!(fields(&header)[2], Some(Field::Id));
    }

    #[test]
    fn two_rows_with_a_merged_parent_are_one_header() {
        let top = rows(&[&["户主姓名", "家庭成员", "", "", "月保障金"], &["", "姓名", "与户主关系", "身份证号", ""]]);
        let header = find(&top, &aliases()).unwrap();
        assert_eq!((header.first_row, header.last_row), (1, 2));
        let expected = [Field::HeadName, Field::Name, Field::Relation, Field::Id, Field::MonthlyAmount];
        assert_eq!(fields(&header), expected.map(Some));
        assert_eq!(header.columns[2].words, "家庭成员/与户主关系");
    }

    #[test]
    fn a_guardian_is_not_the_person_of_the_row() {
        let top = rows(&[&["户主姓名", "姓名", "监护人", ""], &["", "", "姓名", "身份证号"]]);
        let header = find(&top, &aliases()).unwrap();
        assert_eq!(fields(&header), [Some(Field::HeadName), Some(Field::Name), None, None]);
    }

    #[test]
    fn numbered_members_keep_their_number() {
        let top = rows(&[&["户主姓名", "成员一姓名", "成员2姓名"]]);
        let header = find(&top, &aliases()).unwrap();
        let members: Vec<_> = header.columns.iter().map(|column| column.meaning.unwrap().member).collect();
        assert_eq!(members, [None, Some(1), Some(2)]);
    }

    #[test]
    fn a_sheet_of_other_things_has_no_header() {
        assert!(find(&rows(&[&["字典"], &["五保户", "低保户"]]), &aliases()).is_none());
    }
}
