//! Traces of households go in; whole households come out, with amounts as the roster as a whole means them.

use crate::checks::{Case, ColumnSum};
use crate::field::Field;
use crate::money::Yuan;
use crate::roster::{Amounts, Household, Skipped};
use crate::side_by_side::side_by_side;
use crate::sorted::{Bytes, Groups, Item, Keyed, NoRoom, Part, Pile, Sorted, Start};

use super::met_again::met_again;
use super::seen::Seen;
use super::segment::Segment;
use super::stretch::Stretch;

/// The households of a sheet in row order, those found in several places made one; nearly all are found in one place
/// only.
#[derive(Debug)]
pub(super) struct Gathered {
    traces: Pile<Household>,
    /// Where those of the sheet begin.
    sheet: Start,
    changed: Sorted<Changed>,
}

/// Some households that follow each other.
pub(super) struct Neighbours<'g> {
    traces: Part<'g, Household>,
    changed: &'g Sorted<Changed>,
}

/// What may make a trace one household with others, hashed, and where that trace stands. Few of a sheet have one hash
/// without being one.
#[derive(Debug)]
pub(super) struct Name {
    hash: u32,
    row: u32,
}

/// What becomes of a trace that is one household with others: the first stands for all, the others for nothing.
#[derive(Debug, Clone)]
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
    /// Of these, those that were refused.
    pub refused: u64,
    /// Whether some household lists more than one person.
    pub lists_members: bool,
    /// Paid, if each row is paid its own, and if rows repeat the household's amount.
    each: Yuan,
    once: Yuan,
    varies: bool,
    repeats: bool,
    /// What each says as a whole, by column that adds up; `None` where a household says nothing.
    pub said: Vec<Option<i64>>,
}

impl Name {
    /// Of a household of which some rows may stand elsewhere in its sheet.
    pub fn of(household: &Household) -> Option<Name> {
        household.hashed().map(|hash| Name { hash: (hash ^ hash >> 32) as u32, row: household.first_row })
    }
}

impl Gathered {
    /// Finds what belongs together among the households of a sheet, and what all add up to in some columns.
    pub fn of(seen: &mut Seen, summed: &[(u16, Field)], threads: usize) -> Result<(Gathered, Sums), NoRoom> {
        let (traces, names) = (std::mem::take(&mut seen.households), std::mem::take(&mut seen.names));
        let sheet = seen.sheet;
        let again = rows_met_again(&met_again(&names, |_| false, seen.memory / 4, threads)?)?;
        drop(names);
        let parts = side_by_side(threads, traces.parts(sheet, threads), |part| {
            let (mut sums, mut alike) = (Sums::of(summed.len()), Vec::new());
            let mut again = Waiting { rows: &again };
            part.each(|trace| {
                match again.comes(trace.first_row) {
                    true => alike.push(Alike(trace)),
                    false => sums.add(&trace, summed),
                }
                Ok(())
            })?;
            Ok((sums, alike))
        });
        let (mut sums, mut alike) = (Sums::of(summed.len()), Sorted::default());
        for part in parts {
            let (of_part, mut more) = part?;
            sums.join(&of_part);
            alike.append(&mut more);
            alike.spill_beyond(seen.memory / 4)?;
        }
        alike.order()?;
        let (mut changed, mut groups) = (Sorted::default(), alike.groups()?);
        while let Some(group) = groups.next_group()? {
            join(group, &mut changed, &mut |household| sums.add(household, summed));
            changed.spill_beyond(seen.memory / 4)?;
        }
        changed.order()?;
        Ok((Gathered { traces, sheet, changed }, sums))
    }

    /// All of them, in so many parts or fewer.
    pub fn parts(&self, count: usize) -> Vec<Neighbours<'_>> {
        let parts = self.traces.parts(self.sheet, count).into_iter();
        parts.map(|traces| Neighbours { traces, changed: &self.changed }).collect()
    }

    /// All of them but the refused in the place of their traces, with amounts as the roster as a whole means them.
    pub fn settled(mut self, amounts: Amounts, sums: &Sums) -> Result<Pile<Household>, NoRoom> {
        if amounts != Amounts::Each || self.changed.count() > 0 || sums.refused > 0 {
            let mut changes = Changes::of(&self.changed)?;
            let made = |mut trace| Ok(changes.make(&mut trace, amounts)?.then_some(trace));
            self.traces.change(self.sheet, made)?;
        }
        Ok(self.traces)
    }
}

