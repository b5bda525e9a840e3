//! A month goes in; the law that holds in it comes out, looked up and worked out once for all rows of that month.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use rust_decimal::{Decimal, RoundingStrategy};

use super::entitlement;
use super::weight::in_force;
use crate::day::Month;
use crate::field::Field;
use crate::money::Yuan;
use crate::roster::Roster;
use crate::rules::{Basis, Condition, Mismatch, Pack, Programme, Rate, Standard};

/// The law of the months of one roster, as far as they were asked for: the years in the order in which they were, which
/// for nearly every roster is one.
#[derive(Default)]
pub(super) struct Law<'c>(OnceCell<Box<Year<'c>>>);

struct Year<'c> {
    year: i32,
    months: [OnceCell<Box<MonthLaw<'c>>>; 12],
    next: Law<'c>,
}

/// What the rules of a programme say for one month.
pub(super) struct MonthLaw<'c> {
    pub standard: Option<&'c Standard>,
    /// Lower standards of before, with the last month of each, the latest first.
    pub lower: Vec<(Month, &'c Standard)>,
    pub conditions: Vec<&'c Condition>,
    /// What an age speaks against, as far as the roster has the columns for it.
    pub mismatches: Vec<&'c Mismatch>,
    /// The columns it has not.
    pub lacking: BTreeSet<Field>,
    rates: Vec<(Field, Vec<Rated<'c>>)>,
}

/// A rate, and what it is worth a person and month; not known where it is a multiple of what is not known.
#[derive(Debug, Clone)]
pub(super) struct Rated<'c> {
    pub rate: &'c Rate,
    pub worth: Option<(Decimal, Vec<&'c Arc<Basis>>)>,
    /// The same without parts of a fen: less than half a fen a head is nobody's complaint.
    pub least: Yuan,
}

impl<'c> Law<'c> {
    #[inline]
    pub fn of(&self, month: Month, pack: &'c Pack, roster: &'c Roster) -> &MonthLaw<'c> {
        let mut year = self.first(month);
        while year.year != month.year() {
            year = year.next.first(month);
        }
        let law = &year.months[month.number() as usize - 1];
        law.get_or_init(|| Box::new(MonthLaw::new(month, pack, roster)))
    }

    /// Its first year; that of the month asked for where there is none yet.
    #[inline]
    fn first(&self, month: Month) -> &Year<'c> {
        self.0.get_or_init(|| {
            Box::new(Year {
                year: month.year(),
                months: std::array::from_fn(|_| OnceCell::new()),
                next: Law::default(),
            })
        })
    }
}

impl<'c> MonthLaw<'c> {
    fn new(month: Month, pack: &'c Pack, roster: &'c Roster) -> MonthLaw<'c> {
        let programme = &pack.programmes[roster.programme];
        let standard = programme.standard(month);
        let rated = |rate: &'c Rate| {
            let worth = pack.exact_worth(rate, month);
            let least = worth.as_ref().and_then(|(yuan, _)| rounded(*yuan, RoundingStrategy::ToNegativeInfinity));
            Rated { rate, least: least.unwrap_or_default(), worth }
        };
        let rates = |pays: Field| (pays, programme.rates(pays, month).into_iter().map(rated).collect());
        let mismatches = pack.mismatches.iter().filter(|mismatch| mismatch.holds_on(month.first_day()));
        let lacks = |mismatch: &&Mismatch| mismatch.when.fields().any(|field| !roster.has(field));
        let (unasked, mismatches): (Vec<&Mismatch>, Vec<&Mismatch>) = mismatches.partition(lacks);
        let looked_at = unasked.into_iter().flat_map(|mismatch| mismatch.when.fields());
        MonthLaw {
            standard,
            lower: standard.map_or_else(Vec::new, |standard| lower(standard, month, programme)),
            conditions: in_force(programme, month.first_day(), |version| &version.conditions, |of| &of.name),
            mismatches,
            lacking: looked_at.filter(|field| !roster.has(*field)).collect(),
            rates: programme.rated().into_iter().map(rates).collect(),
        }
    }

    /// The rates for what a field states.
    pub fn rates(&self, pays: Field) -> &[Rated<'c>] {
        self.rates.iter().find(|(field, _)| *field == pays).map_or(&[], |(_, rates)| rates)
    }
}

/// In whole fen.
pub(super) fn rounded(yuan: Decimal, way: RoundingStrategy) -> Option<Yuan> {
    Yuan::from_decimal(yuan.round_dp_with_strategy(2, way))
}

fn lower<'c>(standard: &Standard, month: Month, programme: &'c Programme) -> Vec<(Month, &'c Standard)> {
    let before = entitlement::last_months_of_standards(month, programme).into_iter();
    let older = before.filter_map(|then| Some((then, programme.standard(then)?)));
    older.filter(|(_, older)| older.exact() < standard.exact()).collect()
}
