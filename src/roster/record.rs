//! One row read through its roster: values by field, and the people it names.

use chrono::NaiveDate;

use crate::day::{Month, Months};
use crate::field::{Field, Kind};
use crate::finding::Place;
use crate::identity::IdNumber;
use crate::input::{Cell, Merged, Row};
use crate::money::Yuan;
use crate::rules::{Codes, is_one_of};

use super::date::written_months;
use super::fold::{plain, same_name, trimmed};
use super::household_number::HouseholdNumber;
use super::number_texts::NumberTexts;
use super::person::{Person, Role};
use super::rows::{self, Skipped, Unidentified};
use super::said::Answers;
use super::sighting;
use super::value::{self, Value};
use super::{Layout, Roster};

/// The code of a decision that grants nothing.
const REFUSED: &str = "refused";

/// What a row says, by field; missing where no column gives it.
pub(super) type Values = [Value; Field::COUNT];

/// A row of a roster, every planned cell that is more than words read once.
#[derive(Debug)]
pub struct Record<'a> {
    pub roster: &'a Roster,
    /// As the spreadsheet numbers it.
    pub row: u32,
    pub(super) cells: &'a [Cell<'a>],
    merged: &'a [Merged<'a>],
    numbers: &'a NumberTexts,
    /// A filter or a hand has hidden its row.
    pub hidden: bool,
    values: &'a Values,
    held: Held,
    months: Option<Months>,
    /// The head of the row's household, or the row's own person.
    own: Person<'a>,
    /// People listed across the row besides its head.
    pub(super) members: Vec<Person<'a>>,
    /// In a roster of several rows a household: whether this row is its head's.
    pub is_head: bool,
    pub(super) household_number: Option<HouseholdNumber>,
    /// What holds the rows of one household together, hashed.
    pub(super) household: u32,
}

/// Of which kinds the values of a row are, whether any cannot be taken as it stands, and which days they are.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Held {
    kinds: u16,
    amiss: bool,
    /// Rows that follow each other and have the same days share it.
    pub(super) days: u32,
}

impl Held {
    /// The bit of a kind.
    pub(super) fn bit(kind: Kind) -> u16 {
        1 << kind as u16
    }

    /// Takes notice of a value of a kind, of which the bit is given.
    #[inline(always)]
    pub(super) fn note(&mut self, bit: u16, value: Value) {
        if !value.is_missing() {
            self.kinds |= bit;
            self.amiss |= matches!(value, Value::Unreadable(_) | Value::ShortYear(_));
        }
    }
}

/// Whether what a cell says that several rows are merged into holds for each of them: whose they are, where and when.
/// What is paid stands there once, and so does whatever comes with it.
pub(super) fn holds_for_all(field: Field) -> bool {
    let of_one = matches!(field, Field::Sequence | Field::Note | Field::Signature | Field::Payee | Field::Bank);
    !of_one && matches!(field.kind(), Kind::Text | Kind::Id | Kind::Months)
}

/// The cell above that a blank one is one cell with, where what it says holds for this row too.
#[cold]
pub(super) fn above<'a>(row: Row<'a>, field: Field, column: u16) -> Cell<'a> {
    if holds_for_all(field) { row.above(usize::from(column)) } else { Cell::Empty }
}

/// The words of a cell, without white space around them; none where a stroke stands.
#[inline]
fn words(text: &str) -> Option<&str> {
    if value::is_plainly_something(text) { Some(text) } else { trimmed_words(text) }
}

#[cold]
fn trimmed_words(text: &str) -> Option<&str> {
    Some(trimmed(text)).filter(|text| !value::is_nothing(text))
}

impl<'a> Record<'a> {
    /// A row whose planned cells have been read, and nothing else of it yet.
    #[inline(always)]
    pub(super) fn of(
        row: Row<'a>,
        roster: &'a Roster,
        (values, held): (&'a Values, Held),
        numbers: &'a NumberTexts,
    ) -> Record<'a> {
        Record {
            roster,
            row: row.number,
            cells: row.cells,
            merged: row.merged,
            numbers,
            hidden: row.hidden,
            values,
            held,
            months: None,
            own: Person::new(None, Value::Missing, None, Role::Alone),
            members: Vec::new(),
            is_head: false,
            household_number: None,
            household: 0,
        }
    }

