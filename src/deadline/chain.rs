//! Some dates of a case and the law of their days go in; every date that follows comes out, each from the one before
//! it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;

use super::{last_day_to_pay, way_ends};
use crate::calendar::{self, Calendar, Unit, Unknown};
use crate::day::Month;
use crate::field::Field;
use crate::rules::{Basis, Deadline, Length, Limit, Notice, PayDay, Posting, Programme, Span, Start};

/// A date that follows from another.
#[derive(Debug, Clone)]
pub struct Link<'p> {
    pub rule: Rule<'p>,
    pub starts: Field,
    pub started: NaiveDate,
    /// Whether the start is a date given, and not the last day of the step before.
    pub is_given: bool,
    pub last_day: Result<calendar::Due, Unknown>,
    /// The last day of the cases that get longer.
    pub extended_to: Option<NaiveDate>,
}

/// Two dates given of which the second follows the first by law, and lies before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutOfOrder {
    pub first: (Field, NaiveDate),
    pub then: (Field, NaiveDate),
}

/// A limit that started with an event on other days, where the law of a day given sets none.
#[derive(Debug, Clone, Copy)]
pub struct OtherDays<'p> {
    pub deadline: &'p Deadline,
    pub span: Span,
    pub day: NaiveDate,
}

/// What the law says follows.
#[derive(Debug, Clone, Copy)]
pub enum Rule<'p> {
    /// Done by the last day.
    Step(&'p Deadline),
    /// Posted until the last day at least.
    Notice(&'p Notice, Limit, Posting),
    /// The first payment.
    Payment(&'p Start, &'p PayDay),
}

impl<'p> Rule<'p> {
    pub fn basis(&self) -> &'p Arc<Basis> {
        match self {
            Rule::Step(step) => &step.basis,
            Rule::Notice(notice, ..) => &notice.basis,
            Rule::Payment(_, pay_day) => &pay_day.basis,
        }
    }

    /// The event it ends with, where another step may start: not for steps of some cases only.
    fn leads_to(&self) -> Option<Field> {
        match self {
            Rule::Step(step) => step.when.is_empty().then_some(step.ends),
            Rule::Notice(notice, _, posting) => (notice.when.is_empty() && notice.binding).then_some(posting.until),
            Rule::Payment(..) => None,
        }
    }
}

/// Every date that follows from those given. A step ends on its last day and starts the next; where two limits run to
/// one event, the next starts with the earlier, for that keeps both. The first payment waits for what goes on after a step,
/// to the same event: only who is refused is done with at its end.
pub fn follow<'p>(given: &[(Field, NaiveDate)], programme: &'p Programme, calendar: &Calendar) -> Vec<Link<'p>> {
    let given: BTreeMap<Field, NaiveDate> = given.iter().copied().collect();
    let mut open: BTreeSet<(NaiveDate, Field)> = given.iter().map(|(field, day)| (*day, *field)).collect();
    let mut followed = BTreeSet::new();
    let mut links = Vec::new();
    while let Some((started, starts)) = open.pop_first() {
        if !followed.insert(starts) {
            continue;
        }
        let is_anothers = |rule: &Rule<'_>| match rule {
            Rule::Step(step) => step.starts_before(started, |field| given.get(&field).copied()),
            Rule::Notice(..) | Rule::Payment(..) => false,
        };
        for rule in rules(programme, starts, started).into_iter().filter(|rule| !is_anothers(rule)) {
            let last_day = last_day(&rule, started, calendar);
            let reached = last_day.as_ref().ok().map(|due| due.last_day).zip(rule.leads_to());
            open.extend(reached.filter(|(_, field)| !given.contains_key(field)));
            let extended_to = extended_to(&rule, started, calendar);
            links.push(Link { rule, starts, started, is_given: given.contains_key(&starts), last_day, extended_to });
        }
    }
    let paid = followed.into_iter().filter_map(|event| {
        let day = given.get(&event).copied().or_else(|| approved(event, &links, calendar))?;
        first_paid(event, day, given.contains_key(&event), programme, calendar)
    });
    let paid: Vec<Link<'p>> = paid.collect();
    links.extend(paid);
    links.sort_by_key(|link| link.started);
    links
}

