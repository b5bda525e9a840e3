//! The columns of a sheet of which none gives what is paid go in; out come those it is made of: what is paid of several parts, or
//! what is due and what is held back of it.

use crate::field::Field;
use crate::money::Yuan;
use crate::rules::is_one_of;

use super::aliases::Meaning;
use super::fold;
use super::header::{Aside, HeadColumn, Header};
use super::layout::means;
use super::money_columns::set_aside;
use super::money_rows::Rows;
use super::paid::PARTS;
use super::value::Value;

/// The columns that the amount of a row is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MadeAmount {
    /// Added up; the first of them has the place of the amount.
    pub(super) of: Vec<u16>,
    /// Held back of that, written with a minus or without.
    pub(super) less: Vec<u16>,
}

impl MadeAmount {
    /// What a row is paid whose cells say this; not readable where one of them is not.
    pub(super) fn amount(&self, money: impl Fn(u16) -> Value) -> Value {
        let mut sum = None;
        for (column, is_less) in self.columns() {
            match money(column) {
                Value::Yuan(yuan) | Value::RoundedYuan(yuan) if is_less => {
                    sum = sum.map(|sum| sum - if yuan.is_negative() { -yuan } else { yuan });
                }
                Value::Yuan(yuan) | Value::RoundedYuan(yuan) => sum = Some(sum.unwrap_or(Yuan::ZERO) + yuan),
                unreadable @ Value::Unreadable(_) => return unreadable,
                _ => {}
            }
        }
        sum.map_or(Value::Missing, Value::Yuan)
    }

    /// Its columns, and whether each is held back.
    pub(super) fn columns(&self) -> impl Iterator<Item = (u16, bool)> + '_ {
        let of = self.of.iter().map(|column| (*column, false));
        of.chain(self.less.iter().map(|column| (*column, true)))
    }
}

/// 金额 under words that a part of the pay is known by together with 标准 is what is paid of that part, if there are several such:
/// 基本生活 and 照料护理, each with 标准 and 金额.
pub(super) fn beside_standards(header: &mut Header) {
    let is_paid = |head: &&HeadColumn| is_open(head) && is_paid(head) && means(head, Field::Amount);
    let part = |paid: &HeadColumn| {
        let is_standard = |head: &&HeadColumn| {
            is_open(head) && upper(head) == upper(paid) && is_lowest_standard(head) && is_part(head)
        };
        header.columns.iter().find(is_standard).and_then(|standard| standard.meaning)
    };
    let paid = header.columns.iter().filter(is_paid);
    let parts: Vec<(u16, Meaning)> = paid.filter_map(|head| Some((head.index, part(head)?))).collect();
    if parts.iter().any(|(_, part)| *part != parts[0].1) {
        for head in &mut header.columns {
            let part = parts.iter().find(|(index, _)| *index == head.index);
            head.meaning = part.map_or(head.meaning, |(_, part)| Some(*part));
        }
    }
}

/// Where 标准 of some part is what a month of its 金额 is worth, that of what is paid besides (价格临时补贴) and is not says nothing of
/// a month.
pub(super) fn set_other_standards_aside(header: &mut Header, rows: &Rows<'_>) {
    let is_standard = |head: &HeadColumn| is_open(head) && is_part(head) && is_lowest_standard(head);
    let is_besides = |place: usize| means(&header.columns[place], Field::OtherAmount);
    let paid = |standard: usize| {
        let is_beside = |head: &HeadColumn| is_paid(head) && upper(head) == upper(&header.columns[standard]);
        header.columns.iter().position(is_beside)
    };
    let standards = (0..header.columns.len()).filter(|place| is_standard(&header.columns[*place]));
    let pairs = standards.filter_map(|standard| Some((standard, paid(standard)?)));
    let (worth, others): (Vec<_>, Vec<_>) = pairs.partition(|(standard, paid)| rows.is_worth(header, *standard, *paid));
    if !worth.is_empty() {
        let others: Vec<usize> =
            others.into_iter().map(|(place, _)| place).filter(|place| is_besides(*place)).collect();
        others.into_iter().for_each(|place| set_aside(&mut header.columns[place], Aside::Standard));
    }
}

