//! A column called 合计 and the words over it go in; out comes what it is the sum of, where that is no money.

use crate::field::Kind;
use crate::rules::is_one_of;

use super::aliases::{Aliases, Meaning};
use super::head_row::Words;

/// What a sum is of.
pub(super) enum SumOf {
    /// People, or something else that is counted and not paid; `None` where it is of some of them or no field says it.
    Counted(Option<Meaning>),
    /// What is paid, if no other column sums up more: 小计.
    Pay,
    /// What is paid, or anything.
    Other,
}

/// What the sum under some words is of: the lowest of them that say anything decide, but for a unit of money of its own.
pub(super) fn sum_of(upper: &[&Words], lowest: &[&Words], aliases: &Aliases<'_>) -> SumOf {
    let is_sum = is_one_of(&lowest[0].folded, &aliases.words.sum);
    if !is_sum || lowest.iter().any(|words| words.unit.is_some()) {
        return SumOf::Other;
    }
    let is_count = |meaning: &Meaning| meaning.field.kind() == Kind::Count;
    let counts = |words: &Words| {
        let bare = words.folded.split('(').next().unwrap_or_default();
        let says = |ending: &String| bare.ends_with(ending.as_str());
        words.meaning.map_or_else(|| aliases.words.counted.iter().any(says), |meaning| is_count(&meaning))
    };
    let says = |words: &&&Words| words.unit.is_some() || words.meaning.is_some() || counts(words);
    let Some(over) = upper.iter().rev().find(says) else { return SumOf::Other };
    if over.unit.is_some() || !counts(over) {
        let is_money = over.unit.is_some() || over.meaning.is_some_and(|meaning| meaning.field.kind() == Kind::Money);
        return if is_money && lowest[0].meaning.is_none() { SumOf::Pay } else { SumOf::Other };
    }
    let joined: String = upper.iter().map(|words| words.folded.as_str()).collect();
    // 合计 under 城镇 under 保障人数 is of some.
    let is_next = upper.last().is_some_and(|last| std::ptr::eq(*last, *over));
    let own = over.meaning.filter(|_| is_next);
    SumOf::Counted(aliases.get(&joined).or(own).filter(is_count))
}
