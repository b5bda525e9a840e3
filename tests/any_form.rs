//! Any table of records, written in any form with any mixture of what county files have, reads back as the same records,
//! and every other row is left out for the reason it has.

mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use chrono::NaiveDate;
use proptest::prelude::*;
use relief::calendar::Calendar;
use relief::field::Field;
use relief::input;
use relief::lang::Lang;
use relief::money::Yuan;
use relief::roster::{Record, RowReader, Taken};
use relief::rules::Pack;
use relief::run::{File, Outcome, Run, Wants};
use rust_decimal::Decimal;
use support::Folder;
use support::books::{self, FORMS, Filled, Page};

static PACK: LazyLock<Pack> = LazyLock::new(|| Pack::load("632323", None).unwrap());
static CALENDAR: LazyLock<Calendar> = LazyLock::new(Calendar::builtin);

const HEADS: [&str; 6] = ["乡镇", "申请人姓名", "申请人身份证号码", "救助人数", "收到审核意见日期", "审批日期"];

/// A record as it is meant, whatever it looks like in a file.
#[derive(Debug, Clone)]
struct Grant {
    township: &'static str,
    name: String,
    person: u32,
    size: u32,
    received: u32,
    decided: u32,
    fen: i64,
    /// Picks the forms that name, number, size, the two days and the amount are written in.
    forms: [usize; 6],
}

/// How a township is written that is the one of the row above.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Again {
    Written,
    Merged,
    Blank,
}

/// Where the unit of money stands, if it is not yuan or not left unsaid.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Unit {
    Unsaid,
    YuanInHeader,
    WanInHeader,
    WanAbove,
}

/// What else a sheet has besides its records.
#[derive(Debug, Clone)]
struct Quirks {
    title: bool,
    title_is_merged: bool,
    note: bool,
    blank_above: bool,
    unit: Unit,
    header: usize,
    with_sequence: bool,
    rotated: usize,
    codes: bool,
    example: bool,
    again: Again,
    /// After how many records a subtotal, a blank row or the header again stands; 0 for never.
    subtotal: usize,
    blank: usize,
    header_again: usize,
    total_above: bool,
    total_below: bool,
    cumulative: bool,
    footer: bool,
    blank_tail: usize,
}

/// Names as people have them: Han, Tibetan in transliteration with and without separators.
fn name() -> impl Strategy<Value = String> {
    "[\u{4e00}-\u{9fa5}]{2,8}(·[\u{4e00}-\u{9fa5}]{2,4})?"
}

prop_compose! {
    fn grant()(township in prop::sample::select(vec!["泽曲镇", "麦秀镇"]), name in name(), person in 0_u32..40_000,
               size in 1_u32..9, received in 1_u32..28, decided in 1_u32..28, fen in 1_i64..99_999_999,
               forms in prop::array::uniform6(0_usize..100)) -> Grant {
        Grant { township, name, person, size, received, decided, fen, forms }
    }
}

prop_compose! {
    fn quirks()(flags in prop::array::uniform11(any::<bool>()), header in 0_usize..5, rotated in 0_usize..7,
                unit in prop::sample::select(vec![Unit::Unsaid, Unit::YuanInHeader, Unit::WanInHeader, Unit::WanAbove]),
                again in prop::sample::select(vec![Again::Written, Again::Merged, Again::Blank]),
                subtotal in 0_usize..4, blank in 0_usize..4, header_again in 0_usize..5, blank_tail in 0_usize..4) -> Quirks {
        let [title, title_is_merged, note, blank_above, with_sequence, codes, example, total_above, total_below,
             cumulative, footer] = flags;
        Quirks { title, title_is_merged, note, blank_above, unit, header, with_sequence, rotated, codes, example, again,
                 subtotal, blank, header_again, total_above, total_below, cumulative, footer, blank_tail }
    }
}

fn text(words: impl Into<String>) -> Filled {
    Filled::Text(words.into())
}

fn full_width(text: &str) -> String {
    text.chars().map(|c| char::from_u32(c as u32 + 0xFEE0).unwrap()).collect()
}

fn named(name: &str, form: usize) -> Filled {
    let (first, rest) = name.split_at(name.chars().next().unwrap().len_utf8());
    text(match form % 7 {
        1 => format!(" {name} "),
        2 => format!("{name}\u{3000}"),
        3 => format!("{first}\u{3000}{rest}"),
        4 => format!("{first}\u{200b}{rest}"),
        5 => format!("{first} {rest}"),
        6 => format!("\u{feff}{name}"),
        _ => name.to_owned(),
    })
}

