//! What a roster says a household lives on: small, kept until lists say what else comes in.

use std::collections::{BTreeMap, BTreeSet};

use crate::day::{Month, Months};
use crate::field::Field;
use crate::money::Yuan;

use super::record::Record;
use super::sighting::{self, Sighting};

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

/// The roster and the months, and what holds the household's rows together: as sightings have it, and hashed in full.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct MeansKey {
    source: u16,
    household: u32,
    whole: u64,
    months: Option<Months>,
}

/// What rosters say of the means of all households.
#[derive(Debug, Default)]
pub struct Declared {
    means: BTreeMap<MeansKey, Means>,
    /// By person file, the family files that say what its households live on.
    families: BTreeMap<u16, BTreeSet<u16>>,
}

/// Why nothing is known of what somebody's household lives on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoMeans {
    NotStated,
    /// Of two households it may be either.
    OfTwo,
}

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
        let key = || MeansKey { source: record.roster.source, household, whole: sighting::household(record), months };
        (household != 0).then(|| (key(), means))
    }
}

impl Declared {
    /// Notes what a row says; of several rows of a household for the same months the first counts.
    pub fn note(&mut self, key: MeansKey, means: Means) {
        self.means.entry(key).or_insert(means);
    }

    /// Notes that a family file says what the households of a person file live on.
    pub fn link(&mut self, persons: u16, families: u16) {
        self.families.entry(persons).or_default().insert(families);
    }

    pub fn is_empty(&self) -> bool {
        self.means.is_empty()
    }

    /// What the household of somebody lives on in a month: what a row of the same months says, else another that is of
    /// it.
    pub fn of(&self, member: &Sighting, month: Month) -> Result<(MeansKey, &Means), NoMeans> {
        let is_of = |key: &MeansKey| key.months.is_none_or(|months| months.contains(month));
        let stated: Vec<_> = self.stated(member).filter(|(key, _)| is_of(key)).collect();
        let one = stated.iter().find(|(key, _)| key.months == member.months).or(stated.first());
        let (key, means) = *one.ok_or(NoMeans::NotStated)?;
        match stated.iter().all(|(other, _)| other.whole == key.whole) {
            true => Ok((*key, means)),
            false => Err(NoMeans::OfTwo),
        }
    }

    /// Where means may be stated of the household of somebody, in any of their months.
    pub fn keys(&self, member: &Sighting) -> impl Iterator<Item = MeansKey> {
        let own = member.months;
        let meets = move |of: Option<Months>| of.zip(own).is_none_or(|(of, own)| of.overlap(own));
        self.stated(member).map(|(key, _)| *key).filter(move |key| meets(key.months))
    }

    /// What is stated of the household of somebody; where only four bytes of it are known, also of others that have the
    /// same.
    fn stated(&self, member: &Sighting) -> impl Iterator<Item = (&MeansKey, &Means)> {
        let (household, own) = (member.household, member.own_household());
        let families = self.families.get(&member.source).into_iter().flatten().copied();
        let sources = [member.source].into_iter().chain(families).filter(move |_| household != 0);
        let nearly = sources.flat_map(move |source| {
            let first = MeansKey { source, household, whole: 0, months: None };
            self.means.range(first..).take_while(move |(key, _)| (key.source, key.household) == (source, household))
        });
        nearly.filter(move |(key, _)| own.is_none_or(|own| own == key.whole))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Purpose;
    use super::super::hashed::hash;
    use super::super::sighting::NO_FEN;
    use super::*;

    fn means(fen: i64) -> Means {
        Means { per_head: Yuan::from_fen(fen), size: Some(2), covered: Some(2), standard: None, monthly: None }
    }

    fn april() -> Month {
        Month::new(2018, 4).unwrap()
    }

    /// Seen in a household of the first roster in April.
    fn seen(key: u64, household: u32) -> Sighting {
        Sighting {
            key,
            source: 0,
            column: 0,
            row: 2,
            months: Some(Months::one(april())),
            purpose: Purpose::OfSheet,
            flags: 0,
            disability: 0,
            cause: 0,
            name: 0,
            household,
            township: 0,
            village: 0,
            fen: NO_FEN,
        }
    }

    /// Two heads whose numbers are hashed to one word of four bytes.
    const ALIKE: [u64; 2] = [99_992_620_021_128_059, 99_990_919_511_202_299];

    #[test]
    fn no_household_gets_what_another_declared() {
        let [one, other] = ALIKE.map(|key| hash(&key));
        assert_eq!(one as u32, other as u32);
        let key =
            |whole: u64| MeansKey { source: 0, household: whole as u32, whole, months: Some(Months::one(april())) };
        let mut declared = Declared::default();
        declared.note(key(one), means(1000));
        declared.note(key(other), means(150_000));
        let of = |key: u64| declared.of(&seen(key, one as u32), april()).map(|(_, means)| means.per_head.fen());
        assert_eq!(of(ALIKE[0]), Ok(1000));
        assert_eq!(of(ALIKE[1]), Ok(150_000));
        // A child, of whom the row has no more than the word.
        assert_eq!(of(99_999_919_990_101_050), Err(NoMeans::OfTwo));
        let mut of_one = Declared::default();
        of_one.note(key(one), means(1000));
        assert_eq!(of_one.of(&seen(ALIKE[1], one as u32), april()).map(|_| ()), Err(NoMeans::NotStated));
    }

    #[test]
    fn a_person_file_has_the_means_of_its_family_file() {
        let whole = hash(&ALIKE[0]);
        let key = MeansKey { source: 1, household: whole as u32, whole, months: Months::of_year(2018) };
        let mut declared = Declared::default();
        declared.note(key, means(1000));
        let child = seen(99_999_919_990_101_050, whole as u32);
        assert_eq!(declared.of(&child, april()).map(|_| ()), Err(NoMeans::NotStated));
        declared.link(0, 1);
        assert_eq!(declared.of(&child, april()).map(|(of, _)| of), Ok(key));
        assert_eq!(declared.of(&child, Month::new(2019, 1).unwrap()).map(|_| ()), Err(NoMeans::NotStated));
    }
}
