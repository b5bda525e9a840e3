//! Which columns of a roster are money, of what and whose.

use crate::field::{Field, Kind};
use crate::rules::{Pack, Programme};

use super::layout::means;
use super::{HeadColumn, Layout, Roster, other_programme, shape};

/// What a row is paid as a whole, over its months or in each; with nothing in it, nobody should be on the list.
pub const WHOLE: [Field; 2] = [Field::Amount, Field::MonthlyAmount];

/// What is paid in part, where no column gives what is paid in all.
pub const PARTS: [Field; 5] =
    [Field::MonthlyAmount, Field::ClassifiedAmount, Field::OtherAmount, Field::BasicAmount, Field::CareAmount];

/// What a row is paid, as a whole or in part.
pub(super) const PAID: [Field; 7] = [
    Field::Amount,
    Field::MonthlyAmount,
    Field::ClassifiedAmount,
    Field::OtherAmount,
    Field::BasicAmount,
    Field::CareAmount,
    Field::Arrears,
];

impl Roster {
    /// Columns of other programmes' money that are not read for these either, each with its programme.
    pub fn money_of_others<'p>(&self, pack: &'p Pack) -> impl Iterator<Item = (&HeadColumn, &'p Programme)> {
        let own = &pack.programmes[self.programme];
        let of_others = self.unknown().filter(|head| shape::is_pay_of_another(head, own, pack));
        of_others.filter_map(|head| Some((head, other_programme(head, own, pack)?)))
    }

    /// Whether some column gives what a row is paid.
    pub fn gives_pay(&self) -> bool {
        let is_given = self.gives_own_pay() || self.stands_by_month() || self.added().next().is_some();
        is_given || (self.makes_up && self.has(Field::Arrears))
    }

    /// Whether a column gives the pay of the row's own months, or a part of it.
    pub(super) fn gives_own_pay(&self) -> bool {
        PAID.iter().any(|field| *field != Field::Arrears && self.has(*field))
    }

    /// Whether the amount is the sum of columns of what is paid of its parts.
    pub fn sums_paid_parts(&self) -> bool {
        !self.money.sum_of.is_empty()
    }

    /// Whether columns say of every part of the amount what a month is worth.
    pub fn tells_all_parts(&self) -> bool {
        !self.money.has_untold_part
    }

    /// Whether 基本生活费 and 照料护理费 are for a month each: they say so, or a column says for how many months they are.
    pub(super) fn tells_months_of_parts(&self) -> bool {
        self.money.parts_are_monthly || self.has(Field::MonthsPaid)
    }

    /// The columns of parts of which nothing says whether they are for a month each or for all months of the sheet.
    pub fn parts_untold(&self) -> impl Iterator<Item = &HeadColumn> {
        let is_given = self.has(Field::Amount) || self.has(Field::MonthlyAmount) || self.tells_months_of_parts();
        let is_of_several = self.months.is_some_and(|months| months.count() > 1) && !self.has(Field::Period);
        let is_part =
            |head: &&HeadColumn| [Field::BasicAmount, Field::CareAmount].iter().any(|field| means(head, *field));
        self.header.columns.iter().filter(move |_| is_of_several && !is_given).filter(is_part)
    }

    /// Columns of parts of the pay beside what is paid, of which nobody can tell whether they are in it: it is not called a sum, and
    /// no rule adds them up, or they are all that there is to add.
    pub fn parts_beside(&self, own: &Programme) -> impl Iterator<Item = &HeadColumn> {
        let amount = self.header.columns.iter().find(|head| Some(head.index) == self.column(Field::Amount));
        let parts = PARTS.iter().filter(|field| self.has(**field)).count();
        let is_told = match (&own.sum, amount) {
            (_, Some(amount)) if amount.says_one_of(&self.vocabulary.total) => true,
            (None, amount) => amount.is_none() && !self.has(Field::MonthlyAmount),
            (Some(_), amount) => amount.is_none() || parts > 1,
        };
        let is_added = self.stands_by_month() || self.sums_paid_parts() || self.added().next().is_some();
        let is_open = !is_told && !is_added && self.list.is_none();
        let is_part = |head: &&HeadColumn| PARTS[1..].iter().any(|field| means(head, *field));
        self.header.columns.iter().filter(move |_| is_open).filter(is_part)
    }

    /// The column of visits, where a row is a household, of which its people are counted.
    pub fn visits_not_counted(&self) -> Option<u16> {
        self.column(Field::Visits).filter(|_| self.list.is_none() && self.layout != Layout::Persons)
    }

    /// Columns of money that add up, whose meaning another column before them has.
    pub fn repeated_money(&self) -> impl Iterator<Item = &HeadColumn> {
        let is_repeated = |head: &&HeadColumn| self.repeated.contains(&head.index);
        let is_sum = |field: Field| field.kind() == Kind::Money && field.adds_up();
        let is_money = move |head: &&HeadColumn| head.meaning.is_some_and(|meaning| is_sum(meaning.field));
        self.header.columns.iter().filter(is_repeated).filter(is_money)
    }

    /// The column of what a row pays for its own months: of a sum with arrears and more in it, the one it begins with,
    /// and of what is left, the one of what was due.
    pub fn pay_column(&self, field: Field) -> Option<u16> {
        self.before_sum(field).or(self.column(field))
    }

    /// That column, where what is paid is another.
    pub(super) fn before_sum(&self, field: Field) -> Option<u16> {
        self.money.before_sum.filter(|_| field == Field::Amount)
    }

    /// Whether each month has a column of its own.
    pub fn stands_by_month(&self) -> bool {
        self.money.by_month.is_some()
    }

    /// Whether each month has a column of its own that gives its amount, and not only a mark that it was paid.
    pub fn pays_by_month(&self) -> bool {
        self.money.by_month.as_ref().is_some_and(|by_month| !by_month.are_marks)
    }

    /// Whether the money of a field stands for each person, and what a row is paid is that of all it is paid for.
    pub fn is_multiplied(&self, field: Field) -> bool {
        self.each_person.fields.contains(&field)
    }

    /// Whether its money stands for each person, in a row of their own.
    pub fn pays_rows_each(&self) -> bool {
        self.each_person.in_own_rows
    }

    /// The columns that the amount is made of, where none gives it.
    pub fn added(&self) -> impl Iterator<Item = u16> + '_ {
        let added = self.money.by_month.iter().filter(|by_month| by_month.added);
        let months = added.flat_map(|by_month| &by_month.months).flat_map(|(_, columns)| columns).copied();
        months.chain(self.money.made.iter().flat_map(|made| made.columns()).map(|(column, _)| column))
    }

    /// Whether rows of other programmes may be in it that are not read for these.
    pub fn leaves_rows_to_others(&self) -> bool {
        self.programme_of_row.is_some() || self.pay_of_others.as_ref().is_some_and(|others| !others.are_read)
    }

    /// The header under which rows name their programmes by codes that nobody explains.
    pub fn coded_programmes(&self) -> Option<&str> {
        let of_row = self.programme_of_row.as_ref().filter(|of_row| of_row.is_coded)?;
        Some(self.words(of_row.column))
    }

    /// Whether rows of other programmes stand in the columns of its own: then a total is of all of them.
    pub fn shares_columns(&self) -> bool {
        self.programme_of_row.is_some()
    }
}