/// An identity number as people leave it behind.
fn noisy(id: &str, form: usize) -> Filled {
    text(match form % 14 {
        1 => format!(" {} {} {}", &id[..6], &id[6..14], &id[14..]),
        2 => format!("'{id}"),
        3 => id.to_lowercase(),
        4 => id.replace('X', "×"),
        5 => full_width(id),
        6 => format!("\u{feff}{id}"),
        7 => format!("{}\u{200b}{}", &id[..9], &id[9..]),
        8 => format!("{id}，"),
        9 => format!("\u{a0}{id}\t"),
        10 => format!("“{id}”。"),
        11 => format!("{id}43"),
        12 => format!("{id}11B1"),
        13 => format!("G{id}"),
        _ => id.to_owned(),
    })
}

fn counted(size: u32, form: usize) -> Filled {
    match form % 5 {
        1 => text(format!("{size}人")),
        2 => text(full_width(&size.to_string())),
        3 => text(format!(" {size} ")),
        4 => text(size.to_string()),
        _ => Filled::Number(size.to_string()),
    }
}

/// A day of March 2018 in the forms of rosters.
fn dated(day: u32, form: usize) -> Filled {
    text(match form % 15 {
        1 => format!("2018-3-{day}"),
        2 => format!("2018/03/{day:02}"),
        3 => format!("2018.3.{day}"),
        4 => format!("2018年3月{day}日"),
        5 => format!("201803{day:02}"),
        6 => (43_159 + day).to_string(),
        7 => format!("2018-03-{day:02} 00:00:00"),
        8 => format!("２０１８．３．{day}"),
        9 => format!("18.3.{day}"),
        10 => format!("2018 年 3 月 {day} 日"),
        11 => format!("2018/3/{day}（周五）"),
        12 => format!("2018年3月{day}号"),
        13 => return Filled::Number((43_159 + day).to_string()),
        14 => return Filled::Number(format!("201803{day:02}")),
        _ => return Filled::Day(format!("2018-03-{day:02}")),
    })
}

/// An amount in the forms of rosters, in the unit of its column or with a unit of its own.
fn paid(fen: i64, is_wan: bool, form: usize) -> Filled {
    let yuan = format!("{}.{:02}", fen / 100, fen % 100);
    let wan = format!("{}.{:06}", fen / 1_000_000, fen % 1_000_000);
    match (form % 7, is_wan) {
        (1, _) => text(format!("{yuan}元")),
        (2, _) => text(format!("{wan}万元")),
        (3, false) => text(format!("￥{yuan}")),
        (4, false) if fen >= 100_000 => text(in_thousands(fen)),
        (5, false) => text(full_width(&yuan)),
        (6, false) => text(format!(" {yuan} ")),
        (4, true) => text(wan),
        (_, true) => Filled::Number(wan),
        (_, false) => Filled::Number(yuan),
    }
}

/// `1,234.50`, of a thousand yuan or more and less than a million.
fn in_thousands(fen: i64) -> String {
    let yuan = fen / 100;
    format!("{},{:03}.{:02}", yuan / 1000, yuan % 1000, fen % 100)
}

/// A row as it is written, and why it is no record; nothing for one.
struct Line {
    cells: Vec<Filled>,
    fate: &'static str,
}

impl Quirks {
    fn is_wan(&self) -> bool {
        matches!(self.unit, Unit::WanInHeader | Unit::WanAbove)
    }

    fn width(&self) -> usize {
        HEADS.len() + 1 + usize::from(self.with_sequence)
    }

    /// The cells in the order of this sheet.
    fn arranged(&self, mut cells: Vec<Filled>, serial: Filled) -> Vec<Filled> {
        cells.rotate_left(self.rotated % (HEADS.len() + 1));
        if self.with_sequence {
            cells.insert(0, serial);
        }
        cells
    }

    fn head(&self, words: &str) -> Filled {
        text(match self.header {
            1 => format!("*{words}"),
            2 => format!("{words}★"),
            3 => words.chars().map(|c| format!("{c} ")).collect(),
            4 => format!("{words}："),
            _ => words.replace("身份", "身份\n"),
        })
    }

    fn header(&self) -> Vec<Filled> {
        let amount = match self.unit {
            Unit::WanInHeader => "救助金额（万元）",
            Unit::YuanInHeader => "救助金额(元)",
            Unit::Unsaid | Unit::WanAbove => "救助金额",
        };
        let heads = HEADS.into_iter().chain([amount]).map(|words| self.head(words)).collect();
        self.arranged(heads, text("序号"))
    }

    fn labelled(&self, label: &str, fate: &'static str) -> Line {
        let mut cells = vec![Filled::Blank; self.width()];
        if !label.is_empty() {
            cells[0] = text(label);
        }
        Line { cells, fate }
    }

    /// A label with a sum at the end of its row.
    fn summed(&self, label: &str, fate: &'static str) -> Line {
        let mut line = self.labelled(label, fate);
        line.cells[self.width() - 1] = Filled::Number("3000".to_owned());
        line
    }

