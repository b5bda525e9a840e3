//! The rosters of a run as the clerk has them, row by row, with what was found in each cell.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::field::Kind;
use crate::finding::{Place, Severity};
use crate::input::{Cell, Row};
use crate::lang::Lang;
use crate::roster::{Record, Roster, Skipped, Standing, Taken, folded};
use crate::run::{File, Lost, Outcome, Reread, SheetAgain, again};
use crate::say;

use super::content::Content;

/// Rows of a run whose rosters are copied whole; of more, only the rows with findings are.
const WHOLE: u64 = 200_000;
/// The longest name a spreadsheet takes of a sheet, in UTF-16 units.
const SHEET_NAME: usize = 31;
/// Of it, at most so many characters are the file's name where the sheet has one, too.
const FILE_NAME: usize = 14;
/// The widest column, in characters.
const WIDEST: u16 = 26;
/// Rows and columns a sheet of a workbook can have.
const ROWS: u32 = 1_048_576;
const COLUMNS: usize = 16_384;
/// From here on a whole number is a name, not a quantity.
const LONG: f64 = 1e10;

/// The copy of one roster.
#[derive(Debug, Clone, PartialEq)]
pub struct CopySheet {
    pub name: String,
    /// The width of each column, in characters.
    pub widths: Vec<u16>,
    /// Columns of numbers that are names.
    pub long_numbers: Vec<u16>,
    /// Whether every row is there, at its own number; else a first column gives the number.
    pub whole: bool,
}

/// A cell of a copy.
#[derive(Debug, Clone, PartialEq)]
pub struct CopiedCell {
    pub column: u16,
    pub content: Content,
    /// The gravest that was found in it.
    pub severity: Option<Severity>,
}

/// What a row of a copy is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Band {
    /// Above the header.
    Title,
    Header,
    Body,
}

/// What takes the copies, sheet by sheet and row by row.
pub trait CopyWriter<E> {
    fn begin(&mut self, sheet: &CopySheet) -> Result<(), E>;

    /// A row at its place from 0.
    fn row(&mut self, at: u32, band: Band, cells: &[CopiedCell]) -> Result<(), E>;
}

/// What was found in one cell of a roster: the gravest, and the findings by their index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    pub severity: Severity,
    pub findings: Vec<usize>,
}

/// Township and village a row stands under.
pub type Named = (Arc<str>, Arc<str>);

/// The copies of a run, and what was learnt while making them.
pub struct Copies<'c> {
    outcome: &'c Outcome,
    reveal: bool,
    lang: Lang,
    whole: bool,
    /// By roster, then by row from 1 and column.
    marks: BTreeMap<u16, BTreeMap<(u32, u16), Mark>>,
    /// The name of each roster's copy; rosters without one are not here.
    names: BTreeMap<u16, String>,
    /// Where rows stand that findings are listed under.
    standing: BTreeMap<(u16, u32), Option<Named>>,
    /// Townships in the order they were met, folded.
    pub towns: Vec<String>,
    /// Where a row went that is not at its own number.
    moved: BTreeMap<(u16, u32), u32>,
    /// Rows and cells a workbook has no room for.
    pub beyond: u64,
    pub lost: Lost,
}

