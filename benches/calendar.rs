//! What a last day costs inside the program: `cargo bench --bench calendar`. `calendar.py` beside it times the whole program.

use chrono::{Days, NaiveDate};
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use relief::calendar::{Calendar, Unit};

/// Questions of one round: few enough to stay in the cache with the table, as they would in a list.
const QUESTIONS: u32 = 4096;

fn main() {
    divan::main();
}

/// Starts from 2004 to 2025 and 1 to 60 days, spread by a fixed stride so that neighbours have nothing in common.
fn questions() -> Vec<(NaiveDate, u32)> {
    let first = NaiveDate::from_ymd_opt(2004, 1, 1).unwrap_or_default();
    let question = |place: u32| (first + Days::new(u64::from(place * 7919 % 8036)), 1 + place * 31 % 60);
    (0..QUESTIONS).map(question).collect()
}

fn each(bencher: Bencher<'_, '_>, answer: impl Fn(&Calendar, NaiveDate, u32) + Sync) {
    let (calendar, questions) = (Calendar::builtin(), questions());
    bencher.counter(ItemsCount::new(QUESTIONS)).bench(|| {
        for (start, n) in black_box(&questions) {
            answer(&calendar, *start, *n);
        }
    });
}

#[divan::bench]
fn working_days(bencher: Bencher<'_, '_>) {
    each(bencher, |calendar, start, n| _ = black_box(calendar.add(start, n, Unit::WorkingDays)));
}

#[divan::bench]
fn calendar_days(bencher: Bencher<'_, '_>) {
    each(bencher, |calendar, start, n| _ = black_box(calendar.add(start, n, Unit::Days)));
}

#[divan::bench]
fn between(bencher: Bencher<'_, '_>) {
    each(bencher, |calendar, start, n| {
        _ = black_box(calendar.working_days_between(start, start + Days::new(n.into())));
    });
}

/// Why a day is worked or not, for explanations and pages.
#[divan::bench]
fn reason(bencher: Bencher<'_, '_>) {
    each(bencher, |calendar, start, _| _ = black_box(calendar.day(start)));
}

/// From the text of the notices to the table, at every start of the program.
#[divan::bench]
fn table() -> Calendar {
    Calendar::builtin()
}

/// The same with the local days of a place.
#[divan::bench]
fn table_of_a_place() -> Calendar {
    Calendar::of_area(black_box("513400"), Vec::new())
}
