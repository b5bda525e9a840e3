//! People on a roster who meet none of the conditions that the law of the pay month sets.

use std::collections::BTreeSet;

use super::entitlement;
use super::weight::{or_unless, weight};
use super::{Case, Question, Reporter, check};
use crate::day::{Month, Months};
use crate::field::Field;
use crate::finding::{Direction, Finding, Severity};
use crate::identity::IdNumber;
use crate::lang::{Lang, several};
use crate::money::Yuan;
use crate::roster::condition::{age_on, lacking, meets};
use crate::roster::{Record, Remark};
use crate::rules::{Condition, When};
use crate::say;

check!("eligibility", "eligibility", Question::Row(row));

/// How a row stands to a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Standing {
    /// It meets one of the alternatives, or is not asked.
    Met,
    /// It meets none of them; `blank` where cells that could have shown one say nothing.
    Unmet { blank: bool },
    /// Nobody can tell from this roster.
    Unknown(Gap),
}

/// Why nobody can tell.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Gap {
    Columns(BTreeSet<Field>),
    Birth,
    Word(Field),
}

fn row(record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    if !record.is_covered() || record.grants_nothing() {
        return;
    }
    let Some(months) = case.months(record) else {
        case.months_unknown(record, report);
        return;
    };
    let mut found: Vec<Found<'_>> = Vec::new();
    for month in months.each() {
        let law = case.law(month);
        if law.conditions.is_empty() {
            unruled(month, case, report);
        }
        for &condition in &law.conditions {
            match standing(condition, record, month) {
                Standing::Met => {}
                Standing::Unknown(gap) => cannot_tell(condition, &gap, case, report),
                Standing::Unmet { blank } => note(&mut found, (condition, blank, month), record, case),
            }
        }
    }
    let all = months.count();
    let paid = entitlement::paid_months(record, case).map_or(all, Months::count);
    for found in found {
        // Who is paid for some months was perhaps paid for those in which the condition was met.
        if paid < all && found.count < all {
            let lang = report.lang;
            report.cannot_check_of((), || entitlement::Unknown::MonthsPaid.say(case, lang));
        } else {
            find(&Found { count: found.count.min(paid), ..found }, paid, record, case, report);
        }
    }
}

/// Months that meet a condition in none of its ways.
struct Found<'c> {
    condition: &'c Condition,
    /// Cells that could have shown one say nothing.
    blank: bool,
    /// What the list of those excepted says of the person.
    shown: Option<&'c Remark>,
    /// The same where the person is on it and not one of them.
    besides: Option<&'c Remark>,
    months: Months,
    count: u32,
}

/// Adds a month to what was found of its condition.
fn note<'c>(
    found: &mut Vec<Found<'c>>,
    (condition, blank, month): (&'c Condition, bool, Month),
    record: &Record<'_>,
    case: &Case<'c>,
) {
    let key = || record.persons().next().and_then(|person| person.id.id()).map(IdNumber::key);
    let list = condition.unless_list.as_deref();
    let key = list.and_then(|_| key());
    let listed = || list.zip(key).into_iter().flat_map(|(list, key)| case.shown.of(list, key, month));
    let shown = listed().find(|row| row.meets(&condition.unless_when, &case.pack.codes) != Some(false));
    let besides = listed().next().filter(|_| shown.is_none());
    let is_alike = |of: &Found<'_>| (of.shown.is_some(), of.besides.is_some()) == (shown.is_some(), besides.is_some());
    let same = |of: &&mut Found<'_>| std::ptr::eq(of.condition, condition) && is_alike(of);
    match found.iter_mut().find(same) {
        Some(known) => {
            known.months.last = month;
            known.count += 1;
        }
        None => found.push(Found { condition, blank, shown, besides, months: Months::one(month), count: 1 }),
    }
}

