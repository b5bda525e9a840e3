//! Invented people by number: the same number is the same person in every roster and on every machine.

use chrono::{Datelike, Days, NaiveDate};

/// Everything about a person that rosters write.
pub struct Person {
    pub id: String,
    pub name: String,
    pub is_woman: bool,
}

/// The years people are born in, first and last.
pub type Born = (i32, i32);

const SURNAMES: [&str; 30] = [
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "马", "祁", "何", "郭", "罗", "宋", "谢",
    "韩", "冶", "才让", "扎西", "仁青", "索南", "公保", "旦正", "桑杰", "南杰", "完么",
];
const GIVEN: &str = "生海福国建永成文德青军平全明启占元忠宝有财林贵存秀兰英玉梅花香莲桂芳春月珍霞红琴凤银萍艳\
                     发强刚伟峰山川河江雪雨云星晨光辉耀祥瑞安康宁静和顺义信仁礼智勇敏慧淑贞洁清雅丽美";
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/// SplitMix64: one number in, one that looks drawn by chance out.
pub fn mixed(number: u64) -> u64 {
    let mixed = number.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

impl Person {
    pub fn new(number: u64, born: Born) -> Person {
        let first = NaiveDate::from_ymd_opt(born.0, 1, 1).expect("a year of the calendar");
        let days = u64::from((born.1 - born.0 + 1).unsigned_abs()) * 365;
        // Strides of a prime reach every day once before they come back; a day of an area has a thousand serial numbers.
        let day = number % days * 7919 % days;
        let turn = number / days;
        let serial = (turn * 7 + mixed(day) % 1000) % 1000;
        let area = 990_101 + (day + turn / 1000 * 31) % 90;
        let day = first + Days::new(day);
        let seventeen = format!("{area}{}{:02}{:02}{serial:03}", day.year(), day.month(), day.day());
        Person { name: name(number), is_woman: serial.is_multiple_of(2), id: with_check(&seventeen) }
    }
}

fn name(number: u64) -> String {
    let chance = mixed(number ^ 0xA11CE);
    let pick = |bits: u64| GIVEN.chars().nth((bits % GIVEN.chars().count() as u64) as usize).unwrap_or('文');
    let mut name = SURNAMES[(chance % SURNAMES.len() as u64) as usize].to_owned();
    name.push(pick(chance >> 8));
    if chance >> 60 > 1 {
        name.push(pick(chance >> 24));
    }
    name
}

pub fn with_check(seventeen: &str) -> String {
    let digits = seventeen.chars().filter_map(|digit| digit.to_digit(10));
    let sum: u32 = digits.zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    format!("{seventeen}{}", ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"][(sum % 11) as usize])
}
