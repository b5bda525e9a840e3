//! Rows of any roster become records of one form: canonical columns, typed cells, and where each came from.
//!
//! What could not be read as its column asks is kept as it stands beside the record; so is what no column knows.

use std::collections::{BTreeMap, BTreeSet};

use crate::day::Months;
use crate::field::{Field, Kind};
use crate::input::{Cell, Row, letters};
use crate::lang::Lang;
use crate::roster::{Record, Roster, Skipped, Unreadable, Value, folded, loses_digits};
use crate::rules::Pack;
use crate::run::{self, SheetAgain};
use crate::say;

use super::content::{Content, Part};
use super::read::reason;

/// How columns are headed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Headers {
    /// The words rule files use.
    Fields,
    /// What the programme's rosters are headed with.
    Chinese,
}

/// The columns of a conversion.
#[derive(Debug, Clone)]
pub struct Conversion<'c> {
    pack: &'c Pack,
    fields: Vec<Field>,
    /// Pairs of name and number beside the head, at most.
    members: usize,
    /// Whether some list their members in one cell.
    lists: bool,
    headers: Headers,
    reveal: bool,
    rosters: Vec<&'c Roster>,
}

/// What one row becomes.
pub struct Converted {
    pub cells: Vec<Content>,
    /// Cells that were not read as their columns ask, or not without loss.
    pub problems: usize,
}

/// Where a record comes from; these columns stand before the others.
const FROM: [(&str, &str); 5] =
    [("file", "文件"), ("sheet", "工作表"), ("row", "行"), ("programme", "项目"), ("months", "所属月份")];
/// The members of a household in one cell, as it stands.
const LISTED: [(&str, &str); 2] = [("member-name", "家庭成员姓名"), ("member-id", "家庭成员身份证号")];
/// What is beside the point or could not be read; these stand behind.
const BEHIND: [(&str, &str); 2] = [("other", "其他列"), ("problems", "未读懂的单元格")];
const SKIPPED: [(&str, &str); 5] =
    [("file", "文件"), ("sheet", "工作表"), ("row", "行"), ("reason", "原因"), ("cells", "单元格")];

impl<'c> Conversion<'c> {
    /// One table for some rosters: a column for every field that any of them has.
    pub fn of(rosters: &[&'c Roster], pack: &'c Pack, headers: Headers, reveal: bool) -> Conversion<'c> {
        let has = |field: &&Field| rosters.iter().any(|roster| roster.has(**field));
        Conversion {
            pack,
            fields: Field::ALL.iter().filter(has).copied().collect(),
            members: rosters.iter().map(|roster| roster.member_columns().count()).max().unwrap_or(0),
            lists: rosters.iter().any(|roster| roster.lists_in_cell()),
            headers,
            reveal,
            rosters: rosters.to_vec(),
        }
    }

    pub fn columns(&self) -> Vec<String> {
        let mut columns: Vec<String> = FROM.iter().map(|names| self.named(names)).collect();
        for field in &self.fields {
            let mut header = self.header(*field);
            // Two fields may go by one header.
            if columns.contains(&header) {
                header = format!("{header}({})", field.name());
            }
            columns.push(header);
        }
        for n in 1..=self.members {
            columns.push(self.named(&(&format!("member-{n}-name"), &format!("成员{n}姓名"))));
            columns.push(self.named(&(&format!("member-{n}-id"), &format!("成员{n}身份证号"))));
        }
        columns.extend(LISTED.iter().filter(|_| self.lists).map(|names| self.named(names)));
        columns.extend(BEHIND.iter().map(|names| self.named(names)));
        columns
    }

    fn named(&self, (field, chinese): &(&str, &str)) -> String {
        if self.headers == Headers::Chinese { *chinese } else { *field }.to_owned()
    }

