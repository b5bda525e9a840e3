//! Households go in; 户, 人, 人次 and 元 come out, by programme, township and month, each the sum of its rows' shares.
//!
//! A stock programme is counted as it stands in the last month (none after those its rosters name), its money over the whole
//! period; a flow programme is counted over the whole period. Households and persons are distinct and never added up across
//! months.

mod again;
mod covered;
mod figures;
mod gaps;
mod part;
mod returned;
mod sum;

use std::cell::OnceCell;
use std::hash::BuildHasher;

use chrono::NaiveDate;
use rustc_hash::FxBuildHasher;

use crate::day::{Month, Months};
use crate::roster::Household;
use crate::rules::{Counted, Pack, Programme};
use crate::run::Outcome;
use crate::sorted::{Met, NoRoom, Sorted};

pub use figures::{Figure, Figures};
pub use gaps::Gap;
pub use part::{By, town_name};
pub use returned::returned;
pub use sum::Share;

use again::{Again, counted_elsewhere};
use covered::Covered;
use part::{Of, Part, Parts};
use sum::{Entry, Sum, span};

/// The households of a run, ready to be counted.
pub struct Totals<'t> {
    pub pack: &'t Pack,
    pub outcome: &'t Outcome,
    period: Months,
    as_of: NaiveDate,
    /// Every township that rows name, in the order they were met.
    towns: Vec<(Part, Town)>,
    /// The last month within the period, by programme.
    last_months: Vec<Option<Month>>,
    /// The last month that the rosters of a programme are said to be of as a whole, by programme.
    named: Vec<Option<Month>>,
    /// Heads that may be counted more than once.
    met: Met,
    figures: Vec<Option<Figures>>,
    /// By township, once somebody has asked.
    of_towns: OnceCell<Vec<Line>>,
}

/// One line of totals: a programme, a part of it, and its figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub programme: usize,
    /// A township or a month; `None` for the whole, and for rows that name none.
    pub part: Option<String>,
    pub figures: Figures,
}

/// What is known of a township without adding anything up.
#[derive(Debug, Default)]
struct Town {
    /// The months that rosters of it are of, within the period or not.
    covered: Covered,
    outside: Outside,
}

/// The last month of a stock: as its rows say, and as far as its rosters as a whole are said to be of it.
#[derive(Debug, Clone, Default)]
struct Last {
    of_all: Option<Month>,
    of_named: Option<Month>,
    /// Households of the months that the rosters name, and those of later ones alone.
    within: u64,
    later: u64,
}

/// Households of months outside the period, and the months they are of.
#[derive(Debug, Clone, Copy, Default)]
struct Outside {
    households: u64,
    months: Option<Months>,
}

/// Where a household falls, by the period and the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Falls {
    Inside,
    /// A case yet to be decided.
    Open,
    /// It is of these months, or began in this one.
    Outside(Months),
}

