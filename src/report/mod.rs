//! Findings, dues and totals go in; documents for people and records for programs come out. Sentences are made here.

pub mod agenda;
pub mod arrears;
pub mod chain;
pub mod content;
pub mod convert;
pub mod copies;
pub mod deadlines;
pub mod explained;
pub mod findings;
pub mod form;
pub mod inspect;
mod law;
pub mod local_days;
pub mod pin;
pub mod provisions;
pub mod read;
pub mod rules;
pub mod summary;
pub mod timeliness;
pub mod totals;
pub mod trace;
pub mod workbook;
pub mod year;

use std::borrow::Cow;

use rust_decimal::Decimal;

/// Something for people to read, not yet in any format.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    pub blocks: Vec<Block>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// With its level, from 1.
    Heading(u8, String),
    Paragraph(String),
    Table(Table),
    /// A line, and lines that belong to it.
    Item(String, Vec<String>),
    /// Lines set at the right: who and when.
    Signature(Vec<String>),
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    pub headers: Vec<String>,
    /// Columns of figures, set at the right.
    pub figures: Vec<usize>,
    pub rows: Vec<Vec<String>>,
}

/// A value in a machine format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Datum {
    Null,
    Text(Cow<'static, str>),
    Number(i64),
    Decimal(Decimal),
    YesNo(bool),
    List(Vec<Datum>),
    Record(Record),
}

/// Named values in a fixed order.
pub type Record = Vec<(&'static str, Datum)>;

/// Records of one kind, under the name and version of their schema; made one by one, as they are written.
pub struct Listing<'l> {
    /// `relief.findings/1`
    pub schema: &'static str,
    /// The columns of its CSV form: the same with and without records.
    pub columns: Vec<&'static str>,
    pub records: Box<dyn Iterator<Item = Record> + 'l>,
    /// What is said once about all of them.
    pub summary: Record,
}

impl Document {
    pub fn heading(&mut self, level: u8, text: impl Into<String>) {
        self.blocks.push(Block::Heading(level, text.into()));
    }

    pub fn paragraph(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Paragraph(text.into()));
    }

    pub fn item(&mut self, line: impl Into<String>, more: Vec<String>) {
        self.blocks.push(Block::Item(line.into(), more));
    }

    pub fn table(&mut self, table: Table) {
        self.blocks.push(Block::Table(table));
    }
}

impl Table {
    pub fn new(headers: &[String], figures: &[usize]) -> Table {
        Table { headers: headers.to_vec(), figures: figures.to_vec(), rows: Vec::new() }
    }
}

impl From<String> for Datum {
    fn from(text: String) -> Datum {
        Datum::Text(text.into())
    }
}

impl From<&'static str> for Datum {
    fn from(text: &'static str) -> Datum {
        Datum::Text(text.into())
    }
}

impl Datum {
    pub fn number(number: impl TryInto<i64>) -> Datum {
        number.try_into().map_or(Datum::Null, Datum::Number)
    }

    /// The value, or null.
    pub fn maybe(value: Option<impl Into<Datum>>) -> Datum {
        value.map_or(Datum::Null, Into::into)
    }

    pub fn maybe_decimal(value: Option<Decimal>) -> Datum {
        value.map_or(Datum::Null, Datum::Decimal)
    }

    pub fn maybe_number(value: Option<impl TryInto<i64>>) -> Datum {
        value.map_or(Datum::Null, Datum::number)
    }
}
