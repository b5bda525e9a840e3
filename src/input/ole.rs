//! OLE files (.xls, .et, .doc, …): what one holds, told from the names of its streams.

use std::io::{BufReader, Cursor, Read, Write};
use std::path::Path;

use cfb::{CompoundFile, Version};

use super::source::{Source, Stream};
use super::{Container, Foreign, InputError};

/// A workbook's stream: BIFF8, and BIFF5 before it.
const WORKBOOKS: [&str; 2] = ["/Workbook", "/Book"];
/// An .xls has 65,536 rows a sheet; larger files hold pictures, and are read by a spreadsheet better.
const LARGEST: u64 = 256 << 20;

type Ole = CompoundFile<BufReader<Stream>>;

fn open(source: &Source) -> Result<Ole, InputError> {
    CompoundFile::open(BufReader::new(source.stream()?)).map_err(|error| InputError::Damaged(error.to_string()))
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
