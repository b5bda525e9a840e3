//! The bytes of a part of a workbook go in; its tags and texts come out where they lie, and nothing is copied.
//!
//! It takes XML as spreadsheets write it, and is as strict as reading cells needs: tags are closed, values quoted,
//! references known. What it cannot follow is damage, never guessed at.

use std::io::Read;
use std::ops::Range;

use memchr::memmem::find;
use memchr::{memchr, memchr3};

use super::InputError;

/// How much is read at a time.
const BLOCK: usize = 256 * 1024;
/// A text longer than this is given in pieces.
const PIECE: usize = 64 * 1024;
/// What a piece must not cut in two ends before this many bytes.
const LONGEST_REFERENCE: usize = 64;
/// No tag, remark or instruction is as long.
const LONGEST: usize = 16 << 20;

/// A part of a workbook in UTF-8, while it is read.
pub(super) struct Markup<R> {
    part: R,
    block: usize,
    buffer: Vec<u8>,
    /// What lies ahead in the buffer.
    ahead: Range<usize>,
    ended: bool,
    /// The name of an element without content, whose end is given next.
    empty: Option<Range<usize>>,
}

pub(super) enum Token<'m> {
    Open(Tag<'m>),
    /// The local name; an element without content is closed like any other.
    Close(&'m [u8]),
    /// With its references; a long one comes in pieces.
    Text(&'m [u8]),
    /// Text without references.
    Verbatim(&'m [u8]),
    End,
}

pub(super) struct Tag<'m> {
    /// Without prefix.
    pub(super) name: &'m [u8],
    attributes: &'m [u8],
}

/// Where something lies in the buffer.
enum Found {
    Open {
        name: Range<usize>,
        attributes: Range<usize>,
    },
    Close(Range<usize>),
    Text(Range<usize>),
    Verbatim(Range<usize>),
    /// A remark, an instruction.
    Nothing,
    End,
}

/// How much of what cannot be followed is kept, in bytes; the error shows less of it.
const KEPT: usize = 256;

pub(super) fn damaged(what: &[u8]) -> InputError {
    InputError::Damaged(String::from_utf8_lossy(&what[..what.len().min(KEPT)]).into_owned())
}

impl<R: Read> Markup<R> {
    pub(super) fn new(part: R) -> Markup<R> {
        Markup::by(BLOCK, part)
    }

    /// A part whose start has been read already.
    pub(super) fn after(start: Vec<u8>, rest: R) -> Markup<R> {
        Markup { ahead: 0..start.len(), buffer: start, ..Markup::new(rest) }
    }

    fn by(block: usize, part: R) -> Markup<R> {
        Markup { part, block, buffer: Vec::new(), ahead: 0..0, ended: false, empty: None }
    }

    /// What has been read and not yet given; the start of what follows.
    #[inline]
    pub(super) fn ahead(&self) -> &[u8] {
        &self.buffer[self.ahead.clone()]
    }

    /// Goes on to where this much is left of what lies ahead.
    #[inline]
    pub(super) fn leave(&mut self, left: usize) {
        self.ahead.start = self.ahead.end - left;
    }

    #[inline]
    pub(super) fn next(&mut self) -> Result<Token<'_>, InputError> {
        if let Some(name) = self.empty.take() {
            return Ok(Token::Close(&self.buffer[name]));
        }
        let found = loop {
            match self.find() {
                Some(Found::Nothing) => {}
                Some(found) => break found,
                None => self.fill()?,
            }
        };
        let at = |range: Range<usize>| &self.buffer[range];
        Ok(match found {
            Found::Open { name, attributes } => Token::Open(Tag { name: at(name), attributes: at(attributes) }),
            Found::Close(name) => Token::Close(at(name)),
            Found::Text(text) => Token::Text(at(text)),
            Found::Verbatim(text) => Token::Verbatim(at(text)),
            Found::Nothing | Found::End => Token::End,
        })
    }

    /// Reads on behind what lies ahead, which is more than a block only where no end of it has come.
    fn fill(&mut self) -> Result<(), InputError> {
        if self.ahead.len() > LONGEST || self.ended {
            return Err(damaged(self.ahead()));
        }
        self.buffer.copy_within(self.ahead.clone(), 0);
        self.ahead = 0..self.ahead.len();
        let wanted = self.ahead.end + self.block.max(self.ahead.end);
        self.buffer.resize(self.buffer.len().max(wanted), 0);
        while self.ahead.end < wanted && !self.ended {
            let read = self.part.read(&mut self.buffer[self.ahead.end..wanted]);
            let read = read.map_err(|error| InputError::Damaged(error.to_string()))?;
            self.ahead.end += read;
            self.ended = read == 0;
        }
        Ok(())
    }

    /// What begins here; `None` where its end has not been read.
    #[inline]
    fn find(&mut self) -> Option<Found> {
        let (bytes, start) = (&self.buffer[self.ahead.clone()], self.ahead.start);
        let (found, length) = match bytes {
            [] if self.ended => return Some(Found::End),
            [] => return None,
            [b'<', b'/', rest @ ..] => {
                let length = memchr(b'>', rest)?;
                (Found::Close(moved(local(&rest[..length]), start + 2)), length + 3)
            }
            [b'<', b'!', b'-', b'-', rest @ ..] => (Found::Nothing, find(rest, b"-->")? + 7),
            [b'<', b'?', rest @ ..] => (Found::Nothing, find(rest, b"?>")? + 4),
            _ if bytes.starts_with(b"<![CDATA[") => {
                let length = find(&bytes[9..], b"]]>")?;
                (Found::Verbatim(start + 9..start + 9 + length), length + 12)
            }
            // What a remark or a CDATA may still become is waited for.
            [b'<', b'!', rest @ ..] if rest.len() >= 8 => (Found::Nothing, memchr(b'>', rest)? + 3),
            [b'<'] | [b'<', b'!', ..] => return None,
            [b'<', rest @ ..] => {
                let length = tag_length(rest)?;
                let (name, attributes, is_empty) = parts(&rest[..length]);
                let (name, attributes) = (moved(name, start + 1), moved(attributes, start + 1));
                self.empty = is_empty.then(|| name.clone());
                (Found::Open { name, attributes }, length + 2)
            }
            text => {
                let length = memchr(b'<', text).or_else(|| piece(text, self.ended))?;
                (Found::Text(start..start + length), length)
            }
        };
        self.ahead.start += length;
        Some(found)
    }
}

fn moved(range: Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}

/// Where a name stands without prefix, and without blanks behind.
#[inline]
fn local(name: &[u8]) -> Range<usize> {
    let start = name.iter().position(|byte| *byte == b':').map_or(0, |colon| colon + 1);
    start..start + name[start..].trim_ascii_end().len()
}

/// The length of a tag up to its bracket, which may stand in a value, too.
#[inline]
fn tag_length(tag: &[u8]) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + memchr3(b'>', b'"', b'\'', &tag[from..])?;
        from = match tag[at] {
            b'>' => return Some(at),
            quote => at + 1 + memchr(quote, &tag[at + 1..])? + 1,
        };
    }
}

