//! Invented people: names from lists of syllables, identity numbers of an area that exists nowhere, accounts of no bank.

use std::collections::HashSet;

use chrono::{Datelike, Days, NaiveDate};

use crate::chance::Chance;
use crate::names::Family;

/// 990101 is no county.
const AREA: &str = "990101";
/// No issuer has these digits.
const ISSUER: &str = "990000";
/// Ages are those of the last day of this year.
const AGES_OF: i32 = 2017;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Sex {
    Male,
    Female,
}

#[derive(Clone)]
pub struct Person {
    pub name: String,
    pub sex: Sex,
    pub birth: NaiveDate,
    pub id: String,
}

/// Hands out people, accounts and telephones, none of them twice.
pub struct Registry {
    pub chance: Chance,
    taken: HashSet<String>,
}

impl Sex {
    pub fn word(self) -> &'static str {
        match self {
            Sex::Male => "男",
            Sex::Female => "女",
        }
    }

    pub fn other(self) -> Sex {
        match self {
            Sex::Male => Sex::Female,
            Sex::Female => Sex::Male,
        }
    }

    pub fn any(chance: &mut Chance) -> Sex {
        chance.of(&[Sex::Male, Sex::Female])
    }
}

impl Person {
    /// Whole years.
    pub fn age_on(&self, day: NaiveDate) -> i32 {
        let had_birthday = (day.month(), day.day()) >= (self.birth.month(), self.birth.day());
        day.year() - self.birth.year() - i32::from(!had_birthday)
    }

    /// The age at the end of 2017.
    pub fn age(&self) -> i64 {
        i64::from(AGES_OF - self.birth.year())
    }
}

impl Registry {
    pub fn new(seed: u64) -> Registry {
        Registry { chance: Chance::new(seed), taken: HashSet::new() }
    }

    /// Someone of the family, aged between two years at the end of 2017.
    pub fn person(&mut self, family: &Family, sex: Sex, ages: (i64, i64)) -> Person {
        let age = self.chance.between(ages.0, ages.1);
        let birth = self.birth(age);
        Person { name: family.name(sex, &mut self.chance), sex, birth, id: self.identity(birth, sex) }
    }

    /// A birthday. Nobody turns 18 or 60 in the four months: it would change what the household is paid.
    fn birth(&mut self, age: i64) -> NaiveDate {
        let first = if matches!(age, 17 | 59) { 121 } else { 0 };
        let year = NaiveDate::from_ymd_opt(AGES_OF - age as i32, 1, 1).expect("every year has a first day");
        year + Days::new(self.chance.between(first, 364) as u64)
    }

    fn identity(&mut self, birth: NaiveDate, sex: Sex) -> String {
        loop {
            let odd = i64::from(sex == Sex::Male);
            let sequence = self.chance.between(1, 499) * 2 + odd;
            let digits = format!("{AREA}{}{sequence:03}", birth.format("%Y%m%d"));
            if self.taken.insert(digits.clone()) {
                let check = check_character(&digits);
                return format!("{digits}{check}");
            }
        }
    }

    pub fn account(&mut self) -> String {
        self.unused(|chance| format!("{ISSUER}{:013}", chance.between(0, 9_999_999_999_999)))
    }

    pub fn telephone(&mut self) -> String {
        self.unused(|chance| format!("1990000{:04}", chance.between(0, 9999)))
    }

    fn unused(&mut self, draw: impl Fn(&mut Chance) -> String) -> String {
        loop {
            let drawn = draw(&mut self.chance);
            if self.taken.insert(drawn.clone()) {
                return drawn;
            }
        }
    }
}

/// GB 11643: what the first seventeen digits ask for.
fn check_character(digits: &str) -> char {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = digits.bytes().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    char::from(b"10X98765432"[(sum % 11) as usize])
}

/// The same number with another check character, as a slip of the finger makes it.
pub fn with_wrong_check(id: &str) -> String {
    let (digits, check) = id.split_at(17);
    let wrong = if check == "4" { '7' } else { '4' };
    format!("{digits}{wrong}")
}
