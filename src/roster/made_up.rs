//! A row goes in; whether it makes up for other months comes out, and for which.

use crate::day::{Month, Months};
use crate::field::Field;
use crate::money::Yuan;

use super::amount::{Scale, plain_money};
use super::paid::PAID;
use super::record::Record;
use super::titled::{only_year, titled_months, yearless_title};
use super::value::Value;
use super::{HeadColumn, Roster};

/// What parts one thing that a note says from the next.
const CLAUSES: [char; 6] = ['，', ',', '；', ';', '。', '\n'];

impl Roster {
    /// Whether all that its rows pay was owed of other months: called so, and with no column of its own for what was, or with no other.
    pub fn pays_arrears_alone(&self) -> bool {
        self.makes_up && !(self.has(Field::Arrears) && self.gives_own_pay())
    }

    /// Whether arrears stand in a column of their own and no column gives what is paid with them. Where it is not known
    /// which gives the rest, they are not all that is paid, unless the roster is called so.
    pub(super) fn pays_arrears_besides(&self) -> bool {
        if !self.gives_own_pay() && !self.makes_up {
            return false;
        }
        let is_given = self.has(Field::Amount) && self.added().next().is_none();
        let column = self.column(Field::Arrears);
        // What is owed of one month stands among the amounts of that month.
        let is_of_all = |head: &HeadColumn| Some(head.index) == column && head.months.is_none();
        !is_given && self.header.columns.iter().any(is_of_all)
    }
}

impl Record<'_> {
    /// Whether it pays arrears and nothing else, or its note or what its sheet is called says that it pays some.
    #[inline(always)]
    pub fn makes_up(&self) -> bool {
        let arrears = self.money(Field::Arrears);
        let pays_some = arrears.is_some_and(|arrears| arrears > Yuan::ZERO);
        self.roster.pays_arrears_alone()
            || (self.roster.makes_up && pays_some)
            || self.note_of_arrears().is_some()
            || (arrears.is_some() && arrears == self.money(Field::Amount))
    }

    /// What its arrears say, where they are paid besides what any other column gives; `None` where nothing stands
    /// there.
    #[inline]
    pub(super) fn arrears_besides(&self) -> Option<Value> {
        let arrears = self.typed(Field::Arrears);
        (!arrears.is_missing() && self.roster.pays_arrears_besides()).then_some(arrears)
    }

    /// What a row is paid with its arrears: these alone where it gives nothing else, and not known where anything
    /// cannot be read.
    #[inline(never)]
    pub(super) fn with_arrears(&self, own: Option<Yuan>, arrears: Value) -> Option<Yuan> {
        let (Value::Yuan(arrears) | Value::RoundedYuan(arrears)) = arrears else { return None };
        let gives_more = PAID.iter().any(|field| *field != Field::Arrears && !self.typed(*field).is_missing());
        match own {
            None if gives_more => None,
            own => Some(own.unwrap_or_default() + arrears),
        }
    }

    /// The months it makes up for by its note, `补发2024年10-12月`, those without a year being the last such before its own
    /// end.
    pub fn made_up_for(&self) -> Option<Months> {
        let (before, after) = self.note_of_arrears()?;
        let last = self.months()?.last;
        let year = |text: &str| only_year(std::iter::once(text)).and_then(Months::of_year);
        let named = |text: &str| titled_months(text).or_else(|| last_such(text, last)).or_else(|| year(text));
        named(after).or_else(|| named(before))
    }

    /// The sum its note gives of arrears: `含1-3月补发60元`.
    pub fn arrears_noted(&self) -> Option<Yuan> {
        let (before, after) = self.note_of_arrears()?;
        sum_in(after).or_else(|| sum_in(before))
    }

    #[inline]
    fn note_of_arrears(&self) -> Option<(&str, &str)> {
        self.text(Field::Note).and_then(|note| self.arrears_in(note))
    }

    /// What a note says before and after the word for arrears.
    #[inline(never)]
    fn arrears_in<'n>(&self, note: &'n str) -> Option<(&'n str, &'n str)> {
        let words = &self.roster.vocabulary.arrears;
        let (place, word) = words.iter().find_map(|word| Some((note.find(word.as_str())?, word)))?;
        let (before, after) = (&note[..place], &note[place + word.len()..]);
        Some((before.rsplit(CLAUSES).next()?, after.split(CLAUSES).next()?))
    }
}

/// The number before the first 元.
fn sum_in(text: &str) -> Option<Yuan> {
    let (before, _) = text.split_once('元')?;
    let number = before.rsplit(|c: char| !c.is_ascii_digit() && c != '.').next()?;
    plain_money(number.as_bytes(), Scale::Yuan)
}

fn last_such(text: &str, last: Month) -> Option<Months> {
    let of_year = |year| yearless_title(text, year).filter(|months| months.last <= last);
    of_year(last.year()).or_else(|| of_year(last.year() - 1))
}
