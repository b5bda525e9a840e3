//! Rows whose card of disability speaks against them: it had expired, or its number is of another person, category or
//! grade.

use super::certificate::{direction, what};
use super::weight::or_unless;
use super::{Case, Question, Reporter, check};
use crate::day::{Month, Months};
use crate::field::Field;
use crate::finding::{Direction, Severity};
use crate::identity::IdNumber;
use crate::lang::several;
use crate::roster::{Layout, Record};
use crate::rules::Expiry;
use crate::say;

check!("certificate-on-roster", "certificate_on_roster", Question::Row(row), if columns);

/// So many characters of a card's number are its holder's, and one each the category and the grade.
const HOLDER: usize = 18;

/// What the characters behind the holder's say, in their order.
const SAID: [Field; 2] = [Field::DisabilityCategory, Field::DisabilityGrade];

/// Whether the roster says anything of cards. Few do, and nothing is wanting in the others; where a row is a
/// household's, nobody knows whose card it is.
fn columns(case: &Case<'_>, _: &mut Reporter) -> bool {
    let roster = case.roster;
    let says = [Field::DisabilityCertificate, Field::CertificateUntil].into_iter().any(|field| roster.has(field));
    says && roster.layout != Layout::Households
}

fn row(record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    if !record.is_covered() || record.grants_nothing() {
        return;
    }
    expired(record, case, report);
    if let Some(number) = record.text(Field::DisabilityCertificate) {
        compare(number, record, case, report);
    }
}

fn expired(record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    let Some(months) = case.months_known(record) else { return };
    let Some(end) = record.day(Field::CertificateUntil).and_then(Month::of).filter(|end| *end < months.last) else {
        return;
    };
    let after = Months { first: months.first.max(end.next()), ..months };
    let rule = |month: Month| {
        let mut expiries = case.programme.expiries(month.first_day()).map(|(expiry, _)| expiry);
        expiries.find(|expiry| expiry.field == Field::CertificateUntil)
    };
    let found: Vec<Month> = after.each().filter(|month| rule(*month).is_some()).collect();
    if let Some((rule, first)) = found.first().and_then(|first| Some((rule(*first)?, *first))) {
        find_expired(rule, Months { first, ..months }, found.len() as u32, record, report);
    }
}

#[cold]
fn find_expired(rule: &Expiry, months: Months, count: u32, record: &Record<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let Some(until) = record.day(Field::CertificateUntil) else { return };
    let so_many = several(count, "month");
    let message = say!(
        lang,
        "残疾人证{until}到期，本行此后还有{count}个月（{months}）：人仍在册，证已过期",
        "the card ran out on {until} and the row goes on for {so_many} ({months}): the person is there, the card has expired"
    );
    let clears = say!(
        lang,
        "上门帮助换证或重新评定，行动不便的请残联入户，换了的补填新证有效期；不因过期直接停发",
        "help renew it, with an assessor who comes to the home if need be, and fill in until when the new card holds; do not stop aid for a date alone"
    );
    report
        .find(Severity::Warning, record.place(Field::CertificateUntil), message)
        .seen(until.to_string())
        .because(&rule.basis)
        .stakes(Direction::TooLittle, None, Some(count))
        .clears(or_unless(clears, rule.unless.as_ref(), lang));
}

/// Holds the number of the card against the row. One of another form is not read.
fn compare(number: &str, record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    let Some((holder, said)) = number.split_at_checked(HOLDER).filter(|(_, said)| said.len() >= SAID.len()) else {
        return;
    };
    let Ok(holder) = IdNumber::parse(holder) else { return };
    let own = record.persons().next().and_then(|person| person.id.id());
    if own.is_some_and(|own| own.key() != holder.key()) {
        return of_another(record, report);
    }
    for (field, digit) in SAID.into_iter().zip(said.chars()) {
        let codes = &record.roster.codes;
        let on_card = codes.read(field, digit.encode_utf8(&mut [0; 4]));
        if let Some((on_card, own)) = on_card.zip(record.code(field, codes)).filter(|(on_card, own)| on_card != own) {
            differs(field, (own, on_card), record, case, report);
        }
    }
}

#[cold]
fn of_another(record: &Record<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let message = say!(
        lang,
        "残疾人证号的前18位不是本行的身份证号",
        "the first 18 characters of the card's number are not the identity number of the row"
    );
    let person = record.place_at(record.persons().next().and_then(|person| person.column));
    let seen = record.seen(Field::DisabilityCertificate, report.reveal);
    report
        .find(Severity::Suspicion, record.place(Field::DisabilityCertificate), message)
        .at(person)
        .seen(seen)
        .stakes(Direction::Neither, None, None)
        .clears(say!(
            lang,
            "对照身份证和残疾人证，改正录错的一个；用的是别人的证的，按规定处理",
            "hold both against the cards and correct the one mistyped; if the card is another's, follow the rules"
        ));
}

#[cold]
fn differs(field: Field, (own, on_card): (u8, u8), record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let word =
        |place: u8| case.pack.codes.code(field, place).map_or_else(String::new, |code| code.name.get(lang).to_owned());
    let (of_roster, of_card) = (word(own), word(on_card));
    let what = what(field, lang);
    let message = say!(
        lang,
        "{what}：名册写{of_roster}，残疾人证号写明{of_card}",
        "{what}: the row has {of_roster}, the number of the card {of_card}"
    );
    report
        .find(Severity::Suspicion, record.place(field), message)
        .at(record.place(Field::DisabilityCertificate))
        .stakes(direction(field, own, on_card), None, None)
        .clears(say!(
            lang,
            "以现行残疾人证为准，改正名册或证号；因此应多发或少发的，按规定补发或核减",
            "correct the row or the number by the card in force, then pay what is due"
        ));
}
