//! The workbook a clerk works through, read back with another reader and by its parts.

mod support;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use calamine::{Data, Reader, Xlsx, open_workbook};
use support::{Folder, HEADER, csv, relief, rows, text, xlsx};

type Sheets = Vec<(String, Vec<Vec<Data>>)>;

/// Every sheet by name, with all its rows from the first.
fn sheets(path: &Path) -> Sheets {
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    let names = book.sheet_names();
    let rows = |name: &String| {
        let range = book.worksheet_range(name).unwrap();
        let (last_row, last_column) = range.end().unwrap_or((0, 0));
        let cell = |row, column| range.get_value((row, column)).cloned().unwrap_or(Data::Empty);
        (0..=last_row).map(|row| (0..=last_column).map(|column| cell(row, column)).collect()).collect()
    };
    names
        .iter()
        .map(rows)
        .collect::<Vec<Vec<Vec<Data>>>>()
        .into_iter()
        .zip(names.clone())
        .map(|(a, b)| (b, a))
        .collect()
}

/// A part of the workbook as text.
fn part(path: &Path, name: &str) -> String {
    let mut archive = zip::ZipArchive::new(File::open(path).unwrap()).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

fn parts(path: &Path) -> Vec<String> {
    let archive = zip::ZipArchive::new(File::open(path).unwrap()).unwrap();
    archive.file_names().map(|name| name.unwrap().into_owned()).collect()
}

/// The words between two marks, each time they stand in a text.
fn between<'t>(text: &'t str, from: &str, to: &str) -> Vec<&'t str> {
    text.split(from).skip(1).map(|rest| rest.split(to).next().unwrap()).collect()
}

/// Each note of a copy by its cell.
fn notes(path: &Path, number: usize) -> BTreeMap<String, String> {
    let comments = part(path, &format!("xl/comments{number}.xml"));
    let one = |comment: &str| {
        let cell = comment.split('"').next().unwrap().to_owned();
        (cell, between(comment, "<t>", "</t>").join(""))
    };
    between(&comments, "<comment ref=\"", "</comment>").into_iter().map(one).collect()
}

fn shown(cell: &Data) -> String {
    cell.to_string()
}

fn column(sheet: &[Vec<Data>], header: &str) -> usize {
    sheet[0].iter().position(|cell| shown(cell) == header).unwrap()
}

/// Three townships in turn; the fifth row was decided late, the sixth has a number of seventeen digits, and one name
/// would be a formula.
fn roster() -> Vec<Vec<String>> {
    let mut rows = rows(9);
    rows[4][6] = "2018-05-16".to_owned();
    rows[5][3] = rows[5][3][..17].to_owned();
    rows[7][2] = "=HYPERLINK(\"http://example.invalid\",\"甲\")".to_owned();
    rows
}

fn book(folder: &Folder, arguments: &[&str]) -> PathBuf {
    let path = folder.0.join("findings.xlsx");
    let output = relief(&folder.0, &[&["validate", "-o", "findings.xlsx"], arguments].concat());
    assert!(path.exists(), "{}", text(&output.stderr));
    path
}

#[test]
fn the_copy_has_every_row_in_the_clerks_own_order() {
    let folder = Folder::new("book-order");
    let mut text_rows = csv(&roster());
    text_rows.push_str("合计,,,,,,,99999\n制表人：某某\n");
    folder.file("临时救助2018.csv", &text_rows);
    let path = book(&folder, &["临时救助2018.csv", "--as-of", "2018-06-30", "--reveal"]);
    let sheets = sheets(&path);
    assert_eq!(
        sheets.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(),
        ["汇总", "问题清单", "1 临时救助2018"]
    );

    let copy = &sheets[2].1;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text_rows.as_bytes());
    let own: Vec<Vec<String>> = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    assert_eq!(copy.len(), own.len());
    for (copied, own) in copy.iter().zip(&own) {
        for (place, cell) in own.iter().enumerate() {
            assert!(same(&copied[place], cell), "{:?} is not {cell}", copied[place]);
        }
    }
    // Identity numbers stay text, amounts are numbers, days are days, and what looks like a formula is none.
    assert!(matches!(&copy[2][3], Data::String(number) if number.len() == 18));
    assert!(matches!(copy[2][7], Data::Float(amount) if amount == 1000.5));
    assert!(
        matches!(&copy[2][5], Data::DateTime(day) if day.as_datetime().unwrap().date().to_string() == "2018-03-12")
    );
    assert!(matches!(&copy[9][2], Data::String(name) if name.starts_with("=HYPERLINK")));
    assert!(parts(&path).iter().all(|name| !name.contains("sheet") || !part(&path, name).contains("<f>")));
}

