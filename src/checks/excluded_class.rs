//! People whom a row itself calls something that the rules let nobody hold beside what the row pays: 特困 on the living
//! subsidy.

use super::weight::or_unless;
use super::{Case, Question, Reporter, check};
use crate::day::{Month, Months};
use crate::field::{Field, Kind};
use crate::finding::{Direction, Severity};
use crate::lang::several;
use crate::roster::{Layout, Record, Roster};
use crate::rules::{Pack, Pair, Verdict};
use crate::say;

check!("excluded-class", "excluded_class", Question::Row(row), if columns);

/// What a row says that excludes what its roster pays, and the sentence that says so.
#[derive(Debug, Clone, Copy)]
pub(super) struct Excluded<'c> {
    said: Said,
    pair: &'c Pair,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    /// The place of a class in its code set.
    Class(u8),
    /// Yes, in a column that asks for one support.
    Yes(Field),
}

/// Columns that ask whether somebody has a support, and the name of it in stacking.toml.
const ASKED: [(Field, &str); 2] = [(Field::IsDestitute, "destitute"), (Field::HasInjuryCare, "work-injury")];

/// Whether the roster says what people are, and any such class is excluded. Where a row is a household's, nobody knows
/// of whom it says so.
fn columns(case: &Case<'_>, _: &mut Reporter) -> bool {
    let roster = case.roster;
    let says = roster.layout != Layout::Households && excluding(case.pack, roster).next().is_some();
    roster.may_name_another() || says
}

/// What some day's rules exclude, whatever else of a row, of what the roster has columns for: a class has the code of the programme
/// that its people are on, or of several: `dibao` is urban and rural.
fn excluding<'c>(pack: &'c Pack, roster: &Roster) -> impl Iterator<Item = Excluded<'c>> {
    let own = &pack.programmes[roster.programme].id;
    let forbids = |pair: &Pair| matches!(pair.verdict, Verdict::Forbidden | Verdict::Implied);
    let forbidding = move |pair: &&Pair| forbids(pair) && pair.when.is_empty();
    let asked = ASKED.map(|(field, support)| (roster.has(field), field, support));
    let says_class = roster.has(Field::ClassOfPerson);
    pack.stacking.iter().filter(forbidding).flat_map(move |pair| {
        let other = match &pair.programmes {
            [one, other] if one == own => Some(other),
            [other, one] if one == own => Some(other),
            _ => None,
        };
        let class = other.filter(|_| says_class).and_then(|other| class_of(other, own, pack)).map(Said::Class);
        let asks = move |(has, _, support): &(bool, Field, &str)| *has && other.is_some_and(|other| other == support);
        let yes = asked.into_iter().filter(asks).map(|(_, field, _)| Said::Yes(field));
        class.into_iter().chain(yes).map(move |said| Excluded { said, pair })
    })
}

/// The place of the class of people on another programme and not on a roster's own.
fn class_of(other: &str, own: &str, pack: &Pack) -> Option<u8> {
    let is_of = |code: &str| is_class_of(code, other) && !is_class_of(code, own);
    let class = pack.codes.set(Field::ClassOfPerson).iter().position(|code| is_of(&code.code))?;
    u8::try_from(class).ok()
}

/// Whether the people on a programme are of a class.
fn is_class_of(class: &str, programme: &str) -> bool {
    programme.strip_prefix(class).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

/// Those of one month, as far as the roster says what people are.
pub(super) fn excluded<'c>(month: Month, pack: &'c Pack, roster: &Roster) -> Vec<Excluded<'c>> {
    excluding(pack, roster).filter(|of| of.pair.span.holds(month.first_day())).collect()
}

fn row(record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    if let Some(column) = record.names_another() {
        return of_another(column, record, case, report);
    }
    if case.roster.layout == Layout::Households {
        return;
    }
    let class = record.code(Field::ClassOfPerson, &record.roster.codes).map(Said::Class);
    let asked = ASKED.iter().filter(|(field, _)| record.yes(*field) == Some(true));
    let mut said = class.into_iter().chain(asked.map(|(field, _)| Said::Yes(*field))).peekable();
    if said.peek().is_none() || !record.is_covered() || record.grants_nothing() {
        return;
    }
    let Some(months) = case.months(record) else {
        return case.months_unknown(record, report);
    };
    let mut known = None;
    for said in said {
        let pair = |month: Month| case.law(month).excluded.iter().rev().find(|of| of.said == said).map(|of| of.pair);
        let mut found = months.each().filter_map(|month| Some((month, pair(month)?)));
        let Some((first, pair)) = found.next() else { continue };
        let (last, others) = found.fold((first, 0), |(_, count), (month, _)| (month, count + 1));
        // A column that asks what another has said says no more.
        if known.replace(pair).is_none_or(|known| !std::ptr::eq(known, pair)) {
            find(pair, (said.field(), Months { first, last }, 1 + others), record, case, report);
        }
    }
}

impl Said {
    fn field(self) -> Field {
        match self {
            Said::Class(_) => Field::ClassOfPerson,
            Said::Yes(field) => field,
        }
    }
}

#[cold]
fn find(
    pair: &Pair,
    (field, months, count): (Field, Months, u32),
    record: &Record<'_>,
    case: &Case<'_>,
    report: &mut Reporter,
) {
    let lang = report.lang;
    let seen = record.seen(field, report.reveal);
    let (name, header) = (case.programme.name.get(lang), case.pack.header(field, case.programme));
    let so_many = several(count, "month");
    let message = say!(
        lang,
        "{header}写“{seen}”，不能同时享受{name}，本行发{count}个月（{months}）",
        "{header} says {seen}, who may not have {name} besides; the row pays {so_many} ({months})"
    );
    let clears = say!(
        lang,
        "核实本人现在是否属于这一类：属于的，只保留应享受的一种；不属于的，改正类别",
        "find out whether the person is one now: keep the one that is due if so, correct the class if not"
    );
    report
        .find(Severity::Suspicion, record.place(field), message)
        .seen(seen)
        .because(&pair.basis)
        .stakes(Direction::TooMuch, None, Some(count))
        .clears(or_unless(clears, pair.unless.as_ref(), lang));
}

/// The row says that it is of another programme than the title does: a slip of the pen, or a row of another roster.
#[cold]
fn of_another(column: u16, record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    if record.grants_nothing() {
        return;
    }
    let lang = report.lang;
    let name = case.programme.name.get(lang);
    let seen = Kind::Text.shown(&record.cell_at(column).shown(), report.reveal);
    let header = record.roster.header.columns.iter().find(|head| head.index == column);
    let header = header.map(|head| head.shown.clone()).unwrap_or_default();
    let message = say!(
        lang,
        "本表是{name}的，本行{header}写的是“{seen}”，仍算在{name}里",
        "the roster is one of {name}, and {header} of this row says {seen:?}; it is counted as {name} all the same"
    );
    report.find(Severity::Suspicion, record.place_at(Some(column)), message).seen(seen).clears(say!(
        lang,
        "核对本户（人）批准的是哪一项：是本表的，改正这一栏；是另一项的，移到那一项的名册，不在本表发",
        "see which of the two was granted: correct the column if it is this one, move the row to the other roster if it is not"
    ));
}
