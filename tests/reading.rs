//! The same roster in every form gives the same records, and every row is accounted for.

mod support;

use proptest::prelude::*;
use relief::calendar::Calendar;
use relief::lang::Lang;
use relief::rules::Pack;
use relief::run::{File, Run, Wants};
use support::{Folder, csv, gb18030, records, rows, text, utf16, xlsx};

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
    let theirs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/temporary.xls");
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

/// Rows in = rows used + rows skipped, each with its reason.
#[test]
fn every_row_is_used_or_explained() {
    let example = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/zeku-2018");
    let pack = Pack::load("632323", None).unwrap();
    let calendar = Calendar::builtin();
    let mut seen = 0;
    for entry in std::fs::read_dir(example.join("rosters")).unwrap() {
        let path = entry.unwrap().path();
        let file = File {
            shown: "roster".into(),
            path: path.clone(),
            programme: None,
            months: None,
            list: None,
            pins: Vec::new(),
        };
        let run = Run {
            pack: &pack,
            calendar: &calendar,
            today: "2018-04-23".parse().unwrap(),
            lang: Lang::Zh,
            reveal: false,
            threads: 2,
            block: relief::input::BLOCK,
            limit: 0,
            wants: Wants::default(),
            only: None,
        };
        let outcome = run.over(&[file]);
        let mut rows = 0;
        let facts = relief::input::read(&path, &mut |sheet| {
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

/// A record as it is meant, whatever it looks like in a file.
#[derive(Debug, Clone)]
struct Grant {
    name: String,
    person: u32,
    size: u32,
    received: u32,
    fen: i64,
    /// Picks the forms its cells are written in.
    forms: usize,
}

/// What else a sheet has besides its records.
#[derive(Debug, Clone)]
struct Quirks {
    title: bool,
    note: bool,
    wan: bool,
    unit_in_header: bool,
    header: usize,
    with_sequence: bool,
    rotated: usize,
    codes: bool,
    example: bool,
    /// After how many records a subtotal, a blank row or the header again stands; 0 for never.
    subtotal: usize,
    blank: usize,
    again: usize,
    total_above: bool,
    footer: bool,
    blank_tail: usize,
}

prop_compose! {
    fn grant()(name in name(), person in 0_u32..40_000, size in 1_u32..9, received in 1_u32..28, fen in 1_i64..99_999_999,
               forms in 0_usize..10_000) -> Grant {
        Grant { name, person, size, received, fen, forms }
    }
}

prop_compose! {
    fn quirks()(flags in prop::array::uniform8(any::<bool>()), header in 0_usize..5, rotated in 0_usize..7,
                subtotal in 0_usize..4, blank in 0_usize..4, again in 0_usize..5, blank_tail in 0_usize..4,
                footer in any::<bool>()) -> Quirks {
        let [title, note, wan, unit_in_header, with_sequence, codes, example, total_above] = flags;
        Quirks { title, note, wan, unit_in_header, header, with_sequence, rotated, codes, example, subtotal, blank, again,
                 total_above, footer, blank_tail }
    }
}

/// An identity number as people leave it behind.
fn noisy(id: &str, form: usize) -> String {
    match form % 14 {
        1 => format!(" {} {} {}", &id[..6], &id[6..14], &id[14..]),
        2 => format!("'{id}"),
        3 => id.to_lowercase(),
        4 => id.replace('X', "×"),
        5 => id.chars().map(full_width).collect(),
        6 => format!("\u{feff}{id}"),
        7 => format!("{}\u{200b}{}", &id[..9], &id[9..]),
        8 => format!("{id}，"),
        9 => format!("\u{a0}{id}\t"),
        10 => format!("“{id}”。"),
        11 => format!("{id}43"),
        12 => format!("{id}11B1"),
        13 => format!("G{id}"),
        _ => id.to_owned(),
    }
}

fn full_width(c: char) -> char {
    char::from_u32(c as u32 + 0xFEE0).unwrap()
}

/// A day of March 2018 in the forms of rosters.
fn dated(day: u32, form: usize) -> String {
    match form % 13 {
        1 => format!("2018-3-{day}"),
        2 => format!("2018/03/{day:02}"),
        3 => format!("2018.3.{day}"),
        4 => format!("2018年3月{day}日"),
        5 => format!("201803{day:02}"),
        6 => format!("{}", 43_159 + day),
        7 => format!("2018-03-{day:02} 00:00:00"),
        8 => format!("２０１８．３．{day}"),
        9 => format!("18.3.{day}"),
        10 => format!("2018 年 3 月 {day} 日"),
        11 => format!("2018/3/{day}-3/29"),
        12 => format!("2018年3月{day}号"),
        _ => format!("2018-03-{day:02}"),
    }
}

/// An amount in the forms of rosters, in the unit of its column or with a unit of its own.
fn paid(fen: i64, wan: bool, form: usize) -> String {
    let yuan = format!("{}.{:02}", fen / 100, fen % 100);
    let ten_thousand = format!("{}.{:06}", fen / 1_000_000, fen % 1_000_000);
    match (form % 6, wan) {
        (1, _) => format!("{yuan}元"),
        (2, _) => format!("{ten_thousand}万元"),
        (3, false) => format!("￥{yuan}"),
        (4, false) if fen >= 100_000 => {
            let whole = (fen / 100).to_string();
            let (thousands, rest) = whole.split_at(whole.len() - 3);
            format!("{thousands},{rest}.{:02}", fen % 100)
        }
        (5, false) => yuan.chars().map(full_width).collect(),
        (_, true) => ten_thousand,
        (_, false) => format!(" {yuan} "),
    }
}

/// The sheet as rows of text.
fn sheet(grants: &[Grant], quirks: &Quirks) -> Vec<Vec<String>> {
    let stars = |words: &str| match quirks.header {
        1 => format!("*{words}"),
        2 => format!("{words}★"),
        3 => words.chars().map(|c| format!("{c} ")).collect(),
        4 => format!("{words}："),
        _ => words.replace("身份", "身份\n"),
    };
    let unit = match (quirks.wan, quirks.unit_in_header) {
        (true, _) => "（万元）",
        (false, true) => "(元)",
        (false, false) => "",
    };
    let amount = format!("救助金额{unit}");
    let heads = ["申请人姓名", "申请人身份证号码", "救助人数", "收到审核意见日期", "审批日期", &amount];
    let arrange = |cells: Vec<String>, serial: &str| {
        let mut cells = cells;
        cells.rotate_left(quirks.rotated % 6);
        if quirks.with_sequence {
            cells.insert(0, serial.to_owned());
        }
        cells
    };
    let header = arrange(heads.map(stars).to_vec(), "序号");
    let width = header.len();
    let labelled = |label: &str| {
        let mut cells = vec![String::new(); width];
        cells[0] = label.to_owned();
        cells
    };
    let mut rows = Vec::new();
    rows.extend(quirks.title.then(|| labelled("某县2018年临时救助金发放花名册")));
    rows.extend(quirks.note.then(|| labelled("填报单位：某县民政局")));
    rows.push(header.clone());
    rows.extend(quirks.codes.then(|| (1..=width).map(|number| number.to_string()).collect()));
    rows.extend(quirks.example.then(|| {
        let mut cells = arrange(["张三", "", "3", "2018-03-01", "2018-03-02", "1"].map(str::to_owned).to_vec(), "1");
        cells[0] = format!("[示例]{}", cells[0]);
        cells
    }));
    rows.extend(quirks.total_above.then(|| labelled("合计")));
    let due = |every: usize, place: usize| every > 0 && (place + 1).is_multiple_of(every * 2);
    for (place, grant) in grants.iter().enumerate() {
        let forms = grant.forms;
        let cells = vec![
            grant.name.clone(),
            noisy(&support::id(grant.person), forms),
            if forms % 2 == 0 { grant.size.to_string() } else { format!("{}人", grant.size) },
            dated(grant.received, forms / 7),
            dated(grant.received, forms / 11),
            paid(grant.fen, quirks.wan, forms / 13),
        ];
        rows.push(arrange(cells, &(place + 1).to_string()));
        rows.extend(due(quirks.subtotal, place).then(|| labelled("泽曲镇小计")));
        rows.extend(due(quirks.blank, place).then(|| labelled(" ")));
        rows.extend(due(quirks.again, place).then(|| header.clone()));
    }
    rows.extend(quirks.footer.then(|| labelled("制表人：某　　审核人：某")));
    rows.extend((0..quirks.blank_tail).map(|_| labelled("")));
    rows
}

/// The same text in a workbook.
fn book(rows: &[Vec<String>], path: &std::path::Path) {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            sheet.write_string(row as u32, column as u16, cell).unwrap();
        }
    }
    book.save(path).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Titles, notes, stars, column numbers, examples, sums, footers and blank rows are no records; noise in numbers and
    /// every way of writing days and money change nothing.
    #[test]
    fn records_are_the_same_whatever_surrounds_them(grants in prop::collection::vec(grant(), 1..12), quirks in quirks()) {
        let folder = Folder::new("quirks");
        let rows = sheet(&grants, &quirks);
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        rows.iter().for_each(|row| writer.write_record(row).unwrap());
        let text = writer.into_inner().unwrap();
        let from_csv = records(&folder.file("临时救助.csv", text));
        let path = folder.0.join("临时救助.xlsx");
        book(&rows, &path);
        prop_assert_eq!(&records(&path), &from_csv);
        prop_assert_eq!(from_csv.len(), grants.len());
        for (grant, record) in grants.iter().zip(&from_csv) {
            let value = |name: &str| {
                let found = record.iter().find(|(field, _)| *field == name).map(|(_, value)| value.clone()).unwrap_or_default();
                found.replace("UntidyId(", "Id(").replace("CertificateId(", "Id(").replace("ShortYear(", "Day(")
            };
            let id = relief::identity::IdNumber::parse(&support::id(grant.person)).unwrap();
            let day = format!("Day(2018-03-{:02})", grant.received);
            prop_assert_eq!(&value("head-name"), &grant.name);
            prop_assert_eq!(value("head-id"), format!("Id({id:?})"));
            prop_assert_eq!(value("covered-size"), format!("Count({})", grant.size));
            prop_assert_eq!(&value("opinion-received"), &day);
            prop_assert_eq!(&value("decided"), &day);
            prop_assert_eq!(value("amount"), format!("Yuan(Yuan({}))", grant.fen));
        }
    }
}
