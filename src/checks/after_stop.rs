//! Somebody on the list of stops, and from the month of the stop on still paid, or on the roster where no payments are known.

use std::collections::BTreeSet;

use super::ledger::{APPROVED, STOPS, gives, is_of, programmes};
use super::listed::written;
use super::{Reporter, Scene};
use crate::day::Month;
use crate::finding::{Direction, Severity};
use crate::lang::several;
use crate::roster::Sighting;
use crate::rules::Counted;
use crate::say;

/// What went on after a stop, in the months from it on without one between.
struct Went<'s> {
    began: Month,
    stop: &'s Sighting,
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

impl<'s> Went<'s> {
    fn on(sightings: &'s [Sighting], programme: usize, scene: &Scene<'_>) -> Option<Went<'s>> {
        // Of several stops, and of the months in one of which a stop began, the last.
        let stops = sightings.iter().filter(|of| is_of(of, STOPS, programme, scene));
        let dated = stops.filter_map(|stop| Some((stop.months?.last, stop)));
        let (began, stop) = dated.max_by_key(|(month, _)| *month)?;
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
        // Of a later month alone nobody knows whether it went on or was resumed.
        months.contains(&began).then_some(Went { began, stop, months, rows })
    }

    fn find(&self, report: &mut Reporter) {
        let (lang, began, count) = (report.lang, self.began, self.months.len());
        let Some(first) = self.rows.first() else { return };
        let (months, so_many) = (written(&self.months, lang), several(count, "month"));
        let message = say!(
            lang,
            "停发名单记{began}起停发，此后仍有{count}个月在发（{months}）",
            "the list of stops has {began}, and the money went on for {so_many} ({months})"
        );
        let finding = report.find(Severity::Suspicion, first.place(), message);
        for other in self.rows[1..].iter().chain([&self.stop]) {
            finding.at(other.place());
        }
        finding.stakes(Direction::TooMuch, None, Some(count as u32)).clears(say!(
            lang,
            "核对停发手续和停发年月：该停未停的停发，已发的由人决定是否追回；已恢复的附审批手续",
            "see the decision and its month: stop what was to be stopped, and let people decide on what was paid; attach the approval where it was resumed"
        ));
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
