//! What rows that follow each other leave behind.

use std::collections::BTreeMap;

use crate::checks::{Case, Counts, MadeUp, PrintedTotal, Reporter, Stale, Visited};
use crate::day::Months;
use crate::field::Field;
use crate::finding::Place;
use crate::input::Row;
use crate::roster::{
    AccountSighting, Bare, BillSighting, Causes, Household, Layout, Likeness, Means, MeansKey, Record, Remark, Roster,
    Settings, Skipped, Spread, Trace, Unnumbered, folded, is_of_another_table,
};
use crate::rules::Pack;
use crate::timeliness::Timeliness;

use super::due_row::DueRow;
use super::segment::{Segment, open};
use super::traced::Traced;

/// What rows that follow each other leave behind.
pub(super) struct Stretch {
    pub report: Reporter,
    pub households: Traced,
    /// How many these were once put together.
    pub households_gathered: u64,
    pub sightings: Vec<Trace>,
    pub settings: Settings,
    pub causes: Causes,
    pub accounts: Vec<AccountSighting>,
    /// Payments whose rows give no identity number.
    pub unnumbered: Vec<Unnumbered>,
    pub bills: Vec<BillSighting>,
    /// What rows of a list say besides, by row.
    pub remarks: Vec<(u32, Remark)>,
    /// What households say they live on.
    pub means: Vec<(MeansKey, Means)>,
    /// What rows of a statistical return say.
    pub returns: Vec<ReturnRow>,
    /// What its rows pay, where a check asks.
    pub spread: Spread,
    /// By township: cases, and those visited.
    pub visited: BTreeMap<u32, Visited>,
    pub dues: Vec<DueRow>,
    pub timeliness: Timeliness,
    pub arrears: Vec<ArrearsRow>,
    pub account: Account,
    /// Records of cases still to be decided.
    pub pending: u64,
    /// The township and the village its last row stands under.
    pub last_place: (u32, u32),
    /// The village its rows name last before their first township: its own, where that is the township of the rows
    /// before.
    pub village_above: u32,
    /// Its rows from which another township holds, where that is wanted.
    pub townships: Vec<(u32, u32)>,
    /// Columns that add up.
    pub summed: Vec<(u16, Field)>,
    /// Sums between printed totals; the last is still open.
    pub segments: Vec<Segment>,
    /// Sums of what each household says once, or repeats on each of its rows; none where a row is a household.
    pub once: Vec<Option<i64>>,
    /// What its only row says, which names nobody: where that is the sum of the rows above, it is a total and no
    /// record, and below a total it may explain it.
    pub bare: Option<Bare>,
    /// What its first row is like, which names somebody and has no total and nothing that explains one above it; 0
    /// where it is another.
    pub begins_like: u64,
    /// How far it had come at the last row that explains a sum.
    pub explained: Option<Reached>,
    /// Rows that turned out to be totals so, or to explain one.
    pub unworded: Vec<(u32, Skipped)>,
    /// Rows at the end of a list that name nobody and are not the sums of those above.
    pub unlike: Vec<PrintedTotal>,
}

/// How many records a stretch holds, and how many sums are closed or open.
pub(super) type Reached = (u64, usize);

/// Room that the sightings, accounts and households of a stretch have left: to be filled again, where the system would
/// have to clear new room first. And where to put what is found, beside as much as is kept of the stretches before.
#[derive(Debug, Default)]
pub(super) struct Emptied {
    pub report: Option<Reporter>,
    sightings: Vec<Trace>,
    accounts: Vec<AccountSighting>,
    households: Vec<Household>,
}

impl Emptied {
    /// That of a stretch of which these have been taken in.
    pub fn of(stretch: &mut Stretch) -> Emptied {
        let mut emptied = Emptied {
            report: None,
            sightings: std::mem::take(&mut stretch.sightings),
            accounts: std::mem::take(&mut stretch.accounts),
            households: std::mem::take(&mut stretch.households.between),
        };
        emptied.sightings.clear();
        emptied.accounts.clear();
        emptied
    }

    /// Gives a stretch that has none of these yet the room for them.
    pub fn fill(self, stretch: &mut Stretch) {
        stretch.sightings = self.sightings;
        stretch.accounts = self.accounts;
        stretch.households.between = self.households;
        if let Some(report) = self.report {
            stretch.report = report;
        }
    }
}

/// Rows in = rows used + rows skipped with a reason.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Account {
    pub used: u64,
    pub skipped: BTreeMap<Skipped, u64>,
    /// Of those used, how many are of cases that were refused: they count as nobody's aid.
    pub refused: u64,
    /// The first row that shows another table on the sheet.
    pub other_table: Option<u32>,
    /// By column without a header, in how many records something stands there.
    pub unnamed: BTreeMap<u16, u64>,
    /// Of those used, how many a filter or a hand has hidden, and the first and the last of these.
    pub hidden: u64,
    pub hidden_rows: Option<(u32, u32)>,
    /// How many name who holds the account they are paid to, where a check asks.
    pub holders: u64,
    /// What the rows used say, to tell those of other rosters by; nothing where nobody asks.
    pub likeness: Likeness,
}

/// A month that a row pays by an older standard, or arrears that it pays, with whose they are.
#[derive(Debug, Clone)]
pub struct ArrearsRow {
    pub place: Place,
    /// Index into the pack.
    pub programme: usize,
    /// What tells the person, or the head of the household, across rosters; 0 where no number stands.
    pub key: u64,
    /// The household, where it is entitled and its own number tells it across rosters.
    pub household: Option<u64>,
    pub name: String,
    /// The number as people may see it.
    pub id: String,
    pub township: u32,
    pub what: Owing,
}

