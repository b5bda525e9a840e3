//! The batches of a file come by; what they would swell to is counted over all its sheets, before anybody looks at a
//! row.

use super::contain::contained;
use super::{Batch, Block, InputError, Sheet, Unread};

/// Blank cells before filled ones: a thousand rows of nothing but their last cell.
const BLANKS: u64 = 16 << 20;
/// What a filled cell adds to that; of a sparse roster's columns one in ten is filled.
const BLANKS_OF_A_CELL: u64 = 16;
/// Bytes of the words in all cells together: a text that many cells share is written once in the file, and read in
/// each.
const WORDS: u64 = 64 << 20;
/// Bytes a cell adds to that, some eighty characters: more than cells of a roster have on the average.
const WORDS_OF_A_CELL: u64 = 256;

/// Sheets of a file, hidden ones included; a county's workbook has one for each of three hundred villages.
const SHEETS: usize = 1000;

/// Whether so many sheets are few enough to be read.
pub(super) fn check_sheets(count: usize) -> Result<(), InputError> {
    if count > SHEETS { Err(InputError::ManySheets { most: SHEETS }) } else { Ok(()) }
}

/// What has come by of a file.
#[derive(Default)]
pub(super) struct Measure {
    cells: u64,
    blanks: u64,
    words: u64,
}

impl Measure {
    fn take(&mut self, batch: &Batch) -> Result<(), InputError> {
        let Batch::Grid(batch) = batch else { return Ok(()) };
        let extent = batch.extent();
        self.cells += extent.cells;
        self.blanks += extent.blanks;
        self.words += extent.words;
        if self.blanks > BLANKS + BLANKS_OF_A_CELL * self.cells {
            return Err(InputError::Strewn { rows: batch.last_row().unwrap_or(0), columns: batch.widest() });
        }
        match self.words > WORDS + WORDS_OF_A_CELL * self.cells {
            true => Err(InputError::Wordy { megabytes: WORDS >> 20 }),
            false => Ok(()),
        }
    }
}

/// A sheet whose reading is contained and measured.
pub(super) struct Measured<'s> {
    pub(super) sheet: &'s mut dyn Sheet,
    pub(super) measure: &'s mut Measure,
}

impl Sheet for Measured<'_> {
    fn name(&self) -> Option<&str> {
        self.sheet.name()
    }

    fn counts_from_1904(&self) -> bool {
        self.sheet.counts_from_1904()
    }

    fn hidden_columns(&self) -> &[(u32, u32)] {
        self.sheet.hidden_columns()
    }

    fn next_batch(&mut self) -> Result<Option<Batch>, InputError> {
        let batch = contained(|| self.sheet.next_batch())?;
        batch.iter().try_for_each(|batch| self.measure.take(batch))?;
        Ok(batch)
    }

    fn next_block(&mut self) -> Option<Unread> {
        self.sheet.next_block()
    }

    fn cut(&mut self, block: Block) -> Result<Option<Batch>, InputError> {
        contained(|| self.sheet.cut(block))
    }
}
