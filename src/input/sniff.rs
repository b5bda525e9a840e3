//! What a file is, told from its content, never from its name.

use std::borrow::Cow;

use encoding_rs::{BIG5, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::source::{SAMPLE, Source};
use super::{Foreign, InputError, archive, foreign, ole};

/// The kinds of files that hold rosters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Container {
    /// CSV and its like.
    Text,
    /// .xlsx, .xlsm
    Xlsx,
    Xlsb,
    /// .xls, .et
    Xls,
    Ods,
    /// A web page; systems call it .xls.
    Html,
    /// Excel's XML of 2003; systems call it .xls.
    SpreadsheetMl,
}

/// How a text file's bytes are read as characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Gb18030,
    Big5,
    Utf16Le,
    Utf16Be,
}

impl Container {
    pub fn name(self) -> &'static str {
        match self {
            Container::Text => "csv",
            Container::Xlsx => "xlsx",
            Container::Xlsb => "xlsb",
            Container::Xls => "xls",
            Container::Ods => "ods",
            Container::Html => "html",
            Container::SpreadsheetMl => "xml-2003",
        }
    }

    /// The endings of names that claim this kind.
    fn endings(self) -> &'static [&'static str] {
        match self {
            Container::Text => &["csv", "txt", "tsv", "tab"],
            Container::Xlsx => &["xlsx", "xlsm", "xltx", "xltm"],
            Container::Xlsb => &["xlsb"],
            Container::Xls => &["xls", "et", "xlt", "ett"],
            Container::Ods => &["ods", "ots", "fods"],
            Container::Html => &["html", "htm"],
            Container::SpreadsheetMl => &["xml"],
        }
    }

    /// The ending of a name when it claims another kind than this.
    pub(super) fn misnamed(self, ending: Option<&str>) -> Option<String> {
        ending.filter(|ending| !self.endings().contains(ending)).map(str::to_owned)
    }
}

impl Encoding {
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Gb18030 => "GB18030",
            Encoding::Big5 => "Big5",
            Encoding::Utf16Le => "UTF-16LE",
            Encoding::Utf16Be => "UTF-16BE",
        }
    }

    pub(super) fn decoder(self) -> encoding_rs::Decoder {
        self.known().new_decoder_without_bom_handling()
    }

    /// The text, and whether all of it could be decoded; what could not is U+FFFD.
    pub(super) fn decode(self, bytes: &[u8]) -> (Cow<'_, str>, bool) {
        let (text, failed) = self.known().decode_without_bom_handling(bytes);
        (text, !failed)
    }

    fn known(self) -> &'static encoding_rs::Encoding {
        match self {
            Encoding::Utf8 => UTF_8,
            Encoding::Gb18030 => GB18030,
            Encoding::Big5 => BIG5,
            Encoding::Utf16Le => UTF_16LE,
            Encoding::Utf16Be => UTF_16BE,
        }
    }
}

pub(super) fn container(source: &Source) -> Result<Container, InputError> {
    let sample = source.sample()?;
    match sample.as_slice() {
        [] => Err(InputError::Empty),
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => match archive::kind(source)? {
            archive::Kind::Workbook(container) => Ok(container),
            archive::Kind::Files => Err(InputError::Archive),
        },
        [0xD0, 0xCF, 0x11, 0xE0, ..] => ole::kind(source),
        other => match foreign::by_magic(other) {
            Some(foreign) => Err(foreign.into()),
            None => written(other),
        },
    }
}

/// Files made of characters: text, web pages, XML.
fn written(sample: &[u8]) -> Result<Container, InputError> {
    if !is_text(sample) {
        return Err(InputError::Binary);
    }
    let (encoding, mark) = encoding(sample);
    let (text, _) = encoding.decode(&sample[mark..]);
    let text = text.trim_start();
    if !text.starts_with('<') {
        return Ok(Container::Text);
    }
    let start = text.to_lowercase();
    let holds = |word: &str| start.contains(word);
    match () {
        () if holds("schemas-microsoft-com:office:spreadsheet") && holds("<workbook") => Ok(Container::SpreadsheetMl),
        // With a prefix of its own for the names of the format.
        () if holds("=\"urn:schemas-microsoft-com:office:spreadsheet\"") && holds(":workbook") => {
            Ok(Container::SpreadsheetMl)
        }
        () if holds("opendocument:xmlns:office") && holds("office:spreadsheet") => Ok(Container::Ods),
        () if holds("opendocument.spreadsheet") => Ok(Container::Ods),
        () if ["<html", "<table", "<!doctype html", "<meta", "<tr", "<body"].into_iter().any(holds) => {
            Ok(Container::Html)
        }
        () if start.starts_with("<?xml") => Err(Foreign::Xml.into()),
        () => Ok(Container::Text),
    }
}

fn is_text(sample: &[u8]) -> bool {
    if matches!(encoding(sample), (Encoding::Utf16Le | Encoding::Utf16Be, _)) {
        return true;
    }
    let control = |byte: &&u8| **byte < 0x20 && !matches!(byte, b'\t' | b'\r' | b'\n' | 0x0C | 0x1A);
    // A cell may hold one that was pasted into it; of what is no text every tenth byte is one.
    sample.iter().filter(control).count() * 100 <= sample.len().max(100)
}

/// The encoding of a text file and how many bytes its byte-order mark takes.
///
/// A mark decides; without one, zero bytes in every other place mean UTF-16, valid UTF-8 is UTF-8,
/// and the rest is GB18030, which contains GBK and GB 2312.
pub(super) fn encoding(sample: &[u8]) -> (Encoding, usize) {
    match sample {
        [0xEF, 0xBB, 0xBF, ..] => (Encoding::Utf8, 3),
        [0xFF, 0xFE, ..] => (Encoding::Utf16Le, 2),
        [0xFE, 0xFF, ..] => (Encoding::Utf16Be, 2),
        _ => (unmarked(sample), 0),
    }
}

