//! Everyone goes in; who may share a name and a birth date, or a name and all the rest of the number, with somebody else
//! comes out: everyone who does, and few others.

use rustc_hash::FxHashSet;

use crate::roster::{Trace, birth_digits, rest_digits};
use crate::side_by_side::{shares, side_by_side};
use crate::sorted::{Bytes, Item, Keyed, Met, NoRoom, Part, Parted, SPREAD};

use super::everyone::Everyone;

/// Who may share.
pub(super) struct Sharing {
    all: FxHashSet<Named>,
    /// Their names, by which nearly everybody else is told from them sooner.
    names: Met,
}

/// A name that is not 0 and, in sixteen bits each, both parts of a number. As many as people are kept, and two of one name
/// seldom agree in these bits without sharing what they stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Named(u64);

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
        let mut names = Met::new(all.len());
        all.iter().for_each(|named| names.meet_again(named.sort_key()));
        Ok(Sharing { all, names })
    }

    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    pub fn holds(&self, trace: &Trace) -> bool {
        self.names.met_again(trace.name.into()) && Named::of(trace).is_some_and(|named| self.all.contains(&named))
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
    /// That of a trace, if a name stands there.
    #[inline]
    pub fn of(trace: &Trace) -> Option<Named> {
        let Trace { name, key, .. } = *trace;
        (name != 0).then(|| Named::new(name, key))
    }

    #[inline]
    fn new(name: u32, key: u64) -> Named {
        let bits = |part: u64| part.wrapping_mul(SPREAD) >> 48;
        Named(u64::from(name) << 32 | bits(birth_digits(key)) << 16 | bits(rest_digits(key)))
    }

    fn with_birth(&self) -> u64 {
        self.0 >> 16
    }

    fn with_rest(&self) -> u64 {
        self.0 & !0xFFFF_0000
    }
}

/// By name.
impl Keyed for Named {
    fn sort_key(&self) -> u64 {
        self.0 >> 32
    }
}

impl Item for Named {
    const LONGEST: usize = 8;

    fn put(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&self.0.to_le_bytes());
    }

    fn take(bytes: &mut Bytes<'_>) -> Named {
        Named(bytes.u64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_agree_in_what_their_people_share() {
        // 110105 19491231 002, born a day before, and of the county beside.
        let person = Named::new(7, 11_010_519_491_231_002);
        let (older, elsewhere) = (Named::new(7, 11_010_519_491_230_002), Named::new(7, 11_010_619_491_231_002));
        assert!(person.with_rest() == older.with_rest() && person.with_birth() != older.with_birth());
        assert!(person.with_birth() == elsewhere.with_birth() && person.with_rest() != elsewhere.with_rest());
        let other = Named::new(8, 11_010_519_491_231_002);
        assert!(person.with_birth() != other.with_birth() && person.with_rest() != other.with_rest());
        let mut bytes = Vec::new();
        person.put(&mut bytes);
        assert_eq!((bytes.len(), Named::take(&mut Bytes::of(&bytes))), (Named::LONGEST, person));
    }
}
