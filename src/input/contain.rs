//! Work of a library goes in, its result comes out; a panic of it becomes an error of the file.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

use super::{Batch, InputError, Sheet};

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

/// A sheet whose reading is contained.
pub(super) struct Contained<'s>(pub(super) &'s mut dyn Sheet);

impl Sheet for Contained<'_> {
    fn name(&self) -> Option<&str> {
        self.0.name()
    }

    fn hidden_columns(&self) -> &[(u32, u32)] {
        self.0.hidden_columns()
    }

    fn next_batch(&mut self) -> Result<Option<Batch>, InputError> {
        contained(|| self.0.next_batch())
    }
}
