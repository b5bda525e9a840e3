//! What one person was due by the roster or the approvals, beside what the payments of those months say.

use std::collections::BTreeSet;

use super::{Reporter, Scene, dead_and_paid, unknown_month};
use crate::day::{Month, Months};
use crate::field::Field;
use crate::lang::Lang;
use crate::money::Yuan;
use crate::roster::{Layout, Roster, Sighting};
use crate::rules::{Counted, Entitled};
use crate::say;

/// The list of what was paid.
pub const PAYMENTS: &str = "payments";

/// One person in one programme, month by month, as far as lists of payments go.
pub(super) struct Ledger<'s> {
    pub programme: usize,
    pub side: Side,
    /// Entries that are to be paid: of households, only those of heads.
    pub due: Vec<&'s Sighting>,
    pub paid: Vec<&'s Sighting>,
    pub months: Vec<Entry>,
    /// Whether households are entitled, of which another member may have been paid.
    pub of_households: bool,
    /// Whether whoever may be paid stands by name on the side that says who is due.
    pub names_all: bool,
    /// Whether what is due in a month may be paid in another.
    pub is_flow: bool,
}

/// One month of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub month: Month,
    pub due: bool,
    /// On the roster at all, be it as a member of a household.
    pub listed: bool,
    pub paid: bool,
    pub stopped: bool,
    /// A list has the person dead by then; what the roster still says of them is `dead-and-paid`'s to find.
    pub after_death: bool,
}

/// What says who is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Approved,
    Roster,
}

/// Months in which both sides give an amount, and not the same.
pub(super) struct Difference<'s> {
    pub due: Yuan,
    pub paid: Yuan,
    pub months: u32,
    pub due_at: &'s Sighting,
    pub paid_at: &'s Sighting,
}

impl Side {
    pub fn text(self, lang: Lang) -> String {
        match self {
            Side::Approved => say!(lang, "审批名单", "the approvals"),
            Side::Roster => say!(lang, "花名册", "the roster"),
        }
    }
}

/// A ledger for each programme whose payments are known, and each side that speaks of their months.
pub(super) fn ledgers<'s>(sightings: &'s [Sighting], scene: &Scene<'_>, report: &mut Reporter) -> Vec<Ledger<'s>> {
    if sightings.iter().any(|sighting| sighting.months.is_none() && !scene.is_of(sighting, "stops")) {
        report.cannot_check(unknown_month(report.lang));
    }
    let mut ledgers = Vec::new();
    for programme in programmes(sightings, scene) {
        let Some(months) = scene.paid_in.get(&programme) else {
            let name = scene.pack.programmes[programme].name.get(report.lang);
            report.cannot_check(say!(
                report.lang,
                "没有写明月份的{name}发放清单",
                "there is no list of payments of {name} that says its months"
            ));
            continue;
        };
        for side in [Side::Approved, Side::Roster] {
            let of_side: Vec<Month> =
                months.iter().copied().filter(|month| side_of(programme, *month, scene) == Some(side)).collect();
            if !of_side.is_empty() {
                ledgers.push(ledger(programme, side, &of_side, sightings, scene));
            }
        }
        if months.iter().any(|month| side_of(programme, *month, scene).is_none()) {
            let name = scene.pack.programmes[programme].name.get(report.lang);
            report.cannot_check(say!(
                report.lang,
                "有的月份只有{name}发放清单，没有当月的花名册或审批名单",
                "for some months there are payments of {name} and neither a roster nor approvals"
            ));
        }
    }
    ledgers
}

/// The programmes the sightings are of.
fn programmes(sightings: &[Sighting], scene: &Scene<'_>) -> BTreeSet<usize> {
    let of = |sighting: &Sighting| match scene.list_facts(sighting) {
        Some(facts) => facts.of,
        None => Some(scene.roster(sighting).programme),
    };
    sightings.iter().filter_map(of).collect()
}

fn is_list_of(roster: &Roster, list: &str, programme: usize, scene: &Scene<'_>) -> bool {
    scene.pack.programmes[roster.programme].id == list
        && roster.list.as_ref().is_some_and(|facts| facts.of == Some(programme))
}

/// Approvals of the month, if there are any, say who is due; else its roster does.
fn side_of(programme: usize, month: Month, scene: &Scene<'_>) -> Option<Side> {
    let flow = scene.pack.programmes[programme].counted == Counted::Flow;
    let covers = |roster: &&Roster| flow || roster.months.is_some_and(|months| months.contains(month));
    let mut approvals = scene.rosters.iter().filter(|roster| is_list_of(roster, "approved", programme, scene));
    if approvals.any(|roster| covers(&roster)) {
        return Some(Side::Approved);
    }
    let of_rows = || scene.rostered.get(&programme).is_some_and(|months| months.contains(&month));
    let mut rosters = scene.rosters.iter().filter(|roster| roster.programme == programme);
    (rosters.any(|roster| covers(&roster)) || of_rows()).then_some(Side::Roster)
}

