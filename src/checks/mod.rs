//! Records, households, people and rosters go in; findings come out. A check asks one question about one of the four.

mod above_standard;
mod age_and_status;
mod amount;
mod amount_by_rule;
mod approved_unpaid;
mod asset_match;
mod certificate;
mod classified_supplement;
mod cost_share;
mod date_order;
mod dead_and_paid;
mod difference;
mod duplicate_column;
mod eligibility;
mod empty_roster;
mod entitled_unpaid;
mod entitlement;
mod equal_shares;
mod excluded_combination;
mod facts;
mod household;
mod identity_number;
mod implausible_average;
mod in_custody;
mod income_not_counted;
mod kin_undeclared;
mod late_decision;
mod late_payment;
mod law;
mod ledger;
mod listed;
mod many_risks;
mod moved_away;
mod names_differ;
mod near_same_person;
mod no_change;
mod one_day_files;
mod paid_unapproved;
mod payment_start;
mod public_notice;
mod public_payroll;
mod register;
mod reported_figure;
mod reporter;
mod required_value;
mod review_overdue;
mod same_cause_again;
mod same_person_twice;
mod several_of_one_household;
mod shared_account;
mod split_household;
mod spot_check;
mod stale_standard;
mod stopped_by_expiry;
mod stopped_without_verification;
mod sum_of_parts;
mod total_row;
mod unknown_column;
mod unreadable_value;
mod weight;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use chrono::NaiveDate;

use crate::calendar::Calendar;
use crate::day::{Month, Months};
use crate::deadline::{self, Lacking};
use crate::field::{Field, Kind};
use crate::finding::Place;
use crate::lang::Lang;
use crate::money::Yuan;
use crate::roster::{
    AccountSighting, Household, ListFacts, Means, MeansKey, Record, Remark, Roster, Shown, Sighting, Value,
};
use crate::rules::{Pack, Programme};

use law::{Law, MonthLaw};

pub use classified_supplement::supplement;
pub use reporter::{Reporter, Tally};
pub use stale_standard::{Stale, stale, unknown as stale_unknown};

/// A question, by name, with the page that explains it.
pub struct Check {
    pub name: &'static str,
    zh: &'static str,
    en: &'static str,
    pub question: Question,
    /// Ids of the reference lists it works with.
    pub lists: &'static [&'static str],
    /// Whether it can be asked without any of them.
    pub without_lists: bool,
}