fn standing(condition: &Condition, record: &Record<'_>, month: Month) -> Standing {
    let months = Months::one(month);
    match meets(&condition.only_when, record, months) {
        Some(true) => {}
        Some(false) => return Standing::Met,
        None => return guard(&condition.only_when, record),
    }
    let mut unmet = Standing::Unmet { blank: false };
    for when in &condition.any {
        match meets(when, record, months) {
            Some(true) => return Standing::Met,
            Some(false) => {}
            None => unmet = worse(unmet, why(when, record)),
        }
    }
    unmet
}

/// A blank cell of the guard says nothing of whom the condition is about: the row is not asked.
fn guard(when: &When, record: &Record<'_>) -> Standing {
    match why(when, record) {
        Some(gap) => Standing::Unknown(gap),
        None => Standing::Met,
    }
}

/// Of several alternatives nobody can tell of, all columns that are missing are named.
fn worse(so_far: Standing, gap: Option<Gap>) -> Standing {
    match (so_far, gap) {
        (Standing::Unknown(Gap::Columns(mut known)), Some(Gap::Columns(more))) => {
            known.extend(more);
            Standing::Unknown(Gap::Columns(known))
        }
        (unknown @ Standing::Unknown(_), _) => unknown,
        (_, Some(gap)) => Standing::Unknown(gap),
        (_, None) => Standing::Unmet { blank: true },
    }
}

/// Why a condition cannot be told of; `None` where its cells are merely blank.
fn why(when: &When, record: &Record<'_>) -> Option<Gap> {
    let columns: BTreeSet<Field> = lacking(when, record).into_iter().collect();
    if !columns.is_empty() {
        return Some(Gap::Columns(columns));
    }
    if when.age.is_some() && record.birth().is_none() {
        return Some(Gap::Birth);
    }
    let unread = |field: &Field| record.text(*field).is_some() && record.code(*field, &record.roster.codes).is_none();
    when.fields().find(unread).map(Gap::Word)
}

fn unruled(month: Month, case: &Case<'_>, report: &mut Reporter) {
    let (lang, name) = (report.lang, case.programme.name.get(report.lang));
    let year = month.year();
    report.cannot_check_of(year, || {
        say!(lang, "规则库里没有{name}{year}年可核对的享受条件", "no condition of {name} is known for {year}")
    });
}

fn cannot_tell(condition: &Condition, gap: &Gap, case: &Case<'_>, report: &mut Reporter) {
    let (lang, name) = (report.lang, condition.name.get(report.lang));
    let programme = case.programme.name.get(lang);
    let header = |field: &Field| case.pack.header(*field, case.programme);
    report.cannot_check_of((name, gap), || match gap {
        Gap::Columns(fields) => {
            let headers = fields.iter().map(header).collect::<Vec<_>>().join(lang.enumeration_comma());
            say!(
                lang,
                "{programme}“{name}”：有的行要看的列名册没有（{headers}）",
                "{programme}, {name}: some rows need columns the roster does not have ({headers})"
            )
        }
        Gap::Birth => say!(
            lang,
            "{programme}“{name}”：有的行没有可读的身份证号或出生日期",
            "{programme}, {name}: some rows have neither a readable number nor a birth date"
        ),
        Gap::Word(field) => {
            let header = header(field);
            say!(
                lang,
                "{programme}“{name}”：有的“{header}”写法不认识（见 codes.toml）",
                "{programme}, {name}: some words under {header} are not known (see codes.toml)"
            )
        }
    });
}

