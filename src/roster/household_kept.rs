//! A household as it is kept on disk.

use chrono::{Datelike, NaiveDate};

use crate::day::Months;
use crate::money::Yuan;
use crate::sorted::{Bytes, Item};

use super::household::{Household, Key, Supplement};

const PENDING: u8 = 1;
const VARIES: u8 = 2;
const SUPPLEMENTED: u8 = 4;
const SIZED: u8 = 8;
const COVERED_SIZED: u8 = 16;

/// In row order.
impl Item for Household {
    const SIZE: usize = 104;

    fn sort_key(&self) -> u64 {
        u64::from(self.first_row)
    }

    fn put(&self, bytes: &mut Vec<u8>) {
        let (kind, key) = match self.key {
            Key::Above => (0, 0),
            Key::Neighbours => (1, 0),
            Key::Number(number) => (2, number),
            Key::Head(id) => (3, id),
        };
        let flags = u8::from(self.pending) * PENDING
            + u8::from(self.varies) * VARIES
            + u8::from(self.supplement.is_some()) * SUPPLEMENTED
            + u8::from(self.size.is_some()) * SIZED
            + u8::from(self.covered_size.is_some()) * COVERED_SIZED;
        bytes.extend_from_slice(&[kind, flags]);
        let stated = self.supplement();
        let money = [self.amount, self.once, self.monthly, stated.stated, Some(stated.more), Some(stated.certain)];
        for number in [key, self.head_id].into_iter().chain(money.map(fen)) {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        let decided = self.decided.map_or(i32::MIN, |day| day.num_days_from_ce()).cast_unsigned();
        let months = Months::number(self.months);
        for number in [self.first_row, self.last_row, self.township, self.village, months, decided] {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        let sizes = [self.size, self.covered_size].map(Option::unwrap_or_default);
        for number in [self.source, self.listed, self.covered, self.heads, stated.persons].into_iter().chain(sizes) {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
    }

    fn take(bytes: &mut Bytes<'_>) -> Household {
        let (kind, flags) = (bytes.u8(), bytes.u8());
        let (number, head_id) = (bytes.u64(), bytes.u64());
        let [amount, once, monthly, stated, more, certain] = [(); 6].map(|()| yuan(bytes.u64()));
        let [first_row, last_row, township, village, months, decided] = [(); 6].map(|()| bytes.u32());
        let [source, listed, covered, heads, persons, size, covered_size] = [(); 7].map(|()| bytes.u16());
        let is = |flag: u8| flags & flag != 0;
        let supplement =
            || Supplement { stated, more: more.unwrap_or_default(), certain: certain.unwrap_or_default(), persons };
        Household {
            key: match kind {
                0 => Key::Above,
                1 => Key::Neighbours,
                2 => Key::Number(number),
                _ => Key::Head(number),
            },
            head_id,
            source,
            first_row,
            last_row,
            township,
            village,
            months: Months::numbered(months),
            decided: NaiveDate::from_num_days_from_ce_opt(decided.cast_signed()),
            pending: is(PENDING),
            listed,
            covered,
            heads,
            size: is(SIZED).then_some(size),
            covered_size: is(COVERED_SIZED).then_some(covered_size),
            amount,
            once,
            varies: is(VARIES),
            monthly,
            supplement: is(SUPPLEMENTED).then(|| Box::new(supplement())),
        }
    }
}

/// No amount is the one number that no [`Yuan`] is.
fn fen(yuan: Option<Yuan>) -> u64 {
    yuan.map_or(i64::MIN, Yuan::fen).cast_unsigned()
}

fn yuan(fen: u64) -> Option<Yuan> {
    Some(fen.cast_signed()).filter(|fen| *fen != i64::MIN).map(Yuan::from_fen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let bare = Household {
            key: Key::Number(7),
            head_id: 0,
            source: 1,
            first_row: 2,
            last_row: 3,
            township: 4,
            village: Household::PLACE_ABOVE,
            months: None,
            decided: None,
            pending: false,
            listed: 0,
            covered: 0,
            heads: 1,
            size: None,
            covered_size: Some(0),
            amount: None,
            once: Some(Yuan::ZERO),
            varies: false,
            monthly: Some(Yuan::from_fen(-1)),
            supplement: None,
        };
        let more = Yuan::from_fen(5);
        let supplement = Some(Box::new(Supplement { stated: None, more, certain: Yuan::ZERO, persons: 2 }));
        let (months, decided) = (Months::of_year(2018), NaiveDate::from_ymd_opt(2018, 4, 23));
        let full = Household { months, decided, varies: true, pending: true, supplement, ..bare.clone() };
        for household in [bare, full] {
            let mut bytes = Vec::new();
            household.put(&mut bytes);
            assert_eq!(bytes.len(), Household::SIZE);
            assert_eq!(Household::take(&mut Bytes::of(&bytes)), household);
        }
    }

    /// A county's years of rosters are a million of these.
    #[test]
    fn a_household_takes_no_more_than_a_hundred_bytes() {
        assert!(size_of::<Household>() <= 104, "{}", size_of::<Household>());
    }
}
