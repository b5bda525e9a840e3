//! People whom a list of prisoners names, paid for months in custody.

use super::listed::{self, Matched};
use super::lists::PRISON;
use super::{Question, Reporter, Scene, check};
use crate::field::Field;
use crate::finding::Severity;
use crate::lang::Lang;
use crate::roster::Sighting;
use crate::rules::{Counted, Pair, Verdict};
use crate::say;

check!("in-custody", "in_custody", Question::Person(person), [PRISON]);

fn person(group: &[Sighting], scene: &Scene<'_>, report: &mut Reporter) {
    // 取保候审, 缓刑: the list names them, and they are at home.
    let inside: Vec<Sighting> = group.iter().filter(|sighting| !is_at_large(sighting, scene)).copied().collect();
    listed::each_match(&inside, PRISON, scene, report, find);
}

/// Whether a row of the list says that the person is not locked up.
fn is_at_large(row: &Sighting, scene: &Scene<'_>) -> bool {
    scene.is_of(row, PRISON)
        && scene.said(row, Field::Role).is_some_and(|kind| scene.pack.codes.names(Field::Role, kind, "at-large"))
}

fn find(matched: &Matched<'_>, scene: &Scene<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let rule = matched.rule(PRISON, scene);
    if rule.is_some_and(|rule| rule.verdict == Verdict::Allowed) {
        return;
    }
    let name = scene.pack.programmes[matched.programme].name.get(lang);
    let in_all = matched.in_all(lang);
    let mut message = say!(
        lang,
        "服刑人员名单所列在押期间，{name}发{in_all}",
        "while the list has this person in custody, {name} pays {in_all}"
    );
    message += &without_months(matched, scene, lang);
    if let Some(unless) = rule.and_then(|rule| rule.unless.as_ref()) {
        let unless = unless.get(lang);
        message += &say!(lang, "；{unless}的除外", "; unless {unless}");
    }
    message += &rule.map_or_else(String::new, |rule| of_unknown_kind(matched, rule, scene, lang));
    message += &matched.weakness(scene, lang);
    message += &matched.of_household(scene, lang);
    let clears = match scene.pack.programmes[matched.programme].counted {
        Counted::Stock => say!(
            lang,
            "向看守所、监狱或司法所核实起止日期；属实的，当事人部分重新核算，家里其他人的不停",
            "verify both days with the prison or the justice office; if so, reckon this person's part again and leave the rest of the family's"
        ),
        Counted::Flow => say!(
            lang,
            "向看守所、监狱或司法所核实起止日期；属实的，查明是谁申请、钱由谁领取，家里其他人该得的不收回",
            "verify both days with the prison or the justice office; if so, find out who applied and who received the money, and leave the rest of the family what is theirs"
        ),
    };
    matched.find(CHECK.name, (Severity::Suspicion, rule), message, report).clears(clears);
}

/// Of which custody the words speak, where no row of the list says that it is that.
fn of_unknown_kind(matched: &Matched<'_>, rule: &Pair, scene: &Scene<'_>, lang: Lang) -> String {
    if matched.rows.iter().any(|row| scene.meets(&rule.when, row) == Some(true)) {
        return String::new();
    }
    let kinds = rule.when.text(lang);
    say!(
        lang,
        "；条文只说{kinds}的，名单没有写明是不是",
        "; the words speak of those {kinds} only, and the list does not say whether this is one"
    )
}

/// Why it is not known of a row of the list which months it means.
fn without_months(matched: &Matched<'_>, scene: &Scene<'_>, lang: Lang) -> String {
    let is_reversed = |row: &&Sighting| scene.remark_of(row).is_some_and(|remark| remark.is_reversed);
    let undated = matched.rows.iter().copied().filter(|row| row.months.is_none());
    let (reversed, unsaid): (Vec<&Sighting>, Vec<&Sighting>) = undated.partition(is_reversed);
    let mut why = String::new();
    if !reversed.is_empty() {
        why += &say!(
            lang,
            "；名单上释放日期早于入监日期，看不出哪些月份在押",
            "; the list has the release before the admission: which months it means is not known"
        );
    }
    if !unsaid.is_empty() {
        why += &say!(lang, "；名单没有能读出的起止日期", "; the list gives no days that can be read");
    }
    why
}