impl<'t> Totals<'t> {
    /// Counts what falls within a period and was decided by a day.
    pub fn new(pack: &'t Pack, outcome: &'t Outcome, period: Months, as_of: NaiveDate) -> Result<Totals<'t>, NoRoom> {
        let programmes = pack.programmes.len();
        let (towns, of_towns, met) = (Vec::new(), OnceCell::new(), Met::new(outcome.households.count()));
        let (last_months, figures) = (vec![None; programmes], vec![None; programmes]);
        let named = last_named(pack, outcome, period);
        let mut totals = Totals { pack, outcome, period, as_of, towns, last_months, named, met, figures, of_towns };
        totals.look_through()?;
        let mut outside = vec![Outside::default(); programmes];
        totals.towns.iter().for_each(|(part, town)| outside[part.programme].join(town.outside));
        let refused = |programme: usize| {
            let rosters = outcome.rosters.iter().zip(&outcome.accounts);
            rosters.filter(|(roster, _)| roster.programme == programme).map(|(_, account)| account.refused).sum()
        };
        let with_outside = |programme: usize, figures: Figures| {
            Some(Figures { refused: refused(programme), ..outside[programme].beside(figures) })
        };
        for roster in &outcome.rosters {
            totals.figures[roster.programme] = with_outside(roster.programme, Figures::default());
        }
        for line in totals.summed(By::Programme)? {
            totals.figures[line.programme] = with_outside(line.programme, line.figures);
        }
        Ok(totals)
    }

    /// A programme's figures; `None` where no roster of it was given.
    pub fn of(&self, programme: usize) -> Option<Figures> {
        self.figures[programme]
    }

    /// The day the figures stand on: no later than the period ends.
    pub fn day(&self) -> NaiveDate {
        self.as_of.min(self.period.last.last_day())
    }

    /// A line for each programme of which a roster was given, or for each part of it: townships in the order the files name
    /// them, months in their own.
    pub fn by(&self, by: By) -> Result<Vec<Line>, NoRoom> {
        match by {
            By::Programme => Ok(self.programmes()),
            By::Township => Ok(self.by_township()?.to_vec()),
            By::Month => self.summed(by),
        }
    }

    pub fn programmes(&self) -> Vec<Line> {
        let lines = (0..self.pack.paying().count()).map(|programme| (programme, self.of(programme)));
        lines.filter_map(|(programme, figures)| Some(Line { programme, part: None, figures: figures? })).collect()
    }

    /// Added up when it is asked for first.
    fn by_township(&self) -> Result<&[Line], NoRoom> {
        if let Some(lines) = self.of_towns.get() {
            return Ok(lines);
        }
        let lines = self.summed(By::Township)?;
        Ok(self.of_towns.get_or_init(|| lines))
    }

    /// A line for each programme or part of it that has households in the period; a township also if it has them outside.
    fn summed(&self, by: By) -> Result<Vec<Line>, NoRoom> {
        let mut parts = Parts::<(Sum, Outside)>::default();
        if by == By::Township {
            // All of them, so that each stands where the files name it first.
            self.towns.iter().for_each(|(part, town)| parts.of(*part).1 = town.outside);
        }
        let again = self.each_and_again(by, &mut parts, |entry, (sum, _)| sum.add(entry))?;
        let mut parts = parts.all;
        counted_elsewhere(again, |one| parts[one.part()].1.0.take_back(one.persons()))?;
        parts.sort_by_key(|(part, _)| (part.programme, if let Of::Month(month) = part.of { month } else { None }));
        let line = |(part, (sum, outside)): (Part, (Sum, Outside))| {
            let rules = &self.pack.programmes[part.programme];
            let is_paid = self.of(part.programme).is_some_and(|figures| figures.amount.is_some());
            let figures = outside.beside(sum.figures(rules, self.last_month(part), is_paid));
            Line { programme: part.programme, part: self.name(part.of).filter(|name| !name.is_empty()), figures }
        };
        Ok(parts.into_iter().map(line).collect())
    }

    /// What each row adds to one figure, in file order; `None` where the programme has no such figure.
    pub fn trace(&self, programme: usize, figure: Figure) -> Result<Option<Vec<Share<'t>>>, NoRoom> {
        if !self.of(programme).is_some_and(|figures| figures.knows(figure)) {
            return Ok(None);
        }
        let mut shares: Vec<Share<'_>> = Vec::new();
        let again = self.each_and_again(By::Programme, &mut Parts::<()>::default(), |entry, ()| {
            let is_asked_for = entry.roster.programme == programme && !entry.pending;
            shares.extend(Some(entry.share()).filter(|share| is_asked_for && share.is_behind(figure)));
        })?;
        counted_elsewhere(again, |one| {
            if let Ok(found) = shares.binary_search_by_key(&one.place, |share| share.place) {
                shares[found].counts_elsewhere();
            }
        })?;
        Ok(Some(shares))
    }

    /// Finds the last months, the heads that may be met again, and by township the households outside the period with their
    /// months.
    fn look_through(&mut self) -> Result<(), NoRoom> {
        let mut towns = Parts::<Town>::default();
        let mut lasts = vec![Last::default(); self.last_months.len()];
        self.outcome.households.each(|household| {
            let roster = &self.outcome.rosters[usize::from(household.source)];
            let programme = roster.programme;
            let town = towns.of(Part::of(&household, programme, By::Township));
            if let Some(months) = gaps::months_of_roster(&household, roster) {
                town.covered.add(months);
            }
            match self.falls(&household) {
                Falls::Inside => {
                    let (last, named) = (self.last_of(&household), self.last_of_named(&household));
                    lasts[programme].add(last, named);
                    if let Some(head) = household.head() {
                        self.met.add(self.hashed(head, programme, last));
                        if named.is_some() && named != last {
                            self.met.add(self.hashed(head, programme, named));
                        }
                    }
                }
                Falls::Outside(months) => town.outside.join(Outside { households: 1, months: Some(months) }),
                Falls::Open => {}
            }
            Ok(())
        })?;
        self.towns = towns.all;
        for (programme, last) in lasts.iter().enumerate() {
            if !last.rows_agree() {
                self.named[programme] = None;
            }
            self.last_months[programme] = if last.rows_agree() { last.of_named } else { last.of_all };
        }
        Ok(())
    }

    /// Each household that falls within the period, with what is known of its part; those that may be met again there come
    /// back.
    fn each_and_again<T: Default>(
        &self,
        by: By,
        parts: &mut Parts<T>,
        mut visit: impl FnMut(&Entry<'t, '_>, &mut T),
    ) -> Result<Sorted<Again>, NoRoom> {
        let mut again = Sorted::default();
        self.each(by, parts, |entry, of_part| {
            visit(entry, of_part);
            let programme = entry.roster.programme;
            let month = || self.month_counted(entry.household, by);
            let head = entry.head().filter(|head| self.met.met_again(self.hashed(*head, programme, month())));
            head.into_iter().for_each(|head| again.push(Again::of(head, entry)));
            again.spill_beyond(self.outcome.households.memory / 4)
        })?;
        Ok(again)
    }

    /// Each household that falls within the period, with what is known of its part.
    fn each<T: Default>(
        &self,
        by: By,
        parts: &mut Parts<T>,
        mut visit: impl FnMut(&Entry<'t, '_>, &mut T) -> Result<(), NoRoom>,
    ) -> Result<(), NoRoom> {
        let (outcome, pack, mut met) = (self.outcome, self.pack, 0);
        outcome.households.each(|household| {
            let place = met;
            met += 1;
            let falls = self.falls(&household);
            if matches!(falls, Falls::Outside(_)) {
                return Ok(());
            }
            let roster = &outcome.rosters[usize::from(household.source)];
            let part = Part::of(&household, roster.programme, by);
            let number = parts.number(part);
            let entry = Entry {
                place,
                household: &household,
                roster,
                rules: &pack.programmes[roster.programme],
                part: number,
                period: self.period,
                last: self.last_month(part),
                pending: falls == Falls::Open,
            };
            visit(&entry, &mut parts.all[number].1)
        })
    }

    /// Open is what had begun by the day and the end of the period, and was not decided on the day: no date yet, or a later
    /// one. Of the others those are inside of which any month is, or the year of their roster where they name no month, and
    /// those of no known month.
    fn falls(&self, household: &Household) -> Falls {
        let is_later = |begun: &NaiveDate| *begun > self.as_of || Month::of(*begun) > Some(self.period.last);
        let begun_later = household.begun.filter(is_later).and_then(Month::of).map(Months::one);
        let is_open = household.pending || household.decided.is_some_and(|day| day > self.as_of);
        let whole_year = self.outcome.rosters[usize::from(household.source)].whole_year;
        match (is_open, begun_later, household.months.or(whole_year)) {
            (true, Some(begun), _) => Falls::Outside(begun),
            (true, None, _) => Falls::Open,
            (false, _, Some(months)) if !months.overlap(self.period) => Falls::Outside(months),
            (false, ..) => Falls::Inside,
        }
    }

    /// The month in which households must stand to be on the list: that of the part, else the last the rosters are of.
    fn last_month(&self, part: Part) -> Option<Month> {
        if let Of::Month(month) = part.of { month } else { self.last_months[part.programme] }
    }

    /// The last of a household's months within the period.
    fn last_of(&self, household: &Household) -> Option<Month> {
        household.months.map(|months| months.last.min(self.period.last))
    }

    /// The same, but no month after the last that the rosters of its programme name; none where all are.
    fn last_of_named(&self, household: &Household) -> Option<Month> {
        let named = self.named[self.outcome.rosters[usize::from(household.source)].programme]?;
        household.months.filter(|months| months.first <= named).map(|months| months.last.min(named))
    }

    /// What is the same for all households of a stock that stand in its last month, or in that of their part.
    fn month_counted(&self, household: &Household, by: By) -> Option<Month> {
        let named = if by == By::Month { None } else { self.last_of_named(household) };
        named.or_else(|| self.last_of(household))
    }

    /// The same for heads that may be counted together.
    fn hashed(&self, head: u64, programme: usize, month: Option<Month>) -> u64 {
        let month = month.filter(|_| self.pack.programmes[programme].counted == Counted::Stock);
        FxBuildHasher.hash_one((head, programme, month))
    }

    fn name(&self, of: Of) -> Option<String> {
        match of {
            Of::All => None,
            Of::Township(town) => Some(self.outcome.towns.name(town)),
            Of::Month(month) => month.map(|month| month.to_string()),
        }
    }
}

