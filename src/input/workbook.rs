//! A workbook goes in; out come what its sheets share and which part of the archive each of them is.
//!
//! The library knows workbooks: where their parts are, which sheets are hidden, which forms of cells are days. It is
//! asked with a skeleton of the workbook, in which each sheet is a stub: it says which part stood in its place, and has
//! a cell of each form.

use std::fmt::Write as _;
use std::io::{Cursor, Read, Write};

use calamine::{DataRef, ExcelDateTime, ExcelDateTimeType, Reader, Xlsx};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::archive::{self, Zip};
use super::excel::{self, Skipped};
use super::markup::{Markup, Token};
use super::measure::check_sheets;
use super::source::Source;
use super::texts::Texts;
use super::{Cell, InputError, form_units};

/// How much of a part shows what it is.
const START: u64 = 16 * 1024;
/// Cells of stubs, all together; a workbook of a hundred sheets has ten thousand.
const MOST: usize = 1 << 21;

pub(super) struct Workbook {
    /// Sheets to be read, each with the place of its part in the archive.
    pub(super) sheets: Vec<(String, usize)>,
    pub(super) skipped: Skipped,
    /// The place of the part with the texts.
    texts: Option<usize>,
    forms: Forms,
}

/// What the cells of a workbook share.
pub(super) struct Shared {
    pub(super) texts: Texts,
    pub(super) forms: Forms,
}

/// How numbers are shown, by the number of the form.
#[derive(Debug, Default)]
pub(super) struct Forms {
    forms: Vec<Form>,
    /// What stands behind the numbers of each form.
    units: Vec<Option<String>>,
    pub(super) is_1904: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Form {
    Number,
    Day,
    Duration,
    /// With a unit behind it that makes more of it: 0.1万元.
    InUnit,
}

/// Parts of an archive by what they are, with their places; those of no use here are in neither.
#[derive(Default)]
struct Parts {
    sheets: Vec<usize>,
    texts: Vec<usize>,
    /// Small parts that say how the others hang together.
    others: Vec<usize>,
    /// Forms of cells, or more.
    forms: usize,
    /// The part that has them.
    styles: Option<usize>,
}

impl Workbook {
    /// `None` where it is not as workbooks nearly always are; the library may yet know it.
    pub(super) fn open(source: &Source) -> Result<Option<Workbook>, InputError> {
        let mut zip = archive::open(source)?;
        let Some(parts) = parts(&mut zip).filter(|parts| parts.forms * parts.sheets.len() <= MOST) else {
            return Ok(None);
        };
        check_sheets(parts.sheets.len())?;
        let skeleton = skeleton(&mut zip, &parts).and_then(|skeleton| Xlsx::new(Cursor::new(skeleton)).ok());
        let Some(book) = skeleton else { return Ok(None) };
        let listed = excel::sheets(book.sheets_metadata())?;
        let units = parts.styles.and_then(|place| form_units::units(part(&mut zip, place).ok()?).ok());
        Ok(of_skeleton(book, listed, &parts).map(|workbook| workbook.with(units.unwrap_or_default())))
    }

    /// With the units that its forms show behind numbers.
    fn with(mut self, units: Vec<Option<String>>) -> Workbook {
        for (form, unit) in self.forms.forms.iter_mut().zip(&units) {
            if *form == Form::Number && unit.is_some() {
                *form = Form::InUnit;
            }
        }
        self.forms.units = units;
        self
    }

    /// Reads what the cells share.
    pub(super) fn shared(&mut self, source: &Source) -> Result<Shared, InputError> {
        let texts = match self.texts {
            Some(place) => Texts::read(part(&mut archive::open(source)?, place)?)?,
            None => Texts::default(),
        };
        Ok(Shared { texts, forms: std::mem::take(&mut self.forms) })
    }
}

impl Forms {
    /// What a number in this form is.
    #[inline]
    pub(super) fn cell<'t>(&self, number: f64, form: Option<usize>, shown: &'t mut String) -> Cell<'t> {
        match form.and_then(|form| self.forms.get(form)) {
            Some(Form::InUnit) => self.in_unit(number, form, shown),
            Some(Form::Day) => excel::date_cell(&ExcelDateTime::new(number, ExcelDateTimeType::DateTime, self.is_1904)),
            _ => Cell::Number(number),
        }
    }

    /// The number and its unit, as they are shown.
    #[cold]
    fn in_unit<'t>(&self, number: f64, form: Option<usize>, shown: &'t mut String) -> Cell<'t> {
        let unit = form.and_then(|form| self.units.get(form)?.as_deref()).unwrap_or_default();
        shown.clear();
        write!(shown, "{number}{unit}").unwrap_or_default();
        Cell::Text(shown)
    }
}