    /// Takes from its cells what the row says of itself, but for the people listed across it. Apart from [`Record::of`], which
    /// is made where it is to stay: one that has to be moved costs as much as asking a check.
    pub(super) fn read(&mut self, heads: &mut Answers) {
        self.months = self.months_said();
        self.is_head = self.roster.layout == Layout::HouseholdRows && self.names_head(heads);
        self.name_own();
        self.household_number = HouseholdNumber::of(self);
        self.household = sighting::household(self) as u32;
    }

    /// What a field says; of a field of words, whether something stands there.
    #[inline(always)]
    pub fn value(&self, field: Field) -> Value {
        if field.kind().is_words() { value::words(self.cell(field)) } else { self.typed(field) }
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

    /// What a field says that is more than words.
    #[inline]
    pub fn typed(&self, field: Field) -> Value {
        self.values[field.index()]
    }

    /// Whether a column of a kind that is more than words holds something.
    #[inline]
    pub fn gives(&self, kind: Kind) -> bool {
        self.held.kinds & Held::bit(kind) != 0
    }

    /// Whether some value cannot be read, or was read by choosing a century.
    #[inline]
    pub fn is_amiss(&self) -> bool {
        self.held.amiss
    }

    /// Rows of one reader with the same number give the same days; what is found of those need not be looked for again.
    #[inline]
    pub fn days_number(&self) -> u32 {
        self.held.days
    }

    pub fn money(&self, field: Field) -> Option<Yuan> {
        match self.typed(field) {
            Value::Yuan(yuan) | Value::RoundedYuan(yuan) => Some(yuan),
            _ => None,
        }
    }

    /// What the row pays for its own months: of a sum without the arrears and whatever else is in it.
    pub fn pay(&self, field: Field) -> Option<Yuan> {
        let column = self.roster.pay_column(field);
        if column == self.roster.column(field) {
            return self.money(field);
        }
        match column.map(|column| self.read_as(self.cell_at(column), column, Kind::Money)) {
            Some(Value::Yuan(yuan) | Value::RoundedYuan(yuan)) => Some(yuan),
            _ => None,
        }
    }

    /// Where that stands.
    pub fn pay_place(&self, field: Field) -> Place {
        self.place_at(self.roster.pay_column(field))
    }

    /// What fields of money come to together; `None` where none gives any, or one cannot be read.
    #[inline]
    pub fn money_together(&self, fields: &[Field]) -> Option<Yuan> {
        let mut sum = None;
        for field in fields {
            match self.typed(*field) {
                Value::Yuan(yuan) | Value::RoundedYuan(yuan) => sum = Some(sum.unwrap_or(Yuan::ZERO) + yuan),
                Value::Unreadable(_) => return None,
                _ => {}
            }
        }
        sum
    }

    pub fn day(&self, field: Field) -> Option<NaiveDate> {
        match self.typed(field) {
            Value::Day(day) | Value::ShortYear(day) => Some(day),
            _ => None,
        }
    }

    pub fn count(&self, field: Field) -> Option<u32> {
        match self.typed(field) {
            Value::Count(count) => Some(count),
            _ => None,
        }
    }

    pub fn yes(&self, field: Field) -> Option<bool> {
        match self.typed(field) {
            Value::YesNo(yes) => Some(yes),
            _ => None,
        }
    }

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
        !words.is_empty() && matches!(cell, Some(Cell::Text(text)) if *text == words)
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

    /// The birth date of the row's person: as the number states it, else as its own column does.
    pub fn birth(&self) -> Option<NaiveDate> {
        self.own.birth.or_else(|| self.day(Field::Birth))
    }

    pub fn id(&self, field: Field) -> Option<IdNumber> {
        self.typed(field).id()
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
        above(Row { number: self.row, cells: self.cells, merged: self.merged, hidden: self.hidden }, field, column)
    }

    /// Whether the cell of a field is one with a cell above in which something stands.
    pub fn shares_cell(&self, field: Field) -> bool {
        let row = Row { number: self.row, cells: self.cells, merged: self.merged, hidden: self.hidden };
        let above = || self.roster.column(field).map(|column| row.above(usize::from(column)));
        !self.merged.is_empty() && above().is_some_and(|cell| !cell.is_blank())
    }

    /// Whether something of its own stands in the cell of a field, and not only what the cell is merged with.
    fn has_own(&self, field: Field) -> bool {
        self.merged.is_empty() || self.roster.column(field).is_some_and(|column| !self.cell_at(column).is_blank())
    }

    /// A cell read as a column of some kind is.
    pub fn read_as(&self, cell: Cell<'_>, column: u16, kind: Kind) -> Value {
        value::read(cell, kind, &self.roster.reading(self.roster.scale_of(column)))
    }

    /// The cell of a column, as the file has it.
    pub fn cell_at(&self, column: u16) -> Cell<'a> {
        self.cells.get(usize::from(column)).copied().unwrap_or(Cell::Empty)
    }