/// The rows of traces whose name another has, too, in order.
fn rows_met_again(names: &Sorted<Name>) -> Result<Vec<u32>, NoRoom> {
    let (mut rows, mut groups) = (Vec::new(), names.groups()?);
    while let Some(group) = groups.next_group()? {
        if group.len() > 1 {
            rows.extend(group.iter().map(|name| name.row));
        }
    }
    rows.sort_unstable();
    Ok(rows)
}

/// Rows in order, of which the first still to come stands first.
struct Waiting<'r> {
    rows: &'r [u32],
}

impl Waiting<'_> {
    /// Whether a row is one of them; the rows asked about come in order.
    fn comes(&mut self, row: u32) -> bool {
        if self.rows.first().is_some_and(|first| *first < row) {
            self.rows = &self.rows[self.rows.partition_point(|before| *before < row)..];
        }
        self.rows.first() == Some(&row)
    }
}

impl Neighbours<'_> {
    /// Each household that was not refused, in row order, with amounts as the roster as a whole means them.
    pub fn each(&self, amounts: Amounts, mut visit: impl FnMut(Household)) -> Result<(), NoRoom> {
        let mut changes = Changes::of(self.changed)?;
        self.traces.each(|mut trace| {
            if changes.make(&mut trace, amounts)? {
                visit(trace);
            }
            Ok(())
        })
    }
}

/// What becomes of traces that come in row order.
struct Changes<'g> {
    rest: Groups<'g, Changed>,
    next: Option<Changed>,
}

