//! `临时救助2018.xlsx`: the paid cases, those still open, and a hidden list of code words.

use std::path::Path;

use chrono::NaiveDate;
use rust_xlsxwriter::{DataValidation, Formula, Workbook, Worksheet};

use crate::book::{self, Look, Written, yuan};
use crate::people::{Person, Registry};
use crate::places::{self, TOWNSHIPS};
use crate::temporary_cases::{self, Case, KINDS, Style};
use crate::working_days::day;

const MADE: &str = "2018年4月23日";
const AMOUNT: u16 = 12;
const LAST_COLUMN: u16 = 16;
const HEADER: [(&str, f64); 17] = [
    ("序号", 5.0),
    ("乡镇", 9.0),
    ("村", 9.0),
    ("申请人姓名", 13.0),
    ("申请人身份证号", 21.0),
    ("救助人数", 6.0),
    ("救助类型", 8.0),
    ("救助原因", 19.0),
    ("申请日期", 13.0),
    ("受理日期", 13.0),
    ("收到审核意见日期", 13.0),
    ("审批日期", 13.0),
    ("救助金额（元）", 10.0),
    ("发放日期", 13.0),
    ("银行账号", 21.0),
    ("联系电话", 13.0),
    ("备注", 8.0),
];
const OPEN_HEADER: [(&str, f64); 9] = [
    ("序号", 5.0),
    ("乡镇", 9.0),
    ("村", 9.0),
    ("申请人姓名", 13.0),
    ("申请人身份证号", 21.0),
    ("救助人数", 8.0),
    ("申请日期", 13.0),
    ("收到审核意见日期", 13.0),
    ("审批日期", 13.0),
];

pub fn write(folder: &Path, registry: &mut Registry) -> Written {
    let look = Look::new();
    let mut workbook = book::workbook("临时救助金发放花名册")?;
    paid(&mut workbook, &temporary_cases::all(registry), &look)?;
    open_cases(&mut workbook, registry, &look)?;
    dictionary(&mut workbook, &look)?;
    workbook.save(folder.join("临时救助2018.xlsx"))
}

fn paid(workbook: &mut Workbook, cases: &[Case], look: &Look) -> Written {
    let sheet = workbook.add_worksheet().set_name("发放花名册")?;
    book::open(sheet, "泽库县2018年临时救助金发放花名册", "单位：元", LAST_COLUMN, look)?;
    header(sheet, &HEADER, look)?;
    for (row, case) in (3..).zip(cases) {
        paid_row(sheet, row, case, look)?;
    }
    let last = 2 + cases.len() as u32;
    let kinds = DataValidation::new().allow_list_formula(Formula::new("=字典!$C$2:$C$3"));
    sheet.add_data_validation(3, 6, last, 6, &kinds)?;
    totals(sheet, last + 1, cases, look)?;
    book::foot(sheet, last + 2, LAST_COLUMN, MADE, look)
}

fn header(sheet: &mut Worksheet, header: &[(&str, f64)], look: &Look) -> Written {
    for (column, (words, width)) in (0..).zip(header) {
        sheet.write_with_format(2, column, *words, &look.header)?;
        sheet.set_column_width(column, *width)?;
    }
    sheet.set_freeze_panes(3, 0)?.set_repeat_rows(2, 2)?;
    Ok(())
}

fn paid_row(sheet: &mut Worksheet, row: u32, case: &Case, look: &Look) -> Written {
    applicant(sheet, row, case.place, &case.applicant, case.persons, look)?;
    sheet.write_with_format(row, 6, case.kind, &look.text)?;
    sheet.write_with_format(row, 7, case.cause, &look.text)?;
    for (column, step) in [8, 9, 10, 11, 13].into_iter().zip(case.steps) {
        date(sheet, (row, column), step, case.style, look)?;
    }
    sheet.write_with_format(row, AMOUNT, yuan(case.amount), &look.money)?;
    sheet.write_with_format(row, 14, &case.account, &look.text)?;
    sheet.write_with_format(row, 15, &case.telephone, &look.text)?;
    sheet.write_blank(row, 16, &look.text)?;
    Ok(())
}

