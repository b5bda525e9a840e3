//! What rows leave behind of their household: small, of fixed size, joined when rows belong together.

use chrono::NaiveDate;

use crate::day::Months;
use crate::field::{Field, Kind};
use crate::finding::Place;
use crate::identity::IdNumber;
use crate::money::Yuan;

use super::Layout;
use super::fold::hashed_name;
use super::hashed::hash;
use super::record::Record;

/// A household of one roster, from one row or from several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Household {
    pub(super) key: Key,
    /// The identity number of its head; 0 where no row gives one.
    pub(super) head_id: u64,
    pub source: u16,
    /// The rows it takes, as the spreadsheet numbers them.
    pub first_row: u32,
    pub last_row: u32,
    /// A number of the run's list of townships, or [`Household::PLACE_ABOVE`].
    pub township: u32,
    /// A number of the same list, or [`Household::PLACE_ABOVE`].
    pub village: u32,
    pub months: Option<Months>,
    /// The day that counts it, in a flow programme, and the first day that is known of it there.
    pub decided: Option<NaiveDate>,
    pub begun: Option<NaiveDate>,
    /// A case still to be decided.
    pub pending: bool,
    /// A case decided against, as its head's row says.
    pub refused: bool,
    /// People its rows list.
    pub listed: u16,
    /// Of these, those assisted.
    pub covered: u16,
    pub heads: u16,
    /// 家庭人口 and 保障人口 as written.
    pub size: Option<u16>,
    /// Of a single person's row instead: the visits it stands for, where it says how many.
    pub covered_size: Option<u16>,
    /// Paid in all: the sum of its rows, until [`Household::settle`] decides otherwise.
    pub amount: Option<Yuan>,
    /// What its first row with an amount gives.
    pub(super) once: Option<Yuan>,
    /// Whether its rows give different amounts.
    pub(super) varies: bool,
    /// A month, as its first row with such an amount gives it.
    pub monthly: Option<Yuan>,
    /// Supplements for classes of its people; `None` unless a check asks.
    pub(super) supplement: Option<Box<Supplement>>,
}

/// The day that counts a record, in a flow programme.
pub(super) fn decided(record: &Record<'_>) -> Option<NaiveDate> {
    record.roster.month_of.and_then(|field| record.day(field))
}

/// What the rows of a household state of supplements for classes, and what is certain of the persons they name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Supplement {
    /// As its first row that states any does, and what further rows add to that.
    pub(super) stated: Option<Yuan>,
    pub(super) more: Yuan,
    /// What the persons who surely belong to a class are due, and how many these are.
    pub certain: Yuan,
    pub persons: u16,
}

/// What holds rows together as one household.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Key {
    /// Nothing of its own: it goes on with the household above.
    Above,
    /// The head's name, in rows that follow each other.
    Neighbours,
    /// A household number, which each village may give anew.
    Number(u64),
    /// The head's identity number, wherever it stands.
    Head(u64),
}

/// How amounts that stand on several rows of a household are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amounts {
    /// Each row is paid its own.
    Each,
    /// The household's amount, repeated.
    Once,
}

impl Household {
    /// The township or village of the row above: where it is merged, only its first row names it.
    pub const PLACE_ABOVE: u32 = u32::MAX;

    /// More people than this are hardly one household: what should part it from the next does not.
    pub const LARGEST: u16 = 30;

    /// What one record says of its household, and of supplements if a check asks.
    pub fn of(record: &Record<'_>, place: (u32, u32), supplement: Option<Supplement>) -> Household {
        let mut household = Household::begun(record, key(record), place);
        household.take_row(record, supplement);
        if household.amount.is_none() && record.shares_cell(Field::Amount) {
            // Paid in the row above, for both.
            household.amount = Some(Yuan::ZERO);
        }
        household
    }

