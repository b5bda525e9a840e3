//! Households go in; 户, 人, 人次 and 元 come out, by programme, township and month, each the sum of its rows' shares.
//!
//! A stock programme is counted as it stands in the last month, its money over the whole period; a flow programme is
//! counted over the whole period. Households and persons are distinct and never added up across months.

mod returned;

use std::cell::OnceCell;
use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::NaiveDate;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::day::{Month, Months};
use crate::money::Yuan;
use crate::roster::{Household, Layout, Roster};
use crate::rules::{Counted, Entitled, Pack};
use crate::run::Outcome;
use crate::sorted::Met;

pub use returned::returned;

/// What is known of one programme in one period and place; `None` is "not known", never zero.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    /// 户: distinct households.
    pub households: Option<u64>,
    /// 人: distinct persons.
    pub persons: Option<u64>,
    /// 人次: persons each time they were aided; flow programmes only.
    pub visits: Option<u64>,
    /// 元
    pub amount: Option<Yuan>,
    /// Households that count but whose amount is missing or cannot be read: the amount is without them.
    pub without_amount: u64,
    /// The month a stock is of.
    pub stock_of: Option<Month>,
    /// The months the rows are of, first to last.
    pub months: Option<Months>,
    /// Cases not decided yet on the day, which count for nothing.
    pub pending: u64,
    /// Households of no known month beside others of known ones: in a stock they are in the amount alone.
    pub undated: u64,
    /// Households of months outside the period, which count for nothing, and the months they are of.
    pub outside: u64,
    pub outside_months: Option<Months>,
}

/// One of the figures, as `--trace` names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    Households,
    Persons,
    Visits,
    Amount,
}

/// The households of a run, ready to be counted.
pub struct Totals<'t> {
    pub pack: &'t Pack,
    pub outcome: &'t Outcome,
    period: Months,
    as_of: NaiveDate,
    /// By programme, once somebody has asked.
    last_months: Vec<OnceCell<Option<Month>>>,
    figures: Vec<OnceCell<Option<Figures>>>,
}

/// What one household of one roster adds to each figure; a figure is the sum of its shares and nothing else.
#[derive(Debug, Clone, Copy)]
pub struct Share<'t> {
    pub roster: &'t Roster,
    pub household: &'t Household,
    households: u64,
    /// `None` where the rosters do not say how many.
    persons: Option<u64>,
    visits: Option<u64>,
    amount: Option<Yuan>,
}

impl Figure {
    pub const ALL: [Figure; 4] = [Figure::Households, Figure::Persons, Figure::Visits, Figure::Amount];

    pub fn name(self) -> &'static str {
        match self {
            Figure::Households => "households",
            Figure::Persons => "persons",
            Figure::Visits => "visits",
            Figure::Amount => "amount",
        }
    }

    pub fn named(name: &str) -> Option<Figure> {
        Figure::ALL.into_iter().find(|figure| figure.name() == name)
    }
}

impl Share<'_> {
    /// What is added to a figure: people, households, or fen.
    pub fn of(&self, figure: Figure) -> Option<i64> {
        let count = |count: Option<u64>| count.and_then(|count| i64::try_from(count).ok());
        match figure {
            Figure::Households => count(Some(self.households)),
            Figure::Persons => count(self.persons),
            Figure::Visits => count(self.visits),
            Figure::Amount => self.amount.map(Yuan::fen),
        }
    }
}

/// What the shares of those on the list add up to; `None` where one of them is not known.
struct Standing {
    shares: u64,
    households: u64,
    persons: Option<u64>,
    visits: Option<u64>,
}

impl Default for Standing {
    fn default() -> Standing {
        Standing { shares: 0, households: 0, persons: Some(0), visits: Some(0) }
    }
}

impl Standing {
    fn add(&mut self, share: &Share<'_>) {
        let sum = |sum: Option<u64>, more: Option<u64>| Some(sum? + more?);
        self.shares += 1;
        self.households += share.households;
        self.persons = sum(self.persons, share.persons);
        self.visits = sum(self.visits, share.visits);
    }
}

