//! A record goes in; what it leaves behind is added to its stretch, with what is found in it.

use std::collections::BTreeSet;

use crate::checks::{self, Case, Question, RETURNS, Reporter};
use crate::deadline::{self, Due, Term, Wanted};
use crate::field::{Field, Kind};
use crate::finding::NotChecked;
use crate::roster::{
    AccountSighting, Bare, BillSighting, Household, Layout, Means, Purpose, Record, Remark, Roster, Sighting, Standing,
    Trace, Unnumbered, folded,
};
use crate::rules::{Counted, Entitled, When};

use super::due_row::{DueRow, Whose};
use super::segment::add;
use super::stretch::{ABOVE, ArrearsRow, Owing, ReturnRow, Stretch};
use super::towns::Towns;
use super::wants::Ends;
use super::{Horizon, HouseholdQuestion, Run, Steps};

type RowQuestion = fn(&Record<'_>, &Case<'_>, &mut Reporter);
type StepQuestion = fn(&Record<'_>, &Due<'_>, &mut Reporter);

/// Asks about records and keeps what they leave behind.
pub(super) struct Examiner<'w, 'c> {
    pub run: &'w Run<'w>,
    case: &'w Case<'c>,
    towns: &'w Towns,
    row_checks: Vec<(&'static str, RowQuestion)>,
    money_checks: Vec<(&'static str, RowQuestion)>,
    step_checks: Vec<(&'static str, StepQuestion)>,
    /// What the roster as a whole is wanting in, until it is said.
    unasked: BTreeSet<NotChecked>,
    household_checks: Vec<(&'static str, HouseholdQuestion)>,
    /// The places met last in this stretch, and their numbers.
    standing: Standing,
    place: (u32, u32),
    /// The village named last before the first township of this stretch.
    village_above: u32,
    /// The rows of this stretch from which another township holds, where that is wanted.
    townships: Vec<(u32, u32)>,
    /// Whether a check about people wants to know who was seen.
    sighted: bool,
    /// Whether anything wants to know which rosters hold the same rows.
    compared: bool,
    /// Whether a check about accounts wants to know which were seen.
    accounted: bool,
    /// Whether a check about bills wants to know which were seen.
    billed: bool,
    /// What a check asks rows to be spread by: the column of what they pay, and whether that is of months.
    spread_by: Option<(Field, bool)>,
    /// Whether a check asks which cases were visited, and which of them are none of the county's.
    visited: bool,
    spared: Option<&'c When>,
    /// Whether a check asks what supplements for classes a household is due.
    supplemented: bool,
    /// Of a programme: the columns that say whether a row is one of those it is not to be held with another.
    told_apart_by: Vec<Field>,
    /// Whether the rows are those of a statistical return.
    reports: bool,
    /// Whether its rows are payments, approvals or stops, and the words in which the last one named its programme.
    ledger: bool,
    named: (String, Purpose),
    /// Whether they are payments.
    pays: bool,
    /// Whether anything wants to know where records stand.
    placed: bool,
    /// Whether rows of a stock say when they were decided.
    decides: bool,
    /// Whether anything wants to know what is due of people on the list.
    stands: bool,
}

/// Whether a roster is held against others for being the same: who stands twice on a list without money is no worse off for it.
fn is_compared(roster: &Roster) -> bool {
    !roster.is_alone && (roster.list.is_none() || roster.gives_pay())
}

/// The columns of a roster by which the rows of its programme are told apart that may not be held with another.
fn told_apart_by(case: &Case<'_>) -> Vec<Field> {
    let is_list = |place: usize| case.pack.programmes[place].is_list;
    let of_it =
        case.pack.stacking.iter().filter(|pair| pair.places[1] == case.roster.programme && !is_list(pair.places[0]));
    let fields: BTreeSet<Field> = of_it.flat_map(|pair| pair.when.fields()).collect();
    fields.into_iter().filter(|field| case.roster.has(*field)).collect()
}

impl<'w, 'c> Examiner<'w, 'c> {
    pub fn new(run: &'w Run<'w>, case: &'w Case<'c>, towns: &'w Towns) -> Examiner<'w, 'c> {
        let asked = checks::ALL.iter().filter(|check| run.wants.findings && check.is_asked_by(case.programme));
        let mut said = Reporter::new(run.lang, run.reveal, run.limit);
        let mut can_be_asked = |check: &&'static checks::Check| {
            check.columns.is_none_or(|columns| columns(case, said.asks(check.name, case.roster.programme)))
        };
        let (mut row_checks, mut money_checks, mut step_checks) = (Vec::new(), Vec::new(), Vec::new());
        for check in asked.clone().filter(&mut can_be_asked) {
            match check.question {
                Question::Row(ask) => row_checks.push((check.name, ask)),
                Question::Money(ask) => money_checks.push((check.name, ask)),
                Question::Pay { row, .. } if !case.roster.counts_people() => money_checks.push((check.name, row)),
                Question::Step(ask) => step_checks.push((check.name, ask)),
                _ => {}
            }
        }
        let of_people = |check: &&checks::Check| check.question.is_of_people();
        let sighted = case.programme.is_list && run.wants.findings || asked.clone().any(|check| of_people(&check));
        let mut versions = case.programme.layers.iter().flat_map(|layer| &layer.versions);
        let visited = case.roster.has(Field::Visited)
            && versions.any(|version| version.visit.is_some() || version.kin_visit.is_some());
        Examiner {
            run,
            case,
            towns,
            row_checks,
            money_checks,
            step_checks,
            unasked: said.not_checked,
            household_checks: run.household_checks(case),
            standing: Standing::of(case.roster),
            place: ABOVE,
            village_above: Household::PLACE_ABOVE,
            townships: Vec::new(),
            placed: run.wants.dues.is_some()
                || run.wants.arrears
                || run.wants.totals
                || run.wants.townships
                || sighted
                || case.roster.layout == Layout::HouseholdRows,
            sighted,
            compared: is_compared(case.roster) && (run.wants.findings || run.wants.totals),
            accounted: case.roster.has(Field::Account)
                && asked.clone().any(|check| matches!(check.question, Question::Account(_))),
            billed: asked.clone().any(|check| matches!(check.question, Question::Bill(_))),
            spread_by: checks::spread_by(case).filter(|_| run.wants.findings),
            visited,
            spared: checks::visit_share(case).map(|visit| &visit.not_when).filter(|when| visited && !when.is_empty()),
            supplemented: checks::asks_for_supplements(case) && run.wants.findings,
            told_apart_by: if sighted { told_apart_by(case) } else { Vec::new() },
            reports: case.programme.is_list && case.programme.id == RETURNS,
            ledger: case.programme.is_list && checks::LEDGER.contains(&case.programme.id.as_str()),
            named: (String::new(), Purpose::Unknown),
            pays: case.programme.is_list && case.programme.id == checks::PAYMENTS,
            decides: case.roster.counted == Counted::Stock && case.roster.has(Field::Decided),
            stands: run.wants.standing != Horizon::Nowhere && !case.programme.is_list,
        }
    }

    /// An empty stretch; what it names no place for stands under the place of the rows before.
    pub fn begin(&mut self, summed: Vec<(u16, Field)>) -> Stretch {
        let run = self.run;
        self.standing.clear();
        (self.place, self.village_above) = (ABOVE, Household::PLACE_ABOVE);
        Stretch { summed, ..Stretch::empty(Reporter::new(run.lang, run.reveal, run.limit)) }
    }

    /// Says of a stretch where its last row stands.
    pub fn end(&mut self, stretch: &mut Stretch) {
        (stretch.last_place, stretch.village_above) = (self.place, self.village_above);
        stretch.townships = std::mem::take(&mut self.townships);
    }

    /// Ends the stretch before a row that names nobody, and makes one of that row. It is lost if the row turns out to
    /// be a total: what columns are wanting for is yet to be said by others.
    pub fn apart(&mut self, (record, bare): (&Record<'_>, Bare), stretch: &mut Stretch, done: &mut Vec<Stretch>) {
        self.end(stretch);
        let mut own = self.begin(stretch.summed.clone());
        own.report.not_checked.extend(self.unasked.iter().cloned());
        self.examine(record, &mut own);
        own.bare = Some(bare);
        self.end(&mut own);
        let after = self.begin(stretch.summed.clone());
        done.extend([std::mem::replace(stretch, after), own]);
    }

    /// Takes notice of where a row stands that is no record of the roster: it may hold for the rows below.
    pub fn pass(&mut self, record: &Record<'_>) {
        if self.placed {
            self.note_place(record);
        }
    }

    pub fn record(&mut self, record: &Record<'_>, stretch: &mut Stretch) {
        stretch.report.not_checked.append(&mut self.unasked);
        self.examine(record, stretch);
    }

    fn examine(&mut self, record: &Record<'_>, stretch: &mut Stretch) {
        stretch.account.used += 1;
        if record.hidden {
            stretch.account.hide(record.row);
        }
        if self.compared {
            stretch.account.likeness.add(record);
        }
        stretch.pending += u64::from(record.is_pending());
        add(record, stretch);
        let programme = self.case.roster.programme;
        for (name, ask) in &self.row_checks {
            ask(record, self.case, stretch.report.asks(name, programme));
        }
        if record.gives(Kind::Money) {
            for (name, ask) in &self.money_checks {
                ask(record, self.case, stretch.report.asks(name, programme));
            }
            if let Some((column, of_months)) = self.spread_by {
                let months = self.case.months(record).filter(|_| of_months);
                stretch.spread.add(record, column, months);
            }
        }
        if self.placed {
            self.note_place(record);
        }
        if self.ledger && self.sighted {
            self.sight_of_ledger(record, stretch);
        } else if self.sighted {
            self.sight(record, stretch);
        }
        if self.accounted
            && let Some(account) = record.text(Field::Account)
        {
            self.account((record, account), stretch);
        }
        if self.billed {
            stretch.bills.extend(BillSighting::of(record));
        }
        if self.visited && (record.roster.layout != Layout::HouseholdRows || record.is_head) {
            let visited = stretch.visited.entry(self.place.0).or_default();
            visited.add(record, self.spared);
        }
        if self.case.programme.is_list {
            stretch.remarks.extend(Remark::of(record).map(|remark| (record.row, remark)));
        } else if !self.told_apart_by.is_empty() {
            let remark = Remark::said(&self.told_apart_by, record);
            stretch.remarks.extend(remark.map(|remark| (record.row, remark)));
        }
        if self.reports {
            stretch.returns.extend(ReturnRow::of(record));
        }
        if self.sighted && !self.case.programme.is_list && record.gives(Kind::Money) {
            stretch.means.extend(Means::of(record, self.case.months(record)));
        }
        let judges_steps = !self.step_checks.is_empty() || self.run.wants.dues.is_some();
        if judges_steps && record.stands_for_case() && !self.case.running.has_nothing_for(record, self.steps_wanted()) {
            self.steps(record, stretch);
        }
        if let Some(steps) = self.run.wants.dues.filter(|_| self.stands) {
            self.standing(record, steps, stretch);
        }
        if self.run.wants.arrears {
            self.arrears(record, stretch);
        }
        self.household(record, stretch);
    }

    #[inline(never)]
    fn sight(&self, record: &Record<'_>, stretch: &mut Stretch) {
        let months = self.case.months_known(record);
        if months.is_none() && self.sight_in_stretches(record, stretch) {
            return;
        }
        let Stretch { sightings, settings, causes, .. } = stretch;
        Sighting::each(record, months, self.place, causes, |seen| sightings.push(Trace::of(&seen, settings)));
    }

    /// The same of a row with gaps between the months it pays; whether it is one.
    #[inline(never)]
    fn sight_in_stretches(&self, record: &Record<'_>, stretch: &mut Stretch) -> bool {
        let stretches = record.stretches();
        let Stretch { sightings, settings, causes, .. } = stretch;
        if !stretches.is_empty() {
            Sighting::each(record, None, self.place, causes, |seen| {
                sightings.extend(seen.in_stretches(&stretches).map(|seen| Trace::of(&seen, settings)));
            });
        }
        !stretches.is_empty()
    }

    /// The same of a row of payments, approvals or stops.
    #[inline(never)]
    fn sight_of_ledger(&mut self, record: &Record<'_>, stretch: &mut Stretch) {
        let purpose = self.purpose(record);
        let Stretch { sightings, settings, causes, .. } = stretch;
        let months = self.case.months_known(record);
        let before = sightings.len();
        let stretches = if months.is_none() { record.stretches() } else { Vec::new() };
        Sighting::each(record, months, self.place, causes, |seen| {
            let seen = seen.of_ledger(purpose, record);
            match stretches.is_empty() {
                true => sightings.push(Trace::of(&seen, settings)),
                false => sightings.extend(seen.in_stretches(&stretches).map(|seen| Trace::of(&seen, settings))),
            }
        });
        if self.pays && sightings.len() == before {
            let seen = Sighting::unnumbered(record, months, self.place, causes).of_ledger(purpose, record);
            stretch.unnumbered.push(Unnumbered::of(record, Trace::of(&seen, settings)));
        }
    }

    /// The programme a row names; rows that follow each other mostly name the same.
    fn purpose(&mut self, record: &Record<'_>) -> Purpose {
        let Some(words) = record.text(Field::ProgrammeName) else { return Purpose::OfSheet };
        if self.named.0 != words {
            self.named = (words.to_owned(), Purpose::named(words, self.run.pack));
        }
        self.named.1
    }

    #[inline(never)]
    fn account(&self, (record, account): (&Record<'_>, &str), stretch: &mut Stretch) {
        let (when, guarded) = ((self.case.months_known(record), self.case.today), &self.run.pack.guarded);
        let Some(seen) = AccountSighting::of(record, account, when, guarded) else { return };
        stretch.account.holders += u64::from(seen.holder != 0);
        stretch.accounts.push(seen);
    }

    #[inline(never)]
    fn household(&mut self, record: &Record<'_>, stretch: &mut Stretch) {
        let in_rows = self.case.roster.layout == Layout::HouseholdRows;
        let checked = !self.household_checks.is_empty();
        // Nobody is on the list by a row that says they were stopped before.
        let is_nobodys = self.case.programme.is_list || record.is_stopped();
        if is_nobodys || (!self.run.wants.totals && !checked) {
            return;
        }
        if !in_rows && record.is_refused() {
            stretch.account.refused += 1;
            return;
        }
        let supplement = self.supplemented.then(|| checks::supplement(record, self.case));
        let is_open = || self.decides && self.is_open(record);
        if in_rows {
            stretch.households.add(record, self.place, supplement, is_open);
            return;
        }
        let mut household = Household::of(record, self.place, supplement);
        household.pending |= is_open();
        for (name, ask) in &self.household_checks {
            ask(&household, self.case, stretch.report.asks(name, self.case.roster.programme));
        }
        if self.run.wants.totals {
            stretch.households.between.push(household);
        }
    }

    /// Whether a row of a stock is of a case that was open on the day: decided later, or begun and neither decided nor
    /// paid.
    fn is_open(&self, record: &Record<'_>) -> bool {
        match record.day(Field::Decided) {
            Some(decided) => decided > self.case.today,
            None => !record.gives(Kind::Money) && record.begun().is_some_and(|begun| begun <= self.case.today),
        }
    }

    /// The place a record stands under: its own, else that of the row above.
    #[inline(never)]
    fn note_place(&mut self, record: &Record<'_>) {
        let moved = self.standing.follow(record);
        if moved.township {
            self.note_township(record.row);
        }
        if moved.village {
            self.place.1 = self.towns.number(&folded(&self.standing.village));
        }
    }

    /// The first township of a stretch may be the one of the rows before it: whether the village above holds on is
    /// known where stretches join.
    fn note_township(&mut self, row: u32) {
        let (town, known) = (self.towns.number(&folded(&self.standing.township)), self.place.0);
        if self.run.wants.townships && known != town {
            self.townships.push((row, town));
        }
        if known == Household::PLACE_ABOVE {
            self.village_above = self.place.1;
            self.place = (town, Household::PLACE_ABOVE);
        } else if known != town {
            self.place = (town, self.towns.number(""));
        }
    }

    fn steps_wanted(&self) -> Wanted {
        if self.run.wants.steps_in_time() { Wanted::All } else { Wanted::Amiss }
    }

    /// Each step that the dates of a record set running is judged once, for the checks and for the list of what is due.
    #[inline(never)]
    fn steps(&self, record: &Record<'_>, stretch: &mut Stretch) {
        let (case, wants) = (self.case, self.run.wants);
        let (programme, township) = (case.roster.programme, self.place.0);
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
    #[inline(never)]
    fn standing(&self, record: &Record<'_>, steps: Steps, stretch: &mut Stretch) {
        let (case, wants) = (self.case, self.run.wants);
        let (programme, township) = (case.roster.programme, self.place.0);
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

    #[inline(never)]
    fn arrears(&self, record: &Record<'_>, stretch: &mut Stretch) {
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
                township: self.place.0,
                what,
            });
        }
    }
}
