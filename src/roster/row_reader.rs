//! Rows of one roster go in; records, totals and reasons to skip come out.

use crate::field::{Field, Kind};
use crate::identity::IdNumber;
use crate::input::{Cell, Row};

use super::amount::Scale;
use super::fold::same_name;
use super::listed;
use super::number_texts::NumberTexts;
use super::person::{Person, Role};
use super::programme_of_row::ProgrammeOfRow;
use super::record::{Held, Record, Values, above};
use super::rows::Skipped;
use super::said::{Answers, Said, Short};
use super::shape;
use super::value::{self, Reading, Unreadable, Value};
use super::worded_total::Worded;
use super::{Layout, Roster};

/// What a row turned out to be.
pub enum Taken<'t, 'a> {
    Record(&'t Record<'a>),
    /// A record of another programme than the one read for: it is skipped, and where it stands holds for the rows
    /// below.
    OfAnother(&'t Record<'a>),
    Total(Total),
    Skipped(Skipped),
}

/// A printed total: the columns it gives, as read.
pub struct Total {
    pub row: u32,
    pub kind: Skipped,
    pub given: Vec<GivenSum>,
    /// What it says in words.
    pub worded: Vec<Worded>,
}

/// What a total gives in a column.
pub struct GivenSum {
    pub column: u16,
    pub value: Value,
    /// How far off, in fen, the sum may be that it is rounded from.
    pub within: i64,
}

/// Reads the rows of one roster.
#[derive(Debug)]
pub struct RowReader<'r> {
    pub(super) roster: &'r Roster,
    /// The columns that are more than words, with what decides how they are read; those of days first.
    pub(super) plan: Vec<Planned<'r>>,
    /// How many of them are of days.
    of_days: usize,
    /// The row at hand; what no column gives stays missing.
    pub(super) values: Values,
    /// Those of the row at hand.
    numbers: NumberTexts,
    /// How often the days of a row were others than those above.
    days: u32,
    /// The months of the rows above, where they stand once for several.
    months_above: Value,
    header_words: Vec<(usize, String)>,
    /// Which relations are those of heads.
    heads: Answers,
    /// Which words name another programme.
    others: Answers,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Planned<'r> {
    pub(super) field: Field,
    pub(super) kind: Kind,
    /// What a record notes of its kind.
    pub(super) bit: u16,
    pub(super) column: u16,
    pub(super) reading: Reading<'r>,
    /// Whether its column is that of the first day or month, too: then it takes the last of two, and nothing of one.
    shared: bool,
    /// Whether rows that follow each other often say the same here, and what was said last.
    repeats: bool,
    said: Said,
}

impl<'r> RowReader<'r> {
    pub fn new(roster: &'r Roster) -> RowReader<'r> {
        let planned = |(field, column)| Planned {
            field,
            kind: field.kind(),
            bit: Held::bit(field.kind()),
            column,
            reading: Reading { of_two: shape::of_two(field), ..roster.reading(roster.scale_of(column)) },
            shared: shape::shares_column(roster, field),
            repeats: matches!(field.kind(), Kind::Day | Kind::Months | Kind::YesNo),
            said: Said::NOTHING,
        };
        let read = roster.fields().filter(|(field, _)| !field.kind().is_words());
        let (days, others): (Vec<_>, Vec<_>) = read.map(planned).partition(|planned| planned.kind == Kind::Day);
        let header_words = |head: &super::HeadColumn| (usize::from(head.index), head.words.clone());
        RowReader {
            roster,
            of_days: days.len(),
            plan: [days, others].concat(),
            values: [Value::Missing; Field::COUNT],
            numbers: NumberTexts::of(roster.fields().map(|(_, column)| usize::from(column) + 1).max().unwrap_or(0)),
            days: 0,
            months_above: Value::Missing,
            heads: Answers::none(),
            others: Answers::none(),
            header_words: roster.header.columns.iter().map(header_words).collect(),
        }
    }

    /// Columns whose cells add up.
    pub fn summed(&self) -> impl Iterator<Item = (u16, Field)> + '_ {
        let adds_up = |planned: &&Planned<'_>| planned.field.adds_up() && !self.roster.is_multiplied(planned.field);
        self.plan.iter().filter(adds_up).map(|planned| (planned.column, planned.field))
    }

