//! What the cells of a record say in words, and where they stand.

use crate::field::{Field, Kind};
use crate::finding::Place;
use crate::input::{Cell, Merged, Row};
use crate::rules::Codes;

use super::super::fold::{is_same, plain, trimmed};
use super::super::person::Person;
use super::super::value::{self, Value};
use super::Record;

/// Whether what a cell says that several rows are merged into holds for each of them: whose they are, where and when.
/// What is paid stands there once, and so does whatever comes with it.
fn holds_for_all(field: Field) -> bool {
    let of_one = matches!(field, Field::Sequence | Field::Note | Field::Signature | Field::Bank);
    let of_payee = matches!(field, Field::Payee | Field::PayeeId | Field::PayeeRelation);
    !of_one
        && !of_payee
        && field != Field::Birth
        && matches!(field.kind(), Kind::Text | Kind::Id | Kind::Months | Kind::Day)
}

/// The cell above that a blank one is one cell with, where what it says holds for this row too.
#[cold]
pub(in crate::roster) fn above<'a>(row: Row<'a>, field: Field, column: u16) -> Cell<'a> {
    if holds_for_all(field) { row.above(usize::from(column)) } else { Cell::Empty }
}

/// The words of a cell, without white space around them; none where a stroke stands.
#[inline]
fn words(text: &str) -> Option<&str> {
    if value::is_plainly_something(text) { Some(text) } else { trimmed_words(text) }
}

#[cold]
fn trimmed_words(text: &str) -> Option<&str> {
    Some(trimmed(text)).filter(|text| !value::is_nothing(text) && !value::is_error(text))
}

