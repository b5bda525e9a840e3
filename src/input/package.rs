//! Workbooks of Excel 2007 and after as archives: which part holds which sheet, and what it says besides its cells.
//!
//! The library gives cells alone. Merges stand behind the rows they are of, so a sheet is unpacked once before it is read,
//! and only its tags of interest are looked at: a twelfth of the time that reading it takes.

use std::collections::HashMap;
use std::io::{BufReader, Read};

use memchr::memmem::Finder;
use memchr::{memchr, memrchr};

use super::InputError;
use super::archive::{self, Zip};
use super::outline::{Merge, Outline};
use super::source::Source;
use super::xml::{Part, Xml, attribute};

/// How much of a sheet is looked at a time.
const BLOCK: usize = 256 * 1024;

/// What is known of the sheets of a workbook before they are read, by their names.
pub(super) struct Package(HashMap<String, Foreseen>);

/// What is known of a sheet before it is read.
struct Foreseen {
    outline: Outline,
    /// Whether any cell may be worked out by a formula.
    has_formulas: bool,
}

impl Package {
    /// Looks through the sheets. One that cannot be found is read without what would be known of it.
    pub(super) fn open(source: &Source) -> Result<Package, InputError> {
        let mut zip = archive::open(source)?;
        let targets = targets(&mut zip, "xml").unwrap_or_default();
        let mut known = HashMap::new();
        for (name, id) in sheets(&mut zip).unwrap_or_default() {
            let part = targets.get(&id).and_then(|part| zip.by_name(part).ok());
            known.extend(part.and_then(looked_through).map(|foreseen| (name, foreseen)));
        }
        Ok(Package(known))
    }

    /// Whether any sheet may have formulas; so it is of a workbook whose parts are not where they are looked for.
    pub(super) fn has_formulas(&self) -> bool {
        self.0.is_empty() || self.0.values().any(|foreseen| foreseen.has_formulas)
    }

    pub(super) fn outline(&mut self, sheet: &str) -> Outline {
        self.0.remove(sheet).map(|foreseen| foreseen.outline).unwrap_or_default()
    }
}

/// The parts a workbook is related to, by the names it has for them.
pub(super) fn targets(zip: &mut Zip, ending: &str) -> Result<HashMap<String, String>, InputError> {
    let mut targets = HashMap::new();
    each_element(zip, &format!("xl/_rels/workbook.{ending}.rels"), "Relationship", &mut |id, target| {
        let part = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
        targets.insert(id, part);
    })?;
    Ok(targets)
}

/// The sheets of a workbook, each with the name it has for its part.
fn sheets(zip: &mut Zip) -> Result<Vec<(String, String)>, InputError> {
    let mut sheets = Vec::new();
    each_element(zip, "xl/workbook.xml", "sheet", &mut |id, name| sheets.push((name, id)))?;
    Ok(sheets)
}

/// Gives the `id` of every such element of a part, and its `Target` or `name`.
fn each_element(
    zip: &mut Zip,
    part: &str,
    element: &str,
    each: &mut dyn FnMut(String, String),
) -> Result<(), InputError> {
    let part = zip.by_name(part).map_err(|error| archive::zip_error(&error))?;
    let mut xml = Xml::new(BufReader::new(part));
    loop {
        match xml.next()? {
            Part::Open(found) if found.local_name().into_inner() == element => {
                let id = attribute(&found, "Id").or_else(|| attribute(&found, "id"));
                let said = attribute(&found, "Target").or_else(|| attribute(&found, "name"));
                if let Some((id, said)) = id.zip(said) {
                    each(id, said);
                }
            }
            Part::End => return Ok(()),
            _ => {}
        }
    }
}

/// What the tags of a sheet say; `None` where it cannot be unpacked.
fn looked_through(mut xml: impl Read) -> Option<Foreseen> {
    let hidden = Finder::new(" hidden=");
    let (merged, formula) = (Finder::new("mergeCell "), Finder::new("<f"));
    let mut foreseen = Foreseen { outline: Outline::default(), has_formulas: false };
    let (mut block, mut filled) = (vec![0; BLOCK], 0);
    loop {
        let read = xml.read(&mut block[filled..]).ok()?;
        filled += read;
        // A tag that breaks off is looked at with what follows it.
        let open = memrchr(b'<', &block[..filled]).filter(|open| memchr(b'>', &block[*open..filled]).is_none());
        let end = open.filter(|open| read > 0 && filled - open < BLOCK / 2).unwrap_or(filled);
        let whole = &block[..end];
        for found in hidden.find_iter(whole) {
            tag(whole, found).into_iter().for_each(|tag| hide(tag, &mut foreseen.outline));
        }
        for found in merged.find_iter(whole) {
            let merge = tag(whole, found).and_then(|tag| range(value(tag, " ref=")?));
            merge.into_iter().for_each(|merge| foreseen.outline.merge(merge));
        }
        foreseen.has_formulas |= formula.find_iter(whole).any(|found| is_named(whole, found + 1, b"f"))
            // With a prefix of its own for every name: it is not looked for twice.
            || memchr::memmem::find(&whole[..whole.len().min(1024)], b":worksheet").is_some();
        if read == 0 {
            return Some(foreseen);
        }
        block.copy_within(end..filled, 0);
        filled -= end;
    }
}

