//! The XML of a sheet goes in; out come the merges that stand behind its rows, and a small sheet whole.
//!
//! A sheet is unpacked once before it is read, and only looked at for this; one that is small need not be unpacked again.

use std::io::Read;

use memchr::memmem::Finder;
use memchr::{memchr, memrchr};

use super::outline::{Merge, Outline};
use super::plain::place;

/// How much of a sheet is looked at a time.
const BLOCK: usize = 256 * 1024;
/// A sheet of some fifty thousand rows.
const SMALL: usize = 32 << 20;

/// What is known of a sheet before it is read.
#[derive(Debug, Default)]
pub(super) struct Foreseen {
    pub(super) outline: Outline,
    /// All of it, where it is small and sound.
    pub(super) whole: Option<Vec<u8>>,
}

/// Looks through a sheet; what cannot be unpacked of it is told when it is read.
pub(super) fn look_through(mut xml: impl Read) -> Foreseen {
    let merged = Finder::new("mergeCell ");
    let mut foreseen = Foreseen { outline: Outline::default(), whole: Some(Vec::new()) };
    let (mut block, mut filled) = (vec![0; BLOCK], 0);
    loop {
        let Ok(read) = xml.read(&mut block[filled..]) else {
            return Foreseen { whole: None, ..foreseen };
        };
        keep(&mut foreseen.whole, &block[filled..filled + read]);
        filled += read;
        // A tag that breaks off is looked at with what follows it.
        let open = memrchr(b'<', &block[..filled]).filter(|open| memchr(b'>', &block[*open..filled]).is_none());
        let end = open.filter(|open| read > 0 && filled - open < BLOCK / 2).unwrap_or(filled);
        for found in merged.find_iter(&block[..end]) {
            let merge = tag(&block[..end], found).and_then(|tag| range(value(tag, b" ref=")?));
            merge.into_iter().for_each(|merge| foreseen.outline.merge(merge));
        }
        if read == 0 {
            return foreseen;
        }
        block.copy_within(end..filled, 0);
        filled -= end;
    }
}

fn keep(whole: &mut Option<Vec<u8>>, more: &[u8]) {
    match whole {
        Some(kept) if kept.len() + more.len() <= SMALL => kept.extend_from_slice(more),
        _ => *whole = None,
    }
}

/// The tag around a place, without its brackets; `None` where the place is in no tag.
fn tag(bytes: &[u8], at: usize) -> Option<&[u8]> {
    let start = memrchr(b'<', &bytes[..at])? + 1;
    let length = memchr(b'>', &bytes[start..])?;
    (start + length > at).then(|| &bytes[start..start + length])
}

/// The value of an attribute, whose name is given with the blank before it and the sign behind.
fn value<'t>(tag: &'t [u8], name: &[u8]) -> Option<&'t [u8]> {
    let rest = &tag[memchr::memmem::find(tag, name)? + name.len()..];
    let quote = *rest.first().filter(|quote| matches!(quote, b'"' | b'\''))?;
    rest[1..].split(|byte| *byte == quote).next()
}

/// `A3:B7`, perhaps as `$A$3:$B$7`.
fn range(text: &[u8]) -> Option<Merge> {
    let plain: Vec<u8> = text.iter().copied().filter(|byte| *byte != b'$').collect();
    let mut places = plain.split(|byte| *byte == b':').map(place);
    let ((top, left), (bottom, right)) = (places.next()??, places.next()??);
    Some(Merge { top, bottom, left: left?, right: right? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_tags_say_what_is_merged() {
        let text = "mergeCell ref=\"A1:B2\" ".repeat(20_000);
        let sheet = format!(
            "<worksheet><sheetData><row><c><is><t>{text}</t></is></c></row></sheetData>\
             <mergeCells count=\"2\"><mergeCell ref=\"A1:$AB$2\"/><mergeCell ref=\"C3\"/></mergeCells></worksheet>"
        );
        let foreseen = look_through(sheet.as_bytes());
        let mut expected = Outline::default();
        expected.merge(Merge { top: 1, bottom: 2, left: 0, right: 27 });
        assert_eq!(foreseen.outline, expected);
        assert_eq!(foreseen.whole.as_deref(), Some(sheet.as_bytes()));
    }
}
