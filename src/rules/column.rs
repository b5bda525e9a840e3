//! Headers: which words at the head of a column mean which field.

use std::collections::HashMap;

use serde::Deserialize;
use toml::Spanned;

use crate::field::{Field, Kind};

use crate::fault::{Fault, Source};

/// A field and the headers it goes by.
#[derive(Debug, Clone)]
pub struct Column {
    pub field: Field,
    /// The header a blank roster prints; always an alias too.
    pub header: Option<String>,
    /// `{n}` stands for a number from one to nine, in either script.
    pub aliases: Vec<String>,
    /// Headers that mean it only where no other column does.
    pub alone: Vec<String>,
    /// Words that give any header of another field, or of its own, this meaning when they stand before it.
    pub behind: Option<Behind>,
    /// A row without it cannot be judged.
    pub required: bool,
}

/// 乡镇 before 公示开始日期.
#[derive(Debug, Clone)]
pub struct Behind {
    pub words: Vec<String>,
    /// Whose headers follow them.
    pub of: Field,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawColumn {
    field: Spanned<String>,
    header: Option<String>,
    #[serde(default)]
    aliases: Vec<Spanned<String>>,
    #[serde(default)]
    alone: Vec<Spanned<String>>,
    #[serde(default)]
    behind: Vec<String>,
    of: Option<Spanned<String>>,
    #[serde(default)]
    required: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnsFile {
    /// Upper headers under which stands somebody who is not the person of the row.
    #[serde(default)]
    others: Vec<String>,
    column: Vec<RawColumn>,
}

/// Which field each header of `columns.toml` means: one header, one field.
#[derive(Debug, Default)]
pub(super) struct Taken(HashMap<String, Field>);

impl Taken {
    /// The columns of a file; a header another field already has is a fault.
    pub fn read(&mut self, source: &Source) -> Result<(Vec<String>, Vec<Column>), Fault> {
        let file: ColumnsFile = source.parse()?;
        let mut columns = Vec::new();
        for raw in file.column {
            let meant = field(&raw.field, source)?;
            for alias in raw.aliases.iter().chain(&raw.alone) {
                let taken = *self.0.entry(alias.get_ref().clone()).or_insert(meant);
                if taken != meant {
                    let (alias_text, other) = (alias.get_ref(), taken.name());
                    let zh = format!("“{alias_text}”已经是 {other} 的列名");
                    let en = format!("{alias_text:?} already means {other}");
                    return Err(Fault::new(source, alias.span(), zh, en));
                }
            }
            columns.push(raw.read(source)?);
        }
        Ok((file.others, columns))
    }
}

impl RawColumn {
    pub(super) fn read(self, source: &Source) -> Result<Column, Fault> {
        let own = field(&self.field, source)?;
        let of = self.of.as_ref().map_or(Ok(own), |of| field(of, source))?;
        let behind = (!self.behind.is_empty()).then_some(Behind { words: self.behind, of });
        Ok(Column {
            field: own,
            behind,
            header: self.header,
            aliases: self.aliases.into_iter().map(Spanned::into_inner).collect(),
            alone: self.alone.into_iter().map(Spanned::into_inner).collect(),
            required: self.required,
        })
    }
}

/// The date a name stands for; another kind of field is a fault.
pub(super) fn day_field(name: &Spanned<String>, source: &Source) -> Result<Field, Fault> {
    let field = field(name, source)?;
    if field.kind() == Kind::Day {
        return Ok(field);
    }
    let zh = format!("{} 不是日期", field.name());
    let en = format!("{} is no date", field.name());
    Err(Fault::new(source, name.span(), zh, en))
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
