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

/// What comes of the work, or what the library said when it panicked.
pub fn contained<T>(work: impl FnOnce() -> T) -> Result<T, String> {
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
    outcome.map_err(|panic| {
        let fixed = panic.downcast_ref::<&str>().map(|said| (*said).to_owned());
        panic.downcast::<String>().map(|said| *said).ok().or(fixed).unwrap_or_default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_within_other_work_leaves_that_contained() {
        let after = contained(|| {
            assert_eq!(contained(|| panic!("inner")), Err::<(), _>("inner".to_owned()));
            CONTAINED.get()
        });
        assert_eq!((after, CONTAINED.get()), (Ok(true), false));
    }
}
