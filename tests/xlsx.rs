//! The cells of workbooks are those that another reader of them gives, whoever wrote them and however oddly.

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use calamine::{DataRef, Dimensions, Reader, SheetType, SheetVisible, Xlsx, open_workbook};
use proptest::prelude::*;
use relief::input::{self, Cell, InputError, NOT_WORKED_OUT};
use support::Folder;
use support::containers::xlsx_with;

/// Rows with their numbers, cells by their columns.
type Rows = Vec<(u32, BTreeMap<u32, String>)>;

fn put(rows: &mut Rows, (row, column): (u32, u32), cell: String) {
    match rows.last_mut() {
        Some((last, cells)) if *last == row => drop(cells.insert(column, cell)),
        _ => rows.push((row, BTreeMap::from([(column, cell)]))),
    }
}

/// As relief reads them.
fn ours(path: &Path) -> Result<Vec<Rows>, InputError> {
    let mut sheets = Vec::new();
    input::read(path, &mut |sheet| {
        let mut rows = Rows::new();
        let outcome = loop {
            match sheet.next_batch() {
                Ok(Some(batch)) => batch.for_each(|row| {
                    for (column, cell) in (0..).zip(row.cells).filter(|(_, cell)| **cell != Cell::Empty) {
                        put(&mut rows, (row.number, column), format!("{cell:?}"));
                    }
                }),
                Ok(None) => break Ok(()),
                Err(error) => break Err(error),
            };
        };
        sheets.push(rows);
        outcome
    })?;
    Ok(sheets)
}

/// As calamine reads them; nothing is seen under a merged cell.
fn theirs(path: &Path) -> Result<Vec<Rows>, calamine::XlsxError> {
    let mut book: Xlsx<BufReader<std::fs::File>> = open_workbook(path)?;
    let is_read =
        |sheet: &&calamine::Sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible;
    let names: Vec<String> = book.sheets_metadata().iter().filter(is_read).map(|sheet| sheet.name.clone()).collect();
    let mut sheets = Vec::new();
    for name in names {
        let merges = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        let covered =
            |at: (u32, u32)| merges.iter().any(|merge: &Dimensions| merge.start != at && merge.contains(at.0, at.1));
        let (mut cells, mut rows) = (book.worksheet_cells_reader(&name)?, Rows::new());
        while let Some(cell) = cells.next_cell_with_formula_metadata()? {
            if let Some(shown) = shown(&cell.value, cell.formula.is_some()).filter(|_| !covered(cell.pos)) {
                put(&mut rows, (cell.pos.0 + 1, cell.pos.1), shown);
            }
        }
        sheets.push(rows);
    }
    Ok(sheets)
}

fn shown(value: &DataRef<'_>, has_formula: bool) -> Option<String> {
    let text = match value {
        DataRef::Error(kind) => kind.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        _ => String::new(),
    };
    Some(match value {
        DataRef::Empty if !has_formula => return None,
        DataRef::Empty => format!("{:?}", Cell::Error(NOT_WORKED_OUT)),
        DataRef::Float(number) => format!("{:?}", Cell::Number(*number)),
        DataRef::Bool(yes) => format!("{:?}", Cell::YesNo(*yes)),
        DataRef::DateTime(date) => {
            let is_day = date.is_datetime() && date.as_f64() >= 61.0;
            let day = is_day.then(|| date.as_datetime()).flatten();
            format!("{:?}", day.map_or(Cell::Number(date.as_f64()), |moment| Cell::Day(moment.date())))
        }
        DataRef::Error(_) => format!("{:?}", Cell::Error(&text)),
        _ => format!("{:?}", Cell::Text(&text)),
    })
}

#[test]
fn workbooks_of_every_writer_have_the_same_cells() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut books = Vec::new();
    for folder in [fixtures.join("writers"), fixtures.join("merged"), examples] {
        workbooks(&folder, &mut books);
    }
    assert!(books.len() >= 9, "{books:?}");
    for path in books {
        assert_eq!(ours(&path).unwrap(), theirs(&path).unwrap(), "{}", path.display());
    }
}

