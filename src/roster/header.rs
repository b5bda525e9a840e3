//! The first rows of a sheet go in; out come its header rows, and what each column means.

use std::borrow::Cow;

use crate::field::{Field, Kind};
use crate::input::{Cell, Row};

use super::aliases::{Aliases, Meaning};
use super::amount::{Scale, Unit};
use super::fold;
use super::named_months::NamedMonths;
use super::pin::Pin;
use super::titled::titled_year;

/// How many rows from the top are searched for a header.
pub const SEARCHED: usize = 30;
/// How many rows a header may take.
const DEEPEST: usize = 3;
/// How many columns must be known before a row is taken for a header.
const FEWEST: usize = 2;
/// How many, where most are only guessed at.
const FEWEST_GUESSED: usize = 3;
/// Columns of a header that are guessed at; a roster has a tenth of them.
const WIDEST: usize = 1000;

/// A row of the top of a sheet, as text.
#[derive(Debug, Clone)]
pub struct TopRow {
    pub number: u32,
    pub cells: Vec<String>,
    /// First and last column of the cells of this row that are several, where the file says so.
    pub merged: Vec<(usize, usize)>,
    /// How many of its cells are one with a cell above.
    pub continued: usize,
}

impl TopRow {
    pub fn of(row: Row<'_>) -> TopRow {
        let own = row.merged.iter().filter(|merged| merged.above.is_none());
        let continued = row.merged.len() - own.clone().count();
        TopRow {
            number: row.number,
            cells: row.cells.iter().map(Cell::shown).collect(),
            merged: own.map(|merged| (merged.first, merged.last)).collect(),
            continued,
        }
    }

    /// The last column of the cell that begins in this one, where the file says that it is several.
    fn reach(&self, column: usize) -> Option<usize> {
        self.merged.iter().find(|(first, _)| *first == column).map(|(_, last)| *last)
    }
}

/// A row of the top with its words made ready once: it is read as a part of several headers.
struct HeadRow<'r> {
    row: &'r TopRow,
    /// By column; `None` where nothing stands.
    words: Vec<Option<Words>>,
    /// Whether it is the header of what `relief convert` writes, whose words are those of fields.
    converted: bool,
}

/// What stands over the first columns of what `relief convert` writes.
const CONVERTED: [&str; 4] = ["file", "sheet", "row", "programme"];

/// What stands in one cell of a header.
struct Words {
    shown: String,
    /// In the form that aliases have.
    folded: String,
    unit: Option<Unit>,
    /// What they mean alone.
    meaning: Option<Meaning>,
    /// They name somebody who is not the person of the row.
    of_another: bool,
    /// Months they name and nothing else.
    months: Option<NamedMonths>,
}

impl HeadRow<'_> {
    fn of<'r>(row: &'r TopRow, aliases: &Aliases<'_>) -> HeadRow<'r> {
        let ready = |cell: &String| {
            let (folded, unit) = fold::header(cell, aliases.words);
            let meaning = aliases.get(&folded);
            let of_another = aliases.others.iter().any(|other| folded.contains(other.as_str()));
            let months = if meaning.is_none() { NamedMonths::of(&folded) } else { None };
            Words { shown: fold::folded(cell), folded, unit, meaning, of_another, months }
        };
        let converted = row.cells.iter().map(String::as_str).take(CONVERTED.len()).eq(CONVERTED);
        let words = row.cells.iter().map(|cell| (!cell.trim().is_empty()).then(|| ready(cell)));
        HeadRow { row, words: words.collect(), converted }
    }

    fn words(&self, column: usize) -> Option<&Words> {
        self.words.get(column)?.as_ref()
    }
}

