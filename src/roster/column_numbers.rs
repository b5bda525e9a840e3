//! Whether a row below a header numbers its columns, or names them by letters or codes.

use crate::input::Cell;
use crate::rules::{Vocabulary, is_one_of};

use super::amount::Scale;
use super::fold::folded;

/// How many rows below the header may number or name its columns: 甲 乙 丙, then D03001 D03002 D03003.
pub(super) const CODE_ROWS: u32 = 3;

/// Whether a row numbers the columns. Right below the header it may do so in any way; further down only as nobody is
/// paid: with codes, or with letters and the units of the columns of numbers.
pub(super) fn numbers_columns(cells: &[Cell<'_>], below_header: u32, words: &Vocabulary) -> bool {
    let filled: Vec<&Cell<'_>> = cells.iter().filter(|cell| !cell.is_blank()).collect();
    let labels = filled.iter().take_while(|cell| is_label(cell, words)).count();
    let numbers = &filled[labels..];
    letters_and_units(cells, words) || is_coded(numbers) || (below_header == 1 && counts_up(numbers, labels > 0))
}

/// What stands before the numbers, over the column that numbers the rows: 栏次, 代码, or a stroke.
fn is_label(cell: &Cell<'_>, words: &Vocabulary) -> bool {
    let Cell::Text(text) = cell else { return false };
    let text = folded(text);
    let is_stroke = text.chars().all(|c| STROKES.contains(&c));
    is_stroke || is_one_of(text.trim_end_matches(':'), &words.column_label)
}

const STROKES: [char; 4] = ['-', '—', '–', '/'];

/// D03001, D03002, D03005, also behind 甲.
fn is_coded(filled: &[&Cell<'_>]) -> bool {
    let stems = filled.iter().zip(STEMS.chars()).take_while(|(cell, stem)| is_stem(cell, *stem)).count();
    let codes = &filled[stems..];
    let numbers: Option<Vec<u32>> = codes.iter().map(|cell| column_number(cell).filter(|_| is_code(cell))).collect();
    numbers.is_some_and(|numbers| numbers.len() >= 2 && rises(&numbers))
}

fn rises(numbers: &[u32]) -> bool {
    numbers.windows(2).all(|pair| pair[0] < pair[1])
}

/// 甲, 乙, 人, 丙, 元, 元: at least three letters in their order, and units.
fn letters_and_units(cells: &[Cell<'_>], words: &Vocabulary) -> bool {
    let is_unit = |cell: &Cell<'_>| match cell {
        Cell::Text(text) => {
            let text = folded(text);
            is_one_of(&text, &words.units) || Scale::named(&text, words).is_some()
        }
        _ => false,
    };
    let mut stem = STEMS.chars().peekable();
    let others = cells.iter().filter(|cell| !cell.is_blank() && stem.next_if(|stem| is_stem(cell, *stem)).is_none());
    let are_units = others.fold((0, true), |(count, all), cell| (count + 1, all && is_unit(cell)));
    let stems = STEMS.chars().count() - stem.count();
    are_units.1 && are_units.0 > 0 && stems >= 3
}

/// Column numbers from left to right: 1, 2, 3; A, B, C; 甲, 乙, 1, 2, 3, 丙; 1, 2, 5, 6; (1), (2), (3)=(1)+(2).
fn counts_up(filled: &[&Cell<'_>], is_labelled: bool) -> bool {
    let mut stem = STEMS.chars().peekable();
    let is_next = |cell: &&&Cell<'_>| stem.next_if(|stem| is_stem(cell, *stem)).is_none();
    let others: Vec<&&Cell<'_>> = filled.iter().filter(is_next).collect();
    let stems = filled.len() - others.len();
    let numbers: Option<Vec<u32>> = others.iter().map(|cell| column_number(cell)).collect();
    let Some(numbers) = numbers else { return false };
    let one_by_one = numbers.windows(2).all(|pair| pair[0].checked_add(1) == Some(pair[1]));
    // 甲 may be somebody's name, and rising numbers may be payments.
    match stems {
        0 if !is_labelled => {
            numbers.len() >= 2 && (one_by_one || (rises(&numbers) && numbers.len() >= 5 && numbers.last() < Some(&60)))
        }
        _ => numbers.len() >= 2 && one_by_one && numbers[0] == 1,
    }
}

/// What columns of words are numbered with.
const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";

fn is_stem(cell: &Cell<'_>, stem: char) -> bool {
    matches!(cell, Cell::Text(text) if text.trim().chars().eq([stem]))
}

/// `D03001`: no payment and nobody's name.
fn is_code(cell: &Cell<'_>) -> bool {
    let Cell::Text(text) = cell else { return false };
    let [letter, code @ ..] = text.trim().as_bytes() else { return false };
    letter.is_ascii_alphabetic() && (3..=6).contains(&code.len()) && code.iter().all(u8::is_ascii_digit)
}

fn column_number(cell: &Cell<'_>) -> Option<u32> {
    match cell {
        Cell::Number(number) if number.fract() == 0.0 && (0.0..1000.0).contains(number) => Some(*number as u32),
        Cell::Text(text) => {
            let number = bare(text);
            match number.as_bytes() {
                [letter] if letter.is_ascii_alphabetic() => Some(u32::from(letter.to_ascii_uppercase())),
                // D03001
                [letter, code @ ..] if letter.is_ascii_alphabetic() && code.len() > 2 => number[1..].parse().ok(),
                _ => number.parse().ok(),
            }
        }
        _ => None,
    }
}

/// A number without its brackets, and without what it is worked out by: 6 of (6)=(4)+(5).
fn bare(text: &str) -> &str {
    let number = text.split(['=', '＝']).next().unwrap_or(text).trim();
    let inner = number.strip_prefix(['(', '（']).and_then(|rest| rest.strip_suffix([')', '）']));
    inner.unwrap_or(number).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn column_numbers_count_up_and_payments_do_not() {
        let right_below = |cells: &[Cell<'_>]| numbers_columns(cells, 1, &Vocabulary::default());
        assert!(right_below(&[Cell::Number(1.0), Cell::Number(2.0), Cell::Number(3.0)]));
        assert!(right_below(&[Cell::Text("A"), Cell::Text("B")]));
        let texts = |texts: &[&'static str]| texts.iter().map(|text| Cell::Text(text)).collect::<Vec<_>>();
        for row in [
            &["甲", "乙", "1", "2"][..],
            &["甲", "乙", "1", "2", "3", "丙"],
            &["D03001", "D03002", "D03003"],
            &["D03001", "D03005"],
            &["1", "2", "5", "6", "9"],
            &["甲", "D03001", "D03002", "D03005"],
            &["（1）", "（2）", "（3）", "（4）=（2）+（3）"],
            &["—", "1", "2", "3", "4", "5=3*4"],
        ] {
            assert!(right_below(&texts(row)), "{row:?}");
        }
        assert!(!right_below(&texts(&["甲", "1", "300"])));
        assert!(!right_below(&texts(&["4294967295", "0"])));
        assert!(!right_below(&texts(&["甲", "1", "300", "乙"])));
        for row in [
            &["甲", "300", "D03001"][..],
            &["甲", "D03001"],
            &["—", "1", "300"],
            &["—", "5", "6", "7"],
            &["(300)", "(150)"],
            &["3=1+2", "300=150*2"],
        ] {
            assert!(!right_below(&texts(row)), "{row:?}");
        }
        let words = Vocabulary { column_label: vec!["栏次".to_owned()], ..Vocabulary::default() };
        let labelled = |row: &[&'static str], below: u32| numbers_columns(&texts(row), below, &words);
        assert!(labelled(&["栏次", "1", "2", "3"], 1) && labelled(&["栏次：", "D03001", "D03005"], 3));
        assert!(!labelled(&["栏次", "1", "2", "3"], 2) && !labelled(&["栏次", "1", "300"], 1));
        assert!(!right_below(&[Cell::Text("4"), Cell::Empty, Cell::Text("300"), Cell::Text("300")]));
    }
}