fn workbooks(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => workbooks(&path, found),
            false if path.extension().is_some_and(|ending| ending == "xlsx") => found.push(path),
            false => {}
        }
    }
}

/// What a cell is written as, by whom: `{a}` stands for its attributes of place and form, `{p}` for the prefix of names.
const CELLS: [&str; 42] = [
    "<{p}c{a}><{p}v>+5</{p}v></{p}c>",
    "<{p}c{a}><{p}v>.5</{p}v></{p}c>",
    "<{p}c{a}><{p}v>5.</{p}v></{p}c>",
    "<{p}c{a}><{p}v>1E400</{p}v></{p}c>",
    "<{p}c{a}><{p}v>-0</{p}v></{p}c>",
    "<{p}c{a}><{p}v>nan</{p}v></{p}c>",
    "<{p}c{a}><{p}v>1_000</{p}v></{p}c>",
    "<{p}c{a}><{p}v>1e-7</{p}v></{p}c>",
    "<{p}c{a}><{p}v>570</{p}v></{p}c>",
    "<{p}c{a} t=\"n\"><{p}v>0.1</{p}v></{p}c>",
    "<{p}c{a}><{p}v>-1.7976931348623157E+308</{p}v></{p}c>",
    "<{p}c{a}><{p}v>43179.5</{p}v></{p}c>",
    "<{p}c{a}><{p}v>12345678901234567890123</{p}v></{p}c>",
    "<{p}c{a}><{p}v>4.2000000000000002e-1</{p}v></{p}c>",
    "<{p}c{a}><{p}v>007</{p}v></{p}c>",
    "<{p}c{a}><{p}v>一千</{p}v></{p}c>",
    "<{p}c{a}><{p}v> 5 </{p}v></{p}c>",
    "<{p}c{a}/>",
    "<{p}c{a} ></{p}c>",
    "<{p}c{a}>\n  <{p}v/>\n</{p}c>",
    "<{p}c{a} t=\"s\"><{p}v>0</{p}v></{p}c>",
    "<{p}c t='s'{a}><{p}v>3</{p}v></{p}c>",
    "<{p}c{a} t=\"s\"><{p}v></{p}v></{p}c>",
    "<{p}c{a} cm=\"1\" t=\"s\" vm=\">\"><{p}v>00004</{p}v></{p}c>",
    "<{p}c{a} t=\"str\"><{p}f>\"a\"&amp;\"b\"</{p}f><{p}v>甲&amp;乙&#10;丙_x000D_&#x4e2d;</{p}v></{p}c>",
    "<{p}c{a} t=\"str\"><{p}f>A1</{p}f><{p}v></{p}v></{p}c>",
    "<{p}c{a} t=\"str\"><{p}v> a\r\nb\rc </{p}v></{p}c>",
    "<{p}c{a}><{p}f>SUM(A1:A2)</{p}f><{p}v>3</{p}v></{p}c>",
    "<{p}c{a}><{p}f t=\"shared\" ref=\"A1:A2\" si=\"0\">B1*2</{p}f></{p}c>",
    "<{p}c{a}><{p}f t=\"shared\" si=\"0\"/><{p}v></{p}v></{p}c>",
    "<{p}c{a} t=\"b\"><{p}v>1</{p}v></{p}c>",
    "<{p}c{a} t=\"b\"><{p}v>false</{p}v></{p}c>",
    "<{p}c{a} t=\"e\"><{p}v>#N/A</{p}v></{p}c>",
    "<{p}c{a} t=\"d\"><{p}v>2018-04-24T00:00:00</{p}v></{p}c>",
    "<{p}c{a} t=\"inlineStr\"><{p}is><{p}t>  甲 乙 </{p}t></{p}is></{p}c>",
    "<{p}c{a} t=\"inlineStr\"><{p}v>9</{p}v><{p}is><{p}t xml:space=\"preserve\"> 甲\t</{p}t></{p}is></{p}c>",
    "<{p}c{a} t=\"inlineStr\"><{p}is><{p}r><{p}rPr><{p}b/></{p}rPr><{p}t>甲</{p}t></{p}r><{p}r><{p}t>_x4E59_</{p}t></{p}r>\
     <{p}rPh sb=\"0\" eb=\"1\"><{p}t>jia</{p}t></{p}rPh><{p}phoneticPr fontId=\"1\"/></{p}is></{p}c>",
    "<{p}c{a} t=\"inlineStr\"><{p}is><{p}t><![CDATA[<&amp;\r\n]]]]></{p}t></{p}is></{p}c>",
    "<{p}c{a} t=\"inlineStr\"><{p}is/></{p}c>",
    "<{p}c{a} t=\"inlineStr\"><!-- <{p}c> --><{p}is><{p}t>a<!-- b -->c&lt;?</{p}t></{p}is></{p}c>",
    "<{p}c{a} t=\"is\"><{p}is><{p}t>&#x1F4F7;&quot;&apos;&gt;</{p}t></{p}is></{p}c>",
    "<{p}c{a}><?skip <{p}v>1</{p}v>?><{p}v>2</{p}v></{p}c>",
];

