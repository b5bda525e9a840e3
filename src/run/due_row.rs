//! A due date and the row it is of go in; what commands list of it comes out, free of the row and the roster.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::deadline::{self, Class, Due, Extended, Standing, Status, Term};
use crate::field::{Field, Kind};
use crate::finding::Place;
use crate::lang::{Lang, Words};
use crate::roster::Record;
use crate::rules::{Basis, Limit};

/// Something due, with whose it is.
#[derive(Debug, Clone)]
pub struct DueRow {
    /// The cell it is counted from.
    pub place: Place,
    /// Index into the pack.
    pub programme: usize,
    pub name: String,
    /// As a case register numbers it.
    pub case: Option<String>,
    pub township: u32,
    pub kind: deadline::Kind,
    pub step: Arc<Words>,
    /// Who has the clock.
    pub who: Option<Arc<Words>>,
    pub started: Option<NaiveDate>,
    /// The cell of the start as the file has it, where that is not the day as a program writes it.
    pub written: Option<String>,
    pub term: Term,
    pub last_day: Option<NaiveDate>,
    /// A notice yet to come may move the last day.
    pub provisional: bool,
    pub extended: Option<Box<ExtendedRow>>,
    pub ended: Option<NaiveDate>,
    pub status: Status,
    /// What would make a breach rightful.
    pub unless: Option<Arc<Words>>,
    /// Its words guide and do not bind.
    pub guides: bool,
    /// When papers were asked for and brought, while the step ran: no text read lets the clock stop.
    pub supplement: Option<(NaiveDate, Option<NaiveDate>)>,
    pub basis: Arc<Basis>,
}

/// A longer limit.
#[derive(Debug, Clone)]
pub struct ExtendedRow {
    pub limit: Limit,
    pub last_day: NaiveDate,
    /// The row says that it is one of the cases; otherwise it does not say.
    pub applies: bool,
    pub cases: Words,
    pub basis: Arc<Basis>,
}

/// Whose something due is.
#[derive(Debug, Clone)]
pub(super) struct Whose {
    pub place: Place,
    pub written: String,
    pub programme: usize,
    pub name: String,
    pub case: Option<String>,
    pub township: u32,
    pub supplement: Option<(NaiveDate, Option<NaiveDate>)>,
}

impl Whose {
    /// Of a row, counted from one of its cells.
    pub fn row(record: &Record<'_>, field: Field, programme: usize, township: u32) -> Whose {
        let name = record.persons().next().and_then(|person| person.name).unwrap_or_default();
        let asked = record.day(Field::SupplementAsked);
        Whose {
            place: record.place(field),
            written: if field.kind() == Kind::Day { record.cell(field).shown() } else { String::new() },
            programme,
            name: name.to_owned(),
            case: record.text(Field::CaseNumber).map(str::to_owned),
            township,
            supplement: asked.map(|asked| (asked, record.day(Field::Supplemented))),
        }
    }

    fn written(&self, started: Option<NaiveDate>) -> Option<String> {
        let differs = !self.written.is_empty() && started.is_none_or(|started| started.to_string() != self.written);
        differs.then(|| self.written.clone())
    }

    /// Of no row.
    pub fn office(place: Place, programme: usize, township: u32) -> Whose {
        Whose { place, written: String::new(), programme, name: String::new(), case: None, township, supplement: None }
    }
}

impl DueRow {
    /// What it is counted as.
    pub fn class(&self) -> Class {
        self.status.class(self.guides)
    }

    pub(super) fn step(due: Due<'_>, whose: Whose) -> DueRow {
        let last_day = due.last_day.as_ref().ok();
        let deadline = due.deadline;
        DueRow {
            kind: deadline::Kind::Step,
            step: Arc::clone(&deadline.name),
            who: deadline.who.clone(),
            started: due.started,
            written: whose.written(due.started),
            term: Term::Within(deadline.limit),
            last_day: last_day.map(|due| due.last_day),
            provisional: last_day.is_some_and(|due| due.provisional),
            extended: due.extended.map(|extended| Box::new(ExtendedRow::of(extended))),
            ended: due.ended,
            status: due.status,
            unless: deadline.unless.clone(),
            guides: false,
            supplement: whose.supplement.filter(|(asked, _)| due.started.is_some_and(|started| started <= *asked)),
            place: whose.place,
            programme: whose.programme,
            name: whose.name,
            case: whose.case,
            township: whose.township,
            basis: Arc::clone(&deadline.basis),
        }
    }

    pub(super) fn standing(due: Standing<'_>, whose: Whose) -> DueRow {
        DueRow {
            kind: due.kind,
            step: Arc::new(due.name),
            who: due.who.cloned().map(Arc::new),
            started: due.started,
            written: whose.written(due.started),
            term: due.term,
            last_day: due.last_day,
            provisional: due.provisional,
            extended: None,
            ended: due.ended,
            status: due.status,
            unless: due.unless.cloned().map(Arc::new),
            guides: due.guides,
            supplement: None,
            place: whose.place,
            programme: whose.programme,
            name: whose.name,
            case: whose.case,
            township: whose.township,
            basis: Arc::clone(due.basis),
        }
    }
}

impl ExtendedRow {
    fn of(extended: Extended<'_>) -> ExtendedRow {
        let (extension, when) = (extended.extension, &extended.extension.when);
        ExtendedRow {
            limit: extension.limit,
            last_day: extended.due.last_day,
            applies: extended.applies,
            cases: Words { zh: when.text(Lang::Zh).to_owned(), en: when.text(Lang::En).to_owned() },
            basis: Arc::clone(&extension.basis),
        }
    }
}
