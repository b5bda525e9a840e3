//! Kinds of files that hold no roster relief can read, each with its name and what to do.

use crate::lang::{Lang, Say};
use crate::say;

/// What a file is when it is none of the kinds that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    Word,
    Slides,
    Pdf,
    Picture,
    Ofd,
    /// .rar, .7z
    OtherArchive,
    /// A page without a table.
    WebPage,
    /// A web page with all that belongs to it in one file.
    WebArchive,
    Xml,
    Database,
    /// Workbooks of other programs, and Excel's before 1993.
    Numbers,
    OldExcel,
    /// Tables in forms of the 1980s that spreadsheets still write: SYLK, DIF.
    OldText,
    OtherOle,
}

impl Foreign {
    fn name(self, lang: Lang) -> String {
        match self {
            Foreign::Word => say!(lang, "文字文档（Word、WPS文字）", "a text document (Word)"),
            Foreign::Slides => say!(lang, "演示文稿", "a slide show"),
            Foreign::Pdf => say!(lang, "PDF", "a PDF"),
            Foreign::Picture => say!(lang, "图片", "a picture"),
            Foreign::Ofd => say!(lang, "OFD版式文件", "an OFD document"),
            Foreign::OtherArchive => say!(lang, "RAR或7z压缩包", "a RAR or 7z archive"),
            Foreign::WebPage => say!(lang, "没有表格的网页（可能是登录页或出错页）", "a web page without a table"),
            Foreign::WebArchive => say!(lang, "单个文件网页（.mht）", "a web page in a single file (.mht)"),
            Foreign::Xml => say!(lang, "XML文件，但不是表格", "XML, but no workbook"),
            Foreign::Database => say!(lang, "数据库文件", "a database"),
            Foreign::Numbers => say!(lang, "Numbers表格", "a Numbers workbook"),
            Foreign::OldExcel => say!(lang, "很早的Excel格式（4.0或以前）", "an Excel file of version 4.0 or before"),
            Foreign::OldText => say!(lang, "SYLK或DIF格式的表格", "a table in the form SYLK or DIF"),
            Foreign::OtherOle => say!(lang, "Office文件，但其中没有工作簿", "an Office file without a workbook"),
        }
    }

    fn remedy(self, lang: Lang) -> String {
        match self {
            Foreign::Word | Foreign::Slides => say!(
                lang,
                "请把其中的表格复制到表格软件，另存为 .xlsx",
                "copy its table into a spreadsheet and save it as .xlsx"
            ),
            Foreign::Pdf | Foreign::Picture | Foreign::Ofd => {
                say!(lang, "请向提供单位要电子表格（.xlsx）", "ask whoever sent it for the workbook itself (.xlsx)")
            }
            Foreign::OtherArchive => say!(lang, "请解压后再给出其中的文件", "unpack it and name the files in it"),
            Foreign::WebPage | Foreign::WebArchive => say!(
                lang,
                "请重新从系统导出，或在浏览器、表格软件中打开后另存为 .xlsx",
                "export it again, or open it and save it as .xlsx"
            ),
            Foreign::Xml | Foreign::Database => {
                say!(lang, "请从原系统导出为 .xlsx", "export it as .xlsx from where it comes from")
            }
            Foreign::Numbers | Foreign::OldExcel | Foreign::OldText | Foreign::OtherOle => {
                say!(lang, "请在表格软件中打开，另存为 .xlsx", "open it in a spreadsheet and save it as .xlsx")
            }
        }
    }
}

impl Say for Foreign {
    fn say(&self, lang: Lang) -> String {
        let (name, remedy) = (self.name(lang), self.remedy(lang));
        say!(lang, "是{name}，不能当作花名册读；{remedy}", "is {name}, which cannot be read as a roster; {remedy}")
    }
}

/// Told by the first bytes alone.
pub(super) fn by_magic(sample: &[u8]) -> Option<Foreign> {
    let is_one_of = |marks: &[&[u8]]| marks.iter().any(|mark| sample.starts_with(mark));
    Some(match () {
        () if is_one_of(&[b"%PDF"]) => Foreign::Pdf,
        () if is_one_of(&[b"\x89PNG", b"\xFF\xD8\xFF", b"GIF8", b"II*\0", b"MM\0*"]) => Foreign::Picture,
        () if sample.starts_with(b"BM") && sample.get(6..10) == Some(&[0; 4]) => Foreign::Picture,
        () if is_one_of(&[b"Rar!\x1A\x07", b"7z\xBC\xAF\x27\x1C"]) => Foreign::OtherArchive,
        () if is_one_of(&[b"{\\rtf"]) => Foreign::Word,
        () if is_one_of(&[b"MIME-Version:", b"mime-version:"]) => Foreign::WebArchive,
        () if is_one_of(&[b"SQLite format 3\0", b"\0\x01\0\0Standard "]) || is_dbase(sample) => Foreign::Database,
        () if is_one_of(&[b"ID;P"]) && has_line(sample, b"C;") => Foreign::OldText,
        () if is_one_of(&[b"TABLE\r\n0,1", b"TABLE\n0,1"]) => Foreign::OldText,
        () if is_one_of(&[b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00"]) => Foreign::OldExcel,
        () => return None,
    })
}

/// A version, and the day of the last change.
fn is_dbase(sample: &[u8]) -> bool {
    matches!(sample, [0x03 | 0x30 | 0x31 | 0x83 | 0x8B | 0xF5, _, 1..=12, 1..=31, _, _, _, 0, ..])
}

/// Whether a line begins so.
fn has_line(sample: &[u8], begins: &[u8]) -> bool {
    sample.split(|byte| *byte == b'\n').any(|line| line.starts_with(begins))
}
