//! Rosters of any form as records of one form: nothing lost, everything typed, whatever it is written as.

mod support;

use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};
use proptest::prelude::*;
use support::{Folder, csv, gb18030, relief, rows, text, xlsx};

fn lines(path: &Path) -> Vec<Vec<String>> {
    let bytes = std::fs::read(path).unwrap();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// Converts, and gives what was said of the rows.
fn convert(folder: &Folder, arguments: &[&str]) -> String {
    let output = relief(&folder.0, &[&["convert"], arguments].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    text(&output.stderr)
}

fn shown(cell: &Data) -> String {
    cell.to_string()
}

fn column(table: &[Vec<String>], name: &str) -> Vec<String> {
    let place = table[0].iter().position(|header| header == name).unwrap();
    table[1..].iter().map(|row| row[place].clone()).collect()
}

#[test]
fn a_workbook_and_a_text_file_give_the_same_records() {
    let folder = Folder::new("convert-forms");
    let rows = rows(40);
    folder.file("甲.csv", gb18030(&csv(&rows)));
    xlsx(&rows, &folder.0.join("乙.xlsx"));
    convert(&folder, &["甲.csv", "-o", "甲.out.csv", "--reveal"]);
    convert(&folder, &["乙.xlsx", "-o", "乙.out.csv", "--reveal"]);
    let (from_text, from_book) = (lines(&folder.0.join("甲.out.csv")), lines(&folder.0.join("乙.out.csv")));
    assert_eq!(from_text.len(), 41);
    for name in &from_text[0][3..] {
        assert_eq!(column(&from_text, name), column(&from_book, name), "{name}");
    }
    assert_eq!(column(&from_text, "head-id"), rows.iter().map(|row| row[3].clone()).collect::<Vec<_>>());
    assert_eq!(column(&from_text, "amount"), rows.iter().map(|row| format!("{}0", row[7])).collect::<Vec<_>>());
    assert_eq!(column(&from_text, "row"), (3..43).map(|row| row.to_string()).collect::<Vec<_>>());
}

#[test]
fn a_workbook_of_records_is_typed_and_holds_no_formula() {
    let folder = Folder::new("convert-typed");
    let mut rows = rows(3);
    rows[1][2] = "=1+1".to_owned();
    folder.file("甲.csv", csv(&rows));
    convert(&folder, &["甲.csv", "-o", "甲.xlsx", "--reveal"]);
    let mut book: Xlsx<_> = open_workbook(folder.0.join("甲.xlsx")).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    let records: Vec<&[Data]> = range.rows().collect();
    let place = |name: &str| records[0].iter().position(|header| shown(header) == name).unwrap();
    assert!(matches!(&records[2][place("head-name")], Data::String(name) if name == "=1+1"));
    assert!(matches!(&records[2][place("head-id")], Data::String(number) if *number == rows[1][3]));
    assert!(matches!(records[2][place("amount")], Data::Float(amount) if amount == 1001.5));
    let Data::DateTime(decided) = &records[2][place("decided")] else { panic!("{:?}", records[2]) };
    assert_eq!(decided.as_datetime().unwrap().date().to_string(), "2018-03-16");
    assert!(matches!(records[2][place("covered-size")], Data::Float(2.0)));
    let formulas = book.worksheet_formula("Sheet1").unwrap();
    assert!(formulas.rows().flatten().all(String::is_empty));
}

/// Sheets of one workbook, a text file of another programme and a sheet that is no roster: every row is somewhere.
#[test]
fn every_row_is_a_record_or_stands_among_the_skipped() {
    let folder = Folder::new("convert-account");
    let mut book = rust_xlsxwriter::Workbook::new();
    let roster = csv(&rows(20));
    for name in ["一月", "二月"] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        for (row, line) in (0..).zip(roster.lines().chain(["合计,,,,,,,1"])) {
            for (column, cell) in (0..).zip(line.split(',')).filter(|(_, cell)| !cell.is_empty()) {
                sheet.write(row, column, cell).unwrap();
            }
        }
    }
    let other = book.add_worksheet().set_name("说明").unwrap();
    other.write(0, 0, "填表说明").unwrap();
    other.write(1, 0, "请如实填写").unwrap();
    book.save(folder.0.join("临时救助2018.xlsx")).unwrap();
    folder.file(
        "农村低保2018年4月.csv",
        "户主姓名,户主身份证号,月保障金（元）\n甲,99010119700101001X,300\n\n合计,,300\n",
    );
    let files = ["临时救助2018.xlsx", "农村低保2018年4月.csv"];

    let said = convert(&folder, &[&files[..], &["-o", "记录.csv", "--skipped", "跳过.csv"]].concat());
    let (records, skipped) = (lines(&folder.0.join("记录.csv")), lines(&folder.0.join("跳过.csv")));
    // Title, header and total of two sheets; the note; header, blank row and total of the text file.
    assert_eq!((records.len() - 1, skipped.len() - 1), (41, 3 + 3 + 2 + 3));
    assert!(said.contains("读取52行＝写出41条＋跳过11行"), "{said}");
    assert_eq!(column(&skipped, "reason").iter().filter(|reason| *reason == "not-a-roster").count(), 2);
    assert_eq!(column(&records, "programme").iter().filter(|programme| *programme == "dibao-rural").count(), 1);
    assert!(column(&records, "head-id").iter().all(|number| number.contains("**********")));

    let apart = convert(&folder, &[&files[..], &["-o", "分开", "--format", "ndjson"]].concat());
    assert!(apart.contains("读取52行＝写出41条＋跳过11行"), "{apart}");
    let mut names: Vec<_> =
        std::fs::read_dir(folder.0.join("分开")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["001-临时救助2018-一月.ndjson", "002-临时救助2018-二月.ndjson", "003-农村低保2018年4月.ndjson"]);
    let of_second = std::fs::read_to_string(folder.0.join("分开").join(&names[1])).unwrap();
    assert_eq!(of_second.lines().count(), 20);
    assert!(of_second.lines().all(|line| line.contains("\"sheet\":\"二月\"")));
}

#[test]
fn a_folder_of_rosters_takes_no_records_and_what_is_left_in_one_of_records_is_named() {
    let folder = Folder::new("convert-folder");
    std::fs::create_dir(folder.0.join("名册")).unwrap();
    folder.file("名册/临时救助2018年3月.csv", csv(&rows(3)));
    let refused = relief(&folder.0, &["convert", "名册/临时救助2018年3月.csv", "-o", "名册"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("名册里有要读的名册"), "{}", text(&refused.stderr));
    let names = |of: &str| std::fs::read_dir(folder.0.join(of)).unwrap().count();
    assert_eq!(names("名册"), 1);

    let first = convert(&folder, &["名册/临时救助2018年3月.csv", "-o", "记录"]);
    assert!(!first.contains("不是这次写的"), "{first}");
    folder.file("名册/临时救助2018年4月.csv", csv(&rows(3)));
    let second = convert(&folder, &["名册/临时救助2018年4月.csv", "-o", "记录"]);
    assert!(second.contains("另有1个不是这次写的文件，没有动：001-临时救助2018年3月.csv"), "{second}");
    assert_eq!(names("记录"), 2);
}

/// Cells of every kind of mess, and of none.
fn cell() -> impl Strategy<Value = String> {
    let odd =
        prop::sample::select(vec!["", "—", "无", "长期", "#N/A", "=1+1", "1,234.5", "12.345", "2018.2.30", "４０"]);
    prop_oneof![odd.prop_map(str::to_owned), "[0-9]{1,18}", "[\u{4e00}-\u{9fa5}]{1,4}", "2018-0[1-9]-1[0-9]"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever stands in the cells of a named person, it is in the record: read, or as it stands.
    #[test]
    fn nothing_a_row_says_is_lost(cells in prop::collection::vec(prop::collection::vec(cell(), 5), 1..12)) {
        let folder = Folder::new("convert-property");
        let messy: Vec<Vec<String>> = rows(cells.len() as u32).into_iter().zip(&cells).map(|(mut row, cells)| {
            row.splice(4..8, cells[..4].iter().cloned());
            row.push(cells[4].clone());
            row
        }).collect();
        folder.file("甲.csv", csv(&messy));
        convert(&folder, &["甲.csv", "-o", "乙.csv", "--reveal"]);
        let table = lines(&folder.0.join("乙.csv"));
        prop_assert_eq!(table.len() - 1, messy.len());
        let fields = ["covered-size", "opinion-received", "decided", "amount"];
        for (place, row) in messy.iter().enumerate() {
            let problems = &column(&table, "problems")[place];
            for (cell, field) in row[4..8].iter().zip(fields) {
                let read = &column(&table, field)[place];
                let nothing = matches!(cell.as_str(), "" | "—");
                prop_assert!(nothing || !read.is_empty() || problems.contains(cell.as_str()), "{cell:?} of {field} is lost");
            }
            let other = &column(&table, "other")[place];
            prop_assert!(row[8].is_empty() || other.contains(row[8].as_str()), "{:?} is lost", row[8]);
        }
    }
}

#[test]
fn both_ends_that_stand_in_one_cell_are_written_apart() {
    let folder = Folder::new("convert-ends");
    let rows = [
        "临时救助花名册,,,,",
        "申请人姓名,身份证号,公示时间,审批日期,救助金额",
        "甲,,2018.3.1-3.7,2018-03-10,300",
        "乙,,2018-03-01,2018-03-10,300",
        "丙,,贴了七天,2018-03-10,300",
    ];
    folder.file("甲.csv", rows.join("\n"));
    convert(&folder, &["甲.csv", "-o", "甲.out.csv"]);
    let records = lines(&folder.0.join("甲.out.csv"));
    assert_eq!(column(&records, "posted-from"), ["2018-03-01", "2018-03-01", ""]);
    assert_eq!(column(&records, "posted-until"), ["2018-03-07", "", ""]);
    assert_eq!(column(&records, "problems"), ["", "", "公示时间(not-a-day)=贴了七天"]);
    let rows =
        ["临时救助花名册,,,", "申请人姓名,身份证号,起止年月,救助金额", "甲,,2018年1-12月,300", "乙,,2018年1月起,300"];
    folder.file("乙.csv", rows.join("\n"));
    convert(&folder, &["乙.csv", "-o", "乙.out.csv"]);
    let records = lines(&folder.0.join("乙.out.csv"));
    assert_eq!(column(&records, "start-month"), ["2018-01", "2018-01"]);
    assert_eq!(column(&records, "end-month"), ["2018-12", ""]);
}

#[test]
fn what_is_written_is_read_again_as_the_same_records() {
    let folder = Folder::new("convert-again");
    let id = support::id;
    let across = [
        "城市低保2018年4月花名册".to_owned(),
        "户主姓名,身份证号,保障人口,户月保障金,起止年月,成员一姓名,成员一身份证号,成员二姓名,成员二身份证号".to_owned(),
        format!("甲,{},3,900元,2018年1-12月,乙,{},丙,{}", id(1), id(2), id(3)),
        format!("丁,{},2,约600,,,,戊,{}", id(4), id(5)),
    ];
    let in_a_cell = [
        "城市低保2018年4月花名册".to_owned(),
        "户主姓名,户主身份证号,保障人口,户月保障金,家庭成员姓名,家庭成员身份证号".to_owned(),
        format!("甲,{},3,900,乙、丙,{}、{}", id(1), id(2), id(3)),
        format!("丁,{},2,600,戊,{}", id(4), id(5)),
    ];
    for (name, rows) in [("甲", across.join("\n")), ("乙", in_a_cell.join("\n"))] {
        folder.file(&format!("{name}.csv"), rows);
        for headers in ["field", "zh"] {
            let options = ["--reveal", "--headers", headers, "--programme", "dibao-urban", "-o"];
            convert(&folder, &[&[&*format!("{name}.csv")], &options[..], &["1.csv"]].concat());
            convert(&folder, &[&["1.csv"], &options[..], &["2.csv"]].concat());
            let (first, second) = (lines(&folder.0.join("1.csv")), lines(&folder.0.join("2.csv")));
            let behind = first[0].len() - 2;
            for header in &first[0][3..behind] {
                assert_eq!(column(&first, header), column(&second, header), "{name} {headers} {header}");
            }
        }
    }
}