pub(super) fn part(zip: &mut Zip, place: usize) -> Result<impl Read, InputError> {
    zip.by_index(place).map_err(|error| archive::zip_error(&error))
}

fn parts(zip: &mut Zip) -> Option<Parts> {
    let mut parts = Parts::default();
    for place in 0..zip.len() {
        let mut part = zip.by_index(place).ok()?;
        let name = part.name().ok()?.to_ascii_lowercase();
        if !name.ends_with(".xml") && !name.ends_with(".rels") {
            continue;
        }
        let mut start = Vec::new();
        part.by_ref().take(START).read_to_end(&mut start).ok()?;
        let root = root(&start);
        match root.as_deref() {
            Some(b"worksheet") => parts.sheets.push(place),
            Some(b"sst") => parts.texts.push(place),
            Some(b"workbook" | b"Types" | b"Relationships") => parts.others.push(place),
            Some(b"styleSheet") => {
                parts.others.push(place);
                parts.styles = Some(place);
                parts.forms += forms(start.chain(part))?;
            }
            _ if name.ends_with("sharedstrings.xml") => return None,
            _ => {}
        }
    }
    (parts.texts.len() <= 1).then_some(parts)
}

/// The name of the first element of a part that is written in UTF-8.
fn root(start: &[u8]) -> Option<Vec<u8>> {
    let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start);
    let mut markup = Markup::new(start);
    let is_utf8 = says_utf8(start);
    loop {
        match markup.next().ok()? {
            Token::Open(tag) => return is_utf8.then(|| tag.name.to_vec()),
            Token::End => return None,
            _ => {}
        }
    }
}

/// Whether a part says that it is UTF-8, or does not say what it is.
fn says_utf8(start: &[u8]) -> bool {
    let prolog = start.split(|byte| *byte == b'>').next().unwrap_or_default().to_ascii_lowercase();
    let prolog = String::from_utf8_lossy(&prolog);
    let encoding = prolog.strip_prefix("<?xml").and_then(|prolog| prolog.split_once("encoding"));
    encoding.is_none_or(|(_, encoding)| ["utf-8", "utf8", "ascii"].iter().any(|known| encoding.contains(known)))
}

fn forms(part: impl Read) -> Option<usize> {
    let (mut forms, mut markup) = (0, Markup::new(part));
    loop {
        match markup.next().ok()? {
            Token::Open(tag) if tag.name == b"xf" => forms += 1,
            Token::End => return Some(forms),
            _ => {}
        }
    }
}

fn skeleton(zip: &mut Zip, parts: &Parts) -> Option<Vec<u8>> {
    let mut skeleton = ZipWriter::new(Cursor::new(Vec::new()));
    for place in &parts.others {
        skeleton.raw_copy_file(zip.by_index_raw(*place).ok()?).ok()?;
    }
    let mut cells = String::new();
    (0..parts.forms).for_each(|form| write!(cells, "<c s=\"{form}\"><v>61</v></c>").unwrap_or_default());
    for place in &parts.sheets {
        let name = zip.name_for_index(*place)?.ok()?.into_owned();
        let unpacked = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        skeleton.start_file(name, unpacked).ok()?;
        let row = place + 1;
        write!(skeleton, "<worksheet><dimension ref=\"A{row}\"/><sheetData><row>{cells}</row></sheetData></worksheet>")
            .ok()?;
    }
    Some(skeleton.finish().ok()?.into_inner())
}

/// What the library says of a skeleton.
fn of_skeleton(
    mut book: Xlsx<Cursor<Vec<u8>>>,
    (names, skipped): (Vec<String>, Skipped),
    parts: &Parts,
) -> Option<Workbook> {
    let is_1904 = book.has_1904_epoch();
    let (mut sheets, mut forms) = (Vec::new(), Vec::new());
    for name in names {
        let mut stub = book.worksheet_cells_reader(&name).ok()?;
        let (row, _) = stub.dimensions().start;
        while sheets.is_empty()
            && let Some(cell) = stub.next_cell().ok()?
        {
            forms.push(form(cell.get_value()));
        }
        sheets.push((name, row as usize));
    }
    let texts = parts.texts.first().copied();
    (!sheets.is_empty() || !skipped.is_empty()).then_some(Workbook {
        sheets,
        skipped,
        texts,
        forms: Forms { forms, units: Vec::new(), is_1904 },
    })
}

fn form(shown: &DataRef<'_>) -> Form {
    match shown {
        DataRef::DateTime(date) if date.is_datetime() => Form::Day,
        DataRef::DateTime(_) => Form::Duration,
        _ => Form::Number,
    }
}
