//! What a file is, told from its content, never from its name.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::InputError;

/// The kinds of files that hold rosters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Container {
    /// CSV and its like.
    Text,
    /// .xlsx, .xlsm
    Xlsx,
    /// .xls, .et
    Xls,
}

/// How a text file's bytes are read as characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Gb18030,
    Utf16Le,
    Utf16Be,
}

/// How much of a file is looked at before it is read.
pub(super) const SAMPLE: usize = 64 * 1024;

impl Container {
    pub fn name(self) -> &'static str {
        match self {
            Container::Text => "csv",
            Container::Xlsx => "xlsx",
            Container::Xls => "xls",
        }
    }
}

impl Encoding {
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Gb18030 => "GB18030",
            Encoding::Utf16Le => "UTF-16LE",
            Encoding::Utf16Be => "UTF-16BE",
        }
    }
}

pub(super) fn container(path: &Path) -> Result<Container, InputError> {
    let sample = sample(path)?;
    match sample.as_slice() {
        [] => Err(InputError::Empty),
        [b'P', b'K', 3, 4, ..] => Ok(Container::Xlsx),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => Ok(Container::Xls),
        text => match marked_up(text) {
            Some(what) => Err(InputError::Unsupported(what)),
            None if is_text(text) => Ok(Container::Text),
            None => Err(InputError::Binary),
        },
    }
}

/// The first bytes of a file.
pub(super) fn sample(path: &Path) -> Result<Vec<u8>, InputError> {
    let file = open(path)?;
    let mut sample = Vec::with_capacity(SAMPLE);
    let read = file.take(SAMPLE as u64).read_to_end(&mut sample);
    read.map_err(|error| InputError::Read(error.kind()))?;
    Ok(sample)
}

pub(super) fn open(path: &Path) -> Result<File, InputError> {
    if path.is_dir() {
        return Err(InputError::Directory);
    }
    File::open(path).map_err(|error| InputError::Open(error.kind()))
}

/// Web pages and XML that call themselves workbooks.
fn marked_up(sample: &[u8]) -> Option<&'static str> {
    let start = String::from_utf8_lossy(&sample[..sample.len().min(512)]).to_lowercase();
    let start = start.trim_start_matches(['\u{feff}', ' ', '\r', '\n', '\t']);
    let html = ["<html", "<!doctype", "<table", "<meta"];
    if html.iter().any(|tag| start.starts_with(tag)) {
        return Some("HTML");
    }
    start.starts_with("<?xml").then_some("XML")
}

fn is_text(sample: &[u8]) -> bool {
    if matches!(encoding(sample), (Encoding::Utf16Le | Encoding::Utf16Be, _)) {
        return true;
    }
    let control = |byte: &u8| *byte < 0x20 && !matches!(byte, b'\t' | b'\r' | b'\n' | 0x0C | 0x1A);
    !sample.iter().any(control)
}

/// The encoding of a text file and how many bytes its byte-order mark takes.
///
/// A mark decides; without one, zero bytes in every other place mean UTF-16, valid UTF-8 is UTF-8,
/// and the rest is GB18030, which contains GBK and GB 2312.
pub(super) fn encoding(sample: &[u8]) -> (Encoding, usize) {
    match sample {
        [0xEF, 0xBB, 0xBF, ..] => (Encoding::Utf8, 3),
        [0xFF, 0xFE, ..] => (Encoding::Utf16Le, 2),
        [0xFE, 0xFF, ..] => (Encoding::Utf16Be, 2),
        _ => (unmarked(sample), 0),
    }
}

fn unmarked(sample: &[u8]) -> Encoding {
    let zeros = |first: usize| sample.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    // In UTF-16 separators and digits have a zero byte, always on the same side; few Chinese characters have one.
    if even.max(odd) > 10 * even.min(odd) && sample.len().is_multiple_of(2) {
        return if odd > even { Encoding::Utf16Le } else { Encoding::Utf16Be };
    }
    match std::str::from_utf8(sample) {
        Ok(_) => Encoding::Utf8,
        // The sample may end within a character.
        Err(error) if error.error_len().is_none() && sample.len() == SAMPLE => Encoding::Utf8,
        Err(_) if is_mostly_utf8(sample) => Encoding::Utf8,
        Err(_) => Encoding::Gb18030,
    }
}

/// One broken byte does not make a file another's: GB18030 text hardly ever looks like UTF-8 by chance.
fn is_mostly_utf8(sample: &[u8]) -> bool {
    let text = String::from_utf8_lossy(sample);
    let broken = text.matches('\u{FFFD}').count();
    let sound = text.chars().filter(|c| !c.is_ascii()).count() - broken;
    sound > 10 * broken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_told_apart_with_and_without_marks() {
        let text = "姓名,身份证号\n";
        let gb = encoding_rs::GB18030.encode(text).0.into_owned();
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(encoding(text.as_bytes()), (Encoding::Utf8, 0));
        assert_eq!(encoding("\u{feff}姓名".as_bytes()), (Encoding::Utf8, 3));
        assert_eq!(encoding(&gb), (Encoding::Gb18030, 0));
        assert_eq!(encoding(&wide), (Encoding::Utf16Le, 0));
        let rare: Vec<u8> = "最低生活保障,一,1,2,3,4,5,6,7,8,9,0\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(encoding(&rare), (Encoding::Utf16Le, 0));
        let mut broken = "姓名,身份证号,乡镇,备注\n".repeat(3).into_bytes();
        broken[2] = 0xFF;
        assert_eq!(encoding(&broken), (Encoding::Utf8, 0));
    }
}
