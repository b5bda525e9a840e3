//! One walk over everyone seen: what questions about one person or account need to know of others.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::checks::{Home, INCOME, PAYMENTS, REGISTER, is_of_household};
use crate::roster::{AccountSighting, Declared, Holding, MeansKey, Roster, Settings, Sighting};
use crate::rules::Pack;
use crate::sorted::{NoRoom, Sorted};

use super::everyone::Everyone;

/// What is known once everyone has been looked at.
#[derive(Default)]
pub(super) struct Known {
    /// What lists of income have on the members of each household that states its own.
    pub incomes: BTreeMap<MeansKey, Vec<Sighting>>,
    /// The registered households of those paid, by their numbers.
    pub registered: BTreeMap<u64, u32>,
    /// The households of everyone who has the name of somebody that holds the account of another.
    pub homes: FxHashSet<Home>,
    /// What the rosters know of the households of those paid.
    rostered: FxHashMap<u64, u32>,
}

/// Of whom and by what something is to be known.
pub(super) struct ToKnow<'k> {
    pub paid: &'k FxHashSet<u64>,
    /// The names of those who hold the accounts of others.
    pub holders: &'k FxHashSet<u32>,
    pub declared: &'k Declared,
    pub settings: &'k Settings,
    pub pack: &'k Pack,
    pub rosters: &'k [Roster],
}

impl Known {
    pub fn of(everyone: &Everyone, to_know: &ToKnow<'_>) -> Result<Known, NoRoom> {
        let (register, income) = (to_know.lists(REGISTER), to_know.lists(INCOME));
        let programmes = to_know.rosters.iter().map(|roster| &to_know.pack.programmes[roster.programme]);
        let lists: Vec<bool> = programmes.map(|programme| programme.is_list).collect();
        let has_incomes = income.contains(&true) && !to_know.declared.is_empty();
        let mut known = Known::default();
        if !has_incomes && to_know.paid.is_empty() && to_know.holders.is_empty() {
            return Ok(known);
        }
        let mut groups = everyone.together.groups()?;
        while let Some(group) = groups.next_group()? {
            let is_paid = to_know.paid.contains(&group[0].key);
            let holds = group.iter().any(|trace| to_know.holders.contains(&trace.name));
            if !has_incomes && !is_paid && !holds {
                continue;
            }
            let mut person: Vec<Sighting> = group.iter().map(|trace| trace.seen(to_know.settings)).collect();
            person.sort_unstable();
            if is_paid {
                known.households(&person, &register, &lists);
            }
            if holds {
                known.home(&person, to_know.holders, (&register, &lists));
            }
            if has_incomes {
                known.income(&person, &income, to_know.declared);
            }
        }
        Ok(known)
    }

    /// The households a person is paid in or registered in.
    fn households(&mut self, person: &[Sighting], register: &[bool], lists: &[bool]) {
        let known = |in_these: &dyn Fn(usize) -> bool| {
            let mut of_these = person.iter().filter(|of| in_these(usize::from(of.source)) && of.household != 0);
            Some((person.first()?.key, of_these.next()?.household))
        };
        self.registered.extend(known(&|source| register[source]));
        self.rostered.extend(known(&|source| !lists[source]));
    }

    /// The households of a person by the names that hold accounts.
    fn home(&mut self, person: &[Sighting], holders: &FxHashSet<u32>, (register, lists): (&[bool], &[bool])) {
        let names: BTreeSet<u32> = person.iter().map(|of| of.name).filter(|name| holders.contains(name)).collect();
        for of in person.iter().filter(|of| of.household != 0) {
            let (source, household) = (usize::from(of.source), of.household);
            let is_home = register[source] || !lists[source];
            let home = |name| Home { name, household, is_registered: register[source] };
            self.homes.extend(names.iter().copied().map(home).filter(|_| is_home));
        }
    }