/// What a check asks about, and how.
#[derive(Clone, Copy)]
pub enum Question {
    Row(fn(&Record<'_>, &Case<'_>, &mut Reporter)),
    Household(fn(&Household, &Case<'_>, &mut Reporter)),
    /// All sightings of one identity number whose programmes ask for the check.
    Person(fn(&[Sighting], &Scene<'_>, &mut Reporter)),
    /// All sightings of people of one name who may share the birth date or all the rest of the number with another of
    /// them, by birth date.
    Namesakes(fn(&[Sighting], &Scene<'_>, &mut Reporter)),
    /// All sightings of one bank account.
    Account(fn(&[AccountSighting], &Scene<'_>, &mut Reporter)),
    /// Everyone of one registered household (of the list `hukou`), each with all sightings.
    Register(fn(&[&[Sighting]], &Scene<'_>, &mut Reporter)),
    /// Everyone of one programme in one village, by month.
    Village(fn(&[Sighting], &Scene<'_>, &mut Reporter)),
    Roster(fn(&Tallied<'_>, &Case<'_>, &mut Reporter)),
    /// A row of a statistical return, beside what the rosters add up to.
    Return(fn(&Returned<'_>, &Pack, &mut Reporter)),
}

/// What a check about one roster may look at besides its subject; each thread has its own.
pub struct Case<'c> {
    pub pack: &'c Pack,
    pub programme: &'c Programme,
    pub roster: &'c Roster,
    /// What lists show that an exception of the law asks for.
    pub shown: &'c Shown,
    pub calendar: &'c Calendar,
    pub today: NaiveDate,
    /// Fields the roster has that are more than words.
    pub typed: Vec<Field>,
    /// Of these, the amounts and the days.
    pub amounts: Vec<Field>,
    pub days: Vec<Field>,
    /// Of these, the ones no row may lack.
    pub required: Vec<Field>,
    /// Events that some deadline of the programme starts with.
    pub starts: Vec<Field>,
    /// Steps of which the roster has the start or the end, and not both.
    pub half_shown: Vec<Lacking<'c>>,
    /// Whether the roster names the members of its households.
    pub lists_members: bool,
    /// What some rate of some day is stated in.
    rated: Vec<Field>,
    /// Of these, what stands for a month of one person's pay, supplements for classes apart.
    monthly: Vec<Field>,
    law: Law<'c>,
}

/// What a check about people may look at: all rosters of the run.
pub struct Scene<'s> {
    pub pack: &'s Pack,
    pub rosters: &'s [Roster],
    pub calendar: &'s Calendar,
    pub today: NaiveDate,
    /// What the rows of reference lists say besides, in order.
    pub remarks: &'s BTreeMap<(u16, u32), Remark>,
    /// What rosters say households live on.
    pub means: &'s BTreeMap<MeansKey, Means>,
    /// What lists of income have on members of those households, in the order of their numbers.
    pub incomes: &'s BTreeMap<MeansKey, Vec<Sighting>>,
    /// The months some row of a programme is of, by its index.
    pub rostered: &'s BTreeMap<usize, BTreeSet<Month>>,
    /// The registered households of those paid into accounts that take the money of several rows, by their numbers.
    pub registered: &'s BTreeMap<u64, u32>,
    /// The names of townships and villages, by number.
    pub places: &'s [String],
}

/// Cases, and how many of them were visited.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Visited {
    pub cases: u32,
    pub visited: u32,
    /// Cases of relatives of staff, and how many of them were visited.
    pub kin: u32,
    pub kin_visited: u32,
}

/// 户, 人, 人次 and 元 of something; `None` where it is not said, or not known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub households: Option<u64>,
    pub persons: Option<u64>,
    pub visits: Option<u64>,
    pub amount: Option<Yuan>,
}

/// What a statistical return says of a programme, a place and a period, and what the rosters of the run add up to.
pub struct Returned<'r> {
    pub place: Place,
    pub programme: usize,
    /// Empty for the whole county.
    pub township: &'r str,
    pub months: Months,
    pub said: Counts,
    pub counted: Counts,
    /// Why what the rosters do not give is not known.
    pub unknown: Option<String>,
}

/// A roster with the sums of its columns and the totals it prints.
pub struct Tallied<'t> {
    /// Fields with their columns, in the order of the sums.
    pub columns: &'t [(u16, Field)],
    pub totals: &'t [PrintedTotal],
    /// What any total may stand for beyond its own rows, likeliest first: each the sums of the columns.
    pub of_more: &'t [Vec<ColumnSum>],
    /// Columns that say the same on several rows of a household, in the order of the sums.
    pub repeats: &'t [bool],
    /// Whether every record is a case still to be decided.
    pub all_pending: bool,
    /// How many rows are records.
    pub records: u64,
    /// How many households they are, where that was worked out.
    pub households: Option<u64>,
    /// By the name of the township, where the roster says which cases were visited.
    pub visited: &'t [(String, Visited)],
}

/// A total row, and what its columns add up to over the rows it stands for.
#[derive(Debug, Clone)]
pub struct PrintedTotal {
    pub row: u32,
    /// By column, as printed.
    pub printed: Vec<(u16, Printed)>,
    /// The rows the total may stand for, likeliest first: each the sums of the columns, in their order.
    pub sums: Vec<Vec<ColumnSum>>,
}

/// A printed total in the smallest unit of its column: fen, or people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Printed {
    Fen(i64),
    Count(i64),
    Unreadable,
}

/// The sum of a column over some rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ColumnSum {
    pub sum: i64,
    /// Cells that could not be read and so are not in the sum.
    pub unreadable: u32,
}

/// Every check there is. To add one, write its file and its two pages and name it here.
pub const ALL: &[Check] = &[
    required_value::CHECK,
    unreadable_value::CHECK,
    identity_number::CHECK,
    same_person_twice::CHECK,
    excluded_combination::CHECK,
    household::CHECK,
    amount::CHECK,
    sum_of_parts::CHECK,
    above_standard::CHECK,
    amount_by_rule::CHECK,
    difference::CHECK,
    classified_supplement::CHECK,
    cost_share::CHECK,
    stale_standard::CHECK,
    date_order::CHECK,
    late_decision::CHECK,
    dead_and_paid::CHECK,
    in_custody::CHECK,
    moved_away::CHECK,
    certificate::CHECK,
    asset_match::CHECK,
    public_payroll::CHECK,
    income_not_counted::CHECK,
    entitled_unpaid::CHECK,
    stopped_by_expiry::CHECK,
    stopped_without_verification::CHECK,
    eligibility::CHECK,
    payment_start::CHECK,
    late_payment::CHECK,
    review_overdue::CHECK,
    public_notice::CHECK,
    spot_check::CHECK,
    one_day_files::CHECK,
    age_and_status::CHECK,
    same_cause_again::CHECK,
    total_row::CHECK,
    unknown_column::CHECK,
    duplicate_column::CHECK,
    empty_roster::CHECK,
    approved_unpaid::CHECK,
    paid_unapproved::CHECK,
    shared_account::CHECK,
    names_differ::CHECK,
    near_same_person::CHECK,
    several_of_one_household::CHECK,
    split_household::CHECK,
    equal_shares::CHECK,
    no_change::CHECK,
    kin_undeclared::CHECK,
    many_risks::CHECK,
    reported_figure::CHECK,
    implausible_average::CHECK,
];

/// A check's name, pages and question in one line, with the lists it works with.
macro_rules! check {
    ($name:literal, $file:literal, $question:expr) => {
        check!($name, $file, $question, [], true);
    };
    ($name:literal, $file:literal, $question:expr, $lists:expr) => {
        check!($name, $file, $question, $lists, false);
    };
    ($name:literal, $file:literal, $question:expr, $lists:expr, $without_lists:expr) => {
        pub(super) const CHECK: crate::checks::Check = crate::checks::Check {
            name: $name,
            zh: include_str!(concat!($file, ".zh.md")),
            en: include_str!(concat!($file, ".en.md")),
            question: $question,
            lists: &$lists,
            without_lists: $without_lists,
        };
    };
}
use check;

impl Check {
    pub fn named(name: &str) -> Option<&'static Check> {
        ALL.iter().find(|check| check.name == name)
    }

    /// The whole page.
    pub fn page(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }

    /// What the check is called in a list: the page's heading.
    pub fn title(&self, lang: Lang) -> &'static str {
        let heading = self.page(lang).lines().next().unwrap_or_default();
        heading.trim_start_matches("# ")
    }

    /// The innocent explanations its page lists, for suspicions.
    pub fn innocent(&self, lang: Lang) -> Vec<&'static str> {
        let heading = match lang {
            Lang::Zh => "## 可能的正当原因",
            Lang::En => "## Innocent explanations",
        };
        let after = self.page(lang).split(heading).nth(1).unwrap_or_default();
        let section = after.split("\n## ").next().unwrap_or_default();
        section.lines().filter_map(|line| line.strip_prefix("- ")).collect()
    }

    /// Whether it works with a list.
    pub fn works_with(&self, list: &Programme) -> bool {
        self.lists.contains(&list.id.as_str())
    }

    /// Whether a programme asks for it.
    pub fn is_asked_by(&self, programme: &Programme) -> bool {
        programme.checks.iter().any(|asked| asked.name == self.name)
    }
}

/// Asks about a row of a statistical return, if its programme wants to be asked.
pub fn ask_of_return(returned: &Returned<'_>, pack: &Pack, report: &mut Reporter) {
    let programme = &pack.programmes[returned.programme];
    for check in ALL.iter().filter(|check| check.is_asked_by(programme)) {
        if let Question::Return(ask) = check.question {
            ask(returned, pack, report.asks(check.name, returned.programme));
        }
    }
}

/// Why nothing is said about rosters that might be of one month or of several.
fn unknown_month(lang: Lang) -> String {
    crate::say!(lang, "有的花名册看不出是哪个月的", "some rosters do not say which month they are of")
}

/// Whether a roster states supplements for classes and its programme asks about them.
pub fn asks_for_supplements(case: &Case<'_>) -> bool {
    case.roster.has(Field::ClassifiedAmount) && classified_supplement::CHECK.is_asked_by(case.programme)
}

/// The names of all checks, for the rule pack to be held against.
pub fn names() -> Vec<&'static str> {
    ALL.iter().map(|check| check.name).collect()
}

impl<'c> Case<'c> {
    pub fn new(
        pack: &'c Pack,
        roster: &'c Roster,
        shown: &'c Shown,
        calendar: &'c Calendar,
        today: NaiveDate,
    ) -> Case<'c> {
        let programme = &pack.programmes[roster.programme];
        let has_columns = |field: &Field| roster.has(*field);
        let of_kind = |wanted: &dyn Fn(Kind) -> bool| {
            let fields = roster.fields().map(|(field, _)| field);
            fields.filter(|field| wanted(field.kind())).collect::<Vec<Field>>()
        };
        Case {
            pack,
            programme,
            roster,
            shown,
            calendar,
            today,
            typed: of_kind(&|kind| !kind.is_words()),
            amounts: of_kind(&|kind| kind == Kind::Money),
            days: of_kind(&|kind| kind == Kind::Day),
            required: required_value::required(roster, programme.required()),
            starts: programme.starts().into_iter().filter(has_columns).collect(),
            half_shown: half_shown(roster, programme, today),
            lists_members: roster.lists_members(),
            monthly: entitlement::monthly(&programme.rated()),
            rated: programme.rated(),
            law: Law::new(),
        }
    }

    /// The law of a month, worked out once.
    fn law(&self, month: Month) -> Rc<MonthLaw<'c>> {
        self.law.of(month, self.pack, self.roster)
    }

