//! Households go in; 户, 人, 人次 and 元 come out, by programme, township and month, each traceable to its rows.
//!
//! A stock programme is counted as it stands in the last month, its money over the whole period; a flow programme is
//! counted over the whole period. Households and persons are distinct and never added up across months.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::day::{Month, Months};
use crate::field::Field;
use crate::money::Yuan;
use crate::roster::{Household, Layout, Roster};
use crate::rules::{Counted, Entitled, Pack};
use crate::run::Outcome;

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
    /// The month a stock is of.
    pub stock_of: Option<Month>,
    /// The months the rows are of, first to last.
    pub months: Option<Months>,
    /// Rows of cases not decided yet, which count for nothing.
    pub pending: u64,
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
}

/// What one household adds to a figure.
#[derive(Debug, Clone, Copy)]
pub struct Traced<'t> {
    pub roster: &'t Roster,
    pub household: &'t Household,
}

impl Figure {
    pub fn named(name: &str) -> Option<Figure> {
        match name {
            "households" => Some(Figure::Households),
            "persons" => Some(Figure::Persons),
            "visits" => Some(Figure::Visits),
            "amount" => Some(Figure::Amount),
            _ => None,
        }
    }
}

impl<'t> Totals<'t> {
    pub fn new(pack: &'t Pack, outcome: &'t Outcome, period: Months) -> Totals<'t> {
        Totals { pack, outcome, period }
    }

    /// A programme's figures; `None` where no roster of it was given.
    pub fn of(&self, programme: usize) -> Option<Figures> {
        let has_roster = self.outcome.rosters.iter().any(|roster| roster.programme == programme);
        has_roster.then(|| self.count(programme, self.households(programme)))
    }

    /// By township, in the order the files name them; the empty name is "none written".
    pub fn by_township(&self, programme: usize) -> Vec<(String, Figures)> {
        let mut order: Vec<u16> = Vec::new();
        let mut parts: FxHashMap<u16, Vec<&Household>> = FxHashMap::default();
        for household in self.households(programme) {
            let part = parts.entry(household.township).or_insert_with(|| {
                order.push(household.township);
                Vec::new()
            });
            part.push(household);
        }
        let last = self.last_month(programme);
        let figures = |town: u16| {
            let part = parts.remove(&town).unwrap_or_default();
            (self.outcome.towns.name(town), self.count_to(programme, part, last))
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
        let counted = parts.into_iter().map(|(month, part)| (month, self.count_to(programme, part, month)));
        counted.collect()
    }

    /// The households behind one figure, in file order.
    pub fn trace(&self, programme: usize, figure: Figure) -> Vec<Traced<'t>> {
        let last = self.last_month(programme);
        let stock = self.pack.programmes[programme].counted == Counted::Stock;
        let counted = self.households(programme).filter(|household| match figure {
            Figure::Amount => household.amount.is_some() && !self.is_pending(household),
            _ if stock => is_of(household, last),
            _ => !self.is_pending(household),
        });
        let traced =
            counted.map(|household| Traced { roster: &self.outcome.rosters[usize::from(household.source)], household });
        traced.collect()
    }

    /// How many persons a traced household counts for.
    pub fn persons_of(&self, traced: &Traced<'_>) -> Option<u32> {
        match self.pack.programmes[traced.roster.programme].entitled {
            Entitled::Person => Some(1),
            Entitled::Household => self.persons(traced.household),
        }
    }

    /// The programme's households within the period, and those of no known month.
    fn households(&self, programme: usize) -> impl Iterator<Item = &'t Household> + use<'t, '_> {
        let of_programme =
            move |household: &&Household| self.outcome.rosters[usize::from(household.source)].programme == programme;
        let in_period =
            move |household: &&Household| household.months.is_none_or(|months| self.period.contains(months.last));
        self.outcome.households.iter().filter(of_programme).filter(in_period)
    }

    fn last_month(&self, programme: usize) -> Option<Month> {
        self.households(programme).filter_map(|household| household.months).map(|months| months.last).max()
    }

    fn count(&self, programme: usize, households: impl Iterator<Item = &'t Household>) -> Figures {
        self.count_to(programme, households.collect(), self.last_month(programme))
    }

    fn count_to(&self, programme: usize, households: Vec<&Household>, last: Option<Month>) -> Figures {
        let rules = &self.pack.programmes[programme];
        let (pending, counted): (Vec<&Household>, Vec<&Household>) =
            households.into_iter().partition(|household| self.is_pending(household));
        let mut figures = match rules.counted {
            // Nothing decided is nothing known, not zero.
            _ if counted.is_empty() => Figures::default(),
            Counted::Stock => self.stock(&counted, last),
            Counted::Flow => self.flow(&counted, rules.entitled),
        };
        figures.pending = pending.len() as u64;
        figures.amount = self.amount(&counted);
        figures.months = span(&counted);
        figures
    }

    /// Who is on the list in the last month.
    fn stock(&self, households: &[&Household], last: Option<Month>) -> Figures {
        let standing = households.iter().filter(|household| is_of(household, last));
        let mut seen = FxHashMap::default();
        let mut known = true;
        for household in standing {
            let persons = self.persons(household);
            known &= persons.is_some();
            let most: &mut u64 = seen.entry(household.identity()).or_default();
            *most = (*most).max(u64::from(persons.unwrap_or(0)));
        }
        Figures {
            households: Some(seen.len() as u64),
            persons: known.then(|| seen.values().sum()),
            stock_of: last,
            ..Figures::default()
        }
    }

    /// Who was aided, once each and each time.
    fn flow(&self, households: &[&Household], entitled: Entitled) -> Figures {
        let mut seen = FxHashMap::default();
        let (mut visits, mut known) = (0, true);
        for household in households {
            let persons = match entitled {
                Entitled::Person => Some(1),
                Entitled::Household => self.persons(household).map(u64::from),
            };
            known &= persons.is_some();
            let persons = persons.unwrap_or(0);
            visits += persons;
            let most: &mut u64 = seen.entry(household.identity()).or_default();
            *most = (*most).max(persons);
        }
        Figures {
            households: (entitled == Entitled::Household).then_some(seen.len() as u64),
            persons: known.then(|| seen.values().sum()),
            visits: known.then_some(visits),
            ..Figures::default()
        }
    }

    fn persons(&self, household: &Household) -> Option<u32> {
        let roster = &self.outcome.rosters[usize::from(household.source)];
        let lists = roster.lists_members() || roster.layout == Layout::Persons;
        household.persons(lists)
    }

    /// The money of the rows that give some.
    fn amount(&self, households: &[&Household]) -> Option<Yuan> {
        let amounts: Vec<Yuan> = households.iter().filter_map(|household| household.amount).collect();
        (!amounts.is_empty()).then(|| amounts.into_iter().sum())
    }

    /// A case of a flow programme that the date which would count it has not come to.
    fn is_pending(&self, household: &Household) -> bool {
        let roster = &self.outcome.rosters[usize::from(household.source)];
        let month_of: Option<Field> = self.pack.programmes[roster.programme].month_of;
        let dated = month_of.is_some_and(|field| roster.has(field));
        roster.counted == Counted::Flow && dated && household.months.is_none()
    }
}

/// Whether a household stands in the month; where no month is known at all, every one does.
fn is_of(household: &Household, last: Option<Month>) -> bool {
    household.months.map(|months| months.last) == last
}

fn span(households: &[&Household]) -> Option<Months> {
    let months = || households.iter().filter_map(|household| household.months);
    let first = months().map(|months| months.first).min()?;
    let last = months().map(|months| months.last).max()?;
    Some(Months { first, last })
}