/// Where the header is, and its columns from left to right.
#[derive(Debug, Clone)]
pub struct Header {
    pub first_row: u32,
    pub last_row: u32,
    pub columns: Vec<HeadColumn>,
}

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
    /// What its words suggest where no header says it. Places, phones and reasons are read by it at once; what anybody is
    /// judged, counted or paid by is not, until somebody says so.
    pub guess: Option<Meaning>,
    /// What its header says one unit is worth.
    pub scale: Option<Scale>,
    /// Whether its unit is of what each person is paid.
    pub each_person: bool,
    /// Its meaning is what the words of several rows say together.
    joined: bool,
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
    folded: String,
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
    /// What is held back.
    HeldBack,
    /// It may be of what each person is paid, and it is not known for how many a household is.
    EachPerson,
    /// It is of a small table of sums that stands right of the roster.
    Beside,
}

impl Aside {
    pub const ALL: [Aside; 10] = [
        Aside::InSum,
        Aside::Standard,
        Aside::OfMonth,
        Aside::Added,
        Aside::AddedPart,
        Aside::Due,
        Aside::BeforeHolding,
        Aside::HeldBack,
        Aside::EachPerson,
        Aside::Beside,
    ];
}

impl Header {
    /// Shows the words over the columns in full.
    pub fn reveal(&mut self) {
        for column in &mut self.columns {
            column.shown.clone_from(&column.words);
        }
    }

    /// Marks the columns within these stretches.
    pub fn hide(&mut self, stretches: &[(u32, u32)]) {
        for column in &mut self.columns {
            let index = u32::from(column.index);
            column.hidden = stretches.iter().any(|(first, last)| (*first..=*last).contains(&index));
        }
    }
}

/// Fields a column is read as by a guess alone: words nobody is judged, counted or paid by.
const HARMLESS: [Field; 14] = [
    Field::Sequence,
    Field::County,
    Field::Township,
    Field::Village,
    Field::Region,
    Field::Address,
    Field::Registered,
    Field::Phone,
    Field::Cause,
    Field::Disease,
    Field::Hospital,
    Field::Bank,
    Field::Signature,
    Field::Note,
];

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
            joined: false,
            pinned: false,
            hidden: false,
            months: None,
            lowest: None,
            aside: None,
            folded: String::new(),
        }
    }

    fn is_understood(&self) -> bool {
        self.meaning.is_some() || self.of_another
    }

    /// A guess that is not used until somebody confirms it.
    pub fn unconfirmed(&self) -> Option<Meaning> {
        self.guess.filter(|_| self.meaning.is_none())
    }
}

/// The header that knows most columns; among equals as [`most`] has it, then the smallest, then the first. Where none is known,
/// the one that suggests most. What a pin says goes before either.
pub fn find(top: &[TopRow], aliases: &Aliases<'_>, pin: Option<&Pin>) -> Option<Header> {
    let rows: Vec<HeadRow<'_>> = top.iter().map(|row| HeadRow::of(row, aliases)).collect();
    if let Some(header) = pin.and_then(|pin| pin.header(top, |block| read(&rows[block], aliases))) {
        return Some(pinned(header, pin, aliases));
    }
    if pin.is_some_and(|pin| pin.header.is_some()) {
        return None;
    }
    let known = |header: &Header| header.columns.iter().filter(|column| column.is_understood()).count();
    let found = most(&rows, aliases, FEWEST, |header| known(header) + pin.map_or(0, |pin| pin.names(header)));
    let header = found.or_else(|| {
        most(&rows, aliases, FEWEST_GUESSED, |header| {
            if header.columns.len() > WIDEST {
                return 0;
            }
            let mut guessed = header.clone();
            guess(&mut guessed, aliases);
            guessed.columns.iter().filter(|column| column.is_understood() || column.guess.is_some()).count()
        })
    })?;
    Some(pinned(header, pin, aliases))
}

fn pinned(mut header: Header, pin: Option<&Pin>, aliases: &Aliases<'_>) -> Header {
    for column in &mut header.columns {
        column.shown = Kind::Text.shown(&column.words, false);
    }
    if let Some(pin) = pin {
        pin.apply(&mut header);
    }
    give_way(&mut header, aliases);
    guess(&mut header, aliases);
    header
}

