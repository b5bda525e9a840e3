//! Files go in; findings, due dates and households come out, the same whatever the number of threads.
//!
//! Each worker reads the next batch when it wants one, takes it apart and checks it; stretches join in file order.

mod accounts;
mod again;
mod batches;
mod behind;
mod bills;
mod by_account;
mod copies;
mod due_row;
mod everyone;
mod examiner;
mod file;
mod gather;
mod households;
mod join;
mod known;
mod linked;
mod met_again;
mod namesakes;
mod outcome;
mod outlines;
mod people;
mod printed;
mod register;
mod seen;
mod segment;
mod sharing;
mod sheets;
mod shown;
mod standing;
mod stretch;
mod towns;
mod townships;
mod traced;
mod unworded;
mod villages;
mod wants;
mod whereabouts;
mod worker;

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use chrono::NaiveDate;

use crate::calendar::Calendar;
use crate::checks::{self, Case, Question, Reporter, Tallied};
use crate::input::InputError;
use crate::lang::Lang;
use crate::roster::{Amounts, Glossary, Household, Layout, Roster, Shown, Skipped};
use crate::rules::Pack;
use crate::say;
use crate::side_by_side::side_by_side;
use crate::sorted::NoRoom;

pub use again::{Lost, Reread, SheetAgain, again};
pub use copies::Copied;
pub use due_row::{DueRow, ExtendedRow};
pub use file::{File, ReadFor};
pub use households::Households;
pub use linked::Linked;
pub use outcome::{FileOutcome, Outcome, PassedOver};
pub use stretch::{Account, ArrearsRow, Owing, ReturnRow};
pub use towns::Towns;
pub use townships::Townships;
pub use wants::{Horizon, Steps, Wants};

use batches::{Batches, Shared};
use gather::{Gathered, Sums};
use join::Joiner;
use printed::Book;
use seen::Seen;
use stretch::Stretch;
use worker::Worker;

/// What to read, by which law, and what to keep of it.
pub struct Run<'r> {
    pub pack: &'r Pack,
    pub calendar: &'r Calendar,
    /// The day the audit is made on.
    pub today: NaiveDate,
    pub lang: Lang,
    /// Show personal numbers in full.
    pub reveal: bool,
    pub threads: usize,
    /// How many bytes of a text file make a batch, about.
    pub block: usize,
    /// How many bytes of what rows leave behind stay in memory; the rest goes to the temporary folder.
    pub memory: usize,
    /// How many findings of each check and severity are kept.
    pub limit: usize,
    pub wants: Wants,
    /// Only rosters of this programme, by its index.
    pub only: Option<usize>,
}