    /// What lists have on a person counts for each household they stand in.
    fn income(&mut self, person: &[Sighting], income: &[bool], declared: &Declared) {
        let listed: Vec<Sighting> = person.iter().filter(|of| income[usize::from(of.source)]).copied().collect();
        if listed.is_empty() {
            return;
        }
        let households: BTreeSet<MeansKey> = person.iter().flat_map(|member| declared.keys(member)).collect();
        for household in households {
            self.incomes.entry(household).or_default().extend(&listed);
        }
    }

    /// The account with the household its person is known to be of.
    pub fn with_household(&self, account: &AccountSighting) -> AccountSighting {
        let known = || self.rostered.get(&account.key).copied().unwrap_or(0);
        AccountSighting { household: if account.household == 0 { known() } else { account.household }, ..*account }
    }
}

impl ToKnow<'_> {
    /// Which rosters are lists of an id.
    fn lists(&self, id: &str) -> Vec<bool> {
        let programmes = self.rosters.iter().map(|roster| &self.pack.programmes[roster.programme]);
        programmes.map(|programme| programme.is_list && programme.id == id).collect()
    }
}

/// The persons paid into accounts that occur again, where their household is to be looked up.
pub(super) fn paid_into(accounts: &Sorted<AccountSighting>, in_register: bool) -> Result<FxHashSet<u64>, NoRoom> {
    let mut paid = FxHashSet::default();
    accounts.each(|account| {
        if account.key != 0 && (in_register || account.household == 0) {
            paid.insert(account.key);
        }
    })?;
    Ok(paid)
}

/// The names of those who hold the accounts of others.
pub(super) fn holding(accounts: &Sorted<AccountSighting>) -> Result<FxHashSet<u32>, NoRoom> {
    let mut holders = FxHashSet::default();
    accounts.each(|account| {
        if account.is_of_another() {
            holders.insert(account.holder);
        }
    })?;
    Ok(holders)
}

/// How many rows of each roster are paid to other people of whom nothing tells that they are of the household.
pub(super) fn apart(accounts: &Sorted<AccountSighting>, known: &Known) -> Result<FxHashMap<u16, u64>, NoRoom> {
    let mut apart = FxHashMap::default();
    accounts.each(|account| {
        if account.holding == Holding::Another
            && !is_of_household(&known.with_household(account), &known.homes, &known.registered)
        {
            *apart.entry(account.source).or_default() += 1;
        }
    })?;
    Ok(apart)
}

/// The numbers of those who stand with one account and one name among the payments and beside them, under another number on each side:
/// one of the two may be mistyped.
pub(super) fn mistyped(
    accounts: &Sorted<AccountSighting>,
    rosters: &[Roster],
    pack: &Pack,
) -> Result<FxHashSet<u64>, NoRoom> {
    let is_payments = |roster: &Roster| pack.programmes[roster.programme].id == PAYMENTS && roster.gives_numbers();
    let payments: Vec<bool> = rosters.iter().map(is_payments).collect();
    let mut mistyped = FxHashSet::default();
    if !payments.contains(&true) {
        return Ok(mistyped);
    }
    let mut groups = accounts.groups()?;
    while let Some(group) = groups.next_group()? {
        let numbered = group.iter().filter(|of| of.key != 0 && of.name != 0);
        let (paid, listed): (Vec<&AccountSighting>, Vec<&AccountSighting>) =
            numbered.partition(|of| payments[usize::from(of.source)]);
        let (paid, listed) = (alone(&paid, &listed), alone(&listed, &paid));
        let names: [FxHashSet<u32>; 2] = [&paid, &listed].map(|side| side.iter().map(|of| of.name).collect());
        let both = paid.iter().chain(&listed).filter(|of| names.iter().all(|side| side.contains(&of.name)));
        mistyped.extend(both.map(|of| of.key));
    }
    Ok(mistyped)
}

/// Those of one side whose number nobody of the other has.
fn alone<'s>(side: &[&'s AccountSighting], other: &[&AccountSighting]) -> Vec<&'s AccountSighting> {
    let keys: FxHashSet<u64> = other.iter().map(|of| of.key).collect();
    side.iter().copied().filter(|of| !keys.contains(&of.key)).collect()
}
