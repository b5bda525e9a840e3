//! The columns of money of a sheet go in; out come the one that is what is paid, and those it is made of.

use crate::day::Months;
use crate::field::{Field, Kind};
use crate::money::Yuan;

use super::aliases::Meaning;
use super::amount;
use super::by_month::{self, ByMonth};
use super::header::{Aside, HeadColumn, Header};
use super::layout::{column, means};
use super::made_amount::{self, MadeAmount, is_lowest_standard, is_part, upper};
use super::money_rows::Rows;
use super::paid::PAID;

/// Of more columns that may be what is paid nobody can say which is made of which: each with each would be held against all.
const MOST_PAID: usize = 24;

/// How the money of a sheet stands in its columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct MoneyColumns {
    pub(super) by_month: Option<ByMonth>,
    /// What is paid for the months of a row, where the amount is the sum of it and of more, or what is left of it.
    pub(super) before_sum: Option<u16>,
    /// What the amount is made of, where no column gives it.
    pub(super) made: Option<MadeAmount>,
    /// What the amount should be, where other columns say what is due and what of that is held back.
    pub(super) due: Option<MadeAmount>,
    /// Whether what is paid for the months of a row should be what its columns of months come to.
    pub(super) sums_months: bool,
    /// The columns whose sum the amount is, where some of them are what is paid of one part or another.
    pub(super) sum_of: Vec<u16>,
    /// Whether the amount has a part in it of which no column says what a month is worth.
    pub(super) has_untold_part: bool,
    /// Whether the units of its parts say that they are of a month each.
    pub(super) parts_are_monthly: bool,
    /// Whether the amount is what is paid a month times the months of the sheet, at least in some row.
    pub(super) of_months: bool,
}

pub(super) fn of(header: &mut Header, rows: &Rows<'_>) -> MoneyColumns {
    standards_of_arrears(header, rows);
    made_amount::beside_standards(header);
    only_part_is_amount(header);
    made_amount::set_other_standards_aside(header, rows);
    let of_parts = made_amount::of_parts(header, rows);
    standards_beside(header, rows);
    let by_month = by_month::of(header, rows);
    let beside = sum_beside(header, rows);
    let of_due = made_amount::of_due(header, rows);
    let is_open = by_month.is_none()
        && of_parts.is_none()
        && of_due.is_none()
        && beside.before.is_none()
        && beside.sum_of.is_empty();
    let due = if is_open { made_amount::due_beside(header, rows) } else { None };
    let before_sum = beside.before.or(of_due.as_ref().and_then(|made| made.of.first().copied()));
    let pay = before_sum.or(column(header, Field::Amount));
    let pay = header.columns.iter().position(|head| Some(head.index) == pay);
    let is_sum = |by_month: &ByMonth| !by_month.added && pay.is_some_and(|pay| by_month.makes(pay, header, rows));
    let sums_months = by_month.as_ref().is_some_and(is_sum);
    let of_months = by_month.is_none() && are_months_of_pay(header, rows, pay);
    MoneyColumns {
        by_month,
        before_sum,
        made: of_parts.or(of_due),
        due,
        sums_months,
        of_months,
        has_untold_part: has_untold_part(header, before_sum, &beside.sum_of),
        sum_of: beside.sum_of,
        parts_are_monthly: are_monthly(header, rows),
    }
}

/// Whether some of what the amount is made of stands as what is paid of a part in all, and nothing of the part for a month.
fn has_untold_part(header: &Header, before_sum: Option<u16>, sum_of: &[u16]) -> bool {
    let is_in_sum = |head: &HeadColumn| matches!(head.aside, Some(Aside::InSum | Aside::AddedPart));
    let is_paid = |head: &HeadColumn| is_in_sum(head) && head.lowest == Some(Field::Amount);
    let is_whole = |head: &&HeadColumn| is_paid(head) || (sum_of.contains(&head.index) && head.meaning.is_none());
    let is_told = |whole: &HeadColumn| {
        let mut parts = header.columns.iter().filter(|head| is_part(head));
        upper(whole).is_some_and(|over| parts.any(|part| upper(part) == Some(over)))
    };
    let mut whole = header.columns.iter().filter(is_whole).filter(|head| Some(head.index) != before_sum);
    whole.any(|head| !is_told(head))
}

/// Whether every part of the pay has a unit for a month: 基本生活费（元/月）.
fn are_monthly(header: &Header, rows: &Rows<'_>) -> bool {
    let is_monthly = |head: &HeadColumn| amount::months_of_unit(&head.words, rows.reading.words) == Some(1);
    header.columns.iter().filter(|head| is_part(head)).all(is_monthly)
}

