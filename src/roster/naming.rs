//! What a sheet is called goes in; the programme it names comes out.

use std::cmp::Reverse;

use crate::field::{Field, Kind};
use crate::rules::{Pack, Programme, Vocabulary};

use super::fold::folded;
use super::header::{Header, TopRow};
use super::{NamedBy, NotARoster, SheetOf};

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
/// What says that something stands beside the rest: 含补发.
const BESIDES: [char; 4] = ['含', '并', '加', '兼'];
/// So many characters stand between two names that are joined, at most: 户、, 人员和.
const BETWEEN: usize = 4;

/// What stands behind a word of what is over when the rest is meant.
const AFTER: char = '后';

impl Named {
    fn one(self) -> Option<usize> {
        if let Named::One(programme) = self { Some(programme) } else { None }
    }
}

/// What a sheet is called, folded.
pub(super) struct Called {
    /// The texts over its header, but for those that say who filled it in.
    titles: Vec<String>,
    sheet: String,
    file: String,
}

impl Called {
    pub(super) fn of(sheet: &SheetOf<'_>, above: &[&TopRow], words: &Vocabulary) -> Called {
        let (days, titles) = super::months_said::titles(above, words);
        let file = sheet.file.rsplit(['/', '\\']).next().unwrap_or_default();
        Called {
            titles: titles.into_iter().chain(days).map(folded).collect(),
            sheet: folded(sheet.sheet.unwrap_or_default()),
            file: folded(file),
        }
    }

    /// Whether a title or the sheet says one of some words.
    fn is_told(&self, said: &[String], words: &Vocabulary) -> bool {
        self.own_titles(words).chain([&self.sheet]).any(|text| says(text, said))
    }

    /// Whether its people are not paid, or no longer, by its titles and its name.
    fn says_unpaid(&self, words: &Vocabulary) -> bool {
        self.is_told(&words.unpaid, words) || says(&self.sheet, &words.unpaid_sheet)
    }

    /// The same by the name of its file, unless they say that its people are paid.
    fn is_in_unpaid(&self, words: &Vocabulary) -> bool {
        says(&self.file, &words.unpaid) && !self.is_told(&words.paid, words)
    }

    /// Whether a title or the sheet says that it is of other money or other people; the file, where nothing else is
    /// called.
    fn is_of_no_aid(&self, words: &Vocabulary) -> bool {
        let is_nameless = self.sheet.is_empty() && self.own_titles(words).next().is_none();
        self.is_told(&words.not_aid, words) || (is_nameless && says(&self.file, &words.not_aid))
    }

    /// Whether its people begin to be paid.
    pub(super) fn says_added(&self, words: &Vocabulary) -> bool {
        self.is_told(&words.added, words) || says(&self.sheet, &words.added_sheet)
    }

    /// Whether one of them says that its rows pay something, and not that as well as the month's own: 发放及补发花名册.
    pub(super) fn pays_alone(&self, said: &[String], words: &Vocabulary) -> bool {
        let says = |text: &String| is_said_alone(&outside_brackets(text), said);
        self.own_titles(words).chain([&self.sheet, &self.file]).any(says)
    }

    /// The part of the pay that the first of its titles, the words over its amount, its name and that of its file which says any says
    /// alone; none where it says several.
    pub(super) fn part_alone(
        &self,
        over_amount: impl Iterator<Item = String>,
        parts: &[(Field, Vec<String>)],
        words: &Vocabulary,
    ) -> Option<Option<Field>> {
        let over_amount: Vec<String> = over_amount.collect();
        let texts = self.own_titles(words).chain(&over_amount).chain([&self.sheet, &self.file]);
        let mut said = texts.map(|text| outside_brackets(text)).filter_map(|text| {
            let mut of = parts.iter().filter(|(_, said)| says(&text, said)).peekable();
            let (part, words) = *of.peek()?;
            let is_alone = of.count() == 1 && is_said_alone(&text, words);
            Some(Some(*part).filter(|_| is_alone))
        });
        said.next()
    }

    /// The texts over its header and the name of the sheet, folded.
    pub(super) fn titles_and_sheet(&self) -> impl Iterator<Item = (&str, NamedBy)> {
        let titles = self.titles.iter().map(|title| (title.as_str(), NamedBy::Title));
        titles.chain([(self.sheet.as_str(), NamedBy::Sheet)])
    }

