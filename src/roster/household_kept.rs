//! A household as it is kept on disk.

use chrono::{Datelike, NaiveDate};

use crate::day::Months;
use crate::money::Yuan;
use crate::sorted::{Bytes, Item, put_short};

use super::household::{Household, Key, Supplement};
use super::household_short;

/// What is there and what is not, a bit each, after two bits for the kind of its key.
const PENDING: u32 = 4;
const VARIES: u32 = 8;
const SUPPLEMENTED: u32 = 16;
const SIZED: u32 = 32;
const COVERED_SIZED: u32 = 64;
/// The day that counts it and the first one known, 0 for none.
const DATED: u32 = 128;
const MONTHS: u32 = 256;
/// Its head's number, where the key is not that.
const HEAD: u32 = 512;
const HEAD_IS_KEY: u32 = 32768;
const AMOUNT: u32 = 1024;
/// What its first row gives, where that is not all it is paid.
const ONCE: u32 = 2048;
const ONCE_IS_AMOUNT: u32 = 4096;
const MONTHLY: u32 = 8192;
/// Of a supplement: whether any is stated.
const STATED: u32 = 16384;
const REFUSED: u32 = 65536;

impl Item for Household {
    /// A byte for the form, two numbers of eight bytes, four of four, six amounts of ten at most, four numbers of five
    /// and seven of three.
    const LONGEST: usize = 1 + 2 * 8 + 4 * 4 + 6 * 10 + 4 * 5 + 7 * 3;

    fn put(&self, bytes: &mut Vec<u8>) {
        if !household_short::put(self, bytes) {
            bytes.push(household_short::NOT);
            self.put_long(bytes);
        }
    }

    #[inline(always)]
    fn take(bytes: &mut Bytes<'_>) -> Household {
        match bytes.u8() {
            household_short::NOT => {
                let (long, rest) = Household::take_long(*bytes);
                *bytes = rest;
                // Field by field: the short ones, as nearly all are, then need no place in memory, and of them is read
                // what is asked for.
                Household { ..long }
            }
            flags => household_short::take(flags, bytes),
        }
    }
}

