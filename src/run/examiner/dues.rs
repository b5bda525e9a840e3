//! What the dates of a record set running, what stands to be done for whoever it is about, and what they are still owed.

use crate::checks;
use crate::deadline::{self, Term, Wanted};
use crate::field::Field;
use crate::roster::Record;
use crate::rules::Entitled;

use super::super::due_row::{DueRow, Whose};
use super::super::stretch::{ArrearsRow, Owing, Stretch};
use super::super::wants::Ends;
use super::Examiner;

impl Examiner<'_, '_> {
    fn steps_wanted(&self) -> Wanted {
        if self.run.wants.steps_in_time() { Wanted::All } else { Wanted::Amiss }
    }

    /// Each step that the dates of a record set running is judged once, for the checks and for the list of what is due.
    pub(super) fn steps(&mut self, record: &Record<'_>, stretch: &mut Stretch) {
        if record.stands_for_case() && !self.case.running.has_nothing_for(record, self.steps_wanted()) {
            self.judge_steps(record, stretch);
        }
    }

    #[inline(never)]
    fn judge_steps(&self, record: &Record<'_>, stretch: &mut Stretch) {
        let (case, wants) = (self.case, self.run.wants);
        let (programme, township) = (case.roster.programme, self.whereabouts.place.0);
        case.running.each(record, self.steps_wanted(), |due| {
            for (name, ask) in &self.step_checks {
                ask(record, &due, stretch.report.asks(name, programme));
            }
            if due.is_of_the_law() {
                return;
            }
            if wants.timeliness {
                let line = stretch.timeliness.of(township, programme, deadline::Kind::Step, &due.deadline.name);
                line.count(due.status.class(false), due.used(case.calendar));
            }
            let last_day = due.last_day.as_ref().ok().map(|due| due.last_day);
            let ends = || Ends::of(last_day, due.started, Term::Within(due.deadline.limit));
            if wants.dues.is_some_and(|steps| steps.keep(&due.status, (ends(), due.ended), case.today)) {
                let whose = Whose::row(record, due.deadline.starts, programme, township);
                stretch.dues.push(DueRow::step(due, whose));
            }
        });
    }

    /// What is due of people on the list.
    pub(super) fn standing(&mut self, record: &Record<'_>, stretch: &mut Stretch) {
        let (case, wants) = (self.case, self.run.wants);
        let Some(steps) = wants.dues else { return };
        let (programme, township) = (case.roster.programme, self.whereabouts.place.0);
        let months = case.months(record);
        let standing = deadline::on_the_list(record, case.programme, case.calendar, months, case.today);
        for due in standing.into_iter().filter(|due| wants.standing.reaches(due, case.today)) {
            if wants.timeliness {
                let line = stretch.timeliness.of(township, programme, due.kind, &due.name);
                line.count(due.status.class(due.guides), None);
            }
            let ends = Ends::of(due.last_day, due.started, due.term);
            if steps.keep(&due.status, (ends, due.ended), case.today) {
                let whose = Whose::row(record, due.field, programme, township);
                stretch.dues.push(DueRow::standing(due, whose));
            }
        }
    }

    pub(super) fn arrears(&mut self, record: &Record<'_>, stretch: &mut Stretch) {
        let (case, programme) = (self.case, self.case.roster.programme);
        let report = stretch.report.asks("stale-standard", programme);
        if let Some(why) = checks::stale_unknown(record, case, report.lang) {
            report.cannot_check(why);
        }
        let short = checks::stale(record, case).into_iter().filter(|stale| stale.is_paid);
        let short = short.map(|stale| (record.pay_place(stale.column), Owing::Short(Box::new(stale))));
        let made_up = checks::made_up(record, case, report);
        let made_up = made_up.map(|made_up| (record.place(Field::Arrears), Owing::MadeUp(made_up)));
        let person = record.persons().next();
        let by_household = case.programme.entitled == Entitled::Household;
        for (place, what) in short.chain(made_up) {
            stretch.arrears.push(ArrearsRow {
                place,
                programme,
                key: person.and_then(|person| person.id.id()).map_or(0, |id| id.as_given()),
                household: by_household.then(|| record.household_key()).flatten(),
                name: person.and_then(|person| person.name).unwrap_or_default().to_owned(),
                id: person.map_or_else(String::new, |person| record.seen_id(person, self.run.reveal)),
                township: self.whereabouts.place.0,
                what,
            });
        }
    }
}