const TEXTS: [&str; 5] = [
    "<si><t>泽曲镇</t></si>",
    "<si/>",
    "<si><t xml:space=\"preserve\"> 甲 </t></si>",
    "<si><r><t>甲</t></r><r><rPr><sz val=\"9\"/></rPr><t xml:space='preserve'> 乙&amp;</t></r><rPh sb=\"0\" eb=\"1\"><t>x</t></rPh></si>",
    "<si><t>_x0041_\r\n<![CDATA[<b>]]>\n</t></si>",
];

/// How a sheet is written.
#[derive(Debug, Clone)]
struct Hand {
    prefix: &'static str,
    quote: char,
    numbers_rows: bool,
    numbers_cells: bool,
    between: &'static str,
    from_1904: bool,
}

fn hand() -> impl Strategy<Value = Hand> {
    let between = prop_oneof![
        Just(""),
        Just("\n\t"),
        Just("<!-- </row></sheetData> -->"),
        Just("<x:ext xmlns:x='u'>&lt;</x:ext>")
    ];
    let prefix = prop_oneof![3 => Just(""), 1 => Just("x:")];
    let quote = prop_oneof![Just('"'), Just('\'')];
    (prefix, quote, any::<bool>(), any::<bool>(), between, any::<bool>()).prop_map(
        |(prefix, quote, numbers_rows, numbers_cells, between, from_1904)| Hand {
            prefix,
            quote,
            numbers_rows,
            numbers_cells,
            between,
            from_1904,
        },
    )
}

/// Rows so far from the last, each of cells so far from the last, of a kind and a form.
type Sheet = Vec<(u32, Vec<(u32, usize, Option<u8>)>)>;

fn sheet() -> impl Strategy<Value = Sheet> {
    let cell = (1_u32..3, 0..CELLS.len(), prop::option::of(0_u8..4));
    prop::collection::vec((1_u32..4, prop::collection::vec(cell, 0..8)), 0..12)
}

fn written(sheet: &Sheet, hand: &Hand) -> String {
    let Hand { prefix, quote, between, .. } = hand;
    let mut xml = format!(
        "<?xml version={quote}1.0{quote}?>\r\n<{prefix}worksheet><{prefix}dimension ref={quote}A1{quote}/>{between}<{prefix}sheetData>"
    );
    let mut number = 0;
    for (down, cells) in sheet {
        number += down;
        let row = if hand.numbers_rows { format!(" spans = '1:9' r={quote}{number}{quote}") } else { String::new() };
        write!(xml, "{between}<{prefix}row{row}>").unwrap();
        let mut column = 0;
        for (across, kind, form) in cells {
            column += across;
            let place = format!(" r={quote}{}{number}{quote}", input::letters(column as usize - 1));
            let form = form.map(|form| format!(" s={quote}{form}{quote}")).unwrap_or_default();
            let place = if hand.numbers_cells { place } else { String::new() };
            let order = if column % 2 == 0 { format!("{form}{place}") } else { format!("{place}{form}") };
            xml.push_str(&CELLS[*kind].replace("{p}", prefix).replace("{a}", &order));
            xml.push_str(between);
        }
        write!(xml, "</{prefix}row>").unwrap();
    }
    xml + &format!("</{prefix}sheetData ></{prefix}worksheet>")
}