/// Whether a copied cell says what the clerk's cell says.
fn same(copied: &Data, own: &str) -> bool {
    match copied {
        Data::Float(number) => own.parse::<f64>().is_ok_and(|own| own == *number),
        Data::DateTime(day) => day.as_datetime().unwrap().date().to_string() == own,
        copied => shown(copied) == own,
    }
}

#[test]
fn findings_stand_by_township_and_their_cells_carry_notes() {
    let folder = Folder::new("book-findings");
    folder.file("临时救助2018.csv", csv(&roster()));
    let path = book(&folder, &["临时救助2018.csv", "--as-of", "2018-06-30"]);
    let sheets = sheets(&path);
    let findings = &sheets[1].1;
    let of = |header: &str| -> Vec<String> {
        let place = column(findings, header);
        findings[1..].iter().map(|row| shown(&row[place])).collect()
    };
    // Rows 7 and 8 of the sheet: 麦秀镇 comes after 泽曲镇, 和日镇 last.
    assert_eq!(of("编号"), ["1", "2"]);
    assert_eq!(of("乡镇"), ["麦秀镇", "和日镇"]);
    assert_eq!(of("行"), ["7", "8"]);
    assert_eq!(of("单元格"), ["G7", "D8"]);
    assert_eq!(of("程度"), ["错误", "错误"]);
    assert!(of("问题")[0].contains("2018-05-16才办结"), "{:?}", of("问题"));
    assert!(of("依据")[0].contains("青政〔2014〕70号"));
    assert!(of("怎样消除").iter().all(|clears| !clears.is_empty()));
    assert_eq!(of("核查结果"), ["", ""]);

    let list = part(&path, "xl/worksheets/sheet2.xml");
    let outcome = column(findings, "核查结果") as u32;
    let letter = char::from_u32(u32::from('A') + outcome).unwrap();
    assert_eq!(between(&list, "<formula1>", "</formula1>"), ["\"属实,部分属实,不属实,已改正,待核实\""]);
    assert!(list.contains(&format!("sqref=\"{letter}2:{letter}3\"")), "the choices stand in {letter}");
    assert!(list.contains("<autoFilter") && list.contains("state=\"frozen\""));
    assert!(list.contains("location=\"'1 临时救助2018'!G7\""));

    let notes = notes(&path, 1);
    // The late decision names the day it began, too.
    assert_eq!(notes.keys().map(String::as_str).collect::<Vec<_>>(), ["D8", "F7", "G7"]);
    assert!(notes["G7"].starts_with("1. [错误] ") && notes["G7"].contains("2018-05-16才办结"));
    assert!(notes["D8"].starts_with("2. [错误] "));
    // Offending cells have a colour the others do not have.
    let copy = part(&path, "xl/worksheets/sheet3.xml");
    let style = |cell: &str| between(&copy, &format!("<c r=\"{cell}\" s=\""), "\"")[0].to_owned();
    assert_ne!(style("D8"), style("D7"));
}

#[test]
fn numbers_are_masked_unless_they_are_asked_for() {
    let folder = Folder::new("book-masked");
    folder.file("临时救助2018.csv", csv(&roster()));
    let path = book(&folder, &["临时救助2018.csv", "--as-of", "2018-06-30"]);
    for name in parts(&path).iter().filter(|name| name.ends_with(".xml")) {
        let part = part(&path, name);
        assert!(roster().iter().all(|row| !part.contains(&row[3])), "{name} shows a number in full");
    }
    let path = book(&folder, &["临时救助2018.csv", "--as-of", "2018-06-30", "--reveal"]);
    assert!(part(&path, "xl/worksheets/sheet3.xml").contains(&roster()[0][3]));
}

#[test]
fn the_same_rosters_give_the_same_bytes() {
    let folder = Folder::new("book-bytes");
    folder.file("临时救助2018.csv", csv(&rows(5000)));
    let bytes = |threads: &str| {
        std::fs::read(book(&folder, &["临时救助2018.csv", "--as-of", "2018-06-30", "--threads", threads])).unwrap()
    };
    let once = bytes("1");
    assert_eq!(bytes("2"), once);
    assert_eq!(bytes("8"), once);
}

