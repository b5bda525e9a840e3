//! What a total says in words goes in; how many 户, 人 and 元 that is comes out: 合计：共3户5人，1300元.

use crate::field::Kind;
use crate::input::Cell;
use crate::rules::Vocabulary;

use super::amount::Scale;
use super::fold::folded;
use super::value::{self, Reading, Value};
use crate::numeral;

/// A number that a total says in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Worded {
    pub column: u16,
    pub of: CountOf,
    /// Fen, where it is of money.
    pub number: i64,
    /// How far off the number may be that it is rounded from: 27.48万元.
    pub within: i64,
}

/// What a number in words is a number of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountOf {
    Households,
    Persons,
    Visits,
    /// One of these: a number alone where a name should stand.
    Listed,
    Fen,
}

/// What stands between the parts of a text.
const MARKS: [char; 8] = [':', ',', ';', '、', '。', '(', ')', '='];

/// All numbers of a text; `None` where it gives numbers and says more than these.
pub(super) fn worded(text: &str, column: u16, reading: &Reading<'_>) -> Option<Vec<Worded>> {
    let (text, words) = (folded(text), reading.words);
    let mut rest = without_explanation(after_label(&text, words), words);
    let mut said = Vec::new();
    loop {
        let to_read = rest;
        rest = without_words(rest, words);
        let is_marked = to_read[..to_read.len() - rest.len()].ends_with(['¥', '￥']);
        if rest.is_empty() {
            return Some(said);
        }
        let Some((one, behind)) = first(rest, is_marked, column, reading) else {
            let gives_numbers = !said.is_empty() || rest.contains(|c: char| c.is_ascii_digit());
            return if gives_numbers { None } else { Some(Vec::new()) };
        };
        // 肆仟元整 ￥4000.00 is one sum.
        if !said.contains(&one) {
            said.push(one);
        }
        rest = behind;
    }
}

/// A number alone where a name should stand.
pub(super) fn listed(cell: Cell<'_>, column: u16) -> Option<Worded> {
    let number: u32 = cell.shown().trim().parse().ok()?;
    Some(Worded { column, of: CountOf::Listed, number: i64::from(number), within: 0 })
}

/// What stands behind the first 合计 or 小计, or all of a text that has none.
fn after_label<'t>(text: &'t str, words: &Vocabulary) -> &'t str {
    let labels = || words.total.iter().chain(&words.subtotal);
    let Some(begin) = labels().filter_map(|label| text.find(label.as_str())).min() else { return text };
    let text = &text[begin..];
    let longest = labels().filter(|label| text.starts_with(label.as_str())).map(String::len).max();
    &text[longest.unwrap_or(0)..]
}

/// A text up to where it begins to explain itself: 其中A类1户; 户均1.5人.
fn without_explanation<'t>(text: &'t str, words: &Vocabulary) -> &'t str {
    let begins = words.explanation.iter().filter_map(|word| text.find(word.as_str()));
    begins.min().map_or(text, |begin| &text[..begin])
}

/// What is left behind marks and words that may stand before a number.
fn without_words<'t>(text: &'t str, words: &Vocabulary) -> &'t str {
    let mut rest = text;
    loop {
        let marked = rest.trim_start_matches(MARKS);
        let may_stand = words.before_numbers.iter().chain(&words.total).chain(&words.written_out);
        let longest = may_stand.filter(|word| marked.starts_with(word.as_str())).map(String::len).max().unwrap_or(0);
        if marked.len() == rest.len() && longest == 0 {
            return rest;
        }
        rest = &marked[longest..];
    }
}

