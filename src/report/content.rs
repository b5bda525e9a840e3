//! What a cell of a workbook or of a table for programs holds, typed: no writer reads text.

use chrono::NaiveDate;

use crate::money::Yuan;

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    Blank,
    Text(String),
    /// A number that is a name: an identity number, an account. It is text, and must stay text in a spreadsheet.
    LongNumber(String),
    Number(f64),
    Count(u64),
    Money(Yuan),
    Day(NaiveDate),
    YesNo(bool),
    /// Several things said of one row.
    Several(Vec<Part>),
}

/// One of several things, with the column it is said of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub column: String,
    /// What is the matter, in a word; nothing where nothing is.
    pub why: Option<&'static str>,
    pub text: String,
}

impl Content {
    /// Words, or nothing where there are none.
    pub fn text(text: impl Into<String>) -> Content {
        let text = text.into();
        if text.is_empty() { Content::Blank } else { Content::Text(text) }
    }

    pub fn maybe(text: Option<impl Into<String>>) -> Content {
        text.map_or(Content::Blank, Content::text)
    }
}

impl Part {
    /// In one line: `审批日期(not-a-day)=待定`.
    pub fn line(&self) -> String {
        let why = self.why.map_or_else(String::new, |why| format!("({why})"));
        format!("{}{why}={}", self.column, self.text)
    }
}