impl<'c> Copies<'c> {
    pub fn new(outcome: &'c Outcome, reveal: bool, lang: Lang) -> Copies<'c> {
        let findings = &outcome.report.findings;
        let mut marks: BTreeMap<u16, BTreeMap<(u32, u16), Mark>> = BTreeMap::new();
        for (index, finding) in findings.iter().enumerate() {
            for place in &finding.places {
                let cell = cell_of(place, &outcome.rosters[usize::from(place.source)]);
                let mark = marks.entry(place.source).or_default().entry(cell);
                let mark = mark.or_insert_with(|| Mark { severity: finding.severity, findings: Vec::new() });
                mark.severity = mark.severity.max(finding.severity);
                mark.findings.push(index);
            }
        }
        let first = findings.iter().map(|finding| (finding.places[0].source, finding.places[0].row));
        Copies {
            outcome,
            reveal,
            lang,
            whole: outcome.account().rows() <= WHOLE,
            marks,
            names: BTreeMap::new(),
            standing: first.map(|row| (row, None)).collect(),
            towns: Vec::new(),
            moved: BTreeMap::new(),
            beyond: 0,
            lost: Lost::new(),
        }
    }

    /// Whether rosters are copied with all their rows.
    pub fn are_whole(&self) -> bool {
        self.whole
    }

    /// Reads the files again and gives every copy to the writer.
    pub fn write<E>(&mut self, files: &[File], writer: &mut dyn CopyWriter<E>) -> Result<(), E> {
        let outcome = self.outcome;
        let mut copying = Copying { copies: self, writer, at: None };
        let lost = again(files, outcome, &mut copying)?;
        self.lost = lost;
        Ok(())
    }

    /// The sheet a roster was copied to.
    pub fn name(&self, source: u16) -> Option<&str> {
        self.names.get(&source).map(String::as_str)
    }

    /// Where a finding's first row stands.
    pub fn standing(&self, place: &Place) -> Option<&Named> {
        self.standing.get(&(place.source, place.row))?.as_ref()
    }

    /// Words of a roster as people may see them.
    pub fn shown(&self, words: &str) -> String {
        Kind::Text.shown(words, self.reveal)
    }

    /// The sheet, row and column from 0 of a place in the copies.
    pub fn spot(&self, place: &Place) -> Option<(&str, u32, u16)> {
        let (row, column) = cell_of(place, &self.outcome.rosters[usize::from(place.source)]);
        let (row, column) = self.moved(place.source, row, column)?;
        Some((self.name(place.source)?, row, column))
    }

    /// Every cell with findings, copy by copy: row and column from 0.
    pub fn marks(&self) -> impl Iterator<Item = (&str, u32, u16, &Mark)> {
        self.marks.iter().flat_map(move |(source, marks)| {
            marks.iter().filter_map(move |((row, column), mark)| {
                let (row, column) = self.moved(*source, *row, *column)?;
                Some((self.name(*source)?, row, column, mark))
            })
        })
    }

    fn moved(&self, source: u16, row: u32, column: u16) -> Option<(u32, u16)> {
        if self.is_whole(&self.outcome.rosters[usize::from(source)]) {
            let place = row.checked_sub(1)?;
            return (place < ROWS && usize::from(column) < COLUMNS).then_some((place, column));
        }
        let at = self.moved.get(&(source, row))?;
        (usize::from(column) + 1 < COLUMNS).then_some((*at, column + 1))
    }

    /// Reference lists are long and nobody's work here: of them, too, only what findings point to.
    fn is_whole(&self, roster: &Roster) -> bool {
        self.whole && roster.list.is_none()
    }

    fn sheet(&self, roster: &Roster) -> CopySheet {
        let whole = self.is_whole(roster);
        let shift = u16::from(!whole);
        let last = roster.header.columns.iter().map(|head| head.index).max().unwrap_or(0);
        let own = (0..=last).map(|column| width(roster, column));
        let long = (0..=last).filter(|column| is_long_number(kind(roster, *column))).map(|column| column + shift);
        CopySheet {
            name: sheet_name(self.names.len() + 1, roster),
            widths: std::iter::repeat_n(8, usize::from(shift)).chain(own).take(COLUMNS).collect(),
            long_numbers: long.collect(),
            whole,
        }
    }
}

fn band(row: u32, roster: &Roster) -> Band {
    match row {
        row if row < roster.header.first_row => Band::Title,
        row if row <= roster.header.last_row => Band::Header,
        _ => Band::Body,
    }
}

/// A place's cell: a row without a column is shown at its first cell, a sheet at the last row of its header, or at its
/// first row where it has none.
fn cell_of(place: &Place, roster: &Roster) -> (u32, u16) {
    let row = if place.row == 0 { roster.header.last_row.max(1) } else { place.row };
    (row, place.column.unwrap_or(0))
}

/// What a column holds; words where nobody knows.
fn kind(roster: &Roster, column: u16) -> Kind {
    let head = roster.header.columns.iter().find(|head| head.index == column);
    head.and_then(|head| head.meaning).map_or(Kind::Text, |meaning| meaning.field.kind())
}

fn is_long_number(kind: Kind) -> bool {
    matches!(kind, Kind::Id | Kind::Account | Kind::Phone | Kind::Certificate)
}

fn width(roster: &Roster, column: u16) -> u16 {
    let words = roster.words(column).chars().take(usize::from(WIDEST)).count() as u16 * 2 + 2;
    let least = match kind(roster, column) {
        Kind::Id | Kind::Account | Kind::Certificate => 22,
        Kind::Phone => 14,
        Kind::Day | Kind::Money => 12,
        Kind::Text | Kind::Months | Kind::Count | Kind::YesNo => 8,
    };
    words.clamp(least, WIDEST)
}

/// The number of the copy, then file and sheet, without what a sheet's name may not have.
fn sheet_name(number: usize, roster: &Roster) -> String {
    let file = roster.file.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let name = match &roster.sheet {
        Some(sheet) => format!("{number} {} {sheet}", stem.chars().take(FILE_NAME).collect::<String>()),
        None => format!("{number} {stem}"),
    };
    let allowed = |c: char| {
        if c.is_control() || matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'') { '_' } else { c }
    };
    let mut units = 0;
    let fits = |c: &char| {
        units += c.len_utf16();
        units <= SHEET_NAME
    };
    name.chars().map(allowed).take_while(fits).collect::<String>().trim_end().to_owned()
}