/// What is paid of each part, of some of them beside what a month is worth: together they are what is paid, if no column gives that and
/// there is nothing else that is a part of it. Where everyone is paid the standards they may be of a month.
pub(super) fn of_parts(header: &mut Header, rows: &Rows<'_>) -> Option<MadeAmount> {
    let is_amount = |head: &HeadColumn| means(head, Field::Amount);
    let (paid, standards): (Vec<&HeadColumn>, Vec<&HeadColumn>) =
        header.columns.iter().filter(|head| is_part(head) || is_amount(head)).partition(|head| is_paid(head));
    let has_standard = |paid: &&HeadColumn| standards.iter().any(|standard| upper(standard) == upper(paid));
    let beside: Vec<u16> = paid.iter().copied().filter(has_standard).map(|head| head.index).collect();
    let are_standards = standards.iter().all(|head| is_open(head) && is_lowest_standard(head));
    let are_read = paid.iter().all(|head| is_open(head) && rows.are_sound(header, head));
    if paid.len() < 2 || beside.is_empty() || beside.len() != standards.len() || !are_standards || !are_read {
        return None;
    }
    let index = |heads: &[&HeadColumn]| -> Vec<u16> { heads.iter().map(|head| head.index).collect() };
    let (of, standards) = (index(&paid), index(&standards));
    let amounts: Vec<&HeadColumn> = paid.into_iter().filter(|head| is_amount(head)).collect();
    let are_parts = match &amounts[..] {
        [] => rows.is_of_several(header) && rows.differ(header, &beside, &standards),
        [amount] => is_of_part(amount, &standards, header, rows),
        _ => false,
    };
    if !are_parts {
        return None;
    }
    take(header, &of, Aside::AddedPart);
    Some(MadeAmount { of, less: Vec::new() })
}

/// Whether an amount is no more than what is paid of one part: what a month of that is worth, times the months.
fn is_of_part(amount: &HeadColumn, standards: &[u16], header: &Header, rows: &Rows<'_>) -> bool {
    let is_standard = |head: &HeadColumn| standards.contains(&head.index) && upper(head) == upper(amount);
    let standard = header.columns.iter().position(is_standard);
    let paid = header.columns.iter().position(|head| head.index == amount.index);
    standard.zip(paid).is_some_and(|(standard, paid)| rows.is_worth(header, standard, paid))
}

/// What is due, where no column gives what is paid but some give what is held back of it.
pub(super) fn of_due(header: &mut Header, rows: &Rows<'_>) -> Option<MadeAmount> {
    let is_amount = |head: &HeadColumn| means(head, Field::Amount) || means(head, Field::Arrears);
    let is_further = |head: &HeadColumn| is_unused(head) && rows.says_pay(head) && !is_called_due(head, rows);
    if header.columns.iter().any(|head| is_amount(head) || is_further(head)) {
        return None;
    }
    let is_due = |head: &&HeadColumn| is_unused(head) && is_called_due(head, rows) && rows.give(header, head);
    let mut due = header.columns.iter().filter(is_due);
    let (Some(due), None) = (due.next(), due.next()) else { return None };
    let less = held_back(header, rows);
    let are_read = |place: &usize| rows.are_sound(header, &header.columns[*place]);
    if less.is_empty() || !less.iter().all(are_read) {
        return None;
    }
    let of = vec![due.index];
    let less: Vec<u16> = less.into_iter().map(|place| header.columns[place].index).collect();
    take(header, &of, Aside::Due);
    let held_back = header.columns.iter_mut().filter(|head| less.contains(&head.index));
    held_back.for_each(|head| set_aside(head, Aside::HeldBack));
    Some(MadeAmount { of, less })
}

/// Of an amount and what is due, or of two amounts, of which one is the other and what is held back, the other is what is paid. What
/// was due before comes back.
pub(super) fn after_holding_back(header: &mut Header, rows: &Rows<'_>, amounts: &[usize]) -> Option<u16> {
    let mut held_back = held_back(header, rows);
    held_back.retain(|place| rows.give(header, &header.columns[*place]));
    if held_back.is_empty() {
        return None;
    }
    let is_due = |head: &HeadColumn| is_unused(head) && is_called_due(head, rows);
    let due = header.columns.iter().enumerate().filter(|(_, head)| is_due(head)).map(|(place, _)| place);
    let due: Vec<usize> = amounts.iter().copied().chain(due).collect();
    let mut pairs = amounts.iter().flat_map(|paid| due.iter().map(move |due| (*paid, *due)));
    let fits = |(paid, due): &(usize, usize)| paid != due && rows.add_up(header, (*paid, &held_back), *due);
    let (_, due) = pairs.find(fits)?;
    held_back.into_iter().for_each(|place| set_aside(&mut header.columns[place], Aside::HeldBack));
    set_aside(&mut header.columns[due], Aside::BeforeHolding);
    Some(header.columns[due].index)
}

