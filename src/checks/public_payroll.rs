//! People assisted whom the public payroll names.

use super::listed::{self, Matched};
use super::lists::PAYROLL;
use super::{Question, Reporter, Scene, check};
use crate::finding::Severity;
use crate::roster::Sighting;
use crate::rules::Entitled;
use crate::say;

check!("public-payroll", "public_payroll", Question::Person(person), [PAYROLL]);

fn person(group: &[Sighting], scene: &Scene<'_>, report: &mut Reporter) {
    listed::each_match(group, PAYROLL, scene, report, find);
}

fn find(matched: &Matched<'_>, scene: &Scene<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let name = scene.pack.programmes[matched.programme].name.get(lang);
    let (count, months) = (matched.count(), listed::written(&matched.months, lang));
    let row = matched
        .rows
        .iter()
        .find(|row| row.months.is_none_or(|own| matched.months.iter().any(|month| own.contains(*month))));
    let employer = row.map(|row| scene.remark(row, lang)).filter(|employer| !employer.is_empty());
    let employer = employer.map_or_else(String::new, |employer| say!(lang, "（{employer}）", " ({employer})"));
    let mut message = say!(
        lang,
        "财政供养人员名单有此人{employer}；{name}同期在册{count}个月（{months}）",
        "the public payroll has this person{employer}; on {name} for {count} of these months ({months})"
    );
    if let Some(wage) = row.and_then(|row| row.amount()) {
        message += &say!(lang, "；月工资{wage}元", "; {wage} yuan a month");
    }
    message += &matched.weakness(scene, lang);
    if scene.pack.programmes[matched.programme].entitled == Entitled::Household {
        message += &say!(
            lang,
            "；按户救助的，把工资算进家庭收入重新核算，不停发全户",
            "; where households are assisted, count the pay as the household's income and reckon again, do not stop it"
        );
    }
    let rule = matched.rule(PAYROLL, scene);
    let finding = matched.find(CHECK.name, (Severity::Suspicion, rule), message, report);
    finding.stake = None;
    finding.clears(say!(
        lang,
        "向单位核实是否在编在岗、何时起、月收入多少，把收入算进家庭再核定；核实前不停发",
        "ask the employer whether, since when and at what pay; count the pay as household income and reckon again. Stop nothing before"
    ));
}
