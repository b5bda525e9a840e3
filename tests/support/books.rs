//! Sheets of any shape, written in every container that can carry them.

use std::fmt::Write as _;

use super::containers::{BEGIN, BEGIN_SHEET, OFFICE, RELATIONS, Records, escaped, gzip, ods_of, ole, serial, zip};
use super::{gb18030, utf16};

/// What a cell is filled with.
#[derive(Debug, Clone, PartialEq)]
pub enum Filled {
    Blank,
    Text(String),
    Number(String),
    Day(String),
    YesNo(bool),
    Error(String),
    /// A formula whose value nobody worked out.
    Unfinished,
    /// Merged with the cell to the left, or with the one above.
    Beside,
    Above,
}

#[derive(Debug, Clone)]
pub struct Page {
    pub name: String,
    pub hidden: bool,
    /// Numbers of rows, from 1.
    pub hidden_rows: Vec<usize>,
    pub hidden_columns: Vec<usize>,
    pub rows: Vec<Vec<Filled>>,
}

/// Every form a county's file comes in, with the ending it is given.
pub const FORMS: [(&str, &str); 21] = [
    ("csv utf-8", "csv"),
    ("csv utf-8 bom", "csv"),
    ("csv gb18030", "csv"),
    ("csv utf-16", "csv"),
    ("csv utf-16 be", "csv"),
    ("csv semicolons", "csv"),
    ("tsv gb18030", "txt"),
    ("csv.gz", "csv.gz"),
    ("zip of csv", "zip"),
    ("xlsx", "xlsx"),
    ("xlsx named xls", "xls"),
    ("xlsx plain", "xlsx"),
    ("xlsm", "xlsm"),
    ("xlsb", "xlsb"),
    ("xls biff5", "xls"),
    ("xls biff8", "xls"),
    ("ods", "ods"),
    ("fods", "fods"),
    ("html named xls", "xls"),
    ("html gb2312", "html"),
    ("xml 2003", "xml"),
];

/// Whether a form keeps each sheet in a file of its own, without the sheet's name in it.
pub fn is_of_one_sheet(form: &str) -> bool {
    ["csv", "tsv", "zip", "html"].iter().any(|start| form.starts_with(start))
}

/// Whether a form can hide no row and merge no cells.
pub fn shows_all(form: &str) -> bool {
    ["csv", "tsv", "zip"].iter().any(|start| form.starts_with(start))
}

/// Whether a form gives blank rows as rows.
pub fn keeps_blank_rows(form: &str) -> bool {
    ["csv", "tsv", "zip"].iter().any(|start| form.starts_with(start))
}

/// The bytes of some sheets in a form; forms of one sheet get one at a time.
pub fn written(form: &str, pages: &[Page]) -> Vec<u8> {
    match form {
        "csv utf-8" => text(&pages[0], b',').into_bytes(),
        "csv utf-8 bom" => format!("\u{feff}{}", text(&pages[0], b',').replace('\n', "\r\n")).into_bytes(),
        "csv gb18030" => gb18030(&text(&pages[0], b',')),
        "csv utf-16" => utf16(&text(&pages[0], b','), true, u16::to_le_bytes),
        "csv utf-16 be" => utf16(&text(&pages[0], b','), true, u16::to_be_bytes),
        "csv semicolons" => text(&pages[0], b';').into_bytes(),
        "tsv gb18030" => gb18030(&text(&pages[0], b'\t')),
        "csv.gz" => gzip(text(&pages[0], b',').as_bytes()),
        "zip of csv" => {
            let texts: Vec<Vec<u8>> = pages.iter().map(|page| gb18030(&text(page, b','))).collect();
            let names: Vec<String> = pages.iter().map(|page| format!("{}.csv", page.name)).collect();
            let parts: Vec<_> = names.iter().map(String::as_str).zip(texts.iter().map(Vec::as_slice)).collect();
            zip(&parts)
        }
        "xlsx" | "xlsx named xls" | "xlsm" => xlsx(pages),
        "xlsx plain" => plain_xlsx(pages),
        "xlsb" => super::binary::xlsb(pages),
        "xls biff5" => xls(pages),
        "xls biff8" => unicode_xls(pages),
        "ods" => ods_of(&opendocument(pages, "document-content", "")),
        "fods" => {
            let kind = " office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet\"";
            format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>{}", opendocument(pages, "document", kind)).into_bytes()
        }
        "html named xls" => html(&pages[0], "utf-8").into_bytes(),
        "html gb2312" => gb18030(&html(&pages[0], "gb2312")),
        "xml 2003" => spreadsheetml(pages).into_bytes(),
        other => panic!("{other} is no form"),
    }
}

