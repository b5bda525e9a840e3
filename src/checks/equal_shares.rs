//! Villages in which every household is given the same.

use std::collections::BTreeSet;

use super::{Question, Reporter, Scene, check};
use crate::day::Months;
use crate::finding::{Direction, Severity};
use crate::money::Yuan;
use crate::roster::Sighting;
use crate::rules::Difference;
use crate::say;

check!("equal-shares", "equal_shares", Question::Village { could_find: |outline| outline.same_for_all, ask: village });

/// Fewer households may well be given the same.
const MANY: usize = 8;

/// The households of one village in one period, all given one amount.
struct Equal<'s> {
    first: &'s Sighting,
    months: Option<Months>,
    households: usize,
    amount: Yuan,
    /// How many sizes of household there are, as far as members are listed.
    sizes: usize,
}

fn village(sightings: &[Sighting], scene: &Scene<'_>, report: &mut Reporter) {
    let [any, ..] = sightings else { return };
    if scene.place_name(any.village).is_empty() {
        return;
    }
    let periods = sightings.chunk_by(|one, other| one.months == other.months);
    let equal: Vec<Equal<'_>> = periods.filter_map(equal).collect();
    if let Some(first) = equal.first() {
        find(first, equal.len(), scene, report);
    }
}

fn equal(sightings: &[Sighting]) -> Option<Equal<'_>> {
    let heads = || sightings.iter().filter(|of| of.is_head() && of.is_covered());
    let amount = heads().next()?.amount()?;
    if heads().any(|head| head.amount() != Some(amount)) {
        return None;
    }
    let first = heads().min_by_key(|head| head.place())?;
    let persons: BTreeSet<u64> = heads().map(|head| head.key).collect();
    let mut members: Vec<u32> = sightings.iter().filter(|of| of.is_covered()).map(|of| of.household).collect();
    members.sort_unstable();
    let sizes: BTreeSet<usize> = members.chunk_by(|one, other| one == other).map(<[u32]>::len).collect();
    let found = Equal { first, months: first.months, households: persons.len(), amount, sizes: sizes.len() };
    (persons.len() >= MANY).then_some(found)
}

fn find(equal: &Equal<'_>, periods: usize, scene: &Scene<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let difference = difference(equal, scene);
    let (village, households, amount) = (scene.place_name(equal.first.village), equal.households, equal.amount);
    let when = equal.months.map(|months| months.written(lang)).unwrap_or_default();
    let again = match periods {
        1 => String::new(),
        periods => say!(lang, "，这样的有{periods}期", ", and so in {periods} periods"),
    };
    let sizes = match equal.sizes {
        0 | 1 => String::new(),
        sizes => say!(lang, "，各户人数却有{sizes}种", ", though they are of {sizes} sizes"),
    };
    let message = say!(
        lang,
        "{village}{when}{households}户都是{amount}元{sizes}{again}",
        "{village} {when}: all {households} households are given {amount} yuan{sizes}{again}"
    );
    // One amount for all is a question where the law has each worked out, or where the households are of several sizes.
    let severity = if difference.is_some() || equal.sizes > 1 { Severity::Suspicion } else { Severity::Info };
    let finding = report.find(severity, equal.first.place(), message);
    if let Some(difference) = difference {
        finding.because(&difference.basis);
    }
    finding.stakes(Direction::Neither, None, None).clears(say!(
        lang,
        "抽几户看收入核算表：确按同一档发放的注明档次依据，平均分配的逐户重新核算",
        "look at how the income of some of them was worked out: note the rule where all are of one tier, work each out anew where it was shared evenly"
    ));
}

/// The law that has each household given what it lacks.
fn difference<'s>(equal: &Equal<'_>, scene: &Scene<'s>) -> Option<&'s Difference> {
    let day = equal.months?.first.first_day();
    scene.programme(equal.first).says(day, |version| version.difference.as_ref())
}
