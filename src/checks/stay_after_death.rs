//! Hospital stays that a bill puts after the month in which a list has the person dead.

use chrono::NaiveDate;

use super::lists::DEATHS;
use super::{Case, Question, Reporter, check};
use crate::day::Month;
use crate::field::Field;
use crate::finding::{Direction, Severity};
use crate::roster::Record;
use crate::say;

check!("stay-after-death", "stay_after_death", Question::Row(row), Some(columns), [DEATHS], false, []);

/// The days of a stay, the later first. The day of settlement is none: a bill may be settled after a death.
const STAY: [Field; 2] = [Field::Discharged, Field::Admitted];

fn columns(case: &Case<'_>, report: &mut Reporter) -> bool {
    let has_days = STAY.iter().any(|field| case.roster.has(*field));
    if case.shown.has(DEATHS) && !has_days {
        report.lacks_columns(&STAY[..1], case);
    }
    case.shown.has(DEATHS) && has_days
}

fn row(record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    let Some(id) = record.persons().next().and_then(|person| person.id.id()) else { return };
    let rows = case.shown.rows(DEATHS, id.key());
    // Of several days the last leaves least doubt; a row without one says nothing of when.
    let Some(death) = rows.iter().filter_map(|(row, _)| row.months).map(|months| months.first).max() else { return };
    let after = |field: &Field| {
        let day = record.day(*field)?;
        (Month::of(day)? > death).then_some((*field, day))
    };
    if let Some(stay) = STAY.iter().find_map(after) {
        find(stay, death, record, report);
    }
}

#[cold]
fn find((field, day): (Field, NaiveDate), death: Month, record: &Record<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let header = record.roster.column(field).map_or("", |column| record.roster.words(column));
    let message =
        say!(lang, "死亡名单记{death}死亡，{header}却是{day}", "the list of deaths has {death}, and {header} is {day}");
    let person = record.place_at(record.persons().next().and_then(|person| person.column));
    report
        .find(Severity::Suspicion, record.place(field), message)
        .at(person)
        .seen(day.to_string())
        .stakes(Direction::TooMuch, record.money(Field::Amount), None)
        .clears(say!(
            lang,
            "向医院和派出所核实死亡日期、是谁住的院；日期录错的改正，冒用的按规定处理",
            "ask hospital and police for the day of death and who was treated; correct a wrong day, and follow the rules where a name was misused"
        ));
}