impl Filled {
    /// The cell as text files have it.
    pub fn plain(&self) -> String {
        match self {
            Filled::Blank | Filled::Beside | Filled::Above | Filled::Unfinished => String::new(),
            Filled::Text(text) | Filled::Number(text) | Filled::Day(text) | Filled::Error(text) => text.clone(),
            Filled::YesNo(yes) => if *yes { "TRUE" } else { "FALSE" }.to_owned(),
        }
    }

    pub fn is_empty(&self) -> bool {
        matches!(self, Filled::Blank | Filled::Beside | Filled::Above)
    }
}

impl Page {
    /// A sheet of texts that hides nothing.
    pub fn of(name: &str, rows: &[Vec<String>]) -> Page {
        let text = |cell: &String| if cell.is_empty() { Filled::Blank } else { Filled::Text(cell.clone()) };
        Page {
            name: name.to_owned(),
            hidden: false,
            hidden_rows: Vec::new(),
            hidden_columns: Vec::new(),
            rows: rows.iter().map(|row| row.iter().map(text).collect()).collect(),
        }
    }

    fn width(&self) -> usize {
        self.rows.iter().map(Vec::len).max().unwrap_or(0)
    }

    pub(super) fn is_hidden(&self, row: usize) -> bool {
        self.hidden_rows.contains(&(row + 1))
    }

    /// How many columns and rows a cell covers.
    fn span(&self, row: usize, column: usize) -> (usize, usize) {
        let beside = self.rows[row][column + 1..].iter().take_while(|cell| **cell == Filled::Beside).count();
        let above = self.rows[row + 1..].iter().take_while(|cells| cells.get(column) == Some(&Filled::Above)).count();
        (beside + 1, above + 1)
    }

    /// Cells made of several: row, column, columns across and rows down.
    pub(super) fn merges(&self) -> Vec<(usize, usize, usize, usize)> {
        let spans = self.cells().map(|(row, column, _)| (row, column, self.span(row, column)));
        let spans = spans.map(|(row, column, (across, down))| (row, column, across, down));
        spans.filter(|(_, _, across, down)| across * down > 1).collect()
    }

    /// Cells with something in them.
    pub(super) fn cells(&self) -> impl Iterator<Item = (usize, usize, &Filled)> {
        let rows = self.rows.iter().enumerate();
        rows.flat_map(|(row, cells)| cells.iter().enumerate().map(move |(column, cell)| (row, column, cell)))
            .filter(|(_, _, cell)| !cell.is_empty())
    }
}

