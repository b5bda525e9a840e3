//! Payments to people who are on no roster and no list of approvals of the month, or of more than these say.

use super::ledger::{Difference, Ledger, Side, gives, in_all, ledgers};
use super::lists::{APPROVED, PAYMENTS, STOPS};
use super::{Question, Reporter, Scene, after_stop, check};
use crate::day::{Month, Months};
use crate::finding::Direction;
use crate::lang::{Lang, several};
use crate::money::Yuan;
use crate::roster::Sighting;
use crate::say;

check!("paid-unapproved", "paid_unapproved", Question::Person(person), [APPROVED, PAYMENTS, STOPS]);

fn person(sightings: &[Sighting], scene: &Scene<'_>, report: &mut Reporter) {
    let mut named: Vec<&Sighting> = Vec::new();
    for ledger in ledgers(sightings, scene, report) {
        report.asks(CHECK.name, ledger.programme);
        named.extend(unapproved(&ledger, report));
        if let Some(difference) = ledger.difference(true, scene, report) {
            more(&ledger, &difference, report);
        }
    }
    after_stop::ask(CHECK.name, sightings, &named, scene, report);
}

/// Finds the payments that nobody approved; gives them back. Those after a death are `dead-and-paid`'s to find.
fn unapproved<'s>(ledger: &Ledger<'s>, report: &mut Reporter) -> Vec<&'s Sighting> {
    let unlisted = ledger.months.iter().filter(|of| of.paid && !of.listed && !of.after_death);
    let unlisted: Vec<Month> = unlisted.map(|of| of.month).collect();
    let concerns =
        |of: &&&Sighting| of.months.is_some_and(|months| unlisted.iter().any(|month| months.contains(*month)));
    let payments: Vec<&Sighting> = ledger.paid.iter().filter(concerns).copied().collect();
    let Some(first) = payments.iter().find(|of| gives(of)).filter(|_| !is_taken_back(&payments)) else {
        return Vec::new();
    };
    let paid_in = |month: &&Month| payments.iter().any(|of| of.months.is_some_and(|months| months.contains(**month)));
    let months: Vec<Month> = unlisted.iter().filter(paid_in).copied().collect();
    let (Some(from), Some(until)) = (months.first(), months.last()) else { return Vec::new() };
    let lang = report.lang;
    let (side, count) = (ledger.side.text(lang), months.len());
    let (span, so_many) = (Months { first: *from, last: *until }.written(lang), several(count, "month"));
    let stake = in_all(&payments, &months);
    let paid = stake.map_or_else(String::new, |paid| say!(lang, "，已发{paid}元", ", {paid} yuan paid"));
    let by_what = ledger.by_what(lang);
    let message = say!(
        lang,
        "发放清单里有，{side}里没有：{span}，共{count}个月{paid}{by_what}",
        "among the payments and not in {side}: {span}, {so_many}{paid}{by_what}"
    );
    // Arrears may be of months in which they were listed, and approvals that relief.toml gives no programme of those
    // who are new.
    let is_made_up = payments.iter().filter(|of| gives(of)).all(|of| of.corrects());
    let mut of_months = ledger.months.iter().filter(|of| months.contains(&of.month));
    let is_rostered = ledger.side == Side::Approved && !ledger.is_all_approved && of_months.all(|of| of.rostered);
    let severity = ledger.severity(first, ledger.names_all && !is_made_up && !is_rostered);
    let finding = report.find(severity, first.place(), message);
    for other in payments.iter().filter(|other| *other != first) {
        finding.at(other.place());
    }
    finding.stakes(Direction::TooMuch, stake, Some(count as u32)).clears(clears(lang));
    payments
}

fn more(ledger: &Ledger<'_>, difference: &Difference<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let (side, by_what, due, paid) = (ledger.side.text(lang), ledger.by_what(lang), difference.due, difference.paid);
    let more = paid - due;
    let severity = ledger.severity(difference.paid_at, ledger.names_all && difference.is_plain);
    let message = say!(
        lang,
        "发放清单{paid}元，{side}{due}元，多发{more}元{by_what}",
        "{paid} yuan paid, {due} yuan in {side}: {more} yuan too much{by_what}"
    );
    report
        .find(severity, difference.paid_at.place(), message)
        .at(difference.due_at.place())
        .stakes(Direction::TooMuch, Some(more), Some(difference.months))
        .clears(clears(lang));
}

/// Whether all that was paid was taken back.
fn is_taken_back(payments: &[&Sighting]) -> bool {
    payments.iter().map(|of| of.amount()).sum::<Option<Yuan>>().is_some_and(|sum| sum <= Yuan::ZERO)
}

fn clears(lang: Lang) -> String {
    say!(
        lang,
        "查审批手续：有审批的补进名册；没有的查清为何发出并依法处理；补发以前月份的在清单里注明",
        "see the file: add to the roster what was approved, find out why the rest was paid and deal with it by law, mark arrears as such among the payments"
    )
}
