//! What a row of a list says besides whom and when: what is held, as what, why, where, and whether its days go
//! backwards.

use chrono::NaiveDate;

use crate::day::{Month, Months};
use crate::field::{Field, Kind};
use crate::lang::Lang;
use crate::rules::{CodeMask, Codes, When};

use super::month_text::written_months;
use super::record::Record;
use super::value::{Unreadable, Value};

/// The words of some fields, as people may see them, in a fixed order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Remark {
    said: Vec<(Field, String)>,
    /// Whether it ends before it begins: which months it is of nobody knows.
    pub is_reversed: bool,
    /// Whether the day on which it begins is none: 30 February.
    pub has_no_such_day: bool,
    /// The day on which a stop began, where its row gives more than the month.
    pub stopped_on: Option<NaiveDate>,
}

impl Remark {
    const FIELDS: [Field; 6] =
        [Field::Asset, Field::Role, Field::RegisteredCounty, Field::StopReason, Field::Relation, Field::State];

    /// `None` where the row says nothing besides.
    pub fn of(record: &Record<'_>) -> Option<Remark> {
        let said = Remark::FIELDS.into_iter().filter_map(|field| {
            let text = record.text(field)?;
            Some((field, division(field, text).unwrap_or_else(|| field.kind().shown(text, false))))
        });
        let said: Vec<(Field, String)> = said.collect();
        let (is_reversed, stopped_on) = (is_reversed(record), stopped_on(record));
        let has_no_such_day = record.typed(Field::Since) == Value::Unreadable(Unreadable::NoSuchDay);
        let says_nothing = said.is_empty() && !is_reversed && !has_no_such_day && stopped_on.is_none();
        (!says_nothing).then_some(Remark { said, is_reversed, has_no_such_day, stopped_on })
    }

    /// What some columns of a row say and nothing else; `None` where they are blank.
    pub fn said(fields: &[Field], record: &Record<'_>) -> Option<Remark> {
        let said: Vec<(Field, String)> =
            fields.iter().filter_map(|field| Some((*field, record.text(*field)?.to_owned()))).collect();
        (!said.is_empty()).then(|| Remark { said, ..Remark::default() })
    }

    /// What one field says.
    pub fn field(&self, field: Field) -> Option<&str> {
        self.said.iter().find(|(own, _)| *own == field).map(|(_, text)| text.as_str())
    }

    /// Whether a column says a code.
    pub fn says(&self, field: Field, code: &str, codes: &Codes) -> bool {
        self.words_of(field).any(|word| {
            codes.read(field, word).and_then(|at| codes.code(field, at)).is_some_and(|said| said.code == code)
        })
    }

    /// Whether the columns a condition asks about say so; `None` where one of them says nothing that is known.
    pub fn meets(&self, when: &When, codes: &Codes) -> Option<bool> {
        let mut all_known = true;
        for (field, mask) in &when.codes {
            match self.says_one_of(*field, *mask, codes) {
                Some(false) => return Some(false),
                Some(true) => {}
                None => all_known = false,
            }
        }
        all_known.then_some(true)
    }

    fn says_one_of(&self, field: Field, mask: CodeMask, codes: &Codes) -> Option<bool> {
        let mut said = self.words_of(field).filter_map(|word| codes.read(field, word)).peekable();
        said.peek()?;
        Some(said.any(|place| mask & (1 << place) != 0))
    }

    /// What a cell says, which may hold several words.
    fn words_of(&self, field: Field) -> impl Iterator<Item = &str> {
        self.field(field).unwrap_or_default().split(['，', ',', '、', '；', ';'])
    }

    /// Whether what the row lists was struck off: cancelled, scrapped, closed, its holder dead.
    pub fn is_cancelled(&self, codes: &Codes) -> bool {
        self.says(Field::State, "cancelled", codes) || self.is_of_death(codes)
    }

    /// Whether it was struck off because its holder died.
    pub fn is_of_death(&self, codes: &Codes) -> bool {
        self.says(Field::State, "dead", codes)
    }

    /// All of it, for a sentence.
    pub fn words(&self, lang: Lang) -> String {
        self.said.iter().map(|(_, text)| text.as_str()).collect::<Vec<&str>>().join(lang.comma())
    }
}

fn is_reversed(record: &Record<'_>) -> bool {
    let is_read = |field| record.day(field).is_some() || written_months(&record.cell(field).shown()).is_some();
    record.listed_months().is_none() && is_read(Field::Since) && is_read(Field::Until)
}

fn stopped_on(record: &Record<'_>) -> Option<NaiveDate> {
    let Value::Months(months) = record.typed(Field::EndMonth) else { return None };
    let column = record.roster.column(Field::EndMonth)?;
    let Value::Day(day) = record.read_as(record.cell(Field::EndMonth), column, Kind::Day) else { return None };
    Some(day).filter(|day| Month::of(*day).map(Months::one) == Some(months))
}

/// The county of a division code of nine or twelve digits, which would be hidden as if it were somebody's number.
fn division(field: Field, text: &str) -> Option<String> {
    let is_code = matches!(text.len(), 9 | 12) && text.bytes().all(|byte| byte.is_ascii_digit());
    (field == Field::RegisteredCounty && is_code).then(|| text[..6].to_owned())
}
