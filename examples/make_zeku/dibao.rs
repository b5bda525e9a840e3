//! `城市低保2018年1-4月.xlsx`: a sheet a month, a row a person, the household's own cells merged over its rows.

use std::path::Path;

use rust_xlsxwriter::{Workbook, Worksheet};

use crate::book::{self, Look, Written, yuan};
use crate::dibao_plants::{self, Plants};
use crate::households::{Household, Member};
use crate::people::Registry;

const LAST_COLUMN: u16 = 15;
const MADE: [&str; 4] = ["2018年1月8日", "2018年2月6日", "2018年3月7日", "2018年4月9日"];
/// Headers that stand over one column, with its width.
const SINGLE: [(u16, &str, f64); 12] = [
    (0, "序号", 5.0),
    (1, "乡镇", 9.0),
    (2, "社区", 9.0),
    (3, "户主姓名", 13.0),
    (8, "家庭人口", 6.0),
    (9, "保障人口", 6.0),
    (10, "月保障金（元）", 10.0),
    (11, "分类施保金（元）", 10.0),
    (12, "发放合计（元）", 10.0),
    (13, "开户银行", 13.0),
    (14, "银行账号", 21.0),
    (15, "备注", 12.0),
];
const MEMBER: [(u16, &str, f64); 4] =
    [(4, "姓名", 13.0), (5, "与户主关系", 8.0), (6, "性别", 5.0), (7, "身份证号码", 21.0)];

/// A household as the sheet of one month shows it.
pub struct Entry<'h> {
    pub household: &'h Household,
    pub members: Vec<Member>,
    /// 家庭人口 as written.
    pub size: i64,
    pub monthly: i64,
    pub note: String,
    /// 领导批示.
    pub remark: Option<&'static str>,
}

/// Writes the workbook; the households come back, for medical aid goes to them too.
pub fn write(folder: &Path, registry: &mut Registry) -> Result<(Vec<Household>, Plants), rust_xlsxwriter::XlsxError> {
    let (households, plants) = dibao_plants::households(registry);
    let look = Look::new();
    let mut workbook = book::workbook("城市低保金发放花名册")?;
    for month in 1..=4 {
        sheet(&mut workbook, month, &households, &plants, &look)?;
    }
    workbook.save(folder.join("城市低保2018年1-4月.xlsx"))?;
    Ok((households, plants))
}

fn sheet(workbook: &mut Workbook, month: u32, households: &[Household], plants: &Plants, look: &Look) -> Written {
    let entries = entries(month, households, plants);
    let sheet = workbook.add_worksheet().set_name(format!("{month}月"))?;
    let last_column = LAST_COLUMN + u16::from(entries.iter().any(|entry| entry.remark.is_some()));
    book::open(sheet, &format!("泽库县2018年{month}月城市低保金发放花名册"), "单位：元", last_column, look)?;
    header(sheet, last_column, look)?;
    let mut row = 4;
    for (place, entry) in entries.iter().enumerate() {
        household(sheet, row, place + 1, entry, look)?;
        row += entry.members.len() as u32;
    }
    totals(sheet, row, &entries, dibao_plants::too_much(month), look)?;
    book::foot(sheet, row + 1, LAST_COLUMN, MADE[month as usize - 1], look)
}

fn entries<'h>(month: u32, households: &'h [Household], plants: &Plants) -> Vec<Entry<'h>> {
    let here = households.iter().enumerate().filter(|(_, household)| household.months.contains(&month));
    here.map(|(place, household)| {
        let mut entry = entry(month, household);
        plants.plant(place, month, &mut entry);
        entry
    })
    .collect()
}

fn entry(month: u32, household: &Household) -> Entry<'_> {
    let is_new = month > 1 && *household.months.start() == month;
    Entry {
        household,
        members: household.members.clone(),
        size: household.size(),
        monthly: household.monthly[month as usize - 1],
        note: if is_new { format!("{month}月新增") } else { household.note.to_owned() },
        remark: None,
    }
}