/// Whether in a sheet of several months, of which no column counts those paid, some row is paid what it is paid a month for all.
fn are_months_of_pay(header: &Header, rows: &Rows<'_>, pay: Option<usize>) -> bool {
    let is_counted = column(header, Field::MonthsPaid).is_some();
    let monthly = header.columns.iter().position(|head| means(head, Field::MonthlyAmount));
    let months = rows.months.map(Months::count).filter(|months| *months > 1 && !is_counted);
    let Some(((monthly, pay), months)) = monthly.zip(pay).zip(months) else { return false };
    rows.of_people(header).any(|row| {
        let sum = |place: usize| rows.together(row, header, &[place]).filter(|sum| *sum != Yuan::ZERO);
        sum(pay).is_some_and(|all| sum(monthly).and_then(|month| month.times(months)) == Some(all))
    })
}

fn is_money(head: &HeadColumn) -> bool {
    head.meaning.is_some_and(|meaning| meaning.field.kind() == Kind::Money)
}

pub(super) fn set_aside(head: &mut HeadColumn, why: Aside) {
    (head.meaning, head.guess, head.aside) = (None, None, Some(why));
}

/// On a roster of arrears that has a column of them, a standard is what they were worked out by, and nobody is paid it besides.
fn standards_of_arrears(header: &mut Header, rows: &Rows<'_>) {
    let is_own = |field: Field| field != Field::Arrears && PAID.contains(&field);
    let is_pay = |head: &HeadColumn| head.meaning.is_some_and(|meaning| is_own(meaning.field));
    let is_standard = |head: &HeadColumn| !head.pinned && rows.says(head, &rows.reading.words.standard);
    let is_of_arrears = rows.makes_up && column(header, Field::Arrears).is_some();
    if is_of_arrears && header.columns.iter().filter(|head| is_pay(head)).all(is_standard) {
        let standards = header.columns.iter_mut().filter(|head| is_pay(head));
        standards.for_each(|head| set_aside(head, Aside::Standard));
    }
}

/// 金额 under the only part of the money that there is is the amount, if no column says what that is, and 标准 beside it its standard.
fn only_part_is_amount(header: &mut Header) {
    let says = |head: &HeadColumn| means(head, Field::Amount) || means(head, Field::MonthlyAmount);
    let is_paid = |head: &&HeadColumn| is_part(head) && !head.pinned && head.lowest == Some(Field::Amount);
    let mut paid = header.columns.iter().filter(is_paid);
    let (Some(only), None, false) = (paid.next(), paid.next(), header.columns.iter().any(says)) else { return };
    let part = only.meaning;
    for head in header.columns.iter_mut().filter(|head| head.meaning == part && !head.pinned) {
        head.meaning = head.lowest.map_or(part, |field| Some(Meaning { field, member: None }));
    }
}

/// Of 标准 and 金额 under one part of the money the second is what is paid for a month in a sheet of one, and the first in a sheet of
/// several or of as many as a column says. Where that is not known, or it is the only part, the second is what is paid. 金额 without
/// 标准 under another part is like the second.
fn standards_beside(header: &mut Header, rows: &Rows<'_>) {
    let is_paid = |head: &HeadColumn| head.lowest == Some(Field::Amount);
    let is_open = |head: &HeadColumn| is_money(head) && !head.pinned && head.months.is_none();
    let of = |is: &dyn Fn(&HeadColumn) -> bool| -> Vec<Meaning> {
        header.columns.iter().filter(|head| is_open(head) && is(head)).filter_map(|head| head.meaning).collect()
    };
    let (paid, standards) = (of(&is_paid), of(&is_lowest_standard));
    let of_one = rows.months.is_some_and(|months| months.count() == 1);
    let is_counted = column(header, Field::MonthsPaid).is_some();
    let of_several = rows.is_of_several(header);
    let is_beside = |head: &HeadColumn| is_part(head) || head.aside == Some(Aside::Standard);
    let has_standards = header.columns.iter().any(|head| is_lowest_standard(head) && is_beside(head));
    let is_in_sum = of_several && has_standards && column(header, Field::Amount).is_some();
    let is_only = paid.len() == 1 && (is_counted || !of_one) && column(header, Field::Amount).is_none();
    for head in header.columns.iter_mut().filter(|head| is_open(head)) {
        let has_both = head.meaning.is_some_and(|meaning| paid.contains(&meaning) && standards.contains(&meaning));
        match (has_both, of_several) {
            (true, _) if is_only && is_paid(head) => {
                head.meaning = Some(Meaning { field: Field::Amount, member: None })
            }
            (true, _) if is_only && is_lowest_standard(head) => set_aside(head, Aside::Standard),
            (true, false) if is_lowest_standard(head) => set_aside(head, Aside::Standard),
            (true, true) if is_paid(head) => set_aside(head, Aside::InSum),
            (false, true) if is_in_sum && is_paid(head) && is_part(head) => set_aside(head, Aside::InSum),
            _ => {}
        }
    }
}

/// What an amount has in it that stands in columns of its own.
#[derive(Default)]
struct Beside {
    /// What was paid or due before more was added, or some held back.
    before: Option<u16>,
    /// All that the sum is of, where some of it is what is paid of one part or another.
    sum_of: Vec<u16>,
}

