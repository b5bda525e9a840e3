//! What is due for as long as somebody is on the list, and of the office itself, once rosters are read.

use std::collections::BTreeMap;

use super::Run;
use super::due_row::{DueRow, Whose};
use super::outcome::Outcome;
use super::wants::Ends;
use crate::checks::Case;
use crate::day::Month;
use crate::deadline;
use crate::finding::Place;
use crate::roster::Roster;

impl Run<'_> {
    /// Of several months, what is due of people on the list is asked of the last roster of a programme: whoever is not
    /// on it is not on the list any more, and what was due in between has been done or stands there again.
    pub(super) fn keep_latest(&self, outcome: &mut Outcome) {
        let mut latest: BTreeMap<usize, Month> = BTreeMap::new();
        for roster in outcome.rosters.iter().filter(|roster| roster.list.is_none()) {
            let Some(months) = roster.months else { continue };
            let last = latest.entry(roster.programme).or_insert(months.last);
            *last = months.last.max(*last);
        }
        let is_latest =
            |roster: &Roster| roster.months.is_none_or(|months| Some(&months.last) == latest.get(&roster.programme));
        let rosters = &outcome.rosters;
        outcome.dues.retain(|due| !due.kind.is_of_the_list() || is_latest(&rosters[usize::from(due.place.source)]));
        for (roster, timeliness) in rosters.iter().zip(&mut outcome.timeliness) {
            timeliness.retain(|line| !line.kind.is_of_the_list() || is_latest(roster));
        }
    }

    /// What the office itself does by a day of the year, once a programme.
    pub(super) fn office_duties(&self, case: &Case<'_>, outcome: &mut Outcome) {
        let programme = case.roster.programme;
        if outcome.dues.iter().any(|due| due.kind == deadline::Kind::Yearly && due.programme == programme) {
            return;
        }
        let place = Place::row(case.roster.source, 0);
        let township = outcome.towns.number("");
        let Some(steps) = self.wants.dues else { return };
        let duties = deadline::yearly(case.programme, self.calendar, self.today).into_iter();
        let kept = duties.filter(|duty| self.wants.standing.reaches(duty, self.today)).filter(|duty| {
            steps.keep(&duty.status, (Ends::of(duty.last_day, duty.started, duty.term), duty.ended), self.today)
        });
        let rows = kept.map(|duty| DueRow::standing(duty, Whose::office(place, programme, township)));
        outcome.dues.extend(rows);
    }
}
