//! The same roster in every form gives the same records, and every row is accounted for.

mod support;

use std::path::Path;

use encoding_rs::{BIG5, GB18030};
use proptest::prelude::*;
use relief::calendar::Calendar;
use relief::input::{self, Cell};
use relief::lang::Lang;
use relief::rules::Pack;
use relief::run::{File, Run, Wants};
use support::{Folder, csv, gb18030, records, rows, text, utf16, xlsx};

/// The lines of a text, ended in one way after another.
fn in_turn(csv: &str, ends: [&str; 3]) -> String {
    csv.lines().zip(ends.iter().cycle()).flat_map(|(line, end)| [line, end]).collect()
}

#[test]
fn encodings_and_containers_give_equal_records() {
    let folder = Folder::new("forms");
    let rows = rows(50);
    let csv = csv(&rows);
    let expected = records(&folder.file("utf8.csv", &csv));
    assert_eq!(expected.len(), 50);
    let forms = [
        folder.file("marked.csv", format!("\u{feff}{csv}")),
        folder.file("gb18030.csv", gb18030(&csv)),
        folder.file("utf16le.csv", utf16(&csv, true, u16::to_le_bytes)),
        folder.file("utf16be.csv", utf16(&csv, true, u16::to_be_bytes)),
        folder.file("crlf.csv", csv.replace('\n', "\r\n")),
        folder.file("cr.csv", csv.replace('\n', "\r")),
        folder.file("cr-and-lf.csv", format!("{}\n", csv.trim_end().replace('\n', "\r"))),
        folder.file("joined.csv", in_turn(&csv, ["\n", "\r\n", "\r"])),
        folder.file("joined-utf16.csv", utf16(&in_turn(&csv, ["\r", "\n", "\r\n"]), true, u16::to_le_bytes)),
        folder.file("tabs.txt", csv.replace(',', "\t")),
        folder.file("semicolons.csv", csv.replace(',', ";")),
        folder.file("named.xls", &csv),
    ];
    for form in forms {
        assert_eq!(records(&form), expected, "{}", form.display());
    }
    let book = folder.0.join("book.xlsx");
    xlsx(&rows, &book);
    assert_eq!(records(&book), expected);
    let misnamed = folder.0.join("book.csv");
    std::fs::copy(&book, &misnamed).unwrap();
    assert_eq!(records(&misnamed), expected);
}

/// The same two rows, written by xlwt as BIFF8.
#[test]
fn an_xls_of_another_writer_gives_the_same_records() {
    let folder = Folder::new("xls");
    let row = |cells: [&str; 8]| cells.map(str::to_owned).to_vec();
    let rows = [
        row(["1", "泽曲镇", "甲", "99010119700101001X", "3", "2018-04-10", "2018-04-24", "3000"]),
        row(["2", "麦秀镇", "乙", "99010119800202002X", "2", "2018-04-10", "2018-04-25", "1200.5"]),
    ];
    let ours = folder.0.join("ours.xlsx");
    xlsx(&rows, &ours);
    let theirs = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/temporary.xls");
    assert_eq!(records(&theirs), records(&ours));
}

#[test]
fn quoted_cells_may_hold_line_ends_and_rows_keep_their_numbers() {
    let folder = Folder::new("quotes");
    let roster = "临时救助花名册\n申请人姓名,申请人身份证号,备注,救助金额\n甲,=\"99010119700101001X\",\"两\n行\",1\n\n乙,9,\"说\"\"明\"\"\",2\n";
    folder.file("roster.csv", roster);
    let output = support::relief(&folder.0, &["validate", "roster.csv", "--as-of", "2018-04-30", "--format", "csv"]);
    let found = text(&output.stdout);
    // A cell of two lines is one row of the spreadsheet, and so is a blank line.
    assert!(found.contains("roster.csv,,5,申请人身份证号,B5"), "{found}");
    assert!(!found.contains("B3"), "{found}");
}

/// The encoding of a text file, and its cells.
fn cells(path: &Path) -> (&'static str, Vec<Vec<String>>) {
    let mut cells = Vec::new();
    let facts = input::read(path, &mut |sheet| {
        while let Some(batch) = sheet.next_batch()? {
            batch.for_each(|row| cells.push(row.cells.iter().map(Cell::shown).collect()));
        }
        Ok(())
    });
    (facts.unwrap().encoding.unwrap().name(), cells)
}

/// The second byte of 東 in GB18030, and of 育 in Big5, is that of `|`.
#[test]
fn half_a_character_before_a_quotation_mark_is_no_separator() {
    let folder = Folder::new("halves");
    let title = "社會救助名冊，姓名、身分證字號、鄉鎮、地址、發放金額、備註、核准日期\n姓名|備註|金額\n";
    for (encoding, name, word) in [(GB18030, "GB18030", "東"), (BIG5, "Big5", "育")] {
        let remarks = ["\"1|0\"".to_owned(), format!("{word}\""), format!("中{word}\"村"), format!("{word}{word}\"")];
        let text = title.to_owned() + &remarks.map(|remark| format!("乙|{remark}|20\n")).concat();
        let (_, expected) = cells(&folder.file("utf8.csv", &text));
        assert_eq!(
            expected[2..].iter().map(|row| row[1].as_str()).collect::<Vec<_>>(),
            ["1|0".to_owned(), format!("{word}\""), format!("中{word}\"村"), format!("{word}{word}\"")]
        );
        let encoded = folder.file("halves.csv", encoding.encode(&text).0);
        assert_eq!(cells(&encoded), (name, expected));
    }
}

