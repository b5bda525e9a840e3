//! A cell under a month goes in; what was paid in it comes out, where a word says that nothing was.

use crate::field::Kind;
use crate::input::Cell;
use crate::money::Yuan;
use crate::rules::{Vocabulary, is_one_of};

use super::fold::{folded, trimmed};
use super::value::{self, Reading, Unreadable, Value};

/// What a cell under a month says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct MonthCell {
    /// What was paid in it: nothing where it says so in words.
    pub(super) paid: Value,
    /// Whether they say that its person is not paid any more.
    pub(super) is_stop: bool,
}

/// What stands between the words of such a cell: 停发(死亡), 死亡、停发.
const BETWEEN: [char; 6] = ['(', ')', '、', ',', '/', ';'];

impl MonthCell {
    pub(super) const BLANK: MonthCell = MonthCell { paid: Value::Missing, is_stop: false };

    /// What a mark says of a month: √ that it was paid, × that it was not.
    pub(super) fn marked(cell: Cell<'_>, reading: &Reading<'_>) -> MonthCell {
        let is_mark = |words: &[String]| matches!(cell, Cell::Text(text) if is_one_of(trimmed(text), words));
        let paid = |yuan: i64| MonthCell { paid: Value::Yuan(Yuan::from_fen(yuan * 100)), is_stop: false };
        match (is_mark(&reading.words.yes), is_mark(&reading.words.no)) {
            (true, _) => paid(1),
            (false, true) => paid(0),
            (false, false) => MonthCell::read(cell, reading),
        }
    }

    pub(super) fn read(cell: Cell<'_>, reading: &Reading<'_>) -> MonthCell {
        match (value::read(cell, Kind::Money, reading), cell) {
            (unread @ Value::Unreadable(Unreadable::NotMoney), Cell::Text(text)) => {
                said(text, reading.words).unwrap_or(MonthCell { paid: unread, is_stop: false })
            }
            (paid, _) => MonthCell { paid, is_stop: false },
        }
    }
}

/// What words say that are nothing else than words for a month without pay: 取消停发 says that somebody is paid again, 核减
/// that it is less.
#[cold]
fn said(text: &str, words: &Vocabulary) -> Option<MonthCell> {
    let text = folded(text);
    let parts = || text.split(BETWEEN).filter(|part| !part.is_empty());
    let is_stop = |part: &str| is_one_of(part, &words.stopped);
    let is_known = |part: &str| is_stop(part) || is_one_of(part, &words.none_paid);
    let says_nothing_else = parts().next().is_some() && parts().all(is_known);
    says_nothing_else.then(|| MonthCell { paid: Value::Yuan(Yuan::ZERO), is_stop: parts().any(is_stop) })
}

#[cfg(test)]
mod tests {
    use super::super::amount::Scale;
    use super::super::value::{Counts, OfTwo};
    use super::*;

    #[test]
    fn only_words_for_a_month_without_pay_are_nothing_paid() {
        let list = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let words = Vocabulary {
            stopped: list(&["停发", "死亡", "取消"]),
            none_paid: list(&["未发"]),
            nothing: list(&["无"]),
            ..Vocabulary::default()
        };
        let reading = Reading {
            scale: Scale::Yuan,
            year: None,
            of_two: OfTwo::Neither,
            counts: Counts::default(),
            words: &words,
        };
        let read = |text: &str| MonthCell::read(Cell::Text(text), &reading);
        let none = Value::Yuan(Yuan::ZERO);
        for text in ["停发", " 停 发", "停发（死亡）", "死亡、停发"] {
            assert_eq!(read(text), MonthCell { paid: none, is_stop: true }, "{text}");
        }
        assert_eq!(read("未发"), MonthCell { paid: none, is_stop: false });
        for text in ["无", "/", "—", ""] {
            assert_eq!(read(text), MonthCell { paid: Value::Missing, is_stop: false }, "{text}");
        }
        for text in ["取消停发", "停发待定", "未停发", "停发120", "√", "()"] {
            let unread = Value::Unreadable(Unreadable::NotMoney);
            assert_eq!(read(text), MonthCell { paid: unread, is_stop: false }, "{text}");
        }
        assert_eq!(read("120").paid, Value::Yuan(Yuan::from_fen(12000)));
    }
}
