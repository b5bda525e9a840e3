//! A row of medical aid goes in; out comes what tells its bill from every other.

use crate::day::Month;
use crate::field::Field;
use crate::finding::Place;
use crate::money::Yuan;
use crate::sorted::{Bytes, Item, Keyed, put_next};

use super::hashed::hash;
use super::record::Record;
use super::sighting::{is_unaided, paid};

/// One appearance of one bill of one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BillSighting {
    /// Programme, person, days (but that of settling a numbered bill), places, numbers, costs and aid, hashed: another where one of
    /// them is another.
    pub bill: u64,
    /// What was paid of it, in fen.
    fen: i64,
    pub row: u32,
    pub source: u16,
    /// That of the person's number; `u16::MAX` stands for none.
    column: u16,
    /// Which of [`BillSighting::SAID`] its row gives, a bit each.
    said: u8,
}

impl BillSighting {
    const DAYS: [Field; 3] = [Field::Paid, Field::Admitted, Field::Discharged];
    const WORDS: [Field; 2] = [Field::Hospital, Field::CaseNumber];
    const COSTS: [Field; 3] = [Field::CostTotal, Field::CostEligible, Field::InsurancePaid];
    /// What tells bills of one person from each other, besides the aid.
    const SAID: [Field; 8] = {
        let ([paid, admitted, discharged], [hospital, number]) = (Self::DAYS, Self::WORDS);
        let [total, eligible, insurance] = Self::COSTS;
        [paid, admitted, discharged, hospital, number, total, eligible, insurance]
    };

    /// The bill a row settles; `None` where nobody knows on which day, whose it is or what was paid, and where nothing
    /// was.
    pub fn of(record: &Record<'_>) -> Option<BillSighting> {
        Month::of(record.day(Field::Paid)?)?;
        let person = record.persons().next()?;
        let id = person.somebody().filter(|_| record.is_covered() && !is_unaided(record))?;
        let paid = paid(record).filter(|yuan| !yuan.is_negative())?;
        // A bill that has a number is known by it: claimed twice it is paid on two days.
        let is_asked = |field: Field| field != Field::Paid || record.lacks(Field::CaseNumber);
        let days = Self::DAYS.map(|field| record.day(field).filter(|_| is_asked(field)));
        let words = Self::WORDS.map(|field| record.text(field));
        let costs = Self::COSTS.map(|field| record.money(field));
        let is_said = |field: &Field| is_asked(*field) && !record.lacks(*field);
        let bits = Self::SAID.iter().enumerate().filter(|(_, field)| is_said(field));
        Some(BillSighting {
            bill: hash(&(record.roster.programme, id.key(), days, words, costs, paid)),
            fen: paid.fen(),
            row: record.row,
            source: record.roster.source,
            column: person.column.unwrap_or(u16::MAX),
            said: bits.fold(0, |said, (place, _)| said | 1 << place),
        })
    }

    pub fn paid(&self) -> Yuan {
        Yuan::from_fen(self.fen)
    }

    pub fn place(&self) -> Place {
        Place { source: self.source, row: self.row, column: Some(self.column).filter(|column| *column != u16::MAX) }
    }

    /// What its row says of the bill, besides the aid.
    pub fn said(&self) -> impl Iterator<Item = Field> + use<> {
        let said = self.said;
        Self::SAID.into_iter().enumerate().filter(move |(place, _)| said >> place & 1 != 0).map(|(_, field)| field)
    }
}

/// By bill.
impl Keyed for BillSighting {
    fn sort_key(&self) -> u64 {
        self.bill
    }
}

impl Item for BillSighting {
    const LONGEST: usize = 8 + 8 + 4 + 2 + 2 + 1;

    fn put(&self, bytes: &mut Vec<u8>) {
        let mut all = [0; BillSighting::LONGEST];
        let mut rest = &mut all[..];
        put_next(&mut rest, self.bill.to_le_bytes());
        put_next(&mut rest, self.fen.to_le_bytes());
        put_next(&mut rest, self.row.to_le_bytes());
        put_next(&mut rest, self.source.to_le_bytes());
        put_next(&mut rest, self.column.to_le_bytes());
        put_next(&mut rest, [self.said]);
        bytes.extend_from_slice(&all);
    }

    fn take(bytes: &mut Bytes<'_>) -> BillSighting {
        BillSighting {
            bill: bytes.u64(),
            fen: bytes.u64().cast_signed(),
            row: bytes.u32(),
            source: bytes.u16(),
            column: bytes.u16(),
            said: bytes.u8(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_of_a_bill_is_read_back() {
        let full = BillSighting { bill: u64::MAX, fen: -1, row: u32::MAX, source: 1, column: 2, said: u8::MAX };
        let bare = BillSighting { bill: 0, fen: i64::MAX, row: 3, source: u16::MAX, column: u16::MAX, said: 0 };
        for sighting in [full, bare] {
            let mut bytes = Vec::new();
            sighting.put(&mut bytes);
            assert!(bytes.len() <= BillSighting::LONGEST);
            assert_eq!(BillSighting::take(&mut Bytes::of(&bytes)), sighting);
        }
    }

    #[test]
    fn a_bill_takes_no_more_than_thirty_two_bytes() {
        assert!(size_of::<BillSighting>() <= 32);
    }

    #[test]
    fn what_a_row_says_of_a_bill_is_told_by_its_bits() {
        let of = |said| BillSighting { bill: 0, fen: 0, row: 0, source: 0, column: 0, said };
        assert_eq!(of(0b1_1001).said().collect::<Vec<_>>(), [Field::Paid, Field::Hospital, Field::CaseNumber]);
    }
}
