//! What each stage of a run costs, from bytes to bytes: `cargo bench --bench stages`.
//!
//! Each benchmark does all that goes before its stage, too, so that the cost of a stage is its figure less the one above.

#[path = "tool/people.rs"]
#[allow(dead_code, reason = "the tool writes lists as well")]
mod people;
#[path = "tool/roster.rs"]
#[allow(dead_code, reason = "the tool writes all of them")]
mod roster;
#[path = "tool/sheet.rs"]
#[allow(dead_code, reason = "the tool writes workbooks as well")]
mod sheet;

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use chrono::NaiveDate;
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use relief::calendar::Calendar;
use relief::checks::{self, Case, Question, Reporter};
use relief::input::{self, Batch};
use relief::lang::Lang;
use relief::output::{self, Format};
use relief::report::findings;
use relief::roster::{Causes, Glossary, Record, Roster, RowReader, SEARCHED, SheetOf, Shown, Sighting, Taken, TopRow};
use relief::rules::Pack;
use relief::run::{File, Horizon, Outcome, Run, Wants};

const ROWS: u64 = 100_000;
/// Findings listed of each check and severity, as for people.
const LISTED: usize = 200;

static PACK: LazyLock<Pack> = LazyLock::new(|| Pack::load("632323", None).expect("the rules shipped are sound"));
static CALENDAR: LazyLock<Calendar> = LazyLock::new(Calendar::builtin);

fn main() {
    divan::main();
}

/// Written once a process, into the build's own folder.
fn file(wrong: u64, gb18030: bool) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let path = folder.join(format!("农村低保2018年4月-{wrong}-{gb18030}.csv"));
    let mut sheet = sheet::Sheet::create(&path, gb18030).expect("the folder of the build can be written to");
    let roster = roster::Roster { form: roster::Form::People, rows: ROWS, wrong, seed: 1, first: 0, month: 4 };
    roster.write(&mut sheet).and_then(|()| sheet.finish()).expect("the disk has room");
    path
}

static CLEAN: LazyLock<PathBuf> = LazyLock::new(|| file(1, false));
static WRONG: LazyLock<PathBuf> = LazyLock::new(|| file(200, false));
static CHINESE: LazyLock<PathBuf> = LazyLock::new(|| file(1, true));

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2018, 4, 30).unwrap_or_default()
}

fn batches(path: &Path, mut each: impl FnMut(&Batch)) {
    let read = input::read(path, &mut |sheet| {
        while let Some(batch) = sheet.next_batch()? {
            each(&batch);
        }
        Ok(())
    });
    read.expect("the file was just written");
}

/// What the rows of a file are read by.
fn understood(path: &Path) -> Roster {
    let mut top = Vec::new();
    batches(path, |batch| {
        batch.for_each(|row| {
            if top.len() < SEARCHED {
                top.push(TopRow::of(row));
            }
        });
    });
    let file: Arc<str> = Arc::from(path.display().to_string());
    let sheet = SheetOf {
        source: 0,
        file: &file,
        sheet: None,
        programme: None,
        months: None,
        list: None,
        counts_from_1904: false,
        pin: None,
        beside: &[],
        is_last_resort: false,
    };
    Roster::recognise(&sheet, &top, &Glossary::new(&PACK)).expect("it has a header")
}