/// Whether the name that begins at a place is this one.
fn is_named(bytes: &[u8], at: usize, name: &[u8]) -> bool {
    let after = bytes[at..].strip_prefix(name).and_then(|rest| rest.first());
    after.is_some_and(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/'))
}

/// The tag around a place, without its brackets; `None` where the place is in no tag.
fn tag(bytes: &[u8], at: usize) -> Option<&[u8]> {
    let start = memrchr(b'<', &bytes[..at])? + 1;
    let length = memchr(b'>', &bytes[start..])?;
    (start + length > at).then(|| &bytes[start..start + length])
}

/// The value of an attribute, whose name is given with the blank before it and the sign behind.
fn value<'t>(tag: &'t [u8], name: &str) -> Option<&'t str> {
    let rest = &tag[memchr::memmem::find(tag, name.as_bytes())? + name.len()..];
    let quote = *rest.first().filter(|quote| matches!(quote, b'"' | b'\''))?;
    std::str::from_utf8(rest[1..].split(|byte| *byte == quote).next()?).ok()
}

fn hide(tag: &[u8], outline: &mut Outline) {
    let number = |name: &str| value(tag, name)?.parse::<u32>().ok();
    let name = tag.split(|byte| byte.is_ascii_whitespace()).next().unwrap_or_default();
    let local = name.rsplit(|byte| *byte == b':').next().unwrap_or_default();
    if !matches!(value(tag, " hidden="), Some("1" | "true")) {
        return;
    }
    match local {
        b"row" => number(" r=").into_iter().for_each(|row| outline.hide_row(row)),
        b"col" => {
            if let (Some(first @ 1..), Some(last @ 1..)) = (number(" min="), number(" max=")) {
                outline.hide_columns((first - 1, last - 1));
            }
        }
        _ => {}
    }
}

/// `A3:B7`.
fn range(text: &str) -> Option<Merge> {
    let (first, last) = text.split_once(':')?;
    let ((top, left), (bottom, right)) = (place(first)?, place(last)?);
    Some(Merge { top, bottom, left, right })
}

/// Row from 1 and column from 0 of `$B$7`.
fn place(text: &str) -> Option<(u32, u32)> {
    let text = text.replace('$', "");
    let digits = text.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = text.split_at(digits);
    let letter = |column: u32, letter: u8| {
        let letter = letter.is_ascii_alphabetic().then(|| u32::from(letter.to_ascii_uppercase() - b'A'))?;
        column.checked_mul(26)?.checked_add(letter + 1)
    };
    let column = letters.bytes().try_fold(0, letter)?;
    Some((row.parse().ok()?, column.checked_sub(1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_tags_say_what_is_hidden_or_merged() {
        let text = "hidden=\"1\" mergeCell ref=\"A1:B2\" ".repeat(20_000);
        let sheet = format!(
            "<worksheet><cols><col min=\"2\" max=\"3\" hidden='1'/></cols><sheetData><row hidden=\"true\" r=\"7\"><c><is><t>{text}\
             </t></is></c></row><row r=\"8\" hidden=\"0\"/><row r=\"9\" hidden=\"1\"/></sheetData>\
             <mergeCells count=\"2\"><mergeCell ref=\"A1:$AB$2\"/><mergeCell ref=\"C3\"/></mergeCells></worksheet>"
        );
        let foreseen = looked_through(sheet.as_bytes()).unwrap();
        let mut expected = Outline::default();
        expected.hide_columns((1, 2));
        expected.hide_row(7);
        expected.hide_row(9);
        expected.merge(Merge { top: 1, bottom: 2, left: 0, right: 27 });
        assert_eq!(foreseen.outline, expected);
        assert!(!foreseen.has_formulas);
        assert!(looked_through(&b"<worksheet><c><f t=\"shared\" si=\"0\"/></c>"[..]).unwrap().has_formulas);
        assert!(!looked_through(&b"<worksheet><c><fx/></c></worksheet>"[..]).unwrap().has_formulas);
    }
}
