//! Amounts in whole fen: added, compared and printed without ever being rounded.

use std::cmp::Ordering;
use std::fmt;
use std::iter::Sum;
use std::num::NonZeroI64;
use std::ops::{Add, AddAssign, Neg, Sub};

use rust_decimal::{Decimal, RoundingStrategy};

/// An amount of yuan, held as whole fen.
///
/// One cell holds at most [`Yuan::LARGEST`], so ninety million of them still add up in an `i64`. The highest bit is
/// turned: no amount there is makes that zero, so that no amount at all takes no room of its own.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Yuan(NonZeroI64);

impl Yuan {
    pub const ZERO: Yuan = Yuan::from_fen(0);

    /// One thousand million yuan: no row of a county's roster is as large.
    pub const LARGEST: Yuan = Yuan::from_fen(100_000_000_000);

    pub const fn from_fen(fen: i64) -> Yuan {
        match NonZeroI64::new(fen ^ i64::MIN) {
            Some(turned) => Yuan(turned),
            // The one number that cannot be held is a fen from the next.
            None => Yuan::from_fen(i64::MIN + 1),
        }
    }

    pub const fn fen(self) -> i64 {
        self.0.get() ^ i64::MIN
    }

    /// Rounds half a fen away from zero; `None` beyond [`Yuan::LARGEST`].
    pub fn from_decimal(yuan: Decimal) -> Option<Yuan> {
        let in_fen = |yuan: Decimal| {
            let fen = yuan.checked_mul(Decimal::ONE_HUNDRED)?;
            i64::try_from(fen.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero)).ok()
        };
        let fen = match yuan.scale() {
            // No parts of a fen, as nearly always.
            scale @ 0..=2 => i64::try_from(yuan.mantissa()).ok()?.checked_mul(10_i64.pow(2 - scale))?,
            _ => in_fen(yuan)?,
        };
        (fen.unsigned_abs() <= Yuan::LARGEST.fen().unsigned_abs()).then(|| Yuan::from_fen(fen))
    }

    pub fn is_negative(self) -> bool {
        self.fen() < 0
    }

    /// `None` beyond [`Yuan::LARGEST`]: no row is paid as much.
    pub fn times(self, count: u32) -> Option<Yuan> {
        let fen = self.fen().checked_mul(i64::from(count))?;
        (fen.abs() <= Yuan::LARGEST.fen()).then(|| Yuan::from_fen(fen))
    }

    /// Exact 万元 with trailing zeros trimmed: 274820.00 yuan is `27.482`.
    pub fn wan(self) -> String {
        Decimal::new(self.fen(), 6).normalize().to_string()
    }
}

impl Default for Yuan {
    fn default() -> Yuan {
        Yuan::ZERO
    }
}

impl PartialOrd for Yuan {
    fn partial_cmp(&self, other: &Yuan) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Yuan {
    fn cmp(&self, other: &Yuan) -> Ordering {
        self.fen().cmp(&other.fen())
    }
}

impl fmt::Debug for Yuan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Yuan").field(&self.fen()).finish()
    }
}

impl Add for Yuan {
    type Output = Yuan;
    fn add(self, other: Yuan) -> Yuan {
        Yuan::from_fen(self.fen() + other.fen())
    }
}

impl AddAssign for Yuan {
    fn add_assign(&mut self, other: Yuan) {
        *self = *self + other;
    }
}

impl Sub for Yuan {
    type Output = Yuan;
    fn sub(self, other: Yuan) -> Yuan {
        Yuan::from_fen(self.fen() - other.fen())
    }
}

impl Neg for Yuan {
    type Output = Yuan;
    fn neg(self) -> Yuan {
        Yuan::from_fen(-self.fen())
    }
}

impl Sum for Yuan {
    fn sum<I: Iterator<Item = Yuan>>(amounts: I) -> Yuan {
        amounts.fold(Yuan::ZERO, Add::add)
    }
}

/// Yuan with both digits of the fen: `4228.00`.
impl fmt::Display for Yuan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.is_negative() { "-" } else { "" };
        let fen = self.fen().unsigned_abs();
        f.pad(&format!("{sign}{}.{:02}", fen / 100, fen % 100))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The figures of Zeku county's summary of 2018-04-23.
    #[test]
    fn wan_is_exact_and_trimmed() {
        assert_eq!(Yuan::from_fen(27_482_000).wan(), "27.482");
        assert_eq!(Yuan::from_fen(233_600_000).wan(), "233.6");
        assert_eq!(Yuan::from_fen(140_270_000).wan(), "140.27");
        assert_eq!(Yuan::from_fen(1).wan(), "0.000001");
        assert_eq!(Yuan::ZERO.wan(), "0");
    }

    #[test]
    fn fen_have_two_digits_and_a_sign() {
        assert_eq!(Yuan::from_fen(-5).to_string(), "-0.05");
        assert_eq!(Yuan::from_fen(422_800).to_string(), "4228.00");
    }

    #[test]
    fn half_a_fen_is_rounded_away_from_zero() {
        let half = "0.125".parse().unwrap();
        assert_eq!(Yuan::from_decimal(half), Some(Yuan::from_fen(13)));
        assert_eq!(Yuan::from_decimal(-half), Some(Yuan::from_fen(-13)));
    }

    #[test]
    fn an_amount_is_the_same_however_many_digits_it_is_written_with() {
        for written in ["12", "12.0", "12.00", "12.000", "12.0049"] {
            assert_eq!(Yuan::from_decimal(written.parse().unwrap()), Some(Yuan::from_fen(1200)), "{written}");
        }
    }

    #[test]
    fn an_impossible_product_is_refused() {
        assert_eq!(Yuan::from_fen(30_000).times(3), Some(Yuan::from_fen(90_000)));
        assert_eq!(Yuan::LARGEST.times(2), None);
    }

    #[test]
    fn amounts_are_ordered_and_none_takes_no_room() {
        let amounts = [-300, -1, 0, 1, 300].map(Yuan::from_fen);
        assert!(amounts.is_sorted());
        assert_eq!(amounts.map(Yuan::fen), [-300, -1, 0, 1, 300]);
        assert_eq!(size_of::<Option<Yuan>>(), 8);
    }

    #[test]
    fn an_impossible_amount_is_refused() {
        assert_eq!(Yuan::from_decimal(Decimal::MAX), None);
        assert_eq!(Yuan::from_decimal(Decimal::from(i64::MIN)), None);
        assert_eq!(Yuan::from_decimal(Decimal::new(i64::MIN, 2)), None);
    }
}
