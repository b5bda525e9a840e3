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

/// A class that excludes what a roster pays: its place in its code set, and the sentence that says so.
#[derive(Debug, Clone, Copy)]
pub(super) struct Excluded<'c> {
    class: u8,
    pair: &'c Pair,
}

/// Whether the roster says what people are, and any such class is excluded. Where a row is a household's, nobody knows
/// of whom it says so.
fn columns(case: &Case<'_>, _: &mut Reporter) -> bool {
    let roster = case.roster;
    let says = roster.has(Field::ClassOfPerson) && roster.layout != Layout::Households;
    roster.may_name_another() || says && classes(case.pack, roster).next().is_some()
}

/// The classes that some day's rules exclude, whatever else of a row: a class has the code of the programme that its
/// people are on, or of several: `dibao` is urban and rural.
fn classes<'c>(pack: &'c Pack, roster: &Roster) -> impl Iterator<Item = Excluded<'c>> {
    let own = &pack.programmes[roster.programme].id;
    let forbids = |pair: &Pair| matches!(pair.verdict, Verdict::Forbidden | Verdict::Implied);
    let forbidding = move |pair: &&Pair| forbids(pair) && pair.when.is_empty();
    pack.stacking.iter().filter(forbidding).filter_map(move |pair| {
        let other = match &pair.programmes {
            [one, other] if one == own => other,
            [other, one] if one == own => other,
            _ => return None,
        };
        let is_of = |code: &str| is_class_of(code, other) && !is_class_of(code, own);
        let class = pack.codes.set(Field::ClassOfPerson).iter().position(|code| is_of(&code.code))?;
        Some(Excluded { class: u8::try_from(class).ok()?, pair })
    })
}

/// Whether the people on a programme are of a class.
fn is_class_of(class: &str, programme: &str) -> bool {
    programme.strip_prefix(class).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

/// Those of one month, as far as the roster says what people are.
pub(super) fn excluded<'c>(month: Month, pack: &'c Pack, roster: &Roster) -> Vec<Excluded<'c>> {
    if !roster.has(Field::ClassOfPerson) {
        return Vec::new();
    }
    classes(pack, roster).filter(|of| of.pair.span.holds(month.first_day())).collect()
}

fn row(record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    if let Some(column) = record.names_another() {
        return of_another(column, record, case, report);
    }
    if case.roster.layout == Layout::Households {
        return;
    }
    let Some(class) = record.code(Field::ClassOfPerson, &record.roster.codes) else { return };
    if !record.is_covered() || record.grants_nothing() {
        return;
    }
    let Some(months) = case.months(record) else {
        return case.months_unknown(record, report);
    };
    let pair = |month: Month| case.law(month).excluded.iter().rev().find(|of| of.class == class).map(|of| of.pair);
    let mut found = months.each().filter_map(|month| Some((month, pair(month)?)));
    let Some((first, pair)) = found.next() else { return };
    let (last, others) = found.fold((first, 0), |(_, count), (month, _)| (month, count + 1));
    find(pair, (Months { first, last }, 1 + others), record, case, report);
}

#[cold]
fn find(pair: &Pair, (months, count): (Months, u32), record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let seen = record.seen(Field::ClassOfPerson, report.reveal);
    let (name, header) = (case.programme.name.get(lang), case.pack.header(Field::ClassOfPerson, case.programme));
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
        .find(Severity::Suspicion, record.place(Field::ClassOfPerson), message)
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
