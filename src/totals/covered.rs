//! Months that rosters are of go in; those without any come out.

use crate::day::{Month, Months};

/// Months as stretches, in order, with at least a month between one and the next.
#[derive(Debug, Default)]
pub(super) struct Covered {
    stretches: Vec<Months>,
}

impl Covered {
    pub fn add(&mut self, months: Months) {
        // Most rows are of the months of those before.
        if self.stretches.iter().any(|own| own.within(months) == Some(months)) {
            return;
        }
        let touches = |own: &Months| own.first <= months.last.next() && months.first <= own.last.next();
        let (touching, mut apart): (Vec<Months>, Vec<Months>) = self.stretches.iter().partition(|own| touches(own));
        let first = touching.iter().map(|own| own.first).fold(months.first, Month::min);
        let last = touching.iter().map(|own| own.last).fold(months.last, Month::max);
        apart.push(Months { first, last });
        apart.sort_unstable();
        self.stretches = apart;
    }

    pub fn join(&mut self, other: &Covered) {
        other.stretches.iter().for_each(|months| self.add(*months));
    }

    pub fn stretches(&self) -> impl Iterator<Item = Months> {
        self.stretches.iter().copied()
    }

    pub fn contains(&self, month: Month) -> bool {
        self.stretches().any(|own| own.contains(month))
    }

    pub fn overlap(&self, months: Months) -> bool {
        self.stretches().any(|own| own.overlap(months))
    }

    /// From the first month to the last.
    pub fn all(&self) -> Option<Months> {
        Some(Months { first: self.stretches.first()?.first, last: self.stretches.last()?.last })
    }

    /// The months of a period that are not among these.
    pub fn missing(&self, period: Months) -> Vec<Months> {
        let (mut missing, mut next) = (Vec::new(), period.first);
        for own in self.stretches().filter(|own| own.overlap(period)) {
            missing.extend(until(next, own.first));
            next = own.last.next();
        }
        missing.extend(until(next, period.last.next()));
        missing
    }
}

/// From a month to the one before another; `None` where that is not later.
pub(super) fn until(first: Month, end: Month) -> Option<Months> {
    Some(Months { first, last: end.back(1)? }).filter(|_| first < end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn months(first: u32, last: u32) -> Months {
        let month = |number| Month::new(2018, number).unwrap();
        Months { first: month(first), last: month(last) }
    }

    #[test]
    fn stretches_that_touch_are_one() {
        let mut covered = Covered::default();
        for (first, last) in [(6, 6), (1, 2), (4, 4), (3, 3), (1, 4)] {
            covered.add(months(first, last));
        }
        assert_eq!(covered.stretches, [months(1, 4), months(6, 6)]);
        assert_eq!(covered.all(), Some(months(1, 6)));
    }

    #[test]
    fn what_is_missing_lies_before_between_and_after() {
        let mut covered = Covered::default();
        assert_eq!(covered.missing(months(1, 3)), [months(1, 3)]);
        covered.add(months(3, 4));
        covered.add(months(7, 7));
        assert_eq!(covered.missing(months(1, 9)), [months(1, 2), months(5, 6), months(8, 9)]);
        assert_eq!(covered.missing(months(4, 5)), [months(5, 5)]);
        assert_eq!(covered.missing(months(3, 4)), []);
    }
}
