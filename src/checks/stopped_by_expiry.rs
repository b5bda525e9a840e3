//! Benefits stopped because a certificate ran out, without anybody having looked again.

use super::stopped_without_verification::reason;
use super::{Case, Question, Reporter, check};
use crate::field::Field;
use crate::finding::{Direction, Severity};
use crate::roster::Record;
use crate::say;

check!("stopped-by-expiry", "stopped_by_expiry", Question::Row(row));

fn row(record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    let lang = report.lang;
    if reason(record, case) != Some("expired") || record.day(Field::Verified).is_some() {
        return;
    }
    let seen = record.seen(Field::StopReason, report.reveal);
    let message = say!(
        lang,
        "只因证件到期停发（{seen}），没有核实或重新评定的日期",
        "stopped only because a certificate ran out ({seen}), with no day of a visit or a new assessment"
    );
    report
        .find(Severity::Warning, record.place(Field::StopReason), message)
        .seen(seen)
        .stakes(Direction::TooLittle, None, None)
        .clears(say!(
            lang,
            "上门看人、帮助换证；仍符合条件的恢复并补发，不再符合的记下核实日期和结果",
            "visit, help renew it; resume and pay arrears if the person is still due, else note the day and outcome of the visit"
        ));
}
