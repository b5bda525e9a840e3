//! The rows at the top of a sheet go in, with what is known of it beforehand; the roster it is comes out, or why it is
//! none.

use std::borrow::Cow;
use std::sync::Arc;

use crate::day::Months;
use crate::field::Field;
use crate::rules::{Counted, Pack, Programme, Vocabulary};

use super::amount::Scale;
use super::case_rows::CaseRows;
use super::header::{HeadColumn, Header, TopRow, find};
use super::money_rows::Rows;
use super::months_said::MonthsSaid;
use super::naming::{self, Called};
use super::parts_paid::PartsPaid;
use super::pay_of_others::PayOfOthers;
use super::pin::Pin;
use super::programme_of_row::ProgrammeOfRow;
use super::several::{self, ReadBeside};
use super::tables::{self, Alone};
use super::value::{Counts, OfTwo, Reading};
use super::{Glossary, Layout, ListFacts, Roster, coded, each_person, layout, shape, titled_township};

/// How the programme of a roster became known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NamedBy {
    Option,
    Workspace,
    Title,
    Sheet,
    File,
    Header,
    /// Nothing of its own: its header says the same as that of another sheet of its file.
    SameHeader,
}

/// What is known of a sheet before its rows are looked at.
#[derive(Debug, Clone)]
pub struct SheetOf<'s> {
    pub source: u16,
    pub file: &'s Arc<str>,
    pub sheet: Option<&'s str>,
    /// A programme already decided on, and by what.
    pub programme: Option<(usize, NamedBy)>,
    /// The months the workspace gives its file.
    pub months: Option<Months>,
    /// What the workspace says of a reference list.
    pub list: Option<&'s ListFacts>,
    /// Whether its workbook counts days from 1904 on.
    pub counts_from_1904: bool,
    /// What the workspace says of its shape.
    pub pin: Option<&'s Pin>,
    /// The other programmes it is read for, each by itself.
    pub beside: &'s [ReadBeside],
    /// Whether its file holds no roster that is one without doubt.
    pub is_last_resort: bool,
}

/// Why a sheet is no roster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotARoster {
    /// Nothing stands in it: the Sheet2 of a new workbook.
    Empty,
    /// No row within the first [`SEARCHED`] names known columns.
    NoHeader,
    /// A header, but nothing tells the programme.
    NoProgramme,
    /// The same, and it gives neither numbers of people nor money: who to telephone.
    NamesAlone,
    /// Its title, a name or the workspace tells several programmes, and nothing which row is of which.
    SeveralProgrammes,
    /// Its title or its name says that it is of something else, though it names a programme: 农村低保户危房改造补助.
    OtherMoney,
    /// Its title or a name says that its people are not paid, or no longer.
    Unpaid,
    /// Its title or its name says that its people begin to be paid: they are on the roster beside it, too.
    Added,
    /// It has no header, and rows like those of the roster before it.
    GoesOn,
    /// It is one, but of a programme nobody asked for.
    OtherProgramme,
    /// It is one, but the run has as many as it can number.
    TooMany,
    /// Known columns of money or numbers, but none that says who: sums by township or village.
    Summary,
    /// Words the other sheets are filled in with, or what explains them.
    Dictionary,
    /// Several tables beside each other, of which a row would mix the people.
    SideBySide,
    /// relief.toml names other sheets of its file.
    NotNamed,
}

impl NotARoster {
    /// Whether it is one after all where its file holds no other.
    pub fn waits_for_others(self) -> bool {
        matches!(self, NotARoster::Added | NotARoster::Unpaid)
    }

    /// Whether people who belong to some roster may be on it, unread.
    pub fn may_lack_people(self) -> bool {
        use NotARoster::{GoesOn, NoProgramme, SeveralProgrammes, SideBySide, TooMany};
        matches!(self, GoesOn | NoProgramme | SeveralProgrammes | SideBySide | TooMany)
    }
}

/// The table of a sheet that is a roster, by its top rows, and what is known of it by its names.
struct Table<'t> {
    top: Cow<'t, [TopRow]>,
    /// The columns of a small table beside it.
    beside: Vec<HeadColumn>,
    called: Called,
    programme: usize,
    named_by: NamedBy,
}

