//! The records of an .xls, looked through before the library reads them: it makes room for whatever they say.

use super::InputError;

/// Cells between the first and the last of a sheet, for all of which room is made: 64 columns to the last row.
const WIDEST: u32 = 65_536 * 64;
/// Columns an .xls has.
const COLUMNS: u16 = 256;
/// Simplified Chinese.
const GBK: u16 = 936;

/// Record numbers.
const BEGIN: u16 = 0x0809;
const END: u16 = 0x000A;
const PASSWORD: u16 = 0x002F;
const CODEPAGE: u16 = 0x0042;
const SHEET: u16 = 0x0085;
const DIMENSIONS: u16 = 0x0200;
/// Cells with something in them: formula, several numbers, formatted text, shared text, number, text, truth, one number.
const CELLS: [u16; 8] = [0x0006, 0x00BD, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E];

struct Record<'r> {
    number: u16,
    data: &'r [u8],
}

/// Records one after another; none from where they break off.
struct Records<'r>(&'r [u8]);

impl<'r> Iterator for Records<'r> {
    type Item = Record<'r>;

    fn next(&mut self) -> Option<Record<'r>> {
        let (number, length) = (short(self.0, 0)?, usize::from(short(self.0, 2)?));
        let data = self.0.get(4..4 + length)?;
        self.0 = &self.0[4 + length..];
        Some(Record { number, data })
    }
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn damaged(what: &str) -> InputError {
    InputError::Damaged(what.to_owned())
}

/// Whether the library may read the workbook, and the code page it must be told of.
pub(super) fn look_through(workbook: &[u8]) -> Result<Option<u16>, InputError> {
    let mut is_old = false;
    let mut codepage = None;
    for record in Records(workbook) {
        match record.number {
            PASSWORD => return Err(InputError::Password),
            BEGIN => is_old = short(record.data, 0) == Some(0x0500),
            CODEPAGE => codepage = short(record.data, 0),
            SHEET => sheet(workbook, record.data, is_old)?,
            END => break,
            _ => {}
        }
    }
    // Before Unicode: a Chinese office's file that claims Western letters, or nothing, has Chinese ones.
    let claims_western = codepage.is_none_or(|page| matches!(page, 1252 | 437 | 850 | 367 | 1200 | 10_000 | 32_768..));
    Ok((is_old && claims_western).then_some(GBK))
}

/// Looks through one sheet, from where the directory of sheets says that it begins.
fn sheet(workbook: &[u8], entry: &[u8], is_old: bool) -> Result<(), InputError> {
    let place = long(entry, 0).ok_or_else(|| damaged("BOUNDSHEET"))?;
    let begins = workbook.get(place as usize..).filter(|rest| short(rest, 0) == Some(BEGIN));
    let mut extent = Extent::default();
    let mut depth = 0;
    for record in Records(begins.ok_or_else(|| damaged("BOUNDSHEET"))?) {
        match record.number {
            BEGIN => depth += 1,
            END if depth <= 1 => break,
            END => depth -= 1,
            // A chart within the sheet has cells of its own, which are not read.
            _ if depth > 1 => {}
            DIMENSIONS => dimensions(record.data, is_old).ok_or_else(|| damaged("DIMENSIONS"))?,
            number if CELLS.contains(&number) => extent.hold(record.data)?,
            _ => {}
        }
    }
    extent.check()
}

/// Room is made for as many cells as these say.
fn dimensions(data: &[u8], is_old: bool) -> Option<()> {
    let (top, bottom, left) = match is_old || data.len() < 14 {
        true => (u32::from(short(data, 0)?), u32::from(short(data, 2)?), 4),
        false => (long(data, 0)?, long(data, 4)?, 8),
    };
    let (left, right) = (short(data, left)?, short(data, left + 2)?);
    (top <= bottom && bottom <= 65_536 && left <= right && right <= COLUMNS).then_some(())
}

/// The rectangle around the cells seen.
#[derive(Default)]
struct Extent(Option<[u16; 4]>);

impl Extent {
    fn hold(&mut self, data: &[u8]) -> Result<(), InputError> {
        let cell = short(data, 0).zip(short(data, 2)).filter(|(_, column)| *column < COLUMNS);
        let (row, column) = cell.ok_or_else(|| damaged("cell"))?;
        let [top, bottom, left, right] = self.0.unwrap_or([row, row, column, column]);
        self.0 = Some([top.min(row), bottom.max(row), left.min(column), right.max(column)]);
        Ok(())
    }

    fn check(&self) -> Result<(), InputError> {
        let Some([top, bottom, left, right]) = self.0 else { return Ok(()) };
        let (rows, columns) = (u32::from(bottom - top) + 1, u32::from(right - left) + 1);
        match rows * columns > WIDEST {
            true => Err(InputError::Strewn { rows, columns }),
            false => Ok(()),
        }
    }
}
