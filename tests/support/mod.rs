//! What several tests share: reading a file to records, writing rosters in several forms, running the program.
#![allow(dead_code, reason = "each test uses its part")]

pub mod binary;
pub mod books;
pub mod containers;
pub mod ics;
pub mod sheets;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use encoding_rs::GB18030;
use relief::day::Month;
use relief::field::Field;
use relief::input;
use relief::roster::{Glossary, Record, Roster, RowReader, SEARCHED, SheetOf, Taken, TopRow};
use relief::rules::Pack;
use rust_xlsxwriter::{Format, Workbook};

/// A folder of its own for one test, empty at first and gone afterwards.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("relief-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The program itself, in a folder, speaking Chinese.
pub fn relief(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_relief"));
    command.current_dir(folder).args(arguments).args(["--lang", "zh"]).output().unwrap()
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Every record of a file as its readable values, field by field: what must not depend on the form of the file.
pub fn records(path: &Path) -> Vec<Vec<(&'static str, String)>> {
    let pack = Pack::load("632323", None).unwrap();
    let mut top = Vec::new();
    let mut number_of_sheets = 0;
    input::read(path, &mut |sheet| {
        number_of_sheets += 1;
        while let Some(batch) = sheet.next_batch()? {
            batch.for_each(|row| {
                if top.len() < SEARCHED {
                    top.push(TopRow::of(row));
                }
            });
        }
        Ok(())
    })
    .unwrap();
    assert_eq!(number_of_sheets, 1);
    let file: Arc<str> = Arc::from(path.display().to_string());
    let sheet = SheetOf {
        source: 0,
        file: &file,
        sheet: None,
        programme: None,
        months: None,
        list: None,
        counts_from_1904: false,
        pin: None,
        beside: &[],
        is_last_resort: false,
    };
    let roster = Roster::recognise(&sheet, &top, &Glossary::new(&pack)).unwrap();
    let mut reader = RowReader::new(&roster);
    let mut records = Vec::new();
    input::read(path, &mut |sheet| {
        while let Some(batch) = sheet.next_batch()? {
            batch.for_each(|row| {
                reader.take(row, |taken| {
                    if let Taken::Record(record) = taken {
                        let values = Field::ALL.iter().filter(|field| roster.has(**field));
                        records.push(values.map(|field| (field.name(), shown(record, *field))).collect());
                    }
                });
            });
        }
        Ok(())
    })
    .unwrap();
    records
}

/// A value by its field: words as they stand, whether the cell holds text or a number.
fn shown(record: &Record<'_>, field: Field) -> String {
    match field.kind().is_words() {
        true => record.cell(field).shown(),
        false => format!("{:?}", record.value(field)),
    }
}

/// The header of the rosters tests write.
pub const HEADER: [&str; 8] =
    ["序号", "乡镇", "申请人姓名", "申请人身份证号", "救助人数", "收到审核意见日期", "审批日期", "救助金额（元）"];

pub const TITLE: &str = "泽库县2018年临时救助金发放花名册";

/// A roster as CSV text.
pub fn csv(rows: &[Vec<String>]) -> String {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    writer.write_record([TITLE]).unwrap();
    writer.write_record(HEADER).unwrap();
    for row in rows {
        writer.write_record(row).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

pub fn gb18030(text: &str) -> Vec<u8> {
    let (bytes, _, unmappable) = GB18030.encode(text);
    assert!(!unmappable);
    bytes.into_owned()
}

pub fn utf16(text: &str, mark: bool, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let marked = if mark { format!("\u{feff}{text}") } else { text.to_owned() };
    marked.encode_utf16().flat_map(unit).collect()
}

/// The same roster as a workbook, with real dates and numbers.
pub fn xlsx(rows: &[Vec<String>], path: &Path) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let day = Format::new().set_num_format("yyyy-mm-dd");
    sheet.write(0, 0, TITLE).unwrap();
    for (column, words) in HEADER.iter().enumerate() {
        sheet.write(1, column as u16, *words).unwrap();
    }
    for (row, cells) in rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let (row, column) = (row as u32 + 2, column as u16);
            match HEADER[usize::from(column)] {
                _ if cell.is_empty() => {}
                "救助人数" | "救助金额（元）" => {
                    sheet.write(row, column, cell.parse::<f64>().unwrap()).unwrap();
                }
                "收到审核意见日期" | "审批日期" => {
                    let date: chrono::NaiveDate = cell.parse().unwrap();
                    sheet.write_with_format(row, column, &date, &day).unwrap();
                }
                _ => {
                    sheet.write(row, column, cell.as_str()).unwrap();
                }
            }
        }
    }
    book.save(path).unwrap();
}

/// An invented identity number: area 990101, born on some day, with its check character.
pub fn id(serial: u32) -> String {
    let month = Month::new(1940 + (serial % 60) as i32, serial / 60 % 12 + 1).unwrap();
    let seventeen =
        format!("990101{}{:02}{:02}{:03}", month.year(), month.number(), serial / 720 % 28 + 1, serial % 1000);
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = seventeen.chars().zip(weights).map(|(digit, weight)| digit.to_digit(10).unwrap() * weight).sum();
    let check = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'][(sum % 11) as usize];
    format!("{seventeen}{check}")
}

/// Rows of a roster that are right in every way.
pub fn rows(count: u32) -> Vec<Vec<String>> {
    let row = |serial: u32| {
        let town = ["泽曲镇", "麦秀镇", "和日镇"][(serial % 3) as usize];
        vec![
            (serial + 1).to_string(),
            town.to_owned(),
            format!("某{serial}"),
            id(serial),
            (serial % 5 + 1).to_string(),
            "2018-03-12".to_owned(),
            "2018-03-16".to_owned(),
            format!("{}.5", 1000 + serial),
        ]
    };
    (0..count).map(row).collect()
}
