//! Stretches come from workers in any order; the whole grows in the order of the file.

use std::collections::BTreeMap;

use crate::checks::Reporter;
use crate::roster::{Household, Layout, Roster};
use crate::sorted::NoRoom;

use super::gather::Name;
use super::seen::Seen;
use super::segment::Segment;
use super::stretch::{Emptied, Stretch};
use super::towns::Towns;
use super::townships;

/// Holds back what came too early, and rows that name nobody until it is known whether records follow.
pub(super) struct Joiner<'s> {
    pub whole: Stretch,
    /// What rows leave behind beyond their sheet.
    seen: &'s mut Seen,
    /// Whether households take several rows, and so are put together at the end of the sheet.
    gathers: bool,
    /// All rows so far.
    pub above: Segment,
    /// Whether the last row so far explains a sum, as its word says.
    pub explained: bool,
    /// Rows that name nobody, with no record after them yet.
    pub held: Vec<Stretch>,
    /// Rows of words and numbers below a total, with no record after them yet.
    pub below: Vec<Stretch>,
    /// The number of no place at all.
    no_place: u32,
    next: usize,
    early: BTreeMap<usize, Vec<Stretch>>,
    /// Room that stretches taken in have left.
    emptied: Vec<Emptied>,
    /// Why nothing more is taken in.
    no_room: Option<NoRoom>,
    /// Whether a batch will never come.
    given_up: bool,
}

/// How many batches each worker may be ahead of the one that is waited for.
const AHEAD: usize = 4;
/// Room of so many stretches is kept to be filled again.
const ROOMS: usize = 16;