/// Where a tag has its name and its attributes, and whether its element is empty.
#[inline]
fn parts(tag: &[u8]) -> (Range<usize>, Range<usize>, bool) {
    let said = tag.strip_suffix(b"/").unwrap_or(tag);
    let name = said.iter().position(u8::is_ascii_whitespace).unwrap_or(said.len());
    (local(&said[..name]), name..said.len(), said.len() < tag.len())
}

/// How much of a text without end can be given: no character, reference or line end is cut in two.
fn piece(text: &[u8], ended: bool) -> Option<usize> {
    if ended {
        return Some(text.len());
    }
    let mut length = Some(text.len()).filter(|length| *length > PIECE)?;
    let last = &text[length - LONGEST_REFERENCE..];
    length -= last.iter().rev().position(|byte| *byte == b'&').map_or(0, |place| place + 1);
    while length > 0 && text[length - 1] & 0xC0 == 0x80 {
        length -= 1;
    }
    while length > 0 && matches!(text[length - 1], b'\r' | 0xC0..) {
        length -= 1;
    }
    Some(length).filter(|length| *length > 0)
}

impl<'m> Tag<'m> {
    /// The values of attributes with these names, as they are written.
    #[inline]
    pub(super) fn values<const N: usize>(&self, names: [&[u8]; N]) -> Result<[Option<&'m [u8]>; N], InputError> {
        let (mut values, mut rest) = ([None; N], self.attributes.trim_ascii_start());
        while !rest.is_empty() {
            let (name, value, behind) = attribute(rest).ok_or_else(|| damaged(rest))?;
            if let Some(place) = names.iter().position(|wanted| *wanted == name) {
                values[place] = Some(value);
            }
            rest = behind.trim_ascii_start();
        }
        Ok(values)
    }
}

/// The first attribute: its name, its value and what follows.
#[inline]
fn attribute(bytes: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let (name, rest) = bytes.split_at(memchr(b'=', bytes)?);
    let (quote, rest) = rest[1..].trim_ascii_start().split_first()?;
    let end = matches!(quote, b'"' | b'\'').then(|| memchr(*quote, rest))??;
    Some((name.trim_ascii_end(), &rest[..end], &rest[end + 1..]))
}

#[cfg(test)]
mod tests {
    use super::super::escapes::{resolve, verbatim};
    use super::*;

    /// Pieces of any size that the reader happens to give end up as the same tokens.
    #[test]
    fn tags_are_found_wherever_they_break_off() {
        let text = "<?xml version='1.0'?><!--<c>--><x:a b = \"1>\" c='2'><d/>é&amp;<![CDATA[<]]></x:a >";
        for size in 1..text.len() {
            let mut markup = Markup::by(size, text.as_bytes());
            let mut seen = String::new();
            loop {
                match markup.next().unwrap() {
                    Token::Open(tag) => {
                        let [b, c] = tag.values([b"b", b"c"]).unwrap().map(|value| value.unwrap_or(b"-"));
                        for part in [&b"+"[..], tag.name, b, c] {
                            seen.push_str(std::str::from_utf8(part).unwrap());
                        }
                    }
                    Token::Close(name) => seen.push_str(&format!("-{}", String::from_utf8_lossy(name))),
                    Token::Text(text) => resolve(text, &mut seen).unwrap(),
                    Token::Verbatim(text) => verbatim(text, &mut seen).unwrap(),
                    Token::End => break,
                }
            }
            assert_eq!(seen, "+a1>2+d---dé&<-a");
        }
    }
}
