//! Stays in hospital, from admission to settlement, and who paid how much of them.

use chrono::{Days, NaiveDate};

use crate::chance::Chance;
use crate::households::Household;
use crate::names::Family;
use crate::people::{Person, Registry, Sex};
use crate::places::{self, Place};
use crate::working_days::{day, last_day};

/// What the bureau reported, in fen, for 907 visits.
const REPORTED: i64 = 140_270_000;
/// How many patients came once, twice, …
const PATIENTS: [usize; 4] = [560, 120, 25, 8];
const YUAN: i64 = 100;
/// 大病保险 pays half of what is above this.
const MAJOR_FROM: i64 = 5_000 * YUAN;
/// The first admission of those settled this year.
const FIRST_DAY: (i32, u32, u32) = (2017, 12, 18);

const URBAN: &str = "城市低保对象";
const RURAL: &str = "农村低保对象";
const DESTITUTE: &str = "特困供养人员";
const ILLNESSES: [&str; 12] = [
    "肺炎",
    "胆囊结石",
    "高血压病",
    "冠心病",
    "脑梗死",
    "肝包虫病",
    "慢性支气管炎",
    "胃溃疡",
    "股骨骨折",
    "急性阑尾炎",
    "肺结核",
    "2型糖尿病",
];
const CHILDHOOD: [&str; 5] = ["支气管肺炎", "急性支气管炎", "腹泻病", "急性阑尾炎", "尺骨骨折"];

/// What a hospital costs at least and at most, in yuan, and the share the insurance pays.
#[derive(Clone, Copy)]
struct Hospital {
    name: &'static str,
    cost: (i64, i64),
    insured: i64,
}

const HOSPITALS: [(Hospital, i64); 6] = [
    (Hospital { name: "县人民医院", cost: (1_800, 8_500), insured: 80 }, 38),
    (Hospital { name: "县藏医院", cost: (1_500, 6_500), insured: 80 }, 20),
    (Hospital { name: "州人民医院", cost: (4_000, 15_000), insured: 70 }, 18),
    (Hospital { name: "州藏医院", cost: (3_500, 12_000), insured: 70 }, 9),
    (Hospital { name: "省人民医院", cost: (8_000, 48_000), insured: 60 }, 11),
    (Hospital { name: "省藏医院", cost: (7_000, 30_000), insured: 60 }, 4),
];

#[derive(Clone)]
struct Patient {
    person: Person,
    class: &'static str,
    place: Place,
}

pub struct Visit {
    pub person: Person,
    pub class: &'static str,
    pub place: Place,
    pub illness: &'static str,
    pub hospital: &'static str,
    insured: i64,
    pub admitted: NaiveDate,
    pub discharged: NaiveDate,
    pub settled: NaiveDate,
    pub bill: Bill,
}

/// In fen.
#[derive(Clone, Copy, Default)]
pub struct Bill {
    pub cost: i64,
    pub insurance: i64,
    pub major: i64,
    pub aid: i64,
}

impl Bill {
    pub fn own(&self) -> i64 {
        self.cost - self.insurance - self.major - self.aid
    }
}

/// All visits by the day of settlement. Urban patients are people of dibao households.
pub fn all(registry: &mut Registry, households: &[Household], not_these: &[usize]) -> Vec<Visit> {
    let mut urban = urban(households, not_these);
    registry.chance.shuffle(&mut urban);
    let mut visits = Vec::new();
    for (times, count) in (1..).zip(PATIENTS) {
        for _ in 0..count {
            let patient = if registry.chance.percent(30) { urban.pop() } else { None };
            let patient = patient.unwrap_or_else(|| elsewhere(registry));
            visits.extend((0..times).map(|nth| visit(&patient, (nth, times), &mut registry.chance)));
        }
    }
    visits.sort_by(|one, other| (one.settled, &one.person.id).cmp(&(other.settled, &other.person.id)));
    bring_to(REPORTED, &mut visits);
    visits
}

fn urban(households: &[Household], not_these: &[usize]) -> Vec<Patient> {
    let free = households.iter().enumerate().filter(|(place, _)| !not_these.contains(place));
    let all_year = free.filter(|(_, household)| household.months == (1..=4));
    let people = all_year.flat_map(|(_, household)| {
        household.members.iter().map(|member| Patient {
            person: member.person.clone(),
            class: URBAN,
            place: household.place,
        })
    });
    people.filter(|patient| patient.person.age() > 2).collect()
}

fn elsewhere(registry: &mut Registry) -> Patient {
    let family = Family::any(&mut registry.chance);
    let sex = Sex::any(&mut registry.chance);
    let class = registry.chance.weighted(&[(RURAL, 80), (DESTITUTE, 20)]);
    let ages = if class == DESTITUTE { (62, 86) } else { (3, 84) };
    Patient { person: registry.person(&family, sex, ages), class, place: places::anywhere(&mut registry.chance) }
}

/// The nth stay of so many, each in its own stretch of the four months.
fn visit(patient: &Patient, (nth, times): (u64, u64), chance: &mut Chance) -> Visit {
    let first = NaiveDate::from_ymd_opt(FIRST_DAY.0, FIRST_DAY.1, FIRST_DAY.2).expect("a day of December");
    let stretch = (last_day() - first).num_days() as u64 / times;
    let (from, until) = (first + Days::new(nth * stretch), first + Days::new((nth + 1) * stretch - 1));
    let stay = chance.between(3, 14) as u64;
    let earliest = (from + Days::new(stay)).max(day(1, 2));
    let room = (until - earliest).num_days() - 2;
    let discharged = earliest + Days::new(chance.between(0, room) as u64);
    let hospital = chance.weighted(&HOSPITALS);
    let illnesses: &[&str] = if patient.person.age() < 15 { &CHILDHOOD } else { &ILLNESSES };
    Visit {
        person: patient.person.clone(),
        class: patient.class,
        place: patient.place,
        illness: chance.of(illnesses),
        hospital: hospital.name,
        insured: hospital.insured,
        admitted: discharged - Days::new(stay),
        settled: discharged + Days::new(chance.weighted(&[(0, 80), (1, 14), (2, 6)])),
        discharged,
        bill: Bill { cost: chance.between(hospital.cost.0 * YUAN, hospital.cost.1 * YUAN), ..Bill::default() },
    }
}

/// Costs are scaled until the aid nearly fits what was reported; the last of it is shared among those who pay a part themselves.
fn bring_to(reported: i64, visits: &mut [Visit]) {
    for _ in 0..12 {
        settle(visits);
        let aid = aid(visits);
        for visit in visits.iter_mut() {
            visit.bill.cost = visit.bill.cost * reported / aid;
        }
    }
    settle(visits);
    share_rest(reported, visits);
    assert_eq!(aid(visits), reported);
}

fn aid(visits: &[Visit]) -> i64 {
    visits.iter().map(|visit| visit.bill.aid).sum()
}

fn settle(visits: &mut [Visit]) {
    for visit in visits {
        let bill = &mut visit.bill;
        bill.insurance = bill.cost * visit.insured / 100;
        bill.major = (bill.cost - bill.insurance - MAJOR_FROM).max(0) / 2;
        let share = if visit.class == DESTITUTE { 100 } else { 70 };
        bill.aid = (bill.cost - bill.insurance - bill.major) * share / 100;
    }
}

fn share_rest(reported: i64, visits: &mut [Visit]) {
    let mut missing = reported - aid(visits);
    let most = 20 * YUAN;
    for visit in visits.iter_mut().filter(|visit| visit.bill.own() > 2 * most) {
        let more = missing.clamp(-most, most);
        visit.bill.aid += more;
        missing -= more;
    }
}
