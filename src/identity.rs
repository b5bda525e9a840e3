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

/// A personal number as people may see it: the first characters and the last, stars between.
///
/// Identity numbers keep 6 and 2, accounts 0 and 4, phones 3 and 4. What is too short to hide this way is all stars.
pub fn masked(text: &str, first: usize, last: usize) -> String {
    let characters: Vec<char> = text.trim().chars().collect();
    let hides = characters.len() >= first + last + 4;
    let shown = |place: usize| hides && (place < first || place + last >= characters.len());
    characters.iter().enumerate().map(|(place, character)| if shown(place) { *character } else { '*' }).collect()
}

/// Digits of the shortest number that is somebody's: a mobile phone's.
const SHORTEST: usize = 11;
/// Digits before the point of the largest sum there is to tell from a phone's number in groups of three.
const LARGEST_SUM: usize = 10;

/// A text with every number in it hidden that is long enough to be somebody's: a phone, an identity number, an account,
/// written in one run or in groups.
pub fn hidden(text: &str) -> String {
    // Few texts have so many digits.
    if text.chars().filter(|c| is_digit(*c)).count() < SHORTEST {
        return text.to_owned();
    }
    let characters: Vec<char> = text.chars().collect();
    let mut hidden = String::with_capacity(text.len());
    let mut place = 0;
    while let Some(c) = characters.get(place) {
        let run = run_of_digits(&characters[place..]);
        if run == 0 {
            hidden.push(*c);
            place += 1;
            continue;
        }
        hidden.push_str(&hidden_run(&characters[place..place + run]));
        place += run;
    }
    hidden
}

/// A run of digits as people may see it.
fn hidden_run(run: &[char]) -> String {
    let written: String = run.iter().collect();
    match run.iter().filter(|c| c.is_alphanumeric()).count() {
        ..SHORTEST => written,
        _ if is_nobodys(&written) => written,
        SHORTEST..=14 => masked(&written, 3, 4),
        15..=18 => masked(&written, 6, 2),
        _ => masked(&written, 0, 4),
    }
}

/// How many characters from the start are digits, or what groups of them are parted by, or the X that may end an
/// identity number.
fn run_of_digits(characters: &[char]) -> usize {
    let (mut end, mut digits) = (0, 0);
    loop {
        let rest = &characters[end..];
        let parted = if digits == 0 { 0 } else { rest.iter().take_while(|c| parts_groups(**c)).count() };
        match rest.get(parted) {
            Some(c) if is_digit(*c) => {}
            Some('X' | 'x' | 'Ｘ' | 'ｘ') if digits == 17 => {}
            _ => return end,
        }
        (end, digits) = (end + parted + 1, digits + 1);
    }
}

/// A digit of any script, Chinese ones among them: 一九六〇.
fn is_digit(c: char) -> bool {
    c.is_numeric() || matches!(c, '零' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九')
}

/// Blanks, line ends within a narrow cell, strokes, brackets, points and commas of either width, and what shows
/// nothing.
fn parts_groups(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '-' | '.' | '/' | '_' | ',' | '－' | '．' | '／' | '＿' | '，' | '﹣' | '﹐' | '\u{2212}')
        || matches!(c, '~' | '～' | '\u{301C}')
        || is_bracket(c)
        || matches!(c, '·' | '・' | '•' | '‧' | '\u{AD}' | '\u{200B}'..='\u{2015}' | '\u{2060}' | '\u{FEFF}')
}

fn is_bracket(c: char) -> bool {
    matches!(c, '(' | ')' | '（' | '）' | '[' | ']' | '【' | '】' | '〔' | '〕')
}

/// Whether a long run of digits in groups is plainly no number of somebody's: as a whole, or each part of it between
/// blanks, brackets and the commas of a sentence.
fn is_nobodys(written: &str) -> bool {
    let parts = written.split(|c: char| c.is_whitespace() || is_bracket(c) || c == '，');
    let mut parts = parts.filter(|part| !part.is_empty());
    is_plain(written) || parts.all(is_plain)
}

fn is_plain(written: &str) -> bool {
    let narrow =
        |c: char| if ('！'..='～').contains(&c) { char::from_u32(c as u32 - 0xFEE0).unwrap_or(c) } else { c };
    let written: String = written.chars().map(narrow).collect();
    let groups: Vec<&str> = written.split(parts_groups).filter(|group| !group.is_empty()).collect();
    are_days(&groups) || count_up(&groups) || are_sums(&written)
}

/// Days, months and years, one behind the other: 2018.04.01-04.07, 201804—201806. None of them begins with less than a
/// year.
fn are_days(groups: &[&str]) -> bool {
    let is_month = |month: u32| matches!((month / 100, month % 100), (1900..=2100, 1..=12));
    let is_one = |(place, group): (usize, &&str)| match (group.len(), group.parse()) {
        (1 | 2, Ok(1..=31)) => place > 0,
        (4, Ok(1900..=2100)) => true,
        (6, Ok(month)) => is_month(month),
        (8, Ok(day)) => is_month(day / 100) && matches!(day % 100, 1..=31),
        _ => false,
    };
    groups.iter().enumerate().all(is_one)
}

/// Years or months each the next after the last: 1,2,3 up to 12.
fn count_up(groups: &[&str]) -> bool {
    let numbers: Vec<Option<u32>> = groups.iter().map(|group| group.parse().ok()).collect();
    let is_next = |pair: &[Option<u32>]| pair[0].is_some_and(|one| one.checked_add(1) == pair[1]);
    numbers.len() > 1 && numbers.windows(2).all(is_next)
}