impl<'g> Changes<'g> {
    fn of(changed: &'g Sorted<Changed>) -> Result<Changes<'g>, NoRoom> {
        let mut changes = Changes { rest: changed.groups()?, next: None };
        changes.advance()?;
        Ok(changes)
    }

    fn advance(&mut self) -> Result<(), NoRoom> {
        self.next = self.rest.next_group()?.and_then(<[Changed]>::first).cloned();
        Ok(())
    }

    /// Makes a trace the household it stands for, with the amount as the roster as a whole means it; whether it stands
    /// for any that was not refused.
    #[inline]
    fn make(&mut self, trace: &mut Household, amounts: Amounts) -> Result<bool, NoRoom> {
        if self.next.as_ref().is_some_and(|changed| changed.row <= trace.first_row) && !self.change(trace)? {
            return Ok(false);
        }
        trace.settle(amounts);
        Ok(!trace.refused)
    }

    /// Makes a trace the household that several have become, where it is one of these; whether it stands for any.
    #[inline(never)]
    fn change(&mut self, trace: &mut Household) -> Result<bool, NoRoom> {
        let row = trace.first_row;
        while self.next.as_ref().is_some_and(|changed| changed.row < row) {
            self.advance()?;
        }
        let Some(changed) = self.next.take_if(|changed| changed.row == row) else { return Ok(true) };
        self.advance()?;
        let Some(whole) = changed.whole else { return Ok(false) };
        *trace = whole;
        Ok(true)
    }
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
    fn of(width: usize) -> Sums {
        Sums { said: vec![Some(0); width], ..Sums::default() }
    }

    fn join(&mut self, other: &Sums) {
        self.households += other.households;
        self.refused += other.refused;
        self.lists_members |= other.lists_members;
        self.each += other.each;
        self.once += other.once;
        self.varies |= other.varies;
        self.repeats |= other.repeats;
        for (said, own) in self.said.iter_mut().zip(&other.said) {
            *said = said.zip(*own).map(|(sum, own)| sum + own);
        }
    }

    fn add(&mut self, household: &Household, summed: &[(u16, Field)]) {
        self.households += 1;
        self.refused += u64::from(household.refused);
        self.lists_members |= household.listed > 1;
        self.each += household.amount.unwrap_or_default();
        self.once += household.once().unwrap_or_default();
        self.varies |= household.varies();
        self.repeats |= household.repeated().is_some();
        for (said, (_, field)) in self.said.iter_mut().zip(summed) {
            *said = said.zip(household.says(*field)).map(|(sum, own)| sum + own);
        }
    }

    /// Printed totals know; else different amounts within a household are each paid; `None` where nothing tells.
    pub fn amounts_by_evidence(&self, case: &Case<'_>, whole: &Stretch) -> Option<Amounts> {
        let column = case.roster.column(Field::Amount).or(case.roster.column(Field::MonthlyAmount));
        let printed = column.map_or_else(Vec::new, |column| self.sums_printed(column, whole));
        let [each, once] = [0, 1].map(|meant: usize| {
            printed.iter().any(|(number, sums)| sums[meant].contains(number) && !sums[1 - meant].contains(number))
        });
        match (each, once) {
            (true, false) => Some(Amounts::Each),
            (false, true) => Some(Amounts::Once),
            _ if self.varies || !self.repeats => Some(Amounts::Each),
            _ => None,
        }
    }

    /// The numbers printed as sums of a column, each with the sums it may be if each row is paid its own, and if rows
    /// repeat their household's. A subtotal is held against its own rows: against those of the sheet it fits by chance.
    fn sums_printed(&self, column: u16, whole: &Stretch) -> Vec<(i64, [Vec<i64>; 2])> {
        let Some(slot) = whole.summed.iter().position(|(summed, _)| *summed == column) else { return Vec::new() };
        let sum = |sums: &[ColumnSum]| sums.get(slot).map_or(0, |sum| sum.sum);
        let of_rows = |segments: &[Segment]| {
            let each = segments.iter().map(|segment| sum(&segment.rows.sums)).sum::<i64>();
            [each, segments.iter().map(|segment| sum(&segment.of_heads)).sum()]
        };
        let [each, once] = of_rows(&whole.segments);
        let of_sheet = [vec![self.each.fen(), each], vec![self.once.fen(), once]];
        let closed = whole.segments.iter().filter_map(|segment| Some((segment, segment.closed_by.as_ref()?)));
        let closed = closed.flat_map(|(segment, closing)| {
            closing.money_in(column).map(move |printed| (segment, closing.kind, printed))
        });
        closed
            .map(|(segment, kind, printed)| match kind {
                Skipped::Subtotal => (printed, of_rows(std::slice::from_ref(segment)).map(|sum| vec![sum])),
                _ => (printed, of_sheet.clone()),
            })
            .collect()
    }
}

impl Keyed for Name {
    fn sort_key(&self) -> u64 {
        self.hash.into()
    }
}

impl Item for Name {
    const LONGEST: usize = 8;

    fn put(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice([self.hash, self.row].map(u32::to_le_bytes).as_flattened());
    }

    fn take(bytes: &mut Bytes<'_>) -> Name {
        let [hash, row] = bytes.words();
        Name { hash, row }
    }
}

/// By what may make them one.
impl Keyed for Alike {
    fn sort_key(&self) -> u64 {
        self.0.hashed().unwrap_or(0)
    }
}

impl Item for Alike {
    const LONGEST: usize = Household::LONGEST;

    fn put(&self, bytes: &mut Vec<u8>) {
        self.0.put(bytes);
    }

    fn take(bytes: &mut Bytes<'_>) -> Alike {
        Alike(Household::take(bytes))
    }
}

/// In row order.
impl Keyed for Changed {
    fn sort_key(&self) -> u64 {
        u64::from(self.row)
    }
}

impl Item for Changed {
    const LONGEST: usize = 5 + Household::LONGEST;

    fn put(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&self.row.to_le_bytes());
        bytes.push(u8::from(self.whole.is_some()));
        self.whole.iter().for_each(|whole| whole.put(bytes));
    }

    fn take(bytes: &mut Bytes<'_>) -> Changed {
        let (row, is_whole) = (bytes.u32(), bytes.u8() != 0);
        Changed { row, whole: is_whole.then(|| Household::take(bytes)) }
    }
}
