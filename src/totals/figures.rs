//! What is known of a programme in a period: 户, 人, 人次, 元, and what stands beside them.

use crate::day::{Month, Months};
use crate::money::Yuan;

/// What is known of one programme in one period and place; `None` is "not known", never zero.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    /// 户: distinct households.
    pub households: Option<u64>,
    /// 人: distinct persons.
    pub persons: Option<u64>,
    /// 人次: persons each time they were aided; flow programmes only.
    pub visits: Option<u64>,
    /// 元
    pub amount: Option<Yuan>,
    /// Households that count but whose amount is missing or cannot be read: the amount is without them. Where a
    /// programme has no amount at all, nor a column for it, there are none.
    pub without_amount: u64,
    /// Households that count and of which nobody says how many people they are: persons and visits are without them.
    /// Where it is said of none there are none.
    pub without_persons: u64,
    /// The month a stock is of.
    pub stock_of: Option<Month>,
    /// The months the rows are of, first to last.
    pub months: Option<Months>,
    /// Cases not decided yet on the day, which count for nothing.
    pub pending: u64,
    /// Cases that were refused, whatever their months, of a programme as a whole.
    pub refused: u64,
    /// Households of no known month. In a stock, those beside others of known ones: they are in the amount alone. In a
    /// flow they count as the others do.
    pub undated: u64,
    /// Households of no known year: they count, and may be of another period.
    pub of_no_year: u64,
    /// Households whose months reach beyond the period: what is paid for all of them is in the amount, undivided.
    pub beyond: u64,
    /// Households of months outside the period, which count for nothing, and the months they are of; by month none are.
    pub outside: u64,
    pub outside_months: Option<Months>,
}

/// One of the figures, as `--trace` names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    Households,
    Persons,
    Visits,
    Amount,
}

impl Figure {
    pub const ALL: [Figure; 4] = [Figure::Households, Figure::Persons, Figure::Visits, Figure::Amount];

    pub fn name(self) -> &'static str {
        match self {
            Figure::Households => "households",
            Figure::Persons => "persons",
            Figure::Visits => "visits",
            Figure::Amount => "amount",
        }
    }

    pub fn named(name: &str) -> Option<Figure> {
        Figure::ALL.into_iter().find(|figure| figure.name() == name)
    }
}

impl Figures {
    /// Whether all that the rosters list is of other months.
    pub fn are_all_outside(&self) -> bool {
        self.outside > 0
            && self.months.is_none()
            && self.pending + self.refused == 0
            && self.amount.is_none()
            && self.persons.is_none()
    }

    pub(super) fn knows(&self, figure: Figure) -> bool {
        match figure {
            Figure::Households => self.households.is_some(),
            Figure::Persons => self.persons.is_some(),
            Figure::Visits => self.visits.is_some(),
            Figure::Amount => self.amount.is_some(),
        }
    }
}
