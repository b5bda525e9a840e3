//! How each kind of rule is put into words.

use super::lines::Page;
use crate::day::Month;
use crate::lang::{Lang, Words, several};
use crate::rules::{
    Condition, Deadline, Expiry, Length, Notice, Per, Rate, Review, RunsOut, Share, Start, StartMonth, When, Worth,
    Yearly,
};
use crate::say;

/// What is said, after whose it is to do.
pub(super) fn by(who: Option<&Words>, says: String, lang: Lang) -> String {
    match who.map(|who| who.get(lang)) {
        Some(who) => say!(lang, "{who}，{says}", "{who}, {says}"),
        None => says,
    }
}

pub(super) fn limit(rule: &Deadline, page: Page<'_>) -> String {
    let lang = page.lang;
    let (limit, starts, ends) = (rule.limit.text(lang), page.header(rule.starts), page.header(rule.ends));
    let longer = rule.extension.as_ref().map_or(String::new(), |extension| {
        let (longer, cases) = (extension.limit.text(lang), extension.when.text(lang));
        say!(lang, "，可延长至{longer}：{cases}", ", extended to {longer} for {cases}")
    });
    let others = rule.not_when.fields().next().map_or(String::new(), |field| {
        let (column, others) = (page.header(field), rule.not_when.text(lang));
        say!(lang, "，{column}为{others}的除外", ", but where {column} is {others}")
    });
    let says =
        say!(lang, "{limit}（{starts} → {ends}）{longer}{others}", "{limit} ({starts} → {ends}){longer}{others}");
    guarded(&rule.when, by(rule.who.as_deref(), says, lang), lang)
}

pub(super) fn who(rule: &Condition, lang: Lang) -> String {
    let any: Vec<&str> = rule.any.iter().map(|when| when.text(lang)).collect();
    let any = any.join(&say!(lang, "；或", "; or "));
    guarded(&rule.only_when, any, lang)
}

/// What is said only of some rows, after whom it is said of.
fn guarded(when: &When, says: String, lang: Lang) -> String {
    match when.is_empty() {
        true => says,
        false => {
            let of = when.text(lang);
            say!(lang, "{of}：{says}", "{of}: {says}")
        }
    }
}

pub(super) fn posted(rule: &Notice, lang: Lang) -> String {
    let says = match rule.length {
        Length::Forbidden => say!(lang, "不得公示", "never posted"),
        Length::AtLeast(limit) => {
            let least = limit.text(lang);
            match rule.binding {
                true => say!(lang, "不少于{least}", "at least {least}"),
                false => say!(lang, "不少于{least}（另一文件的要求）", "at least {least} (another text)"),
            }
        }
    };
    guarded(&rule.when, says, lang)
}

pub(super) fn cycle(rule: &Review, lang: Lang) -> String {
    let months = rule.months;
    let so_many = several(months, "month");
    let every = match rule.by_year {
        true => say!(
            lang,
            "每{months}个月（按年度，到年底为止）",
            "every {so_many} (by calendar years, to the end of the year)"
        ),
        false => say!(lang, "每{months}个月", "every {so_many}"),
    };
    let since = rule.since.map(|since| say!(lang, "，从{since}起算", ", counted from {since}")).unwrap_or_default();
    guarded(&rule.when, every + &since, lang)
}

pub(super) fn amount(rule: &Rate, page: Page<'_>) -> String {
    let Page { pack, lang, .. } = page;
    let bound = rule.bound.text(lang);
    let says = match &rule.worth {
        Worth::Yuan(yuan) => match rule.per {
            Per::Month => say!(lang, "{bound}每月{yuan}元", "{bound} {yuan} yuan a month"),
            Per::Year => say!(lang, "{bound}每年{yuan}元", "{bound} {yuan} yuan a year"),
        },
        Worth::Times(times, of) => {
            let worth = worth(rule, page);
            let of = pack.called(&of.name, lang);
            say!(lang, "{bound}{of}标准的{times}倍（{worth}）", "{bound} {times} times {of} ({worth})")
        }
        Worth::Unknown(what) => what.get(lang).to_owned(),
    };
    guarded(&rule.when, says, lang)
}

/// What a multiple comes to on a day.
pub(super) fn worth(rule: &Rate, page: Page<'_>) -> String {
    let Page { pack, day, lang, .. } = page;
    let worth = Month::of(day).and_then(|month| pack.worth(rule, month));
    match worth {
        Some((worth, _)) => say!(lang, "{worth}元", "{worth} yuan"),
        None => say!(lang, "当时的标准未知", "the standard of then is not known"),
    }
}

pub(super) fn share(rule: &Share, page: Page<'_>) -> String {
    let lang = page.lang;
    let (bound, percent) = (rule.bound.text(lang), rule.percent);
    let of: Vec<String> = [rule.of].iter().chain(&rule.less).map(|field| page.header(*field)).collect();
    let of = of.join(" − ");
    guarded(&rule.when, say!(lang, "{bound}{percent}%（{of}）", "{bound} {percent}% of {of}"), lang)
}

/// The first month paid.
pub(super) fn starts(rule: &Start, page: Page<'_>) -> String {
    let (lang, after) = (page.lang, page.header(rule.after));
    let says = match rule.month {
        StartMonth::Same => say!(lang, "当月（{after}）", "the month of {after}"),
        StartMonth::Next => say!(lang, "次月（{after}）", "the month after {after}"),
    };
    guarded(&rule.when, says, lang)
}

pub(super) fn expires(rule: &Expiry, page: Page<'_>) -> String {
    let (lang, field) = (page.lang, page.header(rule.field));
    match rule.runs_out {
        RunsOut::On { remind } => {
            let months = if remind == 1 { "month's" } else { "months'" };
            say!(lang, "以{field}为准，提前{remind}个月提醒", "on the day of {field}, with {remind} {months} notice")
        }
        RunsOut::After(limit) => {
            let limit = limit.text(lang);
            say!(lang, "{field}起{limit}内", "within {limit} of {field}")
        }
    }
}

pub(super) fn yearly(rule: &Yearly, lang: Lang) -> String {
    let days: Vec<String> = rule.by.iter().map(|(month, day)| format!("{month:02}-{day:02}")).collect();
    let days = days.join(lang.enumeration_comma());
    say!(lang, "每年{days}前", "every year by {days}")
}
