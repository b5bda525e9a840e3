//! Records, steps, households, people and rosters go in; findings come out. A check asks one question about one of
//! them.

mod above_standard;
mod after_stop;
mod age_and_status;
mod amount;
mod amount_by_rule;
mod approved_unpaid;
mod asset_match;
mod beside_number;
mod by_account;
mod case;
mod certificate;
mod certificate_on_roster;
mod classified_supplement;
mod corrections;
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
mod excluded_class;
mod excluded_combination;
mod homes_of_household;
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
mod lists;
mod made_up;
mod many_risks;
mod moved_away;
mod names_differ;
mod near_same_person;
mod no_change;
mod older_standard;
mod one_day_files;
mod outlying_amount;
mod paid_to_another;
mod paid_unapproved;
mod payment_start;
mod public_notice;
mod public_payroll;
mod purposes;
mod register;
mod reported_figure;
mod reporter;
mod required_value;
mod review_overdue;
mod same_bill_twice;
mod same_cause_again;
mod same_person_twice;
mod scene;
mod several_of_one_household;
mod shared_account;
mod split_household;
mod spot_check;
mod stale_standard;
mod stay_after_death;
mod stopped_by_expiry;
mod stopped_without_verification;
mod sum_of_parts;
mod tallied;
mod total_in_words;
mod total_row;
mod unheld;
mod unknown_column;
mod unreadable_value;
mod weight;

use crate::deadline::Due;
use crate::field::Field;
use crate::lang::Lang;
use crate::roster::{AccountSighting, BillSighting, Household, Record, Sighting};
use crate::rules::{Pack, Programme};

pub use by_account::{ByAccount, Held};
pub use case::Case;
pub use classified_supplement::supplement;
pub use entitled_unpaid::DueLaws;
pub use ledger::LEDGER;
pub use lists::{APPROVED, INCOME, PAYMENTS, REGISTER, RETURNS};
pub use made_up::{MadeUp, made_up};
pub use outlying_amount::spread_by;
pub use paid_to_another::is_of_household;
pub use purposes::{Purposes, Whose};
pub use reporter::{Reporter, Tally};
pub use scene::{Home, Scene};
pub use spot_check::share as visit_share;
pub use stale_standard::{Stale, stale, unknown as stale_unknown};
pub use tallied::{ColumnSum, Counts, Printed, PrintedTotal, Returned, Rounded, Span, Tallied, Visited};
pub use unheld::say_unheld;

/// A question, by name, with the page that explains it.
pub struct Check {
    pub name: &'static str,
    zh: &'static str,
    en: &'static str,
    pub question: Question,
    /// Asked once of a roster, where its columns or the rules of its programme decide: says what is wanting, and
    /// whether any row can be asked.
    pub columns: Option<fn(&Case<'_>, &mut Reporter) -> bool>,
    /// Ids of the reference lists it works with.
    pub lists: &'static [&'static str],
    /// Whether it can be asked without any of them.
    pub without_lists: bool,
    /// Ids of those it looks at where they are there, and asks nobody for.
    pub besides: &'static [&'static str],
}