/// The last month within the period that all rosters of a stock name, in their titles, names or relief.toml, by programme; `None`
/// where one of them names none, or all are of before.
fn last_named(pack: &Pack, outcome: &Outcome, period: Months) -> Vec<Option<Month>> {
    let of = |(programme, rules): (usize, &Programme)| {
        let rosters = outcome.rosters.iter().filter(|roster| roster.programme == programme);
        let months: Option<Vec<Month>> = rosters.map(|roster| roster.months.map(|months| months.last)).collect();
        let last = months.filter(|_| rules.counted == Counted::Stock)?.into_iter().max()?;
        (last >= period.first).then_some(last.min(period.last))
    };
    pack.programmes.iter().enumerate().map(of).collect()
}

impl Last {
    fn add(&mut self, last: Option<Month>, named: Option<Month>) {
        self.of_all = self.of_all.max(last);
        self.of_named = self.of_named.max(named);
        self.within += u64::from(named.is_some());
        self.later += u64::from(last.is_some() && named.is_none());
    }

    /// Whether the rows are of the months their rosters name, but for a few: one of a later month alone was mistyped, or is
    /// paid ahead.
    fn rows_agree(&self) -> bool {
        self.within > self.later
    }
}

impl Outside {
    fn join(&mut self, other: Outside) {
        self.households += other.households;
        self.months = span(self.months, other.months);
    }

    /// The figures of what lies inside, with it.
    fn beside(self, figures: Figures) -> Figures {
        Figures { outside: self.households, outside_months: self.months, ..figures }
    }
}
