//! A text file says the same by blocks of any size: wherever one ends, in a character, a line end or a quoted cell.

use std::io::Write;
use std::path::Path;

use relief::input::{self, InputError};

type Rows = Vec<(u32, Vec<String>)>;

fn rows(path: &Path, block: usize) -> Result<Rows, InputError> {
    let mut rows = Rows::new();
    input::read_by(block, path, &mut |sheet| {
        while let Some(batch) = sheet.next_batch()? {
            batch.for_each(|row| rows.push((row.number, row.cells.iter().map(|cell| cell.shown()).collect())));
        }
        Ok(())
    })?;
    Ok(rows)
}

/// What cells and their ends are made of, well or badly.
const PARTS: [&str; 13] = ["a", ",", "\"", "\n", "\r\n", "\r", "甲", "\"\"", "b,c", "\"x,\ny\"", ",,", "\n\n", " "];

#[test]
fn a_file_reads_the_same_by_blocks_of_any_size() {
    // The same texts in every run.
    let mut number = 20_180_423_u64;
    let mut below = |end: usize| {
        number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (number >> 33) as usize % end
    };
    for _ in 0..1000 {
        let text: String = (0..=below(40)).map(|_| PARTS[below(PARTS.len())]).collect();
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        let whole = format!("{:?}", rows(file.path(), 1 << 16));
        for block in [1, 2, 3, 5, 8, 13, 21] {
            assert_eq!(format!("{:?}", rows(file.path(), block)), whole, "{text:?} by {block}");
        }
    }
}
