//! The segments of a sheet go in; each total it prints comes out with what it may stand for.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::checks::{ColumnSum, PrintedTotal, Span};
use crate::field::Field;
use crate::roster::Skipped;

use super::segment::Segment;
use super::stretch::Stretch;

/// What the earlier rosters of a file have, by programme: the total of a later sheet may be of all of them.
#[derive(Debug, Default)]
pub(super) struct Book(BTreeMap<usize, SoFar>);

#[derive(Debug, Default)]
struct SoFar {
    records: u64,
    heads: u64,
    covered: u64,
    sums: BTreeMap<Field, i64>,
}

/// Every printed total with what it may stand for: the rows since the last total of its kind or higher, all rows
/// above, the rows below up to the next total. Then what any of them may stand for: all rows of the sheet, all
/// households of the sheet once each, all sheets of the file so far, which are added to the book. Subtotals right below a total
/// are parts of it, perhaps some only: they are held against nothing.
pub(super) fn totals(whole: &Stretch, book: &mut Book, programme: usize) -> (Vec<PrintedTotal>, Vec<Span>) {
    let (segments, once) = (&whole.segments[..], &whole.once[..]);
    let none = || Segment::of(whole.summed.len());
    let mut of_sheet = none();
    segments.iter().for_each(|segment| of_sheet.take_in(segment));
    let mut of_more = vec![of_sheet.rows.clone()];
    if !once.is_empty() {
        of_more.push(households_once(&of_sheet.rows, once));
    }
    of_more.extend(of_sheet.granting());
    of_more.push(book.add(&of_sheet.rows, &whole.summed, programme));
    let (mut above, mut since_total, mut own) = (none(), none(), none());
    let mut totals = Vec::new();
    let mut run = 0..0;
    for (place, segment) in segments.iter().enumerate() {
        above.take_in(segment);
        since_total.take_in(segment);
        let Some(closing) = &segment.closed_by else { continue };
        if place >= run.end {
            run = subtotals_from(place, segments);
            own.clone_from(segment);
        }
        if closing.kind == Skipped::Subtotal && is_below_total(run.start, segments) {
            continue;
        }
        let since = if closing.kind == Skipped::Subtotal { &own } else { &since_total };
        let reach = [Some(since), Some(&above), segments.get(place + 1)].into_iter().flatten();
        totals.push(PrintedTotal {
            row: closing.row,
            printed: closing.printed.clone(),
            worded: closing.worded.clone(),
            spans: reach.clone().map(|of| of.rows.clone()).chain(reach.filter_map(Segment::granting)).collect(),
            together: (run.len() > 1).then(|| added_up(&segments[run.clone()])),
        });
        if closing.kind == Skipped::Total {
            since_total = none();
        }
    }
    (totals, of_more)
}

/// The segments from a place on that subtotals close, with no row between one subtotal and the next; the place itself at least.
fn subtotals_from(place: usize, segments: &[Segment]) -> Range<usize> {
    let closed_by = |segment: &Segment| segment.closed_by.as_ref().map(|closing| closing.kind);
    let goes_on = |segment: &&Segment| segment.rows.records == 0 && closed_by(segment) == Some(Skipped::Subtotal);
    let further = match closed_by(&segments[place]) {
        Some(Skipped::Subtotal) => segments[place + 1..].iter().take_while(goes_on).count(),
        _ => 0,
    };
    place..place + 1 + further
}

/// Whether a total of rows above stands right above a segment without rows.
fn is_below_total(place: usize, segments: &[Segment]) -> bool {
    let before = place.checked_sub(1).and_then(|before| segments[before].closed_by.as_ref());
    let is_total = before.is_some_and(|closing| closing.kind == Skipped::Total);
    segments[place].rows.records == 0 && is_total && segments[..place].iter().any(|segment| segment.rows.records > 0)
}

/// What the totals of segments print, added up by column.
fn added_up(segments: &[Segment]) -> Vec<(u16, i64)> {
    let mut sums = BTreeMap::<u16, i64>::new();
    for (column, printed) in
        segments.iter().filter_map(|segment| segment.closed_by.as_ref()).flat_map(|closing| &closing.printed)
    {
        *sums.entry(*column).or_default() += printed.number().unwrap_or(0);
    }
    sums.into_iter().collect()
}

/// Whether a column of the sheet says the same on several rows of a household, so that its row sums are no sums.
pub(super) fn repeats(whole: &Stretch) -> Vec<bool> {
    let all = |slot: usize| whole.segments.iter().map(|segment| segment.rows.sums[slot].sum).sum::<i64>();
    let once = whole.once.iter().enumerate();
    let repeats: Vec<bool> = once.map(|(slot, once)| once.is_some_and(|once| once != all(slot))).collect();
    if repeats.is_empty() { vec![false; whole.summed.len()] } else { repeats }
}

/// A sheet, with each household counted once where it says something as a whole.
fn households_once(all: &Span, once: &[Option<i64>]) -> Span {
    let sums = all.sums.iter().zip(once);
    let sums = sums.map(|(all, once)| once.map_or(*all, |sum| ColumnSum { sum, unreadable: all.unreadable })).collect();
    Span { sums, ..*all }
}

impl Book {
    /// Adds a sheet: what it has together with the earlier ones of its programme, field by field.
    fn add(&mut self, sheet: &Span, columns: &[(u16, Field)], programme: usize) -> Span {
        let so_far = self.0.entry(programme).or_default();
        so_far.records += sheet.records;
        so_far.heads += sheet.heads;
        so_far.covered += sheet.covered;
        let sums = columns.iter().zip(&sheet.sums).map(|((_, field), own)| {
            let sum = so_far.sums.entry(*field).or_default();
            *sum += own.sum;
            ColumnSum { sum: *sum, unreadable: own.unreadable }
        });
        Span { sums: sums.collect(), records: so_far.records, heads: so_far.heads, covered: so_far.covered }
    }
}
