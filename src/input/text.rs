//! Text files: bytes in, batches of whole records out, taken apart where they are checked.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use encoding_rs::Decoder;
use memchr::{memchr, memchr_iter};

use super::block::{Block, Unread, Whole, end_lines};
use super::quoted::{Unquoted, split};
use super::room::Room;
use super::sniff::{self, Encoding};
use super::source::{SAMPLE, Source};
use super::walk::Walk;
use super::{Batch, COLUMNS, Container, FileFacts, InputError, LONGEST_ROW, Row, Sheet};

/// Separators; the comma wins a draw: it comes last.
const CANDIDATES: [u8; 4] = [b'|', b';', b'\t', b','];

/// Whole records of a text file, in the file's own encoding.
#[derive(Debug)]
pub struct TextBatch {
    bytes: Vec<u8>,
    /// Where its records stand in them.
    place: Range<usize>,
    form: Form,
    /// Whether a quotation mark may stand in it.
    quoted: bool,
    first_row: u32,
    /// Where its room goes when it has been taken apart.
    room: Arc<Room>,
}

impl Drop for TextBatch {
    fn drop(&mut self) {
        self.room.leave(std::mem::take(&mut self.bytes));
    }
}

/// How a text file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Form {
    encoding: Encoding,
    delimiter: u8,
}

impl Form {
    /// Whether the last of some bytes, which begin with a character, is a separator.
    fn separates_last(self, bytes: &[u8]) -> bool {
        let Some((last, before)) = bytes.split_last() else { return false };
        // In these the second byte of a character may be that of `|`: then the bytes above ASCII before it are odd in
        // number.
        let has_halves = self.delimiter == b'|' && matches!(self.encoding, Encoding::Gb18030 | Encoding::Big5);
        let halves = || before.iter().rev().take_while(|byte| **byte > 0x80).count();
        *last == self.delimiter && !(has_halves && halves() % 2 == 1)
    }
}

pub(super) fn read(
    source: &Source,
    block: usize,
    visit: &mut dyn FnMut(&mut dyn Sheet) -> Result<(), InputError>,
) -> Result<FileFacts, InputError> {
    let sample = source.sample()?;
    let (encoding, mark) = sniff::encoding(&sample);
    let start = whole_lines(encoding.decode(&sample[mark..]).0);
    let form = Form { encoding, delimiter: delimiter(&start) };
    let mut sheet = TextSheet::open(source, (form, mark), block)?;
    visit(&mut sheet)?;
    let delimiter = Some(char::from(form.delimiter));
    Ok(FileFacts { encoding: Some(encoding), delimiter, ..FileFacts::of(Container::Text) })
}

/// A decoded sample without the line it breaks off in.
fn whole_lines(text: Cow<'_, str>) -> String {
    let mut text = text.into_owned();
    if text.len() + 4 >= SAMPLE
        && let Some(end) = text.rfind(['\n', '\r'])
    {
        text.truncate(end);
    }
    text
}

/// The separator that most lines have equally often; a first line `sep=;` says it outright.
fn delimiter(text: &str) -> u8 {
    let named = text.strip_prefix("sep=").and_then(|rest| rest.bytes().next());
    if let Some(named) = named.filter(|named| CANDIDATES.contains(named)) {
        return named;
    }
    let lines: Vec<&str> = text.split(['\n', '\r']).filter(|line| !line.is_empty()).take(30).collect();
    let agreement = |delimiter: &u8| {
        let counts = lines.iter().map(|line| memchr_iter(*delimiter, line.as_bytes()).count());
        let counts: Vec<usize> = counts.filter(|count| *count > 0).collect();
        let alike = |count: &usize| counts.iter().filter(|other| *other == count).count();
        counts.iter().map(|count| alike(count) * count).max().unwrap_or(0)
    };
    CANDIDATES.into_iter().max_by_key(agreement).unwrap_or(b',')
}

struct TextSheet {
    whole: Arc<Whole>,
    /// Where the next block begins, and how many bytes it has.
    from: u64,
    block: usize,
    form: Form,
    /// UTF-16 is decoded before it is cut: its line ends are two bytes wide.
    decoder: Option<Decoder>,
    /// Whether the block decoded last ended with a carriage return, which the next may go on with.
    returned: bool,
    /// The beginning of a record that the blocks so far do not end.
    pending: Vec<u8>,
    room: Arc<Room>,
    next_row: u32,
    ended: bool,
}

