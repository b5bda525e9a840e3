//! Somebody on the list of stops, and from the month of the stop on still paid, or on the roster where no payments are
//! known.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::ledger::{gives, is_of, programmes};
use super::listed::{share, written};
use super::lists::{APPROVED, STOPS};
use super::{Reporter, Scene};
use crate::day::{Month, Months};
use crate::deadline::last_day_to_pay;
use crate::finding::{Direction, Severity};
use crate::lang::{Lang, several};
use crate::money::Yuan;
use crate::roster::Sighting;
use crate::rules::{Counted, Entitled, PayDay};
use crate::say;

/// What went on after a stop, in the months from it on without one between.
struct Went<'s> {
    stop: Stop<'s>,
    months: BTreeSet<Month>,
    rows: Vec<&'s Sighting>,
    /// What those months were paid, where it is the person's own.
    stake: Option<Yuan>,
}

/// Asks of each programme that somebody was stopped in; rows that were found otherwise are not found again.
pub(super) fn ask(
    check: &'static str,
    sightings: &[Sighting],
    found: &[&Sighting],
    scene: &Scene<'_>,
    report: &mut Reporter,
) {
    let stock = |of: &usize| scene.pack.programmes[*of].counted == Counted::Stock;
    for programme in programmes(sightings, scene).into_iter().filter(stock) {
        let report = report.asks(check, programme);
        let went = Went::on(sightings, programme, scene, report);
        if let Some(went) = went.filter(|went| !went.rows.iter().all(|row| found.contains(row))) {
            went.find(report);
        }
    }
}

/// Who is paid again after so many months of which nothing is known may have been granted anew since.
const SOON: u32 = 12;

fn is_soon(began: Month, first: Month) -> bool {
    Months { first: began, last: first }.count() <= SOON
}

impl<'s> Went<'s> {
    fn on(sightings: &'s [Sighting], programme: usize, scene: &Scene<'s>, report: &mut Reporter) -> Option<Went<'s>> {
        let stops = sightings.iter().filter(|of| is_of(of, STOPS, programme, scene));
        let stop = stops.filter_map(|row| Stop::of(row, programme, scene)).max_by_key(|stop| stop.began)?;
        let began = stop.began;
        let none = BTreeSet::new();
        let paid_in = scene.paid_in.get(&programme).unwrap_or(&none);
        let rostered = scene.rostered.get(&programme).unwrap_or(&none);
        let rows = sightings.iter().filter(|of| pays(of, programme, scene)).collect();
        let paying = Paying::of(rows, (began, paid_in), scene);
        let (unclear, known): (BTreeSet<Month>, BTreeSet<Month>) =
            paid_in.union(rostered).filter(|month| **month >= began).partition(|month| paying.is_unclear(**month));
        if !unclear.is_empty() {
            report.cannot_check(unclear_parts(report.lang));
        }
        let goes_on = |month: &&Month| paying.rows.iter().any(|of| paying.shows(of, **month));
        let months: BTreeSet<Month> = known.iter().take_while(goes_on).copied().collect();
        let shown = |of: &Sighting| months.iter().filter(|month| paying.shows(of, **month)).count();
        let rows: Vec<&Sighting> = paying.rows.iter().copied().filter(|of| shown(of) > 0).collect();
        let is_own = scene.pack.programmes[programme].entitled == Entitled::Person;
        let stake = rows.iter().map(|of| share(of, shown(of), scene)).sum::<Option<Yuan>>().filter(|_| is_own);
        // Who was not paid in a month of which that is known, and is in a later one, was resumed.
        months.first().filter(|first| is_soon(began, **first))?;
        Some(Went { stop, months, rows, stake })
    }

    fn find(&self, report: &mut Reporter) {
        let (lang, count) = (report.lang, self.months.len());
        let Some(first) = self.rows.first() else { return };
        let (months, so_many) = (written(&self.months, lang), several(count, "month"));
        let stopped = self.stop.text(lang);
        let in_all = self.stake.map_or_else(String::new, |stake| say!(lang, "，计{stake}元", ", {stake} yuan in all"));
        let message = say!(
            lang,
            "停发名单记{stopped}，此后仍有{count}个月在发（{months}）{in_all}",
            "the list of stops has {stopped}, and the money went on for {so_many} ({months}){in_all}"
        );
        let finding = report.find(Severity::Suspicion, first.place(), message);
        for other in self.rows[1..].iter().chain([&self.stop.row]) {
            finding.at(other.place());
        }
        if let Some((_, rule)) = self.stop.after_pay_day {
            finding.because(&rule.basis);
        }
        finding.stakes(Direction::TooMuch, self.stake, Some(count as u32)).clears(say!(
            lang,
            "核对停发手续和停发年月：该停未停的停发，已发的由人决定是否追回；已恢复的附审批手续",
            "see the decision and its month: stop what was to be stopped, and let people decide on what was paid; attach the approval where it was resumed"
        ));
    }
}