    fn titled(&self) -> Line {
        let mut title = self.labelled("某县2018年临时救助金发放花名册", "above-header");
        if self.title_is_merged {
            title.cells[1..].fill(Filled::Beside);
        }
        title
    }

    fn above(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        lines.extend(self.title.then(|| self.titled()));
        lines.extend(self.blank_above.then(|| self.labelled("", "above-header")));
        lines.extend(self.note.then(|| self.labelled("填报单位：某县民政局", "above-header")));
        lines.extend((self.unit == Unit::WanAbove).then(|| self.labelled("单位：万元", "above-header")));
        lines.push(Line { cells: self.header(), fate: "header" });
        lines.extend(self.codes.then(|| self.numbered()));
        lines.extend(self.example.then(|| self.shown_how()));
        lines.extend(self.total_above.then(|| self.summed("合计", "total")));
        lines
    }

    fn numbered(&self) -> Line {
        let cells = (1..=self.width()).map(|number| Filled::Number(number.to_string())).collect();
        Line { cells, fate: "column-numbers" }
    }

    fn shown_how(&self) -> Line {
        let cells = ["泽曲镇", "张三", "99010119700101001X", "3", "2018-03-01", "2018-03-02", "1"].map(text).to_vec();
        let mut cells = self.arranged(cells, text("1"));
        cells[0] = text(format!("[示例]{}", cells[0].plain()));
        Line { cells, fate: "example" }
    }

    /// What stands between the record at a place, from 1, and the next.
    fn after(&self, place: usize) -> Vec<Line> {
        let due = |every: usize| every > 0 && place.is_multiple_of(every * 2);
        let mut lines = Vec::new();
        lines.extend(due(self.subtotal).then(|| self.summed("泽曲镇小计", "subtotal")));
        lines.extend(due(self.blank).then(|| self.labelled(" ", "blank")));
        lines.extend(due(self.header_again).then(|| Line { cells: self.header(), fate: "header" }));
        lines
    }

    fn below(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        lines.extend(self.total_below.then(|| self.summed("合　计：", "total")));
        lines.extend(self.cumulative.then(|| self.summed("本年累计", "cumulative")));
        lines.extend(self.footer.then(|| self.labelled("制表人：某　　审核人：某", "footer")));
        lines.extend((0..self.blank_tail).map(|_| self.labelled("", "blank")));
        lines
    }

    fn record(&self, grant: &Grant, place: usize, township: Filled) -> Line {
        let [name, id, size, received, decided, amount] = grant.forms;
        let cells = vec![
            township,
            named(&grant.name, name),
            noisy(&support::id(grant.person), id),
            counted(grant.size, size),
            dated(grant.received, received),
            dated(grant.decided, decided),
            paid(grant.fen, self.is_wan(), amount),
        ];
        Line { cells: self.arranged(cells, Filled::Number(place.to_string())), fate: "" }
    }
}

/// The township's cell of each record: only records without any row between them can share one.
fn townships(grants: &[Grant], quirks: &Quirks) -> Vec<Filled> {
    let is_again = |place: usize| {
        place > 0 && quirks.after(place).is_empty() && grants[place].township == grants[place - 1].township
    };
    let cell = |(place, grant): (usize, &Grant)| match quirks.again {
        Again::Merged if is_again(place) => Filled::Above,
        Again::Blank if is_again(place) => Filled::Blank,
        _ => text(grant.township),
    };
    grants.iter().enumerate().map(cell).collect()
}

fn sheet(grants: &[Grant], quirks: &Quirks) -> Vec<Line> {
    let mut lines = quirks.above();
    for ((grant, township), place) in grants.iter().zip(townships(grants, quirks)).zip(1..) {
        lines.push(quirks.record(grant, place, township));
        lines.extend(quirks.after(place));
    }
    lines.extend(quirks.below());
    lines
}

/// What a record says, in types that no form has a part in.
#[derive(Debug, PartialEq)]
struct Said {
    township: String,
    name: String,
    id: Option<String>,
    size: Option<u32>,
    days: [Option<NaiveDate>; 2],
    yuan: Option<Yuan>,
}

fn meant(grant: &Grant, township: &Filled, form: &str) -> Said {
    let is_known = match township {
        Filled::Blank => false,
        Filled::Above => !books::shows_all(form),
        _ => true,
    };
    Said {
        township: if is_known { grant.township.to_owned() } else { String::new() },
        name: grant.name.clone(),
        id: Some(support::id(grant.person)),
        size: Some(grant.size),
        days: [grant.received, grant.decided].map(|day| NaiveDate::from_ymd_opt(2018, 3, day)),
        yuan: Yuan::from_decimal(Decimal::new(grant.fen, 2)),
    }
}

/// Only what a name is written with.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric() || *c == '·').collect()
}