fn text(page: &Page, delimiter: u8) -> String {
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).flexible(true).from_writer(Vec::new());
    for cells in &page.rows {
        let mut row: Vec<String> = cells.iter().map(Filled::plain).collect();
        // As spreadsheets save them: every row as wide as the widest.
        row.resize(page.width(), String::new());
        writer.write_record(row).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

fn html(page: &Page, charset: &str) -> String {
    let mut said = format!("<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset={charset}\">");
    said.push_str("<style>td {}</style></head><body><table border=1>");
    let hides = |column: usize| page.hidden_columns.contains(&(column + 1));
    // As Excel saves columns that are hidden; other pages hide each cell.
    let in_cells = charset != "utf-8";
    for column in (0..page.width()).filter(|_| !in_cells) {
        let hidden = if hides(column) { " width=0 style='display:none;mso-width-source:userset'" } else { " width=72" };
        write!(said, "<col{hidden}>").unwrap();
    }
    for (row, cells) in page.rows.iter().enumerate() {
        said.push_str(if page.is_hidden(row) { "<tr style='height:0; display: none'>\n" } else { "<tr>\n" });
        for (column, cell) in cells.iter().enumerate() {
            if matches!(cell, Filled::Beside | Filled::Above) {
                continue;
            }
            let (across, down) = page.span(row, column);
            let words = escaped(&cell.plain()).replace('\n', "<br>");
            // One cell that is hidden makes no column that is.
            let is_last = (row + 1, column) == (page.rows.len(), 0);
            let hidden =
                if in_cells && (is_last || (across == 1 && hides(column))) { " style=\"Display : None\"" } else { "" };
            writeln!(said, "  <td colspan={across} rowspan=\"{down}\"{hidden}>{words}</td>").unwrap();
        }
        said.push_str("</tr>\n");
    }
    said + "</table></body></html>"
}

fn spreadsheetml(pages: &[Page]) -> String {
    let mut book = "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>\n\
        <Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" \
        xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">\n"
        .to_owned();
    for page in pages {
        write!(book, "<Worksheet ss:Name=\"{}\"><Table>", escaped(&page.name)).unwrap();
        for column in &page.hidden_columns {
            write!(book, "<Column ss:Index=\"{column}\" ss:Hidden=\"1\"/>").unwrap();
        }
        for (row, cells) in page.rows.iter().enumerate().filter(|(_, cells)| !cells.iter().all(Filled::is_empty)) {
            let hidden = if page.is_hidden(row) { " ss:Hidden=\"1\"" } else { "" };
            write!(book, "<Row ss:Index=\"{}\"{hidden}>", row + 1).unwrap();
            let mut next = 0;
            for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
                let (across, down) = page.span(row, column);
                let index = if column == next { String::new() } else { format!(" ss:Index=\"{}\"", column + 1) };
                next = column + across;
                let merged = match (across, down) {
                    (1, 1) => String::new(),
                    _ => format!(" ss:MergeAcross=\"{}\" ss:MergeDown=\"{}\"", across - 1, down - 1),
                };
                let place = format!("<Cell{index}{merged}");
                let value = escaped(&cell.plain()).replace('\n', "&#10;").replace('\t', "&#9;");
                let (kind, value) = match cell {
                    Filled::Unfinished => {
                        write!(book, "{place} ss:Formula=\"=1+1\"/>").unwrap();
                        continue;
                    }
                    Filled::Number(_) => ("Number", value),
                    Filled::Day(_) => ("DateTime", format!("{value}T00:00:00.000")),
                    Filled::YesNo(yes) => ("Boolean", u8::from(*yes).to_string()),
                    Filled::Error(_) => ("Error", value),
                    _ => ("String", value),
                };
                write!(book, "{place}><Data ss:Type=\"{kind}\">{value}</Data></Cell>").unwrap();
            }
            book.push_str("</Row>\n");
        }
        book.push_str("</Table>");
        if page.hidden {
            book.push_str(
                "<WorksheetOptions xmlns=\"urn:schemas-microsoft-com:office:excel\"><Visible>SheetHidden</Visible></WorksheetOptions>",
            );
        }
        book.push_str("</Worksheet>");
    }
    book + "</Workbook>"
}

fn opendocument(pages: &[Page], root: &str, more: &str) -> String {
    let of = "urn:oasis:names:tc:opendocument:xmlns";
    let mut said = format!(
        "<office:{root} xmlns:office=\"{of}:office:1.0\" xmlns:table=\"{of}:table:1.0\" xmlns:text=\"{of}:text:1.0\" \
         xmlns:style=\"{of}:style:1.0\" xmlns:calcext=\"urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0\"{more}>\
         <office:automatic-styles><style:style style:name=\"shown\" style:family=\"table\"><style:table-properties table:display=\"true\"/></style:style>\
         <style:style style:name=\"hidden\" style:family=\"table\"><style:table-properties table:display=\"false\"/></style:style>\
         </office:automatic-styles><office:body><office:spreadsheet>"
    );
    for page in pages {
        let style = if page.hidden { "hidden" } else { "shown" };
        write!(said, "<table:table table:name=\"{}\" table:style-name=\"{style}\">", escaped(&page.name)).unwrap();
        for column in 1..=page.width() {
            let hidden = if page.hidden_columns.contains(&column) { " table:visibility=\"collapse\"" } else { "" };
            write!(said, "<table:table-column{hidden}/>").unwrap();
        }
        let mut rows = Vec::new();
        for (row, cells) in page.rows.iter().enumerate() {
            let hidden = if page.is_hidden(row) { " table:visibility=\"collapse\"" } else { "" };
            let cells = cells.iter().enumerate().map(|(column, cell)| opendocument_cell(cell, page.span(row, column)));
            let cells = repeated(cells.collect(), "-cell", "columns");
            rows.push(format!("<table:table-row{hidden}>{cells}</table:table-row>"));
        }
        said.push_str(&repeated(rows, "-row", "rows"));
        said.push_str("</table:table>");
    }
    write!(said, "</office:spreadsheet></office:body></office:{root}>").unwrap();
    said
}