impl<'s> Joiner<'s> {
    /// Rows above the first township of a sheet stand under the one it is called by, or under none.
    pub fn new(roster: &Roster, speaks_like: &Reporter, towns: &Towns, seen: &'s mut Seen) -> Joiner<'s> {
        let (township, no_place) = (towns.number(roster.above_all()), towns.number(""));
        let whole = Stretch { last_place: (township, no_place), ..Stretch::empty(speaks_like.fresh()) };
        let gathers = roster.layout == Layout::HouseholdRows;
        seen.sheet = seen.households.begin();
        let (above, held, early) = (Segment::default(), Vec::new(), BTreeMap::new());
        Joiner {
            whole,
            seen,
            gathers,
            above,
            explained: false,
            held,
            below: Vec::new(),
            no_place,
            next: 0,
            early,
            emptied: Vec::new(),
            no_room: None,
            given_up: false,
        }
    }

    /// Takes stretches in, each when its turn comes; whether there is room for more.
    pub fn put(&mut self, place: usize, stretches: Vec<Stretch>) -> bool {
        self.early.insert(place, stretches);
        while let Some(stretches) = self.early.remove(&self.next).filter(|_| self.no_room.is_none()) {
            self.next += 1;
            stretches.into_iter().for_each(|stretch| self.follow(stretch));
            self.no_room = self.seen.make_room().err();
        }
        self.no_room.is_none()
    }

    /// Whether a batch comes too early to be put away while so many workers make others.
    pub fn is_far_ahead(&self, place: usize, workers: usize) -> bool {
        place > self.next + AHEAD * workers && self.no_room.is_none() && !self.given_up
    }

    /// A batch will never come: nobody is to wait for it.
    pub fn give_up(&mut self) {
        self.given_up = true;
    }

    /// Room for one more stretch: what others have left, if any of it has not been given away.
    pub fn room(&mut self) -> Emptied {
        let mut room = self.emptied.pop().unwrap_or_default();
        room.report = Some(self.whole.report.fresh());
        room
    }

    /// All that the sheet leaves behind.
    pub fn end(mut self) -> Result<Stretch, NoRoom> {
        self.settle_below(0);
        self.settle();
        self.whole.first_of_parts();
        self.whole.households.close();
        self.keep_households();
        self.no_room.map_or(Ok(self.whole), Err)
    }

    /// Adds rows that are records, or none.
    pub fn add(&mut self, mut stretch: Stretch) {
        if self.above.rows.sums.is_empty() {
            self.above = Segment::of(stretch.summed.len());
        }
        stretch.segments.iter().for_each(|segment| self.above.take_in(segment));
        self.explained = stretch.ends_explaining().unwrap_or(self.explained);
        fill_places(&mut stretch, self.whole.last_place, self.no_place);
        let numbers = self.seen.settings.join(&stretch.settings);
        stretch.traces().for_each(|trace| trace.setting = numbers[trace.setting as usize]);
        if !stretch.causes.is_empty() {
            let number = self.seen.causes.join(&stretch.causes);
            stretch.traces().for_each(|trace| trace.cause = number(trace.cause));
        }
        self.seen.people.extend(&stretch.sightings);
        self.seen.accounts.extend(&stretch.accounts);
        self.seen.unnumbered.extend(&stretch.unnumbered);
        self.seen.bills.extend(&stretch.bills);
        self.whole.households.join(&mut stretch.households);
        self.keep_households();
        if self.emptied.len() < ROOMS {
            self.emptied.push(Emptied::of(&mut stretch));
        }
        join(&mut self.whole, stretch);
    }

    fn keep_households(&mut self) {
        let households = &mut self.whole.households.between;
        households.iter().for_each(|household| self.seen.households.push(household));
        if self.gathers {
            self.seen.names.extend(&households.iter().filter_map(Name::of).collect::<Vec<Name>>());
        }
        households.clear();
    }
}

fn join(whole: &mut Stretch, mut later: Stretch) {
    whole.last_place = later.last_place;
    townships::join(&mut whole.townships, &later.townships);
    whole.report.join(later.report);
    whole.account.join(&later.account);
    whole.pending += later.pending;
    whole.remarks.append(&mut later.remarks);
    whole.means.append(&mut later.means);
    whole.returns.append(&mut later.returns);
    whole.spread.join(&later.spread);
    for (township, visited) in later.visited {
        whole.visited.entry(township).or_default().join(visited);
    }
    whole.dues.append(&mut later.dues);
    whole.timeliness.join(&later.timeliness);
    whole.arrears.append(&mut later.arrears);
    whole.summed = later.summed;
    for segment in later.segments {
        add(&mut whole.segments, segment);
    }
}

/// Rows above the first place a stretch names stand under the last one before it; a village holds only as long as its
/// township.
fn fill_places(stretch: &mut Stretch, above: (u32, u32), no_place: u32) {
    let named = stretch.village_above;
    let below = if named == Household::PLACE_ABOVE { above.1 } else { named };
    let fill = |town: &mut u32, village: &mut u32| {
        let mut last = below;
        if *town == Household::PLACE_ABOVE {
            (*town, last) = above;
        }
        if *village == Household::PLACE_ABOVE {
            *village = if *town == above.0 { last } else { no_place };
        }
    };
    for household in stretch.households.households_mut() {
        fill(&mut household.township, &mut household.village);
    }
    let (town, village) = &mut stretch.last_place;
    fill(town, village);
    for setting in stretch.settings.all_mut() {
        fill(&mut setting.township, &mut setting.village);
    }
    if let Some(visited) = stretch.visited.remove(&Household::PLACE_ABOVE) {
        stretch.visited.entry(above.0).or_default().join(visited);
    }
    for due in stretch.dues.iter_mut().filter(|due| due.township == Household::PLACE_ABOVE) {
        due.township = above.0;
    }
    stretch.timeliness.move_to(above.0, Household::PLACE_ABOVE);
    for row in stretch.arrears.iter_mut().filter(|row| row.township == Household::PLACE_ABOVE) {
        row.township = above.0;
    }
}

/// Segments follow each other; one still open takes in the next.
fn add(segments: &mut Vec<Segment>, next: Segment) {
    match segments.last_mut() {
        Some(open) if open.closed_by.is_none() => {
            open.take_in(&next);
            open.closed_by = next.closed_by;
        }
        _ => segments.push(next),
    }
}
