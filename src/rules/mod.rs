//! The rule pack: law as data, dated and cited, read from `data-templates/` and from a bureau's own folder.

mod basis;
mod code;
mod column;
mod duty;
mod duty_file;
mod guarded;
mod identity;
mod laid;
mod list;
mod mismatch;
mod own;
mod programme;
mod programme_file;
mod rate;
mod span;
mod stacking;
mod summary;
mod version;
mod version_file;
mod vocabulary;
mod when;

use std::cell::RefCell;
use std::path::Path;
use std::sync::Arc;

pub use crate::cite::{Seen, chinese, says};
pub use crate::fault::{Fault, Faults, Source};
pub use basis::{Basis, Document, Documents};
pub use code::{Code, CodeMask, Codes};
pub use column::Column;
pub use duty::{
    Below, Condition, Difference, Expiry, KinVisit, Length, NotIncome, Notice, PayDay, Posting, Repeat, Review,
    RunsOut, Start, StartMonth, Visit, Whole, Yearly,
};
pub use guarded::Guarded;
pub use identity::FifteenDigits;
pub use mismatch::Mismatch;
pub use own::are_none_in;
pub use programme::{AnyTime, Counted, Entitled, Law, Layer, Named, Programme, SumRule};
pub use programme_file::PLACEHOLDERS;
pub use rate::{Bound, Figure, Grounds, Rate, Share, Worth};
pub use span::Span;
pub use stacking::{Pair, Verdict};
pub use summary::{Outline, Section};
pub use version::{Deadline, Extension, Limit, Per, Standard, Version};
pub use vocabulary::{Vocabulary, is_one_of};
pub use when::{Ages, When};

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::day::Month;
use crate::field::Field;
use crate::lang::{Lang, Words};
use crate::money::Yuan;
use crate::shipped::{Shipped, shipped};

use column::Taken;
use duty_file::Desk;
use laid::laid;
use own::Own;
use programme::significant;

const DOCUMENTS: &[Shipped] = &[shipped!("documents.toml")];
const COLUMNS: &[Shipped] = &[shipped!("columns.toml")];
const STACKING: &[Shipped] = &[shipped!("stacking.toml")];
const WORDS: &[Shipped] = &[shipped!("words.toml")];
const IDENTITY: &[Shipped] = &[shipped!("identity.toml")];
const GUARDIANS: &[Shipped] = &[shipped!("guardians.toml")];
const MISMATCHES: &[Shipped] = &[shipped!("mismatches.toml")];
const CODES: &[Shipped] = &[shipped!("codes.toml")];
const FIGURES: &[Shipped] = &[shipped!("figures.toml")];
const LISTS: &[Shipped] = &[shipped!("lists.toml")];
const SUMMARY: &[Shipped] = &[shipped!("summary.toml")];

/// The programmes shipped: national files before local ones, in the order reports list them.
const BUILTIN: &[Shipped] = &[
    shipped!("rules/cn/dibao-urban.toml"),
    shipped!("rules/cn/dibao-rural.toml"),
    shipped!("rules/cn/temporary.toml"),
    shipped!("rules/cn/medical.toml"),
    shipped!("rules/cn/destitute.toml"),
    shipped!("rules/cn/disability-living.toml"),
    shipped!("rules/cn/disability-nursing.toml"),
    shipped!("rules/cn/orphan.toml"),
    shipped!("rules/cn/unattended-child.toml"),
    shipped!("rules/cn/child-in-difficulty.toml"),
    shipped!("rules/cn/elderly.toml"),
    shipped!("rules/cn/disaster.toml"),
    shipped!("rules/cn/veteran.toml"),
    shipped!("rules/cn/low-income-edge.toml"),
    shipped!("rules/cn/rigid-expenditure.toml"),
    shipped!("rules/qinghai/dibao-urban.toml"),
    shipped!("rules/qinghai/dibao-rural.toml"),
    shipped!("rules/qinghai/temporary.toml"),
    shipped!("rules/qinghai/medical.toml"),
    shipped!("rules/qinghai/destitute.toml"),
    shipped!("rules/qinghai/disability-living.toml"),
    shipped!("rules/qinghai/disability-living-2012.toml"),
    shipped!("rules/qinghai/disability-nursing.toml"),
    shipped!("rules/qinghai/orphan.toml"),
    shipped!("rules/qinghai/elderly.toml"),
    shipped!("rules/qinghai/veteran.toml"),
    shipped!("rules/qinghai/rigid-expenditure.toml"),
    shipped!("rules/huangnan/dibao-urban.toml"),
    shipped!("rules/huangnan/dibao-rural.toml"),
];

