//! Files go in once; findings, due dates and households come out, the same whatever the number of threads.
//!
//! The calling thread reads and cuts; workers take batches apart and check them; stretches join in file order.

mod again;
mod due_row;
mod gather;
mod join;
mod linked;
mod met;
mod outcome;
mod people;
mod shown;
mod standing;
mod stretch;
mod towns;
mod unworded;
mod wants;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, mpsc};

use chrono::NaiveDate;

use crate::calendar::Calendar;
use crate::checks::{self, Case, Question, Reporter, Tallied};
use crate::day::Months;
use crate::field::Field;
use crate::input::{self, Batch, InputError, Sheet};
use crate::lang::Lang;
use crate::roster::{
    Amounts, Household, Layout, ListFacts, NamedBy, NotARoster, Pin, Roster, SEARCHED, SheetOf, Shown, TopRow,
};
use crate::rules::Pack;
use crate::say;

pub use again::{Lost, Reread, SheetAgain, again};
pub use due_row::{DueRow, ExtendedRow};
pub use linked::Linked;
pub use outcome::{FileOutcome, Outcome, PassedOver};
pub use stretch::{Account, ArrearsRow, Owing, ReturnRow};
pub use towns::Towns;
pub use wants::{Horizon, Steps, Wants};

use gather::{amounts_by_evidence, gathered};
use join::Joiner;
use people::Seen;
use stretch::{Stretch, Worker};

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
    /// How many findings of each check and severity are kept.
    pub limit: usize,
    pub wants: Wants,
    /// Only rosters of this programme, by its index.
    pub only: Option<usize>,
}

/// A file of the run, and what is known of it already.
#[derive(Debug, Clone)]
pub struct File {
    pub path: PathBuf,
    /// As messages name it.
    pub shown: Arc<str>,
    /// A programme decided on, and by what.
    pub programme: Option<(usize, NamedBy)>,
    pub months: Option<Months>,
    /// What is known of it as a reference list; `None` for rosters.
    pub list: Option<ListFacts>,
    /// What the workspace says of its shape; where it names sheets, only those are read.
    pub pins: Vec<Pin>,
}

/// What the columns of a file's earlier rosters add up to: the total of a later sheet may be of all of them.
type Book = BTreeMap<(usize, Field), i64>;

