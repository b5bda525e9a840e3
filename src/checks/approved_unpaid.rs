//! People on the roster, or approved, whom the payments of the month leave out or pay less.

use super::ledger::{Difference, Ledger, in_all, is_of, ledgers};
use super::lists::{APPROVED, DEATHS, PAYMENTS, STOPS};
use super::{Question, Reporter, Scene, check};
use crate::day::Months;
use crate::finding::Direction;
use crate::lang::{Lang, several};
use crate::roster::Sighting;
use crate::say;

check!("approved-unpaid", "approved_unpaid", Question::Person(person), [APPROVED, PAYMENTS, STOPS], besides[DEATHS]);

fn person(sightings: &[Sighting], scene: &Scene<'_>, report: &mut Reporter) {
    for ledger in ledgers(sightings, scene, report) {
        report.asks(CHECK.name, ledger.programme);
        unpaid(&ledger, sightings, scene, report);
        if let Some(difference) = ledger.difference(false, scene, report) {
            less(&ledger, &difference, report);
        }
    }
}

/// Entries of months that no payment meets and neither a stop nor a death explains.
fn unpaid(ledger: &Ledger<'_>, sightings: &[Sighting], scene: &Scene<'_>, report: &mut Reporter) {
    let missing = ledger.unpaid(scene, report);
    let (Some(first), Some(last)) = (missing.first().copied(), missing.last().copied()) else { return };
    let concerns = |of: &Sighting| of.months.is_some_and(|months| missing.iter().any(|month| months.contains(*month)));
    let due = ledger.spans.iter().flat_map(|span| &span.due);
    let entries: Vec<&Sighting> = due.copied().filter(|entry| concerns(entry)).collect();
    let Some(entry) = entries.first() else { return };
    let lang = report.lang;
    let (side, by_what, count) = (ledger.side.text(lang), ledger.by_what(lang), missing.len());
    let (span, so_many) = (Months { first, last }.written(lang), several(count, "month"));
    let returned = sightings.iter().filter(|of| is_of(of, PAYMENTS, ledger.programme, scene) && concerns(of));
    // What stands for a list as a whole has no row.
    let returned: Vec<&Sighting> = returned.filter(|payment| !payment.is_covered() && payment.row > 0).collect();
    let message = match returned.is_empty() {
        true => say!(
            lang,
            "在{side}，{span}的发放清单里没有，共{count}个月{by_what}",
            "stands in {side} and is not among the payments of {span}: {so_many}{by_what}"
        ),
        false => say!(
            lang,
            "在{side}，{span}的发放清单写着没有发成，也没有另发，共{count}个月{by_what}",
            "stands in {side}; the payment did not arrive, by the list of {span}, and no other was made: {so_many}{by_what}"
        ),
    };
    let rules = &scene.pack.programmes[ledger.programme];
    let pay_day = rules.says(first.first_day(), |version| version.pay_day.as_ref());
    let finding = report.find(ledger.severity(entry, !ledger.of_households && ledger.is_whole), entry.place(), message);
    if let Some(pay_day) = pay_day {
        finding.because(&pay_day.basis);
    }
    returned.iter().for_each(|payment| {
        finding.at(payment.place());
    });
    finding.stakes(Direction::TooLittle, in_all(&entries, &missing), Some(count as u32)).clears(clears(lang));
}

fn less(ledger: &Ledger<'_>, difference: &Difference<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let (side, by_what, due, paid) = (ledger.side.text(lang), ledger.by_what(lang), difference.due, difference.paid);
    let less = due - paid;
    let is_certain = !ledger.of_households && ledger.is_whole && difference.is_plain;
    let severity = ledger.severity(difference.due_at, is_certain);
    let message = say!(
        lang,
        "{side}{due}元，发放清单{paid}元，少发{less}元{by_what}",
        "{due} yuan in {side}, {paid} yuan paid: {less} yuan too little{by_what}"
    );
    report
        .find(severity, difference.due_at.place(), message)
        .at(difference.paid_at.place())
        .stakes(Direction::TooLittle, Some(less), Some(difference.months))
        .clears(clears(lang));
}

fn clears(lang: Lang) -> String {
    say!(
        lang,
        "查银行回盘：没发的补发并写明原因；已停发的附停发手续；由家里别人领取的注明",
        "see the bank's return file: pay what was left out and say why, attach the decision if it was stopped, note who of the household was paid"
    )
}
