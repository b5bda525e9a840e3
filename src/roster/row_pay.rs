//! What a row is paid goes in column by column; what it is paid as its roster means it comes out: by months, in parts,
//! for each person, or not any more.

use crate::field::{Field, Kind};
use crate::input::{Cell, Row};
use crate::money::Yuan;
use crate::rules::is_one_of;

use super::Layout;
use super::by_month::ByMonth;
use super::fold::folded;
use super::made_amount::MadeAmount;
use super::month_cell::MonthCell;
use super::paid::{PAID, WHOLE};
use super::record::Held;
use super::row_reader::{Planned, RowReader, cell};
use super::value::{self, Counts, Reading, Unreadable, Value};

impl RowReader<'_> {
    /// Takes from the columns of single months which the row is paid for, and from those the amount is made of what in
    /// all, where no column says that.
    pub(super) fn take_months(&mut self, row: Row<'_>, held: &mut Held) {
        if let Some(by_month) = &self.roster.money.by_month {
            self.take_by_month(row, by_month, held);
        }
        if let Some(made) = &self.roster.money.made {
            self.make_amount(row, made, held);
        }
    }

    #[inline(never)]
    fn make_amount(&mut self, row: Row<'_>, made: &MadeAmount, held: &mut Held) {
        let amount = made.amount(self.money_of(row));
        self.values[Field::Amount.index()] = amount;
        held.note(Held::bit(Kind::Money), amount);
    }

    #[inline(never)]
    fn take_by_month(&mut self, row: Row<'_>, by_month: &ByMonth, held: &mut Held) {
        let paid = by_month.paid(|column| self.roster.month_cell(cell(row, column), column));
        if by_month.added {
            self.values[Field::Amount.index()] = paid.amount;
            held.note(Held::bit(Kind::Money), paid.amount);
        }
        // Of several rows of a household not each need say what it is paid, nor when.
        let is_whole = self.roster.layout != Layout::HouseholdRows && self.roster.month_of.is_none();
        if is_whole && !self.roster.has(Field::Period) {
            self.values[Field::Period.index()] = paid.months.map_or(Value::Missing, Value::Months);
            // What is paid in all the same may be arrears.
            let is_paid = self.values[Field::Amount.index()].number().is_some_and(|number| number != 0);
            held.is_stopped = paid.is_stopped() && !is_paid;
            if !self.roster.has(Field::MonthsPaid) {
                self.values[Field::MonthsPaid.index()] = paid.fewer().map_or(Value::Missing, Value::Count);
            }
        }
    }

    /// Makes of money for each person that of all whom a row of a household is paid for.
    pub(super) fn take_each_person(&mut self, row: Row<'_>, held: &mut Held) {
        let is_written = held.is_amiss() && self.roster.layout == Layout::Households;
        if is_written || !self.roster.each_person.fields.is_empty() {
            self.multiply(row, held);
        }
    }

    /// What is for each person by the unit over it, or behind it in its cell, times the number of people.
    #[inline(never)]
    fn multiply(&mut self, row: Row<'_>, held: &mut Held) {
        let people = match self.values[Field::CoveredSize.index()] {
            Value::Count(people @ 1..) => Some(people),
            _ => None,
        };
        for planned in self.plan.iter().filter(|planned| planned.kind == Kind::Money) {
            let value = &mut self.values[planned.field.index()];
            let is_written = *value == Value::Unreadable(Unreadable::ForEachPerson);
            if is_written {
                *value = value::read(
                    cell(row, planned.column),
                    Kind::Money,
                    &Reading { counts: Counts { one_person: true, ..planned.reading.counts }, ..planned.reading },
                );
            }
            let of_one = match *value {
                Value::Yuan(yuan) | Value::RoundedYuan(yuan) => yuan,
                _ => continue,
            };
            if is_written || self.roster.is_multiplied(planned.field) {
                let of_all = people.and_then(|people| of_one.times(people));
                *value = of_all.map_or(Value::Unreadable(Unreadable::ForEachPerson), Value::Yuan);
                held.note(planned.bit, *value);
            }
        }
    }

    /// Words in the place of what a row is paid: that it was stopped, or refused.
    #[inline(never)]
    pub(super) fn take_words(&mut self, row: Row<'_>, held: &mut Held) {
        let is_word = |field: Field| self.values[field.index()] == Value::Unreadable(Unreadable::NotMoney);
        if self.roster.money.by_month.is_none() && WHOLE.into_iter().any(is_word) {
            self.take_stop(row, held);
            self.take_refusal(row, held);
        }
    }

    /// A word for a refusal, which is nobody's pay.
    fn take_refusal(&mut self, row: Row<'_>, held: &mut Held) {
        let is_amount = |planned: &&Planned<'_>| WHOLE.contains(&planned.field);
        for planned in self.plan.iter().filter(is_amount) {
            let Cell::Text(text) = cell(row, planned.column) else { continue };
            if is_one_of(&folded(text), &planned.reading.words.refused) {
                self.values[planned.field.index()] = Value::Missing;
                held.is_refused = true;
            }
        }
    }

    /// A word for a stop in the place of what a row is paid, and nothing that is paid beside it: nobody is on the list
    /// by it. Where months have columns of their own, these tell.
    fn take_stop(&mut self, row: Row<'_>, held: &mut Held) {
        let said = |field: Field| {
            let planned = self.plan.iter().find(|planned| planned.field == field);
            planned.map_or(MonthCell::BLANK, |of| MonthCell::read(cell(row, of.column), &of.reading))
        };
        let whole = WHOLE.map(|field| (field, said(field)));
        let is_nothing = |value: Value| matches!(value, Value::Missing | Value::Yuan(Yuan::ZERO));
        let [(_, amount), (_, monthly)] = whole;
        // What is paid goes before what is due a month: 月保障金 400, 合计 停发.
        let is_stopped = amount.is_stop || (monthly.is_stop && is_nothing(amount.paid));
        let mut parts = PAID.iter().filter(|field| whole.iter().all(|(of, _)| of != *field));
        if is_stopped && parts.all(|field| is_nothing(self.values[field.index()])) {
            whole
                .iter()
                .filter(|(_, said)| said.is_stop)
                .for_each(|(field, said)| self.values[field.index()] = said.paid);
            held.is_stopped = true;
        }
    }

    /// What each column of a row says that is money.
    pub(super) fn money_of<'a>(&'a self, row: Row<'a>) -> impl Fn(u16) -> Value + 'a {
        move |column| value::read(cell(row, column), Kind::Money, &self.roster.reading(self.roster.scale_of(column)))
    }
}
