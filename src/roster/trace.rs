//! A sighting as it is kept: thirty-two bytes, fewer where it only waits, and what many of them share kept once.

use crate::sorted::{Bytes, Item, Keyed};

use super::setting::{Setting, Settings};
use super::sighting::{COVERED, NO_FEN, Sighting, UNCLEAR};

/// A sighting, with the number of its setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trace {
    pub key: u64,
    pub setting: u32,
    row: u32,
    /// The name, hashed; 0 where none stands.
    pub name: u32,
    household: u32,
    fen: i32,
    pub cause: u16,
    flags: u8,
    disability: u8,
}

impl Trace {
    #[inline(always)]
    pub fn of(seen: &Sighting, settings: &mut Settings) -> Trace {
        let Sighting { source, column, months, purpose, township, village, .. } = *seen;
        Trace {
            key: seen.key,
            setting: settings.see(Setting { source, column, months, purpose, township, village }, seen),
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

    /// The same of somebody: a row without a number, as that of whoever its account is.
    pub fn held_against(self, key: u64) -> Trace {
        // What stands for the name may be the holder's.
        Trace { key, name: 0, ..self }
    }

    /// That a list pays what may be somebody's, or another's; in the place of all its rows, which name neither.
    pub fn of_something(key: u64, setting: u32) -> Trace {
        Trace::of_list(key, setting, COVERED + UNCLEAR)
    }

    /// That a list pays nothing to somebody whose account would show it.
    pub fn of_nothing(key: u64, setting: u32) -> Trace {
        Trace::of_list(key, setting, 0)
    }

    fn of_list(key: u64, setting: u32, flags: u8) -> Trace {
        Trace { key, setting, row: 0, name: 0, household: 0, fen: NO_FEN, cause: 0, flags, disability: 0 }
    }

    /// Of a payment: whether it arrived, as far as its row tells.
    pub fn is_covered(&self) -> bool {
        self.flags & COVERED != 0
    }

    /// All that was seen.
    pub fn seen(&self, settings: &Settings) -> Sighting {
        let setting = settings.of(self.setting);
        Sighting {
            key: self.key,
            source: setting.source,
            column: setting.column,
            row: self.row,
            months: setting.months,
            purpose: setting.purpose,
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
impl Keyed for Trace {
    fn sort_key(&self) -> u64 {
        self.key
    }
}

impl Item for Trace {
    const LONGEST: usize = CORE + REST;

    #[inline]
    fn put(&self, bytes: &mut Vec<u8>) {
        let setting = u16::try_from(self.setting).unwrap_or(u16::MAX);
        let has_rest = setting == u16::MAX || self.cause != 0 || self.disability != 0;
        let key = self.key | u64::from(self.flags) << FLAGS | u64::from(has_rest) << HAS_REST;
        let mut core = [0; CORE];
        core[..8].copy_from_slice(&key.to_le_bytes());
        let numbers = [self.row, self.name, self.household, self.fen.cast_unsigned()];
        for (place, number) in core[8..].chunks_exact_mut(4).zip(numbers) {
            place.copy_from_slice(&number.to_le_bytes());
        }
        core[CORE - 2..].copy_from_slice(&setting.to_le_bytes());
        bytes.extend_from_slice(&core);
        if has_rest {
            let ([a, b, c, d], [low, high]) = (self.setting.to_le_bytes(), self.cause.to_le_bytes());
            bytes.extend_from_slice(&[a, b, c, d, low, high, self.disability]);
        }
    }

    #[inline]
    fn take(bytes: &mut Bytes<'_>) -> Trace {
        let core = bytes.array::<CORE>();
        let mut core = Bytes::of(&core);
        let key = core.u64();
        let mut trace = Trace {
            key: key & ((1 << HAS_REST) - 1),
            row: core.u32(),
            name: core.u32(),
            household: core.u32(),
            fen: core.u32().cast_signed(),
            setting: u32::from(core.u16()),
            flags: (key >> FLAGS) as u8,
            cause: 0,
            disability: 0,
        };
        if key >> HAS_REST & 1 != 0 {
            (trace.setting, trace.cause, trace.disability) = (bytes.u32(), bytes.u16(), bytes.u8());
        }
        trace
    }
}

/// Every trace takes so many bytes, and those of a cause, a disability or a high setting so many more: of other things
/// that not all have it would be known less well beforehand which is there.
const CORE: usize = 26;
const REST: usize = 7;
/// Seventeen digits leave the highest bits of a key to its flags, and to whether there is more.
const FLAGS: u32 = 58;
const HAS_REST: u32 = 57;

#[cfg(test)]
mod tests {
    use super::*;

    /// A county's years of rosters are millions of these.
    #[test]
    fn a_trace_takes_thirty_two_bytes() {
        assert_eq!(size_of::<Trace>(), 32);
    }

    #[test]
    fn what_is_written_is_read_back() {
        let (key, setting, row, name, household) = (99_999_999_999_999_999, u32::MAX, u32::MAX, 1, 2);
        let full = Trace { key, setting, row, name, household, fen: 3, cause: 4, flags: 63, disability: 5 };
        let unpaid = Trace { fen: NO_FEN, setting: 7, ..full };
        let bare = Trace { cause: 0, flags: 0, disability: 0, ..unpaid };
        for trace in [full, unpaid, bare] {
            let mut bytes = Vec::new();
            trace.put(&mut bytes);
            assert!(bytes.len() <= Trace::LONGEST);
            assert_eq!(Trace::take(&mut Bytes::of(&bytes)), trace);
        }
    }
}
