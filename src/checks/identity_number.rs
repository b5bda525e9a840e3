//! Identity numbers that cannot be right, or that contradict what stands beside them.

use chrono::{Datelike, NaiveDate};

use super::beside_number;
use super::unreadable_value::to_calculate;
use super::weight::weight;
use super::{Case, Question, Reporter, check};
use crate::finding::{Finding, Severity};
use crate::identity::{IdFault, IdNumber};
use crate::lang::Lang;
use crate::roster::condition::age_on;
use crate::roster::{Person, Record, Unreadable, Value, folded};
use crate::rules::is_one_of;
use crate::say;

check!("identity-number", "identity_number", Question::Row(row));

/// The oldest person ever documented died at 122.
const OLDEST: u32 = 122;
/// Digits of a disability card: the holder's number, a category and a grade.
const DISABILITY_CARD: u32 = 20;

fn row(record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    // Nearly every row names one person: a loop over all it may name costs a fourth of what is asked of that one.
    of_person(record, record.own(), case, report);
    record.members().iter().for_each(|member| of_person(record, member, case, report));
}

#[inline(always)]
fn of_person(record: &Record<'_>, person: &Person<'_>, case: &Case<'_>, report: &mut Reporter) {
    let number = match person.id {
        Value::Id(number) => number,
        Value::UntidyId(number) => {
            untidy(record, person, report);
            number
        }
        Value::CertificateId(number) => {
            of_certificate(record, person, report);
            number
        }
        Value::Unreadable(why) => return unreadable(record, person, (why, case), report),
        _ => return,
    };
    judge(record, person, number, case, report);
}

/// What stands in the place of a number and is none; of a list `unreadable-value` asks.
#[cold]
pub(super) fn unreadable(
    record: &Record<'_>,
    person: &Person<'_>,
    (why, case): (Unreadable, &Case<'_>),
    report: &mut Reporter,
) {
    match why {
        Unreadable::Id(_) if says_none(record, person) => none(record, person, case, report),
        Unreadable::IdStoredAsNumber => stored_as_number(record, person, report),
        Unreadable::Id(IdFault::Masked) if record.roster.masks_numbers => masked(record, report),
        Unreadable::Id(fault) => malformed(record, person, fault, report),
        Unreadable::NotWorkedOut => not_worked_out(record, person, report),
        _ => cell_error(record, person, report),
    }
}

/// Finds a fault of a number; what it says is put into words where it is listed.
pub(super) fn find<'r>(
    severity: Severity,
    record: &Record<'_>,
    person: &Person<'_>,
    report: &'r mut Reporter,
    message: impl FnOnce(Lang) -> String,
) -> Option<&'r mut Finding> {
    let room = report.room(severity)?;
    let (lang, seen) = (room.lang, record.seen_id(person, room.reveal));
    let finding = room.find(record.place_at(person.column), message(lang));
    Some(finding.seen(seen).clears(say!(
        lang,
        "核对身份证或户口簿后改正号码",
        "correct the number from the identity card or the household register"
    )))
}

#[cold]
fn untidy(record: &Record<'_>, person: &Person<'_>, report: &mut Reporter) {
    find(Severity::Info, record, person, report, |lang| {
        say!(
            lang,
            "身份证号夹有空格、符号或全角字符，已略去后识别",
            "the identity number is written with spaces, marks or full-width characters, which were passed over"
        )
    });
}

#[cold]
fn of_certificate(record: &Record<'_>, person: &Person<'_>, report: &mut Reporter) {
    find(Severity::Warning, record, person, report, |lang| {
        say!(
            lang,
            "这一格是残疾人证号，取前18位作身份证号",
            "the number of a disability card stands here; its first 18 characters were taken for the identity number"
        )
    });
}

fn stored_as_number(record: &Record<'_>, person: &Person<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let finding = find(Severity::Error, record, person, report, |lang| {
        say!(
            lang,
            "身份证号被存成数字，末几位已丢失，无法恢复",
            "the identity number was stored as a number; its last digits are lost and cannot be recovered"
        )
    });
    if let Some(finding) = finding {
        finding.clears(say!(
            lang,
            "先把该列设为文本格式，再按证件重新录入；不要用表格软件打开CSV后另存",
            "set the column to text, then enter it again from the card; do not save a CSV from a spreadsheet"
        ));
    }
}

fn cell_error(record: &Record<'_>, person: &Person<'_>, report: &mut Reporter) {
    find(Severity::Error, record, person, report, |lang| {
        say!(
            lang,
            "身份证号一格是表格软件的错误值",
            "the cell of the identity number holds an error of the spreadsheet"
        )
    });
}

fn not_worked_out(record: &Record<'_>, person: &Person<'_>, report: &mut Reporter) {
    let clears = to_calculate(report.lang);
    let finding = find(Severity::Error, record, person, report, |lang| {
        say!(
            lang,
            "身份证号一格是还没有算出结果的公式",
            "the cell of the identity number holds a formula that has not been calculated yet"
        )
    });
    if let Some(finding) = finding {
        finding.clears(clears);
    }
}

/// Of a list that hides all numbers, as one for the public does, that is said once.
fn masked(record: &Record<'_>, report: &mut Reporter) {
    let (lang, roster) = (report.lang, record.roster);
    report.cannot_check_of(("masked", roster.source), || {
        let title = roster.title();
        say!(
            lang,
            "{title}的身份证号被遮盖（如公示名单），号码对不对、一人有没有重复享受、是否在比对名单上，都没有查；要查，用没有遮盖的名册",
            "{title} hides digits of its identity numbers, as a list for the public does: neither the numbers nor what is told by them, as who is paid twice or stands on a list, could be checked; give the roster that shows them"
        )
    });
}

