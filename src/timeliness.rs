//! Steps with their days go in; by township and step, how many were done in time and how long they took comes out.

use std::collections::HashMap;
use std::sync::Arc;

use crate::deadline::{Kind, Status};
use crate::lang::Words;
use crate::run::DueRow;

/// How one step went in one township, or in all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// None: all townships together.
    pub township: Option<u32>,
    /// Index into the pack.
    pub programme: usize,
    pub step: Arc<Words>,
    pub in_time: u64,
    pub late: u64,
    /// Not done, and the last day has passed.
    pub overdue: u64,
    /// Not done, and not yet due.
    pub open: u64,
    pub untold: u64,
    /// Working days that those done took, the shortest first.
    used: Vec<i64>,
}

impl Line {
    fn new(township: Option<u32>, due: &DueRow) -> Line {
        let step = Arc::clone(&due.step);
        let used = Vec::new();
        Line { township, programme: due.programme, step, in_time: 0, late: 0, overdue: 0, open: 0, untold: 0, used }
    }

    fn take(&mut self, due: &DueRow) {
        match due.status {
            Status::InTime => self.in_time += 1,
            Status::Short(_) if due.guides => self.untold += 1,
            Status::Late(_) | Status::Short(_) => self.late += 1,
            Status::Overdue(_) => self.overdue += 1,
            Status::DueIn(_) | Status::NotYet => self.open += 1,
            Status::LateUnless(_) | Status::OverdueUnless(_) | Status::CannotTell(_) => self.untold += 1,
        }
        self.used.extend(due.used);
    }

    pub fn steps(&self) -> u64 {
        self.in_time + self.late + self.overdue + self.open + self.untold
    }

    /// Per mille of the steps whose last day has come or that are done; what is not yet due says nothing.
    pub fn in_time_per_mille(&self) -> Option<u64> {
        let judged = self.in_time + self.late + self.overdue;
        (judged > 0).then(|| (self.in_time * 1000 + judged / 2) / judged)
    }

    /// So many percent of those done took at most so many working days: the nearest rank, a figure that occurred.
    pub fn percentile(&self, percent: usize) -> Option<i64> {
        let rank = (self.used.len() * percent).div_ceil(100);
        self.used.get(rank.max(1) - 1).copied()
    }
}

/// A line for each township and step of a case in the order of the files; where several townships have a step, one for all of them.
pub fn by_township_and_step(dues: &[DueRow]) -> Vec<Line> {
    let mut lines = grouped(dues, |due| Some(due.township));
    let several = |all: &Line| {
        let of_step = |line: &&Line| line.programme == all.programme && line.step == all.step;
        lines.iter().filter(of_step).count() > 1
    };
    let all: Vec<Line> = grouped(dues, |_| None).into_iter().filter(several).collect();
    lines.extend(all);
    lines
}

fn grouped(dues: &[DueRow], township: impl Fn(&DueRow) -> Option<u32>) -> Vec<Line> {
    let mut places: HashMap<(Option<u32>, usize, &str), usize> = HashMap::new();
    let mut lines: Vec<Line> = Vec::new();
    for due in dues.iter().filter(|due| matches!(due.kind, Kind::Step | Kind::Notice | Kind::Payment | Kind::Review)) {
        let of = township(due);
        let place = *places.entry((of, due.programme, due.step.zh.as_str())).or_insert(lines.len());
        if place == lines.len() {
            lines.push(Line::new(of, due));
        }
        lines[place].take(due);
    }
    lines.iter_mut().for_each(|line| line.used.sort_unstable());
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(used: &[i64]) -> Line {
        Line {
            township: None,
            programme: 0,
            step: Arc::new(Words { zh: "县级审批".into(), en: "County decision".into() }),
            in_time: 2,
            late: 1,
            overdue: 0,
            open: 7,
            untold: 0,
            used: used.to_vec(),
        }
    }

    #[test]
    fn a_percentile_is_a_figure_that_occurred() {
        // Nearest rank, as textbooks give it: of 15, 20, 35, 40, 50 the 30th is 20, the 40th 20, the 50th 35, the 100th 50.
        let line = line(&[15, 20, 35, 40, 50]);
        let ranked = [5, 30, 40, 50, 90, 100].map(|percent| line.percentile(percent));
        assert_eq!(ranked, [15, 20, 20, 35, 50, 50].map(Some));
    }

    #[test]
    fn what_is_not_yet_due_does_not_weigh_on_the_rate() {
        assert_eq!(line(&[]).in_time_per_mille(), Some(667));
        assert_eq!(line(&[]).percentile(50), None);
    }
}
