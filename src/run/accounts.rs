//! Every account that is paid more than once or is held by another than whom it pays, with all that was seen of it.

use crate::checks::{Question, Reporter};
use crate::roster::AccountSighting;
use crate::side_by_side::side_by_side;
use crate::sorted::{NoRoom, Sorted};

use super::known::Known;
use super::people::Asking;

pub(super) fn accounts(
    paid: &Sorted<AccountSighting>,
    asking: &Asking<'_>,
    known: &Known,
    report: &mut Reporter,
) -> Result<(), NoRoom> {
    let questions = asking.questions(|question| if let Question::Account(ask) = question { Some(ask) } else { None });
    let reports = side_by_side(asking.threads, paid.parts(asking.threads)?, |mut groups| {
        let mut report = report.fresh();
        while let Some(group) = groups.next_group()? {
            if group.len() < 2 && !group[0].is_of_another() {
                continue;
            }
            let mut group: Vec<AccountSighting> = group.iter().map(|sighting| known.with_household(sighting)).collect();
            group.sort_unstable();
            for (asked, ask) in &questions {
                let programme = asking.scene.rosters[usize::from(group[0].source)].programme;
                ask(&group, asking.scene, report.asks(asked.check.name, programme));
            }
        }
        Ok(report)
    });
    reports.into_iter().try_for_each(|part| part.map(|part| report.join(part)))
}
