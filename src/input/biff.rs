//! The records of an .xls, looked through before the library reads them: it makes room for whatever they say.

use super::InputError;
use super::measure::check_sheets;
use super::outline::{Merge, Outline};
use super::shared_texts;

/// Cells between the first and the last of a sheet, for all of which room is made: 64 columns to the last row.
const WIDEST: u32 = 65_536 * 64;
/// The same of all sheets together, which are kept at once.
const MOST: u64 = 65_536 * 96;
/// Bytes of the words in all cells together: a text that many cells share is kept once for each.
const WORDS: u64 = 64 << 20;
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
const SHARED_TEXTS: u16 = 0x00FC;
const COUNTS_FROM_1904: u16 = 0x0022;
const CONTINUED: u16 = 0x003C;
const SHARED_TEXT: u16 = 0x00FD;
const DIMENSIONS: u16 = 0x0200;
const ROW: u16 = 0x0208;
const COLUMNS_LIKE: u16 = 0x007D;
const MERGES: u16 = 0x00E5;
const FORMULA: u16 = 0x0006;
/// Cells with something in them: formula, several numbers, formatted text, shared text, number, text, truth, one
/// number.
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

/// What is known of a workbook that the library may read.
pub(super) struct Workbook {
    /// The code page the library must be told of.
    pub(super) codepage: Option<u16>,
    /// Of each sheet, in their order.
    pub(super) outlines: Vec<Outline>,
}

pub(super) fn look_through(workbook: &[u8]) -> Result<Workbook, InputError> {
    let mut is_old = false;
    let (mut codepage, mut sheets, mut room) = (None, Vec::new(), Room::default());
    let mut counts_from_1904 = false;
    let mut records = Records(workbook).peekable();
    while let Some(record) = records.next() {
        match record.number {
            PASSWORD => return Err(InputError::Password),
            BEGIN => is_old = short(record.data, 0) == Some(0x0500),
            COUNTS_FROM_1904 => counts_from_1904 = short(record.data, 0) == Some(1),
            CODEPAGE => codepage = short(record.data, 0),
            SHEET => sheets.push(record.data),
            SHARED_TEXTS => {
                let more = std::iter::from_fn(|| records.next_if(|next| next.number == CONTINUED));
                let parts: Vec<&[u8]> = std::iter::once(record).chain(more).map(|record| record.data).collect();
                room.texts = shared_texts::sizes(&parts);
            }
            END => break,
            _ => {}
        }
    }
    check_sheets(sheets.len())?;
    let outlines = sheets.into_iter().map(|entry| sheet(workbook, entry, is_old, &mut room));
    let mut outlines = outlines.collect::<Result<Vec<Outline>, _>>()?;
    outlines.iter_mut().for_each(|outline| outline.counts_from_1904 = counts_from_1904);
    // Before Unicode: a Chinese office's file that claims Western letters, or nothing, has Chinese ones.
    let claims_western = codepage.is_none_or(|page| matches!(page, 1252 | 437 | 850 | 367 | 1200 | 10_000 | 32_768..));
    Ok(Workbook { codepage: (is_old && claims_western).then_some(GBK), outlines })
}

