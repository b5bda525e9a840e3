//! Amounts that follow an older standard while the month's own is another: what is owed in arrears.

use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::case::no_months;
use super::difference;
use super::entitlement::{self, Owed, Scope, Stated, Unknown};
use super::weight::or_unless;
use super::{Case, Question, Reporter, check};
use crate::day::{Month, Months};
use crate::field::Field;
use crate::finding::{Direction, Severity};
use crate::lang::{Lang, Words};
use crate::money::Yuan;
use crate::roster::Record;
use crate::rules::{Basis, Bound, Rate, Standard, Worth};
use crate::say;

check!("stale-standard", "stale_standard", Question::Money(row));

/// A month paid as an older standard has it.
#[derive(Debug, Clone)]
pub struct Stale {
    pub month: Month,
    /// The column that says so.
    pub column: Field,
    /// The last month of the older standard.
    pub then: Month,
    /// What the row was paid for the month, and what the month's own standard makes; the older standard and the newer
    /// one where the row does not say what it was paid.
    pub paid: Yuan,
    pub due: Yuan,
    /// Whom it is for; 0 where the row does not say.
    pub persons: u32,
    /// Whether these are amounts paid, not standards.
    pub is_paid: bool,
    /// What the newer standard rests on, then the older.
    pub now: Vec<Arc<Basis>>,
    pub before: Vec<Arc<Basis>>,
    /// Nothing but the older standard makes this amount, and no rule allows it.
    pub certain: bool,
    /// What a rate that is a multiple says makes the older one rightful.
    pub unless: Option<Words>,
    /// From when the newer one is known to have held.
    pub sure_from: NaiveDate,
}

/// The months a row pays, and those it is of.
#[derive(Clone, Copy)]
struct Spans {
    paid: Months,
    own: Months,
}

impl Stale {
    fn is_sure(&self) -> bool {
        self.month.first_day() >= self.sure_from
    }
}

impl Spans {
    /// `None` where it does not say.
    #[inline]
    fn of(record: &Record<'_>, case: &Case<'_>) -> Option<Spans> {
        Some(Spans { paid: entitlement::paid_months(record, case)?, own: case.months(record)? })
    }
}

fn row(record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    if !entitlement::is_paid(record, case) {
        return;
    }
    let spans = Spans::of(record, case);
    let (found, unknown) = older_in(spans, record, case);
    if is_told(record, case)
        && let Some(why) = why_unknown(spans, unknown, record, case, report.lang)
    {
        report.cannot_check(why);
    }
    if !found.is_empty() {
        let found = not_made_up(found, record, case);
        if let Some(why) = why_unsure(&found, case, report.lang) {
            report.cannot_check(why);
        }
        say_of(sure(found), record, case, report);
    }
}

#[cold]
fn say_of(found: Vec<Stale>, record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    let goes_on = |one: &Stale, next: &Stale| {
        (one.column, one.paid, one.due, one.month.next()) == (next.column, next.paid, next.due, next.month)
    };
    for run in found.chunk_by(goes_on) {
        if let Some(first) = run.first() {
            find(first, run, record, case, report);
        }
    }
}

#[cold]
fn find(first: &Stale, run: &[Stale], record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let severity = entitlement::severity(first.now.iter().chain(&first.before), !first.certain);
    let last = run.last().map_or(first.month, |stale| stale.month);
    let (months, count) = (Months { first: first.month, last }, run.len() as u32);
    let (header, then) = (case.pack.header(first.column, case.programme), first.then);
    let (paid, due, short) = (first.paid, first.due, first.due - first.paid);
    let stake = short.times(count).filter(|_| first.is_paid);
    let message = match stake {
        Some(stake) => say!(
            lang,
            "{months}仍按{then}的旧标准：月{paid}元，新标准应为{due}元，每月少{short}元，{count}个月共{stake}元",
            "{months}: still the standard of {then}, {paid} a month where the new one makes {due}; {short} short each month, {stake} in all"
        ),
        None => say!(
            lang,
            "{header}{paid}元是{then}的旧标准，{months}的标准是{due}元",
            "{header} {paid} is the standard of {then}; that of {months} is {due}"
        ),
    };
    let severity = if stake.is_none() { severity.min(Severity::Suspicion) } else { severity };
    let finding = report.find(severity, record.pay_place(first.column), message);
    finding.seen(record_seen(first, record)).stakes(Direction::TooLittle, stake, Some(count));
    for basis in first.now.iter().chain(&first.before) {
        if !finding.basis.contains(basis) {
            finding.because(basis);
        }
    }
    let clears = say!(
        lang,
        "核对新标准的执行月份；确属执行晚了、尚未补发的，按差额补发（这里不看以后的补发；relief arrears 减去已补发的，列出明细）",
        "check from which month the new standard holds; if it came late, pay the difference unless that has been paid (later arrears are not looked at here; relief arrears takes them off and lists what is left)"
    );
    finding.clears(or_unless(clears, first.unless.as_ref(), lang));
}

