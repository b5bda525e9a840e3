//! One row read through its roster: values by field, and the people it names.

mod cells;
mod granted;
mod skipped;

use chrono::NaiveDate;

use crate::day::Months;
use crate::field::{Field, Kind};
use crate::finding::Place;
use crate::identity::IdNumber;
use crate::input::{Cell, Merged, Row};
use crate::money::Yuan;
use crate::rules::is_one_of;

use super::fold::{plain, same_name};
use super::household_number::HouseholdNumber;
use super::made_amount::{MadeAmount, upper};
use super::number_texts::NumberTexts;
use super::person::{Person, Role};
use super::said::Answers;
use super::sighting;
use super::value::{self, Value};
use super::{Layout, Roster};

pub(super) use cells::above;

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
    /// Whether any of its cells may be an error of the spreadsheet.
    pub errors: bool,
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
    /// The row says that it was stopped in the place of what it is paid, or of all its months.
    pub(super) is_stopped: bool,
    /// It says so of a refusal.
    pub(super) is_refused: bool,
    /// Rows that follow each other and have the same days share it.
    pub(super) days: u32,
}

/// What is due by a column, less what others have as held back, if any does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueBeside {
    pub column: u16,
    pub is_less: bool,
    /// `None` where it is blank or cannot be read.
    pub yuan: Option<Yuan>,
}

impl Held {
    /// The bit of a kind.
    pub(super) fn bit(kind: Kind) -> u16 {
        1 << kind as u16
    }

    /// Whether any value cannot be taken as it stands.
    #[inline]
    pub(super) fn is_amiss(&self) -> bool {
        self.amiss
    }

    /// Takes notice of a value of a kind, of which the bit is given.
    #[inline(always)]
    pub(super) fn note(&mut self, bit: u16, value: Value) {
        if !value.is_missing() {
            self.kinds |= bit;
            self.amiss |= matches!(value, Value::Unreadable(_) | Value::ShortYear(_) | Value::ShortYearMonths(_));
        }
    }
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
            errors: row.errors,
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

    /// Takes from its cells what the row says of itself, but for the people listed across it. Apart from
    /// [`Record::of`], which is made where it is to stay: one that has to be moved costs as much as asking a check.
    #[inline(always)]
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

    /// What the row pays for its own months: of a sum without the arrears and whatever else is in it, and before
    /// anything is held back.
    pub fn pay(&self, field: Field) -> Option<Yuan> {
        let Some(column) = self.roster.before_sum(field) else { return self.money(field) };
        match self.read_as(self.cell_at(column), column, Kind::Money) {
            Value::Yuan(yuan) | Value::RoundedYuan(yuan) => Some(yuan),
            _ => None,
        }
    }

    /// Where that stands.
    pub fn pay_place(&self, field: Field) -> Place {
        self.place_at(self.roster.pay_column(field))
    }

    /// What its columns of months come to, where the sum of them should be what it pays; `None` where none gives any,
    /// or one cannot be read.
    pub fn months_together(&self) -> Option<Yuan> {
        let by_month = self.roster.money.by_month.as_ref().filter(|_| self.roster.money.sums_months)?;
        by_month.paid(|column| self.roster.month_cell(self.cell_at(column), column)).together()
    }

    /// What of its amount was owed of other months, where that and the columns of its months are the amount.
    pub fn arrears_in_sum(&self) -> Option<Yuan> {
        let arrears = self.money(Field::Arrears)?;
        let months = self.months_together()?;
        (Some(months + arrears) == self.money(Field::Amount)).then_some(arrears)
    }

    /// What the columns of what is paid of its parts come to, where the amount should be their sum; `None` where none gives any, or
    /// one cannot be read.
    pub fn paid_of_parts(&self) -> Option<Yuan> {
        self.together(self.roster.money.sum_of.iter().copied())
    }

    /// What the columns come to that stand under the same words as the amount and that nobody knows; `None` as above.
    pub fn unknown_beside_amount(&self) -> Option<Yuan> {
        let amount = self.roster.column(Field::Amount)?;
        let over = upper(self.roster.header.columns.iter().find(|head| head.index == amount)?)?;
        self.together(self.roster.unknown().filter(|head| upper(head) == Some(over)).map(|head| head.index))
    }

    fn together(&self, columns: impl Iterator<Item = u16>) -> Option<Yuan> {
        let mut sum = None;
        for column in columns {
            match self.read_as(self.cell_at(column), column, Kind::Money) {
                Value::Yuan(yuan) | Value::RoundedYuan(yuan) => sum = Some(sum.unwrap_or(Yuan::ZERO) + yuan),
                Value::Unreadable(_) => return None,
                _ => {}
            }
        }
        sum
    }

    /// What is due by a column of its own beside what is paid; `None` where the roster has none.
    #[inline]
    pub fn due_beside(&self) -> Option<DueBeside> {
        self.roster.money.due.as_ref().and_then(|due| self.due_by(due))
    }

    #[inline(never)]
    fn due_by(&self, due: &MadeAmount) -> Option<DueBeside> {
        let column = *due.of.first()?;
        let amount = due.amount(|column| self.read_as(self.cell_at(column), column, Kind::Money));
        let yuan = if let Value::Yuan(yuan) = amount { Some(yuan) } else { None };
        Some(DueBeside { column, is_less: !due.less.is_empty(), yuan })
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

    /// The birth date of the row's person: as the number states it, else as its own column does.
    pub fn birth(&self) -> Option<NaiveDate> {
        self.own.birth.or_else(|| self.day(Field::Birth))
    }

    pub fn id(&self, field: Field) -> Option<IdNumber> {
        self.typed(field).id()
    }

    /// The head of the row's household, or the row's own person.
    pub fn own(&self) -> &Person<'a> {
        &self.own
    }

    /// The people listed across the row beside them.
    pub fn members(&self) -> &[Person<'a>] {
        &self.members
    }

    /// Everyone this row names, the head or the row's own person first.
    pub fn persons(&self) -> impl Iterator<Item = &Person<'a>> + '_ {
        std::iter::once(&self.own).chain(&self.members)
    }

    /// Takes the head or the row's own person from their columns.
    #[inline(always)]
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
        1 + self.members.len() as u32 - u32::from(!self.members.is_empty() && self.lists_head_again())
    }

    /// The people a household's row is for: as written, else as it lists them across; `None` where it does neither.
    /// Nobody assisted is a number to correct.
    pub fn assisted(&self) -> Option<u32> {
        let is_whole = self.roster.layout == Layout::Households && self.lists_members();
        let written = self.count(Field::CoveredSize).filter(|persons| *persons > 0);
        written.or_else(|| is_whole.then(|| self.listed()))
    }

    /// Whether the head, beside whom no number stands, is listed among the members: by name, or because the list has
    /// the only numbers there are.
    #[inline(never)]
    fn lists_head_again(&self) -> bool {
        let is_heads = |member: &Person<'_>| match member.name.zip(self.own.name) {
            Some((own, head)) => same_name(own, head),
            None => member.name.is_none() && self.roster.lists_only_numbers(),
        };
        self.own.id.is_missing() && self.members.iter().any(is_heads)
    }

    /// Whether members are listed across this roster's rows.
    pub fn lists_members(&self) -> bool {
        self.roster.lists_across()
    }

    /// Whether the person of this row is the head of its household, by the relation, if that tells, or else by number or name.
    fn names_head(&self, heads: &mut Answers) -> bool {
        if let Some(relation) = self.text(Field::Relation).filter(|_| !self.roster.hides_heads) {
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
        said.unwrap_or(true) && !self.is_stopped()
    }
}
