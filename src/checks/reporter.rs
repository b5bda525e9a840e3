//! Where checks put what they find: counted exactly, listed up to a limit.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};
use std::panic::Location;

use rustc_hash::FxHasher;

use super::Case;
use crate::field::Field;
use crate::finding::{Finding, NotChecked, Place, Severity};
use crate::lang::Lang;
use crate::say;

/// Findings of one stretch of rows; stretches join in file order.
#[derive(Debug, Clone)]
pub struct Reporter {
    pub lang: Lang,
    /// Show personal numbers in full.
    pub reveal: bool,
    /// How many findings of each check are kept; all are counted.
    limit: usize,
    check: &'static str,
    programme: usize,
    pub findings: Vec<Finding>,
    /// How many of each check and severity are kept.
    kept: BTreeMap<(&'static str, Severity), usize>,
    pub tally: Tally,
    pub not_checked: BTreeSet<NotChecked>,
    /// What need not be put into words again: the check, its programme, the place in the code, and what it is said of.
    said: Vec<Said>,
    /// What is found beyond the limit is written here, and overwritten.
    beyond: Option<Box<Finding>>,
}

/// Room for one finding of a severity among those that are listed.
pub struct Room<'r> {
    pub lang: Lang,
    pub reveal: bool,
    severity: Severity,
    report: &'r mut Reporter,
}

#[derive(Debug, Clone, Copy)]
struct Said {
    of: u64,
    at: &'static Location<'static>,
    programme: usize,
    check: &'static str,
}

/// How many findings there are, by check and severity.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally(BTreeMap<(&'static str, Severity), u64>);

impl Tally {
    fn add(&mut self, check: &'static str, severity: Severity) {
        *self.0.entry((check, severity)).or_default() += 1;
    }

    pub fn of(&self, severity: Severity) -> u64 {
        self.0.iter().filter(|((_, of), _)| *of == severity).map(|(_, count)| count).sum()
    }

    pub fn all(&self) -> u64 {
        self.0.values().sum()
    }

    pub fn iter(&self) -> impl Iterator<Item = (&'static str, Severity, u64)> + '_ {
        self.0.iter().map(|((check, severity), count)| (*check, *severity, *count))
    }

    fn join(&mut self, other: Tally) {
        for (key, count) in other.0 {
            *self.0.entry(key).or_default() += count;
        }
    }
}

impl<'r> Room<'r> {
    /// The finding there is room for; what it has more to say is added to what comes back.
    pub fn find(self, place: Place, message: String) -> &'r mut Finding {
        self.report.keep(self.severity, place, message)
    }
}

impl Said {
    /// Looks at what differs first; what the program holds twice is said twice, and kept once.
    fn is(&self, other: &Said) -> bool {
        std::ptr::eq(self.at, other.at)
            && self.of == other.of
            && self.programme == other.programme
            && std::ptr::eq(self.check, other.check)
    }
}

impl Reporter {
    pub fn new(lang: Lang, reveal: bool, limit: usize) -> Reporter {
        Reporter {
            lang,
            reveal,
            limit,
            check: "",
            programme: 0,
            findings: Vec::new(),
            kept: BTreeMap::new(),
            tally: Tally::default(),
            not_checked: BTreeSet::new(),
            said: Vec::new(),
            beyond: None,
        }
    }

    /// One that speaks alike, for what comes behind: of what this has as much as is kept, nothing more will be.
    pub fn fresh(&self) -> Reporter {
        Reporter { kept: self.kept.clone(), ..Reporter::new(self.lang, self.reveal, self.limit) }
    }

    /// Names the check whose findings come next, and the programme they are about.
    pub fn asks(&mut self, check: &'static str, programme: usize) -> &mut Reporter {
        self.check = check;
        self.programme = programme;
        self
    }

    /// A finding of the check at work; what it has more to say is added to what comes back. Most rows give none: what
    /// words it stands aside of what asks.
    #[cold]
    pub fn find(&mut self, severity: Severity, place: Place, message: String) -> &mut Finding {
        if self.has_room(severity) {
            return self.keep(severity, place, message);
        }
        self.tally.add(self.check, severity);
        self.beyond.insert(Box::new(Finding::new(self.check, self.programme, severity, place, message)))
    }

    /// Room for a finding of the check at work; `None` where so many are kept that this one is counted and need not be
    /// put into words.
    #[cold]
    pub fn room(&mut self, severity: Severity) -> Option<Room<'_>> {
        if !self.has_room(severity) {
            self.tally.add(self.check, severity);
            return None;
        }
        Some(Room { lang: self.lang, reveal: self.reveal, severity, report: self })
    }

    fn has_room(&self, severity: Severity) -> bool {
        self.kept.get(&(self.check, severity)).copied().unwrap_or_default() < self.limit
    }

    fn keep(&mut self, severity: Severity, place: Place, message: String) -> &mut Finding {
        self.tally.add(self.check, severity);
        *self.kept.entry((self.check, severity)).or_default() += 1;
        self.findings.push(Finding::new(self.check, self.programme, severity, place, message));
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }

    /// Says once that the check at work could not do its work, and why.
    #[cold]
    pub fn cannot_check(&mut self, why: String) {
        let check = self.check;
        self.not_checked.insert(NotChecked { check, why, lists: Vec::new() });
    }

    /// The same of what every row would say again: put into words once for each thing it is said `of`.
    #[track_caller]
    pub fn cannot_check_of(&mut self, of: impl Hash, why: impl FnOnce() -> String) {
        let mut hasher = FxHasher::default();
        of.hash(&mut hasher);
        let now = Said { of: hasher.finish(), at: Location::caller(), programme: self.programme, check: self.check };
        if !self.said.iter().any(|said| said.is(&now)) {
            self.say_first(now, why);
        }
    }

    #[cold]
    fn say_first(&mut self, now: Said, why: impl FnOnce() -> String) {
        self.said.push(now);
        self.cannot_check(why());
    }

    /// Says once that the check at work needs columns that a roster has not.
    pub fn lacks_columns(&mut self, fields: &[Field], case: &Case<'_>) {
        let lang = self.lang;
        let headers = fields.iter().map(|field| case.pack.header(*field, case.programme)).collect::<Vec<String>>();
        let headers = headers.join(lang.enumeration_comma());
        self.cannot_check(say!(lang, "有的名册没有{headers}", "some rosters have no column {headers}"));
    }

    /// Says once that the check at work needs one of some reference lists, and none was given.
    pub fn lacks_lists(&mut self, lists: Vec<String>) {
        let (check, lang) = (self.check, self.lang);
        let names = lists.join(lang.enumeration_comma());
        let why = say!(
            lang,
            "没有给出{names}（relief.toml 的 [[list]]）",
            "no list given: {names} ([[list]] in relief.toml)"
        );
        self.not_checked.insert(NotChecked { check, why, lists });
    }

    /// Adds what was found in later rows.
    pub fn join(&mut self, later: Reporter) {
        for finding in later.findings {
            let kept = self.kept.entry((finding.check, finding.severity)).or_default();
            if *kept < self.limit {
                *kept += 1;
                self.findings.push(finding);
            }
        }
        self.tally.join(later.tally);
        self.not_checked.extend(later.not_checked);
    }

    /// How many findings were counted but not kept.
    pub fn unlisted(&self) -> u64 {
        self.tally.all() - self.findings.len() as u64
    }
}