fn record_seen(stale: &Stale, record: &Record<'_>) -> String {
    record.pay(stale.column).map_or_else(String::new, |yuan| yuan.to_string())
}

/// The months of a row that an older standard was paid for, or is written in, and the newer one is known to have held
/// in.
pub fn stale(record: &Record<'_>, case: &Case<'_>) -> Vec<Stale> {
    sure(not_made_up(older(record, case), record, case))
}

/// The same, whether the newer one is known to have held and the row makes up for them or not.
pub(super) fn older(record: &Record<'_>, case: &Case<'_>) -> Vec<Stale> {
    if !entitlement::is_paid(record, case) {
        return Vec::new();
    }
    older_in(Spans::of(record, case), record, case).0
}

/// The months, and why of some of those paid nothing can be said.
#[inline]
fn older_in(spans: Option<Spans>, record: &Record<'_>, case: &Case<'_>) -> (Vec<Stale>, Option<Unknown>) {
    let Some(Spans { paid, own }) = spans else { return (Vec::new(), None) };
    if paid.count() >= own.count() {
        return in_months(paid, paid, record, case);
    }
    let (found, _) = in_months(own, paid, record, case);
    let (_, unknown) = in_months(paid, paid, record, case);
    let stretches = record.stretches();
    let is_paid = |month: Month| match stretches.is_empty() {
        true => paid.contains(month),
        false => stretches.iter().any(|(months, _)| months.contains(month)),
    };
    let told = |stale: &&Stale| is_paid(stale.month) && is_throughout(stale, &found, own);
    (found.iter().filter(told).cloned().collect(), unknown)
}

fn not_made_up(found: Vec<Stale>, record: &Record<'_>, case: &Case<'_>) -> Vec<Stale> {
    if found.is_empty() || !is_made_up(&found, record, case) { found } else { Vec::new() }
}

fn sure(found: Vec<Stale>) -> Vec<Stale> {
    found.into_iter().filter(Stale::is_sure).collect()
}

/// Why of some months paid by an older standard nobody can say whether the newer one held in them.
fn why_unsure(found: &[Stale], case: &Case<'_>, lang: Lang) -> Option<String> {
    let unsure = found.iter().find(|stale| !stale.is_sure())?;
    let (name, then, from) = (case.programme.name.get(lang), unsure.then, Month::of(unsure.sure_from)?);
    Some(say!(
        lang,
        "{name}：{then}以后的新标准从哪个月起执行没有查到（最迟{from}），此前仍按旧标准发放的，是否少发没有判断",
        "{name}: from which month the standard after {then} held was not found ({from} at the latest); whether those paid by the older one before that got too little is not judged"
    ))
}

/// What a row was short of by an older standard and pays besides.
pub(super) fn made_up_itself(record: &Record<'_>, case: &Case<'_>) -> Yuan {
    let found = older(record, case);
    if is_made_up(&found, record, case) { short(&found) } else { Yuan::ZERO }
}

fn short(found: &[Stale]) -> Yuan {
    found.iter().map(|stale| stale.due - stale.paid).sum()
}

/// Whether a row pays some of its months, and only some of them are short.
fn is_split(Spans { paid, own }: Spans, record: &Record<'_>, case: &Case<'_>) -> bool {
    if paid.count() >= own.count() {
        return false;
    }
    let (found, _) = in_months(own, paid, record, case);
    found.iter().any(|stale| !is_throughout(stale, &found, own))
}

/// Whether every month of a row is short by the same: then it does not matter which of them were paid.
fn is_throughout(of: &Stale, found: &[Stale], own: Months) -> bool {
    let same = |stale: &&Stale| (stale.column, stale.paid, stale.due) == (of.column, of.paid, of.due);
    found.iter().filter(same).count() as u32 == own.count()
}

/// What an older standard makes of some months, where the row pays `paid`, and why of the first of the others nothing
/// can be said by a rate.
fn in_months(months: Months, paid: Months, record: &Record<'_>, case: &Case<'_>) -> (Vec<Stale>, Option<Unknown>) {
    let by_rates = (!case.monthly.is_empty()).then(|| by_rates(months, paid, record, case));
    let (mut found, unknown) = by_rates.unwrap_or_default();
    for month in months.each() {
        if let Some(stale) = by_standard(month, record, case) {
            found.push(stale);
        }
    }
    (found, unknown)
}

