//! One walk over everyone seen: what questions about one person or account need to know of others.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::checks::{self, Check, INCOME, Question, REGISTER};
use crate::roster::{AccountSighting, MeansKey, Roster, Sighting};
use crate::sorted::NoRoom;

use super::Run;
use super::namesakes::Shared;
use super::seen::Seen;

/// What is known once everyone has been looked at.
pub(super) struct Known {
    /// What lists of income have on the members of each household that states its own.
    pub incomes: BTreeMap<MeansKey, Vec<Sighting>>,
    /// The registered households of those paid, by their numbers.
    pub registered: BTreeMap<u64, u32>,
    /// What the rosters know of the households of those paid.
    rostered: FxHashMap<u64, u32>,
    /// Names that people share, with more than the name; `None` where nobody asks.
    pub shared: Option<Shared>,
}

impl Known {
    pub fn of(run: &Run<'_>, seen: &mut Seen, rosters: &[Roster]) -> Result<Known, NoRoom> {
        let of_list = |id: &str| -> Vec<bool> {
            let programmes = rosters.iter().map(|roster| &run.pack.programmes[roster.programme]);
            programmes.map(|programme| programme.is_list && programme.id == id).collect()
        };
        let (income, register) = (of_list(INCOME), of_list(REGISTER));
        let lists: Vec<bool> = rosters.iter().map(|roster| run.pack.programmes[roster.programme].is_list).collect();
        let has_incomes = income.contains(&true) && !seen.means.is_empty();
        let paid = paid(seen, register.contains(&true))?;
        let mut known = Known {
            incomes: BTreeMap::new(),
            registered: BTreeMap::new(),
            rostered: FxHashMap::default(),
            shared: asks_for_namesakes(run, rosters).then(|| Shared::new(seen.people.len())),
        };
        let mut groups = seen.people.groups()?;
        while let Some(group) = groups.next_group()? {
            known.shared.iter_mut().for_each(|shared| shared.add(group));
            let is_paid = paid.contains(&group[0].key);
            if !has_incomes && !is_paid {
                continue;
            }
            let mut person: Vec<Sighting> = group.iter().map(|trace| trace.seen(&seen.settings)).collect();
            person.sort_unstable();
            if is_paid {
                known.households(&person, &register, &lists);
            }
            if has_incomes {
                known.income(&person, &income, |household| seen.means.contains_key(household));
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

    /// What lists have on a person counts for each household they stand in.
    fn income(&mut self, person: &[Sighting], income: &[bool], states_means: impl Fn(&MeansKey) -> bool) {
        let listed: Vec<Sighting> = person.iter().filter(|of| income[usize::from(of.source)]).copied().collect();
        if listed.is_empty() {
            return;
        }
        let keys = person.iter().map(|member| (member.source, member.household, member.months));
        let households: BTreeSet<MeansKey> = keys.filter(states_means).collect();
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

fn asks_for_namesakes(run: &Run<'_>, rosters: &[Roster]) -> bool {
    let asked = |check: &Check| rosters.iter().any(|roster| check.is_asked_by(&run.pack.programmes[roster.programme]));
    checks::ALL.iter().any(|check| matches!(check.question, Question::Namesakes(_)) && asked(check))
}

/// The persons paid into accounts that occur again, where their household is to be looked up.
fn paid(seen: &Seen, in_register: bool) -> Result<FxHashSet<u64>, NoRoom> {
    let mut paid = FxHashSet::default();
    seen.paid.each(|account| {
        if account.key != 0 && (in_register || account.household == 0) {
            paid.insert(account.key);
        }
    })?;
    Ok(paid)
}
