//! Containers that no writer at hand makes, built byte by byte as their formats say.

use std::fmt::Write as _;
use std::io::{Cursor, Write};

use super::{HEADER, TITLE, gb18030};

/// Whether a column holds numbers or days in a workbook.
fn kind(column: usize) -> &'static str {
    match HEADER[column] {
        "救助人数" | "救助金额（元）" => "number",
        "收到审核意见日期" | "审批日期" => "day",
        _ => "text",
    }
}

/// The day as spreadsheets count it.
pub fn serial(day: &str) -> f64 {
    let day: chrono::NaiveDate = day.parse().unwrap();
    f64::from(i32::try_from((day - chrono::NaiveDate::from_ymd_opt(1899, 12, 30).unwrap()).num_days()).unwrap())
}

/// Title, header and rows, each cell with its row, column and kind.
fn cells(rows: &[Vec<String>]) -> Vec<(usize, usize, &'static str, String)> {
    let mut cells = vec![(0, 0, "text", TITLE.to_owned())];
    cells.extend(HEADER.iter().enumerate().map(|(column, words)| (1, column, "text", (*words).to_owned())));
    for (row, values) in rows.iter().enumerate() {
        let values = values.iter().enumerate().filter(|(_, value)| !value.is_empty());
        cells.extend(values.map(|(column, value)| (row + 2, column, kind(column), value.clone())));
    }
    cells
}

pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

pub fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(bytes).unwrap();
    gzip.finish().unwrap()
}

/// A web page as systems export it.
pub fn html(rows: &[Vec<String>], charset: &str) -> String {
    let mut page = format!("<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset={charset}\">");
    write!(page, "<style>td {{}}</style></head><body><table border=1><tr><th colspan=8>{TITLE}</th></tr><tr>").unwrap();
    HEADER.iter().for_each(|words| write!(page, "<th>{}</th>", escaped(words)).unwrap());
    page.push_str("</tr>");
    for row in rows {
        page.push_str("<tr>\n");
        row.iter().for_each(|cell| writeln!(page, "  <td>{}</td>", escaped(cell)).unwrap());
        page.push_str("</tr>\n");
    }
    page + "</table></body></html>"
}

/// Excel's XML of 2003.
pub fn spreadsheetml(rows: &[Vec<String>], encoding: &str) -> String {
    let mut book = format!(
        "<?xml version=\"1.0\" encoding=\"{encoding}\"?><?mso-application progid=\"Excel.Sheet\"?>\n\
         <Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" \
         xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet ss:Name=\"名册\"><Table>\n"
    );
    let mut last = None;
    for (row, column, kind, value) in cells(rows) {
        if last != Some(row) {
            book.push_str(if last.is_some() { "</Row><Row>" } else { "<Row>" });
            last = Some(row);
        }
        let (kind, value) = match kind {
            "number" => ("Number", value),
            "day" => ("DateTime", format!("{value}T00:00:00.000")),
            _ => ("String", escaped(&value)),
        };
        let column = column + 1;
        write!(book, "<Cell ss:Index=\"{column}\"><Data ss:Type=\"{kind}\">{value}</Data></Cell>").unwrap();
    }
    book + "</Row></Table></Worksheet></Workbook>"
}

pub fn ods_of(content: &str) -> Vec<u8> {
    zip(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content.as_bytes())])
}

pub fn ods(rows: &[Vec<String>]) -> Vec<u8> {
    let mut content = "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><office:body>\
        <office:spreadsheet><table:table table:name=\"名册\">"
        .to_owned();
    let mut last = None;
    for (row, column, kind, value) in cells(rows) {
        if last != Some(row) {
            content.push_str(if last.is_some() { "</table:table-row><table:table-row>" } else { "<table:table-row>" });
            last = Some(row);
            assert_eq!(column, 0, "rows of this table begin in the first column");
        }
        let typed = match kind {
            "number" => format!("office:value-type=\"float\" office:value=\"{value}\""),
            "day" => format!("office:value-type=\"date\" office:date-value=\"{value}\""),
            _ => "office:value-type=\"string\"".to_owned(),
        };
        let value = escaped(&value);
        write!(content, "<table:table-cell {typed}><text:p>{value}</text:p></table:table-cell>").unwrap();
    }
    ods_of(&(content + "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"))
}

pub const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
pub const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn relations(target: &str, kind: &str) -> String {
    format!(
        "<Relationships xmlns=\"{RELATIONS}\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/></Relationships>"
    )
}

/// A workbook of one sheet, given as XML; style 1 is a day.
pub fn xlsx_of(sheet: &str, from_1904: bool) -> Vec<u8> {
    xlsx_with(sheet, from_1904, None)
}

pub fn xlsx_with(sheet: impl AsRef<[u8]>, from_1904: bool, strings: Option<&str>) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let book = format!(
        "<workbook xmlns=\"{main}\" xmlns:r=\"{OFFICE}\"><workbookPr date1904=\"{}\"/><sheets>\
         <sheet name=\"名册\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
        u8::from(from_1904)
    );
    let styles = format!(
        "<styleSheet xmlns=\"{main}\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"
    );
    let (root, sheets) =
        (relations("xl/workbook.xml", "officeDocument"), relations("worksheets/sheet1.xml", "worksheet"));
    let mut parts = vec![
        ("[Content_Types].xml", "<Types/>".as_bytes()),
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", sheets.as_bytes()),
        ("xl/styles.xml", styles.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_ref()),
    ];
    parts.extend(strings.map(|strings| ("xl/sharedStrings.xml", strings.as_bytes())));
    zip(&parts)
}

/// Records of a binary workbook of 2007, [MS-XLSB].
pub struct Binary(pub Vec<u8>);

