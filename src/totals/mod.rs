//! Households go in; 户, 人, 人次 and 元 come out, by programme, township and month, each the sum of its rows' shares.
//!
//! A stock programme is counted as it stands in the last month (none after those its rosters name), its money over the
//! whole period; a flow programme is counted over the whole period. Nobody is in a stock by what pays arrears or takes
//! money back. Households and persons are distinct and never added up across months.

mod again;
mod alike;
mod arrears;
mod bundle;
mod bundles;
mod covered;
mod figures;
mod gaps;
mod numbered;
mod part;
mod returned;
mod sum;

use std::cell::OnceCell;

use chrono::NaiveDate;

use crate::day::{Month, Months};
use crate::roster::Roster;
use crate::rules::{Counted, Pack, Programme};
use crate::run::Outcome;
use crate::sorted::NoRoom;

pub use alike::Alike;
pub use arrears::Arrears;
pub use figures::{Figure, Figures};
pub use gaps::Gap;
pub use part::{By, town_name};
pub use returned::returned;
pub use sum::Share;

use again::Again;
use bundle::{Bundle, Falls, Window};
use bundles::Bundles;
use covered::Covered;
use numbered::Numbered;
use part::{Of, Part};
use sum::{Sum, span};

/// The households of a run, ready to be counted.
pub struct Totals<'t> {
    pub pack: &'t Pack,
    pub outcome: &'t Outcome,
    window: Window,
    bundles: Bundles<'t>,
    /// Rosters of which one has nearly all its households in another, too.
    pub alike: Vec<Alike>,
    /// Every township that rows name, in the order they were met.
    towns: Vec<(Part, Town)>,
    /// The last month within the period, by programme.
    last_months: Vec<Option<Month>>,
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

impl<'t> Totals<'t> {
    /// Counts what falls within a period and was decided by a day.
    pub fn new(pack: &'t Pack, outcome: &'t Outcome, period: Months, as_of: NaiveDate) -> Result<Totals<'t>, NoRoom> {
        let (window, named) = (Window { period, as_of }, last_named(pack, outcome, period));
        let bundles = Bundles::of(pack, outcome, window, &named)?;
        let alike = bundles.alike()?;
        let (towns, last_months) = (towns(&bundles), last_months(&bundles, &named));
        let (figures, of_towns) = (vec![None; pack.programmes.len()], OnceCell::new());
        let mut totals = Totals { pack, outcome, window, bundles, alike, towns, last_months, figures, of_towns };
        let mut outside = vec![Outside::default(); pack.programmes.len()];
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

    /// Whether rows of a stock are of several months each.
    pub fn stands_in_several_months(&self, programme: usize) -> bool {
        let is_of_several = |bundle: &Bundle<'_>| bundle.months.is_some_and(|months| months.count() > 1);
        let is_stock = self.pack.programmes[programme].counted == Counted::Stock;
        let mut inside = self.bundles.all().filter(|bundle| bundle.falls == Falls::Inside);
        is_stock && inside.any(|bundle| bundle.programme == programme && is_of_several(bundle))
    }

    /// The day the figures stand on: no later than the period ends.
    pub fn day(&self) -> NaiveDate {
        self.window.as_of.min(self.window.period.last.last_day())
    }

    /// A line for each programme of which a roster was given, or for each part of it: townships in the order the files
    /// name them, months in their own.
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

