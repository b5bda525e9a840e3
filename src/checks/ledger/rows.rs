//! All that was seen of one person goes in; what stands of them in one programme, month by month, comes out.

use std::collections::BTreeSet;

use super::super::lists::{APPROVED, PAYMENTS, STOPS};
use super::{Entry, Side, gives, is_in, is_of};
use crate::checks::{Scene, Whose, dead_and_paid};
use crate::day::Month;
use crate::money::Yuan;
use crate::roster::Sighting;
use crate::rules::{Counted, Entitled};

/// What stands of one person in one programme, apart.
pub(super) struct Rows<'s> {
    pub is_flow: bool,
    /// On the side that says who is due, and of these who is to be paid.
    listed: Vec<&'s Sighting>,
    pub due: Vec<&'s Sighting>,
    on_roster: Vec<&'s Sighting>,
    /// Payments: all that are surely of the programme, those that give, and those nobody can tell of.
    pub paid: Vec<&'s Sighting>,
    gave: Vec<&'s Sighting>,
    unclear: Vec<&'s Sighting>,
    stops: Vec<&'s Sighting>,
    last_of_life: Option<Month>,
    /// What says of payments that give accounts and no numbers that nothing was paid.
    nothing: Vec<&'s Sighting>,
    /// Whether the name stands on a row without a number among payments that give numbers.
    is_namesake: bool,
}

impl<'s> Rows<'s> {
    pub fn of((programme, side): (usize, Side), sightings: &'s [Sighting], scene: &Scene<'_>) -> Rows<'s> {
        let rules = &scene.pack.programmes[programme];
        let of_households = rules.entitled == Entitled::Household;
        let those = |is: &dyn Fn(&Sighting) -> bool| sightings.iter().filter(|of| is(of)).collect::<Vec<_>>();
        let is_rostered = |of: &Sighting| scene.roster(of).programme == programme;
        let listed = those(&|of| match side {
            Side::Approved => is_of(of, APPROVED, programme, scene),
            Side::Roster => is_rostered(of) && (of.is_covered() || draws(of, of_households)),
        });
        let is_payment = |of: &Sighting| scene.is_of(of, PAYMENTS) && of.is_covered();
        let is_unclear = |of: &Sighting| match scene.whose(of) {
            Whose::Of(of_row) => of_row == programme && (of.is_unclear() || of.months.is_none()),
            Whose::Perhaps(of_list) => of_list == programme,
            Whose::Nobodys => false,
        };
        let is_paid = |of: &Sighting| scene.whose(of) == Whose::Of(programme) && !of.is_unclear();
        let paid = those(&|of| is_payment(of) && is_paid(of));
        let is_nothing =
            |of: &Sighting| scene.is_by_account(of) && !of.is_covered() && scene.whose(of) == Whose::Of(programme);
        let is_named = |of: &&Sighting| of.name != 0 && scene.by_account.names.contains(&(programme, of.name));
        Rows {
            is_namesake: listed.iter().any(is_named),
            is_flow: rules.counted == Counted::Flow,
            due: listed.iter().copied().filter(|of| !of_households || of.is_head()).collect(),
            listed,
            on_roster: those(&is_rostered),
            gave: paid.iter().copied().filter(|of| gives(of)).collect(),
            paid,
            unclear: those(&|of| is_payment(of) && is_unclear(of)),
            stops: those(&|of| stops(of, programme, scene)),
            last_of_life: dead_and_paid::last_of_life(sightings, scene),
            nothing: those(&is_nothing),
        }
    }

    /// One month, of those of which payments are known, in some of them by accounts alone.
    pub fn entry(&self, month: Month, (known, by_account): (&BTreeSet<Month>, &BTreeSet<Month>)) -> Entry {
        let is_flow = self.is_flow;
        let may_be_of = |of: &&Sighting| of.months.is_none_or(|months| months.contains(month));
        let is_later = |of: &&Sighting| of.corrects() && of.months.is_some_and(|own| own.first > month);
        let holds = |stop: &&Sighting| {
            stop.months.is_none_or(|began| began.first <= month && !self.is_resumed((began.first, month), known))
        };
        let paid = if is_flow { !self.gave.is_empty() } else { is_in(&self.gave, month) };
        let is_untold = !paid && self.is_untold(month, by_account);
        Entry {
            month,
            due: is_in(&self.due, month),
            listed: if is_flow { !self.listed.is_empty() } else { self.listed.iter().any(may_be_of) },
            rostered: is_in(&self.on_roster, month),
            paid,
            unclear: is_untold || self.is_namesake || self.unclear.iter().any(|of| is_flow || may_be_of(of)),
            is_untold,
            made_up: !is_flow && self.gave.iter().any(is_later),
            stopped: self.stops.iter().any(holds),
            after_death: self.last_of_life.is_some_and(|last| month > last),
        }
    }

    /// Whether payments of a month are known by accounts, and nothing says that no account of the person got any.
    fn is_untold(&self, month: Month, by_account: &BTreeSet<Month>) -> bool {
        let is_known = if self.is_flow { !by_account.is_empty() } else { by_account.contains(&month) };
        let says_nothing = |of: &&Sighting| self.is_flow || of.months.is_none_or(|months| months.contains(month));
        is_known && !self.nothing.iter().any(says_nothing)
    }

    /// Whether somebody was paid again by a month after months without: the stop before it explains what follows no
    /// more.
    fn is_resumed(&self, (began, month): (Month, Month), known: &BTreeSet<Month>) -> bool {
        let mut since = known.range(began..=month).skip_while(|known| is_in(&self.gave, **known));
        since.any(|known| is_in(&self.gave, *known))
    }
}

/// Whether a household's money stands on the row of its head, who need not be assisted.
fn draws(sighting: &Sighting, of_households: bool) -> bool {
    of_households && sighting.is_head() && gives_money(sighting)
}

fn gives_money(sighting: &Sighting) -> bool {
    sighting.amount().is_some_and(|amount| amount > Yuan::ZERO)
}

/// A stop that names no programme, and whose list is of none, is of all.
fn stops(sighting: &Sighting, programme: usize, scene: &Scene<'_>) -> bool {
    let of_list = || scene.list_facts(sighting).and_then(|facts| facts.of);
    scene.is_of(sighting, STOPS)
        && match scene.whose(sighting) {
            Whose::Of(of) | Whose::Perhaps(of) => of == programme,
            Whose::Nobodys => of_list().is_none(),
        }
}
