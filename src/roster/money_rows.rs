//! The rows at the top of a sheet go in; what its columns of money hold, by themselves and together, comes out.

use crate::day::Months;
use crate::field::{Field, Kind};
use crate::input::Cell;
use crate::money::Yuan;

use super::by_month;
use super::fold::{folded, trimmed};
use super::header::{HeadColumn, Header, TopRow};
use super::layout::{column, means};
use super::month_cell::MonthCell;
use super::named_months::NamedMonths;
use super::rows;
use super::shape::WHO;
use super::value::{self, Reading, Value};

/// The rows at the top of a sheet, and how their cells are read.
pub(super) struct Rows<'t> {
    pub(super) top: &'t [TopRow],
    pub(super) months: Option<Months>,
    pub(super) reading: Reading<'t>,
    /// Whether it is called so that its rows pay what was owed of other months.
    pub(super) makes_up: bool,
}

impl Rows<'_> {
    /// The rows below the header that name somebody, without those that print sums.
    pub(super) fn of_people(&self, header: &Header) -> impl Iterator<Item = &TopRow> {
        let who: Vec<u16> = WHO.iter().filter_map(|field| column(header, *field)).collect();
        let last = header.last_row;
        self.top.iter().filter(move |row| row.number > last).filter(move |row| {
            let names = || who.iter().filter_map(|column| row.cells.get(usize::from(*column)));
            let is_label = |cell: &String| rows::label(&folded(cell), self.reading.words).is_some();
            names().any(|cell| !trimmed(cell).is_empty()) && !row.cells.iter().any(is_label)
        })
    }

    fn money(&self, row: &TopRow, head: &HeadColumn) -> Value {
        let (cell, reading) = self.cell(row, head);
        match head.months {
            Some(_) => MonthCell::read(cell, &reading).paid,
            None => value::read(cell, Kind::Money, &reading),
        }
    }

    fn cell<'r>(&self, row: &'r TopRow, head: &HeadColumn) -> (Cell<'r>, Reading<'_>) {
        let cell = row.cells.get(usize::from(head.index)).map_or("", |cell| trimmed(cell));
        let cell = if cell.is_empty() { Cell::Empty } else { Cell::Text(cell) };
        (cell, Reading { scale: head.scale.unwrap_or(self.reading.scale), ..self.reading })
    }

    /// Whether a column holds nothing but what is paid, or a word for that nothing is: 停发.
    pub(super) fn are_pay(&self, header: &Header, head: &HeadColumn) -> bool {
        self.of_people(header).all(|row| {
            let (cell, reading) = self.cell(row, head);
            !matches!(MonthCell::read(cell, &reading).paid, Value::Unreadable(_))
        })
    }

    /// Whether the words over a column have one of these in them.
    pub(super) fn says(&self, head: &HeadColumn, words: &[String]) -> bool {
        let own = folded(&head.words);
        words.iter().any(|word| own.contains(word.as_str()))
    }

    /// Whether the words over a column end in 合计 or the like.
    pub(super) fn is_called_sum(&self, head: &HeadColumn) -> bool {
        let own = folded(&head.words);
        self.reading.words.total.iter().any(|total| own.ends_with(total.as_str()))
    }

    /// Whether the words over a column that nobody knows say that its money is paid with the rest.
    pub(super) fn says_pay(&self, head: &HeadColumn) -> bool {
        let words = self.reading.words;
        self.says(head, &words.further_pay)
            && !self.says(head, &words.not_paid)
            && !self.says(head, &words.never_guessed)
    }

    /// Whether a column of what is not paid has a minus wherever it gives money: 扣回.
    pub(super) fn lower(&self, header: &Header, head: &HeadColumn) -> bool {
        let is_below = |row: &TopRow| self.money(row, head).number().is_none_or(|number| number <= 0);
        let is_not_paid = self.says(head, &self.reading.words.not_paid);
        is_not_paid && self.give(header, head) && self.of_people(header).all(is_below)
    }

    /// Whether a column holds money and nothing else.
    pub(super) fn give(&self, header: &Header, head: &HeadColumn) -> bool {
        let gives = |row: &TopRow| self.money(row, head).number().is_some_and(|number| number != 0);
        self.are_sound(header, head) && self.of_people(header).any(gives)
    }

    /// Whether a column holds nothing but money, if it holds anything.
    pub(super) fn are_sound(&self, header: &Header, head: &HeadColumn) -> bool {
        self.of_people(header).all(|row| !matches!(self.money(row, head), Value::Unreadable(_)))
    }

    /// Whether the columns of months hold money, in some of them not yet.
    pub(super) fn give_money(&self, header: &Header, months: &[(NamedMonths, Vec<u16>)]) -> bool {
        let of_months = |head: &&HeadColumn| months.iter().any(|(_, columns)| columns.contains(&head.index));
        let columns: Vec<&HeadColumn> = header.columns.iter().filter(of_months).collect();
        let values: Vec<Value> =
            self.of_people(header).flat_map(|row| columns.iter().map(|head| self.money(row, head))).collect();
        let is_sound = |value: &Value| !matches!(value, Value::Unreadable(_));
        // 1 may be a mark, too.
        let is_more = |value: &Value| value.number().is_some_and(|number| number.abs() > 100);
        values.iter().all(is_sound) && values.iter().any(is_more)
    }

    /// Whether columns hold nothing but marks for what was paid, or words for that nothing was.
    pub(super) fn give_marks(&self, header: &Header, places: &[usize]) -> bool {
        let said = |row: &TopRow, place: &usize| {
            let (cell, reading) = self.cell(row, &header.columns[*place]);
            MonthCell::marked(cell, &reading).paid
        };
        let said: Vec<Value> =
            self.of_people(header).flat_map(|row| places.iter().map(move |place| said(row, place))).collect();
        said.iter().all(|value| !matches!(value, Value::Unreadable(_)))
            && said.iter().any(|value| value.number().is_some_and(|number| number != 0))
    }

    /// Whether a part and further columns are the sum in nearly every row that gives one, of which there is some: a slip in one row
    /// of ten says nothing of the others. It must be so of the rows in which there is something further, and there must be one.
    /// Where nothing is given further in any, the one called 合计 is the sum.
    pub(super) fn add_up(&self, header: &Header, (part, further): (usize, &[usize]), sum: usize) -> bool {
        let is_said = self.is_called_sum(&header.columns[sum]) && !self.is_called_sum(&header.columns[part]);
        let (mut rows, mut fits, mut any) = ([0; 2], [0; 2], false);
        for row in self.of_people(header) {
            let parts = [&[part], further].concat();
            let (parts, whole) = (self.together(row, header, &parts), self.together(row, header, &[sum]));
            let has_further = self.together(row, header, further) != Some(Yuan::ZERO);
            let kinds = if has_further { 0..2 } else { 0..1 };
            for kind in kinds {
                rows[kind] += 1;
                fits[kind] += usize::from(whole.is_some() && whole == parts);
            }
            any |= (has_further || is_said) && whole.is_some_and(|whole| whole != Yuan::ZERO);
        }
        any && rows.iter().zip(fits).all(|(rows, fits)| (rows - fits) * 10 <= *rows)
    }

    /// Whether columns, with arrears or without, come to what another gives in half of the rows that give it at least.
    pub(super) fn mostly_add_up(&self, header: &Header, parts: &[usize], sum: usize) -> bool {
        let arrears = header.columns.iter().position(|head| means(head, Field::Arrears));
        let with_arrears: Vec<usize> = parts.iter().copied().chain(arrears).collect();
        let whole = |row: &TopRow| self.together(row, header, &[sum]).filter(|whole| *whole != Yuan::ZERO);
        let rows = self.of_people(header).filter_map(|row| Some((row, whole(row)?)));
        let is = |row: &TopRow, places: &[usize], whole: Yuan| self.together(row, header, places) == Some(whole);
        let fits = rows.map(|(row, whole)| is(row, parts, whole) || is(row, &with_arrears, whole));
        let fits: Vec<bool> = fits.collect();
        let count = fits.iter().filter(|fits| **fits).count();
        count > 0 && count * 2 >= fits.len()
    }

    /// Whether a column gives less than the columns of all months together and no more than those of one, in nearly every row that has
    /// it, of which there is some.
    pub(super) fn is_of_one(&self, header: &Header, less: usize, months: &[Vec<usize>]) -> bool {
        let is_filled = |row: &&TopRow| self.money(row, &header.columns[less]) != Value::Missing;
        let is_less = |row: &TopRow| {
            let own = self.together(row, header, &[less]);
            let all = self.together(row, header, &months.concat());
            let most = months.iter().filter_map(|month| self.together(row, header, month)).max();
            own.is_some_and(|own| all.is_some_and(|all| own < all) && most.is_some_and(|most| own <= most))
        };
        let rows: Vec<bool> = self.of_people(header).filter(is_filled).map(is_less).collect();
        !rows.is_empty() && rows.iter().filter(|is_less| !**is_less).count() * 10 <= rows.len()
    }

    /// Whether some columns together come to something else than others in any row.
    pub(super) fn differ(&self, header: &Header, one: &[u16], other: &[u16]) -> bool {
        let [one, other] = [one, other].map(|columns| by_month::places(header, columns));
        self.of_people(header).any(|row| self.together(row, header, &one) != self.together(row, header, &other))
    }

    /// Whether it is of several months, or of as many as a column says.
    pub(super) fn is_of_several(&self, header: &Header) -> bool {
        column(header, Field::MonthsPaid).is_some() || self.months.is_some_and(|months| months.count() > 1)
    }

    /// Whether a column is what a month of another is worth: in half of the rows that give both, at least, it is that times the months.
    pub(super) fn is_worth(&self, header: &Header, standard: usize, paid: usize) -> bool {
        let yuan = |row: &TopRow, place: usize| self.together(row, header, &[place]).filter(|yuan| *yuan != Yuan::ZERO);
        let fits = self.of_people(header).filter_map(|row| {
            let (one, all) = (yuan(row, standard)?, yuan(row, paid)?);
            Some(one.times(self.months_of(row, header)?) == Some(all))
        });
        let fits: Vec<bool> = fits.collect();
        fits.iter().filter(|fits| **fits).count() * 2 >= fits.len()
    }

    /// How many months a row is of.
    fn months_of(&self, row: &TopRow, header: &Header) -> Option<u32> {
        let Some(counted) = header.columns.iter().find(|head| means(head, Field::MonthsPaid)) else {
            return self.months.map(Months::count);
        };
        let (cell, reading) = self.cell(row, counted);
        match value::read(cell, Kind::Count, &reading) {
            Value::Count(months) => Some(months),
            _ => None,
        }
    }

    /// How many rows are paid something in these columns.
    pub(super) fn paid(&self, header: &Header, places: &[usize]) -> usize {
        let is_paid = |row: &&TopRow| self.together(row, header, places).is_some_and(|yuan| yuan != Yuan::ZERO);
        self.of_people(header).filter(is_paid).count()
    }

    /// How many cells of these columns say that something was paid, and how many there are.
    pub(super) fn filled(&self, header: &Header, places: &[usize]) -> (usize, usize) {
        let is_filled = |row: &TopRow, place: &usize| {
            !matches!(self.money(row, &header.columns[*place]), Value::Missing | Value::Yuan(Yuan::ZERO))
        };
        let rows: Vec<&TopRow> = self.of_people(header).collect();
        let filled = rows.iter().map(|row| places.iter().filter(|place| is_filled(row, place)).count()).sum();
        (filled, rows.len() * places.len())
    }

    /// What some cells of a row are together; `None` where one cannot be read.
    pub(super) fn together(&self, row: &TopRow, header: &Header, places: &[usize]) -> Option<Yuan> {
        let yuan = |place: &usize| match self.money(row, &header.columns[*place]) {
            Value::Yuan(yuan) | Value::RoundedYuan(yuan) => Some(yuan),
            Value::Missing => Some(Yuan::ZERO),
            _ => None,
        };
        places.iter().map(yuan).sum()
    }
}
