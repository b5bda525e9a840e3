//! Money never loses or gains a fen: as written, as printed, as 万元, added in any order.

use proptest::prelude::*;
use relief::money::Yuan;
use rust_decimal::Decimal;

fn read(text: &str) -> Option<Yuan> {
    text.parse::<Decimal>().ok().and_then(Yuan::from_decimal)
}

proptest! {
    #[test]
    fn what_is_printed_reads_back(fen in -100_000_000_000_i64..=100_000_000_000) {
        let yuan = Yuan::from_fen(fen);
        prop_assert_eq!(read(&yuan.to_string()), Some(yuan));
    }

    #[test]
    fn ten_thousand_yuan_is_the_same_money(fen in -10_000_000_i64..=10_000_000) {
        let yuan = Yuan::from_fen(fen);
        let wan: Decimal = yuan.wan().parse().unwrap();
        prop_assert_eq!(Yuan::from_decimal(wan * Decimal::from(10_000)), Some(yuan));
        let trimmed = !yuan.wan().contains('.') || !yuan.wan().ends_with('0');
        prop_assert!(trimmed, "{} has zeros to trim", yuan.wan());
    }

    #[test]
    fn the_order_of_adding_does_not_matter(mut fen in prop::collection::vec(-1_000_000_000_i64..=1_000_000_000, 0..50)) {
        let sum = |fen: &[i64]| fen.iter().copied().map(Yuan::from_fen).sum::<Yuan>();
        let forwards = sum(&fen);
        fen.reverse();
        prop_assert_eq!(sum(&fen), forwards);
        prop_assert_eq!(forwards.fen(), fen.iter().sum::<i64>());
    }

    #[test]
    fn months_multiply_exactly(fen in 0_i64..=10_000_000, months in 0_u32..=60) {
        prop_assert_eq!(Yuan::from_fen(fen).times(months), Some(Yuan::from_fen(fen * i64::from(months))));
    }

    /// Half a fen is rounded away from zero, once, on entry.
    #[test]
    fn parts_of_a_fen_are_rounded_once(fen in 0_i64..=1_000_000, thousandth in 0_i64..10) {
        let written = Decimal::new(fen * 10 + thousandth, 3);
        let expected = fen + i64::from(thousandth >= 5);
        prop_assert_eq!(Yuan::from_decimal(written), Some(Yuan::from_fen(expected)));
        prop_assert_eq!(Yuan::from_decimal(-written), Some(Yuan::from_fen(-expected)));
    }
}
