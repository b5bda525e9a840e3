//! Rows go in, in any order; what shows that others are the same comes out.

use crate::day::Months;
use crate::field::Field;
use crate::sorted::SPREAD;

use super::hashed::hash;
use super::paid::WHOLE;
use super::record::Record;

/// What some rows say of whom they pay, how much and for which months, whatever their order: the same of sheets that
/// hold the same rows, and of one that holds those of several the sum.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Likeness {
    pub rows: u64,
    said: u64,
}

impl Likeness {
    pub fn add(&mut self, record: &Record<'_>) {
        let fen = |field: Field| record.money(field).map_or(u64::MAX, |yuan| yuan.fen().cast_unsigned());
        let together = |[one, other]: [Field; 2]| fen(one).wrapping_mul(SPREAD) ^ fen(other).rotate_left(32);
        let is_in_parts = !WHOLE.iter().any(|field| record.roster.has(*field));
        let paid = together(if is_in_parts { [Field::BasicAmount, Field::CareAmount] } else { WHOLE });
        let mut said = stirred(paid ^ u64::from(Months::number(record.months())));
        // The bank pays the same to the same people each month, on other days.
        if let Some(day) = record.day(Field::Paid).filter(|_| record.roster.list.is_some()) {
            said = stirred(said ^ hash(&day));
        }
        for person in record.persons() {
            let who = person.id.id().map_or_else(|| hash(&person.name), |id| id.key());
            said = stirred(said ^ who);
        }
        self.rows += 1;
        self.said = self.said.wrapping_add(said);
    }

    pub fn join(&mut self, other: Likeness) {
        *self = self.with(other);
    }

    /// That of the rows of both.
    pub fn with(self, other: Likeness) -> Likeness {
        Likeness { rows: self.rows + other.rows, said: self.said.wrapping_add(other.said) }
    }

    /// That of the rows but for some of them.
    pub fn without(self, some: Likeness) -> Likeness {
        Likeness { rows: self.rows.saturating_sub(some.rows), said: self.said.wrapping_sub(some.said) }
    }
}

/// Mixed so that sums of such numbers are the same only where the numbers are: what is paid to two people the other way
/// round is another sum.
fn stirred(number: u64) -> u64 {
    let once = (number ^ (number >> 32)).wrapping_mul(SPREAD);
    let twice = (once ^ (once >> 29)).wrapping_mul(SPREAD);
    twice ^ (twice >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_rows_tells_nothing_and_what_they_say_does() {
        let of = |rows: &[(u64, u64)]| {
            let said = rows.iter().map(|(who, paid)| stirred(stirred(*paid) ^ who)).fold(0, u64::wrapping_add);
            Likeness { rows: rows.len() as u64, said }
        };
        let (one, other) = (of(&[(1, 100), (2, 300)]), of(&[(3, 100)]));
        assert_eq!(one, of(&[(2, 300), (1, 100)]));
        assert_ne!(one, of(&[(1, 300), (2, 100)]));
        assert_eq!(one.with(other), of(&[(3, 100), (1, 100), (2, 300)]));
        assert_eq!(one.with(other).without(one), other);
    }
}