#[test]
fn numbers_in_the_names_of_places_are_masked() {
    let folder = Folder::new("book-places");
    let late = "泽曲镇13987654321,多福村13912345678,甲,99010119700101001X,1,2018-04-10,2018-05-16,500";
    folder.file(
        "临时救助2018.csv",
        format!("乡镇,村,户主姓名,户主身份证号,家庭人口,收到审核意见日期,审批日期,救助金额(元)\n{late}\n"),
    );
    let seen = |more: &[&str]| {
        let path = book(&folder, &[&["临时救助2018.csv", "--as-of", "2018-06-30"], more].concat());
        let findings = &sheets(&path)[1].1;
        ["乡镇", "村（社区）"].map(|header| shown(&findings[1][column(findings, header)]))
    };
    assert_eq!(seen(&[]), ["泽曲镇139****4321", "多福村139****5678"]);
    assert_eq!(seen(&["--reveal"]), ["泽曲镇13987654321", "多福村13912345678"]);
}

/// The same roster under names that a sheet cannot have, in two folders.
#[test]
fn names_of_sheets_are_valid_and_unique() {
    let folder = Folder::new("book-names");
    let long = "临时救助".repeat(12);
    let names = ["临时救助[1]'a'.csv", "临时救助[2]'a'.csv", &format!("{long}甲.csv"), &format!("{long}乙.csv")];
    for name in names {
        folder.file(name, csv(&rows(2)));
    }
    std::fs::create_dir(folder.0.join("另")).unwrap();
    folder.file("另/临时救助[1]'a'.csv", csv(&rows(2)));
    let again = "另/临时救助[1]'a'.csv";
    let path = book(&folder, &[&names[..], &[again, "--as-of", "2018-06-30"]].concat());
    let found: Vec<String> = sheets(&path).into_iter().map(|(name, _)| name).collect();
    assert_eq!(found.len(), 2 + 5);
    let mut lower: Vec<String> = found.iter().map(|name| name.to_lowercase()).collect();
    lower.sort();
    lower.dedup();
    assert_eq!(lower.len(), found.len());
    for name in &found {
        assert!(
            name.encode_utf16().count() <= 31 && !name.contains(['[', ']', ':', '*', '?', '/', '\\', '\'']),
            "{name}"
        );
    }
}

/// Sheets of a workbook, of which one has nothing to find, and one that is no roster.
#[test]
fn the_summary_accounts_for_every_row() {
    let folder = Folder::new("book-summary");
    xlsx(&roster(), &folder.0.join("临时救助2018.xlsx"));
    folder.file("临时救助2017.csv", csv(&rows(3)));
    let path = book(&folder, &["临时救助2018.xlsx", "临时救助2017.csv", "--as-of", "2018-06-30"]);
    let sheets = sheets(&path);
    let said: Vec<String> = sheets[0].1.iter().map(|row| row.iter().map(shown).collect::<Vec<_>>().join("|")).collect();
    let says = |words: &str| said.iter().any(|line| line.contains(words));
    assert!(says("审核日：2018-06-30"), "{said:#?}");
    assert!(says("2个文件，2份名册，16行＝使用12行＋跳过4行（标题2，表头2）"), "{said:#?}");
    assert!(says("临时救助2018.xlsx|Sheet1|临时救助|11|9|2|"), "{said:#?}");
    assert!(says("1 临时救助2017") && says("2 临时救助2018 Sheet1"), "{said:#?}");
    // The days of the workbook are days in its copy.
    assert_eq!(shown(&sheets[3].1[1][5]), HEADER[5]);
    assert!(matches!(sheets[3].1[2][5], Data::DateTime(_)));
}

#[test]
fn of_a_very_long_roster_only_rows_with_findings_are_copied() {
    let folder = Folder::new("book-long");
    let mut rows = rows(200_001);
    rows[150_000][6] = "2018-05-16".to_owned();
    folder.file("临时救助2018.csv", csv(&rows));
    let path = book(&folder, &["临时救助2018.csv", "--as-of", "2018-06-30"]);
    let sheets = sheets(&path);
    let said: Vec<String> = sheets[0].1.iter().map(|row| shown(&row[0])).collect();
    assert!(said.iter().any(|line| line.contains("只抄录表头和有问题的行")), "{said:#?}");
    let copy = &sheets[2].1;
    assert_eq!(shown(&copy[1][0]), "原行号");
    assert_eq!(shown(&copy[1][3]), HEADER[2]);
    let late = copy.iter().position(|row| shown(&row[0]) == "150003").unwrap();
    let notes = notes(&path, 1);
    assert!(notes[&format!("H{}", late + 1)].contains("2018-05-16才办结"));
    assert!(part(&path, "xl/worksheets/sheet2.xml").contains(&format!("!H{}\"", late + 1)));
    assert_eq!(
        copy.len() - 2,
        notes
            .keys()
            .map(|cell| cell.trim_start_matches(char::is_alphabetic))
            .collect::<std::collections::BTreeSet<_>>()
            .len()
    );
}

