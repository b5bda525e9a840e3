//! Whose the rows of payments, approvals and stops are: the programme the row names, or the one relief.toml gives their
//! list.

use std::collections::{BTreeMap, BTreeSet};

use crate::roster::{Purpose, Roster, Settings};

/// The programmes that the rows of each list name, by its source.
pub struct Purposes<'s> {
    rosters: &'s [Roster],
    named: BTreeMap<u16, BTreeSet<usize>>,
    /// Lists some rows of which name nothing known.
    unknown: BTreeSet<u16>,
}

/// Of which programme a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    Of(usize),
    /// The list is of this one, and its rows name others and never this one.
    Perhaps(usize),
    /// Of another or of none that is known.
    Nobodys,
}

impl<'s> Purposes<'s> {
    pub fn new(settings: &Settings, rosters: &'s [Roster]) -> Purposes<'s> {
        let mut purposes = Purposes { rosters, named: BTreeMap::new(), unknown: BTreeSet::new() };
        for setting in settings.all() {
            match setting.purpose {
                Purpose::OfSheet => {}
                Purpose::Of(programme) => {
                    purposes.named.entry(setting.source).or_default().insert(usize::from(programme));
                }
                Purpose::Unknown => {
                    purposes.unknown.insert(setting.source);
                }
            }
        }
        purposes
    }

    /// Of which programme a row of a list is. Words that are no programme's name are the bank's own, unless other rows
    /// of their list do name programmes.
    pub fn whose(&self, source: u16, purpose: Purpose) -> Whose {
        let of_list = self.rosters[usize::from(source)].list.as_ref().and_then(|facts| facts.of);
        let named = match purpose {
            Purpose::Of(programme) => Some(usize::from(programme)),
            Purpose::OfSheet | Purpose::Unknown => None,
        };
        match (of_list, named) {
            (None, Some(named)) => Whose::Of(named),
            (None, None) => Whose::Nobodys,
            (Some(of), _) if purpose == Purpose::OfSheet || named == Some(of) => Whose::Of(of),
            (Some(of), None) if !self.named.contains_key(&source) => Whose::Of(of),
            (Some(of), _) if !self.names(source, of) => Whose::Perhaps(of),
            (Some(_), Some(named)) if !self.is_given_for(source, named) => Whose::Of(named),
            (Some(_), _) => Whose::Nobodys,
        }
    }

    /// Whether a list is meant to have all there is of a programme: relief.toml says so, or leaves it to the rows.
    pub fn is_list_of(&self, source: u16, programme: usize) -> bool {
        let facts = self.rosters[usize::from(source)].list.as_ref();
        facts.is_some_and(|facts| facts.of.map_or_else(|| self.names(source, programme), |of| of == programme))
    }

    /// Whether some row of a list names a programme.
    pub fn names(&self, source: u16, programme: usize) -> bool {
        self.named.get(&source).is_some_and(|named| named.contains(&programme))
    }

    /// Whether the rows of a list name programmes.
    pub fn names_any(&self, source: u16) -> bool {
        self.named.contains_key(&source)
    }

    /// Whether some row of a list names what is no programme, beside others that name some or where relief.toml names
    /// none.
    pub fn leaves_aside(&self, source: u16) -> bool {
        let of_list = self.rosters[usize::from(source)].list.as_ref().and_then(|facts| facts.of);
        self.unknown.contains(&source) && (of_list.is_none() || self.named.contains_key(&source))
    }

    /// Whether relief.toml gives the same sheet another time, for this programme.
    fn is_given_for(&self, source: u16, programme: usize) -> bool {
        let own = &self.rosters[usize::from(source)];
        let is_same =
            |other: &&Roster| other.programme == own.programme && other.file == own.file && other.sheet == own.sheet;
        let mut again = self.rosters.iter().filter(is_same);
        again.any(|other| other.list.as_ref().is_some_and(|facts| facts.of == Some(programme)))
    }
}
