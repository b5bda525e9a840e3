//! Pieces of work go in; what comes of each comes out in their order, however many threads work on them.

use std::panic::resume_unwind;
use std::sync::{Mutex, PoisonError};
use std::thread;

/// What comes of each piece, in order.
pub fn side_by_side<W: Send, R: Send>(threads: usize, pieces: Vec<W>, work: impl Fn(W) -> R + Sync) -> Vec<R> {
    let threads = threads.min(pieces.len());
    if threads <= 1 {
        return pieces.into_iter().map(work).collect();
    }
    let waiting = Mutex::new(pieces.into_iter().enumerate());
    let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).next();
    let work_on = || std::iter::from_fn(next).map(|(place, piece)| (place, work(piece))).collect::<Vec<_>>();
    // The calling thread works, too: one that waited for two others would often see both on one processor.
    let mut done: Vec<(usize, R)> = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work_on)).collect();
        let mut done = work_on();
        for other in others {
            done.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        done
    });
    done.sort_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Pieces in as many shares as there are threads, neighbours together.
pub fn shares<W>(pieces: Vec<W>, threads: usize) -> Vec<Vec<W>> {
    let of_each = pieces.len().div_ceil(threads.max(1)).max(1);
    let mut rest = pieces.into_iter();
    let next = || Some(rest.by_ref().take(of_each).collect::<Vec<W>>()).filter(|share| !share.is_empty());
    std::iter::from_fn(next).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_the_order_of_the_pieces() {
        for threads in [0, 1, 2, 8] {
            let squares = side_by_side(threads, (0..100).collect(), |number: u32| number * number);
            assert_eq!(squares, (0..100).map(|number| number * number).collect::<Vec<u32>>());
        }
        assert!(side_by_side(2, Vec::<u32>::new(), |number| number).is_empty());
    }

    #[test]
    fn every_piece_is_in_one_share() {
        for threads in [0, 1, 2, 3, 64, 100] {
            let shares = shares((0..64).collect::<Vec<u32>>(), threads);
            assert!(shares.len() <= threads.max(1));
            assert_eq!(shares.concat(), (0..64).collect::<Vec<u32>>());
        }
    }
}