/// Of several columns that mean the amount, the one that is the sum of another and of further money is what is paid, or the one that
/// is left after some is held back, or the one that is called so.
fn sum_beside(header: &mut Header, rows: &Rows<'_>) -> Beside {
    let amounts: Vec<usize> =
        (0..header.columns.len()).filter(|place| means(&header.columns[*place], Field::Amount)).collect();
    if amounts.iter().any(|place| header.columns[*place].pinned || header.columns[*place].each_person) {
        return Beside::default();
    }
    if let Some(beside) = sum_of_further(header, rows, &amounts) {
        return beside;
    }
    let before = made_amount::after_holding_back(header, rows, &amounts);
    if before.is_none() {
        made_amount::called_paid_out(header, rows);
    }
    Beside { before, ..Beside::default() }
}

/// The amount that is the sum of another, or of what is paid of a part, and of further money: another amount is what was paid before
/// that was added, if it is only one; so is the column of a month alone. What nobody knows of that money is known to be in the sum.
fn sum_of_further(header: &mut Header, rows: &Rows<'_>, amounts: &[usize]) -> Option<Beside> {
    let is_of_month = |place: &usize| by_month::is_only_month(&header.columns[*place]);
    let is_in_sum = |place: &usize| header.columns[*place].aside == Some(Aside::InSum);
    let places = 0..header.columns.len();
    let whole: Vec<usize> = places.clone().filter(|place| amounts.contains(place) || is_of_month(place)).collect();
    let paid: Vec<usize> = places.filter(|place| whole.contains(place) || is_in_sum(place)).collect();
    if paid.len() > MOST_PAID {
        return None;
    }
    let pairs = paid.iter().flat_map(|part| amounts.iter().rev().map(move |sum| (*part, *sum)));
    let mut pairs = pairs.filter(|(part, sum)| part != sum);
    let parts = pairs.find_map(|(part, sum)| {
        let mut sets = further(header, rows, (part, sum), (amounts, &paid)).into_iter();
        sets.find(|further| rows.add_up(header, (part, further), sum)).map(|mut further| {
            further.insert(0, part);
            further
        })
    })?;
    let is_had =
        |place: usize| header.columns[..place].iter().any(|head| head.meaning == header.columns[place].meaning);
    let is_aside =
        |place: &usize| header.columns[*place].meaning.is_none() || is_had(*place) || amounts.contains(place);
    let aside: Vec<usize> = parts.iter().copied().filter(is_aside).collect();
    aside.into_iter().for_each(|place| set_aside(&mut header.columns[place], Aside::InSum));
    let columns = |of: &[usize]| -> Vec<u16> {
        let of = parts.iter().filter(|place| of.contains(place));
        of.map(|place| header.columns[*place].index).collect()
    };
    let before = columns(&whole);
    let sum_of = if columns(&paid).len() > 1 { columns(&parts) } else { Vec::new() };
    Some(Beside { before: before.first().copied().filter(|_| before.len() == 1), sum_of })
}

/// The columns that a sum may be made of besides one of its parts: arrears; the other amounts; these and what is paid of parts whose
/// standard is told; these and every part of the pay; all that stands between the two.
fn further(
    header: &Header,
    rows: &Rows<'_>,
    (part, sum): (usize, usize),
    (amounts, paid): (&[usize], &[usize]),
) -> Vec<Vec<usize>> {
    let of = |is: &dyn Fn(usize, &HeadColumn) -> bool| -> Vec<usize> {
        let others = header.columns.iter().enumerate().filter(|(place, _)| ![part, sum].contains(place));
        others.filter(|(place, head)| is(*place, head)).map(|(place, _)| place).collect()
    };
    let is_arrears = |head: &HeadColumn| means(head, Field::Arrears);
    let is_amount = |place: usize| amounts.contains(&place);
    let is_between = |place: usize| (part.min(sum)..part.max(sum)).contains(&place);
    let is_pay = |place: usize, head: &HeadColumn| match head.meaning {
        Some(_) => is_amount(place) || is_arrears(head) || is_part(head),
        None => head.aside.is_none() && (rows.lower(header, head) || (rows.says_pay(head) && rows.give(header, head))),
    };
    let mut sets = vec![
        of(&|_, head| is_arrears(head)),
        of(&|place, _| is_amount(place)),
        of(&|place, _| paid.contains(&place)),
        of(&|place, head| paid.contains(&place) || is_arrears(head)),
        of(&|place, head| head.meaning.is_some() && is_pay(place, head)),
        of(&|place, head| is_between(place) && is_pay(place, head)),
    ];
    let is_held_back = |place: &usize| {
        let head = &header.columns[*place];
        rows.says(head, &rows.reading.words.not_paid) && !rows.lower(header, head)
    };
    sets.retain(|set| !set.is_empty() && !set.iter().any(is_held_back));
    sets
}
