//! Amounts and counts written in Chinese numerals become numbers: 壹仟贰佰元整, 三百零五元, 一万二千元五角, 五.
//!
//! What people say short (一千二, 三百五) may be read in two ways and is not read at all.

/// The fen of an amount; `None` where it is none, or not certainly one.
pub fn fen(text: &str) -> Option<i64> {
    let text = text.trim_end_matches(['整', '正']);
    let (yuan, rest) = match text.split_once(['元', '圆']) {
        Some((yuan, rest)) => (yuan, rest),
        None => (text, ""),
    };
    let (jiao, rest) = rest.split_once('角').map_or((None, rest), |(jiao, rest)| (Some(jiao), rest));
    let rest = rest.strip_prefix('零').unwrap_or(rest);
    let fen = if rest.is_empty() { 0 } else { small(rest.strip_suffix('分')?)? };
    let jiao = jiao.map_or(Some(0), small)?;
    Some(whole(yuan)? * 100 + jiao * 10 + fen)
}

/// A number of people or months; `None` where it is none, or not certainly one.
pub fn whole_number(text: &str) -> Option<u32> {
    whole(text).and_then(|number| u32::try_from(number).ok())
}

/// One digit.
fn small(text: &str) -> Option<i64> {
    let mut digits = text.chars();
    digits.next().and_then(digit).filter(|_| digits.next().is_none())
}

fn whole(text: &str) -> Option<i64> {
    match text.split_once(['万', '萬']) {
        // 一万二 may be 12,000.
        Some((_, rest)) if small(rest).is_some() => None,
        Some((high, "")) => Some(section(high)? * 10_000),
        Some((high, rest)) => Some(section(high)? * 10_000 + section(rest.strip_prefix('零').unwrap_or(rest))?),
        None => section(text),
    }
}

/// Less than ten thousand: each digit with its unit, from the greatest down.
fn section(text: &str) -> Option<i64> {
    let mut characters = text.chars().peekable();
    let (mut sum, mut least, mut after_nought, mut empty) = (0, 10_000, false, true);
    while let Some(character) = characters.next() {
        if character == '零' || character == '〇' {
            // 三百零 is broken off, and 零 alone is nothing.
            characters.peek().filter(|_| !empty && !after_nought)?;
            after_nought = true;
            continue;
        }
        let (digit, unit) = match (digit(character), unit(character)) {
            (Some(digit), _) => (digit, characters.next_if(|next| unit(*next).is_some()).and_then(unit)),
            // 十五
            (None, Some(10)) => (1, Some(10)),
            _ => return None,
        };
        let unit = match unit {
            Some(unit) => unit,
            None if empty || after_nought || least == 10 => 1,
            None => return None,
        };
        if unit >= least {
            return None;
        }
        (sum, least, after_nought, empty) = (sum + digit * unit, unit, false, false);
    }
    (!empty).then_some(sum)
}

/// Whether a character is part of a whole number.
pub fn is_of_number(character: char) -> bool {
    matches!(character, '零' | '〇' | '万' | '萬') || digit(character).is_some() || unit(character).is_some()
}

/// Whether a character is part of an amount.
pub fn is_of_money(character: char) -> bool {
    matches!(character, '元' | '圆' | '角' | '分' | '整' | '正') || is_of_number(character)
}

fn digit(character: char) -> Option<i64> {
    const PLAIN: &str = "一二三四五六七八九";
    const FORMAL: &str = "壹贰叁肆伍陆柒捌玖";
    if character == '两' {
        return Some(2);
    }
    let place = [PLAIN, FORMAL].iter().find_map(|digits| digits.chars().position(|digit| digit == character))?;
    i64::try_from(place + 1).ok()
}

fn unit(character: char) -> Option<i64> {
    Some(match character {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1000,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_in_words_are_read_as_cashiers_write_them() {
        for (text, yuan) in [
            ("壹仟元整", "1000.00"),
            ("一千二百元", "1200.00"),
            ("三百", "300.00"),
            ("叁佰零伍元", "305.00"),
            ("一千零五十元", "1050.00"),
            ("一百一十五元", "115.00"),
            ("十五元", "15.00"),
            ("两千元", "2000.00"),
            ("五元", "5.00"),
            ("壹万贰仟叁佰肆拾伍元陆角柒分", "12345.67"),
            ("三十万零五百元", "300500.00"),
            ("叁佰元零伍分", "300.05"),
            ("伍拾圆伍角正", "50.50"),
        ] {
            let read = fen(text).map(|fen| format!("{}.{:02}", fen / 100, fen % 100));
            assert_eq!(read.as_deref(), Some(yuan), "{text}");
        }
    }

    #[test]
    fn what_is_said_short_or_broken_is_not_read() {
        for text in [
            "一千二",
            "三百五",
            "一万二",
            "二〇〇",
            "三百零",
            "百",
            "百三千",
            "三百二百",
            "元",
            "",
            "零",
            "若干元",
            "三百元多",
        ] {
            assert_eq!(fen(text), None, "{text}");
        }
    }
}