/// What tells the rows of a sheet that are another programme's from its own.
#[derive(Default)]
struct RowsTold {
    by_pay: Option<PayOfOthers>,
    by_words: Option<ProgrammeOfRow>,
    under_title: Option<ProgrammeOfRow>,
}

impl SheetOf<'_> {
    /// Refuses a sheet in which nothing stands, or which explains the others of its workbook.
    fn require_rows(&self, top: &[TopRow], words: &Vocabulary) -> Result<(), NotARoster> {
        if top.iter().flat_map(|row| &row.cells).all(|cell| cell.trim().is_empty()) {
            return Err(NotARoster::Empty);
        }
        if self.pin.is_none() && shape::explains(self.sheet, words) {
            return Err(NotARoster::Dictionary);
        }
        Ok(())
    }

    /// Its table, and the programme it is of.
    fn table<'t>(&self, top: &'t [TopRow], glossary: &Glossary<'_>) -> Result<Table<'t>, NotARoster> {
        let words = &glossary.pack.vocabulary;
        self.require_rows(top, words)?;
        let common = glossary.of_any(self.programme.map(|(programme, _)| programme));
        let Alone { header: rough, top, beside } = tables::alone(self, top, &common)?;
        let names_nobody = shape::names_nobody(&rough).filter(|_| self.list.is_none() && self.pin.is_none());
        if let Some(why) = names_nobody {
            return Err(why);
        }
        let above: Vec<&TopRow> = top.iter().take_while(|row| row.number < rough.first_row).collect();
        let called = Called::of(self, &above, words);
        let (programme, named_by) = naming::programme(self, &called, (&top, &rough), glossary.pack)?;
        Ok(Table { top, beside, called, programme, named_by })
    }

    /// Its header by the words of a programme, and what a row below it is.
    fn header(
        &self,
        top: &[TopRow],
        programme: usize,
        glossary: &Glossary<'_>,
    ) -> Result<(Header, Layout), NotARoster> {
        let pack = glossary.pack;
        let mut header = find(top, &glossary.of_one(programme), self.pin).ok_or(NotARoster::NoHeader)?;
        if self.pin.is_none() && shape::stands_side_by_side(&header) {
            return Err(NotARoster::SideBySide);
        }
        let layout = layout::of(&mut header, &pack.programmes[programme], top, &pack.vocabulary);
        Ok((header, layout))
    }

    /// How its rows are told from those of other programmes: a title of its own, unless it is read for others, too,
    /// leaves nothing to tell. What a row is paid goes before what it says: 生活+护理 is both, each in its column.
    fn rows_told(
        &self,
        called: &Called,
        own: usize,
        (header, top, layout): (&Header, &[TopRow], Layout),
        pack: &Pack,
    ) -> Result<RowsTold, NotARoster> {
        let programme = &pack.programmes[own];
        if self.list.is_none() && (called.names_one(pack) != Some(own) || !self.beside.is_empty()) {
            if let Some(others) = PayOfOthers::of(header, layout, programme, pack) {
                return Ok(RowsTold { by_pay: Some(others), ..RowsTold::default() });
            }
            let is_called = self.programme.is_none() || called.names_one_at_last(pack) == Some(own);
            if let Some(words) = ProgrammeOfRow::of((header, top), own, (self.beside, is_called), pack) {
                return Ok(RowsTold { by_words: Some(words), ..RowsTold::default() });
            }
        }
        if !several::has_own(header, programme) {
            self.require_one(called.names_one_at_last(pack), own)?;
        }
        let is_titled = self.list.is_none() && self.beside.is_empty() && called.names_one(pack) == Some(own);
        let under_title = is_titled.then(|| ProgrammeOfRow::under_title((header, top), own, pack)).flatten();
        Ok(RowsTold { under_title, ..RowsTold::default() })
    }

    /// Refuses a sheet whose rows do not tell of which programme they are, if it is read for several and not called as
    /// this one is.
    fn require_one(&self, named: Option<usize>, own: usize) -> Result<(), NotARoster> {
        let is_read = |named: usize| self.beside.iter().any(|other| other.programme == named);
        match named {
            _ if self.beside.is_empty() => Ok(()),
            Some(named) if named == own => Ok(()),
            Some(named) if is_read(named) => Err(NotARoster::OtherProgramme),
            _ => Err(NotARoster::SeveralProgrammes),
        }
    }
}

