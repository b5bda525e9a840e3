//! The same files give the same bytes, whatever the number of threads; inputs are never touched.

mod support;

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use relief::calendar::Calendar;
use relief::day::Months;
use relief::finding::Severity;
use relief::lang::Lang;
use relief::roster::{ListFacts, NamedBy};
use relief::rules::Pack;
use relief::run::{File, Run, Steps, Wants};
use relief::totals::Totals;
use support::{Folder, csv, relief, rows, text};

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/zeku-2018")
}

fn hashes(folder: &Path) -> BTreeMap<PathBuf, u64> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let hash = |path: PathBuf| {
        let mut hasher = DefaultHasher::new();
        std::fs::read(&path).unwrap().hash(&mut hasher);
        (path, hasher.finish())
    };
    entries.filter(|path| path.is_file()).map(hash).collect()
}

const COMMANDS: [&[&str]; 7] = [
    &["convert"],
    &["validate", "--as-of", "2018-04-23"],
    &["validate", "--as-of", "2018-04-23", "--format", "json"],
    &["deadlines", "--as-of", "2018-04-23", "--all"],
    &["totals", "--as-of", "2018-04-23", "--by", "township"],
    &["report", "--year", "2018", "--as-of", "2018-04-23"],
    &["report", "--year", "2018", "--as-of", "2018-04-23", "--trace", "dibao-urban.households"],
];

#[test]
fn threads_do_not_change_a_byte() {
    let before = hashes(&example().join("rosters"));
    for command in COMMANDS {
        let with = |threads: &str| {
            let output = relief(&example(), &[command, &["--threads", threads]].concat());
            (output.status.code(), output.stdout, output.stderr)
        };
        let once = with("1");
        assert!(!once.1.is_empty());
        for threads in ["1", "2", "8"] {
            assert_eq!(with(threads), once, "{command:?} with {threads} threads");
        }
        let on_disk = relief(&example(), &[command, &["--memory", "0"]].concat());
        assert_eq!(text(&on_disk.stdout), text(&once.1), "{command:?} without memory");
    }
    assert_eq!(hashes(&example().join("rosters")), before);
}

/// Every question about people, accounts, registered households and villages is asked in one of these counties, and payments
/// without numbers are held by their accounts in the last.
#[test]
fn what_goes_to_disk_does_not_show() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let counties = std::fs::read_dir(here.join("examples/audit")).unwrap().map(|county| county.unwrap().path());
    let by_account = here.join("tests/cases/validate/payments-by-account.in");
    for county in counties.filter(|path| path.is_dir()).chain([by_account]) {
        let with = |memory: &str| {
            let output =
                relief(&county, &["validate", "--as-of", "2024-06-30", "--format", "json", "--memory", memory]);
            text(&output.stdout)
        };
        assert_eq!(with("0"), with("48"), "{}", county.display());
    }
}

