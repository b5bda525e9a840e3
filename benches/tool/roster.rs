//! A roster of 农村低保 of 2018 in one of two layouts, a given part of its rows wrong in a dozen ways.

use std::io;

use crate::people::{Person, mixed, with_check};
use crate::sheet::Sheet;

/// One row a person, with the household's money on its head's row; or one row a household.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Form {
    People,
    Households,
}

pub struct Roster {
    pub form: Form,
    pub rows: u64,
    /// How many rows of a thousand have something wrong.
    pub wrong: u64,
    pub seed: u64,
    /// The number of its first person.
    pub first: u64,
    pub month: u32,
}

const PEOPLE: [&str; 20] = [
    "序号",
    "乡镇",
    "村",
    "户号",
    "户主姓名",
    "姓名",
    "身份证号",
    "与户主关系",
    "性别",
    "是否保障对象",
    "家庭人口",
    "保障人口",
    "户月保障金额",
    "合计",
    "收到审核意见日期",
    "审批日期",
    "开户银行",
    "银行账号",
    "联系电话",
    "备注",
];
const HOUSEHOLDS: [&str; 18] = [
    "序号",
    "乡镇",
    "村",
    "户主姓名",
    "户主身份证号",
    "性别",
    "家庭人口",
    "保障人口",
    "户月保障金额",
    "合计",
    "收到审核意见日期",
    "审批日期",
    "开户银行",
    "银行账号",
    "联系电话",
    "家庭住址",
    "户主年龄",
    "备注",
];
pub const TOWNSHIPS: [&str; 16] = [
    "泽曲镇",
    "麦秀镇",
    "和日镇",
    "宁秀镇",
    "王家乡",
    "西卜沙乡",
    "多禾茂乡",
    "东乡",
    "南乡",
    "西乡",
    "北乡",
    "上乡",
    "下乡",
    "前乡",
    "后乡",
    "中乡",
];
const VILLAGES: u64 = 25;
/// Whoever is on the roster was born in these years.
const BORN: (i32, i32) = (1932, 2015);

/// A household and the days of its file.
struct Household {
    number: u64,
    size: u64,
    monthly: String,
    received: String,
    decided: String,
    phone: u64,
}

impl Household {
    fn new(number: u64, seed: u64) -> Household {
        let chance = mixed(number ^ seed << 40);
        let size = [1, 2, 3, 3, 4, 5, 3, 2][(chance % 8) as usize];
        // Received on a Monday or Tuesday of the winter of 2018 that is no holiday, decided within the week.
        let (month, monday) = [(2, 5), (3, 5), (3, 12), (3, 19), (1, 8)][(chance >> 8) as usize % 5];
        let received = monday + (chance >> 16) % 2;
        let decided = received + 1 + (chance >> 24) % 2;
        let a_head = 120 + (chance >> 32) % 13 * 10;
        Household {
            number,
            size,
            monthly: format!("{}.00", a_head * size),
            received: format!("2018-{month:02}-{received:02}"),
            decided: format!("2018-{month:02}-{decided:02}"),
            phone: 19_900_000_000 + chance % 100_000_000,
        }
    }
}

impl Roster {
    pub fn write(&self, sheet: &mut Sheet) -> io::Result<()> {
        sheet.row(&[format!("泽库县2018年{}月农村低保金发放花名册", self.month)])?;
        match self.form {
            Form::People => sheet.row(&PEOPLE)?,
            Form::Households => sheet.row(&HOUSEHOLDS)?,
        }
        let (mut written, mut number) = (0, 0);
        while written < self.rows {
            let household = Household::new(number, self.seed);
            number += 1;
            let rows = if self.form == Form::People { household.size.min(self.rows - written) } else { 1 };
            let household =
                if rows < household.size && self.form == Form::People { household.of(rows) } else { household };
            for member in 0..rows {
                let mut cells = self.cells(&household, written, member);
                if mixed(written ^ self.seed << 32 ^ 0xBAD) % 1000 < self.wrong {
                    self.spoil(&mut cells, written);
                }
                sheet.row(&cells)?;
                written += 1;
            }
        }
        Ok(())
    }

