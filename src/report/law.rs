//! A programme and the days its figures are of go in; the sentence comes out that says on which documents they rest and which
//! limits these set.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use chrono::{Days, NaiveDate};

use crate::day::written;
use crate::lang::Lang;
use crate::rules::{Deadline, Programme, Seen, Span, Version};
use crate::say;

/// What is cited, and from which of the days to which.
struct Cited {
    text: String,
    from: NaiveDate,
    until: NaiveDate,
}

/// What a programme rests on in some days; what holds in a part of them only is said to.
pub(super) fn law(programme: &Programme, days: &RangeInclusive<NaiveDate>, lang: Lang) -> String {
    let cited: Vec<String> = all(programme, days, lang).iter().map(|cited| cited.with_days(days, lang)).collect();
    if cited.is_empty() {
        return String::new();
    }
    let (name, cited) = (programme.name.get(lang), cited.join(&say!(lang, "；", "; ")));
    say!(lang, "{name}依据{cited}。", "{name} rests on {cited}. ")
}

impl Cited {
    fn with_days(&self, days: &RangeInclusive<NaiveDate>, lang: Lang) -> String {
        let (text, from, until) = (&self.text, written(self.from, lang), written(self.until, lang));
        match (self.from == *days.start(), self.until == *days.end()) {
            (true, true) => text.clone(),
            (true, false) => say!(lang, "{until}以前的{text}", "(until {until}) {text}"),
            (false, true) => say!(lang, "{from}起的{text}", "(from {from}) {text}"),
            (false, false) => say!(lang, "{from}至{until}的{text}", "({from} to {until}) {text}"),
        }
    }
}

/// Each document once for the days it holds without a break, in the order of a day; what follows on another stands behind it.
fn all(programme: &Programme, days: &RangeInclusive<NaiveDate>, lang: Lang) -> Vec<Cited> {
    let mut all: Vec<Cited> = Vec::new();
    let begun: Vec<NaiveDate> = changes(programme, days).into_iter().collect();
    for (place, from) in begun.iter().copied().enumerate() {
        let before = from.pred_opt().unwrap_or(from);
        let until = begun.get(place + 1).and_then(|next| next.pred_opt()).unwrap_or(*days.end());
        let on = on(programme, from, lang);
        for (place, text) in on.iter().enumerate() {
            if let Some(known) = all.iter_mut().find(|known| known.text == *text && known.until >= before) {
                known.until = until;
                continue;
            }
            let is_later = |known: &Cited| on[place + 1..].contains(&known.text) && known.until >= before;
            let at = all.iter().position(is_later).unwrap_or(all.len());
            all.insert(at, Cited { text: text.clone(), from, until });
        }
    }
    all
}

/// The first of some days, and each of them on which another version or law begins to hold.
fn changes(programme: &Programme, days: &RangeInclusive<NaiveDate>) -> BTreeSet<NaiveDate> {
    let spans = programme.layers.iter().flat_map(|layer| {
        let laws = layer.laws.iter().map(|law| law.span);
        layer.versions.iter().map(|version| version.span).chain(laws)
    });
    let after = |span: Span| span.until.and_then(|until| until.checked_add_days(Days::new(1)));
    let changes = spans.flat_map(|span| [Some(span.from), after(span)]).flatten();
    changes.filter(|day| days.contains(day)).chain([*days.start()]).collect()
}

/// The law above first, then the documents of the nation, then those of the place.
fn on(programme: &Programme, day: NaiveDate, lang: Lang) -> Vec<String> {
    let mut versions: Vec<&Version> = programme.on(day).collect();
    versions.reverse();
    let mut cited: Vec<String> = programme.laws(day).map(|law| law.basis.document.cited()).collect();
    cited.extend(versions.into_iter().filter_map(|version| limits(programme, version, day, lang)));
    cited
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