    /// Gives what a row is. A record is lent: moving it costs as much as asking a check.
    pub fn take<R>(&mut self, row: Row<'_>, give: impl FnOnce(Taken<'_, '_>) -> R) -> R {
        let row = self.roster.own(row);
        if row.number < self.roster.header.first_row {
            return give(Taken::Skipped(Skipped::AboveHeader));
        }
        if row.number <= self.roster.header.last_row {
            return give(Taken::Skipped(Skipped::Header));
        }
        // A file may have millions of these.
        if row.cells.iter().all(Cell::is_blank) {
            return give(Taken::Skipped(Skipped::Blank));
        }
        let mut held = self.read(row);
        self.numbers.clear();
        self.carry_months();
        self.take_months(row, &mut held);
        self.take_each_person(row, &mut held);
        if held.is_amiss() && self.roster.layout != Layout::HouseholdRows {
            self.take_words(row, &mut held);
        }
        let is_of_another = self.is_of_another(row);
        let mut record = Record::of(row, self.roster, (&self.values, held), &self.numbers);
        record.read(&mut self.heads);
        self.find_members(&mut record);
        match record.why_skipped(&self.header_words).or_else(|| self.roster.unworded(row.number)) {
            None if is_of_another => give(Taken::OfAnother(&record)),
            None => give(Taken::Record(&record)),
            Some(kind @ (Skipped::Total | Skipped::Subtotal)) => give(Taken::Total(self.total(row, kind, &record))),
            Some(why) => give(Taken::Skipped(why)),
        }
    }

    /// Reads the planned cells. Kept apart, so that the loop over them has the registers to itself.
    #[inline(never)]
    fn read(&mut self, row: Row<'_>) -> Held {
        let mut held = Held::default();
        let mut same_days = true;
        let (days, others) = self.plan.split_at_mut(self.of_days);
        for planned in days {
            let place = &mut self.values[planned.field.index()];
            let before = *place;
            planned.put(row, place);
            held.note(planned.bit, *place);
            same_days &= is_same_day(*place, before);
        }
        for planned in others {
            let place = &mut self.values[planned.field.index()];
            planned.put(row, place);
            held.note(planned.bit, *place);
        }
        self.days += u32::from(!same_days);
        held.days = self.days;
        held
    }

    /// A month that stands once for several rows is that of each.
    fn carry_months(&mut self) {
        if !self.roster.months_above {
            return;
        }
        let months = &mut self.values[Field::Period.index()];
        match months {
            Value::Missing => *months = self.months_above,
            Value::Months(own) | Value::ShortYearMonths(own) => self.months_above = Value::Months(*own),
            // Words over a part of the rows below say nothing of their month.
            _ => {}
        }
    }

    /// Whether a row is of another programme than its sheet is read as: it says so, or that one alone pays it.
    #[inline(always)]
    fn is_of_another(&mut self, row: Row<'_>) -> bool {
        let Roster { programme_of_row, pay_of_others, .. } = self.roster;
        programme_of_row.as_ref().is_some_and(|of_row| says_another(of_row, row, &mut self.others))
            || pay_of_others.as_ref().is_some_and(|others| others.stand_alone(&self.values, self.money_of(row)))
    }

    #[inline]
    fn find_members(&self, record: &mut Record<'_>) {
        if !self.roster.members.is_empty() {
            record.members = self.members(record);
        }
        if let Some(columns) = self.roster.in_cell {
            record.members = self.members_in_cell(record, columns);
        }
    }