fn unmarked(sample: &[u8]) -> Encoding {
    let zeros = |first: usize| sample.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = if sample.contains(&0) { (zeros(0), zeros(1)) } else { (0, 0) };
    // In UTF-16 separators and digits have a zero byte, always on the same side; few Chinese characters have one. A
    // single one has slipped into a cell.
    let one_side = even.max(odd) > 10 * even.min(odd) && even.max(odd) * 50 > sample.len();
    if one_side && sample.len().is_multiple_of(2) {
        return if odd > even { Encoding::Utf16Le } else { Encoding::Utf16Be };
    }
    match std::str::from_utf8(sample) {
        Ok(_) => Encoding::Utf8,
        // The sample may end within a character.
        Err(error) if error.error_len().is_none() && sample.len() == SAMPLE => Encoding::Utf8,
        Err(_) if is_mostly_utf8(sample) => Encoding::Utf8,
        Err(_) if is_surely_big5(sample) => Encoding::Big5,
        Err(_) => Encoding::Gb18030,
    }
}

/// Neither one broken byte nor lines put behind it in another encoding make a file another's: GB18030 text hardly ever looks like
/// UTF-8 by chance.
fn is_mostly_utf8(sample: &[u8]) -> bool {
    let text = String::from_utf8_lossy(sample);
    let broken = text.matches('\u{FFFD}').count();
    let sound = text.chars().filter(|c| !c.is_ascii()).count() - broken;
    sound > 10 * broken || most_lines_are_utf8(sample)
}

/// Whether more lines with Chinese characters are UTF-8 than are not.
fn most_lines_are_utf8(sample: &[u8]) -> bool {
    let lines = || sample.split(|byte| *byte == b'\n').map(std::str::from_utf8);
    let is_chinese = |line: &&str| line.chars().any(|c| c.len_utf8() > 2);
    lines().flatten().filter(is_chinese).count() > lines().filter(Result::is_err).count()
}

/// Characters of two bytes seen before Big5 is called certain.
const ENOUGH: usize = 20;

/// A third of Big5's common characters end in a byte that GB 2312 never uses; in GB18030 only rare names have one.
fn is_surely_big5(sample: &[u8]) -> bool {
    let (mut pairs, mut low) = (0_usize, 0_usize);
    let mut bytes = sample.iter();
    while let Some(lead) = bytes.next() {
        if *lead < 0x80 {
            continue;
        }
        let Some(trail) = bytes.next() else { break };
        if !(0xA1..=0xF9).contains(lead) || !matches!(trail, 0x40..=0x7E | 0xA1..=0xFE) {
            return false;
        }
        pairs += 1;
        low += usize::from(*trail < 0x80);
    }
    pairs >= ENOUGH && low * 5 >= pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_told_apart_with_and_without_marks() {
        let text = "姓名,身份证号\n";
        let gb = encoding_rs::GB18030.encode(text).0.into_owned();
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(encoding(text.as_bytes()), (Encoding::Utf8, 0));
        assert_eq!(encoding("\u{feff}姓名".as_bytes()), (Encoding::Utf8, 3));
        assert_eq!(encoding(&gb), (Encoding::Gb18030, 0));
        assert_eq!(encoding(&wide), (Encoding::Utf16Le, 0));
        let big5 =
            encoding_rs::BIG5.encode("社會救助名冊,姓名,身分證字號,鄉鎮,地址,發放金額,備註,核准日期\n").0.into_owned();
        assert_eq!(encoding(&big5), (Encoding::Big5, 0));
        let names =
            encoding_rs::GB18030.encode("姓名,身份证号,乡镇,村\n朱镕基,某喆,李堃,泽曲镇,俄果村\n").0.into_owned();
        assert_eq!(encoding(&names), (Encoding::Gb18030, 0));
        let rare: Vec<u8> = "最低生活保障,一,1,2,3,4,5,6,7,8,9,0\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(encoding(&rare), (Encoding::Utf16Le, 0));
        let mut broken = "姓名,身份证号,乡镇,备注\n".repeat(3).into_bytes();
        broken[2] = 0xFF;
        assert_eq!(encoding(&broken), (Encoding::Utf8, 0));
        let three = "姓名,身份证号\n才让,\n".repeat(3).into_bytes();
        assert_eq!(encoding(&[&three[..], &gb, &gb].concat()), (Encoding::Utf8, 0));
        assert_eq!(encoding(&[gb.repeat(3), "姓名,身份证号\n".into()].concat()), (Encoding::Gb18030, 0));
    }

    #[test]
    fn a_control_character_in_a_cell_makes_a_file_no_other_kind() {
        for control in ['\0', '\u{1}', '\u{8}', '\u{B}', '\u{1B}'] {
            for beside in ["", "x"] {
                let text = format!("姓名,身份证号,乡镇,村,月保障金额\n才让,,泽曲镇,第{control}一村{beside},480\n");
                assert_eq!(encoding(text.as_bytes()), (Encoding::Utf8, 0), "{text:?}");
                assert_eq!(written(text.as_bytes()), Ok(Container::Text), "{text:?}");
            }
        }
        let every_tenth: Vec<u8> = (0..2000_u32).map(|place| if place % 10 == 0 { 1 } else { b'a' }).collect();
        assert_eq!(written(&every_tenth), Err(InputError::Binary));
    }
}
