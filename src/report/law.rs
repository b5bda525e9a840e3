//! A programme and a day go in; the sentence comes out that says on which documents it rests and which limits they set.

use chrono::NaiveDate;

use crate::lang::Lang;
use crate::rules::{Deadline, Programme, Seen, Version};
use crate::say;

/// The law above first, then the documents of the nation, then those of the place.
pub(super) fn law(programme: &Programme, day: NaiveDate, lang: Lang) -> String {
    let mut versions: Vec<&Version> = programme.on(day).collect();
    versions.reverse();
    let mut cited: Vec<String> = programme.laws(day).map(|law| law.basis.document.cited()).collect();
    cited.extend(versions.into_iter().filter_map(|version| limits(programme, version, day, lang)));
    if cited.is_empty() {
        return String::new();
    }
    let (name, cited) = (programme.name.get(lang), cited.join(&say!(lang, "；", "; ")));
    say!(lang, "{name}依据{cited}。", "{name} rests on {cited}. ")
}

/// The document of a version and the limits it sets; a report in a paper is no document that a bureau rests on.
fn limits(programme: &Programme, version: &Version, day: NaiveDate, lang: Lang) -> Option<String> {
    // Steps beside the way of a case, such as objections, are not what a summary names.
    let on_the_way = |deadline: &&Deadline| {
        let holds = programme.deadlines(deadline.starts, day).any(|held| std::ptr::eq(held, *deadline));
        holds && [deadline.starts, deadline.ends].iter().all(|step| programme.order.contains(step))
    };
    let deadlines: Vec<&Deadline> = version.deadlines.iter().filter(on_the_way).collect();
    let limits: Vec<String> = deadlines.iter().map(|deadline| limit(version, deadline, lang)).collect();
    let limits = limits.join(lang.enumeration_comma());
    if version.basis.document.is_report {
        return (!limits.is_empty()).then_some(limits);
    }
    let document = version.basis.document.cited();
    Some(match deadlines.first() {
        None => document,
        // An article follows the name of its own document, the name of another one does not.
        Some(first) if first.basis.document == version.basis.document => {
            say!(lang, "{document}{limits}", "{document}, {limits}")
        }
        Some(_) => say!(lang, "{document}、{limits}", "{document}, {limits}"),
    })
}

/// An article and its limit; one of another document names that, too. Where only a report tells of the words, the place
/// in the document is not known.
fn limit(version: &Version, deadline: &Deadline, lang: Lang) -> String {
    let basis = &deadline.basis;
    let place = match (basis.document == version.basis.document, basis.seen == Seen::Press) {
        (true, false) => basis.article.clone(),
        (true, true) => String::new(),
        (false, false) => basis.cited(),
        (false, true) => basis.document.short(),
    };
    let (step, limit) = (deadline.name.get(lang), deadline.limit.text(lang));
    match place.is_empty() {
        true => say!(lang, "{step}{limit}", "{step} {limit}"),
        false => say!(lang, "{place}：{step}{limit}", "{place}: {step} {limit}"),
    }
}