/// Whether words say that there is no number: 无, 暂无, 不详.
fn says_none(record: &Record<'_>, person: &Person<'_>) -> bool {
    is_one_of(&folded(&record.seen_id(person, true)), &record.roster.vocabulary.no_number)
}

/// An error where the number must be there, as where the cell is blank.
fn none(record: &Record<'_>, person: &Person<'_>, case: &Case<'_>, report: &mut Reporter) {
    let mut required = case.required.iter().map(|field| record.roster.column(*field));
    let severity = if required.any(|column| column == person.column) { Severity::Error } else { Severity::Warning };
    // Words of the rules are nobody's number.
    let (lang, words) = (report.lang, record.seen_id(person, true).trim().to_owned());
    let finding = find(severity, record, person, report, |lang| {
        say!(lang, "没有身份证号，只写着“{words}”", "there is no identity number, only the words {words:?}")
    });
    if let Some(finding) = finding {
        finding.seen(words).clears(say!(
            lang,
            "查身份证或户口簿后补填；确实还没有号码的，留空并在备注写明原因",
            "fill it in from the identity card or the household register; leave it blank, with a note why, where there is none yet"
        ));
    }
}

fn malformed(record: &Record<'_>, person: &Person<'_>, fault: IdFault, report: &mut Reporter) {
    find(Severity::Error, record, person, report, |lang| match fault {
        IdFault::Length(DISABILITY_CARD) => say!(
            lang,
            "有20位，像是残疾人证号（身份证号加类别和等级）",
            "has 20 characters, like a disability card (an identity number, a category and a grade)"
        ),
        IdFault::Length(length) => {
            say!(lang, "身份证号应为18位，此处{length}位", "an identity number has 18 characters, this one {length}")
        }
        IdFault::Masked => {
            say!(
                lang,
                "身份证号有几位被遮盖，无法核对",
                "some digits of the identity number are hidden, and it cannot be checked"
            )
        }
        IdFault::Character(place) => {
            say!(lang, "身份证号第{place}位不是数字", "character {place} of the identity number is not a digit")
        }
    });
}

#[inline]
fn judge(record: &Record<'_>, person: &Person<'_>, number: IdNumber, case: &Case<'_>, report: &mut Reporter) {
    if number.is_old() {
        void(record, person, case, report);
    }
    if !number.check_holds() {
        wrong_check(record, person, number, report);
    }
    match person.birth {
        None => no_such_birth(record, person, report),
        Some(birth) => born(record, person, birth, case, report),
    }
    if beside_number::are_of(record, person) {
        beside_number::columns(record, person, number, case, report);
    }
}

#[cold]
fn wrong_check(record: &Record<'_>, person: &Person<'_>, number: IdNumber, report: &mut Reporter) {
    find(Severity::Error, record, person, report, |lang| {
        let expected = number.expected_check();
        say!(
            lang,
            "身份证号校验码不对，按前17位应为{expected}",
            "the check character of the identity number is wrong; its digits ask for {expected}"
        )
    });
}

#[cold]
fn no_such_birth(record: &Record<'_>, person: &Person<'_>, report: &mut Reporter) {
    find(Severity::Error, record, person, report, |lang| {
        say!(lang, "身份证号中的出生日期不存在", "the birth date in the identity number does not exist")
    });
}

/// Fifteen digits were a number once; from the day the law names they are one no more.
#[cold]
fn void(record: &Record<'_>, person: &Person<'_>, case: &Case<'_>, report: &mut Reporter) {
    let Some(rule) = &case.pack.fifteen_digits else { return };
    let day = case.months(record).map_or(case.today, |months| months.last.first_day());
    if day < rule.void_from {
        return;
    }
    let from = rule.void_from;
    let finding = find(weight(&rule.basis, None), record, person, report, |lang| {
        say!(
            lang,
            "身份证号只有15位，应为18位；15位旧号自{from}起停止使用",
            "the identity number has 15 digits, not 18 characters; those of 15 have been void since {from}"
        )
    });
    if let Some(finding) = finding {
        finding.because(&rule.basis);
    }
}

fn born(record: &Record<'_>, person: &Person<'_>, birth: NaiveDate, case: &Case<'_>, report: &mut Reporter) {
    if birth > case.today {
        unborn(record, person, birth, report);
    }
    let is_old = case.today.year() - birth.year() > OLDEST as i32;
    if is_old && age_on(birth, case.today).is_some_and(|age| age > OLDEST) {
        too_old(record, person, report);
    }
}

/// The birth date a number states. It is most of the digits that are masked: only who may see these is told which.
pub(super) fn stated(birth: NaiveDate, reveal: bool, lang: Lang) -> String {
    match reveal {
        true => say!(lang, "身份证号中的出生日期{birth}", "the birth date {birth} in the identity number"),
        false => say!(lang, "身份证号中的出生日期", "the birth date in the identity number"),
    }
}

#[cold]
fn unborn(record: &Record<'_>, person: &Person<'_>, birth: NaiveDate, report: &mut Reporter) {
    let reveal = report.reveal;
    find(Severity::Error, record, person, report, |lang| {
        let stated = stated(birth, reveal, lang);
        say!(lang, "{stated}还没有到", "{stated} lies ahead")
    });
}

#[cold]
fn too_old(record: &Record<'_>, person: &Person<'_>, report: &mut Reporter) {
    find(Severity::Suspicion, record, person, report, |lang| {
        say!(lang, "按身份证号已超过{OLDEST}岁", "by the identity number the person is over {OLDEST}")
    });
}
