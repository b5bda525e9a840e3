//! Code sets: the words rosters write in a column of few answers, and the code each stands for.

use std::collections::HashMap;
use std::sync::Arc;

use serde::Deserialize;
use toml::Spanned;

use crate::field::Field;
use crate::lang::Words;

use super::column::field;
use crate::fault::{Fault, Source};

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
pub struct Codes {
    sets: Arc<[Set]>,
    denials: Arc<Denials>,
}

/// Words beside the word of a code that say the opposite, or that it was so once: 非低保户, 低保户（已停）.
#[derive(Debug, Clone, Default)]
struct Denials {
    anywhere: Vec<String>,
    /// Only where they stand directly before it: 未成年孤儿 is an orphan.
    before: Vec<String>,
}

/// The answers of one field.
#[derive(Debug, Clone, Default)]
struct Set {
    /// Whom they are about, where that is not the person of the row.
    whose: Option<Words>,
    codes: Vec<Code>,
}

/// Which codes of a set are meant: one bit each, in the order of the set.
pub type CodeMask = u64;

/// Codes of one set, as many as have a bit.
const MOST: usize = CodeMask::BITS as usize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CodesFile {
    #[serde(default)]
    denies: Vec<String>,
    #[serde(default)]
    denies_before: Vec<String>,
    #[serde(default)]
    set: Vec<RawSet>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSet {
    field: Spanned<String>,
    whose: Option<Spanned<String>>,
    whose_en: Option<Spanned<String>>,
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

/// Code sets being read, by the place of their field; a later file adds words to the codes of an earlier one, and codes
/// of its own.
#[derive(Debug)]
pub(super) struct Sets {
    all: Vec<Set>,
    denials: Denials,
}

impl Sets {
    pub fn new() -> Sets {
        Sets { all: vec![Set::default(); Field::COUNT], denials: Denials::default() }
    }

    /// Adds the sets of a file; a word that stands for two codes of one set is a fault, and so is a code too many.
    pub fn add(&mut self, source: &Source) -> Result<(), Fault> {
        let file: CodesFile = source.parse()?;
        self.denials.anywhere.extend(file.denies);
        self.denials.before.extend(file.denies_before);
        for raw in file.set {
            let field = field(&raw.field, source)?;
            let set = &mut self.all[field.index()];
            refuse_double_words(&raw, &set.codes, source)?;
            set.whose = source.both(raw.whose, raw.whose_en)?.or(set.whose.take());
            for code in raw.code {
                self.add_code(field, code, source)?;
            }
        }
        Ok(())
    }

    fn add_code(&mut self, field: Field, raw: RawCode, source: &Source) -> Result<(), Fault> {
        let set = &mut self.all[field.index()].codes;
        let (is_full, span, code) = (set.len() == MOST, raw.code.span(), raw.code.into_inner());
        let words = raw.words.into_iter().map(Spanned::into_inner);
        match set.iter_mut().find(|known| known.code == code) {
            Some(known) => known.words.extend(words),
            None if is_full => {
                let name = field.name();
                let zh = format!("{name} 的代码最多{MOST}个，这是第{}个；意思相近的请并成一个代码", MOST + 1);
                let en = format!(
                    "{name} has {MOST} codes at most, this is one more; make one code of those that mean the same"
                );
                return Err(Fault::new(source, span, zh, en));
            }
            None => set.push(Code { code, name: Words { zh: raw.name, en: raw.name_en }, words: words.collect() }),
        }
        Ok(())
    }

    pub fn done(self) -> Codes {
        Codes { sets: self.all.into(), denials: Arc::new(self.denials) }
    }
}

/// Of one file, or of a file and those before it.
fn refuse_double_words(set: &RawSet, known: &[Code], source: &Source) -> Result<(), Fault> {
    let earlier = known.iter().flat_map(|of| of.words.iter().map(|word| (word.as_str(), of.code.as_str())));
    let mut taken: HashMap<&str, &str> = earlier.collect();
    for raw in &set.code {
        let code = raw.code.get_ref();
        for word in &raw.words {
            let earlier = taken.insert(word.get_ref(), code);
            if let Some(earlier) = earlier.filter(|earlier| earlier != code) {
                let word_text = word.get_ref();
                let zh = format!("“{word_text}”已经是 {earlier} 的写法");
                let en = format!("{word_text:?} already stands for {earlier}");
                return Err(Fault::new(source, word.span(), zh, en));
            }
        }
    }
    Ok(())
}

impl Codes {
    pub fn set(&self, field: Field) -> &[Code] {
        self.sets.get(field.index()).map_or(&[], |set| set.codes.as_slice())
    }

    /// Whom the answers of a field are about, where that is not the person of the row: 父亲.
    pub(super) fn whose(&self, field: Field) -> Option<&Words> {
        self.sets.get(field.index())?.whose.as_ref()
    }

    /// The place in its set of the code a text stands for: the text is one of its words, or holds one that nothing
    /// beside it denies, and none of another code's that is as long (肢体二级 is 二级, 非低保户 nothing).
    pub fn read(&self, field: Field, folded: &str) -> Option<u8> {
        let set = self.set(field);
        let exact = set.iter().position(|code| code.words.iter().any(|word| word == folded));
        let place = exact.or_else(|| held(set, folded, &self.denials))?;
        u8::try_from(place).ok()
    }

    /// Whether a text holds a word of a code that nothing beside it denies, whatever else it says.
    pub fn names(&self, field: Field, folded: &str, code: &str) -> bool {
        let mut words = self.set(field).iter().filter(|own| own.code == code).flat_map(|own| &own.words);
        words.any(|word| folded.contains(word.as_str()) && !self.denials.deny(word, folded))
    }

    pub fn code(&self, field: Field, place: u8) -> Option<&Code> {
        self.set(field).get(usize::from(place))
    }

    /// The bits of some codes of a field's set; the name of the first one unknown.
    pub(super) fn mask<'n>(&self, field: Field, names: &'n [String]) -> Result<CodeMask, &'n str> {
        let set = self.set(field);
        let bit = |name: &'n String| {
            let place = set.iter().position(|code| code.code == *name);
            place.map(|place| 1 << place).ok_or(name.as_str())
        };
        names.iter().map(bit).try_fold(0, |mask, bit| Ok(mask | bit?))
    }
}