    /// A field's word, or the header of the first programme that has it.
    fn header(&self, field: Field) -> String {
        let roster = self.rosters.iter().find(|roster| roster.has(field));
        match (self.headers, roster) {
            (Headers::Chinese, Some(roster)) => {
                let header = self.pack.header(field, &self.pack.programmes[roster.programme]);
                let own = || roster.column(field).map_or("", |column| roster.words(column)).to_owned();
                if header == field.name() { own() } else { header }
            }
            _ => field.name().to_owned(),
        }
    }

    pub fn record(&self, sheet: &SheetAgain<'_>, row: Row<'_>, record: &Record<'_>) -> Converted {
        let (roster, mut problems) = (record.roster, Vec::new());
        let programme = &self.pack.programmes[roster.programme];
        let months = record.months();
        let mut cells = from(sheet, row.number);
        cells.push(Content::text(programme.id.as_str()));
        cells.push(Content::maybe(months.map(|months| months.to_string())));
        cells.extend(self.fields.iter().map(|field| self.field(record, *field, &mut problems)));
        let is_added = |column: &u16| roster.added().any(|added| added == *column);
        let own = self.fields.iter().filter_map(|field| roster.column(*field));
        let mut used: BTreeSet<u16> = own.filter(|column| !is_added(column)).collect();
        let mut read = |cell: Cell<'_>, column: Option<u16>, kind: Kind| {
            used.extend(column);
            column.map_or(Content::Blank, |column| {
                self.cell(record, (cell, column), (record.read_as(cell, column, kind), kind), &mut problems)
            })
        };
        let mut members = roster.member_columns();
        let at = |column: Option<u16>| column.map_or(Cell::Empty, |column| record.cell_at(column));
        for _ in 0..self.members {
            let (name, id) = members.next().unwrap_or((None, None));
            cells.extend([read(at(name), name, Kind::Text), read(at(id), id, Kind::Id)]);
        }
        if self.lists {
            let (names, ids) = roster.list_columns();
            cells.extend([names, ids].map(|column| read(at(column), column, Kind::Text)));
        }
        cells.push(several(self.others(row, roster, &used)));
        let count = problems.len();
        cells.push(several(problems));
        Converted { cells, problems: count }
    }

    fn field(&self, record: &Record<'_>, field: Field, problems: &mut Vec<Part>) -> Content {
        let (cell, kind) = (record.cell(field), field.kind());
        match record.roster.column(field) {
            Some(column) if record.roster.begins_what_ends_in_its_column(field) => {
                self.cell(record, (cell, column), (first(record.value(field)), kind), problems)
            }
            // The first day or month stands in the same cell, and whatever is the matter with it is said there.
            Some(_) if record.roster.ends_what_begins_in_its_column(field) => {
                typed(Cell::Empty, last(record.value(field)), kind, self.reveal).0
            }
            // 停发 in the place of an amount stays what it says.
            Some(_) if record.says_stop_for(field) => Content::text(Kind::Text.shown(&cell.shown(), self.reveal)),
            Some(column) => self.cell(record, (cell, column), (record.value(field), kind), problems),
            None => Content::Blank,
        }
    }

    fn cell(
        &self,
        record: &Record<'_>,
        (cell, column): (Cell<'_>, u16),
        (value, kind): (Value, Kind),
        problems: &mut Vec<Part>,
    ) -> Content {
        let (content, why) = typed(cell, value, kind, self.reveal);
        if why.is_some() {
            let text = kind.shown(&cell.shown(), self.reveal);
            problems.push(Part { column: record.roster.words(column).to_owned(), why, text });
        }
        content
    }

    /// Cells under headers nobody knows, or under none.
    fn others(&self, row: Row<'_>, roster: &Roster, used: &BTreeSet<u16>) -> Vec<Part> {
        let columns = (0..=u16::MAX).zip(row.cells).filter(|(column, cell)| !used.contains(column) && !cell.is_blank());
        let part = |(column, cell): (u16, &Cell<'_>)| {
            let words = roster.words(column);
            let column = if words.is_empty() { letters(usize::from(column)) } else { words.to_owned() };
            Part { column, why: None, text: Kind::Text.shown(&cell.shown(), self.reveal) }
        };
        columns.map(part).collect()
    }

    pub fn skipped_columns(&self) -> Vec<String> {
        SKIPPED.iter().map(|names| self.named(names)).collect()
    }

    /// A row that is no record, with why and all it says.
    pub fn skipped(&self, sheet: &SheetAgain<'_>, row: Row<'_>, reason: &str) -> Vec<Content> {
        let said = row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_blank());
        let part = |(column, cell): (usize, &Cell<'_>)| Part {
            column: letters(column),
            why: None,
            text: Kind::Text.shown(&cell.shown(), self.reveal),
        };
        let mut cells = from(sheet, row.number);
        cells.extend([Content::text(reason), several(said.map(part).collect())]);
        cells
    }
}

