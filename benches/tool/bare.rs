//! The least that anybody who reads these files must do, and what reading them alone takes here.

use std::fs::File;
use std::io;
use std::path::PathBuf;

use calamine::{Reader, Xlsx, open_workbook};
use relief::input::{self, Cell, Sheet};

pub fn csv(files: &[PathBuf]) -> io::Result<()> {
    let (mut records, mut fields) = (0_u64, 0_u64);
    for file in files {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(256 * 1024)
            .from_reader(File::open(file)?);
        let mut record = csv::ByteRecord::new();
        while reader.read_byte_record(&mut record).map_err(io::Error::other)? {
            records += 1;
            fields += record.len() as u64;
        }
    }
    println!("{records} records, {fields} fields");
    Ok(())
}

pub fn cells(files: &[PathBuf]) -> io::Result<()> {
    let mut filled = 0_u64;
    for file in files {
        let mut book: Xlsx<_> = open_workbook(file).map_err(io::Error::other)?;
        for sheet in book.sheet_names() {
            let mut cells = book.worksheet_cells_reader(&sheet).map_err(io::Error::other)?;
            while cells.next_cell().map_err(io::Error::other)?.is_some() {
                filled += 1;
            }
        }
    }
    println!("{filled} cells");
    Ok(())
}

/// The rows as the checks get them, one after the other, and nothing done with them.
pub fn rows(files: &[PathBuf]) -> io::Result<()> {
    let (mut rows, mut filled) = (0_u64, 0_u64);
    let mut visit = |sheet: &mut dyn Sheet| {
        while let Some(batch) = sheet.next_batch()? {
            batch.for_each(|row| {
                rows += 1;
                filled += row.cells.iter().filter(|cell| !matches!(cell, Cell::Empty)).count() as u64;
            });
        }
        Ok(())
    };
    for file in files {
        input::read(file, &mut visit).map_err(io::Error::other)?;
    }
    println!("{rows} rows, {filled} cells");
    Ok(())
}
