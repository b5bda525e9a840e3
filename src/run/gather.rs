//! Traces of households go in; whole households come out, with amounts as the roster as a whole means them.

use std::borrow::Cow;

use crate::checks::Case;
use crate::field::Field;
use crate::money::Yuan;
use crate::roster::{Amounts, Household};
use crate::sorted::{Bytes, Item, NoRoom, Sorted};

use super::met::Met;
use super::stretch::Stretch;

/// The households of a sheet in row order, those found in several places made one; nearly all are found in one place only.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    traces: Sorted<Household>,
    changed: Sorted<Changed>,
    amounts: Option<Amounts>,
}

/// What becomes of a trace that is one household with others: the first stands for all, the others for nothing.
#[derive(Debug)]
struct Changed {
    row: u32,
    whole: Option<Household>,
}

/// A trace that may be one household with others, beside them.
#[derive(Debug)]
struct Alike(Household);

/// What the households of a sheet add up to.
#[derive(Debug, Default)]
pub(super) struct Sums {
    pub households: u64,
    /// Paid, if each row is paid its own, and if rows repeat the household's amount.
    each: Yuan,
    once: Yuan,
    varies: bool,
    repeats: bool,
    /// What each says as a whole, by column that adds up; `None` where a household says nothing.
    pub said: Vec<Option<i64>>,
}

impl Gathered {
    /// Finds what belongs together, and what all add up to in some columns, keeping so many bytes in memory.
    pub fn of(
        mut traces: Sorted<Household>,
        summed: &[(u16, Field)],
        bytes: usize,
    ) -> Result<(Gathered, Sums), NoRoom> {
        let mut sums = Sums { said: vec![Some(0); summed.len()], ..Sums::default() };
        let mut add = |household: &Household| sums.add(household, summed);
        let mut met = Met::new(traces.len());
        traces.each(|trace| trace.hashed().into_iter().for_each(|hash| met.add(hash)))?;
        let mut alike = Sorted::<Alike>::default();
        let mut groups = traces.groups()?;
        while let Some(group) = groups.next_group()? {
            for trace in group {
                match trace.hashed().is_some_and(|hash| met.met_again(hash)) {
                    true => alike.push(Alike(trace.clone())),
                    false => add(trace),
                }
            }
            alike.spill_beyond(bytes)?;
        }
        let mut changed = Sorted::default();
        let mut groups = alike.groups()?;
        while let Some(group) = groups.next_group()? {
            join(group, &mut changed, &mut add);
            changed.spill_beyond(bytes)?;
        }
        Ok((Gathered { traces, changed, amounts: None }, sums))
    }

    /// Takes amounts as the roster as a whole means them.
    pub fn settle(&mut self, amounts: Amounts) {
        self.amounts = Some(amounts);
    }

    /// Each household, in row order.
    pub fn each(&mut self, mut visit: impl FnMut(&Household)) -> Result<(), NoRoom> {
        let (mut groups, mut changes) = (self.traces.groups()?, self.changed.groups()?);
        let mut change = changes.next_group()?.and_then(<[_]>::first);
        while let Some(group) = groups.next_group()? {
            for trace in group {
                let Some(changed) = change.filter(|changed| changed.row == trace.first_row) else {
                    visit(&settled(trace, self.amounts));
                    continue;
                };
                changed.whole.iter().for_each(|whole| visit(&settled(whole, self.amounts)));
                change = changes.next_group()?.and_then(<[_]>::first);
            }
        }
        Ok(())
    }
}

fn settled(household: &Household, amounts: Option<Amounts>) -> Cow<'_, Household> {
    let mut settled = Cow::Borrowed(household);
    if amounts == Some(Amounts::Once) {
        settled.to_mut().settle(Amounts::Once);
    }
    settled
}

/// Joins those of a group that are one household, and adds each household up.
fn join(group: &[Alike], changed: &mut Sorted<Changed>, add: &mut impl FnMut(&Household)) {
    let mut traces: Vec<&Household> = group.iter().map(|Alike(trace)| trace).collect();
    traces.sort_by_key(|trace| trace.sorting_key());
    let mut rest = traces.into_iter().peekable();
    while let Some(first) = rest.next() {
        let (mut whole, row) = (first.clone(), first.first_row);
        let mut alone = true;
        while let Some(other) = rest.next_if(|other| whole.is_same(other)) {
            whole.absorb(other);
            changed.push(Changed { row: other.first_row, whole: None });
            alone = false;
        }
        add(&whole);
        if !alone {
            changed.push(Changed { row, whole: Some(whole) });
        }
    }
}

impl Sums {
    fn add(&mut self, household: &Household, summed: &[(u16, Field)]) {
        self.households += 1;
        self.each += household.amount.unwrap_or_default();
        self.once += household.once().unwrap_or_default();
        self.varies |= household.varies();
        self.repeats |= household.repeated().is_some();
        for (said, (_, field)) in self.said.iter_mut().zip(summed) {
            *said = said.zip(household.says(*field)).map(|(sum, own)| sum + own);
        }
    }

    /// The printed total knows; else different amounts within a household are each paid; `None` where nothing tells.
    pub fn amounts_by_evidence(&self, case: &Case<'_>, whole: &Stretch) -> Option<Amounts> {
        let column = case.roster.column(Field::Amount).or(case.roster.column(Field::MonthlyAmount));
        let closings = whole.segments.iter().filter_map(|segment| segment.closed_by.as_ref());
        let printed: Vec<i64> = closings.filter_map(|closing| closing.printed_in(column?)).collect();
        match (printed.contains(&self.each.fen()), printed.contains(&self.once.fen())) {
            (true, false) => Some(Amounts::Each),
            (false, true) => Some(Amounts::Once),
            _ if self.varies || !self.repeats => Some(Amounts::Each),
            _ => None,
        }
    }
}

/// By what may make them one.
impl Item for Alike {
    const SIZE: usize = Household::SIZE;

    fn sort_key(&self) -> u64 {
        self.0.hashed().unwrap_or(0)
    }

    fn put(&self, bytes: &mut Vec<u8>) {
        self.0.put(bytes);
    }

    fn take(bytes: &mut Bytes<'_>) -> Alike {
        Alike(Household::take(bytes))
    }
}

/// In row order.
impl Item for Changed {
    const SIZE: usize = 5 + Household::SIZE;

    fn sort_key(&self) -> u64 {
        u64::from(self.row)
    }

    fn put(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&self.row.to_le_bytes());
        bytes.push(u8::from(self.whole.is_some()));
        let end = bytes.len() + Household::SIZE;
        self.whole.iter().for_each(|whole| whole.put(bytes));
        bytes.resize(end, 0);
    }

    fn take(bytes: &mut Bytes<'_>) -> Changed {
        let (row, is_whole) = (bytes.u32(), bytes.u8() != 0);
        Changed { row, whole: is_whole.then(|| Household::take(bytes)) }
    }
}
