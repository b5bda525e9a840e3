//! What rows leave behind of an account: sorted by it, so that whoever shares one stands beside each other.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::day::Months;
use crate::digits::all_digits;
use crate::field::Field;
use crate::finding::Place;
use crate::rules::Guarded;
use crate::sorted::{Bytes, Item, Keyed, put_next};

use super::fold;
use super::hashed::hash_of_text;
use super::holding::{Holding, has_code};
use super::person::Role;
use super::record::Record;
use super::sighting::has_failed;

/// One appearance of one bank account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct AccountSighting {
    /// The account, hashed.
    pub account: u64,
    pub source: u16,
    pub row: u32,
    pub months: Option<Months>,
    /// Who holds the account as the roster writes it, and whom the row is for; hashed, 0 where none stands.
    pub holder: u32,
    pub name: u32,
    pub household: u32,
    /// The identity number of the row's person; 0 where none stands.
    pub key: u64,
    /// Whether the row tells who the holder is.
    pub holding: Holding,
    /// Whether the row is that of a household's head, or of somebody listed alone.
    pub is_head: bool,
}

/// Codes of those whose institution holds the account for all of them.
const IN_INSTITUTION: [(Field, &str); 2] = [(Field::SupportForm, "centralized"), (Field::OrphanCare, "institution")];

impl AccountSighting {
    /// The account a record is paid to, from what stands in its column; `None` where nobody could tell it from another,
    /// or where an institution holds it. A row without months is taken as of a day.
    pub fn of(
        record: &Record<'_>,
        account: &str,
        (months, day): (Option<Months>, NaiveDate),
        guarded: &[Guarded],
    ) -> Option<AccountSighting> {
        let person = record.persons().next().filter(|_| !lives_in_institution(record) && !has_failed(record))?;
        let words = |field: Field| record.text(field).map_or(0, fold::hashed_name);
        let account = hashed_account(account)?;
        let (holder, guardian) = (words(Field::Payee), words(Field::GuardianName));
        let (name, key) = (person.hashed, person.id.id().map_or(0, |id| id.key()));
        // A bank's file may name the holder alone.
        let is_payee = name == 0 && key == 0 && record.roster.list.is_some();
        let holding = match () {
            () if holder == 0 => Holding::Told,
            () if holder == guardian => Holding::Guardian,
            () if name == 0 || holder == name => Holding::Told,
            () => Holding::of_another(record, months.map_or(day, |months| months.first.first_day()), guarded),
        };
        Some(AccountSighting {
            account,
            source: record.roster.source,
            row: record.row,
            months,
            holder,
            name: if is_payee { holder } else { name },
            household: record.household,
            key,
            holding,
            is_head: person.role != Role::Member,
        })
    }

    /// Whether the account is held by somebody of whom the row tells nothing.
    pub fn is_of_another(&self) -> bool {
        matches!(self.holding, Holding::Another | Holding::Office)
    }

    pub fn place(&self, column: Option<u16>) -> Place {
        Place { source: self.source, row: self.row, column }
    }
}

/// By account.
impl Keyed for AccountSighting {
    fn sort_key(&self) -> u64 {
        self.account
    }
}

impl Item for AccountSighting {
    const LONGEST: usize = CORE + 4;

    #[inline]
    fn put(&self, bytes: &mut Vec<u8>) {
        let flags =
            u8::from(self.holder != 0) * HAS_HOLDER + u8::from(self.is_head) * IS_HEAD + self.holding as u8 * HOLDING;
        let mut core = [0; CORE];
        let mut rest = &mut core[..];
        put_next(&mut rest, [flags]);
        for number in [self.account, self.key] {
            put_next(&mut rest, number.to_le_bytes());
        }
        for number in [Months::number(self.months), self.name, self.household, self.row] {
            put_next(&mut rest, number.to_le_bytes());
        }
        put_next(&mut rest, self.source.to_le_bytes());
        bytes.extend_from_slice(&core);
        if self.holder != 0 {
            bytes.extend_from_slice(&self.holder.to_le_bytes());
        }
    }

    #[inline]
    fn take(bytes: &mut Bytes<'_>) -> AccountSighting {
        let core = bytes.array::<CORE>();
        let mut core = Bytes::of(&core);
        let flags = core.u8();
        AccountSighting {
            account: core.u64(),
            key: core.u64(),
            months: Months::numbered(core.u32()),
            name: core.u32(),
            household: core.u32(),
            row: core.u32(),
            source: core.u16(),
            holder: if flags & HAS_HOLDER == 0 { 0 } else { bytes.u32() },
            holding: Holding::numbered(flags / HOLDING),
            is_head: flags & IS_HEAD != 0,
        }
    }
}

/// So many bytes every one takes; few rosters name the holder besides.
const CORE: usize = 1 + 8 * 2 + 4 * 4 + 2;
const HAS_HOLDER: u8 = 1;
const IS_HEAD: u8 = 2;
/// Those above it are the holding.
const HOLDING: u8 = 4;

/// An account, hashed; `None` where nobody could tell it from another: hidden in part, cut to 6.21E+18 or filled with
/// zeros.
pub(super) fn hashed_account(account: &str) -> Option<u64> {
    let digits = digits(account);
    let marked = matches!(digits, Cow::Owned(_)) && account.contains(['*', '＊', '+']);
    let is_filled = || digits.bytes().all(|byte| byte == digits.as_bytes()[0]);
    (!marked && digits.len() >= 6 && !is_filled()).then(|| hash_of_text(&digits))
}

/// An account without the spaces and marks it is written with.
fn digits(account: &str) -> Cow<'_, str> {
    match all_digits(account.as_bytes()) || account.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        true => Cow::Borrowed(account),
        false => account.chars().map(fold::narrow).filter(char::is_ascii_alphanumeric).collect(),
    }
}

/// Whether the person lives in an institution, which holds the account of all who live there.
fn lives_in_institution(record: &Record<'_>) -> bool {
    IN_INSTITUTION.iter().any(|(field, code)| has_code(record, *field, &[code]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_of_an_account_is_read_back() {
        let full = AccountSighting {
            account: u64::MAX,
            source: u16::MAX,
            row: u32::MAX,
            months: Months::of_year(2018),
            holder: 1,
            name: 2,
            household: 3,
            key: 4,
            holding: Holding::Office,
            is_head: true,
        };
        let bare = AccountSighting {
            months: None,
            holder: 0,
            household: 0,
            key: 0,
            holding: Holding::Told,
            is_head: false,
            ..full
        };
        for sighting in [full, bare] {
            let mut bytes = Vec::new();
            sighting.put(&mut bytes);
            assert!(bytes.len() <= AccountSighting::LONGEST);
            assert_eq!(AccountSighting::take(&mut Bytes::of(&bytes)), sighting);
        }
    }

    #[test]
    fn an_account_takes_no_more_than_forty_bytes() {
        assert_eq!(size_of::<AccountSighting>(), 40);
    }
}
