//! Headers: which words at the head of a column mean which field.

use serde::Deserialize;
use toml::Spanned;

use crate::field::Field;

use super::fault::{Fault, Source};

/// A field and the headers it goes by.
#[derive(Debug, Clone)]
pub struct Column {
    pub field: Field,
    /// The header a blank roster prints; always an alias too.
    pub header: Option<String>,
    /// `{n}` stands for a number from one to nine, in either script.
    pub aliases: Vec<String>,
    /// A row without it cannot be judged.
    pub required: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawColumn {
    field: Spanned<String>,
    header: Option<String>,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    required: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ColumnsFile {
    /// Upper headers under which stands somebody who is not the person of the row.
    #[serde(default)]
    pub others: Vec<String>,
    pub column: Vec<RawColumn>,
}

impl RawColumn {
    pub(super) fn read(self, source: &Source) -> Result<Column, Fault> {
        Ok(Column {
            field: field(&self.field, source)?,
            header: self.header,
            aliases: self.aliases,
            required: self.required,
        })
    }
}

/// The field of a name; an unknown one is a fault.
pub(super) fn field(name: &Spanned<String>, source: &Source) -> Result<Field, Fault> {
    let word = name.get_ref();
    Field::named(word).ok_or_else(|| {
        let zh = format!("没有名为“{word}”的字段");
        let en = format!("there is no field named {word:?}");
        Fault::new(source, name.span(), zh, en)
    })
}
