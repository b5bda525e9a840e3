//! The header of a sheet goes in; out come how people and households stand below it, and which column is whose.

use crate::field::Field;
use crate::rules::{Entitled, Programme, Vocabulary};

use super::aliases::Meaning;
use super::fold::folded;
use super::header::{HeadColumn, Header, TopRow};
use super::shape;

/// How people and households are laid out in rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// One row a person, each row complete in itself.
    Persons,
    /// One row a person, several rows a household.
    HouseholdRows,
    /// One row a household; its members beside the head, if they are listed at all.
    Households,
}

/// Columns of a member listed across the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Member {
    pub(super) name: Option<u16>,
    pub(super) id: Option<u16>,
}

/// Decides the layout, and what a bare 姓名 or 身份证号 means in it.
pub(super) fn of(header: &mut Header, programme: &Programme, top: &[TopRow], words: &Vocabulary) -> Layout {
    let has = |header: &Header, field: Field| header.columns.iter().any(|column| means(column, field));
    number_members(header);
    if programme.entitled == Entitled::Household {
        first_number_is_heads(header);
        shape::list_in_cells(header, top, words);
    }
    number_pairs(header);
    // 户主身份证号, 特困人员数 and nobody's own number: a file of families, beside which there is one of their people.
    let is_of_families = has(header, Field::HeadId) && has(header, Field::CoveredSize) && !has(header, Field::Id);
    if programme.entitled == Entitled::Person && !is_of_families {
        rename(header, Field::HeadName, Field::Name);
        rename(header, Field::HeadId, Field::Id);
        // A list of cards may name its people by the numbers of their cards, which hold their own.
        if programme.is_list && !has(header, Field::Id) {
            rename(header, Field::DisabilityCertificate, Field::Id);
        }
        return Layout::Persons;
    }
    // 姓名, 户主身份证号: where no other number stands beside it, the name is the head's.
    let heads_alone = has(header, Field::HeadId) && !has(header, Field::Id) && !has(header, Field::Relation);
    if heads_alone && !repeats(header, Field::HeadId, top) {
        rename(header, Field::Name, Field::HeadName);
    }
    let lists_members = has(header, Field::MemberName) || has(header, Field::MemberId);
    let has_head = has(header, Field::HeadName) || has(header, Field::HeadId);
    let row_per_person = has(header, Field::Relation)
        || (has(header, Field::Name) && (has_head || repeats(header, Field::HouseholdNumber, top)));
    if !lists_members && row_per_person {
        return Layout::HouseholdRows;
    }
    rename(header, Field::Name, Field::HeadName);
    rename(header, Field::Id, Field::HeadId);
    shape::beside_members(header);
    Layout::Households
}

/// Whether a column says the same in rows of people that follow each other, or is blank below what it says.
fn repeats(header: &Header, field: Field, top: &[TopRow]) -> bool {
    let cell =
        |row: &TopRow, column: u16| row.cells.get(usize::from(column)).map_or_else(String::new, |cell| folded(cell));
    let person = self::column(header, Field::Id).or(self::column(header, Field::Name));
    let (Some(column), Some(person)) = (self::column(header, field), person) else { return false };
    let below = top.iter().filter(|row| row.number > header.last_row && !cell(row, person).is_empty());
    // Each township or month may number its households anew.
    let places = [Field::Township, Field::Village, Field::Period].map(|field| self::column(header, field));
    let cells: Vec<(String, [String; 3])> = below
        .map(|row| (cell(row, column), places.map(|place| place.map_or_else(String::new, |place| cell(row, place)))))
        .collect();
    let again = cells.windows(2).any(|pair| !pair[0].0.is_empty() && pair[0] == pair[1]);
    let blank = cells.iter().filter(|(number, _)| number.is_empty()).count();
    again || (blank > 0 && blank * 5 >= cells.len())
}

pub(super) fn column(header: &Header, field: Field) -> Option<u16> {
    header.columns.iter().find(|column| means(column, field)).map(|column| column.index)
}

pub(super) fn means(column: &HeadColumn, field: Field) -> bool {
    column.meaning.is_some_and(|meaning| meaning.field == field)
}

fn rename(header: &mut Header, from: Field, to: Field) {
    if header.columns.iter().any(|column| means(column, to)) {
        return;
    }
    if let Some(column) = header.columns.iter_mut().find(|column| means(column, from)) {
        column.meaning = Some(Meaning { field: to, member: None });
    }
}

/// 户主姓名, 身份证号, 姓名, 身份证号, …: the first number is the head's.
fn first_number_is_heads(header: &mut Header) {
    let count = |field: Field| header.columns.iter().filter(|column| means(column, field)).count();
    let first = |field: Field| header.columns.iter().position(|column| means(column, field));
    let heads = count(Field::HeadName) == 1 && count(Field::HeadId) == 0;
    let one_more = count(Field::Name) > 0 && count(Field::Id) == count(Field::Name) + 1;
    let (id, name) = (first(Field::Id), first(Field::Name));
    if let Some(place) = id.filter(|_| heads && one_more && id < name) {
        header.columns[place].meaning = Some(Meaning { field: Field::HeadId, member: None });
    }
}

/// 成员1, 身份证号, 成员2, 身份证号, …: a number behind a member is the member's.
fn number_members(header: &mut Header) {
    if header.columns.iter().any(|column| means(column, Field::MemberId)) {
        return;
    }
    let mut last = None;
    for column in &mut header.columns {
        match column.meaning {
            Some(Meaning { field: Field::MemberName, member: Some(member) }) => last = Some(member),
            Some(Meaning { field: Field::Id, .. }) if last.is_some() => {
                column.meaning = Some(Meaning { field: Field::MemberId, member: last.take() });
            }
            _ => {}
        }
    }
}

/// 姓名, 身份证号, 姓名, 身份证号, …: the second pair and those after it are members.
fn number_pairs(header: &mut Header) {
    let count = |header: &Header, field: Field| header.columns.iter().filter(|column| means(column, field)).count();
    let (names, ids) = (count(header, Field::Name), count(header, Field::Id));
    if names < 2 || names != ids {
        return;
    }
    // Where the head has columns of its own, every pair is a member's.
    let own = usize::from(count(header, Field::HeadName) == 0);
    for (field, member_field) in [(Field::Name, Field::MemberName), (Field::Id, Field::MemberId)] {
        let same = header.columns.iter_mut().filter(|column| means(column, field));
        for (n, column) in same.enumerate().skip(own) {
            let member = u8::try_from(n + 1 - own).ok();
            column.meaning = Some(Meaning { field: member_field, member });
        }
    }
}

pub(super) type Columns = ([Option<u16>; Field::COUNT], Vec<Member>, Vec<u16>);

/// The column of each field, the members' columns, and columns that repeat a meaning.
pub(super) fn columns(header: &Header) -> Columns {
    let mut by_field = [None; Field::COUNT];
    let mut members: Vec<Member> = Vec::new();
    let mut repeated = Vec::new();
    for column in &header.columns {
        let Some(meaning) = column.meaning else { continue };
        let slot = match meaning.member {
            None => &mut by_field[meaning.field.index()],
            Some(n) => {
                let place = usize::from(n);
                if members.len() < place {
                    members.resize(place, Member { name: None, id: None });
                }
                let member = &mut members[place - 1];
                if meaning.field == Field::MemberName { &mut member.name } else { &mut member.id }
            }
        };
        match slot {
            None => *slot = Some(column.index),
            Some(_) => repeated.push(column.index),
        }
    }
    (by_field, members, repeated)
}
