//! The sheets of a file go in, one by one; each total they print comes out with what it may stand for, once the last is
//! read.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::checks::{Case, ColumnSum, PrintedTotal, Rounded, Span, Visited};
use crate::field::Field;
use crate::roster::{Skipped, Spread};

use super::segment::Segment;
use super::stretch::Stretch;
use super::towns::Towns;

/// The rosters of a file: the total of one may be of all of them, the first sheet's as well as the last one's.
#[derive(Debug, Default)]
pub(super) struct Book {
    pub sheets: Vec<SheetRead>,
    /// What they have, by programme.
    all: BTreeMap<usize, Together>,
}

/// What some sheets have together, field by field.
#[derive(Debug, Clone, Default)]
struct Together {
    records: u64,
    heads: u64,
    covered: u64,
    sums: BTreeMap<Field, i64>,
}

/// What the rows of a sheet come to.
#[derive(Debug)]
pub(super) struct SheetRead {
    programme: usize,
    pub columns: Vec<(u16, Field)>,
    segments: Vec<Segment>,
    /// Sums of what each household says once; none where a row is a household.
    once: Vec<Option<i64>>,
    /// All its rows, and those of the sheets before it, too.
    all: Segment,
    so_far: Span,
    pub unlike: Vec<PrintedTotal>,
    pub pending: u64,
    pub households: Option<u64>,
    /// What its rows pay, where a check asks.
    pub spread: Spread,
    /// By the name of the township, where the roster says which cases were visited.
    pub visited: Vec<(String, Visited)>,
}

impl Book {
    /// Takes in what the rows of a sheet have come to.
    pub fn add(&mut self, whole: &mut Stretch, case: &Case<'_>, towns: &Towns) {
        let (columns, segments) = (std::mem::take(&mut whole.summed), std::mem::take(&mut whole.segments));
        let mut all = Segment::of(columns.len());
        segments.iter().for_each(|segment| all.take_in(segment));
        let so_far = self.all.entry(case.roster.programme).or_default();
        so_far.add(&all.rows, &columns);
        self.sheets.push(SheetRead {
            programme: case.roster.programme,
            so_far: so_far.span(&columns, &all.rows),
            once: std::mem::take(&mut whole.once),
            unlike: std::mem::take(&mut whole.unlike),
            pending: whole.pending,
            households: whole.households_seen(case),
            spread: std::mem::take(&mut whole.spread),
            visited: whole.visited.iter().map(|(town, visited)| (towns.name(*town), *visited)).collect(),
            columns,
            segments,
            all,
        });
    }

    /// What any total of a sheet may stand for: all rows of the sheet, all households of the sheet once each, its rows
    /// without those that grant nothing, all sheets of the file, all so far.
    pub fn of_more(&self, sheet: &SheetRead) -> Vec<Span> {
        let mut of_more = vec![sheet.all.rows.clone()];
        if !sheet.once.is_empty() {
            of_more.push(households_once(&sheet.all.rows, &sheet.once));
        }
        of_more.extend(sheet.all.granting());
        of_more.extend(self.all.get(&sheet.programme).map(|all| all.span(&sheet.columns, &sheet.all.rows)));
        of_more.push(sheet.so_far.clone());
        of_more
    }
}

impl Together {
    fn add(&mut self, sheet: &Span, columns: &[(u16, Field)]) {
        self.records += sheet.records;
        self.heads += sheet.heads;
        self.covered += sheet.covered;
        for ((_, field), own) in columns.iter().zip(&sheet.sums) {
            *self.sums.entry(*field).or_default() += own.sum;
        }
    }

    /// In the columns of one of the sheets, whose own cells may be unreadable.
    fn span(&self, columns: &[(u16, Field)], own: &Span) -> Span {
        let sum = |((_, field), own): (&(u16, Field), &ColumnSum)| ColumnSum {
            sum: self.sums.get(field).copied().unwrap_or_default(),
            unreadable: own.unreadable,
        };
        let sums = columns.iter().zip(&own.sums).map(sum).collect();
        Span { sums, records: self.records, heads: self.heads, covered: self.covered }
    }
}

impl SheetRead {
    /// Every printed total with what it may stand for: the rows since the last total of its kind or higher, all rows
    /// above, the rows below up to the next total. Subtotals right below a total are parts of it, perhaps some only:
    /// they are held against nothing.
    pub fn totals(&self) -> Vec<PrintedTotal> {
        let segments = &self.segments[..];
        let none = || Segment::of(self.columns.len());
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
        totals
    }

    /// Whether a column says the same on several rows of a household, so that its row sums are no sums.
    pub fn repeats(&self) -> Vec<bool> {
        let once = self.once.iter().zip(&self.all.rows.sums);
        let repeats: Vec<bool> = once.map(|(once, all)| once.is_some_and(|once| once != all.sum)).collect();
        if repeats.is_empty() { vec![false; self.columns.len()] } else { repeats }
    }
}

/// The segments from a place on that subtotals close, with no row between one subtotal and the next; the place itself
/// at least.
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
fn added_up(segments: &[Segment]) -> Vec<(u16, Rounded)> {
    let mut sums = BTreeMap::<u16, Rounded>::new();
    for (column, printed) in
        segments.iter().filter_map(|segment| segment.closed_by.as_ref()).flat_map(|closing| &closing.printed)
    {
        sums.entry(*column).or_default().add(printed.rounded().unwrap_or_default());
    }
    sums.into_iter().collect()
}

/// A sheet, with each household counted once where it says something as a whole.
fn households_once(all: &Span, once: &[Option<i64>]) -> Span {
    let sums = all.sums.iter().zip(once);
    let sums = sums.map(|(all, once)| once.map_or(*all, |sum| ColumnSum { sum, unreadable: all.unreadable })).collect();
    Span { sums, ..*all }
}
