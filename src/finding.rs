//! What a check has to say: where, how grave, what was seen, what the rule says, what clears it.

use std::sync::Arc;

use crate::input::letters;
use crate::lang::Lang;
use crate::money::Yuan;
use crate::rules::Basis;

/// How certain it is, not how bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// A matter of procedure, or one that could not be checked as it should.
    Warning,
    /// A person must verify; there are innocent explanations.
    Suspicion,
    /// Certain by the data and the law.
    Error,
}

/// Which way the money would move if the finding holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    TooMuch,
    TooLittle,
    Neither,
}

/// A cell, a row or a sheet, as the clerk finds it in the spreadsheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Place of the sheet in the run: files in the order given, sheets in theirs.
    pub source: u16,
    /// From 1; 0 is the sheet as a whole.
    pub row: u32,
    /// From 0.
    pub column: Option<u16>,
}

/// A finding, in the language of the run.
#[derive(Debug, Clone)]
pub struct Finding {
    pub check: &'static str,
    /// Index into the rule pack.
    pub programme: usize,
    pub severity: Severity,
    pub direction: Direction,
    /// The first place is where it is listed.
    pub places: Vec<Place>,
    /// What stands there, personal numbers masked.
    pub seen: String,
    pub message: String,
    pub basis: Vec<Arc<Basis>>,
    /// How many months it concerns, where that is known.
    pub months: Option<u32>,
    /// What is at stake in all, where that can be worked out.
    pub stake: Option<Yuan>,
    /// What would clear it.
    pub clears: String,
}

impl Severity {
    pub const ALL: [Severity; 4] = [Severity::Error, Severity::Suspicion, Severity::Warning, Severity::Info];

    /// The word in machine formats and options.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Suspicion => "suspicion",
            Severity::Error => "error",
        }
    }

    pub fn text(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (_, Lang::En) => self.word(),
            (Severity::Info, Lang::Zh) => "提示",
            (Severity::Warning, Lang::Zh) => "警告",
            (Severity::Suspicion, Lang::Zh) => "疑点",
            (Severity::Error, Lang::Zh) => "错误",
        }
    }
}

impl Direction {
    pub fn word(self) -> &'static str {
        match self {
            Direction::TooMuch => "too-much",
            Direction::TooLittle => "too-little",
            Direction::Neither => "neither",
        }
    }
}

impl Place {
    pub fn row(source: u16, row: u32) -> Place {
        Place { source, row, column: None }
    }

    /// `H217`; `None` where the place is no single cell.
    pub fn cell(&self) -> Option<String> {
        let column = self.column?;
        (self.row > 0).then(|| format!("{}{}", letters(usize::from(column)), self.row))
    }
}

impl Finding {
    /// A finding with what every finding has; the rest is added to it.
    pub fn new(check: &'static str, programme: usize, severity: Severity, place: Place, message: String) -> Finding {
        Finding {
            check,
            programme,
            severity,
            direction: Direction::Neither,
            places: vec![place],
            seen: String::new(),
            message,
            basis: Vec::new(),
            months: None,
            stake: None,
            clears: String::new(),
        }
    }

    /// A row that stands for several months is one place.
    pub fn at(&mut self, place: Place) -> &mut Finding {
        if self.places.last() != Some(&place) {
            self.places.push(place);
        }
        self
    }

    pub fn seen(&mut self, seen: impl Into<String>) -> &mut Finding {
        self.seen = seen.into();
        self
    }

    pub fn clears(&mut self, clears: impl Into<String>) -> &mut Finding {
        self.clears = clears.into();
        self
    }

    pub fn because(&mut self, basis: &Arc<Basis>) -> &mut Finding {
        self.basis.push(Arc::clone(basis));
        self
    }

    pub fn stakes(&mut self, direction: Direction, stake: Option<Yuan>, months: Option<u32>) -> &mut Finding {
        self.direction = direction;
        self.stake = stake;
        self.months = months;
        self
    }

    /// Where it stands in a list: by place, then by check, then by its words.
    pub fn order(&self) -> (&[Place], &'static str, &str) {
        (&self.places, self.check, &self.message)
    }
}

/// Something that could not be checked, said once for the whole run.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NotChecked {
    pub check: &'static str,
    pub why: String,
    /// The names of the reference lists that would have let it be checked; none where something else was lacking.
    pub lists: Vec<String>,
}
