//! Amounts that lie far from all others of their roster: a digit too many, or one too few.

use super::{Case, Question, Reporter, Tallied, check};
use crate::field::Field;
use crate::finding::{Direction, Place, Severity};
use crate::lang::Lang;
use crate::money::Yuan;
use crate::roster::{Layout, RowPay};
use crate::rules::Counted;
use crate::say;

check!("outlying-amount", "outlying_amount", Question::Roster(roster));

/// Among fewer rows no amount is usual.
const MANY: u64 = 20;

/// How many times what nine rows in ten stay below an amount must be to be asked about, as a power of two. What is
/// granted once goes by the case, and spreads wider than what is paid every month.
fn doublings(case: &Case<'_>) -> u32 {
    match case.programme.counted {
        Counted::Stock => 2,
        Counted::Flow => 3,
    }
}

/// The column of what a row pays: in all, else a month.
fn column(case: &Case<'_>) -> Field {
    if case.roster.has(Field::Amount) { Field::Amount } else { Field::MonthlyAmount }
}

/// What the check asks a roster to be spread by, if its programme wants it asked: the column, and whether that is of
/// months.
pub fn spread_by(case: &Case<'_>) -> Option<(Field, bool)> {
    let column = column(case);
    let asked = CHECK.is_asked_by(case.programme) && case.roster.has(column);
    asked.then_some((column, case.programme.counted == Counted::Stock))
}

fn roster(tallied: &Tallied<'_>, case: &Case<'_>, report: &mut Reporter) {
    let spread = tallied.spread;
    let (Some(high), Some(low), MANY..) = (spread.high(), spread.low(), spread.count()) else { return };
    let most = high << doublings(case);
    let above: Vec<&RowPay> = spread.highest.iter().filter(|pay| pay.each >= most).collect();
    for pay in &above {
        too_much(pay, high, case, report);
    }
    if let more @ 1.. = spread.from(most).saturating_sub(above.len() as u64) {
        further(more, case, report);
    }
    // Where the difference to a standard is paid it may be small: twice as far.
    for pay in spread.lowest.iter().filter(|pay| pay.each < low >> (doublings(case) + 1)) {
        too_little(pay, low, case, report);
    }
}

fn too_much(pay: &RowPay, high: i64, case: &Case<'_>, report: &mut Reporter) {
    let (lang, amount, unit) = (report.lang, amount(pay, case, report.lang), unit(case, report.lang));
    let (times, high) = (pay.each / high, Yuan::from_fen(high));
    let message = say!(
        lang,
        "{amount}；同册九成的行不到{unit}{high}元，这一行是它的{times}倍以上，可能多写了数字",
        "{amount}: nine rows in ten of the roster are below {high} {unit}, and this is at least {times} times that; it may have a digit too many"
    );
    find(pay, Direction::TooMuch, message, case, report);
}

fn too_little(pay: &RowPay, low: i64, case: &Case<'_>, report: &mut Reporter) {
    let (lang, amount, unit) = (report.lang, amount(pay, case, report.lang), unit(case, report.lang));
    let (times, low) = (low / pay.each.max(1), Yuan::from_fen(low));
    let message = say!(
        lang,
        "{amount}；同册九成的行有{unit}{low}元以上，这一行不到它的{times}分之一，可能少写了数字",
        "{amount}: nine rows in ten of the roster have {low} {unit} and more, at least {times} times this; it may lack a digit"
    );
    find(pay, Direction::TooLittle, message, case, report);
}

/// What the row pays, and what that is for one where it is for several.
fn amount(pay: &RowPay, case: &Case<'_>, lang: Lang) -> String {
    let words = case.roster.column(column(case)).map_or("", |column| case.roster.words(column));
    let (yuan, each, unit) = (pay.yuan, Yuan::from_fen(pay.each), unit(case, lang));
    match pay.persons == 1 && pay.months == 1 {
        true => say!(lang, "{words}{yuan}元", "{words} {yuan} yuan"),
        false => say!(lang, "{words}{yuan}元，合{unit}{each}元", "{words} {yuan} yuan, {each} {unit}"),
    }
}

fn unit(case: &Case<'_>, lang: Lang) -> String {
    let roster = case.roster;
    let tells_persons = roster.layout == Layout::Persons || roster.has(Field::CoveredSize) || roster.lists_across();
    match (tells_persons, case.programme.counted) {
        (true, Counted::Stock) => say!(lang, "每人每月", "a person and month"),
        (true, Counted::Flow) => say!(lang, "每人", "a person"),
        (false, Counted::Stock) => say!(lang, "每行每月", "a row and month"),
        (false, Counted::Flow) => say!(lang, "每行", "a row"),
    }
}

fn find(pay: &RowPay, direction: Direction, message: String, case: &Case<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let place = Place { source: case.roster.source, row: pay.row, column: case.roster.pay_column(column(case)) };
    let finding = report.find(Severity::Suspicion, place, message);
    finding.seen(pay.yuan.to_string()).stakes(direction, None, None).clears(clears(lang));
}

fn further(more: u64, case: &Case<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let message = say!(
        lang,
        "另有{more}行的金额也比同册九成的行高出许多，没有逐行列出",
        "{more} more rows pay far more than nine in ten of the roster, and are not listed one by one"
    );
    let place = Place::row(case.roster.source, 0);
    report.find(Severity::Suspicion, place, message).stakes(Direction::TooMuch, None, None).clears(clears(lang));
}

fn clears(lang: Lang) -> String {
    say!(
        lang,
        "对照审批表核对金额、人数和月数；没有写错的，在备注写明原因",
        "compare the amount, the people and the months with the approval; if they are right, say why in the note"
    )
}
