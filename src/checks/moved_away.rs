//! People whom the household register has in another county while they are paid in this one.

use super::listed::{self, Matched};
use super::{Question, Reporter, Scene, check};
use crate::day::Month;
use crate::field::Field;
use crate::finding::Severity;
use crate::roster::Sighting;
use crate::rules::Verdict;
use crate::say;

check!("moved-away", "moved_away", Question::Person(person), ["hukou"]);

fn person(group: &[Sighting], scene: &Scene<'_>, report: &mut Reporter) {
    let rows = listed::rows(group, "hukou", scene);
    let rows: Vec<&Sighting> = rows.into_iter().filter(|row| scene.roster(row).has(Field::RegisteredCounty)).collect();
    let named = rows.iter().any(|row| !scene.remark(row).is_empty() && county(scene.remark(row)).is_none());
    if named {
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
        if let Some(matched) = Matched::of(&rows, &paid, &holds, scene, report) {
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
        let is_here = is_within(county(scene.remark(row))?, &scene.pack.area);
        let first = row.months.map(|months| months.first).filter(|first| first.year() > OPEN_START);
        let last = row.months.map(|months| months.last).filter(|last| last.year() < OPEN_END);
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

/// The years open ends stand in.
const OPEN_START: i32 = 1900;
const OPEN_END: i32 = 2999;

/// The six digits of a county at the start of a word of the remark.
fn county(remark: &str) -> Option<&str> {
    let codes = remark.split('，').filter_map(|word| word.get(..6));
    codes.into_iter().find(|code| code.bytes().all(|byte| byte.is_ascii_digit()))
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
    let rule = matched.rule("hukou", scene);
    if rule.is_some_and(|rule| rule.verdict == Verdict::Allowed) {
        return;
    }
    let name = scene.pack.programmes[matched.programme].name.get(lang);
    let (in_all, area) = (matched.in_all(lang), &scene.pack.area);
    let county = |row: &&Sighting| county(scene.remark(row)).filter(|code| !is_within(code, area));
    let mut message = match matched.rows.iter().filter_map(county).next_back() {
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
    let finding = matched.find(CHECK.name, Severity::Suspicion, message, report);
    if let Some(rule) = rule {
        finding.because(&rule.basis);
    }
    finding.clears(say!(
        lang,
        "核对户口簿和迁移日期；确已迁出的，帮助在迁入地接续申请后再办转移",
        "check the household booklet and the day of the move; if they moved, help them apply there before the file is handed over"
    ));
}
