//! Households whose rows contradict themselves: no head, two heads, more or fewer people than they say.

use super::{Case, Question, Reporter, check};
use crate::field::Field;
use crate::finding::Severity;
use crate::money::Yuan;
use crate::roster::{Household, Layout};
use crate::rules::Counted;
use crate::say;

check!("household", "household", Question::Household(household));

fn household(household: &Household, case: &Case<'_>, report: &mut Reporter) {
    if household.listed > Household::LARGEST {
        return merged(household, report);
    }
    heads(household, case, report);
    size(household, case, report);
    covered(household, report);
    in_part(household, case, report);
    unlikely(household, case, report);
}

fn merged(household: &Household, report: &mut Reporter) {
    let (lang, rows, listed) = (report.lang, rows(household), household.listed);
    let message =
        say!(lang, "{rows}行被当成一户，共{listed}人", "rows {rows} were taken for one household of {listed}");
    report.find(Severity::Suspicion, household.place(), message).seen(listed.to_string()).clears(say!(
        lang,
        "补上户号、户主身份证号或与户主关系，使各户分得开",
        "fill in the household number, the head's number or the relation, so that households can be told apart"
    ));
}

fn heads(household: &Household, case: &Case<'_>, report: &mut Reporter) {
    // Only a relation column says who is head; a name repeated over the rows does not.
    if case.roster.layout != Layout::HouseholdRows || !case.roster.has(Field::Relation) {
        return;
    }
    if case.roster.hides_heads {
        return coded(case, report);
    }
    // Aid granted once may be for one member, beside whom the row names the head.
    let names_head = case.programme.counted == Counted::Flow && case.roster.has(Field::HeadName);
    if household.heads == 1 || (household.heads == 0 && names_head) {
        return;
    }
    let (lang, rows) = (report.lang, rows(household));
    match household.heads {
        0 => {
            let message = say!(lang, "本户（{rows}）没有户主", "the household ({rows}) has no head");
            report.find(Severity::Suspicion, household.place(), message).clears(say!(
                lang,
                "核对与户主关系；户主不享受的，注明户主是否享受",
                "check the relations; where the head is not assisted, say so in a column of its own"
            ));
        }
        heads => {
            let message = say!(lang, "本户（{rows}）有{heads}个户主", "the household ({rows}) has {heads} heads");
            report.find(Severity::Error, household.place(), message).clears(say!(
                lang,
                "核对户口簿：改正与户主关系，或分成两户",
                "look at the household register: correct the relations, or part the households"
            ));
        }
    }
}

/// Relations in codes that nobody explains: who is head they do not tell.
fn coded(case: &Case<'_>, report: &mut Reporter) {
    let (lang, roster) = (report.lang, case.roster);
    report.cannot_check_of((), || {
        let words = roster.column(Field::Relation).map_or("", |column| roster.words(column));
        say!(
            lang,
            "“{words}”写的是代码，不知道哪个是户主，没有查各户有没有户主；把代码换成文字，或者把户主的代码写进自备规则 words.toml 的 head",
            "{words:?} has codes, and which of them is the head's nobody knows: whether each household has one head was not checked; write words instead, or the head's code under `head` in a words.toml of your own rules"
        )
    });
}

fn size(household: &Household, case: &Case<'_>, report: &mut Reporter) {
    let (true, Some(said)) = (case.lists_members, household.size.or(household.covered_size)) else { return };
    let listed = household.listed;
    let Some(severity) = contradiction(household, case) else { return };
    let Some(room) = report.room(severity) else { return };
    let (lang, rows) = (room.lang, rows(household));
    let message = say!(
        lang,
        "本户（{rows}）写明{said}人，列出{listed}人",
        "the household ({rows}) says {said} people and lists {listed}"
    );
    room.find(household.place(), message).seen(said.to_string()).clears(say!(
        lang,
        "核对家庭成员：补列漏登的人，或改正人数；只列保障对象的名册不必改",
        "compare with the household: list who is missing, or correct the number; a roster of those assisted alone is right"
    ));
}