fn texts() -> String {
    format!("<?xml version=\"1.0\" encoding=\"utf-8\"?><sst count=\"5\" uniqueCount=\"5\">{}</sst>", TEXTS.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn sheets_by_any_hand_have_the_same_cells(sheet in sheet(), hand in hand()) {
        let folder = Folder::new("xlsx-hand");
        let xml = written(&sheet, &hand);
        let path = folder.file("book.xlsx", xlsx_with(&xml, hand.from_1904, Some(&texts())));
        prop_assert_eq!(ours(&path).unwrap(), theirs(&path).unwrap(), "{}", xml);
    }

    /// Whatever is done to the bytes of a sheet or of its texts, it is read or refused; nothing panics.
    #[test]
    fn mutated_sheets_are_read_or_refused(
        sheet in sheet(),
        hand in hand(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0..PIECES.len(), 0_usize..6), 1..5),
        of_texts in any::<bool>(),
    ) {
        let folder = Folder::new("xlsx-mutated");
        let (mut xml, mut texts) = (written(&sheet, &hand), texts());
        let changed = if of_texts { &mut texts } else { &mut xml };
        for (place, piece, length) in changes {
            let boundary = |mut at: usize| { while !changed.is_char_boundary(at) { at -= 1 } at };
            let at = boundary(place.index(changed.len()));
            let end = boundary((at + length).min(changed.len()));
            changed.replace_range(at..end.max(at), PIECES[piece]);
        }
        let path = folder.file("book.xlsx", xlsx_with(&xml, hand.from_1904, Some(&texts)));
        let _ = ours(&path);
    }
}

const PIECES: [&str; 24] = [
    "",
    "<",
    ">",
    "/",
    "&",
    ";",
    "\"",
    "'",
    "=",
    "<c>",
    "</c>",
    "<row/>",
    "<v>",
    "<is>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?",
    "&#0;",
    "_x",
    "9",
    " ",
    "甲",
];

/// Where calamine loses or refuses what stands in a cell, it is read as XML means it.
#[test]
fn cells_that_other_readers_lose_are_read() {
    let folder = Folder::new("xlsx-lost");
    let sheet = "<worksheet><sheetData><row r=\"1\"><c t=\"n\"><v><![CDATA[5]]></v></c><c><v>&#53;0</v></c>\
        <c t=\"n\"><v>无</v></c><c t=\"e\"><v>#SPILL!</v></c><c t=\"b\"><v>是</v></c><c t=\"s\"><v> 0 </v></c>\
        <c t=\"str\"><v><![CDATA[甲]]></v></c><c><extLst><ext/></extLst><v>6</v></c>\
        <c t=\"inlineStr\"><is><t>乙</t></is><v>1</v></c></row></sheetData></worksheet>";
    let path = folder.file("book.xlsx", xlsx_with(sheet, false, Some("<sst><si><t>泽曲镇</t></si></sst>")));
    let mut shown = Vec::new();
    input::read(&path, &mut |sheet| {
        while let Some(batch) = sheet.next_batch()? {
            batch.for_each(|row| shown.extend(row.cells.iter().map(Cell::shown)));
        }
        Ok(())
    })
    .unwrap();
    assert_eq!(shown, ["5", "50", "无", "#SPILL!", "是", "泽曲镇", "甲", "6", "乙"]);
}

/// A text that is not there must not become another one, nor a cell without its place stand anywhere.
#[test]
fn sheets_that_contradict_themselves_are_damaged() {
    let folder = Folder::new("xlsx-damaged");
    let cells = [
        "<c r=\"A1\" t=\"s\"><v>7</v></c>",
        "<c r=\"A1\" t=\"s\"><v>x</v></c>",
        "<c r=\"A\"><v>1</v></c>",
        "<c r=A1><v>1</v></c>",
        "<c r=\"A1\" t=\"inlineStr\"><is><t>&nbsp;</t></is></c>",
        "<c r=\"A1\" t=\"?\"><v>1</v></c>",
        "<c r=\"A1\"><v>1</v>",
    ];
    for cell in cells {
        let sheet = format!("<worksheet><sheetData><row r=\"1\">{cell}</row></sheetData></worksheet>");
        let path = folder.file("book.xlsx", xlsx_with(&sheet, false, Some(&texts())));
        assert!(matches!(ours(&path), Err(InputError::Damaged(_))), "{cell}");
    }
}