    pub(super) fn text_at(&self, column: u16) -> Option<&'a str> {
        match self.cell_at(column) {
            Cell::Text(text) => words(text),
            _ => None,
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

    pub fn place_at(&self, column: Option<u16>) -> Place {
        Place { source: self.roster.source, row: self.row, column }
    }

    /// Everyone this row names, the head or the row's own person first.
    pub fn persons(&self) -> impl Iterator<Item = &Person<'a>> + '_ {
        std::iter::once(&self.own).chain(&self.members)
    }

    /// Takes the head or the row's own person from their columns.
    fn name_own(&mut self) {
        let (name, id, role) = match self.roster.layout {
            Layout::Households => (Field::HeadName, Field::HeadId, Role::Head),
            Layout::HouseholdRows if self.is_head => (Field::Name, Field::Id, Role::Head),
            Layout::HouseholdRows => (Field::Name, Field::Id, Role::Member),
            Layout::Persons => (Field::Name, Field::Id, Role::Alone),
        };
        let column = self.roster.column(id).or_else(|| self.roster.column(name));
        self.own = Person::new(self.text(name), self.typed(id), column, role);
    }

    /// What tells its household across rosters, by the number it gives; `None` where it gives none.
    pub fn household_key(&self) -> Option<u64> {
        self.household_number.map(|number| number.across(self))
    }

    /// How many people the row lists by name or number.
    pub fn listed(&self) -> u32 {
        1 + self.members.len() as u32
    }

    /// Whether members are listed across this roster's rows.
    pub fn lists_members(&self) -> bool {
        self.roster.lists_across()
    }

    /// Whether the person of this row is the head of its household, by the relation or else by number or name.
    fn names_head(&self, heads: &mut Answers) -> bool {
        if let Some(relation) = self.text(Field::Relation) {
            let head = &self.roster.vocabulary.head;
            return heads.of(relation, |relation| is_one_of(&plain(relation), head));
        }
        let (own, head) = (self.id(Field::Id), self.id(Field::HeadId));
        match (own, head) {
            (Some(own), Some(head)) => own.key() == head.key(),
            _ => self.text(Field::Name).zip(self.text(Field::HeadName)).is_some_and(|(own, head)| same_name(own, head)),
        }
    }

    /// Whether the person of this row is assisted; a roster that does not say assists all it lists.
    pub fn is_covered(&self) -> bool {
        let said = match self.roster.layout {
            Layout::Households => self.yes(Field::HeadCovered),
            _ => self.yes(Field::Covered),
        };
        said.unwrap_or(true)
    }

    /// The months this row is paid for: its own, else those of its flow date, else its sheet's.
    pub fn months(&self) -> Option<Months> {
        self.months
    }

    fn months_said(&self) -> Option<Months> {
        if let Value::Months(months) = self.value(Field::Period) {
            return Some(months);
        }
        match self.roster.month_of.filter(|field| self.roster.has(*field)).map(|field| self.typed(field)) {
            Some(Value::Day(day) | Value::ShortYear(day)) => Month::of(day).map(Months::one),
            // Not decided yet: the months of the sheet are not its own.
            Some(Value::Missing) => None,
            _ => self.roster.months.map(|months| self.within_term(months)),
        }
    }

    /// The months of the sheet in which the row's assistance had begun and not ended; all of them where it says neither,
    /// or says that none is.
    fn within_term(&self, months: Months) -> Months {
        let said = |field: Field| match self.value(field) {
            Value::Months(months) => Some(months),
            _ => None,
        };
        let first = said(Field::StartMonth).map_or(months.first, |start| start.first.max(months.first));
        let last = said(Field::EndMonth).map_or(months.last, |end| end.last.min(months.last));
        if first <= last { Months { first, last } } else { months }
    }

    /// The age that stands in a column of its own: `72`, `72岁`, `72周岁`.
    pub fn written_age(&self) -> Option<u32> {
        let words: &[char] = &['周', '足', '岁', ' '];
        self.text(Field::Age)?.trim_end_matches(words).parse().ok()
    }

    /// The months in which what a row of a list says holds: from the month it begins to the one it ends, open ends
    /// included.
    pub fn listed_months(&self) -> Option<Months> {
        // The month alone is enough: 2024.02, 2023年12月.
        let written = |field: Field| written_months(&self.cell(field).shown()).map(|months| months.first);
        let month = |field: Field| self.day(field).and_then(Month::of).or_else(|| written(field));
        let (since, until) = (month(Field::Since), month(Field::Until));
        Months::between(since, until)
    }

    /// Whether this is a case that its programme has yet to decide: the date that would count it is blank.
    pub fn is_pending(&self) -> bool {
        self.roster.month_of.is_some_and(|field| self.roster.has(field) && self.typed(field).is_missing())
    }

    /// The day aid of a flow programme was granted.
    pub fn granted(&self) -> Option<NaiveDate> {
        self.roster.month_of.and_then(|field| self.day(field))
    }

    /// The day that decides by which law what is paid for some months is judged: that of the grant, else their first.
    pub fn granted_in(&self, months: Months) -> NaiveDate {
        let within = |day: &NaiveDate| Month::of(*day).is_some_and(|month| months.contains(month));
        self.granted().filter(within).unwrap_or_else(|| months.first.first_day())
    }

    /// The first day it gives of those on which a case begins.
    pub fn begun(&self) -> Option<NaiveDate> {
        [Field::Applied, Field::Accepted, Field::OpinionReceived].into_iter().filter_map(|field| self.day(field)).min()
    }

    /// Whether the case was decided, and nothing granted.
    #[inline]
    pub fn is_refused(&self) -> bool {
        self.roster.has(Field::Decision) && self.says_refused()
    }

    #[inline(never)]
    fn says_refused(&self) -> bool {
        let codes = &self.roster.codes;
        let said = self.code(Field::Decision, codes).and_then(|place| codes.code(Field::Decision, place));
        said.is_some_and(|code| code.code == REFUSED)
    }

    /// Whether nothing is to be paid by the row: its case is still to be decided, or was refused.
    pub fn grants_nothing(&self) -> bool {
        self.is_pending() || self.is_refused()
    }

    /// Whether the row gives money or a number of people; noughts alone are what a formula leaves in rows not filled in.
    fn gives_numbers(&self) -> bool {
        let numbers = || self.values.iter().filter_map(|value| value.number());
        numbers().any(|number| number != 0) || (numbers().next().is_some() && !self.is_left_over())
    }

    pub(super) fn why_skipped(&self, header_words: &[(usize, String)]) -> Option<Skipped> {
        let row = Row { number: self.row, cells: self.cells, merged: self.merged, hidden: self.hidden };
        if rows::is_example(row, &self.roster.vocabulary) {
            return Some(Skipped::Example);
        }
        let is_somebody =
            [Field::Id, Field::HeadId].into_iter().any(|field| self.id(field).is_some() && self.has_own(field));
        if is_somebody { None } else { self.why_nobody(row, header_words) }
    }

    /// Why a row that gives no identity number is no record.
    #[inline(never)]
    fn why_nobody(&self, row: Row<'_>, header_words: &[(usize, String)]) -> Option<Skipped> {
        // 无 or 本月无 where a person should stand.
        let words = &self.roster.vocabulary;
        let is_name = |name: &str| !is_one_of(name, &words.nothing);
        let names = || [Field::Name, Field::HeadName].into_iter().filter(|field| self.has_own(*field));
        let named = names().any(|field| self.text(field).is_some_and(is_name));
        // 12人 in the place of a name counts people.
        let is_of_one = |name: &str| is_name(name) && !name.contains(char::is_numeric);
        let named_in = names().filter(|field| self.text(*field).is_some_and(is_of_one));
        let has_digits =
            |field: Field| self.has_own(field) && self.cell(field).shown().contains(|c: char| c.is_numeric());
        let what = Unidentified {
            names_somebody: named || [Field::Id, Field::HeadId].into_iter().any(has_digits) || !self.members.is_empty(),
            named_in: named_in.filter_map(|field| self.roster.column(field)).min().map(usize::from),
            gives_numbers: self.gives_numbers(),
            below_header: self.row - self.roster.header.last_row,
        };
        let skipped = rows::skipped(row, what, header_words, words);
        skipped.or_else(|| (what.gives_numbers && self.is_of_several()).then_some(Skipped::Subtotal))
    }
}