impl<'t> Totals<'t> {
    /// Counts what falls within a period and was decided by a day.
    pub fn new(pack: &'t Pack, outcome: &'t Outcome, period: Months, as_of: NaiveDate) -> Totals<'t> {
        let programmes = pack.programmes.len();
        let (last_months, figures) = (vec![OnceCell::new(); programmes], vec![OnceCell::new(); programmes]);
        Totals { pack, outcome, period, as_of, last_months, figures }
    }

    /// A programme's figures; `None` where no roster of it was given.
    pub fn of(&self, programme: usize) -> Option<Figures> {
        *self.figures[programme].get_or_init(|| self.counted(programme))
    }

    fn counted(&self, programme: usize) -> Option<Figures> {
        let has_roster = self.rosters(programme).next().is_some();
        let last = self.last_month(programme);
        let mut figures = self.figures(programme, self.households(programme).collect(), last);
        let outside: Vec<&Household> = self.all(programme).filter(|household| !self.is_inside(household)).collect();
        figures.outside = outside.len() as u64;
        figures.outside_months = span(&outside);
        has_roster.then_some(figures)
    }

    /// Townships that stand in earlier months of the period but not in the last: their rosters may be missing.
    pub fn lagging(&self, programme: usize) -> Vec<String> {
        let last = self.last_month(programme);
        if self.pack.programmes[programme].counted != Counted::Stock || last.is_none() {
            return Vec::new();
        }
        let mut towns: Vec<(u32, bool)> = Vec::new();
        for household in self.households(programme).filter(|household| household.months.is_some()) {
            let stands = is_of(household, last);
            match towns.iter_mut().find(|(town, _)| *town == household.township) {
                Some((_, stood)) => *stood |= stands,
                None => towns.push((household.township, stands)),
            }
        }
        // A month that names no township at all leaves none out.
        let unnamed = self.outcome.towns.number("");
        if !towns.iter().any(|(town, stands)| *stands && *town != unnamed) {
            return Vec::new();
        }
        towns.into_iter().filter(|(_, stands)| !stands).map(|(town, _)| self.outcome.towns.name(town)).collect()
    }

    /// By township, in the order the files name them; the empty name is "none written".
    pub fn by_township(&self, programme: usize) -> Vec<(String, Figures)> {
        let mut order: Vec<u32> = Vec::new();
        let mut parts: FxHashMap<u32, Vec<&Household>> = FxHashMap::default();
        for household in self.households(programme) {
            let part = parts.entry(household.township).or_insert_with(|| {
                order.push(household.township);
                Vec::new()
            });
            part.push(household);
        }
        let last = self.last_month(programme);
        let figures = |town: u32| {
            let part = parts.remove(&town).unwrap_or_default();
            (self.outcome.towns.name(town), self.figures(programme, part, last))
        };
        order.into_iter().map(figures).collect()
    }

    /// By month; rows that name no month stand under `None`.
    pub fn by_month(&self, programme: usize) -> Vec<(Option<Month>, Figures)> {
        let mut parts: BTreeMap<Option<Month>, Vec<&Household>> = BTreeMap::new();
        for household in self.households(programme) {
            let month = household.months.map(|months| months.last);
            parts.entry(month).or_default().push(household);
        }
        let counted = parts.into_iter().map(|(month, part)| (month, self.figures(programme, part, month)));
        counted.collect()
    }

    /// What each row adds to one figure, in file order; `None` where the programme has no such figure.
    pub fn trace(&self, programme: usize, figure: Figure) -> Option<Vec<Share<'t>>> {
        let figures = self.of(programme)?;
        let known = match figure {
            Figure::Households => figures.households.is_some(),
            Figure::Persons => figures.persons.is_some(),
            Figure::Visits => figures.visits.is_some(),
            Figure::Amount => figures.amount.is_some(),
        };
        let last = self.last_month(programme);
        let stock = self.pack.programmes[programme].counted == Counted::Stock;
        let shares = self.shares(programme, self.decided(programme), last);
        let shares = shares.filter(|share| match figure {
            Figure::Amount => share.amount.is_some(),
            _ => !stock || is_of(share.household, last),
        });
        known.then(|| shares.collect())
    }

    fn rosters(&self, programme: usize) -> impl Iterator<Item = &'t Roster> + use<'t> {
        self.outcome.rosters.iter().filter(move |roster| roster.programme == programme)
    }

    /// Households stand in the order of their rosters.
    fn all(&self, programme: usize) -> impl Iterator<Item = &'t Household> + use<'t> {
        let households = &self.outcome.households[..];
        self.rosters(programme).flat_map(move |roster| {
            let first = households.partition_point(|household| household.source < roster.source);
            let end = households.partition_point(|household| household.source <= roster.source);
            &households[first..end]
        })
    }

    /// The programme's households within the period, and those of no known month.
    fn households(&self, programme: usize) -> impl Iterator<Item = &'t Household> + use<'t, '_> {
        self.all(programme).filter(|household| self.is_inside(household))
    }

    /// Whether any of its months is within the period.
    fn is_inside(&self, household: &Household) -> bool {
        household.months.is_none_or(|months| months.overlap(self.period))
    }

    fn decided(&self, programme: usize) -> Vec<&'t Household> {
        self.households(programme).filter(|household| !self.is_pending(household)).collect()
    }

    fn roster(&self, household: &Household) -> &'t Roster {
        &self.outcome.rosters[usize::from(household.source)]
    }

    /// The last month the programme's rosters are of.
    fn last_month(&self, programme: usize) -> Option<Month> {
        *self.last_months[programme].get_or_init(|| {
            let months = self.households(programme).filter_map(|household| household.months);
            months.map(|months| months.last.min(self.period.last)).max()
        })
    }

    /// Not decided on the day: no date yet, or a later one.
    fn is_pending(&self, household: &Household) -> bool {
        household.pending || household.decided.is_some_and(|day| day > self.as_of)
    }

    fn figures(&self, programme: usize, households: Vec<&'t Household>, last: Option<Month>) -> Figures {
        let rules = &self.pack.programmes[programme];
        let (pending, decided): (Vec<_>, Vec<_>) = households.into_iter().partition(|one| self.is_pending(one));
        let pending = pending.len() as u64;
        let months = span(&decided);
        let unknown = decided.iter().filter(|household| household.months.is_none()).count() as u64;
        let undated = if rules.counted == Counted::Stock && last.is_some() { unknown } else { 0 };
        let mut standing = Standing::default();
        let (mut amount, mut without_amount) = (None, 0);
        for share in self.shares(programme, decided, last) {
            match share.amount {
                Some(yuan) => amount = Some(amount.unwrap_or_default() + yuan),
                None => without_amount += 1,
            }
            if rules.counted == Counted::Flow || is_of(share.household, last) {
                standing.add(&share);
            }
        }
        // Nobody on the list is nothing known, not zero.
        let known = |sum: Option<u64>| sum.filter(|_| standing.shares > 0);
        Figures {
            households: known(Some(standing.households)).filter(|_| rules.entitled == Entitled::Household),
            persons: known(standing.persons),
            visits: known(standing.visits).filter(|_| rules.counted == Counted::Flow),
            without_amount: if amount.is_some() { without_amount } else { 0 },
            amount,
            stock_of: last.filter(|_| rules.counted == Counted::Stock),
            months,
            pending,
            undated,
            ..Figures::default()
        }
    }

    /// Shares of households already decided. One met several times counts where it is largest, and nowhere else.
    fn shares(
        &self,
        programme: usize,
        households: Vec<&'t Household>,
        last: Option<Month>,
    ) -> impl Iterator<Item = Share<'t>> {
        let rules = &self.pack.programmes[programme];
        let counts = move |household: &Household| rules.counted == Counted::Flow || is_of(household, last);
        let counted_elsewhere = self.counted_elsewhere(&households, counts, rules.entitled);
        let share = move |(place, household): (usize, &'t Household)| {
            let once = counts(household) && !counted_elsewhere.contains(&place);
            let persons = self.persons(household, rules.entitled);
            Share {
                roster: self.roster(household),
                household,
                households: u64::from(once),
                persons: if once { persons } else { Some(0) },
                visits: if counts(household) { persons } else { Some(0) },
                amount: household.amount,
            }
        };
        households.into_iter().enumerate().map(share)
    }

    /// The places of households that are met again, but for the largest of each, the first of several. Without its head's
    /// number a household is told from all others by where it stands.
    fn counted_elsewhere(
        &self,
        households: &[&Household],
        counts: impl Fn(&Household) -> bool,
        entitled: Entitled,
    ) -> FxHashSet<usize> {
        let head = |household: &Household| household.head().filter(|_| counts(household));
        let mut met = Met::new(households.len());
        households.iter().filter_map(|household| head(household)).for_each(|head| met.add(head));
        let placed = households.iter().enumerate().filter_map(|(place, one)| Some((head(one)?, place)));
        let mut heads: Vec<(u64, usize)> = placed.filter(|(head, _)| met.met_again(*head)).collect();
        heads.sort_unstable();
        let persons = |place: usize| self.persons(households[place], entitled).unwrap_or(0);
        let mut elsewhere = FxHashSet::default();
        for same in heads.chunk_by(|one, other| one.0 == other.0).filter(|same| same.len() > 1) {
            let places = || same.iter().map(|(_, place)| *place);
            let largest = places().max_by_key(|place| (persons(*place), Reverse(*place)));
            elsewhere.extend(places().filter(|place| Some(*place) != largest));
        }
        elsewhere
    }

    fn persons(&self, household: &Household, entitled: Entitled) -> Option<u64> {
        let roster = self.roster(household);
        let lists = roster.lists_members() || roster.layout == Layout::Persons;
        match entitled {
            Entitled::Person => Some(1),
            Entitled::Household => household.persons(lists).map(u64::from),
        }
    }
}

/// Whether a household stands in the month; where no month is known at all, every one does.
fn is_of(household: &Household, last: Option<Month>) -> bool {
    match (household.months, last) {
        (Some(months), Some(last)) => months.contains(last),
        (months, last) => months.is_none() && last.is_none(),
    }
}

fn span(households: &[&Household]) -> Option<Months> {
    let months = || households.iter().filter_map(|household| household.months);
    let first = months().map(|months| months.first).min()?;
    let last = months().map(|months| months.last).max()?;
    Some(Months { first, last })
}
