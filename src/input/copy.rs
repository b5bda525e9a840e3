//! Two files go in; whether they are the same to the byte comes out.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

/// Whether two files hold the same bytes; of what cannot be opened by itself, as what lies in an archive, nobody can tell.
pub fn are_the_same(one: &Path, other: &Path) -> bool {
    super::size(one).is_some() && super::size(one) == super::size(other) && have_same_bytes(one, other).unwrap_or(false)
}

fn have_same_bytes(one: &Path, other: &Path) -> io::Result<bool> {
    let (mut one, mut other) = (BufReader::new(File::open(one)?), BufReader::new(File::open(other)?));
    loop {
        let (left, right) = (one.fill_buf()?, other.fill_buf()?);
        let both = left.len().min(right.len());
        if both == 0 {
            return Ok(left.len() == right.len());
        }
        if left[..both] != right[..both] {
            return Ok(false);
        }
        one.consume(both);
        other.consume(both);
    }
}
