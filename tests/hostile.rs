//! Files that are broken, empty or something else: a clear message each, and the others are still read.

mod support;

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use support::books::{Page, written};
use support::containers::{self, Records, biff5, book, gzip, ods_of, ole, xlsx_of, xlsx_with, zip};
use support::{Folder, relief, rows, text, xlsx};

static NEXT: AtomicUsize = AtomicUsize::new(0);

/// A folder with one sound roster and one other file; what `validate` says of both.
fn beside_a_sound_roster(name: &str, bytes: &[u8]) -> (i32, String) {
    // Tests that run side by side call their files alike.
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let folder = Folder::new(&format!("hostile-{number}-{}", name.replace('.', "-")));
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
fn a_web_page_without_a_table_is_named() {
    let page = "<!DOCTYPE html><html><head><title>登录</title></head><body>请登录</body></html>";
    let (code, said) = beside_a_sound_roster("export.xls", page.as_bytes());
    assert_eq!(code, 2);
    assert!(said.contains("export.xls：是没有表格的网页（可能是登录页或出错页）"), "{said}");
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

/// Each is refused with these words, and the roster beside it is read.
fn refused(cases: &[(&str, Vec<u8>, &str)]) {
    for (name, bytes, words) in cases {
        let (code, said) = beside_a_sound_roster(name, bytes);
        assert_eq!(code, 2, "{name}: {said}");
        assert!(said.contains(&format!("{name}：{words}")), "{name}: {words}: {said}");
    }
}

#[test]
fn files_that_are_no_tables_are_named_with_what_to_do() {
    let archive = |name: &str| zip(&[("[Content_Types].xml", b"<Types/>"), (name, b"<x/>")]);
    let names: Vec<String> = (0..1001).map(|number| format!("{number}.csv")).collect();
    let crowded = zip(&names.iter().map(|name| (name.as_str(), &b"x"[..])).collect::<Vec<_>>());
    let text = "文字文档（Word、WPS文字），不能当作花名册读；请把其中的表格复制到表格软件，另存为 .xlsx";
    let picture = "图片，不能当作花名册读；请向提供单位要电子表格（.xlsx）";
    refused(&[
        ("a.doc", ole("/WordDocument", b"x"), &format!("是{text}")),
        ("b.docx", archive("word/document.xml"), &format!("是{text}")),
        ("c.rtf", b"{\\rtf1 x}".to_vec(), &format!("是{text}")),
        ("d.pdf", b"%PDF-1.7\n%".to_vec(), "是PDF，"),
        ("e.xls", b"\x89PNG\r\n\x1a\n\0\0".to_vec(), &format!("是{picture}")),
        ("f.jpg", b"\xFF\xD8\xFF\xE0\0\0".to_vec(), &format!("是{picture}")),
        ("g.rar", b"Rar!\x1A\x07\x01\0".to_vec(), "是RAR或7z压缩包，不能当作花名册读；请解压后"),
        ("h.ofd", zip(&[("OFD.xml", b"<x/>")]), "是OFD版式文件"),
        ("i.ppt", ole("/PowerPoint Document", b"x"), "是演示文稿"),
        ("j.xls", b"MIME-Version: 1.0\nX-Document-Type: Workbook\n".to_vec(), "是单个文件网页（.mht）"),
        ("k.xml", "<?xml version=\"1.0\"?><名册/>".into(), "是XML文件，但不是表格"),
        ("p.slk", b"ID;PWXL;N;E\r\nC;Y1;X1;K\"x\"\r\nE\r\n".to_vec(), "是SYLK或DIF格式的表格"),
        ("q.dif", b"TABLE\r\n0,1\r\n\"EXCEL\"\r\n".to_vec(), "是SYLK或DIF格式的表格"),
        ("r.dbf", [&[3, 118, 4, 23, 5, 0, 0, 0][..], &[0; 60]].concat(), "是数据库文件"),
        ("l.xls", ole("/Something", b"x"), "是Office文件，但其中没有工作簿"),
        ("m.zip", zip(&[]), "是压缩包，里面没有可读的文件"),
        ("o.zip", crowded, "是压缩包，里面有1001个文件"),
        ("n.csv.gz", gzip(&gzip(b"a,b\n")), "是压缩包里的压缩包"),
    ]);
}

#[test]
fn every_kind_of_password_is_named() {
    let mut locked = Records::default();
    locked.record(0x0809, &[&[0, 6, 5, 0, 0, 0, 0, 0]]).record(0x002F, &[&[0, 0, 1, 2, 3, 4]]);
    let manifest = b"<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>";
    refused(&[
        ("a.xls", ole("/Workbook", &locked.0), "设有打开密码"),
        ("b.xlsx", ole("/EncryptedPackage", b"x"), "设有打开密码"),
        ("c.ods", zip(&[("content.xml", b"\x12\x34"), ("META-INF/manifest.xml", manifest)]), "设有打开密码"),
    ]);
    let mut archive = zip(&[("a.csv", b"x,y\n")]);
    for mark in [&b"PK\x03\x04"[..], b"PK\x01\x02"] {
        let at = archive.windows(4).position(|window| window == mark).unwrap();
        archive[at + if mark[2] == 3 { 6 } else { 8 }] |= 1;
    }
    let (code, said) = beside_a_sound_roster("d.zip", &archive);
    assert!(code == 2 && said.contains("d.zip/a.csv：设有打开密码的是压缩包；请用密码解压"), "{said}");
}

const SHEET: &str = "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>";

#[test]
fn what_is_shown_of_a_damaged_workbook_gives_no_number_away() {
    for said in ["& 13912345678, 99010119800202002X", "&#x1B;13912345678", "&\u{1B}[31m;13912345678"] {
        let cell = format!("<row r=\"3\"><c r=\"B3\" t=\"inlineStr\"><is><t>{said}</t></is></c></row>");
        let bytes = xlsx_of(&format!("{SHEET}{cell}</sheetData></worksheet>"), false);
        let (code, said) = beside_a_sound_roster("amp.xlsx", &bytes);
        assert!(!said.contains("12345") && !said.contains('\u{1B}'), "{code}: {said}");
    }
}

#[test]
fn the_name_of_an_archives_member_does_not_control_the_terminal() {
    let folder = Folder::new("hostile-member");
    folder.file("a.zip", zip(&[("a\u{1B}[31m.csv", support::csv(&rows(3)).as_bytes())]));
    for command in
        [&["inspect", "a.zip"][..], &["totals", "a.zip"], &["totals", "a.zip", "--trace", "temporary.amount"]]
    {
        let output = relief(&folder.0, command);
        let said = text(&output.stdout) + &text(&output.stderr);
        assert!(!said.contains('\u{1B}'), "{said}");
    }
    let output = relief(&folder.0, &["inspect", "a.zip"]);
    assert!(text(&output.stdout).contains("a.zip/a\u{FFFD}[31m.csv"), "{}", text(&output.stdout));
}

/// Many times what any machine here has, unpacked.
/// The library keeps one file of each name, and finds a sheet by its name.
#[test]
fn two_parts_of_one_name_are_refused() {
    let roster = support::csv(&rows(2));
    let twice = renamed_part(&zip(&[("a.csv", roster.as_bytes()), ("b.csv", b"x")]), b"b.csv", b"a.csv");
    let pages = ["1", "2"].map(|cell| Page::of("表", &[vec![cell.to_owned()]]));
    let sheets = "有两张工作表同名“表”，分不清哪张是哪张";
    refused(&[
        ("a.zip", twice, "里面有两个同名的文件“a.csv”，只读得到一个"),
        ("b.xlsx", written("xlsx plain", &pages), sheets),
        ("c.xlsb", written("xlsb", &pages), sheets),
        ("d.xls", written("xls biff8", &pages), sheets),
    ]);
}

#[test]
fn what_would_swell_is_not_unpacked() {
    let blanks = " ".repeat(70 << 20);
    let bomb = xlsx_of(&format!("{SHEET}{blanks}</sheetData></worksheet>"), false);
    let content = format!("<office:document-content>{blanks}</office:document-content>");
    refused(&[
        ("a.xlsx", bomb, "解压后超过70MB，不像花名册"),
        ("b.ods", ods_of(&content), "解压后超过70MB，不像花名册"),
        ("c.csv.gz", gzip(&vec![b'x'; 200 << 20]), "解压后超过192MB，不像花名册"),
    ]);
}

/// The directory of the archive says less than there is.
#[test]
fn an_archive_that_lies_about_sizes_is_found_out() {
    let strings = format!("<sst>{}</sst>", "<si><t>x</t></si>".repeat(100_000));
    let mut bytes = xlsx_with(format!("{SHEET}</sheetData></worksheet>"), false, Some(&strings));
    let size = u32::try_from(strings.len()).unwrap().to_le_bytes();
    while let Some(at) = bytes.windows(4).position(|window| window == size) {
        bytes[at..at + 4].copy_from_slice(&[1, 0, 0, 0]);
    }
    refused(&[("a.xlsx", bytes, "文件已损坏或不完整")]);
}

#[test]
fn cells_and_rows_beyond_measure_are_named() {
    let giant = "长".repeat(10 << 20);
    let sheet = format!(
        "{SHEET}<row r=\"3\"><c r=\"B3\" t=\"inlineStr\"><is><t>{giant}</t></is></c></row></sheetData></worksheet>"
    );
    let shared = format!("{SHEET}<row r=\"3\"><c r=\"B3\" t=\"s\"><v>0</v></c></row></sheetData></worksheet>");
    let strings = format!("<sst uniqueCount=\"1\"><si><t>{giant}</t></si></sst>");
    let page = format!("<table><tr><td>{giant}</td></tr></table>");
    let table = |cell: &str| {
        let cells = format!("<table:table-cell/><table:table-cell>{cell}</table:table-cell>");
        let rows =
            format!("<table:table-row table:number-rows-repeated=\"2\"/><table:table-row>{cells}</table:table-row>");
        format!(
            "<office:document-content><table:table table:name=\"表\">{rows}</table:table></office:document-content>"
        )
    };
    // References cut the text into pieces.
    let pieces = format!("{}&amp;", "长".repeat(1000)).repeat(10_000);
    let remark = format!("<office:annotation><text:p>{giant}</text:p></office:annotation><text:p>{pieces}</text:p>");
    let xml = |data: &str| {
        let cell = format!("<Cell ss:Index=\"2\"><Data ss:Type=\"String\">{data}</Data></Cell>");
        let sheet = format!("<Worksheet ss:Name=\"表\"><Table><Row ss:Index=\"3\">{cell}</Row></Table></Worksheet>");
        format!(
            "<?xml version=\"1.0\"?><Workbook xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">{sheet}</Workbook>"
        )
    };
    let again = "<c r=\"A3\"><v>1</v></c>".repeat(16_385);
    let again = format!("{SHEET}<row r=\"3\">{again}</row></sheetData></worksheet>");
    refused(&[
        ("j.xlsx", xlsx_of(&again, false), "第3行过长（超过2MB或16384列）"),
        ("a.xlsx", xlsx_of(&sheet, false), "B3一格的内容过长（表格软件每格最多32767字）"),
        ("b.xlsx", xlsx_with(&shared, false, Some(&strings)), "B3一格的内容过长"),
        ("c.xls", page.into_bytes(), "A1一格的内容过长"),
        ("d.csv", format!("姓名\n{giant}").into_bytes(), "第2行过长"),
        ("k.csv", format!("姓名\n{}\n", ",".repeat(3 << 20)).into_bytes(), "第2行过长（超过2MB或16384列）"),
        ("l.csv", format!("姓名\n\"甲\n乙\"\n{}\n", "1,".repeat(16_384)).into_bytes(), "第3行过长（超过2MB或16384列）"),
        ("e.ods", ods_of(&table(&format!("<text:p>{giant}</text:p>"))), "B3一格的内容过长"),
        ("f.ods", ods_of(&table(&remark)), "B3一格的内容过长"),
        ("g.xls", xml(&giant).into_bytes(), "B3一格的内容过长"),
        ("h.xml", xml(&format!("<![CDATA[{giant}]]>")).into_bytes(), "B3一格的内容过长"),
        ("i.xml", xml(&pieces).into_bytes(), "B3一格的内容过长"),
    ]);
}

#[test]
fn structures_that_are_broken_or_bottomless_are_damaged() {
    let deep = "<r>".repeat(200_000);
    let spreadsheet = "urn:schemas-microsoft-com:office:spreadsheet";
    let many = "<?xml version=\"1.0\"?><sst uniqueCount=\"99999999999\" count=\"1\"><si><t>x</t></si></sst>";
    let table = "<table:table><table:table-row>";
    let cells = "<table:table-cell table:number-columns-repeated=\"16384\"><text:p>x</text:p></table:table-cell>";
    let filled = format!("{table}{cells}</table:table-row></table:table>");
    let filled = filled
        .replace("row>", "row table:number-rows-repeated=\"1048576\">")
        .replace("</table:table-row table:number-rows-repeated=\"1048576\">", "</table:table-row>");
    refused(&[
        ("a.xlsx", xlsx_with(format!("{SHEET}</sheetData></worksheet>"), false, Some(many)), "文件已损坏"),
        ("b.xlsx", xlsx_of(&format!("{SHEET}<row r=\"1\"><c r=\"A1\">"), false), "文件已损坏"),
        ("c.ods", ods_of(&format!("<document-content>{table}")), "文件已损坏"),
        ("d.ods", ods_of(&filled), "单元格散布在1048576行×16384列，不像花名册"),
        ("e.xml", format!("<?xml version=\"1.0\"?><Workbook xmlns=\"{spreadsheet}\">{deep}").into(), "文件已损坏"),
        ("f.xls", format!("<html>{}", "<table><tr><td>".repeat(100_000)).into(), "文件已损坏"),
    ]);
}

/// Room for shared texts is made before they come; behind a long remark, and in an encoding that is left to the library.
#[test]
fn a_promise_behind_a_remark_takes_no_room() {
    let remark = "x".repeat(3000);
    let strings = |encoding: &str, count: &str| {
        let texts = format!("<sst {count}><si><t>x</t></si></sst>");
        let part = format!("<?xml version=\"1.0\" encoding=\"{encoding}\"?><!--{remark}-->{texts}");
        xlsx_with(format!("{SHEET}</sheetData></worksheet>"), false, Some(&part))
    };
    let renamed = strings("gb18030", "uniqueCount=\"99999999999999\"");
    let renamed = renamed_part(&renamed, b"xl/sharedStrings.xml", b"xl/SharedStrings.xml");
    let words = "文件已损坏或不完整（uniqueCount=";
    refused(&[
        ("a.xlsx", strings("gb18030", "uniqueCount=\"99999999999999\""), words),
        ("b.xlsx", strings("utf-8", "uniqueCount = '99999999999999'"), words),
        ("c.xlsx", strings("gb18030", "x:uniqueCount=\"1\" uniqueCount=\"99999999999999\""), words),
        ("d.xlsx", renamed, words),
    ]);
    let (_, said) = beside_a_sound_roster("e.xlsx", &strings("gb18030", "uniqueCount=\"1\""));
    assert!(!said.contains("已损坏"), "{said}");
}

fn renamed_part(zip: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut bytes = zip.to_vec();
    while let Some(at) = bytes.windows(from.len()).position(|window| window == from) {
        bytes[at..at + from.len()].copy_from_slice(to);
    }
    bytes
}

#[test]
fn an_old_workbook_is_looked_through_before_it_is_read() {
    let whole = biff5(&rows(400), Some(936));
    let sheet = |record: u16, data: &[u8]| {
        let mut sheet = Records::default();
        sheet.record(0x0809, &[&[0, 5, 16, 0, 0, 0, 0, 0]]).record(record, &[data]);
        sheet.record(0x0203, &[&[0; 14]]).record(0x000A, &[]);
        ole("/Book", &book(&sheet.0, Some(936)))
    };
    let mut nowhere = book(&[], Some(936));
    nowhere.truncate(nowhere.len() - 4);
    let corner = [0xFF, 0xFF, 0xFF, 0x00, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    refused(&[
        ("a.xls", sheet(0x0203, &[0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]), "文件已损坏"),
        ("b.xls", sheet(0x0200, &[9, 0, 1, 0, 0, 0, 1, 0, 0, 0]), "文件已损坏"),
        ("c.xls", sheet(0x0203, &corner), "单元格散布在65536行×256列，不像花名册"),
        ("d.xls", ole("/Book", &nowhere), "文件已损坏"),
        ("e.xls", whole[..whole.len() / 2].to_vec(), "文件已损坏"),
    ]);
}

/// Flips, cuts and blows up bytes of sound files: whatever comes of it, the roster beside it is read and nothing panics.
#[test]
fn mutated_files_never_stop_a_run() {
    let rows = rows(20);
    let folder = Folder::new("hostile-mutated");
    folder.file("sound.csv", support::csv(&rows));
    let book = workbook(20);
    let sound = [
        ("xls", biff5(&rows, Some(936))),
        ("xlsx", book),
        ("xlsb", containers::xlsb(&rows)),
        ("ods", containers::ods(&rows)),
        ("html", containers::html(&rows, "utf-8").into_bytes()),
        ("xml", containers::spreadsheetml(&rows, "utf-8").into_bytes()),
    ];
    let mut state = 88_172_645_463_325_252_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    let mut names = vec!["sound.csv".to_owned()];
    for (ending, bytes) in &sound {
        for number in 0..60 {
            let mut bytes = bytes.clone();
            for _ in 0..=random(4) {
                let at = random(bytes.len());
                match random(4) {
                    0 => bytes[at] ^= 1 << random(8),
                    1 => bytes[at] = 0xFF,
                    2 => bytes[at] = 0,
                    _ => {
                        let from = random(bytes.len());
                        let length = random(16).min(bytes.len() - at.max(from));
                        bytes.copy_within(from..from + length, at);
                    }
                }
            }
            names.push(format!("{number}.{ending}"));
            folder.file(names.last().unwrap(), &bytes);
        }
    }
    let mut arguments = vec!["validate", "--as-of", "2018-04-30", "--format", "ndjson"];
    arguments.extend(names.iter().map(String::as_str));
    let output = relief(&folder.0, &arguments);
    assert!(output.status.code().is_some_and(|code| code <= 2), "{:?}", output.status);
    assert!(!text(&output.stderr).contains("panicked"), "{}", text(&output.stderr));
}

/// Only the cells that are there cost anything, whatever size a sheet says it has.
#[test]
fn a_sheet_that_declares_the_whole_grid_is_read() {
    let folder = Folder::new("hostile-grid");
    let cells = |row: usize, cells: &[String]| {
        let cells = cells.iter().enumerate().map(|(column, cell)| {
            let name = relief::input::letters(column);
            format!("<c r=\"{name}{row}\" t=\"inlineStr\"><is><t>{cell}</t></is></c>")
        });
        format!("<row r=\"{row}\">{}</row>", cells.collect::<String>())
    };
    let mut header = support::HEADER.map(str::to_owned).to_vec();
    let mut sheet = SHEET.replace("<sheetData>", "<dimension ref=\"A1:XFD1048576\"/><sheetData>");
    sheet += &cells(1, &header);
    for (number, row) in rows(10).iter().enumerate() {
        sheet += &cells(number + 2, row);
    }
    folder.file("临时救助.xlsx", xlsx_of(&(sheet + "</sheetData></worksheet>"), false));
    let output = relief(&folder.0, &["validate", "临时救助.xlsx", "--as-of", "2018-04-30"]);
    assert!(text(&output.stdout).contains("11行＝使用10行"), "{}", text(&output.stdout));

    header.extend((8..16_384).map(|number| format!("列{number}")));
    let wide = format!("{SHEET}{}{}</sheetData></worksheet>", cells(1, &header), cells(2, &rows(1)[0]));
    folder.file("临时救助2.xlsx", xlsx_of(&wide, false));
    let output = relief(&folder.0, &["validate", "临时救助2.xlsx", "--as-of", "2018-04-30", "--limit", "1"]);
    assert!(text(&output.stdout).contains("2行＝使用1行"), "{}", text(&output.stdout));
}

/// Records of a workbook of Excel 97: texts that cells may share, then as many names of one and the same sheet.
fn shared_sheet(texts: &[&[u8]], sheets: usize, cells: &[(u16, &[u8])]) -> Vec<u8> {
    let globals = |place: u32| {
        let mut book = Records::default();
        book.record(0x0809, &[&[0, 6, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]]);
        for number in 0..sheets {
            let name = format!("{number:03}");
            book.record(0x0085, &[&place.to_le_bytes(), &[0, 0, 3, 0], name.as_bytes()]);
        }
        let count = (texts.len() as u32).to_le_bytes();
        book.record(0x00FC, &[&count, &count, &texts.concat()]).record(0x000A, &[]);
        book.0
    };
    let mut sheet = Records::default();
    sheet.record(0x0809, &[&[0, 6, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]]);
    for (number, data) in cells {
        sheet.record(*number, &[data]);
    }
    sheet.record(0x000A, &[]);
    let place = globals(0).len() as u32;
    ole("/Workbook", &[globals(place), sheet.0].concat())
}

#[test]
fn what_an_old_workbook_would_swell_to_is_counted_over_all_its_sheets() {
    // One text of 4,000 characters in each of 20,000 cells; two far corners in each of 60 sheets.
    let long = [
        &4000_u16.to_le_bytes()[..],
        &[1],
        &"扎".repeat(4000).encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>(),
    ]
    .concat();
    let shared: Vec<Vec<u8>> = (0..20_000_u16).map(|row| [&row.to_le_bytes()[..], &[0; 8]].concat()).collect();
    let shared: Vec<(u16, &[u8])> = shared.iter().map(|cell| (0x00FD, &**cell)).collect();
    let corners: [(u16, &[u8]); 2] = [(0x0203, &[0; 14]), (0x0203, &[255, 255, 63, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])];
    refused(&[
        ("a.xls", shared_sheet(&[&long], 1, &shared), "各格文字共超过64MB，不像花名册"),
        ("b.xls", shared_sheet(&[], 60, &corners), "单元格散布在65536行×64列，不像花名册"),
    ]);
}

/// What is written once and read in every row: blank cells before a far one, a text that many cells share.
#[test]
fn what_a_sheet_would_swell_to_is_counted_while_it_is_read() {
    let far: String = (1..=3000).map(|row| format!("<row r=\"{row}\"><c r=\"XFD{row}\"><v>1</v></c></row>")).collect();
    let far = format!("{SHEET}{far}</sheetData></worksheet>");
    let long = "长".repeat(32_000);
    let shared: String =
        (1..=2000).map(|row| format!("<row r=\"{row}\"><c r=\"C{row}\" t=\"s\"><v>0</v></c></row>")).collect();
    let shared = format!("{SHEET}{shared}</sheetData></worksheet>");
    let strings = format!("<sst uniqueCount=\"1\"><si><t>{long}</t></si></sst>");
    let repeated = format!(
        "<table:table-row table:number-rows-repeated=\"2000\"><table:table-cell><text:p>{long}</text:p></table:table-cell>\
         </table:table-row>"
    );
    let table = format!("<office:document-content><table:table>{repeated}</table:table></office:document-content>");
    refused(&[
        ("a.xlsx", xlsx_of(&far, false), "单元格散布在"),
        ("b.xlsx", xlsx_with(&shared, false, Some(&strings)), "各格文字共超过64MB，不像花名册"),
        ("c.ods", ods_of(&table), "各格文字共超过64MB，不像花名册"),
    ]);
}

/// A workbook of so many sheets, all of one and the same part.
fn sheets_of_one_part(count: usize) -> Vec<u8> {
    let sheets: String = (0..count)
        .map(|number| format!("<sheet name=\"{number}\" sheetId=\"{}\" r:id=\"rId1\"/>", number + 1))
        .collect();
    let relation = |kind: &str, target: &str| {
        let (relations, office) = (containers::RELATIONS, containers::OFFICE);
        format!(
            "<Relationships xmlns=\"{relations}\"><Relationship Id=\"rId1\" Type=\"{office}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let book = format!("<workbook xmlns:r=\"{}\"><sheets>{sheets}</sheets></workbook>", containers::OFFICE);
    zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", relation("officeDocument", "xl/workbook.xml").as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml").as_bytes()),
        ("xl/worksheets/sheet1.xml", format!("{SHEET}</sheetData></worksheet>").as_bytes()),
    ])
}

