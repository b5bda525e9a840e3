#![no_main]
//! Any bytes, read as a text file in blocks of any size: every cell is text, and rows come in order.
//!
//! `cargo +nightly fuzz run text`

use std::io::Write;

use libfuzzer_sys::fuzz_target;
use relief::input::{self, Cell};

fuzz_target!(|bytes: &[u8]| {
    let [size, bytes @ ..] = bytes else { return };
    let block = 1 + usize::from(*size) * 16;
    let mut file = tempfile::NamedTempFile::new().expect("a temporary file");
    file.write_all(bytes).expect("room for it");
    // What is damaged is told; what is not is gone through to the last character.
    let _told = input::read_by(block, file.path(), &mut |sheet| {
        let mut before = 0;
        while let Some(batch) = sheet.next_batch()? {
            batch.for_each(|row| {
                assert!(row.number > before, "row {} after {before}", row.number);
                before = row.number;
                for cell in row.cells {
                    if let Cell::Text(text) = cell {
                        assert!(std::str::from_utf8(text.as_bytes()).is_ok());
                    }
                }
            });
        }
        Ok(())
    });
});