    /// A household that begins with a record, with what its first row alone says; what each row says is yet to be
    /// taken.
    #[inline(always)]
    pub(super) fn begun(record: &Record<'_>, key: Key, (township, village): (u32, u32)) -> Household {
        Household {
            key,
            head_id: 0,
            source: record.roster.source,
            first_row: record.row,
            last_row: record.row,
            township,
            village,
            months: record.months(),
            decided: decided(record),
            begun: record.roster.month_of.and_then(|_| record.begun()),
            pending: record.is_pending(),
            refused: false,
            listed: 0,
            covered: 0,
            heads: 0,
            size: None,
            covered_size: None,
            amount: None,
            once: None,
            varies: false,
            monthly: None,
            supplement: None,
        }
    }

    /// Takes what a record says, as each row of a household does.
    #[inline(always)]
    pub(super) fn take_row(&mut self, record: &Record<'_>, supplement: Option<Supplement>) {
        let listed = small(record.listed());
        self.last_row = record.row;
        self.listed = self.listed.saturating_add(listed);
        self.covered = self.covered.saturating_add(listed - u16::from(!record.is_covered()));
        self.heads = self.heads.saturating_add(u16::from(is_of_head(record)));
        self.refused |= is_of_head(record) && record.is_refused();
        if self.head_id == 0 {
            self.head_id = head_id(record);
        }
        if self.size.is_none() {
            self.size = record.count(Field::HouseholdSize).map(small);
        }
        if self.covered_size.is_none() {
            self.covered_size = record.count(counts_as(record)).map(small);
        }
        if record.gives(Kind::Money) {
            let amount = amount(record);
            self.take_money(amount, amount, record.money(Field::MonthlyAmount));
        }
        if let Some(supplement) = supplement.filter(|supplement| *supplement != Supplement::default()) {
            self.supplement.get_or_insert_default().absorb(supplement);
        }
    }

    /// Takes what is paid in all, what the first row with an amount gives, and the amount a month.
    fn take_money(&mut self, amount: Option<Yuan>, once: Option<Yuan>, monthly: Option<Yuan>) {
        self.varies |= self.once.is_some() && once.is_some() && self.once != once;
        match (&mut self.amount, amount) {
            (Some(sum), Some(amount)) => *sum += amount,
            (sum, amount) => fill(sum, amount),
        }
        fill(&mut self.once, once);
        fill(&mut self.monthly, monthly);
    }

    fn same_place(&self, other: &Household) -> bool {
        self.township == other.township && self.village == other.village
    }

    /// Whether two traces, wherever they stand, are one household.
    pub fn is_same(&self, other: &Household) -> bool {
        let known = match self.key {
            // A number given anew under a heading names another household: it has a head of its own.
            Key::Number(_) => self.same_place(other) && self.heads.saturating_add(other.heads) <= 1,
            Key::Head(_) => true,
            Key::Above | Key::Neighbours => false,
        };
        let same_aid = self.months == other.months && self.decided == other.decided;
        known && self.source == other.source && self.key == other.key && same_aid
    }

    pub fn absorb(&mut self, other: &Household) {
        self.first_row = self.first_row.min(other.first_row);
        self.last_row = self.last_row.max(other.last_row);
        self.listed = self.listed.saturating_add(other.listed);
        self.covered = self.covered.saturating_add(other.covered);
        self.heads = self.heads.saturating_add(other.heads);
        self.refused |= other.refused;
        self.head_id = if self.head_id == 0 { other.head_id } else { self.head_id };
        fill(&mut self.size, other.size);
        fill(&mut self.covered_size, other.covered_size);
        self.varies |= other.varies;
        self.take_money(other.amount, other.once, other.monthly);
        if let Some(other) = &other.supplement {
            self.supplement.get_or_insert_default().absorb(**other);
        }
    }

    /// What its rows state of supplements, and what is certain.
    pub fn supplement(&self) -> Supplement {
        self.supplement.as_deref().copied().unwrap_or_default()
    }