/// Every rule that holds in one area.
#[derive(Debug)]
pub struct Pack {
    /// Division code of the bureau, six digits.
    pub area: String,
    pub documents: Documents,
    /// Headers common to all programmes.
    pub columns: Vec<Column>,
    /// Upper headers under which stands somebody who is not the person of the row.
    pub others: Vec<String>,
    /// The programmes, and after them the reference lists.
    pub programmes: Vec<Programme>,
    pub codes: Codes,
    /// Values that rules refer to, of this area; the most local last.
    pub figures: Vec<Figure>,
    pub stacking: Vec<Pair>,
    pub vocabulary: Arc<Vocabulary>,
    /// The last one given holds.
    pub fifteen_digits: Option<FifteenDigits>,
    /// Who has a guardian, whether or not a roster names one.
    pub guarded: Vec<Guarded>,
    /// What an age speaks against.
    pub mismatches: Vec<Mismatch>,
    pub outline: Outline,
}

impl Pack {
    /// The shipped rules for an area, such as `632323`, with the files of a bureau's own folder laid over them.
    pub fn load(area: &str, overlay: Option<&Path>) -> Result<Pack, Faults> {
        let mut own = Own::read(overlay)?;
        let mut faults = Vec::new();
        let mut documents = Documents::default();
        for source in sources(DOCUMENTS).chain(own.documents.drain(..)) {
            faults.extend(documents.add(&source).err());
        }
        let mut sets = code::Sets::new();
        for source in sources(CODES).chain(own.codes.drain(..)) {
            faults.extend(sets.add(&source).err());
        }
        let codes = sets.done();
        let (ids, lists): (Vec<_>, Vec<_>) = gather(LISTS, own.lists, list::read, &mut faults).into_iter().unzip();
        let read = (&documents, &codes, lists.as_slice());
        let files =
            sources(BUILTIN).map(|source| (source, false)).chain(own.programmes.drain(..).map(|source| (source, true)));
        let mut programmes = laid(files.collect(), area, read, &mut faults);
        for (id, list) in ids.iter().zip(lists) {
            match programmes.iter_mut().find(|known| known.id == list.id) {
                Some(known) if known.is_list => known.add(list),
                Some(_) => faults.push(id.is_no_list()),
                None => programmes.push(list),
            }
        }
        let mut figures = gather(FIGURES, own.figures, |source| rate::figures(source, &documents), &mut faults);
        faults.extend(without_value(&programmes, &figures));
        figures.retain(|figure| holds_in(&figure.area, area));
        figures.sort_by_key(|figure| significant(&figure.area));
        let taken = RefCell::new(Taken::default());
        let headers = gather(COLUMNS, own.columns, |source| Ok(vec![taken.borrow_mut().read(source)?]), &mut faults);
        let (others, columns): (Vec<_>, Vec<_>) = headers.into_iter().unzip();
        let pairs = |source: &Source| {
            stacking::read(Desk { source, documents: &documents, codes: &codes, lists: &[] }, &programmes)
        };
        let mut stacking = gather(STACKING, own.stacking, pairs, &mut faults);
        stacking.retain(|pair| holds_in(&pair.area, area));
        let words = gather(WORDS, own.words, Vocabulary::read, &mut faults);
        let identity = gather(IDENTITY, own.identity, |source| identity::read(source, &documents), &mut faults);
        let guarded = gather(GUARDIANS, own.guardians, |source| guarded::read(source, &documents, &codes), &mut faults);
        let mismatches =
            gather(MISMATCHES, own.mismatches, |source| mismatch::read(source, &documents, &codes), &mut faults);
        let outline = gather(SUMMARY, own.summary, summary::read, &mut faults);
        faults.extend(never_founded(&programmes, &outline));
        if !faults.is_empty() {
            return Err(Faults(faults));
        }
        Ok(Pack {
            area: area.to_owned(),
            documents,
            columns: columns.concat(),
            others: others.concat(),
            programmes,
            codes,
            figures,
            stacking,
            fifteen_digits: identity.into_iter().next_back(),
            guarded,
            mismatches,
            vocabulary: Arc::new(words.into_iter().fold(Vocabulary::default(), Vocabulary::join)),
            outline: Outline { sections: outline },
        })
    }

