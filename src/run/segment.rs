//! The sums of rows between printed totals.

use crate::checks::{ColumnSum, Printed, Span};
use crate::field::Field;
use crate::roster::{CountOf, GivenSum, Record, Skipped, Total, Value, Worded};

use super::stretch::Stretch;

/// The sums of some rows, and the printed total that closes them.
#[derive(Debug, Clone, Default)]
pub(super) struct Segment {
    pub rows: Span,
    /// Those among them that grant nothing: stopped, refused, still to be decided. A total may leave them out.
    pub idle: Span,
    /// The sums of the rows of heads alone, where households take several rows.
    pub of_heads: Vec<ColumnSum>,
    pub closed_by: Option<Closing>,
}

#[derive(Debug, Clone)]
pub(super) struct Closing {
    pub row: u32,
    pub kind: Skipped,
    pub printed: Vec<(u16, Printed)>,
    pub worded: Vec<Worded>,
}

impl Segment {
    /// Of no row yet, with so many columns.
    pub fn of(width: usize) -> Segment {
        Segment {
            rows: Span::of(width),
            idle: Span::of(width),
            of_heads: vec![ColumnSum::default(); width],
            closed_by: None,
        }
    }

    /// Its rows without those that grant nothing, where there are such.
    pub fn granting(&self) -> Option<Span> {
        (self.idle.records > 0).then(|| self.rows.without(&self.idle))
    }

    /// Adds the rows of another.
    pub fn take_in(&mut self, next: &Segment) {
        self.rows.join(&next.rows);
        self.idle.join(&next.idle);
        self.of_heads.iter_mut().zip(&next.of_heads).for_each(|(sum, other)| sum.join(*other));
    }
}

impl Closing {
    /// The numbers it gives as the sum of a column of money: in figures there, or anywhere in words.
    pub fn money_in(&self, column: u16) -> impl Iterator<Item = i64> + '_ {
        let figures = self.printed.iter().filter(move |(printed, _)| *printed == column);
        let words = self.worded.iter().filter(|worded| worded.of == CountOf::Fen && worded.within == 0);
        figures.filter_map(|(_, printed)| printed.number()).chain(words.map(|worded| worded.number))
    }
}

/// Adds a record's numbers to the open sums.
#[inline(never)]
pub(super) fn add(record: &Record<'_>, stretch: &mut Stretch) {
    let summed = &stretch.summed;
    let segment = open(&mut stretch.segments, summed.len());
    segment.rows.records += 1;
    segment.rows.heads += u64::from(record.is_head);
    segment.rows.covered += u64::from(record.is_covered());
    for ((sum, of_heads), (_, field)) in segment.rows.sums.iter_mut().zip(&mut segment.of_heads).zip(summed) {
        let value = record.typed(*field);
        if value.is_missing() {
            continue;
        }
        sum.add(value);
        if record.is_head {
            of_heads.add(value);
        }
    }
    if record.grants_nothing() {
        add_idle(record, segment, summed);
    }
}

#[cold]
fn add_idle(record: &Record<'_>, segment: &mut Segment, summed: &[(u16, Field)]) {
    segment.idle.records += 1;
    segment.idle.heads += u64::from(record.is_head);
    segment.idle.covered += u64::from(record.is_covered());
    for (sum, (_, field)) in segment.idle.sums.iter_mut().zip(summed) {
        sum.add(record.typed(*field));
    }
}

/// The sums no total has closed yet.
pub(super) fn open(segments: &mut Vec<Segment>, width: usize) -> &mut Segment {
    if segments.last().is_none_or(|last| last.closed_by.is_some()) {
        segments.push(Segment::of(width));
    }
    let last = segments.len() - 1;
    &mut segments[last]
}

/// Closes the open sums with a printed total.
pub(super) fn close(total: &Total, stretch: &mut Stretch) {
    *stretch.account.skipped.entry(total.kind).or_default() += 1;
    stretch.open_segment().closed_by = Some(Closing {
        row: total.row,
        kind: total.kind,
        printed: total.given.iter().filter_map(given).collect(),
        worded: total.worded.clone(),
    });
}

fn given(given: &GivenSum) -> Option<(u16, Printed)> {
    Some((given.column, Printed::of(given.value)?.within(given.within)))
}

/// What a row gives that is a total without saying so, column by column.
pub(super) fn printed(values: &[(u16, Value)]) -> Vec<(u16, Printed)> {
    values.iter().filter_map(|(column, value)| Some((*column, Printed::of(*value)?))).collect()
}
