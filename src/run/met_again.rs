//! Items go in; those whose keys may have been met more than once come out beside each other, and those that are asked
//! about alone. Nearly all are met once.

use crate::side_by_side::{shares, side_by_side};
use crate::sorted::{Keyed, Met, NoRoom, Part, Parted, Sorted};

/// In the order of their keys; so many bytes of them are in memory at a time, and as many of what may be read twice.
pub(super) fn met_again<T: Keyed + Send>(
    all: &Parted<T>,
    alone_too: fn(&T) -> bool,
    memory: usize,
    threads: usize,
) -> Result<Sorted<T>, NoRoom> {
    let again = side_by_side(threads, shares(all.parts(), threads), |parts| {
        let mut room = Vec::new();
        let of_part = |(count, part): (usize, Part<'_, T>)| {
            of_part(&part.at_hand(memory / threads.max(1), &mut room)?, count, alone_too)
        };
        parts.into_iter().map(of_part).collect::<Result<Vec<_>, NoRoom>>()
    });
    let mut all = Sorted::default();
    for of_share in again {
        for mut of_part in of_share? {
            all.append(&mut of_part);
            all.spill_beyond(memory)?;
        }
    }
    all.order()?;
    Ok(all)
}

fn of_part<T: Keyed>(part: &Part<'_, T>, count: usize, alone_too: fn(&T) -> bool) -> Result<Vec<T>, NoRoom> {
    let mut met = Met::new(count);
    part.each(|item| {
        met.add(item.sort_key());
        Ok(())
    })?;
    let mut again = Vec::new();
    part.each(|item| {
        again.extend(Some(item).filter(|item| met.met_again(item.sort_key()) || alone_too(item)));
        Ok(())
    })?;
    Ok(again)
}