    /// A programme by its id, its Chinese name or an alias.
    pub fn programme(&self, name: &str) -> Option<usize> {
        self.programmes.iter().position(|programme| !programme.is_list && programme.is_named(name))
    }

    /// A reference list by its id or its Chinese name.
    pub fn list(&self, name: &str) -> Option<usize> {
        self.programmes.iter().position(|list| list.is_list && list.is_named(name))
    }

    /// The programmes without the reference lists.
    pub fn paying(&self) -> impl Iterator<Item = &Programme> {
        self.programmes.iter().filter(|programme| !programme.is_list)
    }

    /// Whether nobody may have both of two programmes, at any time.
    pub fn excludes(&self, one: usize, other: usize) -> bool {
        let is_of = |pair: &&Pair| pair.places == [one, other] || pair.places == [other, one];
        self.stacking.iter().filter(is_of).any(|pair| pair.verdict == Verdict::Forbidden)
    }

    /// What holds in a month of a programme and of what a list says; the most local rule, the last, where several do.
    pub fn coupled(&self, programme: &str, list: &str, month: Month) -> Option<&Pair> {
        let mut coupled = self.stacking.iter().rev().filter(|pair| {
            let named = |id: &str| pair.programmes.iter().any(|programme| programme == id);
            named(programme) && named(list) && pair.verdict != Verdict::Required
        });
        coupled.find(|pair| pair.span.holds(month.first_day()))
    }

    /// What a rate is worth in a month, and the words its value rests on; `None` where a value it refers to is not known.
    pub fn worth<'p>(&'p self, rate: &'p Rate, month: Month) -> Option<(Yuan, Grounds<'p>)> {
        let (worth, basis) = self.exact_worth(rate, month)?;
        Some((Yuan::from_decimal(worth)?, basis))
    }

    /// The same before it is rounded: parts of a fen count where several months or persons add up.
    pub fn exact_worth<'p>(&'p self, rate: &'p Rate, month: Month) -> Option<(Decimal, Grounds<'p>)> {
        match &rate.worth {
            Worth::Yuan(yuan) => Some((per_month(*yuan, rate.per), Grounds { own: &rate.basis, base: None })),
            Worth::Times(times, of) => {
                let (base, basis) = self.value_of(&of.name, month)?;
                Some((times.checked_mul(base)?, Grounds { own: &rate.basis, base: Some(basis) }))
            }
            Worth::Unknown(_) => None,
        }
    }

    /// What rates are multiples of: the month's standard of a programme, or a figure.
    pub fn value_of(&self, name: &str, month: Month) -> Option<(Decimal, &Arc<Basis>)> {
        if let Some(programme) = self.programme(name) {
            let standard = self.programmes[programme].standard(month)?;
            return Some((standard.exact(), &standard.basis));
        }
        self.figure(name, month).map(|figure| (per_month(figure.yuan, figure.per), &figure.basis))
    }

    /// From when a rate, and the standard it is a multiple of in a month, are known to have held.
    pub fn sure_from(&self, rate: &Rate, month: Month) -> NaiveDate {
        self.base(rate, month).map_or(rate.sure_from, |standard| standard.sure_from.max(rate.sure_from))
    }

    /// What a rate is worth in a month at least: before the standard it is a multiple of is known to have held, by the
    /// one before that. `None` where no worth is sure.
    pub fn sure_worth(&self, rate: &Rate, month: Month) -> Option<Decimal> {
        let unsure = self.base(rate, month).filter(|standard| month.first_day() < standard.sure_from);
        let month = match unsure {
            Some(standard) => Month::of(standard.span.from)?.back(1)?,
            None => month,
        };
        self.exact_worth(rate, month).map(|(worth, _)| worth)
    }

    /// The standard that a rate is a multiple of in a month.
    fn base(&self, rate: &Rate, month: Month) -> Option<&Standard> {
        let Worth::Times(_, of) = &rate.worth else { return None };
        self.programmes[self.programme(&of.name)?].standard(month)
    }

    /// The figure of a month.
    fn figure(&self, name: &str, month: Month) -> Option<&Figure> {
        self.figures.iter().rev().find(|figure| figure.name == name && figure.span.holds(month.first_day()))
    }

    /// What was not found of the figure that a rate is a multiple of, where it may have been raised since.
    pub fn unknown_of(&self, rate: &Rate, month: Month) -> Option<&Words> {
        let Worth::Times(_, of) = &rate.worth else { return None };
        self.figure(&of.name, month)?.unknown.as_ref()
    }

    /// What people call what rates are multiples of.
    pub fn called<'n>(&'n self, name: &'n str, lang: Lang) -> &'n str {
        let programme = self.programme(name).map(|programme| &self.programmes[programme].name);
        let figure =
            || self.figures.iter().filter(|figure| figure.name == name).find_map(|figure| figure.called.as_ref());
        programme.or_else(figure).map_or(name, |words| words.get(lang))
    }

    /// The header a field goes by: the programme's own, else the common one.
    pub fn header(&self, field: Field, programme: &Programme) -> String {
        let columns = programme.columns.iter().chain(&self.columns);
        let mut headers = columns.filter(|column| column.field == field).filter_map(|column| column.header.clone());
        headers.next().unwrap_or_else(|| field.name().to_owned())
    }

    /// Refuses rule files that ask for a check the program does not have.
    pub fn require_checks(&self, known: &[&str]) -> Result<(), Faults> {
        let named = self.programmes.iter().flat_map(|programme| &programme.checks);
        let unknown = named.filter(|check| !known.contains(&check.name.as_str()));
        let faults: Vec<Fault> = unknown.map(|check| check.unknown(("检查", "check"))).collect();
        if faults.is_empty() { Ok(()) } else { Err(Faults(faults)) }
    }
}

