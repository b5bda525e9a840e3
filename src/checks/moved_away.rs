//! People whom the household register has in another county while they are paid in this one.

use super::listed::{self, Matched};
use super::lists::{DEATHS, REGISTER};
use super::{Question, Reporter, Scene, check};
use crate::day::{Month, Months};
use crate::field::Field;
use crate::finding::Severity;
use crate::lang::Lang;
use crate::roster::Sighting;
use crate::rules::Verdict;
use crate::say;

check!("moved-away", "moved_away", Question::Person(person), [REGISTER]);

fn person(group: &[Sighting], scene: &Scene<'_>, report: &mut Reporter) {
    let rows = listed::rows(group, REGISTER, scene);
    // Of whom a list of deaths has, dead-and-paid asks.
    let is_told_dead = group.iter().any(|of| scene.is_of(of, DEATHS));
    let told = |row: &&Sighting| {
        let roster = scene.roster(row);
        let says_when_or_where = roster.has(Field::RegisteredCounty) || roster.has(Field::Until);
        says_when_or_where && !(is_told_dead && is_of_death(row, scene))
    };
    let rows: Vec<&Sighting> = rows.into_iter().filter(told).collect();
    if rows.iter().any(|row| Register::of(row, scene) == Register::InWords) {
        report.cannot_check(say!(
            report.lang,
            "户籍名单的户籍所在县写的是名称，无法与本县区划代码比较；请补六位代码",
            "the register names the county of registration in words, which cannot be compared with this county's code; give six digits"
        ));
    }
    let stays: Vec<Stay> = rows.iter().filter_map(|row| Stay::of(row, scene)).collect();
    let holds = |month: Month| {
        let here = stays.iter().any(|stay| stay.is_here && stay.holds(month));
        // Who left for a place the register does not name is away too.
        !here && stays.iter().any(|stay| if stay.is_here { stay.left(month) } else { stay.since(month) })
    };
    let rows: Vec<&Sighting> = stays.iter().map(|stay| stay.row).collect();
    for paid in listed::assisted(group, scene) {
        for matched in listed::by_rule((&rows, REGISTER), &paid, &holds, scene, report) {
            find(&matched, scene, report);
        }
    }
}

/// Where the register has somebody, and when.
struct Stay<'g> {
    row: &'g Sighting,
    is_here: bool,
    first: Option<Month>,
    last: Option<Month>,
}

impl<'g> Stay<'g> {
    fn of(row: &'g Sighting, scene: &Scene<'_>) -> Option<Stay<'g>> {
        let (first, last) = (row.months.and_then(Months::begun), row.months.and_then(Months::ended));
        let is_here = match Register::of(row, scene) {
            Register::County(code) => is_within(code, &scene.pack.area),
            // The register is this county's: who left it, left here.
            Register::Empty => last.map(|_| true)?,
            Register::InWords => return None,
        };
        // Only a day of leaving beside another county: they left for there on that day.
        match (is_here, first, last) {
            (false, None, Some(left)) => Some(Stay { row, is_here, first: Some(left), last: None }),
            _ => Some(Stay { row, is_here, first, last }),
        }
    }

    fn holds(&self, month: Month) -> bool {
        self.first.is_none_or(|first| first <= month) && self.last.is_none_or(|last| month <= last)
    }

    /// Registered there since before the month: the month of the move itself is still paid here.
    fn since(&self, month: Month) -> bool {
        self.holds(month) && self.first.is_none_or(|first| first < month)
    }

    fn left(&self, month: Month) -> bool {
        self.last.is_some_and(|last| last < month)
    }
}

/// Whether the register has somebody's row as cancelled because they died.
fn is_of_death(row: &Sighting, scene: &Scene<'_>) -> bool {
    scene.remark_of(row).is_some_and(|remark| remark.is_of_death(&scene.pack.codes))
}

/// The county a row of the register names.
#[derive(PartialEq, Eq)]
enum Register<'s> {
    /// By its six digits.
    County(&'s str),
    InWords,
    Empty,
}

impl<'s> Register<'s> {
    fn of(row: &Sighting, scene: &Scene<'s>) -> Register<'s> {
        let Some(said) = scene.said(row, Field::RegisteredCounty) else { return Register::Empty };
        match said.get(..6).filter(|code| code.bytes().all(|byte| byte.is_ascii_digit())) {
            Some(code) => Register::County(code),
            None => Register::InWords,
        }
    }
}

/// Whether a county lies in an area, whose zeros at the end stand for all below it.
fn is_within(county: &str, area: &str) -> bool {
    let mut significant = area;
    while let Some(shorter) = significant.strip_suffix("00") {
        significant = shorter;
    }
    county.starts_with(significant)
}

fn find(matched: &Matched<'_>, scene: &Scene<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let rule = matched.rule(REGISTER, scene);
    if rule.is_some_and(|rule| rule.verdict == Verdict::Allowed) {
        return;
    }
    let name = scene.pack.programmes[matched.programme].name.get(lang);
    let (in_all, area) = (matched.in_all(lang), &scene.pack.area);
    let county = |row: &&Sighting| match Register::of(row, scene) {
        Register::County(code) if !is_within(code, area) => Some(code),
        _ => None,
    };
    let is_death = matched.rows.iter().any(|row| is_of_death(row, scene));
    let mut message = match matched.rows.iter().filter_map(county).next_back() {
        _ if is_death => say!(
            lang,
            "户籍名单记因死亡注销户口，此后{name}发{in_all}",
            "the register has this person's entry cancelled for death, and since then {name} pays {in_all}"
        ),
        Some(county) => say!(
            lang,
            "户籍名单记户籍在{county}，不在本地（{area}），{name}发{in_all}",
            "the register has this person in {county}, not here ({area}), and {name} pays {in_all}"
        ),
        None => say!(
            lang,
            "户籍名单记户籍已迁出本地（{area}），{name}发{in_all}",
            "the register has this person gone from here ({area}), and {name} pays {in_all}"
        ),
    };
    if matched.rows.iter().any(|row| row.months.is_none()) {
        message += &say!(lang, "；名单没有迁入日期", "; the list gives no day of the move");
    }
    message += &matched.weakness(scene, lang);
    message += &matched.of_household(scene, lang);
    // What the law says of who moved says nothing of who died.
    let rule = rule.filter(|_| !is_death);
    matched.find(CHECK.name, (Severity::Suspicion, rule), message, report).clears(clears(is_death, lang));
}

fn clears(is_death: bool, lang: Lang) -> String {
    if is_death {
        return say!(
            lang,
            "向家属和派出所核实死亡及日期，属实的补进死亡名单，按规定停发；确在世的，更正户籍名单",
            "verify the death and its day with the family and the police: if so, add it to the list of deaths and stop aid as the rules say; if the person lives, have the register corrected"
        );
    }
    say!(
        lang,
        "核对户口簿和迁移日期；确已迁出的，帮助在迁入地接续申请后再办转移",
        "check the household booklet and the day of the move; if they moved, help them apply there before the file is handed over"
    )
}