/// The number a text begins with, with its unit, and what stands behind; whether ￥ stands before it is given.
fn first<'t>(text: &'t str, is_marked: bool, column: u16, reading: &Reading<'_>) -> Option<(Worded, &'t str)> {
    let words = reading.words;
    let ends = |of: fn(char) -> bool| text.find(|c| !of(c)).unwrap_or(text.len());
    let is_in_figures = text.starts_with(is_figure);
    let digits = if is_in_figures { ends(is_figure) } else { ends(numeral::is_of_number) };
    let unit = |units: &[String]| {
        // 元/户 is for each.
        let of_all = units.iter().filter(|unit| !unit.contains('/'));
        let of_text = of_all.filter(|unit| text[digits..].starts_with(unit.as_str()));
        of_text.map(String::len).max()
    };
    let counted = [
        (CountOf::Visits, &words.of_visits),
        (CountOf::Households, &words.of_households),
        (CountOf::Persons, &words.of_persons),
    ];
    let counted = counted.into_iter().find_map(|(of, units)| Some((of, digits + unit(units)?)));
    // ￥4000 needs no 元, where nothing else may be meant.
    let needs_none = is_marked && reading.scale == Scale::Yuan;
    let money = || match is_in_figures {
        true => Some(digits + unit(&words.yuan).max(unit(&words.ten_thousand_yuan)).or(needs_none.then_some(0))?),
        false => Some(ends(numeral::is_of_money)),
    };
    let (of, end) = counted.or_else(|| Some((CountOf::Fen, money()?)))?;
    let kind = if of == CountOf::Fen { Kind::Money } else { Kind::Count };
    let number = match value::read(Cell::Text(&text[..end]), kind, reading) {
        Value::RoundedYuan(_) => None,
        value => value.number(),
    };
    let within = if of == CountOf::Fen { rounded(&text[..digits], &text[digits..end], words) } else { 0 };
    Some((Worded { column, of, number: number?, within }, &text[end..]))
}

fn is_figure(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '.' | ',')
}

/// Half of what the last figure of so many 万元 counts, in fen; 0 of what is not rounded.
fn rounded(digits: &str, unit: &str, words: &Vocabulary) -> i64 {
    if !words.ten_thousand_yuan.iter().any(|of| of == unit) {
        return 0;
    }
    let places = digits.split_once('.').map_or(0, |(_, part)| part.len());
    1_000_000 / 10_i64.pow(places.min(6) as u32) / 2
}

#[cfg(test)]
mod tests {
    use super::super::value::{Counts, OfTwo};
    use super::*;
    use crate::rules::Pack;

    #[test]
    fn numbers_are_read_with_their_units() {
        use CountOf::{Fen, Households, Persons, Visits};
        let words = Pack::load("630000", None).unwrap().vocabulary;
        let (scale, of_two, counts) = (Scale::Yuan, OfTwo::default(), Counts::default());
        let reading = Reading { scale, year: None, of_two, counts, words: &words };
        let read = |text: &str| -> Vec<(CountOf, i64, i64)> {
            let said = worded(text, 0, &reading).unwrap_or_default();
            said.into_iter().map(|one| (one.of, one.number, one.within)).collect()
        };
        assert_eq!(read("合计：3户5人，1300元"), [(Households, 3, 0), (Persons, 5, 0), (Fen, 130_000, 0)]);
        assert_eq!(
            read("共计 65户，235人，27.482万元"),
            [(Households, 65, 0), (Persons, 235, 0), (Fen, 27_482_000, 500)]
        );
        assert_eq!(read("泽曲镇小计：2户（其中A类1户）"), [(Households, 2, 0)]);
        assert_eq!(read("合计（大写）：肆仟元整"), [(Fen, 400_000, 0)]);
        assert_eq!(read("合计（大写）：肆仟元整 ￥4,000.00"), [(Fen, 400_000, 0)]);
        assert_eq!(read("合计：肆仟元整（¥4000元）"), [(Fen, 400_000, 0)]);
        assert_eq!(read("合计：￥4000"), [(Fen, 400_000, 0)]);
        assert_eq!(read("合计：救助907人次，发放救助金1,402,700.00元"), [(Visits, 907, 0), (Fen, 140_270_000, 0)]);
        assert_eq!(read("总户数3户，总人数五人"), [(Households, 3, 0), (Persons, 5, 0)]);
        assert_eq!(read("3户"), [(Households, 3, 0)]);
        assert_eq!(read("合计：3户，比上月增加1户"), [(Households, 3, 0)]);
        for more in
            ["合计", "合计：见附表", "合计：3户，另有1户暂停", "合计：3户2018年", "合计：人均200元", "共和镇3户"]
        {
            assert!(read(more).is_empty(), "{more}");
        }
    }
}
