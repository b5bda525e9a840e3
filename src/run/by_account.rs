//! Payments without identity numbers and the accounts of rosters go in; each payment comes out as somebody's whose
//! account it was paid into, where nobody else can be meant.
//!
//! Both are walked in the order of their accounts, once to hold what was paid, once for accounts that nothing was paid
//! into.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashSet;

use crate::checks::{ByAccount, PAYMENTS, Purposes, Whose};
use crate::day::Months;
use crate::roster::{AccountSighting, Roster, Setting, Settings, Trace, Unnumbered};
use crate::rules::{Counted, Entitled, Pack};
use crate::sorted::{Groups, Keyed, NoRoom, Parted, Sorted};

/// What payments are held against.
pub(super) struct Books<'b> {
    pub pack: &'b Pack,
    pub rosters: &'b [Roster],
    pub settings: &'b Settings,
    pub purposes: &'b Purposes<'b>,
    /// Bytes that may stay in memory of each kind.
    pub memory: usize,
}

/// Whom a payment is held against.
enum Payee {
    One(u64),
    Several,
    OtherName,
    Nobody,
}

/// The programmes and names of payments held against nobody: whom they may be of did perhaps get them.
type Names = FxHashSet<(usize, u32)>;

impl Books<'_> {
    /// Adds what payments without numbers say to what was seen of everybody.
    pub fn hold(
        &self,
        payments: Parted<Unnumbered>,
        accounts: Parted<AccountSighting>,
        people: &mut Parted<Trace>,
    ) -> Result<ByAccount, NoRoom> {
        let mut all = ByAccount::default();
        if payments.count() == 0 {
            return Ok(all);
        }
        let payments = payments.sorted(self.memory)?;
        let accounts = match self.rosters.iter().any(|roster| self.is_by_account(roster)) {
            true => accounts.sorted(self.memory)?,
            false => Sorted::default(),
        };
        let mut names = Names::default();
        each_account(&payments, &accounts, |paid, owners| {
            self.hold_account((paid, owners), (&mut all, &mut names), people);
            people.spill_beyond(self.memory)
        })?;
        let known = self.months_known(&all);
        each_account(&payments, &accounts, |paid, owners| {
            self.note_nothing((paid, owners), (&known, &names), people);
            people.spill_beyond(self.memory)
        })?;
        Ok(all)
    }

    /// Whether a list of payments gives nobody's number.
    fn is_by_account(&self, roster: &Roster) -> bool {
        self.pack.programmes[roster.programme].id == PAYMENTS && roster.list.is_some() && !roster.gives_numbers()
    }

    /// The programme of the run that payments are of, if any.
    fn programme(&self, setting: &Setting) -> Option<usize> {
        match self.purposes.whose(setting.source, setting.purpose) {
            Whose::Of(of) | Whose::Perhaps(of) => {
                self.rosters.iter().any(|roster| roster.programme == of).then_some(of)
            }
            Whose::Nobodys => None,
        }
    }

    /// Holds what was paid into one account.
    fn hold_account(
        &self,
        (paid, owners): (&[Unnumbered], &[AccountSighting]),
        (all, names): (&mut ByAccount, &mut Names),
        people: &mut Parted<Trace>,
    ) {
        let mut perhaps: BTreeSet<(u64, u32)> = BTreeSet::new();
        for payment in paid {
            let setting = self.settings.of(payment.trace.setting);
            let Some(programme) = self.programme(setting) else { continue };
            let held = all.lists.entry(setting.source).or_default();
            let written = [payment.trace.name, payment.holder].map(|name| (programme, name));
            if !self.is_by_account(&self.rosters[usize::from(setting.source)]) {
                held.beside_numbers += 1;
                all.names.extend(written);
                continue;
            }
            let of_time = self.owners(owners, (programme, setting.months));
            match self.payee(payment, programme, &of_time) {
                Payee::One(key) => {
                    held.held += 1;
                    people.push(&payment.trace.held_against(key));
                    continue;
                }
                Payee::Several => held.of_several += 1,
                Payee::OtherName => held.of_other_name += 1,
                Payee::Nobody => held.on_no_roster += 1,
            }
            names.extend(written);
            let of_setting = of_time.iter().map(|owner| (owner.key, payment.trace.setting));
            perhaps.extend(of_setting.filter(|_| payment.trace.is_covered()));
        }
        perhaps.iter().for_each(|(key, setting)| people.push(&Trace::of_something(*key, *setting)));
    }

    /// Who has the account by the rosters of a programme: in the months of a payment, if anybody has it then. Aid
    /// granted once may be paid in another month.
    fn owners<'o>(
        &self,
        owners: &'o [AccountSighting],
        (programme, months): (usize, Option<Months>),
    ) -> Vec<&'o AccountSighting> {
        let is_of =
            |owner: &&AccountSighting| owner.key != 0 && self.rosters[usize::from(owner.source)].programme == programme;
        let all: Vec<&AccountSighting> = owners.iter().filter(is_of).collect();
        let meets = |owner: &&&AccountSighting| meet(owner.months, months);
        let of_time: Vec<&AccountSighting> = all.iter().filter(meets).copied().collect();
        let is_flow = self.pack.programmes[programme].counted == Counted::Flow;
        if is_flow || of_time.is_empty() { all } else { of_time }
    }

    fn payee(&self, payment: &Unnumbered, programme: usize, owners: &[&AccountSighting]) -> Payee {
        let (Some(first), name) = (owners.first(), payment.name()) else { return Payee::Nobody };
        let by_household = self.pack.programmes[programme].entitled == Entitled::Household && first.household != 0;
        let is_one = |of: &[&AccountSighting]| {
            of.iter().all(|owner| owner.key == of[0].key || (by_household && owner.household == of[0].household))
        };
        // Of several people the row may name one.
        let named = owners.iter().filter(|owner| payment.trace.name != 0 && owner.name == payment.trace.name);
        let owners = if is_one(owners) { owners.to_vec() } else { named.copied().collect() };
        if owners.is_empty() || !is_one(&owners) {
            return Payee::Several;
        }
        // Where only the name of the head holds a household together, it is the household.
        let names = |owner: &&AccountSighting| [owner.name, owner.holder, owner.household].contains(&name);
        if name != 0 && !owners.iter().any(names) {
            return Payee::OtherName;
        }
        let head = owners.iter().filter(|owner| owner.is_head).chain(&owners).next();
        head.map_or(Payee::Nobody, |head| Payee::One(head.key))
    }

    /// The months of lists of which something was held, by programme, each with the number of a setting.
    fn months_known(&self, all: &ByAccount) -> BTreeMap<(usize, Months), u32> {
        let mut known = BTreeMap::new();
        for (number, setting) in (0..).zip(self.settings.all()) {
            let is_held = all.lists.get(&setting.source).is_some_and(|list| list.held > 0);
            let of = self.programme(setting).zip(setting.months).filter(|_| is_held);
            if let Some((programme, months)) = of {
                known.entry((programme, months)).or_insert(number);
            }
        }
        known
    }

    /// Notes of those who have an account that nothing was paid into, whoever was meant, in months of which payments
    /// are known.
    fn note_nothing(
        &self,
        (paid, owners): (&[Unnumbered], &[AccountSighting]),
        (known, names): (&BTreeMap<(usize, Months), u32>, &Names),
        people: &mut Parted<Trace>,
    ) {
        let mut noted: BTreeSet<(u64, u32)> = BTreeSet::new();
        for owner in owners.iter().filter(|owner| owner.key != 0) {
            let own = self.rosters[usize::from(owner.source)].programme;
            let is_flow = self.pack.programmes[own].counted == Counted::Flow;
            if [owner.name, owner.holder].iter().any(|name| *name != 0 && names.contains(&(own, *name))) {
                continue;
            }
            let of_own = known.iter().filter(|((of, months), _)| *of == own && meet(owner.months, Some(*months)));
            for ((_, months), setting) in of_own {
                let came = |payment: &Unnumbered| {
                    let setting = self.settings.of(payment.trace.setting);
                    self.programme(setting) == Some(own) && (is_flow || meet(setting.months, Some(*months)))
                };
                if !paid.iter().any(came) && noted.insert((owner.key, *setting)) {
                    people.push(&Trace::of_nothing(owner.key, *setting));
                }
            }
        }
    }
}

