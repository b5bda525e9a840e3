//! What a row says of a person that the person's age speaks against: a child married, an old person able to work.

use std::collections::BTreeSet;

use super::{Case, Question, Reporter, check};
use crate::day::{Month, Months};
use crate::field::Field;
use crate::finding::Severity;
use crate::lang::several;
use crate::roster::Record;
use crate::roster::condition::{age_on, meets};
use crate::rules::{Mismatch, When};
use crate::say;

check!("age-and-status", "age_and_status", Question::Row(row), if columns);

/// Whether a roster could say anything that an age speaks against, by the articles of whatever day. One that could not
/// says so of all of them; of one that could, each row says what the articles of its month ask and it has not.
fn columns(case: &Case<'_>, report: &mut Reporter) -> bool {
    let has = |field: &Field| case.roster.has(*field);
    let mismatches = &case.pack.mismatches;
    let can_be_told = mismatches.iter().any(|mismatch| mismatch.when.fields().all(|field| has(&field)));
    let fields = mismatches.iter().flat_map(|mismatch| mismatch.when.fields());
    let lacking: BTreeSet<Field> = fields.filter(|field| !has(field)).collect();
    if !can_be_told && !lacking.is_empty() {
        report.lacks_columns(&Vec::from_iter(lacking), case);
    }
    can_be_told
}

fn row(record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    if record.grants_nothing() {
        return;
    }
    let Some(month) = case.months(record).map(|months| months.last) else {
        case.months_unknown(record, report);
        return;
    };
    let law = case.law(month);
    for mismatch in &law.mismatches {
        // A blank cell says nothing that an age could speak against.
        if has_age_throughout(&mismatch.when, record, month)
            && meets(&mismatch.when, record, Months::one(month)) == Some(true)
        {
            find(mismatch, record, month, report);
        }
    }
    if !law.lacking.is_empty() {
        let lang = report.lang;
        report.cannot_check_of(month, || {
            let headers = law.lacking.iter().map(|field| case.pack.header(*field, case.programme));
            let headers = headers.collect::<Vec<String>>().join(lang.enumeration_comma());
            say!(lang, "有的名册没有{headers}", "some rosters have no column {headers}")
        });
    }
}

/// Whether the person has the age on the first and on the last day: a birthday within the month settles nothing.
fn has_age_throughout(when: &When, record: &Record<'_>, month: Month) -> bool {
    let Some((ages, birth)) = when.age.zip(record.birth()) else { return false };
    let days = [month.first_day(), month.last_day()];
    days.into_iter().all(|day| age_on(birth, day).is_some_and(|age| ages.contains(age)))
}

#[cold]
fn find(mismatch: &Mismatch, record: &Record<'_>, month: Month, report: &mut Reporter) {
    let lang = report.lang;
    let Some(field) = mismatch.when.fields().next() else { return };
    let Some(age) = record.birth().and_then(|birth| age_on(birth, month.first_day())) else { return };
    let (name, seen) = (mismatch.name.get(lang), record.seen(field, report.reveal));
    let years = several(age, "year");
    let header = record.roster.column(field).map_or("", |column| record.roster.words(column));
    let mut message = say!(
        lang,
        "{name}：按身份证号或出生日期{month}为{age}周岁，{header}写“{seen}”",
        "{name}: {years} old in {month} by the number or the birth date, and {header} says “{seen}”"
    );
    if let Some(unless) = &mismatch.unless {
        let unless = unless.get(lang);
        message += &say!(lang, "；{unless}的除外", "; unless {unless}");
    }
    let severity = if mismatch.occurs { Severity::Info } else { Severity::Warning };
    let own = record.persons().next().and_then(|person| person.column);
    report
        .find(severity, record.place(field), message)
        .at(record.place_at(own))
        .seen(seen)
        .because(&mismatch.basis)
        .clears(say!(
            lang,
            "对照户口簿改正填错的一处；劳动能力影响收入核算的，按实际重新填写",
            "correct whichever is wrong from the household register; where it bears on the income counted, put down what is so"
        ));
}
