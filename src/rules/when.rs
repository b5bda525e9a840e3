//! Conditions on a row, in a closed vocabulary: an age, and codes of its columns.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::field::Field;
use crate::lang::Lang;
use crate::say;

use super::code::{CodeMask, Codes};
use super::column::field;
use crate::fault::{Fault, Source};

/// What must all hold of a row's person. Without anything it always holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct When {
    pub age: Option<Ages>,
    /// A field, and the codes of its set it may have.
    pub codes: Vec<(Field, CodeMask)>,
    /// As a person reads it, in either language.
    zh: String,
    en: String,
}

/// Whole years, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ages {
    pub from: u32,
    pub until: u32,
}

/// As written in a rule file: `{ age = "60..", care-level = ["full"] }`.
pub(super) type RawWhen = BTreeMap<Spanned<String>, Spanned<RawTest>>;

#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum RawTest {
    Range(String),
    Codes(Vec<String>),
}

/// The oldest age a range without an end reaches.
pub(super) const OLDEST: u32 = 200;

pub(super) fn read(raw: &RawWhen, codes: &Codes, source: &Source) -> Result<When, Fault> {
    let mut when = When::default();
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    for (key, test) in raw {
        match (key.get_ref().as_str(), test.get_ref()) {
            ("age", RawTest::Range(range)) => {
                let ages = ages(range).ok_or_else(|| not_a_range(range, test.span(), source))?;
                zh.push(ages.text(Lang::Zh));
                en.push(ages.text(Lang::En));
                when.age = Some(ages);
            }
            (_, RawTest::Codes(names)) => {
                let field = field(key, source)?;
                let mask = codes.mask(field, names).map_err(|name| {
                    let zh = format!("{} 的代码集里没有“{name}”（见 codes.toml）", field.name());
                    let en = format!("the code set of {} has no {name:?} (see codes.toml)", field.name());
                    Fault::new(source, test.span(), zh, en)
                })?;
                let named = codes.set(field).iter().filter(|code| names.contains(&code.code));
                let (zhs, ens): (Vec<_>, Vec<_>) =
                    named.map(|code| (code.name.zh.as_str(), code.name.en.as_str())).unzip();
                let whose = codes.whose(field);
                zh.push(whose.map_or_else(String::new, |whose| whose.zh.clone()) + &zhs.join("或"));
                en.push(whose.map_or_else(String::new, |whose| format!("{} ", whose.en)) + &ens.join(" or "));
                when.codes.push((field, mask));
            }
            (name, RawTest::Range(_)) => {
                let zh = format!("条件“{name}”应写代码的列表，只有 age 写范围");
                let en = format!("condition {name:?} takes a list of codes; only `age` takes a range");
                return Err(Fault::new(source, test.span(), zh, en));
            }
        }
    }
    (when.zh, when.en) = (zh.join("，"), en.join(", "));
    Ok(when)
}

fn not_a_range(range: &str, span: std::ops::Range<usize>, source: &Source) -> Fault {
    let zh = format!("“{range}”不是年龄范围；应如 \"60..\"、\"..17\"、\"70..79\"");
    let en = format!("{range:?} is no range of ages; write \"60..\", \"..17\" or \"70..79\"");
    Fault::new(source, span, zh, en)
}

fn ages(range: &str) -> Option<Ages> {
    let (from, until) = range.split_once("..")?;
    let end = |text: &str, open: u32| if text.is_empty() { Some(open) } else { text.parse().ok() };
    let ages = Ages { from: end(from, 0)?, until: end(until, OLDEST)? };
    (ages.from <= ages.until && range != "..").then_some(ages)
}

impl When {
    pub fn is_empty(&self) -> bool {
        self.age.is_none() && self.codes.is_empty()
    }

    /// `年满60周岁，完全丧失`.
    pub fn text(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }

    /// The fields it looks at besides the birth date.
    pub fn fields(&self) -> impl Iterator<Item = Field> + '_ {
        self.codes.iter().map(|(field, _)| *field)
    }
}

impl Ages {
    /// Whether somebody grows out of it.
    pub fn has_end(self) -> bool {
        self.until < OLDEST
    }

    pub fn contains(self, age: u32) -> bool {
        (self.from..=self.until).contains(&age)
    }

    fn text(self, lang: Lang) -> String {
        let (from, until) = (self.from, self.until);
        match (from, until) {
            (_, OLDEST) => say!(lang, "年满{from}周岁", "{from} or older"),
            (0, _) => {
                let limit = until + 1;
                say!(lang, "未满{limit}周岁", "under {limit}")
            }
            _ => say!(lang, "{from}至{until}周岁", "{from} to {until} years"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_of_ages_are_closed_or_open() {
        assert_eq!(ages("70..79"), Some(Ages { from: 70, until: 79 }));
        assert_eq!(ages("60.."), Some(Ages { from: 60, until: OLDEST }));
        assert_eq!(ages("..15"), Some(Ages { from: 0, until: 15 }));
        assert_eq!(ages(".."), None);
        assert_eq!(ages("60-70"), None);
        assert_eq!(ages("79..70"), None);
    }
}
