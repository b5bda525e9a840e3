//! What is added up together: a programme, or a township or a month of it, each numbered as it is met.

use rustc_hash::FxHashMap;

use crate::day::Month;
use crate::lang::Lang;
use crate::roster::Household;
use crate::say;

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

/// Each part once, in the order in which they were met, and what is known of it.
#[derive(Debug)]
pub(super) struct Parts<T> {
    pub all: Vec<(Part, T)>,
    numbers: FxHashMap<Part, usize>,
    /// Neighbours are mostly of one part.
    last: usize,
}

impl Part {
    pub fn of(household: &Household, programme: usize, by: By) -> Part {
        let of = match by {
            By::Programme => Of::All,
            By::Township => Of::Township(household.township),
            By::Month => Of::Month(household.months.map(|months| months.last)),
        };
        Part { programme, of }
    }
}

impl<T> Default for Parts<T> {
    fn default() -> Parts<T> {
        Parts { all: Vec::new(), numbers: FxHashMap::default(), last: 0 }
    }
}

impl<T: Default> Parts<T> {
    /// The number of a part.
    pub fn number(&mut self, part: Part) -> usize {
        if self.all.get(self.last).is_none_or(|(last, _)| *last != part) {
            let next = self.all.len();
            self.last = *self.numbers.entry(part).or_insert(next);
            if self.last == next {
                self.all.push((part, T::default()));
            }
        }
        self.last
    }

    /// What is known of a part.
    pub fn of(&mut self, part: Part) -> &mut T {
        let number = self.number(part);
        &mut self.all[number].1
    }
}
