//! The first rows of a sheet go in; out come its header rows, and what each column means.

use crate::field::{Field, Kind};

use super::aliases::{Aliases, Meaning};
use super::head_column::head;
use super::head_row::{HeadRow, begins_with_title, is_of_parts, is_parted, stacks};
use super::pin::Pin;

pub use super::head_column::{Aside, HeadColumn};
pub use super::head_row::TopRow;

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

/// Where the header is, and its columns from left to right.
#[derive(Debug, Clone)]
pub struct Header {
    pub first_row: u32,
    pub last_row: u32,
    pub columns: Vec<HeadColumn>,
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

/// The header that knows most columns; among equals as [`most`] has it, then the smallest, then the first. Where none
/// is known, the one that suggests most. What a pin says goes before either.
pub fn find(top: &[TopRow], aliases: &Aliases<'_>, pin: Option<&Pin>) -> Option<Header> {
    if let Some(header) = pin.and_then(|pin| pin.header(top, |block| read(&ready(&top[block], aliases), aliases))) {
        return Some(pinned(header, pin, aliases));
    }
    if pin.is_some_and(|pin| pin.header.is_some()) {
        return None;
    }
    // Of thirty rows mostly two or three are left.
    let rows: Vec<Vec<HeadRow<'_>>> = top.split(TopRow::gives_number).map(|rows| ready(rows, aliases)).collect();
    let known = |header: &Header| header.columns.iter().filter(|column| column.is_understood()).count();
    let known = |header: &Header| known(header) + pin.map_or(0, |pin| pin.names(header));
    let found = most(&rows, aliases, FEWEST, known);
    let found = found.or_else(|| most(&[ready(top, aliases)], aliases, FEWEST, known));
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

fn ready<'r>(rows: &'r [TopRow], aliases: &Aliases<'_>) -> Vec<HeadRow<'r>> {
    rows.iter().map(|row| HeadRow::of(row, aliases)).collect()
}

fn pinned(mut header: Header, pin: Option<&Pin>, aliases: &Aliases<'_>) -> Header {
    for column in &mut header.columns {
        column.shown = Kind::Text.shown(&column.words, false);
        column.tell_month_from_period();
    }
    if let Some(pin) = pin {
        pin.apply(&mut header);
    }
    give_way(&mut header, aliases);
    guess(&mut header, aliases);
    header
}

/// A name that means something only where no other column does means nothing beside one, and so does 小计.
fn give_way(header: &mut Header, aliases: &Aliases<'_>) {
    part_sums_give_way(header);
    let gives_way = |column: &HeadColumn| !column.pinned && aliases.gives_way(&column.folded);
    let sure = header.columns.iter().filter(|column| !gives_way(column));
    let taken: Vec<Meaning> = sure.filter_map(|column| column.meaning).collect();
    for column in header.columns.iter_mut().filter(|column| gives_way(column)) {
        column.meaning = column.meaning.filter(|meaning| !taken.contains(meaning));
    }
}

/// Of several sums of parts none is the sum of all, nor is one beside what is called so.
fn part_sums_give_way(header: &mut Header) {
    let is_part_sum = |column: &&HeadColumn| column.is_part_sum;
    let sums: Vec<Meaning> = header.columns.iter().filter(is_part_sum).filter_map(|column| column.meaning).collect();
    let is_only =
        |meaning: Meaning| header.columns.iter().filter(|column| column.meaning == Some(meaning)).count() == 1;
    if sums.len() == 1 && sums.iter().all(|sum| is_only(*sum)) {
        return;
    }
    for column in header.columns.iter_mut().filter(|column| column.is_part_sum && !column.pinned) {
        (column.meaning, column.lowest) = (None, None);
    }
}

/// The block of rows that follow each other for which most is said, if it is enough; among equals the one that leaves
/// no parts of a column out, then the one with most units, which may have a row of their own, then the one in which
/// most is said by upper and lower words together (户主 over 姓名), then the one whose cells are merged down to its last
/// row.
fn most(
    rows: &[Vec<HeadRow<'_>>],
    aliases: &Aliases<'_>,
    fewest: usize,
    count: impl Fn(&Header) -> usize,
) -> Option<Header> {
    let mut best: Option<([usize; 5], Header)> = None;
    for depth in 1..=DEEPEST {
        let blocks = rows.iter().flat_map(|rows| whole_blocks(rows, depth, &aliases.words.sum));
        for block in blocks.filter(|block| !begins_with_title(block)) {
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

/// The blocks of so many rows below which no parts are left out.
fn whole_blocks<'h, 'r>(
    rows: &'h [HeadRow<'r>],
    depth: usize,
    sum: &'h [String],
) -> impl Iterator<Item = &'h [HeadRow<'r>]> {
    let is_whole = move |first: usize, block: &[HeadRow<'_>]| {
        let below = rows.get(first + depth).filter(|_| depth < DEEPEST);
        below.is_none_or(|below| !is_of_parts(block, below, sum))
    };
    rows.windows(depth).enumerate().filter(move |(first, block)| is_whole(*first, block)).map(|(_, block)| block)
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
            behind: None,
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
    fn a_row_with_somebodys_number_is_a_header_only_where_there_is_no_other() {
        let person = ["甲", "姓名", "110105194912310020", "300"];
        let header = found(&rows(&[&["户主姓名", "姓名", "身份证号", "月保障金"], &person])).unwrap();
        assert_eq!((header.first_row, header.last_row), (1, 1));
        let with_account = ["户主姓名", "姓名", "身份证号", "6228480000000000018"];
        assert_eq!(found(&rows(&[&with_account, &person])).unwrap().last_row, 1);
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
