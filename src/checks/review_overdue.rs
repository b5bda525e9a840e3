//! Households and people whose circumstances were not looked at again within the months the law gives.

use chrono::{Datelike, NaiveDate};

use super::weight::or_unless;
use super::{Case, Question, Reporter, check};
use crate::day::{Month, Months};
use crate::deadline::{Look, last_look, looked_in, tells};
use crate::field::Field;
use crate::finding::{Direction, Severity};
use crate::lang::{Lang, several};
use crate::roster::condition::meets;
use crate::roster::{Record, Value};
use crate::rules::Review;
use crate::say;

check!("review-overdue", "review_overdue", Question::Row(row), if columns);

fn row(record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    let Some(field) = looked_in(case.roster, case.programme) else { return };
    let is_unreadable = matches!(record.value(field), Value::Unreadable(_));
    // Nobody reviews what was never granted.
    if !record.stands_for_case() || !record.is_covered() || is_unreadable || record.is_refused() {
        return;
    }
    let months = case.months(record).or_else(|| Month::of(case.today).map(Months::one));
    let Some(months) = months else { return };
    // What happened after the roster's months is not in it.
    let on = months.last.last_day().min(case.today);
    let reviews = case.programme.reviews(months.first.first_day());
    if reviews.is_empty() {
        unruled(months.first, case, report);
        return;
    }
    let told = reviews.into_iter().filter(|review| tells(field, review));
    let asked = told.filter(|review| concerns(review, record, months, report));
    let asked: Vec<&Review> = asked.collect();
    match last_look(field, |field| record.day(field)) {
        Some(look) => overdue(record, &asked, &look, on, report),
        None => never(record, field, &begun(asked, on), report),
    }
}

fn columns(case: &Case<'_>, report: &mut Reporter) -> bool {
    let field = looked_in(case.roster, case.programme);
    let tells_all = |field: Field| case.programme.all_reviews().all(|review| tells(field, review));
    if !field.is_some_and(tells_all) {
        report.lacks_columns(&[Field::Reviewed], case);
    }
    field.is_some()
}

fn concerns(review: &Review, record: &Record<'_>, months: Months, report: &mut Reporter) -> bool {
    let meets = meets(&review.when, record, Months::one(months.first));
    if meets.is_none() {
        let (lang, name) = (report.lang, review.name.get(report.lang));
        report.cannot_check_of(name, || {
            say!(
                lang,
                "“{name}”：有的行看不出是否属于要按此复核的一类",
                "{name}: some rows do not say whether it is about them"
            )
        });
    }
    meets == Some(true)
}

fn unruled(month: Month, case: &Case<'_>, report: &mut Reporter) {
    let (lang, name, year) = (report.lang, case.programme.name.get(report.lang), month.year());
    report.cannot_check_of(year, || {
        say!(
            lang,
            "规则库里没有{name}{year}年多久复核一次的规定",
            "no rule is known of how often {name} is reviewed in {year}"
        )
    });
}

fn overdue(record: &Record<'_>, asked: &[&Review], look: &Look, on: NaiveDate, report: &mut Reporter) {
    let overdue = asked.iter().filter(|review| look.again(review).is_some_and(|due| due < on));
    // The rule that lets nothing pass says most, then one for rows that say so; of several, the longest interval.
    let weight = |review: &&&Review| (review.unless.is_none(), !review.when.is_empty(), review.months);
    let Some(review) = overdue.max_by_key(weight) else { return };
    let Some(due) = look.again(review) else { return };
    let lang = report.lang;
    let (name, months, last, over) = (review.name.get(lang), review.months, look.day, whole_months(due, on));
    let (days, so_many) = ((on - due).num_days(), several(months, "month"));
    let past = match over {
        0 => say!(lang, "{days}天", "days past on {on}: {days}"),
        over => say!(lang, "{over}个月", "months past on {on}: {over}"),
    };
    let counted = counted(review, last, lang);
    // A term that runs from the decision ends; what is due then is a new application, which is the household's to make.
    let (message, clears) = match review.from_decision {
        false => (
            say!(
                lang,
                "{name}：每{months}个月一次，上次{last}{counted}，应在{due}前再核，到{on}已过{past}",
                "{name}: every {so_many}; last on {last}{counted}, due again by {due}; {past}"
            ),
            say!(
                lang,
                "补做复核；已经复核的补填日期。逾期是经办的事，不停发任何人",
                "review it; if it was reviewed, fill in the day. Lateness is the office's matter and stops nobody's aid"
            ),
        ),
        true => (
            say!(
                lang,
                "{name}：{last}起{months}个月，到{due}期满，到{on}已过{past}",
                "{name}: {so_many} from {last}, over on {due}; {past}"
            ),
            say!(
                lang,
                "告知本人期满，仍有困难的重新申请认定；已经重新认定的补填日期",
                "tell the household that it is over, and that it may apply again; if it was recognised again, fill in the day"
            ),
        ),
    };
    let severity = if review.unless.is_some() { Severity::Info } else { Severity::Warning };
    report
        .find(severity, record.place(look.field), message)
        .seen(last.to_string())
        .because(&review.basis)
        .stakes(Direction::Neither, None, Some(over))
        .clears(or_unless(clears, review.excepted(), lang));
}

/// How the day is reckoned, where it is not so many months after the last look.
fn counted(review: &Review, last: NaiveDate, lang: Lang) -> String {
    let since = review.since.filter(|since| *since > last);
    let since =
        since.map(|since| say!(lang, "（从{since}有此规定起算）", " (counted from {since}, when the duty began)"));
    let by_year = || say!(lang, "（按年度，到年底为止）", " (by calendar years, to the end of the year)");
    since.unwrap_or_default() + &if review.by_year { by_year() } else { String::new() }
}

/// Whole months from one day to a later one.
fn whole_months(from: NaiveDate, to: NaiveDate) -> u32 {
    let (Some(first), Some(last)) = (Month::of(from), Month::of(to)) else { return 0 };
    u32::from(last.index().saturating_sub(first.index())).saturating_sub(u32::from(to.day() < from.day()))
}

/// The reviews that whoever was never looked at should have had by a day.
fn begun(mut asked: Vec<&Review>, on: NaiveDate) -> Vec<&Review> {
    asked.retain(|review| {
        let first = review.since.and_then(|since| Look { day: since, field: Field::Reviewed }.again(review));
        first.is_none_or(|due| due < on)
    });
    asked
}

#[cold]
fn never(record: &Record<'_>, field: Field, asked: &[&Review], report: &mut Reporter) {
    let lang = report.lang;
    let Some(review) = asked.iter().max_by_key(|review| review.months) else { return };
    let (name, months) = (review.name.get(lang), review.months);
    let so_many = several(months, "month");
    let message = say!(
        lang,
        "{name}：每{months}个月一次，本行既没有复核日期也没有审批日期",
        "{name}: every {so_many}; this row gives neither a review nor a decision"
    );
    report.find(Severity::Info, record.place(field), message).because(&review.basis).clears(say!(
        lang,
        "查档补填上次复核日期",
        "look up the last review and fill it in"
    ));
}
