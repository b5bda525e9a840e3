//! One bank account that takes the money of several people who are not of one household.

use std::collections::{BTreeMap, BTreeSet};

use super::{Question, Reporter, Scene, check};
use crate::day::Month;
use crate::field::Field;
use crate::finding::{Direction, Place, Severity};
use crate::lang::{Lang, several};
use crate::roster::{AccountSighting, Holding};
use crate::say;

check!("shared-account", "shared_account", Question::Account(account));

/// From so many people on, whoever holds the account is an agent.
const AGENT: usize = 3;
/// So many places are named.
const SHOWN: usize = 20;

/// Sheets that name no month are compared within themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum When {
    Month(Month),
    Sheet(u16),
}

/// Who is paid in one month: a family each, with the first row that names it.
type Families<'s> = BTreeMap<usize, &'s AccountSighting>;

fn account(sightings: &[AccountSighting], scene: &Scene<'_>, report: &mut Reporter) {
    let asks = |sighting: &&AccountSighting| {
        let programme = &scene.pack.programmes[scene.rosters[usize::from(sighting.source)].programme];
        programme.checks.iter().any(|asked| asked.name == CHECK.name)
    };
    let sightings: Vec<AccountSighting> = sightings.iter().filter(asks).copied().collect();
    if sightings.iter().all(|sighting| sighting.holding == Holding::Guardian) {
        return;
    }
    let paid = paid(&sightings, &families(&sightings, scene));
    let most = paid.values().max_by_key(|families| families.len());
    if let Some(most) = most {
        find(most, &paid, &sightings, scene, report);
    }
}

/// Whether an account takes the money of several families in one month: what else is amiss with it is asked with that.
pub(super) fn takes_several(sightings: &[AccountSighting], scene: &Scene<'_>) -> bool {
    !paid(sightings, &families(sightings, scene)).is_empty()
}

/// The months, or sheets, in which several families are paid.
fn paid<'s>(sightings: &'s [AccountSighting], families: &[usize]) -> BTreeMap<When, Families<'s>> {
    let mut paid: BTreeMap<When, Families<'_>> = BTreeMap::new();
    for (sighting, family) in sightings.iter().zip(families) {
        for when in times(sighting) {
            paid.entry(when).or_default().entry(*family).or_insert(sighting);
        }
    }
    paid.retain(|_, families| families.len() > 1);
    paid
}

fn times(sighting: &AccountSighting) -> Vec<When> {
    match sighting.months {
        Some(months) => months.each().map(When::Month).collect(),
        None => vec![When::Sheet(sighting.source)],
    }
}

/// The family of each sighting: rows that share a household, a person or a registered household are of one.
fn families(sightings: &[AccountSighting], scene: &Scene<'_>) -> Vec<usize> {
    let mut families: Vec<usize> = (0..sightings.len()).collect();
    let mut known: BTreeMap<(u8, u64), usize> = BTreeMap::new();
    let are_numbered = sightings.iter().all(|sighting| sighting.key != 0);
    for (place, sighting) in sightings.iter().enumerate() {
        // A name tells people apart only where no number does; payments may give no number of somebody whose roster does, or a
        // mistyped one.
        let tells_by_name = !are_numbered || scene.mistyped.contains(&sighting.key);
        let name = if tells_by_name { sighting.name } else { 0 };
        let registered = scene.registered.get(&sighting.key).copied().unwrap_or(0);
        let marks = [u64::from(sighting.household), u64::from(registered), sighting.key, u64::from(name)];
        for (kind, mark) in (0..).zip(marks).filter(|(_, mark)| *mark != 0) {
            let other = *known.entry((kind, mark)).or_insert(place);
            join(&mut families, place, other);
        }
    }
    for (place, payment) in sightings.iter().enumerate().filter(|(_, of)| names_holder_alone(of, scene)) {
        let holds = |other: &AccountSighting| other.holder == payment.holder && !names_holder_alone(other, scene);
        if let Some(other) = sightings.iter().position(holds) {
            join(&mut families, place, other);
        }
    }
    (0..sightings.len()).map(|place| root(&families, place)).collect()
}

/// Whether a payment names only who holds the account: where a roster has the same holder it is for one of those paid there, and
/// nobody besides.
fn names_holder_alone(sighting: &AccountSighting, scene: &Scene<'_>) -> bool {
    let is_list = scene.rosters[usize::from(sighting.source)].list.is_some();
    is_list && sighting.key == 0 && sighting.holder != 0 && sighting.name == sighting.holder
}

fn root(families: &[usize], mut place: usize) -> usize {
    while families[place] != place {
        place = families[place];
    }
    place
}

fn join(families: &mut [usize], one: usize, other: usize) {
    let (one, other) = (root(families, one), root(families, other));
    families[one.max(other)] = one.min(other);
}

fn find(
    most: &Families<'_>,
    paid: &BTreeMap<When, Families<'_>>,
    sightings: &[AccountSighting],
    scene: &Scene<'_>,
    report: &mut Reporter,
) {
    let lang = report.lang;
    let months = paid.keys().filter(|when| matches!(when, When::Month(_))).count() as u32;
    let payees = most.len();
    let holder = holder(most, sightings, lang);
    let during = match months {
        0 => String::new(),
        months => {
            let so_many = several(months, "month");
            say!(lang, "，共{months}个月", ", in {so_many}")
        }
    };
    let message = say!(
        lang,
        "同一账户同一个月收{payees}户（人）的钱，他们不在同一户{during}；{holder}",
        "one account takes the money of {payees} payees of different households in one month{during}; {holder}"
    );
    let place = |sighting: &AccountSighting| {
        let roster = &scene.rosters[usize::from(sighting.source)];
        sighting.place(roster.column(Field::Account))
    };
    let places: BTreeSet<Place> = most.values().map(|sighting| place(sighting)).collect();
    let Some(first) = places.first().copied() else { return };
    let roster = &scene.rosters[usize::from(first.source)];
    let programme = roster.list.as_ref().and_then(|facts| facts.of).unwrap_or(roster.programme);
    let finding = report.asks(CHECK.name, programme).find(Severity::Suspicion, first, message);
    for place in places.into_iter().skip(1).take(SHOWN) {
        finding.at(place);
    }
    finding.stakes(Direction::TooMuch, None, Some(months).filter(|months| *months > 0)).clears(say!(
        lang,
        "逐人核实存折（卡）由谁保管、钱是否到本人手里；代领的查委托书，确属一家的注明关系，账号录错的改正",
        "ask each payee who keeps the passbook and whether the money arrives; see the mandate of an agent, note the kinship, correct a mistyped account"
    ));
}

/// What is known of whose account it is.
fn holder(most: &Families<'_>, sightings: &[AccountSighting], lang: Lang) -> String {
    let holders: BTreeSet<u32> =
        sightings.iter().map(|sighting| sighting.holder).filter(|holder| *holder != 0).collect();
    let is_payee = |holder: &u32| sightings.iter().any(|sighting| sighting.name == *holder);
    let payees = most.len();
    match holders.len() {
        0 => say!(lang, "名册没有写户名", "the roster does not name the holder"),
        1 if holders.iter().all(is_payee) => say!(lang, "户名是其中一人", "its holder is one of them"),
        1 if payees >= AGENT => say!(
            lang,
            "户名不是其中任何人，一人代{payees}户（人）领取",
            "its holder is none of them and draws for {payees}"
        ),
        1 => say!(lang, "户名不是其中任何人", "its holder is none of them"),
        names => say!(lang, "户名写法有{names}个", "its holder is written in {names} ways"),
    }
}
