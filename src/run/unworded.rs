//! Rows that name nobody come in the order of the file; each turns out to be a total without its word, to explain a
//! total, or to be a record.
//!
//! In the middle of a list a row of numbers alone is a total only if it gives the sums of two rows or more; at its end,
//! of one. So is one with words where its number in the list should stand (5户). One of words and numbers explains the
//! total it stands below, if no record stands between and the record below it does not say the same of its place and in
//! numbers: then it is one whose name is missing.

use crate::checks::PrintedTotal;
use crate::field::{Field, Kind};
use crate::roster::{Bare, Skipped};

use super::join::Joiner;
use super::segment::{Closing, Segment, printed};
use super::stretch::Stretch;

/// How many rows in succession that name nobody may all be totals: of the township, of the county, of the year.
const TOTALS: usize = 3;

impl Joiner<'_> {
    /// Puts rows behind those so far.
    pub(super) fn follow(&mut self, stretch: Stretch) {
        match stretch.bare.as_ref().map(|bare| bare.worded) {
            None => {
                // Batches may end between blank rows: these say nothing of those above.
                if !stretch.is_silent() {
                    self.settle_below(stretch.begins_like);
                }
                self.follow_named(stretch);
            }
            Some(worded) if !worded || self.is_labelled_total(&stretch) => {
                self.settle_below(0);
                self.follow_bare(stretch);
            }
            Some(_) if self.is_explaining() => {
                self.settle();
                self.below.push(stretch);
            }
            Some(_) => {
                self.release(0);
                self.add(stretch);
            }
        }
    }

    /// Decides on the rows below a total: the last ones are records if they are like the one that follows.
    pub(super) fn settle_below(&mut self, follows: u64) {
        let is_like = |stretch: &Stretch| stretch.bare.as_ref().is_some_and(|bare| bare.likeness == follows);
        let last_unlike = self.below.iter().rposition(|stretch| follows == 0 || !is_like(stretch));
        let explaining = last_unlike.map_or(0, |last| last + 1);
        for (place, stretch) in std::mem::take(&mut self.below).into_iter().enumerate() {
            match &stretch.bare {
                Some(bare) if place < explaining => self.skip(bare.row, Skipped::Explanation),
                _ => self.add(stretch),
            }
        }
    }

    /// Whether the last row so far is a total or explains one.
    fn is_explaining(&self) -> bool {
        let last = self.whole.segments.last().and_then(|last| last.closed_by.as_ref());
        // A total above all rows is followed by them.
        self.explained || (self.above.rows.records > 0 && last.is_some_and(|last| last.kind == Skipped::Total))
    }

    fn skip(&mut self, row: u32, why: Skipped) {
        *self.whole.account.skipped.entry(why).or_default() += 1;
        self.whole.unworded.push((row, why));
    }

    fn follow_named(&mut self, stretch: Stretch) {
        match stretch.segments.first() {
            // A total that has its word: whatever stands before it ends a list.
            Some(first) if first.rows.records == 0 => self.settle(),
            Some(_) => self.release(0),
            None => {}
        }
        self.add(stretch);
    }

    /// Whether a row that has words where its number in the list should stand gives the sums of two rows or more.
    fn is_labelled_total(&self, stretch: &Stretch) -> bool {
        stretch.bare.as_ref().is_some_and(|bare| bare.labelled) && self.total(stretch, 2).is_some()
    }

    fn follow_bare(&mut self, stretch: Stretch) {
        match self.total(&stretch, 2) {
            Some(kind) => {
                self.release(0);
                self.close(stretch, kind);
            }
            None => {
                self.held.push(stretch);
                self.release(TOTALS);
            }
        }
    }

    /// Decides on the rows held back, which end a list; those that are no totals are kept beside what they might have
    /// been the sums of.
    pub(super) fn settle(&mut self) {
        for stretch in std::mem::take(&mut self.held) {
            match self.total(&stretch, 1) {
                Some(kind) => self.close(stretch, kind),
                None => {
                    let unlike = self.unlike(&stretch);
                    self.whole.unlike.extend(unlike);
                    self.add(stretch);
                }
            }
        }
    }

    /// Rows held back are records after all, but for the last ones.
    fn release(&mut self, keep: usize) {
        let first = self.held.len().saturating_sub(keep);
        for stretch in self.held.drain(..first).collect::<Vec<_>>() {
            self.add(stretch);
        }
    }

    /// What kind of total a row is that names nobody; none unless it gives the sums of so many rows at least.
    fn total(&self, stretch: &Stretch, at_least: u64) -> Option<Skipped> {
        let bare = stretch.bare.as_ref()?;
        let [since, all] = self.spans(stretch.summed.len());
        let is_sum = |span: &Segment| span.rows.records >= at_least && agrees(span, bare, &stretch.summed);
        match (is_sum(&all), is_sum(&since)) {
            (true, _) => Some(Skipped::Total),
            (false, true) => Some(Skipped::Subtotal),
            (false, false) => None,
        }
    }

    /// What a row may be the sum of: the rows since the last total, and all rows above; those held back are among them.
    fn spans(&self, width: usize) -> [Segment; 2] {
        let since = self.whole.segments.last().filter(|last| last.closed_by.is_none()).cloned();
        let all = if self.above.rows.sums.is_empty() { Segment::of(width) } else { self.above.clone() };
        let mut spans = [since.unwrap_or_else(|| Segment::of(width)), all];
        for segment in self.held.iter().flat_map(|held| &held.segments) {
            spans.iter_mut().for_each(|span| span.take_in(segment));
        }
        spans
    }

    fn close(&mut self, stretch: Stretch, kind: Skipped) {
        let Some(bare) = stretch.bare else { return };
        self.skip(bare.row, kind);
        self.explained = false;
        let whole = &mut self.whole;
        whole.summed = stretch.summed;
        let (printed, worded) = (printed(&bare.values), Vec::new());
        whole.open_segment().closed_by = Some(Closing { row: bare.row, kind, printed, worded });
    }

    /// A row at the end of a list that is no sum, beside what it might have been the sum of.
    fn unlike(&self, stretch: &Stretch) -> Option<PrintedTotal> {
        let bare = stretch.bare.as_ref()?;
        let spans = self.spans(stretch.summed.len());
        let spans: Vec<_> = spans.into_iter().map(|span| span.rows).filter(|rows| rows.records > 0).collect();
        let (printed, worded) = (printed(&bare.values), Vec::new());
        (!spans.is_empty()).then_some(PrintedTotal { row: bare.row, printed, worded, spans, together: None })
    }
}