fn said(record: &Record<'_>) -> Said {
    Said {
        township: record.cell(Field::Township).shown(),
        name: letters(&record.cell(Field::HeadName).shown()),
        id: record.id(Field::HeadId).map(|id| id.written()),
        size: record.count(Field::CoveredSize),
        days: [record.day(Field::OpinionReceived), record.day(Field::Decided)],
        yuan: record.money(Field::Amount),
    }
}

/// The file of a sheet in a form, or the way into it.
fn file(form: &str, ending: &str, lines: &[Line], folder: &Path) -> PathBuf {
    let page = Page {
        name: "临时救助".to_owned(),
        hidden: false,
        hidden_rows: Vec::new(),
        hidden_columns: Vec::new(),
        rows: lines.iter().map(|line| line.cells.clone()).collect(),
    };
    let path = folder.join(format!("临时救助.{ending}"));
    std::fs::write(&path, books::written(form, &[page])).unwrap();
    match form {
        "zip of csv" => path.join("临时救助.csv"),
        _ => path,
    }
}

fn over(path: &Path) -> Outcome {
    let file = File::bare(path, path.file_name().unwrap().to_string_lossy());
    let run = Run {
        pack: &PACK,
        calendar: &CALENDAR,
        today: "2018-12-31".parse().unwrap(),
        lang: Lang::Zh,
        reveal: false,
        threads: 1,
        block: input::BLOCK,
        memory: 48 << 20,
        limit: 0,
        wants: Wants::default(),
        only: None,
    };
    run.over(&[file]).unwrap()
}

/// Each row's fate by its number, and what the records say.
type Read = (BTreeMap<u32, &'static str>, Vec<Said>);

fn read(path: &Path, outcome: &Outcome) -> Read {
    let mut reader = RowReader::new(&outcome.rosters[0]);
    let (mut fates, mut records) = (BTreeMap::new(), Vec::new());
    let facts = input::read(path, &mut |sheet| {
        while let Some(batch) = sheet.next_batch()? {
            batch.for_each(|row| {
                let fate = reader.take(row, |taken| match taken {
                    Taken::Skipped(why) => why.word(),
                    Taken::OfAnother(_) => "other-programme",
                    Taken::Total(total) => total.kind.word(),
                    Taken::Record(record) => {
                        records.push(said(record));
                        ""
                    }
                });
                fates.insert(row.number, fate);
            });
        }
        Ok(())
    });
    facts.unwrap();
    (fates, records)
}

/// The fate each row must have; workbooks and pages may leave out the rows that show nothing.
fn must(lines: &[Line], form: &str, seen: &BTreeMap<u32, &'static str>) -> BTreeMap<u32, &'static str> {
    let shows_nothing = |line: &Line| line.cells.iter().all(|cell| cell.plain().trim().is_empty());
    let numbered = lines
        .iter()
        .zip(1..)
        .filter(|(line, number)| !shows_nothing(line) || books::keeps_blank_rows(form) || seen.contains_key(number));
    numbered.map(|(line, number)| (number, line.fate)).collect()
}

/// How many rows have each fate.
fn tally<'f>(fates: impl Iterator<Item = &'f str>) -> BTreeMap<&'f str, u64> {
    let mut counts = BTreeMap::new();
    fates.for_each(|fate| *counts.entry(fate).or_default() += 1);
    counts
}

/// Rows in = used + skipped by reason.
fn accounted(outcome: &Outcome) -> BTreeMap<&'static str, u64> {
    let account = &outcome.accounts[0];
    let skipped = account.skipped.iter().map(|(why, count)| (why.word(), *count));
    skipped.chain([("", account.used)]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Titles, units, stars, column numbers, examples, sums, feet and blank rows are no records; noise in names and
    /// numbers and every way of writing days and money change nothing; nor does the form of the file.
    #[test]
    fn any_table_in_any_form_reads_back_as_the_same_records(
        grants in prop::collection::vec(grant(), 1..10), quirks in quirks()
    ) {
        let folder = Folder::new("any-form");
        let lines = sheet(&grants, &quirks);
        let townships = townships(&grants, &quirks);
        for (form, ending) in FORMS {
            let path = file(form, ending, &lines, &folder.0);
            let outcome = over(&path);
            prop_assert_eq!(outcome.rosters.len(), 1, "{}", form);
            let (fates, records) = read(&path, &outcome);
            let meant: Vec<Said> = grants.iter().zip(&townships).map(|(grant, cell)| meant(grant, cell, form)).collect();
            prop_assert_eq!(records, meant, "{}", form);
            prop_assert_eq!(&fates, &must(&lines, form, &fates), "{}", form);
            prop_assert_eq!(accounted(&outcome), tally(fates.into_values()), "{}", form);
        }
    }
}