impl Run<'_> {
    /// Reads every file once, in order, and before them the lists that rows are judged by; one that cannot be read does
    /// not stop the others. Without room for what rows leave behind there is no outcome.
    pub fn over(&self, files: &[File]) -> Result<Outcome, NoRoom> {
        let mut outcome = Outcome::new(Reporter::new(self.lang, self.reveal, self.limit));
        let glossary = Glossary::new(self.pack);
        let shown = self.shown(files, &glossary)?;
        let mut seen = Seen::of(files, self.memory);
        for file in files {
            self.file((file, &glossary), &shown, &mut outcome, &mut seen)?;
        }
        self.keep_latest(&mut outcome);
        if self.wants.findings {
            // The questions about people take all the room there is.
            seen.households.spill_beyond(self.memory / 4)?;
        }
        outcome.households = Households::of(std::mem::take(&mut seen.households), self.memory);
        linked::count_once(&mut outcome)?;
        outcome.copied = copies::copied(&outcome.rosters, &outcome.accounts);
        if self.wants.findings {
            linked::see_once(&outcome.rosters, &mut seen)?;
            self.people(seen, &mut outcome)?;
        }
        outcome.report.findings.sort_by(|one, other| one.order().cmp(&other.order()));
        Ok(outcome)
    }

    /// Reads one roster to its end; what was read before an error is kept.
    fn sheet(
        &self,
        (mut roster, shown): (Roster, &Shown),
        batches: Batches<'_>,
        (outcome, seen, book): (&mut Outcome, &mut Seen, &mut Book),
    ) -> Result<Result<(), InputError>, NoRoom> {
        let case = Case::new(self.pack, &roster, shown, self.calendar, self.today);
        let joiner = Joiner::new(&roster, &outcome.report, &outcome.towns, seen);
        let (joiner, read) = self.share_out((&roster, shown), &outcome.towns, joiner, batches);
        let mut whole = joiner.end()?;
        self.households(&case, &mut whole, seen)?;
        if self.wants.townships {
            let (above, from) = (outcome.towns.number(roster.above_all()), std::mem::take(&mut whole.townships));
            outcome.townships.push(Townships::of(&roster, above, from, &whole.segments));
        }
        if self.wants.findings {
            book.add(&mut whole, &case, &outcome.towns);
        }
        outcome.report.join(whole.report);
        outcome.dues.append(&mut whole.dues);
        outcome.timeliness.push(whole.timeliness);
        if self.wants.standing != Horizon::Nowhere {
            self.office_duties(&case, outcome);
        }
        outcome.arrears.append(&mut whole.arrears);
        outcome.returns.append(&mut whole.returns);
        whole.means.drain(..).for_each(|(key, means)| seen.declared.note(key, means));
        let source = roster.source;
        seen.remarks.extend(whole.remarks.drain(..).map(|(row, remark)| ((source, row), remark)));
        outcome.accounts.push(whole.account);
        roster.unworded = whole.unworded;
        outcome.rosters.push(roster);
        Ok(read)
    }

    /// Lets workers read batches and take them apart, and puts what they make of them in order.
    fn share_out<'j>(
        &self,
        (roster, shown): (&Roster, &Shown),
        towns: &Towns,
        joiner: Joiner<'j>,
        batches: Batches<'_>,
    ) -> (Joiner<'j>, Result<(), InputError>) {
        // A month that stands once for the rows below it is carried from row to row.
        let threads = if roster.months_above { 1 } else { self.threads.max(1) };
        let (joiner, batches, moved) = (Mutex::new(joiner), Shared::of(batches), Condvar::new());
        let work = || {
            let case = Case::new(self.pack, roster, shown, self.calendar, self.today);
            let mut worker = Worker::new(self, &case, towns);
            let _alarm = Alarm { joiner: &joiner, batches: &batches, moved: &moved };
            loop {
                let Some((place, batch)) = batches.next() else { break };
                let stretches = worker.work(&batch);
                // Whoever is far ahead waits for the others, that what they have yet to give does not pile up.
                let turn = moved.wait_while(locked(&joiner), |joiner| joiner.is_far_ahead(place, threads));
                let mut joiner = turn.unwrap_or_else(PoisonError::into_inner);
                if !joiner.put(place, stretches) {
                    // Without room there will be no outcome.
                    batches.end();
                }
                worker.room = joiner.room();
                drop(joiner);
                moved.notify_all();
            }
        };
        std::thread::scope(|scope| {
            for _ in 1..threads {
                scope.spawn(work);
            }
            work();
        });
        (joiner.into_inner().unwrap_or_else(PoisonError::into_inner), batches.end_of_reading())
    }

    /// What is asked about the households of a roster, if findings are wanted at all.
    fn household_checks(&self, case: &Case<'_>) -> Vec<(&'static str, HouseholdQuestion)> {
        let asked = checks::ALL.iter().filter(|check| self.wants.findings && check.is_asked_by(case.programme));
        let of_households = asked.filter_map(|check| match check.question {
            Question::Household(ask) => Some((check.name, ask)),
            Question::Pay { household, .. } if case.roster.counts_people() => Some((check.name, household)),
            _ => None,
        });
        of_households.collect()
    }

    /// Asks about households once all rows of each are together.
    fn households(&self, case: &Case<'_>, whole: &mut Stretch, seen: &mut Seen) -> Result<(), NoRoom> {
        if case.roster.layout != Layout::HouseholdRows {
            return Ok(());
        }
        let (households, sums) = Gathered::of(seen, &whole.summed, self.threads)?;
        let amounts = self.amounts(case, &sums, whole);
        self.say_heads_alone(case, &sums, whole);
        (whole.households_gathered, whole.once) = (sums.households, sums.said.clone());
        whole.account.refused += sums.refused;
        let checks = self.household_checks(case);
        let (speaks_like, roster, shown) = (&whole.report, case.roster, case.shown);
        let asked_of = if checks.is_empty() { Vec::new() } else { households.parts(self.threads) };
        let parts = side_by_side(self.threads, asked_of, |part| {
            let mut case = Case::new(self.pack, roster, shown, self.calendar, self.today);
            // Where every household has one row, heads alone may be listed, whatever the columns.
            case.lists_members = sums.lists_members;
            let mut report = speaks_like.fresh();
            part.each(amounts, |household| {
                for (name, ask) in &checks {
                    ask(&household, &case, report.asks(name, roster.programme));
                }
            })?;
            Ok(report)
        });
        for report in parts {
            whole.report.join(report?);
        }
        if self.wants.totals {
            seen.households = households.settled(amounts, &sums)?;
        }
        Ok(())
    }

    /// Decides once for the roster whether amounts on several rows of a household are each paid, or one repeated.
    fn amounts(&self, case: &Case<'_>, sums: &Sums, whole: &mut Stretch) -> Amounts {
        sums.amounts_by_evidence(case, whole).unwrap_or_else(|| {
            if case.roster.pays_rows_each() {
                return Amounts::Each;
            }
            let (lang, title) = (self.lang, case.roster.title());
            whole.report.asks("amount", case.roster.programme);
            whole.report.cannot_check(say!(
                lang,
                "{title}每户各行金额相同，看不出是每人一份还是每户一份（没有对得上的合计行），按每户一份计",
                "{title}: the rows of each household give the same amount, and without a total that fits nobody can tell whether each is paid; it was counted once a household"
            ));
            Amounts::Once
        })
    }

    /// Says of a roster that may list the heads of households alone that the people it lists may not be all.
    fn say_heads_alone(&self, case: &Case<'_>, sums: &Sums, whole: &mut Stretch) {
        if sums.lists_members || sums.households < 2 || !case.roster.counts_people() {
            return;
        }
        let (lang, title) = (self.lang, case.roster.title());
        whole.report.asks("household", case.roster.programme).cannot_check(say!(
            lang,
            "{title}每户只有一行，没有保障人口：看不出是各户只有一人，还是只列了户主；人数按列出的人计，可能少算",
            "{title}: each household has one row, and no column says how many people are assisted: nobody can tell whether all live alone or heads alone are listed; the persons are those listed, and may be more"
        ));
    }

    /// Asks about each roster of a file as a whole, with its sums; `first` is the first of them.
    fn rosters(&self, first: usize, book: &Book, shown: &Shown, outcome: &mut Outcome) {
        let mut report = outcome.report.fresh();
        let read = outcome.rosters[first..].iter().zip(&outcome.accounts[first..]);
        for (sheet, (roster, account)) in book.sheets.iter().zip(read) {
            let case = Case::new(self.pack, roster, shown, self.calendar, self.today);
            let tallied = Tallied {
                columns: &sheet.columns,
                totals: &sheet.totals(),
                of_more: &book.of_more(sheet),
                unlike: &sheet.unlike,
                repeats: &sheet.repeats(),
                all_pending: sheet.pending > 0 && sheet.pending == account.used,
                records: account.used,
                of_others: account.skipped.get(&Skipped::OtherProgramme).copied().unwrap_or_default(),
                unnamed: &account.unnamed,
                households: sheet.households,
                spread: &sheet.spread,
                visited: &sheet.visited,
            };
            if case.programme.is_list {
                checks::ask_of_list(&case, &mut report);
            }
            for check in checks::ALL.iter().filter(|check| check.is_asked_by(case.programme)) {
                if let Question::Roster(ask) = check.question {
                    ask(&tallied, &case, report.asks(check.name, roster.programme));
                }
            }
        }
        outcome.report.join(report);
    }
}

/// Ends the reading when the worker that holds it panics: its batch will never come, and nobody is to wait for it.
struct Alarm<'a, 'j, 'b> {
    joiner: &'a Mutex<Joiner<'j>>,
    batches: &'a Shared<'b>,
    moved: &'a Condvar,
}

impl Drop for Alarm<'_, '_, '_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.batches.end();
            locked(self.joiner).give_up();
            self.moved.notify_all();
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

type HouseholdQuestion = fn(&Household, &Case<'_>, &mut Reporter);
