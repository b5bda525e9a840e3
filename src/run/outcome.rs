//! All that came out of a run: what was read, what was found, what was counted.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use crate::checks::Reporter;
use crate::field::Kind;
use crate::finding::Finding;
use crate::input::{FileFacts, InputError};
use crate::roster::{NotARoster, Roster};
use crate::timeliness::Timeliness;

use super::copies::Copied;
use super::due_row::DueRow;
use super::households::Households;
use super::linked::Linked;
use super::stretch::{Account, ArrearsRow, ReturnRow};
use super::towns::Towns;
use super::townships::Townships;

/// All that came out of a run.
pub struct Outcome {
    pub rosters: Vec<Roster>,
    /// Rows used and skipped, one account a roster.
    pub accounts: Vec<Account>,
    pub files: Vec<FileOutcome>,
    pub report: Reporter,
    /// None unless totals were wanted.
    pub households: Households,
    /// What is due and asked for.
    pub dues: Vec<DueRow>,
    /// How all that was due went, one a roster.
    pub timeliness: Vec<Timeliness>,
    pub arrears: Vec<ArrearsRow>,
    /// What statistical returns say, row by row.
    pub returns: Vec<ReturnRow>,
    pub towns: Towns,
    /// Where the rows of each roster stand; none unless they were wanted.
    pub townships: Vec<Townships>,
    /// Family files and the person files that belong to them; none unless totals were wanted.
    pub linked: Vec<Linked>,
    /// Rosters that repeat others; none unless findings or totals were wanted.
    pub copied: Vec<Copied>,
}

/// A sheet that is no roster, why, and how many rows it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassedOver {
    pub sheet: Option<String>,
    pub why: NotARoster,
    pub rows: u64,
}

/// What became of one file.
#[derive(Debug, Clone)]
pub struct FileOutcome {
    pub path: PathBuf,
    /// As messages name it.
    pub shown: Arc<str>,
    /// Sheets that are no roster.
    pub passed_over: Vec<PassedOver>,
    pub facts: Result<FileFacts, InputError>,
    /// How many rosters it holds.
    pub rosters: usize,
    /// Which of its sheets they are, from 0: two may have one name.
    pub places: Vec<usize>,
}

impl Outcome {
    /// Nothing read yet.
    pub(super) fn new(report: Reporter) -> Outcome {
        Outcome {
            rosters: Vec::new(),
            accounts: Vec::new(),
            files: Vec::new(),
            report,
            households: Households::default(),
            dues: Vec::new(),
            timeliness: Vec::new(),
            arrears: Vec::new(),
            returns: Vec::new(),
            towns: Towns::default(),
            townships: Vec::new(),
            linked: Vec::new(),
            copied: Vec::new(),
        }
    }

    /// How many files there are; one is one however many programmes it was read for.
    pub fn files_read(&self) -> usize {
        self.files.iter().map(|file| &file.path).collect::<BTreeSet<_>>().len()
    }

    /// Files that could not be read to their end, each once.
    pub fn unread(&self) -> impl Iterator<Item = (&FileOutcome, &InputError)> {
        let mut said = BTreeSet::new();
        let unread = self.files.iter().filter_map(|file| Some((file, file.facts.as_ref().err()?)));
        unread.filter(move |(file, _)| said.insert(&file.path))
    }

    /// Files that were read and hold no roster, though one was looked for in them, each once.
    pub fn not_rosters(&self) -> impl Iterator<Item = &FileOutcome> {
        let unwanted = |passed: &PassedOver| passed.why == NotARoster::OtherProgramme;
        let is_none = move |file: &&FileOutcome| {
            file.facts.is_ok() && file.rosters == 0 && !file.passed_over.iter().all(unwanted)
        };
        let mut said = BTreeSet::new();
        self.files.iter().filter(is_none).filter(move |file| said.insert(&file.path))
    }

    /// Sheets beside rosters on which people of some roster may stand, unread.
    pub fn lacking(&self) -> impl Iterator<Item = (&FileOutcome, &PassedOver)> {
        let with_rosters = self.files.iter().filter(|file| file.facts.is_ok() && file.rosters > 0);
        let passed = with_rosters.flat_map(|file| file.passed_over.iter().map(move |passed| (file, passed)));
        passed.filter(|(_, passed)| passed.why.may_lack_people())
    }

    /// Rows used and rows skipped, by reason, over all rosters.
    pub fn account(&self) -> Account {
        let mut all = Account::default();
        for account in &self.accounts {
            all.join(account);
        }
        all
    }

    /// Words of a roster as people may see them.
    pub fn shown(&self, words: &str) -> String {
        Kind::Text.shown(words, self.report.reveal)
    }

    /// The name of a township as people may see it.
    pub fn town(&self, number: u32) -> String {
        self.shown(&self.towns.name(number))
    }

    /// The township a finding is listed under; `None` where none is written, or it is of more than one.
    pub fn township_of(&self, finding: &Finding) -> Option<String> {
        let place = &finding.places[0];
        let number = self.townships.get(usize::from(place.source))?.at(place)?;
        Some(self.town(number)).filter(|name| !name.is_empty())
    }

    /// The roster a finding is listed under.
    pub fn roster_of(&self, finding: &Finding) -> &Roster {
        &self.rosters[usize::from(finding.places[0].source)]
    }

    /// Findings by roster, in order.
    pub fn by_roster(&self) -> BTreeMap<u16, Vec<&Finding>> {
        let mut by_roster: BTreeMap<u16, Vec<&Finding>> = BTreeMap::new();
        for finding in &self.report.findings {
            by_roster.entry(finding.places[0].source).or_default().push(finding);
        }
        by_roster
    }
}
