//! What a library reads goes in, its result comes out; a panic of it becomes an error of the file.

use super::InputError;
use crate::contained;

/// A broken file may make a library panic; that ends this file, not the run.
pub(super) fn contained<T>(work: impl FnOnce() -> Result<T, InputError>) -> Result<T, InputError> {
    contained::contained(work).unwrap_or_else(|_| Err(InputError::Damaged("panic".to_owned())))
}
