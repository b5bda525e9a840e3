//! Rows of a roster in order go in, each where the township changes; the township of any row comes out.

use crate::finding::Place;
use crate::roster::{Roster, Skipped};

use super::segment::Segment;

/// The townships the rows of a roster stand under, by their numbers.
#[derive(Debug)]
pub struct Townships {
    /// That of the rows above the first that names one.
    above: u32,
    /// The last row of the header: what stands no lower is no township's.
    header: u32,
    /// Each row from which another township holds.
    from: Vec<(u32, u32)>,
    /// Totals of more than a township.
    of_more: Vec<u32>,
}

impl Townships {
    pub(super) fn of(roster: &Roster, above: u32, from: Vec<(u32, u32)>, segments: &[Segment]) -> Townships {
        let totals = segments.iter().filter_map(|segment| segment.closed_by.as_ref());
        let of_more = totals.filter(|total| total.kind != Skipped::Subtotal).map(|total| total.row);
        Townships { above, header: roster.header.last_row, from, of_more: of_more.collect() }
    }

    /// The township a place stands under; none of the header, of a total of more, of the sheet as a whole.
    pub fn at(&self, place: &Place) -> Option<u32> {
        if place.row <= self.header || self.of_more.binary_search(&place.row).is_ok() {
            return None;
        }
        let before = self.from.partition_point(|(row, _)| *row <= place.row);
        Some(before.checked_sub(1).map_or(self.above, |last| self.from[last].1))
    }
}

/// Puts the changes of later rows behind those so far.
pub(super) fn join(from: &mut Vec<(u32, u32)>, later: &[(u32, u32)]) {
    for (row, town) in later {
        if from.last().is_none_or(|(_, last)| last != town) {
            from.push((*row, *town));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_stands_under_the_township_named_last_and_a_total_of_more_under_none() {
        let mut from = vec![(3, 1)];
        join(&mut from, &[(5, 1), (6, 2)]);
        assert_eq!(from, [(3, 1), (6, 2)]);
        let townships = Townships { above: 0, header: 1, from, of_more: vec![8] };
        let at = |row| townships.at(&Place::row(0, row));
        assert_eq!((at(0), at(1), at(2), at(3)), (None, None, Some(0), Some(1)));
        assert_eq!((at(5), at(6), at(8), at(9)), (Some(1), Some(2), None, Some(2)));
    }
}
