//! A household as nearly all are kept: every number at its place, so that it is quickly read back.

use crate::day::Months;
use crate::money::Yuan;
use crate::sorted::{Bytes, put_next};

use super::household::{Household, Key};

/// Stands first instead, where a household is not of this form.
pub(super) const NOT: u8 = 0;
/// Always there, so that flags are not [`NOT`]; the lowest bits are for the kind of the key.
const SHORT: u8 = 128;
const PENDING: u8 = 4;
const VARIES: u8 = 8;
/// The key is the head's number.
const HEAD_IS_KEY: u8 = 16;
/// The head's number, which is not the key, stands behind all others.
const HEAD: u8 = 32;

const LENGTH: usize = 8 + 4 * 4 + 3 * 2 + 6;
/// A number that is not there.
const NONE: u32 = u32::MAX;

/// The flags and what follows them, and the head's number if it stands behind that; `None` where something does not fit, or is
/// there that few have.
pub(super) fn of(household: &Household) -> Option<([u8; 1 + LENGTH], Option<u64>)> {
    let (kind, key) = match household.key {
        Key::Above => (0, 0),
        Key::Neighbours => (1, 0),
        Key::Number(number) => (2, number),
        Key::Head(id) => (3, id),
    };
    let is_usual = household.decided.is_none() && household.supplement.is_none() && household.once == household.amount;
    if !is_usual {
        return None;
    }
    let head = Some(household.head_id).filter(|head| *head != 0);
    let is = |flag: u8, is: bool| u8::from(is) * flag;
    let of_head = if head == Some(key) { HEAD_IS_KEY } else { is(HEAD, head.is_some()) };
    let flags = SHORT | kind | is(PENDING, household.pending) | is(VARIES, household.varies) | of_head;
    let rows = household.last_row - household.first_row;
    let counts = [rows, household.listed.into(), household.covered.into(), household.heads.into()];
    let [rows, listed, covered, heads] = counts.map(|count| u8::try_from(count).ok());
    let sizes = [household.size, household.covered_size].map(|size| size.map_or(Some(u8::MAX), small));
    let places = [household.township, household.village].map(|place| u16::try_from(place).ok());
    let money = [household.amount, household.monthly].map(|yuan| yuan.map_or(Some(NONE), fen));
    let mut all = [0; 1 + LENGTH];
    let mut rest = &mut all[..];
    put_next(&mut rest, [flags]);
    put_next(&mut rest, key.to_le_bytes());
    for number in [household.first_row, Months::number(household.months), money[0]?, money[1]?] {
        put_next(&mut rest, number.to_le_bytes());
    }
    for number in [places[0]?, places[1]?, household.source] {
        put_next(&mut rest, number.to_le_bytes());
    }
    put_next(&mut rest, [rows?, listed?, covered?, heads?, sizes[0]?, sizes[1]?]);
    Some((all, head.filter(|head| *head != key)))
}

/// What follows the flags, read back.
#[inline]
pub(super) fn take(flags: u8, all: &mut Bytes<'_>) -> Household {
    let bytes = all.array::<LENGTH>();
    let mut bytes = Bytes::of(&bytes);
    let number = bytes.u64();
    let (first_row, months) = (bytes.u32(), bytes.u32());
    let (amount, monthly) = (yuan(bytes.u32()), yuan(bytes.u32()));
    let (township, village, source) = (bytes.u16(), bytes.u16(), bytes.u16());
    let rows = u32::from(bytes.u8());
    let (listed, covered, heads) = (bytes.u8(), bytes.u8(), bytes.u8());
    let (size, covered_size) = (bytes.u8(), bytes.u8());
    let size_of = |size: u8| (size != u8::MAX).then_some(u16::from(size));
    Household {
        key: match flags & 3 {
            0 => Key::Above,
            1 => Key::Neighbours,
            2 => Key::Number(number),
            _ => Key::Head(number),
        },
        head_id: match flags & (HEAD | HEAD_IS_KEY) {
            0 => 0,
            HEAD => all.u64(),
            _ => number,
        },
        source,
        first_row,
        last_row: first_row + rows,
        township: township.into(),
        village: village.into(),
        months: Months::numbered(months),
        decided: None,
        pending: flags & PENDING != 0,
        listed: listed.into(),
        covered: covered.into(),
        heads: heads.into(),
        size: size_of(size),
        covered_size: size_of(covered_size),
        amount,
        once: amount,
        varies: flags & VARIES != 0,
        monthly,
        supplement: None,
    }
}

fn yuan(fen: u32) -> Option<Yuan> {
    (fen != NONE).then(|| Yuan::from_fen(fen.into()))
}

fn small(size: u16) -> Option<u8> {
    u8::try_from(size).ok().filter(|size| *size != u8::MAX)
}

fn fen(yuan: Yuan) -> Option<u32> {
    u32::try_from(yuan.fen()).ok().filter(|fen| *fen != NONE)
}