/// Elements one after the other; what comes again is written once, as programs do. None of them is a merged one twice.
fn repeated(elements: Vec<String>, tag: &str, of: &str) -> String {
    let alike = elements.chunk_by(|one, next| one == next && !one.contains("-spanned"));
    let written = alike.map(|alike| match alike.len() {
        1 => alike[0].clone(),
        count => alike[0].replacen(tag, &format!("{tag} table:number-{of}-repeated=\"{count}\""), 1),
    });
    written.collect()
}

fn opendocument_cell(cell: &Filled, (across, down): (usize, usize)) -> String {
    let merged = match (across, down) {
        (1, 1) => String::new(),
        _ => format!(" table:number-columns-spanned=\"{across}\" table:number-rows-spanned=\"{down}\""),
    };
    let value = cell.plain();
    let typed = match cell {
        Filled::Blank => return format!("<table:table-cell{merged}/>"),
        Filled::Beside | Filled::Above => return "<table:covered-table-cell/>".to_owned(),
        Filled::Unfinished => return "<table:table-cell table:formula=\"of:=1+1\"/>".to_owned(),
        Filled::Number(_) => format!(" office:value-type=\"float\" office:value=\"{value}\""),
        Filled::Day(_) => format!(" office:value-type=\"date\" office:date-value=\"{value}\""),
        Filled::YesNo(yes) => format!(" office:value-type=\"boolean\" office:boolean-value=\"{yes}\""),
        Filled::Error(_) => {
            " table:formula=\"of:=NA()\" office:value-type=\"string\" office:string-value=\"\" calcext:value-type=\"error\""
                .to_owned()
        }
        Filled::Text(_) => " office:value-type=\"string\"".to_owned(),
    };
    let words = escaped(&value).replace('\t', "<text:tab/>");
    let paragraphs: String = words.split('\n').map(|line| format!("<text:p>{line}</text:p>")).collect();
    format!("<table:table-cell{merged}{typed}>{paragraphs}</table:table-cell>")
}

/// By the library that writes this project's own workbooks.
fn xlsx(pages: &[Page]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let day = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    let plain = rust_xlsxwriter::Format::new();
    for page in pages {
        let sheet = book.add_worksheet();
        sheet.set_name(&page.name).unwrap();
        sheet.set_hidden(page.hidden);
        for row in &page.hidden_rows {
            sheet.set_row_hidden(*row as u32 - 1).unwrap();
        }
        for column in &page.hidden_columns {
            sheet.set_column_hidden(*column as u16 - 1).unwrap();
        }
        for (row, column, cell) in page.cells() {
            let ((across, down), row, column) = (page.span(row, column), row as u32, column as u16);
            if across * down > 1 {
                let (last_row, last_column) = (row + down as u32 - 1, column + across as u16 - 1);
                sheet.merge_range(row, column, last_row, last_column, "", &plain).unwrap();
            }
            match cell {
                Filled::Number(number) => sheet.write(row, column, number.parse::<f64>().unwrap()),
                Filled::Day(date) => {
                    sheet.write_with_format(row, column, &date.parse::<chrono::NaiveDate>().unwrap(), &day)
                }
                Filled::YesNo(yes) => sheet.write(row, column, *yes),
                Filled::Error(error) => {
                    sheet.write(row, column, rust_xlsxwriter::Formula::new("=NA()").set_result(error))
                }
                other => sheet.write(row, column, other.plain()),
            }
            .unwrap();
        }
    }
    // A book whose first sheets are hidden opens on the first that is not.
    let shown = pages.iter().position(|page| !page.hidden).unwrap_or(0);
    book.worksheet_from_index(shown).unwrap().set_active(true);
    book.save_to_buffer().unwrap()
}

fn related(targets: &[(String, &str)]) -> String {
    let mut said = format!("<Relationships xmlns=\"{RELATIONS}\">");
    for (number, (target, kind)) in targets.iter().enumerate() {
        let number = number + 1;
        write!(said, "<Relationship Id=\"rId{number}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>").unwrap();
    }
    said + "</Relationships>"
}