/// The columns both lists begin with.
fn applicant(
    sheet: &mut Worksheet,
    row: u32,
    place: (&str, &str),
    person: &Person,
    persons: i64,
    look: &Look,
) -> Written {
    sheet.write_with_format(row, 0, row - 2, &look.count)?;
    sheet.write_with_format(row, 1, place.0, &look.text)?;
    sheet.write_with_format(row, 2, place.1, &look.text)?;
    sheet.write_with_format(row, 3, &person.name, &look.text)?;
    sheet.write_with_format(row, 4, &person.id, &look.text)?;
    sheet.write_with_format(row, 5, persons, &look.count)?;
    Ok(())
}

fn date(sheet: &mut Worksheet, (row, column): (u32, u16), date: NaiveDate, style: Style, look: &Look) -> Written {
    let form = match style {
        Style::Date => return sheet.write_with_format(row, column, &date, &look.day).map(|_| ()),
        Style::Points => "%Y.%-m.%-d",
        Style::Words => "%Y年%-m月%-d日",
        Style::Slashes => "%Y/%-m/%-d",
    };
    sheet.write_with_format(row, column, date.format(form).to_string(), &look.text)?;
    Ok(())
}

fn totals(sheet: &mut Worksheet, row: u32, cases: &[Case], look: &Look) -> Written {
    let persons: i64 = cases.iter().map(|case| case.persons).sum();
    let amount: i64 = cases.iter().map(|case| case.amount).sum();
    for column in 0..=LAST_COLUMN {
        sheet.write_blank(row, column, &look.header)?;
    }
    sheet.merge_range(row, 0, row, 4, "合计", &look.header)?;
    sheet.write_with_format(row, 5, book::sum('F', (3, row - 1), &persons.to_string()), &look.count)?;
    sheet.write_with_format(row, AMOUNT, book::sum('M', (3, row - 1), &book::written(amount)), &look.money)?;
    Ok(())
}

/// Four cases without a decision: the first is overdue by 2018-04-23, the second due the day after.
fn open_cases(workbook: &mut Workbook, registry: &mut Registry, look: &Look) -> Written {
    let days = [(day(3, 22), day(4, 3)), (day(3, 28), day(4, 10)), (day(4, 3), day(4, 16)), (day(4, 11), day(4, 23))];
    let sheet = workbook.add_worksheet().set_name("在办")?;
    book::open(sheet, "泽库县2018年临时救助在办台账", "", 8, look)?;
    header(sheet, &OPEN_HEADER, look)?;
    for (row, (applied, received)) in (3..).zip(days) {
        let person = temporary_cases::applicant(registry);
        let (place, persons) = (places::village(&mut registry.chance), registry.chance.between(2, 6));
        applicant(sheet, row, place, &person, persons, look)?;
        date(sheet, (row, 6), applied, Style::Date, look)?;
        date(sheet, (row, 7), received, Style::Date, look)?;
        sheet.write_blank(row, 8, &look.day)?;
    }
    book::foot(sheet, 7, 8, MADE, look)
}

/// The words the lists may use, out of sight.
fn dictionary(workbook: &mut Workbook, look: &Look) -> Written {
    let sheet = workbook.add_worksheet().set_name("字典")?;
    let kinds = KINDS.iter().map(|kind| ("救助类型", *kind));
    let words = kinds.chain(TOWNSHIPS.iter().map(|township| ("乡镇", *township)));
    for (column, words) in (0..).zip(["字典项", "代码", "名称"]) {
        sheet.write_with_format(0, column, words, &look.plain)?;
    }
    for (row, (item, word)) in (1..).zip(words) {
        sheet.write_with_format(row, 0, item, &look.plain)?;
        sheet.write_with_format(row, 1, format!("{row:02}"), &look.plain)?;
        sheet.write_with_format(row, 2, word, &look.plain)?;
    }
    sheet.set_hidden(true);
    Ok(())
}