fn from(sheet: &SheetAgain<'_>, row: u32) -> Vec<Content> {
    vec![Content::text(sheet.file.to_string()), Content::maybe(sheet.name.clone()), Content::Count(u64::from(row))]
}

fn several(parts: Vec<Part>) -> Content {
    if parts.is_empty() { Content::Blank } else { Content::Several(parts) }
}

/// A cell's value for programs; and in a word what is the matter, where it was not read or not as it stands.
fn typed(cell: Cell<'_>, value: Value, kind: Kind, reveal: bool) -> (Content, Option<&'static str>) {
    let long = |text: String| Content::LongNumber(kind.shown(&text, reveal));
    match value {
        Value::Missing => (Content::Blank, says_something(cell).then_some("read-as-nothing")),
        Value::Id(number) => (long(number.written()), None),
        Value::UntidyId(number) => (long(number.written()), Some("tidied")),
        Value::CertificateId(number) => (long(number.written()), Some("certificate-number")),
        Value::Yuan(yuan) => (Content::Money(yuan), None),
        Value::RoundedYuan(yuan) => (Content::Money(yuan), Some("rounded")),
        Value::Day(day) => (Content::Day(day), None),
        Value::ShortYear(day) => (Content::Day(day), Some("two-digit-year")),
        Value::Months(months) => (Content::Text(months.to_string()), None),
        Value::ShortYearMonths(months) => (Content::Text(months.to_string()), Some("two-digit-year")),
        Value::Count(count) => (Content::Count(u64::from(count)), None),
        Value::YesNo(yes) => (Content::YesNo(yes), None),
        Value::Words => words(cell, kind, reveal),
        Value::Unreadable(why) => (Content::Blank, Some(word(why))),
    }
}

/// Of months from the first to the last, the first alone.
fn first(value: Value) -> Value {
    match value {
        Value::Months(months) => Value::Months(Months::one(months.first)),
        Value::ShortYearMonths(months) => Value::ShortYearMonths(Months::one(months.first)),
        other => other,
    }
}

fn last(value: Value) -> Value {
    match value {
        Value::Months(months) => Value::Months(Months::one(months.last)),
        Value::ShortYearMonths(months) => Value::ShortYearMonths(Months::one(months.last)),
        other => other,
    }
}

fn words(cell: Cell<'_>, kind: Kind, reveal: bool) -> (Content, Option<&'static str>) {
    let text = kind.shown(&cell.shown(), reveal);
    match kind {
        Kind::Text => (Content::text(text), None),
        _ => (Content::LongNumber(text), loses_digits(cell).then_some("stored-as-number")),
    }
}

/// Whether a cell that counts as empty holds a word, such as 长期, and not just a stroke.
fn says_something(cell: Cell<'_>) -> bool {
    matches!(cell, Cell::Text(text) if folded(text).chars().any(char::is_alphanumeric))
}