impl<'a> Record<'a> {
    /// The words of a field, without white space around them.
    #[inline]
    pub fn text(&self, field: Field) -> Option<&'a str> {
        self.roster.column(field).and_then(|column| self.words(field, column))
    }

    /// Whether the cell of a field has these words, which are some, and nothing else.
    #[inline]
    pub fn says(&self, field: Field, words: &str) -> bool {
        let cell = self.roster.column(field).and_then(|column| self.cells.get(usize::from(column)));
        // What a formula shows for nothing is an empty text.
        !words.is_empty() && matches!(cell, Some(Cell::Text(text)) if is_same(text, words))
    }

    /// Whether the cell of a field of words holds an error of the spreadsheet, or a formula without the value it has.
    #[inline]
    pub fn holds_error(&self, field: Field) -> bool {
        self.roster.column(field).is_some_and(|column| self.holds_error_at(column))
    }

    /// The same of a column.
    #[inline]
    pub fn holds_error_at(&self, column: u16) -> bool {
        self.errors && self.is_error_at(column)
    }

    fn is_error_at(&self, column: u16) -> bool {
        match self.cells.get(usize::from(column)) {
            Some(Cell::Text(text)) => text.as_bytes().first() == Some(&b'#') && value::is_error(trimmed(text)),
            Some(Cell::Error(_)) => true,
            _ => false,
        }
    }

    /// Looks at the cell where it lies: copied first, the words of a row took an eighth more.
    #[inline]
    fn words(&self, field: Field, column: u16) -> Option<&'a str> {
        match self.cells.get(usize::from(column)) {
            Some(Cell::Text(text)) => words(text),
            Some(Cell::Empty) | None if self.merged.is_empty() => None,
            _ => self.words_otherwise(field, column),
        }
    }

    /// Those of a number, or of the cell above that a blank one is one cell with.
    #[inline(never)]
    fn words_otherwise(&self, field: Field, column: u16) -> Option<&'a str> {
        match self.cell_of(field, column) {
            Cell::Text(text) => words(text),
            Cell::Number(number) => self.number_as_words(field, column, number),
            _ => None,
        }
    }

    /// A number in a column of words: nobody's name, and no account where its last digits are lost.
    fn number_as_words(&self, field: Field, column: u16, number: f64) -> Option<&'a str> {
        let is_name = matches!(field, Field::Name | Field::HeadName);
        let is_cut = field.kind() == Kind::Account && value::loses_digits(Cell::Number(number));
        if is_name || is_cut { None } else { self.numbers.text(column, number) }
    }

    /// The place in its code set of what a field says.
    #[inline(always)]
    pub fn code(&self, field: Field, codes: &Codes) -> Option<u8> {
        self.roster.column(field).and_then(|column| self.coded(field, column, codes))
    }

    fn coded(&self, field: Field, column: u16, codes: &Codes) -> Option<u8> {
        self.words(field, column).and_then(|text| codes.read(field, &plain(text)))
    }

    /// The age that stands in a column of its own: `72`, `72岁`, `72周岁`.
    pub fn written_age(&self) -> Option<u32> {
        let words: &[char] = &['周', '足', '岁', ' '];
        self.text(Field::Age)?.trim_end_matches(words).parse().ok()
    }

    /// The cell of a field, or the one above that it is one cell with, where that holds for this row too.
    pub fn cell(&self, field: Field) -> Cell<'a> {
        self.roster.column(field).map_or(Cell::Empty, |column| self.cell_of(field, column))
    }

    #[inline]
    fn cell_of(&self, field: Field, column: u16) -> Cell<'a> {
        match self.cell_at(column) {
            Cell::Empty if !self.merged.is_empty() => self.above(field, column),
            cell => cell,
        }
    }

    #[cold]
    fn above(&self, field: Field, column: u16) -> Cell<'a> {
        above(self.as_read(), field, column)
    }

    /// The row it was made of.
    #[inline]
    pub(super) fn as_read(&self) -> Row<'a> {
        let Record { row, cells, merged, hidden, errors, .. } = *self;
        Row { number: row, cells, merged, hidden, errors }
    }

    /// Whether the cell of a field is one with a cell above in which something stands.
    pub fn shares_cell(&self, field: Field) -> bool {
        let above = || self.roster.column(field).map(|column| self.as_read().above(usize::from(column)));
        !self.merged.is_empty() && above().is_some_and(|cell| !cell.is_blank())
    }

    /// Whether the cell of a field goes on in rows below.
    pub fn begins_cell(&self, field: Field) -> bool {
        let column = self.roster.column(field).map(usize::from);
        let begins = |merged: &Merged<'_>| merged.above.is_none() && merged.first == merged.last;
        self.merged.iter().any(|merged| Some(merged.first) == column && begins(merged))
    }

    /// Whether something of its own stands in the cell of a field, and not only what the cell is merged with.
    pub(super) fn has_own(&self, field: Field) -> bool {
        self.merged.is_empty() || self.roster.column(field).is_some_and(|column| !self.cell_at(column).is_blank())
    }

    /// What one of the columns says that the amount is made of.
    pub fn added(&self, column: u16) -> Value {
        match self.roster.stands_by_month() {
            true => self.roster.month_cell(self.cell_at(column), column).paid,
            false => self.read_as(self.cell_at(column), column, Kind::Money),
        }
    }

    /// A cell read as a column of some kind is.
    pub fn read_as(&self, cell: Cell<'_>, column: u16, kind: Kind) -> Value {
        value::read(cell, kind, &self.roster.reading(self.roster.scale_of(column)))
    }

    /// The cell of a column, as the file has it.
    pub fn cell_at(&self, column: u16) -> Cell<'a> {
        self.cells.get(usize::from(column)).copied().unwrap_or(Cell::Empty)
    }

    pub(in crate::roster) fn text_at(&self, column: u16) -> Option<&'a str> {
        match self.cell_at(column) {
            Cell::Text(text) => words(text),
            _ => None,
        }
    }

    /// Whether words stand in the cell of a field, told by their ends, as of nearly all words.
    #[inline]
    fn plainly_says(&self, field: Field) -> bool {
        let cell = self.roster.column(field).and_then(|column| self.cells.get(usize::from(column)));
        matches!(cell, Some(Cell::Text(text)) if value::is_plainly_something(text))
    }

    #[inline(never)]
    fn says_nothing(&self, field: Field) -> bool {
        self.value(field).is_missing()
    }

    /// Whether the value of a field is missing where this row should have one.
    #[inline]
    pub fn lacks(&self, field: Field) -> bool {
        if field.kind().is_words() {
            !self.plainly_says(field) && self.says_nothing(field)
        } else {
            self.typed(field).is_missing()
        }
    }

    /// What stands in the column, as people may see it.
    pub fn seen(&self, field: Field, reveal: bool) -> String {
        field.kind().shown(&self.cell(field).shown(), reveal)
    }

    /// A person's number as people may see it.
    pub fn seen_id(&self, person: &Person<'_>, reveal: bool) -> String {
        let cell = person.column.map_or(Cell::Empty, |column| self.cell_at(column));
        Kind::Id.shown(&cell.shown(), reveal)
    }

    pub fn place(&self, field: Field) -> Place {
        self.place_at(self.roster.column(field))
    }

    /// The cell in which it names another programme than its roster's title does.
    pub fn names_another(&self) -> Option<u16> {
        self.roster.programme_under_title.as_ref()?.names_only_others(self)
    }

    pub fn place_at(&self, column: Option<u16>) -> Place {
        Place { source: self.roster.source, row: self.row, column }
    }
}
