//! The words that cells and rows are told by.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::fault::{Fault, Source};

/// Words of `words.toml`, each list in the order it is compared.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Vocabulary {
    /// Relations that mean the head of the household.
    pub head: Vec<String>,
    pub male: Vec<String>,
    pub female: Vec<String>,
    pub yes: Vec<String>,
    pub no: Vec<String>,
    pub subtotal: Vec<String>,
    pub total: Vec<String>,
    /// The same where nothing stands before or behind them: 计.
    pub total_alone: Vec<String>,
    /// Labels of sums over more than the sheet.
    pub cumulative: Vec<String>,
    /// What rows begin with that explain a sum: 其中.
    pub explanation: Vec<String>,
    /// What a sum says that is written out in characters: 大写.
    pub written_out: Vec<String>,
    /// What the names of institutions have in them that keep people, and those of other offices, bodies and firms, where
    /// they hold an account.
    pub keeps_people: Vec<String>,
    pub offices: Vec<String>,
    /// Words for kin in the place of the holder's name, and what is said of a relation that is none.
    pub kin: Vec<String>,
    pub no_kin: Vec<String>,
    /// What a note says of whose an account is: 代领.
    pub tells_of_holder: Vec<String>,
    /// What stands in a name for what is not to be seen.
    pub hidden_in_names: Vec<String>,
    /// What may stand before the numbers of a total written in words, and what they are numbers of: 合计：共救助3户5人.
    pub before_numbers: Vec<String>,
    pub of_households: Vec<String>,
    pub of_persons: Vec<String>,
    pub of_visits: Vec<String>,
    /// What a row says that only has room for a seal.
    pub seal: Vec<String>,
    /// What titles say of people who are not paid, or no longer: 停发.
    pub unpaid: Vec<String>,
    /// What the name of a sheet says, and of a roster not, whose people are not paid, or no longer: 核减.
    pub unpaid_sheet: Vec<String>,
    /// What a title or the name of a sheet says whose people are paid, whatever its file is called: 发放.
    pub paid: Vec<String>,
    /// What a title or the name of a sheet says of people who are on another sheet, too: 新增.
    pub added: Vec<String>,
    pub added_sheet: Vec<String>,
    /// What a header of people has in it whose cells list the members of a household.
    pub members: Vec<String>,
    /// What a header has in it whose cells say of which programme their row is, with what the cell leaves out: 低保类别.
    pub programme_of_row: BTreeMap<String, String>,
    /// What else such a header may be, if its cells name programmes: 人员类别.
    pub may_name_programme: Vec<String>,
    /// What places are called that head the rows below them.
    pub heading: Vec<String>,
    /// What the name of a township ends in; what stands before it, what ends so and names none, and what stands behind it
    /// where it is the name of something else.
    pub township: Vec<String>,
    pub before_township: Vec<String>,
    pub no_township: Vec<String>,
    pub not_behind_township: Vec<String>,
    pub of_an_institution: Vec<String>,
    /// What its office is called behind the name, and what the name of a village ends in behind both.
    pub township_office: Vec<String>,
    pub village: Vec<String>,
    /// What they are called behind a number or a letter: 二社.
    pub numbered_heading: Vec<String>,
    /// What titles of tables have in them.
    pub title: Vec<String>,
    /// What stands where there is nothing to pay, and where an end is open.
    pub nothing: Vec<String>,
    /// What stands in the place of an identity number where there is none.
    pub no_number: Vec<String>,
    /// What stands under a month in which somebody is not paid any more, and under one in which nothing was paid out.
    pub stopped: Vec<String>,
    pub died: Vec<String>,
    pub row_itself: Vec<String>,
    pub around_end: Vec<String>,
    pub none_paid: Vec<String>,
    pub refused: Vec<String>,
    /// Names that are of several programmes: 低保.
    pub of_several: Vec<String>,
    /// What titles say of what is of no programme here, though one is named: 危房改造.
    pub not_aid: Vec<String>,
    /// What stands in the place of a township or village that is the one above: 〃.
    pub same_as_above: Vec<String>,
    /// What a note says where a row pays what was owed of other months.
    pub arrears: Vec<String>,
    /// What a roster is called that pays what is paid beside the month's own: 价格临时补贴; the words for the same money
    /// together.
    pub paid_besides: Vec<Vec<String>>,
    /// What marks a row as an example.
    pub example: Vec<String>,
    /// What the rows at the foot of a sheet begin with.
    pub footer: Vec<String>,
    /// Who signs a sheet, in a cell of its own.
    pub signs: Vec<String>,
    /// Units of money, in brackets at the end of a header or behind an amount.
    pub yuan: Vec<String>,
    pub hundred_yuan: Vec<String>,
    pub thousand_yuan: Vec<String>,
    pub ten_thousand_yuan: Vec<String>,
    /// What stands behind the stroke of a unit of money for each person: 元/人, 元/人月.
    pub each_person: Vec<String>,
    /// What else stands in brackets at the end of a header and is no part of it.
    pub units: Vec<String>,
    /// What stands behind a number of people or of months.
    pub counters: Vec<String>,
    /// What a header has in it whose money is of a month, in a sheet of several months, too: 月, 标准.
    pub of_a_month: Vec<String>,
    /// A header with one of these in it is known or unknown, never guessed at.
    pub never_guessed: Vec<String>,
    /// What an unknown header has in it whose money is paid with the rest, and what one has in it whose money is not.
    pub further_pay: Vec<String>,
    pub not_paid: Vec<String>,
    /// What a header has in it that is paid in the end, after all else.
    pub paid_out: Vec<String>,
    /// What the upper words of a header may end in that says nothing, the longer before the shorter.
    pub upper_endings: Vec<String>,
    /// What stands before the numbers or codes of the columns, in a row of them.
    pub column_label: Vec<String>,
    /// What a column is called that sums up those beside it, and what the words over it end in where that sum is of no pay.
    pub sum: Vec<String>,
    pub counted: Vec<String>,
    /// What an unknown header has in it where it may be of money.
    pub money: Vec<String>,
    /// What the header of a column is that gives what is due before anything is held back, and what those have in them
    /// that give that.
    pub due: Vec<String>,
    pub held_back: Vec<String>,
    /// What the header of a column has in it that gives by how much a month is paid, whatever is paid: 标准.
    pub standard: Vec<String>,
    /// What headers have in them where goods are given and no money.
    pub goods: Vec<String>,
    /// What sheets are called that only explain the others.
    pub dictionary: Vec<String>,
}

