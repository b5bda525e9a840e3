//! Header words and what they mean: the words themselves, and what others like them suggest.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::field::Field;
use crate::rules::{Column as RuleColumn, Pack, Vocabulary, chinese};

use super::fold;

/// How many characters of a header must be an alias: at its end, or anywhere in it.
const AT_END: usize = 2;
const ANYWHERE: usize = 3;

/// Header words and what they mean.
#[derive(Debug)]
pub struct Aliases<'w> {
    meanings: FxHashMap<String, Meaning>,
    /// Those that mean it only where no other column does.
    alone: FxHashSet<String>,
    /// What words before a header make of it, by their first character.
    before: FxHashMap<char, Vec<Before>>,
    /// Upper headers under which stands somebody who is not the person of the row.
    pub(super) others: &'w [String],
    pub(super) words: &'w Vocabulary,
}

/// Words before a header of one field, and the field that it means behind them.
#[derive(Debug)]
struct Before {
    words: String,
    of: Field,
    means: Field,
}

/// The header words of a rule pack, by whose they are: gathered when first asked for, and once for all sheets.
pub struct Glossary<'p> {
    pub pack: &'p Pack,
    of: RefCell<FxHashMap<Whose, Rc<Aliases<'p>>>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Whose {
    /// Every programme's, and that of one decided on before the header is read.
    Any(Option<usize>),
    /// One programme's own.
    Own(usize),
}

/// A field, or a field of the n-th member listed across the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meaning {
    pub field: Field,
    pub member: Option<u8>,
}

impl Meaning {
    /// What a word of rule files means: head-id, member-2-name; months are those of the row.
    pub(super) fn of_field(word: &str) -> Option<Meaning> {
        let whole = |field| Meaning { field, member: None };
        let field = if word == "months" { Some(Field::Period) } else { Field::named(word) };
        field.map(whole).or_else(|| {
            let (number, what) = word.strip_prefix("member-")?.split_once('-')?;
            let field = Field::named(&format!("member-{what}"))?;
            Some(Meaning { field, member: Some(number.parse().ok().filter(|number| (1..=9).contains(number))?) })
        })
    }
}

impl<'p> Glossary<'p> {
    pub fn new(pack: &'p Pack) -> Glossary<'p> {
        Glossary { pack, of: RefCell::default() }
    }

    /// What headers of any programme mean; one already decided on may be a reference list.
    pub(super) fn of_any(&self, decided: Option<usize>) -> Rc<Aliases<'p>> {
        let pack = self.pack;
        let decided_on = decided.iter().map(|programme| &pack.programmes[*programme]);
        let every = decided_on.chain(pack.paying()).flat_map(|programme| &programme.columns);
        self.known(Whose::Any(decided), every.chain(&pack.columns))
    }

    /// What headers of a programme's own rosters mean.
    pub(super) fn of_one(&self, programme: usize) -> Rc<Aliases<'p>> {
        let own = &self.pack.programmes[programme].columns;
        self.known(Whose::Own(programme), self.pack.columns.iter().chain(own))
    }

    fn known<'c>(&self, whose: Whose, columns: impl Iterator<Item = &'c RuleColumn>) -> Rc<Aliases<'p>> {
        let new = || Rc::new(Aliases::new(columns, &self.pack.others, &self.pack.vocabulary));
        Rc::clone(self.of.borrow_mut().entry(whose).or_insert_with(new))
    }
}

impl<'w> Aliases<'w> {
    /// Later columns win over earlier ones: a programme's own over the common ones.
    pub fn new<'c>(
        columns: impl Iterator<Item = &'c RuleColumn>,
        others: &'w [String],
        words: &'w Vocabulary,
    ) -> Aliases<'w> {
        let (meanings, alone, before) = (FxHashMap::default(), FxHashSet::default(), FxHashMap::default());
        let mut aliases = Aliases { meanings, alone, before, others, words };
        for column in columns {
            for alias in column.header.iter().chain(&column.aliases).chain(&column.alone) {
                aliases.add(alias, column.field);
            }
            aliases.alone.extend(column.alone.iter().map(|alias| fold::header(alias, words).0));
            aliases.set_before(column);
        }
        aliases
    }

    fn set_before(&mut self, column: &RuleColumn) {
        let Some(behind) = &column.behind else { return };
        for words in &behind.words {
            let Some(first) = words.chars().next() else { continue };
            let before = Before { words: words.clone(), of: behind.of, means: column.field };
            self.before.entry(first).or_default().push(before);
        }
    }

    fn add(&mut self, alias: &str, field: Field) {
        // Nearly none has a bracket, which is found sooner than three characters.
        if !alias.contains('{') || !alias.contains("{n}") {
            self.insert(alias, Meaning { field, member: None });
            return;
        }
        for n in 1..=9_u8 {
            let member = Some(n);
            let numeral = chinese(u64::from(n)).unwrap_or_default();
            for written in [n.to_string(), numeral] {
                self.insert(&alias.replace("{n}", &written), Meaning { field, member });
            }
        }
    }

    fn insert(&mut self, alias: &str, meaning: Meaning) {
        self.meanings.insert(fold::header(alias, self.words).0, meaning);
    }

    pub(super) fn get(&self, words: &str) -> Option<Meaning> {
        self.meanings.get(words).copied().or_else(|| self.behind(words))
    }

    /// What a header means behind words that say whose it is: 乡镇 before 公示开始日期.
    fn behind(&self, words: &str) -> Option<Meaning> {
        let known = self.before.get(&words.chars().next()?)?;
        let means = |before: &Before| {
            let header = self.meanings.get(words.strip_prefix(before.words.as_str())?)?;
            (header.field == before.of).then_some(Meaning { field: before.means, member: None })
        };
        known.iter().find_map(means)
    }

    /// Whether a header gives way to any other column of its meaning.
    pub(super) fn gives_way(&self, words: &str) -> bool {
        self.alone.contains(words)
    }

    /// What a header no alias is equal to suggests: the alias it ends with, else the longest within it. Two meanings
    /// that fit as well as each other suggest nothing, and neither does a header of another person or another time.
    pub(super) fn guess(&self, words: &str) -> Option<Meaning> {
        if let Some(meaning) = self.but_for_remark(words) {
            return Some(meaning);
        }
        if self.is_never_guessed(words) {
            return None;
        }
        let fit = |alias: &str| match alias.chars().count() {
            length if length >= AT_END && words.ends_with(alias) => Some((true, length)),
            length if length >= ANYWHERE && words.contains(alias) => Some((false, length)),
            _ => None,
        };
        let fits = self.meanings.iter().filter_map(|(alias, meaning)| Some((fit(alias)?, *meaning)));
        let fits: Vec<((bool, usize), Meaning)> = fits.collect();
        let best = fits.iter().map(|(fit, _)| *fit).max()?;
        let mut meant = fits.iter().filter(|(fit, _)| *fit == best).map(|(_, meaning)| *meaning);
        meant.next().filter(|first| meant.all(|other| other == *first))
    }

    /// The alias a header is but for what its last brackets hold: 银行账号(一卡通).
    fn but_for_remark(&self, words: &str) -> Option<Meaning> {
        let (alias, remark) = words.strip_suffix(')')?.rsplit_once('(')?;
        self.get(alias).filter(|_| !self.is_never_guessed(remark))
    }

    fn is_never_guessed(&self, words: &str) -> bool {
        self.others.iter().chain(&self.words.never_guessed).any(|word| words.contains(word.as_str()))
    }
}
