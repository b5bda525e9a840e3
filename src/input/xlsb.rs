//! Binary workbooks (.xlsb) as archives: what their sheets say besides cells, and cells of kinds that the library
//! passes over.
//!
//! It knows the records that Excel writes most. Others write a cell next to the last one as a shorter record without
//! its column, and rich text and errors of formulas have records of their own: these are written anew as the library
//! knows them.

use std::collections::HashMap;
use std::io::{BufReader, Cursor, Read, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::InputError;
use super::archive::{self, Zip};
use super::measure::check_sheets;
use super::outline::{Merge, Outline};
use super::package;
use super::source::Source;

/// Numbers of records.
const ROW: u32 = 0;
const ERROR: u32 = 3;
const TEXT: u32 = 6;
const LAST_CELL: u32 = 11;
const SHORT: std::ops::RangeInclusive<u32> = 12..=18;
const COLUMNS: u32 = 60;
const RICH_TEXT: u32 = 62;
const SHEET: u32 = 156;
const MERGE: u32 = 176;
/// A record longer than this is none: a cell has four times as many characters at most.
const LONGEST: usize = 1 << 20;

/// The next record: its number and what it says; `None` at the end or where it breaks off.
fn record(part: &mut impl Read, data: &mut Vec<u8>) -> Option<u32> {
    let number = small(part, 2)?;
    let length = small(part, 4)? as usize;
    data.clear();
    let read = part.by_ref().take(length.min(LONGEST) as u64).read_to_end(data).ok()?;
    (read == length).then_some(number)
}

/// A number of seven bits a byte, of so many bytes at most.
fn small(part: &mut impl Read, longest: u32) -> Option<u32> {
    let (mut number, mut byte) = (0, [0]);
    for place in 0..longest {
        part.read_exact(&mut byte).ok()?;
        number |= u32::from(byte[0] & 0x7F) << (7 * place);
        if byte[0] & 0x80 == 0 {
            break;
        }
    }
    Some(number)
}

fn write_small(mut number: u32, into: &mut Vec<u8>) {
    while number > 0x7F {
        into.push(number as u8 | 0x80);
        number >>= 7;
    }
    into.push(number as u8);
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// A text and what follows it.
fn wide(bytes: &[u8]) -> Option<(String, &[u8])> {
    let length = usize::try_from(long(bytes, 0)?).ok()?.checked_mul(2)?;
    let rest = &bytes[4..];
    let units = rest.get(..length)?.chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]]));
    Some((String::from_utf16_lossy(&units.collect::<Vec<u16>>()), &rest[length..]))
}

/// The parts that hold the sheets, with the names of these.
fn sheets(zip: &mut Zip) -> Result<Vec<(String, String)>, InputError> {
    let targets = package::targets(zip, "xl/_rels/workbook.bin.rels")?;
    let part = zip.by_name("xl/workbook.bin").map_err(|error| archive::zip_error(&error))?;
    let (mut part, mut data, mut sheets) = (BufReader::new(part), Vec::new(), Vec::new());
    while let Some(number) = record(&mut part, &mut data) {
        let named = || {
            let (id, rest) = wide(data.get(8..)?)?;
            Some((wide(rest)?.0, targets.get(&id)?.clone()))
        };
        sheets.extend((number == SHEET).then(named).flatten());
        check_sheets(sheets.len())?;
    }
    Ok(sheets)
}

/// What each sheet says besides its cells, by its name. One that cannot be found is read without.
pub(super) fn outlines(source: &Source) -> Result<HashMap<String, Outline>, InputError> {
    let mut zip = archive::open(source)?;
    let mut outlines = HashMap::new();
    for (name, part) in sheets(&mut zip).unwrap_or_default() {
        if let Ok(part) = zip.by_name(&part) {
            outlines.insert(name, outline(BufReader::new(part)));
        }
    }
    Ok(outlines)
}

fn outline(mut part: impl Read) -> Outline {
    let (mut data, mut outline) = (Vec::new(), Outline::default());
    while let Some(number) = record(&mut part, &mut data) {
        let at = |place: usize| long(&data, 4 * place);
        match number {
            // A row of no height is hidden.
            ROW if data.get(11).is_some_and(|flags| flags & 0x10 != 0) => {
                at(0).and_then(|row| row.checked_add(1)).into_iter().for_each(|row| outline.hide_row(row));
            }
            COLUMNS if data.get(16).is_some_and(|flags| flags & 1 != 0) => {
                at(0).zip(at(1)).into_iter().for_each(|columns| outline.hide_columns(columns));
            }
            MERGE => {
                if let (Some(top), Some(bottom), Some(left), Some(right)) = (at(0), at(1), at(2), at(3)) {
                    outline.merge(Merge { top: top.saturating_add(1), bottom: bottom.saturating_add(1), left, right });
                }
            }
            _ => {}
        }
    }
    outline
}

/// The workbook with all its cells as the library knows them; `None` where they are so already.
pub(super) fn mended(source: &Source) -> Result<Option<Source>, InputError> {
    let mut zip = archive::open(source)?;
    let mut sheets = sheets(&mut zip).unwrap_or_default();
    sheets.retain(|(_, part)| zip.by_name(part).is_ok_and(|part| passes_over(BufReader::new(part))));
    if sheets.is_empty() {
        return Ok(None);
    }
    let damaged = |error: zip::result::ZipError| archive::zip_error(&error);
    let mut mended = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..zip.len() {
        let part = zip.by_index(index).map_err(damaged)?;
        let name = part.name().map_err(damaged)?.into_owned();
        if sheets.iter().all(|(_, part)| *part != name) {
            mended.raw_copy_file(part).map_err(damaged)?;
            continue;
        }
        mended.start_file(name, SimpleFileOptions::default()).map_err(damaged)?;
        write_anew(BufReader::new(part), &mut mended)?;
    }
    let bytes = mended.finish().map_err(damaged)?.into_inner();
    Ok(Some(Source::of_bytes(bytes, source.ending.clone())))
}

/// Whether a sheet has cells that the library passes over.
fn passes_over(mut part: impl Read) -> bool {
    let mut data = Vec::new();
    while let Some(number) = record(&mut part, &mut data) {
        if number == LAST_CELL || number == RICH_TEXT || SHORT.contains(&number) {
            return true;
        }
    }
    false
}

/// Writes the records of a sheet: those of cells that are passed over as those that say the same.
fn write_anew(mut part: impl Read, into: &mut impl Write) -> Result<(), InputError> {
    let (mut data, mut column, mut written) = (Vec::new(), 0_u32, Vec::new());
    while let Some(number) = record(&mut part, &mut data) {
        let mut number = number;
        if SHORT.contains(&number) {
            column = column.saturating_add(1);
            number -= SHORT.start() - 1;
            data.splice(0..0, column.to_le_bytes());
        } else if matches!(number, 1..=LAST_CELL | RICH_TEXT) {
            column = long(&data, 0).unwrap_or(column);
        } else if number == ROW {
            column = 0;
        }
        match number {
            LAST_CELL => {
                number = ERROR;
                data.truncate(9);
            }
            RICH_TEXT if data.len() > 9 => {
                number = TEXT;
                data.remove(8);
            }
            _ => {}
        }
        written.clear();
        write_small(number, &mut written);
        write_small(u32::try_from(data.len()).unwrap_or(0), &mut written);
        written.extend(&data);
        into.write_all(&written).map_err(|error| InputError::Damaged(error.to_string()))?;
    }
    Ok(())
}
