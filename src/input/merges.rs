//! The XML of a sheet goes in; out come the merges that stand behind its rows, and a small sheet whole.
//!
//! A sheet is unpacked once before it is read, and only looked at for this; one that is small need not be unpacked
//! again.

use std::io::Read;

use memchr::memmem::Finder;
use memchr::{memchr, memrchr};

use super::InputError;
use super::archive::{self, Zip};
use super::outline::{Merge, Outline};
use super::plain::place;

/// How much of a sheet is looked at a time.
const BLOCK: usize = 256 * 1024;
/// A sheet of some fifty thousand rows.
const SMALL: u64 = 32 << 20;
const MERGED: &[u8] = b"mergeCell ";

/// What is known of a sheet before it is read.
#[derive(Debug, Default)]
pub(super) struct Foreseen {
    pub(super) outline: Outline,
    /// All of it, where it is small and sound.
    pub(super) whole: Option<Vec<u8>>,
}

impl Foreseen {
    /// Looks through a sheet; what cannot be unpacked of it is told when it is read.
    pub(super) fn of(zip: &mut Zip, place: usize) -> Result<Foreseen, InputError> {
        let part = zip.by_index(place).map_err(|error| archive::zip_error(&error))?;
        Ok(match part.size() <= SMALL {
            true => keep(part),
            false => Foreseen { outline: look_through(part), whole: None },
        })
    }
}

fn keep(part: impl Read) -> Foreseen {
    let (mut whole, mut outline) = (Vec::new(), Outline::default());
    match part.take(SMALL + 1).read_to_end(&mut whole) {
        Ok(read) if read as u64 <= SMALL => {
            note(&whole, &Finder::new(MERGED), &mut outline);
            Foreseen { outline, whole: Some(whole) }
        }
        _ => Foreseen::default(),
    }
}

fn look_through(mut xml: impl Read) -> Outline {
    let (finder, mut outline) = (Finder::new(MERGED), Outline::default());
    let (mut block, mut filled) = (vec![0; BLOCK], 0);
    // What cannot be unpacked is behind what the reader of rows says is damaged.
    while let Ok(read) = xml.read(&mut block[filled..]) {
        filled += read;
        // A tag that breaks off is looked at with what follows it.
        let open = memrchr(b'<', &block[..filled]).filter(|open| memchr(b'>', &block[*open..filled]).is_none());
        let end = open.filter(|open| read > 0 && filled - open < BLOCK / 2).unwrap_or(filled);
        note(&block[..end], &finder, &mut outline);
        if read == 0 {
            break;
        }
        block.copy_within(end..filled, 0);
        filled -= end;
    }
    outline
}

/// Notes the merges that tags tell of.
fn note(xml: &[u8], finder: &Finder<'_>, outline: &mut Outline) {
    for found in finder.find_iter(xml) {
        let merge = tag(xml, found).and_then(|tag| range(value(tag, b" ref=")?));
        merge.into_iter().for_each(|merge| outline.merge(merge));
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
        let mut expected = Outline::default();
        expected.merge(Merge { top: 1, bottom: 2, left: 0, right: 27 });
        assert_eq!(look_through(sheet.as_bytes()), expected);
        let kept = keep(sheet.as_bytes());
        assert_eq!((kept.outline, kept.whole.as_deref()), (expected, Some(sheet.as_bytes())));
    }
}