struct Copying<'a, 'c, E> {
    copies: &'a mut Copies<'c>,
    writer: &'a mut dyn CopyWriter<E>,
    at: Option<At>,
}

/// Where the copying is.
struct At {
    source: u16,
    next: u32,
    kinds: Vec<Kind>,
    standing: Standing,
    /// The same, to be kept.
    named: Named,
}

impl At {
    /// Goes where a record stands; a township met for the first time is added to the others.
    fn follow(&mut self, record: &Record<'_>, towns: &mut Vec<String>) {
        let moved = self.standing.follow(record);
        if moved.township || moved.village {
            self.named = (Arc::from(&*self.standing.township), Arc::from(&*self.standing.village));
        }
        if !moved.township {
            return;
        }
        let town = folded(&self.standing.township);
        if !towns.contains(&town) {
            towns.push(town);
        }
    }
}

impl<'o, E> Reread<'o, E> for Copying<'_, 'o, E> {
    /// Every roster, but of those not copied whole only the ones with findings.
    fn wants(&mut self, sheet: &SheetAgain<'o>) -> Result<bool, E> {
        let Some(roster) = sheet.roster else { return Ok(false) };
        let copies = &mut *self.copies;
        if !copies.is_whole(roster) && !copies.marks.contains_key(&roster.source) {
            return Ok(false);
        }
        let sheet = copies.sheet(roster);
        copies.names.insert(roster.source, sheet.name.clone());
        let nowhere: Arc<str> = Arc::from("");
        let last = roster.header.columns.iter().map(|head| head.index).max().unwrap_or(0);
        self.at = Some(At {
            source: roster.source,
            next: 0,
            kinds: (0..=last).map(|column| kind(roster, column)).collect(),
            standing: Standing::of(roster),
            named: (Arc::clone(&nowhere), nowhere),
        });
        self.writer.begin(&sheet).map(|()| true)
    }

    fn row(&mut self, sheet: &SheetAgain<'o>, row: Row<'_>, taken: Option<Taken<'_, '_>>) -> Result<(), E> {
        let (Some(roster), Some(at)) = (sheet.roster, &mut self.at) else { return Ok(()) };
        let copies = &mut *self.copies;
        if let Some(Taken::Record(record)) = &taken {
            at.follow(record, &mut copies.towns);
        }
        // A total of the whole sheet is no township's.
        let stands = match &taken {
            Some(Taken::Record(_)) => true,
            Some(Taken::Total(total)) => total.kind == Skipped::Subtotal,
            _ => false,
        };
        if let Some(standing) = copies.standing.get_mut(&(at.source, row.number)).filter(|_| stands) {
            *standing = Some(at.named.clone());
        }
        let band = band(row.number, roster);
        let found = copies.marks.get(&at.source).map(|marks| marks.range((row.number, 0)..=(row.number, u16::MAX)));
        let found: Vec<(u16, Severity)> =
            found.into_iter().flatten().map(|((_, column), mark)| (*column, mark.severity)).collect();
        let whole = copies.is_whole(roster);
        if !whole && band == Band::Body && found.is_empty() {
            return Ok(());
        }
        let place = if whole { row.number - 1 } else { at.next };
        if place >= ROWS {
            copies.beyond += 1;
            return Ok(());
        }
        let kinds = if band == Band::Body { &at.kinds[..] } else { &[] };
        let mut cells = cells(row, kinds, &found, copies.reveal);
        if !whole {
            copies.moved.insert((at.source, row.number), place);
            at.next += 1;
            number(&mut cells, row.number, (row.number == roster.header.last_row).then_some(copies.lang));
        }
        let fitting = cells.partition_point(|cell| usize::from(cell.column) < COLUMNS);
        copies.beyond += (cells.len() - fitting) as u64;
        self.writer.row(place, band, &cells[..fitting])
    }
}