/// What a row says of arrears.
#[derive(Debug, Clone)]
pub enum Owing {
    Short(Box<Stale>),
    MadeUp(MadeUp),
}

/// A row of a statistical return: what was reported of a programme, a place and a period.
#[derive(Debug, Clone)]
pub struct ReturnRow {
    pub place: Place,
    /// The programme, as written.
    pub programme: String,
    /// As written; empty for the whole county.
    pub township: String,
    pub months: Option<Months>,
    pub said: Counts,
}

impl ReturnRow {
    #[inline(never)]
    pub fn of(record: &Record<'_>) -> Option<ReturnRow> {
        let count = |field: Field| record.count(field).map(u64::from);
        Some(ReturnRow {
            place: record.place_at(None),
            programme: folded(record.text(Field::ProgrammeName)?),
            township: record.text(Field::Township).map(folded).unwrap_or_default(),
            months: record.months(),
            said: Counts {
                households: count(Field::Households),
                persons: count(Field::Persons),
                visits: count(Field::Visits),
                amount: record.money(Field::Amount),
            },
        })
    }
}

impl Account {
    /// All rows the file gave.
    pub fn rows(&self) -> u64 {
        self.used + self.skipped.values().sum::<u64>()
    }

    pub fn join(&mut self, other: &Account) {
        self.used += other.used;
        self.refused += other.refused;
        self.holders += other.holders;
        self.likeness.join(other.likeness);
        self.other_table = self.other_table.or(other.other_table);
        for (column, count) in &other.unnamed {
            *self.unnamed.entry(*column).or_default() += count;
        }
        for (why, count) in &other.skipped {
            *self.skipped.entry(*why).or_default() += count;
        }
        self.hidden += other.hidden;
        self.hidden_rows = match (self.hidden_rows, other.hidden_rows) {
            (Some((first, _)), Some((_, last))) => Some((first, last)),
            (own, others) => own.or(others),
        };
    }

    fn skip(&mut self, why: Skipped, row: Row<'_>, (roster, pack): (&Roster, &Pack)) {
        *self.skipped.entry(why).or_default() += 1;
        if self.other_table.is_none() && is_of_another_table(why, row, roster, pack) {
            self.other_table = Some(row.number);
        }
    }

    /// Takes notice of what stands in columns without a header; few rosters have one.
    #[cold]
    pub(super) fn look_beside(&mut self, row: Row<'_>, roster: &Roster) {
        let filled = (0..).zip(row.cells).filter(|(_, cell)| !cell.is_blank()).map(|(column, _)| column);
        for column in filled.filter(|column| roster.is_unnamed(usize::from(*column))) {
            *self.unnamed.entry(column).or_default() += 1;
        }
    }

    pub(super) fn hide(&mut self, row: u32) {
        self.hidden += 1;
        self.hidden_rows = Some((self.hidden_rows.map_or(row, |(first, _)| first), row));
    }
}

impl Stretch {
    pub fn empty(report: Reporter) -> Stretch {
        Stretch {
            report,
            households: Traced::default(),
            households_gathered: 0,
            sightings: Vec::new(),
            settings: Settings::default(),
            causes: Causes::default(),
            accounts: Vec::new(),
            unnumbered: Vec::new(),
            bills: Vec::new(),
            remarks: Vec::new(),
            means: Vec::new(),
            returns: Vec::new(),
            spread: Spread::default(),
            visited: BTreeMap::new(),
            dues: Vec::new(),
            timeliness: Timeliness::default(),
            arrears: Vec::new(),
            account: Account::default(),
            pending: 0,
            last_place: ABOVE,
            village_above: Household::PLACE_ABOVE,
            townships: Vec::new(),
            summed: Vec::new(),
            segments: Vec::new(),
            once: Vec::new(),
            bare: None,
            begins_like: 0,
            explained: None,
            unworded: Vec::new(),
            unlike: Vec::new(),
        }
    }

    /// What was seen of everybody, and of payments that name nobody by number.
    pub fn traces(&mut self) -> impl Iterator<Item = &mut Trace> {
        self.sightings.iter_mut().chain(self.unnumbered.iter_mut().map(|payment| &mut payment.trace))
    }

    /// Takes notice of a row that is no record and no total.
    pub fn skip(&mut self, why: Skipped, row: Row<'_>, of: (&Roster, &Pack)) {
        if why == Skipped::Explanation {
            self.explained = Some(self.reached());
        }
        self.account.skip(why, row, of);
    }

    /// Whether no row so far was a record, a total or an explanation of one.
    pub fn is_silent(&self) -> bool {
        self.account.used == 0 && self.segments.is_empty() && self.explained.is_none()
    }

    fn reached(&self) -> Reached {
        (self.account.used, self.segments.len())
    }

    /// Whether it ends with a row that explains a sum; `None` where nothing in it tells.
    pub fn ends_explaining(&self) -> Option<bool> {
        let is_silent = self.segments.is_empty() && self.explained.is_none();
        (!is_silent).then(|| self.explained == Some(self.reached()))
    }

    /// The sums of the rows no total has closed yet.
    pub fn open_segment(&mut self) -> &mut Segment {
        open(&mut self.segments, self.summed.len())
    }

    /// How many households its rows are; `None` where several rows are one and nobody put them together.
    pub fn households_seen(&self, case: &Case<'_>) -> Option<u64> {
        match case.roster.layout {
            Layout::HouseholdRows => Some(self.households_gathered).filter(|households| *households > 0),
            _ => Some(self.account.used),
        }
    }
}

/// Nothing named yet: the place of the row above.
pub(super) const ABOVE: (u32, u32) = (Household::PLACE_ABOVE, Household::PLACE_ABOVE);