#[test]
fn where_nothing_can_be_put_down_is_said() {
    let folder = Folder::new("no-room");
    // Several batches for several threads, which all end.
    folder.file("roster.csv", csv(&rows(10_000)));
    let nowhere = folder.0.join("gone");
    let output = Command::new(env!("CARGO_BIN_EXE_relief"))
        .current_dir(&folder.0)
        .env("TMPDIR", &nowhere)
        .args(["validate", "roster.csv", "--as-of", "2018-04-30", "--memory", "0", "--threads", "8"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let said = text(&output.stderr);
    assert!(said.contains(nowhere.to_str().unwrap()) && said.contains("--memory"), "{said}");
}

/// Large enough for several batches, with households, duplicates and totals across their borders.
#[test]
fn borders_of_batches_do_not_show() {
    let folder = Folder::new("borders");
    let mut rows = rows(30_000);
    for row in rows.iter_mut().step_by(97) {
        row[6] = "2018-05-16".to_owned();
    }
    for place in (0..rows.len()).step_by(1009) {
        rows[place][3] = rows[(place + 15_000) % 30_000][3].clone();
    }
    folder.file("roster.csv", csv(&rows));
    let with = |threads: &str| {
        relief(
            &folder.0,
            &["validate", "roster.csv", "--as-of", "2018-06-30", "--format", "json", "--threads", threads],
        )
        .stdout
    };
    let once = with("1");
    assert!(once.len() > 100_000);
    assert_eq!(with("2"), once);
    assert_eq!(with("8"), once);
}

/// 8 townships of 5000 households of 2 people, a row each: the township written once, the household number beginning
/// again in every township, the amount and the number at the head alone.
#[test]
fn a_place_written_once_holds_over_the_borders_of_batches() {
    let folder = Folder::new("places");
    let mut roster =
        String::from("泽库县2018年4月城市低保金发放花名册\n乡镇,户编号,户主姓名,姓名,与户主关系,户月保障金\n");
    for township in 1..=8 {
        for household in 1..=5000 {
            let place = if household == 1 { format!("第{township}镇") } else { String::new() };
            roster += &format!("{place},{household},户{household},户{household},户主,300\n");
            roster += &format!(",,,子{household},子,\n");
        }
    }
    folder.file("城市低保2018年4月.csv", &roster);
    for threads in ["1", "2", "8"] {
        let totals = |by: &[&str]| {
            let fixed = ["totals", "城市低保2018年4月.csv", "--as-of", "2018-04-30", "--format", "csv"];
            text(&relief(&folder.0, &[&fixed, by, &["--threads", threads]].concat()).stdout)
        };
        let figures = "2018-04,2018-04,2018-04,0,0,0,0,0,0,0";
        assert_eq!(totals(&[]).lines().nth(1), Some(&*format!("dibao-urban,stock,40000,80000,,1200000000,{figures}")));
        let by_township = totals(&["--by", "township"]);
        assert_eq!(by_township.lines().count(), 9, "{by_township}");
        for (township, line) in (1..).zip(by_township.lines().skip(1)) {
            let expected = format!("dibao-urban,第{township}镇,stock,5000,10000,,150000000,{figures}");
            assert_eq!(line, expected);
        }
    }
}

#[test]
fn an_input_is_never_written_to() {
    let folder = Folder::new("input");
    let path = folder.file("roster.csv", csv(&rows(3)));
    let before = std::fs::read(&path).unwrap();
    let output = relief(&folder.0, &["validate", "roster.csv", "--as-of", "2018-04-30", "-o", "roster.csv"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn a_file_written_appears_whole_and_alone() {
    let folder = Folder::new("output");
    folder.file("roster.csv", csv(&rows(3)));
    let output = relief(&folder.0, &["validate", "roster.csv", "--as-of", "2018-04-30", "-o", "findings.json"]);
    assert_eq!(output.status.code(), Some(0));
    let names: Vec<_> = std::fs::read_dir(&folder.0).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    let written: serde_json::Value =
        serde_json::from_slice(&std::fs::read(folder.0.join("findings.json")).unwrap()).unwrap();
    assert_eq!(written["schema"], "relief.findings/1");
    assert_eq!(written["summary"]["rows_used"], 3);
}

/// Two townships named once each, households of two whose second row may lie in another batch, a number twice, a date that
/// does not exist, a cell with a line end in it; totals without a word, a row that names nobody and is none.
fn people() -> String {
    let mut roster = String::from(
        "泽库县2018年4月农村低保金发放花名册\n乡镇,户号,户主姓名,姓名,身份证号,与户主关系,保障人口,户月保障金额,分类施保金,审批日期,备注\n",
    );
    for household in 0..500_u32 {
        let place = if household % 250 == 0 { format!("第{household}镇") } else { String::new() };
        let (head, child) = (support::id(household * 2), support::id(household % 230 * 2 + 1));
        let day = if household % 50 == 0 { "2018-02-30" } else { "2018-03-12" };
        let note = if household % 99 == 0 { "\"分户，\n见附件\"" } else { "" };
        // Of some a member is paid besides, and the household is joined wherever a batch may end.
        let (besides, supplement) = if household % 100 == 7 { ("40", "80") } else { ("", "") };
        roster +=
            &format!("{place},{household},户{household},户{household},{head},户主,2,400,{supplement},{day},{note}\n");
        roster += &format!(",{household},户{household},子{household},{child},之子,2,{besides},{supplement},,\n");
        roster += match household {
            249 => ",,,,,,500,100120,480,,\n",
            400 => ",,,,,,7,,,,\n",
            499 => ",,,,,,1000,200200,800,,\n",
            _ => "",
        };
    }
    roster
}

/// A run over batches of so many bytes, by so many threads, in so much memory.
fn job<'r>(
    (pack, calendar): (&'r Pack, &'r Calendar),
    (block, threads, memory): (usize, usize, usize),
    wants: Wants,
) -> Run<'r> {
    Run {
        pack,
        calendar,
        today: "2018-04-30".parse().unwrap(),
        lang: Lang::Zh,
        reveal: false,
        threads,
        block,
        memory,
        limit: 40,
        wants,
        only: None,
    }
}

/// All that a run says, in every way it can be taken apart.
fn said(path: &Path, encoding: &str, block: usize, threads: usize, memory: usize) -> String {
    let (pack, calendar) = (Pack::load("632323", None).unwrap(), Calendar::builtin());
    let wants = Wants { findings: true, totals: true, dues: Some(Steps::All), arrears: true, ..Wants::default() };
    let run = job((&pack, &calendar), (block, threads, memory), wants);
    let outcome = run.over(&[File::bare(path, encoding)]).unwrap();
    let totals = Totals::new(&pack, &outcome, Months::of_year(2018).unwrap(), run.today).unwrap();
    let figures = totals.of(outcome.rosters[0].programme);
    let town = |number: u32| outcome.towns.name(number);
    let dues: Vec<_> = outcome.dues.iter().map(|due| (due.place, &due.name, town(due.township))).collect();
    let report = &outcome.report;
    let unworded = &outcome.rosters[0].unworded;
    format!("{unworded:?}\n{:?}\n{:?}\n{:?}\n{figures:?}\n{dues:?}", report.findings, report.tally, report.not_checked)
}

#[test]
fn the_size_of_batches_does_not_show() {
    let folder = Folder::new("batches");
    let utf16 = support::utf16(&people(), true, u16::to_le_bytes);
    let files = [
        ("UTF-8", people().into_bytes()),
        ("GB18030", support::gb18030(&people())),
        ("UTF-16", utf16),
        ("CRLF", people().replace('\n', "\r\n").into_bytes()),
    ];
    for (encoding, bytes) in files {
        let path = folder.file("农村低保.csv", bytes);
        let once = said(&path, encoding, 16 << 20, 1, usize::MAX);
        assert!(once.starts_with("[(503, Subtotal), (1005, Total)]"), "{once}");
        assert!(once.contains("2018-02-30") && once.contains("same-person-twice"), "{once}");
        for block in [1 << 10, 10_007, 1 << 18, 16 << 20] {
            for (threads, memory) in [(1, 0), (2, 0), (8, 0), (1, 10_000), (2, 48 << 20), (8, 48 << 20)] {
                let other = said(&path, encoding, block, threads, memory);
                assert!(other == once, "{encoding} by {block} with {threads} threads in {memory} bytes");
            }
        }
    }
}

/// Of each kind as many are listed as may be, those of rows in the order of the file, and all are counted; what is not listed is
/// not put into words, wherever a batch ends.
#[test]
fn what_is_not_listed_is_counted() {
    let folder = Folder::new("limits");
    let path = folder.file("农村低保.csv", people());
    let (pack, calendar) = (Pack::load("632323", None).unwrap(), Calendar::builtin());
    let wants = || Wants { findings: true, ..Wants::default() };
    let found = |block: usize, threads: usize, limit: usize| {
        let run = Run { limit, ..job((&pack, &calendar), (block, threads, usize::MAX), wants()) };
        let report = run.over(&[File::bare(&path, "名册")]).unwrap().report;
        let mut kinds: BTreeMap<_, Vec<String>> = BTreeMap::new();
        for finding in &report.findings {
            kinds.entry((finding.check, finding.severity)).or_default().push(format!("{finding:?}"));
        }
        (kinds, report.tally)
    };
    let (all, tally) = found(16 << 20, 1, usize::MAX);
    assert!(all[&("unreadable-value", Severity::Error)].len() > 3, "{all:?}");
    for limit in [0, 1, 3] {
        for (block, threads) in [(1 << 10, 1), (1 << 10, 8), (10_007, 2), (16 << 20, 1)] {
            let (some, counted) = found(block, threads, limit);
            assert_eq!(counted, tally);
            for ((check, severity), of_kind) in &all {
                let listed = some.get(&(*check, *severity)).map_or(&[][..], Vec::as_slice);
                assert_eq!(listed.len(), of_kind.len().min(limit), "{check}");
                assert!(listed.iter().all(|finding| of_kind.contains(finding)), "{check}");
                if *check == "unreadable-value" {
                    assert_eq!(listed, &of_kind[..listed.len()]);
                }
            }
        }
    }
}

/// Two of each household have a home each, and the households number themselves anew in each village. More are found than are
/// listed: which of them are does not hang on what thread meets a village first.
#[test]
fn of_many_places_the_same_households_are_listed() {
    let folder = Folder::new("places-raced");
    let mut roster = String::from("农村低保2018年4月\n户号,乡镇,村,户主姓名,姓名,身份证号,与户主关系,户月保障金\n");
    let mut homes = String::from("权利人,权利人证件号,坐落\n");
    for household in 0..600_u32 {
        let (head, wife, number) = (support::id(household * 2), support::id(household * 2 + 1), household / 300 + 1);
        let place = format!("{number},第{}镇,第{}村,户{household}", household % 150, household % 300);
        roster += &format!("{place},户{household},{head},本人,300\n{place},妻{household},{wife},配偶,300\n");
        homes += &format!("户{household},{head},甲{household}\n妻{household},{wife},乙{household}\n");
    }
    let (pack, calendar) = (Pack::load("632323", None).unwrap(), Calendar::builtin());
    let mut list = File::bare(folder.file("房.csv", homes), "房");
    let facts = ListFacts { as_of: "2018-05-01".parse().unwrap(), source: "不动产登记".to_owned(), of: None };
    (list.programme, list.list) = (pack.list("housing").map(|index| (index, NamedBy::Workspace)), Some(facts));
    let files = [File::bare(folder.file("农村低保2018年4月.csv", roster), "名册"), list];
    let found = |block: usize, threads: usize| {
        let wants = Wants { findings: true, ..Wants::default() };
        let report = job((&pack, &calendar), (block, threads, usize::MAX), wants).over(&files).unwrap().report;
        assert!(report.tally.iter().any(|of| of == ("homes-of-household", Severity::Suspicion, 600)));
        let homes = report.findings.iter().filter(|finding| finding.check == "homes-of-household");
        let places: Vec<_> = homes.map(|finding| finding.places.clone()).collect();
        assert_eq!(places.len(), 40);
        places
    };
    let once = found(16 << 20, 1);
    for threads in [1, 2, 8, 8, 8] {
        assert_eq!(found(1 << 10, threads), once, "{threads} threads");
    }
}

/// Households of townships written once, or again with blanks in the name; a village may be written beneath the township, and
/// holds for the rows below until there is another township.
#[test]
fn a_village_ends_with_its_township_wherever_a_batch_does() {
    let folder = Folder::new("villages");
    let mut roster = String::from("泽库县2018年4月农村低保金发放花名册\n乡镇,村,户主姓名,户主身份证号,月保障金额\n");
    let mut expected = Vec::new();
    for row in 0..60_u32 {
        let (town, line) = (format!("第{}镇", row / 10), row % 10);
        let written = match line {
            0 => town.clone(),
            7 if row % 20 < 10 => format!("第 {} 镇", row / 10),
            _ => String::new(),
        };
        let village = if (1..=3).contains(&line) { format!("{line}村") } else { String::new() };
        let stands = match line {
            0 => String::new(),
            line => format!("{}村", line.min(3)),
        };
        roster += &format!("{written},{village},户{row},{},300\n", support::id(row));
        expected.push((town, stands));
    }
    let path = folder.file("农村低保2018年4月.csv", &roster);
    let (pack, calendar) = (Pack::load("632323", None).unwrap(), Calendar::builtin());
    for (block, threads) in (64..1024).step_by(31).zip([1, 2, 8].into_iter().cycle()).chain([(16 << 20, 1)]) {
        let wants = Wants { totals: true, ..Wants::default() };
        let run = job((&pack, &calendar), (block, threads, usize::MAX), wants);
        let file = File::bare(&path, "名册");
        let outcome = run.over(&[file]).unwrap();
        let mut stands = Vec::new();
        let name = |number: u32| outcome.towns.name(number);
        let each = |household: relief::roster::Household| {
            stands.push((name(household.township), name(household.village)));
            Ok(())
        };
        outcome.households.each(each).unwrap();
        assert_eq!(stands, expected, "by {block} with {threads} threads");
    }
}
