//! Rosters go in; findings, due dates, totals and the bureau's summary come out.
//!
//! ```text
//!  file ─input─▶ rows ─roster─▶ records ─checks─▶ findings ─┐
//!                        ▲                  ▲               ├─report─▶ document ─output─▶ file
//!                      rules   calendar ─▶ deadline ─▶ dues ┤
//!                        ▲                                  │
//!                data-templates/    run ─▶ totals, arrears ─┘
//! ```
//!
//! `run` drives it: one pass over the files, batches taken apart and checked on all cores, results joined in file
//! order; lists that rows are judged by are read before it, and rows that are copied once more behind it. Of rows only
//! small traces are kept, in memory and beyond that on disk: households, sightings of persons.
//!
//! A module uses only modules above it in this list; `tests/layers.rs` reads the list and holds them to it.

// The words everything else is written in.
pub mod contained;
pub mod lang;
pub mod refusal;
pub mod visible;

pub mod cite;
pub mod day;
pub mod digits;
pub mod identity;
pub mod masking;
pub mod money;
pub mod numeral;
pub mod side_by_side;
pub mod sorted;

pub mod field;

// What comes from outside: days off, files, law; and what is wrong with the files that hold it.
pub mod shipped;

pub mod fault;

pub mod calendar;
pub mod input;
pub mod rules;

// What rows are, and what is said of them.
pub mod finding;
pub mod roster;

// Judging and adding up.
pub mod deadline;
pub mod timeliness;

pub mod checks;

pub mod run;

pub mod arrears;
pub mod totals;

// Speaking.
pub mod workspace;

pub mod report;

pub mod output;

pub mod cli;
