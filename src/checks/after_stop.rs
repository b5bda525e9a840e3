//! Somebody on the list of stops, and from the month of the stop on still paid, or on the roster where no payments are known.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::ledger::{APPROVED, STOPS, gives, is_of, programmes};
use super::listed::written;
use super::{Reporter, Scene};
use crate::day::{Month, Months};
use crate::deadline::last_day_to_pay;
use crate::finding::{Direction, Severity};
use crate::lang::{Lang, several};
use crate::roster::Sighting;
use crate::rules::{Counted, PayDay};
use crate::say;

/// What went on after a stop, in the months from it on without one between.
struct Went<'s> {
    stop: Stop<'s>,
    months: BTreeSet<Month>,
    rows: Vec<&'s Sighting>,
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
        let went = Went::on(sightings, programme, scene);
        if let Some(went) = went.filter(|went| !went.rows.iter().all(|row| found.contains(row))) {
            went.find(report.asks(check, programme));
        }
    }
}

/// Who is paid again after so many months of which nothing is known may have been granted anew since.
const SOON: u32 = 12;

fn is_soon(began: Month, first: Month) -> bool {
    Months { first: began, last: first }.count() <= SOON
}

impl<'s> Went<'s> {
    fn on(sightings: &'s [Sighting], programme: usize, scene: &Scene<'s>) -> Option<Went<'s>> {
        let stops = sightings.iter().filter(|of| is_of(of, STOPS, programme, scene));
        let stop = stops.filter_map(|row| Stop::of(row, programme, scene)).max_by_key(|stop| stop.began)?;
        let began = stop.began;
        let none = BTreeSet::new();
        let paid_in = scene.paid_in.get(&programme).unwrap_or(&none);
        let rostered = scene.rostered.get(&programme).unwrap_or(&none);
        let rows: Vec<&Sighting> = sightings.iter().filter(|of| pays(of, programme, scene)).collect();
        // Payments say whether it went on; a roster may have been made before the stop.
        let shows = |of: &Sighting, month: Month| {
            of.months.is_some_and(|months| months.contains(month) && months.first >= began)
                && paid_in.contains(&month) == scene.programme(of).is_list
        };
        let known: BTreeSet<Month> = paid_in.union(rostered).copied().collect();
        let goes_on = |month: &&Month| rows.iter().any(|of| shows(of, **month));
        let months: BTreeSet<Month> = known.range(began..).take_while(goes_on).copied().collect();
        let is_shown = |of: &&Sighting| months.iter().any(|month| shows(of, *month));
        let rows = rows.into_iter().filter(is_shown).collect();
        // Who was not paid in a month of which that is known, and is in a later one, was resumed.
        months.first().filter(|first| is_soon(began, **first))?;
        Some(Went { stop, months, rows })
    }

    fn find(&self, report: &mut Reporter) {
        let (lang, count) = (report.lang, self.months.len());
        let Some(first) = self.rows.first() else { return };
        let (months, so_many) = (written(&self.months, lang), several(count, "month"));
        let stopped = self.stop.text(lang);
        let message = say!(
            lang,
            "停发名单记{stopped}，此后仍有{count}个月在发（{months}）",
            "the list of stops has {stopped}, and the money went on for {so_many} ({months})"
        );
        let finding = report.find(Severity::Suspicion, first.place(), message);
        for other in self.rows[1..].iter().chain([&self.stop.row]) {
            finding.at(other.place());
        }
        if let Some((_, rule)) = self.stop.after_pay_day {
            finding.because(&rule.basis);
        }
        finding.stakes(Direction::TooMuch, None, Some(count as u32)).clears(say!(
            lang,
            "核对停发手续和停发年月：该停未停的停发，已发的由人决定是否追回；已恢复的附审批手续",
            "see the decision and its month: stop what was to be stopped, and let people decide on what was paid; attach the approval where it was resumed"
        ));
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
