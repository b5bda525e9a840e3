//! The words over one column go in; out comes what the column means.

use std::borrow::Cow;

use crate::field::{Field, Kind};
use crate::rules::Vocabulary;

use super::aliases::{Aliases, Meaning};
use super::amount::Scale;
use super::column_sum::{SumOf, sum_of};
use super::head_row::Words;
use super::named_months::NamedMonths;
use super::titled::titled_year;

/// One column's header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadColumn {
    /// From 0.
    pub index: u16,
    /// The words over it, upper rows first.
    pub words: String,
    /// The same as people may see them: a long number hidden, unless [`Header::reveal`] was asked for.
    pub shown: String,
    pub meaning: Option<Meaning>,
    /// It is known, but about somebody who is not the person of the row: a guardian's name.
    pub of_another: bool,
    /// What its words suggest where no header says it. Places, phones and reasons are read by it at once; what anybody
    /// is judged, counted or paid by is not, until somebody says so.
    pub guess: Option<Meaning>,
    /// What its header says one unit is worth.
    pub scale: Option<Scale>,
    /// Whether its unit is of what each person is paid.
    pub each_person: bool,
    /// It is a sum of what is paid, and there may be others: 小计.
    pub(super) is_part_sum: bool,
    /// Its meaning is what the words of several rows say together.
    pub(super) joined: bool,
    /// Its meaning is what relief.toml says.
    pub pinned: bool,
    /// Nobody sees it who opens the sheet.
    pub hidden: bool,
    /// Months that words of it name, where others of it say what is of them, or none do.
    pub(super) months: Option<NamedMonths>,
    /// What its lowest words mean by themselves, where upper ones stand over them.
    pub(super) lowest: Option<Field>,
    /// Why it has no meaning of its own beside others.
    pub aside: Option<Aside>,
    /// Its words in the form that aliases have.
    pub(super) folded: String,
}

/// Why a column counts only together with another, or not at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aside {
    /// What it gives is in the sum beside it.
    InSum,
    /// It is of one month of several, each of which has its columns.
    OfMonth,
    /// The same, and added up with those of the other months, as there is no sum.
    Added,
    /// The standard of what the column beside it gives.
    Standard,
    /// What is paid of one part, and added up with what is of the others, as there is no sum.
    AddedPart,
    /// What is due; what is held back of it is taken off, as no column gives what is left.
    Due,
    /// The same beside what is left.
    BeforeHolding,
    /// What is due, to be held against what is paid.
    HeldAgainst,
    /// What is held back.
    HeldBack,
    /// It may be of what each person is paid, and it is not known for how many a household is.
    EachPerson,
    /// It is of a small table of sums that stands right of the roster.
    Beside,
    /// It is money of another programme that the sheet is read for as well, or of both.
    ReadBeside,
}

impl Aside {
    pub const ALL: [Aside; 12] = [
        Aside::InSum,
        Aside::Standard,
        Aside::OfMonth,
        Aside::Added,
        Aside::AddedPart,
        Aside::Due,
        Aside::BeforeHolding,
        Aside::HeldAgainst,
        Aside::HeldBack,
        Aside::EachPerson,
        Aside::Beside,
        Aside::ReadBeside,
    ];
}

impl HeadColumn {
    /// A column that no header stands over.
    pub(super) fn bare(index: u16, name: &str) -> HeadColumn {
        HeadColumn {
            index,
            words: name.to_owned(),
            shown: name.to_owned(),
            meaning: None,
            of_another: false,
            guess: None,
            scale: None,
            each_person: false,
            is_part_sum: false,
            joined: false,
            pinned: false,
            hidden: false,
            months: None,
            lowest: None,
            aside: None,
            folded: String::new(),
        }
    }

    /// A month under 发放月份 is not the month of a row: what stands below it is what was paid in it.
    pub(super) fn tell_month_from_period(&mut self) {
        let is_period = self.meaning.is_some_and(|meaning| meaning.field == Field::Period);
        if self.months.is_some() && is_period {
            (self.meaning, self.lowest) = (None, Some(Field::Period));
        }
    }

    pub(super) fn is_understood(&self) -> bool {
        self.meaning.is_some() || self.of_another
    }

    /// A guess that is not used until somebody confirms it.
    pub fn unconfirmed(&self) -> Option<Meaning> {
        self.guess.filter(|_| self.meaning.is_none())
    }

    /// Whether it has one of some words in it.
    pub fn says_one_of(&self, words: &[String]) -> bool {
        words.iter().any(|word| self.shown.contains(word.as_str()))
    }
}

/// Words and those above them, of which endings say nothing: 户主情况 over 姓名 is 户主姓名.
fn without_endings(stack: &[&Words], words: &Vocabulary) -> String {
    let bare = |text: &str| {
        let mut endings = words.upper_endings.iter().filter_map(|ending| text.strip_suffix(ending.as_str()));
        endings.next().unwrap_or(text).to_owned()
    };
    stack.iter().map(|words| bare(&words.folded)).collect()
}

/// Where the money goes, whoever has the account.
const GOES_TO: [Field; 2] = [Field::Bank, Field::Account];

