//! OLE files (.xls, .et, .doc, …): what one holds, told from the names of its streams.

use std::io::{BufReader, Cursor, Read, Write};
use std::path::Path;

use cfb::{CompoundFile, Version};

use super::source::{Source, Stream};
use super::{Container, Foreign, InputError};

/// A workbook's stream: BIFF8, and BIFF5 before it.
const WORKBOOKS: [&str; 2] = ["/Workbook", "/Book"];
/// Bytes of a workbook's records, pictures apart: half a dozen sheets of 65,536 rows.
const LARGEST: u64 = 96 << 20;

/// Bytes of a block in files as writers other than Excel leave them short, and of what stands before the first block.
const BLOCK: usize = 512;
/// Blocks that one block of the table of blocks tells of.
const TOLD: usize = BLOCK / 4;

type Ole = CompoundFile<BufReader<Stream>>;

fn open(source: &Source) -> Result<Ole, InputError> {
    let damaged = |error: std::io::Error| InputError::Damaged(error.to_string());
    CompoundFile::open(BufReader::new(source.stream()?)).or_else(|error| {
        // Some writers tell of blocks that follow the last one; as blank blocks they do no harm.
        match padded(source)? {
            Some(whole) => CompoundFile::open(BufReader::new(whole.stream()?)).map_err(damaged),
            None => Err(damaged(error)),
        }
    })
}

/// The file with every block that its table tells of; `None` where it has them, or is too large to be mended.
fn padded(source: &Source) -> Result<Option<Source>, InputError> {
    let damaged = |error: std::io::Error| InputError::Damaged(error.to_string());
    let mut bytes = Vec::new();
    source.stream()?.take(LARGEST).read_to_end(&mut bytes).map_err(damaged)?;
    let Some(tables) = bytes.get(44..48).and_then(|number| number.try_into().ok()).map(u32::from_le_bytes) else {
        return Ok(None);
    };
    let whole = (tables as usize).saturating_mul(TOLD).saturating_add(1).saturating_mul(BLOCK);
    if whole <= bytes.len() || whole > bytes.len() + TOLD * BLOCK {
        return Ok(None);
    }
    bytes.resize(whole, 0);
    Ok(Some(Source::of_bytes(bytes, source.ending.clone())))
}

pub(super) fn kind(source: &Source) -> Result<Container, InputError> {
    let ole = open(source)?;
    let holds = |stream: &str| ole.is_stream(Path::new(stream));
    match () {
        () if holds("/EncryptedPackage") => Err(InputError::Password),
        () if WORKBOOKS.into_iter().any(holds) => Ok(Container::Xls),
        () if holds("/WordDocument") => Err(Foreign::Word.into()),
        () if holds("/PowerPoint Document") => Err(Foreign::Slides.into()),
        () => Err(Foreign::OtherOle.into()),
    }
}

/// The records of the workbook, whole.
pub(super) fn workbook(source: &Source) -> Result<Vec<u8>, InputError> {
    let mut ole = open(source)?;
    let damaged = |error: std::io::Error| InputError::Damaged(error.to_string());
    let name = WORKBOOKS.into_iter().find(|name| ole.is_stream(name)).unwrap_or(WORKBOOKS[0]);
    let stream = ole.open_stream(name).map_err(damaged)?;
    if stream.len() > LARGEST {
        return Err(InputError::Swelling { megabytes: LARGEST >> 20 });
    }
    let mut records = Vec::new();
    stream.take(LARGEST).read_to_end(&mut records).map_err(damaged)?;
    Ok(records)
}

/// A file with the workbook alone: the library that reads it takes the chains of blocks in a damaged one on trust.
pub(super) fn with_workbook(records: &[u8]) -> Result<Cursor<Vec<u8>>, InputError> {
    let damaged = |error: std::io::Error| InputError::Damaged(error.to_string());
    let mut ole = CompoundFile::create_with_version(Version::V3, Cursor::new(Vec::new())).map_err(damaged)?;
    let mut stream = ole.create_stream(WORKBOOKS[0]).map_err(damaged)?;
    stream.write_all(records).and_then(|()| stream.flush()).map_err(damaged)?;
    drop(stream);
    Ok(Cursor::new(ole.into_inner().into_inner()))
}
