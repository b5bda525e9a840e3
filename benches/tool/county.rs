//! A workspace of a county's year, and a folder of many files.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

use crate::people::{Born, Person, mixed};
use crate::roster::{Form, Roster, TOWNSHIPS};
use crate::sheet::Sheet;

/// A programme that pays persons: its id, its name, its share of a county's rows in hundredths, who gets it, what it pays.
struct Programme {
    id: &'static str,
    name: &'static str,
    share: u64,
    born: Born,
    amount: &'static str,
    /// The number of its first person.
    first: u64,
}

/// Whoever holds a disability card was born in these years; the two subsidies are for the same people.
const CARDS: Born = (1950, 2005);
const CARD_HOLDERS: u64 = 40_000_000;
const DEAD: Born = (1920, 1945);

const PAYING_PERSONS: [Programme; 6] = [
    Programme {
        id: "disability-living",
        name: "困难残疾人生活补贴",
        share: 12,
        born: CARDS,
        amount: "100",
        first: CARD_HOLDERS,
    },
    Programme {
        id: "disability-nursing",
        name: "重度残疾人护理补贴",
        share: 10,
        born: CARDS,
        amount: "100",
        first: CARD_HOLDERS,
    },
    Programme { id: "elderly", name: "高龄补贴", share: 15, born: (1930, 1945), amount: "110", first: 50_000_000 },
    Programme {
        id: "orphan", name: "孤儿基本生活费", share: 1, born: (2002, 2016), amount: "800", first: 60_000_000
    },
    Programme { id: "destitute", name: "特困人员", share: 4, born: (1930, 1957), amount: "650", first: 70_000_000 },
    Programme {
        id: "temporary", name: "临时救助", share: 3, born: (1950, 1999), amount: "3000", first: 80_000_000
    },
];

pub fn folder(folder: &Path, files: u64, rows: u64) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for file in 0..files {
        let ending = if file % 2 == 0 { "xlsx" } else { "csv" };
        let mut sheet = Sheet::create(&folder.join(format!("农村低保{file:03}.{ending}")), false)?;
        let rows = rows / files + u64::from(file < rows % files);
        Roster { form: Form::People, rows, wrong: 1, seed: file, first: file * 1_000_000, month: 4 }
            .write(&mut sheet)?;
        sheet.finish()?;
    }
    Ok(())
}

pub fn county(folder: &Path, rows: u64, (deaths, cards): (u64, u64)) -> io::Result<()> {
    fs::create_dir_all(folder.join("rosters"))?;
    fs::create_dir_all(folder.join("lists"))?;
    let mut workspace = String::from("area = \"632323\"\nlang = \"zh\"\n");
    let a_month = rows / 12;
    for month in 1..=12 {
        for (id, name, share, first) in
            [("dibao-rural", "农村低保", 40, 0), ("dibao-urban", "城市低保", 15, 20_000_000)]
        {
            let file = named(&mut workspace, (id, name), month);
            let mut sheet = Sheet::create(&folder.join(file), false)?;
            let rows = a_month * share / 100;
            Roster { form: Form::People, rows, wrong: 1, seed: first, first, month }.write(&mut sheet)?;
            sheet.finish()?;
        }
        for programme in &PAYING_PERSONS {
            let file = named(&mut workspace, (programme.id, programme.name), month);
            persons(&folder.join(file), programme, a_month, month)?;
        }
    }
    dead(&folder.join("lists/死亡名单.csv"), deaths)?;
    holders(&folder.join("lists/持证残疾人.csv"), cards)?;
    for (kind, file) in [("deaths", "死亡名单"), ("disability-cards", "持证残疾人")] {
        let _ = write!(
            workspace,
            "\n[[list]]\nkind = \"{kind}\"\nfiles = \"lists/{file}.csv\"\nas_of = 2018-12-31\nsource = \"某局\"\n"
        );
    }
    fs::write(folder.join("relief.toml"), workspace)
}

