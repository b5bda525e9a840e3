//! A row that names who holds its account goes in; whether it tells who that is comes out.

use chrono::NaiveDate;

use crate::day::{Month, Months};
use crate::field::Field;
use crate::rules::{Guarded, When, is_one_of};

use super::condition::meets;
use super::fold::{folded, folded_name, plain};
use super::record::Record;

/// Who holds the account of a row, as far as the row tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holding {
    /// The person, or somebody the row names or explains; or it does not tell at all.
    Told,
    /// The person's guardian.
    Guardian,
    /// Somebody else.
    Another,
    /// An office, a body or a firm.
    Office,
}

const AT_HOME: &str = "scattered";

impl Holding {
    const ALL: [Holding; 4] = [Holding::Told, Holding::Guardian, Holding::Another, Holding::Office];

    pub(super) fn numbered(number: u8) -> Holding {
        Holding::ALL[usize::from(number) % Holding::ALL.len()]
    }

    /// Of a row whose account is held by a name that is not its person's, on a day.
    #[inline(never)]
    pub(super) fn of_another(record: &Record<'_>, day: NaiveDate, guarded: &[Guarded]) -> Holding {
        let Some(holder) = record.text(Field::Payee) else { return Holding::Told };
        let (words, written) = (&record.roster.vocabulary, folded(holder));
        let has = |list: &[String]| list.iter().any(|word| written.contains(word.as_str()));
        if has(&words.keeps_people) {
            return if lives_at_home(record) { Holding::Office } else { Holding::Told };
        }
        match () {
            () if explains(record, &written) || names(record, holder) => Holding::Told,
            () if has(&words.offices) => Holding::Office,
            () if has(&words.hidden_in_names) || has_guardian(record, day, guarded) => Holding::Told,
            () => Holding::Another,
        }
    }
}

/// Whether a row says in words of whose the account is: beside the name, in its place, as a relation or in the note.
fn explains(record: &Record<'_>, holder: &str) -> bool {
    let words = &record.roster.vocabulary;
    let is_word = |list: &[String], text: &str| is_one_of(text, list);
    let is_related = |relation: &str| !is_word(&words.no_kin, relation) && !is_word(&words.head, relation);
    let is_told = |note: &str| note.contains(holder) || words.tells_of_holder.iter().any(|word| note.contains(word));
    holder.contains('(')
        || is_word(&words.kin, holder)
        || is_word(&words.head, holder)
        || record.text(Field::PayeeRelation).is_some_and(|relation| is_related(&plain(relation)))
        || record.text(Field::Note).is_some_and(|note| is_told(&plain(note)))
}

/// Whether a row names the holder as somebody of the household or the guardian, by number or by name.
fn names(record: &Record<'_>, holder: &str) -> bool {
    let fields = [Field::HeadName, Field::GuardianName].into_iter().filter_map(|field| record.text(field));
    let mut all = record.persons().filter_map(|person| person.name).chain(fields);
    if all.any(|name| are_alike(name, holder)) {
        return true;
    }
    let Some(number) = record.id(Field::PayeeId) else { return false };
    let fields = [Field::HeadId, Field::GuardianId].into_iter().filter_map(|field| record.id(field));
    let mut all = record.persons().filter_map(|person| person.id.id()).chain(fields);
    all.any(|id| id.key() == number.key())
}

/// Whether two names may be one: written with other marks, cut off, with something behind, or with one character that
/// differs in three or more.
fn are_alike(one: &str, other: &str) -> bool {
    let letters = |name: &str| folded_name(name).chars().filter(|c| *c != '·').collect::<Vec<char>>();
    let (one, other) = (letters(one), letters(other));
    let (short, long) = if one.len() <= other.len() { (&one, &other) } else { (&other, &one) };
    let differ = || one.iter().zip(&other).filter(|(one, other)| one != other).count();
    match short.len() {
        0 => true,
        length if length == long.len() => differ() <= usize::from(length > 2),
        length => long.windows(length).any(|part| part == &short[..]),
    }
}

/// Whether whoever the row is for has a guardian, as far as age or disability tells: a roster need not name them.
fn has_guardian(record: &Record<'_>, day: NaiveDate, guarded: &[Guarded]) -> bool {
    let Some(months) = Month::of(day).map(Months::one) else { return true };
    let written = record.written_age().filter(|_| record.birth().is_none());
    let has_written = |when: &When| when.age.zip(written).is_some_and(|(ages, age)| ages.contains(age));
    let is_met =
        |when: &When| meets(when, record, months) == Some(true) || (when.codes.is_empty() && has_written(when));
    guarded.iter().any(|guarded| guarded.holds_on(day) && is_met(&guarded.when))
}

fn lives_at_home(record: &Record<'_>) -> bool {
    [Field::SupportForm, Field::OrphanCare].iter().any(|field| has_code(record, *field, &[AT_HOME]))
}

/// Whether what a field says is one of some codes.
pub(super) fn has_code(record: &Record<'_>, field: Field, wanted: &[&str]) -> bool {
    let codes = &record.roster.codes;
    let code = record.code(field, codes).and_then(|place| codes.code(field, place));
    code.is_some_and(|code| wanted.contains(&code.code.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_alike_that_are_cut_off_or_written_otherwise() {
        for (one, other) in [
            ("才让·卓玛", "才让卓玛"),
            ("才让•卓玛", "才让"),
            ("马小明", "马晓明"),
            ("马小明", "马小明之父"),
            ("甲", "甲父"),
        ] {
            assert!(are_alike(one, other) && are_alike(other, one), "{one} {other}");
        }
        for (one, other) in [("马小明", "王小红"), ("马明", "马红"), ("才让卓玛", "才旦卓嘎"), ("甲", "乙")]
        {
            assert!(!are_alike(one, other) && !are_alike(other, one), "{one} {other}");
        }
    }
}
