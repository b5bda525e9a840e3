//! The top of a sheet goes in; out come the tables that stand beside its roster: of other people, or of its own sums.

use std::borrow::Cow;

use crate::field::{Field, Kind};
use crate::rules::Vocabulary;

use super::aliases::Aliases;
use super::fold::{folded, trimmed};
use super::header::{Aside, HeadColumn, Header, TopRow, find};
use super::money_columns::set_aside;
use super::rows;
use super::shape::{OF_A_PERSON, WHO};
use super::{NotARoster, Roster, SheetOf, listed};

/// A sheet without what stands beside its roster.
pub(super) struct Alone<'t> {
    pub header: Header,
    pub top: Cow<'t, [TopRow]>,
    /// The columns that are left.
    pub beside: Vec<HeadColumn>,
}

/// What stands beside a roster on its sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Beside {
    Nothing,
    /// Another table of people: a row would mix them.
    People,
    /// A small table of sums, from this column on.
    Sums(u16),
}

/// Who is named once in a row, but for members.
const NAMES: [Field; 4] = [Field::Name, Field::HeadName, Field::Id, Field::HeadId];

/// What a small table of sums has a row for each of.
const PLACES: [Field; 4] = [Field::County, Field::Region, Field::Township, Field::Village];

/// What no row says of its people once for each of them, but for money.
const OF_A_ROW: [Field; 3] = [Field::Sequence, Field::Persons, Field::Signature];

/// What stands beside the roster of a sheet, by its header and the rows below.
fn beside(header: &Header, top: &[TopRow], words: &Vocabulary) -> Beside {
    if [Field::Name, Field::HeadName].into_iter().any(|name| begins_again(&header.columns, name)) {
        return Beside::People;
    }
    let below: Vec<&TopRow> = top.iter().filter(|row| row.number > header.last_row).collect();
    for place in 1..header.columns.len() {
        let (left, right) = header.columns.split_at(place);
        if !are_apart(&left[place - 1], &right[0], &below) {
            continue;
        }
        let right = up_to_gap(right, &below);
        if has_other_people(left, right, (header, top)) {
            return Beside::People;
        }
        if sums_up(left, right, &below, words) {
            return Beside::Sums(right[0].index);
        }
    }
    Beside::Nothing
}

/// The header of a sheet and its top without the small table of sums beside its roster, and the columns of that. What
/// relief.toml says of a sheet is taken as it stands, and so is a reference list.
pub(super) fn alone<'t>(
    sheet: &SheetOf<'_>,
    top: &'t [TopRow],
    aliases: &Aliases<'_>,
) -> Result<Alone<'t>, NotARoster> {
    let header = find(top, aliases, sheet.pin).ok_or(NotARoster::NoHeader)?;
    let is_told = sheet.pin.is_some() || sheet.list.is_some();
    match if is_told { Beside::Nothing } else { beside(&header, top, aliases.words) } {
        Beside::Nothing => Ok(Alone { header, top: Cow::Borrowed(top), beside: Vec::new() }),
        Beside::People => Err(NotARoster::SideBySide),
        Beside::Sums(from) => {
            let left = cut(top, from);
            let own = find(&left, aliases, None).ok_or(NotARoster::NoHeader)?;
            let mut beside: Vec<HeadColumn> = header.columns.into_iter().filter(|head| head.index >= from).collect();
            beside.iter_mut().for_each(|head| set_aside(head, Aside::Beside));
            Ok(Alone { header: own, top: Cow::Owned(left), beside })
        }
    }
}

/// The top of a sheet as if nothing stood from a column on.
fn cut(top: &[TopRow], from: u16) -> Vec<TopRow> {
    let from = usize::from(from);
    let cut = |row: &TopRow| TopRow { cells: row.cells.iter().take(from).cloned().collect(), ..row.clone() };
    top.iter().map(cut).collect()
}

fn field(head: &HeadColumn) -> Option<Field> {
    let meaning = head.meaning.or(head.guess)?;
    meaning.member.is_none().then_some(meaning.field)
}

fn has(columns: &[HeadColumn], fields: &[Field]) -> bool {
    columns.iter().filter_map(field).any(|field| fields.contains(&field))
}

fn cell(row: &TopRow, column: u16) -> &str {
    row.cells.get(usize::from(column)).map_or("", |cell| trimmed(cell))
}

fn is_blank(row: &TopRow, columns: &[HeadColumn]) -> bool {
    columns.iter().all(|head| cell(row, head.index).is_empty())
}

