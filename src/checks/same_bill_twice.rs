//! One bill of one person twice: the same number or the same day, stay, place, costs and aid.

use super::{Question, Reporter, Scene, check};
use crate::field::Field;
use crate::finding::{Direction, Severity};
use crate::lang::Lang;
use crate::roster::{BillSighting, Roster};
use crate::say;

check!("same-bill-twice", "same_bill_twice", Question::Bill(bill));

fn bill(sightings: &[BillSighting], scene: &Scene<'_>, report: &mut Reporter) {
    let [first, again @ ..] = sightings else { return };
    let (lang, times, paid) = (report.lang, sightings.len(), first.paid());
    let roster = &scene.rosters[usize::from(first.source)];
    let columns: Vec<&str> = first.said().filter_map(|field| words(field, roster)).collect();
    let columns = columns.join(lang.enumeration_comma());
    let message = say!(
        lang,
        "同一身份证号的同一笔结算出现{times}次：{columns}相同，各救助{paid}元",
        "one settlement of one identity number appears {times} times: the same {columns}, {paid} yuan of aid each"
    );
    let finding = report.find(Severity::Suspicion, first.place(), message);
    for other in again {
        finding.at(other.place());
    }
    finding.stakes(Direction::TooMuch, paid.times(again.len() as u32), None).clears(clears(roster, lang));
}

fn words(field: Field, roster: &Roster) -> Option<&str> {
    roster.column(field).map(|column| roster.words(column))
}

fn clears(roster: &Roster, lang: Lang) -> String {
    match words(Field::CaseNumber, roster) {
        Some(number) => say!(
            lang,
            "对照票据：是同一张的只留一处，已重复支付的按规定处理；是两张的，在“{number}”一列写明各自的号码",
            "hold both against the bills: keep one entry if it is one bill, and deal with what was paid twice; if there are two, write the number of each under {number}"
        ),
        None => say!(
            lang,
            "对照票据：是同一张的只留一处，已重复支付的按规定处理；是两张的，名册加一列票据号",
            "hold both against the bills: keep one entry if it is one bill, and deal with what was paid twice; if there are two, give the roster a column of their numbers"
        ),
    }
}