/// Money that is the pay of a row, or a month of it, and not one part or another.
const PAY: [Field; 3] = [Field::Amount, Field::MonthlyAmount, Field::Standard];

/// What the lowest words of a column mean under others that name one part of the money, or other money than what is
/// paid: 金额 and 标准 under 照料护理费 are of the care money, and 月数 under 补发 is no number of months paid.
fn under(upper: &[&Words], lowest: Meaning) -> Option<Meaning> {
    let over = upper.iter().rev().find_map(|words| words.meaning);
    let part = over.filter(|over| over.field.kind() == Kind::Money && !PAY.contains(&over.field));
    match part {
        Some(part) if PAY.contains(&lowest.field) => Some(part),
        Some(_) if lowest.field == Field::MonthsPaid => None,
        _ => Some(lowest),
    }
}

/// The month that a number under 发放月份 is, and the words over it.
fn of_numbered_month<'s, 'w>(stack: &'s [&'w Words]) -> Option<(Option<NamedMonths>, Cow<'s, [&'w Words]>)> {
    let (lowest, upper) = stack.split_last()?;
    let is_period = upper.last()?.meaning.is_some_and(|meaning| meaning.field == Field::Period);
    let month = NamedMonths::of_number(&lowest.folded).filter(|_| is_period)?;
    Some((Some(month), Cow::Borrowed(upper)))
}

/// The months that one of some words over a column names, and the others; all of them where they are of no money, nor 发放月份.
fn of_months<'s, 'w>(stack: &'s [&'w Words]) -> (Option<NamedMonths>, Cow<'s, [&'w Words]>) {
    if stack.iter().all(|words| words.months.is_none()) {
        return of_numbered_month(stack).unwrap_or((None, Cow::Borrowed(stack)));
    }
    let others: Vec<&Words> = stack.iter().copied().filter(|words| words.months.is_none()).collect();
    let is_paid = |meaning: Meaning| meaning.field.kind() == Kind::Money || meaning.field == Field::Period;
    let is_money = |words: &&Words| words.meaning.is_none_or(is_paid);
    let is_lowest = stack.iter().rfind(|words| !words.folded.is_empty()).is_some_and(|words| words.months.is_some());
    if is_lowest && !others.last().is_none_or(is_money) {
        return (None, Cow::Borrowed(stack));
    }
    let year = || others.iter().find_map(|words| titled_year(&words.folded));
    let months = stack.iter().find_map(|words| words.months).map(|months| months.or_of(year));
    (months, if others.is_empty() { Cow::Borrowed(stack) } else { Cow::Owned(others) })
}

/// What one column means: by all its words together, or by the lowest under the upper ones. Words that name months do
/// not say what is of them.
pub(super) fn head(index: usize, stack: &[&Words], aliases: &Aliases<'_>, converted: bool) -> HeadColumn {
    let joined: String = stack.iter().map(|words| words.folded.as_str()).collect();
    let (months, told) = of_months(stack);
    // A unit in a row of its own stands under the words it belongs to.
    let named = told.iter().rposition(|words| !words.folded.is_empty()).unwrap_or(0);
    let (lowest, upper) = (told[named], &told[..named]);
    let together = || told.iter().map(|words| words.folded.as_str()).collect::<String>();
    let whole = match &told[..] {
        [own] => own.meaning,
        all if all.len() == stack.len() => aliases.get(&joined),
        _ => aliases.get(&together()),
    };
    let whole = whole.or_else(|| aliases.get(&without_endings(&told, aliases.words)).filter(|_| named > 0));
    let own = lowest.meaning.or_else(|| converted.then(|| Meaning::of_field(&lowest.folded)).flatten());
    let sum = sum_of(upper, &told[named..], aliases);
    let own = if matches!(sum, SumOf::Pay) { Some(Meaning { field: Field::Amount, member: None }) } else { own };
    let alone = match sum {
        SumOf::Counted(of) => of,
        SumOf::Pay | SumOf::Other => own.and_then(|own| under(upper, own)),
    };
    let goes_to = alone.is_some_and(|meaning| GOES_TO.contains(&meaning.field));
    let another = !goes_to && upper.iter().any(|words| words.of_another);
    let words = match stack {
        [own] => own.shown.clone(),
        all => all.iter().map(|words| words.shown.as_str()).collect::<Vec<_>>().join("/"),
    };
    let unit = stack.iter().rev().find_map(|words| words.unit);
    HeadColumn {
        index: u16::try_from(index).unwrap_or(u16::MAX),
        shown: String::new(),
        words,
        meaning: whole.or(alone.filter(|_| !another)),
        of_another: another && whole.is_none() && alone.is_some(),
        guess: None,
        is_part_sum: whole.is_none() && matches!(sum, SumOf::Pay),
        joined: whole.is_some() && named > 0,
        pinned: false,
        hidden: false,
        months,
        lowest: own.map(|own| own.field).filter(|_| named > 0),
        aside: None,
        scale: unit.map(|unit| unit.scale),
        each_person: unit.is_some_and(|unit| unit.each_person),
        folded: joined,
    }
}
