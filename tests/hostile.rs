//! Files that are broken, empty or something else: a clear message each, and the others are still read.

mod support;

use std::path::Path;

use support::{Folder, relief, rows, text, xlsx};

/// A folder with one sound roster and one other file; what `validate` says of both.
fn beside_a_sound_roster(name: &str, bytes: &[u8]) -> (i32, String) {
    let folder = Folder::new(&format!("hostile-{}", name.replace('.', "-")));
    folder.file("sound.csv", support::csv(&rows(3)));
    folder.file(name, bytes);
    let output = relief(&folder.0, &["validate", name, "sound.csv", "--as-of", "2018-04-30"]);
    let said = text(&output.stdout) + &text(&output.stderr);
    assert!(said.contains("1份名册") && said.contains("使用3行"), "the sound roster was not read: {said}");
    assert!(!said.contains("panicked"), "{said}");
    (output.status.code().unwrap(), said)
}

fn workbook(count: u32) -> Vec<u8> {
    let folder = Folder::new(&format!("hostile-book-{count}"));
    let path = folder.0.join("book.xlsx");
    xlsx(&rows(count), &path);
    std::fs::read(path).unwrap()
}

#[test]
fn a_truncated_workbook_is_damaged() {
    let whole = workbook(200);
    for length in [whole.len() / 2, whole.len() - 10, 30] {
        let (code, said) = beside_a_sound_roster("cut.xlsx", &whole[..length]);
        assert_eq!(code, 2, "{said}");
        assert!(said.contains("cut.xlsx：文件已损坏或不完整"), "{said}");
    }
}

#[test]
fn an_empty_file_is_said_to_be_empty() {
    let (code, said) = beside_a_sound_roster("empty.csv", b"");
    assert_eq!(code, 2);
    assert!(said.contains("empty.csv：是空文件（0字节）"), "{said}");
}

#[test]
fn a_folder_is_not_a_roster() {
    let folder = Folder::new("hostile-folder");
    std::fs::create_dir(folder.0.join("rosters")).unwrap();
    let output = relief(&folder.0, &["validate", "rosters", "--as-of", "2018-04-30"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stdout).contains("rosters：是文件夹，不是文件"), "{}", text(&output.stdout));
}

#[test]
fn bytes_of_something_else_are_not_guessed_at() {
    let bytes: Vec<u8> = (0..5000_u32).map(|number| (number.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let (code, said) = beside_a_sound_roster("photo.csv", &bytes);
    assert_eq!(code, 2);
    assert!(said.contains("photo.csv：既不是表格也不是文本"), "{said}");
}

#[test]
fn a_password_is_named_as_the_reason() {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/password.xlsx");
    let (code, said) = beside_a_sound_roster("locked.xlsx", &std::fs::read(fixture).unwrap());
    assert_eq!(code, 2);
    assert!(said.contains("locked.xlsx：设有打开密码"), "{said}");
}

#[test]
fn a_web_page_that_calls_itself_a_workbook_is_named() {
    let (code, said) =
        beside_a_sound_roster("export.xls", "<html><table><tr><td>姓名</td></tr></table></html>".as_bytes());
    assert_eq!(code, 2);
    assert!(said.contains("export.xls：是HTML"), "{said}");
}

#[test]
fn a_missing_file_does_not_stop_the_others() {
    let folder = Folder::new("hostile-missing");
    folder.file("sound.csv", support::csv(&rows(3)));
    let output = relief(&folder.0, &["validate", "gone.csv", "sound.csv", "--as-of", "2018-04-30"]);
    let said = text(&output.stdout);
    assert_eq!(output.status.code(), Some(2));
    assert!(said.contains("gone.csv：打不开：没有这个文件") && said.contains("使用3行"), "{said}");
}

#[test]
fn a_header_without_rows_is_read_and_counted() {
    let folder = Folder::new("hostile-header");
    folder.file("roster.csv", support::csv(&[]));
    let output = relief(&folder.0, &["validate", "roster.csv", "--as-of", "2018-04-30"]);
    let said = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("1份名册，2行＝使用0行＋跳过2行（标题1，表头1）"), "{said}");
}

#[test]
fn a_quotation_mark_never_closed_is_found_where_it_opens() {
    let mut csv = support::csv(&rows(3));
    csv.push_str("4,泽曲镇,\"某,99010119700101001X,1,2018-03-12,2018-03-16,1\n");
    let folder = Folder::new("hostile-quote");
    folder.file("roster.csv", &csv);
    let output = relief(&folder.0, &["validate", "roster.csv", "--as-of", "2018-04-30"]);
    let said = text(&output.stdout);
    assert_eq!(output.status.code(), Some(2));
    assert!(said.contains("第6行有一个引号没有闭合"), "{said}");
}

/// Two cells, one in the last corner of the sheet: nothing may be built of the size it declares.
#[test]
fn a_stray_cell_in_the_last_corner_costs_nothing() {
    let folder = Folder::new("hostile-corner");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, words) in support::HEADER.iter().enumerate() {
        sheet.write(0, column as u16, *words).unwrap();
    }
    for (column, cell) in rows(1)[0].iter().enumerate() {
        sheet.write(1, column as u16, cell.as_str()).unwrap();
    }
    sheet.write(1_048_575, 16_383, "x").unwrap();
    book.save(folder.0.join("临时救助.xlsx")).unwrap();
    let output = relief(&folder.0, &["validate", "临时救助.xlsx", "--as-of", "2018-04-30"]);
    let said = text(&output.stdout);
    assert!(said.contains("3行＝使用"), "{said}");
}
