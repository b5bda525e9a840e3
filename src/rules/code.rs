//! Code sets: the words rosters write in a column of few answers, and the code each stands for.

use std::collections::HashMap;
use std::sync::Arc;

use serde::Deserialize;
use toml::Spanned;

use crate::field::Field;
use crate::lang::Words;

use super::column::field;
use super::fault::{Fault, Source};

/// One answer of a set.
#[derive(Debug, Clone)]
pub struct Code {
    /// As rule files write it: `partial`.
    pub code: String,
    pub name: Words,
    /// As rosters write it, narrowed and without spaces.
    pub words: Vec<String>,
}

/// Every code set, by the place of its field.
#[derive(Debug, Clone, Default)]
pub struct Codes(Arc<[Vec<Code>]>);

/// Which codes of a set are meant: one bit each, in the order of the set.
pub type CodeMask = u64;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CodesFile {
    set: Vec<RawSet>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSet {
    field: Spanned<String>,
    code: Vec<RawCode>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCode {
    code: Spanned<String>,
    name: String,
    name_en: String,
    words: Vec<Spanned<String>>,
}

/// The sets of a file; a word that stands for two codes of one set is a fault.
pub(super) fn read(source: &Source) -> Result<Vec<(Field, Vec<Code>)>, Fault> {
    let file: CodesFile = source.parse()?;
    let mut sets = Vec::new();
    for set in file.set {
        let mut taken: HashMap<String, String> = HashMap::new();
        let mut codes = Vec::new();
        for raw in set.code {
            let code = raw.code.into_inner();
            for word in &raw.words {
                let earlier = taken.insert(word.get_ref().clone(), code.clone());
                if let Some(earlier) = earlier.filter(|earlier| *earlier != code) {
                    let word_text = word.get_ref();
                    let zh = format!("“{word_text}”已经是 {earlier} 的写法");
                    let en = format!("{word_text:?} already stands for {earlier}");
                    return Err(Fault::new(source, word.span(), zh, en));
                }
            }
            let words = raw.words.into_iter().map(Spanned::into_inner).collect();
            codes.push(Code { code, name: Words { zh: raw.name, en: raw.name_en }, words });
        }
        sets.push((field(&set.field, source)?, codes));
    }
    Ok(sets)
}

impl Codes {
    /// The sets of all files; a later file adds words to the codes of an earlier one, and codes of its own.
    pub(super) fn join(sets: Vec<(Field, Vec<Code>)>) -> Codes {
        let mut by_field = vec![Vec::<Code>::new(); Field::COUNT];
        for (field, codes) in sets {
            let set = &mut by_field[field.index()];
            for code in codes {
                match set.iter_mut().find(|known| known.code == code.code) {
                    Some(known) => known.words.extend(code.words),
                    None => set.push(code),
                }
            }
        }
        Codes(by_field.into())
    }

    pub fn set(&self, field: Field) -> &[Code] {
        self.0.get(field.index()).map_or(&[], Vec::as_slice)
    }

    /// The place in its set of the code a text stands for: the text is one of its words, or holds one and none of another
    /// code's that is as long (肢体二级 is 二级).
    pub fn read(&self, field: Field, folded: &str) -> Option<u8> {
        let set = self.set(field);
        let exact = set.iter().position(|code| code.words.iter().any(|word| word == folded));
        let place = exact.or_else(|| held(set, folded))?;
        u8::try_from(place).ok()
    }

    pub fn code(&self, field: Field, place: u8) -> Option<&Code> {
        self.set(field).get(usize::from(place))
    }

    /// The bits of some codes of a field's set; the name of the first one unknown.
    pub(super) fn mask<'n>(&self, field: Field, names: &'n [String]) -> Result<CodeMask, &'n str> {
        let set = self.set(field);
        let bit = |name: &'n String| {
            let place = set.iter().position(|code| code.code == *name).filter(|place| *place < 64);
            place.map(|place| 1 << place).ok_or(name.as_str())
        };
        names.iter().map(bit).try_fold(0, |mask, bit| Ok(mask | bit?))
    }
}

/// The code whose longest word of two characters or more stands in a text, if it is only one.
fn held(set: &[Code], text: &str) -> Option<usize> {
    let longest = |code: &Code| {
        let words = code.words.iter().filter(|word| word.chars().count() >= 2 && text.contains(word.as_str()));
        words.map(|word| word.chars().count()).max()
    };
    let found: Vec<(usize, usize)> =
        set.iter().enumerate().filter_map(|(place, code)| Some((longest(code)?, place))).collect();
    let (most, place) = *found.iter().max()?;
    let alone = found.iter().filter(|(length, _)| *length == most).count() == 1;
    alone.then_some(place)
}