/// Whether the same name begins a table several times: 姓名, 金额, 姓名, 金额. Members listed across share what their row is
/// paid.
fn begins_again(columns: &[HeadColumn], name: Field) -> bool {
    let starts: Vec<usize> = (0..columns.len()).filter(|place| field(&columns[*place]) == Some(name)).collect();
    let ends = starts.iter().skip(1).copied().chain([columns.len()]);
    let tables: Vec<&[HeadColumn]> = starts.iter().zip(ends).map(|(start, end)| &columns[*start..end]).collect();
    let is_of_row = |field: &Field| field.kind() == Kind::Money || OF_A_ROW.contains(field);
    let mut of_first = tables.first().into_iter().flat_map(|first| first.iter().filter_map(field).filter(is_of_row));
    tables.len() > 1 && of_first.any(|field| tables.iter().all(|table| has(table, &[field])))
}

/// Whether a column stands between two in which there is nothing at all.
fn are_apart(left: &HeadColumn, right: &HeadColumn, below: &[&TopRow]) -> bool {
    (left.index + 1..right.index).any(|between| below.iter().all(|row| cell(row, between).is_empty()))
}

fn up_to_gap<'h>(columns: &'h [HeadColumn], below: &[&TopRow]) -> &'h [HeadColumn] {
    let gap = columns.windows(2).position(|pair| are_apart(&pair[0], &pair[1], below));
    &columns[..gap.map_or(columns.len(), |gap| gap + 1)]
}

/// Whether the right names people of its own: it has a title, or says more of them than who they are beside money of
/// the left.
fn has_other_people(left: &[HeadColumn], right: &[HeadColumn], (header, top): (&Header, &[TopRow])) -> bool {
    if !has(left, &NAMES) || !has(right, &NAMES) {
        return false;
    }
    let is_of_person = |field: Field| WHO.contains(&field) || OF_A_PERSON.contains(&field);
    let says_more = right.iter().any(|head| !head.of_another && !field(head).is_some_and(is_of_person));
    let mut above = top.iter().filter(|row| row.number < header.first_row);
    let is_titled = above.any(|row| !is_blank(row, right));
    is_titled || (says_more && left.iter().filter_map(field).any(|field| field.kind() == Kind::Money))
}

/// Whether the right is a small table of sums: labels, what the left gives money or numbers of, and nobody.
fn sums_up(left: &[HeadColumn], right: &[HeadColumn], below: &[&TopRow], words: &Vocabulary) -> bool {
    let gives = |columns: &[HeadColumn], kind: Kind| columns.iter().filter_map(field).any(|field| field.kind() == kind);
    let gives_again = [Kind::Money, Kind::Count].into_iter().any(|kind| gives(left, kind) && gives(right, kind));
    let (labels, is_place) = (&right[0], has(&right[..1], &PLACES));
    let may_label = is_place || field(labels).is_none_or(|field| field.kind() == Kind::Text);
    if !has(left, &WHO) || has(right, &WHO) || !gives_again || !may_label {
        return false;
    }
    let has_total = below.iter().any(|row| rows::label(&folded(cell(row, labels.index)), words).is_some());
    has_total || (is_place && below.iter().any(|row| names_somebody(row, left, words) && is_blank(row, right)))
}

fn names_somebody(row: &TopRow, columns: &[HeadColumn], words: &Vocabulary) -> bool {
    let who = columns.iter().filter(|head| field(head).is_some_and(|field| NAMES.contains(&field)));
    let mut said = who.map(|head| cell(row, head.index)).filter(|cell| !cell.is_empty());
    said.any(|cell| rows::label(&folded(cell), words).is_none())
}

/// Whether most rows at the top of a sheet without a header have a number, or else a name and what is paid, where a
/// roster has them.
pub(super) fn goes_on(roster: &Roster, top: &[TopRow]) -> bool {
    let column = |fields: &[Field]| fields.iter().find_map(|field| roster.column(*field));
    let ids = column(&[Field::Id, Field::HeadId]);
    let (names, pay) = (column(&[Field::Name, Field::HeadName]), column(&[Field::Amount, Field::MonthlyAmount]));
    let is_numeric = |text: &str| !text.is_empty() && text.replace(',', "").parse::<f64>().is_ok();
    let is_like = |row: &&&TopRow| match (ids, names, pay) {
        (Some(ids), ..) => listed::is_number(cell(row, ids)),
        (None, Some(names), Some(pay)) => {
            let name = cell(row, names);
            !name.is_empty() && !name.contains(|c: char| c.is_ascii_digit()) && is_numeric(cell(row, pay))
        }
        _ => false,
    };
    let filled: Vec<&TopRow> =
        top.iter().filter(|row| row.cells.iter().any(|cell| !trimmed(cell).is_empty())).collect();
    filled.iter().filter(is_like).count() * 2 > filled.len()
}
