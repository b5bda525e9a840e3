//! What a payment leaves behind whose row gives no identity number: sorted by the account it was paid into.

use crate::field::Field;
use crate::sorted::{Bytes, Item, Keyed};

use super::account_sighting::hashed_account;
use super::fold;
use super::hashed::hash;
use super::record::Record;
use super::trace::Trace;

/// A payment whose row gives no identity number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unnumbered {
    /// The account, hashed; of a row that gives none, a number no account has.
    pub account: u64,
    /// Who holds the account, as the row writes it, hashed; 0 where it does not.
    pub holder: u32,
    /// What else stands there, as of nobody.
    pub trace: Trace,
}

impl Unnumbered {
    pub fn of(record: &Record<'_>, trace: Trace) -> Unnumbered {
        let account = record.text(Field::Account).and_then(hashed_account);
        Unnumbered {
            account: account.unwrap_or_else(|| hash(&(record.roster.source, record.row))),
            holder: record.text(Field::Payee).map_or(0, fold::hashed_name),
            trace,
        }
    }

    /// The name that tells whose the money is: of the person, else of the holder; 0 where the row gives neither.
    pub fn name(&self) -> u32 {
        if self.trace.name == 0 { self.holder } else { self.trace.name }
    }
}

/// By account.
impl Keyed for Unnumbered {
    fn sort_key(&self) -> u64 {
        self.account
    }
}

impl Item for Unnumbered {
    const LONGEST: usize = 8 + 4 + Trace::LONGEST;

    fn put(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&self.account.to_le_bytes());
        bytes.extend_from_slice(&self.holder.to_le_bytes());
        self.trace.put(bytes);
    }

    fn take(bytes: &mut Bytes<'_>) -> Unnumbered {
        Unnumbered { account: bytes.u64(), holder: bytes.u32(), trace: Trace::take(bytes) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_of_a_payment_is_read_back() {
        let payment = Unnumbered { account: u64::MAX, holder: u32::MAX, trace: Trace::of_nothing(0, 1) };
        let mut bytes = Vec::new();
        payment.put(&mut bytes);
        assert!(bytes.len() <= Unnumbered::LONGEST);
        assert_eq!(Unnumbered::take(&mut Bytes::of(&bytes)), payment);
    }
}