    /// The name of the file without its folder, folded.
    pub(super) fn file(&self) -> &str {
        &self.file
    }

    /// The texts that read as titles; the only one is one.
    fn own_titles<'t>(&'t self, words: &'t Vocabulary) -> impl Iterator<Item = &'t String> {
        let reads_as_title = |text: &&String| words.title.iter().any(|word| text.contains(word.as_str()));
        self.titles.iter().filter(move |text| self.titles.len() == 1 || reads_as_title(text))
    }

    /// What each names, the titles before the sheet and the sheet before the file.
    fn clues(&self, pack: &Pack) -> [(Named, NamedBy); 3] {
        [
            (self.in_titles(pack), NamedBy::Title),
            (named_in(&self.sheet, pack), NamedBy::Sheet),
            (named_in(&self.file, pack), NamedBy::File),
        ]
    }

    /// The programme that a title or the sheet names, if it is one.
    pub(super) fn names_one(&self, pack: &Pack) -> Option<usize> {
        let [title, sheet, _] = self.clues(pack);
        [title, sheet].into_iter().find(|(named, _)| *named != Named::Nothing)?.0.one()
    }

    /// The same, or that which the file names, where they name none.
    pub(super) fn names_one_at_last(&self, pack: &Pack) -> Option<usize> {
        self.clues(pack).into_iter().find(|(named, _)| *named != Named::Nothing)?.0.one()
    }

    /// What the first title names that names any, else the first text, else all together, of which each may have a
    /// part.
    fn in_titles(&self, pack: &Pack) -> Named {
        let all = self.titles.join(" ");
        let texts = self.own_titles(&pack.vocabulary).chain(&self.titles).chain([&all]);
        texts.map(|text| named_in(text, pack)).find(|named| *named != Named::Nothing).unwrap_or(Named::Nothing)
    }
}

/// The programme of a sheet: as decided, or as its title, its name, its file's name or its header names one.
pub(super) fn programme(
    sheet: &SheetOf<'_>,
    called: &Called,
    (top, header): (&[TopRow], &Header),
    pack: &Pack,
) -> Result<(usize, NamedBy), NotARoster> {
    require_paid(sheet, called, &pack.vocabulary)?;
    if let Some(decided) = sheet.programme {
        return Ok(decided);
    }
    if called.is_of_no_aid(&pack.vocabulary) {
        return Err(NotARoster::OtherMoney);
    }
    let [title, sheet_name, file] = called.clues(pack);
    // A sheet may be of one of two programmes that its title names; what a file is called decides nothing of that.
    let of_sheet = [title, sheet_name];
    let is_of_several = of_sheet.iter().any(|(named, _)| *named == Named::Several);
    let file = Some(file).filter(|_| !is_of_several);
    let mut clues = of_sheet.into_iter().chain(file);
    if let Some(one) = clues.clone().find_map(|(named, by)| Some((named.one()?, by))) {
        return Ok(one);
    }
    if clues.any(|(named, _)| named == Named::Several) {
        return Err(NotARoster::SeveralProgrammes);
    }
    let heads = top.iter().filter(|row| (header.first_row..=header.last_row).contains(&row.number));
    let heads = heads.flat_map(|row| &row.cells).map(|cell| folded(cell)).collect::<Vec<_>>().join(" ");
    let why = if gives_more_than_names(header) { NotARoster::NoProgramme } else { NotARoster::NamesAlone };
    longest_in(&heads, pack).map(|of| (of, NamedBy::Header)).ok_or(why)
}

/// Whether a header has a column of numbers of people, of accounts or of money, if only by a guess.
fn gives_more_than_names(header: &Header) -> bool {
    let fields = header.columns.iter().filter_map(|head| head.meaning.or(head.guess)).map(|meaning| meaning.field);
    fields.map(Field::kind).any(|kind| matches!(kind, Kind::Id | Kind::Account | Kind::Money))
}

/// Refuses a sheet of people who are not paid, and of those who are paid on another sheet, too. Whoever names the
/// programme, or the sheet in relief.toml, knows what it is, and so does a file that holds no other.
fn require_paid(sheet: &SheetOf<'_>, called: &Called, words: &Vocabulary) -> Result<(), NotARoster> {
    let is_decided = sheet.programme.is_some_and(|(_, by)| by != NamedBy::SameHeader);
    let is_named = sheet.list.is_some() || sheet.pin.is_some_and(|pin| pin.sheet.is_some());
    let is_meant = is_named || (is_decided && sheet.is_last_resort);
    let is_unpaid = called.says_unpaid(words) || (!is_decided && called.is_in_unpaid(words));
    match (is_unpaid && !is_meant, called.says_added(words) && !is_named && !sheet.is_last_resort) {
        (true, _) => Err(NotARoster::Unpaid),
        (_, true) => Err(NotARoster::Added),
        _ => Ok(()),
    }
}

