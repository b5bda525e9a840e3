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
    let is_here = |row: &&&Sighting| county(scene.remark(row)).is_some_and(|code| is_within(code, &scene.pack.area));
    let is_there = |row: &&&Sighting| county(scene.remark(row)).is_some_and(|code| !is_within(code, &scene.pack.area));
    let here: Vec<&Sighting> = rows.iter().filter(is_here).copied().collect();
    let there: Vec<&Sighting> = rows.iter().filter(is_there).copied().collect();
    if there.is_empty() {
        return;
    }
    let stays = |row: &&Sighting, month: Month| row.months.is_none_or(|months| months.contains(month));
    // The month of the move itself is still paid here.
    let came = |row: &&Sighting, month: Month| row.months.is_some_and(|months| months.first == month);
    let holds = |month: Month| {
        there.iter().any(|row| stays(row, month) && !came(row, month)) && !here.iter().any(|row| stays(row, month))
    };
    for paid in listed::assisted(group, scene) {
        if let Some(matched) = Matched::of(&there, &paid, &holds, scene, report) {
            find(&matched, scene, report);
        }
    }
}

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
    let county = matched.rows.last().map_or("", |row| scene.remark(row));
    let mut message = say!(
        lang,
        "户籍名单记户籍在{county}，不在本地（{area}），{name}发{in_all}",
        "the register has this person in {county}, not here ({area}), and {name} pays {in_all}"
    );
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