/// A name that means something only where no other column does means nothing beside one.
fn give_way(header: &mut Header, aliases: &Aliases<'_>) {
    let gives_way = |column: &HeadColumn| !column.pinned && aliases.gives_way(&column.folded);
    let sure = header.columns.iter().filter(|column| !gives_way(column));
    let taken: Vec<Meaning> = sure.filter_map(|column| column.meaning).collect();
    for column in header.columns.iter_mut().filter(|column| gives_way(column)) {
        column.meaning = column.meaning.filter(|meaning| !taken.contains(meaning));
    }
}

/// The block of rows for which most is said, if it is enough; among equals the one that leaves no parts of a column out, then the
/// one with most units, which may have a row of their own, then the one in which most is said by upper and lower words together
/// (户主 over 姓名), then the one whose cells are merged down to its last row.
fn most(
    rows: &[HeadRow<'_>],
    aliases: &Aliases<'_>,
    fewest: usize,
    count: impl Fn(&Header) -> usize,
) -> Option<Header> {
    let mut best: Option<([usize; 5], Header)> = None;
    for depth in 1..=DEEPEST {
        for block in rows.windows(depth).filter(|block| !begins_with_title(block)) {
            let header = read(block, aliases);
            let units = header.columns.iter().filter(|column| column.scale.is_some()).count();
            let joined = header.columns.iter().filter(|column| column.joined).count();
            let continued = block[1..].last().map_or(0, |row| row.row.continued);
            let parted = usize::from(block.windows(2).any(|rows| is_parted(&rows[0], &rows[1])));
            let known = [count(&header), parted, units, joined, continued];
            if known[0] >= fewest && best.as_ref().is_none_or(|(most, _)| known > *most) {
                best = Some((known, header));
            }
        }
    }
    best.map(|(_, header)| header)
}

/// Whether the uppermost of several rows is one cell alone, over all the columns below: a title is nobody's parent.
fn begins_with_title(block: &[HeadRow<'_>]) -> bool {
    let [first, second, ..] = block else { return false };
    let mut filled = first.words.iter().enumerate().filter(|(_, words)| words.is_some()).map(|(column, _)| column);
    let (Some(column), None) = (filled.next(), filled.next()) else { return false };
    second.words.iter().position(Option::is_some).is_some_and(|below| column <= below)
}

/// Whether a row names the parts of what the one above stands over: 低保金, 物价补贴, 合计 below 发放金额 and the blank cells right of it,
/// and nothing below what stands left of that.
fn is_parted(upper: &HeadRow<'_>, lower: &HeadRow<'_>) -> bool {
    let Some(parent) = lower.words.iter().position(Option::is_some).filter(|parent| *parent > 0) else { return false };
    let (is_named, has_part) = (|column| upper.words(column).is_some(), |column| lower.words(column).is_some());
    is_named(parent) && !is_named(parent + 1) && has_part(parent + 1) && (0..parent).any(is_named)
}

/// Guesses at the columns no alias names. A field that has a column is not guessed at again, nor one that two columns
/// would have.
fn guess(header: &mut Header, aliases: &Aliases<'_>) {
    if header.columns.len() > WIDEST {
        return;
    }
    let guesses: Vec<Option<Meaning>> = header
        .columns
        .iter()
        .map(|column| {
            // Where words are known, upper ones have said what they are not.
            let blank = !column.is_understood() && !column.pinned && column.lowest.is_none();
            blank.then(|| aliases.guess(&column.folded)).flatten()
        })
        .collect();
    let has = |meaning: Meaning| header.columns.iter().any(|column| column.meaning == Some(meaning));
    let alone = |meaning: Meaning| guesses.iter().filter(|guess| **guess == Some(meaning)).count() == 1;
    let sound: Vec<Option<Meaning>> =
        guesses.iter().map(|guess| guess.filter(|meaning| !has(*meaning) && alone(*meaning))).collect();
    for (column, guess) in header.columns.iter_mut().zip(sound) {
        column.guess = guess;
        column.meaning = column.meaning.or(guess.filter(|meaning| HARMLESS.contains(&meaning.field)));
    }
}

/// Reads a block of rows as one header, without its words as people may see them.
fn read(rows: &[HeadRow<'_>], aliases: &Aliases<'_>) -> Header {
    let stacks = stacks(rows);
    let columns = stacks.iter().enumerate().filter(|(_, stack)| !stack.is_empty());
    Header {
        first_row: rows[0].row.number,
        last_row: rows[rows.len() - 1].row.number,
        columns: columns.map(|(index, stack)| head(index, stack, aliases, rows[0].converted)).collect(),
    }
}

/// The words over each column. A parent merged over several columns stands only over the first: the cells it reaches
/// take it over, or, where nothing says how far that is, the blank ones right of it; each must have a child of its own.
fn stacks<'r>(rows: &'r [HeadRow<'_>]) -> Vec<Vec<&'r Words>> {
    let width = rows.iter().map(|row| row.words.len()).max().unwrap_or(0);
    let mut stacks: Vec<Vec<&Words>> = vec![Vec::new(); width];
    for (level, row) in rows.iter().enumerate() {
        let below = rows.get(level + 1);
        let has_child = |column: usize| below.is_some_and(|below| below.words(column).is_some());
        let (mut parent, mut last) = (None, None);
        for (column, stack) in stacks.iter_mut().enumerate() {
            if let Some(own) = row.words(column) {
                parent = has_child(column).then_some(own);
                last = row.row.reach(column);
                stack.push(own);
            } else {
                parent = parent.filter(|_| has_child(column) && last.is_none_or(|last| column <= last));
                stack.extend(parent);
            }
        }
    }
    stacks
}

/// Where the money goes, whoever has the account.
const GOES_TO: [Field; 2] = [Field::Bank, Field::Account];

/// Money that is the pay of a row, or a month of it, and not one part or another.
const PAY: [Field; 3] = [Field::Amount, Field::MonthlyAmount, Field::Standard];

/// What the lowest words of a column mean under others that name one part of the money, or other money than what is paid: 金额 and
/// 标准 under 照料护理费 are of the care money, and 月数 under 补发 is no number of months paid.
fn under(upper: &[&Words], lowest: Meaning) -> Option<Meaning> {
    let over = upper.iter().rev().find_map(|words| words.meaning);
    let part = over.filter(|over| over.field.kind() == Kind::Money && !PAY.contains(&over.field));
    match part {
        Some(part) if PAY.contains(&lowest.field) => Some(part),
        Some(_) if lowest.field == Field::MonthsPaid => None,
        _ => Some(lowest),
    }
}

/// The months that one of some words over a column names, and the others; all of them where they are of no money.
fn of_months<'s, 'w>(stack: &'s [&'w Words]) -> (Option<NamedMonths>, Cow<'s, [&'w Words]>) {
    if stack.iter().all(|words| words.months.is_none()) {
        return (None, Cow::Borrowed(stack));
    }
    let others: Vec<&Words> = stack.iter().copied().filter(|words| words.months.is_none()).collect();
    let is_money = |words: &&Words| words.meaning.is_none_or(|meaning| meaning.field.kind() == Kind::Money);
    let is_lowest = stack.iter().rfind(|words| !words.folded.is_empty()).is_some_and(|words| words.months.is_some());
    if is_lowest && !others.last().is_none_or(is_money) {
        return (None, Cow::Borrowed(stack));
    }
    let year = || others.iter().find_map(|words| titled_year(&words.folded));
    let months = stack.iter().find_map(|words| words.months).map(|months| months.or_of(year));
    (months, if others.is_empty() { Cow::Borrowed(stack) } else { Cow::Owned(others) })
}

/// What one column means: by all its words together, or by the lowest under the upper ones. Words that name months do not say what
/// is of them.
fn head(index: usize, stack: &[&Words], aliases: &Aliases<'_>, converted: bool) -> HeadColumn {
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
    let own = lowest.meaning.or_else(|| converted.then(|| Meaning::of_field(&lowest.folded)).flatten());
    let alone = own.and_then(|own| under(upper, own));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Column as RuleColumn, Vocabulary};

    fn found(top: &[TopRow]) -> Option<Header> {
        let others = ["监护人".to_owned()];
        let list = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let words =
            Vocabulary { yuan: list(&["元"]), never_guessed: list(&["上次", "是否"]), ..Vocabulary::default() };
        find(top, &Aliases::new(columns().iter(), &others, &words), None)
    }

    fn columns() -> [RuleColumn; 7] {
        let column = |field, aliases: &[&str]| RuleColumn {
            field,
            header: None,
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            alone: Vec::new(),
            required: false,
        };
        [
            column(Field::HeadName, &["户主姓名"]),
            column(Field::Name, &["姓名", "家庭成员姓名"]),
            column(Field::Relation, &["与户主关系"]),
            column(Field::Id, &["身份证号"]),
            column(Field::MonthlyAmount, &["月保障金"]),
            column(Field::MemberName, &["成员{n}姓名"]),
            column(Field::Address, &["家庭住址", "住址"]),
        ]
    }

    fn rows(rows: &[&[&str]]) -> Vec<TopRow> {
        let row = |(index, cells): (usize, &&[&str])| TopRow {
            number: index as u32 + 1,
            cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
            merged: Vec::new(),
            continued: 0,
        };
        rows.iter().enumerate().map(row).collect()
    }

    fn fields(header: &Header) -> Vec<Option<Field>> {
        header.columns.iter().map(|column| column.meaning.map(|meaning| meaning.field)).collect()
    }

    #[test]
    fn the_header_is_found_under_title_and_unit() {
        let top = rows(&[
            &["某县2018年4月城市低保金发放花名册"],
            &["填报单位：某县民政局", "", "", "单位：元"],
            &["户主姓名", "姓名", "身份证号码", "月保障金（元）"],
            &["甲", "甲", "110105", "300"],
        ]);
        let header = found(&top).unwrap();
        assert_eq!((header.first_row, header.last_row), (3, 3));
        assert_eq!(fields(&header)[2], Some(Field::Id));
    }

    #[test]
    fn two_rows_with_a_merged_parent_are_one_header() {
        let top = rows(&[&["户主姓名", "家庭成员", "", "", "月保障金"], &["", "姓名", "与户主关系", "身份证号", ""]]);
        let header = found(&top).unwrap();
        assert_eq!((header.first_row, header.last_row), (1, 2));
        let expected = [Field::HeadName, Field::Name, Field::Relation, Field::Id, Field::MonthlyAmount];
        assert_eq!(fields(&header), expected.map(Some));
        assert_eq!(header.columns[2].words, "家庭成员/与户主关系");
    }

    #[test]
    fn a_parent_reaches_as_far_as_it_is_merged() {
        let mut top = rows(&[&["户主姓名", "姓名", "监护人", "", ""], &["", "", "姓名", "身份证号", "住址"]]);
        assert_eq!(fields(&found(&top).unwrap())[4], None);
        top[0].merged = vec![(2, 3)];
        assert_eq!(fields(&found(&top).unwrap())[2..], [None, None, Some(Field::Address)]);
    }

    #[test]
    fn a_title_merged_over_the_table_is_no_part_of_the_header() {
        let mut top = rows(&[
            &["2018年4月城市低保户主姓名身份证号花名册", "", "", ""],
            &["户主姓名", "姓名", "身份证号", "户月保障金"],
        ]);
        top[0].merged = vec![(0, 3)];
        let header = found(&top).unwrap();
        assert_eq!((header.first_row, header.last_row), (2, 2));
    }

    #[test]
    fn a_guardian_is_not_the_person_of_the_row() {
        let top = rows(&[&["户主姓名", "姓名", "监护人", ""], &["", "", "姓名", "身份证号"]]);
        let header = found(&top).unwrap();
        assert_eq!(fields(&header), [Some(Field::HeadName), Some(Field::Name), None, None]);
    }

    #[test]
    fn numbered_members_keep_their_number() {
        let top = rows(&[&["户主姓名", "成员一姓名", "成员2姓名"]]);
        let header = found(&top).unwrap();
        let members: Vec<_> = header.columns.iter().map(|column| column.meaning.unwrap().member).collect();
        assert_eq!(members, [None, Some(1), Some(2)]);
    }

    #[test]
    fn a_sheet_of_other_things_has_no_header() {
        assert!(found(&rows(&[&["字典"], &["五保户", "低保户"]])).is_none());
    }

    #[test]
    fn a_row_of_units_belongs_to_the_header() {
        let under_the_words = rows(&[&["户主姓名", "身份证号", "月保障金"], &["", "", "（元）"], &["甲", "1", "300"]]);
        let header = found(&under_the_words).unwrap();
        assert_eq!((header.first_row, header.last_row), (1, 2));
        assert_eq!(fields(&header), [Some(Field::HeadName), Some(Field::Id), Some(Field::MonthlyAmount)]);
        assert!(header.columns[2].scale.is_some());

        let under_a_parent = rows(&[&["户主情况", "", "月保障金"], &["户主姓名", "身份证号", "（元）"]]);
        assert_eq!(fields(&found(&under_a_parent).unwrap())[2], Some(Field::MonthlyAmount));
    }

    #[test]
    fn an_alias_with_a_remark_is_a_guess_unless_the_remark_says_otherwise() {
        let header = found(&rows(&[&["户主姓名", "姓名", "月保障金（一卡通）", "身份证号（是否有效）"]])).unwrap();
        let guesses: Vec<_> = header.columns.iter().map(|column| column.guess.map(|guess| guess.field)).collect();
        assert_eq!(guesses, [None, None, Some(Field::MonthlyAmount), None]);
    }

    #[test]
    fn words_are_guessed_and_used_but_money_and_numbers_wait_for_a_word() {
        let top = rows(&[&["户主姓名", "姓名", "现家庭住址", "身份证号(本人)", "低保月保障金", "上次月保障金"]]);
        let header = found(&top).unwrap();
        assert_eq!(fields(&header)[2], Some(Field::Address));
        assert_eq!(fields(&header)[3..], [None, None, None]);
        let guesses: Vec<_> = header.columns.iter().map(|column| column.guess.map(|guess| guess.field)).collect();
        assert_eq!(guesses[2..], [Some(Field::Address), Some(Field::Id), Some(Field::MonthlyAmount), None]);
    }

    #[test]
    fn a_sheet_wider_than_any_roster_is_not_guessed_at() {
        let mut cells = vec!["户主姓名", "姓名", "现家庭住址"];
        let guesses = |cells: &[&str]| {
            let header = found(&rows(&[cells])).unwrap();
            header.columns.iter().filter(|column| column.guess.is_some()).count()
        };
        assert_eq!(guesses(&cells), 1);
        cells.resize(WIDEST + 1, "甲");
        assert_eq!(guesses(&cells), 0);
    }

    #[test]
    fn a_guess_does_not_compete_with_a_column_or_another_guess() {
        let header = found(&rows(&[&["户主姓名", "姓名", "住址", "原家庭住址", "新住址"]])).unwrap();
        assert!(header.columns.iter().all(|column| column.guess.is_none()));
        let header = found(&rows(&[&["户主姓名", "姓名", "甲住址", "乙住址"]])).unwrap();
        assert!(header.columns.iter().all(|column| column.guess.is_none()));
    }
}