    /// A line for each programme or part of it that has households in the period; a township also if it has them
    /// outside.
    fn summed(&self, by: By) -> Result<Vec<Line>, NoRoom> {
        let mut parts = Numbered::<Part, (Sum, Outside)>::default();
        if by == By::Township {
            // All of them, so that each stands where the files name it first.
            self.towns.iter().for_each(|(part, town)| parts.of(*part, Default::default).1 = town.outside);
        }
        let mut add = |bundle: &Bundle<'_>| {
            let part = Part::of(bundle, by);
            let (number, in_month) = (parts.number(part, Default::default), self.last_month(part));
            parts.all[number].1.0.add(bundle, in_month, self.window.period);
            bundle.counts(in_month).then_some(number)
        };
        let is_outside = |bundle: &Bundle<'_>| matches!(bundle.falls, Falls::Outside(_));
        let counts_in = |bundle| if is_outside(bundle) { None } else { add(bundle) };
        let counts_in: Vec<Option<usize>> = self.bundles.all().map(counts_in).collect();
        let mut parts = parts.all;
        self.bundles.counted_elsewhere(&counts_in, |part, one| parts[part].1.0.take_back(one.persons()))?;
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
        let in_month = self.last_months[programme];
        self.bundles.each(|entry| {
            let is_asked_for = entry.bundle.programme == programme && entry.bundle.falls == Falls::Inside;
            let share = is_asked_for.then(|| Share::of_entry(entry, in_month));
            shares.extend(share.filter(|share| share.is_behind(figure)));
            Ok(())
        })?;
        let counts = |bundle: &Bundle<'_>| bundle.programme == programme && bundle.counts(in_month);
        let counts_in: Vec<Option<usize>> = self.bundles.all().map(|bundle| counts(bundle).then_some(0)).collect();
        let give = |_, one: &Again| {
            if let Ok(found) = shares.binary_search_by_key(&one.place, |share| share.place) {
                shares[found].counts_elsewhere();
            }
        };
        self.bundles.counted_elsewhere(&counts_in, give)?;
        Ok(Some(shares))
    }

    /// The month in which households must stand to be on the list: that of the part, else the last the rosters are of.
    fn last_month(&self, part: Part) -> Option<Month> {
        if let Of::Month(month) = part.of { month } else { self.last_months[part.programme] }
    }

    fn name(&self, of: Of) -> Option<String> {
        match of {
            Of::All => None,
            Of::Township(town) => Some(self.outcome.towns.name(town)),
            Of::Month(month) => month.map(|month| month.to_string()),
        }
    }
}

/// The townships of each programme, with the months their rosters are of and the households outside the period.
fn towns(bundles: &Bundles<'_>) -> Vec<(Part, Town)> {
    let mut towns = Numbered::<Part, Town>::default();
    for bundle in bundles.all() {
        let town = towns.of(Part::of(bundle, By::Township), Town::default);
        if let Some(months) = gaps::months_of_roster(bundle).filter(|_| !bundle.is_beside) {
            town.covered.add(months);
        }
        if let Falls::Outside(months) = bundle.falls {
            town.outside.join(Outside { households: bundle.tally.households, months: Some(months) });
        }
    }
    towns.all
}

/// The last month within the period, by programme: that which its rosters name, where their rows agree.
fn last_months(bundles: &Bundles<'_>, named: &[Option<Month>]) -> Vec<Option<Month>> {
    let mut lasts = vec![Last::default(); named.len()];
    for bundle in bundles.all().filter(|bundle| bundle.falls == Falls::Inside && bundle.is_on_list) {
        lasts[bundle.programme].add(bundle);
    }
    lasts.iter().map(|last| if last.rows_agree() { last.of_named } else { last.of_all }).collect()
}

/// The last month within the period that all rosters of a stock name, in their titles, names or relief.toml, by
/// programme; `None` where one of them names none, or all are of before.
fn last_named(pack: &Pack, outcome: &Outcome, period: Months) -> Vec<Option<Month>> {
    let of = |(programme, rules): (usize, &Programme)| {
        let is_asked =
            |roster: &&Roster| roster.programme == programme && !arrears::is_beside(roster, &outcome.rosters, period);
        let rosters = outcome.rosters.iter().filter(is_asked);
        let months: Option<Vec<Month>> = rosters.map(|roster| roster.months.map(|months| months.last)).collect();
        let last = months.filter(|_| rules.counted == Counted::Stock)?.into_iter().max()?;
        (last >= period.first).then_some(last.min(period.last))
    };
    pack.programmes.iter().enumerate().map(of).collect()
}

impl Last {
    fn add(&mut self, bundle: &Bundle<'_>) {
        self.of_all = self.of_all.max(bundle.last);
        self.of_named = self.of_named.max(bundle.last_named);
        match (bundle.last, bundle.last_named) {
            (_, Some(_)) => self.within += bundle.tally.households,
            (Some(_), None) => self.later += bundle.tally.households,
            (None, None) => {}
        }
    }

    /// Whether the rows are of the months their rosters name, but for a few: one of a later month alone was mistyped,
    /// or is paid ahead.
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
