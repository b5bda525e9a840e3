//! Everyone goes in; who shares a name and a birth date, or a name and all the rest of the number, with somebody else
//! comes out.

use rustc_hash::FxHashSet;

use crate::roster::{Trace, birth_digits, key_of_digits, rest_digits};
use crate::side_by_side::{shares, side_by_side};
use crate::sorted::{Bytes, Item, Keyed, Met, NoRoom, Part, Parted};

use super::everyone::Everyone;

/// Who shares.
pub(super) struct Sharing {
    all: FxHashSet<Named>,
    /// Their keys, by which nearly everybody else is told from them sooner.
    keys: Met,
}

/// Both parts of a number, under a name that is not 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Named {
    name: u32,
    birth: u32,
    rest: u32,
}

impl Sharing {
    /// So many bytes of names are in memory at a time.
    pub fn of(everyone: &Everyone, memory: usize) -> Result<Sharing, NoRoom> {
        let parts: Vec<Vec<_>> = everyone.named.iter().map(Parted::parts).collect();
        let within = memory / everyone.threads / parts.len().max(1);
        let places: Vec<usize> = (0..parts.iter().map(Vec::len).max().unwrap_or(0)).collect();
        let sharing = side_by_side(everyone.threads, shares(places, everyone.threads), |places| {
            let (mut found, mut rooms) = (Vec::new(), vec![Vec::new(); parts.len()]);
            for place in places {
                let of_place = parts.iter().map(|parts| &parts[place]);
                let count = of_place.clone().map(|(count, _)| count).sum();
                let at_hand = of_place.zip(&mut rooms).map(|((_, part), room)| part.at_hand(within, room));
                found.append(&mut sharing(&at_hand.collect::<Result<Vec<_>, NoRoom>>()?, count)?);
            }
            Ok(found)
        });
        let mut all = FxHashSet::default();
        for part in sharing {
            all.extend(part?);
        }
        let mut keys = Met::new(all.len());
        all.iter().for_each(|named| keys.meet_again(named.key()));
        Ok(Sharing { all, keys })
    }

    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    pub fn holds(&self, trace: &Trace) -> bool {
        self.keys.met_again(trace.key) && Named::of(trace).is_some_and(|named| self.all.contains(&named))
    }
}

/// So many sightings of one person are held against each other as they stand.
const FEW: usize = 32;

/// Puts down each name of a person once.
pub(super) fn put_names(person: &[Trace], named: &mut Parted<Named>) {
    let mut put = |trace: &Trace| Named::of(trace).iter().for_each(|name| named.push(name));
    if person.len() > FEW {
        let mut known = FxHashSet::default();
        return person.iter().filter(|trace| known.insert(trace.name)).for_each(put);
    }
    for (place, trace) in person.iter().enumerate() {
        if person[..place].iter().all(|before| before.name != trace.name) {
            put(trace);
        }
    }
}

/// Those who share, of parts that have all of their names: so many people.
fn sharing(parts: &[Part<'_, Named>], count: usize) -> Result<Vec<Named>, NoRoom> {
    let (mut births, mut rests) = (Met::new(count), Met::new(count));
    let each = |visit: &mut dyn FnMut(Named)| {
        parts.iter().try_for_each(|part| {
            part.each(|named| {
                visit(named);
                Ok(())
            })
        })
    };
    each(&mut |named| {
        births.add(named.with_birth());
        rests.add(named.with_rest());
    })?;
    let mut found = Vec::new();
    each(&mut |named| {
        if births.met_again(named.with_birth()) || rests.met_again(named.with_rest()) {
            found.push(named);
        }
    })?;
    let mut sharing = Vec::new();
    for part in [Named::with_birth, Named::with_rest] {
        found.sort_unstable_by_key(part);
        let alike = found.chunk_by(|one, other| part(one) == part(other));
        sharing.extend(alike.filter(|alike| alike.len() > 1).flatten());
    }
    Ok(sharing)
}

impl Named {
    /// That of a trace, if a name stands there: the parts are eight digits and nine.
    #[inline]
    pub fn of(trace: &Trace) -> Option<Named> {
        let Trace { name, key, .. } = *trace;
        (name != 0).then(|| Named { name, birth: birth_digits(key) as u32, rest: rest_digits(key) as u32 })
    }

    fn key(&self) -> u64 {
        key_of_digits(u64::from(self.birth), u64::from(self.rest))
    }

    /// The name with either part of the number, as one number.
    fn with_birth(&self) -> u64 {
        u64::from(self.name) << 32 | u64::from(self.birth)
    }

    fn with_rest(&self) -> u64 {
        u64::from(self.name) << 32 | u64::from(self.rest)
    }
}

/// By name.
impl Keyed for Named {
    fn sort_key(&self) -> u64 {
        u64::from(self.name)
    }
}

impl Item for Named {
    const LONGEST: usize = 12;

    fn put(&self, bytes: &mut Vec<u8>) {
        let numbers = [self.name, self.birth, self.rest];
        bytes.extend_from_slice(numbers.map(u32::to_le_bytes).as_flattened());
    }

    fn take(bytes: &mut Bytes<'_>) -> Named {
        let [name, birth, rest] = bytes.words();
        Named { name, birth, rest }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_of_a_name_is_read_back() {
        let rest = rest_digits(99_999_999_999_999_999) as u32;
        let named = Named { name: u32::MAX, birth: birth_digits(99_999_999_999_999_999) as u32, rest };
        assert_eq!((named.birth, named.rest), (99_999_999, 999_999_999));
        let mut bytes = Vec::new();
        named.put(&mut bytes);
        assert!(bytes.len() <= Named::LONGEST);
        assert_eq!(Named::take(&mut Bytes::of(&bytes)), named);
    }
}
