//! Rows become records: which sheet is a roster of what, which column means what, what each cell says.

mod account_sighting;
mod aliases;
mod amount;
mod bare;
mod bill;
mod by_month;
mod called;
mod case_rows;
mod causes;
mod coded;
mod column_numbers;
mod column_sum;
pub mod condition;
mod date;
mod date_number;
mod each_person;
mod end_noted;
mod fold;
mod hashed;
mod head_column;
mod head_row;
mod header;
mod holding;
mod household;
mod household_kept;
mod household_number;
mod household_short;
mod id_cell;
mod layout;
mod likeness;
mod listed;
mod made_amount;
mod made_up;
mod means;
mod money_columns;
mod money_rows;
mod month_cell;
mod month_text;
mod months_said;
mod named_months;
mod naming;
mod number_texts;
mod open_household;
mod paid;
mod parts_paid;
mod path;
mod pay_of_others;
mod person;
mod pin;
mod programme_of_row;
mod programme_under_title;
mod purpose;
mod recognise;
mod record;
mod remark;
mod row_pay;
mod row_reader;
mod row_total;
mod rows;
mod said;
mod setting;
mod several;
mod shape;
mod shown;
mod sighting;
mod spread;
mod standing;
mod tables;
mod titled;
mod titled_township;
mod trace;
mod unnumbered;
mod value;
mod worded_total;

use std::sync::Arc;

use chrono::NaiveDate;

use crate::day::Months;
use crate::field::Field;
use crate::input::{Cell, Row};
use crate::rules::{Codes, Counted, Vocabulary};

pub use account_sighting::AccountSighting;
pub use aliases::{Aliases, Glossary, Meaning};
pub use amount::Scale;
pub use bare::Bare;
pub use bill::BillSighting;
use case_rows::CaseRows;
pub use causes::Causes;
use each_person::EachPerson;
pub use end_noted::EndNoted;
pub use fold::folded;
pub use header::{Aside, HeadColumn, Header, SEARCHED, TopRow, find};
pub use holding::Holding;
pub use household::{Amounts, Household, Supplement};
pub use layout::Layout;
use layout::Member;
pub use likeness::Likeness;
pub use means::{Declared, Means, MeansKey, NoMeans};
use money_columns::MoneyColumns;
use month_cell::MonthCell;
pub use month_text::written_months;
pub use open_household::{OpenHousehold, Sign};
pub use paid::{PARTS, WHOLE};
pub use parts_paid::PartsPaid;
use pay_of_others::PayOfOthers;
pub use person::{Person, Role};
pub use pin::{NOT_READ, Pin};
use programme_of_row::ProgrammeOfRow;
pub use purpose::Purpose;
pub use recognise::{NamedBy, NotARoster, SheetOf};
pub use record::{DueBeside, Record};
pub use remark::Remark;
pub use row_reader::{GivenSum, RowReader, Taken, Total};
pub use rows::{Skipped, is_of_another_table};
pub use setting::{Given, Setting, Settings};
pub use several::ReadBeside;
pub use shape::other_programme;
pub use shown::Shown;
pub use sighting::{MOST_KEPT, Sighting, birth_digits, rest_digits, tells_nothing_of_payment};
pub use spread::{RowPay, Spread};
pub use standing::{Moved, Standing};
pub use titled::titled_months;
pub use titled_township::TitledTownship;
pub use trace::Trace;
pub use unnumbered::Unnumbered;
use value::{Counts, OfTwo, Reading};
pub use value::{Unreadable, Value, loses_digits};
pub use worded_total::{CountOf, Worded};

