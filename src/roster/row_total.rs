//! A row that prints a total goes in; the numbers it gives come out, in figures by column and in words.

use crate::field::{Field, Kind};
use crate::input::{Cell, Row};

use super::amount;
use super::fold::folded;
use super::record::Record;
use super::row_reader::{GivenSum, RowReader, Total};
use super::rows::{self, Skipped};
use super::worded_total::{self, Worded};

impl RowReader<'_> {
    pub(super) fn total(&self, row: Row<'_>, kind: Skipped, record: &Record<'_>) -> Total {
        let given = |(column, field): (u16, Field)| {
            let within =
                || amount::rounding(record.cell_at(column), &self.roster.reading(self.roster.scale_of(column)));
            GivenSum {
                column,
                value: record.value(field),
                within: if field.kind() == Kind::Money { within() } else { 0 },
            }
        };
        let given: Vec<GivenSum> = self.summed().map(given).filter(|given| !given.value.is_missing()).collect();
        let is_number =
            |column: u16| given.iter().any(|given| given.column == column && given.value.number().is_some());
        let words = (0..).zip(row.cells).filter(|(column, cell)| !cell.is_blank() && !is_number(*column));
        // A row that says more in one cell than is understood may say it of the others.
        let worded: Option<Vec<Vec<Worded>>> = words.map(|(column, cell)| self.worded(*cell, column)).collect();
        Total { row: row.number, kind, given, worded: worded.unwrap_or_default().concat() }
    }

    /// What a cell of a total says in words, of the rows as a whole; `None` where it says more than is understood.
    fn worded(&self, cell: Cell<'_>, column: u16) -> Option<Vec<Worded>> {
        let head = self.roster.header.columns.iter().find(|head| head.index == column);
        let field = head.and_then(|head| head.meaning).map(|meaning| meaning.field);
        let is_name = matches!(field, Some(Field::Name | Field::HeadName));
        let is_of_all = field.is_none_or(|field| field.kind().is_words() || field == Field::Sequence);
        let is_summed = || self.summed().any(|(of, _)| of == column);
        let is_label = |text: &str| rows::label(&folded(text), &self.roster.vocabulary).is_some();
        let may_say = |text: &str| (is_of_all && (head.is_none() || field.is_some() || is_label(text))) || is_summed();
        match (worded_total::listed(cell, column), cell) {
            (Some(listed), _) if is_name => Some(vec![listed]),
            (_, Cell::Text(text)) if may_say(text) => {
                worded_total::worded(text, column, &self.roster.reading(self.roster.scale))
            }
            _ => Some(Vec::new()),
        }
    }
}
