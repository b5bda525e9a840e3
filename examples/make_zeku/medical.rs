//! `医疗救助一站式结算2018.csv`: a line a settlement, in GB18030, as the settlement system exports it.

use std::fs;
use std::io;
use std::path::Path;

use chrono::NaiveDate;
use encoding_rs::GB18030;

use crate::book::written;
use crate::households::Household;
use crate::medical_visits::{self, Bill, Visit};
use crate::people::Registry;

const TITLE: &str = "泽库县2018年1-4月城乡医疗救助一站式结算明细表";
const HEADER: &str = "序号,姓名,性别,年龄,身份证号,救助对象类别,乡镇,就诊医院,病种,入院日期,出院日期,住院总费用(元),\
                      保险支付金额(元),大病保险支付金额(元),救助金额(元),自付费用(元),结算日期";

/// What is wrong with a line, on purpose.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Plant {
    Nothing,
    OtherSex,
    NumberAsPower,
    AdmittedAfterDischarge,
}

pub fn write(folder: &Path, registry: &mut Registry, households: &[Household], not_these: &[usize]) -> io::Result<()> {
    let visits = medical_visits::all(registry, households, not_these);
    let mut lines = vec![TITLE.to_owned(), HEADER.to_owned()];
    let places = plants(&visits);
    for (place, visit) in visits.iter().enumerate() {
        let plant = places.iter().find(|(planted, _)| *planted == place);
        lines.push(line(place + 1, visit, plant.map_or(Plant::Nothing, |(_, plant)| *plant)));
    }
    lines.push(totals(&visits));
    let text = lines.join("\r\n") + "\r\n";
    let (bytes, _, had_errors) = GB18030.encode(&text);
    assert!(!had_errors, "every character has a place in GB18030");
    fs::write(folder.join("医疗救助一站式结算2018.csv"), bytes)
}

/// Far apart, in the lines of people who came once.
fn plants(visits: &[Visit]) -> [(usize, Plant); 3] {
    let came_once = |visit: &Visit| visits.iter().filter(|other| other.person.id == visit.person.id).count() == 1;
    let from = |place: usize| place + visits[place..].iter().position(came_once).expect("most came once");
    [(from(150), Plant::OtherSex), (from(430), Plant::NumberAsPower), (from(700), Plant::AdmittedAfterDischarge)]
}

fn line(number: usize, visit: &Visit, plant: Plant) -> String {
    let sex = if plant == Plant::OtherSex { visit.person.sex.other() } else { visit.person.sex };
    let id = if plant == Plant::NumberAsPower { "9.90101E+17" } else { &visit.person.id };
    let (admitted, discharged) = match plant {
        Plant::AdmittedAfterDischarge => (visit.discharged, visit.admitted),
        _ => (visit.admitted, visit.discharged),
    };
    let mut fields = vec![number.to_string(), visit.person.name.clone(), sex.word().to_owned()];
    fields.push(visit.person.age_on(visit.settled).to_string());
    fields.extend([id, visit.class, visit.place.township, visit.hospital, visit.illness].map(str::to_owned));
    fields.extend([iso(admitted), iso(discharged)]);
    fields.extend(amounts(&visit.bill).map(|fen| amount(fen, number % 9 == 4)));
    fields.push(iso(visit.settled));
    fields.join(",")
}

fn totals(visits: &[Visit]) -> String {
    let mut sums = [0; 5];
    for visit in visits {
        for (sum, fen) in sums.iter_mut().zip(amounts(&visit.bill)) {
            *sum += fen;
        }
    }
    format!("合计{}{},", ",".repeat(11), sums.map(written).join(","))
}

fn amounts(bill: &Bill) -> [i64; 5] {
    [bill.cost, bill.insurance, bill.major, bill.aid, bill.own()]
}

/// In every ninth line as a spreadsheet shows it: `"1,234.50"`.
fn amount(fen: i64, grouped: bool) -> String {
    let thousands = fen / 100_000;
    if !grouped || thousands == 0 {
        return written(fen);
    }
    format!("\"{thousands},{:03}.{:02}\"", fen / 100 % 1000, fen % 100)
}

fn iso(day: NaiveDate) -> String {
    day.format("%Y-%m-%d").to_string()
}
