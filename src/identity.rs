//! Identity numbers: eighteen characters in, a birth date, a sex and a key out; and the one rule for hiding them.
//!
//! GB 11643-1999: six digits of area, eight of birth, three of sequence (odd for men), one check character.

use chrono::{Datelike, NaiveDate};

use crate::digits;

/// A number of the right form: 17 digits and a check character, or the 15 digits of before 1999.
///
/// One word holds it all: the digits take 57 bits, below them stand whether the check character is wrong, and that
/// character's place among the characters there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdNumber(u64);

/// Why a text is not an identity number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdFault {
    /// Neither 18 nor 15 characters, but so many.
    Length(u32),
    /// A character that is no digit (nor X in the last place), at this place from 1.
    Character(u8),
    /// Stars stand where digits stood: it is shown to the public so.
    Masked,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sex {
    Male,
    Female,
}

/// The check character for each remainder of the weighed digits. The weight of a digit is a power of two: the last of
/// the seventeen counts twofold, the one before fourfold, and so on; the standard prints their remainders by eleven (7,
/// 9, 10, 5 …), which makes no difference.
const EXPECTED: &[u8; 11] = b"10X98765432";

/// Every check character, by its place.
const CHECKS: &[u8; 11] = b"0123456789X";
/// The place of the check character of a 15-digit number: there is none.
const NO_CHECK: u64 = 15;
const CHECK_BITS: u32 = 4;
const WRONG: u64 = 1 << CHECK_BITS;
const BELOW_DIGITS: u32 = CHECK_BITS + 1;
/// More than seventeen digits write.
const AFTER_DIGITS: u64 = 100_000_000_000_000_000;

impl IdNumber {
    /// Reads 18 or 15 ASCII characters; `x` counts as `X`.
    pub fn parse(text: &str) -> Result<IdNumber, IdFault> {
        let bytes = text.as_bytes();
        match bytes.split_first_chunk::<17>() {
            Some((bare, [check])) => {
                let (digits, expected) = seventeen(bare).ok_or_else(|| fault(text))?;
                let check = match check {
                    digit @ b'0'..=b'9' => digit - b'0',
                    b'X' | b'x' => 10,
                    _ => return Err(fault(text)),
                };
                let wrong = if CHECKS[usize::from(check)] == expected { 0 } else { WRONG };
                Ok(IdNumber(digits << BELOW_DIGITS | wrong | u64::from(check)))
            }
            None if bytes.len() == 15 => {
                let old = fifteen(text).ok_or_else(|| fault(text))?;
                let (area, rest) = (old / 1_000_000_000, old % 1_000_000_000);
                let digits = area * 100_000_000_000 + 19 * 1_000_000_000 + rest;
                Ok(IdNumber(digits << BELOW_DIGITS | NO_CHECK))
            }
            _ => Err(fault(text)),
        }
    }

    /// The seventeen digits as one number: the same person has the same key, written with 15 digits or with 18.
    pub fn key(self) -> u64 {
        self.0 >> BELOW_DIGITS
    }

    /// The seventeen digits, with the check character where it is wrong: numbers that differ in it alone are not one.
    /// Noughts alone, which fill a cell nobody knows the number for, are 0.
    pub fn as_given(self) -> u64 {
        match self.key() {
            key if self.check_holds() || key == 0 => key,
            key => key + (self.check() as u64 + 1) * AFTER_DIGITS,
        }
    }

    /// The number of a key, which has no check character of its own.
    pub fn from_key(key: u64) -> IdNumber {
        IdNumber(key << BELOW_DIGITS | NO_CHECK)
    }

    /// The number as it is written: eighteen characters, or the fifteen it was given with.
    pub fn written(self) -> String {
        let digits = self.key();
        match CHECKS.get(self.check()) {
            Some(check) => format!("{digits:017}{}", char::from(*check)),
            None => format!("{:06}{:09}", digits / 100_000_000_000, digits % 1_000_000_000),
        }
    }

    /// Written with the fifteen digits that have been void since 2013-01-01.
    pub fn is_old(self) -> bool {
        self.check() as u64 == NO_CHECK
    }

    /// The place of its check character; beyond them all where there is none.
    fn check(self) -> usize {
        (self.0 & (WRONG - 1)) as usize
    }

    /// The check character that the first seventeen digits ask for.
    pub fn expected_check(self) -> char {
        let digit = |place| self.key() / 10_u64.pow(place) % 10;
        char::from(expected_of((0..17).rev().map(digit).fold(0, |sum, digit| sum * 2 + digit)))
    }

    /// Whether the check character is right; a 15-digit number has none to be wrong.
    pub fn check_holds(self) -> bool {
        self.0 & WRONG == 0
    }

    /// The birth date it states, if there is such a day.
    pub fn birth(self) -> Option<NaiveDate> {
        let date = (self.key() / 1000 % 100_000_000) as u32;
        NaiveDate::from_ymd_opt((date / 10_000) as i32, date / 100 % 100, date % 100)
    }

    /// Whether it states a birth date that somebody now living, or lately dead, can have.
    pub fn names_somebody(self) -> bool {
        self.birth().is_some_and(is_of_our_days)
    }

    pub fn sex(self) -> Sex {
        match self.key() % 2 {
            1 => Sex::Male,
            _ => Sex::Female,
        }
    }

