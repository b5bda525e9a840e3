//! Amounts that follow an older standard while the month's own is another: what is owed in arrears.

use std::sync::Arc;

use chrono::NaiveDate;

use super::case::no_months;
use super::difference;
use super::entitlement::{self, Unknown};
use super::older_standard::in_months;
use super::weight::or_unless;
use super::{Case, Question, Reporter, check};
use crate::day::{Month, Months};
use crate::field::Field;
use crate::finding::{Direction, Severity};
use crate::lang::{Lang, Words};
use crate::money::Yuan;
use crate::roster::Record;
use crate::rules::Basis;
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

/// What the parts of its sum that are not short come to in some months: they make up for nothing.
fn other_parts(found: &[Stale], months: Months, record: &Record<'_>, case: &Case<'_>) -> Yuan {
    let Some(rule) = &case.programme.sum else { return Yuan::ZERO };
    // An old figure under the standard makes a month's amount short.
    let short = |stale: &Stale| if stale.column == Field::Standard { Field::MonthlyAmount } else { stale.column };
    let is_other = |part: &&Field| found.iter().all(|stale| short(stale) != **part);
    let others = rule.parts.iter().filter(is_other).filter_map(|part| record.money(*part));
    others.sum::<Yuan>().times(months.count()).unwrap_or(Yuan::ZERO)
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
        (Some(paid), Some(amount)) => {
            months.count() > 1 && amount - other_parts(found, months, record, case) >= paid + short
        }
        _ => false,
    };
    !found.is_empty() && (arrears || in_sum)
}