/// Whether a folded text says one of some words outside brackets, and not of what came after: 清退后.
fn says(text: &str, said: &[String]) -> bool {
    let outside = outside_brackets(text);
    let is_said = |word: &String| {
        outside.match_indices(word.as_str()).any(|(place, word)| !outside[place + word.len()..].starts_with(AFTER))
    };
    said.iter().any(is_said)
}

/// Whether a name of a sheet is a part of what a programme other than one is called, and of nothing that this one is.
pub(super) fn is_part_of_another(sheet: &str, own: usize, pack: &Pack) -> bool {
    let sheet = folded(sheet);
    let has_part = |programme: &Programme| names(programme).any(|name| name.contains(sheet.as_str()));
    !sheet.is_empty() && !has_part(&pack.programmes[own]) && pack.paying().any(has_part)
}

pub(super) fn names(programme: &Programme) -> impl Iterator<Item = &String> {
    programme.aliases.iter().chain([&programme.name.zh, &programme.id])
}

/// How much of the longest of some names a text has, and whether that is all of it: else all of the text is a part of it (护理补贴
/// of 重度残疾人护理补贴). 孤儿 is more of a name than of 事实孤儿.
pub(super) fn named_by<'n>(text: &str, names: impl IntoIterator<Item = &'n String>) -> (usize, bool) {
    let named = |name: &String| match (text.contains(name.as_str()), name.contains(text)) {
        (true, _) => (name.len(), true),
        (_, true) => (text.len(), false),
        _ => (0, false),
    };
    names.into_iter().map(named).max().unwrap_or_default()
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
fn longest_in(heads: &str, pack: &Pack) -> Option<usize> {
    let longest = |place: &Place| (place.end - place.start, Reverse(place.programme));
    places(heads, pack).into_iter().max_by_key(longest).map(|place| place.programme)
}

/// Whether a text has one of some words for a payment, and none that is one payment of two: 发放及提标补发.
fn is_said_alone(text: &str, said: &[String]) -> bool {
    let mut places = said.iter().flat_map(|word| text.match_indices(word.as_str())).peekable();
    let is_alone = |(start, word): (usize, &str)| {
        let (before, after) = (&text[..start], &text[start + word.len()..]);
        !before.ends_with(JOINS) && !before.ends_with(BESIDES) && !after.starts_with(JOINS)
    };
    places.peek().is_some() && places.all(is_alone)
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
    let is_of_several = || is_beside_several(&text[..last.start], last.programme, &places, pack);
    if before.is_some_and(|before| is_joined(&before)) || is_of_several() {
        return Named::Several;
    }
    Named::One(last.programme)
}

/// Whether a name of several programmes stands before a programme as its equal: joined to it, or where nobody may have
/// both.
fn is_beside_several(before: &str, programme: usize, places: &[Place], pack: &Pack) -> bool {
    let is_one = |start: usize| places.iter().any(|place| (place.start..place.end).contains(&start));
    let excludes = |word: &str| {
        let mut all = pack.programmes.iter().enumerate();
        all.any(|(other, of)| of.name.zh.ends_with(word) && pack.excludes(programme, other))
    };
    pack.vocabulary.of_several.iter().flat_map(|word| before.match_indices(word.as_str())).any(|(start, word)| {
        let between = &before[start + word.len()..];
        let is_equal = between.ends_with(JOINS) || excludes(word);
        !is_one(start) && between.chars().count() <= BETWEEN && is_equal
    })
}

/// Where programmes are named. A reference list is one only where the workspace says so.
fn places(text: &str, pack: &Pack) -> Vec<Place> {
    let programmes = pack.programmes.iter().enumerate().filter(|(_, programme)| !programme.is_list);
    let of = |(programme, of): (usize, &Programme)| -> Vec<Place> {
        let found = names(of).flat_map(|name| text.match_indices(name.as_str()));
        found.map(|(start, name)| Place { start, end: start + name.len(), programme }).collect()
    };
    programmes.flat_map(of).collect()
}