/// How certain it is that the people listed do not fit the numbers written. Some rosters list the whole household, some
/// only those assisted, and some have fewer places for members than the household has.
fn contradiction(household: &Household, case: &Case<'_>) -> Option<Severity> {
    let listed = household.listed;
    let full = case.roster.places().is_some_and(|places| listed >= places);
    match (household.size, household.covered_size) {
        (Some(size), _) if size == listed => None,
        // Of those listed, a column may say who is assisted.
        (None, Some(covered)) if covered == listed || covered == household.covered => None,
        (size, covered) if full && size.or(covered).is_some_and(|said| said > listed) => None,
        (Some(size), Some(covered)) if covered == listed && size > listed => Some(Severity::Suspicion),
        (Some(size), None) if size > listed => Some(Severity::Suspicion),
        _ => Some(Severity::Error),
    }
}

fn covered(household: &Household, report: &mut Reporter) {
    let (Some(size), Some(covered)) = (household.size, household.covered_size) else { return };
    if covered <= size {
        return;
    }
    let lang = report.lang;
    let message =
        say!(lang, "保障人口{covered}人多于家庭人口{size}人", "{covered} people are assisted in a household of {size}");
    report.find(Severity::Error, household.place(), message).seen(covered.to_string()).clears(say!(
        lang,
        "核对家庭人口和保障人口，改正其一",
        "compare both numbers with the household and correct one"
    ));
}

/// Where the law has households covered whole, that some are not is said, and judged of none: who else is counted there, and
/// why not covered, a roster seldom tells.
fn in_part(household: &Household, case: &Case<'_>, report: &mut Reporter) {
    let parts = |all: u16, covered: u16| 0 < covered && covered < all;
    let written = household.size.zip(household.covered_size).is_some_and(|(size, covered)| parts(size, covered));
    let Some(months) = household.months.filter(|_| written || parts(household.listed, household.covered)) else {
        return;
    };
    let Some(rule) = case.programme.says(months.first.first_day(), |version| version.whole.as_ref()) else { return };
    let lang = report.lang;
    report.cannot_check_of(&rule.basis.quote, || {
        let (cited, quote, unless) = (rule.basis.cited(), &rule.basis.quote, rule.unless.get(lang));
        say!(
            lang,
            "有的户保障的人少于家庭人口。{cited}“{quote}”；{unless}的不算，名册看不出，没有判断，请抽查",
            "in some households fewer are covered than live there. {cited} “{quote}”; it is right if {unless}: rosters do not tell, so nothing is judged; look at some of them"
        )
    });
}

/// So many people that they are hardly one household, or nobody, and money all the same.
fn unlikely(household: &Household, case: &Case<'_>, report: &mut Reporter) {
    let Some(covered) = household.covered_size else { return };
    let is_paid = household.amount.is_some_and(|yuan| yuan > Yuan::ZERO);
    let is_nobody = covered == 0 && is_paid && !case.lists_members;
    if !is_nobody && covered <= Household::LARGEST {
        return;
    }
    let lang = report.lang;
    let message = match household.amount.filter(|_| is_nobody) {
        Some(paid) => {
            say!(lang, "保障人口写0人，却有金额{paid}元", "nobody is assisted by its number, and {paid} yuan are paid")
        }
        None => say!(lang, "保障人口写{covered}人，不像一户", "{covered} people are assisted: hardly one household"),
    };
    report.find(Severity::Suspicion, household.place(), message).seen(covered.to_string()).clears(say!(
        lang,
        "对照户口簿和审批表，改正保障人口；一行是一村或一个机构的，分户列出",
        "compare with the household and the approval, and correct the number; list the households of a village or an institution one by one"
    ));
}

fn rows(household: &Household) -> String {
    match (household.first_row, household.last_row) {
        (first, last) if first == last => format!("{first}"),
        (first, last) => format!("{first}–{last}"),
    }
}