/// Whether a row of months before a stop and after it pays some after it, by what the person's other rows pay for a
/// month; `None` where that is not known.
fn goes_past(row: &Sighting, began: Month, others: &[&Sighting], scene: &Scene<'_>) -> Option<bool> {
    let months = row.months?;
    let (all, before) = (months.count(), u32::from(began.index() - months.first.index()));
    // What is paid beside the month's own, or for other months, says nothing of a month.
    let is_own = |of: &&&Sighting| {
        let roster = scene.roster(of);
        roster.paid_besides.is_none() && !roster.makes_up && of.amount() > Some(Yuan::ZERO)
    };
    let monthly: Vec<Yuan> = others.iter().filter(is_own).filter_map(|of| share(of, 1, scene)).collect();
    let paid = share(row, all as usize, scene);
    let Some(((least, most), paid)) = monthly.iter().min().zip(monthly.iter().max()).zip(paid) else {
        return Some(true);
    };
    let is_part = most.times(before).is_some_and(|due| paid <= due);
    let is_whole = least.times(all).is_some_and(|due| paid >= due);
    (is_part != is_whole).then_some(is_whole)
}

fn unclear_parts(lang: Lang) -> String {
    say!(
        lang,
        "有的一笔款跨停发前后几个月，看不出停发以后的月份发了没有",
        "some money is of months before a stop and after it in one sum: whether those after it were paid cannot be told"
    )
}

/// The rows by which somebody is paid, as far as these say of the months after a stop.
struct Paying<'p, 's> {
    rows: Vec<&'s Sighting>,
    /// Those that begin before the stop and end after it, and whether they pay past it.
    crossing: Vec<(&'s Sighting, Option<bool>)>,
    paid_in: &'p BTreeSet<Month>,
    scene: &'p Scene<'s>,
}

impl<'p, 's> Paying<'p, 's> {
    fn of(
        rows: Vec<&'s Sighting>,
        (began, paid_in): (Month, &'p BTreeSet<Month>),
        scene: &'p Scene<'s>,
    ) -> Paying<'p, 's> {
        let crosses = |of: &&Sighting| of.months.is_some_and(|of| of.first < began && began <= of.last);
        let (crossing, apart): (Vec<&Sighting>, Vec<&Sighting>) = rows.iter().copied().partition(crosses);
        let goes = crossing.into_iter().map(|of| (of, goes_past(of, began, &apart, scene)));
        Paying { crossing: goes.collect(), rows, paid_in, scene }
    }

    /// Whether a row says that a month was paid, but for what it pays before the stop.
    fn shows(&self, of: &Sighting, month: Month) -> bool {
        let stays_before = |(row, goes): &(&Sighting, Option<bool>)| *row == of && *goes != Some(true);
        self.is_told_by(of, month) && !self.crossing.iter().any(stays_before)
    }

    /// Whether some row may say so, and nobody can tell.
    fn is_unclear(&self, month: Month) -> bool {
        self.crossing.iter().any(|(row, goes)| goes.is_none() && self.is_told_by(row, month))
    }

    /// Payments say whether it went on; a roster may have been made before the stop.
    fn is_told_by(&self, of: &Sighting, month: Month) -> bool {
        of.months.is_some_and(|months| months.contains(month))
            && self.paid_in.contains(&month) == self.scene.programme(of).is_list
    }
}

/// A stop, and the first month that is not paid by it.
#[derive(Clone, Copy)]
struct Stop<'s> {
    row: &'s Sighting,
    began: Month,
    /// The day of a stop of which the money of its month was due before, and the rule that says so.
    after_pay_day: Option<(NaiveDate, &'s PayDay)>,
}

impl<'s> Stop<'s> {
    /// Of the months in one of which it began, the last; `None` where none is known.
    fn of(row: &'s Sighting, programme: usize, scene: &Scene<'s>) -> Option<Stop<'s>> {
        let month = row.months?.last;
        let rules = &scene.pack.programmes[programme];
        let after_pay_day = scene.remark_of(row).and_then(|remark| remark.stopped_on).and_then(|day| {
            let rule = rules.says(day, |version| version.pay_day.as_ref())?;
            let due = last_day_to_pay(month, rule, scene.calendar).ok()?;
            (day > due.last_day).then_some((day, rule))
        });
        let began = if after_pay_day.is_some() { month.next() } else { month };
        Some(Stop { row, began, after_pay_day })
    }

    fn text(&self, lang: Lang) -> String {
        let began = self.began;
        match self.after_pay_day {
            Some((day, _)) => say!(
                lang,
                "{day}停发（当月的钱此前应已发放，从{began}起算）",
                "{day} (the money of that month was due before: counted from {began})"
            ),
            None => say!(lang, "{began}起停发", "{began}"),
        }
    }
}

/// Whether a row pays somebody by a programme.
fn pays(sighting: &Sighting, programme: usize, scene: &Scene<'_>) -> bool {
    scene.pays(sighting) == Some(programme)
        && !scene.is_of(sighting, APPROVED)
        && sighting.is_covered()
        && !sighting.is_unclear()
        && !sighting.corrects()
        && gives(sighting)
}
