//! Where bytes come from: a file, a member of an archive, or what gzip has packed.

use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::block::Whole;
use super::{InputError, archive};

/// What an archive holds is unpacked into memory, never onto the disk; more than this must be unpacked by hand.
pub(super) const LARGEST_UNPACKED: u64 = 192 << 20;
/// How much of a file is looked at before it is read.
pub(super) const SAMPLE: usize = 64 * 1024;

/// A file to be read, perhaps from its start several times.
pub(super) struct Source {
    bytes: Bytes,
    /// The ending its name claims a kind with, in small letters and without what packed it.
    pub(super) ending: Option<String>,
}

enum Bytes {
    File(PathBuf),
    Unpacked(Unpacked),
}

#[derive(Clone)]
pub(super) struct Unpacked(pub(super) Arc<Vec<u8>>);

impl AsRef<[u8]> for Unpacked {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// Bytes from first to last.
pub(super) enum Stream {
    File(File),
    Unpacked(Cursor<Unpacked>),
}

impl Read for Stream {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        match self {
            Stream::File(file) => file.read(into),
            Stream::Unpacked(bytes) => bytes.read(into),
        }
    }
}

impl Seek for Stream {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        match self {
            Stream::File(file) => file.seek(to),
            Stream::Unpacked(bytes) => bytes.seek(to),
        }
    }
}

impl Source {
    /// A path may lead into an archive: `rosters.zip/a.xlsx`.
    pub(super) fn open(path: &Path) -> Result<Source, InputError> {
        let source = Source { bytes: of_path(path)?, ending: ending(path) };
        match source.sample()?.as_slice() {
            [0x1F, 0x8B, ..] => source.gunzipped(path),
            _ => Ok(source),
        }
    }

    /// A file that is another one, put right.
    pub(super) fn of_bytes(bytes: Vec<u8>, ending: Option<String>) -> Source {
        Source { bytes: Bytes::Unpacked(Unpacked(Arc::new(bytes))), ending }
    }

    fn gunzipped(&self, path: &Path) -> Result<Source, InputError> {
        let packed = BufReader::new(self.stream()?);
        let bytes = Bytes::Unpacked(unpacked(flate2::bufread::MultiGzDecoder::new(packed))?);
        let inner = if self.ending.as_deref() == Some("gz") { ending(&path.with_extension("")) } else { ending(path) };
        let source = Source { bytes, ending: inner };
        match source.sample()?.as_slice() {
            [0x1F, 0x8B, ..] => Err(InputError::NestedArchive),
            _ => Ok(source),
        }
    }

    pub(super) fn stream(&self) -> Result<Stream, InputError> {
        match &self.bytes {
            Bytes::File(path) => open(path).map(Stream::File),
            Bytes::Unpacked(bytes) => Ok(Stream::Unpacked(Cursor::new(bytes.clone()))),
        }
    }

    /// The same, to be read from any place on.
    pub(super) fn whole(&self) -> Result<Whole, InputError> {
        match &self.bytes {
            Bytes::File(path) => open(path).map(Whole::File),
            Bytes::Unpacked(bytes) => Ok(Whole::Unpacked(bytes.clone())),
        }
    }

    /// The first bytes.
    pub(super) fn sample(&self) -> Result<Vec<u8>, InputError> {
        let mut sample = Vec::with_capacity(SAMPLE);
        let read = self.stream()?.take(SAMPLE as u64).read_to_end(&mut sample);
        read.map_err(|error| InputError::Read(error.kind()))?;
        Ok(sample)
    }

    /// Whether it lies in an archive, so that an archive in it would be one too many.
    pub(super) fn is_unpacked(&self) -> bool {
        matches!(self.bytes, Bytes::Unpacked(_))
    }
}

fn of_path(path: &Path) -> Result<Bytes, InputError> {
    let archive = path.ancestors().skip(1).find(|above| above.is_file());
    match archive.and_then(|archive| Some((archive, path.strip_prefix(archive).ok()?))) {
        Some((archive, member)) => archive::member(open(archive)?, member).map(Bytes::Unpacked),
        None => open(path).map(|_| Bytes::File(path.to_owned())),
    }
}

fn open(path: &Path) -> Result<File, InputError> {
    match std::fs::metadata(path) {
        Ok(there) if there.is_dir() => return Err(InputError::Directory),
        // It is read from its start several times, which only a file can be.
        Ok(there) if !there.is_file() => return Err(InputError::Pipe),
        _ => {}
    }
    File::open(path).map_err(|error| InputError::Open(error.kind()))
}

fn ending(path: &Path) -> Option<String> {
    Some(path.extension()?.to_str()?.to_lowercase())
}

/// All that comes out of a packed stream, up to what memory is given for it.
pub(super) fn unpacked(packed: impl Read) -> Result<Unpacked, InputError> {
    let mut bytes = Vec::new();
    let read = packed.take(LARGEST_UNPACKED + 1).read_to_end(&mut bytes);
    read.map_err(|error| InputError::Damaged(error.to_string()))?;
    match bytes.len() as u64 > LARGEST_UNPACKED {
        true => Err(InputError::Swelling { megabytes: LARGEST_UNPACKED >> 20 }),
        false => Ok(Unpacked(Arc::new(bytes))),
    }
}
