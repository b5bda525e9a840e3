//! Room for bytes that batches have left, to be read into again: new room the system would have to clear first.

use std::sync::{Mutex, PoisonError};

/// Room for more bytes than this is not kept.
const LARGEST_ROOM: usize = 4 * super::BLOCK;

#[derive(Debug, Default)]
pub(super) struct Room(Mutex<Vec<Vec<u8>>>);

impl Room {
    pub(super) fn take(&self) -> Vec<u8> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
    }

    /// Leaves bytes as they are, to be written over.
    pub(super) fn leave(&self, bytes: Vec<u8>) {
        // What a long record has needed is given back.
        if bytes.capacity() > LARGEST_ROOM {
            return;
        }
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(bytes);
    }
}