/// Of cells merged over several rows only the first holds the township; a total of all is no township's.
#[test]
fn a_row_without_a_township_stands_under_the_one_above() {
    let folder = Folder::new("book-merged");
    let mut rows = rows(9);
    rows.iter_mut().enumerate().filter(|(place, _)| place % 3 != 0).for_each(|(_, row)| row[1].clear());
    rows.iter_mut().step_by(3).zip(["泽曲镇", "麦秀镇", "和日镇"]).for_each(|(row, town)| row[1] = town.to_owned());
    rows[5][6] = "2018-05-16".to_owned();
    folder.file("临时救助2018.csv", csv(&rows) + "合计,,,,,,,99999\n");
    let path = book(&folder, &["临时救助2018.csv", "--as-of", "2018-06-30"]);
    let findings = &sheets(&path)[1].1;
    let place = column(findings, "乡镇");
    let towns: Vec<String> = findings[1..].iter().map(|row| shown(&row[place])).collect();
    assert_eq!(towns, ["麦秀镇", ""]);
}

/// Each finding's file, sheet, row and township, in the order of places.
fn townships_of(table: &[Vec<String>], headers: [&str; 4]) -> Vec<[String; 4]> {
    let columns = headers.map(|header| table[0].iter().position(|cell| cell == header).unwrap());
    let mut found: Vec<[String; 4]> = table[1..].iter().map(|row| columns.map(|at| row[at].clone())).collect();
    found.iter_mut().filter(|of| of[2] == "0").for_each(|of| of[2].clear());
    found.sort();
    found
}

#[test]
fn programs_are_told_the_same_townships_as_the_list_of_the_workbook_has() {
    let folder = Folder::new("book-townships-for-programs");
    let mut mixed = rows(120);
    for row in mixed.iter_mut().step_by(2) {
        row[6] = "2018-05-16".to_owned();
    }
    mixed.iter_mut().skip(90).for_each(|row| row[1].clear());
    folder.file("某县2018年临时救助.csv", csv(&mixed));
    xlsx(&mixed[..30], &folder.0.join("某县2017年临时救助.xlsx"));
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/zeku-2018");
    let own = ["某县2018年临时救助.csv", "某县2017年临时救助.xlsx"];
    for (place, files) in [(&folder.0, &own[..]), (&example, &[])] {
        let of = |name: &str| {
            let path = folder.0.join(name);
            let output = ["--lang", "zh", "validate", "--as-of", "2018-05-30", "-o", path.to_str().unwrap()];
            relief(place, &[&output, files].concat());
            path
        };
        let list = &sheets(&of("甲.xlsx"))[1].1;
        let list: Vec<Vec<String>> = list.iter().map(|row| row.iter().map(shown).collect()).collect();
        let table: Vec<Vec<String>> = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_path(of("甲.csv"))
            .unwrap()
            .records()
            .map(|row| row.unwrap().iter().map(str::to_owned).collect())
            .collect();
        let list = townships_of(&list, ["文件", "工作表", "行", "乡镇"]);
        assert!(list.iter().any(|of| !of[3].is_empty()));
        assert_eq!(list, townships_of(&table, ["file", "sheet", "row", "township"]));
    }
}

#[test]
fn titles_run_on_over_the_cells_beside_them() {
    let folder = Folder::new("book-titles");
    folder.file("临时救助2018.csv", csv(&rows(3)));
    let path = book(&folder, &["临时救助2018.csv", "--as-of", "2018-06-30"]);
    let (copy, styles) = (part(&path, "xl/worksheets/sheet3.xml"), part(&path, "xl/styles.xml"));
    let formats = between(&styles, "<cellXfs", "</cellXfs>")[0];
    let formats: Vec<&str> = formats.split("<xf ").skip(1).collect();
    let wraps = |cell: &str| {
        let place = between(&copy, &format!("<c r=\"{cell}\" s=\""), "\"")[0];
        formats[place.parse::<usize>().unwrap()].contains("wrapText")
    };
    assert!(!wraps("A1"));
    assert!(wraps("A2"));
}

