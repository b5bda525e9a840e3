//! The words that cells and rows are told by.

use serde::Deserialize;

use super::fault::{Fault, Source};

/// Words of `words.toml`, each list in the order it is compared.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Vocabulary {
    /// Relations that mean the head of the household.
    pub head: Vec<String>,
    pub male: Vec<String>,
    pub female: Vec<String>,
    pub yes: Vec<String>,
    pub no: Vec<String>,
    pub subtotal: Vec<String>,
    pub total: Vec<String>,
    /// Labels of sums over more than the sheet.
    pub cumulative: Vec<String>,
    /// What stands where there is nothing to pay, and where an end is open.
    pub nothing: Vec<String>,
    /// What marks a row as an example.
    pub example: Vec<String>,
    /// What the rows at the foot of a sheet begin with.
    pub footer: Vec<String>,
}

impl Vocabulary {
    pub(super) fn read(source: &Source) -> Result<Vec<Vocabulary>, Fault> {
        Ok(vec![source.parse()?])
    }

    /// The words of both.
    pub(super) fn join(mut self, other: Vocabulary) -> Vocabulary {
        self.head.extend(other.head);
        self.male.extend(other.male);
        self.female.extend(other.female);
        self.yes.extend(other.yes);
        self.no.extend(other.no);
        self.subtotal.extend(other.subtotal);
        self.total.extend(other.total);
        self.cumulative.extend(other.cumulative);
        self.nothing.extend(other.nothing);
        self.example.extend(other.example);
        self.footer.extend(other.footer);
        self
    }
}

/// Whether a word is on a list.
pub fn is_one_of(word: &str, list: &[String]) -> bool {
    list.iter().any(|listed| listed == word)
}