impl Run<'_> {
    /// Reads every file once, in order; one that cannot be read does not stop the others.
    pub fn over(&self, files: &[File]) -> Outcome {
        let mut outcome = Outcome::new(Reporter::new(self.lang, self.reveal, self.limit));
        let shown = self.shown(files);
        let mut sightings = Seen::default();
        for file in files {
            self.file(file, &shown, &mut outcome, &mut sightings);
        }
        self.keep_latest(&mut outcome);
        linked::count_once(&mut outcome);
        if self.wants.findings {
            linked::see_once(&outcome.rosters, &mut sightings);
            self.people(sightings, &mut outcome);
        }
        outcome.report.findings.sort_by(|one, other| one.order().cmp(&other.order()));
        outcome
    }

    fn file(&self, file: &File, shown: &Shown, outcome: &mut Outcome, sightings: &mut Seen) {
        let before = outcome.rosters.len();
        let mut book = Book::new();
        let mut passed_over = Vec::new();
        let facts = input::read_by(self.block, &file.path, &mut |sheet| {
            let (top, batches) = top(sheet)?;
            let name = sheet.name().map(str::to_owned);
            let number = u16::try_from(outcome.rosters.len());
            let pin = file.pins.iter().find(|pin| pin.is_of(name.as_deref()));
            let of_pin = pin.and_then(|pin| pin.programme).map(|programme| (programme, NamedBy::Workspace));
            let of = SheetOf {
                source: number.unwrap_or(u16::MAX),
                file: &file.shown,
                sheet: name.as_deref(),
                programme: file.programme.filter(|(_, by)| *by == NamedBy::Option).or(of_pin).or(file.programme),
                months: pin.and_then(|pin| pin.months).or(file.months),
                list: file.list.as_ref(),
                pin,
            };
            let recognised = match pin {
                None if !file.pins.is_empty() => Err(NotARoster::NotNamed),
                _ => Roster::recognise(&of, &top, self.pack),
            };
            let wanted = recognised.and_then(|roster| match self.only {
                Some(only) if only != roster.programme && roster.list.is_none() => Err(NotARoster::OtherProgramme),
                _ if number.is_err() => Err(NotARoster::TooMany),
                _ => Ok(roster),
            });
            match wanted {
                Ok(mut roster) => {
                    roster.header.hide(sheet.hidden_columns());
                    self.sheet((roster, shown), batches, sheet, (outcome, sightings, &mut book))
                }
                Err(why) => {
                    let rows = rows_of(batches, sheet)?;
                    passed_over.push(PassedOver { sheet: name, why, rows });
                    Ok(())
                }
            }
        });
        outcome.files.push(FileOutcome {
            shown: Arc::clone(&file.shown),
            passed_over,
            facts,
            rosters: outcome.rosters.len() - before,
        });
    }

    /// Reads one roster to its end; what was read before an error is kept.
    fn sheet(
        &self,
        (mut roster, shown): (Roster, &Shown),
        first: Vec<Batch>,
        sheet: &mut dyn Sheet,
        (outcome, seen, book): (&mut Outcome, &mut Seen, &mut Book),
    ) -> Result<(), InputError> {
        let case = Case::new(self.pack, &roster, shown, self.calendar, self.today);
        let joiner = Joiner::new(&outcome.report, outcome.towns.number(""));
        let (joiner, read) = self.share_out((&roster, shown), &outcome.towns, joiner, first, sheet);
        let mut whole = joiner.finish();
        self.households(&case, &mut whole);
        self.totals(&case, &mut whole, book, &outcome.towns);
        outcome.report.join(whole.report);
        outcome.households.append(&mut whole.households);
        outcome.dues.append(&mut whole.dues);
        outcome.timeliness.push(whole.timeliness);
        if self.wants.standing != Horizon::Nowhere {
            self.office_duties(&case, outcome);
        }
        outcome.arrears.append(&mut whole.arrears);
        outcome.returns.append(&mut whole.returns);
        move_to(&mut seen.people, whole.sightings);
        move_to(&mut seen.accounts, whole.accounts);
        for (key, means) in whole.means.drain(..) {
            seen.means.entry(key).or_insert(means);
        }
        let source = roster.source;
        seen.remarks.extend(whole.remarks.drain(..).map(|(row, remark)| ((source, row), remark)));
        outcome.accounts.push(whole.account);
        roster.unworded = whole.unworded;
        outcome.rosters.push(roster);
        read
    }

    /// Gives batches to workers as they are read, and puts what they make of them in order.
    fn share_out(
        &self,
        (roster, shown): (&Roster, &Shown),
        towns: &Towns,
        joiner: Joiner,
        first: Vec<Batch>,
        sheet: &mut dyn Sheet,
    ) -> (Joiner, Result<(), InputError>) {
        // A month that stands once for the rows below it is carried from row to row.
        let threads = if roster.months_above { 1 } else { self.threads.max(1) };
        let joiner = Mutex::new(joiner);
        let (sender, receiver) = mpsc::sync_channel::<(usize, Batch)>(2 * threads);
        let receiver = Mutex::new(receiver);
        let read = std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    let case = Case::new(self.pack, roster, shown, self.calendar, self.today);
                    let mut worker = Worker::new(self, &case, towns);
                    loop {
                        let next = receiver.lock().unwrap_or_else(PoisonError::into_inner).recv();
                        let Ok((place, batch)) = next else { break };
                        let stretches = worker.work(&batch);
                        joiner.lock().unwrap_or_else(PoisonError::into_inner).put(place, stretches);
                    }
                });
            }
            let read = send_all(first, sheet, &sender);
            drop(sender);
            read
        });
        (joiner.into_inner().unwrap_or_else(PoisonError::into_inner), read)
    }

    /// Asks about households once all rows of each are together.
    fn households(&self, case: &Case<'_>, whole: &mut Stretch) {
        if case.roster.layout != Layout::HouseholdRows {
            return;
        }
        whole.households = gathered(std::mem::take(&mut whole.households));
        whole.households_gathered = whole.households.len() as u64;
        self.settle_amounts(case, whole);
        let once = |field: Field| whole.households.iter().map(|household| household.says(field)).sum::<Option<i64>>();
        whole.once = whole.summed.iter().map(|(_, field)| once(*field)).collect();
        for (name, ask) in household_checks(case).filter(|_| self.wants.findings) {
            whole.report.asks(name, case.roster.programme);
            for household in &whole.households {
                ask(household, case, &mut whole.report);
            }
        }
        if !self.wants.totals {
            whole.households = Vec::new();
        }
    }

    /// Decides once for the roster whether amounts on several rows of a household are each paid, or one repeated.
    fn settle_amounts(&self, case: &Case<'_>, whole: &mut Stretch) {
        let Some(amounts) = amounts_by_evidence(case, whole) else {
            let lang = self.lang;
            whole.report.asks("amount", case.roster.programme);
            let title = case.roster.title();
            whole.report.cannot_check(say!(
                lang,
                "{title}每户各行金额相同，看不出是每人一份还是每户一份（没有合计行可对），按每户一份计",
                "{title}: the rows of each household give the same amount, and without a total nobody can tell whether each is paid; it was counted once a household"
            ));
            whole.households.iter_mut().for_each(|household| household.settle(Amounts::Once));
            return;
        };
        whole.households.iter_mut().for_each(|household| household.settle(amounts));
    }

    /// Asks about the roster as a whole, with its sums.
    fn totals(&self, case: &Case<'_>, whole: &mut Stretch, book: &mut Book, towns: &Towns) {
        if !self.wants.findings {
            return;
        }
        let (totals, of_more) = join::printed_totals(whole, book, case.roster.programme);
        let tallied = Tallied {
            columns: &whole.summed,
            totals: &totals,
            of_more: &of_more,
            unlike: &whole.unlike,
            repeats: &join::repeats(whole),
            all_pending: whole.pending > 0 && whole.pending == whole.account.used,
            records: whole.account.used,
            households: whole.households_seen(case),
            visited: &whole.visited.iter().map(|(town, visited)| (towns.name(*town), *visited)).collect::<Vec<_>>(),
        };
        for check in checks::ALL.iter().filter(|check| check.is_asked_by(case.programme)) {
            if let Question::Roster(ask) = check.question {
                ask(&tallied, case, whole.report.asks(check.name, case.roster.programme));
            }
        }
    }
}