impl Stretch {
    /// The first sum without a word is that of all rows above, and yet of a part if records follow it: of 泽曲镇, before
    /// 麦秀镇 begins.
    pub(super) fn first_of_parts(&mut self) {
        let mut segments = self.segments.iter_mut().skip_while(|segment| segment.rows.records == 0);
        let Some(closing) = segments.next().and_then(|first| first.closed_by.as_mut()) else { return };
        let Some((_, kind)) = self.unworded.iter_mut().find(|(row, _)| *row == closing.row) else { return };
        if *kind != Skipped::Total || segments.all(|later| later.rows.records == 0) {
            return;
        }
        (*kind, closing.kind) = (Skipped::Subtotal, Skipped::Subtotal);
        let skipped = &mut self.account.skipped;
        skipped.entry(Skipped::Total).and_modify(|count| *count -= 1);
        skipped.retain(|_, count| *count > 0);
        *skipped.entry(Skipped::Subtotal).or_default() += 1;
    }
}

/// Whether each number of a row is the sum of its column to the fen, over all rows or over those of heads; and a number
/// of people or households where names stand is theirs.
fn agrees(span: &Segment, bare: &Bare, summed: &[(u16, Field)]) -> bool {
    let sums = |column: u16| {
        let slot = summed.iter().position(|(summed, _)| *summed == column);
        let heads = span.of_heads.iter().filter(|_| span.rows.heads > 0);
        slot.into_iter().flat_map(move |slot| span.rows.sums.get(slot).into_iter().chain(heads.clone().nth(slot)))
    };
    let is = |number: Option<i64>, column: u16| sums(column).any(|sum| sum.unreadable == 0 && Some(sum.sum) == number);
    let people = || summed.iter().filter(|(_, field)| field.kind() == Kind::Count).map(|(column, _)| *column);
    let counts = |listed: u64| {
        let number = i64::try_from(listed).ok();
        [span.rows.records, span.rows.heads].contains(&listed) || people().any(|column| is(number, column))
    };
    bare.listed.is_none_or(counts) && bare.values.iter().all(|(column, value)| is(value.number(), *column))
}
