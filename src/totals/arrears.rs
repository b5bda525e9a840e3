//! Rosters of arrears go in; whether somebody is on the list by them comes out.

use crate::day::Months;
use crate::roster::Roster;
use crate::rules::Counted;

use super::Totals;

/// What is to be said of the rosters of a stock that pay what was owed of other months alone.
pub struct Arrears<'t> {
    pub rosters: Vec<&'t Roster>,
    /// Whether there are no others, so that who is on the list is counted by them.
    pub are_all: bool,
}

impl Totals<'_> {
    /// The rosters of a stock that pay arrears alone, if there are any of the period.
    pub fn arrears(&self, programme: usize) -> Option<Arrears<'_>> {
        let of_programme = self.outcome.rosters.iter().filter(|roster| roster.programme == programme);
        let of_period = of_programme.filter(|roster| is_of(roster, self.window.period));
        let (rosters, others): (Vec<_>, Vec<_>) = of_period.partition(|roster| roster.pays_arrears_alone());
        let is_stock = self.pack.programmes[programme].counted == Counted::Stock;
        (is_stock && !rosters.is_empty()).then_some(Arrears { rosters, are_all: others.is_empty() })
    }
}

/// Whether a roster pays arrears alone, and others of its programme say who is on the list in some month of a period.
pub(super) fn is_beside(roster: &Roster, all: &[Roster], period: Months) -> bool {
    let is_other = |other: &&Roster| other.programme == roster.programme && !other.pays_arrears_alone();
    roster.pays_arrears_alone() && all.iter().filter(is_other).any(|other| is_of(other, period))
}

fn is_of(roster: &Roster, period: Months) -> bool {
    roster.months.is_none_or(|months| months.overlap(period))
}