fn records(path: &Path, roster: &Roster, mut each: impl FnMut(&Record<'_>)) {
    let mut reader = RowReader::new(roster);
    batches(path, |batch| {
        batch.for_each(|row| {
            reader.take(row, |taken| {
                if let Taken::Record(record) = taken {
                    each(record);
                }
            });
        });
    });
}

fn run(path: &Path, wants: Wants, threads: usize) -> Outcome {
    let run = Run {
        pack: &PACK,
        calendar: &CALENDAR,
        today: today(),
        lang: Lang::Zh,
        reveal: false,
        threads,
        block: input::BLOCK,
        memory: 48 << 20,
        limit: LISTED,
        wants,
        only: None,
    };
    run.over(&[File::bare(path, path.display().to_string())]).unwrap()
}

const FINDINGS: Wants = Wants {
    findings: true,
    totals: false,
    dues: None,
    timeliness: false,
    standing: Horizon::Nowhere,
    arrears: false,
    townships: false,
};

fn of_rows<'a, 'b>(bencher: Bencher<'a, 'b>) -> Bencher<'a, 'b> {
    bencher.counter(ItemsCount::new(ROWS))
}

/// Bytes read and cut at line ends.
#[divan::bench]
fn scan(bencher: Bencher<'_, '_>) {
    LazyLock::force(&CLEAN);
    of_rows(bencher).bench(|| {
        batches(&CLEAN, |batch| {
            black_box(batch);
        })
    });
}

/// Rows taken apart into cells.
#[divan::bench]
fn split(bencher: Bencher<'_, '_>) {
    LazyLock::force(&CLEAN);
    of_rows(bencher).bench(|| {
        batches(&CLEAN, |batch| {
            black_box(batch.for_each(|row| {
                black_box(row);
            }));
        })
    });
}

/// The same, decoded first.
#[divan::bench]
fn decode_and_split(bencher: Bencher<'_, '_>) {
    LazyLock::force(&CHINESE);
    of_rows(bencher).bench(|| {
        batches(&CHINESE, |batch| {
            black_box(batch.for_each(|row| {
                black_box(row);
            }));
        })
    });
}

/// Cells read as their columns ask.
#[divan::bench]
fn fields(bencher: Bencher<'_, '_>) {
    let roster = understood(&CLEAN);
    of_rows(bencher).bench_local(|| {
        records(&CLEAN, &roster, |record| {
            black_box(record.row);
        })
    });
}

/// Every question about a row, of a clean file and of one with every fifth row wrong.
#[divan::bench(args = [false, true])]
fn row_checks(bencher: Bencher<'_, '_>, wrong: bool) {
    let path: &Path = if wrong { &WRONG } else { &CLEAN };
    let (roster, shown) = (understood(path), Shown::default());
    let case = Case::new(&PACK, &roster, &shown, &CALENDAR, today());
    let asked = checks::ALL.iter().filter(|check| check.is_asked_by(case.programme));
    let questions =
        asked.filter_map(|check| if let Question::Row(ask) = check.question { Some((check.name, ask)) } else { None });
    let questions: Vec<_> = questions.collect();
    of_rows(bencher).bench_local(|| {
        let mut report = Reporter::new(Lang::Zh, false, LISTED);
        records(path, &roster, |record| {
            for (name, ask) in &questions {
                ask(record, &case, report.asks(name, roster.programme));
            }
        });
        report
    });
}

/// What rows leave behind of people, sorted by number; not counting what goes before.
#[divan::bench]
fn sightings_sorted(bencher: Bencher<'_, '_>) {
    let roster = understood(&CLEAN);
    let (mut sightings, mut causes) = (Vec::new(), Causes::default());
    records(&CLEAN, &roster, |record| Sighting::each(record, None, (0, 0), &mut causes, |seen| sightings.push(seen)));
    let mixed = || {
        let mut mixed = sightings.clone();
        mixed.sort_unstable_by_key(|sighting| people::mixed(sighting.key));
        mixed
    };
    of_rows(bencher).with_inputs(mixed).bench_local_values(|mut mixed| {
        mixed.sort_unstable();
        mixed
    });
}

/// A whole run, questions about people included, by one thread and by two.
#[divan::bench(args = [1, 2])]
fn validate(bencher: Bencher<'_, '_>, threads: usize) {
    LazyLock::force(&CLEAN);
    of_rows(bencher).bench_local(|| run(&CLEAN, FINDINGS, threads));
}

/// A whole run that only adds up.
#[divan::bench]
fn totals(bencher: Bencher<'_, '_>) {
    LazyLock::force(&CLEAN);
    let wants = Wants { totals: true, ..Wants::default() };
    of_rows(bencher).bench_local(|| run(&CLEAN, wants, 1));
}

/// Findings written for programs; not counting the run.
#[divan::bench]
fn output(bencher: Bencher<'_, '_>) {
    let outcome = run(&WRONG, FINDINGS, 2);
    bencher.counter(ItemsCount::new(outcome.report.findings.len())).bench_local(|| {
        let mut bytes = Vec::new();
        let written = output::listing(findings::listing(&outcome, &PACK, Lang::Zh), Format::Ndjson, &mut bytes);
        written.expect("memory takes everything");
        bytes
    });
}
