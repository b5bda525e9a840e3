//! Benefits stopped on the word of one outside list, without a day on which anybody verified it.

use super::{Case, Question, Reporter, check};
use crate::day::Month;
use crate::field::Field;
use crate::finding::{Direction, Severity};
use crate::roster::{Record, folded};
use crate::rules::Basis;
use crate::say;

use std::sync::Arc;

check!("stopped-without-verification", "stopped_without_verification", Question::Row(row));

/// The code of a stop's reason in its set.
pub(super) fn reason<'c>(record: &Record<'_>, case: &'c Case<'_>) -> Option<&'c str> {
    let place = record.code(Field::StopReason, &case.pack.codes)?;
    case.pack.codes.code(Field::StopReason, place).map(|code| code.code.as_str())
}

fn row(record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    let lang = report.lang;
    if record.day(Field::Verified).is_some() {
        return;
    }
    match rests_on_a_match(record, case) {
        Some(true) => {}
        Some(false) => return,
        None => return untold(report),
    }
    if !record.roster.has(Field::Verified) {
        report.cannot_check(say!(
            lang,
            "停发名单没有核实日期一栏，不知道停发前核实过没有",
            "the list of stops has no column for the day of verification"
        ));
        return;
    }
    let words = [Field::StopReason, Field::Evidence].map(|field| record.seen(field, report.reveal));
    let words: Vec<String> = words.into_iter().filter(|words| !words.is_empty()).collect();
    let seen = words.join(lang.comma());
    let message = say!(
        lang,
        "凭一次外部比对停发（{seen}），没有核实日期：比对只能引出核实，不能代替核实",
        "stopped on one outside match ({seen}) with no day of verification: a match calls for a visit and does not stand for one"
    );
    let basis = basis(record, case);
    // Where no article asks for the visit, that its day is blank may be no more than a day nobody noted.
    let severity = if basis.is_some() { Severity::Error } else { Severity::Suspicion };
    let finding = report.find(severity, record.place(Field::Verified), message);
    finding.at(record.place(Field::StopReason)).seen(seen);
    if let Some(basis) = basis {
        finding.because(basis);
    }
    finding.stakes(Direction::TooLittle, None, None).clears(say!(
        lang,
        "入户核实并书面告知理由，补记核实日期和结果；查无实据的恢复并补发",
        "visit, tell the household the reasons in writing, and note the day and outcome; resume and pay arrears where nothing was found"
    ));
}

#[cold]
fn untold(report: &mut Reporter) {
    let lang = report.lang;
    report.cannot_check_of((), || {
        say!(
            lang,
            "有的停发没有核实日期，原因空白或看不懂：是不是只凭比对停的，不知道",
            "some stops have no day of verification, and a reason that is blank or in words nobody knows: whether they rest on a match alone"
        )
    });
}

/// Whether the reason, or what it is said to rest on, is a match with an outside list; `None` where neither tells. A death
/// is not looked at here.
fn rests_on_a_match(record: &Record<'_>, case: &Case<'_>) -> Option<bool> {
    let read = |text: &str| {
        let place = case.pack.codes.read(Field::StopReason, &folded(text))?;
        case.pack.codes.code(Field::StopReason, place).map(|code| code.code.as_str())
    };
    let evidence = record.text(Field::Evidence).and_then(read);
    match (reason(record, case), evidence) {
        (Some("death" | "expired"), _) => Some(false),
        (None, None) => None,
        (reason, evidence) => Some(reason == Some("match") || evidence == Some("match")),
    }
}

/// What the pack says of stops in the programme of the list, if it says anything.
fn basis<'c>(record: &Record<'_>, case: &'c Case<'_>) -> Option<&'c Arc<Basis>> {
    let named = record.text(Field::ProgrammeName).and_then(|name| case.pack.programme(name));
    let of = named.or(case.roster.list.as_ref().and_then(|facts| facts.of))?;
    let ended = record.value(Field::EndMonth).months().map(|months| months.first);
    let month = ended.or_else(|| record.day(Field::Since).and_then(Month::of));
    let day = month.map_or(case.today, Month::first_day);
    let (programme, list) = (&case.pack.programmes[of].id, &case.programme.id);
    let pairs = case.pack.stacking.iter().filter(|pair| pair.span.holds(day));
    let mut pairs = pairs.filter(|pair| pair.programmes.contains(programme) && pair.programmes.contains(list));
    pairs.next().map(|pair| &pair.basis)
}
