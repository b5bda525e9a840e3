//! Months paid by an older standard go in; what each person or household is still owed comes out.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::checks::{MadeUp, Stale};
use crate::day::Month;
use crate::finding::Place;
use crate::money::Yuan;
use crate::rules::{Basis, Entitled, Pack, Seen};
use crate::run::{ArrearsRow, Outcome, Owing};

/// What one person or household is owed, as long as paid and due stay the same.
#[derive(Debug, Clone)]
pub struct Arrear {
    /// Where it first stands.
    pub place: Place,
    /// Index into the pack.
    pub programme: usize,
    key: u64,
    household: Option<u64>,
    pub name: String,
    pub id: String,
    pub township: u32,
    pub persons: u32,
    /// In order, each once however often it is listed.
    pub months: Vec<Month>,
    /// Of a month.
    pub paid: Yuan,
    pub due: Yuan,
    /// Of this, paid later as arrears.
    pub made_up: Yuan,
    /// The last month of the older standard.
    pub then: Month,
    pub now: Vec<Arc<Basis>>,
    pub before: Vec<Arc<Basis>>,
    /// Whether nothing but the older standard makes what was paid, and no rule allows it.
    pub certain: bool,
}

/// What is owed in one programme.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Owed {
    /// 0 where persons, not households, are entitled.
    pub households: usize,
    pub persons: u32,
    pub months: usize,
    pub yuan: Yuan,
}

/// Who is owed what: a person without a number is told by the row.
type Whose = (usize, u64, Option<Place>);

/// What is still owed on a day, by where it first stands.
pub fn arrears(outcome: &Outcome, as_of: NaiveDate) -> Vec<Arrear> {
    let mut found: BTreeMap<(Whose, Yuan, Yuan), Arrear> = BTreeMap::new();
    let mut payments: Vec<(&ArrearsRow, MadeUp)> = Vec::new();
    let is_begun = |month: Option<Month>| month.is_none_or(|month| month.first_day() <= as_of);
    for row in &outcome.arrears {
        match &row.what {
            Owing::MadeUp(made_up) if is_begun(made_up.in_month) => payments.push((row, *made_up)),
            Owing::Short(stale) if is_begun(Some(stale.month)) => {
                let arrear = found.entry((whose(row), stale.paid, stale.due));
                arrear.or_insert_with(|| Arrear::first(row, stale)).months.push(stale.month);
            }
            Owing::MadeUp(_) | Owing::Short(_) => {}
        }
    }
    let mut all: Vec<Arrear> = found.into_values().collect();
    all.sort_by_key(|arrear| (arrear.place, arrear.months.iter().min().copied()));
    for arrear in &mut all {
        arrear.months.sort_unstable();
        arrear.months.dedup();
    }
    make_up(&mut all, payments);
    all.retain(|arrear| arrear.owed() > Yuan::ZERO);
    all
}

/// A month that is still short.
struct Short {
    /// Index of what is owed.
    of: usize,
    month: Month,
    yuan: Yuan,
}

/// Takes off what was paid later: each payment goes to the months its note names, else to the earliest up to its own.
/// Those that could go to fewer months go first.
fn make_up(all: &mut [Arrear], mut payments: Vec<(&ArrearsRow, MadeUp)>) {
    let mut own: BTreeMap<Whose, Vec<Short>> = BTreeMap::new();
    let mut households: BTreeMap<(usize, u64), Vec<Whose>> = BTreeMap::new();
    for (of, arrear) in all.iter().enumerate() {
        let short = arrear.months.iter().map(|month| Short { of, month: *month, yuan: arrear.difference() });
        own.entry(arrear.whose()).or_default().extend(short);
        if let Some(household) = arrear.household {
            households.entry((arrear.programme, household)).or_default().push(arrear.whose());
        }
    }
    own.values_mut().for_each(|short| short.sort_by_key(|short| short.month));
    payments.sort_by_key(|(_, paid)| (paid.of.is_none(), paid.in_month.is_none(), paid.in_month));
    for (row, paid) in payments {
        // A household may have another head by the time it is paid.
        let of_household = || households.get(&(row.programme, row.household?))?.first().copied();
        let payee = Some(whose(row)).filter(|whose| own.contains_key(whose)).or_else(of_household);
        let short = payee.and_then(|payee| own.get_mut(&payee)).into_iter().flatten();
        let mut left = paid.yuan;
        for short in short.filter(|short| reaches(&paid, short.month)) {
            let taken = short.yuan.min(left);
            short.yuan = short.yuan - taken;
            left = left - taken;
            all[short.of].made_up += taken;
        }
    }
}

/// Whether a payment can be for a month: nobody makes up for what is not short yet.
fn reaches(paid: &MadeUp, month: Month) -> bool {
    match paid.of {
        Some(named) => named.contains(month),
        None => paid.in_month.is_none_or(|paid| paid >= month),
    }
}

fn whose(row: &ArrearsRow) -> Whose {
    let place = (row.key == 0).then_some(Place { column: None, ..row.place });
    (row.programme, row.key, place)
}

/// By programme, in the order of the pack.
pub fn owed(arrears: &[Arrear], pack: &Pack) -> Vec<(usize, Owed)> {
    let mut owed: BTreeMap<usize, (Owed, BTreeMap<Whose, u32>)> = BTreeMap::new();
    for arrear in arrears {
        let (sum, whose) = owed.entry(arrear.programme).or_default();
        sum.months += arrear.months.len();
        sum.yuan += arrear.owed();
        let persons = whose.entry(arrear.whose()).or_default();
        *persons = (*persons).max(arrear.persons);
    }
    let counted = owed.into_iter().map(|(programme, (sum, whose))| {
        let by_household = pack.programmes[programme].entitled == Entitled::Household;
        let households = if by_household { whose.len() } else { 0 };
        (programme, Owed { households, persons: whose.values().sum(), ..sum })
    });
    counted.collect()
}

impl Arrear {
    fn first(row: &ArrearsRow, stale: &Stale) -> Arrear {
        let mut bases = stale.now.iter().chain(&stale.before);
        Arrear {
            place: row.place,
            programme: row.programme,
            key: row.key,
            household: row.household,
            name: row.name.clone(),
            id: row.id.clone(),
            township: row.township,
            persons: stale.persons,
            months: Vec::new(),
            paid: stale.paid,
            due: stale.due,
            made_up: Yuan::ZERO,
            then: stale.then,
            now: stale.now.clone(),
            before: stale.before.clone(),
            certain: stale.certain && bases.all(|basis| basis.seen >= Seen::Quoted),
        }
    }

    fn whose(&self) -> Whose {
        (self.programme, self.key, (self.key == 0).then_some(Place { column: None, ..self.place }))
    }

    /// Of one month.
    pub fn difference(&self) -> Yuan {
        self.due - self.paid
    }

    /// Of all months, paid later or not.
    pub fn short(&self) -> Yuan {
        self.months.iter().map(|_| self.difference()).sum()
    }

    pub fn owed(&self) -> Yuan {
        self.short() - self.made_up
    }
}