    /// Those assisted: as the roster writes it, else as it lists them. 家庭人口 is another number.
    pub fn persons(&self, lists: bool) -> Option<u32> {
        self.covered_size.or(lists.then_some(self.covered)).map(u32::from)
    }

    /// How often its person was aided, where its row stands for that: once, if it does not say.
    pub fn visits(&self) -> u32 {
        self.covered_size.map_or(1, u32::from)
    }

    /// The amount its rows repeat, if they do; `None` where one row gives it.
    pub fn repeated(&self) -> Option<Yuan> {
        self.once.filter(|_| self.amount != self.once && !self.varies)
    }

    pub fn varies(&self) -> bool {
        self.varies
    }

    /// What it is paid if its amount counts once.
    pub fn once(&self) -> Option<Yuan> {
        self.once
    }

    /// Takes the amount as the roster as a whole means it.
    pub fn settle(&mut self, amounts: Amounts) {
        // Rows nobody could part into households are not one household's.
        if amounts == Amounts::Once && self.listed <= Household::LARGEST {
            self.amount = self.once;
        }
    }

    /// What it says of itself as a whole, in fen or people, whether on one of its rows or on each.
    pub fn says(&self, field: Field) -> Option<i64> {
        match field {
            Field::HouseholdSize => self.size.map(i64::from),
            Field::CoveredSize => self.covered_size.map(i64::from),
            Field::MonthlyAmount => self.monthly.map(Yuan::fen),
            Field::Amount => self.once.map(Yuan::fen),
            _ => None,
        }
    }

    pub fn place(&self) -> Place {
        Place::row(self.source, self.first_row)
    }

    /// The same for households that may be one; `None` for one that nothing names beyond its own rows.
    pub fn hashed(&self) -> Option<u64> {
        let named = matches!(self.key, Key::Number(_) | Key::Head(_));
        named.then(|| hash(&(self.key, self.months)))
    }

    /// Orders households so that the same ones are neighbours.
    pub fn sorting_key(&self) -> impl Ord + use<> {
        // A head's number names the household wherever it stands; a number of the village's, only there.
        let place = if let Key::Number(_) = self.key { (self.township, self.village) } else { (0, 0) };
        (self.source, self.key, (self.months, self.decided), place, self.first_row)
    }

    /// The key of its head's identity number, which names it across rosters, if it is known.
    pub fn head(&self) -> Option<u64> {
        let head = if let Key::Head(id) = self.key { id } else { self.head_id };
        (head != 0).then_some(head)
    }

    /// Takes the people another file lists of the same household.
    pub fn take_people_of(&mut self, other: &Household) {
        (self.listed, self.covered, self.heads) = (other.listed, other.covered, other.heads);
        self.covered_size = Some(other.covered);
        self.size = self.size.or(other.size);
        self.amount = self.amount.or(other.amount);
    }
}

impl Supplement {
    pub fn stated(stated: Option<Yuan>) -> Supplement {
        Supplement { stated, ..Supplement::default() }
    }

    /// If it is written once for the household.
    pub fn once(self) -> Yuan {
        self.stated.unwrap_or_default()
    }

    /// If each row states its own.
    pub fn all(self) -> Yuan {
        self.once() + self.more
    }

    fn absorb(&mut self, other: Supplement) {
        let further = if self.stated.is_some() { other.all() } else { other.more };
        self.stated = self.stated.or(other.stated);
        self.more += further;
        self.certain += other.certain;
        self.persons = self.persons.saturating_add(other.persons);
    }
}

/// What a record says of how many it stands for: people of its household, or visits of its one person.
fn counts_as(record: &Record<'_>) -> Field {
    let is_of_visits = record.roster.layout == Layout::Persons && record.roster.has(Field::Visits);
    if is_of_visits { Field::Visits } else { Field::CoveredSize }
}