/// Rows in = rows used + rows skipped, each with its reason.
#[test]
fn every_row_is_used_or_explained() {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/zeku-2018");
    let pack = Pack::load("632323", None).unwrap();
    let calendar = Calendar::builtin();
    let mut seen = 0;
    for entry in std::fs::read_dir(example.join("rosters")).unwrap() {
        let path = entry.unwrap().path();
        let file = File::bare(&path, "roster");
        let run = Run {
            pack: &pack,
            calendar: &calendar,
            today: "2018-04-23".parse().unwrap(),
            lang: Lang::Zh,
            reveal: false,
            threads: 2,
            block: relief::input::BLOCK,
            memory: 48 << 20,
            limit: 0,
            wants: Wants::default(),
            only: None,
        };
        let outcome = run.over(&[file]).unwrap();
        let mut rows = 0;
        let facts = input::read(&path, &mut |sheet| {
            while let Some(batch) = sheet.next_batch()? {
                batch.for_each(|_| rows += 1);
            }
            Ok(())
        });
        facts.unwrap();
        let account = outcome.account();
        assert_eq!(account.rows(), rows, "{}", path.display());
        assert_eq!(account.rows(), account.used + account.skipped.values().sum::<u64>());
        seen += 1;
    }
    assert_eq!(seen, 3);
}

/// Names as people have them: Han, Tibetan in transliteration with and without separators.
fn name() -> impl Strategy<Value = String> {
    "[\u{4e00}-\u{9fa5}]{2,8}(·[\u{4e00}-\u{9fa5}]{2,4})?"
}

prop_compose! {
    fn row()(serial in 1_u32..9999, name in name(), person in 0_u32..40_000, size in 1_u32..9,
             received in 0_u32..28, fen in 1_i64..99_999_999) -> Vec<String> {
        let day = |day: u32| format!("2018-03-{:02}", day + 1);
        let amount = format!("{}.{:02}", fen / 100, fen % 100);
        vec![serial.to_string(), "泽曲镇".into(), name, support::id(person), size.to_string(), day(received), day(received.min(27)), amount]
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_roster_reads_back_as_written(rows in prop::collection::vec(row(), 1..40)) {
        let folder = Folder::new("property");
        let csv = csv(&rows);
        let from_csv = records(&folder.file("roster.csv", &csv));
        prop_assert_eq!(from_csv.len(), rows.len());
        let gb = records(&folder.file("gb.csv", gb18030(&csv)));
        prop_assert_eq!(&gb, &from_csv);
        let book = folder.0.join("roster.xlsx");
        xlsx(&rows, &book);
        prop_assert_eq!(&records(&book), &from_csv);
        for (row, record) in rows.iter().zip(&from_csv) {
            let value = |name: &str| record.iter().find(|(field, _)| *field == name).unwrap().1.clone();
            prop_assert_eq!(&value("head-name"), &row[2]);
            prop_assert_eq!(value("covered-size"), format!("Count({})", row[4]));
            prop_assert_eq!(value("decided"), format!("Day({})", row[6]));
            prop_assert_eq!(value("amount"), format!("Yuan(Yuan({}))", row[7].replace('.', "").trim_start_matches('0')));
        }
    }
}

/// One column of two days or two months is the column of both.
#[test]
fn both_ends_of_a_posting_may_stand_in_one_cell() {
    let folder = Folder::new("ranges");
    let head = "2018年4月农村低保花名册\n户主姓名,户主身份证号,户月保障金额,公示时间,起止年月\n";
    let cells = ["2018.4.1-4.7,2018年1-12月", "2018年4月1日至7日,201801-201812", "2018-04-07,2018-01"];
    let rows: Vec<String> = cells
        .iter()
        .zip(1..)
        .map(|(cells, serial)| format!("某{serial},{},300,{cells}\n", support::id(serial)))
        .collect();
    let records = records(&folder.file("roster.csv", head.to_owned() + &rows.concat()));
    let value = |row: usize, name: &str| records[row].iter().find(|(field, _)| *field == name).unwrap().1.clone();
    for row in [0, 1] {
        assert_eq!(value(row, "posted-from"), "Day(2018-04-01)");
        assert_eq!(value(row, "posted-until"), "Day(2018-04-07)");
        assert_eq!(value(row, "start-month"), value(row, "end-month"));
    }
    // One day, one month: the first, and nobody knows the last.
    assert_eq!([value(2, "posted-from"), value(2, "posted-until")], ["Day(2018-04-07)", "Missing"]);
    assert_eq!(value(2, "end-month"), "Missing");
}
