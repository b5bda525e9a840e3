//! Work of a library goes in, its result comes out, unless the library panics: that ends the work, not the run, and
//! prints nothing.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

thread_local! {
    /// Whether this thread is inside a library whose panic is an answer.
    static CONTAINED: Cell<bool> = const { Cell::new(false) };
}
static QUIET: Once = Once::new();

/// What comes of the work; `None` where it panicked.
pub fn contained<T>(work: impl FnOnce() -> T) -> Option<T> {
    QUIET.call_once(|| {
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !CONTAINED.get() {
                hook(panic);
            }
        }));
    });
    // The work of one may be done within that of another: rosters are read while their copies are written.
    let within = CONTAINED.replace(true);
    let outcome = catch_unwind(AssertUnwindSafe(work));
    CONTAINED.set(within);
    outcome.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_within_other_work_leaves_that_contained() {
        let after = contained(|| {
            assert!(contained(|| panic!("inner")).is_none());
            CONTAINED.get()
        });
        assert_eq!((after, CONTAINED.get()), (Some(true), false));
    }
}