impl TextSheet {
    fn open(source: &Source, (form, mark): (Form, usize), block: usize) -> Result<TextSheet, InputError> {
        let decoder = match form.encoding {
            Encoding::Utf16Le | Encoding::Utf16Be => Some(form.encoding.decoder()),
            Encoding::Utf8 | Encoding::Gb18030 | Encoding::Big5 => None,
        };
        let form = match decoder {
            Some(_) => Form { encoding: Encoding::Utf8, ..form },
            None => form,
        };
        let (whole, from) = (Arc::new(source.whole()?), mark as u64);
        let (pending, room) = (Vec::new(), Arc::default());
        Ok(TextSheet { whole, from, block, form, decoder, returned: false, pending, room, next_row: 1, ended: false })
    }

    /// A block of UTF-16 as one of UTF-8, others as they are.
    fn decoded(&mut self, block: Block) -> Block {
        let Some(decoder) = &mut self.decoder else { return block };
        let longest = decoder.max_utf8_buffer_length(block.text().len()).unwrap_or(3 * block.text().len());
        let before = usize::from(self.returned);
        let mut bytes = vec![b'\r'; before + longest];
        let (_, _, written, _) = decoder.decode_to_utf8(block.text(), &mut bytes[before..], block.is_last);
        bytes.truncate(before + written);
        self.returned = !block.is_last && bytes.pop_if(|last| *last == b'\r').is_some();
        end_lines(&mut bytes);
        block.decoded(bytes)
    }
}

impl Sheet for TextSheet {
    fn name(&self) -> Option<&str> {
        None
    }

    fn next_batch(&mut self) -> Result<Option<Batch>, InputError> {
        while let Some(unread) = self.next_block() {
            if let Some(batch) = self.cut(unread.read()?)? {
                return Ok(Some(batch));
            }
        }
        Ok(None)
    }

    fn next_block(&mut self) -> Option<Unread> {
        if self.ended {
            return None;
        }
        let (whole, room) = (Arc::clone(&self.whole), Arc::clone(&self.room));
        let unread = Unread { whole, from: self.from, size: self.block, is_coded: self.decoder.is_some(), room };
        self.from += self.block as u64;
        Some(unread)
    }

    /// Takes the whole records out of a block and what is left of those before it.
    fn cut(&mut self, block: Block) -> Result<Option<Batch>, InputError> {
        // Blocks may have been taken behind the last.
        if self.ended {
            return Ok(None);
        }
        // What is left of the block before is the beginning of one record; over so long it has lost a quotation mark.
        if self.pending.len() > LONGEST_ROW {
            return Err(self.endless());
        }
        self.ended = block.is_last;
        let (bytes, place, lines) = self.decoded(block).behind(&self.pending);
        let text = &bytes[place.clone()];
        if let Some(row) = self.unclosed(text) {
            return Err(InputError::UnclosedQuote { row });
        }
        let whole = match self.ended {
            true => Some((text.len(), Records::new(text, self.form).count())),
            false if lines.quoted => whole_records(text, self.form),
            false => lines.last_end.map(|end| (end, lines.count)),
        };
        let (end, records) = whole.unwrap_or((0, 0));
        self.pending.clear();
        self.pending.extend_from_slice(&text[end..]);
        let first_row = self.next_row;
        self.next_row += u32::try_from(records).unwrap_or(u32::MAX);
        let place = place.start..place.start + end;
        let batch =
            TextBatch { bytes, place, form: self.form, quoted: lines.quoted, first_row, room: Arc::clone(&self.room) };
        match batch.wide_row() {
            Some(row) => Err(InputError::LongRow { row }),
            None => Ok((end > 0).then_some(Batch::Text(batch))),
        }
    }
}

impl TextSheet {
    /// What is wrong with a record that does not end.
    fn endless(&self) -> InputError {
        let mut records = Records::new(&self.pending, self.form);
        let row = self.next_row;
        match records.next().is_some() && records.open {
            true => InputError::UnclosedQuote { row },
            false => InputError::LongRow { row },
        }
    }

    /// The row whose quotation mark the end of the file leaves open, of its last bytes.
    fn unclosed(&self, text: &[u8]) -> Option<u32> {
        if !self.ended {
            return None;
        }
        let mut records = Records::new(text, self.form);
        let whole = records.by_ref().count();
        let row = self.next_row + u32::try_from(whole).unwrap_or(u32::MAX);
        records.open.then(|| row - 1)
    }
}

/// Where the last whole record ends, and how many there are up to it.
fn whole_records(bytes: &[u8], form: Form) -> Option<(usize, usize)> {
    let mut records = Records::new(bytes, form);
    let (mut end, mut count) = (0, 0);
    while records.next().is_some() && records.terminated {
        end = records.position;
        count += 1;
    }
    (count > 0).then_some((end, count))
}