impl Binary {
    pub fn record(&mut self, number: u16, data: &[u8]) -> &mut Binary {
        match number < 128 {
            true => self.0.push(number as u8),
            false => self.0.extend([(number & 0x7F) as u8 | 0x80, (number >> 7) as u8]),
        }
        let mut length = data.len();
        loop {
            let more = length > 0x7F;
            self.0.push((length & 0x7F) as u8 | if more { 0x80 } else { 0 });
            length >>= 7;
            if !more {
                break;
            }
        }
        self.0.extend(data);
        self
    }
}

pub fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut bytes = (units.len() as u32).to_le_bytes().to_vec();
    bytes.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
    bytes
}

pub fn xlsb(rows: &[Vec<String>]) -> Vec<u8> {
    let mut sheet = Binary(Vec::new());
    sheet.record(129, &[]).record(148, &[0; 16]).record(145, &[]);
    let mut last = None;
    for (row, column, kind, value) in cells(rows) {
        if last != Some(row) {
            let mut data = (row as u32).to_le_bytes().to_vec();
            data.extend([0; 13]);
            sheet.record(0, &data);
            last = Some(row);
        }
        let mut data = (column as u32).to_le_bytes().to_vec();
        data.extend([u8::from(kind == "day"), 0, 0, 0]);
        let number = match kind {
            "number" => 5,
            "day" => 5,
            _ => 6,
        };
        data.extend(match kind {
            "number" => value.parse::<f64>().unwrap().to_le_bytes().to_vec(),
            "day" => serial(&value).to_le_bytes().to_vec(),
            _ => wide(&value),
        });
        sheet.record(number, &data);
    }
    sheet.record(146, &[]).record(130, &[]);

    let mut book = Binary(Vec::new());
    let mut entry = [0_u32.to_le_bytes(), 1_u32.to_le_bytes()].concat();
    entry.extend(wide("rId1"));
    entry.extend(wide("名册"));
    book.record(131, &[]).record(153, &[0; 8]).record(143, &[]).record(156, &entry).record(144, &[]).record(132, &[]);

    let mut styles = Binary(Vec::new());
    styles.record(278, &[]).record(617, &2_u32.to_le_bytes());
    for format in [0_u16, 14] {
        let mut data = vec![0; 2];
        data.extend(format.to_le_bytes());
        data.extend([0; 12]);
        styles.record(47, &data);
    }
    styles.record(618, &[]).record(279, &[]);

    let (root, sheets) =
        (relations("xl/workbook.bin", "officeDocument"), relations("worksheets/sheet1.bin", "worksheet"));
    zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.bin", &book.0),
        ("xl/_rels/workbook.bin.rels", sheets.as_bytes()),
        ("xl/styles.bin", &styles.0),
        ("xl/worksheets/sheet1.bin", &sheet.0),
    ])
}

/// Records of Excel 5.
#[derive(Default)]
pub struct Records(pub Vec<u8>);

impl Records {
    pub fn record(&mut self, number: u16, parts: &[&[u8]]) -> &mut Records {
        let data = parts.concat();
        self.0.extend(number.to_le_bytes());
        self.0.extend((data.len() as u16).to_le_bytes());
        self.0.extend(data);
        self
    }
}

pub const BEGIN: [u8; 8] = [0x00, 0x05, 0x05, 0x00, 0, 0, 0, 0];
pub const BEGIN_SHEET: [u8; 8] = [0x00, 0x05, 0x10, 0x00, 0, 0, 0, 0];

/// An OLE file with a workbook's records.
pub fn ole(stream: &str, records: &[u8]) -> Vec<u8> {
    let mut ole = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    ole.create_stream(stream).unwrap().write_all(records).unwrap();
    ole.into_inner().into_inner()
}

/// A workbook of Excel 5 with bytes of GBK, whatever code page it claims.
pub fn biff5(rows: &[Vec<String>], codepage: Option<u16>) -> Vec<u8> {
    let mut sheet = Records::default();
    let height = rows.len() as u16 + 2;
    sheet.record(0x0809, &[&BEGIN_SHEET]);
    sheet.record(0x0200, &[&0_u16.to_le_bytes(), &height.to_le_bytes(), &[0, 0], &8_u16.to_le_bytes(), &[0, 0]]);
    for (row, column, kind, value) in cells(rows) {
        let (row, column) = ((row as u16).to_le_bytes(), (column as u16).to_le_bytes());
        match kind {
            "number" => sheet.record(0x0203, &[&row, &column, &[0, 0], &value.parse::<f64>().unwrap().to_le_bytes()]),
            "day" => sheet.record(0x0203, &[&row, &column, &[1, 0], &serial(&value).to_le_bytes()]),
            _ => {
                let text = gb18030(&value);
                sheet.record(0x0204, &[&row, &column, &[0, 0], &(text.len() as u16).to_le_bytes(), &text])
            }
        };
    }
    sheet.record(0x000A, &[]);
    ole("/Book", &book(&sheet.0, codepage))
}

/// The records of a workbook with one sheet.
pub fn book(sheet: &[u8], codepage: Option<u16>) -> Vec<u8> {
    let globals = |place: u32| {
        let name = gb18030("名册");
        let mut book = Records::default();
        book.record(0x0809, &[&BEGIN]);
        if let Some(codepage) = codepage {
            book.record(0x0042, &[&codepage.to_le_bytes()]);
        }
        for format in [0_u16, 14] {
            book.record(0x00E0, &[&[0, 0], &format.to_le_bytes(), &[0; 12]]);
        }
        book.record(0x0085, &[&place.to_le_bytes(), &[0, 0], &[name.len() as u8], &name]);
        book.record(0x000A, &[]);
        book.0
    };
    let place = globals(0).len() as u32;
    [globals(place), sheet.to_vec()].concat()
}