/// An archive with the parts of a workbook of 2007 and after.
pub(super) fn package(book: &[u8], styles: &[u8], sheets: &[Vec<u8>], ending: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let names: Vec<String> = (1..=sheets.len()).map(|number| format!("worksheets/sheet{number}.{ending}")).collect();
    let root = related(&[(format!("xl/workbook.{ending}"), "officeDocument")]);
    let of_book = related(&names.iter().map(|name| (name.clone(), "worksheet")).collect::<Vec<_>>());
    let paths: Vec<String> = names.iter().map(|name| format!("xl/{name}")).collect();
    let (book_path, styles_path) = (format!("xl/workbook.{ending}"), format!("xl/styles.{ending}"));
    let relations_path = format!("xl/_rels/workbook.{ending}.rels");
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", root.as_bytes()),
        (&book_path, book),
        (&relations_path, of_book.as_bytes()),
        (&styles_path, styles),
    ];
    parts.extend(paths.iter().map(String::as_str).zip(sheets.iter().map(Vec::as_slice)));
    parts.extend(more);
    zip(&parts)
}

/// As programs other than Excel write it: texts in the cells, formulas without a value.
fn plain_xlsx(pages: &[Page]) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let mut book = format!("<workbook xmlns=\"{main}\" xmlns:r=\"{OFFICE}\"><sheets>");
    for (number, page) in pages.iter().enumerate() {
        let (name, number) = (escaped(&page.name), number + 1);
        let state = if page.hidden { " state=\"hidden\"" } else { "" };
        write!(book, "<sheet name=\"{name}\" sheetId=\"{number}\"{state} r:id=\"rId{number}\"/>").unwrap();
    }
    book.push_str("</sheets></workbook>");
    let styles = format!(
        "<styleSheet xmlns=\"{main}\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"
    );
    let sheets: Vec<Vec<u8>> = pages.iter().map(|page| plain_sheet(page, main).into_bytes()).collect();
    package(book.as_bytes(), styles.as_bytes(), &sheets, "xml", &[])
}

fn plain_sheet(page: &Page, main: &str) -> String {
    let mut sheet = format!("<worksheet xmlns=\"{main}\">");
    if !page.hidden_columns.is_empty() {
        let hidden = |column: &usize| format!("<col min=\"{column}\" max=\"{column}\" hidden=\"1\"/>");
        write!(sheet, "<cols>{}</cols>", page.hidden_columns.iter().map(hidden).collect::<String>()).unwrap();
    }
    sheet.push_str("<sheetData>");
    for (row, cells) in page.rows.iter().enumerate() {
        let hidden = if page.is_hidden(row) { " hidden=\"1\"" } else { "" };
        write!(sheet, "<row r=\"{}\"{hidden}>", row + 1).unwrap();
        let is_under = |cell: &Filled| matches!(cell, Filled::Beside | Filled::Above);
        for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty() || is_under(cell)) {
            let place = format!("<c r=\"{}{}\"", relief::input::letters(column), row + 1);
            let value = escaped(&cell.plain());
            match cell {
                // What stood there before the cells were merged is left, and seen by nobody.
                under if is_under(under) => write!(sheet, "{place} t=\"str\"><v>旧</v></c>"),
                Filled::Unfinished => write!(sheet, "{place}><f>1+1</f><v></v></c>"),
                Filled::Number(_) => write!(sheet, "{place}><v>{value}</v></c>"),
                Filled::Day(day) => write!(sheet, "{place} s=\"1\"><v>{}</v></c>", serial(day)),
                Filled::YesNo(yes) => write!(sheet, "{place} t=\"b\"><v>{}</v></c>", u8::from(*yes)),
                Filled::Error(_) => write!(sheet, "{place} t=\"e\"><v>{value}</v></c>"),
                _ => {
                    write!(sheet, "{place} t=\"inlineStr\"><is><t xml:space=\"preserve\">{value}</t></is></c>")
                }
            }
            .unwrap();
        }
        sheet.push_str("</row>");
    }
    sheet.push_str("</sheetData>");
    if !page.merges().is_empty() {
        let place = |row: usize, column: usize| format!("{}{row}", relief::input::letters(column));
        let merge = |(row, column, across, down): (usize, usize, usize, usize)| {
            let (first, last) = (place(row + 1, column), place(row + down, column + across - 1));
            format!("<mergeCell ref=\"{first}:{last}\"/>")
        };
        write!(sheet, "<mergeCells>{}</mergeCells>", page.merges().into_iter().map(merge).collect::<String>()).unwrap();
    }
    sheet + "</worksheet>"
}