impl Household {
    #[inline(never)]
    fn put_long(&self, bytes: &mut Vec<u8>) {
        let (kind, key) = match self.key {
            Key::Above => (0, None),
            Key::Neighbours => (1, None),
            Key::Number(number) => (2, Some(number)),
            Key::Head(id) => (3, Some(id)),
        };
        let head = Some(self.head_id).filter(|head| *head != 0 && key != Some(*head));
        bytes.extend_from_slice(&(kind | self.flags(head)).to_le_bytes());
        for number in key.into_iter().chain(head) {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        let numbers = [self.first_row, self.last_row - self.first_row, self.township, self.village];
        numbers.iter().for_each(|number| put_short(bytes, u64::from(*number)));
        let counts = [self.source, self.listed, self.covered, self.heads].map(Some);
        let counts = counts.into_iter().chain([self.size, self.covered_size]);
        counts.flatten().for_each(|count| put_short(bytes, u64::from(count)));
        let day = |day: NaiveDate| day.num_days_from_ce().cast_unsigned();
        let days = self.is_dated().then(|| [self.decided, self.begun].map(|of| of.map_or(0, day)));
        let months = self.months.map(|months| Months::number(Some(months)));
        for number in days.into_iter().flatten().chain(months) {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        let once = self.once.filter(|_| self.once != self.amount);
        [self.amount, once, self.monthly].into_iter().flatten().for_each(|yuan| put_yuan(bytes, yuan));
        if let Some(supplement) = &self.supplement {
            let all = supplement.stated.into_iter().chain([supplement.more, supplement.certain]);
            all.for_each(|yuan| put_yuan(bytes, yuan));
            put_short(bytes, u64::from(supplement.persons));
        }
    }

    #[inline(never)]
    fn take_long(mut rest: Bytes<'_>) -> (Household, Bytes<'_>) {
        let bytes = &mut rest;
        let flags = bytes.u32();
        let is = |flag: u32| flags & flag != 0;
        let number = if flags & 2 == 0 { 0 } else { bytes.u64() };
        let key = match flags & 3 {
            0 => Key::Above,
            1 => Key::Neighbours,
            2 => Key::Number(number),
            _ => Key::Head(number),
        };
        let own_head = if is(HEAD_IS_KEY) { number } else { 0 };
        let head_id = if is(HEAD) { bytes.u64() } else { own_head };
        let (first_row, rows) = (bytes.short() as u32, bytes.short() as u32);
        let (township, village) = (bytes.short() as u32, bytes.short() as u32);
        let (source, listed) = (bytes.short() as u16, bytes.short() as u16);
        let (covered, heads) = (bytes.short() as u16, bytes.short() as u16);
        let mut count = |flag: u32| is(flag).then(|| bytes.short() as u16);
        let (size, covered_size) = (count(SIZED), count(COVERED_SIZED));
        let days = if is(DATED) { [bytes.u32(), bytes.u32()] } else { [0, 0] };
        let [decided, begun] =
            days.map(|day| NaiveDate::from_num_days_from_ce_opt(day.cast_signed()).filter(|_| day > 0));
        let months = is(MONTHS).then(|| bytes.u32()).and_then(Months::numbered);
        let mut yuan = |flag: u32| is(flag).then(|| yuan(bytes));
        let amount = yuan(AMOUNT);
        let once = if is(ONCE_IS_AMOUNT) { amount } else { yuan(ONCE) };
        let monthly = yuan(MONTHLY);
        let supplement = is(SUPPLEMENTED).then(|| Box::new(supplement(is(STATED), bytes)));
        let household = Household {
            key,
            head_id,
            source,
            first_row,
            last_row: first_row + rows,
            township,
            village,
            months,
            decided,
            begun,
            pending: is(PENDING),
            refused: is(REFUSED),
            listed,
            covered,
            heads,
            size,
            covered_size,
            amount,
            once,
            varies: is(VARIES),
            monthly,
            supplement,
        };
        (household, rest)
    }

    fn is_dated(&self) -> bool {
        self.decided.is_some() || self.begun.is_some()
    }

    fn flags(&self, head: Option<u64>) -> u32 {
        let stated = self.supplement.as_ref().and_then(|supplement| supplement.stated);
        let same = self.once == self.amount;
        let flags = [
            (PENDING, self.pending),
            (REFUSED, self.refused),
            (VARIES, self.varies),
            (SUPPLEMENTED, self.supplement.is_some()),
            (SIZED, self.size.is_some()),
            (COVERED_SIZED, self.covered_size.is_some()),
            (DATED, self.is_dated()),
            (MONTHS, self.months.is_some()),
            (HEAD, head.is_some()),
            (HEAD_IS_KEY, head.is_none() && self.head_id != 0),
            (AMOUNT, self.amount.is_some()),
            (ONCE, self.once.is_some() && !same),
            (ONCE_IS_AMOUNT, same),
            (MONTHLY, self.monthly.is_some()),
            (STATED, stated.is_some()),
        ];
        flags.iter().filter(|(_, is)| *is).map(|(flag, _)| flag).sum()
    }
}

fn supplement(is_stated: bool, bytes: &mut Bytes<'_>) -> Supplement {
    let stated = is_stated.then(|| yuan(bytes));
    let (more, certain) = (yuan(bytes), yuan(bytes));
    Supplement { stated, more, certain, persons: bytes.short() as u16 }
}

/// An amount is mostly positive: its sign is its lowest bit.
fn put_yuan(bytes: &mut Vec<u8>, yuan: Yuan) {
    let fen = yuan.fen();
    put_short(bytes, (fen << 1 ^ fen >> 63).cast_unsigned());
}

fn yuan(bytes: &mut Bytes<'_>) -> Yuan {
    let number = bytes.short();
    Yuan::from_fen((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
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
            begun: None,
            pending: false,
            refused: false,
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
        let begun = Household { begun: decided, pending: true, ..bare.clone() };
        let refused = Household { refused: true, ..bare.clone() };
        let (once, size) = (bare.amount, Some(4));
        let (key, head_id, village) = (Key::Head(99_010_119_320_101_535), 99_010_119_320_101_535, 5);
        let short = Household { key, head_id, village, once, months, size, monthly: None, ..bare.clone() };
        let numbered = Household { key: Key::Number(7), monthly: Some(more), ..short.clone() };
        let paid = |fen: i64| Household {
            amount: Some(Yuan::from_fen(fen)),
            once: Some(Yuan::from_fen(fen)),
            ..short.clone()
        };
        let (source, township, village) = (0x1234, 0xABCD, 0xFFFF);
        let aid = Household { source, township, village, pending: true, varies: true, ..paid(300_000) };
        let most = Household { size: Some(254), last_row: 257, ..paid(i64::from(u32::MAX) - 1) };
        let far = Household { last_row: 3000, ..short.clone() };
        let crowd = Household { size: Some(255), ..short.clone() };
        let (more, owed) = (paid(u32::MAX.into()), paid(-1));
        let is_read_back = |household: &Household| {
            let mut bytes = Vec::new();
            household.put(&mut bytes);
            bytes.len() <= Household::LONGEST && Household::take(&mut Bytes::of(&bytes)) == *household
        };
        for household in [short, numbered, aid, most] {
            assert!(household_short::put(&household, &mut Vec::new()) && is_read_back(&household), "{household:?}");
        }
        for household in [bare, full, begun, refused, far, crowd, more, owed] {
            assert!(!household_short::put(&household, &mut Vec::new()) && is_read_back(&household), "{household:?}");
        }
    }

    /// A county's years of rosters are a million of these.
    #[test]
    fn a_household_takes_no_more_than_a_hundred_bytes() {
        assert!(size_of::<Household>() <= 104, "{}", size_of::<Household>());
    }
}
