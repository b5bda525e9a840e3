//! What is rated goes in; the last months of the values before come out.

use chrono::{Datelike, NaiveDate};

use super::super::Case;
use crate::day::Month;
use crate::field::Field;
use crate::rules::{Programme, Rate, Span, Standard, Worth};

/// How far back an older standard is looked for, in months.
const BACK: u32 = 60;

/// The last months of what was before: those in which some rate of these fields, or what it is a multiple of, was about
/// to change, the latest first.
pub(in crate::checks) fn last_months(fields: &[Field], before: Month, case: &Case<'_>) -> Vec<Month> {
    let layers = || case.programme.layers.iter();
    let rates: Vec<&Rate> =
        layers().flat_map(|layer| &layer.rates).filter(|rate| fields.contains(&rate.pays)).collect();
    let mut spans: Vec<Span> = rates.iter().map(|rate| rate.span).collect();
    for rate in rates {
        let Worth::Times(_, of) = &rate.worth else { continue };
        let figures = case.pack.figures.iter().filter(|figure| figure.name == of.name);
        spans.extend(figures.map(|figure| figure.span));
        let programme = case.pack.programme(&of.name).map(|index| &case.pack.programmes[index]);
        spans.extend(programme.into_iter().flat_map(standards).map(|standard| standard.span));
    }
    ends(spans, before)
}

/// The same of the standards a programme pays the difference to.
pub(in crate::checks) fn last_months_of_standards(before: Month, programme: &Programme) -> Vec<Month> {
    ends(standards(programme).map(|standard| standard.span).collect(), before)
}

fn standards(programme: &Programme) -> impl Iterator<Item = &Standard> {
    programme.layers.iter().flat_map(|layer| &layer.standards)
}

/// Where spans end, and the months before others begin, as far back as anything is looked for.
fn ends(spans: Vec<Span>, before: Month) -> Vec<Month> {
    let first = |from: NaiveDate| {
        let month = Month::of(from)?;
        if from.day() == 1 { month.back(1) } else { Some(month) }
    };
    let ends = spans.into_iter().flat_map(|span| [span.until.and_then(Month::of), first(span.from)]);
    let near = |month: &Month| *month < before && before.back(BACK).is_some_and(|earliest| earliest <= *month);
    let mut ends: Vec<Month> = ends.flatten().filter(near).collect();
    ends.sort_unstable_by(|one, other| other.cmp(one));
    ends.dedup();
    ends
}
