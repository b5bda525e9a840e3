//! A sighting as it is kept: thirty-two bytes, and what many of them share kept once.

use rustc_hash::FxHashMap;

use crate::day::Months;
use crate::sorted::{Bytes, Item};

use super::sighting::{Sighting, birth_digits, rest_digits};

/// A sighting, with the number of its setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trace {
    pub key: u64,
    pub setting: u32,
    row: u32,
    /// The name, hashed; 0 where none stands.
    pub name: u32,
    household: u32,
    fen: u32,
    cause: u16,
    flags: u8,
    disability: u8,
}

/// Where and when somebody was seen: what neighbouring rows share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Setting {
    pub source: u16,
    column: u16,
    pub months: Option<Months>,
    pub township: u32,
    pub village: u32,
}

/// Each setting once, numbered in the order of the files.
#[derive(Debug, Default)]
pub struct Settings {
    all: Vec<Setting>,
    numbers: FxHashMap<Setting, u32>,
    last: u32,
}

impl Settings {
    fn number(&mut self, setting: Setting) -> u32 {
        if self.all.get(self.last as usize) != Some(&setting) {
            let next = self.all.len() as u32;
            self.last = *self.numbers.entry(setting).or_insert(next);
            if self.last == next {
                self.all.push(setting);
            }
        }
        self.last
    }

    pub fn of(&self, trace: &Trace) -> &Setting {
        &self.all[trace.setting as usize]
    }

    pub fn all(&self) -> &[Setting] {
        &self.all
    }

    /// For what is known of places only where stretches join.
    pub fn all_mut(&mut self) -> &mut [Setting] {
        &mut self.all
    }

    /// Takes those of later rows: which number each of them has here.
    pub fn join(&mut self, later: &Settings) -> Vec<u32> {
        later.all.iter().map(|setting| self.number(*setting)).collect()
    }
}

impl Trace {
    pub fn of(seen: &Sighting, settings: &mut Settings) -> Trace {
        let Sighting { source, column, months, township, village, .. } = *seen;
        Trace {
            key: seen.key,
            setting: settings.number(Setting { source, column, months, township, village }),
            row: seen.row,
            name: seen.name,
            household: seen.household,
            fen: seen.fen,
            cause: seen.cause,
            flags: seen.flags,
            disability: seen.disability,
        }
    }

    /// The same, with another number for its setting.
    pub fn with(self, setting: u32) -> Trace {
        Trace { setting, ..self }
    }

    /// The name with either part of the number, as one number.
    pub fn name_and_birth(&self) -> u64 {
        u64::from(self.name) << 32 | birth_digits(self.key)
    }

    pub fn name_and_rest(&self) -> u64 {
        u64::from(self.name) << 32 | rest_digits(self.key)
    }

    /// All that was seen.
    pub fn seen(&self, settings: &Settings) -> Sighting {
        let setting = settings.of(self);
        Sighting {
            key: self.key,
            source: setting.source,
            column: setting.column,
            row: self.row,
            months: setting.months,
            flags: self.flags,
            disability: self.disability,
            cause: self.cause,
            name: self.name,
            household: self.household,
            township: setting.township,
            village: setting.village,
            fen: self.fen,
        }
    }
}

/// By person.
impl Item for Trace {
    const SIZE: usize = 32;

    fn sort_key(&self) -> u64 {
        self.key
    }

    fn put(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&self.key.to_le_bytes());
        for number in [self.setting, self.row, self.name, self.household, self.fen] {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        bytes.extend_from_slice(&self.cause.to_le_bytes());
        bytes.extend_from_slice(&[self.flags, self.disability]);
    }

    fn take(bytes: &mut Bytes<'_>) -> Trace {
        Trace {
            key: bytes.u64(),
            setting: bytes.u32(),
            row: bytes.u32(),
            name: bytes.u32(),
            household: bytes.u32(),
            fen: bytes.u32(),
            cause: bytes.u16(),
            flags: bytes.u8(),
            disability: bytes.u8(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A county's years of rosters are millions of these.
    #[test]
    fn a_trace_takes_thirty_two_bytes_in_memory_and_on_disk() {
        assert_eq!((size_of::<Trace>(), Trace::SIZE), (32, 32));
    }
}
