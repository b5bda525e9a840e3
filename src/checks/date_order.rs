//! Dates of one case that do not follow each other, or that have not come yet; months after those of the roster.

use chrono::NaiveDate;

use super::{Case, Question, Reporter, check};
use crate::day::{Month, Months};
use crate::field::{Field, Kind};
use crate::finding::Severity;
use crate::roster::Record;
use crate::roster::condition::meets;
use crate::rules::When;
use crate::say;

check!("date-order", "date_order", Question::Row(row));

fn row(record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    if let (Some(titled), Some(own)) = (record.roster.months, record.typed(Field::Period).months())
        && own.first > titled.last
    {
        after_the_roster(record, titled, report);
    }
    if record.gives(Kind::Day) && case.days_in_order.get() != Some(record.days_number()) {
        days(record, case, report);
    }
}

/// The days of a row, which the row above has not.
#[inline(never)]
fn days(record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    let ahead = ahead(record, case, report);
    let in_order = are_in_order(&case.order, record);
    let posted_in_order = case.posted.iter().all(|round| are_in_order(round, record));
    if !in_order {
        out_of_order(record, case, report);
    }
    if !posted_in_order {
        let posted = case.posted.iter().flat_map(|round| reversed(round.iter().copied(), record));
        posted.for_each(|pair| find_reversed(record, pair, None, case, report));
    }
    case.days_in_order.set((!ahead && in_order && posted_in_order).then(|| record.days_number()));
}

/// Whether no day of some lies before the one before it.
fn are_in_order(order: &[Field], record: &Record<'_>) -> bool {
    let mut before = None;
    let mut days = order.iter().filter_map(|field| record.day(*field));
    days.all(|day| before.replace(day).is_none_or(|before| before <= day))
}

/// A day, and the one that is to follow it and lies before it.
type Reversed = [(Field, NaiveDate); 2];

#[cold]
fn reversed(order: impl Iterator<Item = Field>, record: &Record<'_>) -> Vec<Reversed> {
    let mut found = Vec::new();
    let mut before: Option<(Field, NaiveDate)> = None;
    for field in order {
        let Some(day) = record.day(field) else { continue };
        found.extend(before.filter(|(_, earlier)| day < *earlier).map(|before| [before, (field, day)]));
        before = Some((field, day));
    }
    found
}

/// Finds what is out of order in a row, but for what may come when it comes in rows like it.
#[cold]
fn out_of_order(record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    let any = reversed(case.order.iter().copied(), record);
    let Some(free) = &case.programme.any_time else {
        return any.into_iter().for_each(|pair| find_reversed(record, pair, None, case, report));
    };
    let is_free = |field: &Field| free.steps.contains(field);
    let month = any.first().and_then(|[_, (_, day)]| Month::of(*day)).map(Months::one);
    let holds = month.map_or(Some(false), |month| meets(&free.when, record, month));
    let of_row = match holds {
        Some(true) => reversed(case.order.iter().copied().filter(|field| !is_free(field)), record),
        Some(false) | None => any,
    };
    for pair in of_row {
        let perhaps = holds.is_none() && pair.iter().any(|(field, _)| is_free(field));
        find_reversed(record, pair, perhaps.then_some(&free.when), case, report);
    }
}

#[cold]
fn after_the_roster(record: &Record<'_>, titled: Months, report: &mut Reporter) {
    let (lang, seen) = (report.lang, record.seen(Field::Period, report.reveal));
    let titled = titled.written(lang);
    let message = say!(
        lang,
        "这一行写的是{seen}，晚于名册的{titled}；按所写的月份计",
        "the row says {seen}, after {titled}, of which the roster is; it was counted as of the month it says"
    );
    report.find(Severity::Warning, record.place(Field::Period), message).seen(seen).clears(say!(
        lang,
        "月份写错的改正；提前发放的，列入那个月的名册",
        "correct the month if it was mistyped; if it is paid ahead, list it in the roster of that month"
    ));
}

/// Finds a pair of days; where the row may be one in which they are free, that is asked.
fn find_reversed(
    record: &Record<'_>,
    [(before, earlier), (after, later)]: Reversed,
    perhaps: Option<&When>,
    case: &Case<'_>,
    report: &mut Reporter,
) {
    let severity = if perhaps.is_some() { Severity::Suspicion } else { Severity::Error };
    let Some(room) = report.room(severity) else { return };
    let lang = room.lang;
    let words = |field: Field| record.roster.column(field).map_or("", |column| record.roster.words(column));
    let (before_words, after_words) = (words(before), words(after));
    let message = say!(
        lang,
        "{after_words}{later}早于{before_words}{earlier}",
        "{after_words} {later} is before {before_words} {earlier}"
    );
    let finding = room.find(record.place(after), message).at(record.place(before)).seen(later.to_string());
    finding.clears(match perhaps {
        None => say!(lang, "对照原始材料改正日期", "correct the dates from the file of the case"),
        Some(when) => {
            let asked = when.fields().next().map_or_else(String::new, |field| case.pack.header(field, case.programme));
            let rows = when.text(lang);
            say!(
                lang,
                "对照原始材料改正日期；属于{rows}、先行救助后补手续的，填写{asked}",
                "correct the dates from the file of the case; if it is {rows}, aided first and its papers completed later, fill in {asked}"
            )
        }
    });
}

/// On these something ends that may go on: a notice that is still up, a card that is valid.
const ENDS: [Field; 4] = [Field::TownshipPostedUntil, Field::PostedUntil, Field::CertificateUntil, Field::Until];

/// Whether the days of a field are such as have come when they are written down.
pub(super) fn is_done(field: Field) -> bool {
    field.kind() == Kind::Day && !ENDS.contains(&field)
}

/// Finds the days that have not come yet; whether there are any.
fn ahead(record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) -> bool {
    let mut found = false;
    for field in &case.done {
        let Some(day) = record.day(*field).filter(|day| *day > case.today) else { continue };
        found = true;
        lies_ahead(record, *field, (day, case.today), report);
    }
    found
}

#[cold]
fn lies_ahead(record: &Record<'_>, field: Field, (day, today): (NaiveDate, NaiveDate), report: &mut Reporter) {
    let lang = report.lang;
    let message = say!(lang, "日期{day}晚于{today}", "{day} lies after {today}");
    report.find(Severity::Suspicion, record.place(field), message).seen(day.to_string()).clears(say!(
        lang,
        "改正日期；按以后的日子审核的，用 --as-of 指定",
        "correct the date, or name the day of the audit with --as-of"
    ));
}