/// Whether a record is its household's head's: a row that is a whole household always is.
pub(super) fn is_of_head(record: &Record<'_>) -> bool {
    record.is_head || record.roster.layout != Layout::HouseholdRows
}

/// The number that a row of its head's, among several rows, gives; 0 where it gives none, and of other rows.
pub(super) fn head_id(record: &Record<'_>) -> u64 {
    if record.is_head { own_number(record).unwrap_or(0) } else { 0 }
}

/// What the number of the row's own person names a household by.
#[inline]
fn own_number(record: &Record<'_>) -> Option<u64> {
    let own = record.own();
    let number = own.id.id()?;
    Some(if own.somebody().is_some() { number.as_given() } else { nobodys(number, own.name) })
}

/// The same of the number of its head.
#[inline]
pub(super) fn number_of_head(record: &Record<'_>) -> Option<u64> {
    if record.roster.layout == Layout::Households {
        return own_number(record);
    }
    let number = record.id(Field::HeadId)?;
    let name = || record.text(Field::HeadName);
    Some(if number.names_somebody() { number.as_given() } else { nobodys(number, name()) })
}

/// What a number that can be nobody's names a household by, beside a name: 111111111111111111 fills the cells of many,
/// and one that is wrong by a digit is one household's still.
#[cold]
fn nobodys(number: IdNumber, name: Option<&str>) -> u64 {
    match number.as_given() {
        0 => 0,
        given => hash(&(given, name.map(hashed_name))),
    }
}

/// Takes what another says where nothing is said yet.
fn fill<T>(own: &mut Option<T>, other: Option<T>) {
    if own.is_none() {
        *own = other;
    }
}

fn small(count: u32) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

/// What a record's own row is paid, with the arrears that no total has in it.
fn amount(record: &Record<'_>) -> Option<Yuan> {
    match record.arrears_besides() {
        None => own_amount(record),
        Some(arrears) => record.with_arrears(own_amount(record), arrears),
    }
}

/// The same without them; where no total is given, its parts times its months.
fn own_amount(record: &Record<'_>) -> Option<Yuan> {
    let roster = record.roster;
    if roster.has(Field::Amount) {
        return record.money(Field::Amount);
    }
    let months = match roster.has(Field::MonthsPaid) {
        true => record.count(Field::MonthsPaid)?,
        false => record.months().map_or(1, Months::count),
    };
    if roster.has(Field::MonthlyAmount) {
        let parts = [Field::MonthlyAmount, Field::ClassifiedAmount, Field::OtherAmount];
        return record.money_together(&parts)?.times(months);
    }
    // The care alone is not all that anybody is paid for a living, unless a sheet is of the care alone.
    if roster.has(Field::CareAmount) && !roster.has(Field::BasicAmount) && roster.parts_paid.only().is_none() {
        return None;
    }
    // 基本生活费 and 照料护理费 mostly do not say whether they are for one month of several or for all.
    let is_told = months == 1 || roster.tells_months_of_parts();
    let parts = [Field::BasicAmount, Field::CareAmount, Field::ClassifiedAmount, Field::OtherAmount];
    record.money_together(&parts).filter(|_| is_told)?.times(months)
}

#[inline]
pub(super) fn key(record: &Record<'_>) -> Key {
    match record.roster.layout {
        Layout::Persons => return own_number(record).map_or(Key::Neighbours, Key::Head),
        Layout::Households | Layout::HouseholdRows => {}
    }
    if let Some(number) = number_of_head(record) {
        return Key::Head(number);
    }
    if let Some(number) = record.household_number {
        return Key::Number(number.hash);
    }
    // In a file of people the head is the one whose head is nobody else.
    if let Some(own) = own_number(record).filter(|_| record.is_head && record.roster.has(Field::HeadId)) {
        return Key::Head(own);
    }
    match record.roster.layout {
        Layout::HouseholdRows if record.text(Field::HeadName).is_none() && !record.is_head => Key::Above,
        _ => Key::Neighbours,
    }
}