#[test]
fn more_sheets_than_any_county_has_are_named() {
    let parts: Vec<String> = (0..1001).map(|number| format!("xl/worksheets/sheet{number}.xml")).collect();
    let parts = parts.iter().map(|part| (part.as_str(), SHEET.as_bytes()));
    let parts: Vec<(&str, &[u8])> = [("[Content_Types].xml", &b"<Types/>"[..])].into_iter().chain(parts).collect();
    let xml = |count: usize| {
        let sheets = "<Worksheet ss:Name=\"表\"><Table></Table></Worksheet>".repeat(count);
        format!(
            "<?xml version=\"1.0\"?><Workbook xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">{sheets}</Workbook>"
        )
    };
    let tables = "<table:table table:name=\"表\"></table:table>".repeat(1001);
    let words = "工作表超过1000张，太多了";
    refused(&[
        ("a.xlsx", zip(&parts), words),
        ("b.xlsx", sheets_of_one_part(1001), words),
        ("c.xml", xml(1001).into_bytes(), words),
        ("d.ods", ods_of(&format!("<office:document-content>{tables}</office:document-content>")), words),
        ("e.xls", shared_sheet(&[], 1001, &[]), words),
    ]);
    for (name, bytes) in [("a.xlsx", sheets_of_one_part(1000)), ("b.xml", xml(1000).into_bytes())] {
        let (_, said) = beside_a_sound_roster(name, &bytes);
        assert!(!said.contains(words), "{said}");
    }
}