    fn cells(&self, household: &Household, row: u64, member: u64) -> Vec<String> {
        let head = Person::new(self.first + row - member, BORN);
        let place = row * TOWNSHIPS.len() as u64 * VILLAGES / self.rows;
        let (town, village) = (TOWNSHIPS[(place / VILLAGES) as usize], format!("第{}村", place % VILLAGES + 1));
        let sex = |person: &Person| if person.is_woman { "女" } else { "男" }.to_owned();
        let once = |text: String| if member == 0 { text } else { String::new() };
        let (serial, size) = ((row + 1).to_string(), household.size.to_string());
        let account = (9_900_000_000_000_000_000 + (self.first + household.number) % 99_999_999_999).to_string();
        let days = [household.received.clone(), household.decided.clone()];
        let bank = "某某农村商业银行".to_owned();
        if self.form == Form::Households {
            let [received, decided] = days;
            let age = (2018 - head.id[6..10].parse().unwrap_or(1970)).to_string();
            return vec![
                serial,
                town.to_owned(),
                village,
                head.name.clone(),
                head.id.clone(),
                sex(&head),
                size.clone(),
                size,
                household.monthly.clone(),
                household.monthly.clone(),
                received,
                decided,
                bank,
                account,
                household.phone.to_string(),
                format!("某县某乡第{}社", place % 9 + 1),
                age,
                String::new(),
            ];
        }
        let person = Person::new(self.first + row, BORN);
        let [received, decided] = days;
        vec![
            serial,
            town.to_owned(),
            village,
            format!("H{:07}", household.number),
            head.name,
            person.name.clone(),
            person.id.clone(),
            relation(member, &person).to_owned(),
            sex(&person),
            "是".to_owned(),
            size.clone(),
            size,
            once(household.monthly.clone()),
            once(household.monthly.clone()),
            received,
            decided,
            once(bank),
            once(account),
            once(household.phone.to_string()),
            String::new(),
        ]
    }

    fn column(&self, words: &str) -> usize {
        let header: &[&str] = if self.form == Form::People { &PEOPLE } else { &HOUSEHOLDS };
        header.iter().position(|column| *column == words).unwrap_or_default()
    }

    /// Makes one thing of a row wrong.
    fn spoil(&self, cells: &mut [String], row: u64) {
        let id = if self.form == Form::People { "身份证号" } else { "户主身份证号" };
        let name = if self.form == Form::People { "姓名" } else { "户主姓名" };
        let (id, name, sex) = (self.column(id), self.column(name), self.column("性别"));
        let (received, decided) = (self.column("收到审核意见日期"), self.column("审批日期"));
        match mixed(row ^ 0x0DD) % 11 {
            0 => cells[name].clear(),
            1 => cells[id].replace_range(17.., if cells[id].ends_with('1') { "2" } else { "1" }),
            2 => cells[id].truncate(17),
            3 => cells[id] = with_check(&format!("{}13{}", &cells[id][..10], &cells[id][12..17])),
            4 => cells[self.column("户月保障金额")] = "三百".to_owned(),
            5 => cells[decided] = "2018-02-30".to_owned(),
            6 => cells[received] = "2018-04-20".to_owned(),
            7 => cells[decided] = "2018-04-20".to_owned(),
            8 => cells[sex] = if cells[sex] == "女" { "男" } else { "女" }.to_owned(),
            9 => cells[self.column("合计")] = "12345.67".to_owned(),
            _ => cells[id] = Person::new(self.first + row.saturating_sub(1000), BORN).id,
        }
    }
}

fn relation(member: u64, person: &Person) -> &'static str {
    match (member, person.is_woman) {
        (0, _) => "户主",
        (1, _) => "配偶",
        (_, true) => "之女",
        (_, false) => "之子",
    }
}

impl Household {
    /// The same with fewer people: the last of a roster that is full.
    fn of(self, size: u64) -> Household {
        Household { size, ..self }
    }
}