/// What old and binary workbooks write for an error.
pub(super) fn error_code(error: &str) -> u8 {
    match error {
        "#NULL!" => 0x00,
        "#DIV/0!" => 0x07,
        "#VALUE!" => 0x0F,
        "#REF!" => 0x17,
        "#NAME?" => 0x1D,
        "#NUM!" => 0x24,
        _ => 0x2A,
    }
}

/// Excel 5, in GBK.
fn xls(pages: &[Page]) -> Vec<u8> {
    let sheets: Vec<Vec<u8>> = pages.iter().map(|page| old_sheet(page, None)).collect();
    let globals = |places: &[u32]| {
        let mut book = Records::default();
        book.record(0x0809, &[&BEGIN]).record(0x0042, &[&936_u16.to_le_bytes()]);
        for format in [0_u16, 14] {
            book.record(0x00E0, &[&[0, 0], &format.to_le_bytes(), &[0; 12]]);
        }
        for (page, place) in pages.iter().zip(places) {
            let name = gb18030(&page.name);
            let state = [u8::from(page.hidden), 0];
            book.record(0x0085, &[&place.to_le_bytes(), &state, &[name.len() as u8], &name]);
        }
        book.record(0x000A, &[]);
        book.0
    };
    ole("/Book", &with_places(globals, &sheets))
}