/// What a check asks about, and how.
#[derive(Clone, Copy)]
pub enum Question {
    Row(fn(&Record<'_>, &Case<'_>, &mut Reporter)),
    /// A row in which money stands: of several rows a household, mostly its head's.
    Money(fn(&Record<'_>, &Case<'_>, &mut Reporter)),
    /// The same, if the rows of its roster are whole or write how many people they are for; else the household of
    /// which the rows list the people.
    Pay {
        row: fn(&Record<'_>, &Case<'_>, &mut Reporter),
        household: fn(&Household, &Case<'_>, &mut Reporter),
    },
    /// A step that a row's dates set running.
    Step(fn(&Record<'_>, &Due<'_>, &mut Reporter)),
    Household(fn(&Household, &Case<'_>, &mut Reporter)),
    /// All sightings of one identity number whose programmes ask for the check.
    Person(fn(&[Sighting], &Scene<'_>, &mut Reporter)),
    /// All sightings of people of one name who may share the birth date or all the rest of the number with another of
    /// them, by birth date.
    Namesakes(fn(&[Sighting], &Scene<'_>, &mut Reporter)),
    /// All sightings of one bank account.
    Account(fn(&[AccountSighting], &Scene<'_>, &mut Reporter)),
    /// All sightings of one bill, of which there are two at least.
    Bill(fn(&[BillSighting], &Scene<'_>, &mut Reporter)),
    /// Everyone of one registered household (of the list `hukou`), each with all sightings.
    Register(fn(&[&[Sighting]], &Scene<'_>, &mut Reporter)),
    /// Everyone of a roster's household of whom a list that the check works with says something, each with all
    /// sightings. A group may hold several households.
    Listed(fn(&[&[Sighting]], &Scene<'_>, &mut Reporter)),
    /// Everyone of one programme in one village, by month.
    Village {
        /// Whether anything could be found in a village.
        could_find: fn(&Outline) -> bool,
        ask: fn(&[Sighting], &Scene<'_>, &mut Reporter),
    },
    Roster(fn(&Tallied<'_>, &Case<'_>, &mut Reporter)),
    /// A row of a statistical return, beside what the rosters add up to.
    Return(fn(&Returned<'_>, &Pack, &mut Reporter)),
}

/// What is known of a village before its people are put together.
#[derive(Debug, Clone, Copy, Default)]
pub struct Outline {
    /// How many months or spans of months it was seen in.
    pub periods: usize,
    /// Whether the heads of some period are all given the same.
    pub same_for_all: bool,
}

/// Every check there is. To add one, write its file and its two pages, name it here, and unless it asks how a file is
/// written give it a county in `examples/audit`.
pub const ALL: &[Check] = &[
    required_value::CHECK,
    unreadable_value::CHECK,
    identity_number::CHECK,
    same_person_twice::CHECK,
    excluded_combination::CHECK,
    excluded_class::CHECK,
    household::CHECK,
    amount::CHECK,
    outlying_amount::CHECK,
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
    stay_after_death::CHECK,
    in_custody::CHECK,
    moved_away::CHECK,
    certificate::CHECK,
    certificate_on_roster::CHECK,
    asset_match::CHECK,
    homes_of_household::CHECK,
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
    same_bill_twice::CHECK,
    total_row::CHECK,
    unknown_column::CHECK,
    duplicate_column::CHECK,
    empty_roster::CHECK,
    approved_unpaid::CHECK,
    paid_unapproved::CHECK,
    shared_account::CHECK,
    paid_to_another::CHECK,
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
        check!($name, $file, $question, None, [], true, []);
    };
    ($name:literal, $file:literal, $question:expr, if $columns:expr) => {
        check!($name, $file, $question, Some($columns), [], true, []);
    };
    ($name:literal, $file:literal, $question:expr, $lists:expr) => {
        check!($name, $file, $question, None, $lists, false, []);
    };
    ($name:literal, $file:literal, $question:expr, $lists:expr, besides $besides:expr) => {
        check!($name, $file, $question, None, $lists, false, $besides);
    };
    ($name:literal, $file:literal, $question:expr, $lists:expr, $without_lists:expr) => {
        check!($name, $file, $question, None, $lists, $without_lists, []);
    };
    ($name:literal, $file:literal, $question:expr, $columns:expr, $lists:expr, $without_lists:expr, $besides:expr) => {
        pub(super) const CHECK: crate::checks::Check = crate::checks::Check {
            name: $name,
            zh: include_str!(concat!($file, ".zh.md")),
            en: include_str!(concat!($file, ".en.md")),
            question: $question,
            columns: $columns,
            lists: &$lists,
            without_lists: $without_lists,
            besides: &$besides,
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

    /// Whether it works with a list: one it names, or any that tells of hardship where it asks about that.
    pub fn works_with(&self, list: &Programme) -> bool {
        self.lists.contains(&list.id.as_str()) || (list.shows_hardship && self.name == many_risks::CHECK.name)
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

/// Says once of a reference list which of its columns are missing or were not used.
pub fn ask_of_list(case: &Case<'_>, report: &mut Reporter) {
    unknown_column::list(case, report.asks(unknown_column::CHECK.name, case.roster.programme));
}

/// Why nothing is said about rosters that might be of one month or of several.
fn unknown_month(lang: Lang) -> String {
    crate::say!(
        lang,
        "有的花名册或其中的行看不出是哪个月的",
        "some rosters, or rows in them, do not say which month they are of"
    )
}

/// Whether a roster states supplements for classes and its programme asks about them.
pub fn asks_for_supplements(case: &Case<'_>) -> bool {
    case.roster.has(Field::ClassifiedAmount) && classified_supplement::CHECK.is_asked_by(case.programme)
}

/// The names of all checks, for the rule pack to be held against.
pub fn names() -> Vec<&'static str> {
    ALL.iter().map(|check| check.name).collect()
}

impl Question {
    /// Whether it looks at sightings of people.
    pub fn is_of_people(&self) -> bool {
        let by_household = matches!(self, Question::Register(_) | Question::Listed(_));
        by_household || matches!(self, Question::Person(_) | Question::Namesakes(_) | Question::Village { .. })
    }

    pub fn is_of_accounts(&self) -> bool {
        matches!(self, Question::Account(_))
    }

    pub fn is_of_bills(&self) -> bool {
        matches!(self, Question::Bill(_))
    }
}