/// The code whose longest word of two characters or more stands in a text, if it is only one and nothing denies it.
fn held(set: &[Code], text: &str, denials: &Denials) -> Option<usize> {
    let mut found: Vec<(usize, usize, &str)> = Vec::new();
    for (place, code) in set.iter().enumerate() {
        let words = code.words.iter().map(|word| (word.chars().count(), place, word.as_str()));
        found.extend(words.filter(|(length, _, word)| *length >= 2 && text.contains(word)).max());
    }
    let (most, place, word) = *found.iter().max()?;
    let alone = found.iter().filter(|(length, ..)| *length == most).count() == 1;
    (alone && !denials.deny(word, text)).then_some(place)
}

impl Denials {
    /// Whether what stands beside a word in a text denies it.
    fn deny(&self, word: &str, text: &str) -> bool {
        let Some((before, after)) = text.split_once(word) else { return false };
        let beside = |denial: &String| before.contains(denial.as_str()) || after.contains(denial.as_str());
        self.anywhere.iter().any(beside) || self.before.iter().any(|denial| before.ends_with(denial.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file of one set whose codes are numbered; each code takes a line of its own, below two of the set.
    fn numbered(numbers: std::ops::Range<usize>) -> Source {
        let code = |n| format!("{{ code = \"c{n}\", name = \"第{n}\", name_en = \"No {n}\", words = [\"词{n}\"] }},\n");
        let codes: String = numbers.map(code).collect();
        Source::new("codes.toml", &format!("[[set]]\nfield = \"labour\"\ncode = [\n{codes}]\n"))
    }

    #[test]
    fn a_set_has_as_many_codes_as_there_are_bits() {
        let mut sets = Sets::new();
        sets.add(&numbered(0..40)).unwrap();
        sets.add(&numbered(30..64)).unwrap();
        let fault = sets.add(&numbered(60..70)).unwrap_err();
        // 60 to 63 are known already: the first new one stands in the eighth line.
        assert_eq!((&*fault.file, fault.line()), ("codes.toml", 8));
        assert!(fault.message.zh.contains("labour 的代码最多64个"), "{}", fault.message.zh);
        assert!(fault.message.en.contains("labour has 64 codes at most"), "{}", fault.message.en);
        let codes = sets.done();
        assert_eq!(codes.mask(Field::Labour, &["c63".to_owned()]), Ok(1 << 63));
        assert_eq!(codes.read(Field::Labour, "词63"), Some(63));
    }
}