/// The file of a programme and a month, written into the workspace.
fn named(workspace: &mut String, (id, name): (&str, &str), month: u32) -> String {
    let file = format!("rosters/{name}2018年{month:02}月.csv");
    let _ = write!(workspace, "\n[[roster]]\nfiles = \"{file}\"\nprogramme = \"{id}\"\nmonths = \"2018-{month:02}\"\n");
    file
}

fn persons(file: &Path, programme: &Programme, a_month: u64, month: u32) -> io::Result<()> {
    let rows = a_month * programme.share / 100;
    let mut sheet = Sheet::create(file, false)?;
    sheet.row(&[format!("泽库县2018年{month}月{}发放花名册", programme.name)])?;
    let amount = if programme.id == "destitute" { "基本生活费" } else { "合计" };
    sheet.row(&[
        "序号",
        "乡镇",
        "村",
        "姓名",
        "身份证号",
        "残疾类别",
        "残疾等级",
        amount,
        "审批日期",
        "开户银行",
        "银行账号",
    ])?;
    // Each month of a year has its own cases of sudden need, the other lists change slowly.
    let shift = if programme.id == "temporary" { rows * u64::from(month) } else { u64::from(month) * rows / 500 };
    for row in 0..rows {
        let number = programme.first + shift + row;
        let person = Person::new(number, programme.born);
        let (category, grade) = disability(number);
        let place = row * 400 / rows.max(1);
        let is_for_disabled = programme.first == CARD_HOLDERS;
        let decided =
            if programme.id == "temporary" { format!("2018-{month:02}-{:02}", 1 + row % 28) } else { String::new() };
        let of_card = |text: &str| if is_for_disabled { text.to_owned() } else { String::new() };
        sheet.row(&[
            (row + 1).to_string(),
            TOWNSHIPS[(place / 25) as usize].to_owned(),
            format!("第{}村", place % 25 + 1),
            person.name,
            person.id,
            of_card(category),
            of_card(grade),
            programme.amount.to_owned(),
            decided,
            "某某农村商业银行".to_owned(),
            (9_800_000_000_000_000_000 + number).to_string(),
        ])?;
    }
    sheet.finish()
}

fn disability(number: u64) -> (&'static str, &'static str) {
    let categories = ["视力", "肢体", "智力", "精神"];
    (categories[(mixed(number) % 4) as usize], ["一级", "二级"][(mixed(number) >> 8 & 1) as usize])
}

/// Mostly people on no roster; of every thousand dead one is still paid.
fn dead(file: &Path, deaths: u64) -> io::Result<()> {
    let mut sheet = Sheet::create(file, false)?;
    sheet.row(&["死者姓名", "死者身份证号", "死亡日期"])?;
    for row in 0..deaths {
        let paid = row % 1000 == 0;
        let person = if paid {
            Person::new(50_000_000 + row * 7 % 30_000, (1930, 1945))
        } else {
            Person::new(90_000_000 + row, DEAD)
        };
        sheet.row(&[person.name, person.id, format!("2018-{:02}-{:02}", 1 + row % 12, 1 + row % 28)])?;
    }
    sheet.finish()
}

fn holders(file: &Path, cards: u64) -> io::Result<()> {
    let mut sheet = Sheet::create(file, false)?;
    sheet.row(&["残疾人姓名", "身份证号", "残疾人证号", "残疾类别", "残疾等级", "发证日期", "有效期至", "证件状态"])?;
    for number in CARD_HOLDERS..CARD_HOLDERS + cards {
        let person = Person::new(number, CARDS);
        let (category, grade) = disability(number);
        let digits = match (category, grade) {
            ("视力", "一级") => "11",
            ("视力", _) => "12",
            ("肢体", "一级") => "41",
            ("肢体", _) => "42",
            ("智力", "一级") => "51",
            ("智力", _) => "52",
            (_, "一级") => "61",
            _ => "62",
        };
        let card = format!("{}{digits}", person.id);
        sheet.row(&[&person.name, &person.id, &card, category, grade, "2015-06-01", "2025-06-01", "有效"])?;
    }
    sheet.finish()
}