#[inline(never)]
fn by_rates(months: Months, paid: Months, record: &Record<'_>, case: &Case<'_>) -> (Vec<Stale>, Option<Unknown>) {
    let (mut found, mut unknown) = (Vec::new(), None);
    for stated in entitlement::stated(record, case).filter(|stated| stated.scope != Scope::Once) {
        for month in months.each() {
            match entitlement::owed(stated.of, (month, month), record, case) {
                Ok(now) => found.extend(by_rate(&stated, &now, (month, paid), record, case)),
                Err(why) => unknown = unknown.or(Some(why)),
            }
        }
    }
    (found, unknown)
}

/// Why nothing can be said of a row, where a rate or a standard is missing, or it is not known from when it held.
pub fn unknown(record: &Record<'_>, case: &Case<'_>, lang: Lang) -> Option<String> {
    if !entitlement::is_paid(record, case) {
        return None;
    }
    let spans = Spans::of(record, case);
    let (found, unknown) = older_in(spans, record, case);
    let told = is_told(record, case).then(|| why_unknown(spans, unknown, record, case, lang)).flatten();
    told.or_else(|| why_unsure(&not_made_up(found, record, case), case, lang))
}

/// Whether a rate or a standard that is missing is to be said of a row.
#[inline]
fn is_told(record: &Record<'_>, case: &Case<'_>) -> bool {
    is_told_by_standard(record, case) || !case.monthly.is_empty()
}

/// Where neither a standard nor an income is written, only what is paid can tell, and a missing standard is said of it
/// already.
#[inline]
fn is_told_by_standard(record: &Record<'_>, case: &Case<'_>) -> bool {
    let tells = record.roster.has(Field::Standard) || difference::has_income(record.roster);
    tells && case.programme.layers.iter().any(|layer| !layer.standards.is_empty())
}

#[inline(never)]
fn why_unknown(
    spans: Option<Spans>,
    unknown: Option<Unknown>,
    record: &Record<'_>,
    case: &Case<'_>,
    lang: Lang,
) -> Option<String> {
    let by_standard = is_told_by_standard(record, case);
    let Some(spans) = spans else { return Some(no_months(record.months().is_some(), lang)) };
    let months = spans.paid;
    let no_standard = || months.each().find(|month| case.law(*month).standard.is_none());
    if let Some(month) = by_standard.then(no_standard).flatten() {
        let name = case.programme.name.get(lang);
        return Some(say!(lang, "不知道{name}{month}的标准", "the standard of {name} for {month} is not known"));
    }
    let unknown = unknown.or_else(|| is_split(spans, record, case).then_some(Unknown::MonthsPaid))?;
    Some(unknown.say(case, lang))
}

/// Whether the row itself pays what it is short of, as arrears or in its sum, and no note says that these are of other
/// months.
fn is_made_up(found: &[Stale], record: &Record<'_>, case: &Case<'_>) -> bool {
    let Some(months) = entitlement::paid_months(record, case) else { return false };
    if record.made_up_for().is_some_and(|named| found.iter().any(|stale| !named.contains(stale.month))) {
        return false;
    }
    let short = short(found);
    let arrears = record.money(Field::Arrears).is_some_and(|arrears| arrears >= short);
    let monthly = found.iter().filter(|stale| stale.column != Field::Amount);
    let paid_monthly = monthly.map(|stale| stale.paid).next().and_then(|paid| paid.times(months.count()));
    let in_sum = match (paid_monthly, record.money(Field::Amount)) {
        (Some(paid), Some(amount)) => months.count() > 1 && amount >= paid + short,
        _ => false,
    };
    !found.is_empty() && (arrears || in_sum)
}

/// What a stated amount is for one month.
fn a_month(stated: &Stated<'_>, months: Months) -> Option<Yuan> {
    let count = i64::from(months.count());
    match stated.scope {
        Scope::Monthly => Some(stated.paid),
        _ => {
            let own = (stated.paid - stated.besides).fen();
            (own % count == 0).then(|| Yuan::from_fen(own / count))
        }
    }
}