impl Roster {
    /// Understands a sheet by the rows at its top.
    pub fn recognise(sheet: &SheetOf<'_>, top: &[TopRow], glossary: &Glossary<'_>) -> Result<Roster, NotARoster> {
        let pack = glossary.pack;
        let words = &pack.vocabulary;
        let Table { top, beside, called, programme, named_by } = sheet.table(top, glossary)?;
        let (top, titled, of): (&[TopRow], _, _) = (&top, called.names_one(pack), &pack.programmes[programme]);
        let (mut header, layout) = sheet.header(top, programme, glossary)?;
        let above: Vec<&TopRow> = top.iter().take_while(|row| row.number < header.first_row).collect();
        let said = MonthsSaid::of(sheet, &above, words);
        let (months, year) = (said.found, said.year);
        let counts = Counts { from_1904: sheet.counts_from_1904, one_person: layout == Layout::Persons };
        let reading = Reading { scale: unit(&above, words), year, of_two: OfTwo::default(), counts, words };
        let makes_up = called.pays_alone(&words.arrears, words);
        let paid_besides = words.paid_besides.iter().position(|said| called.pays_alone(said, words));
        let rows = Rows { top, months, reading, makes_up };
        let each_person = each_person::of(&mut header, layout, &above, &rows);
        let money = shape::weigh(&mut header, &rows, (programme, sheet.beside), glossary);
        let ends_before = beside.first().map(|head| head.index);
        header.columns.extend(beside);
        let (mut by_field, members, repeated) = layout::columns(&header);
        let in_cell = shape::members_in_cell(&mut by_field);
        shape::both_ends_in_one_cell(&mut by_field, &header, top);
        let hides_heads = layout == Layout::HouseholdRows && coded::hides_heads(&header, top, words);
        let told = sheet.rows_told(&called, programme, (&header, top, layout), pack)?;
        let unmatched = sheet.pin.map_or_else(Vec::new, |pin| pin.missing(&header));
        Ok(Roster {
            source: sheet.source,
            file: Arc::clone(sheet.file),
            sheet: sheet.sheet.map(str::to_owned),
            programme,
            counted: of.counted,
            month_of: of.month_of.filter(|_| of.counted == Counted::Flow),
            dated_by: dated_by(of, &by_field),
            named_by,
            read_as: None,
            layout,
            months,
            makes_up,
            paid_besides,
            parts_paid: PartsPaid::of(&header, &called, of, pack).unless(paid_besides.is_some()),
            other_months: said.other,
            in_short_year: said.in_short_year,
            is_added: called.says_added(words),
            has_other_title: sheet.list.is_none() && titled.is_some_and(|titled| titled != programme),
            programme_of_row: told.by_words,
            programme_under_title: told.under_title,
            pay_of_others: told.by_pay,
            months_given: sheet.months.is_some(),
            year,
            whole_years: said.whole_years,
            counts,
            scale: reading.scale,
            vocabulary: Arc::clone(words),
            codes: pack.codes.clone(),
            list: sheet.list.cloned(),
            townships: shape::townships(&header, top),
            titled_township: titled_township::of(&called, (&header, top), pack).filter(|_| sheet.list.is_none()),
            hides_heads,
            masks_numbers: shape::masks_numbers(&header, &rows),
            months_above: shape::stands_once(&header, Field::Period, top),
            width: shape::width(&header, top),
            header,
            case_rows: CaseRows::of(layout, &by_field, hides_heads),
            by_field,
            members,
            repeated,
            money,
            each_person,
            in_cell,
            ends_before,
            unmatched,
            is_alone: false,
            unworded: Vec::new(),
        })
    }
}

/// The date that says which month a row falls in, where no column has the one that should.
fn dated_by(of: &Programme, by_field: &[Option<u16>; Field::COUNT]) -> Option<Field> {
    let has = |field: &Field| by_field[field.index()].is_some();
    let of_month = of.month_of.filter(|_| of.counted == Counted::Flow)?;
    of.or_month_of.iter().copied().find(has).filter(|_| !has(&of_month))
}

/// A unit above the header holds for every column of money that names none itself.
fn unit(above: &[&TopRow], words: &Vocabulary) -> Scale {
    above.iter().flat_map(|row| &row.cells).find_map(|cell| Scale::above(cell, words)).unwrap_or_default()
}