/// A sheet that has been understood: every row below its header is read the same way.
#[derive(Debug, Clone)]
pub struct Roster {
    /// Place of the sheet in the run.
    pub source: u16,
    /// As given on the command line or by the workspace.
    pub file: Arc<str>,
    pub sheet: Option<String>,
    /// Index into the pack.
    pub programme: usize,
    pub counted: Counted,
    /// Where cases are counted as they are granted: the date that puts a row in its month.
    pub month_of: Option<Field>,
    /// The date that says so in its place, where it has no column and the sheet names no month.
    dated_by: Option<Field>,
    pub named_by: NamedBy,
    /// What its programme is called, where its sheet is read for others as well.
    pub read_as: Option<String>,
    pub layout: Layout,
    /// The months the whole sheet is about, where its title, its name or relief.toml says so.
    pub months: Option<Months>,
    /// Whether it is called so that all of its rows pay what was owed of other months: 补发花名册.
    pub makes_up: bool,
    /// What it pays beside the month's own, by its title or name: which of the lists of words for such (价格临时补贴, 取暖补贴).
    pub paid_besides: Option<usize>,
    /// The parts of the pay it is of, where its title, its name or its columns say so.
    pub parts_paid: PartsPaid,
    /// The months its title, its name or that of its file says, where it is read as of others.
    pub other_months: Option<Months>,
    /// Whether its months are said with a year of two digits: 18年4月.
    pub in_short_year: bool,
    /// Whether it is called so that its people are new ones, and is read because its file holds no other roster.
    pub is_added: bool,
    /// Whether its title or its name says another programme than it is read as.
    pub has_other_title: bool,
    /// Where its rows say of which programme each is, if its title does not say that all are of this one.
    programme_of_row: Option<ProgrammeOfRow>,
    /// Where they may say that they are of another all the same.
    programme_under_title: Option<ProgrammeOfRow>,
    /// Where other programmes pay in columns of their own, if its title does not say that all rows are of this one.
    pay_of_others: Option<PayOfOthers>,
    /// Whether the workspace gives them, whatever a title says.
    pub months_given: bool,
    /// The year of months that name none.
    pub year: Option<i32>,
    /// The year, or years, that title and names give, where they give no month.
    pub whole_years: Option<Months>,
    pub header: Header,
    /// How many columns it has, by its header, or by its rows where it has none.
    width: u16,
    counts: Counts,
    /// The unit of money where a column names none.
    pub scale: Scale,
    pub vocabulary: Arc<Vocabulary>,
    pub codes: Codes,
    /// What is known of a reference list as a whole; `None` for rosters.
    pub list: Option<ListFacts>,
    by_field: [Option<u16>; Field::COUNT],
    case_rows: CaseRows,
    members: Vec<Member>,
    /// Columns whose meaning another column already has.
    pub repeated: Vec<u16>,
    money: MoneyColumns,
    each_person: EachPerson,
    /// The columns whose cells list all members of a household.
    in_cell: Option<Member>,
    /// The first column of what stands beside the roster and is none of it.
    ends_before: Option<u16>,
    /// The field whose column names townships.
    pub townships: Field,
    /// The township all of its rows stand under, where it has no such column and is called by one.
    pub titled_township: Option<TitledTownship>,
    /// Whether a month stands once for the rows below it.
    pub months_above: bool,
    /// Whether its relations are codes that do not tell who is head.
    pub hides_heads: bool,
    /// Whether stars stand in all of its identity numbers.
    pub masks_numbers: bool,
    /// Columns relief.toml names and the sheet does not have.
    pub unmatched: Vec<String>,
    /// Whether its file holds no other and is the only one of the run.
    pub is_alone: bool,
    /// Rows that are totals, or explain one, though no word says so, known once all rows have been read.
    pub unworded: Vec<(u32, Skipped)>,
}

/// What the workspace says of a reference list: the day it was drawn up, by whom, and of which programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListFacts {
    pub as_of: NaiveDate,
    pub source: String,
    /// Index into the pack: payments, approvals and stops are of one programme.
    pub of: Option<usize>,
}

impl Roster {
    /// The column of a field, from 0.
    #[inline]
    pub fn column(&self, field: Field) -> Option<u16> {
        self.by_field[field.index()]
    }

    pub fn has(&self, field: Field) -> bool {
        self.column(field).is_some()
    }

    /// Whether columns give the days of the township's own notice.
    pub fn has_townships_notice(&self) -> bool {
        self.has(Field::TownshipPostedFrom) || self.has(Field::TownshipPostedUntil)
    }

    /// Whether a field is the last day or month of what one cell gives both ends of: 公示时间 2018.4.1-4.7.
    pub fn ends_what_begins_in_its_column(&self, field: Field) -> bool {
        shape::shares_column(self, field)
    }

    /// Whether a field is the first day or month of what one cell gives both ends of.
    pub fn begins_what_ends_in_its_column(&self, field: Field) -> bool {
        shape::lends_column(self, field)
    }

    /// The words over a column as people may see them.
    pub fn words(&self, column: u16) -> &str {
        let found = self.header.columns.iter().find(|head| head.index == column);
        found.map_or("", |head| head.shown.as_str())
    }