/// What an older rate makes of a month that `now` is owed for.
fn by_rate(
    stated: &Stated<'_>,
    now: &[Owed<'_>],
    (month, months): (Month, Months),
    record: &Record<'_>,
    case: &Case<'_>,
) -> Option<Stale> {
    let paid = a_month(stated, months)?;
    let lowest = now.iter().min_by_key(|owed| owed.exact)?;
    let due = lowest.yuan()?;
    let capped = lowest.choices.iter().any(|choice| choice.rate.bound == Bound::Most);
    if capped || paid >= due {
        return None;
    }
    let older = entitlement::last_months(stated.of, month, case);
    let then = |law: Month| {
        let owed = entitlement::owed(stated.of, (law, month), record, case).ok()?;
        owed.into_iter().find(|owed| owed.yuan() == Some(paid)).map(|owed| (law, owed))
    };
    let (then, before) = older.into_iter().find_map(then)?;
    let mut rates = lowest.choices.iter().chain(&before.choices).map(|choice| choice.rate);
    let excepted = rates.clone().any(|rate| rate.unless.is_some());
    // What excepts a sum of its own is that a place pays more; what excepts a multiple is what it is counted from.
    let of_multiple = |rate: &Rate| rate.unless.clone().filter(|_| matches!(rate.worth, Worth::Times(..)));
    let unless = rates.find_map(of_multiple);
    let all =
        |owed: &Owed<'_>| owed.choices.iter().flat_map(|choice| choice.basis.all()).map(Arc::clone).collect::<Vec<_>>();
    Some(Stale {
        month,
        column: stated.column,
        then,
        paid,
        due,
        persons: lowest.choices.first().map_or(0, |choice| choice.persons),
        is_paid: true,
        now: all(lowest),
        before: all(&before),
        certain: !excepted,
        unless,
        sure_from: lowest.choices.iter().map(|choice| case.pack.sure_from(choice.rate, month)).max()?,
    })
}

/// A programme that pays the difference: by the standard the row writes, or by what the row is paid.
fn by_standard(month: Month, record: &Record<'_>, case: &Case<'_>) -> Option<Stale> {
    let law = case.law(month);
    let now = law.standard?;
    match record.money(Field::Standard) {
        Some(written) if !is_standard(written, now) => written_standard(written, month, now, &law.lower, record, case),
        // The column may have been brought up to date before the amounts were.
        _ => paid_standard(month, now, &law.lower, record, case),
    }
}

/// Whether a figure is a standard, as it was set or as a month of it.
fn is_standard(written: Yuan, standard: &Standard) -> bool {
    written == standard.yuan || Yuan::from_decimal(standard.exact()) == Some(written)
}

fn written_standard(
    written: Yuan,
    month: Month,
    now: &Standard,
    older: &[(Month, &Standard)],
    record: &Record<'_>,
    case: &Case<'_>,
) -> Option<Stale> {
    let (then, before) = *older.iter().find(|(_, standard)| is_standard(written, standard))?;
    let stale = |paid, due, is_paid, certain| Stale {
        month,
        column: Field::Standard,
        then,
        paid,
        due,
        persons: entitlement::persons(record, case).unwrap_or(0),
        is_paid,
        now: vec![Arc::clone(&now.basis)],
        before: vec![Arc::clone(&before.basis)],
        certain,
        unless: None,
        sure_from: now.sure_from,
    };
    let (Some(paid), Some(persons), false) =
        (record.money(Field::MonthlyAmount), entitlement::persons(record, case), difference::is_by_band(record))
    else {
        return Some(stale(Yuan::from_decimal(before.exact())?, Yuan::from_decimal(now.exact())?, false, true));
    };
    let due = match difference::income(record) {
        Some(income) => difference::due(now.exact(), income, persons)?,
        None => paid + Yuan::from_decimal((now.exact() - before.exact()) * Decimal::from(persons))?,
    };
    // The column is old, and what is paid is right.
    (paid < due).then(|| stale(paid, due, true, difference::income(record).is_some()))
}

fn paid_standard(
    month: Month,
    now: &Standard,
    older: &[(Month, &Standard)],
    record: &Record<'_>,
    case: &Case<'_>,
) -> Option<Stale> {
    let (paid, persons) = (record.money(Field::MonthlyAmount)?, entitlement::persons(record, case)?);
    if paid.fen() <= 0 || difference::is_by_band(record) {
        return None;
    }
    let income = difference::income(record);
    let made = |standard: &Standard| match income {
        Some(income) => difference::due(standard.exact(), income, persons),
        None => standard.monthly(persons),
    };
    // Nearly every row is paid what is due.
    let due = made(now).filter(|due| paid < *due)?;
    // Without the income only the last standard before this one says something: older ones may be hit by chance.
    let told = if income.is_some() { older } else { &older[..older.len().min(1)] };
    let (then, before) = *told.iter().find(|(_, standard)| made(standard) == Some(paid))?;
    Some(Stale {
        month,
        column: Field::MonthlyAmount,
        then,
        paid,
        due,
        persons,
        is_paid: true,
        now: vec![Arc::clone(&now.basis)],
        before: vec![Arc::clone(&before.basis)],
        certain: income.is_some(),
        unless: None,
        sure_from: now.sure_from,
    })
}
