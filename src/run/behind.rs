//! Everyone seen goes in; programmes come out whose payments are called by the month in which they were made, and pay
//! what the rosters of the month before say. Only rows in which two months differ tell one from the other.

use std::collections::{BTreeMap, BTreeSet};

use crate::checks::{PAYMENTS, Purposes, Whose};
use crate::day::{Month, Months};
use crate::field::Field;
use crate::money::Yuan;
use crate::roster::{Roster, Setting, Settings, Trace};
use crate::rules::{Counted, Entitled, Pack};
use crate::side_by_side::side_by_side;
use crate::sorted::NoRoom;

use super::everyone::Everyone;

/// What tells of when payments are.
pub(super) struct Calling<'c> {
    pub pack: &'c Pack,
    pub rosters: &'c [Roster],
    pub purposes: &'c Purposes<'c>,
}

/// The months of a programme's rosters, and those its payments are called by.
#[derive(Debug, Default)]
struct Known {
    rostered: BTreeSet<Month>,
    paid: BTreeSet<Month>,
}

/// What payments say of which rosters they pay.
#[derive(Debug, Clone, Copy, Default)]
struct Votes {
    /// Payments, and those that are as the roster of the month before has them.
    paid: u64,
    as_before: u64,
    /// Of people whose two months differ, paid as in the month before: those who are new and not yet paid, and others.
    new: u64,
    changed: u64,
    /// The same, paid as in the month itself.
    as_own: u64,
}

/// So many times as many rows as speak against it speak for what is taken for certain.
const NEARLY_ALL: u64 = 20;
/// So many rows tell, and where the first month lacks its payments and the last its roster so many.
const ENOUGH: u64 = 3;
const ENOUGH_AT_ENDS: u64 = 2;

impl Calling<'_> {
    /// Dates payments by the rosters they pay, where all the rows of a programme agree; gives back how many told it.
    pub fn settle(&self, everyone: &Everyone, settings: &mut Settings) -> Result<BTreeMap<usize, u64>, NoRoom> {
        let known = self.known(settings);
        if known.is_empty() {
            return Ok(BTreeMap::new());
        }
        let votes = self.votes(everyone, (settings, &known))?;
        let behind: BTreeMap<usize, u64> = votes
            .iter()
            .filter(|(programme, votes)| votes.tell(known[programme].is_apart_at_ends()))
            .map(|(programme, votes)| (*programme, votes.new + votes.changed))
            .collect();
        for setting in settings.all_mut() {
            let is_behind = self.called(setting).is_some_and(|(programme, _)| behind.contains_key(&programme));
            if let Some(before) = setting.months.filter(|_| is_behind).and_then(|months| months.first.back(1)) {
                setting.months = Some(Months::one(before));
            }
        }
        Ok(behind)
    }

    /// The months of programmes some of whose payments may be called by the month in which they were made.
    fn known(&self, settings: &Settings) -> BTreeMap<usize, Known> {
        let mut known: BTreeMap<usize, Known> = BTreeMap::new();
        for setting in settings.all() {
            if let Some((programme, month)) = self.called(setting) {
                known.entry(programme).or_default().paid.insert(month);
            }
        }
        for setting in settings.all() {
            let of_roster = known.get_mut(&self.roster(setting).programme);
            if let Some((known, months)) = of_roster.zip(setting.months) {
                known.rostered.extend(months.each());
            }
        }
        known
    }

    fn roster(&self, setting: &Setting) -> &Roster {
        &self.rosters[usize::from(setting.source)]
    }

    /// The programme of payments that a title or a file's name alone dates, and the month it gives: no row says which
    /// month is paid, nor does relief.toml.
    fn called(&self, setting: &Setting) -> Option<(usize, Month)> {
        let list = self.roster(setting);
        let is_payments = list.list.is_some() && self.pack.programmes[list.programme].id == PAYMENTS;
        let says_months = list.months_given || list.stands_by_month() || list.makes_up;
        let fields = [Field::Period, Field::StartMonth, Field::EndMonth, Field::MonthsPaid];
        let months = setting.months.filter(|months| list.months == Some(*months) && months.count() == 1)?;
        if !is_payments || says_months || fields.iter().any(|field| list.has(*field)) {
            return None;
        }
        let Whose::Of(programme) = self.purposes.whose(setting.source, setting.purpose) else { return None };
        (self.pack.programmes[programme].counted == Counted::Stock).then_some((programme, months.first))
    }

    fn votes(
        &self,
        everyone: &Everyone,
        (settings, known): (&Settings, &BTreeMap<usize, Known>),
    ) -> Result<BTreeMap<usize, Votes>, NoRoom> {
        let called: Vec<Option<(usize, Month)>> = settings.all().iter().map(|setting| self.called(setting)).collect();
        let parts = side_by_side(everyone.threads, everyone.together.parts(everyone.threads)?, |mut groups| {
            let mut all: BTreeMap<usize, Votes> = BTreeMap::new();
            while let Some(group) = groups.next_group()? {
                for (programme, known) in known {
                    let person = self.person(group, *programme, (settings, &called));
                    person.vote(known, all.entry(*programme).or_default());
                }
            }
            Ok(all)
        });
        let mut all: BTreeMap<usize, Votes> = BTreeMap::new();
        for part in parts {
            part?.iter().for_each(|(programme, votes)| all.entry(*programme).or_default().join(*votes));
        }
        Ok(all)
    }

    /// What one person is due by the rosters of a programme, and what payments that are called by a month gave.
    fn person(
        &self,
        group: &[Trace],
        programme: usize,
        (settings, called): (&Settings, &[Option<(usize, Month)>]),
    ) -> Person {
        let of_households = self.pack.programmes[programme].entitled == Entitled::Household;
        let mut person = Person::default();
        for trace in group.iter().filter(|trace| trace.is_covered()) {
            let called = called[trace.setting as usize].filter(|(of, _)| *of == programme);
            let is_due = self.roster(settings.of(trace.setting)).programme == programme;
            if called.is_none() && !is_due {
                continue;
            }
            let seen = trace.seen(settings);
            if let Some((_, month)) = called {
                person.is_unclear |= seen.is_unclear();
                person.paid.push((Months::one(month), seen.amount()));
            } else if seen.is_head() || !of_households {
                person.due.extend(seen.months.map(|months| (months, seen.amount())));
            }
        }
        person
    }
}

