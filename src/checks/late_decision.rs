//! Steps finished after their last day, or unfinished when it has passed.

use super::{Case, Question, Reporter, check};
use crate::calendar::{self, provisional_mark};
use crate::deadline::{self, Due, Status};
use crate::finding::Severity;
use crate::lang::{Lang, Say};
use crate::roster::Record;
use crate::rules::{Deadline, Seen};
use crate::say;

check!("late-decision", "late_decision", Question::Row(row));

fn row(record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    for due in deadline::dues(record, &case.starts, case.programme, case.calendar, case.today) {
        match (&due.status, &due.last_day) {
            (Status::Late(_), Ok(last)) => late(record, &due, *last, report),
            (Status::Overdue(_), Ok(last)) => overdue(record, &due, *last, report),
            (Status::CannotTell(deadline::CannotTell::Calendar(unknown)), _) => {
                let why = unknown.say(report.lang);
                report.cannot_check(why);
            }
            _ => {}
        }
    }
}

fn late(record: &Record<'_>, due: &Due<'_>, last: calendar::Due, report: &mut Reporter) {
    let Some(ended) = due.ended else { return };
    let lang = report.lang;
    let was_due = was_due(due, last, lang);
    let message = say!(lang, "{was_due}，{ended}才办结", "{was_due} and done on {ended}");
    // A notice yet to come may move the last day.
    let most = if last.provisional { Severity::Suspicion } else { Severity::Error };
    let severity = severity(due.deadline).min(most);
    let finding = report.find(severity, record.place(due.deadline.ends), message);
    finding.at(record.place(due.deadline.starts)).seen(ended.to_string()).because(&due.deadline.basis);
    finding.clears(match &due.deadline.unless {
        Some(unless) => {
            let unless = unless.get(lang);
            say!(lang, "核对日期；{unless}的，不算逾期", "check the dates; it is in time if {unless}")
        }
        None => say!(lang, "核对两个日期；确属逾期的，写明原因存档", "check both dates; if it was late, record why"),
    });
}

fn overdue(record: &Record<'_>, due: &Due<'_>, last: calendar::Due, report: &mut Reporter) {
    let lang = report.lang;
    let was_due = was_due(due, last, lang);
    let message = say!(lang, "{was_due}，至今没有办结日期", "{was_due} and has no date yet");
    report
        .find(Severity::Suspicion, record.place(due.deadline.ends), message)
        .at(record.place(due.deadline.starts))
        .because(&due.deadline.basis)
        .clears(say!(lang, "尽快办结；已办结的补填日期", "decide the case; if it is decided, fill in the date"));
}

fn was_due(due: &Due<'_>, last: calendar::Due, lang: Lang) -> String {
    let (step, started, limit) = (due.deadline.name.get(lang), due.started, due.deadline.limit.text(lang));
    let (mark, last) = (provisional_mark(last.provisional, lang), last.last_day);
    say!(
        lang,
        "{step}最迟{last}{mark}（{started}起{limit}）",
        "{step} was due on {last}{mark} ({limit} from {started})"
    )
}

/// What stands in a text that was read is certain, unless the law itself knows another way.
fn severity(deadline: &Deadline) -> Severity {
    match deadline.basis.seen {
        Seen::Unread => Severity::Warning,
        Seen::Press => Severity::Suspicion,
        Seen::Quoted | Seen::Original if deadline.unless.is_some() => Severity::Suspicion,
        Seen::Quoted | Seen::Original => Severity::Error,
    }
}
