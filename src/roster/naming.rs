//! A title goes in; the programme it names comes out.

use std::cmp::Reverse;

use crate::rules::{Pack, Programme, Vocabulary};

/// What a text names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    Nothing,
    /// Index into the pack.
    One(usize),
    /// As equals: 孤儿、事实无人抚养儿童基本生活费.
    Several,
}

/// Where the name of a programme stands in a text.
#[derive(Debug, Clone, Copy)]
struct Place {
    start: usize,
    end: usize,
    programme: usize,
}

/// What joins two names as equals.
const JOINS: [char; 7] = ['、', '和', '及', '与', '或', ',', '/'];
/// So many characters stand between two names that are joined, at most: 户、, 人员和.
const BETWEEN: usize = 4;

impl Named {
    pub(super) fn one(self) -> Option<usize> {
        if let Named::One(programme) = self { Some(programme) } else { None }
    }
}

/// The texts over a header that read as titles; the only one is one.
pub(super) fn own_titles<'t>(titles: &'t [String], words: &'t Vocabulary) -> impl Iterator<Item = &'t String> {
    let reads_as_title = |text: &&String| words.title.iter().any(|word| text.contains(word.as_str()));
    titles.iter().filter(move |text| titles.len() == 1 || reads_as_title(text))
}

/// What the texts over a header name: the first title that names any, else the first text, else all together, of which each may
/// have a part.
pub(super) fn in_titles(titles: &[String], pack: &Pack) -> Named {
    let all = titles.join(" ");
    let texts = own_titles(titles, &pack.vocabulary).chain(titles).chain([&all]);
    texts.map(|text| named_in(text, pack)).find(|named| *named != Named::Nothing).unwrap_or(Named::Nothing)
}

/// The programme named last in a folded text, for whom it is of stands before it: 农村低保家庭临时救助. What stands in brackets
/// counts where nothing else does.
pub(super) fn named_in(text: &str, pack: &Pack) -> Named {
    match last_in(&outside_brackets(text), pack) {
        Named::Nothing => last_in(text, pack),
        named => named,
    }
}

/// The programme with the longest name in the words of a header, the first of several.
pub(super) fn longest_in(heads: &str, pack: &Pack) -> Option<usize> {
    let longest = |place: &Place| (place.end - place.start, Reverse(place.programme));
    places(heads, pack).into_iter().max_by_key(longest).map(|place| place.programme)
}

/// Whether a folded text says, outside brackets, that those it is of are not paid: 停发花名册.
pub(super) fn is_of_unpaid(text: &str, words: &Vocabulary) -> bool {
    let outside = outside_brackets(text);
    words.unpaid.iter().any(|word| outside.contains(word.as_str()))
}

fn outside_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    let is_outside = |c: &char| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => return depth == 0,
        }
        false
    };
    text.chars().filter(is_outside).collect()
}

fn last_in(text: &str, pack: &Pack) -> Named {
    let places = places(text, pack);
    let longest_of_last = |place: &&Place| (place.end, place.end - place.start, Reverse(place.programme));
    let Some(last) = places.iter().max_by_key(longest_of_last) else { return Named::Nothing };
    let before = places.iter().filter(|place| place.end <= last.start).max_by_key(longest_of_last);
    let is_joined = |before: &&Place| {
        let between = &text[before.end..last.start];
        before.programme != last.programme && between.chars().count() <= BETWEEN && between.ends_with(JOINS)
    };
    if before.is_some_and(|before| is_joined(&before)) { Named::Several } else { Named::One(last.programme) }
}

/// Where programmes are named. A reference list is one only where the workspace says so.
fn places(text: &str, pack: &Pack) -> Vec<Place> {
    let programmes = pack.programmes.iter().enumerate().filter(|(_, programme)| !programme.is_list);
    let of = |(programme, of): (usize, &Programme)| -> Vec<Place> {
        let names = of.aliases.iter().chain([&of.name.zh, &of.id]);
        let found = names.flat_map(|name| text.match_indices(name.as_str()));
        found.map(|(start, name)| Place { start, end: start + name.len(), programme }).collect()
    };
    programmes.flat_map(of).collect()
}