fn meet(one: Option<Months>, other: Option<Months>) -> bool {
    one.zip(other).is_none_or(|(one, other)| one.overlap(other))
}

/// Visits each account, with what was paid into it and who has it.
fn each_account(
    payments: &Sorted<Unnumbered>,
    accounts: &Sorted<AccountSighting>,
    mut visit: impl FnMut(&[Unnumbered], &[AccountSighting]) -> Result<(), NoRoom>,
) -> Result<(), NoRoom> {
    let (mut payments, mut accounts) = (payments.groups()?, accounts.groups()?);
    let (mut paid, mut owners) = (Vec::new(), Vec::new());
    advance(&mut payments, &mut paid)?;
    advance(&mut accounts, &mut owners)?;
    while let Some(account) =
        [paid.first().map(Keyed::sort_key), owners.first().map(Keyed::sort_key)].into_iter().flatten().min()
    {
        let is_paid = paid.first().is_some_and(|payment: &Unnumbered| payment.account == account);
        let is_owned = owners.first().is_some_and(|owner: &AccountSighting| owner.account == account);
        visit(if is_paid { &paid } else { &[] }, if is_owned { &owners } else { &[] })?;
        if is_paid {
            advance(&mut payments, &mut paid)?;
        }
        if is_owned {
            advance(&mut accounts, &mut owners)?;
        }
    }
    Ok(())
}

/// Takes up the next group; nothing where there is none.
fn advance<T: Keyed + Copy>(groups: &mut Groups<'_, T>, group: &mut Vec<T>) -> Result<(), NoRoom> {
    group.clear();
    group.extend_from_slice(groups.next_group()?.unwrap_or_default());
    Ok(())
}
