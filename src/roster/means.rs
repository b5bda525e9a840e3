//! What a roster says a household lives on: small, kept until lists say what else comes in.

use crate::day::Months;
use crate::field::Field;
use crate::money::Yuan;

use super::record::Record;

/// Income and assistance of a household, as one row states them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Means {
    /// Income of a month per member, as declared.
    pub per_head: Yuan,
    /// Members, else those assisted.
    pub size: Option<u32>,
    /// Those assisted, else all members.
    pub covered: Option<u32>,
    pub standard: Option<Yuan>,
    /// What the household is paid for a month.
    pub monthly: Option<Yuan>,
}

/// The roster, what holds the household's rows together, and the months.
pub type MeansKey = (u16, u32, Option<Months>);

impl Means {
    /// What a row that states the income says; nothing where no word holds its household together.
    pub fn of(record: &Record<'_>, months: Option<Months>) -> Option<(MeansKey, Means)> {
        let of_year = || record.money(Field::IncomePerHeadYear).map(|year| Yuan::from_fen((year.fen() + 6) / 12));
        let per_head = record.money(Field::IncomePerHead).or_else(of_year)?;
        let household = record.household;
        let (size, covered) = (record.count(Field::HouseholdSize), record.count(Field::CoveredSize));
        let means = Means {
            per_head,
            size: size.or(covered),
            covered: covered.or(size),
            standard: record.money(Field::Standard),
            monthly: record.money(Field::MonthlyAmount),
        };
        (household != 0).then_some(((record.roster.source, household, months), means))
    }
}
