//! Reference lists: what a bureau may hold beside its rosters, such as deaths and disability cards. They are read as
//! rosters are; nobody is paid by them.

use serde::Deserialize;
use toml::Spanned;

use crate::lang::Words;

use super::column::{Column, RawColumn};
use super::programme::{Counted, Entitled, Named, Programme};
use super::programme_file::RawCheck;
use crate::fault::{Fault, Source};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ListsFile {
    list: Vec<RawList>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawList {
    id: Spanned<String>,
    name: String,
    name_en: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    column: Vec<RawColumn>,
    #[serde(default)]
    check: Vec<RawCheck>,
    #[serde(default)]
    only_for: Vec<Spanned<String>>,
    #[serde(default)]
    shows_hardship: bool,
}

/// The lists of a file, each with the place that names it; one of an id already known adds to that.
pub(super) fn read(source: &Source) -> Result<Vec<(Named, Programme)>, Fault> {
    let file: ListsFile = source.parse()?;
    let lists = file.list.into_iter().map(|raw| {
        let columns: Vec<Column> =
            raw.column.into_iter().map(|column| column.read(source)).collect::<Result<_, _>>()?;
        let id = Named::read(raw.id, source);
        let list = Programme {
            id: id.name.clone(),
            name: Words { zh: raw.name, en: raw.name_en },
            aliases: raw.aliases,
            entitled: Entitled::Person,
            counted: Counted::Stock,
            month_of: None,
            or_month_of: Vec::new(),
            rows_of_several: false,
            order: Vec::new(),
            any_time: None,
            sum: None,
            sentence: None,
            columns,
            checks: raw.check.into_iter().map(|check| check.read(source)).collect(),
            layers: Vec::new(),
            is_list: true,
            only_for: raw.only_for.into_iter().map(|programme| Named::read(programme, source)).collect(),
            shows_hardship: raw.shows_hardship,
        };
        Ok((id, list))
    });
    lists.collect()
}
