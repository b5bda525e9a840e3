//! Every bill that stands in more than one row, with all of these.

use crate::checks::{Question, Reporter};
use crate::roster::BillSighting;
use crate::sorted::{NoRoom, Sorted};

use super::people::Asking;

pub(super) fn bills(settled: &Sorted<BillSighting>, asking: &Asking<'_>, report: &mut Reporter) -> Result<(), NoRoom> {
    let questions = asking.questions(|question| if let Question::Bill(ask) = question { Some(ask) } else { None });
    let mut groups = settled.groups()?;
    while let Some(group) = groups.next_group()? {
        if group.len() < 2 {
            continue;
        }
        let mut group = group.to_vec();
        group.sort_unstable_by_key(BillSighting::place);
        for (asked, ask) in &questions {
            let programme = asking.scene.rosters[usize::from(group[0].source)].programme;
            ask(&group, asking.scene, report.asks(asked.check.name, programme));
        }
    }
    Ok(())
}
