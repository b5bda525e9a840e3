//! Records go in, in order; the place each stands under comes out: its own, else that of the row above.

use crate::roster::{Household, Record, Roster, Standing, folded};

use super::stretch::{ABOVE, Stretch};
use super::towns::Towns;

/// Where the rows of a stretch stand, as far as it has come.
pub(super) struct Whereabouts<'w> {
    towns: &'w Towns,
    /// The places met last in this stretch, and the numbers of the township and the village.
    standing: Standing,
    pub place: (u32, u32),
    /// The village named last before the first township of this stretch.
    village_above: u32,
    /// The rows of this stretch from which another township holds, where that is wanted.
    townships: Vec<(u32, u32)>,
    are_wanted: bool,
}

impl<'w> Whereabouts<'w> {
    pub fn of(roster: &Roster, towns: &'w Towns, townships_are_wanted: bool) -> Whereabouts<'w> {
        Whereabouts {
            towns,
            standing: Standing::of(roster),
            place: ABOVE,
            village_above: Household::PLACE_ABOVE,
            townships: Vec::new(),
            are_wanted: townships_are_wanted,
        }
    }

    /// Begins a stretch: what it names no place for stands under the place of the rows before.
    pub fn begin(&mut self) {
        self.standing.clear();
        (self.place, self.village_above) = (ABOVE, Household::PLACE_ABOVE);
    }

    /// Says of a stretch where its last row stands.
    pub fn end(&mut self, stretch: &mut Stretch) {
        (stretch.last_place, stretch.village_above) = (self.place, self.village_above);
        stretch.townships = std::mem::take(&mut self.townships);
    }

    /// Goes where a record stands.
    #[inline]
    pub fn follow(&mut self, record: &Record<'_>) {
        let moved = self.standing.follow(record);
        if moved.township {
            self.enter_township(record.row);
        }
        if moved.village {
            self.place.1 = self.towns.number(&folded(&self.standing.village));
        }
    }

    /// The first township of a stretch may be the one of the rows before it: whether the village above holds on is
    /// known where stretches join.
    fn enter_township(&mut self, row: u32) {
        let (town, known) = (self.towns.number(&folded(&self.standing.township)), self.place.0);
        if self.are_wanted && known != town {
            self.townships.push((row, town));
        }
        if known == Household::PLACE_ABOVE {
            self.village_above = self.place.1;
            self.place = (town, Household::PLACE_ABOVE);
        } else if known != town {
            self.place = (town, self.towns.number(""));
        }
    }
}
