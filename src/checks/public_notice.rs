//! Notices posted for fewer days than the rule asks, not taken down, not posted, or posted where none may be.

use chrono::{Datelike, NaiveDate};

use super::weight::weight;
use super::{Case, Question, Reporter, check};
use crate::day::{Month, Months};
use crate::deadline::days_posted;
use crate::field::Field;
use crate::finding::Severity;
use crate::lang::Say;
use crate::roster::condition::meets;
use crate::roster::{Record, Value};
use crate::rules::{Length, Limit, Notice, Posting};
use crate::say;

check!("public-notice", "public_notice", Question::Row(row), if columns);

fn row(record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    if !record.stands_for_case() {
        return;
    }
    for posting in Posting::ALL.into_iter().filter(|posting| has(*posting, case)) {
        round(record, posting, case, report);
    }
}

/// One of the rounds in which notice is given.
fn round(record: &Record<'_>, posting: Posting, case: &Case<'_>, report: &mut Reporter) {
    let (from, until) = (record.day(posting.from), record.day(posting.until));
    let of_roster = || case.months(record).map(|months| months.first.first_day());
    let day = from.or(until).or_else(|| record.day(Field::Decided)).or_else(of_roster).unwrap_or(case.today);
    let notices = case.programme.notices(day);
    if notices.is_empty() {
        let (lang, name, year) = (report.lang, case.programme.name.get(report.lang), day.year());
        report.cannot_check_of(year, || {
            say!(lang, "规则库里没有{name}{year}年的公示规定", "no rule on public notice of {name} is known for {year}")
        });
    }
    let has_townships = case.roster.has_townships_notice();
    let of_round = notices.into_iter().filter(|notice| notice.is_of(posting, has_townships));
    let asked: Vec<&Notice> = of_round.filter(|notice| concerns(notice, record, day, report)).collect();
    if from.or(until).is_none() {
        return unposted(record, posting, &asked, case.today, report);
    }
    let posted = Posted { posting, from, until };
    for notice in &asked {
        match notice.length {
            Length::Forbidden => forbidden(record, posting, notice, report),
            Length::AtLeast(limit) => lasting(record, posted, (notice, limit), &asked, case, report),
        }
    }
}

/// The days of a round.
#[derive(Clone, Copy)]
struct Posted {
    posting: Posting,
    from: Option<NaiveDate>,
    until: Option<NaiveDate>,
}

fn has(posting: Posting, case: &Case<'_>) -> bool {
    case.roster.has(posting.from) || case.roster.has(posting.until)
}

/// Where notice is to be given and no column says when; where none may be, there is nothing to say.
fn columns(case: &Case<'_>, report: &mut Reporter) -> bool {
    let has = Posting::ALL.into_iter().any(|posting| has(posting, case));
    let notices = case.programme.layers.iter().flat_map(|layer| &layer.versions).flat_map(|of| &of.notices);
    if !has && notices.into_iter().any(|notice| notice.length != Length::Forbidden) {
        report.lacks_columns(&[Field::PostedFrom], case);
    }
    has
}

fn concerns(notice: &Notice, record: &Record<'_>, day: NaiveDate, report: &mut Reporter) -> bool {
    let meets = Month::of(day).map(Months::one).and_then(|months| meets(&notice.when, record, months));
    if meets.is_none() {
        let (lang, name) = (report.lang, notice.name.get(report.lang));
        report.cannot_check_of(name, || {
            say!(
                lang,
                "“{name}”：有的行看不出是否属于它说的一类",
                "{name}: some rows do not say whether it is about them"
            )
        });
    }
    meets == Some(true)
}

/// A decided case without a notice, in a roster that has columns for both.
fn unposted(record: &Record<'_>, posting: Posting, asked: &[&Notice], today: NaiveDate, report: &mut Reporter) {
    // What is posted is whom the office means to approve.
    if record.is_refused() {
        return;
    }
    let lang = report.lang;
    let binding = asked.iter().find(|notice| notice.binding && notice.length != Length::Forbidden);
    let Some(notice) = binding else { return };
    // Something unreadable stands there: another check says so.
    let blank = |field: Field| record.value(field) == Value::Missing;
    if !blank(posting.from) || !blank(posting.until) {
        return;
    }
    let Some(decided) = record.day(Field::Decided).filter(|decided| *decided <= today) else { return };
    let name = notice.name.get(lang);
    let message =
        say!(lang, "{decided}已审批，没有{name}的日期", "decided on {decided} without a day of the notice: {name}");
    report
        .find(Severity::Warning, record.place(posting.from), message)
        .at(record.place(Field::Decided))
        .because(&notice.basis)
        .clears(say!(
            lang,
            "查公示照片和存档，补填起止日期；没有公示的，说明原因",
            "look up the photograph and the file and fill in both days; if nothing was posted, say why"
        ));
}

fn forbidden(record: &Record<'_>, posting: Posting, notice: &Notice, report: &mut Reporter) {
    let lang = report.lang;
    let name = notice.name.get(lang);
    let severity = if notice.binding { weight(&notice.basis, None) } else { Severity::Warning };
    let seen = record.seen(first_filled(record, posting), report.reveal);
    let message = match notice.binding {
        true => say!(
            lang,
            "{name}：这一项不得或不宜公示，表上却有公示日期",
            "{name}: this is not to be posted, and the roster gives a day of posting"
        ),
        false => say!(
            lang,
            "{name}：依据没有明说不得公示，但要慎重；表上有公示日期",
            "{name}: the words do not forbid posting, but ask for care; the roster gives a day of posting"
        ),
    };
    report
        .find(severity, record.place(first_filled(record, posting)), message)
        .seen(seen)
        .because(&notice.basis)
        .clears(say!(
            lang,
            "确已张贴的立即撤下，并查网上是否也发了；日期是填错栏的，改正",
            "if it was posted, take it down at once, online as well; if the day stands in the wrong column, correct it"
        ));
}

