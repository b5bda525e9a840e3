//! Sheets of a workbook as counties send them.

use rust_xlsxwriter::Workbook;

use super::{Folder, id, relief, text};

/// A sheet: its name, its rows, and whether it is hidden.
pub type Sheet<'s> = (&'s str, Vec<Vec<String>>, bool);

pub fn book(folder: &Folder, name: &str, sheets: &[Sheet<'_>]) {
    let mut book = Workbook::new();
    for (name, rows, hidden) in sheets {
        let sheet = book.add_worksheet().set_name(*name).unwrap();
        sheet.set_hidden(*hidden);
        for (row, cells) in rows.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
                sheet.write_string(row as u32, column as u16, cell).unwrap();
            }
        }
    }
    book.save(folder.0.join(name)).unwrap();
}

pub fn rows(rows: &[&[&str]]) -> Vec<Vec<String>> {
    rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect()
}

/// A roster of one township: a head of each name, 300 yuan a month.
pub fn township(town: &str, names: &[&str], first: u32) -> Vec<Vec<String>> {
    let title = format!("{town}2018年4月城市低保花名册");
    let mut all = rows(&[&[&title], &["乡镇", "户主姓名", "户主身份证号", "保障人口", "户月保障金额"]]);
    for (place, name) in names.iter().enumerate() {
        all.push([town, name, &id(first + place as u32), "1", "300"].map(str::to_owned).to_vec());
    }
    all
}

pub fn said(folder: &Folder, arguments: &[&str]) -> String {
    let output = relief(&folder.0, arguments);
    text(&output.stdout) + &text(&output.stderr)
}
