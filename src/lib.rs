//! Rosters go in; findings, due dates, totals and the bureau's summary come out.
//!
//! ```text
//!  file ─input─▶ rows ─roster─▶ records ─checks─▶ findings ─┐
//!                        ▲                  ▲               ├─report─▶ document ─output─▶ file
//!                      rules   calendar ─▶ deadline ─▶ dues ┤
//!                        ▲                                  │
//!                data-templates/          roster ─▶ totals ─┘
//! ```
//!
//! A module uses only modules above it in this list; `tests/layers.rs` holds it to that.

pub mod lang;

pub mod day;
pub mod field;
pub mod identity;
pub mod money;

pub mod calendar;
pub mod input;
pub mod rules;

pub mod finding;
pub mod roster;

pub mod deadline;

pub mod checks;

pub mod run;

pub mod totals;

pub mod workspace;

pub mod report;

pub mod output;

pub mod cli;
