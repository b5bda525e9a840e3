//! Bytes of any encoding go in, UTF-8 comes out, a block at a time.

use std::io::{self, Read};

use encoding_rs::Decoder;

use super::InputError;
use super::sniff::{self, Encoding};
use super::source::Source;

const BLOCK: usize = 64 * 1024;

/// A reader of UTF-8 over bytes of some encoding.
pub(super) struct Decoded<R> {
    bytes: R,
    decoder: Decoder,
    block: Vec<u8>,
    text: Vec<u8>,
    given: usize,
    ended: bool,
}

/// A written file from its start, and its encoding: what it says of itself counts only for Big5, which is hard to tell.
pub(super) fn decoded(source: &Source) -> Result<(Decoded<impl Read + Send + use<>>, Encoding), InputError> {
    let sample = source.sample()?;
    let (sniffed, mark) = sniff::encoding(&sample);
    let encoding = match sniffed {
        Encoding::Gb18030 if says_big5(&sample) => Encoding::Big5,
        sniffed => sniffed,
    };
    let mut bytes = source.stream()?;
    let read = bytes.read_exact(&mut [0; 3][..mark]);
    read.map_err(|error| InputError::Read(error.kind()))?;
    Ok((Decoded::new(bytes, encoding), encoding))
}

fn says_big5(sample: &[u8]) -> bool {
    let start = String::from_utf8_lossy(&sample[..sample.len().min(4096)]).to_lowercase();
    ["charset=big5", "charset=\"big5", "encoding=\"big5"].iter().any(|said| start.contains(said))
}

impl<R: Read> Decoded<R> {
    fn new(bytes: R, encoding: Encoding) -> Decoded<R> {
        let decoder = encoding.decoder();
        Decoded { bytes, decoder, block: Vec::new(), text: Vec::new(), given: 0, ended: false }
    }

    fn fill(&mut self) -> io::Result<()> {
        self.block.clear();
        let read = self.bytes.by_ref().take(BLOCK as u64).read_to_end(&mut self.block)?;
        self.ended = read < BLOCK;
        let longest = self.decoder.max_utf8_buffer_length(read).unwrap_or(4 * BLOCK);
        self.text.resize(longest, 0);
        let (_, _, written, _) = self.decoder.decode_to_utf8(&self.block, &mut self.text, self.ended);
        self.text.truncate(written);
        self.given = 0;
        Ok(())
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.given == self.text.len() && !self.ended {
            self.fill()?;
        }
        let rest = &self.text[self.given..];
        let taken = rest.len().min(into.len());
        into[..taken].copy_from_slice(&rest[..taken]);
        self.given += taken;
        Ok(taken)
    }
}