/// The day by which an event comes of a case that is approved: by the earliest limit, one that goes on counted to the end,
/// unless what it goes on to has a limit of its own.
fn approved(event: Field, links: &[Link<'_>], calendar: &Calendar) -> Option<NaiveDate> {
    let is_reached = |name: &String| {
        let mut steps = links.iter().filter_map(|link| match link.rule {
            Rule::Step(step) => Some(step),
            Rule::Notice(..) | Rule::Payment(..) => None,
        });
        steps.any(|step| step.name.zh == *name)
    };
    let leading = links.iter().filter(|link| link.rule.leads_to() == Some(event));
    let days = leading.filter_map(|link| match link.rule {
        Rule::Step(step) if step.goes_on && step.unless_in_time.iter().any(is_reached) => None,
        Rule::Step(step) if step.goes_on => way_ends(step, link.started, calendar),
        _ => link.last_day.as_ref().ok().map(|due| due.last_day),
    });
    days.min()
}

/// The first payment that follows from an event.
fn first_paid<'p>(
    event: Field,
    day: NaiveDate,
    is_given: bool,
    programme: &'p Programme,
    calendar: &Calendar,
) -> Option<Link<'p>> {
    // Dates alone do not tell whom a rule of some people is of.
    let start = programme.paid_from(day).iter().find(|start| start.after == event && start.when.is_empty())?;
    let pay_day = programme.says(day, |version| version.pay_day.as_ref())?;
    let rule = Rule::Payment(start, pay_day);
    let last_day = last_day(&rule, day, calendar);
    Some(Link { rule, starts: event, started: day, is_given, last_day, extended_to: None })
}

fn extended_to(rule: &Rule<'_>, started: NaiveDate, calendar: &Calendar) -> Option<NaiveDate> {
    let Rule::Step(Deadline { extension: Some(extension), .. }) = rule else { return None };
    let due = calendar.add(started, extension.limit.number, extension.limit.unit);
    due.ok().map(|due| due.last_day)
}

/// Of the dates given, each that lies before the one it follows in the programme's order.
pub fn out_of_order(given: &[(Field, NaiveDate)], programme: &Programme) -> Vec<OutOfOrder> {
    let in_order = programme.order.iter().filter_map(|field| given.iter().find(|(given, _)| given == field));
    let in_order: Vec<(Field, NaiveDate)> = in_order.copied().collect();
    let pairs = in_order.windows(2).filter(|pair| pair[1].1 < pair[0].1);
    pairs.map(|pair| OutOfOrder { first: pair[0], then: pair[1] }).collect()
}

/// Steps of the programme that none of the dates starts, on a day.
pub fn unstarted<'p>(links: &[Link<'_>], programme: &'p Programme, day: NaiveDate) -> Vec<&'p Deadline> {
    let known: BTreeSet<Field> = links.iter().map(|link| link.starts).collect();
    let starts = programme.starts().into_iter().filter(|field| !known.contains(field));
    starts.flat_map(|field| programme.deadlines(field, day)).collect()
}

/// Of the dates given from which nothing follows, what did on other days: of each the nearest limit before it, else
/// after it.
pub fn of_other_days<'p>(
    given: &[(Field, NaiveDate)],
    links: &[Link<'_>],
    programme: &'p Programme,
) -> Vec<OtherDays<'p>> {
    let idle = given.iter().filter(|(field, _)| !links.iter().any(|link| link.starts == *field));
    let nearest = idle.filter_map(|(field, day)| {
        let versions = programme.layers.iter().flat_map(|layer| &layer.versions);
        let versions = versions.filter(|version| !version.span.holds(*day));
        let limits = versions.flat_map(|version| {
            let of_all = |deadline: &&Deadline| deadline.starts == *field && deadline.when.is_empty();
            version.deadlines.iter().filter(of_all).map(|deadline| (version.span, deadline))
        });
        // Those before the day first, the latest first of them.
        let (span, deadline) =
            limits.min_by_key(|(_, of)| (of.span.from > *day, (of.span.from - *day).num_days().abs()))?;
        Some(OtherDays { deadline, span, day: *day })
    });
    nearest.collect()
}

/// What the law of a day makes follow from an event of that day.
fn rules(programme: &Programme, starts: Field, day: NaiveDate) -> Vec<Rule<'_>> {
    let mut rules: Vec<Rule<'_>> = programme.deadlines(starts, day).map(Rule::Step).collect();
    if let Some(posting) = Posting::ALL.into_iter().find(|posting| posting.from == starts) {
        rules.extend(programme.notices(day).into_iter().filter_map(|notice| match notice.length {
            Length::AtLeast(limit) => Some(Rule::Notice(notice, limit, posting)),
            Length::Forbidden => None,
        }));
    }
    rules
}

fn last_day(rule: &Rule<'_>, started: NaiveDate, calendar: &Calendar) -> Result<calendar::Due, Unknown> {
    match rule {
        Rule::Step(step) => calendar.add(started, step.limit.number, step.limit.unit),
        Rule::Notice(_, limit, _) => calendar.add(started, limit.number, limit.unit),
        Rule::Payment(start, pay_day) => first_payment(start, pay_day, started, calendar),
    }
}

/// The last day to pay for the first paid month.
fn first_payment(
    start: &Start,
    pay_day: &PayDay,
    decided: NaiveDate,
    calendar: &Calendar,
) -> Result<calendar::Due, Unknown> {
    match Month::of(decided) {
        Some(month) => last_day_to_pay(start.first_paid(month), pay_day, calendar),
        None => calendar.add(decided, 0, Unit::Days),
    }
}