/// Looks through one sheet, from where the directory of sheets says that it begins.
fn sheet(workbook: &[u8], entry: &[u8], is_old: bool, room: &mut Room) -> Result<Outline, InputError> {
    let place = long(entry, 0).ok_or_else(|| damaged("BOUNDSHEET"))?;
    let begins = workbook.get(place as usize..).filter(|rest| short(rest, 0) == Some(BEGIN));
    let (mut extent, mut outline) = (Extent::default(), Outline::default());
    let mut depth = 0;
    for record in Records(begins.ok_or_else(|| damaged("BOUNDSHEET"))?) {
        match record.number {
            BEGIN => depth += 1,
            END if depth <= 1 => break,
            END => depth -= 1,
            // A chart within the sheet has cells of its own, which are not read.
            _ if depth > 1 => {}
            DIMENSIONS => dimensions(record.data, is_old).ok_or_else(|| damaged("DIMENSIONS"))?,
            ROW => hide_row(record.data, &mut outline).unwrap_or(()),
            COLUMNS_LIKE => hide_columns(record.data, &mut outline).unwrap_or(()),
            MERGES => {
                record.data.get(2..).unwrap_or_default().chunks_exact(8).for_each(|data| merge(data, &mut outline))
            }
            number if CELLS.contains(&number) => {
                extent.hold(record.data)?;
                if number == FORMULA && is_not_worked_out(record.data) {
                    let at = |place: usize| short(record.data, place).map_or(0, u32::from);
                    outline.leave_out(at(0) + 1, at(2));
                }
                room.take_words(&record)?;
            }
            _ => {}
        }
    }
    room.take_cells(extent.check()?)?;
    Ok(outline)
}

/// Whether a formula that adds, multiplies or sums up, which is a number whatever its cells hold, has a blank text for
/// its value: the program that wrote it left the value to a spreadsheet. Of other formulas a blank text may be the
/// value.
fn is_not_worked_out(cell: &[u8]) -> bool {
    let is_blank = matches!(cell.get(6..14), Some([3, _, _, _, _, _, 0xFF, 0xFF]));
    let steps = || cell.get(22..22 + usize::from(short(cell, 20)?));
    let is_number = |steps: &[u8]| {
        let is_sum = matches!(steps, [.., 0x19, 0x10, _, _] | [.., 0x22 | 0x42 | 0x62, _, 4, 0]);
        is_sum || matches!(steps, [.., 0x03..=0x07])
    };
    is_blank && steps().is_some_and(is_number)
}

fn hide_row(row: &[u8], outline: &mut Outline) -> Option<()> {
    let is_hidden = short(row, 12)? & 0x20 != 0;
    is_hidden.then(|| outline.hide_row(u32::from(short(row, 0).unwrap_or(0)) + 1))
}

fn hide_columns(columns: &[u8], outline: &mut Outline) -> Option<()> {
    let (first, last, is_hidden) = (short(columns, 0)?, short(columns, 2)?, short(columns, 8)? & 1 != 0);
    is_hidden.then(|| outline.hide_columns((u32::from(first), u32::from(last))))
}

fn merge(data: &[u8], outline: &mut Outline) {
    let at = |place: usize| short(data, place).map_or(0, u32::from);
    outline.merge(Merge { top: at(0) + 1, bottom: at(2) + 1, left: at(4), right: at(6) });
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

    /// Its rows and columns.
    fn check(&self) -> Result<(u32, u32), InputError> {
        let Some([top, bottom, left, right]) = self.0 else { return Ok((0, 0)) };
        let (rows, columns) = (u32::from(bottom - top) + 1, u32::from(right - left) + 1);
        match rows * columns > WIDEST {
            true => Err(InputError::Strewn { rows, columns }),
            false => Ok((rows, columns)),
        }
    }
}

/// What room the library will make for all sheets together.
#[derive(Default)]
struct Room {
    cells: u64,
    words: u64,
    /// Bytes of each text that cells may share.
    texts: Vec<u32>,
}

impl Room {
    fn take_cells(&mut self, (rows, columns): (u32, u32)) -> Result<(), InputError> {
        self.cells += u64::from(rows) * u64::from(columns);
        if self.cells > MOST { Err(InputError::Strewn { rows, columns }) } else { Ok(()) }
    }

    fn take_words(&mut self, cell: &Record<'_>) -> Result<(), InputError> {
        let shared = (cell.number == SHARED_TEXT).then(|| long(cell.data, 6)).flatten();
        let size = |place: u32| self.texts.get(place as usize).copied().unwrap_or(0);
        self.words += shared.map_or(0, |place| u64::from(size(place)));
        if self.words > WORDS { Err(InputError::Wordy { megabytes: WORDS >> 20 }) } else { Ok(()) }
    }
}
