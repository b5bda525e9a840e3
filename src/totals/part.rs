//! What is added up together: a programme, or a township or a month of it.

use crate::day::Month;
use crate::lang::Lang;
use crate::say;

use super::bundle::Bundle;

/// How totals are broken down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    Programme,
    Township,
    Month,
}

/// A township as figures name it: rows may name none.
pub fn town_name(town: &str, lang: Lang) -> String {
    match town {
        "" => say!(lang, "（未写乡镇）", "(no township)"),
        town => town.to_owned(),
    }
}

/// What is added up together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Part {
    pub programme: usize,
    pub of: Of,
}

/// All of a programme, or some.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Of {
    All,
    Township(u32),
    /// By the last of its months.
    Month(Option<Month>),
}

impl Part {
    pub fn of(bundle: &Bundle<'_>, by: By) -> Part {
        let of = match by {
            By::Programme => Of::All,
            By::Township => Of::Township(bundle.township),
            By::Month => Of::Month(bundle.months.map(|months| months.last)),
        };
        Part { programme: bundle.programme, of }
    }
}