/// The cells of a row, and blank ones where something was found; in order of columns.
fn cells(row: Row<'_>, kinds: &[Kind], found: &[(u16, Severity)], reveal: bool) -> Vec<CopiedCell> {
    let width = found.iter().map(|(column, _)| usize::from(*column) + 1).max().unwrap_or(0).max(row.cells.len());
    let mut cells = Vec::with_capacity(width);
    for column in 0..u16::try_from(width).unwrap_or(u16::MAX) {
        let cell = row.cells.get(usize::from(column)).copied().unwrap_or(Cell::Empty);
        let severity = found.iter().find(|(of, _)| *of == column).map(|(_, severity)| *severity);
        let kind = kinds.get(usize::from(column)).copied().unwrap_or(Kind::Text);
        let content = content(cell, kind, reveal);
        if content != Content::Blank || severity.is_some() {
            cells.push(CopiedCell { column, content, severity });
        }
    }
    cells
}

/// Puts the row's own number before its cells; over it, in the header, what it is.
fn number(cells: &mut Vec<CopiedCell>, row: u32, header: Option<Lang>) {
    for cell in cells.iter_mut() {
        cell.column = cell.column.saturating_add(1);
    }
    let content = match header {
        Some(lang) => Content::Text(say!(lang, "原行号", "Own row")),
        None => Content::Count(u64::from(row)),
    };
    cells.insert(0, CopiedCell { column: 0, content, severity: None });
}

/// A cell as the clerk has it, personal numbers masked; text that is a plain number or day where the column asks for
/// one becomes it.
fn content(cell: Cell<'_>, kind: Kind, reveal: bool) -> Content {
    match cell {
        _ if cell.is_blank() => Content::Blank,
        cell if is_long_number(kind) => Content::LongNumber(kind.shown(&cell.shown(), reveal)),
        Cell::Day(day) => Content::Day(day),
        Cell::YesNo(yes) => Content::YesNo(yes),
        Cell::Number(number) if number.abs() >= LONG => Content::LongNumber(kind.shown(&cell.shown(), reveal)),
        Cell::Number(number) => Content::Number(number),
        Cell::Text(text) => plain(text, kind).unwrap_or_else(|| Content::Text(kind.shown(text, reveal))),
        Cell::Error(text) => Content::Text(kind.shown(text, reveal)),
        Cell::Empty => Content::Blank,
    }
}

/// Text that loses nothing as a number or a day: `1234.50`, `2018-04-23`.
fn plain(text: &str, kind: Kind) -> Option<Content> {
    match kind {
        Kind::Day => {
            let day: chrono::NaiveDate = text.parse().ok()?;
            (day.to_string() == text).then_some(Content::Day(day))
        }
        Kind::Money | Kind::Count => {
            let digits = text.strip_prefix('-').unwrap_or(text);
            let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
            let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
            let written = all_digits(whole) && all_digits(part) && part.len() <= 2;
            let tidy = whole.len() <= 9 && (whole == "0" || !whole.starts_with('0'));
            (written && tidy).then(|| text.parse().ok().map(Content::Number))?
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_becomes_a_number_only_where_nothing_is_lost() {
        assert_eq!(plain("1234.50", Kind::Money), Some(Content::Number(1234.5)));
        assert_eq!(plain("-3", Kind::Money), Some(Content::Number(-3.0)));
        for text in ["007", "1,234.50", "1.234", "12元", "", "-", "1e3", " 12"] {
            assert_eq!(plain(text, Kind::Money), None, "{text}");
        }
        assert_eq!(plain("12", Kind::Text), None);
        assert!(matches!(plain("2018-04-23", Kind::Day), Some(Content::Day(_))));
        for text in ["2018.4.23", "2018-4-23", "2018-02-30", "20180423"] {
            assert_eq!(plain(text, Kind::Day), None, "{text}");
        }
    }

    #[test]
    fn a_number_of_many_digits_stays_text() {
        let number = Cell::Number(990_101_197_001_010_000.0);
        assert_eq!(content(number, Kind::Id, true), Content::LongNumber("990101197001010000".into()));
        assert_eq!(content(number, Kind::Text, false), Content::LongNumber("990101**********00".into()));
        assert_eq!(content(Cell::Number(300.0), Kind::Money, false), Content::Number(300.0));
    }
}