#[cold]
fn find(found: &Found<'_>, months_paid: u32, record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    let &Found { condition, blank, shown, months: unmet, count, .. } = found;
    let (lang, name) = (report.lang, condition.name.get(report.lang));
    let programme = case.programme.name.get(lang);
    let any: Vec<&str> = condition.any.iter().map(|when| when.text(lang)).collect();
    let any = any.join(if lang == Lang::Zh { "；" } else { "; " });
    let (says, when) = (seen(condition, record, unmet.first, report), unmet.written(lang));
    let mut message = say!(
        lang,
        "{when}不符合{programme}“{name}”的任何一条（{any}）：{says}",
        "in {when} meets no alternative of {programme}, {name} ({any}): {says}"
    );
    message += &excepted(found, case, report);
    let sound = record.persons().next().and_then(|person| person.id.id()).is_none_or(|id| id.check_holds());
    let most = if blank || !sound { Severity::Suspicion } else { Severity::Error };
    let severity = match shown {
        Some(_) => Severity::Info,
        None => weight(&condition.basis, condition.unless.as_ref()).min(most),
    };
    let clears = say!(
        lang,
        "核对身份证号、证件和当月规定；入户核实后再定，不凭本行停发",
        "check the number, the certificate and the rules of that month; visit before deciding, and stop nobody on this row alone"
    );
    let place = record.place_at(record.persons().next().and_then(|person| person.column));
    let finding: &mut Finding = report.find(severity, place, message);
    finding.because(&condition.basis).clears(or_unless(clears, condition.unless.as_ref(), lang));
    if shown.is_none() {
        finding.stakes(Direction::TooMuch, stake(record, count, months_paid), Some(count));
    }
    for field in fields(condition).into_iter().filter(|field| record.roster.has(*field)) {
        finding.at(record.place(field));
    }
}

/// What the list of those excepted says; where it is not there, that it is missed.
fn excepted(found: &Found<'_>, case: &Case<'_>, report: &mut Reporter) -> String {
    let lang = report.lang;
    let list = found.condition.unless_list.as_deref();
    let Some((id, list)) = list.and_then(|id| Some((id, case.pack.list(id)?))) else { return String::new() };
    let list = case.pack.programmes[list].name.get(lang);
    if let Some(words) = found.besides.map(|row| row.words(lang)) {
        let when = found.condition.unless_when.text(lang);
        return say!(
            lang,
            "；{list}上此人是{words}，不属于例外（{when}）",
            "; {list} has this person as {words}, which is not excepted ({when})"
        );
    }
    match found.shown.map(|shown| shown.words(lang)) {
        Some(words) if words.is_empty() => say!(lang, "；{list}有此人", "; {list} has this person"),
        Some(words) => say!(lang, "；{list}有此人（{words}）", "; {list} has this person ({words})"),
        None if case.shown.has(id) => {
            say!(lang, "；{list}没有此人当月有效的记录", "; {list} has no entry of this person that holds then")
        }
        None => {
            report.lacks_lists(vec![list.to_owned()]);
            String::new()
        }
    }
}

/// The columns a condition looks at, each once.
fn fields(condition: &Condition) -> BTreeSet<Field> {
    condition.any.iter().flat_map(When::fields).collect()
}

/// The age of the month and what stands in the columns: what the person was judged by.
fn seen(condition: &Condition, record: &Record<'_>, month: Month, report: &Reporter) -> String {
    let lang = report.lang;
    let age = record.birth().and_then(|birth| age_on(birth, month.last_day()));
    let age = age.map(|age| {
        let years = several(age, "year");
        say!(lang, "月末{age}周岁", "{years} old at the end of the month")
    });
    let cells = fields(condition).into_iter().filter(|field| record.roster.has(*field)).map(|field| {
        let header = record.roster.column(field).map_or("", |column| record.roster.words(column));
        match record.text(field) {
            Some(_) => format!("{header}“{}”", record.seen(field, report.reveal)),
            None => say!(lang, "{header}未填", "{header} blank"),
        }
    });
    let parts: Vec<String> = age.into_iter().chain(cells).collect();
    parts.join(lang.comma())
}

/// What was paid for the months at fault: by the month, or all of it if every month paid is at fault.
fn stake(record: &Record<'_>, count: u32, months_paid: u32) -> Option<Yuan> {
    let monthly = record.money(Field::MonthlyAmount).and_then(|monthly| monthly.times(count));
    let all = || record.money(Field::Amount).filter(|_| count == months_paid);
    monthly.or_else(all)
}