/// As many cells as a spreadsheet has columns are no reason to refuse a file.
#[test]
fn a_row_of_text_as_wide_as_a_spreadsheet_is_read() {
    let folder = Folder::new("hostile-wide");
    folder.file("wide.csv", format!("{}{}\n", support::csv(&rows(3)), "1,".repeat(16_383)));
    let output = relief(&folder.0, &["validate", "wide.csv", "--as-of", "2018-04-30"]);
    assert!(text(&output.stdout).contains("6行＝使用"), "{}", text(&output.stdout));
    assert_ne!(output.status.code(), Some(2));
}

/// Which of four hundred amounts is made of which is not asked.
#[test]
fn a_header_of_nothing_but_amounts_is_read() {
    let folder = Folder::new("hostile-amounts");
    let row = |serial: u32| {
        let amounts: String = (0..400).map(|column| format!(",{}", 100 + serial * column % 37)).collect();
        format!("泽曲镇,某{serial},{}{amounts}\n", support::id(serial))
    };
    let rows: String = (0..200).map(row).collect();
    folder.file("农村低保2018年4月.csv", format!("乡镇,户主姓名,户主身份证号{}\n{rows}", ",金额".repeat(400)));
    let output = relief(&folder.0, &["validate", "农村低保2018年4月.csv", "--as-of", "2018-04-30"]);
    assert!(text(&output.stdout).contains("201行＝使用200行"), "{}", text(&output.stdout));
}

