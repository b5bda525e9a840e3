//! The texts that the cells of a workbook share go in one after the other; each is found again by its number.

use std::io::Read;

use super::InputError;
use super::escapes::{resolve, unescaped, verbatim};
use super::markup::{Markup, Token, damaged};

/// More than this of a text is not kept: whoever holds it says that it is too long for a cell.
const LONGEST: usize = 1 << 20;

/// The texts of a workbook, one behind the other.
#[derive(Debug, Default)]
pub(super) struct Texts {
    text: String,
    ends: Vec<u32>,
}

impl Texts {
    pub(super) fn read(part: impl Read) -> Result<Texts, InputError> {
        let (mut texts, mut markup) = (Texts::default(), Markup::new(part));
        loop {
            match markup.next()? {
                Token::Open(tag) if tag.name == b"si" => {
                    text_of(&mut markup, b"si", &mut texts.text)?;
                    let end = u32::try_from(texts.text.len());
                    texts.ends.push(end.map_err(|error| InputError::Damaged(error.to_string()))?);
                }
                Token::Close(b"sst") => return Ok(texts),
                Token::End => return Err(damaged(b"sst")),
                _ => {}
            }
        }
    }

    #[inline]
    pub(super) fn get(&self, number: usize) -> Option<&str> {
        let end = *self.ends.get(number)? as usize;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        Some(&self.text[start..end])
    }
}

/// Adds what an element says that holds a text, perhaps in pieces of several looks; not how it is pronounced.
pub(super) fn text_of<R: Read>(markup: &mut Markup<R>, closing: &[u8], into: &mut String) -> Result<(), InputError> {
    let mut pronounced = false;
    loop {
        match markup.next()? {
            Token::Open(tag) if tag.name == b"rPh" => pronounced = true,
            Token::Close(b"rPh") => pronounced = false,
            Token::Open(tag) if tag.name == b"t" && !pronounced => {
                let [space] = tag.values([b"xml:space"])?;
                let (start, keeps_blanks) = (into.len(), space == Some(b"preserve"));
                said(markup, b"t", into)?;
                mend(into, start, keeps_blanks);
            }
            Token::Close(name) if name == closing => return Ok(()),
            Token::Close(b"c" | b"row" | b"sst") | Token::End => return Err(damaged(closing)),
            _ => {}
        }
    }
}

/// Adds all text up to the end of an element.
pub(super) fn said<R: Read>(markup: &mut Markup<R>, closing: &[u8], into: &mut String) -> Result<(), InputError> {
    let longest = into.len() + LONGEST;
    loop {
        match markup.next()? {
            Token::Text(_) | Token::Verbatim(_) if into.len() > longest => {}
            Token::Text(text) => resolve(text, into)?,
            Token::Verbatim(text) => verbatim(text, into)?,
            Token::Close(name) if name == closing => return Ok(()),
            // Nothing but text stands in it.
            _ => return Err(damaged(closing)),
        }
    }
}

/// Takes blanks off both ends of what was just added, and writes out what is escaped in it.
fn mend(into: &mut String, start: usize, keeps_blanks: bool) {
    let blanks = [' ', '\t', '\r', '\n'];
    let added = &into[start..];
    // What was cut off stays too long for any cell.
    if !keeps_blanks && added.len() <= LONGEST && added.starts_with(blanks) | added.ends_with(blanks) {
        let trimmed = added.trim_matches(blanks).to_owned();
        into.truncate(start);
        into.push_str(&trimmed);
    }
    if let Some(plain) = unescaped(&into[start..]) {
        into.truncate(start);
        into.push_str(&plain);
    }
}
