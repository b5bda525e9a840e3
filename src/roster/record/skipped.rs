//! Whether a row is a record, as far as it is told by what its columns mean.

use crate::field::Field;
use crate::input::Row;
use crate::rules::is_one_of;

use super::super::rows::{self, Skipped, Unidentified};
use super::Record;

impl<'a> Record<'a> {
    /// Whether the row gives money or a number of people; noughts alone are what a formula leaves in rows not filled
    /// in.
    fn gives_numbers(&self) -> bool {
        let numbers = || self.values.iter().filter_map(|value| value.number());
        numbers().any(|number| number != 0) || (numbers().next().is_some() && !self.is_left_over())
    }

    /// Whether the first cell that says something stands where a number in the list, a place or a name should: 职务 is a
    /// column of its own.
    fn begins_in_list(&self) -> bool {
        let first = self.as_read().cells.iter().position(|cell| !cell.is_blank());
        let begins = |field: &Field| self.roster.column(*field).map(usize::from) == first;
        let of_place = [Field::County, Field::Township, Field::Village, Field::Region];
        of_place.iter().chain(&[Field::Sequence, Field::Name, Field::HeadName]).any(begins)
    }

    #[inline(always)]
    pub(in crate::roster) fn why_skipped(&self, header_words: &[(usize, String)]) -> Option<Skipped> {
        let row = self.as_read();
        if rows::is_example(row, &self.roster.vocabulary) {
            return Some(Skipped::Example);
        }
        let is_somebody =
            [Field::Id, Field::HeadId].into_iter().any(|field| self.id(field).is_some() && self.has_own(field));
        if is_somebody { None } else { self.why_nobody(row, header_words) }
    }

    /// Why a row that gives no identity number is no record.
    #[inline(never)]
    fn why_nobody(&self, row: Row<'_>, header_words: &[(usize, String)]) -> Option<Skipped> {
        // 无 or 本月无 where a person should stand.
        let words = &self.roster.vocabulary;
        let is_name = |name: &str| !is_one_of(name, &words.nothing);
        let names = || [Field::Name, Field::HeadName].into_iter().filter(|field| self.has_own(*field));
        let named = names().any(|field| self.text(field).is_some_and(is_name));
        // 12人 in the place of a name counts people.
        let is_of_one = |name: &str| is_name(name) && !name.contains(char::is_numeric);
        let named_in = names().filter(|field| self.text(*field).is_some_and(is_of_one));
        let has_digits =
            |field: Field| self.has_own(field) && self.cell(field).shown().contains(|c: char| c.is_numeric());
        let what = Unidentified {
            names_somebody: named || [Field::Id, Field::HeadId].into_iter().any(has_digits) || !self.members.is_empty(),
            named_in: named_in.filter_map(|field| self.roster.column(field)).min().map(usize::from),
            gives_numbers: self.gives_numbers(),
            below_header: self.row - self.roster.header.last_row,
        };
        let skipped = rows::skipped(row, what, header_words, words);
        skipped.or_else(|| match what.gives_numbers {
            true => self.is_of_several().then_some(Skipped::Subtotal),
            false => (rows::is_signed(row, words) && self.begins_in_list()).then_some(Skipped::Footer),
        })
    }
}
