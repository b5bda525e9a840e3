//! A roster as a whole: its sums, the totals it prints, the homes visited; and what a statistical return says beside
//! them.

use std::collections::BTreeMap;

use crate::day::Months;
use crate::field::Field;
use crate::finding::Place;
use crate::money::Yuan;
use crate::roster::condition::meets;
use crate::roster::{Record, Spread, Value, Worded};
use crate::rules::When;

/// A roster with the sums of its columns and the totals it prints.
pub struct Tallied<'t> {
    /// Fields with their columns, in the order of the sums.
    pub columns: &'t [(u16, Field)],
    pub totals: &'t [PrintedTotal],
    /// What any total may stand for beyond its own rows: the sheet comes first, it and those before it in its file
    /// last.
    pub of_more: &'t [Span],
    /// Rows at the end of a list that name nobody and are not the sums of those above: they count as records.
    pub unlike: &'t [PrintedTotal],
    /// Columns that say the same on several rows of a household, in the order of the sums.
    pub repeats: &'t [bool],
    /// Whether every record is a case still to be decided.
    pub all_pending: bool,
    /// How many rows are records, and how many were left to other programmes.
    pub records: u64,
    pub of_others: u64,
    /// By column without a header, in how many of them something stands there.
    pub unnamed: &'t BTreeMap<u16, u64>,
    /// How many households they are, where that was worked out.
    pub households: Option<u64>,
    /// What its rows pay, where a check asks.
    pub spread: &'t Spread,
    /// By the name of the township, where the roster says which cases were visited.
    pub visited: &'t [(String, Visited)],
}

/// A total row, and what its columns add up to over the rows it stands for.
#[derive(Debug, Clone)]
pub struct PrintedTotal {
    pub row: u32,
    /// By column, as printed.
    pub printed: Vec<(u16, Printed)>,
    /// What it says in words.
    pub worded: Vec<Worded>,
    /// The rows the total may stand for, likeliest first.
    pub spans: Vec<Span>,
    /// What subtotals that follow each other with no row between add up to, this one among them, by column: of
    /// categories (集中供养小计, 分散供养小计) they are the sums of these rows together.
    pub together: Option<Vec<(u16, Rounded)>>,
}

/// Some rows: how many, of how many heads and people assisted, and the sums of their columns, in the order of these.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Span {
    pub records: u64,
    pub heads: u64,
    pub covered: u64,
    pub sums: Vec<ColumnSum>,
}

/// A printed total in the smallest unit of its column: fen, or people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Printed {
    Fen(Rounded),
    Count(i64),
    Unreadable,
}

/// A number as printed, and how far off the one may be that it is rounded from; 0 of one that is exact.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rounded {
    pub number: i64,
    pub within: i64,
}

/// The sum of a column over some rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ColumnSum {
    pub sum: i64,
    /// Cells that could not be read and so are not in the sum.
    pub unreadable: u32,
}

impl Rounded {
    pub fn add(&mut self, other: Rounded) {
        self.number += other.number;
        self.within += other.within;
    }

    fn may_be(self, sum: i64) -> bool {
        (sum - self.number).abs() <= self.within
    }
}

impl Printed {
    /// Fen, or people.
    pub fn number(self) -> Option<i64> {
        self.rounded().map(|rounded| rounded.number)
    }

    pub fn rounded(self) -> Option<Rounded> {
        match self {
            Printed::Fen(rounded) => Some(rounded),
            Printed::Count(number) => Some(Rounded { number, within: 0 }),
            Printed::Unreadable => None,
        }
    }

    /// The same, of a number that is rounded where it is of money.
    pub fn within(self, within: i64) -> Printed {
        match self {
            Printed::Fen(rounded) => Printed::Fen(Rounded { within, ..rounded }),
            other => other,
        }
    }

    pub fn of(value: Value) -> Option<Printed> {
        match value {
            Value::Yuan(yuan) | Value::RoundedYuan(yuan) => {
                Some(Printed::Fen(Rounded { number: yuan.fen(), within: 0 }))
            }
            Value::Count(count) => Some(Printed::Count(i64::from(count))),
            Value::Unreadable(_) => Some(Printed::Unreadable),
            _ => None,
        }
    }
}

impl PrintedTotal {
    /// Whether rows it may stand for add up to what it prints in a column, alone or with the subtotals beside it.
    pub fn fits(&self, column: u16, printed: Rounded, mut sums: impl Iterator<Item = ColumnSum>) -> bool {
        let together = self.together.iter().flatten().find(|(of, _)| *of == column).map(|(_, sum)| *sum);
        sums.any(|sum| printed.may_be(sum.sum) || together.is_some_and(|together| together.may_be(sum.sum)))
    }
}

impl Span {
    /// Of no row, with so many columns.
    pub fn of(width: usize) -> Span {
        Span { sums: vec![ColumnSum::default(); width], ..Span::default() }
    }

    pub fn join(&mut self, other: &Span) {
        self.records += other.records;
        self.heads += other.heads;
        self.covered += other.covered;
        self.sums.iter_mut().zip(&other.sums).for_each(|(sum, other)| sum.join(*other));
    }

    /// The rest, where these rows are among them.
    pub fn without(&self, some: &Span) -> Span {
        let sums = self.sums.iter().zip(&some.sums);
        Span {
            records: self.records - some.records,
            heads: self.heads - some.heads,
            covered: self.covered - some.covered,
            sums: sums.map(|(all, some)| ColumnSum { sum: all.sum - some.sum, ..*all }).collect(),
        }
    }
}

impl ColumnSum {
    pub fn add(&mut self, value: Value) {
        match value {
            Value::Yuan(yuan) | Value::RoundedYuan(yuan) => self.sum += yuan.fen(),
            Value::Count(count) => self.sum += i64::from(count),
            Value::Unreadable(_) => self.unreadable += 1,
            _ => {}
        }
    }

    pub fn join(&mut self, other: ColumnSum) {
        self.sum += other.sum;
        self.unreadable += other.unreadable;
    }
}

/// Cases, and how many of them were visited.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Visited {
    pub cases: u32,
    pub visited: u32,
    /// Cases of relatives of staff, and how many of them were visited.
    pub kin: u32,
    pub kin_visited: u32,
}

impl Visited {
    /// A case, if the county is to visit its like.
    pub fn add(&mut self, record: &Record<'_>, spared: Option<&When>) {
        let month = || record.months().map(|months| Months::one(months.first));
        let is_spared = |when| month().and_then(|month| meets(when, record, month)) == Some(true);
        if spared.is_some_and(is_spared) {
            return;
        }
        let visited = u32::from(!record.lacks(Field::Visited));
        let kin = u32::from(record.yes(Field::KinRecorded) == Some(true));
        self.join(Visited { cases: 1, visited, kin, kin_visited: kin * visited });
    }

    pub fn join(&mut self, other: Visited) {
        self.cases += other.cases;
        self.visited += other.visited;
        self.kin += other.kin;
        self.kin_visited += other.kin_visited;
    }
}

/// 户, 人, 人次 and 元 of something; `None` where it is not said, or not known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub households: Option<u64>,
    pub persons: Option<u64>,
    pub visits: Option<u64>,
    pub amount: Option<Yuan>,
}

/// What a statistical return says of a programme, a place and a period, and what the rosters of the run add up to.
pub struct Returned<'r> {
    pub place: Place,
    pub programme: usize,
    /// Empty for the whole county.
    pub township: &'r str,
    pub months: Months,
    pub said: Counts,
    pub counted: Counts,
    /// Why what the rosters do not give is not known.
    pub unknown: Option<String>,
}