#[test]
fn every_sheet_is_laid_out_for_paper() {
    let folder = Folder::new("book-paper");
    folder.file("临时救助2018.csv", csv(&roster()));
    let path = book(&folder, &["临时救助2018.csv", "--as-of", "2018-06-30"]);
    for number in 1..=3 {
        let sheet = part(&path, &format!("xl/worksheets/sheet{number}.xml"));
        assert!(sheet.contains("paperSize=\"9\"") && sheet.contains("orientation=\"landscape\""), "{number}");
        assert_eq!(sheet.contains("fitToHeight=\"0\""), number != 2, "{number}");
    }
    let findings = part(&path, "xl/worksheets/sheet2.xml");
    assert!(findings.contains("<brk id=\"13\""));
    assert!(between(&findings, "<row r=\"2\"", ">")[0].contains("customHeight"), "its finding takes several lines");
    // A ledger with nine members across is read on three sheets of paper, not on one in letters nobody can read.
    assert!(part(&path, "xl/worksheets/sheet3.xml").contains("fitToHeight=\"0\""));
    let members: String = "一二三四五六七八九".chars().map(|n| format!(",成员{n}姓名,成员{n}身份证号")).collect();
    let others: Vec<String> = (0..20).map(|n| format!("备用说明第{n}栏")).collect();
    let wide = format!("城市低保2018年4月台账\n户主姓名,身份证号{members},{}\n甲,,,\n", others.join(","));
    folder.file("城市低保台账.csv", wide);
    let ledger = book(&folder, &["城市低保台账.csv", "--as-of", "2018-06-30"]);
    assert!(part(&ledger, "xl/worksheets/sheet3.xml").contains("fitToWidth=\"3\""));
    let path = book(&folder, &["临时救助2018.csv", "--as-of", "2018-06-30"]);
    let names = part(&path, "xl/workbook.xml");
    assert!(names.contains("!$2:$2</definedName>"), "the copy's header, behind its title");
    assert!(names.contains("问题清单!$A:$B,问题清单!$1:$1</definedName>"));
}

#[test]
fn cells_beyond_the_notes_a_sheet_carries_are_counted() {
    let folder = Folder::new("book-notes");
    let mut rows = rows(5_100);
    rows.iter_mut().for_each(|row| row[6] = "2018-05-16".to_owned());
    folder.file("临时救助2018.csv", csv(&rows));
    let path = book(&folder, &["临时救助2018.csv", "--as-of", "2018-06-30"]);
    // Each decision is noted at both of its days; that all amounts are alike is said of the sheet.
    assert_eq!(notes(&path, 1).len(), 10_000);
    let said: Vec<String> = sheets(&path)[0].1.iter().map(|row| shown(&row[0])).collect();
    assert!(said.iter().any(|line| line.starts_with("有201个单元格只着色")), "{said:#?}");
    assert_eq!(sheets(&path)[1].1.len(), 5_102);
}

/// The command the README shows.
#[test]
fn the_readmes_workbook_is_written() {
    let folder = Folder::new("book-readme");
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/zeku-2018");
    let path = folder.0.join("findings.xlsx");
    let output = relief(&example, &["validate", "--as-of", "2018-04-23", "-o", path.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    let sheets = sheets(&path);
    assert_eq!(sheets.len(), 2 + 7);
    // Eight errors, four suspicions, two for information; the rosters have 10,075 rows.
    assert_eq!(sheets[1].1.len() - 1, 14);
    assert_eq!(sheets[2..].iter().map(|(_, rows)| rows.len()).sum::<usize>(), 10_075);
}

#[test]
fn a_header_longer_than_any_cell_is_cut_and_its_column_as_wide_as_the_widest() {
    let folder = Folder::new("workbook-long-header");
    folder.file("甲.csv", csv(&rows(1)).replace("序号", &"长".repeat(33_000)));
    let output = relief(&folder.0, &["validate", "甲.csv", "--as-of", "2018-04-30", "-o", "甲.xlsx"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let header = shown(&sheets(&folder.0.join("甲.xlsx"))[2].1[1][0]);
    assert_eq!((header.chars().count(), header.ends_with("长…")), (32_767, true));
}
