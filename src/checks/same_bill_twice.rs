//! One bill of one person twice: the same days, place, costs and aid.

use std::collections::BTreeMap;

use super::{Question, Reporter, Scene, check};
use crate::day::Months;
use crate::field::Field;
use crate::finding::{Direction, Severity};
use crate::money::Yuan;
use crate::roster::Sighting;
use crate::say;

check!("same-bill-twice", "same_bill_twice", Question::Person(person));

/// What two rows of one person have in common that are one bill: programme, month, the bill itself, and what was paid of it.
type Bill = (usize, Months, u16, Yuan);

fn person(sightings: &[Sighting], scene: &Scene<'_>, report: &mut Reporter) {
    let mut bills: BTreeMap<Bill, Vec<&Sighting>> = BTreeMap::new();
    for sighting in sightings.iter().filter(|sighting| sighting.is_covered()) {
        if let Some(bill) = bill(sighting, scene) {
            bills.entry(bill).or_default().push(sighting);
        }
    }
    for ((programme, _, _, paid), rows) in bills {
        if let [first, again @ ..] = &rows[..]
            && !again.is_empty()
        {
            find((first, again), paid, report.asks(CHECK.name, programme));
        }
    }
}

fn bill(sighting: &Sighting, scene: &Scene<'_>) -> Option<Bill> {
    let roster = scene.roster(sighting);
    let is_bill = roster.month_of == Some(Field::Paid) && sighting.cause != 0;
    is_bill.then_some((roster.programme, sighting.months?, sighting.cause, sighting.amount()?))
}

fn find((first, again): (&Sighting, &[&Sighting]), paid: Yuan, report: &mut Reporter) {
    let (lang, times) = (report.lang, again.len() + 1);
    let message = say!(
        lang,
        "同一身份证号的同一笔结算出现{times}次：日期、医院、费用都相同，各救助{paid}元",
        "one settlement of one identity number appears {times} times: days, hospital and costs are the same, {paid} yuan of aid each"
    );
    let finding = report.find(Severity::Suspicion, first.place(), message);
    for other in again {
        finding.at(other.place());
    }
    finding.stakes(Direction::TooMuch, paid.times(again.len() as u32), None).clears(say!(
        lang,
        "对照票据：是同一张的只留一处，已重复支付的按规定处理；是两张的，补填票据号",
        "hold both against the bills: keep one entry if it is one bill, and deal with what was paid twice; if there are two, fill in their numbers"
    ));
}
