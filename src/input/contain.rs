//! Work of a library goes in, its result comes out; a panic of it becomes an error of the file.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

use super::InputError;

thread_local! {
    /// Whether this thread is inside a library, where a panic means a broken file.
    static CONTAINED: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}
static QUIET: Once = Once::new();

/// A broken file may make a library panic; that ends this file, not the run, and prints nothing.
pub(super) fn contained<T>(work: impl FnOnce() -> Result<T, InputError>) -> Result<T, InputError> {
    QUIET.call_once(|| {
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !CONTAINED.get() {
                hook(panic);
            }
        }));
    });
    CONTAINED.set(true);
    let outcome = catch_unwind(AssertUnwindSafe(work));
    CONTAINED.set(false);
    outcome.unwrap_or_else(|_| Err(InputError::Damaged("panic".to_owned())))
}