/// Hidden rows and columns are told as they come.
#[test]
fn hidden_rows_and_columns_are_known() {
    let folder = Folder::new("xlsx-hidden");
    let sheet = "<x:worksheet xmlns:x='u'><x:cols><x:col min=\"2\" max=\"3\" hidden='1'/><x:col min=\"5\" max=\"5\" hidden=\"0\"/></x:cols>\
        <x:sheetData><x:row hidden=\"true\"><x:c><x:v>1</x:v></x:c></x:row><x:row r=\"3\" hidden='0'><x:c><x:v>2</x:v></x:c></x:row>\
        <x:row hidden = \"1\" ht=\"0\"><x:c><x:v>3</x:v></x:c></x:row></x:sheetData></x:worksheet>";
    let path = folder.file("book.xlsx", xlsx_with(sheet, false, None));
    let (mut rows, mut columns) = (Vec::new(), Vec::new());
    input::read(&path, &mut |sheet| {
        while let Some(batch) = sheet.next_batch()? {
            batch.for_each(|row| rows.push((row.number, row.hidden)));
        }
        columns.extend_from_slice(sheet.hidden_columns());
        Ok(())
    })
    .unwrap();
    assert_eq!(rows, [(1, true), (3, false), (4, true)]);
    assert_eq!(columns, [(1, 2)]);
}

/// Rows of a sheet of forty megabytes, of which one tells of a merge behind all rows.
fn large() -> String {
    let blanks = " ".repeat(2000);
    let row = |number: u32| format!("{blanks}<row r=\"{number}\"><c r=\"A{number}\"><v>{number}</v></c></row>");
    let rows: String = (1..=20_000).map(row).collect();
    format!("<worksheet><sheetData>{rows}</sheetData><mergeCells><mergeCell ref=\"A7:C7\"/></mergeCells></worksheet>")
}

#[test]
fn a_large_sheet_is_unpacked_while_it_is_read() {
    let folder = Folder::new("xlsx-large");
    let bytes = xlsx_with(large(), false, None);
    let path = folder.file("book.xlsx", &bytes);
    assert_eq!(ours(&path).unwrap(), theirs(&path).unwrap());
    let mut merged = Vec::new();
    let first = input::read(&path, &mut |sheet| {
        let batch = sheet.next_batch()?.unwrap();
        batch.for_each(|row| merged.extend(row.merged.iter().map(|merge| (row.number, merge.first, merge.last))));
        // Nobody reads on.
        Err(InputError::Empty)
    });
    assert_eq!((first, merged), (Err(InputError::Empty), vec![(7, 0, 2)]));
    let (mut broken, length) = (bytes.clone(), bytes.len());
    broken[length / 2] ^= 0x55;
    assert!(matches!(ours(&folder.file("broken.xlsx", broken)), Err(InputError::Damaged(_))));
}

/// The format allows it, and nobody writes it: the library is asked, and says what it makes of it.
#[test]
fn a_sheet_in_utf16_is_left_to_the_library() {
    let folder = Folder::new("xlsx-wide");
    let sheet = "<?xml version=\"1.0\" encoding=\"UTF-16\"?><worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>";
    let path = folder.file("book.xlsx", xlsx_with(support::utf16(sheet, true, u16::to_le_bytes), false, None));
    match (ours(&path), theirs(&path)) {
        (Ok(ours), Ok(theirs)) => assert_eq!(ours, theirs),
        (ours, theirs) => {
            assert!(matches!(ours, Err(InputError::Damaged(_))) && theirs.is_err(), "{ours:?} {theirs:?}")
        }
    }
}