    /// Whole years on a day, by the birth date it states.
    pub fn age_on(self, day: NaiveDate) -> Option<u32> {
        day.years_since(self.birth()?)
    }
}

/// Whether somebody born on a day may still live, or have died lately.
pub fn is_of_our_days(birth: NaiveDate) -> bool {
    birth.year() >= 1880
}

/// The check character that seventeen digits ask for, whatever follows them: the digits as if they were written to base
/// two.
fn expected_of(to_base_two: u64) -> u8 {
    EXPECTED[(to_base_two * 2 % 11) as usize]
}

/// What seventeen digits write, and the check character they ask for.
fn seventeen(bytes: &[u8; 17]) -> Option<(u64, u8)> {
    let ([first, second], [last]) = bytes.as_chunks::<8>() else { return None };
    let (first, second) = (u64::from_le_bytes(*first), u64::from_le_bytes(*second));
    if !digits::are_digits(first) || !digits::are_digits(second) || !last.is_ascii_digit() {
        return None;
    }
    let last = u64::from(last - b'0');
    let number = (digits::number(first, 10) * 100_000_000 + digits::number(second, 10)) * 10 + last;
    let to_base_two = (digits::number(first, 2) * 256 + digits::number(second, 2)) * 2 + last;
    Some((number, expected_of(to_base_two)))
}

fn fifteen(text: &str) -> Option<u64> {
    text.parse().ok().filter(|_| digits::all_digits(text.as_bytes()))
}

/// Why a text is no number: how many characters it has, or the place of the first that is no digit. Letters of other
/// scripts take more bytes than one.
#[cold]
fn fault(text: &str) -> IdFault {
    match text.chars().count() {
        15 | 18 => IdFault::Character(text.chars().take_while(char::is_ascii_digit).count() as u8 + 1),
        length => IdFault::Length(u32::try_from(length).unwrap_or(u32::MAX)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_a_number_is_counted_in_characters() {
        let fault = |text: &str| IdNumber::parse(text).unwrap_err();
        // Fifteen bytes, and eighteen.
        assert_eq!(fault("身份证丢失"), IdFault::Length(5));
        assert_eq!(fault("身份证已丢失"), IdFault::Length(6));
        assert_eq!(fault("99990119700101001二"), IdFault::Character(18));
        assert_eq!(fault("9999011970010100二1"), IdFault::Character(17));
        assert_eq!(fault("99990119700101O011"), IdFault::Character(15));
        assert_eq!(fault("9999011970010100"), IdFault::Length(16));
    }

    /// The example printed in the standard itself.
    const STANDARD: &str = "11010519491231002X";

    #[test]
    fn the_standards_own_example_holds() {
        let number = IdNumber::parse(STANDARD).unwrap();
        assert!(number.check_holds());
        assert_eq!(number.birth(), NaiveDate::from_ymd_opt(1949, 12, 31));
        assert_eq!(number.sex(), Sex::Female);
        assert_eq!(number.age_on(NaiveDate::from_ymd_opt(2018, 12, 30).unwrap()), Some(68));
        assert_eq!(number.age_on(NaiveDate::from_ymd_opt(2018, 12, 31).unwrap()), Some(69));
    }

    #[test]
    fn a_wrong_check_character_is_part_of_a_number_as_given() {
        let given = |text: &str| IdNumber::parse(text).unwrap().as_given();
        assert_eq!(given(STANDARD), IdNumber::parse(STANDARD).unwrap().key());
        assert_eq!(given("110105491231002"), given(STANDARD));
        assert_ne!(given("110105194912310021"), given(STANDARD));
        assert_ne!(given("110105194912310021"), given("110105194912310022"));
        assert_eq!(given("000000000000000000"), 0);
    }

    #[test]
    fn the_key_is_what_the_first_seventeen_digits_write() {
        assert_eq!(IdNumber::parse("990188199701169799").map(IdNumber::key), Ok(99_018_819_970_116_979));
        assert_eq!(IdNumber::parse("010203190405060708").map(IdNumber::key), Ok(1_020_319_040_506_070));
    }

    #[test]
    fn one_changed_digit_breaks_the_check() {
        let number = IdNumber::parse("11010519491231003X").unwrap();
        assert!(!number.check_holds());
        assert_eq!(number.expected_check(), '8');
    }

    #[test]
    fn fifteen_digits_name_the_same_person() {
        let old = IdNumber::parse("110105491231002").unwrap();
        assert!(old.is_old());
        assert_eq!(old.key(), IdNumber::parse(STANDARD).unwrap().key());
        assert_eq!(old.expected_check(), 'X');
    }

    #[test]
    fn wrong_lengths_and_characters_are_told_apart() {
        assert_eq!(IdNumber::parse("1234"), Err(IdFault::Length(4)));
        assert_eq!(IdNumber::parse("11010519491231O02X"), Err(IdFault::Character(15)));
        assert_eq!(IdNumber::parse("11010519491231002Y"), Err(IdFault::Character(18)));
    }

    #[test]
    fn a_day_that_never_was_is_no_birth_date() {
        let number = IdNumber::parse("990101201802300018").unwrap();
        assert_eq!(number.birth(), None);
    }
}
