//! Columns of birth, sex and age that contradict the identity number beside them: findings of `identity-number`.

use chrono::NaiveDate;

use super::identity_number::{find, stated};
use super::{Case, Reporter};
use crate::day::Month;
use crate::field::Field;
use crate::finding::Severity;
use crate::identity::{IdNumber, Sex};
use crate::lang::{Lang, several};
use crate::roster::{Layout, Person, Record, Role, Value};
use crate::rules::is_one_of;
use crate::say;

/// How far an age by Chinese count lies above one by birthdays.
const NOMINAL_YEARS: u32 = 2;

/// Whether the row's own columns of sex, birth and age are about a person.
#[inline]
pub(super) fn are_of(record: &Record<'_>, person: &Person<'_>) -> bool {
    person.role != Role::Member || record.roster.layout == Layout::HouseholdRows
}

/// Columns that name people of a row.
const NAMES: [Field; 8] = [
    Field::Name,
    Field::Id,
    Field::HeadName,
    Field::HeadId,
    Field::GuardianName,
    Field::GuardianId,
    Field::Payee,
    Field::PayeeId,
];

/// Whether a column stands behind the name or number of somebody else, whom it is about, and before the person's own number:
/// 申请人身份证号, 性别, 年龄, 救助对象身份证号.
fn is_of_another(field: Field, record: &Record<'_>, person: &Person<'_>) -> bool {
    let roster = record.roster;
    let (Some(column), Some(number)) = (roster.column(field), person.column) else { return false };
    let named = NAMES.into_iter().filter_map(|name| Some((roster.column(name)?, name)));
    let nearest = named.filter(|(at, _)| *at < column).max();
    let is_others = nearest.is_some_and(|(_, name)| !matches!(name, Field::Name | Field::Id));
    is_others && column < number && roster.column(Field::Id) == Some(number)
}

/// What they say of that person.
#[inline]
pub(super) fn columns(
    record: &Record<'_>,
    person: &Person<'_>,
    number: IdNumber,
    case: &Case<'_>,
    report: &mut Reporter,
) {
    birth_beside(record, person, report);
    sex(record, person, number, report);
    age(record, person, number, case, report);
}

/// The birth date beside what columns of the row say of it.
fn birth_beside(record: &Record<'_>, person: &Person<'_>, report: &mut Reporter) {
    let Some(birth) = person.birth else { return };
    if record.typed(Field::BirthMonth).is_missing() && record.typed(Field::Birth).is_missing() {
        return;
    }
    let reveal = report.reveal;
    for field in [Field::BirthMonth, Field::Birth] {
        match record.typed(field) {
            Value::Months(written) if Month::of(birth) != Some(written.last) => {
                born_otherwise(record, person, field, report, |lang| {
                    let stated = stated(birth, reveal, lang);
                    say!(lang, "出生年月{written}与{stated}不一致", "the month of birth {written} contradicts {stated}")
                });
            }
            Value::Day(written) | Value::ShortYear(written) if written != birth => {
                born_otherwise(record, person, field, report, |lang| {
                    let stated = stated(birth, reveal, lang);
                    say!(lang, "出生日期{written}与{stated}不一致", "the birth date {written} contradicts {stated}")
                });
            }
            _ => {}
        }
    }
}

/// A column beside the number says another birth date, or another month of it.
#[cold]
fn born_otherwise(
    record: &Record<'_>,
    person: &Person<'_>,
    column: Field,
    report: &mut Reporter,
    message: impl FnOnce(Lang) -> String,
) {
    if is_of_another(column, record, person) {
        return;
    }
    if let Some(finding) = find(Severity::Error, record, person, report, message) {
        finding.places[0] = record.place(column);
    }
}

/// An age by Chinese count is one or two above; a roster copied from last year's has everybody a year younger.
fn age(record: &Record<'_>, person: &Person<'_>, number: IdNumber, case: &Case<'_>, report: &mut Reporter) {
    let Some(written) = record.written_age() else { return };
    let day = case.months(record).map_or(case.today, |months| months.last.last_day());
    let Some(age) = number.age_on(day) else { return };
    if written.abs_diff(age) > NOMINAL_YEARS {
        of_another_age(record, person, (written, age, day), report);
    }
}

#[cold]
fn of_another_age(
    record: &Record<'_>,
    person: &Person<'_>,
    (written, age, day): (u32, u32, NaiveDate),
    report: &mut Reporter,
) {
    beside(Severity::Suspicion, (Field::Age, "年龄"), record, person, report, |lang| {
        let years = several(written, "year");
        say!(
            lang,
            "年龄栏写{written}岁，按身份证号到{day}是{age}周岁",
            "the column says {years}; by the identity number it was {age} on {day}"
        )
    });
}

fn sex(record: &Record<'_>, person: &Person<'_>, number: IdNumber, report: &mut Reporter) {
    let words = &record.roster.vocabulary;
    let (own, other) = match number.sex() {
        Sex::Male => (&words.male, &words.female),
        Sex::Female => (&words.female, &words.male),
    };
    let Some(written) = record.text(Field::Sex) else { return };
    if !is_one_of(written, own) && is_one_of(written, other) {
        of_another_sex(record, person, report);
    }
}

#[cold]
fn of_another_sex(record: &Record<'_>, person: &Person<'_>, report: &mut Reporter) {
    let reveal = report.reveal;
    beside(Severity::Error, (Field::Sex, "性别"), record, person, report, |lang| {
        let seen = record.seen(Field::Sex, reveal);
        say!(
            lang,
            "性别“{seen}”与身份证号第17位不一致",
            "the sex {seen:?} contradicts the 17th digit of the identity number"
        )
    });
}

/// A column beside the number that says otherwise: the card tells which of the two is wrong.
fn beside(
    severity: Severity,
    (column, name): (Field, &str),
    record: &Record<'_>,
    person: &Person<'_>,
    report: &mut Reporter,
    message: impl FnOnce(Lang) -> String,
) {
    let lang = report.lang;
    if is_of_another(column, record, person) {
        return;
    }
    let Some(finding) = find(severity, record, person, report, message) else { return };
    finding.places.insert(0, record.place(column));
    finding.clears(say!(
        lang,
        "核对证件：改正{name}栏或身份证号",
        "look at the card: correct the column or the number"
    ));
}