    /// The members listed across; a pair of blank cells is no member.
    fn members<'a>(&self, record: &Record<'a>) -> Vec<Person<'a>> {
        let member = |member: &super::Member| {
            let name = member.name.and_then(|column| record.text_at(column));
            let id = member.id.map_or(Value::Missing, |column| {
                value::read(record.cell_at(column), Kind::Id, &self.roster.reading(Scale::Yuan))
            });
            let listed = name.is_some() || id != Value::Missing;
            let column = member.id.or(member.name);
            listed.then(|| Person::new(name, id, column, Role::Member))
        };
        self.roster.members.iter().filter_map(member).filter(|person| !repeats_head(record, person)).collect()
    }

    /// The members listed in one cell.
    fn members_in_cell<'a>(&self, record: &Record<'a>, columns: super::Member) -> Vec<Person<'a>> {
        let text = |column: Option<u16>| column.and_then(|column| record.text_at(column)).unwrap_or_default();
        let read = |number: &str| value::read(Cell::Text(number), Kind::Id, &self.roster.reading(Scale::Yuan));
        let column = columns.id.or(columns.name);
        let people = listed::people(text(columns.name), text(columns.id)).into_iter();
        let people =
            people.map(|(name, number)| Person::new(name, number.map_or(Value::Missing, read), column, Role::Member));
        people.filter(|person| !repeats_head(record, person)).collect()
    }
}

/// A cell of a row, blank where the row ends before it.
pub(super) fn cell(row: Row<'_>, column: u16) -> Cell<'_> {
    row.cells.get(usize::from(column)).copied().unwrap_or(Cell::Empty)
}

impl Planned<'_> {
    /// Puts what its cell says into a place, each part by itself: a value that is copied as soon as it is made waits
    /// until its parts are written.
    #[inline(always)]
    fn put(&mut self, row: Row<'_>, place: &mut Value) {
        match row.cells.get(usize::from(self.column)) {
            Some(Cell::Text(text)) if self.repeats => match Short::of(text) {
                Some(short) if self.said.is(short) => *place = self.said.value,
                Some(short) => {
                    self.said = Said::new(short, self.read(Cell::Text(text)));
                    *place = self.said.value;
                }
                None => *place = self.read(Cell::Text(text)),
            },
            Some(Cell::Text(text)) => {
                if !value::put_at_once(text, self.kind, self.reading.scale, place) {
                    *place = self.read(Cell::Text(text));
                }
            }
            None | Some(Cell::Empty) if row.merged.is_empty() => *place = Value::Missing,
            None | Some(Cell::Empty) => *place = self.read(above(row, self.field, self.column)),
            Some(cell) => *place = self.read(*cell),
        }
    }

    fn read(&self, cell: Cell<'_>) -> Value {
        let value = match self.shared {
            false => value::read(cell, self.kind, &self.reading),
            true => value::last_of(cell, self.kind, &self.reading),
        };
        match value {
            // Beside the number, which has the day, the month alone tells enough.
            Value::Unreadable(Unreadable::OnlyAMonth) if self.field == Field::Birth => {
                value::read(cell, Kind::Months, &self.reading)
            }
            value => value,
        }
    }
}

#[inline(never)]
fn says_another(of_row: &ProgrammeOfRow, row: Row<'_>, others: &mut Answers) -> bool {
    match of_row.said(row) {
        Some(said) => others.of(said, |said| of_row.is_another(Some(said))),
        None => of_row.is_another(None),
    }
}

/// Whether two rows say the same of a day, as far as that is told quickly.
fn is_same_day(one: Value, other: Value) -> bool {
    match (one, other) {
        (Value::Day(one), Value::Day(other)) => one == other,
        (Value::Missing, Value::Missing) => true,
        _ => false,
    }
}

/// Whether a member listed in the row is its head again: by number, or by name where no number stands.
fn repeats_head(record: &Record<'_>, person: &Person<'_>) -> bool {
    let head = record.id(Field::HeadId);
    match person.id {
        Value::Missing => person.name.zip(record.text(Field::HeadName)).is_some_and(|(own, head)| same_name(own, head)),
        id => head.is_some() && id.id().map(IdNumber::key) == head.map(IdNumber::key),
    }
}