/// Cuts bytes into records at line ends outside quotation marks.
struct Records<'b> {
    bytes: &'b [u8],
    form: Form,
    position: usize,
    /// Whether the record just given ended with a line end.
    terminated: bool,
    /// Whether it ended within quotation marks.
    open: bool,
}

impl<'b> Records<'b> {
    fn new(bytes: &'b [u8], form: Form) -> Records<'b> {
        Records { bytes, form, position: 0, terminated: true, open: false }
    }

    /// The end of the record that starts at `start`, without its line end.
    fn end(&mut self, start: usize) -> usize {
        let mut from = start;
        loop {
            let line = memchr(b'\n', &self.bytes[from..]).map(|at| from + at);
            let line = line.unwrap_or(self.bytes.len());
            let Some(quote) = memchr(b'"', &self.bytes[from..line]).map(|at| from + at) else {
                return line;
            };
            let opens = quote == start || self.form.separates_last(&self.bytes[start..quote]);
            from = match opens {
                false => quote + 1,
                true => match closing(self.bytes, quote + 1) {
                    Some(close) => close + 1,
                    None => {
                        self.open = true;
                        return self.bytes.len();
                    }
                },
            };
        }
    }
}

/// The mark that closes a quoted field; a doubled one stands for itself.
fn closing(bytes: &[u8], from: usize) -> Option<usize> {
    let mut from = from;
    loop {
        let quote = from + memchr(b'"', &bytes[from..])?;
        if bytes.get(quote + 1) != Some(&b'"') {
            return Some(quote);
        }
        from = quote + 2;
    }
}

impl Iterator for Records<'_> {
    /// Where a record stands, without its line end.
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let start = self.position;
        if start >= self.bytes.len() {
            return None;
        }
        let end = self.end(start);
        self.terminated = end < self.bytes.len();
        self.position = end + usize::from(self.terminated);
        let returned = end > start && self.bytes[end - 1] == b'\r';
        Some(start..end - usize::from(returned))
    }
}

impl TextBatch {
    fn text(&self) -> &[u8] {
        &self.bytes[self.place.clone()]
    }

    /// The first row of more cells than a spreadsheet has columns. So many take as many bytes, and half of these
    /// without a line end are met by looking at every stretch of that length.
    fn wide_row(&self) -> Option<u32> {
        let is_of_one_row = |stretch: &[u8]| memchr(b'\n', stretch).is_none();
        let text = self.text();
        if !text.chunks_exact(COLUMNS / 2).any(is_of_one_row) {
            return None;
        }
        let mut rows = (self.first_row..).zip(Records::new(text, self.form));
        let wide = rows.find(|(_, record)| self.cells_in(&text[record.clone()]) > COLUMNS);
        wide.map(|(row, _)| row)
    }

    /// How many cells a record has: separators within quotation marks separate nothing.
    fn cells_in(&self, record: &[u8]) -> usize {
        let mut is_quoted = false;
        let separates = |byte: &&u8| {
            is_quoted ^= **byte == b'"';
            !is_quoted && **byte == self.form.delimiter
        };
        1 + record.iter().filter(separates).count()
    }

    pub(super) fn for_each(&self, mut each: impl FnMut(Row<'_>)) -> bool {
        let (text, sound) = self.form.encoding.decode(self.text());
        // Each begins with this: #N/A, #REF!.
        let errors = memchr(b'#', text.as_bytes()).is_some();
        if !self.quoted {
            self.for_each_unquoted((&text, errors), each);
            return sound;
        }
        let mut number = self.first_row;
        let mut cells = Vec::new();
        let mut unquoted = Unquoted::new(self.form.delimiter);
        let decoded = Form { encoding: Encoding::Utf8, ..self.form };
        for record in Records::new(text.as_bytes(), decoded) {
            let record = &text[record];
            match memchr(b'"', record.as_bytes()) {
                None => split(record, self.form.delimiter, &mut cells),
                Some(_) => {
                    each(Row { number, cells: &unquoted.cells(record), merged: &[], hidden: false, errors });
                    number += 1;
                    continue;
                }
            }
            each(Row { number, cells: &cells, merged: &[], hidden: false, errors });
            number += 1;
        }
        sound
    }

    fn for_each_unquoted(&self, (text, errors): (&str, bool), mut each: impl FnMut(Row<'_>)) {
        let mut walk = Walk::new(text, self.form.delimiter);
        let mut number = self.first_row;
        while let Some(cells) = walk.row() {
            each(Row { number, cells, merged: &[], hidden: false, errors });
            number += 1;
        }
    }
}
