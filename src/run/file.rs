//! A file to be read, and what is known of it before it is.

use std::path::PathBuf;
use std::sync::Arc;

use crate::day::Months;
use crate::roster::{ListFacts, NamedBy, Pin, ReadBeside};

/// A file of the run, and what is known of it already.
#[derive(Debug, Clone)]
pub struct File {
    pub path: PathBuf,
    /// As messages name it.
    pub shown: Arc<str>,
    /// A programme decided on, and by what.
    pub programme: Option<(usize, NamedBy)>,
    pub months: Option<Months>,
    /// What is known of it as a reference list; `None` for rosters.
    pub list: Option<ListFacts>,
    /// What the workspace says of its shape; where it names sheets, only those are read.
    pub pins: Vec<Pin>,
    /// For what else it is read, each time by itself.
    pub beside: Vec<ReadFor>,
}

/// A programme that a file is read for, and the sheet that is, if it is one alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadFor {
    sheet: Option<String>,
    of: ReadBeside,
}

impl File {
    /// A file of which nothing is known.
    pub fn bare(path: impl Into<PathBuf>, shown: impl Into<Arc<str>>) -> File {
        let (path, shown) = (path.into(), shown.into());
        File { path, shown, programme: None, months: None, list: None, pins: Vec::new(), beside: Vec::new() }
    }

    /// What it is said to be read for.
    pub fn said(&self) -> Vec<ReadFor> {
        let of_sheet = |pin: &Pin| {
            Some(ReadFor { sheet: pin.sheet.clone(), of: ReadBeside { programme: pin.programme?, columns: pin.pay() } })
        };
        let whole = self.programme.map(|(programme, _)| {
            let columns = self.pins.iter().filter(|pin| pin.sheet.is_none()).flat_map(Pin::pay).collect();
            ReadFor { sheet: None, of: ReadBeside { programme, columns } }
        });
        whole.into_iter().chain(self.pins.iter().filter_map(of_sheet)).collect()
    }

    /// Whether it, or a sheet of it, is said to be of a programme.
    pub fn is_said_to_be(&self, programme: usize) -> bool {
        self.said().iter().any(|said| said.of.programme == programme)
    }

    /// Whether another is said to be of programmes, and this one of others in each sheet of both.
    pub fn is_of_another_than(&self, other: &File) -> bool {
        let (own, others) = (self.said(), other.said());
        let is_other = |said: &ReadFor| own.iter().all(|own| own.of.programme != said.of.programme || !own.meets(said));
        !own.is_empty() && !others.is_empty() && others.iter().all(is_other)
    }

    /// Whether what is said of it is said of single sheets.
    pub fn names_sheets(&self) -> bool {
        !self.pins.is_empty() && self.pins.iter().all(|pin| pin.sheet.is_some())
    }

    /// Whether something is said of a sheet of which another says something, too.
    pub fn names_sheet_of(&self, other: &File) -> bool {
        let named = |pin: &Pin| other.pins.iter().any(|other| other.sheet == pin.sheet);
        self.pins.iter().any(|pin| pin.sheet.is_some() && named(pin))
    }

    /// The other programmes that a sheet is read for.
    pub fn read_beside(&self, sheet: Option<&str>) -> Vec<ReadBeside> {
        let is_of = |read: &&ReadFor| read.sheet.is_none() || read.sheet.as_deref() == sheet;
        self.beside.iter().filter(is_of).map(|read| read.of.clone()).collect()
    }
}

impl ReadFor {
    /// Whether some sheet is of both.
    fn meets(&self, other: &ReadFor) -> bool {
        self.sheet.is_none() || other.sheet.is_none() || self.sheet == other.sheet
    }
}