fn ledger<'s>(
    programme: usize,
    side: Side,
    months: &[Month],
    sightings: &'s [Sighting],
    scene: &Scene<'_>,
) -> Ledger<'s> {
    let rules = &scene.pack.programmes[programme];
    let of_list = |list: &'static str| {
        sightings.iter().filter(move |sighting| is_list_of(scene.roster(sighting), list, programme, scene))
    };
    let on_roster = sightings.iter().filter(|of| scene.roster(of).programme == programme && of.is_covered());
    let listed: Vec<&Sighting> = match side {
        Side::Approved => of_list("approved").collect(),
        Side::Roster => on_roster.collect(),
    };
    let of_households = rules.entitled == Entitled::Household;
    let due: Vec<&Sighting> = listed.iter().copied().filter(|of| !of_households || of.is_head()).collect();
    let paid: Vec<&Sighting> = of_list(PAYMENTS).filter(|payment| payment.is_covered()).collect();
    let stops: Vec<&Sighting> = sightings.iter().filter(|of| stops(of, programme, scene)).collect();
    let last_of_life = dead_and_paid::last_of_life(sightings, scene);
    let is_flow = rules.counted == Counted::Flow;
    let entry = |month: &Month| Entry {
        month: *month,
        due: is_in(&due, *month),
        listed: if is_flow { !listed.is_empty() } else { is_in(&listed, *month) },
        paid: if is_flow { !paid.is_empty() } else { is_in(&paid, *month) },
        stopped: is_in(&stops, *month) || stops.iter().any(|stop| stop.months.is_none()),
        after_death: last_of_life.is_some_and(|last| *month > last),
    };
    let is_of_side = |roster: &&Roster| match side {
        Side::Approved => is_list_of(roster, "approved", programme, scene),
        Side::Roster => roster.programme == programme,
    };
    Ledger {
        programme,
        side,
        months: months.iter().map(entry).filter(|entry| is_flow || entry.due || entry.paid).collect(),
        of_households,
        names_all: !of_households || scene.rosters.iter().filter(is_of_side).all(Roster::lists_members),
        is_flow,
        due,
        paid,
    }
}

/// A list of stops that names no programme is of all.
fn stops(sighting: &Sighting, programme: usize, scene: &Scene<'_>) -> bool {
    let of = scene.list_facts(sighting).and_then(|facts| facts.of);
    scene.is_of(sighting, "stops") && of.is_none_or(|of| of == programme)
}

fn is_in(sightings: &[&Sighting], month: Month) -> bool {
    sightings.iter().any(|sighting| sighting.months.is_some_and(|months| months.contains(month)))
}

/// What some entries give in all, if they are of these months alone.
pub(super) fn in_all(entries: &[&Sighting], months: &[Month]) -> Option<Yuan> {
    let is_alone = |of: &&Sighting| of.months.is_some_and(|own| own.each().all(|month| months.contains(&month)));
    let sum = || entries.iter().map(|entry| entry.amount()).sum::<Option<Yuan>>();
    entries.iter().all(is_alone).then(sum).flatten()
}

impl<'s> Ledger<'s> {
    /// Where one entry and its payment are of the same months and differ, one way or the other.
    pub fn difference(&self, too_much: bool, scene: &Scene<'_>, report: &mut Reporter) -> Option<Difference<'s>> {
        let mut all: Option<Difference<'s>> = None;
        for due_at in self.due.iter().copied() {
            let Some(months) = due_at.months.filter(|months| self.months.iter().any(|of| months.contains(of.month)))
            else {
                continue;
            };
            let Some((due, paid, paid_at)) = self.met(due_at, scene, report) else { continue };
            if (paid > due) != too_much || paid == due {
                continue;
            }
            let sum = all.get_or_insert(Difference { due: Yuan::ZERO, paid: Yuan::ZERO, months: 0, due_at, paid_at });
            sum.due += due;
            sum.paid += paid;
            sum.months += months.count();
        }
        all
    }

    /// The only entry of its months, and the sum of the payments of just these months.
    fn met(&self, due_at: &Sighting, scene: &Scene<'_>, report: &mut Reporter) -> Option<(Yuan, Yuan, &'s Sighting)> {
        let same = |of: &&&Sighting| of.months == due_at.months;
        if self.is_flow || self.due.iter().filter(same).count() > 1 {
            return None;
        }
        let payments: Vec<&'s Sighting> = self.paid.iter().filter(same).copied().collect();
        let paid_at = *payments.first()?;
        if !is_comparable(scene.roster(due_at), scene.roster(paid_at), due_at.months) {
            let (due, paid) = (scene.roster(due_at).short_title(), scene.roster(paid_at).short_title());
            report.cannot_check(say!(
                report.lang,
                "{due}与{paid}的金额口径不同（每人、每户、每月或合计），没有比金额",
                "amounts in {due} and {paid} are not of one kind (a person, a household, a month or in all) and were not compared"
            ));
            return None;
        }
        let paid: Yuan = payments.iter().map(|payment| payment.amount()).sum::<Option<Yuan>>()?;
        Some((due_at.amount()?, paid, paid_at))
    }
}

/// Whether the amounts of two sheets mean the same.
fn is_comparable(due: &Roster, paid: &Roster, months: Option<Months>) -> bool {
    let parts = [Field::ClassifiedAmount, Field::OtherAmount].iter().any(|part| due.has(*part));
    let one_month = months.is_some_and(|months| months.count() == 1);
    due.layout != Layout::HouseholdRows
        && match (due.has(Field::Amount), paid.has(Field::Amount)) {
            (true, true) | (false, false) => true,
            (true, false) => one_month,
            (false, true) => one_month && !parts,
        }
}
