//! Numbers that are somebody's go in; what people may see of them comes out.

use crate::digits;

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

    #[test]
    fn masking_shows_six_and_two() {
        assert_eq!(masked("11010519491231002X", 6, 2), "110105**********2X");
        assert_eq!(masked("1234567", 6, 2), "*******");
        assert_eq!(masked("13912345678", 3, 4), "139****5678");
    }
}