/// What is due beside the only amount, less what is held back: in half of the rows at least it is what is paid, and in the
/// others it is asked where the rest is.
pub(super) fn due_beside(header: &mut Header, rows: &Rows<'_>) -> Option<MadeAmount> {
    let only = |is: &dyn Fn(&HeadColumn) -> bool| -> Option<usize> {
        let mut places = (0..header.columns.len()).filter(|place| is(&header.columns[*place]));
        places.next().filter(|_| places.next().is_none())
    };
    let pay = only(&|head| means(head, Field::Amount) && head.months.is_none() && !head.each_person)?;
    let due = only(&|head| is_unused(head) && is_called_due(head, rows) && rows.give(header, head))?;
    let mut less = held_back(header, rows);
    less.retain(|place| rows.are_sound(header, &header.columns[*place]));
    if !rows.mostly_add_up(header, &[&[pay], &less[..]].concat(), due) {
        return None;
    }
    let index = |place: &usize| header.columns[*place].index;
    let made = MadeAmount { of: vec![index(&due)], less: less.iter().map(index).collect() };
    set_aside(&mut header.columns[due], Aside::HeldAgainst);
    less.into_iter().for_each(|place| set_aside(&mut header.columns[place], Aside::HeldBack));
    Some(made)
}

/// Of several amounts of which none is made of the others, one that alone is called what is paid in the end is: the others are no
/// more than guesses.
pub(super) fn called_paid_out(header: &mut Header, rows: &Rows<'_>) {
    let is_amount = |head: &HeadColumn| means(head, Field::Amount) && head.months.is_none();
    let is_called = |head: &&HeadColumn| {
        is_amount(head) && rows.says(head, &rows.reading.words.paid_out) && rows.give(header, head)
    };
    let mut called = header.columns.iter().filter(is_called);
    let (Some(only), None) = (called.next().map(|head| head.index), called.next()) else { return };
    let others = header.columns.iter_mut().filter(|head| is_amount(head) && head.index != only);
    others.for_each(|head| head.guess = head.meaning.take());
}

/// Makes the first of some columns that of the amount.
fn take(header: &mut Header, columns: &[u16], why: Aside) {
    for head in header.columns.iter_mut().filter(|head| columns.contains(&head.index)) {
        set_aside(head, why);
        if columns.first() == Some(&head.index) {
            head.meaning = Some(Meaning { field: Field::Amount, member: None });
        }
    }
}

/// The columns of what is held back of the pay, and not by anybody else.
fn held_back(header: &Header, rows: &Rows<'_>) -> Vec<usize> {
    let is = |head: &HeadColumn| is_unused(head) && rows.says(head, &rows.reading.words.held_back);
    header.columns.iter().enumerate().filter(|(_, head)| is(head)).map(|(place, _)| place).collect()
}

fn is_open(head: &HeadColumn) -> bool {
    !head.pinned && head.months.is_none()
}

/// Whether a column is what is paid by its lowest words: 金额 under others.
fn is_paid(head: &HeadColumn) -> bool {
    head.lowest == Some(Field::Amount)
}

fn is_unused(head: &HeadColumn) -> bool {
    head.meaning.is_none() && head.aside.is_none() && head.months.is_none() && !head.pinned && !head.of_another
}

fn is_called_due(head: &HeadColumn, rows: &Rows<'_>) -> bool {
    let lowest = head.words.rsplit('/').next().unwrap_or_default();
    is_one_of(&fold::header(lowest, rows.reading.words).0, &rows.reading.words.due)
}

pub(super) fn is_part(head: &HeadColumn) -> bool {
    PARTS.iter().any(|field| means(head, *field))
}

pub(super) fn is_lowest_standard(head: &HeadColumn) -> bool {
    matches!(head.lowest, Some(Field::Standard | Field::MonthlyAmount))
}

/// The words over the lowest of a column.
pub(super) fn upper(head: &HeadColumn) -> Option<&str> {
    head.words.rsplit_once('/').map(|(upper, _)| upper)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::Unreadable;

    #[test]
    fn what_is_held_back_is_off_the_amount_with_a_minus_or_without() {
        let made = MadeAmount { of: vec![1, 2], less: vec![3] };
        let yuan = |yuan: i64| Value::Yuan(Yuan::from_fen(yuan * 100));
        let amount = |cells: [Value; 3]| made.amount(|column| cells[usize::from(column) - 1]);
        assert_eq!(amount([yuan(600), yuan(200), Value::Missing]), yuan(800));
        assert_eq!(amount([yuan(600), Value::Missing, yuan(50)]), yuan(550));
        assert_eq!(amount([yuan(600), Value::Missing, yuan(-50)]), yuan(550));
        assert_eq!(amount([Value::Missing, Value::Missing, yuan(50)]), Value::Missing);
        let unread = Value::Unreadable(Unreadable::NotMoney);
        assert_eq!(amount([yuan(600), yuan(200), unread]), unread);
    }
}