/// Adds what a roster left behind; what the first one left is not copied.
fn move_to<T>(all: &mut Vec<T>, mut more: Vec<T>) {
    match all.is_empty() {
        true => *all = more,
        false => all.append(&mut more),
    }
}

type HouseholdQuestion = fn(&Household, &Case<'_>, &mut Reporter);

fn household_checks(case: &Case<'_>) -> impl Iterator<Item = (&'static str, HouseholdQuestion)> {
    let asked = checks::ALL.iter().filter(|check| check.is_asked_by(case.programme));
    asked.filter_map(|check| match check.question {
        Question::Household(ask) => Some((check.name, ask)),
        _ => None,
    })
}

/// The rows at the top of a sheet as text, and the batches they came in.
fn top(sheet: &mut dyn Sheet) -> Result<(Vec<TopRow>, Vec<Batch>), InputError> {
    let (mut rows, mut batches) = (Vec::new(), Vec::new());
    while rows.len() < SEARCHED {
        let Some(batch) = sheet.next_batch()? else { break };
        batch.for_each(|row| {
            if rows.len() < SEARCHED {
                rows.push(TopRow::of(row));
            }
        });
        batches.push(batch);
    }
    Ok((rows, batches))
}

/// How many rows a sheet has that is not used.
fn rows_of(first: Vec<Batch>, sheet: &mut dyn Sheet) -> Result<u64, InputError> {
    let mut rows = 0;
    for batch in first {
        batch.for_each(|_| rows += 1);
    }
    while let Some(batch) = sheet.next_batch()? {
        batch.for_each(|_| rows += 1);
    }
    Ok(rows)
}

fn send_all(
    first: Vec<Batch>,
    sheet: &mut dyn Sheet,
    sender: &mpsc::SyncSender<(usize, Batch)>,
) -> Result<(), InputError> {
    let mut place = 0;
    let mut send = |batch: Batch| {
        // Workers stop only when they panic, and then the scope passes the panic on.
        let sent = sender.send((place, batch)).is_ok();
        place += 1;
        sent
    };
    for batch in first {
        send(batch);
    }
    while let Some(batch) = sheet.next_batch()? {
        if !send(batch) {
            break;
        }
    }
    Ok(())
}
