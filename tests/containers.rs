//! The same table of records in every container a county has, by content and whatever the name: equal records.

mod support;

use std::path::{Path, PathBuf};

use relief::input::{self, Container, FileFacts, InputError};
use support::containers::{biff5, gzip, html, ods, spreadsheetml, xlsb, zip};
use support::{Folder, csv, gb18030, records, relief, rows, text, xlsx};

type Records = Vec<Vec<(&'static str, String)>>;
/// Rows with their numbers.
type Rows = Vec<(u32, Vec<String>)>;

fn row(cells: [&str; 8]) -> Vec<String> {
    cells.map(str::to_owned).to_vec()
}

/// The two rows that the fixtures of other writers hold.
fn fixture_rows() -> Vec<Vec<String>> {
    vec![
        row(["1", "泽曲镇", "甲", "99010119700101001X", "3", "2018-04-10", "2018-04-24", "3000"]),
        row(["2", "麦秀镇", "乙", "99010119800202002X", "2", "2018-04-10", "2018-04-25", "1200.5"]),
    ]
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

/// What the sheets of a file hold, row by row, as a person would read it.
fn shown(path: &Path) -> Result<(Rows, FileFacts), InputError> {
    let mut rows = Vec::new();
    let facts = input::read(path, &mut |sheet| {
        while let Some(batch) = sheet.next_batch()? {
            batch.for_each(|row| rows.push((row.number, row.cells.iter().map(input::Cell::shown).collect())));
        }
        Ok(())
    })?;
    Ok((rows, facts))
}

fn cells(path: &Path) -> Rows {
    shown(path).unwrap().0
}

fn facts(path: &Path) -> FileFacts {
    shown(path).unwrap().1
}

/// Bytes of every container, each with the ending it should have.
fn every_container(rows: &[Vec<String>]) -> Vec<(Container, &'static str, Vec<u8>)> {
    let folder = Folder::new("every-container");
    let book = folder.0.join("book.xlsx");
    xlsx(rows, &book);
    let csv = csv(rows);
    vec![
        (Container::Text, "csv", csv.clone().into_bytes()),
        (Container::Text, "txt", gb18030(&csv.replace(',', "\t"))),
        (Container::Text, "csv.gz", gzip(csv.as_bytes())),
        (Container::Xlsx, "xlsx", std::fs::read(&book).unwrap()),
        (Container::Xlsx, "xlsx.gz", gzip(&std::fs::read(&book).unwrap())),
        (Container::Xlsb, "xlsb", xlsb(rows)),
        (Container::Xls, "xls", biff5(rows, Some(936))),
        (Container::Xls, "et", biff5(rows, Some(1252))),
        (Container::Xls, "xlt", biff5(rows, None)),
        (Container::Ods, "ods", ods(rows)),
        (Container::Html, "html", html(rows, "utf-8").into_bytes()),
        (Container::Html, "htm", gb18030(&html(rows, "gb2312"))),
        (Container::SpreadsheetMl, "xml", spreadsheetml(rows, "UTF-8").into_bytes()),
        (Container::SpreadsheetMl, "xml", gb18030(&spreadsheetml(rows, "gb2312"))),
    ]
}

#[test]
fn every_container_gives_equal_records() {
    let folder = Folder::new("containers");
    let rows = rows(40);
    let expected = records(&folder.file("expected.csv", csv(&rows)));
    assert_eq!(expected.len(), 40);
    for (number, (container, ending, bytes)) in every_container(&rows).into_iter().enumerate() {
        let path = folder.file(&format!("{number}.{ending}"), bytes);
        assert_eq!(records(&path), expected, "{}", path.display());
        let facts = facts(&path);
        assert_eq!((facts.container, facts.misnamed), (container, None), "{}", path.display());
    }
}

#[test]
fn a_wrong_ending_is_read_and_said() {
    let folder = Folder::new("misnamed");
    let rows = rows(3);
    let expected: Records = records(&folder.file("expected.csv", csv(&rows)));
    for (number, (container, ending, bytes)) in every_container(&rows).into_iter().enumerate() {
        let wrong = match container {
            Container::Xls => "xlsx",
            _ => "xls",
        };
        let path = folder.file(&format!("{number}.{wrong}"), bytes);
        assert_eq!(records(&path), expected, "{ending} named {wrong}");
        assert_eq!(facts(&path).misnamed.as_deref(), Some(wrong), "{ending} named {wrong}");
    }
    folder.file("临时救助.xls", html(&rows, "utf-8"));
    let note = "扩展名是 .xls，内容却是 html，按内容读";
    let inspected = relief(&folder.0, &["inspect", "临时救助.xls"]);
    assert!(text(&inspected.stdout).contains(note), "{}", text(&inspected.stdout));
    let validated = relief(&folder.0, &["validate", "临时救助.xls", "--as-of", "2018-04-30"]);
    assert!(text(&validated.stdout).contains(note), "{}", text(&validated.stdout));
}

#[test]
fn other_writers_files_give_the_same_records() {
    let folder = Folder::new("writers");
    let ours = folder.0.join("ours.xlsx");
    xlsx(&fixture_rows(), &ours);
    let expected = records(&ours);
    let mut seen = 0;
    for entry in std::fs::read_dir(fixture("writers")).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(records(&path), expected, "{}", path.display());
        assert_eq!(facts(&path).misnamed, None, "{}", path.display());
        seen += 1;
    }
    assert!(seen >= 13, "{seen}");
    assert_eq!(records(&fixture("temporary.xls")), expected);
}

/// Gnumeric alone still writes them; what its files hold is asked for together with those of the others.
#[test]
fn a_workbook_of_1995_is_one_of_code_page_936() {
    let of_1995 = std::fs::read(fixture("writers/gnumeric-95.xls")).unwrap();
    let (chinese, _, _) = encoding_rs::GBK.encode("泽曲镇");
    let holds = |bytes: &[u8]| of_1995.windows(bytes.len()).any(|found| found == bytes);
    // BOF of BIFF5 and the record of the code page.
    assert!(holds(b"\x09\x08\x08\x00\x00\x05\x05\x00") && holds(b"\x42\x00\x02\x00\xA8\x03") && holds(&chinese));
}

/// One roster with merged cells by writers that have no part in this project; `merged.py` and `gnumeric.py` of `tests/fixtures` made it.
///
/// SheetJS hides nothing in .ods, .fods and .html and no row in .xls, which it ends short of the blocks its table tells of.
#[test]
fn merged_cells_of_other_writers_give_the_same_records() {
    let folder = Folder::new("merged");
    let expected = [
        ["001", "泽曲镇", "甲", "甲", "99010119700101001X", "800.00"],
        ["001", "泽曲镇", "甲", "乙", "99010119800202002X", "Missing"],
        ["001", "泽曲镇", "甲", "丙", "990101200503030031", "Missing"],
        ["002", "泽曲镇", "丁·卓玛", "丁·卓玛", "990101196504040043", "420.50"],
        ["003", "麦秀镇", "戊", "戊", "990101197205050057", "600.00"],
        ["003", "麦秀镇", "戊", "己", "99010119990606006X", "Missing"],
    ];
    let mut seen = 0;
    for entry in std::fs::read_dir(fixture("merged")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        std::fs::copy(&path, folder.0.join(&name)).unwrap();
        let told = !matches!(name.as_str(), "sheetjs.ods" | "sheetjs.fods" | "sheetjs.html");
        let output = relief(&folder.0, &["inspect", &name, "--format", "json"]);
        let said: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let roster = &said["records"][0];
        assert_eq!(roster["layout"], "household-rows", "{name}");
        assert_eq!((&roster["header_first_row"], &roster["header_last_row"]), (&3.into(), &4.into()), "{name}");
        assert_eq!((&roster["rows"], &roster["rows_used"]), (&11.into(), &6.into()), "{name}");
        assert_eq!(roster["rows_hidden"], u32::from(told && name != "sheetjs.xls"), "{name}");
        let hidden: Vec<&str> = roster["columns"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|column| column["hidden"] == true)
            .map(|column| column["field"].as_str().unwrap())
            .collect();
        assert_eq!(hidden, if told { vec!["head-id"] } else { vec![] }, "{name}");
        let of_file = &said["summary"]["files"][0]["sheets_skipped"];
        assert_eq!(of_file.as_array().unwrap().len(), usize::from(told), "{name}: {of_file}");

        let output = relief(&folder.0, &["convert", &name, "--format", "ndjson", "--reveal"]);
        let text = text(&output.stdout);
        let records: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let said = |record: &serde_json::Value, field: &str| record[field].as_str().unwrap_or("Missing").to_owned();
        let fields = ["household-number", "township", "head-name", "name", "id", "monthly-amount"];
        let is: Vec<Vec<String>> =
            records.iter().map(|record| fields.iter().map(|field| said(record, field)).collect()).collect();
        assert_eq!(is, expected, "{name}");
        seen += 1;
    }
    assert!(seen >= 18, "{seen}");
}

#[test]
fn big5_is_read_only_where_it_is_certain() {
    let folder = Folder::new("big5");
    let csv = "臨時救助名冊\n姓名,鄉鎮,身分證字號,備註,核准日期,發放金額\n某甲,澤曲鎮,1,醫療費用過高,無,二千元\n";
    let (bytes, _, unmappable) = encoding_rs::BIG5.encode(csv);
    assert!(!unmappable);
    let path = folder.file("roster.csv", &bytes);
    assert_eq!(facts(&path).encoding.unwrap().name(), "Big5");
    assert_eq!(cells(&path)[1].1[1], "鄉鎮");
    let few = folder.file("few.csv", encoding_rs::GB18030.encode("姓名\n某喆\n").0);
    assert_eq!(facts(&few).encoding.unwrap().name(), "GB18030");
}

#[test]
fn an_archive_is_read_file_by_file() {
    let folder = Folder::new("archive");
    let rows = rows(4);
    let book = folder.0.join("book.xlsx");
    xlsx(&rows, &book);
    let book = std::fs::read(book).unwrap();
    let inner = zip(&[("a.csv", csv(&rows).as_bytes())]);
    let bytes = zip(&[
        ("临时救助.xlsx", book.as_slice()),
        ("../../上报/一季度.csv", csv(&rows).as_bytes()),
        ("__MACOSX/._x", b"x"),
        ("Thumbs.db", b"x"),
        ("里面.zip", &inner),
        ("说明.pdf", b"%PDF-1.4"),
    ]);
    let path = folder.file("乡镇.zip", &bytes);
    let members = input::members(&path).unwrap();
    assert_eq!(members, ["临时救助.xlsx", "上报/一季度.csv", "里面.zip", "说明.pdf"]);
    let expected = records(&folder.file("expected.csv", csv(&rows)));
    assert_eq!(records(&path.join(&members[0])), expected);
    assert_eq!(records(&path.join(&members[1])), expected);
    assert_eq!(shown(&path.join("里面.zip")).unwrap_err(), InputError::NestedArchive);
    assert_eq!(input::members(&folder.0.join("book.xlsx")), None);

    let output = relief(&folder.0, &["inspect", "乡镇.zip"]);
    let said = text(&output.stdout);
    for part in [
        "乡镇.zip/临时救助.xlsx\n格式：xlsx",
        "乡镇.zip/上报/一季度.csv\n格式：csv",
        "里面.zip\n是压缩包里的压缩包",
        "说明.pdf\n是PDF",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[test]
fn an_archive_is_not_written_over_by_what_was_read_from_it() {
    let folder = Folder::new("containers-zip-kept");
    let bytes = zip(&[("上报/a.csv", csv(&rows(1)).as_bytes())]);
    let path = folder.file("乡镇.zip", &bytes);
    let arguments = ["validate", "乡镇.zip/上报/a.csv", "--as-of", "2018-04-30", "--format", "csv", "-o", "./乡镇.zip"];
    let output = relief(&folder.0, &arguments);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("./乡镇.zip是输入文件，不能覆盖"), "{}", text(&output.stderr));
    assert_eq!(std::fs::read(path).unwrap(), bytes);
}

#[test]
fn a_file_of_an_archive_that_is_given_twice_is_read_once() {
    let folder = Folder::new("containers-zip-twice");
    folder.file("乡镇.zip", zip(&[("上报/a.csv", csv(&rows(1)).as_bytes())]));
    let read = |files: &[&str]| {
        let arguments = [&["totals", "--as-of", "2018-04-30", "--format", "csv"], files].concat();
        let output = relief(&folder.0, &arguments);
        (text(&output.stdout), text(&output.stderr))
    };
    let (once, _) = read(&["乡镇.zip"]);
    let (twice, notes) = read(&["乡镇.zip", "./乡镇.zip/上报/a.csv"]);
    assert_eq!(twice, once);
    assert!(notes.contains("./乡镇.zip/上报/a.csv给出不止一次，只读一次"), "{notes}");
}

/// A link in a folder to the folder itself leads nowhere new.
#[cfg(unix)]
#[test]
fn a_folder_that_a_link_leads_back_to_is_looked_at_once() {
    let folder = Folder::new("link-back");
    folder.file("城市低保2018年4月.csv", csv(&rows(3)));
    std::os::unix::fs::symlink(".", folder.0.join("自身")).unwrap();
    let output = relief(&folder.0, &["inspect", ".", "--format", "csv"]);
    let (listed, noted) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(listed.lines().count(), 2, "{listed}");
    assert!(listed.contains("\n城市低保2018年4月.csv,") && noted.is_empty(), "{listed}{noted}");
}

/// What `inspect --pin` writes of a file loads as it stands, wherever the file lies and however it was named.
#[test]
fn what_pins_a_file_of_an_archive_names_it_in_the_workspace() {
    let folder = Folder::new("containers-zip-pinned");
    std::fs::create_dir(folder.0.join("县")).unwrap();
    folder.file("县/relief.toml", "area = \"632323\"\n");
    let zipped = folder.file("县/乡镇[1].zip", zip(&[("上报/a.csv", csv(&rows(1)).as_bytes())]));
    let plain = folder.file("县/b.csv", csv(&rows(1)));
    let hidden = folder.file("县/._b.csv", "not a roster");
    for named in ["乡镇[1].zip", "b.csv", zipped.to_str().unwrap(), plain.to_str().unwrap()] {
        let pinned = text(&relief(&folder.0, &["-C", "县", "inspect", "--pin", named]).stdout);
        let file = if named.ends_with(".csv") { "b.csv" } else { "乡镇[[]1[]].zip/上报/a.csv" };
        assert!(pinned.contains(&format!("files      = \"{file}\"\n")), "{named}: {pinned}");
        folder.file("县/relief.toml", format!("area = \"632323\"\n{pinned}"));
        let read = relief(&folder.0, &["-C", "县", "totals", "--as-of", "2018-04-30"]);
        assert_eq!(read.status.code(), Some(0), "{named}: {}", text(&read.stderr));
    }
    folder.file("县/relief.toml", "area = \"632323\"\n[[roster]]\nfiles = \"*.csv\"\n");
    let read = relief(&folder.0, &["-C", "县", "totals", "--as-of", "2018-04-30"]);
    assert_eq!(read.status.code(), Some(0), "{}: {}", hidden.display(), text(&read.stderr));
}

/// Bytes with every occurrence of one run replaced by another of the same length.
fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Option<Vec<u8>> {
    (from.len() == to.len()).then(|| {
        let mut bytes = bytes.to_vec();
        while let Some(at) = bytes.windows(from.len()).position(|window| window == from) {
            bytes[at..at + to.len()].copy_from_slice(to);
        }
        bytes
    })
}

/// Chinese Windows writes names of archives in GBK and does not say so.
#[test]
fn names_in_an_archive_may_be_gbk() {
    let folder = Folder::new("archive-gbk");
    let bytes = zip(&[("abcdefgh.csv", csv(&rows(1)).as_bytes())]);
    let bytes = replaced(&bytes, b"abcdefgh", &gb18030("救助名册")).unwrap();
    let path = folder.file("乡镇.zip", bytes);
    assert_eq!(input::members(&path).unwrap(), ["救助名册.csv"]);
    assert_eq!(cells(&path.join("救助名册.csv")).len(), 3);
}

#[test]
fn html_tables_keep_their_columns() {
    let folder = Folder::new("html");
    let page = "<html><head><title>登录</title><style>td{color:red}</style></head><body><h3>临时救助&nbsp;花名册</h3>\n\
        <table><caption>说明</caption><tr><th rowspan=2>姓名<th colspan='2'>发放<br>金额<th>备注</tr>\n\
        <tr><td>一月</td><td>二月</td><td>A&amp;B &lt;1&gt; &#20803;</td></tr>\n\
        <tr><td>  某\n  甲 <td>1<td>2</table>\
        <table><tr><td>外<table><tr><td>内1</td><td>内2</td></tr></table>后</td><td>旁</td></tr></table>\
        <script>var a = '<td>x</td>';</script></body></html>";
    let cells = cells(&folder.file("page.xls", page));
    let rows: Vec<Vec<&str>> = cells.iter().map(|(_, cells)| cells.iter().map(String::as_str).collect()).collect();
    assert_eq!(
        rows,
        [
            vec!["临时救助\u{a0}花名册"],
            vec!["说明"],
            vec!["姓名", "发放\n金额", "", "备注"],
            vec!["", "一月", "二月", "A&B <1> 元"],
            vec!["某 甲", "1", "2"],
            vec!["外"],
            vec!["内1", "内2"],
            vec!["后", "旁"],
        ]
    );
    assert_eq!(cells.iter().map(|(number, _)| *number).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6, 7, 8]);
}

#[test]
fn spreadsheetml_knows_gaps_spans_remarks_and_hidden_sheets() {
    let folder = Folder::new("spreadsheetml");
    let book = r#"<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="字典"><Table><Row><Cell><Data ss:Type="String">码</Data></Cell></Row></Table>
<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>
<Worksheet ss:Name="名册"><Table><Row ss:Index="3"><Cell ss:Index="2" ss:MergeAcross="1"><Data ss:Type="String">甲&amp;乙&#10;丙</Data>
<Comment><Data>批注</Data></Comment></Cell><Cell><Data ss:Type="Number">1.5</Data></Cell></Row>
<Row ss:Span="2"/><Row><Cell><Data ss:Type="DateTime">2018-04-24T00:00:00.000</Data></Cell>
<Cell><Data ss:Type="Boolean">1</Data></Cell><Cell><Data ss:Type="Error">#N/A</Data></Cell>
<Cell ss:Formula="=1+1"/><Cell ss:StyleID="s1"/></Row></Table></Worksheet></Workbook>"#;
    let path = folder.file("book.xml", book);
    let expected: Vec<(u32, Vec<&str>)> =
        vec![(3, vec!["", "甲&乙\n丙", "", "1.5"]), (7, vec!["2018-04-24", "TRUE", "#N/A", input::NOT_WORKED_OUT])];
    let (found, facts) = shown(&path).unwrap();
    assert_eq!(
        found,
        expected.into_iter().map(|(n, c)| (n, c.into_iter().map(str::to_owned).collect())).collect::<Vec<_>>()
    );
    assert_eq!(facts.skipped, [("字典".to_owned(), input::SkippedSheet::Hidden)]);
}

#[test]
fn ods_knows_repeats_errors_remarks_and_hidden_sheets() {
    let folder = Folder::new("ods");
    let content = r##"<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s" xmlns:calcext="c">
 <office:automatic-styles><style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles>
 <office:body><office:spreadsheet>
  <table:table table:name="字典" table:style-name="ta2"><table:table-row><table:table-cell office:value-type="string"><text:p>码</text:p></table:table-cell></table:table-row></table:table>
  <table:table table:name="名册">
   <table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
   <table:table-row table:number-rows-repeated="2">
    <table:table-cell/>
    <table:table-cell office:value-type="string" table:number-columns-repeated="2"><text:p>甲<text:s text:c="2"/>乙</text:p><text:p>丙</text:p><office:annotation><text:p>批注</text:p></office:annotation></table:table-cell>
    <table:covered-table-cell/>
    <table:table-cell office:value-type="float" office:value="1200.5"><text:p>1,200.50</text:p></table:table-cell>
    <table:table-cell office:value-type="date" office:date-value="2018-04-24"><text:p>2018年4月24日</text:p></table:table-cell>
    <table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>TRUE</text:p></table:table-cell>
    <table:table-cell table:formula="of:=NA()" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>
    <table:table-cell table:formula="of:=1+1"/>
   </table:table-row>
   <table:table-row table:number-rows-repeated="1048572"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
  </table:table>
 </office:spreadsheet></office:body>
</office:document-content>"##;
    let path = folder.file("book.ods", support::containers::ods_of(content));
    let row = ["", "甲  乙\n丙", "甲  乙\n丙", "", "1200.5", "2018-04-24", "TRUE", "#N/A", input::NOT_WORKED_OUT];
    let row: Vec<String> = row.map(str::to_owned).into();
    let (found, facts) = shown(&path).unwrap();
    assert_eq!(found, [(3, row.clone()), (4, row)]);
    assert_eq!(facts.skipped, [("字典".to_owned(), input::SkippedSheet::Hidden)]);
}

#[test]
fn formulas_never_worked_out_and_the_day_that_never_was_are_no_values() {
    let folder = Folder::new("formulas");
    let sheet = r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/><sheetData>
<row r="1"><c r="A1"><f>1+1</f><v></v></c><c r="B1"><f>1+1</f><v>2</v></c><c r="C1" t="e"><v>#N/A</v></c>
<c r="D1" s="1"><v>60</v></c><c r="E1" s="1"><v>61</v></c><c r="F1" t="str"><f>""</f><v></v></c></row></sheetData></worksheet>"#;
    let path = folder.file("book.xlsx", support::containers::xlsx_of(sheet, false));
    let expected = [input::NOT_WORKED_OUT, "2", "#N/A", "60", "1900-03-01", ""].map(str::to_owned);
    assert_eq!(cells(&path), [(1, expected.to_vec())]);
    let sheet = r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1"><c r="A1" s="1"><v>41752</v></c></row></sheetData></worksheet>"#;
    let path = folder.file("1904.xlsx", support::containers::xlsx_of(sheet, true));
    assert_eq!(cells(&path)[0].1, ["2018-04-24"]);
}

/// 1950-06-01 is 16953 where days are counted from 1904 on, and no date of 1946; 甲 was born on it, 乙 a day later.
#[test]
fn births_are_days_from_1904_on_too() {
    let folder = Folder::new("births-1904");
    let text = |cell: &str, words: &str| format!("<c r=\"{cell}\" t=\"inlineStr\"><is><t>{words}</t></is></c>");
    let header = ["A1", "B1", "C1", "D1"].iter().zip(["姓名", "身份证号", "出生日期", "救助金额"]);
    let header: String = header.map(|(cell, words)| text(cell, words)).collect();
    let row = |number: u32, name: &str, id: &str| {
        let (name, id) = (text(&format!("A{number}"), name), text(&format!("B{number}"), id));
        format!(
            "<row r=\"{number}\">{name}{id}<c r=\"C{number}\"><v>16953</v></c><c r=\"D{number}\"><v>300</v></c></row>"
        )
    };
    let rows = row(2, "甲", "999999195006010017") + &row(3, "乙", "999999195006020039");
    let sheet = format!(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row r=\"1\">{header}</row>{rows}</sheetData></worksheet>"
    );
    folder.file("临时救助2018年4月.xlsx", support::containers::xlsx_of(&sheet, true));
    let output = support::relief(&folder.0, &["validate", "--as-of", "2018-04-30", "临时救助2018年4月.xlsx"]);
    let said = support::text(&output.stdout);
    assert!(said.contains("1950-06-01"), "{said}");
    assert!(said.contains(" C3 ") && !said.contains(" C2 "), "{said}");
}