fn first_filled(record: &Record<'_>, posting: Posting) -> Field {
    match record.day(posting.from) {
        Some(_) => posting.from,
        None => posting.until,
    }
}

fn lasting(
    record: &Record<'_>,
    posted: Posted,
    (notice, limit): (&Notice, Limit),
    asked: &[&Notice],
    case: &Case<'_>,
    report: &mut Reporter,
) {
    let posting = posted.posting;
    let Some(from) = posted.from else { return unbegun(record, posting, notice, report) };
    let Some(until) = posted.until.filter(|until| *until <= case.today) else {
        if record.value(posting.until) == Value::Missing {
            unended(record, (posting, from), (notice, limit), case, report);
        }
        return;
    };
    if until < from {
        return;
    }
    match days_posted(from, until, limit.unit, case.calendar) {
        Err(why) => report.cannot_check(why.say(report.lang)),
        Ok(days) if days < limit.number => {
            short(record, posting, (from, until, days), (notice, limit), asked, case, report);
        }
        Ok(_) => {}
    }
}

fn short(
    record: &Record<'_>,
    posting: Posting,
    (from, until, days): (NaiveDate, NaiveDate, u32),
    (notice, limit): (&Notice, Limit),
    asked: &[&Notice],
    case: &Case<'_>,
    report: &mut Reporter,
) {
    let lang = report.lang;
    let (name, least) = (notice.name.get(lang), limit.text(lang));
    let posted = Limit { number: days, unit: limit.unit }.text(lang);
    let kept = kept((from, until), notice, asked, case);
    // Where the text that binds is not kept either, that is what there is to say.
    if !notice.binding && kept.is_none() && asked.iter().any(|other| other.binding) {
        return;
    }
    let beside = kept.map_or(String::new(), |other| {
        let (other, basis) = (other.name.get(lang), other.basis.cited());
        say!(lang, "；按“{other}”（{basis}）已满", "; by {other} ({basis}) it was long enough")
    });
    let message = say!(
        lang,
        "{name}至少{least}，{from}至{until}首尾都算只有{posted}{beside}",
        "{name} lasts at least {least}; {from} to {until}, both ends counted, is {posted}{beside}"
    );
    let severity = if notice.binding { weight(&notice.basis, None) } else { Severity::Warning };
    let finding = report.find(severity, record.place(posting.until), message);
    finding.at(record.place(posting.from)).seen(until.to_string()).because(&notice.basis);
    if let Some(other) = kept {
        finding.because(&other.basis);
    }
    finding.clears(match notice.binding {
        true => say!(
            lang,
            "核对公示照片上的日期；确实不足的，重新公示并记入档案",
            "check the days on the photograph; if it was too short, post it again and note it in the file"
        ),
        false => say!(
            lang,
            "这是指引，不强制，不必重新公示；核对公示照片上的日期，以后公示按指引的天数安排",
            "this guides and does not bind, so nothing is posted again; check the days on the photograph, and plan the next notice by it"
        ),
    });
}

/// Another rule on the same notice that these days do keep: where texts differ both are named.
fn kept<'n>(
    (from, until): (NaiveDate, NaiveDate),
    notice: &Notice,
    asked: &[&'n Notice],
    case: &Case<'_>,
) -> Option<&'n Notice> {
    let others = asked.iter().filter(|other| !std::ptr::eq(**other, notice));
    let mut kept = others.filter(|other| match other.length {
        Length::AtLeast(limit) => {
            days_posted(from, until, limit.unit, case.calendar).is_ok_and(|days| days >= limit.number)
        }
        Length::Forbidden => false,
    });
    kept.next().copied()
}

fn unbegun(record: &Record<'_>, posting: Posting, notice: &Notice, report: &mut Reporter) {
    if record.value(posting.from) != Value::Missing || !notice.binding {
        return;
    }
    let lang = report.lang;
    let name = notice.name.get(lang);
    report
        .find(
            Severity::Warning,
            record.place(posting.until),
            say!(lang, "{name}只有结束日期，没有开始日期", "{name} has an end and no beginning"),
        )
        .because(&notice.basis)
        .clears(say!(lang, "补填公示开始日期", "fill in the day it was posted"));
}

/// A notice without an end, once its days are over.
fn unended(
    record: &Record<'_>,
    (posting, from): (Posting, NaiveDate),
    (notice, limit): (&Notice, Limit),
    case: &Case<'_>,
    report: &mut Reporter,
) {
    let lang = report.lang;
    let over = match case.calendar.add(from, limit.number, limit.unit) {
        Ok(due) => due.last_day < case.today,
        Err(unknown) if unknown.earliest().is_some_and(|earliest| case.today <= earliest) => false,
        Err(unknown) => return report.cannot_check(unknown.say(lang)),
    };
    if !over || !notice.binding {
        return;
    }
    let (name, least) = (notice.name.get(lang), limit.text(lang));
    let message = say!(
        lang,
        "{name}至少{least}，{from}开始，没有结束日期",
        "{name} lasts at least {least}; posted on {from}, with no end noted"
    );
    report
        .find(Severity::Warning, record.place(posting.until), message)
        .at(record.place(posting.from))
        .because(&notice.basis)
        .clears(say!(lang, "按照片和存档补填公示结束日期", "fill in the day it was taken down, from the file"));
}
