//! Villages whose roster is the very same for months on end.

use std::collections::BTreeSet;

use super::{Question, Reporter, Scene, check};
use crate::day::Months;
use crate::finding::{Direction, Severity};
use crate::lang::several;
use crate::roster::Sighting;
use crate::say;

check!("no-change", "no_change", Question::Village { could_find: |outline| outline.periods > 1, ask: village });

/// So many months without anyone coming or going.
const LONG: u32 = 6;
/// Fewer people may well stay the same.
const MANY: usize = 10;

/// Rosters that follow each other and name the same people.
#[derive(Debug, Clone, Copy)]
struct Still<'s> {
    first: &'s Sighting,
    last: &'s Sighting,
    months: Months,
    persons: usize,
    rosters: usize,
}

fn village(sightings: &[Sighting], scene: &Scene<'_>, report: &mut Reporter) {
    let [any, ..] = sightings else { return };
    if scene.place_name(any.village).is_empty() {
        return;
    }
    let mut longest: Option<Still<'_>> = None;
    let mut now: Option<(Still<'_>, BTreeSet<u64>)> = None;
    for period in sightings.chunk_by(|one, other| one.months == other.months) {
        let Some((still, persons)) = of_period(period) else { continue };
        let goes_on = now
            .as_ref()
            .is_some_and(|(before, same)| before.months.last.next() == still.months.first && *same == persons);
        now = match now {
            Some((before, same)) if goes_on => Some((before.followed_by(&still), same)),
            _ => Some((still, persons)),
        };
        longest = longest
            .into_iter()
            .chain(now.as_ref().map(|(still, _)| *still))
            .max_by_key(|still| (still.months.count(), std::cmp::Reverse(still.months.first)));
    }
    let long = longest.filter(|still| still.months.count() >= LONG && still.rosters > 1 && still.persons >= MANY);
    if let Some(still) = long {
        find(&still, scene, report);
    }
}

/// Who is assisted in one period; rows of no known month say nothing.
fn of_period(period: &[Sighting]) -> Option<(Still<'_>, BTreeSet<u64>)> {
    let covered = || period.iter().filter(|of| of.is_covered());
    let persons: BTreeSet<u64> = covered().map(|of| of.key).collect();
    let first = covered().min_by_key(|of| of.place())?;
    Some((Still { first, last: first, months: first.months?, persons: persons.len(), rosters: 1 }, persons))
}

impl<'s> Still<'s> {
    fn followed_by(&self, next: &Still<'s>) -> Still<'s> {
        let months = Months { first: self.months.first, last: next.months.last };
        Still { last: next.last, months, rosters: self.rosters + 1, ..*self }
    }
}

fn find(still: &Still<'_>, scene: &Scene<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let (village, persons, months) = (scene.place_name(still.first.village), still.persons, still.months.count());
    let (span, so_many) = (still.months.written(lang), several(months, "month"));
    let message = say!(
        lang,
        "{village}{span}连续{months}个月名册上{persons}人一个没变",
        "{village}: the same {persons} people on the roster for {so_many} in a row, {span}"
    );
    let finding = report.find(Severity::Warning, still.first.place(), message);
    finding.at(still.last.place());
    let day = still.months.last.first_day();
    // Of all households of the village; how often some kinds are looked at is another matter.
    let reviews = scene.programme(still.first).reviews(day).into_iter().filter(|review| review.when.is_empty());
    if let Some(review) = reviews.min_by_key(|review| review.months) {
        finding.because(&review.basis);
    }
    finding.stakes(Direction::Neither, None, Some(months)).clears(say!(
        lang,
        "看该村这几个月的复核、走访和死亡迁出登记：确无变化的记一笔，漏了的按动态管理增减",
        "look at the village's reviews, visits, deaths and removals of these months: note it if nothing changed, and act on what was missed"
    ));
}