const BEGIN_UNICODE: [u8; 16] = [0x00, 0x06, 0x05, 0x00, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
const BEGIN_UNICODE_SHEET: [u8; 16] = [0x00, 0x06, 0x10, 0x00, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

/// Excel 97 to 2003: texts stand once in a table that the cells point into, [MS-XLS].
fn unicode_xls(pages: &[Page]) -> Vec<u8> {
    let texts: std::collections::BTreeSet<String> =
        pages.iter().flat_map(Page::cells).map(|(_, _, cell)| cell.plain()).collect();
    let texts: Vec<String> = texts.into_iter().collect();
    let sheets: Vec<Vec<u8>> = pages.iter().map(|page| old_sheet(page, Some(&texts))).collect();
    let globals = |places: &[u32]| {
        let mut book = Records::default();
        book.record(0x0809, &[&BEGIN_UNICODE]).record(0x0042, &[&1200_u16.to_le_bytes()]);
        for format in [0_u16, 14] {
            book.record(0x00E0, &[&[0, 0], &format.to_le_bytes(), &[0; 16]]);
        }
        for (page, place) in pages.iter().zip(places) {
            let (state, length) = ([u8::from(page.hidden), 0], page.name.encode_utf16().count() as u8);
            let name = utf16(&page.name, false, u16::to_le_bytes);
            book.record(0x0085, &[&place.to_le_bytes(), &state, &[length, 1], &name]);
        }
        share(&texts, &mut book);
        book.record(0x000A, &[]);
        book.0
    };
    ole("/Workbook", &with_places(globals, &sheets))
}

/// The table of texts, gone on with in further records where one is full.
fn share(texts: &[String], book: &mut Records) {
    const FULL: usize = 8224;
    let count = (texts.len() as u32).to_le_bytes();
    let (mut number, mut data) = (0x00FC, [count, count].concat());
    for text in texts {
        let length = (text.encode_utf16().count() as u16).to_le_bytes();
        let entry = [&length[..], &[1], &utf16(text, false, u16::to_le_bytes)].concat();
        if data.len() + entry.len() > FULL {
            book.record(number, &[&data]);
            (number, data) = (0x003C, Vec::new());
        }
        data.extend(entry);
    }
    book.record(number, &[&data]);
}

/// The records of a workbook, whose directory says where each sheet begins.
fn with_places(globals: impl Fn(&[u32]) -> Vec<u8>, sheets: &[Vec<u8>]) -> Vec<u8> {
    let mut place = globals(&vec![0; sheets.len()]).len() as u32;
    let mut places = Vec::new();
    for sheet in sheets {
        places.push(place);
        place += sheet.len() as u32;
    }
    [globals(&places), sheets.concat()].concat()
}

fn begin_sheet(page: &Page, is_unicode: bool, sheet: &mut Records) {
    let (height, width) = (page.rows.len() as u16, page.width() as u16);
    let (height, width) = (height.to_le_bytes(), width.to_le_bytes());
    if is_unicode {
        sheet.record(0x0809, &[&BEGIN_UNICODE_SHEET]);
        sheet.record(0x0200, &[&[0; 4], &height, &[0, 0], &[0, 0], &width, &[0, 0]]);
    } else {
        sheet.record(0x0809, &[&BEGIN_SHEET]);
        sheet.record(0x0200, &[&[0, 0], &height, &[0, 0], &width, &[0, 0]]);
    }
}

/// A sheet in GBK, or with its texts in a table.
fn old_sheet(page: &Page, texts: Option<&[String]>) -> Vec<u8> {
    let mut sheet = Records::default();
    let width = page.width() as u16;
    begin_sheet(page, texts.is_some(), &mut sheet);
    for column in &page.hidden_columns {
        let column = (*column as u16 - 1).to_le_bytes();
        sheet.record(0x007D, &[&column, &column, &[0; 4], &[1, 0], &[0; 2]]);
    }
    for row in &page.hidden_rows {
        let row = (*row as u16 - 1).to_le_bytes();
        sheet.record(0x0208, &[&row, &[0, 0], &width.to_le_bytes(), &[0; 6], &0x20_u32.to_le_bytes()]);
    }
    for (row, column, cell) in page.cells() {
        let (row, column) = ((row as u16).to_le_bytes(), (column as u16).to_le_bytes());
        match cell {
            Filled::Number(number) => {
                sheet.record(0x0203, &[&row, &column, &[0, 0], &number.parse::<f64>().unwrap().to_le_bytes()])
            }
            Filled::Day(day) => sheet.record(0x0203, &[&row, &column, &[1, 0], &serial(day).to_le_bytes()]),
            Filled::YesNo(yes) => sheet.record(0x0205, &[&row, &column, &[0, 0], &[u8::from(*yes), 0]]),
            Filled::Error(error) => sheet.record(0x0205, &[&row, &column, &[0, 0], &[error_code(error), 1]]),
            other => match texts {
                None => {
                    let text = gb18030(&other.plain());
                    sheet.record(0x0204, &[&row, &column, &[0, 0], &(text.len() as u16).to_le_bytes(), &text])
                }
                Some(texts) => {
                    let place = texts.binary_search(&other.plain()).unwrap() as u32;
                    sheet.record(0x00FD, &[&row, &column, &[0, 0], &place.to_le_bytes()])
                }
            },
        };
    }
    let short = |number: usize| (number as u16).to_le_bytes();
    for (row, column, across, down) in page.merges() {
        let merge = [row, row + down - 1, column, column + across - 1].map(short);
        sheet.record(0x00E5, &[&[1, 0], &merge.concat()]);
    }
    sheet.record(0x000A, &[]);
    sheet.0
}

/// The file cut in half, as a copy that broke off.
pub fn cut(bytes: &[u8]) -> Vec<u8> {
    bytes[..bytes.len() / 2].to_vec()
}

/// The file with a password, where its form can have one.
pub fn locked(form: &str) -> Option<Vec<u8>> {
    let manifest = b"<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>";
    Some(match form {
        "xlsx" | "xlsx named xls" | "xlsx plain" | "xlsm" | "xlsb" => ole("/EncryptedPackage", b"x"),
        "xls biff5" => {
            let mut records = Records::default();
            records.record(0x0809, &[&BEGIN]).record(0x002F, &[&[1, 2, 3, 4]]);
            ole("/Book", &records.0)
        }
        "xls biff8" => {
            let mut records = Records::default();
            records.record(0x0809, &[&BEGIN_UNICODE]).record(0x002F, &[&[1, 2, 3, 4]]);
            ole("/Workbook", &records.0)
        }
        "ods" => zip(&[("content.xml", b"\x12\x34"), ("META-INF/manifest.xml", manifest)]),
        "zip of csv" => {
            let mut archive = zip(&[("花名册.csv", b"x,y\n")]);
            for (mark, flags) in [(&b"PK\x03\x04"[..], 6), (b"PK\x01\x02", 8)] {
                let at = archive.windows(4).position(|window| window == mark).unwrap();
                archive[at + flags] |= 1;
            }
            archive
        }
        _ => return None,
    })
}
