//! A record goes in; what it leaves behind is added to its stretch, with what is found in it.

mod dues;

use std::collections::BTreeSet;

use crate::checks::{self, Case, Question, RETURNS, Reporter};
use crate::deadline::Due;
use crate::field::{Field, Kind};
use crate::finding::NotChecked;
use crate::roster::{
    AccountSighting, Bare, BillSighting, Household, Layout, Means, Purpose, Record, Remark, Roster, Sighting,
    Supplement, Trace, Unnumbered,
};
use crate::rules::{Counted, When};

use super::segment::add;
use super::stretch::{ReturnRow, Stretch};
use super::towns::Towns;
use super::whereabouts::Whereabouts;
use super::{Horizon, HouseholdQuestion, Run};

type RowQuestion = fn(&Record<'_>, &Case<'_>, &mut Reporter);
type StepQuestion = fn(&Record<'_>, &Due<'_>, &mut Reporter);
/// One thing that is done with a record.
type Part<'w, 'c> = fn(&mut Examiner<'w, 'c>, &Record<'_>, &mut Stretch);

/// Asks about records and keeps what they leave behind.
pub(super) struct Examiner<'w, 'c> {
    pub run: &'w Run<'w>,
    case: &'w Case<'c>,
    /// What is done with each record, in order: no more than its roster and the run have a use for, so that no row asks
    /// for the rest.
    parts: Vec<Part<'w, 'c>>,
    whereabouts: Whereabouts<'w>,
    /// Whether anything wants to know where records stand.
    placed: bool,
    row_checks: Vec<(&'static str, RowQuestion)>,
    money_checks: Vec<(&'static str, RowQuestion)>,
    step_checks: Vec<(&'static str, StepQuestion)>,
    household_checks: Vec<(&'static str, HouseholdQuestion)>,
    /// What the roster as a whole is wanting in, until it is said.
    unasked: BTreeSet<NotChecked>,
    /// What a check asks rows to be spread by: the column of what they pay, and whether that is of months.
    spread_by: Option<(Field, bool)>,
    /// Which cases need no visit of the county's.
    spared: Option<&'c When>,
    /// Whether a check asks what supplements for classes a household is due.
    supplemented: bool,
    /// Of a programme: the columns that say whether a row is one of those it is not to be held with another.
    told_apart_by: Vec<Field>,
    /// Of payments, approvals and stops: the words in which the last row named its programme.
    named: (String, Purpose),
    /// Whether they are payments.
    pays: bool,
    /// Whether rows of a stock say when they were decided.
    decides: bool,
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

/// Whether the law asks of a programme that its cases be visited.
fn asks_for_visits(case: &Case<'_>) -> bool {
    let mut versions = case.programme.layers.iter().flat_map(|layer| &layer.versions);
    versions.any(|version| version.visit.is_some() || version.kin_visit.is_some())
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
        let mut examiner = Examiner {
            run,
            case,
            parts: Vec::new(),
            whereabouts: Whereabouts::of(case.roster, towns, run.wants.townships),
            placed: false,
            row_checks,
            money_checks,
            step_checks,
            household_checks: run.household_checks(case),
            unasked: said.not_checked,
            spread_by: checks::spread_by(case).filter(|_| run.wants.findings),
            spared: checks::visit_share(case).map(|visit| &visit.not_when).filter(|when| !when.is_empty()),
            supplemented: checks::asks_for_supplements(case) && run.wants.findings,
            told_apart_by: Vec::new(),
            named: (String::new(), Purpose::Unknown),
            pays: case.programme.is_list && case.programme.id == checks::PAYMENTS,
            decides: case.roster.counted == Counted::Stock && case.roster.has(Field::Decided),
        };
        examiner.take_parts(&asked.collect::<Vec<_>>());
        examiner
    }

    /// Finds out which parts the roster and the checks asked have a use for.
    fn take_parts(&mut self, asked: &[&checks::Check]) {
        let (wants, roster, programme) = (self.run.wants, self.case.roster, self.case.programme);
        let (is_list, in_rows) = (programme.is_list, roster.layout == Layout::HouseholdRows);
        let asks = |is: fn(&Question) -> bool| asked.iter().any(|check| is(&check.question));
        let sighted = is_list && wants.findings || asks(Question::is_of_people);
        let ledger = is_list && checks::LEDGER.contains(&programme.id.as_str());
        self.placed = wants.dues.is_some() || wants.arrears || wants.totals || wants.townships || sighted || in_rows;
        if sighted {
            self.told_apart_by = told_apart_by(self.case);
        }
        let counted = !is_list && (wants.totals || !self.household_checks.is_empty());
        let parts: [(bool, Part<'w, 'c>); 17] = [
            (true, Examiner::count),
            (is_compared(roster) && (wants.findings || wants.totals), Examiner::liken),
            (!self.row_checks.is_empty(), Examiner::check),
            (!self.money_checks.is_empty() || self.spread_by.is_some(), Examiner::check_money),
            (self.placed, Examiner::note_place),
            (sighted && ledger, Examiner::sight_of_ledger),
            (sighted && !ledger, Examiner::sight),
            (roster.has(Field::Account) && asks(Question::is_of_accounts), Examiner::account),
            (asks(Question::is_of_bills), Examiner::bill),
            (roster.has(Field::Visited) && asks_for_visits(self.case), Examiner::visit),
            (is_list || !self.told_apart_by.is_empty(), Examiner::remark),
            (is_list && programme.id == RETURNS, Examiner::take_return),
            (sighted && !is_list, Examiner::take_means),
            (!self.step_checks.is_empty() || wants.dues.is_some(), Examiner::steps),
            (wants.standing != Horizon::Nowhere && !is_list, Examiner::standing),
            (wants.arrears, Examiner::arrears),
            (counted, if in_rows { Examiner::row_of_household } else { Examiner::household }),
        ];
        self.parts = parts.into_iter().filter_map(|(is_of_use, part)| is_of_use.then_some(part)).collect();
    }

    /// An empty stretch; what it names no place for stands under the place of the rows before.
    pub fn begin(&mut self, summed: Vec<(u16, Field)>) -> Stretch {
        let run = self.run;
        self.whereabouts.begin();
        Stretch { summed, ..Stretch::empty(Reporter::new(run.lang, run.reveal, run.limit)) }
    }

    /// Says of a stretch where its last row stands.
    pub fn end(&mut self, stretch: &mut Stretch) {
        self.whereabouts.end(stretch);
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
            self.whereabouts.follow(record);
        }
    }

    pub fn record(&mut self, record: &Record<'_>, stretch: &mut Stretch) {
        stretch.report.not_checked.append(&mut self.unasked);
        self.examine(record, stretch);
    }

    fn examine(&mut self, record: &Record<'_>, stretch: &mut Stretch) {
        for place in 0..self.parts.len() {
            self.parts[place](self, record, stretch);
        }
    }

    fn count(&mut self, record: &Record<'_>, stretch: &mut Stretch) {
        stretch.account.used += 1;
        if record.hidden {
            stretch.account.hide(record.row);
        }
        stretch.pending += u64::from(record.is_pending());
        add(record, stretch);
    }

    fn liken(&mut self, record: &Record<'_>, stretch: &mut Stretch) {
        stretch.account.likeness.add(record);
    }

    fn check(&mut self, record: &Record<'_>, stretch: &mut Stretch) {
        for (name, ask) in &self.row_checks {
            ask(record, self.case, stretch.report.asks(name, self.case.roster.programme));
        }
    }

    fn check_money(&mut self, record: &Record<'_>, stretch: &mut Stretch) {
        if !record.gives(Kind::Money) {
            return;
        }
        for (name, ask) in &self.money_checks {
            ask(record, self.case, stretch.report.asks(name, self.case.roster.programme));
        }
        if let Some((column, of_months)) = self.spread_by {
            let months = self.case.months(record).filter(|_| of_months);
            stretch.spread.add(record, column, months);
        }
    }

    fn note_place(&mut self, record: &Record<'_>, _: &mut Stretch) {
        self.whereabouts.follow(record);
    }

    fn sight(&mut self, record: &Record<'_>, stretch: &mut Stretch) {
        let months = self.case.months_known(record);
        if months.is_none() && self.sight_in_stretches(record, stretch) {
            return;
        }
        let Stretch { sightings, settings, causes, .. } = stretch;
        Sighting::each(record, months, self.whereabouts.place, causes, |seen| {
            sightings.push(Trace::of(&seen, settings));
        });
    }

    /// The same of a row with gaps between the months it pays; whether it is one.
    #[inline(never)]
    fn sight_in_stretches(&self, record: &Record<'_>, stretch: &mut Stretch) -> bool {
        let stretches = record.stretches();
        let Stretch { sightings, settings, causes, .. } = stretch;
        if !stretches.is_empty() {
            Sighting::each(record, None, self.whereabouts.place, causes, |seen| {
                sightings.extend(seen.in_stretches(&stretches).map(|seen| Trace::of(&seen, settings)));
            });
        }
        !stretches.is_empty()
    }

    /// The same of a row of payments, approvals or stops.
    fn sight_of_ledger(&mut self, record: &Record<'_>, stretch: &mut Stretch) {
        let purpose = self.purpose(record);
        let Stretch { sightings, settings, causes, .. } = stretch;
        let months = self.case.months_known(record);
        let before = sightings.len();
        let stretches = if months.is_none() { record.stretches() } else { Vec::new() };
        Sighting::each(record, months, self.whereabouts.place, causes, |seen| {
            let seen = seen.of_ledger(purpose, record);
            match stretches.is_empty() {
                true => sightings.push(Trace::of(&seen, settings)),
                false => sightings.extend(seen.in_stretches(&stretches).map(|seen| Trace::of(&seen, settings))),
            }
        });
        if self.pays && sightings.len() == before {
            let seen = Sighting::unnumbered(record, months, self.whereabouts.place, causes).of_ledger(purpose, record);
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

    fn account(&mut self, record: &Record<'_>, stretch: &mut Stretch) {
        let Some(account) = record.text(Field::Account) else { return };
        let (when, guarded) = ((self.case.months_known(record), self.case.today), &self.run.pack.guarded);
        let Some(seen) = AccountSighting::of(record, account, when, guarded) else { return };
        stretch.account.holders += u64::from(seen.holder != 0);
        stretch.accounts.push(seen);
    }

    fn bill(&mut self, record: &Record<'_>, stretch: &mut Stretch) {
        stretch.bills.extend(BillSighting::of(record));
    }

    fn visit(&mut self, record: &Record<'_>, stretch: &mut Stretch) {
        if record.roster.layout != Layout::HouseholdRows || record.is_head {
            let visited = stretch.visited.entry(self.whereabouts.place.0).or_default();
            visited.add(record, self.spared);
        }
    }

    fn remark(&mut self, record: &Record<'_>, stretch: &mut Stretch) {
        let remark = match self.case.programme.is_list {
            true => Remark::of(record),
            false => Remark::said(&self.told_apart_by, record),
        };
        stretch.remarks.extend(remark.map(|remark| (record.row, remark)));
    }

    fn take_return(&mut self, record: &Record<'_>, stretch: &mut Stretch) {
        stretch.returns.extend(ReturnRow::of(record));
    }

    fn take_means(&mut self, record: &Record<'_>, stretch: &mut Stretch) {
        if record.gives(Kind::Money) {
            stretch.means.extend(Means::of(record, self.case.months(record)));
        }
    }

    /// What a row of several says of its household. Nobody is on the list by one that says they were stopped before.
    fn row_of_household(&mut self, record: &Record<'_>, stretch: &mut Stretch) {
        if !record.is_stopped() {
            let is_open = || self.decides && self.is_open(record);
            stretch.households.add(record, self.whereabouts.place, self.supplement(record), is_open);
        }
    }

    /// The same of a row that is a whole household.
    fn household(&mut self, record: &Record<'_>, stretch: &mut Stretch) {
        if record.is_stopped() {
            return;
        }
        if record.is_refused() {
            stretch.account.refused += 1;
            return;
        }
        let mut household = Household::of(record, self.whereabouts.place, self.supplement(record));
        household.pending |= self.decides && self.is_open(record);
        for (name, ask) in &self.household_checks {
            ask(&household, self.case, stretch.report.asks(name, self.case.roster.programme));
        }
        if self.run.wants.totals {
            stretch.households.between.push(household);
        }
    }

    /// What a row says of supplements, where a check asks.
    #[inline]
    fn supplement(&self, record: &Record<'_>) -> Option<Supplement> {
        self.supplemented.then(|| checks::supplement(record, self.case))
    }

    /// Whether a row of a stock is of a case that was open on the day: decided later, or begun and neither decided nor
    /// paid.
    fn is_open(&self, record: &Record<'_>) -> bool {
        match record.day(Field::Decided) {
            Some(decided) => decided > self.case.today,
            None => !record.gives(Kind::Money) && record.begun().is_some_and(|begun| begun <= self.case.today),
        }
    }
}