    /// The columns of name and number of each member listed across the row.
    pub fn member_columns(&self) -> impl Iterator<Item = (Option<u16>, Option<u16>)> + '_ {
        self.members.iter().map(|member| (member.name, member.id))
    }

    /// Whether the rows name the members of a household, in rows or across.
    pub fn lists_members(&self) -> bool {
        self.layout == Layout::HouseholdRows || self.lists_across()
    }

    /// Whether its rows list the people of households and no column writes how many these are.
    pub fn counts_people(&self) -> bool {
        self.layout == Layout::HouseholdRows && !self.has(Field::CoveredSize)
    }

    /// Whether a row names the members of its household, in columns across or in one cell.
    pub fn lists_across(&self) -> bool {
        !self.members.is_empty() || self.in_cell.is_some()
    }

    /// Whether one cell of a row names all members of its household.
    pub fn lists_in_cell(&self) -> bool {
        self.in_cell.is_some()
    }

    /// Whether the lists of members are all there is of numbers, and name nobody: the head's is one of them.
    fn lists_only_numbers(&self) -> bool {
        self.in_cell.is_some_and(|list| list.name.is_none()) && !self.has(Field::HeadId)
    }

    /// The columns whose cells list the names and the numbers of all members.
    pub fn list_columns(&self) -> (Option<u16>, Option<u16>) {
        self.in_cell.map_or((None, None), |list| (list.name, list.id))
    }

    /// Whether rows may name another programme than its title.
    pub fn may_name_another(&self) -> bool {
        self.programme_under_title.is_some()
    }

    /// In a text file, the column behind the last of the header, or of nearly all rows where there is none.
    pub fn beyond_text(&self) -> Option<u16> {
        Some(self.width).filter(|_| self.sheet.is_none() && !self.header.columns.is_empty())
    }

    /// Whether no header stands over a column; behind the last one of a text file a cell that was cut in two goes on.
    pub fn is_unnamed(&self, column: usize) -> bool {
        let is_beyond_text = self.beyond_text().is_some_and(|beyond| column >= usize::from(beyond));
        !is_beyond_text && !self.header.columns.iter().any(|head| usize::from(head.index) == column)
    }

    /// The first column that no header stands over, if a row can have any.
    pub fn first_unnamed(&self) -> Option<usize> {
        let last = self.header.columns.last().map_or(0, |head| usize::from(head.index));
        (0..=last + 1).find(|column| self.is_unnamed(*column))
    }

    /// How many people a row has places for; none where each has a row.
    pub fn places(&self) -> Option<u16> {
        (!self.members.is_empty()).then(|| self.members.len() as u16 + 1)
    }

    /// What a column's numbers are worth.
    pub fn scale_of(&self, column: u16) -> Scale {
        let found = self.header.columns.iter().find(|head| head.index == column);
        found.and_then(|head| head.scale).unwrap_or(self.scale)
    }

    /// What a cell of a column that is of one month says.
    fn month_cell(&self, cell: Cell<'_>, column: u16) -> MonthCell {
        let reading = self.reading(self.scale_of(column));
        match self.money.by_month.as_ref().is_some_and(|by_month| by_month.are_marks) {
            true => MonthCell::marked(cell, &reading),
            false => MonthCell::read(cell, &reading),
        }
    }

    /// How a cell of this sheet is read.
    fn reading(&self, scale: Scale) -> Reading<'_> {
        let (of_two, counts, words) = (OfTwo::default(), self.counts, &self.vocabulary);
        Reading { scale, year: self.year, of_two, counts, words }
    }

    /// Columns no rule knows.
    pub fn unknown(&self) -> impl Iterator<Item = &HeadColumn> {
        self.header.columns.iter().filter(|head| head.meaning.is_none() && head.aside.is_none())
    }

    /// Columns no rule knows whose header has one of some words in it.
    pub fn unknown_with<'r>(&'r self, words: &'r [String]) -> impl Iterator<Item = &'r HeadColumn> {
        self.unknown().filter(|head| head.says_one_of(words))
    }

    /// Columns of a small table of sums that stands right of the roster, as people may see them.
    pub fn beside(&self) -> impl Iterator<Item = &str> {
        self.header.columns.iter().filter(|head| head.aside == Some(Aside::Beside)).map(|head| head.shown.as_str())
    }

    /// The cells of a row that are the roster's.
    #[inline]
    fn own<'r>(&self, row: Row<'r>) -> Row<'r> {
        let width = self.ends_before.map_or(row.cells.len(), usize::from);
        Row { cells: row.cells.get(..width).unwrap_or(row.cells), ..row }
    }

    /// Rows that are totals though no word says so.
    pub fn totals_unworded(&self) -> impl Iterator<Item = u32> + '_ {
        self.unworded.iter().filter(|(_, why)| *why != Skipped::Explanation).map(|(row, _)| *row)
    }

    /// Whether some column gives identity numbers.
    pub fn gives_numbers(&self) -> bool {
        self.has(Field::Id) || self.has(Field::HeadId) || self.lists_across()
    }

    /// The township that all rows stand under; empty where none is known.
    pub fn above_all(&self) -> &str {
        self.titled_township.as_ref().map_or("", |(name, _)| name)
    }

    /// Why a row is no record, where no word of its own says so.
    fn unworded(&self, row: u32) -> Option<Skipped> {
        let place = self.unworded.binary_search_by_key(&row, |(row, _)| *row).ok()?;
        Some(self.unworded[place].1)
    }

    /// Every field some column of this roster has.
    pub fn fields(&self) -> impl Iterator<Item = (Field, u16)> + '_ {
        let all = Field::ALL.iter().copied();
        all.filter_map(|field| Some((field, self.column(field)?)))
    }
}