/// A sum of money such as 1,234,567.00, or several such as 1234.00,567.00.
fn are_sums(written: &str) -> bool {
    is_sum(written, true) || written.split(',').all(|part| is_sum(part, false))
}

/// A sum with its thousands parted by commas, or else with its fen.
fn is_sum(written: &str, by_thousands: bool) -> bool {
    let (yuan, fen) = written.split_once('.').map_or((written, None), |(yuan, fen)| (yuan, Some(fen)));
    let are_digits = |text: &str, most: usize| digits::all_digits(text.as_bytes()) && text.len() <= most;
    let groups: Vec<&str> = yuan.split(',').collect();
    let [first, others @ ..] = groups.as_slice() else { return false };
    let are_grouped = match by_thousands {
        true => !others.is_empty() && are_digits(first, 3) && others.iter().all(|group| group.len() == 3),
        false => others.is_empty() && fen.is_some(),
    };
    are_grouped && are_digits(&groups.concat(), LARGEST_SUM) && fen.is_none_or(|fen| are_digits(fen, 2))
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

    #[test]
    fn long_numbers_are_hidden_wherever_they_stand() {
        assert_eq!(hidden("卡号6217990000000001234，电话13912345678"), "卡号***************1234，电话139****5678");
        assert_eq!(hidden("11010519491231002X的2018-04-23"), "110105**********2X的2018-04-23");
        assert!(!hidden("990101 19800202 002X").contains("1980"));
        assert!(!hidden("6217 9900 0000 0001 234").contains("9900"));
        for broken in
            ["6323231968\n03248438", "632323.19550419.8579", "632323/19820420/8644", "62284801\r\n00000622108"]
        {
            let shown = hidden(broken);
            assert!(shown.contains("*****") && !shown.contains("1968") && !shown.contains("1955"), "{shown}");
        }
        assert_eq!(hidden("电话139\n12345678"), "电话139*****5678");
        assert_eq!(hidden("电话(0971)8123456"), "电话(097*****3456");
        for written in
            ["999999(19600512)0470", "999999（19600512）0470", "999999~19600512～0470", "[999999]19600512[0470]"]
        {
            assert!(!hidden(written).contains("1960"), "{written}");
        }
        assert_eq!(hidden("证号九九九九九九一九六〇〇五一二〇四七〇"), "证号九九九九九九**********七〇");
    }

    #[test]
    fn whatever_parts_its_groups_a_long_number_is_hidden() {
        let said = "电话139－1234－5678 身份证990101—19800202—002X";
        assert_eq!(hidden(said), "电话139******5678 身份证990101************2X");
        for parted in ["－", "—", "–", "‐", "‑", "−", "——", "，", ",", ", ", "．", "／", "\u{200B}", "\u{1B}"]
        {
            for groups in [["139", "1234", "5678"], ["990101", "19800202", "002X"], ["6217", "9900", "00000001234"]] {
                let shown = hidden(&groups.join(parted));
                assert!(shown.contains('*') && !shown.contains(groups[1]), "{shown}");
            }
        }
        for broken in ["6217,9900,0000,0001,234", "１３９１２３４５６７８", "990101 19800202 002Ｘ", "13,912,345,678"]
        {
            assert!(hidden(broken).contains("****"), "{broken}");
        }
    }

    #[test]
    fn days_sums_and_what_is_counted_up_are_nobodys_numbers() {
        for plain in [
            "2018-04-23",
            "2018.04.01-2018.04.07",
            "2018.04.01—04.07",
            "2018-04-01\n2018-04-07",
            "2018/4/1 2018/4/7",
            "２０１８－０４－０１，２０１８－０４－０７",
            "2018—2019",
            "2016,2017,2018",
            "201804－201806",
            "20180401-20180407",
            "1,234,567.00",
            "9,876,543,210.00",
            "1,234,567.00 2,345,678.00",
            "123456789.00",
            "1234.50，2345.50，3456.50",
            "1234.50,2345.50,3456.50",
            "1,234,567.00，2018-04-10—2018-04-23",
            "补发1,2,3,4,5,6,7,8,9,10,11,12月",
            "1,200.00(2018-04-01)",
            "2018年4月(2018.4.1~2018.4.7)",
            "一、二、三、四、五、六、七、八、九、十、十一",
            "二〇一八年四月二十三日至二〇一八年五月一日",
        ] {
            assert_eq!(hidden(plain), plain);
        }
    }

    /// It may be the birthday, which is part of the number.
    #[test]
    fn a_day_beside_a_number_is_hidden_with_it() {
        for beside in ["6228480012345678901，2018-04-23", "13897401234 2018-04-23", "2018.1.1-2018.3.31 13897401234"] {
            let shown = hidden(beside);
            assert!(shown.contains("*****") && !shown.contains("2018"), "{shown}");
        }
        assert!(!hidden("999999195504190472 1955-04-19").contains("1955"));
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

    #[test]
    fn masking_shows_six_and_two() {
        assert_eq!(masked(STANDARD, 6, 2), "110105**********2X");
        assert_eq!(masked("1234567", 6, 2), "*******");
        assert_eq!(masked("13912345678", 3, 4), "139****5678");
    }
}
