//! A record goes in, cut already; its cells come out, without their quotation marks.

use memchr::memchr_iter;

use super::Cell;
use super::walk::cell;

/// Takes a record without quotation marks apart.
pub(super) fn split<'t>(record: &'t str, delimiter: u8, cells: &mut Vec<Cell<'t>>) {
    cells.clear();
    let mut start = 0;
    for end in memchr_iter(delimiter, record.as_bytes()) {
        cells.push(cell(&record[start..end]));
        start = end + 1;
    }
    cells.push(cell(&record[start..]));
}

/// Takes quotation marks off; what Excel writes as `="632323"` is text, too.
pub(super) struct Unquoted {
    reader: csv_core::Reader,
    text: Vec<u8>,
    ends: Vec<usize>,
}

impl Unquoted {
    pub(super) fn new(delimiter: u8) -> Unquoted {
        Unquoted {
            // The record is cut already: within it no line end ends anything. This byte is in no UTF-8 text.
            reader: csv_core::ReaderBuilder::new()
                .delimiter(delimiter)
                .terminator(csv_core::Terminator::Any(0xFF))
                .build(),
            text: Vec::new(),
            ends: Vec::new(),
        }
    }

    pub(super) fn cells(&mut self, record: &str) -> Vec<Cell<'_>> {
        // The reader takes off a byte-order mark, as if each record began a file; what stands in a cell is left there.
        let marked = record.starts_with('\u{feff}').then(|| format!("\u{feff}{record}"));
        let record = marked.as_deref().unwrap_or(record);
        self.text.resize(record.len(), 0);
        self.ends.resize(record.len() + 1, 0);
        self.reader.reset();
        let (_, _, written, ended) = self.reader.read_record(record.as_bytes(), &mut self.text, &mut self.ends);
        // An empty input tells the reader that the record is over.
        let (_, _, _, last) = self.reader.read_record(&[], &mut self.text[written..], &mut self.ends[ended..]);
        let fields = ended + last;
        let mut start = 0;
        let mut cells = Vec::with_capacity(fields);
        for end in &self.ends[..fields] {
            let text = std::str::from_utf8(&self.text[start..*end]).unwrap_or_default();
            let text = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).unwrap_or(text);
            cells.push(cell(text));
            start = *end;
        }
        cells
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_byte_but_the_separator_ends_a_cell() {
        let mut unquoted = Unquoted::new(b',');
        let expected = ["麦秀镇", "尕让,村", "扎\0西", "400\n元"].map(Cell::Text);
        assert_eq!(unquoted.cells("麦秀镇,\"尕让,村\",扎\0西,\"400\n元\""), expected);
    }
}