/// What tells nothing costs nothing: it is counted, and the rows around it are read.
#[test]
fn blank_rows_by_the_hundred_thousand_are_counted() {
    let folder = Folder::new("hostile-blank");
    let csv = support::csv(&rows(3));
    folder.file("lines.csv", format!("{csv}{}", "\n".repeat(500_000)));
    folder.file("commas.csv", format!("{csv}{}", ",,,,,,,\r\n".repeat(100_000)));
    let output = relief(&folder.0, &["validate", "lines.csv", "--as-of", "2018-04-30"]);
    assert!(
        text(&output.stdout).contains("使用3行＋跳过500002行（标题1，表头1，空行500000）"),
        "{}",
        text(&output.stdout)
    );
    let output = relief(&folder.0, &["validate", "commas.csv", "--as-of", "2018-04-30"]);
    assert!(
        text(&output.stdout).contains("使用3行＋跳过100002行（标题1，表头1，空行100000）"),
        "{}",
        text(&output.stdout)
    );
}

#[test]
fn a_row_that_no_spreadsheet_has_is_named() {
    let sheet = |row: u32| {
        let row = format!("<row r=\"{row}\"><c r=\"A{row}\"><v>1</v></c></row>");
        xlsx_of(&format!("{SHEET}{row}</sheetData></worksheet>"), false)
    };
    let words = "有第4294967295行，而表格软件最多1048576行";
    let xml = "<?xml version=\"1.0\"?><Workbook xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">\
        <Worksheet ss:Name=\"表\"><Table><Row ss:Index=\"4294967295\"><Cell><Data ss:Type=\"Number\">1</Data></Cell></Row>\
        </Table></Worksheet></Workbook>";
    let table = "<table:table-row table:number-rows-repeated=\"4294967294\"/>\
        <table:table-row><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>";
    let ods = format!("<office:document-content><table:table>{table}</table:table></office:document-content>");
    refused(&[
        ("a.xlsx", sheet(4_294_967_295), words),
        ("b.xlsx", sheet(1_048_577), "有第1048577行，"),
        ("c.xml", xml.into(), words),
        ("d.ods", ods_of(&ods), words),
    ]);
}

