//! A household as nearly all are kept: every number at its place, so that it is quickly read back.

use crate::day::Months;
use crate::money::Yuan;
use crate::sorted::Bytes;

use super::household::{Household, Key};

/// Stands first instead, where a household is not of this form.
pub(super) const NOT: u8 = 0;
/// Always there, so that flags are not [`NOT`]; the lowest bits are for the kind of the key.
const SHORT: u8 = 128;
const PENDING: u8 = 4;
const VARIES: u8 = 8;
/// The key is the head's number.
const HEAD_IS_KEY: u8 = 16;
/// The head's number, which is not the key, stands behind the words.
const HEAD: u8 = 32;
/// What it gets a month, which is not the amount, stands behind all else.
const MONTHLY_APART: u8 = 64;

/// A number that is not there.
const NONE: u32 = u32::MAX;

/// What follows the flags: numbers that have a word for themselves or share one, all read at once.
type Words = [u32; 8];

/// Puts a household down if it is of this form: if all of it fits, and nothing is there that few have.
#[inline]
pub(super) fn put(household: &Household, bytes: &mut Vec<u8>) -> bool {
    let Some(((flags, words), monthly)) = of(household).zip(fen(household.monthly)) else { return false };
    let mut core = [flags; 1 + size_of::<Words>()];
    core[1..].copy_from_slice(words.map(u32::to_le_bytes).as_flattened());
    bytes.extend_from_slice(&core);
    if flags & HEAD != 0 {
        bytes.extend_from_slice(&household.head_id.to_le_bytes());
    }
    if flags & MONTHLY_APART != 0 {
        bytes.extend_from_slice(&monthly.to_le_bytes());
    }
    true
}

#[inline(always)]
fn of(household: &Household) -> Option<(u8, Words)> {
    let is_dated = household.decided.is_some() || household.begun.is_some();
    if is_dated || household.refused || household.supplement.is_some() || household.once != household.amount {
        return None;
    }
    let (kind, key) = match household.key {
        Key::Above => (0, 0),
        Key::Neighbours => (1, 0),
        Key::Number(number) => (2, number),
        Key::Head(id) => (3, id),
    };
    let of_head = match household.head_id {
        0 => 0,
        head if head == key => HEAD_IS_KEY,
        _ => HEAD,
    };
    let is = |flag: u8, is: bool| u8::from(is) * flag;
    let monthly = is(MONTHLY_APART, household.monthly != household.amount);
    let flags = SHORT | kind | of_head | monthly | is(PENDING, household.pending) | is(VARIES, household.varies);
    let places = u32::from(half(household.township)?) | u32::from(half(household.village)?) << 16;
    let rows = household.last_row - household.first_row;
    let [source, source_high] = household.source.to_le_bytes();
    let of_rows = [source, source_high, quarter(rows)?, quarter(household.listed.into())?];
    let [covered, heads] = [quarter(household.covered.into())?, quarter(household.heads.into())?];
    let people = [covered, heads, size(household.size)?, size(household.covered_size)?];
    let words = [
        key as u32,
        (key >> 32) as u32,
        household.first_row,
        Months::number(household.months),
        fen(household.amount)?,
        places,
        u32::from_le_bytes(of_rows),
        u32::from_le_bytes(people),
    ];
    Some((flags, words))
}

/// A household from its flags and what follows them.
#[inline]
pub(super) fn take(flags: u8, bytes: &mut Bytes<'_>) -> Household {
    let mut words = Bytes::of(bytes.chunk::<{ size_of::<Words>() }>());
    let (number, first_row, months, amount) = (words.u64(), words.u32(), words.u32(), yuan(words.u32()));
    let (township, village, source) = (words.u16(), words.u16(), words.u16());
    let [rows, listed, covered, heads, size, covered_size] = words.array();
    let size_of = |size: u8| (size != u8::MAX).then_some(u16::from(size));
    Household {
        key: match flags & 3 {
            0 => Key::Above,
            1 => Key::Neighbours,
            2 => Key::Number(number),
            _ => Key::Head(number),
        },
        head_id: match flags & (HEAD_IS_KEY | HEAD) {
            0 => 0,
            HEAD => bytes.u64(),
            _ => number,
        },
        source,
        first_row,
        last_row: first_row + u32::from(rows),
        township: township.into(),
        village: village.into(),
        months: Months::numbered(months),
        decided: None,
        begun: None,
        pending: flags & PENDING != 0,
        refused: false,
        listed: listed.into(),
        covered: covered.into(),
        heads: heads.into(),
        size: size_of(size),
        covered_size: size_of(covered_size),
        amount,
        once: amount,
        varies: flags & VARIES != 0,
        monthly: if flags & MONTHLY_APART == 0 { amount } else { yuan(bytes.u32()) },
        supplement: None,
    }
}

/// What fits into half a word.
fn half(number: u32) -> Option<u16> {
    u16::try_from(number).ok()
}

/// What fits into a quarter of a word.
fn quarter(number: u32) -> Option<u8> {
    u8::try_from(number).ok()
}

fn size(size: Option<u16>) -> Option<u8> {
    size.map_or(Some(u8::MAX), |size| quarter(size.into()).filter(|size| *size != u8::MAX))
}

fn fen(yuan: Option<Yuan>) -> Option<u32> {
    yuan.map_or(Some(NONE), |yuan| u32::try_from(yuan.fen()).ok().filter(|fen| *fen != NONE))
}

fn yuan(fen: u32) -> Option<Yuan> {
    (fen != NONE).then(|| Yuan::from_fen(fen.into()))
}
