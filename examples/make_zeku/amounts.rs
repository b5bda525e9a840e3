//! What each household is paid a month, so that the four months add up to what the bureau reported.

use crate::chance::Chance;
use crate::households::Household;

/// 233.6万元 from January to April, in fen.
const REPORTED: i64 = 233_600_000;
/// The standard of 2018, a head and a month.
const STANDARD: i64 = 50_000;
/// What a head gets at least and at most.
const HEAD_LEAST: i64 = 15_000;
const HEAD_MOST: i64 = 42_000;
const YUAN: i64 = 100;

/// Sets the amounts of all households; those in `fixed` keep what they are first given but for `raised`, paid more in April.
pub fn set(households: &mut [Household], fixed: &[usize], (raised, april): (usize, i64), chance: &mut Chance) {
    for household in households.iter_mut() {
        household.monthly = [rate(chance) * household.size(); 4];
        household.classified = classified(household, chance);
    }
    households[raised].monthly[3] = april;
    let free: Vec<usize> = (0..households.len()).filter(|place| !fixed.contains(place)).collect();
    spread(households, &free);
    finish(households, &free);
    assert_eq!(total(households), REPORTED);
}

/// What a head gets: tens of yuan mostly, now and then with a 5角.
fn rate(chance: &mut Chance) -> i64 {
    let tens = chance.weighted(&[(18, 10), (20, 15), (22, 20), (24, 20), (26, 15), (28, 10), (32, 6), (36, 4)]);
    tens * 10 * YUAN + if chance.percent(8) { 50 } else { 0 }
}

/// 15% of the standard for every old person and child, in a third of the households.
fn classified(household: &Household, chance: &mut Chance) -> i64 {
    if !chance.percent(42) {
        return 0;
    }
    household.old_or_young() * STANDARD * 15 / 100
}

fn total(households: &[Household]) -> i64 {
    let paid = |household: &Household| -> i64 { household.months.clone().map(|month| paid(household, month)).sum() };
    households.iter().map(paid).sum()
}

/// 发放合计 of a month.
fn paid(household: &Household, month: u32) -> i64 {
    household.monthly[month as usize - 1] + household.classified
}

/// Gives or takes a yuan a head, household after household, as long as there is enough left to share.
fn spread(households: &mut [Household], free: &[usize]) {
    let mut missing = REPORTED - total(households);
    for place in free.iter().cycle() {
        let household = &mut households[*place];
        let months = household.months.clone().count() as i64;
        let step = missing.signum() * YUAN * household.size();
        if missing.abs() < 20 * YUAN {
            return;
        }
        if fits(household, step) && (step * months).abs() <= missing.abs() {
            household.monthly = household.monthly.map(|monthly| monthly + step);
            missing -= step * months;
        }
    }
}

/// The last few yuan go to someone who came in April.
fn finish(households: &mut [Household], free: &[usize]) {
    let missing = REPORTED - total(households);
    let came_in_april =
        |place: &&usize| *households[**place].months.start() == 4 && fits(&households[**place], missing);
    let last = *free.iter().find(came_in_april).expect("someone came in April");
    households[last].monthly[3] += missing;
}

fn fits(household: &Household, more: i64) -> bool {
    let a_head = (household.monthly[0] + more) / household.size();
    (HEAD_LEAST..=HEAD_MOST).contains(&a_head)
}
