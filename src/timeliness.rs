//! Steps with their days go in; by township and step, how many were done in time and how long they took comes out.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use crate::deadline::{Class, Kind};
use crate::lang::Words;

/// How all that was due went, a line for each township and step, in the order they were met.
#[derive(Debug, Clone, Default)]
pub struct Timeliness {
    lines: Vec<Line>,
    /// By township, where its lines are.
    places: FxHashMap<Option<u32>, Vec<usize>>,
}

/// How one step went in one township, or in all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// None: all townships together.
    pub township: Option<u32>,
    /// Index into the pack.
    pub programme: usize,
    pub kind: Kind,
    pub step: Words,
    pub in_time: u64,
    pub late: u64,
    /// Not done, and the last day has passed.
    pub overdue: u64,
    /// Not done, and not yet due.
    pub open: u64,
    /// Beyond a limit unless something makes that rightful, or less than words that guide.
    pub to_look_at: u64,
    pub untold: u64,
    /// How many of those done took so many working days.
    used: BTreeMap<i64, u64>,
}

impl Timeliness {
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The line of a step.
    #[inline]
    pub fn of(&mut self, township: u32, programme: usize, kind: Kind, step: &Words) -> &mut Line {
        self.line(Some(township), programme, kind, step)
    }

    fn line(&mut self, township: Option<u32>, programme: usize, kind: Kind, step: &Words) -> &mut Line {
        let places = self.places.entry(township).or_default();
        let known = places.iter().copied().find(|place| self.lines[*place].is_of(programme, kind, step));
        let place = known.unwrap_or_else(|| {
            places.push(self.lines.len());
            self.lines.push(Line::new(township, programme, kind, step));
            self.lines.len() - 1
        });
        &mut self.lines[place]
    }

    /// Adds a line to that of its step in a township, or in all.
    fn add(&mut self, township: Option<u32>, line: &Line) {
        self.line(township, line.programme, line.kind, &line.step).join(line);
    }

    /// Adds what was met later.
    pub fn join(&mut self, later: &Timeliness) {
        later.lines.iter().for_each(|line| self.add(line.township, line));
    }

    /// Has the lines of one township be those of another.
    pub fn move_to(&mut self, township: u32, from: u32) {
        let Some(moved) = self.places.remove(&Some(from)) else { return };
        moved.iter().for_each(|place| self.lines[*place].township = Some(township));
        self.places.entry(Some(township)).or_default().extend(moved);
    }

    /// Keeps some of the lines.
    pub fn retain(&mut self, keep: impl Fn(&Line) -> bool) {
        self.lines.retain(keep);
        self.places.clear();
        for (place, line) in self.lines.iter().enumerate() {
            self.places.entry(line.township).or_default().push(place);
        }
    }
}

impl Line {
    fn new(township: Option<u32>, programme: usize, kind: Kind, step: &Words) -> Line {
        Line {
            township,
            programme,
            kind,
            step: step.clone(),
            in_time: 0,
            late: 0,
            overdue: 0,
            open: 0,
            to_look_at: 0,
            untold: 0,
            used: BTreeMap::new(),
        }
    }

    fn is_of(&self, programme: usize, kind: Kind, step: &Words) -> bool {
        (self.programme, self.kind) == (programme, kind) && self.step.zh == step.zh
    }

    /// Counts one, and the working days it took if it is done.
    pub fn count(&mut self, class: Class, used: Option<i64>) {
        match class {
            Class::InTime => self.in_time += 1,
            Class::Late => self.late += 1,
            Class::Open => self.open += 1,
            Class::Overdue => self.overdue += 1,
            Class::ToLookAt => self.to_look_at += 1,
            Class::CannotTell => self.untold += 1,
        }
        if let Some(days) = used {
            *self.used.entry(days).or_default() += 1;
        }
    }

    fn join(&mut self, other: &Line) {
        self.in_time += other.in_time;
        self.late += other.late;
        self.overdue += other.overdue;
        self.open += other.open;
        self.to_look_at += other.to_look_at;
        self.untold += other.untold;
        for (days, count) in &other.used {
            *self.used.entry(*days).or_default() += count;
        }
    }

    pub fn steps(&self) -> u64 {
        self.in_time + self.late + self.overdue + self.open + self.to_look_at + self.untold
    }

    /// Those that were or were not in time: what is not yet due, is to be looked at or cannot be told says nothing.
    pub fn judged(&self) -> u64 {
        self.in_time + self.late + self.overdue
    }

    /// Per mille in time of those judged.
    pub fn in_time_per_mille(&self) -> Option<u64> {
        let judged = self.judged();
        (judged > 0).then(|| (self.in_time * 1000 + judged / 2) / judged)
    }

