//! Where and when people were seen, and whether the heads seen there and then are all given the same.

use rustc_hash::FxHashMap;

use crate::day::Months;
use crate::money::Yuan;

use super::purpose::Purpose;
use super::sighting::Sighting;

/// Where and when somebody was seen: what neighbouring rows share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Setting {
    pub source: u16,
    pub(super) column: u16,
    pub months: Option<Months>,
    /// The programme its rows name, of payments, approvals and stops.
    pub purpose: Purpose,
    pub township: u32,
    pub village: u32,
}

/// Each setting once, numbered in the order of the files.
#[derive(Debug, Default)]
pub struct Settings {
    all: Vec<Setting>,
    /// What the assisted heads of each are given.
    given: Vec<Given>,
    numbers: FxHashMap<Setting, u32>,
    last: u32,
}

/// What some heads are given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Given {
    #[default]
    Nothing,
    Same(Yuan),
    Different,
}

impl Settings {
    /// Notes that somebody was seen in a setting: its number.
    #[inline]
    pub(super) fn see(&mut self, setting: Setting, seen: &Sighting) -> u32 {
        let number = self.number(setting);
        if seen.is_head() && seen.is_covered() {
            self.given[number as usize].take(seen.amount());
        }
        number
    }

    #[inline(always)]
    fn number(&mut self, setting: Setting) -> u32 {
        if self.all.get(self.last as usize) != Some(&setting) {
            self.last = self.find(setting);
        }
        self.last
    }

    #[inline(never)]
    fn find(&mut self, setting: Setting) -> u32 {
        let next = self.all.len() as u32;
        let number = *self.numbers.entry(setting).or_insert(next);
        if number == next {
            self.all.push(setting);
            self.given.push(Given::Nothing);
        }
        number
    }

    pub fn of(&self, number: u32) -> &Setting {
        &self.all[number as usize]
    }

    pub fn all(&self) -> &[Setting] {
        &self.all
    }

    /// What the assisted heads of each setting are given.
    pub fn given(&self) -> &[Given] {
        &self.given
    }

    /// For what is known of places only where stretches join, and of months only once all rosters are read.
    pub fn all_mut(&mut self) -> &mut [Setting] {
        &mut self.all
    }

    /// Takes those of later rows: which number each of them has here.
    pub fn join(&mut self, later: &Settings) -> Vec<u32> {
        let numbers: Vec<u32> = later.all.iter().map(|setting| self.number(*setting)).collect();
        for (number, given) in numbers.iter().zip(&later.given) {
            self.given[*number as usize].join(*given);
        }
        numbers
    }

    /// Forgets whom it has seen there: all will be seen again.
    pub fn see_again(&mut self) {
        self.given.fill(Given::Nothing);
    }
}

impl Given {
    #[inline]
    fn take(&mut self, amount: Option<Yuan>) {
        *self = match (*self, amount) {
            (Given::Nothing, Some(amount)) => Given::Same(amount),
            (Given::Same(before), Some(amount)) if before == amount => *self,
            _ => Given::Different,
        };
    }

    /// Takes what others are given.
    pub fn join(&mut self, other: Given) {
        match other {
            Given::Nothing => {}
            Given::Same(amount) => self.take(Some(amount)),
            Given::Different => *self = Given::Different,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(amounts: &[Option<i64>]) -> Given {
        let mut given = Given::default();
        amounts.iter().for_each(|fen| given.take(fen.map(Yuan::from_fen)));
        given
    }

    #[test]
    fn one_amount_that_differs_or_is_missing_makes_a_difference() {
        let five = Given::Same(Yuan::from_fen(5));
        let cases: [(&[Option<i64>], Given); 5] = [
            (&[], Given::Nothing),
            (&[Some(5), Some(5)], five),
            (&[Some(5), Some(6), Some(5)], Given::Different),
            (&[None, Some(5)], Given::Different),
            (&[Some(5), None], Given::Different),
        ];
        for (amounts, expected) in cases {
            assert_eq!(of(amounts), expected, "{amounts:?}");
            for half in 0..amounts.len() {
                let (mut one, other) = (of(&amounts[..half]), of(&amounts[half..]));
                one.join(other);
                assert_eq!(one, expected, "{amounts:?} in halves");
            }
        }
    }
}