fn word(why: Unreadable) -> &'static str {
    match why {
        Unreadable::IdStoredAsNumber => "stored-as-number",
        Unreadable::Id(_) => "not-an-id",
        Unreadable::ForEachPerson => "for-each-person",
        Unreadable::NotMoney => "not-money",
        Unreadable::NotADay => "not-a-day",
        Unreadable::NoSuchDay => "no-such-day",
        Unreadable::DayOrMonth => "day-or-month",
        Unreadable::OnlyAMonth => "only-a-month",
        Unreadable::TwoDays => "two-days",
        Unreadable::NotMonths => "not-months",
        Unreadable::NotACount => "not-a-count",
        Unreadable::NotYesNo => "not-yes-or-no",
        Unreadable::CellError => "cell-error",
        Unreadable::NotWorkedOut => "not-calculated",
    }
}

/// Rows in, by what became of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Account {
    pub written: u64,
    skipped: BTreeMap<Skipped, u64>,
    /// Rows of sheets that are no roster.
    apart: u64,
    /// Cells kept as they stand beside their record.
    pub problems: u64,
    /// Cells marked so that no spreadsheet takes them for a formula.
    pub marked: u64,
}

impl Account {
    /// Counts a row that is no record; without a reason it is of no roster.
    pub fn skip(&mut self, why: Option<Skipped>) {
        match why {
            Some(why) => *self.skipped.entry(why).or_default() += 1,
            None => self.apart += 1,
        }
    }

    /// Whether these are the rows another reading has seen in the rosters.
    pub fn agrees_with(&self, other: &run::Account) -> bool {
        self.written == other.used && self.skipped == other.skipped
    }

    /// What became of all rows, and what is not as it stood.
    pub fn lines(&self, reveal: bool, lang: Lang) -> Vec<String> {
        let skipped = self.skipped.values().sum::<u64>() + self.apart;
        let (written, rows) = (self.written, self.written + skipped);
        let mut reasons: Vec<String> =
            self.skipped.iter().map(|(why, count)| format!("{}{count}", reason(*why, lang))).collect();
        if let apart @ 1.. = self.apart {
            reasons.push(say!(lang, "不是名册的表{apart}", "sheets that are no roster {apart}"));
        }
        if reasons.is_empty() {
            reasons.push(say!(lang, "无", "none"));
        }
        let reasons = reasons.join(lang.comma());
        let mut lines = vec![say!(
            lang,
            "读取{rows}行＝写出{written}条＋跳过{skipped}行（{reasons}）",
            "Rows read {rows} = {written} written + {skipped} skipped ({reasons})"
        )];
        if let problems @ 1.. = self.problems {
            lines.push(say!(
                lang,
                "有{problems}个单元格没有读懂或不能照原样写，原文在最后一列",
                "Cells that could not be read, or not without a change: {problems}; what they say is in the last column"
            ));
        }
        if let marked @ 1.. = self.marked {
            lines.push(say!(
                lang,
                "有{marked}个单元格会被表格软件当作公式，前面加了“'”",
                "Cells written with ' before them, for a spreadsheet would take them for formulas: {marked}"
            ));
        }
        if !reveal {
            lines.push(say!(
                lang,
                "证件号、账号和电话已遮盖；要完整号码请加 --reveal",
                "identity numbers, accounts and phones are masked; --reveal writes them in full"
            ));
        }
        lines
    }
}

/// Why a row is no record, in a word for programs.
pub fn reason_word(why: Option<Skipped>) -> &'static str {
    why.map_or("not-a-roster", Skipped::word)
}

/// The file of one roster in a folder: its place in the run, the file it is from, the sheet.
pub fn file_name(roster: &Roster, ending: &str) -> String {
    let file = roster.file.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let sheet = roster.sheet.as_ref().map_or_else(String::new, |sheet| format!("-{sheet}"));
    let allowed = |c: char| {
        if c.is_control() || matches!(c, '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*') { '_' } else { c }
    };
    let stem: String = format!("{stem}{sheet}").chars().map(allowed).take(60).collect();
    format!("{:03}-{stem}.{ending}", roster.source + 1)
}
