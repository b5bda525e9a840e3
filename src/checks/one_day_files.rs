//! Files whose application, visit and decision are all of one day: written up afterwards, perhaps, and all in one hand.

use super::{Case, Question, Reporter, check};
use crate::field::Field;
use crate::finding::Severity;
use crate::roster::Record;
use crate::rules::{Length, Notice};
use crate::say;

check!("one-day-files", "one_day_files", Question::Row(row), if columns);

const STEPS: [Field; 3] = [Field::Applied, Field::Surveyed, Field::Decided];

fn columns(case: &Case<'_>, report: &mut Reporter) -> bool {
    let lacking: Vec<Field> = STEPS.into_iter().filter(|field| !case.roster.has(*field)).collect();
    if !lacking.is_empty() {
        report.lacks_columns(&lacking, case);
    }
    lacking.is_empty()
}

fn row(record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let [Some(applied), Some(surveyed), Some(decided)] = STEPS.map(|field| record.day(field)) else { return };
    if !record.stands_for_case() || applied != surveyed || surveyed != decided || decided > case.today {
        return;
    }
    let notices = case.programme.notices(decided);
    let notice = notices.into_iter().find(|notice| notice.binding && lasts(notice));
    let beside = notice.map_or(String::new(), |notice| {
        let name = notice.name.get(lang);
        say!(lang, "，其间不可能有“{name}”", ", which leaves no day for the notice ({name})")
    });
    let message = say!(
        lang,
        "申请、入户调查和审批都在{decided}一天{beside}",
        "application, visit and decision are all of {decided}{beside}"
    );
    let finding = report.find(Severity::Suspicion, record.place(Field::Decided), message);
    finding.at(record.place(Field::Applied)).at(record.place(Field::Surveyed)).seen(decided.to_string());
    if let Some(notice) = notice {
        finding.because(&notice.basis);
    }
    finding.clears(say!(
        lang,
        "对照申请书、调查表和审批表原件；事后补造的，查清经过",
        "look at the papers themselves; if they were made up afterwards, find out how"
    ));
}

fn lasts(notice: &Notice) -> bool {
    matches!(notice.length, Length::AtLeast(limit) if limit.number > 1)
}
