//! Pages as binary workbooks (.xlsb). One cell after the other takes another of the forms that programs write it in: plain,
//! the result of a formula, text with letters of several kinds, shared text, whole numbers, and short records.

use super::books::{Filled, Page, error_code, package};
use super::containers::{Binary, serial, wide};

pub fn xlsb(pages: &[Page]) -> Vec<u8> {
    let mut book = Binary(Vec::new());
    book.record(131, &[]).record(153, &[0; 8]).record(143, &[]);
    for (number, page) in pages.iter().enumerate() {
        let number = number as u32 + 1;
        let mut entry = [u32::from(page.hidden).to_le_bytes(), number.to_le_bytes()].concat();
        entry.extend(wide(&format!("rId{number}")));
        entry.extend(wide(&page.name));
        book.record(156, &entry);
    }
    book.record(144, &[]).record(132, &[]);
    let mut styles = Binary(Vec::new());
    styles.record(278, &[]).record(617, &2_u32.to_le_bytes());
    for format in [0_u16, 14] {
        styles.record(47, &[&[0; 2][..], &format.to_le_bytes(), &[0; 12]].concat());
    }
    styles.record(618, &[]).record(279, &[]);
    let mut texts = Vec::new();
    let sheets: Vec<Vec<u8>> = pages.iter().map(|page| sheet(page, &mut texts)).collect();
    let shared = shared(&texts);
    let more: &[(&str, &[u8])] = if !texts.is_empty() { &[("xl/sharedStrings.bin", &shared)] } else { &[] };
    package(&book.0, &styles.0, &sheets, "bin", more)
}

/// Every other text has letters of two kinds, one in three says how it is pronounced.
fn shared(texts: &[String]) -> Vec<u8> {
    let count = (texts.len() as u32).to_le_bytes();
    let mut strings = Binary(Vec::new());
    strings.record(159, &[count, count].concat());
    for (place, text) in texts.iter().enumerate() {
        let (is_rich, is_spoken) = (place % 2 == 0, place % 3 == 0);
        let mut item = vec![u8::from(is_rich) | u8::from(is_spoken) << 1];
        item.extend(wide(text));
        item.extend(if is_rich { runs() } else { Vec::new() });
        item.extend(if is_spoken { [wide("zhaxi"), vec![1, 0, 0, 0, 0, 0, 0, 0, 1, 0]].concat() } else { Vec::new() });
        strings.record(19, &item);
    }
    strings.record(160, &[]);
    strings.0
}

/// The first letter is of another kind than the others.
fn runs() -> Vec<u8> {
    [&2_u32.to_le_bytes()[..], &[0, 0, 0, 0], &[1, 0, 1, 0]].concat()
}

/// A formula of one number, after the result.
const FORMULA: [u8; 13] = [0, 0, 3, 0, 0, 0, 0x1E, 7, 0, 0, 0, 0, 0];

/// The number of a record and what it says after the place and style of its cell.
fn cell(cell: &Filled, form: usize, texts: &mut Vec<String>) -> (u16, Vec<u8>) {
    let formula = |number: u16, value: &[u8]| (number, [value, &FORMULA].concat());
    match cell {
        Filled::Number(number) => {
            let number: f64 = number.parse().unwrap();
            match form {
                1 => formula(9, &number.to_le_bytes()),
                2 | 4 if number.fract() == 0.0 && number.abs() < f64::from(1 << 28) => {
                    (2, ((number as i32) << 2 | 2).to_le_bytes().to_vec())
                }
                _ => (5, number.to_le_bytes().to_vec()),
            }
        }
        Filled::Day(day) => (5, serial(day).to_le_bytes().to_vec()),
        Filled::YesNo(yes) if form == 1 => formula(10, &[u8::from(*yes)]),
        Filled::YesNo(yes) => (4, vec![u8::from(*yes)]),
        Filled::Error(error) if form == 1 => formula(11, &[error_code(error)]),
        Filled::Error(error) => (3, vec![error_code(error)]),
        other => match (other.plain(), form) {
            (text, 1) => formula(8, &wide(&text)),
            (text, 2) => (62, [vec![1], wide(&text), runs()].concat()),
            (text, 3 | 4) => {
                texts.push(text);
                (7, (texts.len() as u32 - 1).to_le_bytes().to_vec())
            }
            (text, _) => (6, wide(&text)),
        },
    }
}

fn sheet(page: &Page, texts: &mut Vec<String>) -> Vec<u8> {
    let mut sheet = Binary(Vec::new());
    sheet.record(129, &[]).record(148, &[0; 16]);
    let long = |number: usize| (number as u32).to_le_bytes();
    if !page.hidden_columns.is_empty() {
        sheet.record(390, &[]);
        for column in &page.hidden_columns {
            let column = long(column - 1);
            sheet.record(60, &[&column[..], &column, &[0; 8], &[1, 0]].concat());
        }
        sheet.record(391, &[]);
    }
    sheet.record(145, &[]);
    let mut last = None;
    for (row, column, filled) in page.cells() {
        if last.is_none_or(|(above, _)| above != row) {
            let mut data = (row as u32).to_le_bytes().to_vec();
            data.extend([0; 13]);
            data[11] = if page.is_hidden(row) { 0x10 } else { 0 };
            sheet.record(0, &data);
        }
        let (number, value) = cell(filled, (row + column) % 5, texts);
        let style = [u8::from(matches!(filled, Filled::Day(_))), 0, 0, 0];
        // Next to the last cell its column need not be said.
        let is_next = last.is_some_and(|last| column > 0 && last == (row, column - 1));
        match number {
            2..=7 if is_next && row % 3 == 0 => sheet.record(number + 11, &[&style[..], &value].concat()),
            _ => sheet.record(number, &[&long(column)[..], &style, &value].concat()),
        };
        last = Some((row, column));
    }
    sheet.record(146, &[]);
    for (row, column, across, down) in page.merges() {
        let merge = [row, row + down - 1, column, column + across - 1].map(long);
        sheet.record(176, &merge.concat());
    }
    sheet.record(130, &[]);
    sheet.0
}