    /// The months a record is paid for, or in which what a list says of it holds.
    pub fn months(&self, record: &Record<'_>) -> Option<Months> {
        let is_span = record.roster.has(Field::Since) || record.roster.has(Field::Until);
        if self.programme.is_list && is_span {
            return record.listed_months();
        }
        record.months(self.programme.month_of)
    }

    /// The same, where it is certain which they are: a row paid for fewer months than it is of does not say which.
    pub fn months_known(&self, record: &Record<'_>) -> Option<Months> {
        let paid = record.count(Field::MonthsPaid);
        self.months(record).filter(|months| paid.is_none_or(|paid| paid >= months.count()))
    }
}

/// By the law of the last of the roster's months.
fn half_shown<'c>(roster: &Roster, programme: &'c Programme, today: NaiveDate) -> Vec<Lacking<'c>> {
    let day = roster.months.map_or(today, |months| months.last.last_day().min(today));
    let steps = deadline::lacking(roster, programme, day).into_iter();
    // What binds some rows only, or happens seldom, has no column in most rosters.
    steps.filter(|step| step.is_half() && step.deadline.when.is_empty()).collect()
}

impl Visited {
    pub fn add(&mut self, record: &Record<'_>) {
        let visited = u32::from(!record.lacks(Field::Visited));
        let kin = u32::from(record.yes(Field::KinRecorded) == Some(true));
        self.join(Visited { cases: 1, visited, kin, kin_visited: kin * visited });
    }