/// A sum for a month, parts of a fen included.
fn per_month(yuan: Yuan, per: Per) -> Decimal {
    let yuan = Decimal::new(yuan.fen(), 2);
    match per {
        Per::Month => yuan,
        Per::Year => yuan / Decimal::from(12),
    }
}

fn sources(shipped: &'static [Shipped]) -> impl Iterator<Item = Source> {
    shipped.iter().map(Source::shipped)
}

fn gather<T>(
    shipped: &'static [Shipped],
    own: Vec<Source>,
    read: impl Fn(&Source) -> Result<Vec<T>, Fault>,
    faults: &mut Vec<Fault>,
) -> Vec<T> {
    let mut all = Vec::new();
    for source in sources(shipped).chain(own) {
        match read(&source) {
            Ok(some) => all.extend(some),
            Err(fault) => faults.push(fault),
        }
    }
    all
}

/// Programmes that lists or the summary name and no file founds.
fn never_founded(programmes: &[Programme], outline: &[Section]) -> Vec<Fault> {
    let is_founded = |name: &str| programmes.iter().any(|programme| !programme.is_list && programme.id == name);
    let of_lists = programmes.iter().flat_map(|list| &list.only_for);
    let named = of_lists.chain(outline.iter().flat_map(|section| &section.programmes));
    named.filter(|named| !is_founded(&named.name)).map(|named| named.unknown(("项目", "programme"))).collect()
}

/// What rates are multiples of that is neither a programme nor a figure of anywhere.
fn without_value(programmes: &[Programme], figures: &[Figure]) -> Vec<Fault> {
    let is_programme = |name: &str| programmes.iter().any(|programme| !programme.is_list && programme.is_named(name));
    let is_known = |name: &str| is_programme(name) || figures.iter().any(|figure| figure.name == name);
    let rates = programmes.iter().flat_map(|programme| &programme.layers).flat_map(|layer| &layer.rates);
    let multiples = rates.filter_map(|rate| if let Worth::Times(_, of) = &rate.worth { Some(of) } else { None });
    multiples.filter(|of| !is_known(&of.name)).map(|of| of.unknown(("项目或数值", "programme or figure"))).collect()
}

/// Whether what holds in one area holds in another: 630000 holds in 632323.
fn holds_in(rule: &str, area: &str) -> bool {
    rule.get(..significant(rule)).is_some_and(|prefix| area.starts_with(prefix))
}