/// A spreadsheet writes its rows in order: where they go backwards, no row has one above it.
#[test]
fn rows_that_go_backwards_are_named() {
    let cell = |row: u32| format!("<c r=\"A{row}\"><v>1</v></c>");
    let row = |row: u32| format!("<row r=\"{row}\">{}</row>", cell(row));
    let sheet = |rows: &str| xlsx_of(&format!("{SHEET}{rows}</sheetData></worksheet>"), false);
    // So many rows that the second of them is in another batch than the last.
    let many: String = (1..=3000).map(row).collect();
    let xml_row = |row: u32| format!("<Row ss:Index=\"{row}\"><Cell><Data ss:Type=\"Number\">1</Data></Cell></Row>");
    let xml = format!(
        "<?xml version=\"1.0\"?><Workbook xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">\
         <Worksheet ss:Name=\"表\"><Table>{}{}</Table></Worksheet></Workbook>",
        xml_row(10),
        xml_row(5)
    );
    let words = "第5行写在第10行后面";
    refused(&[
        ("rows.xlsx", sheet(&(row(10) + &row(5))), words),
        ("cells.xlsx", sheet(&format!("<row r=\"10\">{}{}</row>", cell(10), cell(5))), words),
        ("batches.xlsx", sheet(&(many + &row(2))), "第2行写在第3000行后面"),
        ("rows.xml", xml.into(), words),
    ]);
}