impl Entry<'_> {
    fn paid(&self) -> i64 {
        self.monthly + self.household.classified
    }
}

fn header(sheet: &mut Worksheet, last_column: u16, look: &Look) -> Written {
    for (column, words, width) in SINGLE {
        book::down(sheet, (2, 3), column, words, &look.header)?;
        sheet.set_column_width(column, width)?;
    }
    sheet.merge_range(2, 4, 2, 7, "家庭成员", &look.header)?;
    for (column, words, width) in MEMBER {
        sheet.write_with_format(3, column, words, &look.header)?;
        sheet.set_column_width(column, width)?;
    }
    if last_column > LAST_COLUMN {
        book::down(sheet, (2, 3), last_column, "领导批示", &look.header)?;
        sheet.set_column_width(last_column, 16.0)?;
    }
    sheet.set_freeze_panes(4, 0)?.set_repeat_rows(2, 3)?;
    Ok(())
}

fn household(sheet: &mut Worksheet, first: u32, number: usize, entry: &Entry<'_>, look: &Look) -> Written {
    let household = entry.household;
    let rows = (first, first + entry.members.len() as u32 - 1);
    book::down(sheet, rows, 0, number as u32, &look.count)?;
    book::down(sheet, rows, 1, household.place.township, &look.text)?;
    book::down(sheet, rows, 2, household.place.community, &look.text)?;
    book::down(sheet, rows, 3, household.head().name.as_str(), &look.text)?;
    for (row, member) in (first..).zip(&entry.members) {
        person(sheet, row, member, look)?;
    }
    book::down(sheet, rows, 8, entry.size, &look.count)?;
    book::down(sheet, rows, 9, household.size(), &look.count)?;
    book::down(sheet, rows, 10, yuan(entry.monthly), &look.money)?;
    book::down(sheet, rows, 11, yuan(household.classified), &look.money)?;
    book::down(sheet, rows, 12, yuan(entry.paid()), &look.money)?;
    book::down(sheet, rows, 13, household.bank, &look.text)?;
    book::down(sheet, rows, 14, household.account.as_str(), &look.text)?;
    book::down(sheet, rows, 15, entry.note.as_str(), &look.text)?;
    match entry.remark {
        Some(remark) => book::down(sheet, rows, 16, remark, &look.text),
        None => Ok(()),
    }
}

fn person(sheet: &mut Worksheet, row: u32, member: &Member, look: &Look) -> Written {
    let person = &member.person;
    for (column, words) in (4..).zip([&person.name, member.relation, person.sex.word(), &person.id]) {
        sheet.write_with_format(row, column, words, &look.text)?;
    }
    Ok(())
}

/// The total row; 发放合计 is typed in by hand where it is `too_much`.
fn totals(sheet: &mut Worksheet, row: u32, entries: &[Entry<'_>], too_much: i64, look: &Look) -> Written {
    let of = |number: fn(&Entry<'_>) -> i64| -> i64 { entries.iter().map(number).sum() };
    let rows = (4, row - 1);
    for column in 0..=LAST_COLUMN {
        sheet.write_blank(row, column, &look.header)?;
    }
    sheet.merge_range(row, 0, row, 7, "合计", &look.header)?;
    let counts = [('I', of(|entry| entry.size)), ('J', of(|entry| entry.household.size()))];
    for (column, (letter, count)) in (8..).zip(counts) {
        sheet.write_with_format(row, column, book::sum(letter, rows, &count.to_string()), &look.count)?;
    }
    let money = [
        ('K', of(|entry| entry.monthly)),
        ('L', of(|entry| entry.household.classified)),
        ('M', of(|entry| entry.paid())),
    ];
    for (column, (letter, fen)) in (10..).zip(money) {
        sheet.write_with_format(row, column, book::sum(letter, rows, &book::written(fen)), &look.money)?;
    }
    if too_much > 0 {
        sheet.write_with_format(row, 12, yuan(of(|entry| entry.paid()) + too_much), &look.money)?;
    }
    Ok(())
}