    /// So many percent of those done took at most so many working days: the nearest rank, a figure that occurred.
    pub fn percentile(&self, percent: u64) -> Option<i64> {
        self.ranked((self.done() * percent).div_ceil(100).max(1))
    }

    /// The usual median of the working days taken: of an even number of steps, the mean of the two in the middle.
    pub fn median(&self) -> Option<Decimal> {
        let (lower, upper) = (self.ranked(self.done().div_ceil(2))?, self.ranked(self.done() / 2 + 1)?);
        Some(Decimal::new((lower + upper) * 5, 1).normalize())
    }

    fn done(&self) -> u64 {
        self.used.values().sum()
    }

    /// The days of the step of this rank, the quickest first.
    fn ranked(&self, rank: u64) -> Option<i64> {
        let mut so_far = 0;
        let reaches = self.used.iter().find(|(_, count)| {
            so_far += **count;
            so_far >= rank
        });
        reaches.map(|(days, _)| *days)
    }
}

/// A line for each township and step that is asked how soon it was done, in the order of the rosters; where several
/// townships have a step, one for all of them.
pub fn by_township_and_step<'l>(lines: impl Iterator<Item = &'l Line>) -> Vec<Line> {
    let (mut of_towns, mut of_all) = (Timeliness::default(), Timeliness::default());
    for line in lines.filter(|line| line.kind.is_timed()) {
        of_towns.add(line.township, line);
        of_all.add(None, line);
    }
    let several = |all: &Line| {
        let of_step = |line: &&Line| line.is_of(all.programme, all.kind, &all.step);
        of_towns.lines.iter().filter(of_step).count() > 1
    };
    let all: Vec<Line> = of_all.lines.into_iter().filter(several).collect();
    of_towns.lines.into_iter().chain(all).collect()
}

/// Keeps so many of the lines of townships, the first, and those of all together; how many are left out.
pub fn list(lines: &mut Vec<Line>, limit: usize) -> usize {
    let (all, mut listed) = (lines.len(), 0);
    lines.retain(|line| {
        listed += usize::from(line.township.is_some());
        line.township.is_none() || listed <= limit
    });
    all - lines.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(used: &[i64]) -> Line {
        let step = Words { zh: "县级审批".into(), en: "County decision".into() };
        let mut line = Line { in_time: 2, late: 1, open: 7, ..Line::new(None, 0, Kind::Step, &step) };
        used.iter().for_each(|days| line.used.extend([(*days, 1)]));
        line
    }

    #[test]
    fn a_percentile_is_a_figure_that_occurred() {
        // Nearest rank, as textbooks give it: of 15, 20, 35, 40, 50 the 30th is 20, the 40th 20, the 50th 35, the 100th
        // 50.
        let line = line(&[15, 20, 35, 40, 50]);
        let ranked = [5, 30, 40, 50, 90, 100].map(|percent| line.percentile(percent));
        assert_eq!(ranked, [15, 20, 20, 35, 50, 50].map(Some));
    }

    #[test]
    fn the_median_of_an_even_number_is_the_mean_of_the_two_in_the_middle() {
        let median = |used: &[i64]| line(used).median().map(|median| median.to_string());
        let medians = [median(&[7, 11]), median(&[7, 11, 12]), median(&[1, 7, 8, 40]), median(&[20])];
        assert_eq!(medians, ["9", "11", "7.5", "20"].map(|days| Some(days.to_owned())));
        assert_eq!(median(&[]), None);
    }

    #[test]
    fn townships_are_cut_and_all_together_stays() {
        let step = Words { zh: "县级审批".into(), en: "County decision".into() };
        let mut met = Timeliness::default();
        for township in [4, 7, 4, 9] {
            met.of(township, 0, Kind::Step, &step).count(Class::Late, None);
        }
        // The rows above the first township stand under that of the rows before.
        met.move_to(4, 9);
        let mut lines = by_township_and_step(met.lines().iter());
        let late = |lines: &[Line]| lines.iter().map(|line| (line.township, line.late)).collect::<Vec<_>>();
        assert_eq!(late(&lines), [(Some(4), 3), (Some(7), 1), (None, 4)]);
        assert_eq!(list(&mut lines, 1), 1);
        assert_eq!(late(&lines), [(Some(4), 3), (None, 4)]);
        assert_eq!(list(&mut lines, 1), 0);
    }

    #[test]
    fn what_is_not_yet_due_does_not_weigh_on_the_rate() {
        assert_eq!(line(&[]).in_time_per_mille(), Some(667));
        assert_eq!(line(&[]).percentile(90), None);
    }
}