/// What one person is due and was paid, in which months.
#[derive(Debug, Default)]
struct Person {
    due: Vec<(Months, Option<Yuan>)>,
    paid: Vec<(Months, Option<Yuan>)>,
    is_unclear: bool,
}

impl Person {
    fn vote(&self, known: &Known, votes: &mut Votes) {
        if self.is_unclear || (self.due.is_empty() && self.paid.is_empty()) {
            return;
        }
        for month in &known.paid {
            let Some(last) = month.back(1).filter(|last| known.rostered.contains(last)) else { continue };
            let (paid, before) = (given(&self.paid, *month), given(&self.due, last));
            let is_as_before = is_alike(paid, before);
            votes.paid += u64::from(paid.is_some());
            votes.as_before += u64::from(paid.is_some() && is_as_before);
            let own = given(&self.due, *month);
            if !known.rostered.contains(month) || is_alike(own, before) {
                continue;
            }
            match (is_as_before, is_alike(paid, own)) {
                (true, false) if before.is_none() => votes.new += 1,
                (true, false) => votes.changed += 1,
                (false, true) => votes.as_own += 1,
                _ => {}
            }
        }
    }
}

/// What is given in a month, if anything: how much, where all of it is of that month alone.
fn given(of: &[(Months, Option<Yuan>)], month: Month) -> Option<Option<Yuan>> {
    let mut own = of.iter().filter(|(months, _)| months.contains(month)).peekable();
    own.peek()?;
    Some(own.map(|(months, amount)| amount.filter(|_| months.count() == 1)).sum())
}

/// Whether both give, or neither, and as much as far as they say.
fn is_alike(one: Option<Option<Yuan>>, other: Option<Option<Yuan>>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one.zip(other).is_none_or(|(one, other)| one == other),
        (one, other) => one.is_none() && other.is_none(),
    }
}

impl Known {
    /// Whether the first month with a roster is without payments, and the last with payments without a roster.
    fn is_apart_at_ends(&self) -> bool {
        let is_next = |one: Option<&Month>, other: Option<&Month>| {
            one.zip(other).is_some_and(|(one, other)| one.next() == *other)
        };
        is_next(self.rostered.first(), self.paid.first()) && is_next(self.rostered.last(), self.paid.last())
    }
}

impl Votes {
    fn join(&mut self, other: Votes) {
        self.paid += other.paid;
        self.as_before += other.as_before;
        self.new += other.new;
        self.changed += other.changed;
        self.as_own += other.as_own;
    }

    /// Whether the payments are as the rosters of the month before. Where only those who are new go unpaid they may
    /// have been left out, and where only those who left are paid they may be paid wrongly: both, or the ends, tell it
    /// from that.
    fn tell(&self, is_apart_at_ends: bool) -> bool {
        let told = self.new + self.changed;
        let is_nearly_all = (self.paid - self.as_before) * NEARLY_ALL <= self.paid && self.as_own * NEARLY_ALL <= told;
        let is_enough = match is_apart_at_ends {
            true => told >= ENOUGH_AT_ENDS,
            false => told >= ENOUGH && self.new > 0 && self.changed > 0,
        };
        is_nearly_all && is_enough
    }
}
