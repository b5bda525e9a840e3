//! Columns and cells without which a row cannot be judged or paid.

use super::{Case, Question, Reporter, check};
use crate::field::{Field, Kind, Owner};
use crate::finding::{Place, Severity};
use crate::money::Yuan;
use crate::roster::{Layout, Record, Roster, Value};
use crate::rules::{Entitled, Programme};
use crate::say;

check!("required-value", "required_value", Question::Row(row));

fn row(record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    for field in &case.required {
        if record.lacks(*field) {
            lacking(record, *field, case, report);
        }
    }
}

/// What a row lacks it may have no need of: nothing is granted, the household has said it, or goods are given.
#[inline(never)]
fn lacking(record: &Record<'_>, field: Field, case: &Case<'_>, report: &mut Reporter) {
    let is_granted = field.kind() == Kind::Money || field == Field::CoveredSize;
    if is_granted && record.grants_nothing() || is_said_once(record, field) {
        return;
    }
    if field != Field::Amount || !gives_goods(record, case) {
        find(record, field, report);
    }
}

/// Whether a row gives goods, in place of money.
fn gives_goods(record: &Record<'_>, case: &Case<'_>) -> bool {
    let read = |column: u16| record.read_as(record.cell_at(column), column, Kind::Money);
    case.goods.iter().any(|column| !matches!(read(*column), Value::Missing | Value::Yuan(Yuan::ZERO)))
}

#[cold]
fn find(record: &Record<'_>, field: Field, report: &mut Reporter) {
    let lang = report.lang;
    let words = record.roster.column(field).map_or("", |column| record.roster.words(column));
    report.find(Severity::Error, record.place(field), say!(lang, "缺少{words}", "{words} is missing")).clears(say!(
        lang,
        "查原始材料后补填{words}",
        "fill in {words} from the file of the case"
    ));
}

/// What a household says once need not stand in each of its rows, nor what it is paid in a member's that gives no money
/// at all; and what stands in a merged cell is said for each of its rows.
fn is_said_once(record: &Record<'_>, field: Field) -> bool {
    let is_members = || record.roster.layout == Layout::HouseholdRows && !record.is_head;
    let of_household =
        || field.owner() == Owner::Household || (field.kind() == Kind::Money && !record.gives(Kind::Money));
    (is_members() && of_household()) || record.shares_cell(field)
}

/// The fields a programme requires that this roster has columns for.
pub(super) fn required(case_roster: &Roster, programme: &Programme) -> Vec<Field> {
    let fields = programme.required().map(|field| stands_for(case_roster, field));
    // A household whose people are not listed counts as so many persons as are written.
    let is_counted = programme.entitled == Entitled::Household
        && case_roster.layout == Layout::Households
        && !case_roster.lists_members();
    let counted = is_counted.then_some(Field::CoveredSize);
    let mut fields: Vec<Field> = fields.chain(counted).filter(|field| case_roster.has(*field)).collect();
    fields.sort_unstable();
    fields.dedup();
    fields
}

/// In a roster of households the person of the row is the head.
fn stands_for(roster: &Roster, field: Field) -> Field {
    match (roster.layout, field) {
        (Layout::Households, Field::Name) => Field::HeadName,
        (Layout::Households, Field::Id) => Field::HeadId,
        (Layout::HouseholdRows | Layout::Persons, Field::HeadName) if !roster.has(field) => Field::Name,
        (_, field) => field,
    }
}

/// Required fields that no column of the roster has; `unknown-column` says them, once a roster.
pub(super) fn absent(roster: &Roster, required: impl Iterator<Item = Field>) -> Vec<Field> {
    let absent = required.filter(|field| !roster.has(stands_for(roster, *field)));
    absent.collect()
}

/// Where a whole roster is meant: its first header row.
pub(super) fn whole(roster: &Roster) -> Place {
    Place::row(roster.source, roster.header.first_row)
}