/// Adds the words of one vocabulary to another, list by list: the compiler asks for a list that is left out.
macro_rules! extend {
    ($own:ident, $other:ident: $($list:ident)*) => {
        let Vocabulary { $($list),* } = $other;
        $($own.$list.extend($list);)*
    };
}

impl Vocabulary {
    pub(super) fn read(source: &Source) -> Result<Vec<Vocabulary>, Fault> {
        Ok(vec![source.parse()?])
    }

    /// The words of both.
    pub(super) fn join(mut self, other: Vocabulary) -> Vocabulary {
        extend!(self, other:
            head male female yes no subtotal total total_alone cumulative explanation written_out keeps_people
            offices kin no_kin tells_of_holder hidden_in_names before_numbers
            of_households of_persons of_visits seal unpaid unpaid_sheet paid added added_sheet members
            programme_of_row may_name_programme heading township before_township no_township not_behind_township
            of_an_institution township_office village numbered_heading title nothing no_number stopped died row_itself around_end none_paid refused of_several
            not_aid same_as_above arrears paid_besides example footer signs yuan hundred_yuan thousand_yuan ten_thousand_yuan each_person
            units counters of_a_month never_guessed further_pay not_paid paid_out upper_endings column_label sum counted money due held_back
            standard goods dictionary
        );
        self
    }
}

/// Whether a word is on a list.
#[inline]
pub fn is_one_of(word: &str, list: &[String]) -> bool {
    // Words of a list begin alike more often than they end alike.
    let ends_alike =
        |listed: &&String| listed.len() == word.len() && listed.as_bytes().last() == word.as_bytes().last();
    list.iter().filter(ends_alike).any(|listed| listed == word)
}