    pub fn join(&mut self, other: Visited) {
        self.cases += other.cases;
        self.visited += other.visited;
        self.kin += other.kin;
        self.kin_visited += other.kin_visited;
    }
}

impl Question {
    /// Whether it looks at sightings of people.
    pub fn is_of_people(&self) -> bool {
        matches!(self, Question::Person(_) | Question::Namesakes(_) | Question::Register(_) | Question::Village(_))
    }
}

impl<'s> Scene<'s> {
    pub fn programme(&self, sighting: &Sighting) -> &'s Programme {
        &self.pack.programmes[self.roster(sighting).programme]
    }

    pub fn roster(&self, sighting: &Sighting) -> &'s Roster {
        &self.rosters[usize::from(sighting.source)]
    }

    /// Whether a sighting is one of a reference list, by the list's id.
    pub fn is_of(&self, sighting: &Sighting, list: &str) -> bool {
        let programme = self.programme(sighting);
        programme.is_list && programme.id == list
    }

    /// The name of a township or a village; empty where none is written.
    pub fn place_name(&self, number: u32) -> &'s str {
        self.places.get(number as usize).map_or("", String::as_str)
    }

    /// What the row of a list says besides, as a sentence has it; empty where it says nothing.
    pub fn remark(&self, sighting: &Sighting) -> String {
        self.remark_of(sighting).map_or_else(String::new, Remark::words)
    }

    /// What one column of a list says on a row.
    pub fn said(&self, sighting: &Sighting, field: Field) -> Option<&'s str> {
        self.remark_of(sighting)?.field(field)
    }

    /// What the row of a list says besides, column by column.
    pub fn remark_of(&self, sighting: &Sighting) -> Option<&'s Remark> {
        self.remarks.get(&(sighting.source, sighting.row))
    }

    /// The list's title, day and source: what a finding shows of where it comes from.
    pub fn list_facts(&self, sighting: &Sighting) -> Option<&'s ListFacts> {
        self.roster(sighting).list.as_ref()
    }

    /// Whether some list of the run is this one.
    pub fn has_list(&self, id: &str) -> bool {
        let lists = self.rosters.iter().map(|roster| &self.pack.programmes[roster.programme]);
        lists.into_iter().any(|list| list.is_list && list.id == id)
    }
}

impl Printed {
    pub fn of(value: Value) -> Option<Printed> {
        match value {
            Value::Yuan(yuan) | Value::RoundedYuan(yuan) => Some(Printed::Fen(yuan.fen())),
            Value::Count(count) => Some(Printed::Count(i64::from(count))),
            Value::Unreadable(_) => Some(Printed::Unreadable),
            _ => None,
        }
    }
}

impl ColumnSum {
    pub fn add(&mut self, value: Value) {
        match Printed::of(value) {
            Some(Printed::Fen(number) | Printed::Count(number)) => self.sum += number,
            Some(Printed::Unreadable) => self.unreadable += 1,
            None => {}
        }
    }

    pub fn join(&mut self, other: ColumnSum) {
        self.sum += other.sum;
        self.unreadable += other.unreadable;
    }
}
