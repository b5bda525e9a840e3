//! The note of a row goes in; that its aid has ended by its own words, and from which month, comes out.

use crate::day::Month;
use crate::field::{Field, Kind};
use crate::input::Cell;
use crate::rules::is_one_of;

use super::fold::plain;
use super::month_text::written_months;
use super::record::Record;
use super::value::{self, Value};

/// What a note says of an end: 已死亡, 2022年4月起停发.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EndNoted {
    /// Somebody died; of which member of a household it does not say.
    pub is_death: bool,
    /// The month of it, where one is given.
    pub since: Option<Month>,
}

/// What days and months are written with.
const OF_DATES: [char; 10] = ['年', '月', '日', '号', '底', '初', '末', '.', '-', '/'];

impl Record<'_> {
    /// `None` where the note says anything else besides, as of whom or of what was paid for it, or a month without its
    /// year, which may be still to come.
    pub fn end_noted(&self) -> Option<EndNoted> {
        self.text(Field::Note).and_then(|note| self.end_in(&plain(note)))
    }

    #[inline(never)]
    fn end_in(&self, note: &str) -> Option<EndNoted> {
        let words = &self.roster.vocabulary;
        let ends = words.stopped.iter().filter_map(|word| Some((note.strip_suffix(word.as_str())?, word)));
        let (before, word) = ends.min_by_key(|(before, _)| before.len())?;
        let before = words.row_itself.iter().find_map(|whom| before.strip_prefix(whom.as_str())).unwrap_or(before);
        let before = words.around_end.iter().map(String::as_str).fold(before, without);
        let since = if before.is_empty() { None } else { Some(self.month_in(before)?) };
        Some(EndNoted { is_death: is_one_of(word, &words.died), since })
    }

    /// Of nothing but a day or a month: 丈夫2020年3月病故 is of another.
    fn month_in(&self, text: &str) -> Option<Month> {
        let is_of_date = |c: char| c.is_ascii_digit() || OF_DATES.contains(&c);
        match value::read(Cell::Text(text), Kind::Day, &self.roster.reading(self.roster.scale)) {
            Value::Day(day) => Month::of(day),
            _ if text.chars().all(is_of_date) => written_months(text).map(|months| months.last),
            _ => None,
        }
    }
}

/// A text without a word at either end.
fn without<'t>(text: &'t str, word: &str) -> &'t str {
    let text = text.strip_prefix(word).unwrap_or(text);
    text.strip_suffix(word).unwrap_or(text)
}
