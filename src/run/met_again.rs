//! Items go in; those whose keys may have been met more than once come out beside each other. Nearly all are met once.

use crate::sorted::{Keyed, Met, NoRoom, Part, Parted, Sorted};

use super::side_by_side::{shares, side_by_side};

/// In the order of their keys; so many bytes of them are in memory at a time, and as many of what may be read twice.
pub(super) fn met_again<T: Keyed + Send>(all: &Parted<T>, memory: usize, threads: usize) -> Result<Sorted<T>, NoRoom> {
    let again = side_by_side(threads, shares(all.parts(), threads), |parts| {
        let (mut again, mut room) = (Vec::new(), Vec::new());
        for (count, part) in parts {
            of_part(&part.at_hand(memory / threads.max(1), &mut room)?, count, &mut again)?;
        }
        Ok(again)
    });
    let mut all = Sorted::default();
    for again in again {
        all.append(&mut again?);
        all.spill_beyond(memory)?;
    }
    all.order()?;
    Ok(all)
}

fn of_part<T: Keyed>(part: &Part<'_, T>, count: usize, again: &mut Vec<T>) -> Result<(), NoRoom> {
    let mut met = Met::new(count);
    part.each(|item| {
        met.add(item.sort_key());
        Ok(())
    })?;
    part.each(|item| {
        again.extend(Some(item).filter(|item| met.met_again(item.sort_key())));
        Ok(())
    })
}
