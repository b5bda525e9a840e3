//! The columns of money for each person go in; out come those that a row says the number of people of.

use crate::field::Field;

use super::amount::Unit;
use super::header::{Aside, HeadColumn, Header, TopRow};
use super::layout::{Layout, column, means};
use super::money_columns::set_aside;
use super::money_rows::Rows;
use super::paid::PARTS;

/// How money for each person is meant in a sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct EachPerson {
    /// The fields of which a row gives the money for one and says for how many it is paid.
    pub(super) fields: Vec<Field>,
    /// Whether each person has a row, and the row the money.
    pub(super) in_own_rows: bool,
}

/// What may be multiplied: what all whom a row is paid for are paid alike. A supplement is for some of them.
const ALIKE: [Field; 2] = [Field::Amount, Field::MonthlyAmount];

/// A unit above the header that may be for each person, or name two units, leaves open what columns without their own
/// are of.
pub(super) fn of(header: &mut Header, layout: Layout, above: &[&TopRow], rows: &Rows<'_>) -> EachPerson {
    let mut each_person = EachPerson::default();
    let words = rows.reading.words;
    let is_above = above.iter().flat_map(|row| &row.cells).any(|cell| Unit::each_person_above(cell, words));
    if layout == Layout::Persons {
        return each_person;
    }
    let is_plain = |head: &HeadColumn, field: Field| means(head, field) && !head.each_person && head.months.is_none();
    let beside: Vec<Field> =
        ALIKE.into_iter().filter(|field| header.columns.iter().any(|head| is_plain(head, *field))).collect();
    let how: Vec<Option<How>> = header.columns.iter().map(|head| how(header, head, layout, is_above, rows)).collect();
    for (head, how) in header.columns.iter_mut().zip(how) {
        let field = head.meaning.map_or(Field::Amount, |meaning| meaning.field);
        let is_beside = head.each_person && beside.contains(&field) && !head.pinned;
        match how {
            None => {}
            // Those of months tell which are paid, beside their sum.
            Some(_) if is_beside && head.meaning.is_none() => {}
            Some(_) if is_beside => set_aside(head, Aside::Standard),
            Some(How::Rows) => each_person.in_own_rows |= head.each_person,
            Some(How::Counted) => each_person.fields.push(field),
            Some(How::Unknown) => {
                set_aside(head, Aside::EachPerson);
                head.months = None;
            }
        }
    }
    each_person
}

/// For how many people a row gives money.
enum How {
    /// One, whose row it is.
    Rows,
    /// As many as a column says.
    Counted,
    Unknown,
}

/// Of a column of what is paid, if its money is for each person or may be.
fn how(header: &Header, head: &HeadColumn, layout: Layout, is_above: bool, rows: &Rows<'_>) -> Option<How> {
    let is_paid = |field: Field| field == Field::Amount || PARTS.contains(&field);
    let field = head.meaning.map_or_else(|| head.months.map(|_| Field::Amount), |meaning| Some(meaning.field));
    let field = field.filter(|field| is_paid(*field))?;
    let may_be = is_above && head.scale.is_none() && !head.pinned;
    if !head.each_person && !may_be {
        return None;
    }
    let counts = column(header, Field::CoveredSize);
    let people: Vec<&TopRow> = rows.of_people(header).collect();
    let is_filled =
        |row: &TopRow, column: u16| row.cells.get(usize::from(column)).is_some_and(|cell| !cell.trim().is_empty());
    if layout == Layout::HouseholdRows && people.iter().all(|row| is_filled(row, head.index)) {
        return Some(How::Rows);
    }
    // In rows of persons the number must stand where the money does: one of each person's row says nothing of the money
    // there.
    let is_counted = |column: u16| {
        let stand_together = || people.iter().all(|row| is_filled(row, head.index) == is_filled(row, column));
        layout == Layout::Households || stand_together()
    };
    match head.each_person && ALIKE.contains(&field) && counts.is_some_and(is_counted) {
        true => Some(How::Counted),
        // Somebody has looked at it, and says that it is what a row is paid.
        false if head.pinned => None,
        false => Some(How::Unknown),
    }
}
